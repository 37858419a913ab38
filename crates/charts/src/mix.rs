use crate::Words;

/// What each period is made of: stacked shares with the counts written in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mix {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `targets`.
    pub unit: String,
    /// Names of the parts, largest or most important first. Beyond seven, the rest is drawn
    /// together as `other`.
    pub parts: Vec<String>,
    /// The periods, drawn in this order.
    pub periods: Vec<MixPeriod>,
}

/// One period of a [`Mix`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MixPeriod {
    /// `2022`, `April 2022`.
    pub label: String,
    /// Counts in the order of [`Mix::parts`]; missing ones are zero, and those without a
    /// name are added to `other`.
    pub counts: Vec<u64>,
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn mix(chart: &Mix) -> String {
    crate::frame::empty(&chart.words)
}
