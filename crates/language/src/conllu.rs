//! Analyses as CoNLL-U, the treebanks' format.

use std::fmt::Write;

use crate::model::Model;
use crate::pos::{Form, Tag};
use crate::relation::Tree;
use crate::sentences::sentences;
use crate::token::Sentence;

/// A text's sentences, tags and trees as CoNLL-U, by the embedded model: ten columns a word, an empty line after each
/// sentence. The extended tag (fifth column) is left out.
///
/// ```
/// let table = language::conllu("Two mines exploded near the gate.");
/// assert!(table.contains("\n2\tmines\tmine\tNOUN\t_\tNumber=Plur\t3\tnsubj\t_\t_\n"));
/// ```
pub fn conllu(text: &str) -> String {
    conllu_by(Model::embedded(), text)
}

/// The same by another model.
pub fn conllu_by(model: &Model<'_>, text: &str) -> String {
    let mut out = String::new();
    for sentence in sentences(text) {
        let tags = model.tag(text, &sentence);
        let tree = model.parse(text, &sentence, &tags);
        for index in 0..sentence.tokens.len() {
            row(&mut out, text, &sentence, &tags, &tree, index);
        }
        out.push('\n');
    }
    out
}

fn row(out: &mut String, text: &str, sentence: &Sentence, tags: &[Tag], tree: &Tree, index: usize) {
    let tokens = &sentence.tokens;
    let spaced = |index: usize| {
        tokens
            .get(index + 1)
            .is_none_or(|next| next.start > tokens[index].end)
    };
    let misc = |last: usize| if spaced(last) { "_" } else { "SpaceAfter=No" };
    let begins = !tokens[index].joined || index == 0;
    let parts = tokens[index + 1..]
        .iter()
        .take_while(|token| token.joined)
        .count();
    if begins && parts > 0 {
        let last = index + parts;
        let written = text
            .get(tokens[index].start as usize..tokens[last].end as usize)
            .unwrap_or("");
        let _ = writeln!(
            out,
            "{}-{}\t{written}\t_\t_\t_\t_\t_\t_\t_\t{}",
            index + 1,
            last + 1,
            misc(last)
        );
    }
    let alone = begins && parts == 0;
    let word = tokens[index].of(text);
    let (tag, relation) = (tags[index], tree.relations[index]);
    let head = tree.heads[index].map_or(0, |head| head + 1);
    let lemma = crate::lemma(word, tag);
    let note = if alone { misc(index) } else { "_" };
    let _ = writeln!(
        out,
        "{}\t{word}\t{lemma}\t{}\t_\t{}\t{head}\t{relation}\t_\t{note}",
        index + 1,
        tag.pos,
        features(tag.form)
    );
}

fn features(form: Form) -> &'static str {
    match form {
        Form::None | Form::Particle => "_",
        Form::Base => "VerbForm=Inf",
        Form::Present => "Mood=Ind|Tense=Pres|VerbForm=Fin",
        Form::PresentThird => "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
        Form::Past => "Mood=Ind|Tense=Past|VerbForm=Fin",
        Form::PastParticiple => "Tense=Past|VerbForm=Part",
        Form::Ing => "VerbForm=Ger",
        Form::Modal => "VerbForm=Fin",
        Form::Singular => "Number=Sing",
        Form::Plural => "Number=Plur",
        Form::Comparative => "Degree=Cmp",
        Form::Superlative => "Degree=Sup",
        Form::Possessive => "Poss=Yes",
        Form::Wh => "PronType=Int,Rel",
    }
}
