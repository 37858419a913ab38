use crate::error::Trouble;
use crate::hash::sha256;
use crate::write::{self, Prepared};
use crate::{Casebook, Error, Result, remap, seal};
use model::{Coded, Report};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// A report with all that is stored of it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The report. Its `sha256` is that of `original`; an empty one is filled in.
    pub report: &'a Report,
    /// The bytes as they were read. Several reports may come from the same bytes (the rows of
    /// a table); these are stored once.
    pub original: &'a [u8],
    /// What was read in it. The ids of its records are those shown and cited from now on.
    pub coded: &'a Coded,
    /// Numbers by which near-copies are found, as `merging` makes them; may be empty.
    pub sketch: &'a [u64],
}

/// When and by what something was written: passed in, so that the same run gives the same file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// RFC 3339, in UTC.
    pub at: String,
    /// Program version and codebook hash.
    pub coder: String,
}

/// What adding a report did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is a new report.
    New,
    /// These bytes are in the casebook already.
    Unchanged,
    /// The page has changed; earlier versions are kept.
    NewVersion {
        /// Its number, from 2.
        version: u32,
    },
}

/// What adding a report did, and under which id it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The id it stands under: that of the report itself, or of the report it is the same
    /// page as.
    pub report: String,
    /// What was done.
    pub added: Added,
}

/// What coding a report again did to its accounts, by account id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recoded {
    /// True where anything is different from before.
    pub changed: bool,
    /// Accounts that were there before.
    pub kept: Vec<String>,
    /// Accounts that were not.
    pub new: Vec<String>,
    /// Accounts that are no longer found.
    pub gone: Vec<String>,
}

impl Casebook {
    /// Adds a report with what was read in it: on disk, whole, when this returns.
    ///
    /// Safe to repeat. Which report it is:
    ///
    /// 1. The id is known: the same report. Bytes that any version of it has change nothing;
    ///    other bytes are a new version.
    /// 2. Another report has a version of the same bytes and text: the same report, filed
    ///    under the first id; this id leads there from now on.
    /// 3. Another report has the same address and at least half of the wording of the
    ///    shorter text: a saved copy of the same page, changed since, so a new version. (An
    ///    address alone proves little: feeds and section pages share theirs.)
    /// 4. Otherwise it is new.
    ///
    /// # Errors
    ///
    /// Refuses a record whose words are not in the text, a hash that is not that of the
    /// bytes, and an empty id.
    pub fn add(&mut self, entry: Entry<'_>, stamp: &Stamp) -> Result<Receipt> {
        let prepared = Prepared::new(entry, stamp)?;
        self.write(|connection| file(connection, &prepared, stamp))
    }

