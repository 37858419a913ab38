use crate::axis::{Days, Scale, ticks};
use crate::frame::{Frame, MARGIN, RIGHT};
use crate::ink::{At, count, counted, fit, width};
use crate::series::{fitting, note, span};
use crate::{Step, Words};
use jiff::civil::Date;
use std::collections::BTreeMap;

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

/// So many panels can be looked at.
const MOST: usize = 24;
const HEIGHT: f64 = 64.0;
const GAP: f64 = 22.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn multiples(chart: &Multiples) -> String {
    let mut frame = Frame::new("multiples", &chart.words);
    let panels = &chart.panels[..chart.panels.len().min(MOST)];
    let days = panels.iter().flat_map(|panel| &panel.counts);
    let Some((first, last)) = span(days.map(|(day, _)| *day)) else {
        return frame.nothing(&chart.unit);
    };
    let step = fitting(chart.step, first, last);
    let filed: Vec<BTreeMap<Date, u64>> =
        panels.iter().map(|panel| by_period(panel, step)).collect();
    let most = filed.iter().flat_map(BTreeMap::values).copied().max();
    let top_tick = ticks(most.unwrap_or(0), 2).last().copied().unwrap_or(1);
    let columns = panels.len().clamp(1, 3);
    let left = MARGIN + width(&count(top_tick), 10.0) + 6.0;
    let wide = (RIGHT - left - GAP * (columns - 1) as f64) / columns as f64;
    let unit = format!(
        "{} a {step}, all to the same scale (0 to {})",
        chart.unit,
        count(top_tick)
    );
    frame
        .ink
        .text("soft", MARGIN, frame.top + 12.0, At::Start, &unit);
    let begin = frame.top + 24.0;
    for (index, (panel, counts)) in panels.iter().zip(&filed).enumerate() {
        let (row, column) = (index / columns, index % columns);
        let place = Place {
            x: left + (wide + GAP) * column as f64,
            y: begin + (HEIGHT + 58.0) * row as f64 + 22.0,
            wide,
            end: top_tick,
            days: (step.start(first), last_day(step, last)),
            labelled: column == 0,
        };
        draw(&mut frame, panel, counts, &place, (step, &chart.unit));
    }
    let rows = panels.len().div_ceil(columns);
    add_notes(&mut frame, chart, (step, first, last));
    frame.told = format!(
        "Small charts by {step} for {}{}.",
        panels
            .iter()
            .map(|panel| panel.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        crate::frame::and_more(chart.panels.len() - panels.len())
    );
    frame.finish(begin + (HEIGHT + 58.0) * rows as f64 - 4.0)
}

/// Where a panel stands and how it is scaled.
struct Place {
    x: f64,
    y: f64,
    wide: f64,
    end: u64,
    days: (Date, Date),
    labelled: bool,
}

fn draw(
    frame: &mut Frame<'_>,
    panel: &Panel,
    counts: &BTreeMap<Date, u64>,
    place: &Place,
    (step, unit): (Step, &str),
) {
    let (x, y, right, base) = (place.x, place.y, place.x + place.wide, place.y + HEIGHT);
    let sum = counts
        .values()
        .fold(0_u64, |sum, one| sum.saturating_add(*one));
    let total = count(sum);
    let room = place.wide - width(&total, 12.0) - 10.0;
    let ink = &mut frame.ink;
    ink.text(
        "strong",
        x,
        y - 8.0,
        At::Start,
        &fit(&panel.name, room * 0.93, 12.0),
    );
    ink.text("soft", right, y - 8.0, At::End, &total);
    let scale = Scale::even(base, y, place.end);
    ink.line("grid", &[(x, y), (right, y)]);
    if place.labelled {
        ink.text("small", x - 4.0, y + 4.0, At::End, &count(place.end));
        ink.text("small", x - 4.0, base + 4.0, At::End, "0");
    }
    let days = Days::new(place.days.0, place.days.1, x, right);
    for (start, value) in counts.iter().filter(|(_, value)| **value > 0) {
        let from = days.start(*start);
        let to = days.end(last_day(step, *start));
        let gap = ((to - from) * 0.16).min(4.0);
        let at = scale.at(*value);
        let area = [
            from + gap / 2.0,
            at,
            (to - from - gap).clamp(0.6, 40.0),
            base - at,
        ];
        let words = format!("{}: {}", step.words(*start), counted(*value, unit));
        ink.titled_rect("main", area, &words);
    }
    days.draw_by(step, ink, base, 0.0);
}

fn by_period(panel: &Panel, step: Step) -> BTreeMap<Date, u64> {
    let mut filed: BTreeMap<Date, u64> = BTreeMap::new();
    for (day, value) in &panel.counts {
        let sum = filed.entry(step.start(*day)).or_default();
        *sum = sum.saturating_add(*value);
    }
    filed
}

fn last_day(step: Step, day: Date) -> Date {
    let next = step.next(step.start(day));
    next.and_then(|next| next.yesterday().ok()).unwrap_or(day)
}

fn add_notes(frame: &mut Frame<'_>, chart: &Multiples, (step, first, last): (Step, Date, Date)) {
    let left_out = chart
        .panels
        .iter()
        .fold(0_u64, |sum, panel| sum.saturating_add(panel.left_out));
    frame
        .notes
        .extend(crate::bars::left_out(left_out, &chart.unit));
    if chart.panels.len() > MOST {
        frame.notes.push(format!(
            "The first {MOST} of {} are drawn.",
            count(chart.panels.len() as u64)
        ));
    }
    frame.notes.extend(note(chart.step, step, first, last));
}
