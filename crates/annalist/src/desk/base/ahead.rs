//! What decisions would do, before they are written.

use super::Base;
use crate::commands::decide::named;
use crate::knowledge::Knowledge;
use merging::Grouping;
use model::{Account, AccountKey, Decision, DecisionKind, Group, Incident, Policy};
use std::collections::BTreeSet;

impl Base {
    /// The incident of an account as it would be shown after further decisions; who belongs to it
    /// stays, but for those that they reject.
    pub fn after(
        &self,
        kinds: &[DecisionKind],
        account: &AccountKey,
        knowledge: &Knowledge,
    ) -> Option<Incident> {
        let policy = Policy::default();
        let view = self.view(policy, knowledge);
        let incident = view.incident_of(account)?;
        let further = numbered(&self.decisions, kinds);
        let (incident, _) = self.settle_one(incident, &further, policy, knowledge)?;
        Some(incident)
    }

    /// What an account that is added would show if nothing else told of its incident.
    pub fn alone(&self, addition: &DecisionKind, knowledge: &Knowledge) -> Option<Incident> {
        let log = numbered(&[], std::slice::from_ref(addition));
        let (accounts, _) = crate::record::added(&log, knowledge);
        let group = Group {
            accounts: accounts.iter().map(Account::key).collect(),
            reasons: Vec::new(),
        };
        let grouping = Grouping {
            groups: vec![group],
            ..Grouping::default()
        };
        let settled = self.settle(&grouping, &accounts, &[], Policy::default(), knowledge);
        settled.incidents.into_iter().next()
    }

    /// The decisions by which accounts of two incidents become one: that `first` and another are the
    /// same, and as much for each that an earlier decision would still keep apart.
    pub fn joining(
        &self,
        first: &AccountKey,
        others: &[AccountKey],
        knowledge: &Knowledge,
    ) -> Vec<DecisionKind> {
        let all = std::iter::once(first).chain(others);
        let accounts: Vec<Account> = all.filter_map(|key| self.account(key).cloned()).collect();
        let rules = knowledge.rules();
        let within: BTreeSet<&AccountKey> = std::iter::once(first).chain(others).collect();
        let in_force = Decision::in_force(&self.decisions).into_iter();
        let bear = in_force.filter(|one| named(&one.kind).iter().any(|key| within.contains(key)));
        let bear: Vec<Decision> = bear.cloned().collect();
        let mut kinds: Vec<DecisionKind> = Vec::new();
        for key in others {
            let mut log = bear.clone();
            log.extend(numbered(&self.decisions, &kinds));
            let grouping = merging::group(&accounts, &log, &rules);
            let mut groups = grouping.groups.iter();
            let together =
                groups.any(|group| group.accounts.contains(first) && group.accounts.contains(key));
            if kinds.is_empty() || !together {
                kinds.push(DecisionKind::Same {
                    a: first.clone(),
                    b: key.clone(),
                });
            }
        }
        kinds
    }
}

/// Decisions as they would stand behind a log.
fn numbered(log: &[Decision], kinds: &[DecisionKind]) -> Vec<Decision> {
    let last = log.last().map_or(0, |last| last.number);
    let one = |(number, kind): (u64, &DecisionKind)| Decision {
        number,
        at: String::new(),
        by: String::new(),
        kind: kind.clone(),
        note: None,
    };
    (last + 1..).zip(kinds).map(one).collect()
}
