//! The neighbourhood of some accounts: all whose groups hang together with theirs.

use super::{Behind, MANY_CHANGES, Nodes, Seeds, columns, group_of, joined, policy_of};
use crate::commands::decide::named;
use crate::knowledge::Knowledge;
use codebook::merging::MergingRules;
use merging::Names;
use model::{Account, AccountKey, Decision, Group, Incident, Policy};
use std::collections::{BTreeMap, BTreeSet};
use store::{Casebook, Merged, Merging, Result};

/// Accounts whose groups hang together, and what they are tied to.
pub struct Near {
    /// The accounts, by row; their groups are whole.
    pub core: BTreeMap<i64, Account>,
    /// Those that may rival them, by row; their groups are not whole.
    fringe: BTreeMap<i64, Account>,
    ties: BTreeMap<i64, Vec<(i64, f64)>>,
    /// What people decided about the accounts.
    pub decisions: Vec<Decision>,
    incidents: BTreeSet<String>,
    left: u64,
}

impl Near {
    /// All accounts that some hang together with: by pairs that score as the same, by incidents
    /// they are in, and by decisions.
    pub fn around(merging: &Merging<'_>, seeds: Seeds, rules: &MergingRules) -> Result<Self> {
        let mut near = Near {
            core: BTreeMap::new(),
            fringe: BTreeMap::new(),
            ties: BTreeMap::new(),
            decisions: Vec::new(),
            incidents: seeds.incidents,
            left: seeds.left,
        };
        near.grow(merging, seeds.accounts, rules)?;
        near.look_around(merging)?;
        Ok(near)
    }

    /// Some accounts and all they hang together with.
    pub fn of(
        merging: &Merging<'_>,
        keys: &BTreeSet<AccountKey>,
        rules: &MergingRules,
    ) -> Result<Self> {
        let keys: Vec<AccountKey> = keys.iter().cloned().collect();
        let rows = merging.numbers(&keys)?.into_iter().collect();
        Self::around(merging, seeds(rows), rules)
    }

    /// These accounts, what is related to them, and all that hangs together with that.
    pub fn with_related(&self, merging: &Merging<'_>, rules: &MergingRules) -> Result<Self> {
        let mut accounts: BTreeSet<i64> = self.core.keys().copied().collect();
        for number in self.core.keys() {
            for (a, b, _) in merging.relations(*number)? {
                accounts.extend([a, b]);
            }
        }
        Self::around(merging, seeds(accounts), rules)
    }

    /// The accounts that some ids name (incidents by their beginning, accounts, reports), all
    /// they hang together with, and what is related to them.
    pub fn named(
        merging: &Merging<'_>,
        casebook: &Casebook,
        ids: &[String],
        rules: &MergingRules,
    ) -> Result<Self> {
        let mut accounts = BTreeSet::new();
        for id in ids {
            accounts.extend(rows_of(merging, casebook, id)?);
        }
        let near = Self::around(merging, seeds(accounts), rules)?;
        near.with_related(merging, rules)
    }

    /// All accounts: those that were asked for and what they are tied to.
    pub fn accounts(self) -> Vec<Account> {
        self.core
            .into_values()
            .chain(self.fringe.into_values())
            .collect()
    }

    fn grow(
        &mut self,
        merging: &Merging<'_>,
        mut next: BTreeSet<i64>,
        rules: &MergingRules,
    ) -> Result<()> {
        while !next.is_empty() {
            let batch: Vec<i64> = std::mem::take(&mut next)
                .into_iter()
                .filter(|number| !self.core.contains_key(number))
                .collect();
            let accounts = merging.accounts(&batch)?;
            let keys: Vec<AccountKey> = accounts.iter().map(|(_, a)| a.key()).collect();
            for (number, account) in accounts {
                let ties = merging.ties(number)?;
                let same = |(_, bits): &&(i64, f64)| *bits >= rules.verdict.same;
                next.extend(ties.iter().filter(same).map(|(other, _)| *other));
                if let Some(incident) = merging.incident_of(number)? {
                    if !self.incidents.contains(&incident) {
                        next.extend(merging.members(&incident)?);
                    }
                    self.left += 1;
                    self.incidents.insert(incident);
                }
                self.ties.insert(number, ties);
                self.core.insert(number, account);
            }
            let decisions = merging.decided_about(&keys)?;
            let about: Vec<AccountKey> = decisions
                .iter()
                .flat_map(|decision| named(&decision.kind))
                .cloned()
                .collect();
            next.extend(merging.numbers(&about)?);
            next.retain(|number| !self.core.contains_key(number));
        }
        let keys: Vec<AccountKey> = self.core.values().map(Account::key).collect();
        self.decisions = merging.decided_about(&keys)?;
        Ok(())
    }

    fn look_around(&mut self, merging: &Merging<'_>) -> Result<()> {
        let tied = self.ties.values().flatten().map(|(other, _)| *other);
        let around: BTreeSet<i64> = tied
            .filter(|number| !self.core.contains_key(number))
            .collect();
        let around: Vec<i64> = around.into_iter().collect();
        self.fringe = merging.accounts(&around)?.into_iter().collect();
        Ok(())
    }

