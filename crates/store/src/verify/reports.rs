//! Bytes, texts and what was read in them.

use super::Findings;
use super::file::each;
use crate::error::Trouble;
use crate::hash::sha256;
use crate::reports::unpack;
use crate::write::{Rows, about_sha256};
use crate::{columns, seal, words};
use model::{Account, Report, Tally, Warning};
use rusqlite::types::{Value as Stored, ValueRef};
use rusqlite::{Connection, Row, Statement};
use serde_json::Value;

/// Text of a column, whatever became of it.
fn text(row: &Row<'_>, index: usize) -> Result<String, Trouble> {
    Ok(String::from_utf8_lossy(bytes(row, index)?).into_owned())
}

fn bytes<'r>(row: &'r Row<'_>, index: usize) -> Result<&'r [u8], Trouble> {
    Ok(row
        .get_ref(index)?
        .as_bytes_or_null()
        .ok()
        .flatten()
        .unwrap_or_default())
}

pub(super) fn originals(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare(
        "SELECT original.sha256, bytes, zstd,
            (SELECT report.id || ', version ' || version.version FROM version
             JOIN report ON report.number = version.report
             WHERE version.sha256 = original.sha256 LIMIT 1)
         FROM original ORDER BY original.number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let hash = text(row, 0)?;
        let place = match row.get::<_, Option<String>>(3)? {
            Some(report) => format!("report {report}, original bytes"),
            None => format!("original bytes {hash}, which no report has"),
        };
        match unpack(bytes(row, 2)?, row.get(1)?) {
            Err(why) => findings.note(place, why),
            Ok(original) if sha256(&original) != hash => {
                findings.note(
                    place,
                    format!("are not those that were added: sha256 is not {hash}"),
                );
            }
            Ok(_) => {}
        }
    }
    Ok(())
}

pub(super) fn versions(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare(
        "SELECT report.id, version.version, title, url, source, published, published_from, lang,
            about_sha256, text_sha256, text
         FROM version JOIN report ON report.number = version.report
         ORDER BY report.id, version.version",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let place = format!(
            "report {}, version {}",
            text(row, 0)?,
            row.get::<_, i64>(1)?
        );
        let text_bytes = bytes(row, 10)?;
        if std::str::from_utf8(text_bytes).is_err() {
            findings.note(format!("{place}, text"), "is not UTF-8");
        } else if sha256(text_bytes) != text(row, 9)? {
            findings.note(
                format!("{place}, text"),
                "is not what was added: the hash differs",
            );
        }
        let about = about(row).map(|report| about_sha256(&report));
        if about != Some(text(row, 8)?) {
            let what = "title, address, source, day or language are not what was added";
            findings.note(place, what);
        }
    }
    each(
        connection,
        findings,
        "SELECT 'report ' || report.id FROM report
         JOIN version ON version.number = report.current_version
         WHERE version.report <> report.number OR version.version <>
            (SELECT max(version) FROM version WHERE report = report.number)",
        "its current version is not its last",
    )
}

fn about(row: &Row<'_>) -> Option<Report> {
    let published: Option<String> = row.get(5).ok()?;
    let from: String = row.get(6).ok()?;
    Some(Report {
        title: row.get(2).ok()?,
        url: row.get(3).ok()?,
        source: row.get(4).ok()?,
        published: published.map(|day| day.parse()).transpose().ok()?,
        published_from: serde_json::from_value(Value::from(from)).ok()?,
        lang: row.get(7).ok()?,
        ..Report::default()
    })
}

/// Every coding has the records it was written with, and every span of them its words.
pub(super) fn codings(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare(
        "SELECT coding.number, coding.notes, coding.sha256, report.id, version.version,
            version.text, coding.number = report.current_coding
         FROM coding JOIN version ON version.number = coding.version
         JOIN report ON report.number = version.report
         WHERE coding.repeats IS NULL ORDER BY coding.number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let report = text(row, 3)?;
        let place = format!(
            "report {report}, version {}, coding {number}",
            row.get::<_, i64>(4)?
        );
        let words = text(row, 5)?;
        let mut list = |table: &str| records(connection, table, number, &report, &words, findings);
        let stored = Rows {
            notes: text(row, 1)?,
            accounts: list("account")?,
            tallies: list("tally")?,
            warnings: list("warning")?,
        };
        if stored.sha256() != text(row, 2)? {
            findings.note(
                place,
                "its records are not those that were written: the hash differs",
            );
        }
    }
    Ok(())
}

fn records(
    connection: &Connection,
    table: &str,
    coding: i64,
    report: &str,
    words: &str,
    findings: &mut Findings,
) -> Result<Vec<String>, Trouble> {
    let query = format!("SELECT record, id FROM {table} WHERE coding = ?1 ORDER BY position");
    let mut statement = connection.prepare_cached(&query)?;
    let mut rows = statement.query([coding])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let record = text(row, 0)?;
        let id = text(row, 1)?;
        let place = format!("{table} {report}#{id}, coding {coding}");
        match serde_json::from_str::<Value>(&record) {
            Err(error) => findings.note(place, format!("its record cannot be read: {error}")),
            Ok(value) => {
                for misfit in words::misfits(&value, words) {
                    findings.note(&place, misfit);
                }
                let named = (value["report"].as_str(), value["id"].as_str());
                if named != (Some(report), Some(&id)) {
                    findings.note(&place, "its record is of another report or id");
                }
            }
        }
        records.push(record);
    }
    Ok(records)
}

