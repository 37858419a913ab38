use crate::record::{Codebook, incident, record};
use analysis::{By, Filter, Table, tally};
use model::{Estimate, Field, Incident};
use proptest::prelude::*;

fn by(words: &[&str]) -> Vec<By> {
    words.iter().map(|word| word.parse().unwrap()).collect()
}

fn table(words: &[&str]) -> Table {
    tally(&record(), &by(words), None, &Codebook, "range")
}

/// `label:count` of every row.
fn rows(table: &Table) -> Vec<String> {
    let rows = table.rows.iter().map(|row| {
        let labels: Vec<&str> = row.keys.iter().map(|key| key.label.as_str()).collect();
        format!("{}:{}", labels.join("/"), row.cell.count())
    });
    rows.collect()
}

#[test]
fn a_date_that_spans_months_counts_for_no_month() {
    assert_eq!(
        rows(&table(&["month"])),
        [
            "2011-07:1",
            "2021-07:1",
            "2022-09:2",
            "(not exact to the month):1",
            "(none told):1"
        ]
    );
    assert_eq!(
        rows(&table(&["year"])),
        ["2011:1", "2021:1", "2022:3", "(none told):1"]
    );
    let weeks = rows(&table(&["week"]));
    assert!(weeks.contains(&"2022-W36 (from 2022-09-05):1".to_owned()));
    assert!(weeks.contains(&"(not exact to the week):2".to_owned()));
}

#[test]
fn an_attack_by_two_counts_under_both_and_once_in_all() {
    let table = table(&["actor"]);
    assert_eq!(
        rows(&table),
        [
            "Tehrik-i-Taliban Pakistan:3",
            "Islamic State Khorasan Province:2",
            "(a private person):1",
            "gunmen:1",
        ]
    );
    assert_eq!(table.total.count(), 6);
    assert!(
        table
            .caption
            .sentences()
            .join(" ")
            .contains("more than one actor")
    );
}

#[test]
fn a_private_person_is_not_named_in_a_table() {
    let table = table(&["actor"]);
    for text in [table.to_text(true), table.to_csv(true), table.to_json()] {
        assert!(!text.contains("Doe"), "{text}");
    }
}

#[test]
fn open_and_untold_figures_stay_so_in_sums() {
    let table = table(&["country"]);
    assert_eq!(
        rows(&table),
        ["Afghanistan:3", "NO:1", "PK:1", "(none told):1"]
    );
    let killed = table.rows[0].cell.killed;
    assert_eq!((killed.low, killed.best, killed.high), (8, 8, 11));
    assert!(killed.open);
    assert_eq!(table.rows[1].cell.killed.to_string(), "–");
    assert_eq!(table.total.killed.told, 4);
    assert_eq!(table.total.killed.to_string(), "21+");
}

#[test]
fn the_caption_says_what_was_counted_and_how() {
    let filter: Filter = "type in (bombing, raid)".parse().unwrap();
    let bound = filter.bind(&Codebook).unwrap();
    let table = tally(&record(), &by(&["type"]), Some(&bound), &Codebook, "lowest");
    assert_eq!(
        table.caption.sentences(),
        [
            "4 of 6 incidents where type in ('bombing', 'raid').",
            "Counting policy: lowest.",
            "Counted among them: 1 undated, 1 unlocated, 1 known only to a country or region."
        ]
    );
}

#[test]
fn a_table_reads_well_in_a_terminal() {
    let table = table(&["country", "year"]);
    assert_eq!(
        table.to_text(false),
        "\
country      year         incidents  killed  best  high  injured  best  high
Afghanistan  2022                 3       8     8   11+        –     –     –
NO           2011                 1       –     –     –        –     –     –
PK           2021                 1      13    13    13        –     –     –
(none told)  (none told)          1       –     –     –        –     –     –
────────────────────────────────────────────────────────────────────────────
total                             6      21    21   24+        –     –     –

All 6 incidents.
Counting policy: range.
Counted among them: 1 undated, 2 unlocated, 1 known only to a country or region.
"
    );
    assert!(table.to_text(true).contains("\n    a b c\n"));
}

#[test]
fn csv_and_json_carry_the_incidents_behind_a_row() {
    let table = table(&["type"]);
    let csv = table.to_csv(true);
    assert!(
        csv.starts_with("type,incidents,killed_told,killed_low"),
        "{csv}"
    );
    assert!(
        csv.contains("\nbombing,3,3,19,19,19,true,0,,,,false,a c d\n"),
        "{csv}"
    );
    assert!(csv.contains("\n(total),6,"), "{csv}");
    let json = table.to_json();
    assert!(json.contains("\"by\": [\n    \"type\"\n  ]"), "{json}");
}

#[test]
fn an_unknown_dimension_is_guessed() {
    let mistake = "mnoth".parse::<By>().unwrap_err();
    assert!(mistake.contains("did you mean `month`?"), "{mistake}");
    assert!("date".parse::<By>().unwrap_err().contains("`month`"));
    assert_eq!("targets".parse::<By>().unwrap().word(), "target");
}

fn any_record() -> impl Strategy<Value = Vec<Incident>> {
    let one = (
        prop::option::of(0u64..50),
        prop::option::of((2000i16..2004, 1i8..13)),
        prop::collection::vec(0usize..4, 0..3),
        prop::option::of(0usize..3),
    );
    prop::collection::vec(one, 0..20).prop_map(|list| {
        let made = list
            .into_iter()
            .enumerate()
            .map(|(at, (killed, month, targets, country))| {
                let mut made = incident(&format!("i{at}"));
                if let Some(killed) = killed {
                    made = made.killed(Estimate::between(killed, killed * 2));
                }
                if let Some((year, month)) = month {
                    made = made.date(&format!("{year}-{month:02}"));
                }
                if !targets.is_empty() {
                    let codes: Vec<&str> = targets
                        .iter()
                        .map(|t| ["police", "media", "ngo", "police"][*t])
                        .collect();
                    made = made.list(Field::Targets, &codes);
                }
                if let Some(country) = country {
                    made = made.text(Field::Country, ["AF", "PK", "IQ"][country]);
                }
                made.0
            });
        made.collect()
    })
}

proptest! {
    #[test]
    fn the_total_is_no_less_than_any_row_and_every_incident_has_one(record in any_record()) {
        for words in [&["target"][..], &["month", "country"], &["country"], &["target", "day"], &[]] {
            let table = tally(&record, &by(words), None, &Codebook, "range");
            prop_assert_eq!(table.total.count(), record.len());
            let mut seen = std::collections::BTreeSet::new();
            for row in &table.rows {
                prop_assert!(row.cell.count() >= 1 && row.cell.count() <= table.total.count());
                prop_assert!(row.cell.killed.high <= table.total.killed.high);
                prop_assert!(row.cell.killed.low <= row.cell.killed.best);
                prop_assert!(row.cell.killed.best <= row.cell.killed.high);
                seen.extend(row.cell.incidents.iter().cloned());
            }
            if !words.is_empty() {
                prop_assert_eq!(seen.len(), record.len());
            }
            if words == ["country"] {
                let sum: usize = table.rows.iter().map(|row| row.cell.count()).sum();
                prop_assert_eq!(sum, record.len());
            }
        }
    }

    #[test]
    fn the_order_of_rows_does_not_hang_on_the_order_of_incidents(record in any_record()) {
        let mut turned = record.clone();
        turned.reverse();
        let table = |record: &[Incident]| rows(&tally(record, &by(&["target", "year"]), None, &Codebook, "range"));
        prop_assert_eq!(table(&record), table(&turned));
    }
}
