//! Dead, hurt and taken.

use crate::actors::Sort;
use crate::drafts::Draft;
use crate::figures::{Effect, Figure};
use crate::text::Text;
use codebook::Sense;
use model::{Account, Estimate, Harm, Sourced, Status};

/// Dead, hurt, taken: parts of one sentence are summed, the first sentence that tells wins.
pub(super) fn tolls(text: &Text, draft: &Draft, account: &mut Account) {
    let operation = account.class.value == "operation";
    let clash = account.class.value == "clash";
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
            // … but "killed four militants; two soldiers died" counts two sides.
            let sides = operation || clash;
            let parts = figures.iter().filter(|figure| {
                figure.word == first.word
                    || sides
                        && figure.last > first.last
                        && side(text, figure).is_some()
                        && side(text, first).is_some()
                        && side(text, figure) != side(text, first)
            });
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
        // "opened fire on engineers, killing two of them": of those whom nobody counts, the part is all.
        let of_them = |figure: &&Figure| {
            figure.effect == effect && figure.attackers == attackers && figure.part
        };
        for told in &draft.told {
            let part = told.figures.iter().find(of_them).filter(|figure| {
                let behind = |at: usize| text.word(told.sentence, at).to_lowercase();
                behind(figure.last + 1) == "of"
                    && matches!(behind(figure.last + 2).as_str(), "them" | "whom" | "those")
            });
            if let Some(part) = part {
                return Some(Sourced::new(part.estimate, part.span, "figure/of-them"));
            }
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
    let apart = (account.class.value == "attack")
        .then(|| two_sides(text, draft, account))
        .flatten();
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
    if account.killed.is_none() && account.status.value == Status::Completed {
        account.killed = by_name(draft);
    }
    let attackers_killed = sum(Effect::Killed, true);
    // Where nobody attacks, the dead of both sides are one number.
    let both = account.class.value == "clash"
        && account.perpetrators.len() >= 2
        && account.targets.len() >= 2;
    if both && let (Some(one), Some(other)) = (&account.killed, &attackers_killed) {
        let spans = one.spans.iter().chain(&other.spans).copied().collect();
        account.killed = Some(Sourced::resting_on(
            one.value.plus(&other.value),
            spans,
            "figure/both-sides",
        ));
    } else if attackers_are_victims && account.killed.is_none() {
        account.killed = attackers_killed;
    } else if !attackers_are_victims {
        account.killed_perpetrators = attackers_killed;
    }
    if operation {
        own_dead(text, draft, account);
    }
    if let Some((victims, attackers)) = apart {
        account.killed = Some(victims);
        account.killed_perpetrators = Some(attackers);
    }
    account.injured = sum(Effect::Injured, false);
    account.casualties = sum(Effect::Casualties, false);
    account.arrested = sum(Effect::Arrested, false).or_else(|| sum(Effect::Arrested, true));
    if account.kind.value == "kidnapping" {
        account.arrested = None;
    }
}

/// "A drone strike killed Ali Example", "Ana Example was shot dead": those killed by their names, where no number tells;
/// of a blast or a strike they may not be all.
fn by_name(draft: &Draft) -> Option<Sourced<Estimate>> {
    draft.told.iter().find_map(|told| {
        let spans: Vec<_> = told
            .named
            .iter()
            .filter(|named| named.harm == Some(Harm::Killed))
            .map(|named| named.span)
            .collect();
        let count = u64::try_from(spans.len()).ok().filter(|count| *count > 0)?;
        let estimate = if told.weapons.is_empty() {
            Estimate::exactly(count)
        } else {
            Estimate::at_least(count)
        };
        Some(Sourced::resting_on(estimate, spans, "figure/by-name"))
    })
}

/// Whom a figure counts: those of a state, or those of an armed group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    State,
    Group,
}

fn side(text: &Text, figure: &Figure) -> Option<Side> {
    let Sense::Target { target, .. } = figure.target?.sense else {
        return None;
    };
    match text.codebook.targets[usize::from(target)].code.as_str() {
        "military" | "police" => Some(Side::State),
        "armed_group" => Some(Side::Group),
        _ => None,
    }
}

/// "Nine soldiers and 15 militants were killed when insurgents attacked a camp": those of an armed group are the
/// attackers', where an armed group attacked and no group was attacked.
fn two_sides(
    text: &Text,
    draft: &Draft,
    account: &Account,
) -> Option<(Sourced<Estimate>, Sourced<Estimate>)> {
    let actors = || draft.told.iter().flat_map(|told| &told.perpetrators);
    let raided = account.class.rule == "class/raid-on-a-base";
    let group_attacked = (raided || actors().next().is_some())
        && actors().all(|(actor, _)| actor.kind.is_armed_group() || actor.sort == Sort::Nobody);
    let from_afar = matches!(account.kind.value.as_str(), "air_strike" | "shelling");
    if !group_attacked || from_afar {
        return None;
    }
    draft.told.iter().find_map(|told| {
        let dead: Vec<&Figure> = (told.figures.iter())
            .filter(|figure| figure.effect == Effect::Killed && !figure.part && !figure.attackers)
            .collect();
        let word = dead.first()?.word;
        let (theirs, ours): (Vec<&Figure>, Vec<&Figure>) = (dead.into_iter())
            .filter(|figure| figure.word == word)
            .partition(|figure| side(text, figure) == Some(Side::Group));
        let total = |figures: &[&Figure]| {
            let sum = figures
                .iter()
                .map(|figure| figure.estimate)
                .reduce(|sum, one| sum.plus(&one))?;
            let spans = figures.iter().map(|figure| figure.span).collect();
            Some(Sourced::resting_on(sum, spans, "figure/two-sides"))
        };
        // "seven fighters of the militia and three rebels": two groups, of which nobody says whose is whose.
        let one_group = theirs.len() == 1;
        Some((total(&ours)?, total(&theirs).filter(|_| one_group)?))
    })
}

/// "Two soldiers and four militants were killed in a raid by troops": the dead of the force that acted are its own.
fn own_dead(text: &Text, draft: &Draft, account: &mut Account) {
    for told in &draft.told {
        let of = |wanted: Side| -> Option<Sourced<Estimate>> {
            let figures: Vec<&Figure> = told
                .figures
                .iter()
                .filter(|figure| figure.effect == Effect::Killed && !figure.part)
                .filter(|figure| side(text, figure) == Some(wanted))
                .collect();
            let first = figures.first()?;
            Some(Sourced::resting_on(
                first.estimate,
                vec![first.span],
                "figure/own-side",
            ))
        };
        if let (Some(own), Some(others)) = (of(Side::State), of(Side::Group)) {
            account.killed = Some(others);
            account.killed_perpetrators = Some(own);
            return;
        }
    }
}
