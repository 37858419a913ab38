//! Whom and what an act hit, as printed: the objects of verbs, the subjects of passives, what nouns are of.

use super::phrases::{Kind, Phrase, Reader};
use crate::events::{Told, Word};
use crate::figures::is_passive;
use codebook::TriggerForm;
use language::Pos;
use model::Harm;

/// A phrase that an act hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub phrase: Phrase,
    pub kind: Kind,
    /// What happened to people, where the word says so.
    pub harm: Option<Harm>,
    /// The words are a name.
    pub named: bool,
}

/// A phrase or a name, as a list gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub phrase: Phrase,
    pub named: bool,
}

/// How many tokens a list of those who were hit may reach.
const REACH: usize = 40;

/// Words that lead to what a bomb or an attack was meant for.
const TOWARDS: [&str; 16] = [
    "at",
    "on",
    "against",
    "in",
    "inside",
    "outside",
    "near",
    "under",
    "beside",
    "upon",
    "into",
    "of",
    "to",
    "targeting",
    "next",
    "behind",
];

/// The phrases that the words of an attack hit.
pub(super) fn hit(reader: &Reader, told: &Told) -> Vec<Hit> {
    let codebook = reader.text.codebook;
    let event = &codebook.events[told.event];
    if event.class != "attack" && event.code != "execution" {
        return Vec::new();
    }
    let mut found = Vec::new();
    for word in &told.words {
        let rule = &codebook.triggers[word.trigger];
        let bombing = matches!(
            codebook.events[rule.event].code.as_str(),
            "bombing" | "arson" | "sabotage" | "shelling"
        );
        let verb = rule.form == TriggerForm::Verb;
        let passive = verb
            && (rule.victim_subject
                || is_passive(reader.text, reader.sentence, reader.line, word.first));
        let harm = told.harm_of(reader.text, word);
        let mut phrases = Vec::new();
        if passive {
            subjects(reader, told.part.0, word.first, &mut phrases);
        } else if verb {
            objects(reader, word.last + 1, told.part.1, &mut phrases);
        } else if word.first > 1 && reader.is(word.first - 1, &["'s", "’s"]) {
            phrases.extend(ending(reader, word.first - 2));
        }
        if !verb || bombing {
            towards(reader, word, told, &mut phrases);
        }
        if !verb && let Some(verb) = undergone(reader, told.part.0, word.first) {
            subjects(reader, told.part.0, verb, &mut phrases);
        }
        found.extend(phrases.into_iter().filter_map(|item| {
            let kind = if item.named {
                Kind::People { armed: false }
            } else {
                reader.kind(item.phrase)
            };
            (kind != Kind::Other).then_some(Hit {
                phrase: item.phrase,
                kind,
                harm,
                named: item.named,
            })
        }));
    }
    found
}

/// The things that a sentence says were destroyed or damaged: "damaged a car", "ten homes were destroyed",
/// "damage to the offices".
pub(super) fn damaged(reader: &Reader) -> Vec<Phrase> {
    let end = reader.line.tokens.len().saturating_sub(1);
    let mut items = Vec::new();
    for at in 0..=end {
        if !reader.tells_damage(at) {
            continue;
        }
        match reader.line.pos(at) {
            Pos::Noun if reader.is(at + 1, &["to"]) => objects(reader, at + 2, end, &mut items),
            Pos::Verb if is_passive(reader.text, reader.sentence, reader.line, at) => {
                subjects(reader, 0, at, &mut items);
            }
            Pos::Verb => objects(reader, at + 1, end, &mut items),
            _ => {}
        }
    }
    let thing = |item: &Item| !item.named && reader.kind(item.phrase) == Kind::Thing;
    items
        .into_iter()
        .filter(thing)
        .map(|item| item.phrase)
        .collect()
}

/// "escaped unharmed from the attack", "was the target of an attack": the word whose subject underwent it.
fn undergone(reader: &Reader, start: usize, noun: usize) -> Option<usize> {
    let first = start.max(noun.saturating_sub(9));
    (first..noun)
        .rev()
        .take_while(|at| !reader.is(*at, &[";", "that", "said"]))
        .filter(|at| reader.undergoes(*at))
        .last()
}

/// The name or phrase that ends at a token.
fn ending(reader: &Reader, at: usize) -> Option<Item> {
    let named = |phrase| Item {
        phrase,
        named: true,
    };
    reader.name_ending(at).map(named).or_else(|| {
        Some(Item {
            phrase: reader.around(at)?,
            named: false,
        })
    })
}

/// "an attack on", "a bomb exploded outside": what stands behind the first such word of the clause.
fn towards(reader: &Reader, word: &Word, told: &Told, phrases: &mut Vec<Item>) {
    let end = told.part.1.min(word.last + 14);
    let mut at = word.last + 1;
    while at <= end {
        if reader.is(
            at,
            &["by", "when", "while", "after", "who", "that", ";", "said"],
        ) {
            return;
        }
        if reader.is(at, &TOWARDS) {
            let mut from = at + 1;
            // "in front of", "next to"
            while reader.is(from, &["front", "of", "to", "the", "vicinity"]) {
                from += 1;
            }
            let before = phrases.len();
            objects(reader, from, told.part.1, phrases);
            if phrases.len() > before {
                return;
            }
        }
        at += 1;
    }
}

