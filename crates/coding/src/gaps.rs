//! Actors that the codebook does not know, as the report names them.
//!
//! They are found in three ways: bodies of people and forces that acted ("Karenni fighters", "Chadian navy"), names
//! that the text introduces ("a group calling itself the Sons of the Valley"), and runs of capitals that hold a word
//! of armed groups ("Valley Liberation Brigades", "Jaish al-Wadi"). Nothing of them is coded here: whoever keeps the
//! codebook decides which of them become actors.

use crate::Stages;
use crate::actors::{ActorHit, Sort};
use crate::text::{Laid, Line, Text};
use codebook::gazetteer::Gazetteer;
use codebook::{ActorKind, Codebook, Cue, List, Sense};
use language::Pos;
use model::{Report, Span};

/// Somebody who acts and is not in the codebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownActor {
    /// As the text names it, without article.
    pub name: String,
    /// The noun that says what it is, in lower case: "gunmen", "brigades"; empty where none does.
    pub noun: String,
    /// What such an actor is taken for.
    pub kind: ActorKind,
    /// It has a name of its own, and is not only "gunmen".
    pub named: bool,
    /// The words of the name.
    pub span: Span,
    /// The sentence that they stand in.
    pub sentence: Span,
    /// Countries that the sentence names, or the one that it belongs to.
    pub countries: Vec<String>,
}

/// The actors of a report that the codebook does not know, each mention, in text order.
///
/// ```
/// use codebook::{Codebook, gazetteer::Gazetteer};
/// let report = model::Report {
///     text: "A group calling itself the Sons of the Valley bombed a bridge in Mali.".into(),
///     ..model::Report::default()
/// };
/// let found = coding::unknown_actors(&report, Codebook::embedded(), &Gazetteer::embedded());
/// assert_eq!(found[0].name, "Sons of the Valley");
/// assert_eq!(found[0].countries, ["ML"]);
/// ```
pub fn unknown_actors(
    report: &Report,
    codebook: &Codebook,
    gazetteer: &Gazetteer,
) -> Vec<UnknownActor> {
    let report = &crate::dated(report);
    let stages = crate::stages(report, codebook, gazetteer);
    let mut all = Vec::new();
    for sentence in 0..stages.text.sentences.len() {
        all.extend(of_sentence(&stages, sentence));
    }
    all
}

fn of_sentence(stages: &Stages, sentence: usize) -> Vec<UnknownActor> {
    let text = &stages.text;
    let line = &text.sentences[sentence];
    if line.line == Line::Boilerplate || line.tokens.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Name> = Vec::new();
    // A headline has capitals everywhere, and so tells no name by them.
    if line.line != Line::Heading && line.span.of(text.text).chars().any(char::is_lowercase) {
        found.extend(introduced(text, sentence, line));
        found.extend(capitals(text, sentence, line));
    }
    for actor in &stages.actors[sentence] {
        found.extend(acting(text, sentence, line, actor));
    }
    found.sort_by_key(|name| (name.first, std::cmp::Reverse(name.last)));
    let mut kept: Vec<Name> = Vec::new();
    for name in found {
        let known = stages.actors[sentence].iter().any(|actor| {
            actor.actor.id.is_some() && actor.first <= name.last && name.first <= actor.last
        });
        let taken = kept.iter().any(|other| name.first <= other.last);
        if !known && !taken {
            kept.push(name);
        }
    }
    let mut countries: Vec<String> = stages.places[sentence]
        .iter()
        .map(|place| place.record.country)
        .filter(|country| !country.is_empty())
        .map(str::to_owned)
        .collect();
    countries.sort();
    countries.dedup();
    kept.into_iter()
        .map(|name| UnknownActor {
            name: (name.first..=name.last)
                .map(|token| line.bytes(token, token))
                .fold(String::new(), |shown, span| joined(text, shown, span)),
            noun: name.noun,
            kind: name.kind,
            named: name.named,
            span: line.bytes(name.first, name.last),
            sentence: text.quote(sentence),
            countries: match &name.country {
                Some(country) => vec![country.clone()],
                None => countries.clone(),
            },
        })
        .collect()
}

/// The words as printed, with one space where there is white space.
fn joined(text: &Text, mut shown: String, span: Span) -> String {
    let before = text.text[..span.start as usize].chars().next_back();
    if !shown.is_empty() && before.is_some_and(char::is_whitespace) {
        shown.push(' ');
    }
    shown.push_str(span.of(text.text));
    shown
}

/// A name in a sentence, by its tokens.
struct Name {
    first: usize,
    last: usize,
    noun: String,
    kind: ActorKind,
    named: bool,
    country: Option<String>,
}

