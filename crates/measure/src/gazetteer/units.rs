//! Countries and their first- and second-level units, each with a centre and a radius.
//!
//! The sources name units without saying where they are, so a unit lies where its places lie.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use codebook::gazetteer::fold::fold;
use codebook::gazetteer::measure::{self, Disc};
use codebook::gazetteer::unit_words::base_name;

use super::land::{self, Land};
use super::sources::{self, CountryInfo, Located, Settlement, UnitCode};

/// A country or unit as it is written to `units.tsv`.
pub struct Unit {
    /// `country`, `admin1` or `admin2`.
    pub level: &'static str,
    pub id: u64,
    pub name: String,
    /// `AF`, `AF.26`, `AF.26.1207`.
    pub code: String,
    pub disc: Disc,
    /// Where the centre comes from: `outline`, `places`, `seat` (the place it is named after) or `parent`.
    pub centre: &'static str,
    pub population: u64,
    pub capital: String,
    pub neighbours: Vec<String>,
    pub alternates: Vec<String>,
}

/// Reads the unit tables, and tells each settlement which second-level unit it lies in.
pub fn read(from: &Path, settlements: &mut [Settlement], land: &Land) -> anyhow::Result<Vec<Unit>> {
    let countries = sources::countries(from)?;
    let firsts = sources::unit_codes(from, "admin1CodesASCII.txt")?;
    let seconds = sources::unit_codes(from, "admin2Codes.txt")?;
    let located = sources::located(from)?;

    let first_names = place_in_units(settlements, &located, &seconds);
    let mut units: Vec<Unit> = countries
        .iter()
        .map(|country| country_unit(country, settlements, land))
        .collect();
    let mut discs: BTreeMap<String, Disc> = units
        .iter()
        .map(|unit| (unit.code.clone(), unit.disc))
        .collect();

    let by_first = group(settlements, |place| {
        Some(format!("{}.{}", place.country, place.admin1))
    });
    for code in &firsts {
        let unit = first_unit(code, &by_first, &first_names, &discs);
        discs.insert(unit.code.clone(), unit.disc);
        units.push(unit);
    }
    let by_second = group(settlements, |place| place.admin2);
    for code in &seconds {
        units.push(second_unit(code, &by_first, &by_second, &discs));
    }
    Ok(units)
}

/// One line a unit, countries first.
///
/// level, id, name, code, latitude, longitude, radius in km, centre, population, capital, neighbours, folded other names.
pub fn rows(units: &[Unit]) -> String {
    let mut text = String::new();
    for unit in units {
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}\t{:.4}\t{:.4}\t{:.0}\t{}\t{}\t{}\t{}\t{}",
            unit.level,
            unit.id,
            unit.name,
            unit.code,
            unit.disc.latitude,
            unit.disc.longitude,
            unit.disc.radius_km,
            unit.centre,
            unit.population,
            unit.capital,
            unit.neighbours.join(","),
            unit.alternates.join("|"),
        );
    }
    text
}

fn group<K: Ord>(
    settlements: &[Settlement],
    key: impl Fn(&Settlement) -> Option<K>,
) -> BTreeMap<K, Vec<&Settlement>> {
    let mut groups: BTreeMap<K, Vec<&Settlement>> = BTreeMap::new();
    for place in settlements {
        if let Some(key) = key(place) {
            groups.entry(key).or_default().push(place);
        }
    }
    groups
}

