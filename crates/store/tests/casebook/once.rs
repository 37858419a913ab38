//! Writes under a key, and writes that hold only for what was seen.

use crate::made::{add, desk, many};
use model::DecisionKind;
use store::desk::{KEPT_DAYS, Role, Signature, Terms};
use store::{Casebook, Error};

const NOW: &str = "2022-09-06T08:00:00.000000Z";

fn signed(at: &str) -> Signature<'_> {
    Signature { by: "ana", at }
}

fn keyed(key: &str) -> Terms {
    Terms {
        key: Some(key.to_owned()),
        asked: "accept".to_owned(),
        unchanged: None,
    }
}

fn note(casebook: &mut Casebook, terms: &Terms, at: &str) -> store::Result<u64> {
    let work = |casebook: &mut Casebook| {
        let kept = casebook.add_note("report-000001", "ask the ministry", signed(at))?;
        Ok(kept.number)
    };
    casebook.once(terms, signed(at), work, ToString::to_string)
}

fn notes(casebook: &Casebook) -> usize {
    casebook.notes_on("report-000001").unwrap().len()
}

#[test]
fn what_was_written_under_a_key_is_not_written_again() {
    let mut desk = desk();
    let (report, coded) = many(1);
    add(&mut desk.casebook, &report, &coded).unwrap();
    let book = &mut desk.casebook;
    assert_eq!(book.answered("ana", &keyed("k")).unwrap(), None);
    assert_eq!(note(book, &keyed("k"), NOW).unwrap(), 1);
    let again = note(book, &keyed("k"), NOW).unwrap_err();
    assert!(matches!(again, Error::Repeated { .. }), "{again}");
    assert_eq!(notes(book), 1);
    let told = book.answered("ana", &keyed("k")).unwrap().unwrap();
    assert_eq!((told.told.as_str(), told.asked.as_str()), ("1", "accept"));
    assert_eq!(book.answered("ben", &keyed("k")).unwrap(), None);
    assert_eq!(book.verify().unwrap(), []);
}

#[test]
fn a_key_stands_with_what_was_written_or_not_at_all() {
    let mut desk = desk();
    let (report, coded) = many(1);
    add(&mut desk.casebook, &report, &coded).unwrap();
    let book = &mut desk.casebook;
    // The second of two writes fails: neither is there, and the key is free.
    let work = |casebook: &mut Casebook| {
        casebook.add_note("report-000001", "first", signed(NOW))?;
        let kind = DecisionKind::Undo { decision: 7 };
        casebook.decide(kind, "ana", NOW, None)
    };
    let failed = book.once(&keyed("k"), signed(NOW), work, |_| String::new());
    assert!(failed.is_err());
    assert_eq!(notes(book), 0);
    assert_eq!(note(book, &keyed("k"), NOW).unwrap(), 1);
    // So it is where the work breaks off, and what comes after is not caught up in it.
    let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let work = |casebook: &mut Casebook| -> store::Result<()> {
            casebook.add_note("report-000001", "second", signed(NOW))?;
            panic!("broken off")
        };
        book.once(&keyed("l"), signed(NOW), work, |()| String::new())
    }));
    assert!(broken.is_err());
    book.add_note("report-000001", "third", signed(NOW))
        .unwrap();
    let other = Casebook::open_read_only(desk.path()).unwrap();
    assert_eq!(notes(&other), 2);
    assert_eq!(other.answered("ana", &keyed("l")).unwrap(), None);
}

#[test]
fn a_write_for_what_was_seen_is_refused_when_it_is_no_more() {
    let mut desk = desk();
    let (report, coded) = many(1);
    add(&mut desk.casebook, &report, &coded).unwrap();
    let book = &mut desk.casebook;
    book.add_user("ana", Role::Admin, "hash", signed(NOW))
        .unwrap();
    let terms = Terms {
        unchanged: Some(book.moment().unwrap()),
        ..Terms::default()
    };
    let until = "2022-09-06T20:00:00Z";
    book.begin_session("token", until, signed(NOW)).unwrap();
    book.end_session("token", signed(NOW)).unwrap();
    note(book, &terms, NOW).expect("who signs in changes nothing");
    let refused = note(book, &terms, NOW).unwrap_err();
    assert!(matches!(refused, Error::Changed), "{refused}");
    assert_eq!(notes(book), 1);
}

#[test]
fn keys_are_forgotten_after_their_time_and_not_before() {
    let mut desk = desk();
    let (report, coded) = many(1);
    add(&mut desk.casebook, &report, &coded).unwrap();
    let book = &mut desk.casebook;
    assert_eq!(KEPT_DAYS, 30);
    note(book, &keyed("old"), NOW).unwrap();
    note(book, &keyed("b"), "2022-10-06T07:59:00.000000Z").unwrap();
    assert!(book.answered("ana", &keyed("old")).unwrap().is_some());
    note(book, &keyed("c"), "2022-10-06T08:01:00.000000Z").unwrap();
    assert!(book.answered("ana", &keyed("old")).unwrap().is_none());
    assert!(book.answered("ana", &keyed("b")).unwrap().is_some());
}

#[test]
fn every_casebook_has_a_name_that_its_copies_share() {
    let (one, other) = (desk(), desk());
    let id = one.casebook.id().unwrap();
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_ne!(id, other.casebook.id().unwrap());
    let copy = one.folder.path().join("copy.annalist");
    one.casebook.backup(&copy).unwrap();
    assert_eq!(Casebook::open(&copy).unwrap().id().unwrap(), id);
}
