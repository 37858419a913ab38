use crate::Words;
use crate::frame::{Frame, MARGIN, RIGHT, Sign};
use crate::ink::{At, count, counted, fit, width};

/// What each period is made of: stacked shares with the counts written in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mix {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `targets`.
    pub unit: String,
    /// Names of the parts, largest or most important first. Beyond seven, the rest is drawn
    /// together as `other`.
    pub parts: Vec<String>,
    /// The periods, drawn in this order. Beyond sixty the last sixty are drawn.
    pub periods: Vec<MixPeriod>,
}

/// One period of a [`Mix`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MixPeriod {
    /// `2022`, `April 2022`.
    pub label: String,
    /// Counts in the order of [`Mix::parts`]; missing ones are zero, and those without a
    /// name are added to `other`.
    pub counts: Vec<u64>,
}

/// So many parts have a colour and pattern of their own.
const NAMED: usize = 7;
const MOST: usize = 60;
const ROW: f64 = 20.0;
const GAP: f64 = 6.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn mix(chart: &Mix) -> String {
    let mut frame = Frame::new("mix", &chart.words);
    let skipped = chart.periods.len().saturating_sub(MOST);
    let periods = &chart.periods[skipped..];
    if periods.is_empty() {
        return frame.nothing(&chart.unit);
    }
    frame.define_patterns();
    let named = chart.parts.len().min(NAMED);
    let stacks: Vec<Vec<u64>> = periods.iter().map(|period| stack(period, named)).collect();
    let has_other = stacks.iter().any(|stack| stack[named] > 0);
    let mut entries: Vec<(Sign, String)> = chart.parts[..named]
        .iter()
        .enumerate()
        .map(|(at, name)| (Sign::Part(at), name.clone()))
        .collect();
    if has_other {
        entries.push((Sign::Part(NAMED), "other".to_owned()));
    }
    let top = frame.key(frame.top, &entries) + 42.0;
    let labels = periods.iter().map(|period| width(&period.label, 12.0));
    let label_room = labels.fold(0.0, f64::max).min(190.0) + 8.0;
    let totals: Vec<u64> = stacks.iter().map(|stack| sum(stack)).collect();
    let total_room = totals.iter().map(|total| width(&count(*total), 12.0));
    let total_room = total_room.fold(width("all", 12.0), f64::max) + 10.0;
    let (left, right) = (MARGIN + label_room, RIGHT - total_room);
    let bottom = top + (ROW + GAP) * periods.len() as f64;
    scale(&mut frame, chart, (left, right), (top, bottom));
    for (row, (period, stack)) in periods.iter().zip(&stacks).enumerate() {
        let y = top + (ROW + GAP) * row as f64;
        let label = fit(&period.label, label_room - 8.0, 12.0);
        frame.ink.text("", left - 8.0, y + 14.0, At::End, &label);
        let total = count(totals[row]);
        frame.ink.text("soft", RIGHT, y + 14.0, At::End, &total);
        draw(&mut frame, chart, period, stack, (left, right, y));
    }
    if skipped > 0 {
        frame.notes.push(format!(
            "The last {MOST} of {} periods are drawn.",
            count(chart.periods.len() as u64)
        ));
    }
    if has_other && chart.parts.len() > NAMED {
        let rest = chart.parts.len() - NAMED;
        frame.notes.push(format!(
            "Other: {}{}.",
            chart.parts[NAMED..]
                .iter()
                .take(12)
                .cloned()
                .collect::<Vec<_>>()
                .join(", "),
            crate::frame::and_more(rest.saturating_sub(12))
        ));
    }
    let all = totals
        .iter()
        .fold(0_u64, |all, one| all.saturating_add(*one));
    frame.told = format!(
        "Shares of {} in {} periods.",
        counted(all, &chart.unit),
        periods.len()
    );
    frame.finish(bottom + 6.0)
}

/// The counts of the named parts, and the rest.
fn stack(period: &MixPeriod, named: usize) -> Vec<u64> {
    let mut stack: Vec<u64> = (0..named)
        .map(|part| period.counts.get(part).copied().unwrap_or(0))
        .collect();
    stack.push(sum(period.counts.get(named..).unwrap_or(&[])));
    stack
}

fn sum(counts: &[u64]) -> u64 {
    counts.iter().fold(0, |sum, one| sum.saturating_add(*one))
}

fn scale(frame: &mut Frame<'_>, chart: &Mix, (left, right): (f64, f64), (top, bottom): (f64, f64)) {
    for percent in [0, 25, 50, 75, 100] {
        let x = left + (right - left) * f64::from(percent) / 100.0;
        frame.ink.line("grid", &[(x, top - 4.0), (x, bottom)]);
        let words = format!("{percent}%");
        frame.ink.text("small", x, top - 8.0, At::Middle, &words);
    }
    let unit = format!("share of {}, with counts", chart.unit);
    let unit = fit(&unit, RIGHT - MARGIN, 12.0);
    frame.ink.text("soft", MARGIN, top - 26.0, At::Start, &unit);
    frame.ink.text("small", RIGHT, top - 8.0, At::End, "all");
}

fn draw(
    frame: &mut Frame<'_>,
    chart: &Mix,
    period: &MixPeriod,
    stack: &[u64],
    (left, right, y): (f64, f64, f64),
) {
    let total = sum(stack);
    if total == 0 {
        frame
            .ink
            .line("grid", &[(left, y + ROW / 2.0), (right, y + ROW / 2.0)]);
        frame
            .ink
            .text("small halo", left + 6.0, y + 14.0, At::Start, "none");
        return;
    }
    let mut before: u64 = 0;
    for (part, value) in stack.iter().enumerate().filter(|(_, value)| **value > 0) {
        let from = left + (right - left) * (before as f64 / total as f64);
        before = before.saturating_add(*value);
        let to = left + (right - left) * (before as f64 / total as f64).min(1.0);
        let is_other = part + 1 == stack.len();
        let name = match chart.parts.get(part) {
            Some(name) if !is_other => name.as_str(),
            _ => "other",
        };
        let share = (*value as f64 / total as f64 * 100.0).round();
        let words = format!(
            "{}, {name}: {} of {} ({share}%)",
            period.label,
            count(*value),
            counted(total, &chart.unit)
        );
        let part = if is_other { NAMED } else { part };
        frame.part(part, [from, y, to - from, ROW], &words);
        frame.ink.line("cut", &[(to, y), (to, y + ROW)]);
        let text = count(*value);
        if to - from >= width(&text, 12.0) + 8.0 {
            let middle = f64::midpoint(from, to);
            frame
                .ink
                .text("halo strong", middle, y + 14.0, At::Middle, &text);
        }
    }
}
