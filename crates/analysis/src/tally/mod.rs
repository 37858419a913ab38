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
mod filed;
mod sum;
mod table;
mod write;

pub use by::By;
pub use sum::Sum;
pub use table::{Caption, Cell, Key, KeyKind, Row, Table};

pub(crate) use filed::Filed;
pub(crate) use table::incidents;

use crate::{Asked, Bound, Columns, Context};
use model::Incident;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

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
    let columns = Columns::of(incidents, context);
    count(&Asked::new(&columns, filter, context, policy), by)
}

/// The same over incidents that were chosen already: all of them count.
pub fn tally_chosen<'i>(
    incidents: impl IntoIterator<Item = &'i Incident>,
    by: &[By],
    context: &dyn Context,
    policy: &str,
) -> Table {
    let incidents: Vec<Incident> = incidents.into_iter().cloned().collect();
    tally(&incidents, by, None, context, policy)
}

/// The same over columns.
pub fn count(asked: &Asked<'_>, by: &[By]) -> Table {
    let by = &by[..by.len().min(2)];
    let filed: Vec<Filed> = by.iter().map(|by| Filed::new(*by, asked)).collect();
    let mut table = Table {
        by: by.to_vec(),
        caption: asked.caption.clone(),
        ..Table::default()
    };
    let mut total = Gathered::default();
    let mut cells: Vec<(Vec<u32>, Gathered)> = Vec::new();
    let mut places = Places::of(&filed);
    let mut several = vec![false; by.len()];
    for (at, row) in asked.rows.iter().enumerate() {
        total.add(asked, *row);
        let keys = |number: usize| filed.get(number).map_or(&[0][..], |filed| filed.of(at));
        for (several, filed) in several.iter_mut().zip(&filed) {
            *several |= filed.of(at).len() > 1;
        }
        if by.is_empty() {
            continue;
        }
        for first in keys(0) {
            for second in keys(1) {
                let place = places.of_pair(*first, *second, cells.len());
                if place == cells.len() {
                    cells.push((vec![*first, *second], Gathered::default()));
                }
                cells[place].1.add(asked, *row);
            }
        }
    }
    let spread = by.iter().zip(&several).filter(|(_, several)| **several);
    for (by, _) in spread {
        table.caption.notes.push(format!(
            "an incident with more than one {} counts once under each, so rows may add up to more than the total",
            by.word().replace('_', " ")
        ));
    }
    table.total = total.cell(asked);
    sort(by, &filed, &mut cells);
    table.rows = cells
        .into_iter()
        .map(|(numbers, gathered)| Row {
            keys: (numbers.iter().zip(&filed))
                .map(|(number, filed)| Arc::clone(filed.key(*number)))
                .collect(),
            cell: gathered.cell(asked),
        })
        .collect();
    table
}

/// Time rows by time, others by how many incidents, then by name; what is not exact and what is not
/// told last.
fn sort(by: &[By], filed: &[Filed], cells: &mut [(Vec<u32>, Gathered)]) {
    let words: Vec<Vec<u32>> = filed.iter().map(Filed::by_words).collect();
    let mut totals = vec![0_usize; filed.first().map_or(0, |filed| filed.keys().len())];
    if !totals.is_empty() {
        for (numbers, gathered) in cells.iter() {
            totals[numbers[0] as usize] += gathered.count;
        }
    }
    cells.sort_unstable_by_key(|(numbers, gathered)| {
        let place = |at: usize| {
            let (number, filed) = (numbers[at], filed.get(at)?);
            let count = match at {
                _ if by[at].is_time() => 0,
                0 => totals[number as usize],
                _ => gathered.count,
            };
            let word = words[at][number as usize];
            Some((filed.key(number).kind, Reverse(count), word))
        };
        [place(0), place(1)]
    });
}

/// Where the cell of each pair of keys is: in a table where that is small, else looked up.
struct Places {
    across: usize,
    table: Vec<u32>,
    known: HashMap<(u32, u32), usize>,
}

impl Places {
    fn of(filed: &[Filed]) -> Places {
        let keys = |at: usize| filed.get(at).map_or(1, |filed| filed.keys().len());
        let all = keys(0).saturating_mul(keys(1));
        Places {
            across: keys(1),
            table: if all <= 1 << 22 {
                vec![u32::MAX; all]
            } else {
                Vec::new()
            },
            known: HashMap::new(),
        }
    }

    /// The place of a pair's cell; the next free one for a pair that is new.
    fn of_pair(&mut self, first: u32, second: u32, next: usize) -> usize {
        let at = first as usize * self.across + second as usize;
        match self.table.get_mut(at) {
            Some(place) => {
                if *place == u32::MAX {
                    *place = next as u32;
                }
                *place as usize
            }
            None => *self.known.entry((first, second)).or_insert(next),
        }
    }
}

/// A cell as it fills.
#[derive(Default)]
struct Gathered {
    rows: Vec<u32>,
    count: usize,
    killed: Sum,
    injured: Sum,
}

impl Gathered {
    fn add(&mut self, asked: &Asked<'_>, row: u32) {
        self.count += 1;
        self.killed.add(asked.columns.killed(row));
        self.injured.add(asked.columns.injured(row));
        if asked.with_ids {
            self.rows.push(row);
        }
    }

    fn cell(self, asked: &Asked<'_>) -> Cell {
        Cell {
            count: self.count,
            incidents: asked.ids(&self.rows),
            killed: self.killed,
            injured: self.injured,
        }
    }
}
