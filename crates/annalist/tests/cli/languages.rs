//! Reports in other languages: never coded as English, never lost.

use crate::run::Desk;
use serde_json::Value;

const RUSSIAN: &str =
    "В понедельник в центре города прогремел взрыв.\n\nПо данным полиции, погибли три человека.\n";
const ENGLISH: &str = "On 5 March 2021 gunmen killed three people in Mopti, Mali.\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("reports/wire-ru.txt", RUSSIAN);
    desk.write("reports/wire-en.txt", ENGLISH);
    desk.write("reports/wire-mixed.txt", format!("{ENGLISH}\n{RUSSIAN}"));
    desk
}

#[test]
fn what_is_not_coded_is_said_and_the_rest_is_coded() {
    let desk = desk();
    let ran = desk.run(&["code", "--format", "jsonl", "reports"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.notes.contains("wire-ru.txt: not coded: language ru"));
    assert!(
        ran.notes
            .contains("wire-mixed.txt: partly not coded: language ru (1 passage)")
    );
    assert!(!ran.notes.contains("wire-en.txt"));
    let docs: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["doc"].clone())
        .collect();
    assert_eq!(docs, ["wire-en", "wire-mixed"]);
}

#[test]
fn uncoded_passages_are_lines_where_they_are_asked_for() {
    let desk = desk();
    let out = desk.good("code --format jsonl --records uncoded reports");
    let lines: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["doc"], "wire-mixed");
    assert_eq!(
        (&lines[0]["lang"], &lines[0]["whole"]),
        (&"ru".into(), &false.into())
    );
    assert_eq!(lines[1]["whole"], true);
    let span = &lines[0]["sources"]["lang"]["spans"][0];
    assert_eq!(span[0], ENGLISH.len() + 1);
}

#[test]
fn a_casebook_keeps_the_report_and_says_what_was_not_coded() {
    let desk = desk();
    let ran = desk.run(&["add", "reports"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.notes.contains("not coded: language ru"));
    assert!(desk.good("show wire-ru").contains("not coded: language ru"));
    assert!(
        desk.good("verify")
            .contains("not coded: language ru in 2 reports")
    );
    assert_eq!(desk.incidents().len(), 1);
    assert!(desk.good("search взрыв").contains("wire-ru"));
}

#[test]
fn explain_names_the_passage() {
    let desk = desk();
    let out = desk.good("explain reports/wire-ru.txt");
    assert!(out.contains("not coded: language ru"), "{out}");
}
