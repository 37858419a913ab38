//! Acts that close reports, and what coders may do after it.

use crate::made::*;
use model::*;
use store::desk::{CodedIncident, ReportState, Role, Signature};
use store::{Casebook, Entry, Stamp};

const AT: &str = "2022-09-06T08:00:00Z";
const LATER: &str = "2022-09-07T08:00:00Z";

fn key(text: &str) -> AccountKey {
    text.parse().unwrap()
}

fn by(name: &str) -> Signature<'_> {
    Signature { by: name, at: AT }
}

fn desk_with_coders() -> Desk {
    let mut desk = desk();
    let (report, coded) = two("a");
    add(&mut desk.casebook, &report, &coded).unwrap();
    for (name, role) in [("rita", Role::Reviewer), ("anna", Role::Coder)] {
        let book = &mut desk.casebook;
        book.add_user(name, role, "hash", by("rita")).unwrap();
    }
    desk
}

fn state_of(casebook: &Casebook) -> ReportState {
    let states = casebook.report_states().unwrap();
    states.get("a").map(|state| state.state).unwrap_or_default()
}

#[test]
fn an_act_is_written_with_the_states_it_sets_or_not_at_all() {
    let mut desk = desk_with_coders();
    let reject = |account: &str| DecisionKind::Reject {
        account: key(account),
    };
    let nothing = [("a".to_owned(), ReportState::Nothing)];
    let book = &mut desk.casebook;
    let before = (book.moment().unwrap(), book.audit(9).unwrap());
    let bad = vec![reject("a#i01"), reject("a#i77")];
    book.act(bad, &nothing, by("rita"), None).unwrap_err();
    let unknown = [("b".to_owned(), ReportState::Nothing)];
    let good = vec![reject("a#i01"), reject("a#i02")];
    book.act(good.clone(), &unknown, by("rita"), None)
        .unwrap_err();
    assert_eq!((book.moment().unwrap(), book.audit(9).unwrap()), before);
    assert_eq!(book.decisions().unwrap(), []);
    let decided = book.act(good, &nothing, by("rita"), None).unwrap();
    assert_eq!(decided.len(), 2);
    assert_eq!(state_of(book), ReportState::Nothing);
    let after = book.moment().unwrap();
    assert_eq!(after.0, before.0.0 + 2, "one change a decision");
    assert_eq!(after.1, before.0.1 + 1, "and a line for the report");
    assert_eq!(book.verify().unwrap(), []);
}

