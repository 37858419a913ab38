//! Trends, firsts and comparisons of a record small enough to count by hand.

use crate::questions::*;
use crate::record::Made;
use analysis::Side;
use model::Field;

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
