//! Names on the map, none over another.

use super::Frame;
use super::base::Land;
use super::placing::Placed;
use super::rings::{cut, middle, span};
use crate::write::markup::{escape, number, text_width};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Where names may still stand.
pub(super) struct Labels {
    frame: Frame,
    taken: Vec<Frame>,
    wanted: Vec<Wanted>,
    drawn: String,
}

struct Wanted {
    x: f64,
    y: f64,
    radius: f64,
    name: String,
    weight: usize,
}

/// Size of place names in pixels.
const PLACE: f64 = 11.5;
/// As many places are named at most, those with most incidents first.
const MOST: usize = 60;

impl Labels {
    pub(super) fn new(frame: Frame) -> Self {
        // The scale bar's corner is taken.
        let corner = Frame {
            x: frame.x,
            y: frame.y + frame.height - 46.0,
            width: 190.0,
            height: 46.0,
        };
        Labels {
            frame,
            taken: vec![corner],
            wanted: Vec::new(),
            drawn: String::new(),
        }
    }

    /// Takes the place of a sign and asks for its name beside it.
    pub(super) fn ask(&mut self, x: f64, y: f64, radius: f64, name: &str, weight: usize) {
        self.taken.push(Frame {
            x: x - radius,
            y: y - radius,
            width: 2.0 * radius,
            height: 2.0 * radius,
        });
        self.wanted.push(Wanted {
            x,
            y,
            radius,
            name: name.to_owned(),
            weight,
        });
    }

    /// Names of countries, with how many incidents have no closer place. Places that asked
    /// before come first.
    pub(super) fn countries(
        &mut self,
        lands: &[Land],
        placed: &Placed,
        of_interest: &BTreeSet<&str>,
    ) -> String {
        self.place_names();
        let mut found: Vec<Country> = lands
            .iter()
            .filter_map(|land| Country::of(land, self.frame, placed, of_interest))
            .collect();
        found.sort_by(|a, b| {
            let first = |country: &Country| (country.count.is_none(), !country.of_interest);
            first(a).cmp(&first(b)).then(b.area.total_cmp(&a.area))
        });
        let mut svg = String::from("<g class=\"countries\">\n");
        for country in &found {
            self.country(country, &mut svg);
        }
        svg.push_str("</g>\n");
        svg
    }

    /// The names of places that found room.
    pub(super) fn places(&self) -> String {
        format!("<g class=\"places\">\n{}</g>\n", self.drawn)
    }

    fn country(&mut self, country: &Country, svg: &mut String) {
        let below = country
            .count
            .map(|count| format!("no closer place: {count}"));
        let name_width = text_width(&country.name, country.size) * 1.35;
        let below_width = below.as_deref().map_or(0.0, |text| text_width(text, PLACE));
        let width = name_width.max(below_width);
        let height = country.size + if below.is_some() { PLACE + 5.0 } else { 2.0 };
        if below.is_none() && !country.of_interest && width > country.width * 1.05 {
            return;
        }
        let (x, y) = country.middle;
        for (dx, dy) in OFFSETS {
            let (x, y) = (x + dx * country.width, y + dy * country.height);
            let area = Frame {
                x: x - width / 2.0,
                y: y - height / 2.0,
                width,
                height,
            };
            if !inside(&country.ring, (x, y)) || !self.take(area) {
                continue;
            }
            let class = if country.of_interest {
                "country here"
            } else {
                "country"
            };
            let base = y - height / 2.0 + country.size * 0.9;
            write!(
                svg,
                "<g transform=\"translate({},{})\"><g class=\"steady\">\
                 <text class=\"{class}\" font-size=\"{}\">{}</text>",
                number(x),
                number(base),
                number(country.size),
                escape(&country.name)
            )
            .expect("memory takes all text");
            if let Some(below) = below {
                write!(
                    svg,
                    "<text class=\"country-count\" y=\"{}\" font-size=\"{PLACE}\">{below}</text>",
                    number(PLACE + 4.0)
                )
                .expect("memory takes all text");
            }
            svg.push_str("</g></g>\n");
            return;
        }
    }

