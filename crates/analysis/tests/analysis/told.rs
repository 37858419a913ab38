//! Claims, denials, threats, warnings and sources.

use crate::questions::*;
use crate::record::incident;
use analysis::{Answer, Entry, Settings};
use model::{
    AccountKey, ActorRef, Announced, Attribution, Estimate, Field, Incident, Sourced, Span, Value,
    Warning,
};

#[test]
fn claims_and_denials_are_counted_and_listed() {
    let claimed = Value::Attribution(Attribution::Claimed);
    let record = made(vec![
        attack("a", "2022-04-18", "AF")
            .set(Field::Attribution, claimed)
            .by(Field::ClaimedBy, &[ISKP]),
        attack("b", "2022-04-19", "AF").by(Field::DeniedBy, &[TTP]),
        attack("c", "2023-04-19", "AF").by(Field::ClaimedBy, &[TTP]),
        incident("d"),
    ]);
    let found = ask(&record, None, |asked| analysis::claims(asked, by("year")));
    assert_eq!(
        (found.total.count, found.total.claimed, found.total.denied),
        (4, 1, 1)
    );
    assert_eq!(found.total.unclaimed, 2);
    let contested: Vec<&str> = (found.contested.iter())
        .map(|c| c.incident.as_str())
        .collect();
    assert_eq!(contested, ["b", "c"]);
    assert_eq!(found.behind.claimed, ["a"]);
    assert_eq!(found.behind.denied, ["b"]);
    assert_eq!(found.behind.unclaimed, ["b", "d"]);
    assert_eq!(found.actors[0].label, ISKP.1);
    assert_eq!(found.actors[1].label, "(nobody named)");
    let periods: Vec<&str> = found
        .periods
        .iter()
        .map(|period| period.label.as_str())
        .collect();
    assert_eq!(periods, ["2022", "2023", "(none told)"]);
}

#[test]
fn a_threat_is_held_against_what_followed_and_against_chance() {
    let threat = |id: &str, date: &str| attack(id, date, "AF").text(Field::Class, "threat");
    let record = made(vec![
        threat("t1", "2022-01-01"),
        attack("a1", "2022-01-04", "AF"),
        threat("t2", "2022-06-01"),
        attack("a2", "2022-12-31", "AF"),
        attack("elsewhere", "2022-06-02", "PK"),
        attack("month", "2022-06", "AF"),
    ]);
    let settings = Settings {
        days: 7,
        times: 2000,
        seed: 5,
    };
    let found = ask(&record, None, |asked| {
        analysis::warnings(asked, &[], &[], settings, |_| ())
    });
    assert_eq!((found.evaluation.tested, found.evaluation.followed), (2, 1));
    assert_eq!(found.signals[0].next_after, Some(3));
    assert_eq!(found.signals[0].followed, Some(true));
    assert_eq!(found.signals[1].followed, Some(false));
    // Observed is the whole year, of which the last week cannot be tested: 358 days. The first
    // four and the last of these are followed within a week.
    let days = found.evaluation.observed.unwrap();
    assert_eq!(
        (days.0.to_string(), days.1.to_string()),
        ("2022-01-01".into(), "2022-12-31".into())
    );
    let base = found.evaluation.base_rate.unwrap();
    assert!((base - 5.0 / 358.0).abs() < 1e-9, "{base}");
    assert_eq!(found.evaluation.attacks_left_out, 1);
    // Of all 358 shifts, those that put one of the two days on a hit: 10, as no shift hits both.
    let p = found.evaluation.p.unwrap();
    assert!((p - 10.0 / 358.0).abs() < 0.015, "{p}");
    let afghan = found
        .unwarned
        .iter()
        .find(|pair| pair.country == "Afghanistan")
        .unwrap();
    assert_eq!((afghan.attacks, afghan.without), (2, 1));
    assert_eq!(afghan.incidents, ["a2"]);
}

