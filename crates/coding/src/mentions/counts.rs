//! How many people are, where a report in capitals counts them once and names them elsewhere without a number:
//! "the murder of the Jesuits", "six Jesuits".

use super::names::Names;
use super::phrases::Reader;
use crate::numbers::numbers;
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use model::Estimate;
use std::collections::BTreeMap;

/// Counts by the words that are counted; none where a text gives two.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    by_words: BTreeMap<String, Option<Estimate>>,
}

impl Counts {
    /// The counts of a text.
    pub fn new(text: &Text, places: &[Vec<PlaceHit>], names: &Names) -> Self {
        let mut counts = Counts::default();
        for (sentence, line) in text.sentences.iter().enumerate() {
            let words = line.span.of(text.text);
            if line.line == Line::Boilerplate || words.chars().any(char::is_lowercase) {
                continue;
            }
            let reader = Reader::new(text, sentence, places, names);
            for number in numbers(text, sentence) {
                // "a 15-year-old": an age.
                if number.article || reader.is(number.last + 1, &["-"]) {
                    continue;
                }
                let Some(phrase) = reader.phrase(number.last + 1) else {
                    continue;
                };
                if reader.is_people(phrase) {
                    let span = line.bytes(phrase.first, phrase.last);
                    counts.add(span.of(text.text), number.estimate);
                }
            }
        }
        counts
    }

    fn add(&mut self, words: &str, estimate: Estimate) {
        self.by_words
            .entry(key(words))
            .and_modify(|known| *known = known.filter(|known| *known == estimate))
            .or_insert(Some(estimate));
    }

    /// How many people some words are, if the text counts people by the same words, and always alike.
    pub fn of(&self, words: &str) -> Option<Estimate> {
        *self.by_words.get(&key(words))?
    }
}

/// Words on one line, in lower case, without the article.
fn key(words: &str) -> String {
    let words = words.to_lowercase();
    let words: Vec<&str> = words
        .split_whitespace()
        .filter(|word| *word != "the")
        .collect();
    words.join(" ")
}
