//! The words that are frequent enough to be known by themselves.

use std::collections::BTreeMap;

use super::{Example, tagger};
use crate::hash;
use crate::pos::Pos;
use crate::tagging::{SURE, spelling};
use crate::weights::pack;

/// Names must stand this many times as often as other words to be known: they say little about the next text.
const NAMES: usize = 4;

/// The packed lexicon: of each word its tags, with 1 for rare, 2 for usual, 3 for nearly always, [`SURE`] for
/// always.
pub(super) fn lexicon(examples: &[Example], least: usize) -> Vec<u8> {
    let classes = tagger::classes(examples);
    let mut words: BTreeMap<Vec<u8>, BTreeMap<u8, usize>> = BTreeMap::new();
    let mut spelled = Vec::new();
    for example in examples {
        for (word, &tag) in example.words.iter().zip(&example.tags) {
            spelling(word, &mut spelled);
            let class = tagger::class(&classes, tag);
            *words
                .entry(spelled.clone())
                .or_default()
                .entry(class)
                .or_default() += 1;
        }
    }
    let rows = words.iter().filter_map(|(word, tags)| {
        let count: usize = tags.values().sum();
        let names: usize = tags
            .iter()
            .filter(|(class, _)| classes[**class as usize].pos == Pos::Propn)
            .map(|(_, n)| n)
            .sum();
        let least = if names * 2 > count {
            least * NAMES
        } else {
            least
        };
        let entries = tags
            .iter()
            .filter(|&(_, &n)| n * 25 >= count)
            .map(|(&class, &n)| (class, level(n, count)))
            .collect();
        (count >= least).then(|| (hash::feature(0, [hash::word(word), 0, 0, 0]), entries))
    });
    pack(rows.collect())
}

/// A word that stood so often and always had the same tag leaves no doubt.
const DOUBTLESS: usize = 25;

fn level(n: usize, count: usize) -> i8 {
    match n * 100 / count {
        100 if count >= DOUBTLESS => SURE as i8,
        0..20 => 1,
        20..85 => 2,
        _ => 3,
    }
}
