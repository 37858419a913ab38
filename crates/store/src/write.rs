//! The rows of reports, versions and codings.

use crate::error::Trouble;
use crate::hash::{sha256, sha256_of_parts};
use crate::remap::{self, Followed};
use crate::{Entry, Error, Result, Stamp, columns, words};
use model::{Coded, Report};
use rusqlite::{Connection, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// zstd's own default: a page of a hundred kilobytes takes about a millisecond.
const COMPRESSION: i32 = 3;

/// An entry that has passed the gate, with its hashes.
pub(crate) struct Prepared<'a> {
    pub entry: Entry<'a>,
    pub sha256: String,
    pub about_sha256: String,
    pub text_sha256: String,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(entry: Entry<'a>, stamp: &Stamp) -> Result<Self> {
        let report = entry.report;
        check_time(&stamp.at)?;
        let refuse = |why: &str| {
            Err(Error::Report {
                id: report.id.clone(),
                why: why.to_owned(),
            })
        };
        if report.id.trim().is_empty() {
            return refuse("it has no id; give it one");
        }
        let sha256 = sha256(entry.original);
        if !report.sha256.is_empty() && report.sha256 != sha256 {
            return refuse("its hash is not that of the bytes given with it; read the file again");
        }
        check_words(&report.id, &report.text, entry.coded)?;
        Ok(Prepared {
            entry,
            sha256,
            about_sha256: about_sha256(report),
            text_sha256: self::sha256(report.text.as_bytes()),
        })
    }

    /// Of the bytes, of what is said about the report, of the text.
    pub(crate) fn hashes(&self) -> [String; 3] {
        [
            self.sha256.clone(),
            self.about_sha256.clone(),
            self.text_sha256.clone(),
        ]
    }
}

/// Hash of title, address, source, day and language: what stands beside the text.
pub(crate) fn about_sha256(report: &Report) -> String {
    let published = report.published.map(|day| day.to_string());
    let from = word_of(&report.published_from);
    let fields = [
        report.title.as_deref(),
        report.url.as_deref(),
        report.source.as_deref(),
        published.as_deref(),
        Some(&from),
        report.lang.as_deref(),
    ];
    let fields: Vec<&[u8]> = fields
        .iter()
        .flat_map(|field| match field {
            Some(field) => ["+".as_bytes(), field.as_bytes()],
            None => ["-".as_bytes(), "".as_bytes()],
        })
        .collect();
    sha256_of_parts(fields)
}

/// Refuses a time that is not RFC 3339.
pub(crate) fn check_time(at: &str) -> Result<()> {
    match at.parse::<jiff::Timestamp>() {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::Time { at: at.to_owned() }),
    }
}

/// Refuses records whose words are not in the text, and ids used twice.
pub(crate) fn check_words(report: &str, text: &str, coded: &Coded) -> Result<()> {
    let refuse = |why: String| Error::Report {
        id: report.to_owned(),
        why,
    };
    let mut records = Vec::new();
    for account in &coded.accounts {
        let place = account.location.as_ref().map(|location| &location.value);
        let on_globe = place.is_none_or(|place| {
            place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0 && place.radius_km >= 0.0
        });
        if !on_globe {
            let id = &account.id;
            return Err(refuse(format!(
                "account {id}: its coordinates are not on the globe"
            )));
        }
        records.push(("account", &account.id, reads_back(account)));
    }
    for tally in &coded.tallies {
        records.push(("tally", &tally.id, reads_back(tally)));
    }
    for warning in &coded.warnings {
        records.push(("warning", &warning.id, reads_back(warning)));
    }
    let mut seen = BTreeSet::new();
    for (what, id, record) in records {
        let record = record.map_err(|why| refuse(format!("{what} {id}: {why}")))?;
        if let Some(misfit) = words::misfits(&record, text).first() {
            return Err(refuse(format!("{what} {id}: {misfit}")));
        }
        if id.is_empty() || id.contains('#') {
            return Err(refuse(format!("{what} id `{id}` is empty or holds a #")));
        }
        if !seen.insert((what, id)) {
            return Err(refuse(format!("two records have the {what} id {id}")));
        }
    }
    Ok(())
}

