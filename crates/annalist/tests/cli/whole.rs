//! Reports in, figures out.

use crate::run::Desk;

#[test]
fn the_same_reports_give_the_same_bytes_on_any_number_of_threads() {
    let desk = Desk::with_reports();
    for format in ["cards", "table", "jsonl", "csv"] {
        let one = desk.good(&format!("code --threads 1 --format {format} reports"));
        let two = desk.good(&format!("code --threads 2 --format {format} reports"));
        let again = desk.good(&format!("code --format {format} reports"));
        assert!(one.lines().count() > 3, "{one}");
        assert_eq!(one, two);
        assert_eq!(one, again);
    }
}

#[test]
fn records_name_their_report_and_quote_it() {
    let desk = Desk::with_reports();
    let lines = desk.good("code --format jsonl reports/wire-kabul.txt");
    let record: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(record["record"], "incident");
    assert_eq!(record["doc"], "wire-kabul");
    assert_eq!(record["country"], "AF");
    assert_eq!(record["killed"]["min"], 6);
    let quote = record["evidence"][0].as_str().unwrap();
    assert!(crate::reports::WIRE.contains(quote), "{quote}");
}

#[test]
fn incidents_are_printed_as_templates_of_another_scheme() {
    let desk = Desk::with_reports();
    desk.write(
        "bogota.txt",
        "Published: 1990-02-04\n\nA bomb exploded at a bank in Bogota on 2 February, killing two people.\n",
    );
    let lines = desk.good("code --format muc4 bogota.txt reports/lahore.txt");
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["docid"], "bogota");
    assert_eq!(lines[0]["templates"][0]["incident_type"], "bombing");
    assert_eq!(lines[0]["templates"][0]["date"], "02 FEB 90");
    assert_eq!(lines[0]["templates"][0]["country"], "COLOMBIA");
    assert_eq!(
        lines[1]["templates"],
        serde_json::json!([]),
        "an arrest in Pakistan"
    );
}

