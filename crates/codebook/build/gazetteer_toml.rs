//! What people wrote for the gazetteer: `regions.toml` (regions, seas, further places and names),
//! the country names of `demonyms.toml`, and the words of `ambiguous-places.toml`.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::fold::fold;
use super::layout::{Feature, HISTORICAL, Posting};
use super::{Entry, Outcome, Tables, code_bytes, settlement_radius_km};

/// Ids of places that GeoNames has none for start here, so that the two never meet.
const OWN_IDS: u64 = 1 << 63;

/// Adds regions, seas, further places, further names and better centres.
pub fn add(tables: &mut Tables, regions: &str, demonyms: &str) -> Outcome<()> {
    let regions: Table = regions
        .parse()
        .map_err(|error| format!("regions.toml: {error}"))?;
    let demonyms: Table = demonyms
        .parse()
        .map_err(|error| format!("demonyms.toml: {error}"))?;
    for block in blocks(&demonyms, "country") {
        country_names(tables, block)?;
    }
    for block in blocks(&regions, "centre") {
        let entry = find(tables, text(block, "of")?)?;
        // A unit that stood at the centre of the unit around it had that unit's radius as well.
        let was_placed =
            entry.row.flags & super::APPROXIMATE == 0 || entry.row.feature != Feature::Admin2;
        let radius = if was_placed {
            f64::from(entry.row.radius_km)
        } else {
            20.0
        };
        entry.at(
            degrees(block, "latitude")?,
            degrees(block, "longitude")?,
            radius,
        );
        entry.row.flags &= !super::APPROXIMATE;
    }
    for block in blocks(&regions, "alias") {
        let entry = find(tables, text(block, "of")?)?;
        call_all(entry, block, "names");
    }
    for block in blocks(&regions, "region") {
        tables.entries.push(region(block)?);
    }
    for block in blocks(&regions, "place") {
        tables.entries.push(place(block)?);
    }
    Ok(())
}

/// The marks of `ambiguous-places.toml` by folded name.
pub fn words(text: &str) -> Outcome<BTreeMap<String, u32>> {
    let table: Table = text
        .parse()
        .map_err(|error| format!("ambiguous-places.toml: {error}"))?;
    let mut marks: BTreeMap<String, u32> = BTreeMap::new();
    for (list, mark) in [
        ("ordinary", Posting::ORDINARY),
        ("personal", Posting::PERSONAL),
    ] {
        for word in strings(&table, list) {
            *marks.entry(fold(word)).or_default() |= mark;
        }
    }
    Ok(marks)
}

/// Adds a country's names, but for those that are one of its units ("England").
fn country_names(tables: &mut Tables, block: &Table) -> Outcome<()> {
    let code = text(block, "code")?;
    let names: Vec<String> = std::iter::once(text(block, "name")?)
        .chain(strings(block, "names"))
        .map(str::to_owned)
        .collect();
    let is_unit = |entry: &&Entry| {
        entry.row.feature == Feature::Admin1 && entry.row.country == code_bytes(code)
    };
    let units: Vec<String> = tables
        .entries
        .iter()
        .filter(is_unit)
        .map(|entry| fold(&entry.name))
        .collect();
    let Ok(entry) = find(tables, code) else {
        return Ok(());
    };
    let main = fold(&entry.name);
    for name in names
        .iter()
        .filter(|name| fold(name) == main || !units.contains(&fold(name)))
    {
        call_other(entry, name);
    }
    Ok(())
}

fn region(block: &Table) -> Outcome<Entry> {
    let kind = text(block, "kind")?;
    let feature = if kind == "sea" {
        Feature::Sea
    } else {
        Feature::Region
    };
    let countries: Vec<&str> = strings(block, "countries").collect();
    let units: Vec<&str> = strings(block, "admin1").collect();
    let only = if countries.len() == 1 {
        countries[0]
    } else {
        "  "
    };
    let mut entry = Entry::new(
        own_id(text(block, "id")?),
        text(block, "name")?,
        feature,
        only,
    );
    entry.at(
        degrees(block, "latitude")?,
        degrees(block, "longitude")?,
        degrees(block, "radius_km")?,
    );
    if let [unit] = units[..] {
        unit.clone_into(&mut entry.admin1_code);
    }
    if kind == "historical" {
        entry.row.flags |= HISTORICAL;
    }
    let name = entry.name.clone();
    entry.call(&name, 0);
    call_all(&mut entry, block, "aliases");
    Ok(entry)
}

fn place(block: &Table) -> Outcome<Entry> {
    let admin1 = text(block, "admin1")?;
    let country = admin1
        .get(..2)
        .ok_or_else(|| format!("regions.toml: {admin1} is no unit code"))?;
    let mut entry = Entry::new(
        own_id(text(block, "id")?),
        text(block, "name")?,
        Feature::Settlement,
        country,
    );
    let population = block
        .get("population")
        .and_then(Value::as_integer)
        .unwrap_or(0);
    entry.row.population = u32::try_from(population)?;
    entry.at(
        degrees(block, "latitude")?,
        degrees(block, "longitude")?,
        settlement_radius_km(entry.row.population),
    );
    admin1.clone_into(&mut entry.admin1_code);
    let name = entry.name.clone();
    entry.call(&name, 0);
    call_all(&mut entry, block, "aliases");
    Ok(entry)
}

/// Adds the names of a list.
fn call_all(entry: &mut Entry, block: &Table, list: &str) {
    for name in strings(block, list) {
        call_other(entry, name);
    }
}

/// Adds a further name; one in capitals counts only in capitals.
fn call_other(entry: &mut Entry, name: &str) {
    let letters: Vec<char> = name
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .collect();
    let is_acronym = letters.len() <= 5 && letters.iter().all(|letter| letter.is_uppercase());
    entry.call(
        name,
        Posting::ALTERNATE | if is_acronym { Posting::ACRONYM } else { 0 },
    );
}

/// The country (`AF`), unit (`AF.09`, `AF.26.1207`) or place (a GeoNames id) that a block is about.
fn find<'a>(tables: &'a mut Tables, of: &str) -> Outcome<&'a mut Entry> {
    let id: Option<u64> = of.parse().ok();
    let is_it = |entry: &&mut Entry| id.map_or(entry.code == of, |id| entry.row.id == id);
    tables
        .entries
        .iter_mut()
        .find(is_it)
        .ok_or_else(|| format!("regions.toml: there is no {of}").into())
}

/// A stable id from a written one: FNV-1a with the top bit set.
fn own_id(id: &str) -> u64 {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash | OWN_IDS
}

fn blocks<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = &'a Table> {
    table
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_table)
}

fn strings<'a>(table: &'a Table, name: &str) -> impl Iterator<Item = &'a str> {
    table
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

fn text<'a>(block: &'a Table, name: &str) -> Outcome<&'a str> {
    block
        .get(name)
        .and_then(Value::as_str)
        .ok_or_else(|| format!("regions.toml: a block has no {name}: {block}").into())
}

fn degrees(block: &Table, name: &str) -> Outcome<f64> {
    let number = block.get(name).and_then(|value| {
        value
            .as_float()
            .or_else(|| value.as_integer().map(|whole| whole as f64))
    });
    number.ok_or_else(|| format!("regions.toml: a block has no {name}: {block}").into())
}
