use crate::Words;
use jiff::civil::Date;

/// Years as weeks by days, the more the darker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `incidents`.
    pub unit: String,
    /// The days with anything on them, in any order; two of the same day are added up.
    /// Every year from the first to the last is drawn, the newest twelve where there are
    /// more.
    pub days: Vec<Day>,
    /// How many are not dated to the day.
    pub left_out: u64,
}

/// One day of a [`Calendar`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: Date,
    /// How many.
    pub count: u64,
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn calendar(chart: &Calendar) -> String {
    crate::frame::empty(&chart.words)
}
