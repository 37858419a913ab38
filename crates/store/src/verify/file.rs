//! SQLite's own checks, and the indexes it does not compare with the tables.

use super::Findings;
use crate::error::Trouble;
use crate::schema;
use rusqlite::Connection;
use std::collections::BTreeMap;

pub(super) fn integrity(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            findings.note("file", line);
        }
    }
    Ok(())
}

/// The tables and indexes are those of the schema, word by word: without them, SQLite would hold what
/// stands in them to other rules.
pub(super) fn tables(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut anew = Connection::open_in_memory()?;
    schema::migrate(&mut anew, schema::STEPS)?;
    let (found, should) = (definitions(connection)?, definitions(&anew)?);
    for (name, sql) in &should {
        if found.get(name) != Some(sql) {
            let what = "is not defined as it should be; a backup can stand in for the file";
            findings.note(name.as_str(), what);
        }
    }
    for name in found.keys().filter(|name| !should.contains_key(*name)) {
        findings.note(name.as_str(), "is none of the casebook's");
    }
    Ok(())
}

/// What is defined, by kind and name.
fn definitions(connection: &Connection) -> rusqlite::Result<BTreeMap<String, Vec<u8>>> {
    let query = "SELECT CAST(type || ' ' || name AS BLOB),
            CAST(coalesce(sql, '') || ' on ' || tbl_name AS BLOB) FROM sqlite_schema
        WHERE name NOT LIKE 'sqlite_stat%'";
    let mut statement = connection.prepare(query)?;
    let rows = statement.query_map([], |row| {
        let name: Vec<u8> = row.get(0)?;
        Ok((String::from_utf8_lossy(&name).into_owned(), row.get(1)?))
    })?;
    rows.collect()
}

pub(super) fn references(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        let place = match row.get::<_, Option<i64>>(1)? {
            Some(number) => format!("table {table}, row {number}"),
            None => format!("table {table}"),
        };
        findings.note(
            place,
            format!("refers to a row of {parent} that is not there"),
        );
    }
    Ok(())
}

/// Every current account with coordinates is in the map index, at its place, and nothing else is.
pub(super) fn boxes(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    each(
        connection,
        findings,
        "SELECT 'account ' || report.id || '#' || account.id FROM account
         JOIN report ON report.number = account.report
         LEFT JOIN account_box ON account_box.account = account.number
         WHERE account.current = 1 AND account.latitude IS NOT NULL
            AND (account_box.account IS NULL
                OR account.latitude NOT BETWEEN min_latitude AND max_latitude
                OR account.longitude NOT BETWEEN min_longitude AND max_longitude)",
        "is not where it should be in the map index",
    )?;
    each(
        connection,
        findings,
        "SELECT 'map index, account row ' || account FROM account_box WHERE account NOT IN
            (SELECT number FROM account WHERE current = 1 AND latitude IS NOT NULL)",
        "is not current",
    )
}

/// Runs a query whose rows are the places of findings.
pub(super) fn each(
    connection: &Connection,
    findings: &mut Findings,
    query: &str,
    what: &str,
) -> Result<(), Trouble> {
    let mut statement = connection.prepare(query)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        findings.note(row.get::<_, String>(0)?, what);
    }
    Ok(())
}
