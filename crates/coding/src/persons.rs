//! Persons whom a text itself names as having done something, by their full names.
//!
//! A name is kept only where the words make its bearer the doer of an attack; nothing else about
//! a person is read.

use crate::actors::{ActorHit, Sort};
use crate::places::PlaceHit;
use crate::text::{Laid, Text};
use codebook::{ActorKind, List, Sense};
use language::Pos;
use model::ActorRef;
use std::collections::BTreeMap;

/// The person whose name stands at a token; a surname counts where the full name stood before.
pub(crate) fn person(text: &Text, sentence: usize, line: &Laid, token: usize) -> Option<ActorHit> {
    let (first, last) = run(text, sentence, line, token)?;
    let full = if last > first {
        name(text, sentence, first, last)
    } else {
        let surname = text.word(sentence, token);
        text.full_names()
            .get(surname)
            .filter(|(first, _)| *first <= sentence)
            .map(|(_, full)| full.clone())?
    };
    Some(ActorHit {
        actor: ActorRef {
            id: None,
            name: full,
            person: true,
        },
        kind: ActorKind::Criminal,
        sort: Sort::Person,
        first,
        last,
        span: line.bytes(first, last),
        country: None,
        plural: false,
    })
}

fn name(text: &Text, sentence: usize, first: usize, last: usize) -> String {
    let span = text.sentences[sentence].bytes(first, last);
    let words: Vec<&str> = span.of(text.text).split_whitespace().collect();
    words.join(" ")
}

/// Every surname that a text gives with its full name: where first, and the full name. Linear in the text.
pub(crate) fn full_names(text: &Text) -> BTreeMap<String, (usize, String)> {
    let mut names = BTreeMap::new();
    for (sentence, line) in text.sentences.iter().enumerate() {
        let mut token = 0;
        while token < line.tokens.len() {
            match run(text, sentence, line, token) {
                Some((first, last)) => {
                    if last > first {
                        names
                            .entry(text.word(sentence, last).to_owned())
                            .or_insert_with(|| (sentence, name(text, sentence, first, last)));
                    }
                    token = last + 1;
                }
                None => token += 1,
            }
        }
    }
    names
}

/// The run of proper nouns around a token that can be somebody's name.
fn run(text: &Text, sentence: usize, line: &Laid, token: usize) -> Option<(usize, usize)> {
    let part = |at: usize| {
        let word = text.word(sentence, at);
        line.pos(at) == Pos::Propn
            && word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().any(char::is_lowercase)
            && word
                .chars()
                .all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.'))
            && !crate::places::weekday_or_month(word)
            && !known(line, at)
    };
    if token >= line.tokens.len() || !part(token) {
        return None;
    }
    let mut first = token;
    while first > 0 && part(first - 1) {
        first -= 1;
    }
    let mut last = token;
    loop {
        // "Ali al-Example", "Ali bin Example"
        let particle = text
            .codebook
            .words
            .listed(List::NameParticles, text.word(sentence, last + 1));
        let next = match particle {
            true if text.word(sentence, last + 2) == "-" => last + 3,
            true => last + 2,
            false => last + 1,
        };
        if next >= line.tokens.len() || !part(next) {
            break;
        }
        last = next;
    }
    let thing = (first..=last).any(|at| {
        let word = text.word(sentence, at).to_lowercase();
        text.codebook.words.listed(List::SiteNouns, &word)
            || text.codebook.words.listed(List::SettlementNouns, &word)
            || text.codebook.words.listed(List::OrganisationNouns, &word)
            || text.codebook.words.listed(List::GroupNouns, &word)
            || text.codebook.words.listed(List::MemberNouns, &word)
    });
    // "the Shah Example Shrine", "Saint Example Church": what bears the name.
    let bearer = line.hits.iter().any(|hit| {
        hit.first == last + 1
            && matches!(hit.sense, Sense::Target { .. })
            && text
                .word(sentence, last + 1)
                .starts_with(char::is_uppercase)
    });
    // "Christmas Eve", "New Year's Day"
    let table = &text.codebook.time_table;
    let feast = table
        .feasts(&text.word(sentence, first).to_lowercase())
        .iter()
        .any(|(rest, _)| {
            let words = first + 1..=first + rest.len();
            words
                .zip(rest)
                .all(|(at, word)| text.word(sentence, at).eq_ignore_ascii_case(word))
        });
    (last - first <= 6 && !thing && !bearer && !feast).then_some((first, last))
}

