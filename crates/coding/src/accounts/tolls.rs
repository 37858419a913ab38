//! Dead, hurt and taken.

use crate::drafts::Draft;
use crate::figures::{Effect, Figure};
use model::{Account, Estimate, Sourced, Status};

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
    account.injured = sum(Effect::Injured, false);
    account.casualties = sum(Effect::Casualties, false);
    account.arrested = sum(Effect::Arrested, false).or_else(|| sum(Effect::Arrested, true));
    if account.kind.value == "kidnapping" {
        account.arrested = None;
    }
}
