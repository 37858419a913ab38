//! The base map: sea, land, borders, graticule, scale.

use super::projection::Projection;
use super::{BaseOutline, Frame, rings};
use crate::write::markup::{escape, number, path};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Land as it lies in the frame and `around` pixels about it.
pub(super) struct Land<'o> {
    pub(super) outline: &'o BaseOutline,
    /// The rings in pixels, cut to what is drawn.
    pub(super) rings: Vec<Vec<(f64, f64)>>,
}

/// The outlines that reach into the frame or `around` it.
pub(super) fn lands<'o>(
    outlines: &'o [BaseOutline],
    projection: &Projection,
    frame: Frame,
    around: f64,
) -> Vec<Land<'o>> {
    let limit = Frame {
        x: frame.x - around,
        y: frame.y - around,
        width: frame.width + 2.0 * around,
        height: frame.height + 2.0 * around,
    };
    let lands = outlines.iter().map(|outline| {
        let rings = outline
            .rings
            .iter()
            .flat_map(|ring| rings::within_degrees(ring));
        let rings = rings.filter_map(|ring| {
            let points = ring.iter().map(|(lon, lat)| projection.point(*lon, *lat));
            let ring = thinned(rings::cut(&points.collect::<Vec<_>>(), limit));
            (ring.len() > 2).then_some(ring)
        });
        Land {
            outline,
            rings: rings.collect(),
        }
    });
    lands.filter(|land| !land.rings.is_empty()).collect()
}

/// Sea, graticule and land; `of_interest` and `hatched` are country codes.
pub(super) fn drawn(
    lands: &[Land],
    projection: &Projection,
    frame: Frame,
    of_interest: &BTreeSet<&str>,
    hatched: &BTreeSet<&str>,
) -> String {
    let mut svg = sea(projection);
    svg.push_str("<g class=\"lands\">\n");
    let has = |codes: &BTreeSet<&str>, land: &Land| {
        land.outline
            .country
            .as_deref()
            .is_some_and(|code| codes.contains(code))
    };
    let shape = |class: &str, land: &Land| {
        let data: String = land.rings.iter().map(|ring| path(ring, true)).collect();
        format!("<path class=\"{class}\" fill-rule=\"evenodd\" d=\"{data}\"/>\n")
    };
    for land in lands {
        let class = if has(of_interest, land) {
            "land here"
        } else {
            "land"
        };
        svg.push_str(&shape(class, land));
    }
    for land in lands.iter().filter(|land| has(hatched, land)) {
        svg.push_str(&shape("vague", land));
    }
    svg.push_str("</g>\n");
    svg.push_str(&graticule(projection, frame));
    svg
}

/// The water of the globe, where its edge may be in sight.
fn sea(projection: &Projection) -> String {
    if projection.is_global() {
        let side = |lon: f64| (-90..=90).map(move |lat| (lon, f64::from(lat)));
        let edge: Vec<(f64, f64)> = side(-180.0)
            .chain(side(180.0).collect::<Vec<_>>().into_iter().rev())
            .map(|(lon, lat)| projection.point(lon, lat))
            .collect();
        return format!("<path class=\"sea\" d=\"{}\"/>\n", path(&edge, true));
    }
    String::new()
}

/// The lines of equal longitude and latitude, fine enough to lie over the land.
fn graticule(projection: &Projection, frame: Frame) -> String {
    let (west, south, east, north) = projection.in_sight(frame);
    let step = step(north - south);
    let mut svg = String::from("<path class=\"graticule\" d=\"");
    for lon in multiples(west, east, step) {
        svg.push_str(&line(projection, |at| (lon, south + (north - south) * at)));
    }
    for lat in multiples(south, north, step) {
        svg.push_str(&line(projection, |at| (west + (east - west) * at, lat)));
    }
    svg.push_str("\"/>\n");
    svg
}

