use crate::made::*;
use rusqlite::Connection;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::Casebook;

fn refused(path: &Path) -> String {
    let error = Casebook::open(path).unwrap_err().to_string();
    let reading = Casebook::open_read_only(path).unwrap_err().to_string();
    assert_eq!(error, reading);
    error
}

#[test]
fn a_missing_file_is_made_only_where_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.annalist");
    let missing = format!(
        "there is no casebook at {}; adding a report makes one",
        path.display()
    );
    assert_eq!(refused(&path), missing);
    assert!(!path.exists());
    assert!(
        Casebook::open_or_create(&path)
            .unwrap()
            .verify()
            .unwrap()
            .is_empty()
    );
    Casebook::open(&path).unwrap();
    let beyond = folder.path().join("no/such/folder.annalist");
    assert!(
        Casebook::open_or_create(&beyond)
            .unwrap_err()
            .to_string()
            .contains("there is no folder")
    );
    let error = Casebook::open_or_create(folder.path())
        .unwrap_err()
        .to_string();
    assert!(error.contains("is a folder; name a file in it"), "{error}");
}

#[test]
fn what_is_no_casebook_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    for junk in [
        b"hello".to_vec(),
        vec![b'x'; 50_000],
        b"SQLite format 3\0".to_vec(),
    ] {
        std::fs::write(&path, &junk).unwrap();
        assert!(
            refused(&path).contains("is no casebook: "),
            "{}",
            refused(&path)
        );
        let error = Casebook::open_or_create(&path).unwrap_err().to_string();
        assert!(error.contains("is no casebook: "), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), junk);
    }
    std::fs::write(&path, b"").unwrap();
    assert!(refused(&path).contains("is no casebook: it is empty"));
    // An empty file is what a making that was cut short leaves behind.
    Casebook::open_or_create(&path).unwrap();

    let theirs = folder.path().join("theirs.sqlite");
    Connection::open(&theirs)
        .unwrap()
        .execute_batch("CREATE TABLE notes (a)")
        .unwrap();
    assert!(refused(&theirs).contains("it is the database of another program"));
    assert!(
        Casebook::open_or_create(&theirs)
            .unwrap_err()
            .to_string()
            .contains("another program")
    );
}

#[test]
fn a_making_that_was_cut_short_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("half.annalist");
    let connection = Connection::open(&path).unwrap();
    connection
        .query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
        .unwrap();
    drop(connection);
    assert!(std::fs::metadata(&path).unwrap().len() > 0);
    assert!(
        Casebook::open_or_create(&path)
            .unwrap()
            .verify()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_casebook_of_a_newer_annalist_says_so() {
    let desk = desk();
    let path = desk.path();
    drop(desk.casebook);
    let present = schema_of(&path).0;
    Connection::open(&path)
        .unwrap()
        .execute_batch("PRAGMA user_version = 77")
        .unwrap();
    let expected = format!(
        "{} was written by a newer Annalist (schema 77, this one reads up to {present}); update Annalist",
        path.display()
    );
    assert_eq!(refused(&path), expected);
    assert_eq!(
        Casebook::open_or_create(&path).unwrap_err().to_string(),
        expected
    );
}

#[test]
fn nothing_is_written_through_a_casebook_opened_for_reading() {
    let mut desk = desk();
    let (report, coded) = two("a");
    add(&mut desk.casebook, &report, &coded).unwrap();
    let mut reader = Casebook::open_read_only(desk.path()).unwrap();
    assert_eq!(reader.accounts().unwrap().len(), 2);
    let error = add(&mut reader, &two("b").0, &coded)
        .unwrap_err()
        .to_string();
    assert!(error.contains("it was opened for reading only"), "{error}");
    let (third, coded) = two("c");
    add(&mut desk.casebook, &third, &coded).unwrap();
    assert_eq!(
        reader.reports().unwrap().len(),
        2,
        "a reader sees what was added meanwhile"
    );
}

/// The files of past schemas, one each, packed. `cargo test -p store -- --ignored pack` writes
/// that of the present one; do so once, when the schema is released.
fn packed(schema: u32) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    folder.join(format!("{schema}.annalist.zst"))
}

