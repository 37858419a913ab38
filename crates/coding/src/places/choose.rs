//! What each name means: by how well known its places are, by what the text is about, by what stands around it.

use super::ground::{Ground, Shares, Support, Vote};
use super::within::within;
use super::{Named, Trust};
use crate::text::Text;
use codebook::List;
use codebook::gazetteer::{Candidate, Feature, PlaceRecord, distance_km};

/// Inhabitants from which a city gives its unit the name, rather than the unit the city.
const NAMESAKE: u32 = 150_000;

/// What a country gains by the armed groups at home there: reports of violence speak of "Jenin" in Palestine.
const THEATRE: f64 = 0.2;

/// What standing in a place named beside it counts, in powers of ten of people.
const INSIDE: f64 = 6.0;
/// What it counts that the same name was so placed elsewhere in the text.
const SAME_NAME: f64 = 4.0;
/// What the text's countries, units and neighbourhoods count at most.
const COUNTRY: f64 = 5.0;
const UNIT: f64 = 3.0;
const NEAR: f64 = 2.5;
/// What "the" before a name takes from settlements, where the name is a sea's or region's too: "the Atlantic".
const THE: f64 = 3.0;

/// The share of the text's names in the same unit, or near by, from which a doubted name is believed.
const ENOUGH_UNIT: f64 = 0.3;
/// See [`ENOUGH_UNIT`].
const ENOUGH_NEAR: f64 = 0.2;

/// How often meanings are weighed against each other.
const ROUNDS: usize = 2;

/// The place that each name means, `None` for a name that is none here. Linear in the names.
pub(super) fn choose(
    text: &Text,
    named: &[Named],
    groups: usize,
    shares: &Shares,
) -> Vec<Option<PlaceRecord>> {
    let mut votes: Vec<Option<Vote>> = vec![None; groups];
    let mut ground = Ground::default();
    let mut placed: Vec<Option<PlaceRecord>> = vec![None; groups];
    let mut chosen: Vec<Option<PlaceRecord>> = Vec::new();
    for round in 0..ROUNDS {
        chosen = vec![None; named.len()];
        let mut next: Vec<Option<Vote>> = vec![None; groups];
        let mut next_placed: Vec<Option<PlaceRecord>> = vec![None; groups];
        // From the end, so that "Jalalabad, Afghanistan" knows its country first.
        for index in (0..named.len()).rev() {
            let name = &named[index];
            let context = Context {
                text,
                shares,
                ground: &ground,
                own: votes[name.group].as_ref(),
                placed: placed[name.group],
                around: within(text, named, index, &chosen),
                group: name.group,
            };
            let line = &text.sentences[name.sentence];
            let area = crate::tables::names_units(&text.tables, line.cell)
                || under_a_unit(text, name.sentence, name.first);
            let Some((place, sure)) = context.best(name, area) else {
                continue;
            };
            let placed = context.around.is_some_and(|around| inside(&place, &around));
            if !placed && shares.strange(&place, &name.candidates, name.group, text.telegraphed()) {
                continue;
            }
            chosen[index] = Some(place);
            if placed {
                next_placed[name.group] = Some(place);
            }
            if name.is_sure() {
                let weight = next[name.group].map_or(0.0, |vote| vote.weight);
                next[name.group] = Some(Vote {
                    place,
                    weight: (weight + sure).min(3.0),
                });
            }
        }
        votes = next;
        placed = next_placed;
        if round + 1 < ROUNDS {
            ground = Ground::of(&votes);
        }
    }
    let ground = Ground::of(&votes);
    for (index, name) in named.iter().enumerate() {
        if name.trust == Trust::Maybe && !accepted(name, chosen[index], &ground, &votes) {
            chosen[index] = None;
        }
    }
    chosen
}

