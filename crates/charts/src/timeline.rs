use crate::Words;
use crate::axis::Days;
use crate::frame::{Frame, MARGIN, RIGHT, Sign};
use crate::ink::{At, Ink, count, counted, wrap};
use crate::series::span;
use jiff::civil::Date;
use model::When;
use std::collections::BTreeMap;

/// Incidents in time, one mark each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Timeline {
    /// Headline and caption.
    pub words: Words,
    /// The incidents, in any order. Those without a date are counted in the caption.
    pub marks: Vec<Mark>,
}

/// One incident of a [`Timeline`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mark {
    /// When: a day is a dot; a longer span is drawn faded from its first to its last day,
    /// and an open end runs to the edge.
    pub when: Option<When>,
    /// The row it stands in: an actor, a type. All empty: one row without a name. The eleven
    /// largest rows are drawn, the rest together.
    pub lane: String,
    /// What a pointer is told.
    pub label: String,
}

const LANES: usize = 12;
const LABEL: f64 = 150.0;
/// How high the dots of all lanes together may reach.
const DOTS: f64 = 240.0;
/// How high the spans of all lanes together may reach.
const SPANS: f64 = 150.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn timeline(chart: &Timeline) -> String {
    let mut frame = Frame::new("timeline", &chart.words);
    let dated = |mark: &&Mark| mark.when.is_some_and(|when| when.sort_day().is_some());
    let undated = chart.marks.iter().filter(|mark| !dated(mark)).count() as u64;
    if undated > 0 {
        let verb = if undated == 1 { "is" } else { "are" };
        let words = format!(
            "{} {verb} undated and not drawn.",
            counted(undated, "incidents")
        );
        frame.notes.push(words);
    }
    let marks: Vec<&Mark> = chart.marks.iter().filter(dated).collect();
    let ends = marks.iter().filter_map(|mark| mark.when);
    let ends = ends.flat_map(|when| when.first.into_iter().chain(when.last));
    let Some((first, last)) = span(ends) else {
        return frame.nothing("dated incidents");
    };
    let lanes = lanes(&marks);
    let named = lanes.iter().any(|lane| !lane.name.is_empty());
    let left = if named { MARGIN + LABEL + 10.0 } else { MARGIN };
    let days = Days::new(first, last, left, RIGHT);
    let share = lanes.len() as f64;
    let sizes = Sizes::fitting(&lanes, &days, DOTS / share, SPANS / share);
    let mut y = frame.top + 6.0;
    let mut hidden = 0;
    let top = y;
    for lane in &lanes {
        let drawn = draw(&mut frame, lane, &days, &sizes, y);
        y = drawn.0;
        hidden += drawn.1;
    }
    let mut axis = Ink::default();
    days.draw(&mut axis, y, y - top);
    // The faint lines lie beneath the marks.
    frame.ink.out = under(&frame.ink.out, &axis.out);
    let bottom = frame.key(y + 38.0, &signs(&marks, &sizes));
    if hidden > 0 {
        frame.notes.push(format!(
            "{} with uncertain dates found no room and are not drawn.",
            counted(hidden as u64, "incidents")
        ));
    }
    frame.told = told(&lanes, first, last);
    frame.finish(bottom)
}

/// The marks of one row.
struct Lane<'m> {
    name: String,
    dots: Vec<(Date, &'m str)>,
    spans: Vec<(When, &'m str)>,
}

impl Lane<'_> {
    fn len(&self) -> usize {
        self.dots.len() + self.spans.len()
    }
}

