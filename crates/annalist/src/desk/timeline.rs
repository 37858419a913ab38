//! Incidents along time: as the API gives them, and as the server draws them.

use super::choose::Chosen;
use super::markup::escape;
use super::problem::{Done, Problem};
use super::query::Query;
use analysis::{By, Clock, Timeline, timeline};
use std::fmt::Write as _;
use std::sync::Arc;

/// The timeline of what was chosen.
pub fn of(chosen: &Chosen, query: &Query) -> Done<Arc<Timeline>> {
    let asked = ["bin", "clock"].map(|name| query.one(name).unwrap_or(""));
    chosen.once("timeline", &asked.join("&"), || made(chosen, query))
}

fn made(chosen: &Chosen, query: &Query) -> Done<Timeline> {
    let every = match query.one("bin") {
        None => None,
        Some(word) => {
            let by = word.parse::<By>().ok().filter(|by| by.is_time());
            Some(by.ok_or_else(|| {
                let detail = format!("`bin={word}`: use day, week, month or year");
                Problem::unreadable(detail).with("field", "bin".into())
            })?)
        }
    };
    let published = |report: &str| chosen.base.published(report);
    let clock = match query.one("clock") {
        None | Some("occurred") => Clock::Occurred,
        Some("reported") => Clock::Reported(&published),
        Some(word) => {
            let detail = format!("`clock={word}`: use occurred or reported");
            return Err(Problem::unreadable(detail).with("field", "clock".into()));
        }
    };
    Ok(timeline(&chosen.view.columns, &chosen.rows, every, clock))
}

/// Width and height of the drawing.
const SIZE: (f64, f64) = (960.0, 120.0);

/// The timeline as `<svg id="timeline-svg">`; each bin leads to its own days.
pub fn drawn(line: &Timeline, query: &Query) -> String {
    let (width, height) = SIZE;
    let ground = height - 20.0;
    let mut svg = format!(
        "<svg id=\"timeline-svg\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"Incidents by {}\">\n",
        line.bin
    );
    let most = line.bins.iter().map(|bin| bin.exact.max(bin.ranges)).max();
    let most = most.unwrap_or(0).max(1) as f64;
    let each = width / line.bins.len().max(1) as f64;
    let gap = if each > 4.0 { 1.0 } else { 0.0 };
    for (at, bin) in line.bins.iter().enumerate() {
        if bin.exact + bin.ranges == 0 {
            continue;
        }
        let x = at as f64 * each;
        let wide = (each - gap).clamp(0.5, 60.0);
        let tall = |count: u64| (count as f64 / most * (ground - 12.0)).max(1.0);
        let address = query
            .without(&["page", "since", "until", "bin", "clock"])
            .with("since", bin.start)
            .with("until", bin.end);
        let told = told(bin);
        let _ = write!(
            svg,
            "<a href=\"/incidents{}\"><title>{}</title>",
            escape(&address.href()),
            escape(&told)
        );
        if bin.ranges > 0 {
            let high = tall(bin.ranges);
            let _ = write!(
                svg,
                "<rect class=\"span\" x=\"{x:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{high:.2}\"/>",
                ground - high,
                each.max(0.5)
            );
        }
        if bin.exact > 0 {
            let high = tall(bin.exact);
            let _ = write!(
                svg,
                "<rect class=\"bar\" x=\"{x:.2}\" y=\"{:.2}\" width=\"{wide:.2}\" height=\"{high:.2}\"/>",
                ground - high
            );
        }
        svg.push_str("</a>\n");
    }
    let _ = writeln!(
        svg,
        "<line class=\"axis\" x1=\"0\" y1=\"{ground}\" x2=\"{width}\" y2=\"{ground}\"/>"
    );
    for (at, anchor) in labelled(line.bins.len()) {
        if let Some(bin) = line.bins.get(at) {
            let x = match anchor {
                "end" => width,
                "middle" => (at as f64 + 0.5) * each,
                _ => 0.0,
            };
            let _ = writeln!(
                svg,
                "<text class=\"label\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                height - 5.0,
                escape(&bin.label)
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn told(bin: &analysis::Bin) -> String {
    let mut words = format!("{}: {}", bin.label, bin.exact);
    if bin.ranges > 0 {
        let _ = write!(words, ", and {} not exact to it", bin.ranges);
    }
    words
}

/// Bins with a label, and how it is anchored.
fn labelled(bins: usize) -> Vec<(usize, &'static str)> {
    match bins {
        0 => Vec::new(),
        1 => vec![(0, "start")],
        2..=4 => vec![(0, "start"), (bins - 1, "end")],
        _ => vec![(0, "start"), (bins / 2, "middle"), (bins - 1, "end")],
    }
}