/// A body or force that acts: "gunmen", "Karenni fighters", "Chadian navy".
fn acting(text: &Text, sentence: usize, line: &Laid, actor: &ActorHit) -> Option<Name> {
    // One soldier is nobody to know; "Turkish airstrikes" are an act.
    let thing = line.hits.iter().any(|hit| {
        hit.last == actor.last && matches!(hit.sense, Sense::Weapon { .. } | Sense::Trigger { .. })
    });
    let fits = actor.actor.id.is_none()
        && !actor.actor.person
        && actor.plural
        && !thing
        && matches!(actor.sort, Sort::Body | Sort::State);
    if !fits {
        return None;
    }
    let noun = text.word(sentence, actor.last).to_lowercase();
    let named = actor.country.is_some()
        || (actor.first..actor.last)
            .any(|token| line.pos(token) == Pos::Propn && begins_upper(text.word(sentence, token)));
    // "police", "regional authorities": no name, and no body that a codebook could want.
    if !named && actor.sort == Sort::State {
        return None;
    }
    Some(Name {
        first: actor.first,
        last: actor.last,
        kind: match noun.as_str() {
            "police" | "policemen" => ActorKind::Police,
            "government" | "governments" | "authorities" => ActorKind::Government,
            _ => actor.kind,
        },
        noun,
        named,
        country: actor.country.clone(),
    })
}

/// "a group calling itself X", "a faction known as X".
fn introduced(text: &Text, sentence: usize, line: &Laid) -> Vec<Name> {
    let words = &text.codebook.words;
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let mut names = Vec::new();
    for token in 1..line.tokens.len() {
        if !words.listed(List::NamingVerbs, &lower(token)) {
            continue;
        }
        // The noun stands right before it, or a few adverbs away.
        let noun = (token.saturating_sub(3)..token)
            .rev()
            .find(|at| words.listed(List::BandNouns, &lower(*at)));
        let Some(noun) = noun else { continue };
        let mut first = token + 1;
        while matches!(
            lower(first).as_str(),
            "itself"
                | "themselves"
                | "as"
                | "the"
                | "by"
                | "name"
                | "of"
                | "“"
                | "\""
                | "‘"
                | "'"
                | "``"
        ) {
            first += 1;
        }
        if let Some(last) = run(text, sentence, line, first) {
            names.push(Name {
                first,
                last,
                noun: lower(noun),
                kind: kind_of(&lower(noun)),
                named: true,
                country: None,
            });
        }
    }
    names
}

/// Runs of capitals with a word of armed groups in them.
fn capitals(text: &Text, sentence: usize, line: &Laid) -> Vec<Name> {
    let words = &text.codebook.words;
    let mut names = Vec::new();
    let mut first = 0;
    while first < line.tokens.len() {
        let Some(last) = run(text, sentence, line, first) else {
            first += 1;
            continue;
        };
        let noun = (first..=last).rev().find(|token| {
            words.listed(List::BandNames, &text.word(sentence, *token).to_lowercase())
        });
        // "Army" and "Front" alone are short for a name told elsewhere; "Jaish" too.
        if let Some(noun) = noun
            && last > first
        {
            let noun = text.word(sentence, noun).to_lowercase();
            names.push(Name {
                first,
                last,
                kind: kind_of(&noun),
                noun,
                named: true,
                country: None,
            });
        } else if noun.is_none() && claims(text, sentence, line, last) && last > first {
            names.push(Name {
                first,
                last,
                noun: String::new(),
                kind: ActorKind::ArmedGroup,
                named: true,
                country: None,
            });
        }
        first = last + 1;
    }
    names
}

/// "X claimed responsibility": the cue stands right behind the name, which is no person's.
fn claims(text: &Text, sentence: usize, line: &Laid, last: usize) -> bool {
    line.has_cue(Cue::Claim, last + 1, last + 1)
        && matches!(
            text.word(sentence, last + 2).to_lowercase().as_str(),
            "responsibility" | "credit"
        )
        && crate::persons::person(text, sentence, line, last).is_none()
}

/// The last token of the name that begins here: capitals, with small words and hyphens between them.
fn run(text: &Text, sentence: usize, line: &Laid, first: usize) -> Option<usize> {
    let word = |token: usize| text.word(sentence, token);
    let capital = |token: usize| begins_upper(word(token)) && line.pos(token) != Pos::Pron;
    if !capital(first)
        || matches!(
            word(first),
            "The" | "A" | "An" | "This" | "In" | "On" | "At" | "After"
        )
        || first == 0 && !matches!(line.pos(0), Pos::Propn | Pos::Noun | Pos::Adj)
    {
        return None;
    }
    let mut last = first;
    loop {
        let inner = (last + 1..=last + 3).take_while(|token| {
            matches!(
                word(*token),
                "of" | "the" | "for" | "al" | "ul" | "wal" | "de" | "-" | "’" | "'" | "and"
            )
        });
        let next = inner.last().unwrap_or(last) + 1;
        // "the Front and the Army" are two; "al-Wadi" is one.
        let joined = next == last + 1 || word(last + 1) != "and";
        if capital(next) && joined {
            last = next;
        } else {
            return Some(last);
        }
    }
}

fn begins_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn kind_of(noun: &str) -> ActorKind {
    match noun {
        "police" | "gendarmerie" => ActorKind::Police,
        "party" => ActorKind::Political,
        "gang" | "gangs" | "cartel" | "cartels" | "mafia" => ActorKind::Criminal,
        "movement" | "network" => ActorKind::Movement,
        _ => ActorKind::ArmedGroup,
    }
}
