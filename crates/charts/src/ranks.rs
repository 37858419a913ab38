use crate::Words;
use crate::frame::{Frame, MARGIN, RIGHT};
use crate::ink::{At, count, counted, fit};

/// How many of each: one lying bar a name, with its count at the end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranks {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `incidents`.
    pub unit: String,
    /// The bars, drawn in this order. Beyond thirty the rest is counted in the caption.
    pub rows: Vec<Rank>,
    /// How many have none of the names.
    pub left_out: u64,
}

/// One bar of [`Ranks`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rank {
    /// Of what: `Vehicle bombing`.
    pub label: String,
    /// How many.
    pub count: u64,
    /// What stands behind the count: `30 days`; may be empty.
    pub note: String,
}

const MOST: usize = 30;
const ROW: f64 = 24.0;
const BAR: f64 = 14.0;
const LABEL: f64 = 210.0;
/// Room at the right for the count of the longest bar.
const FIGURE: f64 = 120.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn ranks(chart: &Ranks) -> String {
    let mut frame = Frame::new("ranks", &chart.words);
    if chart.left_out > 0 {
        let verb = if chart.left_out == 1 { "tells" } else { "tell" };
        let left = counted(chart.left_out, &chart.unit);
        frame.notes.push(format!("{left} {verb} none."));
    }
    let most = chart.rows.iter().map(|row| row.count).max().unwrap_or(0);
    if most == 0 {
        return frame.nothing(&chart.unit);
    }
    let rows = &chart.rows[..chart.rows.len().min(MOST)];
    if rows.len() < chart.rows.len() {
        frame.notes.push(format!(
            "The first {MOST} of {} are drawn.",
            count(chart.rows.len() as u64)
        ));
    }
    let left = MARGIN + LABEL + 10.0;
    let unit = fit(&chart.unit, RIGHT - left, 12.0);
    let top = frame.top + 24.0;
    frame.ink.text("soft", left, top - 10.0, At::Start, &unit);
    let bottom = top + ROW * rows.len() as f64;
    for (at, row) in rows.iter().enumerate() {
        let y = top + ROW * at as f64;
        let middle = y + ROW / 2.0;
        let label = fit(&row.label, LABEL, 12.0);
        let end = MARGIN + LABEL;
        frame.ink.text("", end, middle + 4.0, At::End, &label);
        let long = (RIGHT - FIGURE - left) * row.count as f64 / most as f64;
        let place = [left, middle - BAR / 2.0, long, BAR];
        let title = format!("{}: {}", row.label, counted(row.count, &chart.unit));
        frame.ink.titled_rect("main", place, &title);
        let figure = match row.note.as_str() {
            "" => count(row.count),
            note => format!("{} ({note})", count(row.count)),
        };
        let figure = fit(&figure, RIGHT - left - long - 6.0, 12.0);
        let x = left + long + 6.0;
        frame
            .ink
            .text("strong", x, middle + 4.0, At::Start, &figure);
    }
    frame.ink.line("base", &[(left, top), (left, bottom)]);
    let told = rows.iter().map(|row| {
        let note = match row.note.as_str() {
            "" => String::new(),
            note => format!(" ({note})"),
        };
        format!("{} {}{note}", row.label, count(row.count))
    });
    let told = told.collect::<Vec<_>>().join("; ");
    frame.told = format!("{}: {told}.", chart.unit);
    frame.finish(bottom)
}
