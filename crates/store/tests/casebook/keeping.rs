//! Grades of sources, and what is worked out and kept.

use crate::made::{add, desk, many};
use store::Casebook;

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
fn what_is_kept_is_found_under_its_stamp_until_the_casebook_changes() {
    let mut desk = desk();
    let path = desk.path();
    let changes = desk.casebook.changes().unwrap();
    let columns = [("about", vec![1, 2, 3]), ("ids", Vec::new())];
    assert!(Casebook::keep(&path, changes, "s1", "s1 range", &columns));
    assert!(Casebook::keep(
        &path,
        changes,
        "s1",
        "s1 lowest",
        &columns[..1]
    ));
    let kept = |name: &str, stamp: &str| desk.casebook.kept(stamp, name).unwrap();
    assert_eq!(kept("about", "s1 range"), Some(vec![1, 2, 3]));
    assert_eq!(kept("ids", "s1 range"), Some(Vec::new()));
    assert_eq!(kept("ids", "s1 lowest"), None);
    assert_eq!(
        desk.casebook.changes().unwrap(),
        changes,
        "keeping changes nothing"
    );
    let (report, coded) = many(0);
    add(&mut desk.casebook, &report, &coded).unwrap();
    let now = desk.casebook.changes().unwrap();
    assert_ne!(now, changes);
    assert!(
        !Casebook::keep(&path, changes, "s1", "s1 range", &columns),
        "it is out of date"
    );
    assert!(Casebook::keep(&path, now, "s2", "s2 range", &columns));
    assert_eq!(
        desk.casebook.kept("s1 lowest", "about").unwrap(),
        None,
        "older ones go"
    );
    assert_eq!(desk.casebook.verify().unwrap(), []);
}

#[test]
fn where_nothing_can_be_kept_nothing_is() {
    let desk = desk();
    assert!(!Casebook::keep(
        desk.folder.path().join("none"),
        0,
        "s",
        "s range",
        &[]
    ));
}
