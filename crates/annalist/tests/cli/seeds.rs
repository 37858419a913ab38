//! The analyst articles that the first users wrote or read, where they lie beside the project: what
//! several of them tell of one incident is one, and what only looks alike stays apart.

use crate::run::Desk;
use serde_json::Value as Json;
use std::path::PathBuf;

/// The casebook of the articles, an incident a line; `None` where the articles are not here.
fn incidents() -> Option<Vec<Json>> {
    let data = std::env::var_os("ANNALIST_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let seeds = data.join("corpora/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: no {}; set ANNALIST_DATA", seeds.display());
        return None;
    }
    let desk = Desk::new();
    desk.done(&["add", &seeds.to_string_lossy()]);
    let lines = desk.good("list --format jsonl");
    Some(
        lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

/// The incidents of a country whose date begins so and that name these words somewhere.
fn told<'i>(incidents: &'i [Json], country: &str, date: &str, words: &str) -> Vec<&'i Json> {
    incidents
        .iter()
        .filter(|incident| {
            incident["country"] == country
                && incident["date"]
                    .as_str()
                    .unwrap_or_default()
                    .starts_with(date)
                && incident.to_string().contains(words)
        })
        .collect()
}

/// How many reports tell of an incident.
fn reports(incident: &Json) -> usize {
    let accounts = incident["accounts"].as_array().unwrap();
    let mut reports: Vec<&str> = accounts
        .iter()
        .filter_map(|account| account["account"].as_str()?.split('#').next())
        .collect();
    reports.sort_unstable();
    reports.dedup();
    reports.len()
}

#[test]
fn what_several_articles_tell_is_one_incident() {
    let Some(incidents) = incidents() else {
        return;
    };
    for (country, date, words, by) in [
        ("AF", "2022-09-05", "embassy", 2),
        ("AF", "2021-08-26", "irport", 3),
        ("RU", "2024-03-22", "Crocus", 2),
        ("IR", "2024-01-03", "Kerman", 2),
        ("IR", "2022-10-26", "Shiraz", 2),
        ("UZ", "2022-04-18", "rocket", 2),
        ("TJ", "2022-05-07", "rocket", 2),
    ] {
        let found: Vec<&Json> = told(&incidents, country, date, words)
            .into_iter()
            .filter(|incident| incident["status"] == "completed")
            .collect();
        assert_eq!(found.len(), 1, "{country} {date} {words}: {found:#?}");
        assert_eq!(reports(found[0]), by, "{country} {date} {words}");
    }
    // No article tells of them a second time under another date, or under none.
    for (country, words) in [("UZ", ""), ("RU", "Crocus"), ("IR", "Kerman")] {
        assert_eq!(
            told(&incidents, country, "", words).len(),
            1,
            "{country} {words}"
        );
    }
}

#[test]
fn every_articles_figures_are_kept() {
    let Some(incidents) = incidents() else {
        return;
    };
    let airport = told(&incidents, "AF", "2021-08-26", "irport");
    let killed = &airport
        .iter()
        .find(|incident| reports(incident) == 3)
        .unwrap()["killed"];
    // Thirteen soldiers and many others in one, 183 people in the others: all can be right.
    assert_eq!(killed["min"], 183);
    assert!(killed["max"].is_null() || killed["max"] == 183, "{killed}");
    let embassy = told(&incidents, "AF", "2022-09-05", "embassy");
    // At least six in one, eight in the other.
    assert_eq!(embassy[0]["killed"]["min"], 8);
    assert_eq!(embassy[0]["killed"]["max"], 8);
}

#[test]
fn what_only_looks_alike_stays_apart() {
    let Some(incidents) = incidents() else {
        return;
    };
    // Two attacks in Shiraz, in 2022 and 2023; two in the Maldives, in February and April 2020.
    assert_eq!(told(&incidents, "IR", "2022-10", "Shiraz").len(), 1);
    assert_eq!(told(&incidents, "IR", "2023-08", "Shiraz").len(), 1);
    assert_eq!(told(&incidents, "MV", "2020-02", "").len(), 1);
    assert_eq!(told(&incidents, "MV", "2020-04", "").len(), 1);
    // The Pakistani consulate in Jalalabad, stormed in 2016, and its employee, shot in 2021.
    let stormed = told(&incidents, "AF", "2016-01", "Pakistani consulate");
    let shot = told(&incidents, "AF", "2021-07", "Pakistani consulate");
    assert_eq!((stormed.len(), shot.len()), (1, 1));
    assert_eq!(stormed[0]["type"], "armed_assault");
    assert_eq!(shot[0]["type"], "assassination");
    // Two plots, Vienna and Cologne.
    assert_eq!(told(&incidents, "AT", "2023-12", "Vienna").len(), 1);
    assert_eq!(told(&incidents, "DE", "2023-12", "Cologne").len(), 1);
    // The embassy that was bombed and the one that was only plotted against.
    let plot: Vec<&Json> = told(&incidents, "AF", "", "Turkmenistan embassy")
        .into_iter()
        .filter(|incident| incident["status"] == "foiled")
        .collect();
    assert_eq!(plot.len(), 1);
    assert_eq!(reports(plot[0]), 1);
}
