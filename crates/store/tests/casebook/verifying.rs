use crate::made::*;
use model::*;
use rusqlite::Connection;
use std::path::Path;
use store::Casebook;

/// A closed casebook with two reports, one of them changed, and three decisions.
fn closed() -> (tempfile::TempDir, std::path::PathBuf) {
    let mut desk = desk();
    for id in ["a", "b"] {
        let (report, coded) = two(id);
        add(&mut desk.casebook, &report, &coded).unwrap();
    }
    let (mut changed, coded) = two("a");
    changed.text += " More soon.";
    changed.sha256 = store::sha256_of(&page(&changed.text));
    add(&mut desk.casebook, &changed, &coded).unwrap();
    let (far, coded) = many(3);
    add(&mut desk.casebook, &far, &coded).unwrap();
    for account in ["a#i01", "a#i02", "b#i01"] {
        let account = account.parse().unwrap();
        desk.casebook
            .decide(
                DecisionKind::Accept {
                    account,
                    shown: None,
                },
                "ana",
                "2022-09-06T08:00:00Z",
                None,
            )
            .unwrap();
    }
    let pairs = [
        (1, 2, Link::FollowUp),
        (2, 3, Link::PartOf),
        (5, 1, Link::FollowUp),
    ];
    desk.casebook
        .merge(|merging| merging.relate(pairs))
        .unwrap();
    assert_eq!(desk.casebook.verify().unwrap(), []);
    let path = desk.path();
    (desk.folder, path)
}

fn found(path: &Path) -> Vec<String> {
    let casebook = Casebook::open(path).unwrap();
    let problems = casebook.verify().unwrap();
    problems.iter().map(ToString::to_string).collect()
}

/// What is found after one statement of somebody else's.
fn found_after(statement: &str) -> Vec<String> {
    let (_folder, path) = closed();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("PRAGMA foreign_keys = OFF")
        .unwrap();
    let changed = connection.execute(statement, []).unwrap();
    assert!(changed > 0, "{statement}");
    drop(connection);
    found(&path)
}

#[test]
fn whatever_somebody_changes_is_found_and_named() {
    for (statement, finding) in [
        (
            "UPDATE version SET text = replace(text, 'six', 'ten') WHERE number = 2",
            "report b, version 1, text: is not what was added: the hash differs",
        ),
        (
            "UPDATE version SET text = CAST(x'41ff' AS TEXT) WHERE number = 2",
            "report b, version 1, text: is not UTF-8",
        ),
        (
            "UPDATE version SET title = 'Other' WHERE number = 1",
            "report a, version 1: title, address, source, day or language are not what was added",
        ),
        (
            "UPDATE version SET published = 'soon' WHERE number = 1",
            "report a, version 1: title, address",
        ),
        (
            "UPDATE original SET zstd = (SELECT zstd FROM original WHERE number = 2), bytes = (SELECT bytes FROM original WHERE number = 2) WHERE number = 1",
            "report a, version 1, original bytes: are not those that were added",
        ),
        (
            "UPDATE original SET zstd = x'00' WHERE number = 1",
            "report a, version 1, original bytes: they are not as many as noted",
        ),
        (
            "DELETE FROM original WHERE number = 1",
            "table version, row 1: refers to a row of original that is not there",
        ),
        (
            "UPDATE account SET record = replace(record, 'bombing', 'arson') WHERE number = 3",
            "report b, version 1, coding 2: its records are not those that were written: the hash differs",
        ),
        (
            "UPDATE account SET record = replace(record, '\"end\":34', '\"end\":9934') WHERE number = 3",
            "account b#i01, coding 2: evidence[0]: bytes 0 to 9934 reach past the text",
        ),
        (
            "UPDATE account SET record = '{' WHERE number = 3",
            "account b#i01, coding 2: its record cannot be read",
        ),
        (
            "UPDATE account SET country = 'PK' WHERE number = 3",
            "account b#i01, coding 2: its columns do not say what its record says",
        ),
        (
            "DELETE FROM account WHERE number = 3",
            "report b, version 1, coding 2: its records are not those",
        ),
        (
            "UPDATE account SET current = 1 WHERE number = 1",
            "account a#i01, coding 1: is wrongly marked as current or not",
        ),
        (
            "UPDATE decision SET record = replace(record, 'ana', 'bob') WHERE number = 2",
            "decision 2: its record is not what was written: the hash differs",
        ),
        (
            "UPDATE decision SET by = 'bob' WHERE number = 2",
            "decision 2: its columns do not say what its record says",
        ),
        (
            "DELETE FROM decision WHERE number = 2",
            "decision 3: follows on decision 1: those between are missing",
        ),
        (
            "DELETE FROM decision WHERE number = 3",
            "decisions: ends at 2 and should end at 3",
        ),
        (
            "DELETE FROM decision_account WHERE decision = 2",
            "decision 2: its accounts do not stand in decision_account",
        ),
        (
            "UPDATE report SET current_version = 1 WHERE id = 'a'",
            "report a: its current version is not its last",
        ),
        (
            "DELETE FROM account_box WHERE account = (SELECT min(account) FROM account_box)",
            "account report-000003#i01: is not where it should be in the map index",
        ),
        (
            "INSERT INTO account_box VALUES (999, 1, 1, 1, 1)",
            "map index, account row 999: is not current",
        ),
        (
            "DELETE FROM words WHERE rowid = 2",
            "report b: is missing from the search index",
        ),
    ] {
        let findings = found_after(statement);
        assert!(
            findings.iter().any(|line| line.starts_with(finding)),
            "{statement}: {findings:#?}"
        );
    }
}

