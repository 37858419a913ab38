//! Counts and lists that reports state, against the casebook.

use crate::questions::*;
use analysis::{Stated, Verdict};
use model::{ActorRef, Estimate, Field, Sourced, Span, Status, Tally, Value};

pub fn stated(id: &str, what: &str, count: Estimate) -> Stated {
    let read = |value: &str| Sourced::new(value.to_owned(), Span::default(), "test");
    Stated {
        tally: Tally {
            report: "weekly".into(),
            id: id.into(),
            what: read(what),
            actor: None,
            countries: Vec::new(),
            admin1: None,
            place: None,
            window: None,
            status: None,
            count: Sourced::new(count, Span::default(), "test"),
            source: None,
            evidence: vec![Span::new(id.len(), 9)],
        },
        quote: String::new(),
        source: None,
        published: Some("2024-11-21".parse().unwrap()),
    }
}

pub fn of_iskp(mut stated: Stated, window: &str) -> Stated {
    let actor = ActorRef {
        id: ISKP.0.map(str::to_owned),
        ..ActorRef::named(ISKP.1)
    };
    stated.tally.actor = Some(Sourced::new(actor, Span::default(), "test"));
    stated.tally.window = Some(Sourced::new(
        window.parse().unwrap(),
        Span::default(),
        "test",
    ));
    stated
}

pub fn unit(mut stated: Stated, unit: &str) -> Stated {
    stated.tally.admin1 = Some(Sourced::new(unit.to_owned(), Span::default(), "test"));
    stated.tally.countries = vec![Sourced::new("AF".to_owned(), Span::default(), "test")];
    stated
}

#[test]
fn a_stated_count_is_held_against_the_same_actor_window_and_kind() {
    let record = made(vec![
        attack("in", "2022-04-18", "AF"),
        attack("out", "2022-05-07", "AF"),
        attack("vague", "2022", "AF"),
        attack("other", "2022-04-18", "AF").by(Field::Perpetrators, &[TTP]),
        attack("nobody", "2022-04-19", "AF").by(Field::Perpetrators, &[(None, "gunmen")]),
        attack("plot", "2022-04-20", "AF").set(Field::Status, Value::Status(Status::Foiled)),
    ]);
    let asks = |count: Estimate, what: &str| {
        let stated = [of_iskp(stated("t01", what, count), "2022-04-17/2022-05-01")];
        ask(&record, None, |asked| {
            analysis::reconcile(asked, &stated).counts.remove(0)
        })
    };
    let found = asks(Estimate::about(33), "attacks");
    assert_eq!(found.incidents, ["in"]);
    assert_eq!(found.perhaps_incidents, ["vague", "nobody"]);
    // "About 33" allows 30.
    assert_eq!(
        (found.verdict, found.difference),
        (Verdict::Below, Some(-32))
    );
    assert_eq!(
        asks(Estimate::exactly(2), "attacks").verdict,
        Verdict::BelowPerhaps
    );
    assert_eq!(
        asks(Estimate::exactly(1), "attacks").verdict,
        Verdict::Agrees
    );
    assert_eq!(asks(Estimate::at_most(0), "attacks").difference, Some(1));
    assert_eq!(asks(Estimate::exactly(1), "plots").incidents, ["plot"]);
    assert_eq!(
        asks(Estimate::exactly(9), "rockets").verdict,
        Verdict::NotCounted
    );
}

#[test]
fn a_list_is_added_up_against_its_total() {
    let total = of_iskp(
        stated("t01", "incidents", Estimate::exactly(1826)),
        "2022-07/2024-01",
    );
    let list = [
        total,
        unit(stated("t02", "incidents", Estimate::exactly(1245)), "Kabul"),
        unit(stated("t03", "incidents", Estimate::exactly(143)), "Takhar"),
        stated("t04", "incidents", Estimate::exactly(9)),
    ];
    let found = ask(&[], None, |asked| analysis::reconcile(asked, &list));
    assert_eq!(found.lists.len(), 1);
    assert_eq!(
        found.lists[0].sentence(),
        "weekly#t01: 2 provinces named add up to 1,388 of the 1,826 incidents stated: 438 are in none of those named."
    );
    // A part that names nobody counts the acts of whom the total names.
    assert_eq!(found.counts[1].actor.as_deref(), Some(ISKP.1));
    assert_eq!(found.counts[3].actor, None);
    let more = [
        stated("t01", "attacks", Estimate::exactly(5)),
        unit(stated("t02", "attacks", Estimate::exactly(4)), "Kabul"),
        unit(stated("t03", "attacks", Estimate::exactly(3)), "Takhar"),
    ];
    let found = ask(&[], None, |asked| analysis::reconcile(asked, &more));
    assert!(
        found.lists[0].sentence().contains("the parts are 2 more"),
        "{}",
        found.lists[0].sentence()
    );
}

#[test]
fn the_same_place_twice_is_no_list() {
    let list = [
        stated("t01", "attacks", Estimate::exactly(9)),
        unit(stated("t02", "attacks", Estimate::exactly(4)), "Kabul"),
        unit(stated("t03", "attacks", Estimate::exactly(3)), "Kabul"),
    ];
    assert!(
        ask(&[], None, |asked| analysis::reconcile(asked, &list))
            .lists
            .is_empty()
    );
}

#[test]
fn counts_that_divide_another_by_time_are_added_up() {
    let plots = |id: &str, count: u64, window: &str| {
        of_iskp(stated(id, "plots", Estimate::exactly(count)), window)
    };
    let list = [
        of_iskp(stated("t01", "plots", Estimate::at_least(15)), "2020/2023"),
        plots("t02", 4, "../2021-08-15"),
        plots("t03", 11, "2021-08-15/.."),
        plots("t04", 5, "2022"),
        plots("t05", 6, "2023"),
    ];
    let found = ask(&[], None, |asked| analysis::reconcile(asked, &list));
    let said: Vec<String> = found
        .lists
        .iter()
        .map(analysis::ListSum::sentence)
        .collect();
    assert_eq!(
        said,
        [
            "weekly#t01: 2 periods named add up to 15 of the 15+ plots stated: which is the least that it can be.",
            "weekly#t03: 2 periods named add up to 11 of the 11 plots stated: nothing is missing.",
        ]
    );
    assert_eq!(found.lists[1].parts[0].0, "2022");
    // Times that overlap, another sum, another actor: no division.
    for other in [
        [plots("t02", 4, "2021"), plots("t03", 11, "2021/2023")],
        [plots("t02", 4, "2021"), plots("t03", 10, "2022")],
        [
            plots("t02", 4, "2021"),
            stated("t03", "plots", Estimate::exactly(11)),
        ],
    ] {
        let list: Vec<Stated> = list[..1].iter().cloned().chain(other).collect();
        let found = ask(&[], None, |asked| analysis::reconcile(asked, &list));
        assert!(found.lists.is_empty(), "{:?}", found.lists);
    }
}
