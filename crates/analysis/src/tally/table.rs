use super::{By, Sum};
use serde::Serialize;
use std::sync::Arc;

/// Why a row stands there. Ordered as rows stand in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// The incidents tell this value.
    Told,
    /// Their dates span several periods.
    NotExact,
    /// They tell none.
    NoneTold,
}

/// One value that a table counts by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Key {
    /// Told, not exact or none.
    pub kind: KeyKind,
    /// The code, id or period; empty where none is told.
    pub code: String,
    /// What to print.
    pub label: String,
}

impl Key {
    pub(super) fn told(code: &str, label: &str) -> Key {
        Key {
            kind: KeyKind::Told,
            code: code.to_owned(),
            label: label.to_owned(),
        }
    }
}

/// What a row counts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Cell {
    /// How many incidents.
    pub(super) count: usize,
    /// Ids of the incidents behind it, in the record's order; none where they were not asked
    /// for.
    pub incidents: Vec<String>,
    /// Victims dead.
    pub killed: Sum,
    /// Victims hurt.
    pub injured: Sum,
}

impl Cell {
    /// How many incidents.
    pub fn count(&self) -> usize {
        self.count
    }
}

/// A row: one key per dimension, and what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// One key per dimension of the table; rows share them.
    #[serde(serialize_with = "keys")]
    pub keys: Vec<Arc<Key>>,
    /// The figures.
    pub cell: Cell,
}

/// What a table is about and what it leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Caption {
    /// The filter in its fixed spelling; `None` for all incidents.
    pub filter: Option<String>,
    /// Name of the counting policy.
    pub policy: String,
    /// Incidents looked at.
    pub considered: usize,
    /// Those the filter means.
    pub matched: usize,
    /// Of those: without a date.
    pub undated: usize,
    /// Of those: without coordinates.
    pub unlocated: usize,
    /// Of those: known only to a country, a region or open water.
    pub vague: usize,
    /// Further sentences, without full stop.
    pub notes: Vec<String>,
}

impl Caption {
    /// The caption as sentences, one a line.
    pub fn sentences(&self) -> Vec<String> {
        let mut lines = Vec::new();
        lines.push(match &self.filter {
            Some(filter) => format!(
                "{} of {} where {filter}.",
                self.matched,
                incidents(self.considered)
            ),
            None if self.matched < self.considered => {
                format!("{} of {}.", self.matched, incidents(self.considered))
            }
            None => match self.considered {
                0 => "There are no incidents.".to_owned(),
                1 => "The only incident.".to_owned(),
                all => format!("All {}.", incidents(all)),
            },
        });
        lines.push(format!("Counting policy: {}.", self.policy));
        if self.undated + self.unlocated + self.vague > 0 {
            lines.push(format!(
                "Counted among them: {} undated, {} unlocated, {} known only to a country or region.",
                self.undated, self.unlocated, self.vague
            ));
        }
        lines.extend(self.notes.iter().map(|note| {
            let mut letters = note.chars();
            let first = letters
                .next()
                .map(|letter| letter.to_uppercase().to_string());
            format!("{}{}.", first.unwrap_or_default(), letters.as_str())
        }));
        lines
    }
}

/// `1 incident`, `2 incidents`.
pub(crate) fn incidents(count: usize) -> String {
    if count == 1 {
        "1 incident".to_owned()
    } else {
        format!("{count} incidents")
    }
}

/// Incidents counted by one or two fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// What was counted by, as words.
    #[serde(serialize_with = "as_words")]
    pub by: Vec<By>,
    /// The rows, as they are to be shown.
    pub rows: Vec<Row>,
    /// All matched incidents, each once.
    pub total: Cell,
    /// What it is about.
    pub caption: Caption,
}

fn keys<S: serde::Serializer>(keys: &[Arc<Key>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(keys.iter().map(Arc::as_ref))
}

fn as_words<S: serde::Serializer>(by: &[By], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(by.iter().map(|by| by.word()))
}