#[test]
fn an_act_can_go_on_about_what_it_added() {
    let mut desk = desk_with_coders();
    let text = desk.casebook.report("a").unwrap().text;
    let evidence = vec![span(&text, text.split(' ').next().unwrap())];
    let unnamed = || AccountKey {
        report: "a".into(),
        account: String::new(),
    };
    let added = || DecisionKind::Add {
        account: unnamed(),
        evidence: evidence.clone(),
        fields: Vec::new(),
    };
    let accept = || DecisionKind::Accept {
        account: unnamed(),
        shown: None,
    };
    let kinds = vec![added(), accept(), added(), accept()];
    let decided = desk.casebook.act(kinds, &[], by("rita"), None).unwrap();
    let named: Vec<String> = decided
        .iter()
        .filter_map(|one| match &one.kind {
            DecisionKind::Accept { account, .. } => Some(account.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(named, ["a#p01", "a#p02"]);
    let alone = desk.casebook.decide(accept(), "rita", AT, None);
    alone.unwrap_err();
}

#[test]
fn a_report_is_not_closed_while_somebody_codes_it_and_then_their_coding_stays() {
    let mut desk = desk_with_coders();
    let book = &mut desk.casebook;
    book.assign("a", "anna", by("rita")).unwrap();
    let close = |book: &mut Casebook| book.set_report_state("a", ReportState::Coded, by("rita"));
    let why = close(book).unwrap_err().to_string();
    assert!(why.contains("a is still coded by anna"), "{why}");
    let coding = [CodedIncident {
        id: "c01".into(),
        ..CodedIncident::default()
    }];
    book.save_coding("a", &coding, true, by("anna")).unwrap();
    // Open to nobody yet: she may think again.
    book.save_coding("a", &coding, false, by("anna")).unwrap();
    close(book).unwrap_err();
    book.save_coding("a", &coding, true, by("anna")).unwrap();
    close(book).unwrap();
    let kept = book.assignments(Some("anna")).unwrap();
    assert!(kept[0].opened && kept[0].done);
    // Neither now nor when the report is open again.
    for _ in 0..2 {
        let why = book.save_coding("a", &[], false, by("anna"));
        let why = why.unwrap_err().to_string();
        assert!(why.contains("your coding stays as it is"), "{why}");
        book.set_report_state("a", ReportState::Open, by("rita"))
            .unwrap();
    }
    assert_eq!(book.assignments(Some("anna")).unwrap(), kept);
    // One who codes it when it is closed is blind until they are done.
    book.unassign("a", "anna", by("rita")).unwrap();
    close(book).unwrap();
    book.assign("a", "anna", by("rita")).unwrap();
    assert!(!book.assignments(None).unwrap()[0].opened);
    book.save_coding("a", &coding, true, by("anna")).unwrap();
    assert!(book.assignments(None).unwrap()[0].opened);
    assert_eq!(book.verify().unwrap(), []);
}

#[test]
fn what_somebody_coded_comes_back_with_an_assignment_that_was_taken_back() {
    let mut desk = desk_with_coders();
    let book = &mut desk.casebook;
    book.assign("a", "anna", by("rita")).unwrap();
    let coding = [CodedIncident {
        id: "c01".into(),
        ..CodedIncident::default()
    }];
    book.save_coding("a", &coding, true, by("anna")).unwrap();
    book.unassign("a", "anna", by("rita")).unwrap();
    // Taken back, it is nowhere: neither listed, nor waited for, nor written to.
    assert_eq!(book.assignments(None).unwrap(), []);
    book.unassign("a", "anna", by("rita")).unwrap_err();
    book.save_coding("a", &[], false, by("anna")).unwrap_err();
    assert_eq!(book.verify().unwrap(), []);
    book.assign("a", "anna", by("rita")).unwrap();
    let back = book.assignments(Some("anna")).unwrap().remove(0);
    assert_eq!(back.incidents, coding);
    assert!(!back.done, "she may go on with it");
    book.save_coding("a", &[], false, by("anna")).unwrap();
    // One that holds stays as it is when it is given once more.
    book.save_coding("a", &coding, true, by("anna")).unwrap();
    book.assign("a", "anna", by("rita")).unwrap();
    assert!(book.assignments(None).unwrap()[0].done);
    assert_eq!(book.verify().unwrap(), []);
}

#[test]
fn a_changed_page_opens_a_report_again_though_the_clock_was_set_back() {
    let mut desk = desk_with_coders();
    let book = &mut desk.casebook;
    let ahead = Signature {
        by: "rita",
        at: LATER,
    };
    book.set_report_state("a", ReportState::Coded, ahead)
        .unwrap();
    assert_eq!(state_of(book), ReportState::Coded);
    let decided = book
        .decide(
            DecisionKind::Reject {
                account: key("a#i02"),
            },
            "rita",
            LATER,
            None,
        )
        .unwrap();
    let (old, coded) = two("a");
    let text = format!("{} Nobody claimed it.", old.text);
    let changed = report("a", &text);
    let original = page(&text);
    let entry = Entry {
        report: &changed,
        original: &original,
        coded: &coded,
        sketch: &[],
    };
    let stamp = Stamp {
        at: AT.into(),
        ..stamp(0)
    };
    book.add(entry, &stamp).unwrap();
    assert_eq!(state_of(book), ReportState::Open);
    // What the decision was made on is told by number, too.
    let again = book
        .decide(
            DecisionKind::Reject {
                account: key("a#i02"),
            },
            "rita",
            AT,
            None,
        )
        .unwrap();
    let on = book.decided_on().unwrap();
    assert!(on[&(decided.number, 0)] < on[&(again.number, 0)]);
    assert_eq!(book.verify().unwrap(), []);
}

#[test]
fn what_the_desk_keeps_is_found_when_anything_else_changes_it() {
    for (statement, finding) in [
        (
            "UPDATE user SET role = 'admin' WHERE name = 'anna'",
            "user anna: is not what was written",
        ),
        (
            "UPDATE user SET name = 'anni' WHERE name = 'rita'",
            "user rita: is missing",
        ),
        (
            "INSERT INTO user SELECT 'eve', role, hash, active, at FROM user LIMIT 1",
            "user eve: was not written by Annalist",
        ),
        (
            "UPDATE assignment SET incidents = '[]'",
            "coding of report row 1 by anna: is not what was written",
        ),
        (
            "UPDATE assignment SET opened = NULL",
            "coding of report row 1 by anna: is not what was written",
        ),
        (
            "UPDATE report_state SET state = 'open'",
            "state of report row 1: is not what was written",
        ),
        (
            "UPDATE report_state SET version = 7",
            "state of report row 1: is not what was written",
        ),
        (
            "UPDATE note SET text = 'no'",
            "note 1: is not what was written",
        ),
        ("DELETE FROM note", "note 1: is missing"),
        (
            "UPDATE pin SET query = ''",
            "pin 1: is not what was written",
        ),
        (
            "UPDATE unsure SET by = 'eve'",
            "unsure of a#i01 and a#i02, anna: is missing",
        ),
        (
            "UPDATE decision_account SET coding = 7",
            "decision 1, account 0: is not what was written",
        ),
    ] {
        let mut desk = desk_with_coders();
        let book = &mut desk.casebook;
        book.assign("a", "anna", by("rita")).unwrap();
        let coding = CodedIncident {
            id: "c01".into(),
            ..CodedIncident::default()
        };
        book.save_coding("a", &[coding], true, by("anna")).unwrap();
        book.set_report_state("a", ReportState::Coded, by("rita"))
            .unwrap();
        book.add_note("a", "why six?", by("anna")).unwrap();
        let pin = book.pin("Figure", "tally", "by=actor", by("anna")).unwrap();
        let gone = book.pin("Figure", "tally", "by=place", by("anna")).unwrap();
        book.unpin(gone, by("anna")).unwrap();
        assert_eq!(pin, 1);
        book.note_unsure("a#i01", "a#i02", by("anna")).unwrap();
        book.change_user("anna", Some(Role::Reviewer), None, None, by("rita"))
            .unwrap_err();
        let reject = DecisionKind::Reject {
            account: key("a#i02"),
        };
        book.decide(reject, "rita", AT, None).unwrap();
        assert_eq!(book.verify().unwrap(), []);
        let path = desk.path();
        drop(desk.casebook);
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute(statement, [])
            .unwrap();
        let found = Casebook::open(&path).unwrap().verify().unwrap();
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        let named = found.iter().any(|problem| problem.starts_with(finding));
        assert!(named, "{statement}: {found:?}");
    }
}

#[test]
fn a_search_index_that_does_not_say_what_the_texts_say_is_found_and_made_anew() {
    for (statement, finding) in [
        (
            "INSERT INTO words (words, rowid, title, text)
                SELECT 'delete', number, title, text FROM version WHERE number = 1;
             INSERT INTO words (rowid, title, text)
                SELECT number, title, replace(text, 'six', 'ten') FROM version WHERE number = 1",
            "report a, search index: does not have the report's words",
        ),
        (
            "UPDATE words_docsize SET sz = x'0202' WHERE id = 1",
            "report a, search index: has another count of words",
        ),
        (
            "UPDATE words_data SET block = x'010505' WHERE id = 1",
            "search index: has other totals than its reports",
        ),
    ] {
        let desk = desk_with_coders();
        let path = desk.path();
        drop(desk.casebook);
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch(statement)
            .unwrap();
        let mut book = Casebook::open(&path).unwrap();
        let found = book.verify().unwrap();
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        let named = found.iter().any(|problem| problem.starts_with(finding));
        assert!(named, "{statement}: {found:?}");
        book.forget().unwrap();
        assert_eq!(book.verify().unwrap(), []);
        assert_eq!(book.search("six", 9).unwrap().len(), 1);
    }
}

#[test]
fn a_tie_that_is_another_one_way_than_the_other_is_found() {
    let mut desk = desk_with_coders();
    let tie = [(1, 2, 3.5)];
    desk.casebook.merge(|merging| merging.tie(tie)).unwrap();
    assert_eq!(desk.casebook.verify().unwrap(), []);
    rusqlite::Connection::open(desk.path())
        .unwrap()
        .execute("UPDATE tie SET bits = 7.0 WHERE a = 1", [])
        .unwrap();
    let found = desk.casebook.verify().unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0].place, "merging, tie of account rows 1 and 2");
}
