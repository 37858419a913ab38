//! The casebook under bad luck: killed, shared, full, copied.

use crate::run::{Desk, Ran};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

/// JSON lines with so many reports, each with an incident of its own.
fn many(count: usize) -> String {
    let cities = ["Kabul", "Mosul", "Maiduguri", "Lahore", "Mogadishu"];
    let lines = (0..count).map(|number| {
            let (city, day) = (cities[number % 5], 1 + number % 28);
            let month = 1 + number % 12;
            format!(
                "{{\"id\": \"r{number:04}\", \"text\": \"Gunmen killed {} people at a market in {city} on {day}/{month} 2020, which is 2020-{month:02}-{day:02}. Report {number}.\"}}\n",
                2 + number % 9
            )
        });
    lines.collect::<Vec<String>>().concat()
}

#[test]
fn a_killed_add_loses_nothing_that_it_reported() {
    let desk = Desk::new();
    desk.write("many.jsonl", many(600));
    let mut child = desk
        .command(&["add", "--threads", "1", "many.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut reported = Vec::new();
    for line in lines.by_ref().take(70) {
        reported.push(line.unwrap());
    }
    child.kill().unwrap();
    child.wait().unwrap();
    reported.extend(lines.map_while(Result::ok));
    let there = desk.good("list --reports");
    for line in reported
        .iter()
        .filter_map(|line| line.strip_prefix("new         "))
    {
        let id = line.split(' ').next().unwrap();
        assert!(there.contains(id), "{id} was reported and is lost");
    }
    assert!(desk.good("verify").contains("is sound"));
    let out = desk.good("add many.jsonl");
    assert!(
        out.contains("in 600 reports"),
        "{}",
        out.lines().last().unwrap()
    );
    assert!(desk.good("verify").contains("600 reports"));
}

#[test]
fn two_adds_at_once_both_end_well() {
    let desk = Desk::new();
    let text = many(120);
    let lines: Vec<&str> = text.lines().collect();
    desk.write("a.jsonl", lines[..80].join("\n"));
    desk.write("b.jsonl", lines[40..].join("\n"));
    let spawn = |file: &str| {
        let mut command = desk.command(&["add", file]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let (a, b) = (spawn("a.jsonl"), spawn("b.jsonl"));
    for child in [a, b] {
        let ran = Ran::of(&child.wait_with_output().unwrap());
        assert_eq!(ran.code, Some(0), "{}", ran.notes);
    }
    assert!(desk.good("verify").contains("120 reports"));
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_what_was_added_stays() {
    let desk = Desk::with_casebook();
    desk.write("many.jsonl", many(300));
    let binary = env!("CARGO_BIN_EXE_annalist");
    // Blocks of 512 bytes: a little more than there is, so that it ends on the way.
    let script = format!("trap '' XFSZ; ulimit -f 400; exec {binary} add many.jsonl");
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    let ran = Ran::of(&output);
    ran.refused("make room and try again");
    assert!(desk.good("verify").contains("is sound"));
    assert!(desk.good("list --reports").contains("wire-kabul"));
}

#[test]
fn a_backup_is_a_casebook_and_writes_over_nothing() {
    let desk = Desk::with_casebook();
    desk.good("backup copy.annalist");
    assert_eq!(desk.good("list"), desk.good("list -c copy.annalist"));
    desk.run(&["backup", "copy.annalist"])
        .refused("exists already");
}

#[test]
fn a_changed_byte_is_found() {
    let desk = Desk::with_casebook();
    desk.good("backup copy.annalist");
    let mut bytes = std::fs::read(desk.path("copy.annalist")).unwrap();
    let words = b"killing at least six people";
    let at = bytes
        .windows(words.len())
        .position(|found| found == words)
        .unwrap();
    bytes[at + 17] = b'S';
    std::fs::write(desk.path("copy.annalist"), bytes).unwrap();
    let ran = desk.run(&["verify", "-c", "copy.annalist"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.notes);
    assert!(ran.out.contains("problem"), "{}", ran.out);
}