#[test]
#[ignore = "writes a file that is kept in the repository"]
fn pack_a_casebook_of_the_present_schema() {
    let mut desk = desk();
    for n in 0..3 {
        let (report, coded) = many(n);
        add(&mut desk.casebook, &report, &coded).unwrap();
    }
    let account = "report-000001#i02".parse().unwrap();
    let accept = model::DecisionKind::Accept {
        account,
        shown: None,
    };
    desk.casebook
        .decide(accept, "ana", "2022-09-06T08:00:00Z", None)
        .unwrap();
    let path = desk.path();
    drop(desk.casebook);
    let schema = schema_of(&path).0;
    let bytes = zstd::bulk::compress(&std::fs::read(path).unwrap(), 19).unwrap();
    std::fs::write(packed(schema), bytes).unwrap();
}

fn schema_of(path: &Path) -> (u32, Vec<String>) {
    let connection = Connection::open(path).unwrap();
    let version = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    let mut statement = connection
        .prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY type, name")
        .unwrap();
    let lines = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    (version, lines)
}

#[test]
fn a_casebook_of_every_earlier_schema_opens_and_is_then_like_a_new_one() {
    let desk = desk();
    let present = schema_of(&desk.path());
    for schema in 1..=present.0 {
        let path = desk.folder.path().join(format!("schema-{schema}.annalist"));
        let packed = std::fs::read(packed(schema)).unwrap();
        std::fs::write(&path, zstd::stream::decode_all(&packed[..]).unwrap()).unwrap();
        assert_eq!(schema_of(&path).0, schema);
        let mut casebook = Casebook::open(&path).unwrap();
        assert_eq!(casebook.verify().unwrap(), []);
        assert_eq!(casebook.report("report-000001").unwrap(), many(1).0);
        assert_eq!(casebook.accounts().unwrap().len(), 15);
        assert_eq!(casebook.decisions().unwrap().len(), 1);
        assert_eq!(casebook.search("police post", 9).unwrap().len(), 3);
        assert_eq!(schema_of(&path), present);
        let (report, coded) = many(9);
        add(&mut casebook, &report, &coded).unwrap();
        assert_eq!(casebook.verify().unwrap(), []);
    }
}