/// The rows, largest first, the smaller ones together at the end.
fn lanes<'m>(marks: &[&'m Mark]) -> Vec<Lane<'m>> {
    let mut filed: BTreeMap<&str, Lane<'m>> = BTreeMap::new();
    for mark in marks {
        let lane = filed.entry(&mark.lane).or_insert_with(|| Lane {
            name: mark.lane.clone(),
            dots: Vec::new(),
            spans: Vec::new(),
        });
        let Some(when) = mark.when else { continue };
        match (when.is_day() && !when.approx, when.first) {
            (true, Some(day)) => lane.dots.push((day, &mark.label)),
            _ => lane.spans.push((when, &mark.label)),
        }
    }
    let mut lanes: Vec<Lane<'m>> = filed.into_values().collect();
    if lanes.len() > 1 {
        for lane in lanes.iter_mut().filter(|lane| lane.name.trim().is_empty()) {
            "not told".clone_into(&mut lane.name);
        }
    }
    lanes.sort_by_key(|lane| (std::cmp::Reverse(lane.len()), lane.name.clone()));
    if lanes.len() > LANES {
        let rest = lanes.split_off(LANES - 1);
        let mut together = Lane {
            name: format!("{} others", count(rest.len() as u64)),
            dots: Vec::new(),
            spans: Vec::new(),
        };
        for lane in rest {
            together.dots.extend(lane.dots);
            together.spans.extend(lane.spans);
        }
        lanes.push(together);
    }
    for lane in &mut lanes {
        lane.dots.sort_unstable();
        lane.spans.sort_unstable();
    }
    lanes
}

/// How large marks are, so that all lanes keep their room.
struct Sizes {
    /// From one dot to the next.
    dot: f64,
    /// How many incidents one dot stands for.
    each: usize,
    /// From one span to the next.
    span: f64,
    /// Rows of spans that are drawn.
    rows: usize,
}

