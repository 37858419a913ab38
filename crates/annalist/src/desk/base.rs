//! What readers see: an unchanging state of the casebook, shared by all until the next write.

use super::seen::Seen;
use crate::knowledge::Knowledge;
use crate::pipeline::Told;
use crate::record::Record;
use analysis::Columns;
use anyhow::Result;
use jiff::civil::Date;
use merging::{Copies, Grouping, Settlement};
use model::{Account, AccountKey, Decision, DecisionKind, Incident, Policy};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};
use store::{Casebook, ReportLine};

/// One state of the casebook: accounts, decisions, and what follows from them.
pub struct Base {
    held: Arc<Held>,
    /// The log.
    pub decisions: Vec<Decision>,
    /// Which accounts belong together, and what a person should look at.
    pub grouping: Arc<Grouping>,
    /// Decisions that could not be applied.
    pub notes: Vec<String>,
    /// How many changes the casebook had seen.
    pub changes: u64,
    views: [OnceLock<Arc<View>>; Policy::ALL.len()],
}

/// What decisions do not change.
struct Held {
    accounts: Vec<Account>,
    lines: BTreeMap<String, ReportLine>,
    told: Told,
}

/// The incidents under one counting policy.
pub struct View {
    /// The policy.
    pub policy: Policy,
    /// By date, the undated last.
    pub incidents: Vec<Arc<Incident>>,
    /// The same, field by field.
    pub columns: Columns,
    rows: HashMap<String, u32>,
    of_account: HashMap<AccountKey, u32>,
    /// Incidents that others are tied to, with how and by which row.
    pub tied_from: HashMap<u32, Vec<(model::Link, u32)>>,
    queue: OnceLock<Vec<super::queue::Place>>,
}

impl Base {
    /// Reads a casebook and works its incidents out.
    pub fn open(path: &std::path::Path, knowledge: &Knowledge) -> Result<Base> {
        let casebook = Casebook::open_to_read(path)?;
        let changes = casebook.changes()?;
        let record = Record::of(casebook, Policy::default(), knowledge)?;
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
        let base = Base {
            held: Arc::new(Held {
                accounts: accounts.into_values().collect(),
                lines,
                told,
            }),
            decisions,
            grouping: Arc::new(grouping),
            notes,
            changes,
            views: Default::default(),
        };
        let incidents = incidents.into_iter().map(Arc::new).collect();
        let view = View::of(&base, Policy::default(), incidents, knowledge);
        let _ = base.views[Policy::default() as usize].set(Arc::new(view));
        Ok(base)
    }

    /// This state after further decisions, where they change no more than what single incidents
    /// show; `None` where everything must be worked out again.
    pub fn after_decisions(
        &self,
        log: Vec<Decision>,
        changes: u64,
        knowledge: &Knowledge,
    ) -> Option<Base> {
        let known = self.decisions.len();
        if log.len() <= known || log[..known] != self.decisions[..] {
            return None;
        }
        // Anything but decisions counts as a change too, and may have changed accounts.
        if changes != self.changes + (log.len() - known) as u64 {
            return None;
        }
        let mut touched = Vec::new();
        for decision in &log[known..] {
            touched.push(shown_only(&decision.kind, &log)?);
        }
        let old = self.views[Policy::default() as usize].get()?;
        let mut next = Base {
            held: Arc::clone(&self.held),
            decisions: log,
            grouping: Arc::clone(&self.grouping),
            notes: self.notes.clone(),
            changes,
            views: Default::default(),
        };
        let mut incidents = old.incidents.clone();
        for key in touched {
            let row = old.row_of(&key)?;
            let (incident, notes) = next.settle_one(incidents.get(row as usize)?, knowledge)?;
            incidents[row as usize] = Arc::new(incident);
            next.notes.extend(notes);
        }
        next.notes.dedup();
        sort(&mut incidents);
        let view = View::of(&next, Policy::default(), incidents, knowledge);
        let _ = next.views[Policy::default() as usize].set(Arc::new(view));
        Some(next)
    }

    /// One incident as its decisions have it now; who belongs to it stays.
    fn settle_one(
        &self,
        incident: &Incident,
        knowledge: &Knowledge,
    ) -> Option<(Incident, Vec<String>)> {
        let first = incident.accounts.first()?;
        let group = self.grouping.groups.iter();
        let mut group = group.filter(|group| group.accounts.binary_search(first).is_ok());
        let group = group.next()?.clone();
        let accounts = group.accounts.iter();
        let accounts: Vec<Account> = accounts
            .filter_map(|key| self.account(key).cloned())
            .collect();
        let bears = |decision: &&Decision| {
            let named = crate::commands::decide::named(&decision.kind);
            named.iter().any(|key| group.accounts.contains(key))
        };
        let in_force = Decision::in_force(&self.decisions).into_iter();
        let decisions: Vec<Decision> = in_force.filter(bears).cloned().collect();
        let alone = Grouping {
            groups: vec![group],
            ..Grouping::default()
        };
        let settlement = merging::settle(
            &alone,
            &accounts,
            &decisions,
            &Copies::Sketched(&self.held.told.sketches),
            &self.held.told.sources,
            Policy::default(),
            &knowledge.rules(),
        );
        let mut settled = settlement.incidents.into_iter().next()?;
        settled.id.clone_from(&incident.id);
        settled.links.clone_from(&incident.links);
        let notes = settlement.notes.into_iter().map(|note| note.text);
        Some((settled, notes.collect()))
    }