/// A record as it will be stored, having made sure that it can be read again as it is.
fn reads_back<T: Serialize + DeserializeOwned + PartialEq>(record: &T) -> Result<Value, String> {
    let value = serde_json::to_value(record).map_err(|error| error.to_string())?;
    match T::deserialize(&value) {
        Ok(back) if &back == record => Ok(value),
        Ok(_) => Err("it would be read back as something else".to_owned()),
        Err(error) => Err(format!("it could not be read back: {error}")),
    }
}

/// Writes the report's id into all its records.
pub(crate) fn name_report(coded: &mut Coded, id: &str) {
    let reports = (coded.accounts.iter_mut().map(|account| &mut account.report))
        .chain(coded.tallies.iter_mut().map(|tally| &mut tally.report))
        .chain(coded.warnings.iter_mut().map(|warning| &mut warning.report));
    for report in reports {
        id.clone_into(report);
    }
}

/// A report that was not there before.
pub(crate) fn new_report(
    connection: &Connection,
    prepared: &Prepared<'_>,
    stamp: &Stamp,
) -> Result<(), Trouble> {
    let id = &prepared.entry.report.id;
    connection
        .prepare_cached(
            "INSERT INTO report (id, current_version, current_coding) VALUES (?1, 0, 0)",
        )?
        .execute([id])?;
    let number = connection.last_insert_rowid();
    let version = version(connection, number, 1, prepared, stamp)?;
    let mut coded = prepared.entry.coded.clone();
    name_report(&mut coded, id);
    let followed = Followed::first(coded);
    coding(connection, number, version, &followed, stamp)?;
    Ok(())
}

/// A changed page of a report; gives the number of the version.
pub(crate) fn new_version(
    connection: &Connection,
    number: i64,
    id: &str,
    prepared: &Prepared<'_>,
    stamp: &Stamp,
) -> Result<u32, Trouble> {
    let last: u32 = connection.query_row(
        "SELECT max(version) FROM version WHERE report = ?1",
        [number],
        |row| row.get(0),
    )?;
    connection.execute(
        "INSERT INTO words (words, rowid, title, text)
         SELECT 'delete', report_words.number, report_words.title, report_words.text
         FROM report JOIN report_words ON report_words.number = report.current_version
         WHERE report.number = ?1",
        [number],
    )?;
    let version = version(connection, number, last + 1, prepared, stamp)?;
    let mut coded = prepared.entry.coded.clone();
    name_report(&mut coded, id);
    let text = &prepared.entry.report.text;
    let followed = remap::follow(connection, number, version, text, coded)?;
    coding(connection, number, version, &followed, stamp)?;
    Ok(last + 1)
}

fn version(
    connection: &Connection,
    report_number: i64,
    version: u32,
    prepared: &Prepared<'_>,
    stamp: &Stamp,
) -> Result<i64, Trouble> {
    let report = prepared.entry.report;
    original(connection, prepared)?;
    connection
        .prepare_cached(
            "INSERT INTO version (report, version, at, title, url, source, published,
                published_from, lang, sha256, about_sha256, text_sha256, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            report_number,
            version,
            stamp.at,
            report.title,
            report.url,
            report.source,
            report.published.map(|day| day.to_string()),
            word_of(&report.published_from),
            report.lang,
            prepared.sha256,
            prepared.about_sha256,
            prepared.text_sha256,
            report.text,
        ])?;
    let number = connection.last_insert_rowid();
    connection
        .prepare_cached("UPDATE report SET current_version = ?2 WHERE number = ?1")?
        .execute([report_number, number])?;
    connection
        .prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")?
        .execute(params![number, report.title, report.text])?;
    if !prepared.entry.sketch.is_empty() {
        let numbers: Vec<u8> = (prepared.entry.sketch.iter())
            .flat_map(|number| number.to_le_bytes())
            .collect();
        connection
            .prepare_cached("INSERT INTO sketch (version, numbers) VALUES (?1, ?2)")?
            .execute(params![number, numbers])?;
    }
    Ok(number)
}

fn original(connection: &Connection, prepared: &Prepared<'_>) -> Result<(), Trouble> {
    let known = connection
        .prepare_cached("SELECT 1 FROM original WHERE sha256 = ?1")?
        .exists([&prepared.sha256])?;
    if known {
        return Ok(());
    }
    let bytes = prepared.entry.original;
    let packed = zstd::bulk::compress(bytes, COMPRESSION).map_err(|source| {
        Trouble::Told(Error::Report {
            id: prepared.entry.report.id.clone(),
            why: format!("its bytes cannot be compressed: {source}"),
        })
    })?;
    connection
        .prepare_cached("INSERT INTO original (sha256, bytes, zstd) VALUES (?1, ?2, ?3)")?
        .execute(params![prepared.sha256, bytes.len() as i64, packed])?;
    Ok(())
}

