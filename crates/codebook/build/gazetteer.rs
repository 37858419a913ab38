//! Lays out the gazetteer for `include_bytes!`, so that a start reads nothing and parses nothing.
//!
//! `gazetteer/{units,places}.tsv.gz`, `codebook/{regions,demonyms,ambiguous-places}.toml` → the tables of
//! `src/gazetteer/layout.rs`. The folding, spelling and ranking code is the lookup's own.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

#[allow(dead_code, reason = "the lookup uses the rest")]
#[path = "../src/gazetteer/fold.rs"]
mod fold;
#[allow(dead_code, reason = "the lookup uses the rest")]
#[path = "../src/gazetteer/layout.rs"]
mod layout;
#[path = "gazetteer_lists.rs"]
mod lists;
#[path = "../src/gazetteer/rank.rs"]
mod rank;
#[path = "../src/gazetteer/skeleton.rs"]
mod skeleton;
#[path = "../src/gazetteer/spellings.rs"]
mod spellings;
#[allow(dead_code, reason = "the lookup uses the rest")]
#[path = "../src/gazetteer/unit_words.rs"]
mod unit_words;
#[path = "gazetteer_toml.rs"]
mod written;

use fold::fold;
use layout::{APPROXIMATE, CAPITAL, Feature, NO_UNIT, Posting, Row};
use unit_words::base_name;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The source of this program, so that a change to it lays the tables out anew.
const SOURCES: &[&str] = &[
    include_str!("gazetteer.rs"),
    include_str!("gazetteer_lists.rs"),
    include_str!("gazetteer_toml.rs"),
    include_str!("../src/gazetteer/fold.rs"),
    include_str!("../src/gazetteer/layout.rs"),
    include_str!("../src/gazetteer/rank.rs"),
    include_str!("../src/gazetteer/skeleton.rs"),
    include_str!("../src/gazetteer/spellings.rs"),
    include_str!("../src/gazetteer/unit_words.rs"),
];

/// Writes the tables to `OUT_DIR`, unless they are there from the same sources.
pub fn lay_out() {
    if let Err(error) = try_lay_out() {
        println!("cargo::error=the gazetteer could not be laid out: {error}");
    }
}

fn try_lay_out() -> Outcome<()> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../..");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut inputs = Vec::new();
    for name in [
        "gazetteer/units.tsv.gz",
        "gazetteer/places.tsv.gz",
        "codebook/regions.toml",
        "codebook/demonyms.toml",
        "codebook/ambiguous-places.toml",
    ] {
        let path = root.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        inputs.push(fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?);
    }
    let stamp = stamp(&inputs);
    let stamp_path = out.join("gazetteer.stamp");
    if fs::read_to_string(&stamp_path).is_ok_and(|old| old == stamp) {
        return Ok(());
    }
    let mut tables = Tables::default();
    tables.units(&unpack(&inputs[0])?)?;
    tables.places(&unpack(&inputs[1])?)?;
    written::add(
        &mut tables,
        std::str::from_utf8(&inputs[2])?,
        std::str::from_utf8(&inputs[3])?,
    )?;
    let words = written::words(std::str::from_utf8(&inputs[4])?)?;
    tables.write(&out, &words)?;
    fs::write(stamp_path, stamp)?;
    Ok(())
}

fn unpack(gzip: &[u8]) -> Outcome<String> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(gzip).read_to_string(&mut text)?;
    Ok(text)
}

