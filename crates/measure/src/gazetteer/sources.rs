//! Reads the source files of the gazetteer as they are published.

use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use codebook::gazetteer::fold::fold;
use serde_json::Value;

/// A populated place.
pub struct Settlement {
    pub id: u64,
    pub name: String,
    pub latitude: f64,
    pub longitude: f64,
    pub country: String,
    /// The first-level code within the country, as GeoNames has it; empty where unknown.
    pub admin1: String,
    /// GeoNames id of the second-level unit, where a source places it.
    pub admin2: Option<u64>,
    pub population: u64,
    pub alternates: Vec<String>,
}

/// A row of `admin1CodesASCII.txt` or `admin2Codes.txt`.
pub struct UnitCode {
    /// `AF.26` or `AF.26.1207`.
    pub code: String,
    pub name: String,
    pub ascii: String,
    pub id: u64,
}

/// A row of `countryInfo.txt`.
pub struct CountryInfo {
    pub code: String,
    /// ISO numeric code, three digits.
    pub numeric: String,
    pub name: String,
    pub capital: String,
    pub area_km2: f64,
    pub population: u64,
    pub id: u64,
    pub neighbours: Vec<String>,
}

/// A row of `rg_cities1000.csv`.
pub struct Located {
    pub latitude: f64,
    pub longitude: f64,
    /// The name, folded.
    pub key: String,
    pub admin1: String,
    pub admin2: String,
    pub country: String,
}

/// The text of `name` or `name.gz` in the folder.
pub fn text(from: &Path, name: &str) -> anyhow::Result<String> {
    let plain = from.join(name);
    let packed = from.join(format!("{name}.gz"));
    let mut text = String::new();
    if plain.exists() {
        text = std::fs::read_to_string(&plain)
            .with_context(|| format!("could not read {}", plain.display()))?;
    } else if packed.exists() {
        flate2::read::GzDecoder::new(std::fs::File::open(&packed)?)
            .read_to_string(&mut text)
            .with_context(|| format!("could not read {}", packed.display()))?;
    } else {
        bail!(
            "{} has no {name} (or {name}.gz); gazetteer/README.md says where it comes from",
            from.display()
        );
    }
    Ok(text)
}

/// `cities500.json`: an object of places by id.
pub fn settlements(from: &Path) -> anyhow::Result<Vec<Settlement>> {
    let cities: serde_json::Map<String, Value> =
        serde_json::from_str(&text(from, "cities500.json")?)?;
    let mut settlements = cities
        .into_iter()
        .map(|(id, city)| settlement(&id, &city))
        .collect::<anyhow::Result<Vec<_>>>()?;
    settlements.sort_by_key(|place| place.id);
    Ok(settlements)
}

fn settlement(id: &str, city: &Value) -> anyhow::Result<Settlement> {
    let words = |field: &str| city[field].as_str().unwrap_or_default().to_owned();
    let degrees = |field: &str| {
        city[field]
            .as_f64()
            .with_context(|| format!("place {id} has no {field}"))
    };
    let alternates = city["alternatenames"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    Ok(Settlement {
        id: id
            .parse()
            .with_context(|| format!("place id {id} is no number"))?,
        name: words("name"),
        latitude: degrees("latitude")?,
        longitude: degrees("longitude")?,
        country: words("countrycode"),
        admin1: words("admin1code"),
        admin2: None,
        population: city["population"].as_u64().unwrap_or(0),
        alternates: alternates
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    })
}

/// `admin1CodesASCII.txt` or `admin2Codes.txt`.
pub fn unit_codes(from: &Path, name: &str) -> anyhow::Result<Vec<UnitCode>> {
    let mut codes = Vec::new();
    for line in text(from, name)?.lines().filter(|line| !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [code, local, ascii, id] = columns[..] else {
            bail!("{name}: not four columns: {line}")
        };
        let id = id.parse().with_context(|| format!("{name}: {line}"))?;
        codes.push(UnitCode {
            code: code.to_owned(),
            name: local.to_owned(),
            ascii: ascii.to_owned(),
            id,
        });
    }
    codes.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(codes)
}

/// `countryInfo.txt`, without the two states that are no more (Serbia and Montenegro, the Netherlands Antilles).
pub fn countries(from: &Path) -> anyhow::Result<Vec<CountryInfo>> {
    let mut countries = Vec::new();
    for line in text(from, "countryInfo.txt")?
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
    {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() < 18 {
            bail!("countryInfo.txt: too few columns: {line}");
        }
        if ["AN", "CS"].contains(&columns[0]) {
            continue;
        }
        countries.push(CountryInfo {
            code: columns[0].to_owned(),
            numeric: columns[2].to_owned(),
            name: columns[4].to_owned(),
            capital: columns[5].to_owned(),
            area_km2: columns[6].parse().unwrap_or(0.0),
            population: columns[7].parse().unwrap_or(0),
            id: columns[16]
                .parse()
                .with_context(|| format!("countryInfo.txt: {line}"))?,
            neighbours: columns[17]
                .split(',')
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect(),
        });
    }
    countries.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(countries)
}

/// `rg_cities1000.csv`: places with the names of the units they lie in.
pub fn located(from: &Path) -> anyhow::Result<Vec<Located>> {
    let mut rows = Vec::new();
    for line in text(from, "rg_cities1000.csv")?.lines().skip(1) {
        let columns = csv_columns(line);
        let [latitude, longitude, name, admin1, admin2, country] = &columns[..] else {
            continue;
        };
        rows.push(Located {
            latitude: latitude
                .parse()
                .with_context(|| format!("rg_cities1000.csv: {line}"))?,
            longitude: longitude
                .parse()
                .with_context(|| format!("rg_cities1000.csv: {line}"))?,
            key: fold(name),
            admin1: admin1.clone(),
            admin2: admin2.clone(),
            country: country.trim().to_owned(),
        });
    }
    Ok(rows)
}

fn csv_columns(line: &str) -> Vec<String> {
    let mut columns = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => columns.push(String::new()),
            _ => columns
                .last_mut()
                .expect("there is always a column")
                .push(letter),
        }
    }
    columns
}