    /// Adds many reports in one transaction, in their order: all or, on an error, none.
    ///
    /// Some ten times as fast as one by one; report each as added only when this returns.
    pub fn add_many(&mut self, entries: &[Entry<'_>], stamp: &Stamp) -> Result<Vec<Receipt>> {
        let prepared: Vec<Prepared<'_>> = entries
            .iter()
            .map(|entry| Prepared::new(*entry, stamp))
            .collect::<Result<_>>()?;
        self.write(|connection| {
            prepared
                .iter()
                .map(|prepared| file(connection, prepared, stamp))
                .collect()
        })
    }

    /// Puts a better reading of the same bytes in place of the current one: other text from a
    /// better reader, or a title, date or source that the user gave. A new version where
    /// anything differs.
    pub fn revise(&mut self, entry: Entry<'_>, stamp: &Stamp) -> Result<Receipt> {
        let prepared = Prepared::new(entry, stamp)?;
        self.write(|connection| {
            let (number, id) = find(connection, &entry.report.id)?;
            let known = connection.query_row(
                "SELECT version.sha256, about_sha256, text_sha256 FROM report
                 JOIN version ON version.number = report.current_version WHERE report.number = ?1",
                [number],
                |row| Ok([row.get(0)?, row.get(1)?, row.get::<_, String>(2)?]),
            )?;
            if known == prepared.hashes() {
                return Ok(receipt(id, Added::Unchanged));
            }
            let receipt = new_version(connection, number, id, &prepared, stamp)?;
            seal::set(connection, number)?;
            Ok(receipt)
        })
    }

    /// Puts what was read in the current version of a report in place of what was read
    /// before. Decisions stay, and follow their accounts.
    ///
    /// An account that was there before keeps its id, whatever id `coded` gives it; see
    /// `SCHEMA.md` for how they are matched. Earlier records are kept for
    /// [`history`](Casebook::history).
    pub fn recode(&mut self, report: &str, coded: &Coded, stamp: &Stamp) -> Result<Recoded> {
        write::check_time(&stamp.at)?;
        self.write(|connection| {
            let (number, id) = find(connection, report)?;
            let (version, text): (i64, String) = connection.query_row(
                "SELECT version.number, version.text FROM report
                 JOIN version ON version.number = report.current_version WHERE report.number = ?1",
                [number],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            write::check_words(&id, &text, coded)?;
            let mut coded = coded.clone();
            write::name_report(&mut coded, &id);
            let mut followed = remap::follow(connection, number, version, &text, coded)?;
            let current = crate::accounts::coded(connection, number)?;
            if current == followed.coded {
                write::repeat(connection, number, version, stamp)?;
            } else {
                followed.recoded.changed = true;
                write::coding(connection, number, version, &followed, stamp)?;
            }
            seal::set(connection, number)?;
            Ok(followed.recoded)
        })
    }
}

/// The number and first id of a report, by its id or one it is also known by.
pub(crate) fn find(connection: &Connection, id: &str) -> Result<(i64, String), Trouble> {
    lookup(connection, id)?.ok_or_else(|| Trouble::Told(Error::NoReport { id: id.to_owned() }))
}

/// The same; `None` where there is none.
pub(crate) fn lookup(connection: &Connection, id: &str) -> rusqlite::Result<Option<(i64, String)>> {
    connection
        .prepare_cached(
            "SELECT number, id FROM report WHERE id = ?1
             UNION ALL
             SELECT report.number, report.id FROM also_known
             JOIN report ON report.number = also_known.report WHERE also_known.id = ?1
             LIMIT 1",
        )?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

fn receipt(report: String, added: Added) -> Receipt {
    Receipt { report, added }
}

fn file(
    connection: &Connection,
    prepared: &Prepared<'_>,
    stamp: &Stamp,
) -> Result<Receipt, Trouble> {
    let id = &prepared.entry.report.id;
    let before: Option<i64> = connection
        .prepare_cached("SELECT report FROM also_known WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let receipt = file_unsealed(connection, prepared, stamp)?;
    // An id that led to another report may have moved.
    if let Some(before) = before {
        seal::set(connection, before)?;
    }
    if receipt.added != Added::Unchanged || receipt.report != *id {
        let (number, _) = find(connection, &receipt.report)?;
        seal::set(connection, number)?;
    }
    Ok(receipt)
}

fn file_unsealed(
    connection: &Connection,
    prepared: &Prepared<'_>,
    stamp: &Stamp,
) -> Result<Receipt, Trouble> {
    let id = &prepared.entry.report.id;
    let same_id: Option<i64> = connection
        .prepare_cached("SELECT number FROM report WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(number) = same_id {
        let known = connection
            .prepare_cached("SELECT 1 FROM version WHERE sha256 = ?1 AND report = ?2")?
            .exists(params![prepared.sha256, number])?;
        if known {
            return Ok(receipt(id.clone(), Added::Unchanged));
        }
        return new_version(connection, number, id.clone(), prepared, stamp);
    }
    if let Some((number, first)) = same_bytes(connection, prepared)? {
        also_known(connection, id, number, stamp)?;
        return Ok(receipt(first, Added::Unchanged));
    }
    if let Some((number, first)) = same_page(connection, prepared)? {
        also_known(connection, id, number, stamp)?;
        return new_version(connection, number, first, prepared, stamp);
    }
    connection
        .prepare_cached("DELETE FROM also_known WHERE id = ?1")?
        .execute([id])?;
    write::new_report(connection, prepared, stamp)?;
    Ok(receipt(id.clone(), Added::New))
}

fn same_bytes(
    connection: &Connection,
    prepared: &Prepared<'_>,
) -> rusqlite::Result<Option<(i64, String)>> {
    connection
        .prepare_cached(
            "SELECT report.number, report.id FROM version
             JOIN report ON report.number = version.report
             WHERE version.sha256 = ?1 AND version.text_sha256 = ?2
             ORDER BY report.number LIMIT 1",
        )?
        .query_row([&prepared.sha256, &prepared.text_sha256], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
}

fn same_page(
    connection: &Connection,
    prepared: &Prepared<'_>,
) -> rusqlite::Result<Option<(i64, String)>> {
    let Some(url) = &prepared.entry.report.url else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(
        "SELECT report.number, report.id, version.text FROM version
         JOIN report ON report.current_version = version.number
         WHERE version.url = ?1 ORDER BY report.number",
    )?;
    let mut rows = statement.query([url])?;
    let wording = wording(&prepared.entry.report.text);
    while let Some(row) = rows.next()? {
        let other = self::wording(row.get_ref(2)?.as_str()?);
        let shared = wording.intersection(&other).count();
        if shared > 0 && shared * 2 >= wording.len().min(other.len()) {
            return Ok(Some((row.get(0)?, row.get(1)?)));
        }
    }
    Ok(None)
}

/// All runs of three words in a row.
fn wording(text: &str) -> BTreeSet<[&str; 3]> {
    let words: Vec<&str> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words
        .windows(3)
        .map(|window| [window[0], window[1], window[2]])
        .collect()
}

fn also_known(
    connection: &Connection,
    id: &str,
    report: i64,
    stamp: &Stamp,
) -> rusqlite::Result<()> {
    let same = connection
        .prepare_cached("SELECT 1 FROM also_known WHERE id = ?1 AND report = ?2")?
        .exists(params![id, report])?;
    if !same {
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO also_known (id, report, at) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![id, report, stamp.at])?;
    }
    Ok(())
}

fn new_version(
    connection: &Connection,
    number: i64,
    id: String,
    prepared: &Prepared<'_>,
    stamp: &Stamp,
) -> Result<Receipt, Trouble> {
    let version = write::new_version(connection, number, &id, prepared, stamp)?;
    Ok(receipt(id, Added::NewVersion { version }))
}

/// SHA-256 of bytes as reports carry it: lower-case hexadecimal.
///
/// ```
/// assert!(store::sha256_of(b"").starts_with("e3b0c44298fc1c14"));
/// ```
pub fn sha256_of(bytes: &[u8]) -> String {
    sha256(bytes)
}
