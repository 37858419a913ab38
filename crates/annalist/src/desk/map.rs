//! Incidents as points, column by column; the base map; and the map that the server draws.

use super::Desk;
use super::choose::Chosen;
use super::lists::sorted;
use super::problem::Done;
use analysis::{Columns, TextField};
use codebook::gazetteer::{Outline, outlines, outlines_fine};
use formats::write::incidents::CasebookView;
use formats::write::map::{BaseOutline, MapOptions, map_figure};
use model::{Incident, Precision};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use utoipa::ToSchema;

/// The server draws so many incidents at most; scripts draw all.
pub const DRAWN: usize = 500;

/// How exactly places are known, by number.
const PRECISIONS: [Precision; 7] = [
    Precision::Site,
    Precision::Settlement,
    Precision::Admin2,
    Precision::Admin1,
    Precision::Region,
    Precision::Country,
    Precision::Sea,
];

/// A country that is all that is known of some incidents' place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Area {
    /// `country`.
    pub kind: &'static str,
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// In English.
    pub name: String,
    /// How many incidents.
    pub count: usize,
    /// Degrees north of its centre.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// All chosen incidents, one entry a column for each with a point.
#[derive(Debug, Clone, Serialize, ToSchema, Default)]
pub struct Points {
    ids: Vec<String>,
    lat: Vec<f64>,
    lon: Vec<f64>,
    precision: Vec<u8>,
    radius_km: Vec<f64>,
    day: Vec<Option<i32>>,
    #[serde(rename = "type")]
    kind: Vec<Option<u32>>,
    killed: Vec<Option<u64>>,
    country: Vec<Option<u32>>,
    precisions: Vec<&'static str>,
    types: Vec<String>,
    countries: Vec<String>,
    areas: Vec<Area>,
    unlocated: usize,
    undated: usize,
    total: usize,
}

/// The points of what was chosen.
pub fn points(desk: &Desk, chosen: &Chosen) -> Points {
    let columns = &chosen.view.columns;
    let (mut types, mut countries) = (
        Codes::of(columns, TextField::Type),
        Codes::of(columns, TextField::Country),
    );
    let mut points = Points {
        precisions: PRECISIONS.map(Precision::word).to_vec(),
        total: chosen.rows.len(),
        ..Points::default()
    };
    let mut areas: BTreeMap<u32, Area> = BTreeMap::new();
    for row in chosen.rows.iter().copied() {
        points.undated += usize::from(columns.undated(row));
        let Some(place) = columns.coordinates(row) else {
            points.unlocated += 1;
            continue;
        };
        let country = countries.code(row);
        if place.precision == Precision::Country {
            if let Some(code) = country {
                let iso = countries.names[code as usize].clone();
                let area = areas.entry(code).or_insert_with(|| {
                    let known = desk.knowledge.codebook.country(&iso);
                    Area {
                        kind: "country",
                        name: known.map_or_else(|| iso.clone(), |known| known.name.clone()),
                        code: iso,
                        count: 0,
                        lat: rounded(place.latitude),
                        lon: rounded(place.longitude),
                    }
                });
                area.count += 1;
            }
            continue;
        }
        let precision = PRECISIONS.iter().position(|one| *one == place.precision);
        points.ids.push(columns.id(row).to_owned());
        points.lat.push(rounded(place.latitude));
        points.lon.push(rounded(place.longitude));
        points.precision.push(precision.unwrap_or(0) as u8);
        points
            .radius_km
            .push((place.radius_km * 10.0).round() / 10.0);
        points.day.push(columns.first_day(row));
        points.kind.push(types.code(row));
        points
            .killed
            .push(columns.killed(row).map(|killed| killed.high()));
        points.country.push(country);
    }
    points.areas = areas.into_values().collect();
    (points.types, points.countries) = (types.names, countries.names);
    points
}

/// The values of a field that occur, numbered as they come: the columns know more than what was
/// chosen has.
struct Codes<'c> {
    columns: &'c Columns,
    field: TextField,
    names: Vec<String>,
    numbers: BTreeMap<u32, u32>,
}

impl<'c> Codes<'c> {
    fn of(columns: &'c Columns, field: TextField) -> Self {
        Codes {
            columns,
            field,
            names: Vec::new(),
            numbers: BTreeMap::new(),
        }
    }

    /// The number of an incident's first value.
    fn code(&mut self, row: u32) -> Option<u32> {
        let code = *self.columns.codes_of(self.field, row).first()?;
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(code).or_insert(next);
        if number == next {
            let names = self.columns.vocabulary(self.field);
            let name = names.get(code as usize);
            let name = name.map_or_else(String::new, |name| name.name.clone());
            self.names.push(name);
        }
        Some(number)
    }
}

/// To ten metres or so.
fn rounded(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}

/// The base map as `GeoJSON`.
pub fn basemap(fine: bool) -> &'static str {
    static COARSE: OnceLock<String> = OnceLock::new();
    static FINE: OnceLock<String> = OnceLock::new();
    if fine {
        FINE.get_or_init(|| geojson(outlines_fine()))
    } else {
        COARSE.get_or_init(|| geojson(outlines()))
    }
}

fn geojson(outlines: Vec<Outline>) -> String {
    let features = outlines.into_iter().map(|outline| {
        let code = outline
            .country
            .map(|code| String::from_utf8_lossy(&code).into_owned());
        let polygons: Vec<Vec<&Vec<(f32, f32)>>> =
            outline.rings.iter().map(|ring| vec![ring]).collect();
        serde_json::json!({
            "type": "Feature",
            "properties": {"code": code, "name": outline.name},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        })
    });
    let features: Vec<serde_json::Value> = features.collect();
    serde_json::json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// The base map as the drawing takes it, read once.
pub fn base() -> &'static [BaseOutline] {
    static BASE: OnceLock<Vec<BaseOutline>> = OnceLock::new();
    BASE.get_or_init(|| {
        // The coarse one: a page should not weigh half a megabyte.
        let outline = |outline: Outline| BaseOutline {
            country: outline
                .country
                .map(|code| String::from_utf8_lossy(&code).into_owned()),
            name: outline.name,
            rings: outline.rings,
        };
        outlines().into_iter().map(outline).collect()
    })
}

/// The map of what was chosen as a piece of a page, and how many incidents are on it.
pub fn drawn(chosen: &Chosen, by: &str) -> Done<Arc<(String, usize)>> {
    chosen.once("drawn", by, || draw(chosen, by))
}

fn draw(chosen: &Chosen, by: &str) -> Done<(String, usize)> {
    let rows = sorted(chosen, by)?;
    let incidents: Vec<Incident> = rows
        .iter()
        .take(DRAWN)
        .filter_map(|row| Some(chosen.view.incident(*row)?.as_ref().clone()))
        .collect();
    let count = incidents.len();
    Ok((figure(&incidents, 960.0, 460.0), count))
}

/// Some incidents on a map.
pub fn figure(incidents: &[Incident], width: f64, height: f64) -> String {
    let (accounts, reports) = (BTreeMap::new(), BTreeMap::new());
    let view = CasebookView {
        incidents,
        accounts: &accounts,
        reports: &reports,
    };
    let options = MapOptions {
        width,
        height,
        ..MapOptions::default()
    };
    let link = |at: usize| match incidents.get(at) {
        Some(incident) => format!("/incidents/{}", incident.id),
        None => "/incidents".to_owned(),
    };
    map_figure(&view, base(), &options, &link)
}
