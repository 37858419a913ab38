//! Words: a text's sentences and tokens, their parts of speech, and their dependency trees.

mod abbreviations;
mod characters;
mod conllu;
mod hash;
mod irregular;
mod lemma;
mod lines;
mod model;
mod parsing;
mod pos;
mod relation;
mod sentences;
mod tagging;
mod token;
pub mod train;
mod weights;
mod words;

pub use conllu::{conllu, conllu_by};
pub use lemma::lemma;
pub use model::{Model, parse, tag};
pub use pos::{Form, Pos, Tag};
pub use relation::{Relation, Tree};
pub use sentences::sentences;
pub use token::{Sentence, Token};
