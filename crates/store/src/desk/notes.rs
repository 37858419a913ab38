use super::{Signature, refuse, sealed};
use crate::{Casebook, Error, Result};
use rusqlite::{Row, params};

/// A note has at most so many letters.
pub const LONGEST_NOTE: usize = 20_000;

/// Something that somebody noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptNote {
    /// From 1.
    pub number: u64,
    /// A report id or an account key.
    pub about: String,
    /// RFC 3339.
    pub at: String,
    /// Who.
    pub by: String,
    /// Their words.
    pub text: String,
}

/// Two accounts of which somebody could not say whether they are one incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsure {
    /// One account.
    pub a: String,
    /// The other.
    pub b: String,
    /// Who.
    pub by: String,
    /// RFC 3339.
    pub at: String,
}

impl Casebook {
    /// Keeps a note on a report or an account.
    ///
    /// # Errors
    /// It has no words, or more than [`LONGEST_NOTE`] letters.
    pub fn add_note(
        &mut self,
        about: &str,
        text: &str,
        signature: Signature<'_>,
    ) -> Result<KeptNote> {
        let text = text.trim();
        self.sign(signature, "note", about, |connection| {
            if text.is_empty() {
                return Err(refuse("a note has words"));
            }
            fits(text)?;
            connection.execute(
                "INSERT INTO note (about, at, by, text) VALUES (?1, ?2, ?3, ?4)",
                params![about, signature.at, signature.by, text],
            )?;
            let number = connection.last_insert_rowid();
            sealed::seal(connection, sealed::NOTES, "WHERE number = ?1", &[&number])?;
            Ok(KeptNote {
                number: number as u64,
                about: about.to_owned(),
                at: signature.at.to_owned(),
                by: signature.by.to_owned(),
                text: text.to_owned(),
            })
        })
    }

    /// The notes on a report and on its accounts, in order.
    pub fn notes_on(&self, report: &str) -> Result<Vec<KeptNote>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT number, about, at, by, text FROM note
                 WHERE about = ?1 OR about >= ?1 || '#' AND about < ?1 || '$' ORDER BY number",
            )?;
            let notes = statement.query_map([report], note_of)?;
            Ok(notes.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Notes down that somebody could not say whether two accounts are one incident.
    pub fn note_unsure(&mut self, a: &str, b: &str, signature: Signature<'_>) -> Result<()> {
        let (a, b) = (a.min(b), a.max(b));
        self.sign(signature, "not sure", &format!("{a} {b}"), |connection| {
            connection.execute(
                "INSERT OR REPLACE INTO unsure (a, b, by, at) VALUES (?1, ?2, ?3, ?4)",
                params![a, b, signature.by, signature.at],
            )?;
            let one = "WHERE a = ?1 AND b = ?2 AND by = ?3";
            sealed::seal(connection, sealed::UNSURE, one, &[&a, &b, &signature.by])?;
            Ok(())
        })
    }

    /// All that nobody could say.
    pub fn unsure(&self) -> Result<Vec<Unsure>> {
        self.read(|connection| {
            let query = "SELECT a, b, by, at FROM unsure ORDER BY a, b, by";
            let mut statement = connection.prepare_cached(query)?;
            let rows = statement.query_map([], |row| {
                Ok(Unsure {
                    a: row.get(0)?,
                    b: row.get(1)?,
                    by: row.get(2)?,
                    at: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Refuses notes that are too long.
pub(crate) fn fits(note: &str) -> Result<()> {
    let letters = note.chars().count();
    if letters > LONGEST_NOTE {
        let why = format!("this note has {letters} letters; a note has at most {LONGEST_NOTE}");
        return Err(Error::Decision { why });
    }
    Ok(())
}

fn note_of(row: &Row<'_>) -> rusqlite::Result<KeptNote> {
    Ok(KeptNote {
        number: row.get::<_, i64>(0)? as u64,
        about: row.get(1)?,
        at: row.get(2)?,
        by: row.get(3)?,
        text: row.get(4)?,
    })
}
