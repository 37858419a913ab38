//! Incidents on a map: one SVG file, or one HTML page that works offline.
//!
//! How well a place is known is drawn: a site or settlement is a filled sign, a district,
//! province, region or sea a hatched disc with a hollow sign in it. What is known by
//! country only is no pin: the country is hatched and says how many. Incidents without a
//! place and without a date are counted in the legend.

mod base;
mod figure;
mod html;
mod labels;
mod legend;
mod pins;
mod placing;
mod projection;
mod rings;
mod signs;
mod svg;

pub use figure::{MAP_STYLE, map_figure};
pub use html::map_html;
pub use svg::map_svg;

use super::incidents::{CasebookView, ExportOptions};
use placing::Placed;
use projection::Projection;
use std::collections::{BTreeMap, BTreeSet};

/// A country as the base map draws it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BaseOutline {
    /// ISO 3166-1 alpha-2, where it has one.
    pub country: Option<String>,
    /// Name to print.
    pub name: String,
    /// Closed rings of (longitude, latitude) in degrees, islands and holes alike.
    pub rings: Vec<Vec<(f32, f32)>>,
}

/// What a map says about itself, and how large it is.
#[derive(Debug, Clone, PartialEq)]
pub struct MapOptions {
    /// Headline.
    pub title: String,
    /// What is shown: the filter, the period, the counting policy. The number of incidents
    /// and the policies of the figures are added.
    pub caption: String,
    /// Where base map and places come from.
    pub credit: String,
    /// Width of the map in pixels.
    pub width: f64,
    /// Height of the map without headline and legend, in pixels.
    pub height: f64,
    /// Names of persons, length of quotes.
    pub export: ExportOptions,
}

impl Default for MapOptions {
    /// 1152 by 640 pixels.
    fn default() -> Self {
        MapOptions {
            title: "Incidents".to_owned(),
            caption: String::new(),
            credit: "Base map: Natural Earth. Places: GeoNames (CC BY 4.0).".to_owned(),
            width: 1152.0,
            height: 640.0,
            export: ExportOptions::default(),
        }
    }
}

/// A rectangle in pixels, y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frame {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// A map without its frame: what is drawn, and what could not be.
struct Drawing<'v> {
    view: CasebookView<'v>,
    placed: Placed,
    /// Everything that is clipped to the frame.
    inside: String,
    /// Degrees and scale, over the rest.
    over: String,
    /// Names of countries by code.
    countries: BTreeMap<String, String>,
}

impl Drawing<'_> {
    /// The name of a country, or its code where the base map does not know it.
    fn country<'c>(&'c self, code: &'c str) -> &'c str {
        self.countries.get(code).map_or(code, String::as_str)
    }

    /// How many incidents stand on the map.
    fn on_map(&self) -> usize {
        self.placed
            .spots
            .iter()
            .map(|spot| spot.incidents.len())
            .sum()
    }

    /// How many are known by country only.
    fn by_country(&self) -> usize {
        self.placed.by_country.values().map(Vec::len).sum()
    }
}

/// Draws a map into a frame; `around` pixels beyond it are drawn too. `link` gives the
/// address that a pin leads to, by the number of its first incident. Where it is not `zoomed` into,
/// signs that would hide one another become one.
fn draw<'v>(
    view: &CasebookView<'v>,
    outlines: &[BaseOutline],
    options: &MapOptions,
    frame: Frame,
    around: f64,
    link: Option<&dyn Fn(usize) -> String>,
    zoomed: bool,
) -> Drawing<'v> {
    let mut placed = placing::placed(view.incidents);
    let projection = Projection::fitted(&circles(&placed, outlines), frame);
    if !zoomed {
        // What cannot be zoomed: signs that would hide one another become one.
        placing::join_close(&mut placed.spots, &projection);
    }
    let lands = base::lands(outlines, &projection, frame, around);
    let hatched: BTreeSet<&str> = placed.by_country.keys().map(String::as_str).collect();
    let mut of_interest = hatched.clone();
    let country = |incident: &'v model::Incident| incident.text(model::Field::Country);
    of_interest.extend(view.incidents.iter().filter_map(country));
    let names = outlines.iter().filter_map(|outline| {
        let code = outline.country.clone()?;
        Some((code, outline.name.clone()))
    });
    let countries: BTreeMap<String, String> = names.collect();
    let mut inside = base::drawn(&lands, &projection, frame, &of_interest, &hatched);
    let mut labels = labels::Labels::new(frame);
    let pins = pins::drawn(
        view,
        &placed,
        &projection,
        outlines,
        options,
        link,
        &mut labels,
    );
    inside.push_str(&pins.areas);
    inside.push_str(&labels.countries(&lands, &placed, &of_interest));
    inside.push_str(&pins.signs);
    inside.push_str(&labels.places());
    let mut over = base::degrees(&projection, frame);
    over.push_str(&base::scale_bar(&projection, frame));
    Drawing {
        view: *view,
        placed,
        inside,
        over,
        countries,
    }
}

/// What the map must show: all places, or the countries where nothing closer is known.
fn circles(placed: &Placed, outlines: &[BaseOutline]) -> Vec<projection::Circle> {
    let spots = placed.spots.iter();
    let circles: Vec<projection::Circle> = spots
        .map(|spot| {
            let km = if spot.is_exact() {
                0.0
            } else {
                spot.place.radius_km
            };
            (spot.place.longitude, spot.place.latitude, km)
        })
        .collect();
    if !circles.is_empty() {
        return circles;
    }
    let counted = |outline: &&BaseOutline| {
        let code = outline.country.as_deref();
        code.is_some_and(|code| placed.by_country.contains_key(code))
    };
    outlines
        .iter()
        .filter(counted)
        .filter_map(rings::circle_around)
        .collect()
}
