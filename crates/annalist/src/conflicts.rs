//! Decisions that newer readings have overtaken: what a person decided about was read otherwise since.

use crate::commands::decide::named;
use crate::commands::history::in_words;
use crate::record::Record;
use anyhow::Result;
use model::{Account, AccountKey, Decision, DecisionKind};
use std::collections::BTreeMap;
use store::Happening;

/// A decision to be looked at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Its number.
    pub decision: u64,
    /// The account that was read anew.
    pub account: AccountKey,
    /// What was decided, and what has become of the account.
    pub why: String,
    /// How long the log was when it was found.
    pub seen: u64,
}

/// The decisions in force whose accounts have been read otherwise since, by number. A later
/// decision of the same kind on the same account settles it.
pub fn of(record: &Record) -> Result<Vec<Conflict>> {
    let mut found = Vec::new();
    let in_force = Decision::in_force(&record.decisions);
    // Which reading was current: by the numbers of codings, as a clock may have been set back.
    let decided_on = record.casebook.decided_on()?;
    let seen = |decision: &Decision, account: &AccountKey| {
        let place = named(&decision.kind)
            .iter()
            .position(|key| *key == account)?;
        decided_on.get(&(decision.number, place)).copied()
    };
    for decision in &in_force {
        for account in named(&decision.kind) {
            let Some(change) = changed_since(record, account, seen(decision, account))? else {
                continue;
            };
            let settled = in_force.iter().any(|later| {
                later.number > decision.number
                    && seen(later, account) >= Some(change.coding)
                    && is_alike(&later.kind, &decision.kind)
                    && named(&later.kind).contains(&account)
            });
            if !settled {
                found.push(Conflict {
                    decision: decision.number,
                    account: account.clone(),
                    why: format!("{}; {}", in_words(decision), change.what),
                    seen: record.decisions.len() as u64,
                });
            }
        }
    }
    found.extend(wordless(record, &in_force)?);
    found.sort_by_key(|conflict| conflict.decision);
    Ok(found)
}

/// The decisions in force whose words no longer stand in their report, which has changed since, and
/// that nobody has looked at anew.
fn wordless(record: &Record, in_force: &[&Decision]) -> Result<Vec<Conflict>> {
    let resting = |decision: &&&Decision| {
        matches!(
            decision.kind,
            DecisionKind::Correct { .. } | DecisionKind::Add { .. }
        )
    };
    let now: Vec<&&Decision> = in_force.iter().filter(resting).collect();
    if now.is_empty() {
        return Ok(Vec::new());
    }
    let log = record.casebook.decision_log()?;
    let written: BTreeMap<u64, usize> = log
        .iter()
        .map(|decision| (decision.number, words(&decision.kind)))
        .collect();
    let mut found = Vec::new();
    for decision in now {
        let before = written.get(&decision.number).copied().unwrap_or(0);
        let Some(account) = named(&decision.kind).first().copied() else {
            continue;
        };
        let later = in_force
            .iter()
            .filter(|later| later.number > decision.number);
        let looked_at = later
            .filter(|later| named(&later.kind).contains(&account))
            .any(|later| settles(&later.kind, &decision.kind));
        if words(&decision.kind) < before && !looked_at {
            found.push(Conflict {
                decision: decision.number,
                account: account.clone(),
                why: format!(
                    "{}; words it rests on no longer stand in the report, which has changed since",
                    in_words(decision)
                ),
                seen: record.decisions.len() as u64,
            });
        }
    }
    Ok(found)
}

/// How many passages a decision rests on.
fn words(kind: &DecisionKind) -> usize {
    match kind {
        DecisionKind::Correct { correction, .. } => correction.spans.len(),
        DecisionKind::Add {
            evidence, fields, ..
        } => {
            let fields = fields.iter().map(|field| field.spans.len());
            evidence.len() + fields.sum::<usize>()
        }
        _ => 0,
    }
}

struct Change {
    coding: u64,
    what: String,
}

/// How an account was read otherwise after a coding; `None` where it was not.
fn changed_since(record: &Record, key: &AccountKey, seen: Option<u64>) -> Result<Option<Change>> {
    let events = match record.casebook.history(&key.to_string()) {
        Ok(events) => events,
        Err(store::Error::NoAccount { .. } | store::Error::NoReport { .. }) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut readings: Vec<(u64, Option<Account>)> = events
        .into_iter()
        .filter_map(|event| match event.what {
            Happening::Record {
                coding, account, ..
            } => Some((coding, account.map(|account| *account))),
            _ => None,
        })
        .collect();
    readings.sort_by_key(|(coding, _)| *coding);
    let mut before: Option<Account> = None;
    let mut change = None;
    for (coding, now) in readings {
        if Some(coding) <= seen {
            before = now;
            continue;
        }
        let what = match (&before, &now) {
            (_, None) => "is no longer found in its report".to_owned(),
            (None, Some(_)) => "has been found again since".to_owned(),
            (Some(before), Some(now)) => match fields(before, now).as_slice() {
                // The same values, from other words or by another rule.
                [] => {
                    change = None;
                    continue;
                }
                fields => format!("{} read otherwise since", fields.join(", ")),
            },
        };
        change = Some(Change { coding, what });
    }
    Ok(change)
}

/// The fields that two readings of an account give otherwise.
fn fields(before: &Account, now: &Account) -> Vec<&'static str> {
    model::Field::ALL
        .into_iter()
        .filter(|field| {
            let said = crate::commands::show::said;
            said(before, *field) != said(now, *field)
        })
        .map(model::Field::word)
        .collect()
}

/// Of some conflicts those that still stand after further decisions.
pub fn after(known: &[Conflict], log: &[Decision]) -> Vec<Conflict> {
    let in_force: BTreeMap<u64, &Decision> = Decision::in_force(log)
        .into_iter()
        .map(|decision| (decision.number, decision))
        .collect();
    let stands = |conflict: &&Conflict| {
        let Some(decision) = in_force.get(&conflict.decision) else {
            return false;
        };
        // What was decided later than the conflict was found was decided knowing it.
        !in_force.range(conflict.seen + 1..).any(|(_, later)| {
            settles(&later.kind, &decision.kind) && named(&later.kind).contains(&&conflict.account)
        })
    };
    known.iter().filter(stands).cloned().collect()
}

/// True where a later decision on the same account was made knowing what became of an earlier one.
fn settles(later: &DecisionKind, earlier: &DecisionKind) -> bool {
    is_alike(later, earlier)
        || matches!(
            (later, earlier),
            (
                DecisionKind::Accept { .. } | DecisionKind::Reject { .. },
                DecisionKind::Add { .. }
            )
        )
}

fn is_alike(a: &DecisionKind, b: &DecisionKind) -> bool {
    match (a, b) {
        (
            DecisionKind::Correct { correction: a, .. },
            DecisionKind::Correct { correction: b, .. },
        ) => a.field == b.field,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
