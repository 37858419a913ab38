use crate::words::{fold, hash, hash_on};
use codebook::merging::MergingRules;
use std::collections::{BTreeMap, BTreeSet};

/// How many minima a sketch holds.
const SIZE: usize = 128;

/// How many words a run has.
const RUN: usize = 5;

/// A text's runs of five words, boiled down to 128 numbers (min-hash, Broder 1997).
///
/// The share of equal numbers in two sketches estimates how many of their runs the texts
/// have in common (Jaccard). The same text gives the same numbers on every machine; a text
/// without words gives none.
pub fn sketch(text: &str) -> Vec<u64> {
    let words: Vec<u64> = fold(text)
        .iter()
        .map(|word| hash(word.as_bytes()))
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut minima = vec![u64::MAX; SIZE];
    for run in words.windows(RUN.min(words.len())) {
        let run = run
            .iter()
            .fold(hash(b"run"), |sum, word| hash_on(sum, &word.to_le_bytes()));
        for (place, minimum) in (1u64..).zip(minima.iter_mut()) {
            *minimum = (*minimum).min(mix(run ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        }
    }
    minima
}

/// The finisher of `SplitMix64`: every bit of the input moves every bit of the output.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The share of word runs that two sketched texts have in common, from 0 to 1.
pub fn likeness(a: &[u64], b: &[u64]) -> f64 {
    let size = a.len().min(b.len());
    if size == 0 {
        return 0.0;
    }
    a.iter().zip(b).filter(|(x, y)| x == y).count() as f64 / size as f64
}

/// Reports that are copies of one another, as sorted lists of ids; a report that has no
/// copy is in none.
///
/// A copy of a copy is a copy. Only reports that share a band of their sketches are
/// compared, so a million reports take seconds.
pub fn copies(sketches: &BTreeMap<String, Vec<u64>>, rules: &MergingRules) -> Vec<Vec<String>> {
    let rules = &rules.copies;
    let all: Vec<(&String, &Vec<u64>)> = sketches.iter().collect();
    let mut bands: Vec<(u64, u32)> = Vec::new();
    for (at, (_, sketch)) in all.iter().enumerate() {
        for (number, band) in sketch
            .chunks_exact(rules.rows)
            .take(rules.bands)
            .enumerate()
        {
            let start = hash(&(number as u64).to_le_bytes());
            let key = band
                .iter()
                .fold(start, |sum, minimum| hash_on(sum, &minimum.to_le_bytes()));
            bands.push((key, at as u32));
        }
    }
    bands.sort_unstable();
    let mut first: Vec<u32> = (0..all.len() as u32).collect();
    for bucket in bands.chunk_by(|x, y| x.0 == y.0) {
        for (at, (_, a)) in bucket.iter().enumerate() {
            for (_, b) in &bucket[at + 1..] {
                let (x, y) = (root(&first, *a), root(&first, *b));
                if x != y && likeness(all[*a as usize].1, all[*b as usize].1) >= rules.share {
                    first[x.max(y) as usize] = x.min(y);
                }
            }
        }
    }
    let mut clusters: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (at, (id, _)) in all.iter().enumerate() {
        clusters
            .entry(root(&first, at as u32))
            .or_default()
            .push((*id).clone());
    }
    clusters
        .into_values()
        .filter(|cluster| cluster.len() > 1)
        .collect()
}

/// The near-copies of one report, and of these, and so on; the report itself is not among them.
///
/// Every sketch is compared with it: what is told apart here is told apart for good, where
/// [`copies`] may miss a pair that shares no band.
pub fn copies_of(
    report: &str,
    sketches: &BTreeMap<String, Vec<u64>>,
    rules: &MergingRules,
) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut next: Vec<&str> = vec![report];
    while let Some(one) = next.pop() {
        let Some(sketch) = sketches.get(one) else {
            continue;
        };
        for (other, theirs) in sketches {
            if other != report
                && !found.contains(other)
                && likeness(sketch, theirs) >= rules.copies.share
            {
                found.insert(other.clone());
                next.push(other);
            }
        }
    }
    found
}

fn root(first: &[u32], mut at: u32) -> u32 {
    while first[at as usize] != at {
        at = first[at as usize];
    }
    at
}
