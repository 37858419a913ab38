use crate::Words;
use crate::axis::{Scale, spread};
use crate::frame::{Frame, MARGIN, RIGHT, Sign, and_more, arrow};
use crate::ink::{At, count, fit, width, wrap};
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
    /// What each source says. Sources with the same figure share a line.
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

const MOST: usize = 40;
/// Lines of one incident.
const LINES: usize = 8;
const LINE: f64 = 17.0;
const LABEL: f64 = 190.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn tolls(chart: &Tolls) -> String {
    let mut frame = Frame::new("tolls", &chart.words);
    let told = chart.rows.iter().filter(|row| !lines(row).is_empty());
    let rows: Vec<&Toll> = told.collect();
    let silent = chart.rows.len() - rows.len();
    if silent > 0 {
        frame.notes.push(format!(
            "Without any figure, and not drawn: {}.",
            count(silent as u64)
        ));
    }
    if rows.is_empty() {
        return frame.nothing(&chart.unit);
    }
    if rows.len() > MOST {
        frame.notes.push(format!(
            "The first {MOST} of {} incidents are drawn.",
            count(rows.len() as u64)
        ));
    }
    let rows = &rows[..rows.len().min(MOST)];
    let left = MARGIN + LABEL + 14.0;
    let mut values: Vec<u64> = rows
        .iter()
        .flat_map(|row| {
            row.figures
                .iter()
                .map(|figure| figure.toll)
                .chain(row.chosen)
        })
        .flat_map(|toll| [toll.low(), toll.high()])
        .collect();
    // Room at the right, where the names of the sources with the highest figures stand.
    let (scale, ticks, logarithmic) = spread(&mut values, left, RIGHT - 150.0);
    let top = frame.top + 44.0;
    let unit = if logarithmic {
        format!("{} (logarithmic scale)", chart.unit)
    } else {
        chart.unit.clone()
    };
    let unit = fit(&unit, RIGHT - MARGIN, 12.0);
    frame.ink.text("soft", MARGIN, top - 30.0, At::Start, &unit);
    let heights: Vec<f64> = rows.iter().map(|row| height(row)).collect();
    let bottom = top + heights.iter().sum::<f64>();
    for tick in &ticks {
        let x = scale.at(*tick);
        frame.ink.line("grid", &[(x, top - 4.0), (x, bottom)]);
        frame
            .ink
            .text("soft", x, top - 10.0, At::Middle, &count(*tick));
    }
    let mut y = top;
    for (row, height) in rows.iter().zip(&heights) {
        draw(&mut frame, row, &scale, y, *height);
        y += height;
    }
    frame.ink.line("grid", &[(MARGIN, bottom), (RIGHT, bottom)]);
    let bottom = frame.key(bottom + 8.0, &signs(rows));
    frame.told = told_words(rows, &chart.unit);
    frame.finish(bottom)
}

/// Figures with their sources, lowest first, those that are the same in one.
fn lines(row: &Toll) -> Vec<(Estimate, Vec<&str>)> {
    let mut lines: Vec<(Estimate, Vec<&str>)> = Vec::new();
    for figure in row.figures.iter().filter(|figure| !figure.toll.is_empty()) {
        match lines.iter_mut().find(|(toll, _)| *toll == figure.toll) {
            Some((_, sources)) => sources.push(&figure.source),
            None => lines.push((figure.toll, vec![&figure.source])),
        }
    }
    lines.sort_by_key(|(toll, _)| (toll.low(), toll.high(), toll.max.is_none()));
    for (_, sources) in &mut lines {
        sources.sort_unstable();
        sources.dedup();
    }
    lines
}

fn height(row: &Toll) -> f64 {
    let label = wrap(&row.label, LABEL, 12.0).len().min(3) + usize::from(!row.when.is_empty());
    let figures = lines(row).len();
    let figures = figures.min(LINES) + usize::from(figures > LINES);
    LINE * figures.max(label) as f64 + 12.0
}

fn signs(rows: &[&Toll]) -> Vec<(Sign, String)> {
    let mut entries = vec![(Sign::Dot, "a figure, and who gives it".to_owned())];
    let tolls = || {
        rows.iter()
            .flat_map(|row| row.figures.iter().map(|figure| figure.toll))
    };
    if tolls().any(|toll| toll.min.is_some() && toll.max.is_none()) {
        entries.push((Sign::Open, "at least".to_owned()));
    }
    if tolls().any(|toll| matches!((toll.min, toll.max), (Some(a), Some(b)) if a < b)) {
        entries.push((Sign::Span, "between".to_owned()));
    }
    if tolls().any(|toll| toll.approx) {
        entries.push((Sign::Hollow, "about".to_owned()));
    }
    if rows.iter().any(|row| row.chosen.is_some()) {
        entries.push((Sign::Chosen, "by the counting policy".to_owned()));
    }
    entries
}

