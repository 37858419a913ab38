//! What goes wrong, said in one line with what to do.

use crate::run::{Desk, Ran, is_root};
use std::process::{Command, Stdio};

#[test]
fn what_is_not_there_is_named() {
    let desk = Desk::new();
    let ran = desk.run(&["code", "nothing.txt"]);
    assert_eq!(ran.code, Some(1));
    ran.says("nothing.txt: there is no such file or folder; check the spelling");
    let ran = desk.run(&["add", "nothing.txt"]);
    assert_eq!(ran.code, Some(1));
    assert!(!desk.path("casebook.annalist").exists());
    for command in [
        &["list"][..],
        &["verify"],
        &["tally", "year"],
        &["undo"],
        &["recode"],
    ] {
        desk.run(command)
            .refused("there is no casebook at casebook.annalist");
    }
}

#[test]
fn an_empty_folder_holds_no_reports() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("empty")).unwrap();
    let ran = desk.run(&["add", "empty"]);
    assert_eq!(ran.code, Some(1));
    ran.says("empty: holds no reports");
}

#[cfg(unix)]
#[test]
fn folders_without_permission_are_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_reports();
    if is_root(&desk.path("")) {
        return;
    }
    let set = |name: &str, mode| {
        std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    std::fs::create_dir(desk.path("closed")).unwrap();
    set("closed", 0o000);
    let ran = desk.run(&["code", "closed"]);
    set("closed", 0o755);
    assert_eq!(ran.code, Some(1));
    ran.says("may not be opened");
    std::fs::create_dir(desk.path("locked")).unwrap();
    set("locked", 0o555);
    let ran = desk.run(&["add", "-c", "locked/casebook.annalist", "reports"]);
    set("locked", 0o755);
    ran.refused("locked/casebook.annalist");
}

#[test]
fn another_file_is_no_casebook() {
    let desk = Desk::with_reports();
    desk.write(
        "notes.txt",
        "these are my notes, which nobody may write over",
    );
    for command in [
        &["list", "-c", "notes.txt"][..],
        &["add", "-c", "notes.txt", "reports"],
    ] {
        desk.run(command).refused("notes.txt is no casebook");
    }
    desk.run(&["list", "-c", "reports"])
        .refused("reports is a folder");
    desk.run(&["add", "-c", "not/there.annalist", "reports"])
        .refused("there is no folder");
    assert!(desk.read("notes.txt").contains("nobody may write over"));
}

#[test]
fn a_mistake_in_a_filter_is_pointed_at() {
    let desk = Desk::with_casebook();
    let ran = desk.run(&["list", "--where", "actr = 'Boko Haram'"]);
    ran.refused("did you mean `actor`?");
    assert!(
        ran.notes.contains("1 | actr = 'Boko Haram'\n  | ^^^^"),
        "{}",
        ran.notes
    );
    for (filter, said) in [
        ("country = 'Atlantis'", "unknown country"),
        ("killed >=", "number"),
        ("", "a test is missing"),
    ] {
        desk.run(&["list", "--where", filter]).refused(said);
    }
    for command in ["tally", "export csv -", "map m.svg", "brief situation"] {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        arguments.extend(["--where", "type = bombng"]);
        desk.run(&arguments).refused("did you mean `bombing`?");
    }
    let ran = desk.run(&["list", "--where", "actor = 'Nobody Ever'"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.notes.contains("note: no actor `Nobody Ever`"),
        "{}",
        ran.notes
    );
}

#[test]
fn wrong_words_on_the_command_line_come_with_the_right_ones() {
    let desk = Desk::with_casebook();
    desk.run(&["list", "--policy", "mean"])
        .refused("range, lowest, highest, latest, authoritative, majority");
    desk.run(&["tally", "yer"]).refused("did you mean `year`?");
    desk.run(&["tally", "year", "type", "actor"])
        .refused("one or two fields");
    desk.run(&["code", "--published", "2022-13-01", "reports"])
        .refused("a day is written 2022-09-05");
    desk.run(&["code", "--threads", "0", "reports"])
        .refused("--threads");
    desk.run(&["lst"]).refused("list");
    desk.run(&["map", "map.png"])
        .refused("end its name in .svg or .html");
    desk.run(&["brief", "nothing.md"])
        .refused("situation, target-history, campaign");
    desk.run(&["brief", "situation", "-o", "brief.doc"])
        .refused("end its name in .md, .html, .docx or .pdf");
    desk.run(&["export", "csv", "no/folder.csv"])
        .refused("cannot write no/folder.csv");
    desk.run(&["actor", ""]).refused("a name is missing");
    desk.run(&["codebook", "show", "events/bombin.toml"])
        .refused("events/bombing.toml");
    desk.run(&["codebook", "check", "nowhere"])
        .refused("cannot read the codebook at nowhere");
}

#[test]
fn ids_that_name_nothing_or_several_are_refused() {
    let desk = Desk::with_casebook();
    for command in ["show", "history"] {
        desk.run(&[command, "I00nothing"])
            .refused("`annalist list` shows the incidents");
        desk.run(&[command, "wire-kabul#i99"])
            .refused("no account `wire-kabul#i99`");
    }
    desk.run(&["decide", "wire-kabul", "accept"])
        .refused("is a report; name an incident");
    desk.run(&["split", "lahore#i01", "lahore#i01"])
        .refused("only account");
    desk.run(&["split", "lahore#i01", "wire-kabul#i01"])
        .refused("is no account of");
    desk.run(&["undo", "7"]).refused("no decision 7");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let desk = Desk::with_reports();
    let binary = env!("CARGO_BIN_EXE_annalist");
    let scripts = [
        format!("set -o pipefail 2>/dev/null; {binary} codebook docs | head -1"),
        format!("{binary} code reports >&-"),
        format!("{binary} --help >&-"),
    ];
    for script in &scripts {
        let output = Command::new("bash")
            .args(["-c", script])
            .current_dir(desk.path(""))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let ran = Ran::of(&output);
        assert_eq!(ran.notes, "", "{script}");
        assert_eq!(ran.code, Some(0), "{script}");
    }
    let script = format!("{binary} code reports > /dev/full");
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(desk.path(""))
        .output();
    Ran::of(&output.unwrap()).refused("cannot write to standard output");
}