#[test]
fn a_stated_warning_leads_to_the_incident_it_is_tied_to() {
    let record = made(vec![attack("a", "2022-01-04", "AF")]);
    let warning = Warning {
        report: "report-a".into(),
        id: "w01".into(),
        issued_by: Sourced::new(ActorRef::named("embassy"), Span::default(), "test"),
        issued_to: None,
        date: Some(Sourced::new(
            "2022-01-01".parse().unwrap(),
            Span::default(),
            "test",
        )),
        about: Some("i01".into()),
        heeded: Some(Sourced::new(false, Span::default(), "test")),
        evidence: Vec::new(),
    };
    let all = [
        warning.clone(),
        Warning {
            about: None,
            id: "w02".into(),
            date: None,
            ..warning
        },
    ];
    let found = ask(&record, None, |asked| {
        analysis::warnings(asked, &all, &[], Settings::default(), |_| ())
    });
    assert_eq!(found.signals[0].lead.as_deref(), Some("3"));
    assert_eq!(found.signals[0].tied_to.as_deref(), Some("a"));
    assert_eq!(found.signals[1].tied_to, None);
    assert_eq!(found.evaluation.left_out, 1);
}

#[test]
fn an_attack_that_a_report_ties_a_warning_to_did_not_come_unannounced() {
    let record = made(vec![
        attack("a", "2022-03-04", "AF"),
        attack("b", "2022-05-04", "AF"),
    ]);
    let warning = Warning {
        report: "report-a".into(),
        id: "w01".into(),
        issued_by: Sourced::new(ActorRef::named("embassy"), Span::default(), "test"),
        issued_to: None,
        date: None,
        about: Some("i01".into()),
        heeded: None,
        evidence: Vec::new(),
    };
    let found = ask(&record, None, |asked| {
        analysis::warnings(asked, &[warning], &[], Settings::default(), |_| ())
    });
    assert_eq!(found.unwarned[0].attacks, 2);
    assert_eq!(found.unwarned[0].incidents, ["b"]);
}

#[test]
fn how_long_it_had_been_threatened_is_told_with_the_attack_it_came_before() {
    let mut record = made(vec![
        attack("a", "../2022-03-04", "AF").text(Field::Class, "threat"),
        attack("b", "2022-03-04", "AF"),
    ]);
    let key = |account: &str| AccountKey {
        report: "report-a".into(),
        account: account.into(),
    };
    record[1].accounts = vec![key("i02")];
    let tie = Announced {
        threat: key("i01"),
        attack: key("i02"),
        lead: Some(Estimate::at_least(21)),
        lead_words: Some("several weeks".into()),
    };
    let asked = |ties: &[Announced]| {
        ask(&record, None, |asked| {
            analysis::warnings(asked, &[], ties, Settings::default(), |_| ())
        })
    };
    let found = asked(&[tie]);
    let threat = &found.signals[0];
    assert_eq!(threat.tied_to.as_deref(), Some("b"));
    assert_eq!(threat.lead_days, None, "no day is told");
    assert_eq!(threat.lead_told, Some(Estimate::at_least(21)));
    assert_eq!(found.unwarned[0].without, 0);
    let signals = &found.sheets()[0];
    let at = signals.heads.iter().position(|head| *head == "told_days");
    assert_eq!(signals.lines[0].entries[at.unwrap()], Entry::text("21+"));
    let at = signals.heads.iter().position(|head| *head == "told_as");
    let words = &signals.lines[0].entries[at.unwrap()];
    assert_eq!(*words, Entry::text("several weeks"));
    assert_eq!(asked(&[]).signals[0].lead_told, None);
}

#[test]
fn what_one_source_alone_would_miss_is_counted() {
    let record = made(vec![
        attack("a", "2022-01-04", "AF").killed(Estimate::exactly(5)),
        attack("b", "2022-01-05", "AF").killed(Estimate::exactly(2)),
        attack("c", "2022-01-05", "AF"),
    ]);
    let found = ask(&record, None, analysis::coverage);
    // The codebook of these tests: two papers tell of a, one of them also of b, nobody named of c.
    let wire = &found.sources[0];
    assert_eq!(
        (wire.source.as_str(), wire.tells, wire.misses),
        ("Daily Wire", 2, 1)
    );
    assert_eq!(wire.alone, ["b"]);
    let post = found
        .sources
        .iter()
        .find(|source| source.source == "Evening Post")
        .unwrap();
    assert_eq!((post.misses, post.misses_killed.best), (2, 2));
    assert!(found.sentences()[0].starts_with("3 of 3 incidents (100.0 %)"));
}

#[test]
fn reports_without_a_publisher_are_no_source_that_one_could_read_alone() {
    let record = [Incident {
        id: "c".into(),
        independent_sources: 1,
        ..Incident::default()
    }];
    let found = ask(&record, None, analysis::coverage);
    let said = analysis::Answer::sentences(&found).join(" ");
    assert!(!said.contains("reads only"), "{said}");
}