fn country_unit(country: &CountryInfo, settlements: &[Settlement], land: &Land) -> Unit {
    let outline = land
        .fine
        .iter()
        .find(|outline| outline.country.as_deref() == Some(&country.code));
    let radius_km = (country.area_km2 / std::f64::consts::PI).sqrt().max(5.0) * 1.2;
    let places: Vec<(f64, f64)> = settlements
        .iter()
        .filter(|place| place.country == country.code)
        .map(|place| (place.latitude, place.longitude))
        .collect();
    let (centre, (latitude, longitude)) =
        match (outline.and_then(land::centre), measure::disc_of(&places)) {
            (Some(at), _) => ("outline", at),
            (None, Some(disc)) => ("places", (disc.latitude, disc.longitude)),
            (None, None) => ("none", (0.0, 0.0)),
        };
    Unit {
        level: "country",
        id: country.id,
        name: country.name.trim().to_owned(),
        code: country.code.clone(),
        disc: Disc {
            latitude,
            longitude,
            radius_km,
        },
        centre,
        population: country.population,
        capital: country.capital.clone(),
        neighbours: country.neighbours.clone(),
        alternates: Vec::new(),
    }
}

fn first_unit(
    code: &UnitCode,
    by_first: &BTreeMap<String, Vec<&Settlement>>,
    first_names: &BTreeMap<String, BTreeSet<String>>,
    discs: &BTreeMap<String, Disc>,
) -> Unit {
    let places = by_first
        .get(&code.code)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let at: Vec<(f64, f64)> = places
        .iter()
        .map(|place| (place.latitude, place.longitude))
        .collect();
    let country = code.code.split('.').next().unwrap_or_default();
    let (centre, disc) = match measure::disc_of(&at) {
        Some(disc) => ("places", disc),
        None => ("parent", parent_disc(discs, country)),
    };
    let mut names: Vec<String> = first_names
        .get(&code.code)
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if let Some(seat) = seat(code, places) {
        names.extend(seat.names());
    }
    unit("admin1", code, disc, centre, places, names)
}

fn second_unit(
    code: &UnitCode,
    by_first: &BTreeMap<String, Vec<&Settlement>>,
    by_second: &BTreeMap<u64, Vec<&Settlement>>,
    discs: &BTreeMap<String, Disc>,
) -> Unit {
    let first = code.code.rsplit_once('.').map_or("", |(first, _)| first);
    let around = by_first.get(first).map(Vec::as_slice).unwrap_or_default();
    let places = by_second
        .get(&code.id)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let at: Vec<(f64, f64)> = places
        .iter()
        .map(|place| (place.latitude, place.longitude))
        .collect();
    let seat = seat(code, around);
    let names = seat.as_ref().map(Seat::names).unwrap_or_default();
    let (centre, disc) = match (measure::disc_of(&at), seat) {
        (Some(disc), _) => ("places", disc),
        (None, Some(Seat { place, .. })) => (
            "seat",
            Disc {
                latitude: place.latitude,
                longitude: place.longitude,
                radius_km: 20.0,
            },
        ),
        (None, None) => {
            let country = first.split('.').next().unwrap_or_default();
            (
                "parent",
                discs
                    .get(first)
                    .copied()
                    .unwrap_or_else(|| parent_disc(discs, country)),
            )
        }
    };
    unit("admin2", code, disc, centre, places, names)
}

fn unit(
    level: &'static str,
    code: &UnitCode,
    disc: Disc,
    centre: &'static str,
    places: &[&Settlement],
    mut names: Vec<String>,
) -> Unit {
    names.push(code.ascii.clone());
    let country = code.code.split('.').next().unwrap_or_default();
    let population = places.iter().map(|place| place.population).sum();
    Unit {
        level,
        id: code.id,
        name: code.name.clone(),
        code: code.code.clone(),
        disc,
        centre,
        population,
        capital: String::new(),
        neighbours: Vec::new(),
        alternates: super::other_names(&code.name, country, population, &names),
    }
}

fn parent_disc(discs: &BTreeMap<String, Disc>, country: &str) -> Disc {
    discs.get(country).copied().unwrap_or(Disc {
        latitude: 0.0,
        longitude: 0.0,
        radius_km: 0.0,
    })
}

/// The largest place in the unit that bears its name: Tikrit of Tikrit District.
struct Seat<'a> {
    place: &'a Settlement,
    /// Whether the name is the place's main one. If not (Aybak, also called Samangan), the place's
    /// further names are not the unit's.
    by_main_name: bool,
}