/// Degrees at the edge of the frame, for regional maps.
pub(super) fn degrees(projection: &Projection, frame: Frame) -> String {
    if projection.is_global() {
        return String::new();
    }
    let (west, south, east, north) = projection.in_sight(frame);
    let step = step(north - south);
    let mut svg = String::from("<g class=\"degrees\">\n");
    let mut put = |x: f64, y: f64, anchor: &str, text: &str| {
        writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
            number(x),
            number(y),
            escape(text)
        )
        .expect("memory takes all text");
    };
    for lon in multiples(west, east, step) {
        let (x, _) = projection.point(lon, south);
        if x > frame.x + 40.0 && x < frame.x + frame.width - 40.0 {
            put(x, frame.y + 13.0, "middle", &degree(lon, "E", "W"));
        }
    }
    for lat in multiples(south, north, step) {
        let (_, y) = projection.point(west, lat);
        if y > frame.y + 30.0 && y < frame.y + frame.height - 50.0 {
            put(
                frame.x + frame.width - 6.0,
                y + 3.5,
                "end",
                &degree(lat, "N", "S"),
            );
        }
    }
    svg.push_str("</g>\n");
    svg
}

fn degree(value: f64, positive: &str, negative: &str) -> String {
    let side = match value {
        v if v > 1e-9 => positive,
        v if v < -1e-9 => negative,
        _ => "",
    };
    let degrees = (value.abs() * 100.0).round() / 100.0;
    format!("{degrees}°{side}")
}

/// A bar of a round number of kilometres at the lower left of the frame.
pub(super) fn scale_bar(projection: &Projection, frame: Frame) -> String {
    let (_, south, _, north) = projection.in_sight(frame);
    let lat = if projection.is_global() {
        0.0
    } else {
        f64::midpoint(south, north)
    };
    let per_km = projection.pixels_per_km(lat);
    let round = [
        5000.0, 2000.0, 1000.0, 500.0, 200.0, 100.0, 50.0, 20.0, 10.0, 5.0,
    ];
    let km = round
        .into_iter()
        .find(|km| km * per_km <= 150.0)
        .unwrap_or(1.0);
    let place = if projection.is_global() {
        " at the equator"
    } else {
        ""
    };
    let (x, y) = (frame.x + 16.0, frame.y + frame.height - 16.0);
    let (half, end) = (x + km * per_km / 2.0, x + km * per_km);
    format!(
        "<g class=\"scale\" aria-label=\"Scale\">\
         <path class=\"scale-halo\" d=\"M{x},{y}H{end}\"/>\
         <path class=\"scale-line\" d=\"M{x},{y}H{end}M{x},{t}V{y}M{half},{m}V{y}M{end},{t}V{y}\"/>\
         <text x=\"{x}\" y=\"{text}\">{km} km{place}</text></g>\n",
        x = number(x),
        y = number(y),
        end = number(end),
        half = number(half),
        t = number(y - 6.0),
        m = number(y - 4.0),
        text = number(y - 11.0),
    )
}

fn step(height: f64) -> f64 {
    let steps = [0.5, 1.0, 2.0, 5.0, 10.0, 15.0];
    steps
        .into_iter()
        .find(|step| height / step <= 7.0)
        .unwrap_or(30.0)
}

fn multiples(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    let (first, last) = ((from / step).ceil() as i64, (to / step).floor() as i64);
    (first..=last).map(move |n| n as f64 * step)
}

fn line(projection: &Projection, at: impl Fn(f64) -> (f64, f64)) -> String {
    let pieces = if projection.is_global() { 60 } else { 1 };
    let points: Vec<(f64, f64)> = (0..=pieces)
        .map(|piece| {
            let (lon, lat) = at(f64::from(piece) / f64::from(pieces));
            projection.point(lon, lat)
        })
        .collect();
    path(&points, false)
}

/// Leaves out points hardly farther than half a pixel from the one before.
fn thinned(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for point in points {
        let far = |last: &(f64, f64)| (point.0 - last.0).abs() + (point.1 - last.1).abs() > 0.7;
        if kept.last().is_none_or(far) {
            kept.push(point);
        }
    }
    kept
}
