//! What the signs mean, and what is not on the map.

use super::placing::{class_of, counted};
use super::signs::{CLASSES, sign};
use super::{Drawing, MapOptions};
use crate::write::markup::{escape, number, text_width};
use model::{Field, Incident};
use std::fmt::Write;

/// Size of legend text in pixels.
const SIZE: f64 = 12.5;

/// A sign and what it means.
pub(super) struct Entry {
    /// SVG around the origin, about 16 pixels wide.
    pub(super) sign: String,
    pub(super) text: String,
}

/// The classes on the map with how many incidents each has.
pub(super) fn classes(incidents: &[Incident]) -> Vec<Entry> {
    let mut counts = counted(incidents.iter().map(class_of));
    let order = |class: &str| {
        let known = CLASSES.iter().position(|known| *known == class);
        known.unwrap_or(CLASSES.len())
    };
    counts.sort_by_key(|(class, _)| order(class));
    let entries = counts.iter().map(|(class, count)| Entry {
        sign: sign(class, 5.5, false),
        text: format!(
            "{} {count}",
            if class.is_empty() { "no class" } else { class }
        ),
    });
    entries.collect()
}

/// How exactness is drawn; only what the map has.
pub(super) fn exactness(drawing: &Drawing) -> Vec<Entry> {
    let spots = &drawing.placed.spots;
    let mut entries = Vec::new();
    let mut add = |has: bool, sign: &str, text: &str| {
        if has {
            entries.push(Entry {
                sign: sign.to_owned(),
                text: text.to_owned(),
            });
        }
    };
    add(
        spots.iter().any(super::placing::Spot::is_exact),
        "<circle class=\"sign c-key\" r=\"5\"/>",
        "site or settlement",
    );
    add(
        spots.iter().any(|spot| !spot.is_exact()),
        "<circle class=\"area c-key a-other\" r=\"9\"/><circle class=\"sign hollow c-key\" r=\"4\"/>",
        "somewhere within (district, province, region)",
    );
    add(
        spots.iter().any(|spot| spot.incidents.len() > 1),
        "<circle class=\"sign c-key\" r=\"7.5\"/><text class=\"count\" y=\"3.6\">3</text>",
        "several at one place",
    );
    add(
        !drawing.placed.by_country.is_empty(),
        "<rect class=\"land here\" x=\"-9\" y=\"-6\" width=\"18\" height=\"12\"/>\
         <rect class=\"vague\" x=\"-9\" y=\"-6\" width=\"18\" height=\"12\"/>",
        "country only, not pinned",
    );
    entries
}

/// What the map could not pin: always told, also where it is nothing.
pub(super) fn missing(drawing: &Drawing) -> String {
    let mut text = String::new();
    for (code, incidents) in &drawing.placed.by_country {
        let country = drawing.country(code);
        write!(text, "{country}, no closer place: {}  ·  ", incidents.len())
            .expect("memory takes all text");
    }
    write!(
        text,
        "unlocated: {}  ·  undated: {}",
        drawing.placed.unlocated.len(),
        drawing.placed.undated
    )
    .expect("memory takes all text");
    text
}

/// What is shown: the caller's words, how many incidents, and who chose the figures.
pub(super) fn caption(drawing: &Drawing, options: &MapOptions) -> String {
    let incidents = drawing.view.incidents;
    let mut parts: Vec<String> = Vec::new();
    if !options.caption.is_empty() {
        parts.push(options.caption.clone());
    }
    let noun = if incidents.len() == 1 {
        "incident"
    } else {
        "incidents"
    };
    parts.push(format!(
        "{} {noun}: {} on the map, {} known by country only, {} unlocated.",
        incidents.len(),
        drawing.on_map(),
        drawing.by_country(),
        drawing.placed.unlocated.len()
    ));
    let policies = policies(incidents);
    if !policies.is_empty() {
        parts.push(format!("Figures by policy: {}.", policies.join(", ")));
    }
    parts.join(" ")
}

/// The policies that chose the casualty figures.
fn policies(incidents: &[Incident]) -> Vec<&str> {
    let fields = [Field::Killed, Field::Injured, Field::Casualties];
    let settled = incidents
        .iter()
        .flat_map(|incident| fields.iter().filter_map(|field| incident.fields.get(field)));
    let mut policies: Vec<&str> = settled.map(|settled| settled.policy.as_str()).collect();
    policies.sort_unstable();
    policies.dedup();
    policies
}

/// The legend as SVG below `y`, and where it ends.
pub(super) fn drawn(
    drawing: &Drawing,
    options: &MapOptions,
    x: f64,
    y: f64,
    width: f64,
) -> (String, f64) {
    let mut svg = String::from("<g class=\"legend\">\n");
    let mut below = y;
    for row in [classes(drawing.view.incidents), exactness(drawing)] {
        if !row.is_empty() {
            below = flow(&mut svg, &row, x, below, width);
        }
    }
    for (class, text) in [
        ("missing", missing(drawing)),
        ("credit", options.credit.clone()),
    ] {
        for line in wrapped(&text, width, SIZE) {
            below += 18.0;
            put(&mut svg, class, x, below - 4.0, &line);
        }
    }
    svg.push_str("</g>\n");
    (svg, below)
}

/// Entries one after the other, on as many lines as they need.
fn flow(svg: &mut String, entries: &[Entry], x: f64, y: f64, width: f64) -> f64 {
    let (mut at, mut line) = (x, y + 14.0);
    for entry in entries {
        let entry_width = 26.0 + text_width(&entry.text, SIZE) + 18.0;
        if at > x && at + entry_width > x + width {
            (at, line) = (x, line + 22.0);
        }
        write!(
            svg,
            "<g transform=\"translate({},{})\">{}</g>",
            number(at + 9.0),
            number(line - 4.3),
            entry.sign
        )
        .expect("memory takes all text");
        put(svg, "entry", at + 25.0, line, &entry.text);
        at += entry_width;
    }
    line + 10.0
}

fn put(svg: &mut String, class: &str, x: f64, y: f64, text: &str) {
    writeln!(
        svg,
        "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"{SIZE}\">{}</text>",
        number(x),
        number(y),
        escape(text)
    )
    .expect("memory takes all text");
}

/// The text in lines of at most so many pixels.
pub(super) fn wrapped(text: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text_width(line, size) + text_width(word, size) + size < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
