//! Who: everybody named, the surest and most named first.

use super::choose::Telling;
use crate::told::is_below;
use codebook::merging::MergingRules;
use model::{Account, AccountKey, ActorRef, Attribution, Settled, Sourced, Value};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Perpetrators: known actors before words like "gunmen", which are left out where a known
/// actor is named; an actor is left out where one of its parts is named.
pub(super) fn perpetrators(tellings: &[Telling], rules: &MergingRules) -> Option<Settled> {
    let mut settled = union(tellings, |account| &account.perpetrators)?;
    if let Value::Actors(actors) = &mut settled.value {
        if actors.iter().any(|actor| actor.id.is_some()) {
            actors.retain(|actor| actor.id.is_some() || actor.person);
        }
        let ids: Vec<String> = actors.iter().filter_map(|actor| actor.id.clone()).collect();
        actors.retain(|actor| {
            actor
                .id
                .as_ref()
                .is_none_or(|id| !ids.iter().any(|part| is_below(part, id, rules)))
        });
    }
    settled.disputed = disputed(tellings, rules);
    Some(settled)
}

/// True where two accounts name known actors that have nothing to do with each other.
fn disputed(tellings: &[Telling], rules: &MergingRules) -> bool {
    let known: Vec<BTreeSet<&str>> = tellings
        .iter()
        .map(|telling| {
            telling
                .account
                .perpetrators
                .iter()
                .filter_map(|actor| actor.value.id.as_deref())
                .collect()
        })
        .filter(|ids: &BTreeSet<&str>| !ids.is_empty())
        .collect();
    let akin = |a: &str, b: &str| a == b || is_below(a, b, rules) || is_below(b, a, rules);
    known.iter().enumerate().any(|(at, ids)| {
        known[at + 1..]
            .iter()
            .any(|others| !ids.iter().any(|a| others.iter().any(|b| akin(a, b))))
    })
}

/// Everybody that any account names in a field.
pub(super) fn union<'a>(
    tellings: &'a [Telling],
    get: impl Fn(&'a Account) -> &'a Vec<Sourced<ActorRef>>,
) -> Option<Settled> {
    let mut named: BTreeMap<(&Option<String>, String), Named> = BTreeMap::new();
    let mut from: Vec<AccountKey> = Vec::new();
    for telling in tellings {
        let sure = telling.account.attribution.as_ref().map(|sure| sure.value);
        for actor in get(telling.account) {
            let actor = &actor.value;
            let name = if actor.id.is_some() {
                String::new()
            } else {
                actor.name.to_lowercase()
            };
            let entry = named.entry((&actor.id, name)).or_insert_with(|| Named {
                actor,
                sure,
                sources: BTreeSet::new(),
            });
            entry.sure = entry.sure.max(sure);
            entry.sources.insert(telling.source);
            if from.last() != Some(&telling.key) {
                from.push(telling.key.clone());
            }
        }
    }
    let mut named: Vec<Named> = named.into_values().collect();
    named.sort_by_key(|named| {
        (
            named.actor.id.is_none(),
            Reverse(named.sure),
            Reverse(named.sources.len()),
            named.actor.name.clone(),
        )
    });
    (!named.is_empty()).then(|| Settled {
        value: Value::Actors(named.into_iter().map(|named| named.actor.clone()).collect()),
        from,
        policy: "all".into(),
        disputed: false,
    })
}

struct Named<'a> {
    actor: &'a ActorRef,
    sure: Option<Attribution>,
    sources: BTreeSet<&'a str>,
}
