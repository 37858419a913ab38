//! The trained model: tags and trees for the sentences of a text.

use std::sync::LazyLock;

use crate::parsing::{self, Node};
use crate::pos::{Pos, Tag};
use crate::relation::Tree;
use crate::tagging::{self, Word};
use crate::token::Sentence;
use crate::weights::Weights;

/// Trained weights for tags and trees.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    weights: Weights<'a>,
}

static EMBEDDED: LazyLock<Model<'static>> = LazyLock::new(|| {
    Model::read(include_bytes!("../../../models/english.weights"))
        .expect("the weights were written by `cargo xtask train`")
});

impl Model<'static> {
    /// The model for English that is part of the program. `models/README.md` says what it learned from.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }
}

impl<'a> Model<'a> {
    /// Reads a model from a file's bytes, which stay where they are; `None` where they are no model.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        Weights::read(bytes).map(|weights| Self { weights })
    }

    /// A tag for each token of a sentence of `text`.
    pub fn tag(&self, text: &str, sentence: &Sentence) -> Vec<Tag> {
        let words = self.words(text, sentence);
        let classes = tagging::classes(&words, self.weights.tags.len(), &self.weights.tagger);
        classes
            .into_iter()
            .map(|class| self.weights.tags[class as usize])
            .collect()
    }

    /// The tree of a sentence of `text`, with the tags that [`Model::tag`] or a person gave it. Where tags are missing,
    /// the words without one count as unclear ([`Pos::X`]).
    pub fn parse(&self, text: &str, sentence: &Sentence, tags: &[Tag]) -> Tree {
        let words = self.words(text, sentence);
        let class = |i: usize| {
            let exact = tags
                .get(i)
                .and_then(|&tag| self.weights.tags.iter().position(|&t| t == tag));
            let pos = tags.get(i).map_or(Pos::X, |tag| tag.pos);
            exact
                .or_else(|| self.weights.tags.iter().position(|t| t.pos == pos))
                .unwrap_or(0) as u8
        };
        let nodes: Vec<Node> = words
            .iter()
            .enumerate()
            .map(|(i, word)| Node::new(word, class(i)))
            .collect();
        let between = parsing::between(&nodes, |tag| self.weights.marks(tag));
        parsing::tree(&nodes, &between, &self.weights.moves, &self.weights.labels)
    }

    fn words(&self, text: &str, sentence: &Sentence) -> Vec<Word> {
        tagging::look_at(
            sentence.tokens.iter().map(|token| token.of(text)),
            &self.weights.lexicon,
        )
    }
}

/// A tag for each token of a sentence of `text`, by the embedded model.
///
/// ```
/// use language::{Form, Pos};
///
/// let text = "Gunmen attacked two villages.";
/// let sentence = &language::sentences(text)[0];
/// let tags = language::tag(text, sentence);
/// assert_eq!((tags[1].pos, tags[1].form), (Pos::Verb, Form::Past));
/// assert_eq!((tags[3].pos, tags[3].form), (Pos::Noun, Form::Plural));
/// ```
pub fn tag(text: &str, sentence: &Sentence) -> Vec<Tag> {
    Model::embedded().tag(text, sentence)
}

/// The dependency tree of a sentence of `text`, by the embedded model. It costs some four times what tags cost.
///
/// ```
/// use language::Relation;
///
/// let text = "Six soldiers were killed by gunmen.";
/// let sentence = &language::sentences(text)[0];
/// let tree = language::parse(text, sentence, &language::tag(text, sentence));
/// assert_eq!(tree.root(), Some(3));
/// assert_eq!((tree.heads[1], tree.relations[1]), (Some(3), Relation::NsubjPass));
/// ```
pub fn parse(text: &str, sentence: &Sentence, tags: &[Tag]) -> Tree {
    Model::embedded().parse(text, sentence, tags)
}
