use crate::Words;
use model::Estimate;

/// What different sources say of the same incidents, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tolls {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `people killed`.
    pub unit: String,
    /// One row an incident, drawn in this order. Beyond forty the rest is counted in the
    /// caption.
    pub rows: Vec<Toll>,
}

/// One incident of [`Tolls`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Toll {
    /// Which: `Russian embassy, Kabul`.
    pub label: String,
    /// When, as it is to be printed.
    pub when: String,
    /// What each source says.
    pub figures: Vec<Figure>,
    /// What the counting policy makes of them.
    pub chosen: Option<Estimate>,
}

/// What one source says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    /// Which source.
    pub source: String,
    /// Its figure: "at least 4" is drawn open to the right, "13 to 15" as a span.
    pub toll: Estimate,
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn tolls(chart: &Tolls) -> String {
    crate::frame::empty(&chart.words)
}
