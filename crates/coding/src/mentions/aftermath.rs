//! Sentences behind an attack that tell only who was hurt in it: "Two other workers were seriously injured."

use super::phrases::Reader;
use crate::drafts::Draft;
use crate::events::{Named, names_before, names_behind};
use crate::figures::is_passive;
use crate::text::{Line, Text};
use codebook::{Cue, Form, List, Sense};
use model::Harm;
use std::collections::BTreeMap;

/// How many sentences behind an attack its victims may be told.
const REACH: usize = 3;

/// For every draft, the sentences without an act of their own that tell whom it hurt.
pub(crate) fn aftermaths(text: &Text, drafts: &[Draft]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); drafts.len()];
    let attack = |draft: &Draft| text.codebook.events[draft.told[0].event].class == "attack";
    // The sentences that tell of something, and the last attack that each tells of.
    let mut taken: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        for told in &draft.told {
            let last = taken.entry(told.sentence).or_default();
            *last = attack(draft).then_some(index).or(*last);
        }
    }
    for (sentence, line) in text.sentences.iter().enumerate() {
        let hurt = [Cue::Dead, Cue::Hurt, Cue::Casualty]
            .iter()
            .any(|cue| line.has_cue(*cue, 0, line.tokens.len()));
        let damaged = |at: usize| {
            let word = text.word(sentence, at).to_lowercase();
            let words = &text.codebook.words;
            words.listed(List::RuiningWords, &word) || words.listed(List::DamagingWords, &word)
        };
        let hurt = hurt || (0..line.tokens.len()).any(damaged);
        if !hurt || line.line != Line::Prose || taken.contains_key(&sentence) {
            continue;
        }
        let before = taken
            .range(sentence.saturating_sub(REACH)..sentence)
            .rev()
            .find_map(|(_, attack)| *attack);
        if let Some(index) = before {
            all[index].push(sentence);
        }
    }
    all
}

/// The people named as dead or hurt in a sentence.
pub(super) fn named(reader: &Reader) -> Vec<Named> {
    let line = reader.line;
    let mut found: Vec<Named> = Vec::new();
    for hit in &line.hits {
        let Sense::Cue { cue, form } = hit.sense else {
            continue;
        };
        let harm = match cue {
            Cue::Dead => Some(Harm::Killed),
            Cue::Hurt => Some(Harm::Injured),
            Cue::Casualty => None,
            _ => continue,
        };
        let noun = matches!(form, Form::Singular | Form::Plural | Form::Fixed);
        let list = (hit.last + 1..=hit.last + 4).rfind(|at| {
            reader.is(
                *at,
                &["were", "are", "was", "is", "include", "included", ":", "as"],
            )
        });
        let names = match list {
            Some(list) if noun || !is_passive(reader.text, reader.sentence, line, hit.first) => {
                names_behind(
                    reader.text,
                    reader.sentence,
                    list + 1,
                    line.tokens.len().saturating_sub(1),
                    reader.places,
                )
            }
            _ => names_before(reader.text, reader.sentence, (0, hit.first), reader.places),
        };
        for (first, last) in names {
            let span = line.bytes(first, last);
            if found.iter().all(|known| !known.span.overlaps(&span)) {
                found.push(Named { span, harm });
            }
        }
    }
    found
}
