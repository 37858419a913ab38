use crate::Words;
use model::When;

/// Incidents in time, one mark each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// Headline and caption.
    pub words: Words,
    /// The incidents, in any order. Those without a date, or with no end to it on either
    /// side, are counted beside the chart.
    pub marks: Vec<Mark>,
}

/// One incident of a [`Timeline`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mark {
    /// When: a day is a dot; a longer span is drawn faded from its first to its last day,
    /// and an open end runs to the edge.
    pub when: Option<When>,
    /// The row it stands in: an actor, a type. All empty: one row without a name.
    pub lane: String,
    /// What a pointer or screen reader is told.
    pub label: String,
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn timeline(chart: &Timeline) -> String {
    crate::frame::empty(&chart.words)
}
