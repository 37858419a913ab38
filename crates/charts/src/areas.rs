use crate::Words;

/// Counts by province, district or country on a map.
///
/// Areas with rings are shaded in steps; the others are discs with their count, as large as
/// it is. What has neither rings nor a place is listed beneath.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Areas {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `incidents`.
    pub unit: String,
    /// The base map: countries, drawn pale. It does not decide what is in sight.
    pub base: Vec<Outline>,
    /// What is counted, in any order.
    pub areas: Vec<Area>,
    /// How many are counted in none of the areas.
    pub left_out: u64,
    /// Where base map and places come from; printed small.
    pub credit: String,
}

/// A country of the base map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Name to print where there is room; may be empty.
    pub name: String,
    /// Closed rings of (longitude, latitude) in degrees, islands and holes alike.
    pub rings: Vec<Vec<(f32, f32)>>,
}

/// One province of [`Areas`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Its middle (longitude, latitude) in degrees.
    pub at: Option<(f64, f64)>,
    /// Its outline, where one is known: closed rings of (longitude, latitude) in degrees.
    pub rings: Vec<Vec<(f32, f32)>>,
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn areas(chart: &Areas) -> String {
    crate::frame::empty(&chart.words)
}
