//! How sure values are, and what the codebook lacks.

use crate::run::Desk;
use serde_json::Value;

const WIRE: &str = "On 5 March 2021 a group calling itself the Sons of the Valley bombed a bridge in Mopti, Mali, \
                    killing two soldiers.\n";

#[test]
fn every_value_that_can_be_judged_says_how_sure_it_is() {
    let desk = Desk::new();
    desk.write("wire.txt", WIRE);
    let line = desk.good("code --format jsonl wire.txt");
    let record: Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    for slot in ["class", "type", "date", "country", "killed"] {
        let sure = record["sources"][slot]["confidence"].as_f64().unwrap();
        assert!((0.0..1.0).contains(&sure), "{slot} {sure}");
        assert!(
            (sure * 100.0 - (sure * 100.0).round()).abs() < 1e-9,
            "two decimals"
        );
    }
}

#[test]
fn confidence_comes_back_out_of_a_casebook() {
    let desk = Desk::new();
    desk.write("wire.txt", WIRE);
    desk.good("add wire.txt");
    let shown = desk.good("show wire");
    let rule = shown.lines().find(|line| line.contains("  date ")).unwrap();
    let last = rule.split_whitespace().last().unwrap();
    assert!(last.starts_with("0.") && last.len() == 4, "{rule}");
    assert!(
        desk.good("explain wire.txt")
            .contains("confidence (coding::confidence): class 0.")
    );
}

#[test]
fn gaps_are_listed_from_files_and_from_a_casebook_alike() {
    let desk = Desk::new();
    desk.write("wire.txt", WIRE);
    let from_files = desk.good("codebook gaps wire.txt");
    assert!(
        from_files.contains("Sons of the Valley  (armed group, by “group”)"),
        "{from_files}"
    );
    assert!(from_files.contains("1 report, 1 incident, 2021-03-05, ML"));
    desk.good("add wire.txt");
    assert_eq!(desk.good("codebook gaps"), from_files);
    assert_eq!(desk.good("codebook gaps --least 2"), "no gaps\n");
}

#[test]
fn a_pasted_block_closes_the_gap() {
    let desk = Desk::new();
    desk.write("wire.txt", WIRE);
    desk.good("codebook show --to mine");
    let block = desk.good("codebook gaps --format toml wire.txt");
    desk.write("mine/actors/mine.toml", block);
    desk.good("codebook check mine");
    assert_eq!(
        desk.good("codebook gaps --codebook mine wire.txt"),
        "no gaps\n"
    );
}
