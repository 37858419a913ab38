//! Counting incidents: how many, how many dead and hurt, in which months, by whom.
//!
//! What counts where:
//! - The total row counts every incident once.
//! - A field with several values (actors, targets, weapons, sources) counts the incident once
//!   under each, so rows may add up to more than the total; the caption says so.
//! - An incident that tells nothing stands in a row of its own, `(none told)`.
//! - An incident whose date spans several months is no incident of any one of them: it stands
//!   in `(not exact to the month)`. Nothing is spread over periods.
//! - A private person has no row: all stand together as `(a private person)`.

mod by;
mod sum;
mod table;
mod write;

pub use by::By;
pub use sum::Sum;
pub use table::{Caption, Cell, Key, KeyKind, Row, Table};

use crate::{Bound, Context};
use model::{Incident, Precision};
use std::collections::BTreeMap;

/// Counts incidents by one or two fields, or, with none, in all.
///
/// `policy` is the name of the counting policy that chose the incidents' figures; it is
/// printed, not applied. A third and further `by` is ignored.
pub fn tally(
    incidents: &[Incident],
    by: &[By],
    filter: Option<&Bound<'_>>,
    context: &dyn Context,
    policy: &str,
) -> Table {
    let chosen = incidents
        .iter()
        .filter(|incident| filter.is_none_or(|filter| filter.matches(incident)));
    let mut table = tally_chosen(chosen, by, context, policy);
    table.caption.considered = incidents.len();
    table.caption.filter = filter.map(|filter| filter.text().to_owned());
    if let Some(filter) = filter {
        table.caption.notes.extend_from_slice(filter.notes());
    }
    table
}

/// The same over incidents that were chosen already: all of them count.
pub fn tally_chosen<'i>(
    incidents: impl IntoIterator<Item = &'i Incident>,
    by: &[By],
    context: &dyn Context,
    policy: &str,
) -> Table {
    let by = &by[..by.len().min(2)];
    let mut cells: BTreeMap<Vec<Key>, Cell> = BTreeMap::new();
    let mut table = Table {
        by: by.to_vec(),
        ..Table::default()
    };
    let mut several = vec![false; by.len()];
    for incident in incidents {
        table.total.add(incident);
        table.caption.note(incident);
        let keys: Vec<Vec<Key>> = by.iter().map(|by| by.keys(incident, context)).collect();
        for (several, keys) in several.iter_mut().zip(&keys) {
            *several |= keys.len() > 1;
        }
        for keys in pairs(&keys) {
            cells.entry(keys).or_default().add(incident);
        }
    }
    let spread = by.iter().zip(&several).filter(|(_, several)| **several);
    for (by, _) in spread {
        table.caption.notes.push(format!(
            "an incident with more than one {} counts once under each, so rows may add up to more than the total",
            by.word().replace('_', " ")
        ));
    }
    table.rows = cells
        .into_iter()
        .map(|(keys, cell)| Row { keys, cell })
        .collect();
    table.caption.considered = table.caption.matched;
    policy.clone_into(&mut table.caption.policy);
    table.sort();
    table
}

/// Every combination of one key per dimension; nothing where there is no dimension.
fn pairs(keys: &[Vec<Key>]) -> Vec<Vec<Key>> {
    match keys {
        [] => Vec::new(),
        [only] => only.iter().map(|key| vec![key.clone()]).collect(),
        [first, second, ..] => first
            .iter()
            .flat_map(|a| second.iter().map(|b| vec![a.clone(), b.clone()]))
            .collect(),
    }
}

impl Caption {
    fn note(&mut self, incident: &Incident) {
        self.matched += 1;
        if incident.when().is_none() {
            self.undated += 1;
        }
        match incident.location().map(|place| place.precision) {
            None => self.unlocated += 1,
            Some(Precision::Region | Precision::Country | Precision::Sea) => self.vague += 1,
            Some(_) => {}
        }
    }
}
