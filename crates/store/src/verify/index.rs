//! The search index against the texts: does it say, word by word, what an index made anew would say?

use super::Findings;
use super::file::each;
use crate::error::Trouble;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// So many reports are indexed anew at a time, in memory.
const PORTION: usize = 5_000;

/// What can be done about an index that does not say what it should.
const ANEW: &str = "`annalist verify --forget` makes the search index anew";

/// Every current version is in the search index with all its words, and nothing else is.
pub(super) fn words(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    each(
        connection,
        findings,
        "SELECT 'report ' || id FROM report
         WHERE current_version NOT IN (SELECT id FROM words_docsize)",
        "is missing from the search index",
    )?;
    each(
        connection,
        findings,
        "SELECT 'search index, version row ' || id FROM words_docsize
         WHERE id NOT IN (SELECT current_version FROM report)",
        "is not current",
    )?;
    let result = compare(connection, findings);
    let tidy = "DROP TABLE IF EXISTS temp.said; DROP TABLE IF EXISTS temp.should_say;
        DROP TABLE IF EXISTS temp.anew;";
    connection.execute_batch(tidy)?;
    if let Err(Trouble::Sqlite(error)) = result {
        let what = format!("cannot be read to the end: {error}; {ANEW}");
        findings.note("search index", what);
        return Ok(());
    }
    result
}

fn compare(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    connection.execute_batch(
        "CREATE VIRTUAL TABLE temp.said USING fts5vocab (main, words, instance);
         CREATE VIRTUAL TABLE temp.anew USING fts5 (
            title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'
         );
         CREATE VIRTUAL TABLE temp.should_say USING fts5vocab (temp, anew, instance);",
    )?;
    let said = sums(connection, "said")?;
    let mut statement = connection
        .prepare("SELECT report.id, current_version FROM report ORDER BY current_version")?;
    let reports = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let reports: Vec<(String, i64)> = reports.collect::<rusqlite::Result<_>>()?;
    let mut totals = [reports.len() as u64, 0, 0];
    for portion in reports.chunks(PORTION) {
        connection.execute_batch("INSERT INTO temp.anew (anew) VALUES ('delete-all')")?;
        for (_, number) in portion {
            let add = "INSERT INTO temp.anew (rowid, title, text)
                SELECT number, title, text FROM version WHERE number = ?1";
            connection.prepare_cached(add)?.execute([number])?;
        }
        let should = sums(connection, "should_say")?;
        for (id, number) in portion {
            let place = || format!("report {id}, search index");
            if said.get(number) != should.get(number) {
                findings.note(place(), format!("does not have the report's words; {ANEW}"));
            }
            let size = |table: &str| -> rusqlite::Result<Option<Vec<u8>>> {
                connection
                    .prepare_cached(&format!("SELECT sz FROM {table} WHERE id = ?1"))?
                    .query_row([number], |row| row.get(0))
                    .optional()
            };
            let should = size("temp.anew_docsize")?.unwrap_or_default();
            for (total, words) in totals[1..].iter_mut().zip(varints(&should)) {
                *total += words;
            }
            if size("main.words_docsize")?.is_some_and(|size| size != should) {
                findings.note(place(), format!("has another count of words; {ANEW}"));
            }
        }
    }
    // How many reports and words there are in all weighs what is found.
    let query = "SELECT block FROM main.words_data WHERE id = 1";
    let block: Option<Vec<u8>> = connection
        .query_row(query, [], |row| row.get(0))
        .optional()?;
    let noted = varints(&block.unwrap_or_default());
    if noted.is_empty() && reports.is_empty() {
        return Ok(());
    }
    if noted != totals {
        let what = format!("has other totals than its reports; {ANEW}");
        findings.note("search index", what);
    }
    Ok(())
}

/// For each document of an index a sum over its words and where they stand, whatever their order.
fn sums(connection: &Connection, vocabulary: &str) -> rusqlite::Result<BTreeMap<i64, u64>> {
    let query = format!("SELECT doc, term, col, offset FROM temp.{vocabulary}");
    let mut statement = connection.prepare(&query)?;
    let mut rows = statement.query([])?;
    let mut sums: BTreeMap<i64, u64> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let term = row.get_ref(1)?.as_bytes().unwrap_or_default();
        let column = row.get_ref(2)?.as_bytes().unwrap_or_default();
        let offset: i64 = row.get(3)?;
        let sum = sums.entry(row.get(0)?).or_default();
        *sum = sum.wrapping_add(number_of([term, column, &offset.to_le_bytes()]));
    }
    Ok(sums)
}

/// A number of 64 bits for a word and where it stands: FNV-1a, and the finisher of `SplitMix64`, by
/// which sums of such numbers differ wherever one of them does.
fn number_of(parts: [&[u8]; 3]) -> u64 {
    let mut number = 0xcbf2_9ce4_8422_2325_u64;
    for byte in parts
        .into_iter()
        .flat_map(|part| part.iter().chain(&[0xff]))
    {
        number = (number ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Numbers as SQLite packs them: seven bits a byte, the highest first.
fn varints(bytes: &[u8]) -> Vec<u64> {
    let (mut all, mut number) = (Vec::new(), 0_u64);
    for byte in bytes {
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            all.push(std::mem::take(&mut number));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unpacked_as_sqlite_packs_them() {
        assert_eq!(
            varints(&[0, 127, 0x81, 0x00, 0x82, 0x2c]),
            [0, 127, 128, 300]
        );
        assert!(varints(&[]).is_empty());
    }
}
