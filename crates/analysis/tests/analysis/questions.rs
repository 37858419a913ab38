//! The questions over a record small enough to count by hand.

use crate::record::{Codebook, Made, incident};
use analysis::{Answer, Asked, By, Columns, Filter, Settings, Side, Stated, Verdict};
use model::{
    ActorRef, Attribution, Estimate, Field, Incident, Sourced, Span, Status, Tally, Value, Warning,
};
use proptest::prelude::*;

const ISKP: (Option<&str>, &str) = (
    Some("islamic-state-khorasan"),
    "Islamic State Khorasan Province",
);
const TTP: (Option<&str>, &str) = (Some("ttp"), "Tehrik-i-Taliban Pakistan");

pub fn attack(id: &str, date: &str, country: &str) -> Made {
    let made = incident(id)
        .text(Field::Class, "attack")
        .text(Field::Type, "bombing")
        .text(Field::Country, country)
        .set(Field::Status, Value::Status(Status::Completed))
        .by(Field::Perpetrators, &[ISKP]);
    if date.is_empty() {
        made
    } else {
        made.date(date)
    }
}

pub fn made(list: Vec<Made>) -> Vec<Incident> {
    list.into_iter().map(|made| made.0).collect()
}

/// Asks a question of incidents, under a filter where there is one.
pub fn ask<T>(
    incidents: &[Incident],
    filter: Option<&str>,
    question: impl FnOnce(&Asked<'_>) -> T,
) -> T {
    let columns = Columns::of(incidents, &Codebook);
    let filter = filter.map(|text| text.parse::<Filter>().unwrap().bind(&Codebook).unwrap());
    question(&Asked::new(&columns, filter.as_ref(), &Codebook, "range"))
}

pub fn by(word: &str) -> By {
    word.parse().unwrap()
}

#[test]
fn a_trend_has_a_row_for_months_without_incidents() {
    let record = made(vec![
        attack("a", "2022-01-31", "AF"),
        attack("b", "2022-04-01", "AF"),
        attack("c", "2022-04", "AF"),
        attack("d", "2022", "AF"),
        attack("e", "", "AF"),
    ]);
    let trend = ask(&record, None, |asked| {
        analysis::trend(asked, by("month"), None).unwrap()
    });
    let rows: Vec<String> = (trend.periods.iter())
        .map(|period| format!("{} {}", period.period, period.count))
        .collect();
    assert_eq!(rows, ["2022-01 1", "2022-02 0", "2022-03 0", "2022-04 2"]);
    assert_eq!(
        trend.periods[3].highest_since.as_deref(),
        Some("(on record)")
    );
    assert_eq!(trend.not_exact, 1);
    assert_eq!(trend.caption.undated, 1);
    assert_eq!(trend.periods[3].incidents, ["b", "c"]);
    let weeks = ask(&record, None, |asked| {
        analysis::trend(asked, by("week"), None).unwrap()
    });
    assert_eq!(weeks.periods[0].period, "2022-W05");
    assert_eq!(weeks.periods[0].first.to_string(), "2022-01-31");
}

#[test]
fn the_last_thirty_days_are_held_against_the_thirty_before() {
    let record = made(vec![
        attack("a", "2022-04-01", "AF"),
        attack("b", "2022-04-20", "AF"),
        attack("c", "2022-04-30", "AF"),
        attack("d", "2022-03-31", "AF"),
    ]);
    let until = Some("2022-04-30".parse().unwrap());
    let change = ask(&record, None, |asked| {
        analysis::trend(asked, by("month"), until)
            .unwrap()
            .change
            .unwrap()
    });
    assert_eq!((change.now, change.before), (3, 1));
    let ratio = change.ratio.unwrap();
    assert!((ratio.ratio.unwrap() - 3.0).abs() < 1e-9);
    assert!(ratio.small);
}

#[test]
fn a_peak_says_since_when_there_was_none_so_high() {
    let days = [
        "2022-01-01",
        "2022-01-01",
        "2022-01-01",
        "2022-02-01",
        "2022-03-01",
        "2022-03-02",
    ];
    let record = days.iter().enumerate();
    let record = made(
        record
            .map(|(at, day)| attack(&format!("i{at}"), day, "AF"))
            .collect(),
    );
    let trend = ask(&record, None, |asked| {
        analysis::trend(asked, by("month"), None).unwrap()
    });
    assert_eq!(trend.periods[2].highest_since.as_deref(), Some("2022-01"));
    assert_eq!(trend.periods[1].highest_since, None);
}

#[test]
fn a_count_by_days_over_ages_is_refused_and_so_is_what_is_no_period() {
    let record = made(vec![
        attack("a", "0001-01-01", "AF"),
        attack("b", "2022-01-01", "AF"),
    ]);
    let error = ask(&record, None, |asked| {
        analysis::trend(asked, by("day"), None).unwrap_err()
    });
    assert!(error.to_string().contains("longer period"), "{error}");
    let error = ask(&record, None, |asked| {
        analysis::trend(asked, by("country"), None).unwrap_err()
    });
    assert!(error.to_string().contains("is no period"), "{error}");
}

#[test]
fn a_marked_change_in_the_number_of_sources_stands_beside_the_count() {
    // Each incident here is told by a report without a named source, which stands for itself.
    let days = ["2021-01-05", "2021-02-01", "2021-02-02", "2021-02-03"];
    let record = days.iter().enumerate();
    let record = made(
        record
            .map(|(at, day)| attack(&format!("i{at}"), day, "AF"))
            .collect(),
    );
    let trend = ask(&record, None, |asked| {
        analysis::trend(asked, by("month"), None).unwrap()
    });
    assert_eq!(trend.periods[1].sources, 3);
    assert_eq!(trend.periods[1].source_change, Some(2));
    let few = &record[..3];
    let trend = ask(few, None, |asked| {
        analysis::trend(asked, by("month"), None).unwrap()
    });
    assert_eq!(trend.periods[1].source_change, None);
}

#[test]
fn the_first_is_what_was_over_soonest_and_the_vague_are_counted() {
    let record = made(vec![
        attack("vague", "2022", "AF"),
        attack("first", "2022-04-18", "AF"),
        attack("later", "2022-05-07", "AF"),
        attack("undated", "", "AF"),
        attack("there", "2021-07-14", "PK"),
    ]);
    let firsts = ask(&record, None, |asked| {
        analysis::first(asked, &[by("country")])
    });
    let found: Vec<(&str, &str)> = (firsts.fields[0].firsts.iter())
        .map(|first| (first.label.as_str(), first.incident.as_str()))
        .collect();
    assert_eq!(found, [("PK", "there"), ("Afghanistan", "first")]);
    let first = &firsts.fields[0].firsts[1];
    assert_eq!(first.perhaps_earlier, ["vague"]);
    assert_eq!((first.undated, first.count), (1, 4));
}

#[test]
fn two_periods_are_compared_by_incidents_a_day() {
    let mut list: Vec<Made> = (1..=4)
        .map(|day| attack(&format!("a{day}"), &format!("2022-04-0{day}"), "AF"))
        .collect();
    list.push(attack("m", "2022-05-20", "PK"));
    list.push(attack("across", "2022-04-20/2022-05-03", "AF"));
    let record = made(list);
    let found = ask(&record, None, |asked| {
        let side = |text: &str| Side::read(text, asked).unwrap();
        analysis::compare(asked, &side("2022-04"), &side("2022-05")).unwrap()
    });
    assert_eq!((found.one.count, found.other.count), (4, 1));
    assert_eq!((found.one.days, found.other.days), (Some(30), Some(31)));
    assert_eq!((found.one.perhaps, found.other.perhaps), (1, 1));
    assert!((found.ratio.unwrap().ratio.unwrap() - (4.0 / 30.0) / (1.0 / 31.0)).abs() < 1e-9);
    let country = found
        .shifts
        .iter()
        .find(|shift| shift.field == "country")
        .unwrap();
    assert_eq!(country.values[0].label, "Afghanistan");
    assert!((country.values[0].points.unwrap() - 100.0).abs() < 1e-9);
}

#[test]
fn sides_are_periods_countries_actors_places_and_filters() {
    let record = made(vec![
        attack("a", "2022-04-01", "AF").text(Field::Place, "Herat"),
    ]);
    ask(&record, None, |asked| {
        let filter = |text: &str| Side::read(text, asked).unwrap().filter.to_string();
        assert_eq!(filter("2022-04"), "date within 2022-04");
        assert_eq!(filter("Afghanistan"), "country = 'AF'");
        assert_eq!(filter("ISIS-K"), "actor under 'ISIS-K'");
        assert_eq!(filter("herat"), "place = 'herat'");
        assert_eq!(filter("killed > 3"), "killed > 3");
        let error = Side::read("Atlantis", asked).unwrap_err().to_string();
        assert!(
            error.contains("is no date, country, actor, place or filter"),
            "{error}"
        );
        assert!(Side::read("2022-02-30", asked).is_err());
        assert!(Side::read("", asked).is_err());
    });
}

fn stated(id: &str, what: &str, count: Estimate) -> Stated {
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

fn of_iskp(mut stated: Stated, window: &str) -> Stated {
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

fn unit(mut stated: Stated, unit: &str) -> Stated {
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
        (Verdict::Below, Some(-29))
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
        "weekly#t01: 2 provinces named add up to 1,388 of the 1,826 incidents stated: 438 are not named."
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
        analysis::warnings(asked, &[], settings, |_| ())
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
        analysis::warnings(asked, &all, Settings::default(), |_| ())
    });
    assert_eq!(found.signals[0].lead.as_deref(), Some("3"));
    assert_eq!(found.signals[0].tied_to.as_deref(), Some("a"));
    assert_eq!(found.signals[1].tied_to, None);
    assert_eq!(found.evaluation.left_out, 1);
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

fn show(out: &mut Vec<String>, answer: &impl Answer) {
    out.push(answer.to_text(true));
    out.push(answer.to_json());
    out.extend(answer.sheets().iter().map(|sheet| sheet.to_csv(true)));
}

/// Everything that can be asked, as text, CSV and JSON.
pub fn everything(record: &[Incident], filter: Option<&str>) -> Vec<String> {
    let mut out = Vec::new();
    let list = [
        of_iskp(stated("t01", "killed", Estimate::about(3)), "2022/.."),
        unit(stated("t02", "killed", Estimate::exactly(1)), "Kabul"),
        unit(
            stated("t03", "killed", Estimate::at_least(u64::MAX)),
            "Takhar",
        ),
    ];
    ask(record, filter, |asked| {
        for period in ["day", "week", "month", "year"] {
            if let Ok(trend) = analysis::trend(asked, by(period), None) {
                show(&mut out, &trend);
            }
        }
        show(&mut out, &analysis::first(asked, &By::all()));
        show(&mut out, &analysis::claims(asked, by("month")));
        show(&mut out, &analysis::coverage(asked));
        show(&mut out, &analysis::reconcile(asked, &list));
        let settings = Settings {
            times: 20,
            ..Settings::default()
        };
        show(&mut out, &analysis::warnings(asked, &[], settings, |_| ()));
        for (one, other) in [
            ("2022", "2023"),
            ("AF", "PK"),
            ("2022/..", "AF"),
            ("ISKP", "ISKP"),
        ] {
            let side = |text: &str| Side::read(text, asked).unwrap();
            show(
                &mut out,
                &analysis::compare(asked, &side(one), &side(other)).unwrap(),
            );
        }
        show(&mut out, &analysis::actor_summary(asked, "ISKP").unwrap());
        out.push(analysis::count(asked, &[by("actor"), by("month")]).to_text(true));
    });
    out
}

pub fn is_clear(texts: &[String]) {
    for text in texts {
        for word in text.split(|letter: char| !letter.is_alphanumeric()) {
            assert!(
                !matches!(word, "NaN" | "inf" | "infinity" | "null."),
                "{text}"
            );
        }
    }
}

#[test]
fn nothing_one_incident_and_all_undated_have_clear_answers() {
    is_clear(&everything(&[], None));
    is_clear(&everything(&made(vec![incident("alone")]), None));
    is_clear(&everything(
        &made(vec![attack("alone", "2022-04-01", "AF")]),
        None,
    ));
    let undated: Vec<Made> = (0..5)
        .map(|at| attack(&format!("i{at}"), "", "AF"))
        .collect();
    is_clear(&everything(&made(undated), None));
    is_clear(&everything(
        &crate::record::record(),
        Some("killed > 1000000"),
    ));
    is_clear(&everything(&crate::record::record(), None));
}

pub fn any_incident() -> impl Strategy<Value = Incident> {
    let dates = prop_oneof![
        Just(String::new()),
        (1990i32..2030, 1u32..=12, 1u32..=28).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        (1990i32..2030, 1u32..=12).prop_map(|(y, m)| format!("{y}-{m:02}~")),
        (1990i32..2030).prop_map(|y| format!("{y}/..")),
        (1990i32..2030).prop_map(|y| format!("../{y}")),
    ];
    let estimate = prop::option::of((
        prop::option::of(0u64..99),
        prop::option::of(99u64..200),
        any::<bool>(),
    ));
    (
        0u32..1_000_000,
        dates,
        0usize..4,
        0usize..4,
        estimate,
        any::<[bool; 4]>(),
        prop::option::of((-90.0..90.0, -180.0..180.0, 0usize..7)),
    )
        .prop_map(|(id, date, country, actor, estimate, flags, point)| {
            let mut made = incident(&format!("I{id}"));
            if !date.is_empty() {
                made = made.date(&date);
            }
            if country < 3 {
                made = made.text(Field::Country, ["AF", "PK", "NO"][country]);
            }
            made = made.text(Field::Class, if flags[0] { "attack" } else { "threat" });
            match actor {
                0 => made = made.by(Field::Perpetrators, &[ISKP]),
                1 => {
                    made = made
                        .by(Field::Perpetrators, &[ISKP, TTP])
                        .by(Field::ClaimedBy, &[TTP]);
                }
                2 => made = made.by(Field::DeniedBy, &[(None, "Gunmen")]),
                _ => {}
            }
            if let Some((min, max, approx)) = estimate {
                made = made.killed(Estimate { min, max, approx });
            }
            if flags[1] {
                made = made.set(Field::Suicide, Value::Flag(flags[2]));
            }
            if let Some((latitude, longitude, precision)) = point {
                use model::Precision::{Admin1, Admin2, Country, Region, Sea, Settlement, Site};
                let all = [Site, Settlement, Admin2, Admin1, Region, Country, Sea];
                made = made.at(latitude, longitude, all[precision], 10.0);
            }
            made.0.accepted = flags[3];
            if flags[0] && date_is_told(&made.0) {
                made = made.disputed(Field::Date);
            }
            made.0
        })
}

fn date_is_told(incident: &Incident) -> bool {
    incident.when().is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn columns_written_down_and_read_again_answer_the_same(record in prop::collection::vec(any_incident(), 0..25)) {
        let columns = Columns::of(&record, &Codebook);
        let kept: std::collections::BTreeMap<&str, Vec<u8>> = columns.pack().into_iter().collect();
        let again = Columns::kept(Box::new(move |name| {
        kept.get(name).cloned().ok_or_else(|| "not kept".to_owned())
    })).unwrap();
        prop_assert_eq!(again.len(), record.len());
        for (row, incident) in (0..).zip(&record) {
            prop_assert_eq!(again.id(row), incident.id.as_str());
            prop_assert_eq!(again.when(row), incident.when());
            prop_assert_eq!(again.killed(row), incident.estimate(Field::Killed).filter(|e| !e.is_empty()));
            prop_assert_eq!(again.accounts(row), incident.accounts.clone());
            prop_assert_eq!(again.precision(row), incident.location().map(|place| place.precision));
        }
        for text in ["date in 2001/2010", "actor under 'Islamic State'", "killed >= 50", "suicide", "date is disputed",
            "within 3000 km of 'Kabul'", "source = 'Daily Wire'", "report = 'report-I5'", "not (country = 'AF')", "accepted", "undated",
            "id = 'I5'", "text ~ 'embassy'", "date before 2005", "country != 'AF'", "killed is told"] {
            let bound = text.parse::<Filter>().unwrap().bind(&Codebook).unwrap();
            let rows = bound.rows(&columns);
            prop_assert_eq!(&rows, &bound.rows(&again));
            let single: Vec<u32> = (0..).zip(&record).filter(|(_, i)| bound.matches(i)).map(|(row, _)| row).collect();
            prop_assert_eq!(rows, single);
        }
        let keys: Vec<model::AccountKey> = record.iter().map(|incident| incident.accounts[0].clone()).collect();
        let rows = again.rows_of_accounts(&keys);
        for (row, key) in rows.iter().zip(&keys) {
            prop_assert!(again.accounts(row.unwrap()).contains(key));
        }
    }

    #[test]
    fn columns_after_a_change_are_those_of_the_record_after_it(
        old in prop::collection::vec(any_incident(), 0..20),
        new in prop::collection::vec(any_incident(), 0..8),
        gone in prop::collection::vec(any::<bool>(), 20),
    ) {
        let place = |incident: &Incident| {
            let day = incident.when().and_then(|when| when.sort_day());
            (day.unwrap_or(jiff::civil::Date::MAX), incident.id.clone())
        };
        let named = |mut all: Vec<Incident>, letter: &str| {
            for (number, incident) in all.iter_mut().enumerate() {
                incident.id = format!("{letter}{number:03}");
            }
            all.sort_by_key(place);
            all
        };
        let (old, new) = (named(old, "I"), named(new, "H"));
        let rows: Vec<u32> = (0..old.len() as u32).filter(|row| gone[*row as usize]).collect();
        let stay = old.iter().zip(0u32..).filter(|(_, row)| !rows.contains(row)).map(|(incident, _)| incident);
        let mut whole: Vec<Incident> = stay.chain(&new).cloned().collect();
        whole.sort_by_key(place);
        let wanted = Columns::of(&whole, &Codebook);
        let changed = Columns::of(&old, &Codebook).changed(&rows, Columns::of(&new, &Codebook));
        // What is in no order, made whole.
        let shuffled = Columns::of(whole.iter().rev(), &Codebook).sorted();
        for columns in [changed, shuffled] {
            prop_assert_eq!(columns.ids(&columns.all()), wanted.ids(&wanted.all()));
            for text in ["date in 2001/2010", "actor under 'Islamic State'", "killed >= 50", "suicide", "source = 'Daily Wire'",
                "within 3000 km of 'Kabul'", "country = 'AF'", "accepted", "date is disputed", "claimed by 'Islamic State'"] {
                let Ok(filter) = text.parse::<Filter>() else { continue };
                let bound = filter.bind(&Codebook).unwrap();
                prop_assert_eq!(bound.rows(&columns), bound.rows(&wanted), "{}", text);
            }
            for (row, incident) in (0..).zip(&whole) {
                prop_assert_eq!(columns.accounts(row), incident.accounts.clone());
                prop_assert_eq!(columns.when(row), incident.when());
            }
            prop_assert_eq!(columns.failure(), None);
        }
    }

    #[test]
    fn no_record_makes_an_answer_unclear(record in prop::collection::vec(any_incident(), 0..12)) {
        is_clear(&everything(&record, None));
        is_clear(&everything(&record, Some("country = 'AF' and dated")));
    }

    #[test]
    fn a_trend_counts_each_incident_once(record in prop::collection::vec(any_incident(), 0..25)) {
        let trend = ask(&record, None, |asked| analysis::trend(asked, by("year"), None).unwrap());
        let counted: usize = trend.periods.iter().map(|period| period.count).sum();
        prop_assert_eq!(counted + trend.not_exact + trend.caption.undated, record.len());
    }

    #[test]
    fn the_shares_of_a_comparison_are_shares(record in prop::collection::vec(any_incident(), 0..25)) {
        let found = ask(&record, None, |asked| {
            let side = |text: &str| Side::read(text, asked).unwrap();
            analysis::compare(asked, &side("AF"), &side("PK")).unwrap()
        });
        for value in found.shifts.iter().flat_map(|shift| &shift.values) {
            for share in [value.one_share, value.other_share].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&share));
            }
        }
    }
}

#[test]
fn a_column_that_cannot_be_read_or_is_too_short_is_a_failure_and_not_an_answer() {
    let record: Vec<Incident> = (0..4)
        .map(|number| Incident {
            id: format!("I{number}"),
            ..Incident::default()
        })
        .collect();
    let packed: std::collections::BTreeMap<&str, Vec<u8>> =
        Columns::of(&record, &Codebook).pack().into_iter().collect();
    for broken in ["killed", "firsts", "country", "ids", "points", "flags"] {
        for missing in [true, false] {
            let mut packed = packed.clone();
            if missing {
                packed.remove(broken);
            } else if let Some(bytes) = packed.get_mut(broken) {
                bytes.pop();
            }
            let columns = Columns::kept(Box::new(move |name| {
                packed.get(name).cloned().ok_or_else(|| "run this".to_owned())
            }))
            .unwrap();
            assert_eq!(columns.failure(), None);
            let _ = columns.pack();
            let failure = columns.failure().unwrap();
            assert!(failure.starts_with(&format!("column `{broken}`: ")), "{failure}");
            assert_eq!(missing, failure.contains("run this"), "{failure}");
        }
    }
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
