//! A state as somebody sees it from whom the reading of some reports is kept.
//!
//! It is a state like any other, so that nothing that reads one has to think of it: the accounts of
//! those reports are not there, nor are the incidents that rest on them, nor the decisions, merge
//! questions, ties and notes that name either.

use super::{Base, View};
use crate::commands::decide::named;
use crate::desk::regroup::noted;
use crate::knowledge::Knowledge;
use merging::Grouping;
use model::{AccountKey, Decision, DecisionKind, Incident, Policy};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::ReportLine;

/// What is kept from somebody.
pub(super) struct Hidden {
    /// The state with all there is.
    pub(super) whole: Arc<Base>,
    /// The reports whose reading is kept back.
    pub(super) reports: Arc<BTreeSet<String>>,
    /// Accounts in these reports, and those of incidents that rest on one of them.
    accounts: BTreeSet<AccountKey>,
    /// The reports' lines, which do not tell how much was read in them.
    pub(super) lines: BTreeMap<String, ReportLine>,
}

impl Hidden {
    fn of(whole: &Arc<Base>, reports: &Arc<BTreeSet<String>>, knowledge: &Knowledge) -> Hidden {
        let view = whole.view(Policy::default(), knowledge);
        let (mut accounts, mut lines) = (BTreeSet::new(), BTreeMap::new());
        for report in reports.iter() {
            for account in whole.accounts_of(report) {
                let key = account.key();
                if let Some(incident) = view.incident_of(&key) {
                    accounts.extend(incident.accounts.iter().cloned());
                }
                accounts.insert(key);
            }
            if let Some(line) = whole.line(report) {
                let bare = ReportLine {
                    accounts: 0,
                    ..line.clone()
                };
                lines.insert(report.clone(), bare);
            }
        }
        Hidden {
            whole: Arc::clone(whole),
            reports: Arc::clone(reports),
            accounts,
            lines,
        }
    }

    pub(super) fn keeps(&self, key: &AccountKey) -> bool {
        self.reports.contains(&key.report) || self.accounts.contains(key)
    }

    /// True where a decision names something that is kept back, or takes back one that does.
    fn bears(&self, decision: &Decision) -> bool {
        let mut kind = &decision.kind;
        while let DecisionKind::Undo { decision } = kind {
            let log = self.whole.decisions.iter();
            match log.rev().find(|one| one.number == *decision) {
                Some(undone) => kind = &undone.kind,
                None => return true,
            }
        }
        named(kind).into_iter().any(|key| self.keeps(key))
    }

    /// The incidents under a policy without those that are kept back; others lose their ties to them.
    pub(super) fn view(&self, base: &Base, policy: Policy, knowledge: &Knowledge) -> View {
        let whole = self.whole.view(policy, knowledge);
        let accounts = self.accounts.iter();
        let mut gone: BTreeSet<String> = accounts
            .filter_map(|key| Some(whole.incident_of(key)?.id.clone()))
            .collect();
        let mut bare: BTreeMap<String, Incident> = BTreeMap::new();
        for (_, row) in gone.iter().flat_map(|id| whole.tied_to(id)) {
            let Some(tied) = whole.incident(row).filter(|one| !gone.contains(&one.id)) else {
                continue;
            };
            let mut tied = Incident::clone(tied);
            tied.links.retain(|(_, other)| !gone.contains(other));
            bare.insert(tied.id.clone(), tied);
        }
        gone.extend(bare.keys().cloned());
        let bare = bare.into_values().collect();
        whole.changed(&self.whole, base, &gone, bare, knowledge)
    }
}

impl Base {
    /// This state without the reading of some reports.
    pub fn without(
        whole: &Arc<Base>,
        reports: &Arc<BTreeSet<String>>,
        knowledge: &Knowledge,
    ) -> Base {
        let hidden = Hidden::of(whole, reports, knowledge);
        let keeps = |key: &AccountKey| hidden.keeps(key);
        let decisions = whole.decisions.iter();
        let decisions = decisions.filter(|decision| !hidden.bears(decision));
        let asks = whole.grouping.asks.iter();
        let asks = asks.filter(|ask| !keeps(&ask.a) && !keeps(&ask.b));
        let links = whole.grouping.links.iter();
        let links = links.filter(|(a, b, _)| !keeps(a) && !keeps(b));
        let notes = whole.notes.iter().filter(|note| {
            // What a note is about that names no decision cannot be told.
            let about = noted(note, &whole.decisions);
            !about.is_empty() && !about.iter().any(keeps)
        });
        let conflicts = whole.conflicts.iter();
        let conflicts = conflicts.filter(|conflict| !keeps(&conflict.account));
        let added = whole.added.iter();
        let added = added.filter(|(key, _)| !reports.contains(&key.report));
        Base {
            held: Arc::clone(&whole.held),
            added: added
                .map(|(key, account)| (key.clone(), account.clone()))
                .collect(),
            decisions: decisions.cloned().collect(),
            grouping: Arc::new(Grouping {
                groups: Vec::new(),
                asks: asks.cloned().collect(),
                links: links.cloned().collect(),
                notes: Vec::new(),
            }),
            notes: notes.cloned().collect(),
            conflicts: conflicts.cloned().collect(),
            changes: whole.changes,
            views: Default::default(),
            hidden: Some(hidden),
        }
    }

    /// The state that this one is a part of, and the reports whose reading it lacks.
    pub fn part_of(&self) -> Option<(&Arc<Base>, &BTreeSet<String>)> {
        let hidden = self.hidden.as_ref()?;
        Some((&hidden.whole, &hidden.reports))
    }

    /// True where the reading of a report is not in this state.
    pub fn hides(&self, report: &str) -> bool {
        let hidden = self.hidden.as_ref();
        hidden.is_some_and(|hidden| hidden.reports.contains(report))
    }

    /// True for an account in such a report, and for one whose incident rests on such a report.
    pub fn keeps_back(&self, key: &AccountKey) -> bool {
        let hidden = self.hidden.as_ref();
        hidden.is_some_and(|hidden| hidden.keeps(key))
    }

    /// True for a decision that bears on something that is not in this state.
    pub fn keeps_back_decision(&self, decision: &Decision) -> bool {
        let hidden = self.hidden.as_ref();
        hidden.is_some_and(|hidden| hidden.bears(decision))
    }
}