impl Sizes {
    fn fitting(lanes: &[Lane<'_>], days: &Days, dots: f64, spans: f64) -> Self {
        let fits = |dot: &f64| {
            let levels = |lane: &Lane<'_>| stacked(&lane.dots, days, *dot, 1).1;
            let highest = lanes.iter().map(levels).max().unwrap_or(0);
            (highest as f64 * dot <= dots.max(3.0 * dot)).then_some(*dot)
        };
        let dot = [9.0, 7.0, 5.0, 4.0, 3.0, 2.4].iter().find_map(fits);
        let (dot, each) = dot.map_or_else(
            || {
                let highest = lanes.iter().map(|lane| stacked(&lane.dots, days, 2.4, 1).1);
                let highest = highest.max().unwrap_or(1) as f64 * 2.4;
                (2.4, ((highest / dots).ceil() as usize).max(2))
            },
            |dot| (dot, 1),
        );
        let most = lanes
            .iter()
            .map(|lane| rows(lane, days).1)
            .max()
            .unwrap_or(0);
        let span = (spans / most.max(1) as f64).clamp(2.4, 9.0);
        Sizes {
            dot,
            each,
            span,
            rows: ((spans / span).floor() as usize).max(3),
        }
    }
}

/// The level of each dot above its day, and how many levels there are; with more than one
/// incident a dot, every nth gets one.
fn stacked(dots: &[(Date, &str)], days: &Days, size: f64, each: usize) -> (Vec<usize>, usize) {
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::with_capacity(dots.len() / each);
    for (day, _) in dots.iter().step_by(each) {
        let x = days.middle(*day);
        let level = ends.iter().position(|end| *end <= x - size + 0.01);
        let level = level.unwrap_or_else(|| {
            ends.push(f64::MIN);
            ends.len() - 1
        });
        ends[level] = x;
        placed.push(level);
    }
    (placed, ends.len())
}

/// The row of each span, so that none lies over another, and how many rows there are.
fn rows(lane: &Lane<'_>, days: &Days) -> (Vec<usize>, usize) {
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::with_capacity(lane.spans.len());
    for (when, _) in &lane.spans {
        let (from, to) = edges(when, days);
        let row = ends.iter().position(|end| *end + 1.0 <= from);
        let row = row.unwrap_or_else(|| {
            ends.push(f64::MIN);
            ends.len() - 1
        });
        ends[row] = to;
        placed.push(row);
    }
    (placed, ends.len())
}

fn edges(when: &When, days: &Days) -> (f64, f64) {
    let from = when.first.map_or(f64::MIN, |day| days.start(day));
    let to = when.last.map_or(f64::MAX, |day| days.end(day));
    let (left, right) = days.sides();
    let (from, to) = (from.max(left), to.min(right));
    // A day that is only about one is drawn wide enough to be seen.
    let middle = f64::midpoint(from, to);
    if to - from < 4.0 {
        let from = (middle - 2.0).clamp(left, (right - 4.0).max(left));
        return (from, from + 4.0);
    }
    (from, to)
}

/// Draws a lane from `y` downwards; gives where it ends and how many had no room.
fn draw(
    frame: &mut Frame<'_>,
    lane: &Lane<'_>,
    days: &Days,
    sizes: &Sizes,
    y: f64,
) -> (f64, usize) {
    let (levels, high) = stacked(&lane.dots, days, sizes.dot, sizes.each);
    let (rows, deep) = rows(lane, days);
    let deep = deep.min(sizes.rows);
    let name = wrap(&lane.name, LABEL, 12.0);
    let name_height = 15.0 * (name.len().min(2) + usize::from(!lane.name.is_empty())) as f64 + 6.0;
    let above = (high as f64 * sizes.dot).max(8.0);
    let below = deep as f64 * sizes.span;
    let (left, right) = days.sides();
    let base = y + above + 6.0;
    let ink = &mut frame.ink;
    for (line, words) in name.iter().take(2).enumerate() {
        let words = if line == 1 && name.len() > 2 {
            format!("{words}…")
        } else {
            words.clone()
        };
        let y = y + 14.0 + 15.0 * line as f64;
        ink.text("strong", MARGIN, y, At::Start, &words);
    }
    if !lane.name.is_empty() {
        let y = y + 14.0 + 15.0 * name.len().min(2) as f64;
        let words = counted(lane.len() as u64, "incidents");
        ink.text("small", MARGIN, y, At::Start, &words);
    }
    ink.line("link", &[(left, base), (right, base)]);
    for ((day, label), level) in lane.dots.iter().step_by(sizes.each).zip(levels) {
        let radius = sizes.dot / 2.0 - 0.2;
        let x = days.middle(*day).clamp(left + radius, right - radius);
        let at = base - sizes.dot * (level as f64 + 0.5);
        let words = if sizes.each == 1 { *label } else { "" };
        ink.disc("main", x, at, radius, words);
    }
    let mut hidden = 0;
    for ((when, label), row) in lane.spans.iter().zip(rows) {
        if row >= deep {
            hidden += 1;
            continue;
        }
        let (from, to) = edges(when, days);
        let at = base + 3.0 + sizes.span * row as f64;
        let place = [from, at, to - from, (sizes.span - 1.4).max(1.0)];
        ink.titled_rect("span", place, label);
        if when.first.is_none() || when.last.is_none() {
            let x = if when.last.is_none() { to } else { from };
            ink.line("open", &[(x, at), (x, at + place[3])]);
        }
    }
    let end = (base + 3.0 + below).max(y + name_height) + 8.0;
    (end, hidden)
}

fn signs(marks: &[&Mark], sizes: &Sizes) -> Vec<(Sign, String)> {
    let exact = |mark: &&&Mark| mark.when.is_some_and(|when| when.is_day() && !when.approx);
    let mut entries = Vec::new();
    if marks.iter().any(|mark| exact(&mark)) {
        let words = match sizes.each {
            1 => "one incident, dated to the day".to_owned(),
            each => format!("{} incidents, dated to the day", count(each as u64)),
        };
        entries.push((Sign::Dot, words));
    }
    if marks.iter().any(|mark| !exact(&mark)) {
        let words = "one incident, on some day of this span".to_owned();
        entries.push((Sign::Span, words));
    }
    entries
}

/// Draws the second beneath the lanes of the first: behind the headline, before the marks.
fn under(marks: &str, axis: &str) -> String {
    let mut at = 0;
    for line in marks.split_inclusive('\n') {
        if !line.starts_with("<text class=\"title\"") {
            break;
        }
        at += line.len();
    }
    let (headline, marks) = marks.split_at(at);
    format!("{headline}{axis}{marks}")
}

fn told(lanes: &[Lane<'_>], first: Date, last: Date) -> String {
    let sum: usize = lanes.iter().map(Lane::len).sum();
    let exact: usize = lanes.iter().map(|lane| lane.dots.len()).sum();
    let mut told = format!(
        "{} from {first} to {last}, {} of them dated to the day.",
        counted(sum as u64, "incidents"),
        count(exact as u64)
    );
    let named: Vec<String> = lanes
        .iter()
        .filter(|lane| !lane.name.is_empty())
        .map(|lane| format!("{} {}", lane.name, count(lane.len() as u64)))
        .collect();
    if !named.is_empty() {
        told.push(' ');
        told.push_str(&named.join(", "));
        told.push('.');
    }
    told
}
