mod beside;
mod decisions;
mod file;
mod index;
mod reports;

use crate::error::Trouble;
use crate::{Casebook, Result};
use rusqlite::Connection;
use std::fmt;

/// Something that is not as it was written, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Which part of which report, decision or table.
    pub place: String,
    /// What does not fit.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// Problems as they are found.
pub(crate) struct Findings(Vec<Problem>);

impl Findings {
    pub(crate) fn note(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.0.push(Problem {
            place: place.into(),
            what: what.into(),
        });
    }
}

type Check = fn(&Connection, &mut Findings) -> Result<(), Trouble>;

impl Casebook {
    /// Checks all that is stored: the file, its tables and its indexes, every hash and seal, every
    /// span of every record, the chain of decisions, the search index word by word, and that each
    /// part has the others it belongs to.
    ///
    /// Empty where all is well. Goes on after a finding, also where the file cannot be read
    /// in places; an error is only what kept it from starting.
    pub fn verify(&self) -> Result<Vec<Problem>> {
        self.read(|connection| {
            let mut findings = Findings(Vec::new());
            let checks: [(&str, Check); 16] = [
                ("file", file::integrity),
                ("file", file::tables),
                ("file", file::references),
                ("original bytes", reports::originals),
                ("versions", reports::versions),
                ("codings", reports::codings),
                ("accounts", reports::currency),
                ("search index", index::words),
                ("map index", file::boxes),
                ("seals", reports::seals),
                ("decisions", decisions::chain),
                ("audit", crate::desk::chain),
                ("sealed rows", crate::desk::check_seals),
                ("grades of sources", beside::grades),
                ("kept incidents", beside::kept),
                ("related accounts", crate::related::check),
            ];
            for (place, check) in checks {
                if let Err(trouble) = check(connection, &mut findings) {
                    findings.note(place, unreadable(&trouble));
                }
            }
            Ok(findings.0)
        })
    }
}

fn unreadable(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Sqlite(error) => format!("cannot be read to the end: {error}"),
        Trouble::Damaged(what) => what.clone(),
        Trouble::Told(error) => error.to_string(),
    }
}