#[test]
fn what_merging_found_is_missed_when_it_is_gone_or_another() {
    for statement in [
        "DELETE FROM related WHERE a = 1",
        "UPDATE related SET link = 'part_of' WHERE a = 1",
        "UPDATE related SET b = 4 WHERE a = 1",
        "INSERT INTO related VALUES (1, 4, 'part_of')",
        "UPDATE related_sum SET sum = sum + 1",
    ] {
        let findings = found_after(statement);
        assert!(
            findings
                .iter()
                .any(|line| line.starts_with("merging, related accounts: are not those")),
            "{statement}: {findings:#?}"
        );
    }
    let (_folder, path) = closed();
    let mut casebook = Casebook::open(&path).unwrap();
    casebook.merge(|merging| merging.take_out(1, [])).unwrap();
    assert_eq!(casebook.verify().unwrap(), []);
    casebook.forget().unwrap();
    assert_eq!(casebook.verify().unwrap(), []);
}

#[test]
fn a_decision_rewritten_with_its_own_hash_breaks_the_chain_after_it() {
    let (_folder, path) = closed();
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("UPDATE decision SET hash = (SELECT previous FROM decision WHERE number = 1) WHERE number = 2")
        .unwrap();
    drop(connection);
    let findings = found(&path);
    assert!(
        findings.contains(&"decision 3: does not continue the chain of hashes".to_owned()),
        "{findings:?}"
    );
}

/// Positions of a needle in the file.
fn positions(bytes: &[u8], needle: &[u8]) -> Vec<usize> {
    (bytes.windows(needle.len()).enumerate())
        .filter(|(_, window)| *window == needle)
        .map(|(position, _)| position)
        .collect()
}

#[test]
fn a_byte_flipped_on_disk_is_found_wherever_it_lies() {
    let (_folder, path) = closed();
    let whole = std::fs::read(&path).unwrap();
    let magic = [0x28, 0xb5, 0x2f, 0xfd];
    for (needle, offset, place) in [
        ("This is b.".as_bytes(), 2, "report b, version 1, text"),
        (b"{\"number\":2,\"at\"", 20, "decision 2"),
        (&magic, 8, "original bytes"),
    ] {
        let at = positions(&whole, needle);
        assert!(!at.is_empty(), "{place}");
        for position in at {
            let mut flipped = whole.clone();
            flipped[position + offset] ^= 1;
            std::fs::write(&path, &flipped).unwrap();
            let findings = found(&path);
            assert!(
                findings.iter().any(|line| line.contains(place)),
                "{place}: {findings:?}"
            );
        }
    }
}

#[test]
fn a_file_torn_anywhere_gives_findings_or_an_error_and_never_a_panic() {
    let (_folder, path) = closed();
    let whole = std::fs::read(&path).unwrap();
    let mut state = 7_u64;
    for _ in 0..300 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let start = (state >> 20) as usize % whole.len();
        let length = (state >> 40) as usize % 600 + 1;
        let mut torn = whole.clone();
        let end = (start + length).min(whole.len());
        torn[start..end].fill((state >> 56) as u8);
        std::fs::write(&path, &torn).unwrap();
        if let Ok(casebook) = Casebook::open(&path) {
            let _ = casebook.verify();
            let _ = casebook.accounts();
            let _ = casebook.reports();
            let _ = casebook.decisions();
            let _ = casebook.search("kabul", 5);
            let _ = casebook.history("a");
            let _ = casebook.original("a", None);
        }
        for side in ["-wal", "-shm", "-journal"] {
            let mut name = path.clone().into_os_string();
            name.push(side);
            let _ = std::fs::remove_file(name);
        }
    }
}

#[test]
fn a_backup_is_whole_and_writes_over_nothing() {
    let (folder, path) = closed();
    let casebook = Casebook::open_read_only(&path).unwrap();
    let copy = folder.path().join("copy.annalist");
    casebook.backup(&copy).unwrap();
    let error = casebook.backup(&copy).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("copy.annalist exists already; name another file, or move it away")
    );
    let mut opened = Casebook::open(&copy).unwrap();
    assert_eq!(opened.verify().unwrap(), []);
    assert_eq!(opened.accounts().unwrap(), casebook.accounts().unwrap());
    assert_eq!(opened.chain_end().unwrap(), casebook.chain_end().unwrap());
    assert_eq!(
        opened.search("herat", 9).unwrap(),
        casebook.search("herat", 9).unwrap()
    );
    let (report, coded) = two("later");
    add(&mut opened, &report, &coded).unwrap();
    assert_eq!(opened.verify().unwrap(), []);
    let nowhere = folder.path().join("none").join("copy.annalist");
    assert!(
        casebook
            .backup(nowhere)
            .unwrap_err()
            .to_string()
            .starts_with("cannot write ")
    );
    // What a backup that was killed left behind is named, with what to do about it.
    let half = folder.path().join("next.annalist.part");
    std::fs::write(&half, "").unwrap();
    let next = folder.path().join("next.annalist");
    let error = casebook.backup(&next).unwrap_err().to_string();
    assert!(error.contains("next.annalist.part exists"), "{error}");
    assert!(error.contains("delete"), "{error}");
    std::fs::remove_file(&half).unwrap();
    casebook.backup(&next).unwrap();
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().ends_with(".part")),
        "{left:?}"
    );
}