/// FNV-1a over all that the tables depend on.
fn stamp(inputs: &[Vec<u8>]) -> String {
    let bytes = inputs
        .iter()
        .map(Vec::as_slice)
        .chain(SOURCES.iter().map(|text| text.as_bytes()));
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes.flatten() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// A place before its final position is known.
struct Entry {
    row: Row,
    name: String,
    /// `AF.26` for a first-level unit and all that lies in it.
    admin1_code: String,
    /// The full code of a unit: `AF.26.1207`.
    code: String,
    /// The id of the second-level unit around a settlement.
    admin2_id: Option<u64>,
    /// Folded names with their posting marks.
    names: Vec<(String, u32)>,
}

#[derive(Default)]
struct Tables {
    entries: Vec<Entry>,
    /// country code, capital, neighbours: written out as text.
    countries: String,
    /// (country code, capital) for the mark.
    capitals: Vec<(String, String)>,
}

impl Tables {
    /// `units.tsv`: level, id, name, code, latitude, longitude, radius, centre, population, capital, neighbours, other names.
    fn units(&mut self, text: &str) -> Outcome<()> {
        for line in text.lines() {
            let column: Vec<&str> = line.split('\t').collect();
            let [
                level,
                id,
                name,
                code,
                latitude,
                longitude,
                radius,
                centre,
                population,
                capital,
                neighbours,
                others,
            ] = column[..]
            else {
                return Err(format!("units.tsv: {line}").into());
            };
            let feature = match level {
                "country" => Feature::Country,
                "admin1" => Feature::Admin1,
                _ => Feature::Admin2,
            };
            if feature == Feature::Country {
                writeln!(self.countries, "{code}\t{capital}\t{neighbours}")?;
                self.capitals.push((code.to_owned(), fold(capital)));
            }
            let mut entry = Entry::new(id.parse()?, name, feature, &code[..2]);
            entry.at(latitude.parse()?, longitude.parse()?, radius.parse()?);
            entry.row.population = population.parse::<u64>()?.try_into().unwrap_or(u32::MAX);
            entry.row.flags = if centre == "parent" || centre == "none" {
                APPROXIMATE
            } else {
                0
            };
            code.clone_into(&mut entry.code);
            entry.admin1_code = code.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
            entry.call(name, 0);
            if feature != Feature::Country {
                entry.call(&base_name(&fold(name)), 0);
            }
            for other in others.split('|').filter(|other| !other.is_empty()) {
                entry.call(other, Posting::ALTERNATE);
                entry.call(&base_name(other), Posting::ALTERNATE);
            }
            self.entries.push(entry);
        }
        Ok(())
    }

    /// `places.tsv`: id, name, latitude, longitude, country, admin1 code, admin2 id, population, other names.
    fn places(&mut self, text: &str) -> Outcome<()> {
        for line in text.lines() {
            let column: Vec<&str> = line.split('\t').collect();
            let [
                id,
                name,
                latitude,
                longitude,
                country,
                admin1,
                admin2,
                population,
                others,
            ] = column[..]
            else {
                return Err(format!("places.tsv: {line}").into());
            };
            let mut entry = Entry::new(id.parse()?, name, Feature::Settlement, country);
            entry.row.population = population.parse::<u64>()?.try_into().unwrap_or(u32::MAX);
            entry.at(
                latitude.parse()?,
                longitude.parse()?,
                settlement_radius_km(entry.row.population),
            );
            entry.admin1_code = format!("{country}.{admin1}");
            entry.admin2_id = admin2.parse().ok();
            entry.call(name, 0);
            for other in others.split('|').filter(|other| !other.is_empty()) {
                entry.call(other, Posting::ALTERNATE);
            }
            self.entries.push(entry);
        }
        Ok(())
    }

    /// Marks each country's capital: the largest settlement of that name.
    fn mark_capitals(&mut self) {
        for (country, capital) in &self.capitals {
            let found = self.entries.iter_mut().filter(|entry| {
                entry.row.feature == Feature::Settlement
                    && entry.row.country == code_bytes(country)
                    && entry.names.iter().any(|(name, _)| name == capital)
            });
            if let Some(entry) = found.max_by_key(|entry| (entry.row.population, entry.row.id)) {
                entry.row.flags |= CAPITAL;
            }
        }
    }

    fn write(mut self, out: &Path, words: &BTreeMap<String, u32>) -> Outcome<()> {
        self.mark_capitals();
        self.forget_unknown_units();
        self.entries.sort_by(|a, b| a.order().cmp(&b.order()));
        self.link_units()?;
        let mut strings = String::new();
        let mut offsets: BTreeMap<String, u32> = BTreeMap::new();
        for entry in &mut self.entries {
            let at = *offsets.entry(entry.name.clone()).or_insert_with(|| {
                let at = strings.len() as u32;
                strings.push_str(&entry.name);
                at
            });
            entry.row.name_at = at;
            entry.row.name_bytes = entry
                .name
                .len()
                .try_into()
                .map_err(|_| format!("too long a name: {}", entry.name))?;
        }
        let rows: Vec<u8> = self
            .entries
            .iter()
            .flat_map(|entry| lists::row_bytes(&entry.row))
            .collect();
        fs::write(out.join("records.bin"), rows)?;
        fs::write(out.join("strings.txt"), strings)?;
        fs::write(out.join("countries.tsv"), &self.countries)?;
        lists::ids(&self.entries, out)?;
        lists::cells(&self.entries, out)?;
        lists::sounds(&self.entries, out)?;
        lists::names(&self.entries, out, words)
    }

    /// Clears codes that name no unit, so that the places of each unit stand together.
    fn forget_unknown_units(&mut self) {
        let is_first = |entry: &&Entry| entry.row.feature == Feature::Admin1;
        let known: BTreeSet<String> = self
            .entries
            .iter()
            .filter(is_first)
            .map(|entry| entry.admin1_code.clone())
            .collect();
        for entry in &mut self.entries {
            if !known.contains(&entry.admin1_code) {
                entry.admin1_code.clear();
            }
        }
    }

    /// Turns unit codes and ids into positions among the units.
    fn link_units(&mut self) -> Outcome<()> {
        let first_at = self
            .entries
            .partition_point(|entry| entry.row.feature < Feature::Admin1);
        let second_at = self
            .entries
            .partition_point(|entry| entry.row.feature < Feature::Admin2);
        let mut firsts: BTreeMap<String, u16> = BTreeMap::new();
        let mut seconds: BTreeMap<u64, u16> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            match entry.row.feature {
                Feature::Admin1 => {
                    firsts.insert(entry.admin1_code.clone(), (at - first_at).try_into()?)
                }
                Feature::Admin2 => seconds.insert(entry.row.id, (at - second_at).try_into()?),
                _ => None,
            };
        }
        for entry in &mut self.entries {
            entry.row.admin1 = firsts.get(&entry.admin1_code).copied().unwrap_or(NO_UNIT);
            entry.row.admin2 = entry
                .admin2_id
                .and_then(|id| seconds.get(&id).copied())
                .unwrap_or(NO_UNIT);
            if entry.row.feature == Feature::Admin2 {
                entry.row.admin2 = seconds.get(&entry.row.id).copied().unwrap_or(NO_UNIT);
            }
        }
        Ok(())
    }
}

