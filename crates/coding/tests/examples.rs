//! The examples and counterexamples of the codebook, coded.

use codebook::{Codebook, Sense, gazetteer::Gazetteer};
use model::{Coded, Report};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Codes a sentence as a report of 15 June 2022.
fn code(text: &str) -> Coded {
    let report = Report {
        id: "example".to_owned(),
        text: text.to_owned(),
        published: Some(jiff::civil::date(2022, 6, 15)),
        ..Report::default()
    };
    coding::code(&report, Codebook::embedded(), &Gazetteer::embedded())
}

fn none(failures: &[String]) {
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} failed:\n{}",
        failures.join("\n")
    );
}

fn types(coded: &Coded) -> BTreeSet<&str> {
    coded
        .accounts
        .iter()
        .map(|account| account.kind.value.as_str())
        .collect()
}

#[test]
fn every_example_of_a_type_is_coded_as_it_says() {
    let mut failures = Vec::new();
    for event in &Codebook::embedded().events {
        for example in &event.examples {
            let coded = code(&example.text);
            let expected: BTreeSet<&str> = example.codes.iter().map(String::as_str).collect();
            if types(&coded) != expected {
                failures.push(format!(
                    "events/{}: `{}`\n    is {expected:?}, was coded {:?}{}",
                    event.code,
                    example.text,
                    types(&coded),
                    notes(&coded)
                ));
            }
        }
    }
    none(&failures);
}

#[test]
fn no_counterexample_of_a_type_is_an_incident() {
    let mut failures = Vec::new();
    for event in &Codebook::embedded().events {
        for text in &event.counterexamples {
            let coded = code(text);
            if !coded.accounts.is_empty() {
                failures.push(format!(
                    "events/{}: `{text}`\n    was coded {:?}",
                    event.code,
                    types(&coded)
                ));
            }
        }
    }
    none(&failures);
}

#[test]
fn every_example_of_a_weapon_names_it() {
    let codebook = Codebook::embedded();
    let mut failures = Vec::new();
    for weapon in &codebook.weapons {
        for text in &weapon.examples {
            let named = named(text, |sense| match sense {
                Sense::Weapon { weapon, .. } => {
                    Some(codebook.weapons[weapon as usize].code.as_str())
                }
                _ => None,
            });
            if !named.contains(weapon.code.as_str()) {
                failures.push(format!("{}: `{text}` names {named:?}", weapon.code));
            }
        }
    }
    none(&failures);
}

#[test]
fn every_example_of_a_target_names_it() {
    let codebook = Codebook::embedded();
    let mut failures = Vec::new();
    for target in &codebook.targets {
        // Of `unknown` there are no words: it is what remains.
        let words = !target.words.is_empty();
        for text in target.examples.iter().filter(|_| words) {
            let named = named(text, |sense| match sense {
                Sense::Target { target, .. } => {
                    Some(codebook.targets[target as usize].code.as_str())
                }
                _ => None,
            });
            if !named.contains(target.code.as_str()) {
                failures.push(format!("{}: `{text}` names {named:?}", target.code));
            }
        }
    }
    none(&failures);
}

fn named(text: &str, of: impl Fn(Sense) -> Option<&'static str>) -> BTreeSet<&'static str> {
    let phrases = &Codebook::embedded().phrases;
    phrases
        .scan(&phrases.words(text))
        .into_iter()
        .filter_map(|hit| of(hit.value))
        .collect()
}

fn notes(coded: &Coded) -> String {
    let mut notes = String::new();
    for note in &coded.notes {
        let _ = write!(notes, "\n    note: {}", note.text);
    }
    notes
}