fn draw(frame: &mut Frame<'_>, row: &Toll, scale: &Scale, y: f64, height: f64) {
    frame.ink.line("grid", &[(MARGIN, y), (RIGHT, y)]);
    let mut line = y + 17.0;
    for words in wrap(&row.label, LABEL, 12.0).into_iter().take(3) {
        frame
            .ink
            .text("strong", MARGIN, line, At::Start, &fit(&words, LABEL, 12.0));
        line += LINE;
    }
    let when = fit(&row.when, LABEL, 12.0);
    frame.ink.text("soft", MARGIN, line, At::Start, &when);
    if let Some(chosen) = row.chosen.filter(|chosen| !chosen.is_empty()) {
        let (low, high) = (scale.at(chosen.low()), scale.at(chosen.high()));
        frame.ink.rect(
            "chosen",
            [low - 2.0, y + 3.0, high - low + 4.0, height - 6.0],
        );
        let best = scale.at(chosen.best());
        let ends = [(best, y + 3.0), (best, y + height - 3.0)];
        frame.ink.line("chosen-line", &ends);
    }
    let lines = lines(row);
    for (index, (toll, sources)) in lines.iter().take(LINES).enumerate() {
        let middle = y + 13.0 + LINE * index as f64;
        figure(frame, *toll, sources, scale, middle);
    }
    if lines.len() > LINES {
        let words = format!("{} more figures", count((lines.len() - LINES) as u64));
        let y = y + 17.0 + LINE * LINES as f64;
        frame
            .ink
            .text("soft", scale.at(0) + 4.0, y, At::Start, &words);
    }
}

fn figure(frame: &mut Frame<'_>, toll: Estimate, sources: &[&str], scale: &Scale, y: f64) {
    let (low, high) = (scale.at(toll.low()), scale.at(toll.high()));
    let ink = &mut frame.ink;
    let mut end = high;
    match (toll.min, toll.max) {
        (Some(_), None) => {
            arrow(ink, low, y, 1.0);
            end = low + 17.0;
        }
        (None, Some(_)) => ink.line("open", &[(scale.at(0), y), (high, y)]),
        (Some(a), Some(b)) if a < b => ink.rect("span", [low, y - 3.0, high - low, 6.0]),
        _ => {}
    }
    let class = if toll.approx { "hollow" } else { "main" };
    if toll.min.is_some() {
        ink.disc(class, low, y, 4.0, "");
    }
    if toll.max.is_some_and(|max| Some(max) != toll.min) {
        ink.disc(class, high, y, 4.0, "");
    }
    let figure = toll.to_string();
    let shown = sources
        .iter()
        .take(4)
        .copied()
        .filter(|name| !name.is_empty());
    let names = shown.collect::<Vec<_>>().join(", ");
    let names = format!("{names}{}", and_more(sources.len().saturating_sub(4)));
    // The figure stands apart, so that a name in Arabic cannot turn its sign round.
    let wide = width(&figure, 13.0) + 9.0 + width(&names, 12.0);
    let (after, before) = (RIGHT - end - 9.0, low - scale.at(0) - 9.0);
    let (x, room) = if wide > after && before > after {
        (low - 9.0 - wide.min(before), before)
    } else {
        (end + 9.0, after)
    };
    let figure = fit(&figure, room, 13.0);
    ink.text("halo strong", x, y + 4.0, At::Start, &figure);
    let digits = width(&figure, 13.0) + 9.0;
    if room - digits > 24.0 {
        let names = fit(&names, room - digits, 12.0);
        ink.text("halo", x + digits, y + 4.0, At::Start, &names);
    }
}

fn told_words(rows: &[&Toll], unit: &str) -> String {
    let rows = rows.iter().map(|row| {
        let lines = lines(row);
        let figures = lines.iter().map(|(toll, sources)| {
            let names = sources.join(", ");
            format!("{toll} ({names})")
        });
        format!("{}: {}.", row.label, figures.collect::<Vec<_>>().join("; "))
    });
    format!("{unit} by source. {}", rows.collect::<Vec<_>>().join(" "))
}
