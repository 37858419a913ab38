use crate::{Step, Words};
use jiff::civil::Date;

/// One small chart of bars each, all on the same scales: by actor, type or country.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Multiples {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `incidents`.
    pub unit: String,
    /// How long a period is.
    pub step: Step,
    /// The panels, drawn in this order. Beyond 24 the rest is counted in the caption.
    pub panels: Vec<Panel>,
}

/// One small chart of [`Multiples`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Panel {
    /// Whose.
    pub name: String,
    /// Counts with any day of their period, in any order.
    pub counts: Vec<(Date, u64)>,
    /// How many are counted in no period.
    pub left_out: u64,
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn multiples(chart: &Multiples) -> String {
    crate::frame::empty(&chart.words)
}
