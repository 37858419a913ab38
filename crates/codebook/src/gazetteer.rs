//! Places by name: countries, their units, 235,000 towns, named regions and seas.
//!
//! The tables are laid out when the crate is built and lie in the program as they are used, so
//! [`Gazetteer::embedded`] costs nothing. Names are compared [folded](fold::fold).
//!
//! ```
//! use codebook::gazetteer::{Feature, Gazetteer};
//!
//! let gazetteer = Gazetteer::embedded();
//! let found = gazetteer.longest_match(&["Diyala", "province", ",", "Iraq"]).unwrap();
//! let diyala = found.candidates().next().unwrap().place;
//! assert_eq!((found.words, diyala.feature, diyala.country), (2, Feature::Admin1, "IQ"));
//! ```
//!
//! What a name means in a given text is not decided here: see [`Candidate::prior`] for what is known
//! before reading it.

pub mod fold;
mod layout;
pub mod measure;
mod nearby;
mod outlines;
mod parts;
mod rank;
mod scan;
mod skeleton;
#[cfg(test)]
mod spellings;
mod tables;
pub mod unit_words;

pub use layout::Feature;
pub use measure::{Disc, distance_km};
pub use outlines::{Outline, outlines, outlines_fine};
pub use parts::Direction;
pub use scan::{Candidate, Candidates, Match};
pub use unit_words::Kind;

use layout::{APPROXIMATE, CAPITAL, HISTORICAL, NO_UNIT};

/// The gazetteer that is built into the program. A handle: cheap to make, clone and pass.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    names: fst::Map<&'static [u8]>,
}

/// A place. All text lies in the program, so records are small and copied freely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceRecord {
    /// GeoNames id, or an own stable one above 2⁶³: see [`PlaceRecord::geonames`].
    pub id: u64,
    /// Main name, as GeoNames writes it in English or the local Latin spelling.
    pub name: &'static str,
    /// What kind of place it is.
    pub feature: Feature,
    /// ISO 3166-1 alpha-2 (with `XK` for Kosovo); empty for seas and regions of several countries.
    pub country: &'static str,
    /// Name of the first-level unit it is or lies in.
    pub admin1: Option<&'static str>,
    /// Name of the second-level unit it is or lies in.
    pub admin2: Option<&'static str>,
    /// Degrees north of the centre.
    pub latitude: f64,
    /// Degrees east of the centre.
    pub longitude: f64,
    /// People; of a unit, those of its listed places. 0 where unknown.
    pub population: u32,
    /// Everything closer than this may be meant, in kilometres.
    pub radius_km: f32,
    /// The capital of its country.
    pub is_capital: bool,
    /// A unit that no source places: centre and radius are those of the unit around it.
    pub is_approximate: bool,
    /// A name of the past ("Soviet Union").
    pub is_historical: bool,
    row: u32,
    admin1_at: u16,
}

impl PlaceRecord {
    /// The GeoNames id, for places that GeoNames has.
    pub fn geonames(&self) -> Option<u64> {
        (self.id >> 63 == 0).then_some(self.id)
    }

    /// Latitude and longitude in degrees.
    pub fn point(&self) -> (f64, f64) {
        (self.latitude, self.longitude)
    }

    /// Centre and radius.
    pub fn disc(&self) -> Disc {
        Disc {
            latitude: self.latitude,
            longitude: self.longitude,
            radius_km: f64::from(self.radius_km),
        }
    }
}

/// How likely a name means this place before the text is read; `is_alternate` when the name is not
/// the place's main one. Comparable between places only: about the logarithm of the population,
/// with countries and capitals lifted and units lowered.
pub fn prior(place: &PlaceRecord, is_alternate: bool) -> f32 {
    tables::row(place.row as usize).map_or(f32::MIN, |row| rank::prior(&row, is_alternate))
}

impl Gazetteer {
    /// The built-in gazetteer.
    pub fn embedded() -> Gazetteer {
        Gazetteer {
            names: fst::Map::new(tables::NAMES).expect("the build script wrote a sound map"),
        }
    }

