//! The table `related`, and the sum that tells whether all of its rows are there as they were written.
//!
//! A pair stands in it once, so that nothing else in the file could tell that one is gone or another.
//! The sum goes along with every row; it is looked at by `verify` alone.

use crate::error::Trouble;
use crate::hash::number_of_parts;
use crate::verify::Findings;
use crate::write::word_of;
use model::Link;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

/// Puts pairs in; those that are there stay.
pub(crate) fn put(
    connection: &Connection,
    pairs: impl IntoIterator<Item = (i64, i64, Link)>,
) -> Result<(), Trouble> {
    let query = "INSERT OR IGNORE INTO related (a, b, link) VALUES (?1, ?2, ?3)";
    let mut statement = connection.prepare_cached(query)?;
    let mut sum = 0_i64;
    for (a, b, link) in pairs {
        let link = word_of(&link);
        if statement.execute(params![a, b, link])? > 0 {
            sum = sum.wrapping_add(number(a, b, link.as_bytes()));
        }
    }
    add(connection, sum)
}

/// Takes the pairs of an account out.
pub(crate) fn take_out(connection: &Connection, account: i64) -> Result<(), Trouble> {
    let mut sum = 0_i64;
    for query in [
        "DELETE FROM related WHERE a = ?1 RETURNING a, b, link",
        "DELETE FROM related WHERE b = ?1 RETURNING a, b, link",
    ] {
        let mut statement = connection.prepare_cached(query)?;
        let mut rows = statement.query([account])?;
        while let Some(row) = rows.next()? {
            let link = row.get_ref(2)?.as_bytes().unwrap_or_default();
            sum = sum.wrapping_sub(number(row.get(0)?, row.get(1)?, link));
        }
    }
    add(connection, sum)
}

/// All pairs are gone.
pub(crate) fn cleared(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE related_sum SET sum = 0", [])?;
    Ok(())
}

/// Sums anew what stands there: of a file that had no sum yet.
pub(crate) fn sum_up(connection: &Connection) -> rusqlite::Result<()> {
    let sum = summed(connection)?;
    connection.execute("UPDATE related_sum SET sum = ?1", [sum])?;
    Ok(())
}

fn add(connection: &Connection, sum: i64) -> Result<(), Trouble> {
    if sum != 0 {
        let before: i64 =
            connection.query_row("SELECT sum FROM related_sum", [], |row| row.get(0))?;
        connection
            .prepare_cached("UPDATE related_sum SET sum = ?1")?
            .execute([before.wrapping_add(sum)])?;
    }
    Ok(())
}

fn number(a: i64, b: i64, link: &[u8]) -> i64 {
    number_of_parts([&a.to_le_bytes()[..], &b.to_le_bytes()[..], link])
}

/// The sum over the rows as they are.
fn summed(connection: &Connection) -> rusqlite::Result<i64> {
    let mut statement = connection.prepare("SELECT a, b, link FROM related NOT INDEXED")?;
    let mut rows = statement.query([])?;
    let mut sum = 0_i64;
    while let Some(row) = rows.next()? {
        let link = match row.get_ref(2)? {
            ValueRef::Text(text) => text,
            _ => b"",
        };
        sum = sum.wrapping_add(number(row.get(0)?, row.get(1)?, link));
    }
    Ok(sum)
}

/// The rows are those that were written.
pub(crate) fn check(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let kept: i64 = connection.query_row("SELECT sum FROM related_sum", [], |row| row.get(0))?;
    if summed(connection)? != kept {
        findings.note(
            "merging, related accounts",
            "are not those that were written: the sum differs; `annalist verify --forget` throws away what was worked out, and it is worked out again",
        );
    }
    Ok(())
}
