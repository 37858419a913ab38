//! What the review desk keeps beside reports, accounts and decisions: people and their work.
//!
//! Every write here leaves a line in `audit`, which is chained like the log of decisions, and seals
//! the rows that it wrote; none changes what the incidents are.

mod audit;
mod coders;
mod notes;
mod once;
mod pins;
mod sealed;
mod states;
mod users;

pub use audit::AuditLine;
pub use coders::{Assignment, CodedIncident, CodingPage, GivenValue};
pub use notes::{KeptNote, LONGEST_NOTE, Unsure};
pub use once::{Answered, KEPT_DAYS, Terms};
pub use pins::Pin;
pub use states::{ReportState, StateOf};
pub use users::{Role, Session, User};

pub(crate) use audit::{append as line, chain};
pub(crate) use notes::fits;
pub(crate) use sealed::{NAMED, check as check_seals, seal, seal_all, seal_codings, whole_codings};
pub(crate) use states::set as set_state;

use crate::error::Trouble;
use crate::{Casebook, Error, Result};
use rusqlite::Connection;

/// Who writes, and when.
#[derive(Debug, Clone, Copy)]
pub struct Signature<'a> {
    /// The person's name.
    pub by: &'a str,
    /// RFC 3339 in UTC.
    pub at: &'a str,
}

impl Casebook {
    /// A write of the desk: one transaction with its line in the audit.
    fn sign<T>(
        &mut self,
        signature: Signature<'_>,
        what: &str,
        about: &str,
        work: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T> {
        crate::write::check_time(signature.at)?;
        self.write_unchanging(|connection| {
            let value = work(connection)?;
            audit::append(connection, signature, what, about)?;
            Ok(value)
        })
    }

    /// Numbers of which one grows with every write of decisions, reports or the desk. Who signs in
    /// or out changes nothing that anybody reads: both stay.
    pub fn moment(&self) -> Result<(u64, u64)> {
        self.read(|connection| {
            let query = "SELECT changes, coalesce((SELECT number FROM audit
                WHERE what NOT IN ('sign in', 'sign out') ORDER BY number DESC LIMIT 1), 0)
             FROM state";
            let both = connection
                .prepare_cached(query)?
                .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
            Ok((both.0 as u64, both.1 as u64))
        })
    }
}

/// A refusal in words.
fn refuse(why: impl Into<String>) -> Trouble {
    Trouble::Told(Error::Decision { why: why.into() })
}