/// Whether the rest of the text speaks for a name that its own sentence leaves in doubt.
fn accepted(
    name: &Named,
    place: Option<PlaceRecord>,
    ground: &Ground,
    votes: &[Option<Vote>],
) -> bool {
    let own = votes[name.group].as_ref();
    if own.is_some() {
        return true;
    }
    let Some(place) = place else {
        return false;
    };
    let candidate = name
        .candidates
        .iter()
        .find(|candidate| candidate.place.id == place.id);
    let support =
        candidate.map_or_else(Support::default, |candidate| ground.support(candidate, own));
    !name.doubtful_word && (support.unit >= ENOUGH_UNIT || support.near >= ENOUGH_NEAR)
}

/// What is known while a name is judged.
struct Context<'a> {
    text: &'a Text<'a>,
    shares: &'a Shares,
    ground: &'a Ground,
    own: Option<&'a Vote>,
    /// What the same name was elsewhere in the text, where words around it said so.
    placed: Option<PlaceRecord>,
    around: Option<PlaceRecord>,
    group: usize,
}

impl Context<'_> {
    /// The likeliest place of a name, and how sure that is (0.5 to 1).
    fn best(&self, name: &Named, area: bool) -> Option<(PlaceRecord, f64)> {
        // Under "Province" a name that is a province's too is the province's.
        let unit = |candidate: &&Candidate| candidate.place.feature == Feature::Admin1;
        let units = area && name.candidates.iter().any(|candidate| unit(&candidate));
        let mut best: Option<(f64, PlaceRecord)> = None;
        let mut second = f64::MIN;
        for candidate in name
            .candidates
            .iter()
            .filter(|candidate| !units || unit(candidate))
        {
            let lone = name.after_the && candidate.place.feature == Feature::Settlement;
            let score = self.score(candidate) - if lone { THE } else { 0.0 };
            match best {
                Some((top, place))
                    if score
                        .total_cmp(&top)
                        .then(place.id.cmp(&candidate.place.id))
                        .is_le() =>
                {
                    second = second.max(score);
                }
                _ => {
                    second = best.map_or(second, |(top, _)| top);
                    best = Some((score, candidate.place));
                }
            }
        }
        let (top, place) = best?;
        let sure = 1.0 / (1.0 + (second - top).exp());
        let seat = (!units).then(|| seat(name, place)).flatten();
        Some((seat.unwrap_or(place), sure))
    }

    /// Prior by population and kind, coherence with the text, and what stands around.
    fn score(&self, candidate: &Candidate) -> f64 {
        let place = &candidate.place;
        let share = self.shares.without(place.country, self.group);
        let support = self.ground.support(candidate, self.own);
        let groups = self.text.codebook.armed_groups_of(place.country);
        let mut score = f64::from(candidate.prior)
            + THEATRE * f64::from(groups + 1).ln()
            + COUNTRY * share.sqrt()
            + UNIT * support.unit.sqrt()
            + NEAR * support.near.sqrt();
        if self.around.is_some_and(|around| inside(place, &around)) {
            score += INSIDE;
        }
        if self.placed.is_some_and(|placed| placed.id == place.id) {
            score += SAME_NAME;
        }
        score
    }
}

/// Whether a place lies in what the words around put it in.
fn inside(place: &PlaceRecord, around: &PlaceRecord) -> bool {
    match around.feature {
        Feature::Country => place.country == around.country && place.feature != Feature::Country,
        Feature::Admin1 => {
            place.country == around.country
                && place.admin1 == Some(around.name)
                && place.feature != Feature::Admin1
        }
        Feature::Admin2 => place.admin2 == Some(around.name) && place.country == around.country,
        _ => place.country == around.country && distance_km(place.point(), around.point()) < 120.0,
    }
}

/// "in the region of Mopti": the name of a unit, though a town bears it too.
fn under_a_unit(text: &Text, sentence: usize, first: usize) -> bool {
    first >= 2
        && text.word(sentence, first - 1).eq_ignore_ascii_case("of")
        && text.codebook.words.listed(
            List::UnitNouns,
            &text.word(sentence, first - 2).to_lowercase(),
        )
}

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
                && (place.population >= NAMESAKE
                    || place.population >= 10_000 && place.population >= unit.population / 10)
                && place.country == unit.country
                && place.admin1 == Some(unit.name)
        })
        .max_by_key(|place| place.population)
}
