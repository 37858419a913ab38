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

use crate::weights::{Weights, head, pack, pack_moves};

/// Choices of a training; [`Plan::default`] are those of the shipped weights.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How often the tagger sees the treebank.
    pub tagger_rounds: usize,
    /// How often the parser does.
    pub parser_rounds: usize,
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
            tagger_rounds: 8,
            parser_rounds: 15,
            least_word: 3,
            tagger_least: (3, 1),
            labels_least: (3, 2),
            moves_least: 4,
            buckets: 75_000,
        }
    }
}

/// Learns the weights from the sentences of treebanks. `say` is told of the progress, a line at a time.
pub fn train(examples: &[Example], plan: &Plan, say: &mut dyn FnMut(&str)) -> Vec<u8> {
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
    say("learning tags");
    let tags = tagger::learn(examples, &lexicon, plan.tagger_rounds).pack(plan.tagger_least);
    say("learning trees");
    let learned = parser::learn(examples, &tagged, &lexicon, plan, say);
    let (moves, labels) = (
        learned.moves.pack(plan.moves_least, plan.buckets),
        learned.labels.pack(plan.labels_least),
    );
    say(&format!(
        "tagger {} bytes, moves {} bytes, labels {} bytes",
        tags.len(),
        moves.len(),
        labels.len()
    ));
    [start, tags, moves, labels].concat()
}