    /// The incidents under a policy; worked out on first use.
    pub fn view(&self, policy: Policy, knowledge: &Knowledge) -> Arc<View> {
        let make = || {
            let incidents = sorted(self.settled(policy, knowledge).incidents);
            Arc::new(View::of(self, policy, incidents, knowledge))
        };
        Arc::clone(self.views[policy as usize].get_or_init(make))
    }

    fn settled(&self, policy: Policy, knowledge: &Knowledge) -> Settlement {
        merging::settle(
            &self.grouping,
            &self.held.accounts,
            &self.decisions,
            &Copies::Sketched(&self.held.told.sketches),
            &self.held.told.sources,
            policy,
            &knowledge.rules(),
        )
    }

    /// An account.
    pub fn account(&self, key: &AccountKey) -> Option<&Account> {
        let order = |account: &Account| {
            let name = (account.report.as_str(), account.id.as_str());
            name.cmp(&(key.report.as_str(), key.account.as_str()))
        };
        let at = self.held.accounts.binary_search_by(order).ok()?;
        self.held.accounts.get(at)
    }

    /// The accounts of a report, in text order.
    pub fn accounts_of(&self, report: &str) -> Vec<&Account> {
        let all = &self.held.accounts;
        let from = all.partition_point(|account| account.report.as_str() < report);
        let mut found: Vec<&Account> = all[from..]
            .iter()
            .take_while(|account| account.report == report)
            .collect();
        found.sort_by_key(|account| (account.evidence.first().copied(), account.id.clone()));
        found
    }

    /// All reports without their texts, by id.
    pub fn lines(&self) -> &BTreeMap<String, ReportLine> {
        &self.held.lines
    }

    /// Day of publication of a report.
    pub fn published(&self, report: &str) -> Option<Date> {
        self.held.lines.get(report)?.published
    }
}

/// The account whose incident a decision bears on, where it bears on nothing but what is shown.
fn shown_only(kind: &DecisionKind, log: &[Decision]) -> Option<AccountKey> {
    match kind {
        DecisionKind::Accept { account } | DecisionKind::Correct { account, .. } => {
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

/// By date, the undated last.
fn sorted(incidents: Vec<Incident>) -> Vec<Arc<Incident>> {
    let mut incidents: Vec<Arc<Incident>> = incidents.into_iter().map(Arc::new).collect();
    sort(&mut incidents);
    incidents
}

fn sort(incidents: &mut [Arc<Incident>]) {
    incidents.sort_by_cached_key(|incident| {
        let day = incident.when().and_then(|when| when.sort_day());
        (day.unwrap_or(Date::MAX), incident.id.clone())
    });
}

impl View {
    fn of(
        base: &Base,
        policy: Policy,
        incidents: Vec<Arc<Incident>>,
        knowledge: &Knowledge,
    ) -> View {
        let seen = Seen {
            knowledge,
            base,
            casebook: None,
        };
        let columns = Columns::of(incidents.iter().map(Arc::as_ref), &seen);
        let mut rows = HashMap::with_capacity(incidents.len());
        let mut of_account = HashMap::with_capacity(base.held.accounts.len());
        for (row, incident) in (0..).zip(&incidents) {
            rows.insert(incident.id.clone(), row);
            for key in &incident.accounts {
                of_account.insert(key.clone(), row);
            }
        }
        let mut tied_from: HashMap<u32, Vec<(model::Link, u32)>> = HashMap::new();
        for (row, incident) in (0..).zip(&incidents) {
            for (link, other) in &incident.links {
                if let Some(other) = rows.get(other) {
                    tied_from.entry(*other).or_default().push((*link, row));
                }
            }
        }
        View {
            policy,
            incidents,
            columns,
            rows,
            of_account,
            tied_from,
            queue: OnceLock::new(),
        }
    }

    /// The row of an incident.
    pub fn row(&self, id: &str) -> Option<u32> {
        self.rows.get(id).copied()
    }

    /// The row of the incident that an account belongs to.
    pub fn row_of(&self, key: &AccountKey) -> Option<u32> {
        self.of_account.get(key).copied()
    }

    /// An incident by row.
    pub fn incident(&self, row: u32) -> Option<&Arc<Incident>> {
        self.incidents.get(row as usize)
    }

    /// The incident that an account belongs to.
    pub fn incident_of(&self, key: &AccountKey) -> Option<&Arc<Incident>> {
        self.incident(self.row_of(key)?)
    }

    /// The incidents in the order in which they should be reviewed.
    pub fn queue(&self, base: &Base) -> &[super::queue::Place] {
        self.queue.get_or_init(|| super::queue::order(base, self))
    }
}
