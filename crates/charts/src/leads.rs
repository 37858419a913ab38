use crate::Words;

/// Days from each threat or warning to what followed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leads {
    /// Headline and caption.
    pub words: Words,
    /// Followed means: within so many days. Drawn as a line; 0 for none.
    pub within: u32,
    /// One row a warning, drawn in this order. Beyond sixty the rest is counted in the
    /// caption.
    pub rows: Vec<Lead>,
}

/// One warning of [`Leads`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lead {
    /// Who warned of what.
    pub label: String,
    /// When, as it is to be printed.
    pub when: String,
    /// Days to the incident that the report ties it to, lowest and highest.
    pub tied: Option<(u32, u32)>,
    /// Days to each incident of the same actor in the same country that followed. With
    /// none, the row says that nothing followed.
    pub days: Vec<u32>,
}

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn leads(chart: &Leads) -> String {
    crate::frame::empty(&chart.words)
}
