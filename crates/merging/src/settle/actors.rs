//! Who: everybody named, the surest and most named first.

use super::choose::Telling;
use crate::profile::is_below;
use codebook::merging::MergingRules;
use model::{
    Account, AccountKey, ActorRef, Attribution, Field, Policy, Settled, Sourced, Value,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Perpetrators: known actors before words like "gunmen", which are left out where a known
/// actor is named; an actor is left out where one of its parts is named.
///
/// Under `majority`, only those whom at least half of the sources that name anybody name; under
/// `lowest`, only those whom all of these name. Where nobody is named so often, those most
/// named.
pub(super) fn perpetrators(
    tellings: &[Telling],
    policy: Policy,
    rules: &MergingRules,
) -> Option<Settled> {
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
    if matches!(policy, Policy::Majority | Policy::Lowest)
        && let Value::Actors(actors) = &mut settled.value
    {
        most_named(actors, tellings, |account| &account.perpetrators, policy, rules);
        policy.word().clone_into(&mut settled.policy);
    }
    Some(settled)
}

/// Gives a list of actors of an account.
pub(super) type Get = fn(&Account) -> &Vec<Sourced<ActorRef>>;

/// Who claimed it and who denies it.
pub(super) const CLAIMS: [(Field, Get); 2] = [
    (Field::ClaimedBy, |account| &account.claimed_by),
    (Field::DeniedBy, |account| &account.denied_by),
];

/// Everybody named; under `majority` and `lowest` as for perpetrators.
pub(super) fn claims(
    tellings: &[Telling],
    get: Get,
    policy: Policy,
    rules: &MergingRules,
) -> Option<Settled> {
    let mut settled = union(tellings, get)?;
    if matches!(policy, Policy::Majority | Policy::Lowest)
        && let Value::Actors(actors) = &mut settled.value
    {
        most_named(actors, tellings, get, policy, rules);
        policy.word().clone_into(&mut settled.policy);
    }
    Some(settled)
}

/// Leaves those whom enough independent sources name; a source that names a part names the
/// whole.
fn most_named(
    actors: &mut Vec<ActorRef>,
    tellings: &[Telling],
    get: Get,
    policy: Policy,
    rules: &MergingRules,
) {
    let mut naming: BTreeMap<&str, Vec<&ActorRef>> = BTreeMap::new();
    for telling in tellings {
        let named = get(telling.account).iter().map(|actor| &actor.value);
        naming.entry(&telling.source).or_default().extend(named);
    }
    naming.retain(|_, named| !named.is_empty());
    let is = |wanted: &ActorRef, other: &ActorRef| match (&wanted.id, &other.id) {
        (Some(wanted), Some(other)) => wanted == other || is_below(other, wanted, rules),
        (None, None) => wanted.name.to_lowercase() == other.name.to_lowercase(),
        _ => false,
    };
    let votes = |actor: &ActorRef| {
        let named = naming
            .values()
            .filter(|named| named.iter().any(|other| is(actor, other)));
        named.count()
    };
    let most = actors.iter().map(&votes).max().unwrap_or(0);
    let enough = match policy {
        Policy::Lowest => naming.len(),
        _ => naming.len().div_ceil(2),
    };
    actors.retain(|actor| votes(actor) >= enough.min(most));
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
fn union(tellings: &[Telling], get: Get) -> Option<Settled> {
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
            entry.sources.insert(&telling.source);
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
