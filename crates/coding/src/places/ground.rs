//! What a text is about: how much of it speaks of each country, first-level unit and stretch of land.
//!
//! A name is judged by what all other names say, never by its own: what it was first taken for must
//! not speak for itself.

use super::Named;
use crate::text::Text;
use codebook::Sense;
use codebook::gazetteer::{Candidate, Feature, PlaceRecord};
use std::collections::BTreeMap;

/// A name's first meaning and how sure it is, for all places where the name stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vote {
    pub place: PlaceRecord,
    pub weight: f64,
}

/// The ground a text covers.
#[derive(Debug, Default)]
pub(super) struct Ground {
    countries: BTreeMap<&'static str, f64>,
    units: BTreeMap<(&'static str, &'static str), f64>,
    cells: BTreeMap<(i16, i16), f64>,
    /// Weight of all votes, of all that name a unit, of all that are points.
    all: f64,
    united: f64,
    pointed: f64,
}

/// What the ground says for a candidate: shares of 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Support {
    pub unit: f64,
    pub near: f64,
}

impl Ground {
    /// Adds up the votes.
    pub fn of(votes: &[Option<Vote>]) -> Ground {
        let mut ground = Ground::default();
        for vote in votes.iter().flatten() {
            ground.all += vote.weight;
            *ground.countries.entry(vote.place.country).or_default() += vote.weight;
            if let Some(unit) = unit(&vote.place) {
                *ground.units.entry(unit).or_default() += vote.weight;
                ground.united += vote.weight;
            }
            if is_point(&vote.place) {
                *ground.cells.entry(cell(&vote.place)).or_default() += vote.weight;
                ground.pointed += vote.weight;
            }
        }
        ground
    }

    /// What all names but this one say for a candidate of it. A single other name is half a proof.
    pub fn support(&self, candidate: &Candidate, own: Option<&Vote>) -> Support {
        let place = &candidate.place;
        let mut support = Support::default();
        if !matches!(
            place.feature,
            Feature::Admin1 | Feature::Admin2 | Feature::Settlement
        ) {
            return support;
        }
        if let Some(here) = unit(place) {
            let mine = own.filter(|own| unit(&own.place).is_some());
            let same = mine.filter(|own| unit(&own.place) == Some(here));
            support.unit = share(
                self.units.get(&here).copied().unwrap_or(0.0),
                same,
                self.united,
                mine,
            );
        }
        if is_point(place) && self.pointed > 0.0 {
            let (row, column) = cell(place);
            let mut around = 0.0;
            for (_, weight) in self
                .cells
                .range((row - 1, i16::MIN)..=(row + 1, i16::MAX))
                .filter(|((_, other), _)| (other - column).abs() <= 1)
            {
                around += weight;
            }
            let mine = own.filter(|own| is_point(&own.place));
            let same = mine.filter(|own| {
                let (other_row, other_column) = cell(&own.place);
                (other_row - row).abs() <= 1 && (other_column - column).abs() <= 1
            });
            support.near = share(around, same, self.pointed, mine);
        }
        support
    }
}

/// The share of a weight in a total, both without the name's own part; small totals prove little.
fn share(weight: f64, own: Option<&Vote>, total: f64, own_of_total: Option<&Vote>) -> f64 {
    let without = |sum: f64, own: Option<&Vote>| (sum - own.map_or(0.0, |own| own.weight)).max(0.0);
    without(weight, own) / (without(total, own_of_total) + 0.7)
}

fn unit(place: &PlaceRecord) -> Option<(&'static str, &'static str)> {
    place.admin1.map(|unit| (place.country, unit))
}

fn is_point(place: &PlaceRecord) -> bool {
    matches!(place.feature, Feature::Settlement | Feature::Admin2)
}

/// The one-degree cell of a place.
fn cell(place: &PlaceRecord) -> (i16, i16) {
    (
        place.latitude.floor() as i16,
        place.longitude.floor() as i16,
    )
}

/// What a dateline's place counts for its country: as much as naming the country and its people once.
const SENT_FROM: f64 = 3.0;

/// The share that a text's main country has at least, and the share below which another is strange to the text.
const AT_HOME: f64 = 0.5;
/// See [`AT_HOME`].
const STRANGE: f64 = 0.06;

/// Inhabitants from which a town is known beyond its country.
const KNOWN_ABROAD: u32 = 300_000;
/// Inhabitants below which a place is not meant by a text about another country, where other places bear the name.
const HAMLET: u32 = 15_000;

/// What is added in a wire to all talk without a name's own part: what is left, where it is little, proves little.
const LITTLE: f64 = 0.7;

