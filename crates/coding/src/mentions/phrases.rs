//! Noun phrases as printed, and what their last noun names.

use super::names::Names;
use crate::persons::name_at;
use crate::places::PlaceHit;
use crate::text::{Laid, Text};
use codebook::{List, PersonNoun, Sense, TermForm};
use language::{Form, Pos};

/// A noun phrase without its determiners and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    pub first: usize,
    pub last: usize,
}

/// What a phrase names, by its last noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// People, and whether they are of an armed side.
    People { armed: bool },
    /// A building, ground or vehicle.
    Thing,
    /// A body that acts or is acted on: "army", "government", a named group.
    Body,
    /// Nothing that the codebook knows.
    Other,
}

/// One sentence, read phrase by phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a, 't> {
    pub text: &'a Text<'t>,
    pub sentence: usize,
    pub line: &'a Laid,
    pub places: &'a [PlaceHit],
    pub names: &'a Names,
}

impl<'a, 't> Reader<'a, 't> {
    pub fn new(
        text: &'a Text<'t>,
        sentence: usize,
        places: &'a [Vec<PlaceHit>],
        names: &'a Names,
    ) -> Self {
        let places = places.get(sentence).map_or(&[][..], Vec::as_slice);
        Reader {
            names,
            text,
            sentence,
            line: &text.sentences[sentence],
            places,
        }
    }

