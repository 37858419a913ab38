//! A byte flipped anywhere in what the casebook says is found.

use crate::made::*;
use model::DecisionKind;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::path::Path;
use store::Casebook;
use store::desk::{CodedIncident, ReportState, Role, Signature};

/// The tables that hold reports, what was read in them, decisions, grades and the desk's work, and
/// what is found by which word.
const SAID: [&str; 28] = [
    "report",
    "version",
    "original",
    "also_known",
    "sketch",
    "coding",
    "account",
    "account_actor",
    "account_code",
    "account_alias",
    "tally",
    "warning",
    "decision",
    "decision_account",
    "chain_end",
    "source_grade",
    "seal",
    "user",
    "assignment",
    "report_state",
    "note",
    "pin",
    "unsure",
    "row_seal",
    "related",
    "related_sum",
    "temp.found",
    "sqlite_schema",
];

fn closed() -> (tempfile::TempDir, std::path::PathBuf) {
    let mut desk = desk();
    for n in 0..3 {
        let (report, coded) = many(n);
        add(&mut desk.casebook, &report, &coded).unwrap();
    }
    for id in ["a", "b"] {
        let (report, coded) = two(id);
        add(&mut desk.casebook, &report, &coded).unwrap();
    }
    // The same page under another id, and a page that has changed.
    let (mut again, coded) = two("a");
    again.id = "again".into();
    add(&mut desk.casebook, &again, &coded).unwrap();
    let (mut changed, coded) = two("b");
    changed.text += " More soon.";
    changed.sha256 = store::sha256_of(&page(&changed.text));
    add(&mut desk.casebook, &changed, &coded).unwrap();
    for account in ["a#i01", "report-000001#i02"] {
        let account = account.parse().unwrap();
        let accept = DecisionKind::Accept {
            account,
            shown: None,
        };
        let at = "2022-09-06T08:00:00Z";
        desk.casebook
            .decide(accept, "ana", at, Some("as shown"))
            .unwrap();
    }
    let grade = "B2".parse().ok();
    desk.casebook
        .grade_source("Wire", grade, "ana", "2022-09-06T08:00:00Z")
        .unwrap();
    desk_work(&mut desk.casebook).unwrap();
    let pairs = (1..200).map(|n| (n, n + 1, model::Link::FollowUp));
    desk.casebook
        .merge(|merging| merging.relate(pairs))
        .unwrap();
    assert_eq!(desk.casebook.verify().unwrap(), []);
    let path = desk.path();
    (desk.folder, path)
}

/// Users, and what they did.
fn desk_work(casebook: &mut Casebook) -> store::Result<()> {
    let ana = Signature {
        by: "ana",
        at: "2022-09-06T08:00:00Z",
    };
    for name in ["ana", "ben", "eva"] {
        casebook.add_user(name, Role::Admin, &"$argon2id$".repeat(9), ana)?;
    }
    for (n, coder) in ["ana", "ben", "eva"].iter().enumerate() {
        let report = format!("report-{n:06}");
        casebook.assign(&report, coder, ana)?;
        let coding = CodedIncident {
            id: "c01".into(),
            ..CodedIncident::default()
        };
        let by = Signature { by: coder, ..ana };
        casebook.save_coding(&report, &vec![coding; 9], true, by)?;
        casebook.set_report_state(&report, ReportState::Coded, ana)?;
        casebook.add_note(&report, &"who counted the dead? ".repeat(9), by)?;
        casebook.pin("Figure", "tally", &"by=actor&".repeat(9), by)?;
        casebook.note_unsure("a#i01", "b#i01", by)?;
    }
    Ok(())
}

/// All that a reader of the tables sees; `None` where it cannot be read.
fn said(path: &Path) -> Option<Vec<Value>> {
    let connection = Connection::open(path).ok()?;
    connection
        .execute_batch("CREATE VIRTUAL TABLE temp.found USING fts5vocab (main, words, instance)")
        .ok()?;
    let mut all = Vec::new();
    for table in SAID {
        let mut statement = connection
            .prepare(&match table {
                // Its number says nothing.
                "original" => "SELECT sha256, bytes, zstd FROM original NOT INDEXED".to_owned(),
                "temp.found" => "SELECT * FROM temp.found".to_owned(),
                "sqlite_schema" => "SELECT type, name, tbl_name, sql FROM sqlite_schema".to_owned(),
                _ => format!("SELECT * FROM {table} NOT INDEXED"),
            })
            .ok()?;
        let columns = statement.column_count();
        let mut rows = statement.query([]).ok()?;
        while let Some(row) = rows.next().ok()? {
            for column in 0..columns {
                let value = row.get_ref(column).ok()?;
                all.push(match value {
                    // Bytes as they are, UTF-8 or not.
                    rusqlite::types::ValueRef::Text(text) => Value::Blob(text.to_vec()),
                    other => Value::try_from(other).ok()?,
                });
            }
        }
    }
    Some(all)
}

#[test]
fn a_byte_flipped_in_what_the_casebook_says_is_found_wherever_it_lies() {
    let (_folder, path) = closed();
    let whole = std::fs::read(&path).unwrap();
    let before = said(&path).unwrap();
    let flips: u64 = std::env::var("FLIPS").map_or(400, |flips| flips.parse().unwrap());
    let mut state = 20_220_905_u64;
    let mut seen = 0;
    for _ in 0..flips {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 20) as usize % whole.len();
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << ((state >> 60) % 8);
        std::fs::write(&path, &flipped).unwrap();
        let changed = said(&path).is_none_or(|now| now != before);
        let problems = match Casebook::open_read_only(&path) {
            Ok(casebook) => casebook.verify().unwrap_or_default().len(),
            // It says so when it is opened.
            Err(_) => 1,
        };
        seen += usize::from(changed);
        assert!(
            !changed || problems > 0,
            "byte {at}: what the casebook says has changed, and nothing was found"
        );
        for side in ["-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(side);
            let _ = std::fs::remove_file(name);
        }
    }
    assert!(
        seen > flips as usize / 10,
        "only {seen} flips were seen: the test shows nothing"
    );
}
