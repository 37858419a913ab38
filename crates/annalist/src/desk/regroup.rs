//! What a decision that moves accounts changes: the incidents that hang together with those it names.

use super::base::{Base, View};
use crate::knowledge::Knowledge;
use crate::merged::{self, Near};
use merging::Grouping;
use model::{Account, AccountKey, Decision, Incident, Link, Policy, Reason};
use std::collections::{BTreeMap, BTreeSet};
use store::Casebook;

/// Rounds in which what hangs together with what moved is looked for.
const ROUNDS: usize = 8;

/// Groups made anew.
pub struct Regrouped {
    /// The accounts whose groups may be others now.
    pub core: BTreeSet<AccountKey>,
    /// What a person should look at among them.
    pub asks: Vec<Reason>,
    /// What is related to them.
    pub links: Vec<(AccountKey, AccountKey, Link)>,
    /// Decisions about them that could not be applied.
    pub notes: Vec<String>,
    accounts: Vec<Account>,
    decisions: Vec<Decision>,
    grouping: Grouping,
    /// Ids of the incidents as the casebook keeps them.
    ids: BTreeMap<AccountKey, String>,
}

/// Groups anew what hangs together with some accounts; `None` where the casebook is not kept
/// merged, or is not up to date.
pub fn around(
    base: &Base,
    touched: &BTreeSet<AccountKey>,
    casebook: &Casebook,
    knowledge: &Knowledge,
) -> Option<Regrouped> {
    casebook.merged(&merged::stamp(knowledge)).ok()??;
    let view = base.view(Policy::default(), knowledge);
    let rules = knowledge.rules();
    let mut keys = touched.clone();
    for _ in 0..ROUNDS {
        let before: Vec<AccountKey> = keys
            .iter()
            .filter_map(|key| view.incident_of(key))
            .flat_map(|incident| incident.accounts.iter().cloned())
            .collect();
        keys.extend(before);
        let (core, wide, ids) = casebook
            .look_at_merging(|merging| {
                merged::count_added(merging, knowledge)?;
                let near = Near::of(merging, &keys, &rules)?;
                let core: BTreeSet<AccountKey> = near.core.values().map(Account::key).collect();
                let wide = near.with_related(merging, &rules)?;
                let mut ids = BTreeMap::new();
                for (number, account) in &wide.core {
                    if let Some(id) = merging.incident_of(*number)? {
                        ids.insert(account.key(), id);
                    }
                }
                Ok((core, wide, ids))
            })
            .ok()?;
        if core.is_subset(&keys) {
            let decisions = wide.decisions.clone();
            let accounts = wide.accounts();
            let grouping = merging::group(&accounts, &decisions, &rules);
            return Some(regrouped(keys, accounts, decisions, grouping, ids));
        }
        keys.extend(core);
    }
    None
}

fn regrouped(
    core: BTreeSet<AccountKey>,
    accounts: Vec<Account>,
    decisions: Vec<Decision>,
    grouping: Grouping,
    ids: BTreeMap<AccountKey, String>,
) -> Regrouped {
    let asks = grouping.asks.iter();
    let asks = asks.filter(|ask| core.contains(&ask.a) || core.contains(&ask.b));
    let links = grouping.links.iter();
    let links = links.filter(|(a, b, _)| core.contains(a) || core.contains(b));
    Regrouped {
        asks: asks.cloned().collect(),
        links: links.cloned().collect(),
        notes: grouping
            .notes
            .iter()
            .map(|note| note.text.clone())
            .collect(),
        core,
        accounts,
        decisions,
        grouping,
        ids,
    }
}

impl Regrouped {
    /// The incidents under a policy that are no more as they were, and those in their place.
    pub fn changed(
        &self,
        view: &View,
        base: &Base,
        policy: Policy,
        knowledge: &Knowledge,
    ) -> (BTreeSet<String>, Vec<Incident>) {
        let settled = base.settle(
            &self.grouping,
            &self.accounts,
            &self.decisions,
            policy,
            knowledge,
        );
        let mut named: BTreeMap<String, String> = BTreeMap::new();
        let mut incidents = settled.incidents;
        for incident in &mut incidents {
            let kept = incident.accounts.iter().find_map(|key| self.ids.get(key));
            if let Some(id) = kept {
                named.insert(incident.id.clone(), id.clone());
                incident.id.clone_from(id);
            }
        }
        for (_, other) in incidents
            .iter_mut()
            .flat_map(|incident| &mut incident.links)
        {
            if let Some(id) = named.get(other) {
                other.clone_from(id);
            }
        }
        let ours =
            |incident: &Incident| incident.accounts.iter().any(|key| self.core.contains(key));
        let mut gone: BTreeSet<String> = self
            .core
            .iter()
            .filter_map(|key| Some(view.incident_of(key)?.id.clone()))
            .collect();
        let (mut coming, others): (Vec<Incident>, Vec<Incident>) =
            incidents.into_iter().partition(ours);
        let new: BTreeSet<String> = coming.iter().map(|incident| incident.id.clone()).collect();
        // Incidents around them keep all but their links to what has changed; those around an account
        // that is no more stand near nothing that was grouped.
        let near: BTreeSet<&str> = others.iter().map(|other| other.id.as_str()).collect();
        let mut bare: BTreeMap<&str, Incident> = BTreeMap::new();
        let tied = gone.iter().flat_map(|id| view.tied_to(id));
        for old in tied.filter_map(|(_, row)| view.incident(row)) {
            let away = gone.contains(&old.id) || new.contains(&old.id);
            if !away && !near.contains(old.id.as_str()) {
                bare.entry(&old.id).or_insert_with(|| Incident {
                    links: Vec::new(),
                    ..Incident::clone(old)
                });
            }
        }
        let bare: Vec<Incident> = bare.into_values().collect();
        for other in others.iter().chain(&bare) {
            let Some(old) = view.row(&other.id).and_then(|row| view.incident(row)) else {
                continue;
            };
            let kept = old
                .links
                .iter()
                .filter(|(_, id)| !gone.contains(id) && !new.contains(id));
            let found = other.links.iter().filter(|(_, id)| new.contains(id));
            let mut links: Vec<(Link, String)> = kept.chain(found).cloned().collect();
            links.sort();
            links.dedup();
            if links != old.links {
                let mut changed = Incident::clone(old);
                changed.links = links;
                coming.push(changed);
            }
        }
        gone.extend(coming.iter().map(|incident| incident.id.clone()));
        (gone, coming)
    }
}

/// The accounts of the decision that a note is about.
pub fn noted(note: &str, log: &[Decision]) -> Vec<AccountKey> {
    let number = note
        .strip_prefix("decision ")
        .and_then(|rest| rest.split(' ').next()?.parse::<u64>().ok());
    let decision = number.and_then(|number| log.iter().find(|one| one.number == number));
    decision
        .map(|decision| crate::commands::decide::named(&decision.kind))
        .into_iter()
        .flatten()
        .cloned()
        .collect()
}
