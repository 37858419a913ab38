//! Which incidents stand where, and which have no place on a map.

use super::projection::Projection;
use model::{Field, Incident, Place, Precision};
use std::collections::BTreeMap;

/// The incidents of a map by how well their place is known. Numbers index the incidents.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// Places on the map, vague ones first so that exact ones are drawn over them.
    pub(super) spots: Vec<Spot>,
    /// Incidents of which only the country is known, by country code.
    pub(super) by_country: BTreeMap<String, Vec<usize>>,
    /// Incidents without a place.
    pub(super) unlocated: Vec<usize>,
    /// Incidents without a date, wherever they stand.
    pub(super) undated: usize,
}

/// A place with the incidents that happened there.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) place: Place,
    pub(super) incidents: Vec<usize>,
    /// Names of further places that the same sign stands for.
    pub(super) also: Vec<String>,
}

impl Spot {
    /// True for a site or settlement; else the incident is somewhere within the radius.
    pub(super) fn is_exact(&self) -> bool {
        matches!(
            self.place.precision,
            Precision::Site | Precision::Settlement
        )
    }

    /// How many of each class happened here, most first.
    pub(super) fn classes<'i>(&self, incidents: &'i [Incident]) -> Vec<(&'i str, usize)> {
        counted(
            self.incidents
                .iter()
                .map(|index| class_of(&incidents[*index])),
        )
    }
}

/// The class code of an incident.
pub(super) fn class_of(incident: &Incident) -> &str {
    incident.text(Field::Class).unwrap_or("")
}

/// How often each code stands, most first, then by code.
pub(super) fn counted<'c>(codes: impl Iterator<Item = &'c str>) -> Vec<(&'c str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// Places all incidents.
pub(super) fn placed(incidents: &[Incident]) -> Placed {
    let mut placed = Placed::default();
    let mut spots: BTreeMap<(Precision, i64, i64), Spot> = BTreeMap::new();
    for (index, incident) in incidents.iter().enumerate() {
        if incident.when().and_then(|when| when.sort_day()).is_none() {
            placed.undated += 1;
        }
        match incident.location().filter(|place| can_be_drawn(place)) {
            Some(place) => {
                let near = |degrees: f64| (degrees * 1000.0).round() as i64;
                spots
                    .entry((place.precision, near(place.latitude), near(place.longitude)))
                    .or_insert_with(|| Spot {
                        place: place.clone(),
                        incidents: Vec::new(),
                        also: Vec::new(),
                    })
                    .incidents
                    .push(index);
            }
            // As everywhere, what has no coordinates is unlocated, also where a country is told.
            None => match incident.location().and(incident.text(Field::Country)) {
                Some(country) => placed
                    .by_country
                    .entry(country.into())
                    .or_default()
                    .push(index),
                None => placed.unlocated.push(index),
            },
        }
    }
    placed.spots = spots.into_values().collect();
    placed.spots.sort_by(|a, b| {
        let exact = a.is_exact().cmp(&b.is_exact());
        let radius = b.place.radius_km.total_cmp(&a.place.radius_km);
        let fewer = b.incidents.len().cmp(&a.incidents.len());
        exact.then(if a.is_exact() { fewer } else { radius })
    });
    placed
}

/// Pixels between two signs below which they become one.
const CLOSE: f64 = 9.0;

/// Joins exact places that lie closer on the map than their signs are wide, the lesser to
/// the greater.
pub(super) fn join_close(spots: &mut Vec<Spot>, projection: &Projection) {
    let mut kept: Vec<Spot> = Vec::new();
    for spot in std::mem::take(spots) {
        let at = |spot: &Spot| projection.point(spot.place.longitude, spot.place.latitude);
        let (x, y) = at(&spot);
        let close = |other: &&mut Spot| {
            let (other_x, other_y) = at(other);
            other.is_exact() && (x - other_x).hypot(y - other_y) < CLOSE
        };
        match kept.iter_mut().find(close) {
            Some(other) if spot.is_exact() => {
                other.incidents.extend(spot.incidents);
                other.incidents.sort_unstable();
                if other.place.name != spot.place.name && !other.also.contains(&spot.place.name) {
                    other.also.push(spot.place.name);
                }
            }
            _ => kept.push(spot),
        }
    }
    *spots = kept;
}

fn can_be_drawn(place: &Place) -> bool {
    place.precision != Precision::Country
        && (-90.0..=90.0).contains(&place.latitude)
        && (-180.0..=180.0).contains(&place.longitude)
        && place.radius_km.is_finite()
}
