//! What is known ends with the last report: nothing after it is taken for quiet.

use crate::odd::{any_incident, everything, is_clear};
use crate::questions::{attack, by, made};
use crate::record::{Codebook, Made};
use analysis::{
    ActorMatch, Answer, Asked, Beside, Columns, Context, Filter, Settings, Side, TextField,
};
use jiff::civil::Date;
use model::{AccountKey, Field, Incident, Status, Value};
use proptest::prelude::*;
use std::borrow::Cow;

/// The codebook of the tests, in a casebook whose last report is of that day.
struct Reported(&'static str);

impl Context for Reported {
    fn last_report(&self) -> Option<Date> {
        self.0.parse().ok()
    }
    fn actor(&self, name: &str) -> Option<ActorMatch> {
        Codebook.actor(name)
    }
    fn country(&self, name: &str) -> Option<String> {
        Codebook.country(name)
    }
    fn words<'a>(&'a self, accounts: &[AccountKey]) -> Vec<Cow<'a, str>> {
        Codebook.words(accounts)
    }
    fn sources(&self, incident: &Incident) -> Vec<String> {
        Codebook.sources(incident)
    }
    fn name_of(&self, field: TextField, code: &str) -> Option<String> {
        Codebook.name_of(field, code)
    }
    fn beside(&self, _: &Incident) -> Beside {
        Beside {
            told_on: self.0.parse().ok(),
            ..Beside::default()
        }
    }
}

#[test]
fn what_happened_on_some_day_since_then_had_happened_when_it_was_told() {
    let record = made(vec![attack("a", "2021-08-26/..", "AF")]);
    let in_time = |until: &'static str, filter: &str| {
        ask(&record, until, Some(filter), |asked| asked.rows.len())
    };
    assert_eq!(in_time("2022-09-23", "date in 2022"), 1);
    assert_eq!(in_time("2022-09-23", "date in 2023"), 0, "told of before");
    assert_eq!(
        in_time("2024-01-01", "date in 2023"),
        1,
        "first told of later"
    );
    let early = in_time("2021-08-01", "date in 2023");
    assert_eq!(
        early, 1,
        "a report from before the day says nothing of its end"
    );
}

