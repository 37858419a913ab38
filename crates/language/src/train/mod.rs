//! Training: treebanks to the weights' file. The same treebanks give the same bytes.
//!
//! The tagger and the parser are averaged perceptrons with whole-number weights. The parser learns on tags as the tagger
//! would give them (each fifth of the sentences tagged by what was learned from the others), and on its own mistakes (a
//! dynamic oracle). Some sentences are seen in capitals too, as wires and headlines are written.

mod lexicon;
mod parser;
mod perceptron;
mod tagger;
mod treebank;

pub use treebank::{Example, read_treebank};

use std::thread;

use crate::weights::{Weights, head, pack, pack_moves};

/// Choices of a training; [`Plan::default`] are those of the shipped weights.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How often the tagger sees the treebank.
    pub tagger_rounds: usize,
    /// How often the parser does.
    pub parser_rounds: usize,
    /// How often a feature of the tagger must stand in the treebank to be learned.
    pub tagger_frequency: u32,
    /// The same for the parser's steps.
    pub parser_frequency: u32,
    /// The same for the relations.
    pub label_frequency: u32,
    /// How many learn, each from its own order of sentences; their weights are added.
    pub voices: usize,
    /// How often a word must stand in the treebank to be known by itself.
    pub least_word: usize,
    /// How often a feature of the tagger must have been corrected to be kept, and its smallest weight.
    pub tagger_least: (u32, i32),
    /// The same for the relations.
    pub labels_least: (u32, i32),
    /// How often a feature of the parser's steps must have been corrected to be kept.
    pub moves_least: u32,
    /// The buckets of the steps' table, sixteen bytes each; they hold four features.
    pub buckets: usize,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            tagger_rounds: 7,
            parser_rounds: 16,
            tagger_frequency: 3,
            parser_frequency: 16,
            label_frequency: 6,
            voices: 2,
            least_word: 3,
            tagger_least: (5, 4),
            labels_least: (5, 5),
            moves_least: 4,
            buckets: 50_000,
        }
    }
}

/// What was learned, before it is made small.
pub struct Learned {
    start: Vec<u8>,
    tags: perceptron::Perceptron,
    trees: parser::Learned,
}

impl Learned {
    /// The weights' file.
    pub fn pack(&self, plan: &Plan) -> Vec<u8> {
        let tags = self.tags.pack(plan.tagger_least);
        let moves = self.trees.moves.pack(plan.moves_least, plan.buckets);
        [
            self.start.clone(),
            tags,
            moves,
            self.trees.labels.pack(plan.labels_least),
        ]
        .concat()
    }
}

/// Learns the weights from the sentences of treebanks. `say` is told of the progress, a line at a time.
pub fn learn(examples: &[Example], plan: &Plan, say: &mut dyn FnMut(&str)) -> Learned {
    let lexicon = lexicon::lexicon(examples, plan.least_word);
    let mut start = head(&tagger::classes(examples));
    start.extend(&lexicon);
    let empty = [
        start.clone(),
        pack(Vec::new()),
        pack_moves(Vec::new(), 1),
        pack(Vec::new()),
    ]
    .concat();
    let lexicon = Weights::read(&empty).expect("the bytes were written by `head` and `pack`");
    say("learning tags for the parser");
    let tagged = tagger::tag_by_others(examples, &lexicon, plan);
    say("learning tags and trees");
    let voice = &|voice: usize, say: &mut dyn FnMut(&str)| {
        let tags = tagger::learn(examples, &lexicon, plan, plan.tagger_rounds, voice as u64);
        (
            tags,
            parser::learn(examples, &tagged, &lexicon, plan, voice as u64, say),
        )
    };
    let (tags, trees) = thread::scope(|scope| {
        let others: Vec<_> = (1..plan.voices)
            .map(|n| scope.spawn(move || voice(n, &mut |_| {})))
            .collect();
        let (mut tags, mut trees) = voice(0, say);
        for other in others {
            let (more_tags, more_trees) = other.join().expect("learning does not fail");
            tags.join(more_tags);
            trees.moves.join(more_trees.moves);
            trees.labels.join(more_trees.labels);
        }
        (tags, trees)
    });
    Learned { start, tags, trees }
}
