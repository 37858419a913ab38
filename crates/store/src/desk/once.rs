//! Writes that are done once, however often they are sent, and only to what somebody has seen.

use super::Signature;
use crate::error::Trouble;
use crate::write::check_time;
use crate::{Casebook, Error, Result};
use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, OptionalExtension, params};

/// What was answered to a write is kept for so many days.
pub const KEPT_DAYS: i64 = 30;

/// Under what a write is done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// It is done once under this key of its author.
    pub key: Option<String>,
    /// A hash of what is asked: a key stands for one write, and not for another.
    pub asked: String,
    /// The casebook must stand as it did at this [`moment`](Casebook::moment).
    pub unchanged: Option<(u64, u64)>,
}

/// What was answered to a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// A hash of what was asked.
    pub asked: String,
    /// What the writer keeps of the answer.
    pub told: String,
}

impl Casebook {
    /// Does what writes, all of it in one transaction with its key and what was told.
    ///
    /// # Errors
    /// It was done under its key before ([`Error::Repeated`]), or the casebook does not stand as
    /// it must ([`Error::Changed`]), or the work fails; nothing is written then.
    pub fn once<T>(
        &mut self,
        terms: &Terms,
        signature: Signature<'_>,
        work: impl FnOnce(&mut Casebook) -> Result<T>,
        told: impl FnOnce(&T) -> String,
    ) -> Result<T> {
        if terms.key.is_none() && terms.unchanged.is_none() {
            return work(self);
        }
        check_time(signature.at)?;
        self.together(|casebook| {
            if let (Some(key), Some(_)) = (&terms.key, casebook.answered(signature.by, terms)?) {
                return Err(Error::Repeated { key: key.clone() });
            }
            if let Some(unchanged) = terms.unchanged
                && casebook.moment()? != unchanged
            {
                return Err(Error::Changed);
            }
            let value = work(casebook)?;
            if let Some(key) = &terms.key {
                let told = told(&value);
                casebook.write_unchanging(|connection| {
                    keep(connection, key, &terms.asked, &told, signature)
                })?;
            }
            Ok(value)
        })
    }

    /// What was answered to a write under its key, where it was done.
    pub fn answered(&self, by: &str, terms: &Terms) -> Result<Option<Answered>> {
        let Some(key) = &terms.key else {
            return Ok(None);
        };
        self.read(|connection| {
            let query = "SELECT asked, told FROM answered WHERE by = ?1 AND key = ?2";
            let mut statement = connection.prepare_cached(query)?;
            let found = statement.query_row([by, key], |row| {
                Ok(Answered {
                    asked: row.get(0)?,
                    told: row.get(1)?,
                })
            });
            Ok(found.optional()?)
        })
    }

    /// The casebook's own name: 32 hexadecimal digits, made by chance when it was, and the same in
    /// its copies.
    pub fn id(&self) -> Result<String> {
        self.read(|connection| {
            let query = "SELECT id FROM casebook";
            Ok(connection.query_row(query, [], |row| row.get(0))?)
        })
    }
}

fn keep(
    connection: &Connection,
    key: &str,
    asked: &str,
    told: &str,
    Signature { by, at }: Signature<'_>,
) -> Result<(), Trouble> {
    let earliest = at
        .parse::<Timestamp>()
        .and_then(|at| at.checked_sub((24 * KEPT_DAYS).hours()));
    if let Ok(earliest) = earliest {
        connection
            .prepare_cached("DELETE FROM answered WHERE at < ?1")?
            .execute([format!("{earliest:.6}")])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO answered (by, key, at, asked, told) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![by, key, at, asked, told])?;
    Ok(())
}