/// The person named right behind a noun for a doer: "gunman Ali Example", "the suspect, Ali Example".
pub(crate) fn named_behind(
    text: &Text,
    sentence: usize,
    line: &Laid,
    noun: usize,
) -> Option<ActorHit> {
    let next = if matches!(text.word(sentence, noun + 1), "," | ":") {
        noun + 2
    } else {
        noun + 1
    };
    person(text, sentence, line, next).filter(|hit| hit.first == next && hit.last > hit.first)
}

/// The name of a person whose words take in a token, also in a sentence in capitals: two words or more.
pub(crate) fn name_at(
    text: &Text,
    sentence: usize,
    line: &Laid,
    token: usize,
    places: &[PlaceHit],
) -> Option<(usize, usize)> {
    let shouting = !line.span.of(text.text).chars().any(char::is_lowercase);
    let in_place = |at: usize| {
        places
            .iter()
            .any(|place| place.first <= at && at <= place.last)
    };
    if !shouting {
        return run(text, sentence, line, token)
            .filter(|(first, last)| last > first && (*first..=*last).all(|at| !in_place(at)));
    }
    let part = |at: usize| {
        let word = text.word(sentence, at);
        let letters = word
            .chars()
            .all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’' | '.'));
        letters
            && word.len() >= 2
            && line.pos(at) == Pos::Propn
            && !crate::places::weekday_or_month(word)
            && !known(line, at)
            && !in_place(at)
    };
    let joins = |at: usize| {
        let word = text.word(sentence, at).to_lowercase();
        text.codebook.words.listed(List::NameLinks, &word) && !known(line, at)
    };
    if token >= line.tokens.len() || !part(token) {
        return None;
    }
    let mut first = token;
    while let Some(before) = (1..=3).find(|by| {
        first >= *by && part(first - by) && (1..*by).all(|between| joins(first - between))
    }) {
        first -= before;
    }
    let mut last = token;
    while let Some(after) = (1..=3).find(|by| {
        last + by < line.tokens.len()
            && part(last + by)
            && (1..*by).all(|between| joins(last + between))
    }) {
        last += after;
    }
    // "El Espectador", "Los Pepes": papers, places and bands.
    let article = ["el", "los", "las"]
        .iter()
        .any(|article| text.word(sentence, first).eq_ignore_ascii_case(article));
    let thing = article
        || (first..=last).any(|at| {
            let word = text.word(sentence, at).to_lowercase();
            text.codebook.words.listed(List::BodyNouns, &word)
                || text.codebook.words.listed(List::SiteNouns, &word)
                || text.codebook.words.listed(List::SettlementNouns, &word)
        });
    while first < last
        && text.codebook.words.listed(
            List::Titles,
            text.word(sentence, first)
                .to_lowercase()
                .trim_end_matches('.'),
        )
    {
        first += 1;
    }
    (last > first && last - first <= 6 && !thing).then_some((first, last))
}

/// True where the codebook knows the word as something else than a name.
fn known(line: &Laid, at: usize) -> bool {
    line.hits.iter().any(|hit| {
        hit.first <= at
            && at <= hit.last
            && matches!(
                hit.sense,
                Sense::Actor { .. }
                    | Sense::Country { .. }
                    | Sense::Demonym { .. }
                    | Sense::Target { .. }
                    | Sense::People { .. }
                    | Sense::Trigger { .. }
                    | Sense::Weapon { .. }
            )
    })
}
