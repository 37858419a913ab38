//! "the Somali capital", "the capital of Chad", "Kenya's capital", "the capital": a city by what it is.

use super::PlaceHit;
use crate::text::{Laid, Text};
use codebook::Sense;
use codebook::gazetteer::{Feature, Gazetteer, PlaceRecord};
use std::collections::BTreeMap;

/// The share of a text's talk of countries from which "the capital" is that country's.
const AT_HOME: f64 = 0.6;

/// The capital that a sentence speaks of without its name; `None` where it names a town beside it.
pub(super) fn capital(
    text: &Text,
    gazetteer: &Gazetteer,
    sentence: usize,
    hits: &[PlaceHit],
    countries: &BTreeMap<String, f64>,
) -> Option<PlaceHit> {
    let line = &text.sentences[sentence];
    let word = |at: usize| text.word(sentence, at);
    let at = (1..line.tokens.len()).find(|at| word(*at).eq_ignore_ascii_case("capital"))?;
    let next = at + 1;
    // "the Afghan capital Kabul", "the capital, Kabul", "Kabul, the capital"
    let named = hits.iter().any(|hit| {
        hit.record.feature == Feature::Settlement
            && (hit.first > at && hit.first <= at + 3 || hit.last < at && at - hit.last <= 4)
    });
    // "capital gains", "capital city of the province", "capital punishment"
    let other = line.pos(next) == language::Pos::Noun && !word(next).eq_ignore_ascii_case("city");
    if named || other {
        return None;
    }
    let (code, first, last) = of(text, line, at, hits)
        .or_else(|| alone(text, sentence, at, countries).map(|code| (code, at - 1, at)))?;
    Some(PlaceHit {
        record: record(gazetteer, &code)?,
        first,
        last,
        span: line.bytes(first, last),
        direction: None,
    })
}

/// Whose capital it is said to be, with the first and last word of the phrase.
fn of(text: &Text, line: &Laid, at: usize, hits: &[PlaceHit]) -> Option<(String, usize, usize)> {
    let sentence_word = |token: usize| {
        line.tokens
            .get(token)
            .map_or("", |_| line.bytes(token, token).of(text.text))
    };
    let demonym = line.hits.iter().find_map(|hit| match hit.sense {
        Sense::Demonym { country } if hit.last + 1 == at => {
            let code = text.codebook.countries[usize::from(country)].code.clone();
            Some((code, hit.first, at))
        }
        _ => None,
    });
    let country = |hit: &&PlaceHit| hit.record.feature == Feature::Country;
    let owner = || {
        let hit = hits.iter().filter(country).find(|hit| {
            hit.last + 2 == at && matches!(sentence_word(hit.last + 1), "'s" | "’s" | "'" | "’")
        })?;
        Some((hit.record.country.to_owned(), hit.first, at))
    };
    let behind = || {
        let hit = hits.iter().filter(country).find(|hit| {
            sentence_word(at + 1).eq_ignore_ascii_case("of")
                && (hit.first == at + 2 || hit.first == at + 3)
        })?;
        Some((hit.record.country.to_owned(), at, hit.last))
    };
    demonym.or_else(owner).or_else(behind)
}

/// "in the capital", in a text about one country.
fn alone(
    text: &Text,
    sentence: usize,
    at: usize,
    countries: &BTreeMap<String, f64>,
) -> Option<String> {
    let word = |at: usize| text.word(sentence, at).to_lowercase();
    let stands = word(at - 1) == "the"
        && !matches!(word(at + 1).as_str(), "of" | "'s" | "’s" | "city")
        && at >= 2
        && matches!(
            word(at - 2).as_str(),
            "in" | "outside" | "near" | "across" | "of"
        );
    let (country, share) = countries
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
    (stands && *share >= AT_HOME).then(|| country.clone())
}

/// A country's capital in the gazetteer.
fn record(gazetteer: &Gazetteer, code: &str) -> Option<PlaceRecord> {
    let name = gazetteer.capital(code)?;
    let words: Vec<&str> = name.split([' ', '-']).collect();
    gazetteer
        .longest_match(&words)?
        .candidates()
        .map(|candidate| candidate.place)
        .find(|place| place.country == code && place.is_capital)
}