    fn place_names(&mut self) {
        let mut wanted = std::mem::take(&mut self.wanted);
        wanted.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
        let mut drawn = String::new();
        for label in wanted.iter().take(MOST) {
            let width = text_width(&label.name, PLACE);
            let (gap, high) = (label.radius + 5.0, PLACE * 1.1);
            let sides = [
                (label.x + gap, label.y - high / 2.0),
                (label.x - gap - width, label.y - high / 2.0),
                (label.x - width / 2.0, label.y - gap - high),
                (label.x - width / 2.0, label.y + gap),
            ];
            for (x, y) in sides {
                let area = Frame {
                    x,
                    y,
                    width,
                    height: high,
                };
                if self.take(area) {
                    let (dx, dy) = (x - label.x, y + high * 0.8 - label.y);
                    writeln!(
                        drawn,
                        "<g transform=\"translate({},{})\"><text class=\"place steady\" x=\"{}\" \
                         y=\"{}\" font-size=\"{PLACE}\">{}</text></g>",
                        number(label.x),
                        number(label.y),
                        number(dx),
                        number(dy),
                        escape(&label.name)
                    )
                    .expect("memory takes all text");
                    break;
                }
            }
        }
        self.drawn = drawn;
    }

    /// Takes an area if it is free and wholly in the frame.
    fn take(&mut self, area: Frame) -> bool {
        let frame = self.frame;
        let within = area.x >= frame.x + 4.0
            && area.y >= frame.y + 16.0
            && area.x + area.width <= frame.x + frame.width - 4.0
            && area.y + area.height <= frame.y + frame.height - 4.0;
        let free = within && !self.taken.iter().any(|other| overlap(&area, other));
        if free {
            self.taken.push(area);
        }
        free
    }
}

/// Where a country's name is tried, in shares of its width and height from its middle.
const OFFSETS: [(f64, f64); 13] = [
    (0.0, 0.0),
    (0.0, 0.12),
    (0.0, -0.12),
    (-0.15, 0.0),
    (0.15, 0.0),
    (0.0, 0.22),
    (0.0, -0.22),
    (-0.25, 0.15),
    (0.25, -0.15),
    (0.25, 0.2),
    (-0.25, -0.2),
    (0.0, 0.32),
    (0.0, -0.32),
];

/// A country as far as it is in sight.
struct Country {
    name: String,
    ring: Vec<(f64, f64)>,
    middle: (f64, f64),
    area: f64,
    width: f64,
    height: f64,
    size: f64,
    of_interest: bool,
    count: Option<usize>,
}

impl Country {
    fn of(
        land: &Land,
        frame: Frame,
        placed: &Placed,
        of_interest: &BTreeSet<&str>,
    ) -> Option<Self> {
        let rings = land.rings.iter().map(|ring| {
            let ring = cut(ring, frame);
            let (centre, area) = middle(&ring);
            (ring, centre, area)
        });
        let (ring, centre, area) = rings.max_by(|a, b| a.2.total_cmp(&b.2))?;
        let code = land.outline.country.as_deref();
        let of_interest = code.is_some_and(|code| of_interest.contains(code));
        if area < if of_interest { 60.0 } else { 900.0 } {
            return None;
        }
        let (left, right) = span(&ring, |point| point.0);
        let (top, bottom) = span(&ring, |point| point.1);
        Some(Country {
            name: land.outline.name.to_uppercase(),
            middle: centre,
            area,
            width: right - left,
            height: bottom - top,
            size: (area.sqrt() / 24.0).clamp(8.5, 14.0),
            of_interest,
            count: code
                .and_then(|code| placed.by_country.get(code))
                .map(Vec::len),
            ring,
        })
    }
}

fn overlap(a: &Frame, b: &Frame) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/// Even-odd rule.
fn inside(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let mut inside = false;
    for (index, a) in ring.iter().enumerate() {
        let b = ring[(index + 1) % ring.len()];
        if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
            inside = !inside;
        }
    }
    inside
}