/// Runs one of the ignored tests below as a user who may not do everything.
fn as_nobody(test: &str, folder: &Path) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env("DESK", folder);
    let metadata = std::fs::metadata("/proc/self").unwrap();
    if std::os::unix::fs::MetadataExt::uid(&metadata) == 0 {
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn permit(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
#[ignore = "run by the tests of read-only places"]
fn nobody_opens() {
    let Some(folder) = std::env::var_os("DESK") else {
        return;
    };
    let path = Path::new(&folder).join("casebook.annalist");
    let said = |opened: store::Result<Casebook>| match opened {
        Ok(mut casebook) => {
            let read = casebook.accounts().map(|accounts| accounts.len());
            let (report, coded) = two("b");
            let written = add(&mut casebook, &report, &coded).map(|receipt| receipt.added);
            println!(
                "read {read:?} written {}",
                written.map_or_else(|e| e.to_string(), |a| format!("{a:?}"))
            );
        }
        Err(error) => println!("error {error}"),
    };
    said(Casebook::open_read_only(&path));
    said(Casebook::open(&path));
    said(Casebook::open_or_create(
        Path::new(&folder).join("new.annalist"),
    ));
}

#[test]
fn a_casebook_in_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written() {
    let mut desk = desk();
    let (report, coded) = two("a");
    add(&mut desk.casebook, &report, &coded).unwrap();
    let path = desk.path();
    drop(desk.casebook);
    for (folder_mode, file_mode) in [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)] {
        permit(&path, file_mode);
        permit(desk.folder.path(), folder_mode);
        let said = as_nobody("opening::nobody_opens", desk.folder.path());
        let lines: Vec<&str> = said
            .lines()
            .filter(|line| line.starts_with("read") || line.starts_with("error"))
            .collect();
        assert!(
            lines[0].starts_with("read Ok(2) written cannot write to "),
            "{folder_mode:o} {file_mode:o} {said}"
        );
        assert!(
            lines[1].starts_with("error cannot "),
            "{folder_mode:o} {file_mode:o} {said}"
        );
        let made = lines[2].starts_with("read Ok(0) written New");
        let refused = lines[2].starts_with("error cannot open ");
        assert!(
            if folder_mode == 0o777 { made } else { refused },
            "{folder_mode:o} {said}"
        );
        permit(desk.folder.path(), 0o777);
    }
    permit(&path, 0o000);
    let said = as_nobody("opening::nobody_opens", desk.folder.path());
    assert!(said.contains("error cannot open "), "{said}");
}

/// A file of an earlier schema, unpacked.
fn of_schema(schema: u32, folder: &Path) -> PathBuf {
    let path = folder.join(format!("schema-{schema}.annalist"));
    let packed = std::fs::read(packed(schema)).unwrap();
    std::fs::write(&path, zstd::stream::decode_all(&packed[..]).unwrap()).unwrap();
    path
}

#[test]
fn a_casebook_of_an_earlier_schema_opens_for_reading_too() {
    let desk = desk();
    let present = schema_of(&desk.path()).0;
    let path = of_schema(1, desk.folder.path());
    let error = Casebook::open_read_only(&path).unwrap_err().to_string();
    assert!(error.contains("run `annalist verify -c "), "{error}");
    assert_eq!(schema_of(&path).0, 1, "nothing was written");
    let casebook = Casebook::open_to_read(&path).unwrap();
    assert_eq!(casebook.accounts().unwrap().len(), 15);
    assert_eq!(casebook.verify().unwrap(), []);
    assert_eq!(schema_of(&path).0, present);
}

#[test]
#[ignore = "run, and killed, by the test below"]
fn a_child_brings_a_casebook_up_to_date() {
    if let Some(path) = std::env::var_os("CASEBOOK") {
        println!("\nready");
        drop(Casebook::open(Path::new(&path)).unwrap());
    }
}

#[test]
fn killed_while_it_brings_a_casebook_up_to_date_it_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let rounds: u64 = std::env::var("KILLS").map_or(80, |kills| kills.parse().unwrap());
    let past = u64::from(schema_of(&desk().path()).0) - 1;
    let (mut old, mut new) = (0, 0);
    for round in 0..rounds {
        // A folder each: what a killed process left beside a file must not meet the next one.
        let folder = folder.path().join(round.to_string());
        std::fs::create_dir(&folder).unwrap();
        let from = 1 + (round % past) as u32;
        let path = of_schema(from, &folder);
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "opening::a_child_brings_a_casebook_up_to_date"])
            .args(["--ignored", "--nocapture"])
            .env("CASEBOOK", &path)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let out = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut lines = std::io::BufRead::lines(out).map_while(Result::ok);
        lines.find(|line| line == "ready");
        std::thread::sleep(std::time::Duration::from_micros(round * 200));
        child.kill().unwrap();
        child.wait().unwrap();
        if schema_of(&path).0 <= from {
            old += 1;
        } else {
            new += 1;
        }
        let casebook = Casebook::open_to_read(&path).unwrap();
        assert_eq!(casebook.verify().unwrap(), []);
        assert_eq!(casebook.accounts().unwrap().len(), 15);
        assert_eq!(casebook.decisions().unwrap().len(), 1);
    }
    println!("{old} were killed before, {new} after");
}
