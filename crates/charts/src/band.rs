use crate::{Step, Words};
use jiff::civil::Date;

/// Lowest, best and highest figure over time: people killed or injured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Band {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `people killed`.
    pub unit: String,
    /// How long a period is.
    pub step: Step,
    /// The periods in any order. Those in between are drawn as zero.
    pub points: Vec<BandPoint>,
    /// How many incidents stand in no period.
    pub left_out: u64,
}

/// One period of a [`Band`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandPoint {
    /// Any day of the period.
    pub day: Date,
    /// The lowest figure. Three figures out of order are put in order.
    pub low: u64,
    /// The figure that the policy chooses.
    pub best: u64,
    /// The highest figure.
    pub high: u64,
    /// The highest is not known: a report says "at least" and nobody gives a ceiling.
    pub open: bool,
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn band(chart: &Band) -> String {
    crate::frame::empty(&chart.words)
}
