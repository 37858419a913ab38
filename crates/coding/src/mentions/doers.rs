//! Who did it, as printed: the "by" of a passive or a noun, the subject of a verb.

use super::hit::subjects;
use super::phrases::{Kind, Phrase, Reader};
use crate::events::{Told, Word, subject_of};
use crate::figures::is_passive;
use codebook::{Cue, Form, Sense, TriggerForm};
use language::Pos;

/// How many tokens behind its word an agent may stand.
const REACH: usize = 26;

/// Somebody who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Doer {
    pub phrase: Phrase,
    /// The words are a name.
    pub named: bool,
}

/// The people who did what a sentence tells, each phrase once.
pub(super) fn doers(reader: &Reader, told: &Told) -> Vec<Doer> {
    let codebook = reader.text.codebook;
    if codebook.events[told.event].class != "attack" {
        return Vec::new();
    }
    let mut found: Vec<Doer> = Vec::new();
    for word in &told.words {
        let rule = &codebook.triggers[word.trigger];
        if rule.victim_subject {
            continue;
        }
        match rule.form {
            TriggerForm::Verb => verb(reader, word, &mut found),
            TriggerForm::Noun => noun(reader, told, word, &mut found),
        }
    }
    found.dedup();
    found
}

fn verb(reader: &Reader, word: &Word, found: &mut Vec<Doer>) {
    if is_passive(reader.text, reader.sentence, reader.line, word.first) {
        by(reader, word.last + 1, found);
    } else {
        subject(reader, word.first, found);
    }
}

fn noun(reader: &Reader, told: &Told, word: &Word, found: &mut Vec<Doer>) {
    by(reader, word.last + 1, found);
    for hit in &reader.line.hits {
        let Sense::Cue { cue, form } = hit.sense else {
            continue;
        };
        let inside = told.part.0 <= hit.first && hit.last <= told.part.1;
        let near = hit.first.abs_diff(word.first) <= 30;
        if !inside || !near || matches!(form, Form::Singular | Form::Plural) {
            continue;
        }
        match cue {
            Cue::CarryOut if is_passive(reader.text, reader.sentence, reader.line, hit.first) => {
                by(reader, hit.last + 1, found);
            }
            Cue::CarryOut if hit.first.abs_diff(word.first) > 10 => {}
            Cue::CarryOut => subject(reader, hit.first, found),
            // "three students were charged with the murder"
            Cue::Involve if hit.last < word.first && word.first - hit.last <= 5 => {
                involved(reader, hit.first, found);
            }
            _ => {}
        }
    }
}

/// Whoever stands behind the next "by" of the clause, with those joined to them.
fn by(reader: &Reader, from: usize, found: &mut Vec<Doer>) {
    let end = reader.line.tokens.len().min(from + REACH);
    for at in from..end {
        if reader.is(at, &["by"]) {
            return joined(reader, at + 1, found);
        }
        let clause = reader.is(
            at,
            &[
                ";", "when", "while", "after", "because", "but", "who", "said",
            ],
        );
        let told = reader.line.pos(at) == Pos::Aux;
        if clause || told {
            return;
        }
    }
}

/// The people of a list: "by gunmen and two women".
fn joined(reader: &Reader, from: usize, found: &mut Vec<Doer>) {
    let mut at = from;
    for _ in 0..8 {
        let Some(doer) = person(reader, at) else {
            return;
        };
        found.push(doer);
        groups(reader, at, doer.phrase, found);
        at = doer.phrase.last + 1;
        while reader.is(at, &[",", "and", "or"]) {
            at += 1;
        }
        if at == doer.phrase.last + 1 {
            return;
        }
    }
}

