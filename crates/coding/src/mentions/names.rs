//! The names of a report in full: "the murder of Diaz" is that of the Ana Diaz named elsewhere in it.

use crate::persons::name_at;
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use model::Span;
use std::collections::BTreeMap;

/// Every person's name of two words or more that a report in capitals gives, by each of its words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// Each name once, where it stands first.
    by_word: BTreeMap<String, BTreeMap<Vec<String>, Span>>,
}

impl Names {
    /// The names of a text; linear in its words.
    pub fn new(text: &Text, places: &[Vec<PlaceHit>]) -> Self {
        let mut names = Names::default();
        for (sentence, line) in text.sentences.iter().enumerate() {
            let words = line.span.of(text.text);
            if line.line == Line::Boilerplate || words.chars().any(char::is_lowercase) {
                continue;
            }
            let places = places.get(sentence).map_or(&[][..], Vec::as_slice);
            let mut at = 0;
            while at < line.tokens.len() {
                let Some((first, last)) = name_at(text, sentence, line, at, places) else {
                    at += 1;
                    continue;
                };
                let words: Vec<String> = (first..=last)
                    .map(|at| text.word(sentence, at).to_lowercase())
                    .collect();
                let span = line.bytes(first, last);
                for word in words.iter().skip(1) {
                    let known = names.by_word.entry(word.clone()).or_default();
                    known.entry(words.clone()).or_insert(span);
                }
                at = last.max(at) + 1;
            }
        }
        names
    }

    /// True for a word that stands behind a first name somewhere in the text.
    pub fn is_surname(&self, word: &str) -> bool {
        word.len() > 3 && self.by_word.contains_key(&word.to_lowercase())
    }

    /// The longest name that has all the words of a shorter one, and where it stands first.
    pub fn fullest(&self, name: &str) -> Option<Span> {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        let all = self.by_word.get(words.last()?)?;
        let full = all
            .iter()
            .filter(|(full, _)| words.iter().all(|word| full.contains(word)))
            .max_by_key(|(full, span)| (full.len(), std::cmp::Reverse(span.start)))?;
        (full.0.len() > words.len()).then_some(*full.1)
    }
}
