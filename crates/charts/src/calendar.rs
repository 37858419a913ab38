use crate::Words;
use crate::frame::{Frame, MARGIN, RIGHT, Sign};
use crate::ink::{At, count, counted};
use crate::step::MONTHS;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// Years as weeks by days, the more the darker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `incidents`.
    pub unit: String,
    /// The days with anything on them, in any order; two of the same day are added up.
    /// Years with anything on them are drawn, the newest twelve where there are more; years
    /// between without anything are a line of words.
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

const MOST: usize = 12;
/// From one cell to the next.
const CELL: f64 = 12.6;
const SIDE: f64 = 11.4;
const LEFT: f64 = MARGIN + 44.0;
const YEAR: f64 = CELL * 7.0 + 28.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn calendar(chart: &Calendar) -> String {
    let mut frame = Frame::new("calendar", &chart.words);
    if chart.left_out > 0 {
        frame.notes.push(format!(
            "Not drawn, because not dated to the day: {}.",
            counted(chart.left_out, &chart.unit)
        ));
    }
    let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
    for day in chart.days.iter().filter(|day| day.count > 0) {
        let sum = counts.entry(day.day).or_default();
        *sum = sum.saturating_add(day.count);
    }
    let mut years: Vec<i16> = counts.keys().map(|day| day.year()).collect();
    years.dedup();
    if years.is_empty() {
        return frame.nothing(&chart.unit);
    }
    let from = years[years.len().saturating_sub(MOST)];
    let most = counts.values().copied().max().unwrap_or(1);
    let levels = levels(most);
    let mut y = frame.key(frame.top, &key(&levels, &chart.unit)) + 8.0;
    let mut expected = from;
    for year in years.iter().copied().filter(|year| *year >= from) {
        if year > expected {
            let none = match year - expected {
                1 => expected.to_string(),
                _ => format!("{expected}–{}", year - 1),
            };
            let words = format!("{none}: no {} dated to the day", chart.unit);
            let words = crate::ink::fit(&words, RIGHT - MARGIN, 12.0);
            frame.ink.text("soft", MARGIN, y + 8.0, At::Start, &words);
            y += 24.0;
        }
        draw(&mut frame, year, y, &counts, (&levels, &chart.unit));
        y += YEAR;
        expected = year.saturating_add(1);
    }
    if from > years[0] {
        let before = counts.iter().filter(|(day, _)| day.year() < from);
        let before = before.fold(0_u64, |sum, (_, count)| sum.saturating_add(*count));
        frame.notes.push(format!(
            "The newest {MOST} years are drawn; before them lie {}.",
            counted(before, &chart.unit)
        ));
    }
    let sum = counts
        .values()
        .fold(0_u64, |sum, one| sum.saturating_add(*one));
    frame.told = format!(
        "{} on {}, at most {} on one.",
        counted(sum, &chart.unit),
        counted(counts.len() as u64, "days"),
        count(most)
    );
    frame.finish(y - 14.0)
}

/// The least counts of the shades: one, and up to three round steps above.
fn levels(most: u64) -> Vec<u64> {
    match most {
        0 | 1 => vec![1],
        2 => vec![1, 2],
        3 => vec![1, 2, 3],
        4..=9 => vec![1, 2, 3, 5],
        10..=40 => vec![1, 3, 6, 11],
        most => vec![1, most / 10 + 1, most / 4 + 1, most / 2 + 1],
    }
}

/// The shade of a count; with few levels the darker shades are taken first.
fn shade(levels: &[u64], value: u64) -> usize {
    let level = levels.iter().filter(|least| **least <= value).count();
    if level == 0 {
        0
    } else {
        level + (4 - levels.len()) / 2
    }
}

fn key(levels: &[u64], unit: &str) -> Vec<(Sign, String)> {
    let mut entries = vec![(Sign::Level(0), format!("no {unit} dated to this day"))];
    for (at, least) in levels.iter().enumerate() {
        let words = match levels.get(at + 1) {
            Some(next) if next - least == 1 => count(*least),
            Some(next) => format!("{}–{}", count(*least), count(next - 1)),
            None if at == 0 => count(*least),
            None => format!("{} or more", count(*least)),
        };
        entries.push((Sign::Level(shade(levels, *least)), words));
    }
    entries
}

fn draw(
    frame: &mut Frame<'_>,
    year: i16,
    top: f64,
    counts: &BTreeMap<Date, u64>,
    (levels, unit): (&[u64], &str),
) {
    let ink = &mut frame.ink;
    let y = top + 16.0;
    ink.text("strong", MARGIN, y + 10.0, At::Start, &year.to_string());
    for (name, row) in [("Mo", 0.0), ("We", 2.0), ("Fr", 4.0), ("Su", 6.0)] {
        if row > 0.0 {
            ink.text("small", LEFT - 5.0, y + CELL * row + 9.5, At::End, name);
        }
    }
    let Ok(first) = Date::new(year, 1, 1) else {
        return;
    };
    let offset = i64::from(first.weekday().since(Weekday::Monday));
    let mut at = Some(first);
    let mut index = offset;
    while let Some(day) = at.filter(|day| day.year() == year) {
        let x = LEFT + (index / 7) as f64 * CELL;
        let row = y + (index % 7) as f64 * CELL;
        if day.day() == 1 {
            let month = MONTHS[usize::from(day.month().unsigned_abs()).clamp(1, 12) - 1];
            let name = month.get(..3).unwrap_or(month);
            let column = if index % 7 == 0 { x } else { x + CELL };
            ink.text("small", column.max(LEFT), y - 4.0, At::Start, name);
        }
        let value = counts.get(&day).copied().unwrap_or(0);
        let level = shade(levels, value);
        let words = match value {
            0 => String::new(),
            value => format!("{}: {}", crate::Step::Day.words(day), counted(value, unit)),
        };
        let class = format!("l{level}");
        ink.titled_rect(&class, [x, row, SIDE, SIDE], &words);
        if value > 0 {
            let class = format!("digit on{level}");
            let digits = if value > 99 {
                "…".to_owned()
            } else {
                value.to_string()
            };
            ink.text(&class, x + SIDE / 2.0, row + 8.6, At::Middle, &digits);
        }
        index += 1;
        at = day.checked_add(1.day()).ok();
    }
}