/// "FMLN [its full name] guerrillas", "rebels of the FMLN": the groups that people are said to be of.
fn groups(reader: &Reader, from: usize, people: Phrase, found: &mut Vec<Doer>) {
    let mut end = people.last;
    if reader.is(end + 1, &["of", "from"]) {
        end += 4;
    } else if reader.is(end + 1, &["belonging"]) {
        end += 5;
    }
    let inside = |first: usize, last: usize| people.first <= first && last <= people.last;
    for hit in &reader.line.hits {
        if matches!(hit.sense, Sense::Actor { weak: false, .. })
            && from <= hit.first
            && hit.first <= end
            && !inside(hit.first, hit.last)
            // "the movement accused the services": who acts between is somebody else.
            && !(hit.last + 1..people.first)
                .any(|at| matches!(reader.line.pos(at), Pos::Verb | Pos::Aux))
        {
            found.push(Doer {
                phrase: Phrase {
                    first: hit.first,
                    last: hit.last,
                },
                named: false,
            });
        }
    }
}

/// Somebody by name or by a noun for people, at a token.
fn person(reader: &Reader, at: usize) -> Option<Doer> {
    if let Some(phrase) = reader.name(at) {
        return Some(Doer {
            phrase,
            named: true,
        });
    }
    let phrase = reader.phrase(at)?;
    // "by gunman Ali Example": the name says more.
    if let Some(name) = reader.name(phrase.last + 1) {
        return Some(Doer {
            phrase: name,
            named: true,
        });
    }
    let acts = match reader.kind(phrase) {
        Kind::People { .. } => true,
        Kind::Body => reader.acts(phrase),
        _ => false,
    };
    acts.then_some(Doer {
        phrase,
        named: false,
    })
}

fn subject(reader: &Reader, verb: usize, found: &mut Vec<Doer>) {
    let by_tree = subject_of(reader.text, reader.sentence, reader.line, verb)
        .filter(|(token, passive)| !passive && *token < verb)
        .and_then(|(token, _)| reader.around(token));
    let phrase = by_tree
        .filter(|phrase| matches!(reader.kind(*phrase), Kind::People { .. }))
        .or_else(|| before(reader, verb));
    // "the people killed in the plane", "a judge shot by": they did not do it.
    let undergone = |phrase: &Phrase| {
        phrase.last + 1 == verb
            && reader.kind(*phrase) == Kind::People { armed: false }
            && (matches!(reader.line.pos(verb + 1), Pos::Adp | Pos::Punct)
                || verb + 1 >= reader.line.tokens.len())
    };
    if let Some(phrase) = phrase.filter(|phrase| !undergone(phrase))
        && matches!(reader.kind(phrase), Kind::People { .. })
    {
        found.push(Doer {
            phrase,
            named: false,
        });
        groups(reader, phrase.first.saturating_sub(12), phrase, found);
    }
}

/// The phrase right before a verb, over adverbs, times and a relative pronoun.
fn before(reader: &Reader, verb: usize) -> Option<Phrase> {
    let mut at = verb;
    for _ in 0..8 {
        at = at.checked_sub(1)?;
        // "four men, who wore hoods, kidnapped": over what stands between two commas.
        if reader.is(at, &[","]) {
            at = (at.saturating_sub(26)..at).rfind(|at| reader.is(*at, &[","]))?;
            if !reader.is(at + 1, &["who", "some", "a", "an", "the"]) {
                return None;
            }
            continue;
        }
        let over = matches!(reader.line.pos(at), Pos::Aux | Pos::Adv)
            || reader.is(
                at,
                &["who", "that", "to", "this", "today", "yesterday", "tonight"],
            )
            || reader.is_time(at);
        if over {
            continue;
        }
        return matches!(reader.line.pos(at), Pos::Noun | Pos::Propn)
            .then(|| reader.around(at))
            .flatten();
    }
    None
}

/// "a colonel and three soldiers have been charged with": whoever stands before the words.
fn involved(reader: &Reader, cue: usize, found: &mut Vec<Doer>) {
    let mut items = Vec::new();
    subjects(reader, 0, cue, &mut items);
    found.extend(
        items
            .into_iter()
            .filter(|item| item.named || matches!(reader.kind(item.phrase), Kind::People { .. }))
            .map(|item| Doer {
                phrase: item.phrase,
                named: item.named,
            }),
    );
}
