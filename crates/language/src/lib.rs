//! Words: a text's sentences and tokens, their parts of speech, and their dependency trees.

mod abbreviations;
mod characters;
mod lines;
mod pos;
mod relation;
mod sentences;
mod token;
mod words;

pub use pos::{Form, Pos, Tag};
pub use relation::{Relation, Tree};
pub use sentences::sentences;
pub use token::{Sentence, Token};
