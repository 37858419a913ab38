//! What holds of every text, however broken.

mod spans;
mod texts;

use codebook::{Codebook, gazetteer::Gazetteer};
use model::{Coded, Report};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::fmt::Write as _;
use std::sync::OnceLock;
use texts::{any_text, table, told};

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(Gazetteer::embedded)
}

fn code(report: &Report) -> Coded {
    coding::code(report, Codebook::embedded(), gazetteer())
}

fn report(text: String) -> Report {
    Report {
        id: "r".to_owned(),
        published: Some(jiff::civil::date(2022, 6, 15)),
        text,
        ..Report::default()
    }
}

/// Every rule of this file about one coded text.
fn sound(text: &str, coded: &Coded) -> Result<(), TestCaseError> {
    for (field, span) in spans::spans(coded) {
        let words = text.get(span.start as usize..span.end as usize);
        prop_assert!(words.is_some(), "{field} {span:?} is not in {text:?}");
    }
    let evidence = coded
        .accounts
        .iter()
        .map(|account| &account.evidence)
        .chain(coded.tallies.iter().map(|tally| &tally.evidence))
        .chain(coded.warnings.iter().map(|warning| &warning.evidence));
    for evidence in evidence {
        prop_assert!(!evidence.is_empty(), "no evidence in {text:?}");
        for span in evidence {
            let told = span.of(text).chars().any(|c| !c.is_whitespace());
            prop_assert!(told, "empty evidence in {text:?}");
        }
    }
    for (index, account) in coded.accounts.iter().enumerate() {
        prop_assert_eq!(&account.id, &format!("i{:02}", index + 1));
        let found = account.date.is_some() || account.country.is_some();
        prop_assert!(found, "neither date nor country in {text:?}");
    }
    for (index, tally) in coded.tallies.iter().enumerate() {
        prop_assert_eq!(&tally.id, &format!("t{:02}", index + 1));
    }
    for (index, warning) in coded.warnings.iter().enumerate() {
        prop_assert_eq!(&warning.id, &format!("w{:02}", index + 1));
        let about = warning.about.as_deref();
        let known = about.is_none_or(|id| coded.accounts.iter().any(|account| account.id == id));
        prop_assert!(known, "a warning of {about:?} in {text:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_value_of_any_text_rests_on_words_of_it(text in any_text()) {
        let report = report(text);
        sound(&report.text, &code(&report))?;
    }

    #[test]
    fn sentences_in_any_order_keep_every_rule(text in told()) {
        let report = report(text);
        sound(&report.text, &code(&report))?;
    }

    #[test]
    fn every_value_of_any_table_rests_on_words_of_it(text in table()) {
        let coded = code(&report(text.clone()));
        sound(&text, &coded)?;
    }

    #[test]
    fn the_same_text_twice_gives_the_same_records(text in any_text()) {
        let report = report(text);
        prop_assert_eq!(code(&report), code(&report));
    }

    #[test]
    fn a_text_without_a_day_of_publication_is_coded_too(text in any_text()) {
        let report = Report { published: None, ..report(text) };
        sound(&report.text, &code(&report))?;
    }

    #[test]
    fn any_text_can_be_explained(text in any_text()) {
        let report = report(text);
        let explained = coding::explain(&report, Codebook::embedded(), gazetteer());
        prop_assert!(!explained.is_empty());
    }
}

#[test]
fn most_texts_made_of_sentences_tell_of_incidents() {
    let mut runner = TestRunner::deterministic();
    let coded = (0..64).filter(|_| {
        let text = told().new_tree(&mut runner).unwrap().current();
        !code(&report(text)).accounts.is_empty()
    });
    let coded = coded.count();
    assert!(coded > 32, "only {coded} of 64: the properties say little");
}

#[test]
fn a_line_of_a_million_bytes_is_read_to_its_end() {
    let line = "gunmen attacked villagers near Maiduguri and ".repeat(1_000_000 / 45);
    let end = "Boko Haram bombed a market in Kano on 5 March 2019, killing six people.";
    let report = report(format!("{line}fled.\n\n{end}"));
    let coded = code(&report);
    sound(&report.text, &coded).unwrap();
    let last = coded.accounts.last().unwrap();
    assert_eq!(last.evidence.last().unwrap().of(&report.text), end);
}

#[test]
fn ten_thousand_lines_are_read_to_the_last_day() {
    let mut text = String::new();
    for line in 0..10_000 {
        let day = line % 28 + 1;
        let year = 2010 + line % 11;
        let killed = line % 9 + 2;
        let _ = writeln!(
            text,
            "- {day} March {year}: A bomb killed {killed} people in Kano."
        );
    }
    let report = report(text);
    let coded = code(&report);
    sound(&report.text, &coded).unwrap();
    // Twenty-eight days of eleven years: what is told twice may be one record.
    assert!(coded.accounts.len() >= 28 * 11, "{}", coded.accounts.len());
}
