//! Grades of sources, and what is worked out and kept.

use crate::made::{add, desk, many};
use store::{Casebook, Kept};

const NOW: &str = "2022-09-06T08:00:00Z";

#[test]
fn the_last_grade_of_a_source_holds_whatever_its_case() {
    let mut desk = desk();
    let grade = |text: &str| Some(text.parse().unwrap());
    let book = &mut desk.casebook;
    book.grade_source("Daily  Wire", grade("C3"), "ana", NOW)
        .unwrap();
    book.grade_source("daily wire", grade("A2"), "ben", NOW)
        .unwrap();
    book.grade_source("Evening Post", grade("B1"), "ben", NOW)
        .unwrap();
    book.grade_source("EVENING POST", None, "ben", NOW).unwrap();
    let grades = book.source_grades().unwrap();
    assert_eq!(grades.len(), 1);
    assert_eq!(grades["daily wire"].to_string(), "A2");
    assert!(
        book.grade_source("Daily Wire", None, "ben", "yesterday")
            .is_err()
    );
}

#[test]
fn what_is_kept_is_found_under_its_policy_and_checked() {
    let mut desk = desk();
    let path = desk.path();
    let columns = [("about", vec![1, 2, 3]), ("ids", Vec::new())];
    let ids = ["I1".to_owned(), "I2".to_owned()];
    let kept = Kept {
        columns: &columns,
        incidents: &ids,
    };
    let keep = |casebook: &mut Casebook| {
        casebook.merge(|merging| merging.keep("range", kept)).unwrap();
    };
    keep(&mut desk.casebook);
    let book = &desk.casebook;
    assert_eq!(book.kept("range", "about").unwrap(), Some(vec![1, 2, 3]));
    assert_eq!(book.kept("range", "ids").unwrap(), Some(Vec::new()));
    assert_eq!(book.kept("lowest", "ids").unwrap(), None);
    assert_eq!(book.verify().unwrap(), []);
    let new = [("I3".to_owned(), "{}".to_owned())];
    desk.casebook
        .merge(|merging| merging.change("range", &["I2".to_owned()], &new))
        .unwrap();
    let changed = desk.casebook.changed("range").unwrap();
    assert_eq!((changed.gone, changed.new), (vec![1], new.to_vec()));

    let other = rusqlite::Connection::open(&path).unwrap();
    other
        .execute("UPDATE kept SET bytes = x'010204' WHERE name = 'about'", [])
        .unwrap();
    let error = desk.casebook.kept("range", "about").unwrap_err().to_string();
    assert!(error.contains("annalist verify --forget"), "{error}");
    let found = desk.casebook.verify().unwrap();
    assert!(found[0].to_string().starts_with("kept incidents under range, about: "), "{found:?}");
    desk.casebook.forget().unwrap();
    assert_eq!(desk.casebook.kept("range", "about").unwrap(), None);
    assert_eq!(desk.casebook.verify().unwrap(), []);
}

#[test]
fn who_holds_still_reads_what_was_there_whatever_others_write() {
    let mut desk = desk();
    let (report, coded) = many(0);
    add(&mut desk.casebook, &report, &coded).unwrap();
    let still = Casebook::open_read_only(desk.path()).unwrap();
    still.hold_still().unwrap();
    let (report, coded) = many(1);
    add(&mut desk.casebook, &report, &coded).unwrap();
    desk.casebook.forget().unwrap();
    assert_eq!(still.reports().unwrap().len(), 1);
    assert_eq!(still.accounts().unwrap().len(), 5);
    assert_eq!(desk.casebook.reports().unwrap().len(), 2);
}

#[test]
fn a_grade_that_somebody_changes_is_found() {
    let mut desk = desk();
    let grade = "C3".parse().ok();
    desk.casebook.grade_source("Daily Wire", grade, "ana", NOW).unwrap();
    assert_eq!(desk.casebook.verify().unwrap(), []);
    let other = rusqlite::Connection::open(desk.path()).unwrap();
    other.execute("UPDATE source_grade SET grade = 'A1'", []).unwrap();
    let found = desk.casebook.verify().unwrap();
    assert_eq!(
        found[0].to_string(),
        "grade 1, of source Daily Wire: is not what was given: the hash differs"
    );
}
