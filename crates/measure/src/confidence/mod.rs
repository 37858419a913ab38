//! How sure values are, learned from labelled documents: `cargo xtask train confidence` writes
//! `models/confidence.tsv`, and `cargo xtask score confidence` shows what the same learning gives documents that it
//! has not seen.

mod calibrate;
mod labelled;
mod learn;

use crate::score::Settings;
use calibrate::calibrate;
use coding::Scorecard;
pub use labelled::{Labelled, labelled};
use learn::{Example, learn};
use model::Confidence;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The card that is built into the program.
const CARD: &str = "models/confidence.tsv";

/// A term that fewer documents have is not learned.
const DOCUMENTS: usize = 4;

/// Parts into which documents are cut to learn what points are worth.
const PARTS: usize = 16;

/// Points that make one in log odds.
const POINTS: f64 = 1000.0;

/// Learns the card from the openly licensed documents and writes it.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let all = labelled(&Settings::read(args)?)?;
    let open: Vec<&Labelled> = all.iter().filter(|value| value.open).collect();
    let documents: BTreeSet<&str> = open.iter().map(|value| value.doc.as_str()).collect();
    let (terms, steps) = learned(&open);
    println!(
        "{} values of {} documents, {} terms, {} steps: {CARD}",
        open.len(),
        documents.len(),
        terms.len(),
        steps.len()
    );
    std::fs::write(CARD, written(&terms, &steps))?;
    println!(
        "`cargo xtask score confidence` measures it, cross-validated; put the figures into models/README.md"
    );
    Ok(())
}

/// How sure each value is to a card learned without its document, in the order given.
pub fn crossed(all: &[Labelled]) -> Vec<Option<Confidence>> {
    let mut rated = vec![None; all.len()];
    let documents: BTreeSet<&str> = all
        .iter()
        .filter(|value| value.measured)
        .map(|value| value.doc.as_str())
        .collect();
    let rate =
        |card: &Scorecard, rated: &mut [Option<Confidence>], doc: &dyn Fn(&Labelled) -> bool| {
            for (value, rated) in all.iter().zip(rated) {
                if value.measured && doc(value) {
                    *rated = card.worth(card.points(&value.value));
                }
            }
        };
    // Nothing is learned from closed documents, so one card judges them all.
    let open: Vec<&Labelled> = all.iter().filter(|value| value.open).collect();
    rate(&card(&open), &mut rated, &|value| !value.open);
    for document in documents {
        let others: Vec<&Labelled> = open
            .iter()
            .copied()
            .filter(|value| value.doc != document)
            .collect();
        if others.len() < open.len() {
            rate(&card(&others), &mut rated, &|value| {
                value.open && value.doc == document
            });
        }
    }
    rated
}

fn card(values: &[&Labelled]) -> Scorecard {
    let (terms, steps) = learned(values);
    Scorecard::new(terms, steps)
}

/// Terms with their points, and steps from points to confidence.
type Learning = (Vec<(String, i32)>, Vec<(i32, Confidence)>);

/// Points of all values; the steps from values whose documents the points were not learned from.
fn learned(values: &[&Labelled]) -> Learning {
    let documents: BTreeSet<&str> = values.iter().map(|value| value.doc.as_str()).collect();
    let part: BTreeMap<&str, usize> = documents
        .into_iter()
        .enumerate()
        .map(|(number, document)| (document, number % PARTS))
        .collect();
    let mut judged = Vec::new();
    for left_out in 0..PARTS {
        let (own, others): (Vec<&Labelled>, Vec<&Labelled>) = values
            .iter()
            .partition(|value| part[value.doc.as_str()] == left_out);
        let card = Scorecard::new(points(&others), []);
        // What is measured on has every slot; the others only some, and would pull the steps their way.
        judged.extend(
            own.iter()
                .filter(|value| value.measured)
                .map(|value| (card.points(&value.value), value.right)),
        );
    }
    (points(values), calibrate(&judged))
}

/// What each term is worth, in the order of terms.
fn points(values: &[&Labelled]) -> Vec<(String, i32)> {
    let mut documents: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for value in values {
        for term in &value.terms {
            documents.entry(term).or_default().insert(&value.doc);
        }
    }
    let terms: Vec<&str> = documents
        .iter()
        .filter(|(_, documents)| documents.len() >= DOCUMENTS)
        .map(|(term, _)| *term)
        .collect();
    let examples: Vec<Example> = values
        .iter()
        .map(|value| Example {
            terms: value
                .terms
                .iter()
                .filter_map(|term| terms.binary_search(&term.as_str()).ok())
                .map(|term| term as u32)
                .collect(),
            right: value.right,
        })
        .collect();
    let penalties: Vec<f64> = terms.iter().map(|term| penalty(term)).collect();
    let learned = learn(&examples.iter().collect::<Vec<_>>(), &penalties);
    let whole = |weight: f64| (weight * POINTS).round() as i32;
    std::iter::once((String::new(), whole(learned.bias)))
        .chain(
            terms
                .iter()
                .zip(&learned.weights)
                .map(|(term, weight)| ((*term).to_owned(), whole(*weight)))
                .filter(|(_, points)| *points != 0),
        )
        .collect()
}

/// How far a term is held back: what one slot has for itself more than what all slots share, and a slot's own
/// beginning least. Chosen by hand on the documents measured on; half or twice as much changes little.
fn penalty(term: &str) -> f64 {
    match term.split_once('|') {
        Some((_, "")) => 3.0,
        Some(_) => 30.0,
        None if term.starts_with("act/") => 15.0,
        None => 20.0,
    }
}

fn written(terms: &[(String, i32)], steps: &[(i32, Confidence)]) -> String {
    let mut out = String::from(
        "# How sure values are: made by `cargo xtask train confidence`; models/README.md says from what.\n",
    );
    for (term, points) in terms {
        let _ = writeln!(out, "points\t{term}\t{points}");
    }
    for (from, confidence) in steps {
        let _ = writeln!(out, "from\t{from}\t{}", confidence.hundredths());
    }
    out
}
