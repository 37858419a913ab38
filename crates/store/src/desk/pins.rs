use super::{Signature, refuse, sealed};
use crate::{Casebook, Result};
use rusqlite::params;

/// A figure pinned to the brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// From 1.
    pub number: u64,
    /// RFC 3339.
    pub at: String,
    /// Who.
    pub by: String,
    /// Its headline.
    pub title: String,
    /// The question: `tally`.
    pub question: String,
    /// What was asked, as in the address bar.
    pub query: String,
}

impl Casebook {
    /// Pins a figure.
    pub fn pin(
        &mut self,
        title: &str,
        question: &str,
        query: &str,
        signature: Signature<'_>,
    ) -> Result<u64> {
        self.sign(signature, "pin", question, |connection| {
            connection.execute(
                "INSERT INTO pin (at, by, title, question, query) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![signature.at, signature.by, title, question, query],
            )?;
            let number = connection.last_insert_rowid();
            sealed::seal(connection, sealed::PINS, "WHERE number = ?1", &[&number])?;
            Ok(number as u64)
        })
    }

    /// Takes a pin away.
    pub fn unpin(&mut self, number: u64, signature: Signature<'_>) -> Result<()> {
        self.sign(signature, "unpin", &number.to_string(), |connection| {
            let number = i64::try_from(number).unwrap_or(-1);
            sealed::unseal(connection, sealed::PINS, "WHERE number = ?1", &[&number])?;
            match connection.execute("DELETE FROM pin WHERE number = ?1", [number])? {
                0 => Err(refuse(format!("there is no pin {number}"))),
                _ => Ok(()),
            }
        })
    }

    /// All pins, in order.
    pub fn pins(&self) -> Result<Vec<Pin>> {
        self.read(|connection| {
            let query = "SELECT number, at, by, title, question, query FROM pin ORDER BY number";
            let mut statement = connection.prepare_cached(query)?;
            let rows = statement.query_map([], |row| {
                Ok(Pin {
                    number: row.get::<_, i64>(0)? as u64,
                    at: row.get(1)?,
                    by: row.get(2)?,
                    title: row.get(3)?,
                    question: row.get(4)?,
                    query: row.get(5)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
