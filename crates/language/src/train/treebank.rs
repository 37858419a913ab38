//! CoNLL-U to examples.

use crate::pos::{Form, Pos, Tag};
use crate::relation::{Relation, Tree};

/// One sentence of a treebank.
#[derive(Debug, Clone)]
pub struct Example {
    /// The words as written.
    pub words: Vec<String>,
    /// Their tags.
    pub tags: Vec<Tag>,
    /// Their tree.
    pub tree: Tree,
}

/// Reads the sentences of a CoNLL-U file. Written words that hold several words, and words that were left out, are
/// skipped; so are sentences that are no tree.
pub fn read_treebank(text: &str) -> Vec<Example> {
    text.split("\n\n").filter_map(example).collect()
}

fn example(block: &str) -> Option<Example> {
    let mut example = Example {
        words: Vec::new(),
        tags: Vec::new(),
        tree: Tree {
            heads: Vec::new(),
            relations: Vec::new(),
        },
    };
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, word, _, upos, xpos, features, head, relation, ..] = columns[..] else {
            continue;
        };
        if id.contains(['-', '.']) {
            continue;
        }
        let pos = Pos::from_name(upos)?;
        example.words.push(word.to_owned());
        example.tags.push(Tag {
            pos,
            form: form(pos, xpos, features),
        });
        let head: u16 = head.parse().ok()?;
        example.tree.heads.push(head.checked_sub(1));
        example.tree.relations.push(
            Relation::from_name(relation)
                .or_else(|| Relation::from_name(relation.split(':').next()?))?,
        );
    }
    is_tree(&example.tree.heads).then_some(example)
}

/// Whether there is one root, which every word reaches.
fn is_tree(heads: &[Option<u16>]) -> bool {
    let reaches = |start: usize| {
        let mut word = start;
        (0..heads.len()).any(|_| match heads.get(word) {
            Some(Some(head)) => {
                word = *head as usize;
                false
            }
            Some(None) => true,
            None => false,
        })
    };
    heads.iter().filter(|head| head.is_none()).count() == 1 && (0..heads.len()).all(reaches)
}

fn form(pos: Pos, xpos: &str, features: &str) -> Form {
    match (pos, xpos) {
        (Pos::Verb | Pos::Aux, _) => verb_form(xpos, features),
        (Pos::Noun | Pos::Propn, "NNS" | "NNPS") => Form::Plural,
        (Pos::Noun | Pos::Propn, "NN" | "NNP") => Form::Singular,
        (_, "JJR" | "RBR") => Form::Comparative,
        (_, "JJS" | "RBS") => Form::Superlative,
        (_, "PRP$" | "POS") => Form::Possessive,
        (_, "RP") => Form::Particle,
        (_, "WDT" | "WP" | "WP$" | "WRB") => Form::Wh,
        _ => Form::None,
    }
}

fn verb_form(xpos: &str, features: &str) -> Form {
    match xpos {
        "VB" => Form::Base,
        "VBP" => Form::Present,
        "VBZ" => Form::PresentThird,
        "VBD" => Form::Past,
        "VBN" => Form::PastParticiple,
        "VBG" => Form::Ing,
        "MD" => Form::Modal,
        _ if features.contains("VerbForm=Ger") || features.contains("Tense=Pres|VerbForm=Part") => {
            Form::Ing
        }
        _ if features.contains("Tense=Past|VerbForm=Part") => Form::PastParticiple,
        _ if features.contains("Tense=Past") => Form::Past,
        _ if features.contains("Tense=Pres") => Form::PresentThird,
        _ => Form::Base,
    }
}