    pub fn lower(&self, at: usize) -> String {
        self.text.word(self.sentence, at).to_lowercase()
    }

    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(at).as_str())
    }

    fn listed(&self, list: List, at: usize) -> bool {
        self.text.codebook.words.listed(list, &self.lower(at))
    }

    /// The person's name that begins at a token.
    pub fn name(&self, at: usize) -> Option<Phrase> {
        let Some((first, last)) = name_at(self.text, self.sentence, self.line, at, self.places)
        else {
            return self.surname(at);
        };
        (first == at).then_some(Phrase { first, last })
    }

    /// A surname alone, of somebody named in full elsewhere.
    fn surname(&self, at: usize) -> Option<Phrase> {
        let word = self.text.word(self.sentence, at);
        (self.line.pos(at) == Pos::Propn
            && !self.in_place(at)
            && self.names.is_surname(word)
            && self.line.pos(at + 1) != Pos::Propn)
            .then_some(Phrase {
                first: at,
                last: at,
            })
    }

    /// The person's name that ends at a token.
    pub fn name_ending(&self, at: usize) -> Option<Phrase> {
        let Some((first, last)) = name_at(self.text, self.sentence, self.line, at, self.places)
        else {
            let before = at.checked_sub(1).map(|at| self.line.pos(at));
            return self
                .surname(at)
                .filter(|_| !matches!(before, Some(Pos::Propn)));
        };
        (last == at).then_some(Phrase { first, last })
    }

    /// "escaped", "was the target of": a word whose subject is whom or what the act hit.
    pub fn undergoes(&self, at: usize) -> bool {
        self.listed(List::UndergoingWords, at)
    }

    /// "today", "this evening".
    pub fn is_time(&self, at: usize) -> bool {
        self.listed(List::TimeNouns, at) || crate::places::weekday_or_month(&self.lower(at))
    }

    fn in_place(&self, at: usize) -> bool {
        self.places
            .iter()
            .any(|place| place.first <= at && at <= place.last)
    }

    /// The noun phrase that begins at a token, its determiners first; "a group of armed men" is one.
    pub fn phrase(&self, at: usize) -> Option<Phrase> {
        let mut first = at;
        while self.introduced(first) {
            first += 1;
        }
        let (first, last) = self.run(first)?;
        let of = self.is(last + 1, &["of"]) && self.listed(List::CollectiveNouns, last);
        let inner = of.then(|| self.phrase(last + 2)).flatten();
        Some(Phrase {
            first,
            last: inner.map_or(last, |inner| inner.last),
        })
    }

    /// A determiner, number or word of vagueness before a phrase.
    pub fn introduced(&self, at: usize) -> bool {
        if at >= self.line.tokens.len() {
            return false;
        }
        (matches!(self.line.pos(at), Pos::Det | Pos::Num) && !self.is(at + 1, &["-"]))
            || self.is(at, &["his", "her", "their", "its", "our", "my"])
            || self.listed(List::VagueModifiers, at)
            || self
                .text
                .word(self.sentence, at)
                .bytes()
                .all(|byte| byte.is_ascii_digit())
    }

    /// Modifiers and nouns from a token on, up to the last noun of them.
    fn run(&self, start: usize) -> Option<(usize, usize)> {
        let mut first = start;
        let mut last = None;
        let mut at = start;
        while at < self.line.tokens.len() && at < start + 14 {
            let pos = self.line.pos(at);
            let word = self.lower(at);
            if self.is_time(at) {
                break;
            }
            match pos {
                Pos::Noun | Pos::Propn => {
                    // "judge Ana Diaz": the name is a phrase of its own.
                    let named = last.is_some_and(|last| last + 1 == at) && self.name(at).is_some();
                    let town = last.is_some() && self.in_place(at) && !self.in_place(at - 1);
                    if named || town {
                        break;
                    }
                    last = Some(at);
                }
                Pos::Adj => {}
                Pos::Verb
                    if last.is_none()
                        && self.line.form(at) == Form::PastParticiple
                        && self.modifies(at) => {}
                Pos::Adv if last.is_none() && at == start => {}
                Pos::Num if last.is_none() && self.is(at + 1, &["-"]) => {}
                _ if matches!(word.as_str(), "-" | "'s" | "’s" | "'" | "\"") => {}
                _ if matches!(word.as_str(), "(" | "[") && last.is_some() => {
                    // "FMLN [its full name] urban cells": the cells.
                    let close = (at + 1..(at + 9).min(self.line.tokens.len()))
                        .find(|at| self.is(*at, &[")", "]"]))?;
                    if !matches!(self.line.pos(close + 1), Pos::Noun | Pos::Adj)
                        && !self.people_at(close + 1)
                    {
                        break;
                    }
                    first = close + 1;
                    last = None;
                    at = close;
                }
                _ => break,
            }
            at += 1;
        }
        last.map(|last| (first, last))
    }

    fn people_at(&self, at: usize) -> bool {
        self.line
            .hits
            .iter()
            .any(|hit| hit.first == at && matches!(hit.sense, Sense::People { .. }))
    }

    /// "armed men": a participle before a noun.
    fn modifies(&self, at: usize) -> bool {
        matches!(self.line.pos(at + 1), Pos::Noun | Pos::Propn | Pos::Adj)
            && !self.listed(List::TimeNouns, at + 1)
    }

    /// The phrase that takes in a token: its modifiers before, its nouns behind.
    pub fn around(&self, token: usize) -> Option<Phrase> {
        let mut start = token;
        while start > 0 {
            let before = start - 1;
            let joins = match self.line.pos(before) {
                Pos::Adj | Pos::Noun | Pos::Propn => !self.is_time(before),
                Pos::Verb => {
                    self.line.form(before) == Form::PastParticiple
                        && before > 0
                        && matches!(
                            self.line.pos(before - 1),
                            Pos::Det | Pos::Num | Pos::Adj | Pos::Adv
                        )
                }
                _ => self.is(before, &["-", "'s", "’s"]),
            };
            if !joins {
                break;
            }
            start = before;
        }
        // "a group of armed men", "members of the front": the group, the members.
        let mut of = start;
        while of > 0 && matches!(self.line.pos(of - 1), Pos::Det | Pos::Num) {
            of -= 1;
        }
        if of >= 2 && self.is(of - 1, &["of"]) && self.listed(List::CollectiveNouns, of - 2) {
            return self.around(of - 2);
        }
        while start < token && self.introduced(start) {
            start += 1;
        }
        let phrase = self.phrase(start)?;
        (phrase.first <= token && token <= phrase.last).then_some(phrase)
    }

    /// "the home of the mayor", "a branch of the bank": a thing that is told apart only by whose it is, with that.
    pub fn with_owner(&self, phrase: Phrase) -> Phrase {
        if !self.listed(List::OwnedThings, phrase.last) || !self.is(phrase.last + 1, &["of"]) {
            return phrase;
        }
        let mut last = phrase.last;
        for _ in 0..3 {
            let inner = match self.name(last + 2) {
                Some(name) => name,
                None => match self.phrase(last + 2) {
                    Some(inner) => inner,
                    None => break,
                },
            };
            last = inner.last;
            if let Some(name) = self.name(last + 1) {
                last = name.last;
            }
            if !self.is(last + 1, &["of"]) {
                break;
            }
        }
        Phrase { last, ..phrase }
    }

    /// "destroyed", "damaged": a word for what became of things.
    pub fn tells_damage(&self, at: usize) -> bool {
        self.listed(List::RuiningWords, at) || self.listed(List::DamagingWords, at)
    }

    /// True where the phrase ends with the name of somebody who acts.
    pub fn acts(&self, phrase: Phrase) -> bool {
        self.line.hits.iter().any(|hit| {
            hit.last == phrase.last
                && hit.first >= phrase.first
                && matches!(hit.sense, Sense::Actor { .. } | Sense::People { .. })
        })
    }

    /// True where the phrase's last noun names people.
    pub fn is_people(&self, phrase: Phrase) -> bool {
        matches!(self.kind(phrase), Kind::People { .. })
    }

    /// What the phrase's last noun names.
    pub fn kind(&self, phrase: Phrase) -> Kind {
        let members = (phrase.first + 1..phrase.last)
            .find(|at| self.is(*at, &["of"]))
            .is_some_and(|of| self.is(of - 1, &["members", "member", "elements"]));
        if members {
            return Kind::People { armed: true };
        }
        let mut best = Kind::Other;
        let mut found = 0;
        for hit in &self.line.hits {
            if hit.last != phrase.last || hit.first < phrase.first {
                continue;
            }
            let (rank, kind) = match hit.sense {
                Sense::People { kind, .. } => (
                    4,
                    Kind::People {
                        armed: matches!(kind, PersonNoun::Body | PersonNoun::Nobody),
                    },
                ),
                Sense::Target {
                    form: TermForm::Person,
                    ..
                } => (3, Kind::People { armed: false }),
                Sense::Target {
                    form: TermForm::Site,
                    ..
                } => (2, Kind::Thing),
                Sense::Actor { .. } | Sense::Target { .. } => (1, Kind::Body),
                _ => continue,
            };
            if rank > found {
                (found, best) = (rank, kind);
            }
        }
        if best == Kind::Other && self.listed(List::PlainThings, phrase.last) {
            return Kind::Thing;
        }
        if found < 3 && self.listed(List::PlainPeople, phrase.last) {
            return Kind::People { armed: false };
        }
        // "rebel group", "Shining Path members", "guerrilla column".
        let member = self.listed(List::CollectiveNouns, phrase.last)
            || self.listed(List::MemberNouns, phrase.last);
        let of_people = || {
            self.line.hits.iter().any(|hit| {
                phrase.first <= hit.first
                    && hit.last <= phrase.last
                    && match hit.sense {
                        Sense::People { kind, .. } => kind != PersonNoun::State,
                        Sense::Actor { .. } => true,
                        _ => false,
                    }
            })
        };
        if member && found < 2 && of_people() {
            return Kind::People { armed: true };
        }
        best
    }
}
