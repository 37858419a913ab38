//! Places named in a text, each with what it most likely means there.

use crate::text::{Laid, Line, Text};
use codebook::Sense;
use codebook::gazetteer::{Candidate, Direction, Feature, Gazetteer, PlaceRecord};
use language::Pos;
use model::{Place, Precision, Span};
use std::collections::BTreeMap;

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

/// A name before it is decided what it means.
#[derive(Debug, Clone)]
struct Named {
    sentence: usize,
    first: usize,
    last: usize,
    candidates: Vec<Candidate>,
}

/// How many candidates of a name are looked at; the gazetteer gives the likeliest first.
const MOST_CANDIDATES: usize = 24;

/// The places of every sentence, and how much each country is talked about (shares of 1).
pub(crate) fn places(
    text: &Text,
    gazetteer: &Gazetteer,
) -> (Vec<Vec<PlaceHit>>, BTreeMap<String, f64>) {
    let mut named = Vec::new();
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line != Line::Boilerplate {
            find(text, gazetteer, sentence, line, &mut named);
        }
    }
    let countries = shares(text, &named);
    let mut hits = vec![Vec::new(); text.sentences.len()];
    for index in (0..named.len()).rev() {
        // From the end, so that "Jalalabad, Afghanistan" knows its country first.
        let name = &named[index];
        let line = &text.sentences[name.sentence];
        let span = line.bytes(name.first, name.last);
        let after = within(text, &named, index, &hits);
        let area = crate::tables::names_units(&text.tables, line.cell);
        let Some(record) = choose(name, &countries, after, area) else {
            continue;
        };
        let direction = name
            .first
            .checked_sub(1)
            .and_then(|before| Direction::read(text.word(name.sentence, before)));
        hits[name.sentence].insert(
            0,
            PlaceHit {
                record,
                first: name.first,
                last: name.last,
                span,
                direction,
            },
        );
    }
    (hits, countries)
}

