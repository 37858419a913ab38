use super::Signature;
use crate::decide::{BEGINNING, link};
use crate::error::Trouble;
use crate::verify::Findings;
use crate::{Casebook, Result};
use rusqlite::{Connection, OptionalExtension, params};

/// A line of the audit: who wrote what, beside the decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// From 1.
    pub number: u64,
    /// RFC 3339.
    pub at: String,
    /// Who.
    pub by: String,
    /// What was done, in a word or two.
    pub what: String,
    /// To what: a report, an account, a user.
    pub about: String,
}

impl Casebook {
    /// The last lines of the audit, the newest first.
    pub fn audit(&self, most: usize) -> Result<Vec<AuditLine>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT number, at, by, what, about FROM audit ORDER BY number DESC LIMIT ?1",
            )?;
            let lines = statement.query_map([most as i64], |row| {
                Ok(AuditLine {
                    number: row.get::<_, i64>(0)? as u64,
                    at: row.get(1)?,
                    by: row.get(2)?,
                    what: row.get(3)?,
                    about: row.get(4)?,
                })
            })?;
            Ok(lines.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn record(at: &str, by: &str, what: &str, about: &str) -> String {
    serde_json::json!([at, by, what, about]).to_string()
}

/// Adds a line to the end of the chain.
pub(crate) fn append(
    connection: &Connection,
    signature: Signature<'_>,
    what: &str,
    about: &str,
) -> Result<(), Trouble> {
    let last = connection
        .query_row(
            "SELECT hash FROM audit ORDER BY number DESC LIMIT 1",
            [],
            |row| row.get::<_, String>(0),
        )
        .optional()?;
    let previous = last.unwrap_or_else(|| BEGINNING.to_owned());
    let Signature { by, at } = signature;
    let hash = link(&previous, record(at, by, what, about).as_bytes());
    connection.execute(
        "INSERT INTO audit (at, by, what, about, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![at, by, what, about, previous, hash],
    )?;
    Ok(())
}

/// Checks the chain.
pub(crate) fn chain(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection
        .prepare("SELECT number, at, by, what, about, previous, hash FROM audit ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut before = (0_i64, BEGINNING.to_owned());
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let text = |at: usize| row.get::<_, String>(at);
        let written = record(&text(1)?, &text(2)?, &text(3)?, &text(4)?);
        let (previous, hash) = (text(5)?, text(6)?);
        let fits = number == before.0 + 1
            && previous == before.1
            && link(&previous, written.as_bytes()) == hash;
        if !fits {
            findings.note(
                format!("audit line {number}"),
                "does not continue the chain as it was written",
            );
        }
        before = (number, hash);
    }
    Ok(())
}
