use crate::made::*;
use model::*;
use store::{Error, Happening};

const AT: &str = "2022-09-06T08:00:00Z";

fn key(text: &str) -> AccountKey {
    text.parse().unwrap()
}

fn desk_with_two() -> Desk {
    let mut desk = desk();
    for id in ["a", "b"] {
        let (report, coded) = two(id);
        add(&mut desk.casebook, &report, &coded).unwrap();
    }
    desk
}

#[test]
fn decisions_are_numbered_kept_and_shown_in_the_history_of_what_they_name() {
    let mut desk = desk_with_two();
    let same = DecisionKind::Same {
        a: key("a#i01"),
        b: key("b#i01"),
    };
    let first = desk
        .casebook
        .decide(same.clone(), "ana", AT, Some("same embassy"))
        .unwrap();
    let undo = DecisionKind::Undo { decision: 1 };
    let second = desk.casebook.decide(undo, "ben", AT, None).unwrap();
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(desk.casebook.decisions().unwrap(), [first, second]);
    assert_eq!(desk.casebook.chain_end().unwrap().0, 2);
    for (id, seen) in [("a#i01", 2), ("b#i01", 2), ("b", 2), ("a#i02", 0)] {
        let decided = |event: &store::Event| matches!(event.what, Happening::Decided(_));
        let history = desk.casebook.history(id).unwrap();
        assert_eq!(
            history.iter().filter(|event| decided(event)).count(),
            seen,
            "{id}"
        );
    }
    let history = desk.casebook.history("a#i01").unwrap();
    assert_eq!(
        history[1].what.line(),
        "decision 1: same by ana: same embassy"
    );
    assert!(desk.casebook.verify().unwrap().is_empty());
}

#[test]
fn what_cannot_be_decided_is_refused_with_a_reason() {
    let mut desk = desk_with_two();
    let mut refused = |kind: DecisionKind| {
        desk.casebook
            .decide(kind, "ana", AT, None)
            .unwrap_err()
            .to_string()
    };
    let reject = |account: &str| DecisionKind::Reject {
        account: key(account),
    };
    assert!(refused(reject("c#i01")).starts_with("there is no report `c` in the casebook"));
    assert_eq!(
        refused(reject("a#i09")),
        "there is no account `a#i09` in the casebook; `annalist show a` lists those of its report"
    );
    let same = DecisionKind::Same {
        a: key("a#i01"),
        b: key("a#i01"),
    };
    assert!(refused(same).contains("both are a#i01"));
    let alone = DecisionKind::Split {
        account: key("a#i01"),
        from: vec![],
    };
    assert!(refused(alone).contains("stands alone"));
    assert!(refused(DecisionKind::Undo { decision: 1 }).contains("there is no decision 1"));
    assert!(refused(DecisionKind::Undo { decision: u64::MAX }).contains("there is no decision"));

    desk.casebook
        .decide(reject("a#i01"), "ana", AT, None)
        .unwrap();
    desk.casebook
        .decide(DecisionKind::Undo { decision: 1 }, "ana", AT, None)
        .unwrap();
    let again = desk
        .casebook
        .decide(DecisionKind::Undo { decision: 1 }, "ana", AT, None);
    assert!(
        again
            .unwrap_err()
            .to_string()
            .contains("decision 1 is undone already")
    );
    desk.casebook
        .decide(DecisionKind::Undo { decision: 2 }, "ana", AT, None)
        .unwrap();
    desk.casebook
        .decide(DecisionKind::Undo { decision: 1 }, "ana", AT, None)
        .unwrap();
    assert!(matches!(
        desk.casebook.decide(reject("a#i01"), "ana", "noon", None),
        Err(Error::Time { .. })
    ));
    assert!(
        desk.casebook
            .decide(reject("a#i01"), " ", AT, None)
            .is_err()
    );
    assert_eq!(desk.casebook.decisions().unwrap().len(), 4);
}

#[test]
fn an_account_may_be_named_by_any_id_its_report_is_known_by() {
    let mut desk = desk_with_two();
    let copy = Report {
        id: "copy".into(),
        ..two("a").0
    };
    add(&mut desk.casebook, &copy, &Coded::default()).unwrap();
    let split = DecisionKind::Split {
        account: key("copy#i01"),
        from: vec![key("b#i01"), key("copy#i02"), key("b#i01")],
    };
    let decision = desk.casebook.decide(split, "ana", AT, None).unwrap();
    let expected = DecisionKind::Split {
        account: key("a#i01"),
        from: vec![key("a#i02"), key("b#i01")],
    };
    assert_eq!(decision.kind, expected);
    assert!(desk.casebook.verify().unwrap().is_empty());
}