/// Names of one sentence.
fn find(text: &Text, gazetteer: &Gazetteer, sentence: usize, line: &Laid, named: &mut Vec<Named>) {
    let words: Vec<&str> = (0..line.tokens.len())
        .map(|token| text.word(sentence, token))
        .collect();
    let shouting = !line.span.of(text.text).chars().any(char::is_lowercase);
    let mut token = 0;
    while token < words.len() {
        let capital = words[token].chars().next().is_some_and(char::is_uppercase)
            || line.names_places && article(&words, token);
        if !capital {
            token += 1;
            continue;
        }
        // A place inside the name of a group is no place: "Islamic State of Iraq".
        if let Some(actor) = line.hits.iter().find(|hit| {
            matches!(hit.sense, Sense::Actor { actor, .. }
                if !matches!(text.codebook.actors[usize::from(actor)].kind, codebook::ActorKind::Government))
                && (hit.last > hit.first || hit.span.len() <= 5)
                && hit.first <= token
                && token <= hit.last
        }) {
            token = actor.last + 1;
            continue;
        }
        let window = &words[token..words.len().min(token + 9)];
        let Some(found) = gazetteer.longest_match(window) else {
            token += 1;
            continue;
        };
        let last = token + found.words.max(1) - 1;
        let candidates: Vec<Candidate> = found.candidates().take(MOST_CANDIDATES).collect();
        let country = candidates
            .iter()
            .any(|candidate| candidate.place.feature == Feature::Country);
        let locative = token > 0
            && matches!(
                words[token - 1].to_lowercase().as_str(),
                "in" | "at"
                    | "near"
                    | "from"
                    | "to"
                    | "of"
                    | "toward"
                    | "towards"
                    | "outside"
                    | "around"
            );
        let first_word = token == 0
            || words[token - 1] == "."
            || words[token - 1] == "“"
            || words[token - 1] == "\"";
        let part_of_name = beside_name(line, &words, token, last) && !country;
        let inside_next = last + 1 < words.len()
            && matches!(words[last + 1], "," | "(")
            && last + 2 < words.len()
            && gazetteer
                .longest_match(&words[last + 2..words.len().min(last + 8)])
                .is_some_and(|next| {
                    next.candidates().next().is_some_and(|best| {
                        matches!(best.place.feature, Feature::Country | Feature::Admin1)
                    })
                });
        let acronym = words[token].len() <= 5
            && words[token].chars().all(char::is_uppercase)
            && !country
            && !shouting;
        let best = candidates.first().map(|candidate| candidate.place);
        let small = best.is_some_and(|place| match place.feature {
            Feature::Settlement => place.population < 200_000 && !place.is_capital,
            Feature::Admin2 => found.kind.is_none(),
            _ => false,
        });
        let beside_propn =
            token > 0 && line.pos(token - 1) == Pos::Propn && !matches!(words[token - 1], "-")
                || last + 1 < words.len() && line.pos(last + 1) == Pos::Propn;
        let listed = token > 1
            && matches!(words[token - 1], "and" | ",")
            && named
                .last()
                .is_some_and(|before| before.sentence == sentence && before.last + 2 == token);
        let direction = found.words == 1 && Direction::read(words[token]).is_some();
        let tiny = words[token..=last]
            .iter()
            .map(|word| word.chars().count())
            .sum::<usize>()
            <= 2
            && !country;
        let unsupported = direction
            || tiny
            || small && !locative && !inside_next && !listed
            || acronym
            || beside_propn && small && !locative;
        // "Mopti (198), Gao (87)", "- Kunduz: 31 killed": a list by place.
        let digits = |at: usize| {
            words
                .get(at)
                .is_some_and(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
        };
        let opens_list =
            token <= 1 && matches!(words.get(last + 1), Some(&":")) && digits(last + 2);
        let in_list = matches!(words.get(last + 1), Some(&"("))
            && digits(last + 2)
            && matches!(words.get(last + 3), Some(&")"))
            && words.get(last + 2).is_some_and(|word| {
                word.len() != 4 || !(word.starts_with("19") || word.starts_with("20"))
            });
        let counted = (opens_list || in_list) && line.pos(token) != Pos::Verb;
        let trusted = (line.names_places || counted) && !tiny && !direction;
        let doubtful = unsupported
            || found.is_ordinary_word && (!locative || shouting || found.words == 1 && first_word)
            || (found.is_ordinary_word || found.is_personal_name)
                && !locative
                && found.kind.is_none()
                && !country
            || part_of_name
            || line.pos(token) == Pos::Verb && token == last
            || (demonym(line, token) && !country);
        if doubtful && !trusted || candidates.is_empty() || weekday_or_month(words[token]) {
            token += 1;
            continue;
        }
        named.push(Named {
            sentence,
            first: token,
            last,
            candidates,
        });
        token = last + 1;
    }
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

/// True where the name runs on: "Osama bin *Laden*", "*Lincoln* Smith".
fn beside_name(line: &Laid, words: &[&str], first: usize, last: usize) -> bool {
    let name = |token: usize| {
        line.pos(token) == Pos::Propn
            && words[token].chars().next().is_some_and(char::is_uppercase)
            && words[token].len() > 1
    };
    let title = |word: &str| {
        matches!(
            word.trim_end_matches('.').to_lowercase().as_str(),
            "president"
                | "mr"
                | "mrs"
                | "ms"
                | "dr"
                | "gen"
                | "general"
                | "minister"
                | "col"
                | "colonel"
                | "capt"
                | "captain"
                | "sheikh"
                | "lt"
                | "sgt"
                | "sergeant"
                | "senator"
                | "sir"
                | "mullah"
                | "maulvi"
                | "abu"
                | "al"
                | "bin"
        )
    };
    let before = first > 0
        && (title(words[first - 1])
            || first > 1 && words[first - 1] == "-" && name(first - 2) && title(words[first - 2]));
    let known_after = last + 1 < words.len()
        && name(last + 1)
        && !line
            .hits
            .iter()
            .any(|hit| hit.first <= last + 1 && last < hit.last + 1)
        && words[last + 1].chars().skip(1).any(char::is_lowercase);
    before
        || known_after
            && first == last
            && line.pos(first) == Pos::Propn
            && first > 0
            && name(first - 1)
}

fn demonym(line: &Laid, token: usize) -> bool {
    line.hits
        .iter()
        .any(|hit| hit.first == token && matches!(hit.sense, Sense::Demonym { .. }))
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

/// How much of the text's talk of countries each has.
fn shares(text: &Text, named: &[Named]) -> BTreeMap<String, f64> {
    let mut weights: BTreeMap<String, f64> = BTreeMap::new();
    for name in named {
        if let Some(best) = name.candidates.first() {
            let weight = match best.place.feature {
                Feature::Country => 2.0,
                _ if best.place.is_capital && !best.is_alternate => 1.0,
                _ if name.candidates.len() == 1 => 1.0,
                Feature::Settlement if best.place.population > 500_000 && !best.is_alternate => 0.6,
                Feature::Admin1 => 0.5,
                _ => 0.1,
            };
            *weights.entry(best.place.country.to_owned()).or_default() += weight;
        }
    }
    for line in &text.sentences {
        for hit in &line.hits {
            match hit.sense {
                Sense::Demonym { country } => {
                    let code = &text.codebook.countries[usize::from(country)].code;
                    *weights.entry(code.clone()).or_default() += 1.0;
                }
                Sense::Actor { actor, weak: false } => {
                    let actor = &text.codebook.actors[usize::from(actor)];
                    for (rank, code) in actor.countries.iter().take(3).enumerate() {
                        *weights.entry(code.clone()).or_default() += 0.5 / (rank + 1) as f64;
                    }
                }
                _ => {}
            }
        }
    }
    weights.remove("");
    let total: f64 = weights.values().sum::<f64>().max(1.0);
    for weight in weights.values_mut() {
        *weight /= total;
    }
    weights
}

/// The place right behind a name that it may lie in: "Jalalabad, Afghanistan", "Faizabad in Badakhshan".
fn within(
    text: &Text,
    named: &[Named],
    index: usize,
    hits: &[Vec<PlaceHit>],
) -> Option<PlaceRecord> {
    let name = &named[index];
    if text.sentences[name.sentence].names_places
        && let Some(record) = in_row(text, named, index)
    {
        return Some(record);
    }
    let next = named.get(index + 1)?;
    if next.sentence != name.sentence || next.first > name.last + 4 {
        return None;
    }
    let joins = (name.last + 1..next.first).all(|token| {
        matches!(
            text.word(name.sentence, token).to_lowercase().as_str(),
            "," | "in"
                | "("
                | "of"
                | "the"
                | "northern"
                | "southern"
                | "eastern"
                | "western"
                | "central"
                | "province"
                | "district"
                | "'s"
                | "’s"
                | "village"
                | "city"
                | "town"
                | "state"
                | "region"
                | "north"
                | "east"
                | "south"
                | "west"
                | "-"
                | "northeastern"
                | "northwestern"
        )
    });
    if !joins {
        return None;
    }
    hits[name.sentence]
        .iter()
        .find(|hit| hit.first == next.first)
        .map(|hit| hit.record)
}

/// The country or unit that another cell of the row, or another part of the cell, names.
fn in_row(text: &Text, named: &[Named], index: usize) -> Option<PlaceRecord> {
    let row = |name: &Named| {
        text.sentences[name.sentence]
            .cell
            .map(|at| (at.table, at.row))
    };
    let here = row(&named[index])?;
    let mut around: Vec<PlaceRecord> = Vec::new();
    for step in [-1_isize, 1] {
        let mut at = index;
        while let Some(next) = at.checked_add_signed(step) {
            let Some(name) = named.get(next) else { break };
            if row(name) != Some(here) {
                break;
            }
            if text.sentences[name.sentence].names_places
                && let Some(best) = name.candidates.first()
                && matches!(best.place.feature, Feature::Country | Feature::Admin1)
            {
                around.push(best.place);
            }
            at = next;
        }
    }
    // The unit says more than its country.
    around
        .into_iter()
        .max_by_key(|place| place.feature == Feature::Admin1)
}

fn choose(
    name: &Named,
    countries: &BTreeMap<String, f64>,
    around: Option<PlaceRecord>,
    area: bool,
) -> Option<PlaceRecord> {
    // Under "Province" a name that is a province's too is the province's.
    let unit = |candidate: &&Candidate| candidate.place.feature == Feature::Admin1;
    let units = area && name.candidates.iter().any(|candidate| unit(&candidate));
    let best = name
        .candidates
        .iter()
        .filter(|candidate| !units || unit(candidate))
        .map(|candidate| (score(candidate, countries, around), candidate))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.place.id.cmp(&a.1.place.id)))?;
    let seat = (!units).then(|| seat(name, best.1.place)).flatten();
    Some(seat.unwrap_or(best.1.place))
}

/// Inhabitants from which a city gives its unit the name, rather than the unit the city.
const NAMESAKE: u32 = 150_000;

/// "in Kerman": the large city of a unit of the same name, where no word for the unit stands by.
fn seat(name: &Named, unit: PlaceRecord) -> Option<PlaceRecord> {
    if unit.feature != Feature::Admin1 {
        return None;
    }
    name.candidates
        .iter()
        .map(|candidate| candidate.place)
        .filter(|place| {
            place.feature == Feature::Settlement
                && place.population >= NAMESAKE
                && place.country == unit.country
                && place.admin1 == Some(unit.name)
        })
        .max_by_key(|place| place.population)
}

/// Prior by population and kind, coherence with the countries of the text, and what stands around.
fn score(
    candidate: &Candidate,
    countries: &BTreeMap<String, f64>,
    around: Option<PlaceRecord>,
) -> f64 {
    let place = &candidate.place;
    let share = countries.get(place.country).copied().unwrap_or(0.0);
    let mut score = f64::from(candidate.prior) + 4.0 * share.sqrt();
    if let Some(around) = around {
        let inside = match around.feature {
            Feature::Country => {
                place.country == around.country && place.feature != Feature::Country
            }
            Feature::Admin1 => {
                place.country == around.country
                    && place.admin1 == Some(around.name)
                    && place.feature != Feature::Admin1
            }
            Feature::Admin2 => place.admin2 == Some(around.name) && place.country == around.country,
            _ => {
                place.country == around.country
                    && codebook::gazetteer::distance_km(place.point(), around.point()) < 120.0
            }
        };
        if inside {
            score += 6.0;
        }
    }
    score
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