/// What was read in a version, in place of what was read in the report before.
pub(crate) fn coding(
    connection: &Connection,
    report: i64,
    version: i64,
    followed: &Followed,
    stamp: &Stamp,
) -> Result<(), Trouble> {
    let coded = &followed.coded;
    connection
        .prepare_cached(
            "DELETE FROM account_box WHERE account IN
                (SELECT number FROM account WHERE report = ?1 AND current = 1)",
        )?
        .execute([report])?;
    connection
        .prepare_cached("UPDATE account SET current = 0 WHERE report = ?1 AND current = 1")?
        .execute([report])?;
    let rows = Rows::new(coded);
    connection
        .prepare_cached(
            "INSERT INTO coding (version, at, coder, repeats, notes, sha256)
             VALUES (?1, ?2, ?3, NULL, ?4, ?5)",
        )?
        .execute(params![
            version,
            stamp.at,
            stamp.coder,
            rows.notes,
            rows.sha256()
        ])?;
    let number = connection.last_insert_rowid();
    for (position, (account, record)) in coded.accounts.iter().zip(&rows.accounts).enumerate() {
        columns::account(connection, number, report, position, account, record)?;
    }
    for (position, (tally, record)) in coded.tallies.iter().zip(&rows.tallies).enumerate() {
        columns::tally(connection, number, position, tally, record)?;
    }
    for (position, (warning, record)) in coded.warnings.iter().zip(&rows.warnings).enumerate() {
        connection
            .prepare_cached(
                "INSERT INTO warning (coding, position, id, about, record)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                number,
                position as i64,
                warning.id,
                warning.about,
                record
            ])?;
    }
    connection
        .prepare_cached("UPDATE report SET current_coding = ?2 WHERE number = ?1")?
        .execute([report, number])?;
    remap::store(connection, report, number, followed)?;
    Ok(())
}

/// The same was read again: only that, when and by what is kept.
pub(crate) fn repeat(
    connection: &Connection,
    report: i64,
    version: i64,
    stamp: &Stamp,
) -> Result<(), Trouble> {
    let last: String = connection.query_row(
        "SELECT coder FROM coding WHERE version = ?1 ORDER BY number DESC LIMIT 1",
        [version],
        |row| row.get(0),
    )?;
    if last != stamp.coder {
        connection.execute(
            "INSERT INTO coding (version, at, coder, repeats, notes, sha256)
             SELECT version, ?2, ?3, coding.number, notes, sha256
             FROM report JOIN coding ON coding.number = report.current_coding
             WHERE report.number = ?1",
            params![report, stamp.at, stamp.coder],
        )?;
    }
    Ok(())
}

/// The records of a coding as they are stored.
pub(crate) struct Rows {
    pub notes: String,
    pub accounts: Vec<String>,
    pub tallies: Vec<String>,
    pub warnings: Vec<String>,
}

impl Rows {
    fn new(coded: &Coded) -> Self {
        Rows {
            notes: json(&coded.notes),
            accounts: coded.accounts.iter().map(json).collect(),
            tallies: coded.tallies.iter().map(json).collect(),
            warnings: coded.warnings.iter().map(json).collect(),
        }
    }

    /// Over all records in their order.
    pub(crate) fn sha256(&self) -> String {
        let lists = [&self.accounts, &self.tallies, &self.warnings];
        let lists = lists.into_iter().flat_map(|list| {
            std::iter::once("|".as_bytes()).chain(list.iter().map(String::as_bytes))
        });
        sha256_of_parts(std::iter::once(self.notes.as_bytes()).chain(lists))
    }
}

/// A record as JSON, fields in the order of the type.
pub(crate) fn json(record: &impl Serialize) -> String {
    serde_json::to_string(record).expect("the model's types have text keys and finite depth")
}

/// The word of a fieldless variant, as JSON has it.
pub(crate) fn word_of(value: &impl Serialize) -> String {
    json(value).trim_matches('"').to_owned()
}
