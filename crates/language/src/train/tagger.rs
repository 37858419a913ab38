//! Learning tags.

use std::collections::BTreeMap;

use super::perceptron::{Counts, Dice, Perceptron};
use super::{Example, Plan};
use crate::pos::{Form, Tag};
use crate::tagging::{Word, best, classes as decide, features, look_at};
use crate::weights::{Weights, head, pack, pack_moves};

/// The tags that stand often enough to be learned.
pub(super) fn classes(examples: &[Example]) -> Vec<Tag> {
    let mut counts: BTreeMap<(u8, u8), (usize, Tag)> = BTreeMap::new();
    for tag in examples.iter().flat_map(|example| &example.tags) {
        counts
            .entry((tag.pos as u8, tag.form as u8))
            .or_insert((0, *tag))
            .0 += 1;
    }
    counts
        .into_values()
        .filter(|&(count, tag)| count >= 20 || tag.form == Form::None)
        .map(|(_, tag)| tag)
        .collect()
}

/// The class of a tag; where that form is too rare, another of its part of speech.
pub(super) fn class(classes: &[Tag], tag: Tag) -> u8 {
    let exact = classes.iter().position(|&c| c == tag);
    exact
        .or_else(|| classes.iter().position(|c| c.pos == tag.pos))
        .unwrap_or(0) as u8
}

/// A sentence as the tagger sees it, and the right classes.
struct Lesson {
    words: Vec<Word>,
    right: Vec<u8>,
}

/// How a sentence is written anew, to be seen so too.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rewritten {
    Capitals,
    Title,
    Small,
}

pub(super) fn rewrite(words: &[String], how: Rewritten) -> Vec<String> {
    words
        .iter()
        .map(|word| match how {
            Rewritten::Capitals => word.to_uppercase(),
            Rewritten::Small => word.to_lowercase(),
            Rewritten::Title if word.chars().count() > 3 => {
                let mut rest = word.chars();
                rest.next()
                    .into_iter()
                    .flat_map(char::to_uppercase)
                    .chain(rest)
                    .collect()
            }
            Rewritten::Title => word.clone(),
        })
        .collect()
}

fn lesson(example: &Example, how: Option<Rewritten>, weights: &Weights<'_>) -> Lesson {
    let rewritten = how.map(|how| rewrite(&example.words, how));
    let words = rewritten.as_ref().unwrap_or(&example.words);
    Lesson {
        words: look_at(words.iter().map(String::as_str), &weights.lexicon),
        right: example
            .tags
            .iter()
            .map(|&tag| class(&weights.tags, tag))
            .collect(),
    }
}

/// Learns from sentences; about a fifth of them are seen rewritten too, in each round others.
pub(super) fn learn<'e>(
    examples: impl IntoIterator<Item = &'e Example>,
    weights: &Weights<'_>,
    plan: &Plan,
    rounds: usize,
    seed: u64,
) -> Perceptron {
    let examples: Vec<&Example> = examples.into_iter().collect();
    let mut lessons: Vec<(Lesson, &Example)> = examples
        .iter()
        .map(|example| (lesson(example, None, weights), *example))
        .collect();
    let mut counts = Counts::default();
    for (lesson, _) in &lessons {
        for at in 0..lesson.words.len() {
            counts.count(&features(&lesson.words, at, &lesson.right[..at]));
        }
    }
    let mut perceptron = Perceptron::of(counts, plan.tagger_frequency);
    let mut dice = Dice(0x5eed_1001 + seed * 7919);
    for _ in 0..rounds {
        dice.shuffle(&mut lessons);
        for (plain, example) in &lessons {
            study(plain, &mut perceptron, weights.tags.len());
            let how = match dice.throw(100) {
                0..10 => Rewritten::Capitals,
                10..16 => Rewritten::Title,
                16..19 => Rewritten::Small,
                _ => continue,
            };
            study(
                &lesson(example, Some(how), weights),
                &mut perceptron,
                weights.tags.len(),
            );
        }
    }
    perceptron
}

fn study(lesson: &Lesson, perceptron: &mut Perceptron, classes: usize) {
    let mut found: Vec<u8> = Vec::with_capacity(lesson.words.len());
    for (at, &right) in lesson.right.iter().enumerate() {
        if let Some(class) = lesson.words[at].sure() {
            found.push(class);
            continue;
        }
        let features = features(&lesson.words, at, &found);
        let class = best(&features, classes, perceptron);
        perceptron.tick();
        if class != right {
            perceptron.correct(&features, right as usize, class as usize);
        }
        found.push(class);
    }
}

/// The classes of each sentence's words, as written and in capitals, found by weights that never saw the sentence.
pub(super) fn tag_by_others(
    examples: &[Example],
    weights: &Weights<'_>,
    plan: &Plan,
) -> Vec<[Vec<u8>; 2]> {
    const PARTS: usize = 5;
    // These weights are not kept, so that they need not be as small as the shipped ones.
    const LIGHTLY: (u32, i32) = (3, 1);
    let mut tagged = vec![[Vec::new(), Vec::new()]; examples.len()];
    for part in 0..PARTS {
        // Blocks of sentences, since neighbours are of one document.
        let mine = |i: usize| i / 50 % PARTS == part;
        let others = examples
            .iter()
            .enumerate()
            .filter(|&(i, _)| !mine(i))
            .map(|(_, example)| example);
        let bytes = learn(others, weights, plan, plan.tagger_rounds.min(4), 0).pack(LIGHTLY);
        let whole = [
            head(&weights.tags),
            pack(Vec::new()),
            bytes,
            pack_moves(Vec::new(), 1),
            pack(Vec::new()),
        ]
        .concat();
        let learned = Weights::read(&whole).expect("the bytes were written by `head` and `pack`");
        for (i, example) in examples.iter().enumerate().filter(|&(i, _)| mine(i)) {
            tagged[i] = [None, Some(Rewritten::Capitals)].map(|how| {
                decide(
                    &lesson(example, how, weights).words,
                    weights.tags.len(),
                    &learned.tagger,
                )
            });
        }
    }
    tagged
}