/// How much of the text's talk of countries each has, and the part of it that each group of equal names gave.
pub(super) struct Shares {
    /// Shares of 1.
    pub countries: BTreeMap<String, f64>,
    /// By group: the country its likeliest meaning lies in, and the share it gave.
    own: Vec<Option<(&'static str, f64)>>,
    /// [`LITTLE`] as a share.
    little: f64,
}

impl Shares {
    /// The share of a country without what a group of names gave to it.
    pub fn without(&self, country: &str, group: usize) -> f64 {
        let all = self.countries.get(country).copied().unwrap_or(0.0);
        match self.own.get(group).copied().flatten() {
            Some((own, share)) => {
                let rest = (1.0 - share + self.little).max(0.05);
                let part = if own == country { all - share } else { all };
                (part / rest).clamp(0.0, 1.0)
            }
            None => all,
        }
    }

    /// A small place in a country that nothing else in the text speaks of, though the name is common in many and
    /// the text is about another: some other place of that name, which the gazetteer lacks.
    ///
    /// Wires, which tell of one country, doubt every town that nobody abroad knows; other texts only hamlets and
    /// names that are not the place's first.
    pub fn strange(
        &self,
        place: &PlaceRecord,
        candidates: &[Candidate],
        group: usize,
        wire: bool,
    ) -> bool {
        // "Cano" is another name of Kano.
        let by_another_name = candidates
            .iter()
            .any(|other| other.place.id == place.id && other.is_alternate);
        let small = match place.feature {
            Feature::Settlement => {
                let known = if wire { KNOWN_ABROAD } else { HAMLET };
                (place.population < known || by_another_name) && !place.is_capital
            }
            Feature::Admin1 | Feature::Admin2 => wire,
            Feature::Country | Feature::Region | Feature::Sea => false,
        };
        let common = candidates
            .iter()
            .any(|other| other.place.country != place.country);
        small
            && (common || by_another_name)
            && self.without(place.country, group) < STRANGE
            && self
                .countries
                .keys()
                .any(|country| self.without(country, group) >= AT_HOME)
    }
}

/// Counts names, adjectives and actors.
pub(super) fn shares(text: &Text, named: &[Named], groups: usize) -> Shares {
    let mut weights: BTreeMap<String, f64> = BTreeMap::new();
    let mut own: Vec<Option<(&'static str, f64)>> = vec![None; groups];
    for name in named {
        let Some(best) = name.candidates.first() else {
            continue;
        };
        if !name.is_sure() {
            continue;
        }
        let weight = match best.place.feature {
            Feature::Country => 2.0,
            _ if best.place.is_capital && !best.is_alternate => 1.0,
            _ if name.candidates.len() == 1 => 1.0,
            Feature::Settlement if best.place.population > 500_000 && !best.is_alternate => 0.6,
            Feature::Admin1 => 0.5,
            _ => 0.1,
        };
        *weights.entry(best.place.country.to_owned()).or_default() += weight;
        own[name.group] = Some((
            best.place.country,
            own[name.group].map_or(0.0, |(_, sum)| sum) + weight,
        ));
    }
    spoken_of(text, &mut weights);
    if let Some(country) = sent_from(text, named) {
        *weights.entry(country.to_owned()).or_default() += SENT_FROM;
    }
    weights.remove("");
    let total: f64 = weights.values().sum::<f64>().max(1.0);
    for weight in weights.values_mut() {
        *weight /= total;
    }
    for (_, weight) in own.iter_mut().flatten() {
        *weight /= total;
    }
    Shares {
        countries: weights,
        own,
        little: if text.telegraphed() {
            LITTLE / total
        } else {
            0.0
        },
    }
}

/// The country of the place that a dateline opens with.
fn sent_from(text: &Text, named: &[Named]) -> Option<&'static str> {
    let end = text.dateline?.place_end;
    let in_head = |name: &&Named| {
        let line = &text.sentences[name.sentence];
        line.bytes(name.first, name.last).end <= end
    };
    // "Caracas (Venezuela)": the country, where it stands there itself.
    let best = |name: &Named| name.candidates.first().map(|best| best.place);
    let head = named.iter().take_while(in_head).filter_map(best);
    head.min_by_key(|place| place.feature != Feature::Country)
        .map(|place| place.country)
        .filter(|country| !country.is_empty())
}

/// What adjectives and actors say of countries.
fn spoken_of(text: &Text, weights: &mut BTreeMap<String, f64>) {
    for hit in text.sentences.iter().flat_map(|line| &line.hits) {
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