/// The phrases of a list that begins at a token.
pub(super) fn objects(reader: &Reader, from: usize, last: usize, phrases: &mut Vec<Item>) {
    let end = (from + REACH).min(last + 1).min(reader.line.tokens.len());
    let mut at = from;
    let mut listed = true;
    while at < end {
        if let Some(name) = reader.name(at) {
            phrases.push(Item {
                phrase: name,
                named: true,
            });
            at = name.last + 1;
            listed = false;
        } else if let Some(phrase) = reader.phrase(at) {
            let name = reader.name(phrase.last + 1);
            if listed || name.is_some() {
                phrases.push(Item {
                    phrase,
                    named: false,
                });
            }
            at = phrase.last + 1;
            if let Some(name) = name {
                phrases.push(Item {
                    phrase: name,
                    named: true,
                });
                at = name.last + 1;
                listed = false;
            }
        } else {
            return;
        }
        at = complement(reader, at);
        let Some((next, sure)) = joint(reader, at) else {
            return;
        };
        listed |= sure;
        at = next;
    }
}

/// Over brackets, and over what a phrase is of.
fn complement(reader: &Reader, from: usize) -> usize {
    let mut at = from;
    for _ in 0..4 {
        if reader.is(at, &["(", "["]) {
            let close = (at..(at + 12).min(reader.line.tokens.len()))
                .find(|at| reader.is(*at, &[")", "]"]));
            match close {
                Some(close) => at = close + 1,
                None => return at,
            }
        } else if reader.is(at, &["of", "from", "in", "at", "for"]) {
            let inner = reader.name(at + 1).or_else(|| reader.phrase(at + 1));
            match inner {
                Some(inner) => at = inner.last + 1,
                None => return at,
            }
        } else {
            return at;
        }
    }
    at
}

/// Over what joins the members of a list; true where it surely does.
fn joint(reader: &Reader, from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    let mut sure = false;
    while at < reader.line.tokens.len() {
        let word = reader.lower(at);
        match word.as_str() {
            "and" | "including" | "plus" => sure = true,
            "," => {}
            "as" if reader.is(at + 1, &["well"]) && reader.is(at + 2, &["as"]) => {
                sure = true;
                at += 2;
            }
            "along" | "together" if reader.is(at + 1, &["with"]) => {
                sure = true;
                at += 1;
            }
            _ => break,
        }
        at += 1;
    }
    (at > from).then_some((at, sure))
}

/// The phrases that are the subject of a passive, back to the start of its clause.
pub(super) fn subjects(reader: &Reader, start: usize, verb: usize, phrases: &mut Vec<Item>) {
    let found = phrases.len();
    let mut at = verb;
    let mut steps = 0;
    while at > start && steps < 12 {
        steps += 1;
        at -= 1;
        // "the judge, who was 50, was shot": over what stands between two commas.
        if reader.is(at, &[","]) && phrases.len() == found {
            let open = (start.max(at.saturating_sub(26))..at).rfind(|at| reader.is(*at, &[","]));
            if let Some(open) = open
                && reader.is(open + 1, &["who", "which", "whose", "a", "an", "the"])
            {
                at = open;
            }
            continue;
        }
        let passes = matches!(reader.line.pos(at), Pos::Aux | Pos::Adv)
            || reader.is(at, &["who", "which", "and", ",", ";", "that", "been"])
            || reader.line.pos(at) == Pos::Num
            || reader.is_time(at);
        if passes {
            continue;
        }
        if reader.is(at, &[")", "]"]) {
            match (start..at).rfind(|at| reader.is(*at, &["(", "["])) {
                Some(open) => at = open,
                None => return,
            }
            continue;
        }
        if !matches!(reader.line.pos(at), Pos::Noun | Pos::Propn) {
            return;
        }
        let name = reader.name_ending(at);
        let Some(phrase) = name.or_else(|| reader.around(at)) else {
            return;
        };
        let mut head = phrase.first;
        // "judge Ana Diaz": the title is the bearer's.
        let title = (name.is_some() && head > start)
            .then(|| reader.around(head - 1))
            .flatten()
            .filter(|title| title.last + 1 == head);
        if let Some(title) = title {
            head = title.first;
        }
        while head > start && reader.introduced(head - 1) {
            head -= 1;
        }
        at = head;
        let governed = head > start
            && reader.is(
                head - 1,
                &[
                    "of", "from", "in", "at", "by", "for", "with", "near", "to", "on",
                ],
            );
        if governed {
            at = head - 1;
            if reader.is(at, &["by"]) {
                return;
            }
            continue;
        }
        phrases.push(Item {
            phrase,
            named: name.is_some(),
        });
        phrases.extend(title.map(|phrase| Item {
            phrase,
            named: false,
        }));
        if head == start || !reader.is(head - 1, &["and", ",", ";"]) {
            return;
        }
        steps = 0;
    }
}
