//! Incidents over time as bars, one a month or year, months without any standing empty.

use super::footnotes::slug;
use analysis::{KeyKind, Table};
use std::fmt::Write;

/// Wider than this nobody can read it.
const MOST: usize = 600;
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 150.0;

/// A drawing of a table by month or year; `None` where no incident is that exact, or the
/// periods are too many to be drawn.
pub fn draw(table: &Table) -> Option<String> {
    let told = table.rows.iter().filter_map(|row| {
        let key = row.keys.first().filter(|key| key.kind == KeyKind::Told)?;
        Some((index(&key.code)?, row.cell.count()))
    });
    let told: Vec<(i64, usize)> = told.collect();
    let (first, last) = (told.first()?.0, told.last()?.0);
    let steps = usize::try_from(last - first).ok()? + 1;
    let tallest = told.iter().map(|(_, count)| *count).max()?;
    if steps > MOST {
        return None;
    }
    let names = |at: usize| table.rows.get(at)?.keys.first().map(|key| slug(&key.label));
    let (from, to) = (names(0)?, names(told.len() - 1)?);
    let step = (WIDTH / steps as f64).min(60.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 -20 {WIDTH} {}\" \
         font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\">\n",
        HEIGHT + 42.0
    );
    for (at, count) in &told {
        let height = HEIGHT * *count as f64 / tallest as f64;
        let left = (at - first) as f64 * step;
        let _ = writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\" opacity=\"0.75\"/>",
            HEIGHT - height,
            (step * 0.85).max(0.5)
        );
    }
    let right = (steps as f64 * step).max(step);
    let _ = writeln!(
        svg,
        "<path d=\"M0 {HEIGHT}H{right:.1}\" stroke=\"currentColor\"/>\n\
         <text x=\"0\" y=\"-6\">most: {tallest}</text>\n<text x=\"0\" y=\"{0}\">{from}</text>",
        HEIGHT + 16.0
    );
    if from != to {
        let (x, anchor) = if right < 150.0 {
            (90.0, "start")
        } else {
            (right, "end")
        };
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"{anchor}\">{to}</text>",
            HEIGHT + 16.0
        );
    }
    svg.push_str("</svg>\n");
    Some(svg)
}

/// Where `2022` or `2022-09` stands among all years or months.
fn index(code: &str) -> Option<i64> {
    match code.split_once('-') {
        None => code.parse().ok(),
        Some((year, month)) => {
            let year: i64 = year.parse().ok()?;
            let month: i64 = month.parse().ok()?;
            Some(year * 12 + month)
        }
    }
}