#[test]
fn only_the_records_asked_for_are_printed() {
    let desk = Desk::with_reports();
    let tallies = desk.good("code --format jsonl --records tally reports");
    assert!(tallies.lines().count() >= 1);
    for line in tallies.lines() {
        assert!(line.starts_with(r#"{"record":"tally""#), "{line}");
    }
}

#[test]
fn a_report_comes_in_through_a_pipe_with_its_day_given() {
    let desk = Desk::new();
    let text =
        "A car bomb exploded outside a police station in Kirkuk on Monday, killing four people.";
    let ran = desk.fed(
        &[
            "code",
            "--format",
            "jsonl",
            "--published",
            "2013-02-05",
            "-",
        ],
        text,
    );
    assert_eq!(ran.code, Some(0), "{}", ran.notes);
    assert!(ran.out.contains(r#""date":"2013-02-04""#), "{}", ran.out);
}

#[test]
fn a_bad_file_is_one_line_and_the_rest_goes_on() {
    let desk = Desk::with_reports();
    desk.write("reports/empty.txt", "");
    for command in ["code --format jsonl reports", "add reports"] {
        let ran = desk.run(&command.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.code, Some(1), "{}", ran.notes);
        ran.says("reports/empty.txt: is empty");
        assert!(ran.out.contains("wire-kabul") && ran.out.contains("maiduguri"));
    }
}

#[test]
fn explain_goes_through_every_stage() {
    let desk = Desk::with_reports();
    let text = desk.good("explain reports/wire-kabul.txt reports/weekly-kabul.md");
    for stage in [
        "formats::read",
        "coding::code",
        "merging::group",
        "merging::settle",
        "analysis::tally",
        "formats::write",
    ] {
        assert!(text.contains(stage), "{stage} is missing");
    }
    assert!(text.contains("wire-kabul#i01"));
}

#[test]
fn adding_twice_changes_nothing() {
    let desk = Desk::with_reports();
    let first = desk.good("add reports");
    assert_eq!(first.matches("new         ").count(), 5, "{first}");
    let before = desk.good("export jsonl -");
    let second = desk.good("add reports");
    assert_eq!(second.matches("unchanged   ").count(), 5, "{second}");
    assert!(second.contains("0 new, 0 changed, 5 unchanged"), "{second}");
    assert_eq!(desk.good("export jsonl -"), before);
    assert!(desk.good("verify").contains("is sound"));
}

#[test]
fn threads_do_not_change_a_casebook() {
    let desk = Desk::with_reports();
    desk.good("-c one add --threads 1 reports");
    desk.good("-c two add --threads 2 reports");
    let export = |casebook: &str| desk.good(&format!("-c {casebook} export jsonl -"));
    assert_eq!(export("one"), export("two"));
}

#[test]
fn a_changed_page_and_a_given_day_are_new_versions() {
    let desk = Desk::with_casebook();
    desk.write(
        "reports/lahore.txt",
        crate::reports::LAHORE.replace("four", "five"),
    );
    let out = desk.good("add reports/lahore.txt");
    assert!(out.contains("version 2   lahore"), "{out}");
    let out = desk.good("add --published 2019-03-07 reports/maiduguri.txt");
    assert!(out.contains("version 2   maiduguri"), "{out}");
    assert!(desk.good("show maiduguri").contains("2019-03-07"));
    assert!(desk.good("verify").contains("is sound"));
}

#[test]
fn two_accounts_of_one_attack_are_one_incident_with_both_tolls() {
    let desk = Desk::with_casebook();
    let incident = desk.incident_of("wire-kabul#i01");
    assert_eq!(
        incident["accounts"].as_array().unwrap().len(),
        2,
        "{incident}"
    );
    let shown = desk.good(&format!("show {}", incident["id"].as_str().unwrap()));
    assert!(shown.contains("killing at least six people"), "{shown}");
    assert!(shown.contains("killed eight people"), "{shown}");
    assert!(shown.contains("Why these are one incident"), "{shown}");
    assert_eq!(desk.good("show weekly-kabul#i01"), shown);
    for (policy, killed) in [("lowest", 6), ("highest", 8)] {
        let lines = desk.good(&format!("list --format jsonl --policy {policy}"));
        let line = lines
            .lines()
            .find(|line| line.contains("wire-kabul"))
            .unwrap();
        let incident: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(incident["killed"]["min"], killed, "{policy}");
    }
}

#[test]
fn filters_tallies_and_pages_find_the_incident() {
    let desk = Desk::with_casebook();
    let list = desk.done(&["list", "--where", "country = 'Nigeria' and killed >= 10"]);
    assert!(
        list.contains("Boko Haram") && !list.contains("Khorasan"),
        "{list}"
    );
    let list = desk.done(&["list", "--where", "text ~ 'embass*'"]);
    assert!(
        list.contains("Khorasan") && !list.contains("Boko Haram"),
        "{list}"
    );
    let list = desk.done(&["list", "--where", "within 30 km of 'Maiduguri'"]);
    assert!(
        list.contains("Boko Haram") && !list.contains("Khorasan"),
        "{list}"
    );
    let tally = desk.good("tally year --format csv --rows");
    assert!(tally.contains("2019,1,"), "{tally}");
    let actor = desk.good("actor IS-KP");
    assert!(actor.contains("Islamic State Khorasan Province") && actor.contains("2022"));
    let search = desk.good("search embassy");
    assert!(
        search.contains("wire-kabul") && search.contains("[embassy]"),
        "{search}"
    );
    assert!(
        desk.good("list --reports")
            .contains("The week in Afghanistan")
    );
}

#[test]
fn exports_are_what_they_say() {
    let desk = Desk::with_casebook();
    desk.good("export geojson places.geojson");
    let places: serde_json::Value = serde_json::from_str(&desk.read("places.geojson")).unwrap();
    assert_eq!(places["type"], "FeatureCollection");
    assert!(places["features"].as_array().unwrap().len() >= 3);
    desk.good("export csv all.csv");
    assert!(desk.read("all.csv").starts_with("id,"));
    assert!(desk.read("all.csv").contains("killing at least six people"));
}

#[test]
fn recoding_with_the_same_codebook_changes_nothing() {
    let desk = Desk::with_casebook();
    let before = desk.good("export jsonl -");
    assert!(
        desk.good("recode")
            .contains("5 reports coded again, 0 changed")
    );
    assert_eq!(desk.good("export jsonl -"), before);
}

#[test]
fn a_copy_of_the_codebook_codes_alike_and_a_mistake_in_it_is_pointed_at() {
    let desk = Desk::with_reports();
    desk.good("codebook show --to mine");
    let with = desk.good("code --format jsonl --codebook mine reports");
    assert_eq!(with, desk.good("code --format jsonl reports"));
    desk.good("codebook check mine");
    let raid = desk.read("mine/events/raid.toml");
    desk.write("mine/events/raid.toml", raid.replace("rank =", "rnk ="));
    let ran = desk.run(&["codebook", "check", "mine"]);
    ran.refused("events/raid.toml:");
    assert!(ran.notes.contains('^'), "{}", ran.notes);
}
