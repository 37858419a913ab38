//! The incidents under one counting policy, and how a decision changes a few of them.

use super::base::Base;
use super::memo::Memo;
use super::queue::{self, Place};
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
    /// What was worked out of it.
    pub memo: Memo,
    ground: Arc<Ground>,
    /// For each incident its row in the ground, or [`NEW`].
    order: Vec<u32>,
    /// Incidents that are not of the ground, by id.
    new: BTreeMap<String, Arc<Incident>>,
    /// Accounts whose incident is another than in the ground.
    moved: HashMap<AccountKey, Option<String>>,
    queue: OnceLock<Vec<Place>>,
}

/// All incidents of some earlier state.
struct Ground {
    incidents: Vec<Arc<Incident>>,
    columns: Arc<Columns>,
    rows: HashMap<String, u32>,
    of_account: HashMap<AccountKey, u32>,
    /// Incidents that others are tied to, with how and which.
    tied_from: HashMap<String, Vec<(Link, String)>>,
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
        let mut tied_from: HashMap<String, Vec<(Link, String)>> = HashMap::new();
        for (row, incident) in (0..).zip(&incidents) {
            rows.insert(incident.id.clone(), row);
            for key in &incident.accounts {
                of_account.insert(key.clone(), row);
            }
            for (link, other) in &incident.links {
                let ties = tied_from.entry(other.clone()).or_default();
                ties.push((*link, incident.id.clone()));
            }
        }
        let ground = Ground {
            incidents: incidents.clone(),
            columns: Arc::clone(&columns),
            rows,
            of_account,
            tied_from,
        };
        View {
            policy,
            order: (0..incidents.len() as u32).collect(),
            incidents,
            columns,
            memo: Memo::default(),
            ground: Arc::new(ground),
            new: BTreeMap::new(),
            moved: HashMap::new(),
            queue: OnceLock::new(),
        }
    }

    /// The same without some incidents, and with others, in the state `base` that comes after
    /// `before`.
    pub fn changed(
        &self,
        before: &Base,
        base: &Base,
        gone: &BTreeSet<String>,
        coming: Vec<Incident>,
        knowledge: &Knowledge,
    ) -> View {
        if gone.len() > MANY {
            let kept = self.incidents.iter();
            let kept = kept.filter(|incident| !gone.contains(&incident.id));
            let mut incidents: Vec<Arc<Incident>> = kept.cloned().collect();
            incidents.extend(coming.into_iter().map(Arc::new));
            incidents.sort_by(|a, b| place(a).cmp(&place(b)));
            return View::of(base, self.policy, incidents, knowledge);
        }
        let mut incidents = self.incidents.clone();
        let mut order = self.order.clone();
        let (mut new, mut moved) = (self.new.clone(), self.moved.clone());
        let mut rows: Vec<u32> = gone.iter().filter_map(|id| self.row(id)).collect();
        rows.sort_unstable();
        for row in rows.iter().rev() {
            let incident = incidents.remove(*row as usize);
            order.remove(*row as usize);
            new.remove(&incident.id);
            let accounts = incident.accounts.iter();
            moved.extend(accounts.map(|key| (key.clone(), None)));
        }
        let mut came = Vec::new();
        for incident in coming {
            let incident = Arc::new(incident);
            came.push(Arc::clone(&incident));
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
            memo: Memo::default(),
            ground: Arc::clone(&self.ground),
            order,
            new,
            moved,
            queue: OnceLock::new(),
        };
        // What no longer fits stands in the queue by the notes: where these are others, it is made anew.
        if let Some(queue) = self.queue.get()
            && before.notes == base.notes
        {
            let came: Vec<u32> = came.iter().filter_map(|one| view.row(&one.id)).collect();
            let _ = view.queue.set(moved_on(base, &view, queue, &rows, came));
        }
        view
    }

    /// The incidents that are tied to one, with how and by row.
    pub fn tied_to(&self, id: &str) -> Vec<(Link, u32)> {
        let old = self.ground.tied_from.get(id).into_iter().flatten();
        let old = old.filter(|(_, other)| !self.new.contains_key(other));
        let old = old.filter_map(|(link, other)| Some((*link, self.row(other)?)));
        let new = self.new.values().flat_map(|incident| {
            let links = incident.links.iter();
            let to = links.filter(|(_, other)| other == id);
            to.filter_map(|(link, _)| Some((*link, self.row(&incident.id)?)))
        });
        let mut ties: Vec<(Link, u32)> = old.chain(new).collect();
        ties.sort_unstable_by_key(|(link, row)| (*row, *link));
        ties
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
    pub fn queue(&self, base: &Base) -> &[Place] {
        self.queue.get_or_init(|| queue::order(base, self))
    }
}

/// The queue without the incidents of some rows that were, and with those of rows that came.
fn moved_on(
    base: &Base,
    view: &View,
    queue: &[Place],
    gone: &[u32],
    mut came: Vec<u32>,
) -> Vec<Place> {
    came.sort_unstable();
    came.dedup();
    let mut now = Vec::with_capacity(queue.len() + gone.len());
    let (mut next, mut gone, mut coming) = (0, gone.iter().peekable(), came.iter().peekable());
    for old in 0..queue.len() as u32 {
        if gone.next_if_eq(&&old).is_some() {
            now.push(None);
            continue;
        }
        while coming.next_if_eq(&&next).is_some() {
            next += 1;
        }
        now.push(Some(next));
        next += 1;
    }
    let mut queue: Vec<Place> = queue
        .iter()
        .filter_map(|place| {
            let row = now.get(place.row as usize).copied().flatten()?;
            Some(Place {
                row,
                ..place.clone()
            })
        })
        .collect();
    let conflicts = queue::conflicts(base, view);
    for row in came {
        let Some(incident) = view.incident(row) else {
            continue;
        };
        let place = queue::place(base, row, incident, &conflicts);
        let at = queue.partition_point(|other| other.order() < place.order());
        queue.insert(at, place);
    }
    queue
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
