//! Seals over rows that no other hash covers, those of the desk above all: one that anything else has
//! changed is found.
//!
//! A seal stands in a table of its own under the row's place ("user anna"), a hash over its columns.
//! Sessions have none: they end by themselves, and one that is damaged opens nothing.

use crate::error::Trouble;
use crate::seal::bytes;
use crate::verify::Findings;
use rusqlite::{Connection, ToSql, params};
use std::collections::BTreeMap;

/// Tables: the place of a row, and what is sealed of it.
pub(crate) const STATES: &str =
    "SELECT 'state of report row ' || report, report, state, at, by, version
    FROM report_state";
pub(crate) const CODINGS: &str =
    "SELECT 'coding of report row ' || report || ' by ' || coder, report,
    coder, at, by, state, changed, incidents, opened, withdrawn, version, page FROM assignment";
/// The same up to schema 7.
const CODINGS_BEFORE: &str = "SELECT 'coding of report row ' || report || ' by ' || coder, report,
    coder, at, by, state, changed, incidents, opened FROM assignment";
pub(crate) const NOTES: &str = "SELECT 'note ' || number, number, about, at, by, text FROM note";
pub(crate) const PINS: &str =
    "SELECT 'pin ' || number, number, at, by, title, question, query FROM pin";
pub(crate) const UNSURE: &str =
    "SELECT 'unsure of ' || a || ' and ' || b || ', ' || by, a, b, by, at
    FROM unsure";
pub(crate) const USERS: &str = "SELECT 'user ' || name, name, role, hash, active, at FROM user";

pub(crate) const NAMED: &str =
    "SELECT 'decision ' || decision || ', account ' || position, decision,
    position, report, id, coding FROM decision_account";

const ALL: [&str; 7] = [STATES, CODINGS, NOTES, PINS, UNSURE, USERS, NAMED];

/// Seals rows of a table anew, after a change: those that `rows` (`WHERE …`) chooses.
pub(crate) fn seal(
    connection: &Connection,
    table: &str,
    rows: &str,
    chosen: &[&dyn ToSql],
) -> rusqlite::Result<()> {
    let seals = seals(connection, &format!("{table} {rows}"), chosen)?;
    for (place, sha256) in seals {
        connection
            .prepare_cached("INSERT OR REPLACE INTO row_seal (place, sha256) VALUES (?1, ?2)")?
            .execute(params![place, sha256])?;
    }
    Ok(())
}

/// Takes the seals of rows away that are about to go.
pub(crate) fn unseal(
    connection: &Connection,
    table: &str,
    rows: &str,
    chosen: &[&dyn ToSql],
) -> rusqlite::Result<()> {
    for place in seals(connection, &format!("{table} {rows}"), chosen)?.keys() {
        connection
            .prepare_cached("DELETE FROM row_seal WHERE place = ?1")?
            .execute([place])?;
    }
    Ok(())
}

/// Seals all rows.
pub(crate) fn seal_all(connection: &Connection) -> rusqlite::Result<()> {
    for table in ALL {
        seal(connection, table, "", &[])?;
    }
    Ok(())
}

/// The assignments of a file of schema 6 or 7 that are as they were sealed, by their places.
pub(crate) fn whole_codings(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut whole = Vec::new();
    for (place, sha256) in seals(connection, CODINGS_BEFORE, &[])? {
        let query = "SELECT 1 FROM row_seal WHERE place = ?1 AND sha256 = ?2";
        if connection
            .prepare_cached(query)?
            .exists([&place, &sha256])?
        {
            whole.push(place);
        }
    }
    Ok(whole)
}

/// Seals those assignments anew.
pub(crate) fn seal_codings(connection: &Connection, whole: &[String]) -> rusqlite::Result<()> {
    let all = seals(connection, CODINGS, &[])?;
    for (place, sha256) in all.iter().filter(|(place, _)| whole.contains(place)) {
        connection
            .prepare_cached("UPDATE row_seal SET sha256 = ?2 WHERE place = ?1")?
            .execute(params![place, sha256])?;
    }
    Ok(())
}

fn seals(
    connection: &Connection,
    query: &str,
    chosen: &[&dyn ToSql],
) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut statement = connection.prepare_cached(query)?;
    let columns = statement.column_count();
    let mut rows = statement.query(chosen)?;
    let mut seals = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let mut parts = Vec::new();
        for column in 1..columns {
            parts.push(bytes(row.get_ref(column)?));
        }
        let place = row.get_ref(0)?.as_bytes().unwrap_or_default();
        let place = String::from_utf8_lossy(place).into_owned();
        let parts = parts.iter().map(Vec::as_slice);
        seals.insert(place, crate::hash::sha256_of_parts(parts));
    }
    Ok(seals)
}

/// Every such row is as it was sealed, and every seal has its row.
pub(crate) fn check(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut sealed = BTreeMap::new();
    let mut statement = connection.prepare("SELECT place, sha256 FROM row_seal")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column: usize| -> rusqlite::Result<String> {
            let bytes = row.get_ref(column)?.as_bytes().unwrap_or_default();
            Ok(String::from_utf8_lossy(bytes).into_owned())
        };
        sealed.insert(text(0)?, text(1)?);
    }
    for table in ALL {
        for (place, sha256) in seals(connection, table, &[])? {
            match sealed.remove(&place) {
                Some(seal) if seal == sha256 => {}
                Some(_) => findings.note(place, "is not what was written: the seal differs"),
                None => findings.note(place, "was not written by Annalist: it has no seal"),
            }
        }
    }
    for place in sealed.into_keys() {
        findings.note(place, "is missing, or stands under another name");
    }
    Ok(())
}
