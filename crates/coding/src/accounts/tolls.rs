//! Dead, hurt and taken, and what every mention tells of them.

use crate::drafts::Draft;
use crate::events::{TargetHit, Told};
use crate::figures::{Effect, Figure};
use crate::text::Text;
use codebook::TermForm;
use model::{Account, Estimate, Harm, Mention, MentionRole, Sourced, Span, Status};

/// Dead, hurt, taken: parts of one sentence are summed, the first sentence that tells wins.
pub(super) fn tolls(draft: &Draft, account: &mut Account) {
    let operation = account.class.value == "operation";
    let sum = |effect: Effect, attackers: bool| -> Option<Sourced<Estimate>> {
        for told in &draft.told {
            let figures: Vec<&Figure> = told
                .figures
                .iter()
                .filter(|figure| {
                    figure.effect == effect && figure.attackers == attackers && !figure.part
                })
                .collect();
            let Some(first) = figures.first() else {
                continue;
            };
            // Parts stand with one word of effect; another word tells the same people again.
            let parts = figures.iter().filter(|figure| figure.word == first.word);
            let mut estimate: Option<Estimate> = None;
            let mut spans = Vec::new();
            for part in parts {
                estimate = Some(estimate.map_or(part.estimate, |sum| sum.plus(&part.estimate)));
                spans.push(part.span);
            }
            // "killed thirteen" here, "thirteen plus many others" there: the number is open.
            let open = draft
                .told
                .iter()
                .flat_map(|told| &told.figures)
                .find(|figure| {
                    figure.effect == effect
                        && figure.attackers == attackers
                        && !figure.part
                        && figure.estimate.max.is_none()
                        && estimate.is_some_and(|known| known.low() == figure.estimate.low())
                });
            if let Some(open) = open {
                estimate = Some(open.estimate);
                spans.push(open.span);
            }
            return estimate.map(|estimate| Sourced::resting_on(estimate, spans, "figure/counted"));
        }
        let alone: Vec<&Figure> = draft
            .tolls
            .iter()
            .filter(|figure| figure.effect == effect && figure.attackers == attackers)
            .collect();
        let first = alone.first()?;
        let same = alone.iter().filter(|figure| figure.word == first.word);
        let estimate = same
            .clone()
            .skip(1)
            .fold(first.estimate, |sum, figure| sum.plus(&figure.estimate));
        let spans = same.map(|figure| figure.span).collect();
        Some(Sourced::resting_on(estimate, spans, "figure/next-sentence"))
    };
    let attackers_are_victims = operation || account.class.value == "clash";
    account.killed = sum(Effect::Killed, false);
    if account.killed.is_none()
        && account.kind.value == "assassination"
        && account.status.value == Status::Completed
        && account.multiple.is_none()
        && account.injured.is_none()
    {
        // "assassinated an employee of the consulate": the word itself tells of one death.
        account.killed = Some(Sourced::resting_on(
            Estimate::exactly(1),
            account.kind.spans.clone(),
            "figure/assassination",
        ));
    }
    let attackers_killed = sum(Effect::Killed, true);
    if attackers_are_victims && account.killed.is_none() {
        account.killed = attackers_killed;
    } else if !attackers_are_victims {
        account.killed_perpetrators = attackers_killed;
    }
    account.injured = sum(Effect::Injured, false);
    account.casualties = sum(Effect::Casualties, false);
    account.arrested = sum(Effect::Arrested, false).or_else(|| sum(Effect::Arrested, true));
    if account.kind.value == "kidnapping" {
        account.arrested = None;
    }
}

pub(super) fn mentions(text: &Text, draft: &Draft, account: &mut Account) {
    let mut mentions = Vec::new();
    let mut add = |role: MentionRole, span: Span| mentions.push(Mention::new(role, span));
    for told in &draft.told {
        for word in &told.words {
            add(MentionRole::Trigger, word.span);
        }
        for (actor, _) in &told.perpetrators {
            add(MentionRole::Perpetrator, actor.span);
        }
        for (_, span) in &told.weapons {
            add(MentionRole::Weapon, *span);
        }
        for place in &told.places {
            add(MentionRole::Place, place.span);
        }
    }
    for told in &draft.told {
        mentions.extend(told.targets.iter().map(|target| Mention {
            effect: harm(text, told, target),
            ..Mention::new(
                if target.aimed {
                    MentionRole::Target
                } else {
                    MentionRole::Victim
                },
                target.span,
            )
        }));
        mentions.extend(told.named.iter().map(|named| Mention {
            person: true,
            effect: named.harm,
            ..Mention::new(MentionRole::Victim, named.span)
        }));
        mentions.extend(told.figures.iter().map(|figure| Mention {
            effect: figure_harm(figure),
            count: (!figure.implied).then_some(figure.estimate),
            ..Mention::new(MentionRole::Victim, figure.span)
        }));
    }
    mentions.sort_by_key(|mention| (mention.span, mention.role));
    mentions.dedup();
    account.mentions = mentions;
}

pub(super) fn figure_harm(figure: &Figure) -> Option<Harm> {
    match figure.effect {
        Effect::Killed => Some(Harm::Killed),
        Effect::Injured => Some(Harm::Injured),
        Effect::Abducted => Some(Harm::Abducted),
        Effect::Casualties | Effect::Arrested => None,
    }
}

/// What happened to somebody aimed at: what the figure over them says, or the word that aims at them.
pub(super) fn harm(text: &Text, told: &Told, target: &TargetHit) -> Option<Harm> {
    let counted = told
        .figures
        .iter()
        .find(|figure| figure.span.overlaps(&target.span))
        .and_then(figure_harm);
    let person = target.aimed && target.form == TermForm::Person;
    counted.or_else(|| person.then(|| told.harm(text)).flatten())
}
