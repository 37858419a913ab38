//! Signs, discs and arrows of the places on a map.

use super::labels::Labels;
use super::placing::{Placed, Spot};
use super::projection::Projection;
use super::signs::{sign, style};
use super::{BaseOutline, MapOptions, rings};
use crate::write::incidents::{CasebookView, names_shown};
use crate::write::markup::{escape, number};
use model::{Field, Incident};
use std::collections::BTreeSet;
use std::fmt::Write;

/// What the pins draw, in two layers.
pub(super) struct Pins {
    /// Hatched discs, under the labels of countries.
    pub(super) areas: String,
    /// Signs and arrows, above them.
    pub(super) signs: String,
}

/// Radius of the sign of one incident, in pixels.
const RADIUS: f64 = 5.0;

/// Where on the rim of a disc its sign sits, to the upper right.
const RIM: (f64, f64) = (0.707, -0.707);

/// Draws all spots and asks for a label for each.
pub(super) fn drawn(
    view: &CasebookView,
    placed: &Placed,
    projection: &Projection,
    outlines: &[BaseOutline],
    options: &MapOptions,
    link: Option<&dyn Fn(usize) -> String>,
    labels: &mut Labels,
) -> Pins {
    let mut areas = String::from("<g class=\"areas\">\n");
    let mut signs = String::from("<g class=\"pins\">\n");
    for spot in &placed.spots {
        let (x, y) = projection.point(spot.place.longitude, spot.place.latitude);
        let radius = (RADIUS + 2.0 * ((spot.incidents.len() - 1) as f64).sqrt()).min(16.0);
        let classes = spot.classes(view.incidents);
        let (mut x, mut y) = (x, y);
        if !spot.is_exact() {
            let main = classes.first().map_or("", |(class, _)| class);
            let disc = spot.place.radius_km * projection.pixels_per_km(spot.place.latitude);
            let disc = disc.max(10.0);
            writeln!(
                areas,
                "<circle class=\"area {} a-{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                style(main),
                style(main).trim_start_matches("c-"),
                number(x),
                number(y),
                number(disc)
            )
            .expect("memory takes all text");
            // The sign sits on the rim: at the centre it would look like a known point.
            (x, y) = (x + disc * RIM.0, y + disc * RIM.1);
        }
        let others = if classes.len() > 1 { 7.0 } else { 0.0 };
        labels.ask(
            x,
            y,
            radius + others,
            &spot.place.name,
            spot.incidents.len(),
        );
        for from in origins(spot, view.incidents) {
            signs.push_str(&arrow((x, y), radius, from, outlines, projection));
        }
        signs.push_str(&pin((x, y), radius, spot, &classes, view, options, link));
    }
    areas.push_str("</g>\n");
    signs.push_str("</g>\n");
    Pins { areas, signs }
}

fn pin(
    (x, y): (f64, f64),
    radius: f64,
    spot: &Spot,
    classes: &[(&str, usize)],
    view: &CasebookView,
    options: &MapOptions,
    link: Option<&dyn Fn(usize) -> String>,
) -> String {
    let lines = title(spot, view.incidents, options);
    let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
    let mut drawn = String::new();
    let main = classes.first().map_or("", |(class, _)| class);
    for (place, (class, _)) in classes.iter().skip(1).enumerate() {
        let angle = -0.9 + 0.55 * place as f64;
        let (dx, dy) = (angle.cos() * (radius + 4.5), angle.sin() * (radius + 4.5));
        write!(
            drawn,
            "<g transform=\"translate({},{})\">{}</g>",
            number(dx),
            number(dy),
            sign(class, 3.2, false)
        )
        .expect("memory takes all text");
    }
    drawn.push_str(&sign(main, radius, !spot.is_exact()));
    if spot.incidents.len() > 1 {
        let class = if spot.is_exact() {
            "count"
        } else {
            "count dark"
        };
        write!(
            drawn,
            "<text class=\"{class}\" y=\"{}\">{}</text>",
            if main == "threat" { 4.6 } else { 3.6 },
            spot.incidents.len()
        )
        .expect("memory takes all text");
    }
    let indices: Vec<String> = spot.incidents.iter().map(ToString::to_string).collect();
    let marks = format!(
        "<g transform=\"translate({},{})\"><g class=\"steady\"><title>{}</title>\
         <circle class=\"touch\" r=\"{}\"/>{drawn}</g></g>",
        number(x),
        number(y),
        lines.join("\n"),
        number(radius + 5.0)
    );
    match link.zip(spot.incidents.first()) {
        None => format!("<g class=\"pin\">{marks}</g>\n"),
        Some((link, first)) => format!(
            "<a class=\"pin\" href=\"#{}\" data-incidents=\"{}\" aria-label=\"{}\">{marks}</a>\n",
            escape(&link(*first)),
            indices.join(" "),
            lines.join(". ")
        ),
    }
}

