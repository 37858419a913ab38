//! Writes the lists over the rows: by id, by cell, by name, by sound.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::layout::{self, CELL_COLUMNS, CELL_ROWS, Feature, Posting, Row, cell};
use super::{Entry, Outcome, rank, skeleton, spellings};

/// `ids.bin`: row numbers sorted by id.
pub fn ids(entries: &[Entry], out: &Path) -> Outcome<()> {
    let mut order: Vec<u32> = (0..entries.len() as u32).collect();
    order.sort_by_key(|at| entries[*at as usize].row.id);
    for pair in order.windows(2) {
        let [a, b] = [pair[0], pair[1]].map(|at| &entries[at as usize]);
        // A territory can be country and unit at once under one GeoNames id; two settlements cannot.
        if a.row.id == b.row.id && a.row.feature == b.row.feature {
            return Err(format!("id {} is used twice: {} and {}", a.row.id, a.name, b.name).into());
        }
    }
    Ok(fs::write(out.join("ids.bin"), numbers(&order))?)
}

/// `cells.bin` and `nearby.bin`: settlements by one-degree cell.
pub fn cells(entries: &[Entry], out: &Path) -> Outcome<()> {
    let mut inside: Vec<(usize, u32)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if entry.row.feature == Feature::Settlement {
            inside.push((cell(entry.row.latitude, entry.row.longitude), at as u32));
        }
    }
    inside.sort_unstable();
    let starts: Vec<u32> = (0..=CELL_ROWS * CELL_COLUMNS)
        .map(|cell| inside.partition_point(|(other, _)| *other < cell) as u32)
        .collect();
    let nearby: Vec<u32> = inside.into_iter().map(|(_, at)| at).collect();
    fs::write(out.join("cells.bin"), numbers(&starts))?;
    Ok(fs::write(out.join("nearby.bin"), numbers(&nearby))?)
}

/// Sounds of the names in countries of many romanisations, after the country's code.
pub fn sounds(entries: &[Entry], out: &Path) -> Outcome<()> {
    let mut sounds: Vec<(String, u32)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let country = String::from_utf8_lossy(&entry.row.country).into_owned();
        if spellings::ROMANISED.contains(&country.as_str()) && entry.row.feature != Feature::Country
        {
            let names = entry
                .names
                .iter()
                .filter(|(_, marks)| marks & Posting::DERIVED == 0);
            let keys = names.filter_map(|(name, _)| skeleton::skeleton(name));
            sounds.extend(keys.map(|key| (format!("{country}{key}"), at as u32)));
        }
    }
    sounds.sort_unstable();
    sounds.dedup();
    let mut fst = fst::MapBuilder::memory();
    let mut postings: Vec<u32> = Vec::new();
    for group in sounds.chunk_by_mut(|a, b| a.0 == b.0) {
        let likely = |at: u32| rank::prior(&entries[at as usize].row, false);
        group.sort_by(|a, b| likely(b.1).total_cmp(&likely(a.1)).then(a.1.cmp(&b.1)));
        fst.insert(&group[0].0, postings.len() as u64)?;
        postings.extend(group.iter().map(|(_, at)| *at));
        if let Some(last) = postings.last_mut() {
            *last |= Posting::LAST;
        }
    }
    fs::write(out.join("sounds.fst"), fst.into_inner()?)?;
    Ok(fs::write(
        out.join("sound_postings.bin"),
        numbers(&postings),
    )?)
}

/// `names.fst` and `postings.bin`: the places of each name, the likeliest first.
pub fn names(entries: &[Entry], out: &Path, words: &BTreeMap<String, u32>) -> Outcome<()> {
    let mut names: Vec<(&str, u32, u32)> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        names.extend(
            entry
                .names
                .iter()
                .map(|(name, marks)| (name.as_str(), at as u32, *marks)),
        );
    }
    names.sort_unstable();
    // A place is called a name once, by the best of the ways in which it is (fewest marks sort first).
    names.dedup_by_key(|(name, at, _)| (*name, *at));
    let mut fst = fst::MapBuilder::memory();
    let mut postings: Vec<u32> = Vec::new();
    for group in names.chunk_by_mut(|a, b| a.0 == b.0) {
        let likely = |(_, at, marks): &(&str, u32, u32)| {
            rank::prior(&entries[*at as usize].row, marks & Posting::ALTERNATE != 0)
        };
        group.sort_by(|a, b| likely(b).total_cmp(&likely(a)).then(a.1.cmp(&b.1)));
        let name = group[0].0;
        fst.insert(name, postings.len() as u64)?;
        let word_marks = words.get(name).copied().unwrap_or(0);
        postings.extend(group.iter().map(|(_, at, marks)| at | marks | word_marks));
        if let Some(last) = postings.last_mut() {
            *last |= Posting::LAST;
        }
    }
    fs::write(out.join("names.fst"), fst.into_inner()?)?;
    Ok(fs::write(out.join("postings.bin"), numbers(&postings))?)
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

/// The bytes that `Row::read` reads.
pub fn row_bytes(row: &Row) -> [u8; layout::ROW_BYTES] {
    let mut bytes = [0; layout::ROW_BYTES];
    bytes[0..8].copy_from_slice(&row.id.to_le_bytes());
    bytes[8..12].copy_from_slice(&((row.latitude * layout::STEPS).round() as i32).to_le_bytes());
    bytes[12..16].copy_from_slice(&((row.longitude * layout::STEPS).round() as i32).to_le_bytes());
    bytes[16..20].copy_from_slice(&row.population.to_le_bytes());
    bytes[20..24].copy_from_slice(&row.name_at.to_le_bytes());
    bytes[24] = row.name_bytes;
    bytes[25] = row.feature as u8;
    bytes[26..28].copy_from_slice(&row.country);
    bytes[28..30].copy_from_slice(&row.admin1.to_le_bytes());
    bytes[30..32].copy_from_slice(&row.admin2.to_le_bytes());
    bytes[32..34].copy_from_slice(&row.radius_km.to_le_bytes());
    bytes[34..36].copy_from_slice(&row.flags.to_le_bytes());
    bytes
}
