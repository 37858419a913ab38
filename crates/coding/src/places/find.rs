//! Finding the names of places in a sentence, and how far each is to be trusted.

use super::judge::Seen;
use super::{Named, Trust, weekday_or_month};
use crate::text::{Laid, Text};
use codebook::Sense;
use codebook::gazetteer::{Candidate, Feature, Gazetteer};
use language::Pos;
use std::collections::BTreeSet;

/// How many candidates of a name are looked at; the gazetteer gives the likeliest first.
pub(super) const MOST_CANDIDATES: usize = 60;

/// Words of a gazetteer name that are looked at together.
pub(super) const WINDOW: usize = 9;

/// Names of one sentence.
pub(super) fn find(
    text: &Text,
    gazetteer: &Gazetteer,
    sentence: usize,
    line: &Laid,
    named: &mut Vec<Named>,
    surnames: &mut BTreeSet<String>,
) {
    let words: Vec<&str> = (0..line.tokens.len())
        .map(|token| text.word(sentence, token))
        .collect();
    let here = Here {
        text,
        gazetteer,
        line,
        words: &words,
        shouting: !line.span.of(text.text).chars().any(char::is_lowercase),
    };
    let mut token = 0;
    while token < words.len() {
        let capital = starts_capital(words[token]) || line.names_places && article(&words, token);
        if !capital || weekday_or_month(words[token]) {
            token += 1;
            continue;
        }
        if let Some(after) = here.inside_group(token) {
            token = after;
            continue;
        }
        let window = &words[token..words.len().min(token + WINDOW)];
        let Some(found) = gazetteer.longest_match(window) else {
            token += 1;
            continue;
        };
        let last = token + found.words.max(1) - 1;
        let candidates: Vec<Candidate> = found.candidates().take(MOST_CANDIDATES).collect();
        let listed = token > 1
            && matches!(words[token - 1], "and" | "," | "&")
            && named.last().is_some_and(|before| {
                before.sentence == sentence
                    && before.last + 2 == token
                    && before.trust == Trust::Sure
            });
        let seen = Seen {
            here: &here,
            first: token,
            last,
            found: &found,
            best: candidates.first().map(|candidate| candidate.place),
            listed,
        };
        let (trust, stands) = seen.judge();
        let behind_place = named.last().is_some_and(|before| {
            before.sentence == sentence && before.last + 1 == token && before.trust == Trust::Sure
        });
        if !behind_place && seen.in_person_name() {
            surnames.insert(words[token].to_lowercase());
        }
        if trust == Trust::No || candidates.is_empty() {
            token += 1;
            continue;
        }
        let after_the = token > 0
            && words[token - 1].eq_ignore_ascii_case("the")
            && candidates
                .iter()
                .any(|candidate| matches!(candidate.place.feature, Feature::Sea | Feature::Region));
        let mut candidates = candidates;
        if seen.unit_behind() {
            candidates.retain(|candidate| candidate.place.feature == Feature::Admin1);
        }
        let last = last + usize::from(seen.unit_behind() && seen.stop_after());
        named.push(Named {
            sentence,
            first: token,
            last,
            candidates,
            trust,
            stands,
            doubtful_word: found.is_ordinary_word || found.is_personal_name,
            weak: seen.weak(),
            after_the,
            group: 0,
        });
        token = last + 1;
    }
}

/// A sentence being looked through.
pub(super) struct Here<'a> {
    pub text: &'a Text<'a>,
    pub gazetteer: &'a Gazetteer,
    pub line: &'a Laid,
    pub words: &'a [&'a str],
    /// No small letter in it.
    pub shouting: bool,
}

impl Here<'_> {
    /// A place inside the name of a group is no place ("Islamic State of Iraq"): the token after the name.
    fn inside_group(&self, token: usize) -> Option<usize> {
        self.line
            .hits
            .iter()
            .find(|hit| {
                matches!(hit.sense, Sense::Actor { actor, .. }
                    if !matches!(self.text.codebook.actors[usize::from(actor)].kind, codebook::ActorKind::Government))
                    && (hit.last > hit.first || hit.span.len() <= 5)
                    && hit.first <= token
                    && token <= hit.last
            })
            .map(|hit| hit.last + 1)
    }

    /// Whether a word by itself is the name of a place.
    pub fn gazetteer_knows(&self, token: usize) -> bool {
        self.gazetteer
            .longest_match(&self.words[token..=token])
            .is_some_and(|found| !found.is_personal_name && !found.is_ordinary_word)
    }

    pub fn word(&self, token: usize) -> &str {
        self.words.get(token).copied().unwrap_or("")
    }

    pub fn before(&self, token: usize) -> &str {
        token.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// A proper noun in capitals that is more than a letter.
    pub fn proper(&self, token: usize) -> bool {
        let word = self.word(token);
        self.line.pos(token) == Pos::Propn && starts_capital(word) && word.len() > 1
    }

    pub fn digits(&self, token: usize) -> bool {
        self.word(token)
            .starts_with(|letter: char| letter.is_ascii_digit())
    }

    pub fn demonym(&self, token: usize) -> bool {
        self.line
            .hits
            .iter()
            .any(|hit| hit.first == token && matches!(hit.sense, Sense::Demonym { .. }))
    }
}

pub(super) fn starts_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// "al-Bab": a small article that a name begins with.
fn article(words: &[&str], token: usize) -> bool {
    matches!(
        words[token],
        "al" | "el" | "ar" | "as" | "at" | "ad" | "an" | "ash" | "az" | "ul"
    ) && words
        .get(token + 1)
        .is_some_and(|next| *next == "-" || next.starts_with(char::is_uppercase))
}