impl Entry {
    fn new(id: u64, name: &str, feature: Feature, country: &str) -> Entry {
        Entry {
            row: Row {
                id,
                latitude: 0.0,
                longitude: 0.0,
                population: 0,
                name_at: 0,
                name_bytes: 0,
                feature,
                country: code_bytes(country),
                admin1: NO_UNIT,
                admin2: NO_UNIT,
                radius_km: 0,
                flags: 0,
            },
            name: name.to_owned(),
            admin1_code: String::new(),
            code: String::new(),
            admin2_id: None,
            names: Vec::new(),
        }
    }

    fn at(&mut self, latitude: f64, longitude: f64, radius_km: f64) {
        (self.row.latitude, self.row.longitude) = (latitude, longitude);
        self.row.radius_km = radius_km.round() as u16;
    }

    /// Adds a name and the spellings derived from it.
    fn call(&mut self, name: &str, marks: u32) {
        let folded = fold(name);
        let country = String::from_utf8_lossy(&self.row.country).into_owned();
        for spelling in spellings::derived(&folded, &country) {
            self.names
                .push((spelling, marks | Posting::ALTERNATE | Posting::DERIVED));
        }
        if folded.len() > 1 {
            self.names.push((folded, marks));
        }
    }

    /// Countries, units, settlements (large ones first within their unit), regions, seas.
    fn order(&self) -> impl Ord + '_ {
        let smaller_last = if self.row.feature == Feature::Settlement {
            u32::MAX - self.row.population
        } else {
            0
        };
        (
            self.row.feature,
            self.row.country,
            &self.admin1_code,
            smaller_last,
            self.row.id,
        )
    }
}

/// How far a settlement of so many people reaches, in kilometres.
fn settlement_radius_km(population: u32) -> f64 {
    (f64::from(population) / 4000.0 / std::f64::consts::PI)
        .sqrt()
        .clamp(1.0, 40.0)
}

fn code_bytes(country: &str) -> [u8; 2] {
    country.as_bytes().first_chunk().copied().unwrap_or(*b"  ")
}
