//! How many: the counting policies.

use super::choose::{Telling, best_standing};
use model::{Account, Estimate, Field, Policy, Settled, Sourced, Value};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Gives a number field of an account.
pub(super) type Get = fn(&Account) -> Option<&Sourced<Estimate>>;

/// The number fields.
pub(super) const FIELDS: [(Field, Get); 6] = [
    (Field::Killed, |account| account.killed.as_ref()),
    (Field::Injured, |account| account.injured.as_ref()),
    (Field::Casualties, |account| account.casualties.as_ref()),
    (Field::KilledPerpetrators, |account| {
        account.killed_perpetrators.as_ref()
    }),
    (Field::Arrested, |account| account.arrested.as_ref()),
    (Field::Attackers, |account| account.attackers.as_ref()),
];

/// The shown number of a field; `None` where nobody tells one.
pub(super) fn settle(tellings: &[Telling], get: Get, policy: Policy) -> Option<Settled> {
    let told: Vec<(&Telling, Estimate)> = tellings
        .iter()
        .filter_map(|telling| Some((telling, get(telling.account)?.value)))
        .filter(|(_, count)| !count.is_empty())
        .collect();
    let (value, applied) = choose(&told, policy)?;
    let counts: Vec<Estimate> = told.iter().map(|(_, count)| *count).collect();
    let rests = |count: &Estimate| applied == Policy::Range || *count == value;
    Some(Settled {
        value: Value::Estimate(value),
        from: told
            .iter()
            .filter(|(_, count)| rests(count))
            .map(|(telling, _)| telling.key.clone())
            .collect(),
        policy: applied.word().into(),
        disputed: !all_can_be_right(&counts),
    })
}

/// The number and the policy that chose it: the range where the one asked for has nothing
/// to go by.
fn choose(told: &[(&Telling, Estimate)], policy: Policy) -> Option<(Estimate, Policy)> {
    let counts = || told.iter().map(|(_, count)| *count);
    let chosen = match policy {
        Policy::Range => None,
        Policy::Lowest => counts().min_by_key(|count| (count.best(), count.high(), *count)),
        Policy::Highest => counts().max_by_key(|count| (count.high(), count.max.is_none(), *count)),
        Policy::Latest => latest(told),
        Policy::Authoritative => authoritative(told),
        Policy::Majority => majority(told),
    };
    match chosen {
        Some(count) => Some((count, policy)),
        None => Some((range(counts())?, Policy::Range)),
    }
}

/// From the lowest to the highest figure told; open where the highest is "or more".
///
/// "At least 13" is borne out by "183", and lowers nothing: the lowest is that of the figures with
/// an upper end, where there are some, and else the highest of what is told "at least".
fn range(counts: impl Iterator<Item = Estimate>) -> Option<Estimate> {
    let counts: Vec<Estimate> = counts.collect();
    let top = counts.iter().map(Estimate::high).max()?;
    let open = |count: &&Estimate| count.max.is_none();
    let is_open = counts.iter().filter(open).any(|count| count.high() == top);
    let closed = counts.iter().filter(|count| count.max.is_some());
    let min = if counts.iter().all(|count| count.min.is_none()) {
        None
    } else {
        let least = closed.map(|count| count.min.unwrap_or(0)).min();
        least.or_else(|| counts.iter().filter_map(|count| count.min).max())
    };
    Some(Estimate {
        min,
        max: (!is_open).then_some(top),
        approx: counts.iter().all(|count| count.approx),
    })
}

/// The figure of the report published last; of several, the highest, as tolls rise.
fn latest(told: &[(&Telling, Estimate)]) -> Option<Estimate> {
    told.iter()
        .filter_map(|(telling, count)| Some((telling.info.published?, *count)))
        .max_by_key(|(day, count)| (*day, count.best(), *count))
        .map(|(_, count)| count)
}

/// The range over the best graded sources.
fn authoritative(told: &[(&Telling, Estimate)]) -> Option<Estimate> {
    let best = best_standing(told.iter().map(|(telling, _)| *telling))?;
    range(
        told.iter()
            .filter(|(telling, _)| telling.info.standing() == best)
            .map(|(_, count)| *count),
    )
}

/// The figure that most independent sources give, the lower one of two.
fn majority(told: &[(&Telling, Estimate)]) -> Option<Estimate> {
    let mut votes: BTreeMap<Estimate, BTreeSet<&str>> = BTreeMap::new();
    for (telling, count) in told {
        votes.entry(*count).or_default().insert(&telling.source);
    }
    votes
        .into_iter()
        .min_by_key(|(count, sources)| (Reverse(sources.len()), count.best(), *count))
        .map(|(count, _)| count)
}

/// True where one number can satisfy every account; "about" allows a tenth either way.
fn all_can_be_right(counts: &[Estimate]) -> bool {
    let slack = |count: &Estimate, bound: u64| if count.approx { bound / 10 } else { 0 };
    let low = counts
        .iter()
        .map(|count| count.low() - slack(count, count.low()))
        .max()
        .unwrap_or(0);
    let high = counts
        .iter()
        .filter_map(|count| Some(count.max?.saturating_add(slack(count, count.max?))))
        .min()
        .unwrap_or(u64::MAX);
    low <= high
}
