//! What lists, maps and facets read of the columns, one incident or one field at a time.

use super::{Columns, Names, bit};
use crate::TextField;
use model::{ActorRef, Place};
use std::collections::BTreeSet;

/// A value of a field, and how many incidents have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency<'c> {
    /// The value; a code or a name for fields that hold no actors.
    pub value: &'c ActorRef,
    /// How many of the incidents asked about.
    pub count: usize,
}

impl Columns {
    /// The coordinates of an incident, without the place's name.
    pub fn coordinates(&self, row: u32) -> Option<Place> {
        self.location(row)
    }

    /// The values of a field of an incident.
    pub fn values(&self, field: TextField, row: u32) -> impl Iterator<Item = &ActorRef> {
        self.texts(field).names_of(row)
    }

    /// The first value of a field of an incident.
    pub fn first_value(&self, field: TextField, row: u32) -> Option<&str> {
        let texts = self.texts(field);
        let code = texts.of(row).first()?;
        Some(&texts.names[*code as usize].name)
    }

    /// Each value of a field by its number, in the order of the numbers that
    /// [`codes_of`](Columns::codes_of) gives.
    pub fn vocabulary(&self, field: TextField) -> &Names {
        &self.texts(field).names
    }

    /// Numbers of the values of a field of an incident.
    pub fn codes_of(&self, field: TextField, row: u32) -> &[u32] {
        self.texts(field).of(row)
    }

    /// First day, as days since 1970-01-01; `None` for the undated and those without beginning.
    pub fn first_day(&self, row: u32) -> Option<i32> {
        let (first, _) = self.span(row)?;
        (first > crate::days::OPEN_FIRST).then_some(first)
    }

    /// True where some accounts cannot all be right.
    pub fn is_disputed(&self, row: u32) -> bool {
        self.disputed(row) != 0
    }

    /// True where nobody tells a date.
    pub fn undated(&self, row: u32) -> bool {
        self.span(row).is_none()
    }

    /// True where a person has accepted the incident.
    pub fn accepted(&self, row: u32) -> bool {
        self.has(row, bit::ACCEPTED)
    }

    /// How often each value of a field stands in some incidents; values that do not are left out.
    pub fn frequencies(&self, field: TextField, rows: &[u32]) -> Vec<Frequency<'_>> {
        let texts = self.texts(field);
        let mut counts = vec![0_usize; texts.names.len()];
        let mut count = |codes: &[u32]| {
            for code in codes {
                counts[*code as usize] += 1;
            }
        };
        if rows.len() == self.len() {
            count(&texts.codes);
        } else {
            for row in rows {
                count(texts.of(*row));
            }
        }
        let both = texts.names.iter().zip(counts);
        both.filter(|(_, count)| *count > 0)
            .map(|(value, count)| Frequency { value, count })
            .collect()
    }

    /// Those of some incidents that have one of these values.
    pub fn having(&self, field: TextField, values: &BTreeSet<String>, rows: &[u32]) -> Vec<u32> {
        let texts = self.texts(field);
        let wanted: Vec<bool> = (texts.names.iter())
            .map(|value| values.contains(&value.name))
            .collect();
        let has = |row: &&u32| texts.of(**row).iter().any(|code| wanted[*code as usize]);
        rows.iter().filter(has).copied().collect()
    }
}
