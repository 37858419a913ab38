//! The tables the build script wrote, and reading one row of them.

use std::sync::LazyLock;

use super::layout::{Feature, ROW_BYTES, Row};

pub(super) const NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.fst"));
pub(super) const POSTINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/postings.bin"));
pub(super) const SOUNDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sounds.fst"));
pub(super) const SOUND_POSTINGS: &[u8] =
    include_bytes!(concat!(env!("OUT_DIR"), "/sound_postings.bin"));
pub(super) const IDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ids.bin"));
pub(super) const CELLS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cells.bin"));
pub(super) const NEARBY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/nearby.bin"));
const ROWS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/records.bin"));
const STRINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/strings.txt"));
const COUNTRIES: &str = include_str!(concat!(env!("OUT_DIR"), "/countries.tsv"));

/// Where each kind of place starts among the rows (a binary search, done once).
static STARTS: LazyLock<[usize; 6]> = LazyLock::new(|| {
    [
        Feature::Country,
        Feature::Admin1,
        Feature::Admin2,
        Feature::Settlement,
        Feature::Region,
        Feature::Sea,
    ]
    .map(|feature| first_row(0, rows(), |row| row.feature >= feature))
});

/// How many places there are.
pub(super) fn rows() -> usize {
    ROWS.len() / ROW_BYTES
}

/// One row.
pub(super) fn row(at: usize) -> Option<Row> {
    Row::read(ROWS, at)
}

/// The name of a row's place.
pub(super) fn name(row: &Row) -> &'static str {
    let start = row.name_at as usize;
    STRINGS
        .get(start..start + usize::from(row.name_bytes))
        .unwrap_or("")
}

/// The country code of a row, empty for none.
pub(super) fn country_code(at: usize) -> &'static str {
    let bytes = ROWS
        .get(at * ROW_BYTES + 26..at * ROW_BYTES + 28)
        .unwrap_or_default();
    std::str::from_utf8(bytes).unwrap_or("").trim()
}

/// The first row of a kind of place.
pub(super) fn start(feature: Feature) -> usize {
    STARTS[feature as usize]
}

/// Capital and comma-separated neighbours of a country.
pub(super) fn country_line(code: &str) -> Option<(&'static str, &'static str)> {
    COUNTRIES.lines().find_map(|line| {
        let mut columns = line.split('\t');
        (columns.next() == Some(code))
            .then(|| (columns.next().unwrap_or(""), columns.next().unwrap_or("")))
    })
}

/// The rows of a kind of place, of one country, of one of its first-level units.
pub(super) fn range(
    feature: Feature,
    country: Option<[u8; 2]>,
    admin1: Option<u16>,
) -> std::ops::Range<usize> {
    let start = start(feature);
    let end = STARTS
        .get(feature as usize + 1)
        .copied()
        .unwrap_or_else(rows);
    let Some(country) = country else {
        return start..end;
    };
    let from = first_row(start, end, |row| row.country >= country);
    let to = first_row(from, end, |row| row.country > country);
    let Some(admin1) = admin1 else {
        return from..to;
    };
    // Places of no known unit come first; their number is the largest.
    let unit = |row: &Row| row.admin1.wrapping_add(1);
    let first = first_row(from, to, |row| unit(row) > admin1);
    first..first_row(first, to, |row| unit(row) > admin1 + 1)
}

/// The first row in a sorted range for which the test holds.
fn first_row(mut low: usize, mut high: usize, test: impl Fn(&Row) -> bool) -> usize {
    while low < high {
        let middle = usize::midpoint(low, high);
        if row(middle).is_some_and(|row| test(&row)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