    /// The place with this id. Where GeoNames has one id for a country and its only unit, the country.
    pub fn by_id(&self, id: u64) -> Option<PlaceRecord> {
        let count = tables::IDS.len() / 4;
        let row_at =
            |at: usize| layout::number(tables::IDS, at).and_then(|row| tables::row(row as usize));
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = usize::midpoint(low, high);
            if row_at(middle)?.id < id {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let row = layout::number(tables::IDS, low)?;
        record(row as usize).filter(|place| place.id == id)
    }

    /// All countries and territories, by code.
    pub fn countries(&self) -> impl Iterator<Item = PlaceRecord> + use<> {
        tables::range(Feature::Country, None, None).filter_map(record)
    }

    /// The country with this ISO alpha-2 code.
    pub fn country(&self, code: &str) -> Option<PlaceRecord> {
        tables::range(Feature::Country, Some(code_bytes(code)?), None)
            .next()
            .and_then(record)
    }

    /// The capital of a country, as GeoNames names it.
    pub fn capital(&self, code: &str) -> Option<&'static str> {
        tables::country_line(code)
            .map(|(capital, _)| capital)
            .filter(|capital| !capital.is_empty())
    }

    /// Codes of the countries that border on a country by land.
    pub fn neighbours(&self, code: &str) -> impl Iterator<Item = &'static str> + use<> {
        let codes = tables::country_line(code).map_or("", |(_, codes)| codes);
        codes.split(',').filter(|code| !code.is_empty())
    }

    /// The first-level units of a country, by GeoNames code.
    pub fn admin1_units(&self, country: &str) -> impl Iterator<Item = PlaceRecord> + use<> {
        units(Feature::Admin1, country, None)
    }

    /// The second-level units of a country, or of one of its first-level units.
    pub fn admin2_units(&self, within: &PlaceRecord) -> impl Iterator<Item = PlaceRecord> + use<> {
        units(Feature::Admin2, within.country, unit_number(within))
    }

    /// The settlements of a country or first-level unit.
    pub fn settlements(&self, within: &PlaceRecord) -> impl Iterator<Item = PlaceRecord> + use<> {
        units(Feature::Settlement, within.country, unit_number(within))
    }

    /// The first-level unit a place is or lies in.
    pub fn admin1_of(&self, place: &PlaceRecord) -> Option<PlaceRecord> {
        unit_number(place).and_then(|at| record(tables::start(Feature::Admin1) + usize::from(at)))
    }

    /// The second-level unit a place is or lies in, where a source says so.
    pub fn admin2_of(&self, place: &PlaceRecord) -> Option<PlaceRecord> {
        let row = tables::row(place.row as usize)?;
        (row.admin2 != NO_UNIT)
            .then(|| record(tables::start(Feature::Admin2) + usize::from(row.admin2)))?
    }
}

fn unit_number(place: &PlaceRecord) -> Option<u16> {
    (place.admin1_at != NO_UNIT).then_some(place.admin1_at)
}

fn units(
    feature: Feature,
    country: &str,
    admin1: Option<u16>,
) -> impl Iterator<Item = PlaceRecord> + use<> {
    code_bytes(country)
        .into_iter()
        .flat_map(move |code| tables::range(feature, Some(code), admin1))
        .filter_map(record)
}

fn code_bytes(code: &str) -> Option<[u8; 2]> {
    let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
    bytes
        .iter()
        .all(u8::is_ascii_alphabetic)
        .then(|| bytes.map(|byte| byte.to_ascii_uppercase()))
}

/// The place in a row.
fn record(at: usize) -> Option<PlaceRecord> {
    let row = tables::row(at)?;
    let name_of = |start: usize, number: u16| {
        (number != NO_UNIT)
            .then(|| tables::row(start + usize::from(number)).map(|unit| tables::name(&unit)))?
    };
    Some(PlaceRecord {
        id: row.id,
        name: tables::name(&row),
        feature: row.feature,
        country: tables::country_code(at),
        admin1: name_of(tables::start(Feature::Admin1), row.admin1),
        admin2: name_of(tables::start(Feature::Admin2), row.admin2),
        latitude: row.latitude,
        longitude: row.longitude,
        population: row.population,
        radius_km: f32::from(row.radius_km),
        is_capital: row.flags & CAPITAL != 0,
        is_approximate: row.flags & APPROXIMATE != 0,
        is_historical: row.flags & HISTORICAL != 0,
        row: at as u32,
        admin1_at: row.admin1,
    })
}