/// The columns beside the records say the same, and the right accounts are marked as current.
pub(super) fn currency(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    each(
        connection,
        findings,
        "SELECT 'account ' || report.id || '#' || account.id || ', coding ' || account.coding
         FROM account JOIN report ON report.number = account.report
         WHERE account.current <> (account.coding = report.current_coding)
         ORDER BY account.number",
        "is wrongly marked as current or not",
    )?;
    each(
        connection,
        findings,
        "SELECT 'account row ' || account.number FROM account
         JOIN coding ON coding.number = account.coding
         JOIN version ON version.number = coding.version
         WHERE version.report <> account.report ORDER BY account.number",
        "is filed under another report than it was read in",
    )?;
    for table in ["account", "tally", "warning"] {
        each(
            connection,
            findings,
            &format!(
                "SELECT '{table} ' || id || ', coding ' || coding FROM
                    (SELECT id, coding, position,
                        row_number() OVER (PARTITION BY coding ORDER BY position) - 1 AS place
                     FROM {table}) WHERE position <> place"
            ),
            "does not stand in its place",
        )?;
    }
    accounts(connection, findings)?;
    counts(connection, findings)
}

/// What is repeated of each account beside its record.
fn accounts(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare(&format!(
        "SELECT number, record, coding, {} FROM account ORDER BY number",
        columns::REPEATED
    ))?;
    let mut actors = connection.prepare(
        "SELECT role, position, actor, name, name_folded, person FROM account_actor
         WHERE account = ?1",
    )?;
    let mut codes =
        connection.prepare("SELECT field, position, code FROM account_code WHERE account = ?1")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // A record that cannot be read was found above.
        let Ok(account) = serde_json::from_slice::<Account>(bytes(row, 1)?) else {
            continue;
        };
        let number: i64 = row.get(0)?;
        let coding: i64 = row.get(2)?;
        let place = format!("account {}, coding {coding}", account.key());
        if values(row, 3)? != columns::row(&account) {
            findings.note(&place, "its columns do not say what its record says");
        }
        if !holds(&mut actors, number, columns::actors(&account))? {
            findings.note(&place, "its actors do not say what its record says");
        }
        if !holds(&mut codes, number, columns::codes(&account))? {
            findings.note(&place, "its codes do not say what its record says");
        }
    }
    drop(rows);
    for (table, what) in [("account_actor", "an actor"), ("account_code", "a code")] {
        each(
            connection,
            findings,
            &format!(
                "SELECT DISTINCT '{table}, account row ' || account FROM {table}
                 WHERE account NOT IN (SELECT number FROM account)"
            ),
            &format!("is {what} of no account"),
        )?;
    }
    Ok(())
}

/// What is repeated of each tally and warning beside its record.
fn counts(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement =
        connection.prepare("SELECT record, coding, id, what, count_min, count_max FROM tally")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Ok(tally) = serde_json::from_slice::<Tally>(bytes(row, 0)?) else {
            continue;
        };
        let (min, max) = columns::ends(Some(&tally.count));
        let beside = [
            Stored::from(tally.id.clone()),
            Stored::from(tally.what.value.clone()),
            Stored::from(min),
            Stored::from(max),
        ];
        if values(row, 2)? != beside {
            let coding: i64 = row.get(1)?;
            let place = format!("tally {}#{}, coding {coding}", tally.report, tally.id);
            findings.note(place, "its columns do not say what its record says");
        }
    }
    drop(rows);
    let mut statement = connection.prepare("SELECT record, coding, id, about FROM warning")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Ok(warning) = serde_json::from_slice::<Warning>(bytes(row, 0)?) else {
            continue;
        };
        let beside = [
            Stored::from(warning.id.clone()),
            Stored::from(warning.about.clone()),
        ];
        if values(row, 2)? != beside {
            let coding: i64 = row.get(1)?;
            let place = format!("warning {}#{}, coding {coding}", warning.report, warning.id);
            findings.note(place, "its columns do not say what its record says");
        }
    }
    Ok(())
}

/// The values of a row from a column on.
fn values(row: &Row<'_>, from: usize) -> Result<Vec<Stored>, Trouble> {
    let columns = row.as_ref().column_count();
    let values = (from..columns).map(|column| {
        // Text that is no longer UTF-8 equals nothing that was written.
        Ok(match row.get_ref(column)? {
            ValueRef::Text(text) => match std::str::from_utf8(text) {
                Ok(text) => Stored::Text(text.to_owned()),
                Err(_) => Stored::Blob(text.to_vec()),
            },
            ValueRef::Null => Stored::Null,
            ValueRef::Integer(number) => Stored::Integer(number),
            ValueRef::Real(number) => Stored::Real(number),
            ValueRef::Blob(bytes) => Stored::Blob(bytes.to_vec()),
        })
    });
    values.collect()
}

/// True where exactly these rows stand for an account.
fn holds(
    statement: &mut Statement<'_>,
    number: i64,
    expected: Vec<Vec<Stored>>,
) -> Result<bool, Trouble> {
    let mut rows = statement.query([number])?;
    let mut left = expected;
    while let Some(row) = rows.next()? {
        let found = values(row, 0)?;
        match left.iter().position(|expected| *expected == found) {
            Some(at) => drop(left.swap_remove(at)),
            None => return Ok(false),
        }
    }
    Ok(left.is_empty())
}

/// Every report is as it was sealed.
pub(super) fn seals(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare(
        "SELECT report.number, report.id, seal.sha256 FROM report
         LEFT JOIN seal ON seal.report = report.number ORDER BY report.id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let place = format!("report {}", text(row, 1)?);
        let sealed = seal::of(connection, row.get(0)?)?;
        if text(row, 2)? != sealed {
            findings.note(
                place,
                "when and by what it was added or read, its other ids or its near-copy numbers are not what was written: the seal differs",
            );
        }
    }
    drop(rows);
    each(
        connection,
        findings,
        "SELECT 'seal ' || report FROM seal WHERE report NOT IN (SELECT number FROM report)",
        "is of no report",
    )
}
