//! Incidents as tables, CSV, JSON lines and `GeoJSON`.

mod write_sample;

use formats::write::csv::unprotect;
use formats::write::incidents::{
    ExportOptions, INCIDENT_COLUMNS, incidents_csv, incidents_geojson, incidents_jsonl,
    incidents_table,
};
use formats::write::table::TerminalOptions;
use model::{Estimate, Field, Incident, Value, When};
use proptest::prelude::*;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use write_sample::book::{Book, book, incident};

fn public() -> ExportOptions {
    ExportOptions::default()
}

fn named() -> ExportOptions {
    ExportOptions {
        include_persons: true,
        ..public()
    }
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_csv_reads_back_with_the_figures_their_policy_and_where_sources_disagree() {
    let book = book();
    let rows = rows(&incidents_csv(&book.view(), public()));
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0].len(), INCIDENT_COLUMNS.len());
    let cell = |name: &str| rows[0][name].as_str();
    assert_eq!(cell("id"), "I0000000001");
    assert_eq!((cell("killed_min"), cell("killed_max")), ("6", "8"));
    assert_eq!(
        (cell("policies"), cell("disputed")),
        ("killed: lowest", "killed")
    );
    assert_eq!(cell("perpetrators"), "Harbour Front; (person)");
    assert_eq!(cell("site"), "'=Norland embassy");
    assert_eq!(unprotect(cell("site")), "=Norland embassy");
    assert_eq!(cell("accounts"), "daily#i01; wire-kabul#i01");
    assert_eq!(cell("urls"), "https://example.org/wire?a=1&b=2");
    assert_eq!(cell("links"), "part_of I0000000002");
    assert_eq!(rows[3]["latitude"], "");
}

#[test]
fn a_private_person_is_named_in_no_export_unless_asked_for() {
    let book = book();
    let write = |options| {
        [
            incidents_csv(&book.view(), options),
            incidents_jsonl(&book.view(), options),
            incidents_geojson(&book.view(), options),
        ]
    };
    for text in write(public()) {
        assert!(text.contains("(person)"));
        assert!(!text.contains("Doe"), "{text}");
    }
    for text in write(named()) {
        assert!(!text.contains("(person)"));
        assert!(text.contains("Jan Doe"));
    }
}

#[test]
fn a_point_stands_only_where_the_place_is_known_well_enough() {
    let book = book();
    let map: Json = serde_json::from_str(&incidents_geojson(&book.view(), public())).unwrap();
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().unwrap();
    assert_eq!(
        features[0]["geometry"],
        serde_json::json!({"type": "Point", "coordinates": [69.17233, 34.52813]})
    );
    assert_eq!(features[1]["geometry"]["type"], "Point");
    assert_eq!(features[1]["properties"]["precision"], "admin1");
    assert_eq!(features[1]["properties"]["radius_km"], 80.0);
    assert_eq!(features[2]["geometry"], Json::Null, "a country is no point");
    assert_eq!(features[2]["properties"]["precision"], "country");
    assert_eq!(features[3]["geometry"], Json::Null);
    assert!(
        features
            .iter()
            .all(|feature| feature["type"] == "Feature" && feature["id"].is_string())
    );
}

#[test]
fn coordinates_off_the_globe_are_no_point() {
    let mut book = book();
    for wrong in [f64::NAN, f64::INFINITY, 91.0] {
        let settled = book.incidents[0].fields.get_mut(&Field::Location).unwrap();
        if let Value::Place(place) = &mut settled.value {
            place.latitude = wrong;
        }
        let map: Json = serde_json::from_str(&incidents_geojson(&book.view(), public())).unwrap();
        assert_eq!(map["features"][0]["geometry"], Json::Null);
    }
}

#[test]
fn json_lines_say_who_said_what_and_how_the_figure_was_chosen() {
    let book = book();
    let text = incidents_jsonl(&book.view(), public());
    let first: Json = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(first["date"], "2022-09-05");
    assert_eq!(first["killed"], serde_json::json!({"min": 6, "max": 8}));
    assert_eq!(
        first["settled"]["killed"],
        serde_json::json!({
            "policy": "lowest",
            "from": ["daily#i01", "wire-kabul#i01"],
            "disputed": true
        })
    );
    let accounts = first["accounts"].as_array().unwrap();
    assert_eq!(accounts[0]["account"], "daily#i01");
    assert_eq!(accounts[0]["title"], "(person) held after <blast>");
    assert_eq!(accounts[0].get("url"), None, "only web addresses are links");
    assert_eq!(accounts[1]["url"], "https://example.org/wire?a=1&b=2");
    assert_eq!(accounts[1]["quotes"].as_array().unwrap().len(), 2);
}

#[test]
fn a_quote_is_cut_at_a_word() {
    let book = book();
    let options = ExportOptions {
        quote_chars: 40,
        ..public()
    };
    let text = incidents_jsonl(&book.view(), options);
    let first: Json = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(
        first["accounts"][0]["quotes"][0],
        "Eight people died when a bomb tore…"
    );
}

#[test]
fn a_table_stars_the_figures_that_sources_dispute() {
    let book = book();
    let options = TerminalOptions {
        confidence: false,
        width: None,
        colour: false,
    };
    let table = incidents_table(&book.view(), options);
    assert!(table.contains("6–8*"), "{table}");
    assert!(
        table.ends_with("figures: lowest; * accounts disagree\n"),
        "{table}"
    );
}

proptest! {
    #[test]
    fn any_text_survives_the_csv(name in "\\PC{0,12}|[=+@'\"\r\n\t,;-]{0,5}", low in any::<u64>()) {
        let values = vec![
            (Field::Site, Value::Text(name.clone())),
            (Field::Date, Value::When("2022-04-17/2022-05-01".parse().unwrap())),
            (Field::Killed, Value::Estimate(Estimate::at_least(low))),
        ];
        let incidents: Vec<Incident> = vec![incident("I1", &[], values)];
        let book = Book { incidents, ..book() };
        let row = rows(&incidents_csv(&book.view(), public())).remove(0);
        prop_assert_eq!(unprotect(&row["site"]), name);
        prop_assert_eq!(row["killed_min"].parse::<u64>().unwrap(), low);
        prop_assert_eq!(&row["killed_max"], "");
        let when: When = row["date"].parse().unwrap();
        prop_assert_eq!(when.first.unwrap().to_string(), row["date_first"].clone());
        prop_assert_eq!(when.last.unwrap().to_string(), row["date_last"].clone());
    }
}
