//! Records as CSV, as tables and as cards.

mod write_sample;

use formats::write::cards::cards;
use formats::write::csv::{CSV_COLUMNS, csv, csv_header, csv_rows, protect, unprotect};
use formats::write::table::{TerminalOptions, table};
use model::{ActorRef, Report, Sourced, Span};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;
use write_sample::{coded, report};

fn plain(width: usize) -> TerminalOptions {
    TerminalOptions {
        width: Some(width),
        colour: false,
        confidence: false,
    }
}

#[test]
fn a_csv_has_one_row_a_record_and_joins_lists_with_semicolons() {
    let (report, mut coded) = (report(), coded());
    let second = coded.accounts[0].perpetrators[0]
        .clone()
        .map(|_| ActorRef::named("Delta Column"));
    coded.accounts[0].perpetrators.push(second);
    let text = csv(&[(&report, &coded)]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, column: &str| {
        let at = CSV_COLUMNS.iter().position(|name| *name == column).unwrap();
        rows[row][at].to_owned()
    };
    let kinds: Vec<String> = (0..rows.len()).map(|row| cell(row, "record")).collect();
    assert_eq!(kinds, ["incident", "incident", "tally", "warning"]);
    assert_eq!(cell(0, "perpetrators"), "Harbour Front; Delta Column");
    assert_eq!(
        (cell(0, "killed_min"), cell(0, "killed_max")),
        ("6".into(), String::new())
    );
    assert_eq!(cell(0, "latitude"), "34.52813");
    assert!(cell(0, "quote").contains("some 10 others. […] The group claimed"));
    assert_eq!(cell(2, "date_last"), "2022-12-31");
    assert_eq!(cell(3, "heeded"), "false");
    assert_eq!(
        format!("{}{}", csv_header(), csv_rows(&report, &coded)),
        text
    );
}

#[test]
fn a_spreadsheet_never_sees_a_formula() {
    let (report, mut coded) = (report(), coded());
    let evil = r#"=HYPERLINK("http://example.org","x")"#;
    coded.accounts[0].site.as_mut().unwrap().value = evil.into();
    coded.accounts[0].location.as_mut().unwrap().value.latitude = -34.5;
    let text = csv(&[(&report, &coded)]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    let cell = |column: &str| &row[CSV_COLUMNS.iter().position(|name| *name == column).unwrap()];
    assert_eq!(cell("site"), format!("'{evil}"));
    assert_eq!(unprotect(cell("site")), evil);
    assert_eq!(cell("latitude"), "-34.5", "a number stays a number");
}

#[test]
fn a_table_shows_who_did_what_where_in_one_line_each() {
    let shown = table(
        &[(&report(), &coded())],
        TerminalOptions {
            width: None,
            colour: false,
            confidence: false,
        },
    );
    assert_eq!(
        shown,
        "\
Date        Country  Place            Type     Perpetrators             Targets          Killed  Injured  Status     Report
──────────  ───────  ───────────────  ───────  ───────────────────────  ───────────────  ──────  ───────  ─────────  ──────────────
2022-09-05  AF       Norland embassy  bombing  Harbour Front (claimed)  Norland embassy      6+      ~10  completed  wire-kabul#i01
                                      arrest   police                   Jan Doe                           completed  wire-kabul#i02

Counted  Count  Actor          Country  Place  Window  Source        Report
───────  ─────  ─────────────  ───────  ─────  ──────  ────────────  ──────────────
attacks     12  Harbour Front  AF       Kabul  2022    the ministry  wire-kabul#t01

Warning by  To      Date  About  Heeded  Report
──────────  ──────  ────  ─────  ──────  ──────────────
Norland     police        i01    no      wire-kabul#w01
"
    );
}

#[test]
fn no_line_of_a_table_is_wider_than_the_terminal() {
    let (report, mut coded) = (report(), coded());
    coded.accounts[1].place = Some(Sourced::new("喀布尔市中心".into(), Span::new(0, 2), "a/b"));
    for width in [10, 40, 72, 80, 120] {
        for line in table(&[(&report, &coded)], plain(width)).lines() {
            assert!(line.width() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn colour_is_only_there_when_asked_for() {
    let (report, coded) = (report(), coded());
    let colour = TerminalOptions {
        width: Some(90),
        colour: true,
        confidence: false,
    };
    for (with, without) in [
        (
            table(&[(&report, &coded)], colour),
            table(&[(&report, &coded)], plain(90)),
        ),
        (
            cards(&report, &coded, colour),
            cards(&report, &coded, plain(90)),
        ),
    ] {
        assert!(with.contains('\u{1b}'));
        assert!(!without.contains('\u{1b}'));
    }
    assert!(cards(&report, &coded, colour).contains("\u{1b}[4mat least six people\u{1b}[0m"));
}

#[test]
fn a_card_shows_each_value_above_its_words() {
    let (report, mut coded) = (report(), coded());
    coded.accounts.truncate(1);
    (coded.tallies, coded.warnings) = (Vec::new(), Vec::new());
    let shown = cards(&report, &coded, plain(90));
    let expected = include_str!("write_sample/bombing.card");
    assert!(
        shown == expected,
        "the card is now\n{shown}\nand was\n{expected}"
    );
}

#[test]
fn carets_stand_under_their_words_also_beside_wide_characters() {
    let text = "北京 — a bomb went off in 上海市 on Monday.";
    let start = text.find("上海市").unwrap();
    let report = Report {
        id: "r".into(),
        text: text.into(),
        ..Report::default()
    };
    let mut coded = coded();
    coded.accounts.truncate(1);
    coded.accounts[0].evidence = vec![Span::new(0, text.len())];
    coded.accounts[0].class.spans = vec![Span::new(start, start + "上海市".len())];
    let shown = cards(&report, &coded, plain(100));
    let lines: Vec<&str> = shown.lines().collect();
    let quote = lines
        .iter()
        .position(|line| line.contains("上海市"))
        .unwrap();
    let before = lines[quote].split("上海市").next().unwrap().width();
    assert_eq!(lines[quote + 1], format!("{}^^^^^^", " ".repeat(before)));
}

#[test]
fn a_sentence_from_right_to_left_has_brackets_in_place_of_carets() {
    let text = "انفجرت قنبلة في كابول";
    let start = text.find("قنبلة").unwrap();
    let report = Report {
        id: "r".into(),
        text: text.into(),
        ..Report::default()
    };
    let mut coded = coded();
    coded.accounts.truncate(1);
    coded.accounts[0].class.spans = vec![Span::new(start, start + "قنبلة".len())];
    assert!(cards(&report, &coded, plain(100)).contains("⟦قنبلة⟧"));
}

proptest! {
    #[test]
    fn a_protected_cell_is_no_formula_and_can_be_undone(text in "['=+@\t\r\n-]{0,2}\\PC{0,8}") {
        let cell = protect(&text);
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']));
        prop_assert_eq!(unprotect(&cell), text);
    }

    #[test]
    fn no_report_can_steer_the_terminal(
        text in "[\u{0}-\u{1f}\u{7f}-\u{9f}\u{200e}\u{202e}\u{2066}a-c é北\u{301}🇩🇪👩\u{200d}🚀.]{0,120}",
        spans in prop::collection::vec((0usize..200, 0usize..40), 0..4),
        width in 1usize..120,
        colour in any::<bool>(),
    ) {
        let report = Report { id: text.clone(), text: text.clone(), ..Report::default() };
        let mut coded = coded();
        coded.accounts[0].site.as_mut().unwrap().value = text.clone();
        coded.accounts[0].site.as_mut().unwrap().rule = text.clone();
        let spans: Vec<Span> = spans.iter().map(|(a, n)| Span::new(*a, a + n)).collect();
        coded.accounts[0].site.as_mut().unwrap().spans = spans;
        let options = TerminalOptions { width: Some(width), colour, confidence: false };
        let shown = cards(&report, &coded, options) + &table(&[(&report, &coded)], options);
        let ours = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[4m"];
        let bare = ours.iter().fold(shown, |text, sequence| text.replace(sequence, ""));
        let bad = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        prop_assert!(!bare.contains(bad), "{:?}", bare);
    }
}