fn ask<T>(
    record: &[Incident],
    until: &'static str,
    filter: Option<&str>,
    question: impl FnOnce(&Asked<'_>) -> T,
) -> T {
    let reported = Reported(until);
    let columns = Columns::of(record, &reported);
    let filter = filter.map(|text| text.parse::<Filter>().unwrap().bind(&reported).unwrap());
    question(&Asked::new(&columns, filter.as_ref(), &reported, "range"))
}

fn threat(id: &str, date: &str, country: &str) -> Made {
    attack(id, date, country)
        .text(Field::Class, "threat")
        .set(Field::Status, Value::Status(Status::Threatened))
}

fn caption(answer: &impl Answer) -> String {
    answer.caption().sentences().join("\n")
}

#[test]
fn a_trend_runs_to_the_last_report_and_not_to_the_last_incident() {
    let record = made(vec![
        attack("a", "2022-01-31", "AF"),
        attack("b", "2022-02-01", "AF"),
    ]);
    let rows = |filter: Option<&str>| {
        let trend = ask(&record, "2022-04-10", filter, |asked| {
            analysis::trend(asked, by("month"), None).unwrap()
        });
        let periods = trend.periods.iter();
        let rows: Vec<String> = periods
            .map(|period| format!("{} {}", period.period, period.count))
            .collect();
        (rows, trend)
    };
    let (months, trend) = rows(None);
    assert_eq!(months, ["2022-01 1", "2022-02 1", "2022-03 0", "2022-04 0"]);
    let change = trend.change.as_ref().unwrap();
    assert_eq!(change.until.to_string(), "2022-04-10");
    assert_eq!((change.now, change.before), (0, 0));
    assert!(caption(&trend).contains("2022-04 is known up to 2022-04-10 only"));
    // What was asked for is shown from end to end, as far as anything is known.
    let (months, trend) = rows(Some("date in 2021-12/2022-03"));
    assert_eq!(months, ["2021-12 0", "2022-01 1", "2022-02 1", "2022-03 0"]);
    assert_eq!(trend.change.unwrap().until.to_string(), "2022-03-31");
    let (months, _) = rows(Some("date in 2022-02/2022-12"));
    assert_eq!(months, ["2022-02 1", "2022-03 0", "2022-04 0"]);
}

#[test]
fn thirty_days_after_the_last_report_end_with_it() {
    let record = made(vec![attack("a", "2022-04-01", "AF")]);
    let trend = ask(&record, "2022-04-10", None, |asked| {
        analysis::trend(asked, by("month"), "2023-01-01".parse().ok()).unwrap()
    });
    let change = trend.change.as_ref().unwrap();
    assert_eq!(
        (change.until.to_string(), change.now),
        ("2022-04-10".into(), 1)
    );
    assert!(caption(&trend).contains("not on 2023-01-01: nothing is known after it"));
}

#[test]
fn of_a_period_after_the_last_report_nothing_is_known() {
    let days = (1..=20).map(|day| attack(&format!("a{day}"), &format!("2022-03-{day:02}"), "AF"));
    let record = made(days.collect());
    let found = ask(&record, "2022-04-10", None, |asked| {
        let side = |text: &str| Side::read(text, asked).unwrap();
        analysis::compare(asked, &side("2022-03"), &side("2022-06")).unwrap()
    });
    assert_eq!(
        (found.other.days, found.other.days_known),
        (Some(30), Some(0))
    );
    assert_eq!((found.ratio, found.other.per_30_days), (None, None));
    assert!(
        found.sentences()[0].contains("2022-06: nothing is known"),
        "{:?}",
        found.sentences()
    );
    assert!(caption(&found).contains("Nothing is known of 2022-06: it begins after 2022-04-10"));
}

#[test]
fn of_a_period_that_runs_beyond_the_last_report_the_days_before_it_count() {
    let record = made(vec![
        attack("a", "2022-03-01", "AF"),
        attack("b", "2022-04-02", "AF"),
        attack("c", "2022-04-03", "AF"),
    ]);
    let found = ask(&record, "2022-04-10", None, |asked| {
        let side = |text: &str| Side::read(text, asked).unwrap();
        analysis::compare(asked, &side("2022-04"), &side("2022-03")).unwrap()
    });
    assert_eq!((found.one.days, found.one.days_known), (Some(30), Some(10)));
    assert!((found.one.per_30_days.unwrap() - 6.0).abs() < 1e-9);
    let ratio = found.ratio.as_ref().unwrap().ratio.unwrap();
    assert!((ratio - (2.0 / 10.0) / (1.0 / 31.0)).abs() < 1e-9);
    assert!(caption(&found).contains("its rate counts 10 of 30 days"));
}

#[test]
fn one_threat_and_one_attack_are_held_against_all_days_observed() {
    let record = made(vec![
        attack("first", "2022-01-01", "PK"),
        threat("said", "2022-06-01", "AF"),
        attack("came", "2022-06-03", "AF"),
    ]);
    let settings = Settings {
        days: 9,
        times: 4000,
        seed: 3,
    };
    let found = ask(&record, "2022-12-31", None, |asked| {
        analysis::warnings(asked, &[], &[], settings, |_| ())
    });
    // 365 days less the last nine; of them the ten up to the attack are followed.
    let test = &found.evaluation;
    assert!((test.base_rate.unwrap() - 10.0 / 356.0).abs() < 1e-9);
    assert!(
        (test.p.unwrap() - 10.0 / 356.0).abs() < 0.01,
        "{:?}",
        test.p
    );
    let sentences = found.sentences().join("\n");
    assert!(
        sentences.contains("Permutation test: 1 of 1 followed; in"),
        "{sentences}"
    );
    assert!(sentences.contains("(seed 3)"), "{sentences}");
    assert!(caption(&found).contains("Observed from 2022-01-01 to 2022-12-31, the same days"));
}

#[test]
fn a_threat_of_the_last_days_is_not_counted_as_unfollowed() {
    let record = made(vec![
        threat("old", "2022-01-01", "AF"),
        attack("came", "2022-01-05", "AF"),
        threat("new", "2022-12-20", "AF"),
    ]);
    let settings = Settings {
        days: 30,
        times: 100,
        seed: 1,
    };
    let found = ask(&record, "2022-12-31", None, |asked| {
        analysis::warnings(asked, &[], &[], settings, |_| ())
    });
    let test = &found.evaluation;
    assert_eq!((test.tested, test.followed, test.censored), (1, 1, 1));
    let followed: Vec<Option<bool>> = found.signals.iter().map(|signal| signal.followed).collect();
    assert_eq!(followed, [Some(true), None]);
    assert!(caption(&found).contains("fewer than 30 days after them are known"));
    // Where all are so late, nothing is tested, and there is no p.
    let late = made(vec![
        threat("new", "2022-12-20", "AF"),
        attack("came", "2022-12-21", "AF"),
    ]);
    let found = ask(&late, "2022-12-31", None, |asked| {
        analysis::warnings(asked, &[], &[], settings, |_| ())
    });
    assert_eq!((found.evaluation.tested, found.evaluation.p), (0, None));
    assert!(found.sentences()[1].contains("too few days are known"));
}

#[test]
fn a_date_in_the_filter_narrows_the_days_observed() {
    let record = made(vec![
        attack("old", "1994-12-24", "FR"),
        threat("said", "2022-06-01", "AF"),
        attack("came", "2022-06-03", "AF"),
    ]);
    let observed = |filter: Option<&str>| {
        ask(&record, "2024-12-31", filter, |asked| {
            let found = analysis::warnings(asked, &[], &[], Settings::default(), |_| ());
            let (first, last) = found.evaluation.observed.unwrap();
            format!("{first} {last}")
        })
    };
    assert_eq!(observed(None), "1994-12-24 2024-12-31");
    assert_eq!(
        observed(Some("date in 2022/2023 and country = 'AF'")),
        "2022-01-01 2023-12-31"
    );
    assert_eq!(
        observed(Some("date after 2020 and (suicide or date in 2022)")),
        "2021-01-01 2024-12-31"
    );
}

fn any_filter() -> impl Strategy<Value = String> {
    let dates = prop::sample::select(vec![
        "2022",
        "2022-04",
        "2022-04-17/2022-05-01",
        "../2001",
        "2040/..",
        "200X",
        "2024-02-29~",
        "0001",
        "9999",
    ]);
    let test = prop_oneof![
        (
            prop::sample::select(vec!["in", "within", "before", "after"]),
            dates
        )
            .prop_map(|(relation, date)| format!("date {relation} {date}")),
        prop::sample::select(vec![
            "country = AF",
            "country not in (AF, PK)",
            "actor under 'Islamic State'",
            "killed >= 100",
            "killed.high < 1",
            "suicide",
            "undated",
            "located",
            "date is disputed",
            "id = 'I7'",
            "text ~ 'embass*'",
            "within 50 km of 'Kabul'",
            "within 1 km of '0, 0'",
            "source = 'Daily Wire'",
            "actor = 'nobody known'",
            "independent_sources > 3",
        ])
        .prop_map(str::to_owned),
    ];
    test.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}

/// Anything that a hand may type where a filter is wanted.
fn any_words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "actor",
        "date",
        "in",
        "=",
        "(",
        ")",
        "'",
        "2022-02-30",
        "2022-13",
        "99999",
        "killed",
        ">=",
        "-1",
        "and",
        "or",
        "not",
        "within",
        "km",
        "of",
        "under",
        "~",
        "",
        "ñ",
        "2022/2021",
        "1e9",
        "is",
        "told",
        ",",
        "country",
        "XX",
    ]);
    prop::collection::vec(word, 0..8).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_filter_over_a_tiny_casebook_makes_an_answer_unclear(
        record in prop::collection::vec(any_incident(), 0..5), filter in any_filter(),
    ) {
        is_clear(&everything(&record, Some(&filter)));
    }

    #[test]
    fn what_is_no_filter_is_a_mistake_with_its_place(text in any_words()) {
        if let Err(mistake) = text.parse::<Filter>().and_then(|filter| filter.bind(&Codebook).map(|_| ())) {
            let said = mistake.to_string();
            prop_assert!(said.contains("--> filter:1:") && said.contains('^'), "{said}");
        }
    }

    #[test]
    fn what_is_no_side_is_a_mistake_and_never_a_panic(text in any_words(), record in prop::collection::vec(any_incident(), 0..3)) {
        ask(&record, "2022-04-10", None, |asked| {
            if let Ok(side) = Side::read(&text, asked)
                && let Ok(found) = analysis::compare(asked, &side, &side)
            {
                is_clear(&[found.to_text(true), found.to_json()]);
            }
        });
    }

    #[test]
    fn nobody_is_tested_before_the_days_asked_about_are_over(
        record in prop::collection::vec(any_incident(), 0..12), days in 0u32..4000,
    ) {
        let settings = Settings { days, times: 10, seed: 1 };
        let found = ask(&record, "2010-06-15", None, |asked| analysis::warnings(asked, &[], &[], settings, |_| ()));
        let test = &found.evaluation;
        prop_assert!(test.followed <= test.tested);
        prop_assert_eq!(test.p.is_some(), test.tested > 0);
        if let Some((first, last)) = test.observed {
            prop_assert!(first <= last);
            prop_assert!(test.tested == 0 || first.until(last).unwrap().get_days().unsigned_abs() >= days);
        }
    }
}
