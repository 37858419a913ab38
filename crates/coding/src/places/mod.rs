//! Places named in a text, each with what it most likely means there.

mod capital;
mod choose;
mod find;
mod ground;
mod judge;
mod within;

use crate::text::{Line, Text};
use codebook::Sense;
use codebook::gazetteer::{Candidate, Direction, Feature, Gazetteer, PlaceRecord};
use model::{Place, Precision, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A place named in a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlaceHit {
    pub record: PlaceRecord,
    pub first: usize,
    pub last: usize,
    pub span: Span,
    /// "northern Afghanistan".
    pub direction: Option<Direction>,
}

impl PlaceHit {
    /// "the Somali capital": a city without its name.
    pub fn unnamed(&self, text: &Text) -> bool {
        self.record.is_capital
            && self
                .span
                .of(text.text)
                .split_whitespace()
                .any(|word| word.eq_ignore_ascii_case("capital"))
    }
}

/// Whether a name is taken for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// By its own sentence.
    Sure,
    /// Only if the rest of the text speaks for it.
    Maybe,
    /// Not at all.
    No,
}

/// What a name stands for in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Somewhere that things happen.
    Place,
    /// A state that acts or is spoken of: "the U.S. said".
    Name,
}

/// Sentence, hit, and what the name stands for there.
type Found = (usize, PlaceHit, Stands);

/// A name before it is decided what it means.
#[derive(Debug, Clone)]
struct Named {
    sentence: usize,
    first: usize,
    last: usize,
    candidates: Vec<Candidate>,
    trust: Trust,
    stands: Stands,
    /// An ordinary word or a person's name as well.
    doubtful_word: bool,
    /// A word that may as well be somebody's surname.
    weak: bool,
    /// "the" stands before it, and it may be a sea or region.
    after_the: bool,
    /// Number of all names of the same words.
    group: usize,
}

impl Named {
    /// Taken for a place by its own sentence.
    fn is_sure(&self) -> bool {
        self.trust == Trust::Sure && self.stands == Stands::Place
    }
}

/// The places of every sentence, and how much each country is talked about (shares of 1).
pub(crate) fn places(
    text: &Text,
    gazetteer: &Gazetteer,
) -> (Vec<Vec<PlaceHit>>, BTreeMap<String, f64>) {
    let (found, countries) = read(text, gazetteer);
    let mut hits = vec![Vec::new(); text.sentences.len()];
    for (sentence, hit, stands) in found {
        if stands == Stands::Place {
            hits[sentence].push(hit);
        }
    }
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line != Line::Boilerplate
            && let Some(hit) =
                capital::capital(text, gazetteer, sentence, &hits[sentence], &countries)
        {
            hits[sentence].push(hit);
            hits[sentence].sort_by_key(|hit| hit.first);
        }
    }
    (hits, countries)
}

/// Every name of a place in text order, those that stand for a state and its people among them:
/// "the U.S. said", "Georgian officials".
pub(crate) fn names(text: &Text, gazetteer: &Gazetteer) -> Vec<PlaceHit> {
    let mut all: Vec<PlaceHit> = read(text, gazetteer)
        .0
        .into_iter()
        .map(|(_, hit, _)| hit)
        .collect();
    for line in &text.sentences {
        for hit in &line.hits {
            if let Sense::Demonym { country } = hit.sense
                && let Some(record) =
                    gazetteer.country(&text.codebook.countries[usize::from(country)].code)
            {
                all.push(PlaceHit {
                    record,
                    first: hit.first,
                    last: hit.last,
                    span: hit.span,
                    direction: None,
                });
            }
        }
    }
    // The longer of two that begin alike; none that begins inside another.
    all.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
    let mut end = 0;
    all.retain(|hit| {
        let free = hit.span.start >= end;
        if free {
            end = hit.span.end;
        }
        free
    });
    all
}

fn read(text: &Text, gazetteer: &Gazetteer) -> (Vec<Found>, BTreeMap<String, f64>) {
    let mut named = Vec::new();
    let mut surnames = BTreeSet::new();
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line != Line::Boilerplate {
            find::find(text, gazetteer, sentence, line, &mut named, &mut surnames);
        }
    }
    // "Louis Trapani … according to Trapani": a person of the text, not the town.
    named.retain(|name: &Named| {
        !name.weak || {
            let line = &text.sentences[name.sentence];
            let word = line.bytes(name.first, name.last).of(text.text);
            !surnames.contains(&plain(word))
        }
    });
    let groups = group(text, &mut named);
    let shares = ground::shares(text, &named, groups);
    let chosen = choose::choose(text, &named, groups, &shares);
    let found = named
        .iter()
        .zip(chosen)
        .filter_map(|(name, record)| {
            let line = &text.sentences[name.sentence];
            let direction = name
                .first
                .checked_sub(1)
                .and_then(|before| Direction::read(text.word(name.sentence, before)));
            let hit = PlaceHit {
                record: record?,
                first: name.first,
                last: name.last,
                span: line.bytes(name.first, name.last),
                direction,
            };
            Some((name.sentence, hit, name.stands))
        })
        .collect();
    (found, shares.countries)
}

/// Numbers the names by their words; how many different ones there are.
fn group(text: &Text, named: &mut [Named]) -> usize {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for name in named {
        let line = &text.sentences[name.sentence];
        let words = line.bytes(name.first, name.last).of(text.text);
        let next = numbers.len();
        name.group = *numbers.entry(plain(words)).or_insert(next);
    }
    numbers.len()
}

/// A name in small letters, without the possessive.
fn plain(words: &str) -> String {
    words
        .trim_end_matches("'s")
        .trim_end_matches("’s")
        .to_lowercase()
}

/// Names of days and months are no places and no part of a name.
pub(crate) fn weekday_or_month(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

impl PlaceHit {
    /// As a noun of the model.
    pub fn place(&self, gazetteer: &Gazetteer, text: &str) -> Place {
        let precision = match (self.record.feature, self.direction) {
            (_, Some(_)) | (Feature::Region, None) => Precision::Region,
            (Feature::Country, None) => Precision::Country,
            (Feature::Admin1, None) => Precision::Admin1,
            (Feature::Admin2, None) => Precision::Admin2,
            (Feature::Settlement, None) => Precision::Settlement,
            (Feature::Sea, None) => Precision::Sea,
        };
        let (disc, name) = match self.direction {
            Some(direction) => (
                gazetteer.part_of(&self.record, direction),
                self.span.of(text).to_owned(),
            ),
            None => (self.record.disc(), self.record.name.to_owned()),
        };
        Place {
            name,
            geonames: self.record.geonames(),
            latitude: disc.latitude,
            longitude: disc.longitude,
            precision,
            radius_km: disc.radius_km,
        }
    }

    /// How exact, the exacter the higher.
    pub fn rank(&self) -> u8 {
        match self.record.feature {
            _ if self.direction.is_some() => 1,
            Feature::Settlement => 5,
            Feature::Admin2 => 4,
            Feature::Admin1 => 3,
            Feature::Region | Feature::Sea => 2,
            Feature::Country => 1,
        }
    }
}

#[cfg(test)]
mod tests;
