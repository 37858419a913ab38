//! What readers see: an unchanging state of the casebook, shared by all until the next write.

mod ahead;
mod hidden;

use super::regroup::{self, Regrouped};
pub use super::view::View;
use super::view::sorted;
use crate::conflicts::Conflict;
use crate::knowledge::Knowledge;
use crate::pipeline::Told;
use crate::record::Record;
use anyhow::Result;
use hidden::Hidden;
use jiff::civil::Date;
use merging::{Copies, Grouping, Settlement};
use model::{
    Account, AccountKey, Correction, Decision, DecisionKind, Field, Group, Incident, Policy,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use store::{Casebook, ReportLine};

/// One state of the casebook: accounts, decisions, and what follows from them.
pub struct Base {
    held: Arc<Held>,
    /// Accounts that people added and that hold, by key.
    added: BTreeMap<AccountKey, Account>,
    /// The log.
    pub decisions: Vec<Decision>,
    /// What a person should look at, and what is related; which accounts belong together stands in
    /// the incidents.
    pub grouping: Arc<Grouping>,
    /// Decisions that could not be applied.
    pub notes: Vec<String>,
    /// Decisions about what has been read otherwise since.
    pub conflicts: Vec<Conflict>,
    /// How many changes the casebook had seen.
    pub changes: u64,
    views: [OnceLock<Arc<View>>; Policy::ALL.len()],
    /// What is not in it, where it is somebody's who may not see all.
    hidden: Option<Hidden>,
}

/// What decisions do not change.
struct Held {
    /// What was read in the reports, by key.
    accounts: Vec<Account>,
    lines: BTreeMap<String, ReportLine>,
    told: Told,
    /// Title and quotes of each account, small letters, no accents; read when first asked for.
    words: OnceLock<Vec<Box<[String]>>>,
    /// The near-copies of reports that somebody codes blindly, looked for once.
    copies: Mutex<BTreeMap<String, Arc<BTreeSet<String>>>>,
}

impl Base {
    /// Reads a casebook and works its incidents out.
    ///
    /// Read only, a casebook of an older schema is refused; otherwise it is brought up first.
    pub fn open(path: &std::path::Path, read_only: bool, knowledge: &Knowledge) -> Result<Base> {
        let casebook = if read_only {
            Casebook::open_read_only(path)?
        } else {
            Casebook::open_to_read(path)?
        };
        let changes = casebook.changes()?;
        let record = Record::of(casebook, Policy::default(), knowledge)?;
        let conflicts = crate::conflicts::of(&record)?;
        let Record {
            accounts,
            lines,
            decisions,
            grouping,
            incidents,
            notes,
            told,
            ..
        } = record;
        let ever = crate::record::ever_added(&decisions);
        let (added, read): (Vec<Account>, Vec<Account>) = accounts
            .into_values()
            .partition(|account| ever.contains(&account.key()));
        let base = Base {
            added: keyed(added),
            held: Arc::new(Held {
                accounts: read,
                lines,
                told,
                words: OnceLock::new(),
                copies: Mutex::default(),
            }),
            decisions,
            grouping: Arc::new(Grouping {
                groups: Vec::new(),
                ..grouping
            }),
            notes,
            conflicts,
            changes,
            views: Default::default(),
            hidden: None,
        };
        let view = View::of(&base, Policy::default(), sorted(incidents), knowledge);
        let _ = base.views[Policy::default() as usize].set(Arc::new(view));
        Ok(base)
    }

    /// This state after further decisions, which are given, worked out for the incidents that they
    /// bear on; `None` where everything must be worked out again.
    ///
    /// What moves accounts between incidents is worked out where the casebook keeps itself merged
    /// ([`crate::merged`]), and `casebook` has caught up.
    pub fn after_decisions(
        &self,
        further: Vec<Decision>,
        changes: u64,
        casebook: &Casebook,
        knowledge: &Knowledge,
    ) -> Option<Base> {
        // Anything but decisions counts as a change too, and may have changed accounts.
        if further.is_empty() || changes != self.changes + further.len() as u64 {
            return None;
        }
        let known = self.decisions.len();
        let mut decisions = self.decisions.clone();
        decisions.extend(further);
        let (added, _) = crate::record::added(&decisions, knowledge);
        let mut next = Base {
            held: Arc::clone(&self.held),
            added: keyed(added),
            conflicts: crate::conflicts::after(&self.conflicts, &decisions),
            decisions,
            grouping: Arc::clone(&self.grouping),
            notes: self.notes.clone(),
            changes,
            views: Default::default(),
            hidden: None,
        };
        let new = &next.decisions[known..];
        let shown: Option<BTreeSet<AccountKey>> = new
            .iter()
            .map(|decision| shown_only(&decision.kind, &next.decisions))
            .collect();
        match shown {
            Some(touched) => self.settle_some(&mut next, &touched, knowledge)?,
            None => {
                let log = &next.decisions;
                let named = new.iter().map(|decision| moves(&decision.kind, log));
                let touched: BTreeSet<AccountKey> = named
                    .collect::<Option<Vec<_>>>()?
                    .into_iter()
                    .flatten()
                    .collect();
                let regrouped = regroup::around(self, &touched, casebook, knowledge)?;
                self.regroup(&mut next, regrouped, knowledge)?;
            }
        }
        next.notes.dedup();
        Some(next)
    }

    /// The views after decisions that leave groups as they are.
    fn settle_some(
        &self,
        next: &mut Base,
        touched: &BTreeSet<AccountKey>,
        knowledge: &Knowledge,
    ) -> Option<()> {
        for (policy, view) in self.views_made() {
            let rows: BTreeSet<u32> = touched
                .iter()
                .map(|key| view.row_of(key))
                .collect::<Option<_>>()?;
            let (mut gone, mut coming) = (BTreeSet::new(), Vec::new());
            for row in rows {
                let old = view.incident(row)?;
                let (incident, notes) = next.settle_one(old, &[], policy, knowledge)?;
                gone.insert(old.id.clone());
                coming.push(incident);
                if policy == Policy::default() {
                    next.notes.extend(notes);
                }
            }
            let view = view.changed(self, next, &gone, coming, knowledge);
            let _ = next.views[policy as usize].set(Arc::new(view));
        }
        Some(())
    }

    /// The views after accounts have moved between incidents.
    fn regroup(&self, next: &mut Base, found: Regrouped, knowledge: &Knowledge) -> Option<()> {
        let mut grouping = Grouping {
            groups: Vec::new(),
            ..(*self.grouping).clone()
        };
        let within = |key: &AccountKey| found.core.contains(key);
        grouping
            .asks
            .retain(|ask| !within(&ask.a) && !within(&ask.b));
        grouping.asks.extend(found.asks.iter().cloned());
        grouping.asks.sort_by(|x, y| {
            let score = y.score.total_cmp(&x.score);
            score.then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
        });
        grouping.links.retain(|(a, b, _)| !within(a) && !within(b));
        grouping.links.extend(found.links.iter().cloned());
        grouping.links.sort();
        grouping.links.dedup();
        next.grouping = Arc::new(grouping);
        next.notes.retain(|note| {
            let accounts = regroup::noted(note, &next.decisions);
            !accounts.iter().any(within)
        });
        next.notes.extend(found.notes.iter().cloned());
        for (policy, view) in self.views_made() {
            let (gone, coming) = found.changed(&view, next, policy, knowledge);
            let view = view.changed(self, next, &gone, coming, knowledge);
            let _ = next.views[policy as usize].set(Arc::new(view));
        }
        Some(())
    }

    /// The views that somebody has asked for.
    fn views_made(&self) -> Vec<(Policy, Arc<View>)> {
        let all = Policy::ALL.into_iter();
        all.filter_map(|policy| Some((policy, Arc::clone(self.views[policy as usize].get()?))))
            .collect()
    }

    /// One incident as its decisions have it now, and further ones; who belongs to it stays.
    fn settle_one(
        &self,
        incident: &Incident,
        further: &[Decision],
        policy: Policy,
        knowledge: &Knowledge,
    ) -> Option<(Incident, Vec<String>)> {
        let group = Group {
            accounts: incident.accounts.clone(),
            reasons: Vec::new(),
        };
        let accounts = group.accounts.iter();
        let accounts: Vec<Account> = accounts
            .filter_map(|key| self.account(key).cloned())
            .collect();
        let bears = |decision: &&Decision| {
            let named = crate::commands::decide::named(&decision.kind);
            named.iter().any(|key| group.accounts.contains(key))
        };
        let in_force = Decision::in_force(&self.decisions).into_iter();
        let in_force = in_force.filter(bears).chain(further);
        let decisions: Vec<Decision> = in_force.cloned().collect();
        let alone = Grouping {
            groups: vec![group],
            ..Grouping::default()
        };
        let settlement = self.settle(&alone, &accounts, &decisions, policy, knowledge);
        let mut settled = settlement.incidents.into_iter().next()?;
        settled.id.clone_from(&incident.id);
        settled.links.clone_from(&incident.links);
        settled.reasons.clone_from(&incident.reasons);
        let notes = settlement.notes.into_iter().map(|note| note.text);
        Some((settled, notes.collect()))
    }

    /// Incidents of some groups.
    pub(super) fn settle(
        &self,
        grouping: &Grouping,
        accounts: &[Account],
        decisions: &[Decision],
        policy: Policy,
        knowledge: &Knowledge,
    ) -> Settlement {
        merging::settle(
            grouping,
            accounts,
            decisions,
            &Copies::Sketched(&self.held.told.sketches),
            &self.held.told.sources,
            policy,
            &knowledge.rules(),
        )
    }

    /// The incidents under a policy; worked out on first use.
    pub fn view(&self, policy: Policy, knowledge: &Knowledge) -> Arc<View> {
        let make = || {
            Arc::new(if let Some(hidden) = &self.hidden {
                hidden.view(self, policy, knowledge)
            } else {
                let incidents = sorted(self.settled(policy, knowledge).incidents);
                View::of(self, policy, incidents, knowledge)
            })
        };
        Arc::clone(self.views[policy as usize].get_or_init(make))
    }

    fn settled(&self, policy: Policy, knowledge: &Knowledge) -> Settlement {
        let shown = self.views[Policy::default() as usize].get();
        let groups = shown.into_iter().flat_map(|view| &view.incidents);
        let mut groups: Vec<Group> = groups
            .map(|incident| Group {
                accounts: incident.accounts.clone(),
                reasons: incident.reasons.clone(),
            })
            .collect();
        groups.sort_by(|a, b| a.accounts.first().cmp(&b.accounts.first()));
        let grouping = Grouping {
            groups,
            links: self.grouping.links.clone(),
            ..Grouping::default()
        };
        let mut accounts = Cow::Borrowed(&self.held.accounts);
        if !self.added.is_empty() {
            accounts.to_mut().extend(self.added.values().cloned());
        }
        self.settle(&grouping, &accounts, &self.decisions, policy, knowledge)
    }

    /// Titles and quotes of some accounts, folded as filters compare them.
    pub fn words<'w>(
        &'w self,
        accounts: &[AccountKey],
        read: impl Fn(&[Account]) -> Vec<Box<[String]>>,
    ) -> Vec<Cow<'w, str>> {
        let all = self.held.words.get_or_init(|| read(&self.held.accounts));
        let mut words = Vec::new();
        for key in accounts {
            if let Some(account) = self.added.get(key) {
                let own = read(std::slice::from_ref(account));
                let own = own.into_iter().flatten();
                words.extend(own.map(Cow::Owned));
            } else if let Some(known) = self.place_of(key).and_then(|at| all.get(at)) {
                words.extend(known.iter().map(|words| Cow::Borrowed(words.as_str())));
            }
        }
        words
    }

    /// Reports with all that are near-copies of one of them.
    pub fn with_copies(
        &self,
        reports: BTreeSet<String>,
        knowledge: &Knowledge,
    ) -> BTreeSet<String> {
        let mut all = reports.clone();
        let known = self.held.copies.lock();
        let mut known = known.unwrap_or_else(PoisonError::into_inner);
        for report in &reports {
            let copies = known.entry(report.clone()).or_insert_with(|| {
                let sketches = &self.held.told.sketches;
                Arc::new(merging::copies_of(report, sketches, &knowledge.rules()))
            });
            all.extend(copies.iter().cloned());
        }
        all
    }

    /// An account.
    pub fn account(&self, key: &AccountKey) -> Option<&Account> {
        if self.hides(&key.report) {
            return None;
        }
        let added = self.added.get(key);
        added.or_else(|| self.held.accounts.get(self.place_of(key)?))
    }

    /// The corrections that hold of an incident: by field, the account in whose words, and what was
    /// given.
    pub fn corrections_of<'b>(
        &'b self,
        incident: &Incident,
    ) -> BTreeMap<Field, (&'b AccountKey, &'b Correction)> {
        let mut found = BTreeMap::new();
        for decision in Decision::in_force(&self.decisions) {
            if let DecisionKind::Correct {
                account,
                correction,
            } = &decision.kind
                && incident.accounts.contains(account)
            {
                found.insert(correction.field, (account, correction));
            }
        }
        found
    }

    /// True for an account that a person added.
    pub fn is_added(&self, key: &AccountKey) -> bool {
        self.added.contains_key(key)
    }

    fn place_of(&self, key: &AccountKey) -> Option<usize> {
        let order = |account: &Account| {
            let name = (account.report.as_str(), account.id.as_str());
            name.cmp(&(key.report.as_str(), key.account.as_str()))
        };
        self.held.accounts.binary_search_by(order).ok()
    }

    /// The accounts of a report, in text order.
    pub fn accounts_of(&self, report: &str) -> Vec<&Account> {
        if self.hides(report) {
            return Vec::new();
        }
        let all = &self.held.accounts;
        let from = all.partition_point(|account| account.report.as_str() < report);
        let mut found: Vec<&Account> = all[from..]
            .iter()
            .take_while(|account| account.report == report)
            .collect();
        let added = self.added.values();
        found.extend(added.filter(|account| account.report == report));
        found.sort_by_key(|account| (account.evidence.first().copied(), account.id.clone()));
        found
    }

    /// A report without its text.
    pub fn line(&self, report: &str) -> Option<&ReportLine> {
        let bare = self.hidden.as_ref();
        let bare = bare.and_then(|hidden| hidden.lines.get(report));
        bare.or_else(|| self.held.lines.get(report))
    }

    /// All reports without their texts, by id.
    pub fn lines(&self) -> impl Iterator<Item = &ReportLine> {
        let bare = self.hidden.as_ref().map(|hidden| &hidden.lines);
        let lines = self.held.lines.iter();
        lines.map(move |(id, line)| bare.and_then(|bare| bare.get(id)).unwrap_or(line))
    }

    /// Day of publication of a report.
    pub fn published(&self, report: &str) -> Option<Date> {
        self.line(report)?.published
    }
}

/// The account whose incident a decision bears on, where it bears on nothing but what is shown.
fn shown_only(kind: &DecisionKind, log: &[Decision]) -> Option<AccountKey> {
    match kind {
        DecisionKind::Accept { account, .. } | DecisionKind::Correct { account, .. } => {
            Some(account.clone())
        }
        DecisionKind::Undo { decision } => {
            let undone = log.iter().find(|entry| entry.number == *decision)?;
            if matches!(undone.kind, DecisionKind::Undo { .. }) {
                return None;
            }
            shown_only(&undone.kind, log)
        }
        _ => None,
    }
}

fn keyed(accounts: Vec<Account>) -> BTreeMap<AccountKey, Account> {
    let keyed = accounts.into_iter().map(|account| (account.key(), account));
    keyed.collect()
}

/// The accounts whose incidents a decision may change; `None` where the log does not tell.
fn moves(kind: &DecisionKind, log: &[Decision]) -> Option<Vec<AccountKey>> {
    match kind {
        DecisionKind::Undo { decision } => {
            let undone = log.iter().find(|entry| entry.number == *decision)?;
            moves(&undone.kind, log)
        }
        kind => {
            let named = crate::commands::decide::named(kind);
            Some(named.into_iter().cloned().collect())
        }
    }
}
