//! The chain of decisions.

use super::Findings;
use super::file::each;
use crate::decide::{BEGINNING, kind_word, link, named};
use crate::error::Trouble;
use model::{AccountKey, Decision};
use rusqlite::{Connection, Row};

pub(super) fn chain(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare(
        "SELECT number, at, by, kind, record, previous, hash FROM decision ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    let mut before = (0_i64, BEGINNING.to_owned());
    while let Some(row) = rows.next()? {
        before = one(connection, row, before, findings)?;
    }
    let (decisions, hash): (i64, String) = connection.query_row(
        "SELECT decisions, hash FROM chain_end WHERE one = 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if decisions != before.0 {
        let what = format!("ends at {} and should end at {decisions}", before.0);
        findings.note("decisions", what);
    } else if hash != before.1 {
        findings.note(
            "decisions",
            "the last hash is not the one noted as the end of the chain",
        );
    }
    each(
        connection,
        findings,
        "SELECT 'decision ' || decision_account.decision FROM decision_account
         LEFT JOIN account USING (report, id) WHERE account.number IS NULL",
        "names an account that never was",
    )
}

/// Checks one link; gives its number and hash for the next.
fn one(
    connection: &Connection,
    row: &Row<'_>,
    (last, end): (i64, String),
    findings: &mut Findings,
) -> Result<(i64, String), Trouble> {
    let number: i64 = row.get(0)?;
    let place = format!("decision {number}");
    let text = |index: usize| -> Result<String, Trouble> {
        Ok(
            String::from_utf8_lossy(row.get_ref(index)?.as_bytes().unwrap_or_default())
                .into_owned(),
        )
    };
    let record = row.get_ref(4)?.as_bytes().unwrap_or_default();
    let (previous, hash) = (text(5)?, text(6)?);
    if number != last + 1 {
        findings.note(
            &place,
            format!("follows on decision {last}: those between are missing"),
        );
    }
    if previous != end {
        findings.note(&place, "does not continue the chain of hashes");
    }
    if link(&previous, record) != hash {
        findings.note(
            &place,
            "its record is not what was written: the hash differs",
        );
    }
    match serde_json::from_slice::<Decision>(record) {
        Err(error) => findings.note(&place, format!("its record cannot be read: {error}")),
        Ok(decision) => {
            let beside = (text(1)?, text(2)?, text(3)?);
            let inside = (
                decision.at.clone(),
                decision.by.clone(),
                kind_word(&decision.kind),
            );
            if decision.number != number as u64 || beside != inside {
                findings.note(&place, "its columns do not say what its record says");
            }
            let keys: Vec<AccountKey> = named(&decision.kind).into_iter().cloned().collect();
            if keys != noted(connection, number)? {
                findings.note(&place, "its accounts do not stand in decision_account");
            }
        }
    }
    Ok((number, hash))
}

fn noted(connection: &Connection, decision: i64) -> Result<Vec<AccountKey>, Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT report.id, decision_account.id FROM decision_account
         JOIN report ON report.number = decision_account.report
         WHERE decision = ?1 AND position < (SELECT count(*) FROM decision_account WHERE decision = ?1)
         ORDER BY position",
    )?;
    let keys = statement.query_map([decision], |row| {
        Ok(AccountKey {
            report: row.get(0)?,
            account: row.get(1)?,
        })
    })?;
    Ok(keys.collect::<rusqlite::Result<_>>()?)
}
