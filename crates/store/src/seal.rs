//! The seal of a report: a hash over what stands beside its texts and records, which have hashes
//! of their own. It says when and by what each version was added and read, under which other ids
//! it is known, and by which numbers its near-copies are found.

use crate::hash::sha256_of_parts;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

/// What is sealed of a report, in this order; `?1` is its number.
const SEALED: [&str; 5] = [
    "SELECT id FROM report WHERE number = ?1",
    "SELECT version.version, at, sha256, about_sha256, text_sha256, numbers FROM version
     LEFT JOIN sketch ON sketch.version = version.number WHERE report = ?1 ORDER BY version.version",
    "SELECT coding.number, coding.version, coding.at, coder, repeats, coding.sha256 FROM coding
     JOIN version ON version.number = coding.version WHERE report = ?1 ORDER BY coding.number",
    "SELECT id, at FROM also_known WHERE report = ?1 ORDER BY id",
    "SELECT old, new, coding FROM account_alias WHERE report = ?1 ORDER BY old",
];

/// The hash over all that is sealed of a report.
pub(crate) fn of(connection: &Connection, report: i64) -> rusqlite::Result<String> {
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for query in SEALED {
        let mut statement = connection.prepare_cached(query)?;
        let columns = statement.column_count();
        let mut rows = statement.query([report])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                parts.push(bytes(row.get_ref(column)?));
            }
        }
        parts.push(b"|".to_vec());
    }
    Ok(sha256_of_parts(parts.iter().map(Vec::as_slice)))
}

/// A value with its kind before it, so that nothing and the empty text differ.
pub(crate) fn bytes(value: ValueRef<'_>) -> Vec<u8> {
    let (kind, bytes) = match value {
        ValueRef::Null => (b'n', Vec::new()),
        ValueRef::Integer(number) => (b'i', number.to_le_bytes().to_vec()),
        ValueRef::Real(number) => (b'r', number.to_le_bytes().to_vec()),
        ValueRef::Text(text) => (b't', text.to_vec()),
        ValueRef::Blob(blob) => (b'b', blob.to_vec()),
    };
    [vec![kind], bytes].concat()
}

/// Seals a report anew, after a change.
pub(crate) fn set(connection: &Connection, report: i64) -> rusqlite::Result<()> {
    let sha256 = of(connection, report)?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO seal (report, sha256) VALUES (?1, ?2)")?
        .execute(params![report, sha256])?;
    Ok(())
}

/// Seals every report.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT number FROM report ORDER BY number")?;
    let reports: rusqlite::Result<Vec<i64>> = statement.query_map([], |row| row.get(0))?.collect();
    for report in reports? {
        set(connection, report)?;
    }
    Ok(())
}