/// How many incidents a pin's title tells one by one.
const TOLD: usize = 10;

fn title(spot: &Spot, incidents: &[Incident], options: &MapOptions) -> Vec<String> {
    let count = spot.incidents.len();
    let incident = if count == 1 { "incident" } else { "incidents" };
    let mut within = String::new();
    if !spot.is_exact() {
        within = format!(
            ", somewhere within {:.0} km ({})",
            spot.place.radius_km,
            spot.place.precision.word()
        );
    }
    let also = match spot.also.as_slice() {
        [] => String::new(),
        names => format!(" and, close by, {}", names.join(", ")),
    };
    let mut lines = vec![format!(
        "{}{also}: {count} {incident}{within}",
        spot.place.name
    )];
    let told = spot.incidents.iter().take(TOLD);
    lines.extend(told.map(|index| line(&incidents[*index], options)));
    if count > TOLD {
        lines.push(format!("and {} more", count - TOLD));
    }
    lines
}

/// An incident in one line: date, type, who, how many.
pub(super) fn line(incident: &Incident, options: &MapOptions) -> String {
    let date = incident.when().map(|when| when.to_string());
    let kind = incident
        .text(Field::Type)
        .unwrap_or("incident")
        .replace('_', " ");
    let mut line = format!("{} {kind}", date.as_deref().unwrap_or("undated"));
    let perpetrators = incident.actors(Field::Perpetrators);
    let names = names_shown(perpetrators, options.export.include_persons);
    if !names.is_empty() {
        write!(line, ", {}", names.join(", ")).expect("memory takes all text");
    }
    for field in [Field::Killed, Field::Injured] {
        if let Some(estimate) = incident.estimate(field) {
            write!(line, ", {field} {estimate}").expect("memory takes all text");
        }
    }
    line
}

fn origins<'i>(spot: &Spot, incidents: &'i [Incident]) -> BTreeSet<&'i str> {
    let incidents = spot.incidents.iter().map(|index| &incidents[*index]);
    incidents
        .filter_map(|incident| incident.text(Field::FromCountry))
        .collect()
}

/// A short arrow that comes from the direction of a country: fire across a border.
fn arrow(
    (x, y): (f64, f64),
    radius: f64,
    from: &str,
    outlines: &[BaseOutline],
    projection: &Projection,
) -> String {
    let outline = outlines
        .iter()
        .find(|outline| outline.country.as_deref() == Some(from));
    let Some((lon, lat, _)) = outline.and_then(rings::circle_around) else {
        return String::new();
    };
    let (from_x, from_y) = projection.point(lon, lat);
    let distance = (from_x - x).hypot(from_y - y);
    if distance < radius + 20.0 {
        return String::new();
    }
    let (ux, uy) = ((from_x - x) / distance, (from_y - y) / distance);
    let (start, end) = ((radius + 48.0).min(distance), radius + 3.0);
    let name = outline.map_or(from, |outline| outline.name.as_str());
    format!(
        "<g transform=\"translate({},{})\"><g class=\"steady\"><title>fired from {}</title>\
         <path class=\"arrow\" marker-end=\"url(#arrow-head)\" d=\"M{},{}L{},{}\"/></g></g>\n",
        number(x),
        number(y),
        escape(name),
        number(ux * start),
        number(uy * start),
        number(ux * end),
        number(uy * end)
    )
}
