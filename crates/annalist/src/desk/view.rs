//! The incidents under one counting policy, and how a decision changes a few of them.

use super::base::Base;
use super::seen::Seen;
use crate::knowledge::Knowledge;
use analysis::{Columns, Making};
use jiff::civil::Date;
use model::{AccountKey, Incident, Link, Policy};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Where so many incidents differ from the ground, everything is laid out anew.
const MANY: usize = 1_000;

/// Marks a row that is not of the ground.
const NEW: u32 = u32::MAX;

/// The incidents under one counting policy.
///
/// Columns and places of all incidents are laid out once, as the ground; after a decision the few
/// incidents that differ stand beside it, so that a write costs no more than copying rows.
pub struct View {
    /// The policy.
    pub policy: Policy,
    /// By date, the undated last.
    pub incidents: Vec<Arc<Incident>>,
    /// The same, field by field.
    pub columns: Arc<Columns>,
    /// Incidents that others are tied to, with how and by which row.
    pub tied_from: HashMap<u32, Vec<(Link, u32)>>,
    ground: Arc<Ground>,
    /// For each incident its row in the ground, or [`NEW`].
    order: Vec<u32>,
    /// Incidents that are not of the ground, by id.
    new: BTreeMap<String, Arc<Incident>>,
    /// Accounts whose incident is another than in the ground.
    moved: HashMap<AccountKey, Option<String>>,
    queue: OnceLock<Vec<super::queue::Place>>,
}

/// All incidents of some earlier state.
struct Ground {
    incidents: Vec<Arc<Incident>>,
    columns: Arc<Columns>,
    rows: HashMap<String, u32>,
    of_account: HashMap<AccountKey, u32>,
}

impl View {
    /// Lays out all incidents; they stand in their order.
    pub fn of(
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
        let columns = Arc::new(Columns::of(incidents.iter().map(Arc::as_ref), &seen));
        let mut rows = HashMap::with_capacity(incidents.len());
        let mut of_account = HashMap::with_capacity(incidents.len());
        for (row, incident) in (0..).zip(&incidents) {
            rows.insert(incident.id.clone(), row);
            for key in &incident.accounts {
                of_account.insert(key.clone(), row);
            }
        }
        let ground = Ground {
            incidents: incidents.clone(),
            columns: Arc::clone(&columns),
            rows,
            of_account,
        };
        let view = View {
            policy,
            order: (0..incidents.len() as u32).collect(),
            incidents,
            columns,
            tied_from: HashMap::new(),
            ground: Arc::new(ground),
            new: BTreeMap::new(),
            moved: HashMap::new(),
            queue: OnceLock::new(),
        };
        view.tied()
    }

    /// The same without some incidents, and with others.
    pub fn changed(
        &self,
        base: &Base,
        gone: &BTreeSet<String>,
        coming: Vec<Incident>,
        knowledge: &Knowledge,
    ) -> View {
        let mut incidents = self.incidents.clone();
        let mut order = self.order.clone();
        let (mut new, mut moved) = (self.new.clone(), self.moved.clone());
        let mut rows: Vec<u32> = gone.iter().filter_map(|id| self.row(id)).collect();
        rows.sort_unstable();
        for row in rows.into_iter().rev() {
            let incident = incidents.remove(row as usize);
            order.remove(row as usize);
            new.remove(&incident.id);
            let accounts = incident.accounts.iter();
            moved.extend(accounts.map(|key| (key.clone(), None)));
        }
        for incident in coming {
            let incident = Arc::new(incident);
            let at = incidents.binary_search_by(|one| place(one).cmp(&place(&incident)));
            let at = at.unwrap_or_else(|at| at);
            let accounts = incident.accounts.iter();
            moved.extend(accounts.map(|key| (key.clone(), Some(incident.id.clone()))));
            new.insert(incident.id.clone(), Arc::clone(&incident));
            incidents.insert(at, incident);
            order.insert(at, NEW);
        }
        let beside = new.len() + self.ground.incidents.len().saturating_sub(incidents.len());
        if beside > MANY || moved.len() > 4 * MANY {
            return View::of(base, self.policy, incidents, knowledge);
        }
        let view = View {
            policy: self.policy,
            columns: Arc::new(self.columns_of(base, &new, &incidents, &order, knowledge)),
            incidents,
            tied_from: HashMap::new(),
            ground: Arc::clone(&self.ground),
            order,
            new,
            moved,
            queue: OnceLock::new(),
        };
        view.tied()
    }

    /// The ground's columns with the rows of other incidents among them.
    fn columns_of(
        &self,
        base: &Base,
        new: &BTreeMap<String, Arc<Incident>>,
        incidents: &[Arc<Incident>],
        order: &[u32],
        knowledge: &Knowledge,
    ) -> Columns {
        let seen = Seen {
            knowledge,
            base,
            casebook: None,
        };
        let mut making = Making::default();
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        for (number, incident) in (0..).zip(new.values()) {
            numbers.insert(&incident.id, number);
            making.add(incident, &seen);
        }
        let rows = self.ground.incidents.len() as u32;
        let order = order.iter().zip(incidents).map(|(row, incident)| {
            let number = || numbers.get(incident.id.as_str()).copied().unwrap_or(0);
            if *row == NEW { rows + number() } else { *row }
        });
        Columns::arranged(&self.ground.columns, making.columns(), order.collect())
    }

    fn tied(mut self) -> View {
        let mut tied_from: HashMap<u32, Vec<(Link, u32)>> = HashMap::new();
        for (row, incident) in (0..).zip(&self.incidents) {
            for (link, other) in &incident.links {
                if let Some(other) = self.row(other) {
                    tied_from.entry(other).or_default().push((*link, row));
                }
            }
        }
        self.tied_from = tied_from;
        self
    }

    /// The row of an incident.
    pub fn row(&self, id: &str) -> Option<u32> {
        let incident = match self.new.get(id) {
            Some(incident) => incident,
            None => self
                .ground
                .incidents
                .get(*self.ground.rows.get(id)? as usize)?,
        };
        let found = self
            .incidents
            .binary_search_by(|one| place(one).cmp(&place(incident)));
        found.ok().map(|row| row as u32)
    }

    /// The row of the incident that an account belongs to.
    pub fn row_of(&self, key: &AccountKey) -> Option<u32> {
        if let Some(id) = self.moved.get(key) {
            return self.row(id.as_ref()?);
        }
        let row = self.ground.of_account.get(key)?;
        self.row(&self.ground.incidents.get(*row as usize)?.id)
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

/// By what incidents stand in order: the day, the undated last, and the id.
fn place(incident: &Incident) -> (Date, &str) {
    let day = incident.when().and_then(|when| when.sort_day());
    (day.unwrap_or(Date::MAX), &incident.id)
}

/// By date, the undated last.
pub fn sorted(incidents: Vec<Incident>) -> Vec<Arc<Incident>> {
    let mut incidents: Vec<Arc<Incident>> = incidents.into_iter().map(Arc::new).collect();
    incidents.sort_by(|a, b| place(a).cmp(&place(b)));
    incidents
}