    /// The groups of the accounts, by row.
    fn groups(&self, rules: &MergingRules) -> Vec<Vec<i64>> {
        let all = self.core.iter().chain(&self.fringe);
        let all: Vec<(i64, Account)> = all.map(|(number, a)| (*number, a.clone())).collect();
        let nodes = Nodes::of(&all, rules, &mut Names::default());
        let mut groups = joined(&nodes, &nodes.pairs(&self.ties), &self.decisions, rules);
        groups.retain(|group| group.iter().any(|number| self.core.contains_key(number)));
        groups
    }

    /// Groups the accounts anew and writes what has changed.
    pub fn regroup(
        mut self,
        merging: &Merging<'_>,
        state: &mut Merged,
        knowledge: &Knowledge,
        rules: &MergingRules,
    ) -> Result<()> {
        let grades = merging.grades()?;
        let (groups, behind, incidents) = loop {
            let groups = self.groups(rules);
            let keys: Vec<Vec<AccountKey>> = groups.iter().map(|g| self.keys(g)).collect();
            let behind = Behind::of(merging, keys.iter().map(Vec::as_slice), &grades)?;
            let incidents = self.settle(&behind, &keys, Policy::Range, rules);
            let taken = self.taken(merging, &incidents)?;
            if taken.is_empty() {
                break (keys, behind, incidents);
            }
            // Another incident has the same digits: which of the two came first decides.
            self.grow(merging, taken, rules)?;
            self.look_around(merging)?;
        };
        let numbers: BTreeMap<AccountKey, i64> = self
            .core
            .iter()
            .map(|(number, account)| (account.key(), *number))
            .collect();
        let mut members: BTreeMap<i64, Option<&str>> =
            self.core.keys().map(|number| (*number, None)).collect();
        for incident in &incidents {
            for key in &incident.accounts {
                if let Some(number) = numbers.get(key) {
                    members.insert(*number, Some(&incident.id));
                }
            }
        }
        let inside = members
            .values()
            .filter(|incident| incident.is_some())
            .count();
        state.accounts = state.accounts.saturating_sub(self.left) + inside as u64;
        let gone = self.incidents.len() as u64;
        state.incidents = state.incidents.saturating_sub(gone) + incidents.len() as u64;
        merging.set_incidents(members)?;
        let gone: Vec<String> = self.incidents.iter().cloned().collect();
        for word in merging.policies()? {
            let Some(policy) = policy_of(&word) else {
                merging.drop_kept(&word)?;
                continue;
            };
            let settled = self.settle(&behind, &groups, policy, rules);
            let new: Vec<(String, String)> = settled
                .iter()
                .map(|incident| {
                    let record = columns::record(incident, &behind.lines, &self.core, knowledge);
                    (incident.id.clone(), record)
                })
                .collect();
            if merging.change(&word, &gone, &new)? > MANY_CHANGES {
                columns::pack(merging, policy)?;
            }
        }
        Ok(())
    }

    fn keys(&self, group: &[i64]) -> Vec<AccountKey> {
        let mut keys: Vec<AccountKey> = group
            .iter()
            .filter_map(|number| Some(self.core.get(number)?.key()))
            .collect();
        keys.sort();
        keys
    }

    fn settle(
        &self,
        behind: &Behind,
        groups: &[Vec<AccountKey>],
        policy: Policy,
        rules: &MergingRules,
    ) -> Vec<Incident> {
        let groups: Vec<Group> = groups.iter().cloned().map(group_of).collect();
        let accounts: Vec<Account> = self.core.values().cloned().collect();
        behind.settle(groups, &accounts, &self.decisions, policy, rules)
    }

    /// Accounts of other incidents that have the ids of these.
    fn taken(&self, merging: &Merging<'_>, incidents: &[Incident]) -> Result<BTreeSet<i64>> {
        let mut taken = BTreeSet::new();
        for incident in incidents {
            let members = merging.members(&incident.id)?;
            taken.extend(
                members
                    .iter()
                    .filter(|number| !self.core.contains_key(number)),
            );
        }
        Ok(taken)
    }
}

fn seeds(accounts: BTreeSet<i64>) -> Seeds {
    Seeds {
        accounts,
        ..Seeds::default()
    }
}

/// The rows of the accounts that an id names.
fn rows_of(merging: &Merging<'_>, casebook: &Casebook, id: &str) -> Result<Vec<i64>> {
    if let Ok(key) = id.parse::<AccountKey>() {
        return merging.numbers(&[key]);
    }
    let mut rows = Vec::new();
    if id.len() > 1 && id.starts_with(['I', 'i']) && id.is_ascii() {
        let beginning = format!("I{}", id[1..].to_lowercase());
        for incident in merging.incidents_like(&beginning, MOST_NAMED)? {
            rows.extend(merging.members(&incident)?);
        }
    }
    if rows.is_empty()
        && let Some(report) = casebook.filed_as(id)?
    {
        let accounts = casebook.coded(&report)?.accounts;
        let keys: Vec<AccountKey> = accounts.iter().map(Account::key).collect();
        rows = merging.numbers(&keys)?;
    }
    Ok(rows)
}

/// Of so many incidents with the same beginning all are read, to be named.
const MOST_NAMED: usize = 9;
