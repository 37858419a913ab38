//! Which reports tell of the same, going by the reports as wholes.
//!
//! Accounts are compared field by field ([`compare`](crate::compare)); where a report has none, or
//! tells of what the codebook does not code, its words, days and places still say which other
//! reports are about the same occurrence.

mod cluster;
mod rarity;

pub use rarity::Rarity;

use crate::words::hash;
use codebook::merging::Step;
use codebook::reports::ReportRules;
use model::{Gist, Settlement};
use std::collections::BTreeMap;

/// Two reports by their numbers, and how alike their words are, from 0 to 1.
pub type Alike = (u32, u32, f64);

/// Puts reports together that tell of the same occurrence: each report's number in exactly one
/// group, groups and their members in order.
///
/// The order of the reports changes nothing but their numbers. Average link over how certain it
/// is of each pair ([`certainty`]).
pub fn group_reports(gists: &[Gist], rarity: &Rarity, rules: &ReportRules) -> Vec<Vec<u32>> {
    let mut order: Vec<u32> = (0..gists.len() as u32).collect();
    order.sort_by(|a, b| gists[*a as usize].report.cmp(&gists[*b as usize].report));
    let sorted: Vec<&Gist> = order.iter().map(|at| &gists[*at as usize]).collect();
    let floor = rules.wording.first().map_or(1.0, |knot| knot.at);
    let pairs: Vec<Alike> = alike(&sorted, rarity, floor)
        .into_iter()
        .map(|(a, b, words)| {
            let (x, y) = (sorted[a as usize], sorted[b as usize]);
            (a, b, certainty(x, y, words, rules))
        })
        .collect();
    let mut groups: Vec<Vec<u32>> = cluster::average_link(gists.len(), &pairs, rules.same)
        .into_iter()
        .map(|group| {
            let mut group: Vec<u32> = group.into_iter().map(|at| order[at as usize]).collect();
            group.sort_unstable();
            group
        })
        .collect();
    groups.sort();
    groups
}

/// How certain it is that two reports tell of the same occurrence, from 0 to 1.
pub fn certainty(a: &Gist, b: &Gist, words: f64, rules: &ReportRules) -> f64 {
    let weights = rules.weights();
    let bits: f64 = row(a, b, words, rules)
        .into_iter()
        .map(|(at, times)| weights.get(at).copied().unwrap_or(0.0) * times)
        .sum();
    1.0 / (1.0 + (-bits).exp2())
}

/// All pairs of reports whose words are at least so much alike, each once, in order.
///
/// The likeness is the cosine of their words, each weighing by its rarity and, slowly, by how
/// often it stands in the report.
pub fn alike(gists: &[&Gist], rarity: &Rarity, floor: f64) -> Vec<Alike> {
    let mut standing: BTreeMap<u64, Vec<(u32, f64)>> = BTreeMap::new();
    let mut sums = vec![0.0; gists.len()];
    let mut found = Vec::new();
    for (number, gist) in (0u32..).zip(gists) {
        let words = weighed(gist, rarity);
        let mut touched = Vec::new();
        for (word, weight) in &words {
            let others = standing.entry(*word).or_default();
            for (other, theirs) in others.iter() {
                let sum: &mut f64 = &mut sums[*other as usize];
                if *sum <= 0.0 {
                    touched.push(*other);
                }
                *sum += weight * theirs;
            }
            others.push((number, *weight));
        }
        touched.sort_unstable();
        for other in touched {
            let likeness = std::mem::take(&mut sums[other as usize]);
            if likeness >= floor {
                found.push((other, number, likeness.min(1.0)));
            }
        }
    }
    found.sort_unstable_by_key(|(a, b, _)| (*a, *b));
    found
}

/// The words of a report with their weights, of length one together.
fn weighed(gist: &Gist, rarity: &Rarity) -> Vec<(u64, f64)> {
    let mut words: Vec<(u64, f64)> = gist
        .words
        .iter()
        .map(|(word, count)| {
            let often = 1.0 + f64::from(*count).ln();
            (hash(word.as_bytes()), often * rarity.bits(word))
        })
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    let length = words
        .iter()
        .map(|(_, weight)| weight * weight)
        .sum::<f64>()
        .sqrt();
    for (_, weight) in &mut words {
        *weight /= length;
    }
    words
}

/// Which weights two reports call up, in the order of [`ReportRules::weights`], and how often.
pub fn row(a: &Gist, b: &Gist, words: f64, rules: &ReportRules) -> Vec<(usize, f64)> {
    let mut row = vec![(0, 1.0)];
    let mut next = 1;
    knots(words, rules, next, &mut row);
    next += rules.wording.len();
    let days = a
        .published
        .zip(b.published)
        .and_then(|(x, y)| x.until(y).ok());
    match days {
        Some(days) => {
            let days = f64::from(days.get_days()).abs();
            row.push((next + step(&rules.days, days), 1.0));
        }
        None => row.push((next + rules.days.len() + 1, 1.0)),
    }
    next += rules.days.len() + 2;
    if let Some(at) = settlements(a, b) {
        row.push((next + at, 1.0));
    }
    next += 3;
    if !a.units.is_empty() && !b.units.is_empty() {
        let none = a.units.is_disjoint(&b.units);
        row.push((next + usize::from(none), 1.0));
    }
    next += 2;
    if !a.ages.is_empty() && !b.ages.is_empty() {
        let shared = a.ages.intersection(&b.ages).count();
        row.push((next + step(&rules.ages, shared as f64), 1.0));
    }
    next += rules.ages.len() + 1;
    if !a.sites.is_empty() && !b.sites.is_empty() {
        let shared = a.sites.intersection(&b.sites).count();
        row.push((next + step(&rules.sites, shared as f64), 1.0));
    }
    row
}

/// The place of the first step that reaches a number.
fn step(steps: &[Step], number: f64) -> usize {
    steps.iter().take_while(|step| step.upto < number).count()
}

/// The two knots around a likeness, each by how near it is.
fn knots(words: f64, rules: &ReportRules, start: usize, row: &mut Vec<(usize, f64)>) {
    let knots = &rules.wording;
    let after = knots.partition_point(|knot| knot.at <= words);
    match (after.checked_sub(1), knots.get(after)) {
        (Some(before), Some(next)) => {
            let share = (words - knots[before].at) / (next.at - knots[before].at);
            row.push((start + before, 1.0 - share));
            row.push((start + after, share));
        }
        (Some(before), None) => row.push((start + before, 1.0)),
        (None, Some(_)) => row.push((start, 1.0)),
        (None, None) => {}
    }
}

/// 0: a leading settlement in common, 1: some other, 2: none; nothing where one names none.
fn settlements(a: &Gist, b: &Gist) -> Option<usize> {
    let (x, y) = (&a.settlements, &b.settlements);
    if x.is_empty() || y.is_empty() {
        return None;
    }
    let meet = |x: &[Settlement], y: &[Settlement]| {
        x.iter()
            .any(|one| y.iter().any(|other| is_near(one, other)))
    };
    Some(
        if meet(&x[..x.len().min(LEADING)], &y[..y.len().min(LEADING)]) {
            0
        } else if meet(x, y) {
            1
        } else {
            2
        },
    )
}

/// So many settlements, the most often named, are what a report is about.
const LEADING: usize = 2;

/// The same name, or a quarter and its city.
fn is_near(a: &Settlement, b: &Settlement) -> bool {
    let near = crate::places::kilometres((a.latitude, a.longitude), (b.latitude, b.longitude));
    a.name == b.name || near <= 12.0
}
