//! What users say of sources, and what was worked out and kept.

use super::Findings;
use super::file::each;
use crate::error::Trouble;
use crate::grades;
use crate::hash::sha256;
use model::Grade;
use rusqlite::Connection;

/// Every grade is as it was given.
pub(super) fn grades(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let mut statement = connection.prepare(
        "SELECT number, CAST(source AS BLOB), CAST(source_folded AS BLOB), CAST(grade AS BLOB),
            CAST(at AS BLOB), CAST(by AS BLOB), CAST(sha256 AS BLOB)
         FROM source_grade ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    let mut last = 0;
    while let Some(row) = rows.next()? {
        let text = |column: usize| -> rusqlite::Result<Option<String>> {
            let bytes: Option<Vec<u8>> = row.get(column)?;
            Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
        };
        let word = |column: usize| Ok::<_, Trouble>(text(column)?.unwrap_or_default());
        let (source, folded, grade) = (word(1)?, word(2)?, text(3)?);
        let number: i64 = row.get(0)?;
        let place = format!("grade {number}, of source {source}");
        if number != last + 1 {
            findings.note(&place, format!("follows on grade {last}"));
        }
        last = number;
        if grades::hash(&source, grade.as_deref(), &word(4)?, &word(5)?) != word(6)? {
            findings.note(&place, "is not what was given: the hash differs");
        }
        if grades::folded(&source) != folded {
            findings.note(&place, "stands under the name of another source");
        }
        if let Some(Err(why)) = grade.map(|grade| grade.parse::<Grade>()) {
            findings.note(&place, why);
        }
    }
    Ok(())
}

/// Every kept column has its hash.
pub(super) fn kept(connection: &Connection, findings: &mut Findings) -> Result<(), Trouble> {
    let queries = [
        "SELECT policy, name, sha256, bytes FROM kept ORDER BY policy, name",
        "SELECT policy, incident, sha256, CAST(record AS BLOB) FROM kept_new ORDER BY policy, incident",
    ];
    for query in queries {
        let mut statement = connection.prepare(query)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let hash: String = row.get(2)?;
            let bytes = row.get_ref(3)?.as_blob().unwrap_or_default();
            if sha256(bytes) != hash {
                let (policy, name): (String, String) = (row.get(0)?, row.get(1)?);
                findings.note(
                    format!("kept incidents under {policy}, {name}"),
                    "is not what was kept: the hash differs; `annalist verify --forget` throws away what was worked out, and it is worked out again",
                );
            }
        }
    }
    each(
        connection,
        findings,
        "SELECT 'merging, tie of account rows ' || a || ' and ' || b FROM tie
         WHERE NOT EXISTS (SELECT 1 FROM tie AS back
            WHERE back.a = tie.b AND back.b = tie.a AND back.bits = tie.bits)",
        "is another one way than the other; `annalist verify --forget` throws away what was worked out, and it is worked out again",
    )?;
    let up_to_date = connection.query_row(
        "SELECT count(*) FROM merged JOIN state ON state.changes = merged.changes",
        [],
        |row| row.get::<_, i64>(0),
    )?;
    if up_to_date == 0 {
        return Ok(());
    }
    each(
        connection,
        findings,
        "SELECT 'merging, incidents' FROM merged
         WHERE accounts <> (SELECT count(*) FROM member)
            OR incidents <> (SELECT count(DISTINCT incident) FROM member)",
        "are not as many, or not of as many accounts, as merging has noted; `annalist verify --forget` throws away what was worked out, and it is worked out again",
    )?;
    each(
        connection,
        findings,
        "SELECT 'merging, account row ' || account FROM member
         WHERE account NOT IN (SELECT number FROM account WHERE current = 1)
         AND -account NOT IN (SELECT number FROM decision WHERE kind = 'add')",
        "is in an incident and not current; `annalist verify --forget` throws away what was worked out, and it is worked out again",
    )
}
