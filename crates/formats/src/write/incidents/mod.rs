//! Incidents to files: merged, with every account's words.
//!
//! All writers take a [`CasebookView`], incidents with what they rest on, and an
//! [`ExportOptions`]. Names of private persons become `(person)` in values, quotes and
//! headlines unless `include_persons` is set.

mod csv;
mod json;
mod persons;
mod table;
mod words;

pub use csv::{INCIDENT_COLUMNS, incidents_csv};
pub use json::{incident_json, incidents_geojson, incidents_jsonl};
pub use table::incidents_table;

pub(crate) use persons::{Persons, names_shown};
pub(crate) use words::{Piece, Words, words_of};

use model::{Account, AccountKey, Incident, Report};
use std::collections::BTreeMap;

/// Incidents with the accounts and reports that they rest on.
///
/// Accounts and reports that are not at hand are left out of what is written; the
/// incident's own values stay.
#[derive(Debug, Clone, Copy)]
pub struct CasebookView<'a> {
    /// What is written, in this order.
    pub incidents: &'a [Incident],
    /// The accounts of these incidents.
    pub accounts: &'a BTreeMap<AccountKey, Account>,
    /// The reports of these accounts, by report id.
    pub reports: &'a BTreeMap<String, Report>,
}

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportOptions {
    /// Names of private persons are written out.
    pub include_persons: bool,
    /// Longest quote, in characters; longer ones are cut at a word and end in `…`.
    pub quote_chars: usize,
}

impl Default for ExportOptions {
    /// No names of private persons; quotes of at most 300 characters.
    fn default() -> Self {
        ExportOptions {
            include_persons: false,
            quote_chars: 300,
        }
    }
}
