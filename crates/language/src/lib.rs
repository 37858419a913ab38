//! Words: a text's sentences and tokens, their parts of speech, and their dependency trees.
//!
//! ```
//! use language::{Pos, Relation};
//!
//! let text = "A car bomb exploded outside a police station in Kirkuk on Monday.";
//! for sentence in language::sentences(text) {
//!     let tags = language::tag(text, &sentence);
//!     let tree = language::parse(text, &sentence, &tags);
//!     let verb = tree.root().expect("every sentence has a root");
//!     assert_eq!(language::lemma(sentence.tokens[verb].of(text), tags[verb]), "explode");
//!     let subject = tree.children(verb).find(|&child| tree.relations[child] == Relation::Nsubj).expect("bombs explode");
//!     assert_eq!((sentence.tokens[subject].of(text), tags[subject].pos), ("bomb", Pos::Noun));
//! }
//! ```
//!
//! [`sentences`] is rules; [`tag`] and [`parse`] are linear classifiers with weights in whole numbers, so that scores are the
//! same on every machine. Each stage can be called without the next: an archive is tagged in full and parsed only where a
//! trigger stands. Words, tags and relations are those of the English Universal Dependencies treebanks. The crate knows
//! nothing of events, so that words can be tested against treebanks and nothing else.
//!
//! Read first: `words/mod.rs` (text to tokens), `tagging.rs`, `parsing.rs`; `train/` is how the weights are made.

mod abbreviations;
mod characters;
mod conllu;
mod foreign;
mod hash;
mod irregular;
mod lemma;
mod lines;
mod model;
mod parsing;
mod pos;
mod relating;
mod relation;
mod sentences;
mod tagging;
mod token;
pub mod train;
mod weights;
mod words;

pub use conllu::{conllu, conllu_by};
pub use foreign::{Foreign, foreign};
pub use lemma::lemma;
pub use model::{Model, parse, tag};
pub use pos::{Form, Pos, Tag};
pub use relation::{Relation, Tree};
pub use sentences::sentences;
pub use token::{Sentence, Token};