impl Seat<'_> {
    fn names(&self) -> Vec<String> {
        if self.by_main_name {
            self.place.alternates.clone()
        } else {
            Vec::new()
        }
    }
}

fn seat<'a>(code: &UnitCode, places: &[&'a Settlement]) -> Option<Seat<'a>> {
    let wanted = [base_name(&fold(&code.name)), base_name(&fold(&code.ascii))];
    let largest = |bears: &dyn Fn(&Settlement) -> bool| {
        places
            .iter()
            .copied()
            .filter(|place| bears(place))
            .max_by_key(|place| (place.population, place.id))
    };
    let main = largest(&|place| wanted.contains(&fold(&place.name)));
    let other = || {
        largest(&|place| {
            place
                .alternates
                .iter()
                .any(|name| wanted.contains(&fold(name)))
        })
    };
    main.map(|place| Seat {
        place,
        by_main_name: true,
    })
    .or_else(|| {
        other().map(|place| Seat {
            place,
            by_main_name: false,
        })
    })
}

/// Finds the second-level unit of each settlement by the settlement of the same name and spot in
/// `rg_cities1000.csv`, and gathers what that file calls the first-level units.
fn place_in_units(
    settlements: &mut [Settlement],
    located: &[Located],
    seconds: &[UnitCode],
) -> BTreeMap<String, BTreeSet<String>> {
    let mut ids: BTreeMap<(String, String), u64> = BTreeMap::new();
    for code in seconds {
        let first = code
            .code
            .rsplit_once('.')
            .map_or("", |(first, _)| first)
            .to_owned();
        for name in [&code.name, &code.ascii] {
            ids.entry((first.clone(), base_name(&fold(name))))
                .or_insert(code.id);
        }
    }
    let mut rows: BTreeMap<(String, i64), Vec<&Located>> = BTreeMap::new();
    for row in located {
        rows.entry((row.country.clone(), (row.latitude * 10.0).floor() as i64))
            .or_default()
            .push(row);
    }
    let mut votes: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for place in settlements {
        let Some(row) = same_place(place, &rows) else {
            continue;
        };
        let first = format!("{}.{}", place.country, place.admin1);
        place.admin2 = ids
            .get(&(first.clone(), base_name(&fold(&row.admin2))))
            .copied();
        *votes
            .entry(first)
            .or_default()
            .entry(row.admin1.clone())
            .or_default() += 1;
    }
    // A name that fewer than half of the unit's places carry belongs to a neighbour, or to a unit since split.
    votes
        .into_iter()
        .map(|(code, names)| {
            let all: usize = names.values().sum();
            (
                code,
                names
                    .into_iter()
                    .filter(|(name, count)| !name.is_empty() && count * 2 > all)
                    .map(|(name, _)| name)
                    .collect(),
            )
        })
        .collect()
}

fn same_place<'a>(
    place: &Settlement,
    rows: &BTreeMap<(String, i64), Vec<&'a Located>>,
) -> Option<&'a Located> {
    let band = (place.latitude * 10.0).floor() as i64;
    let name = fold(&place.name);
    let mut best: Option<(bool, f64, &'a Located)> = None;
    for band in band - 1..=band + 1 {
        for row in rows
            .get(&(place.country.clone(), band))
            .into_iter()
            .flatten()
        {
            if (row.longitude - place.longitude).abs() > 0.3 {
                continue;
            }
            let km = measure::distance_km(
                (place.latitude, place.longitude),
                (row.latitude, row.longitude),
            );
            let same_name = row.key == name;
            if !(same_name && km < 10.0 || km < 0.5) {
                continue;
            }
            if best.is_none_or(|(named, so_far, _)| (same_name, -km) > (named, -so_far)) {
                best = Some((same_name, km, row));
            }
        }
    }
    best.map(|(_, _, row)| row)
}
