//! The signs of the classes: told apart by shape, and by colour besides.

use crate::write::markup::{number, path};
use std::f64::consts::TAU;
use std::fmt::Write;

/// The classes with a sign of their own, in legend order.
pub(super) const CLASSES: [&str; 5] = ["attack", "clash", "operation", "threat", "unrest"];

/// The style class of an event class; classes of other codebooks share `c-other`.
pub(super) fn style(class: &str) -> &'static str {
    match class {
        "attack" => "c-attack",
        "clash" => "c-clash",
        "operation" => "c-operation",
        "threat" => "c-threat",
        "unrest" => "c-unrest",
        _ => "c-other",
    }
}

/// The sign of a class around the origin; all have about the area of a circle of `radius`.
pub(super) fn sign(class: &str, radius: f64, hollow: bool) -> String {
    let style = style(class);
    let kind = if hollow { "sign hollow" } else { "sign" };
    if style == "c-attack" {
        return format!(
            "<circle class=\"{kind} {style}\" r=\"{}\"/>",
            number(radius)
        );
    }
    let points: Vec<(f64, f64)> = match style {
        "c-clash" => polygon(4, radius * 1.25, 0.0),
        "c-operation" => polygon(4, radius * 1.25, TAU / 8.0),
        "c-threat" => polygon(3, radius * 1.45, 0.0),
        "c-unrest" => cross(radius * 1.15),
        _ => polygon(6, radius * 1.08, 0.0),
    };
    format!(
        "<path class=\"{kind} {style}\" d=\"{}\"/>",
        path(&points, true)
    )
}

fn polygon(corners: u32, radius: f64, turn: f64) -> Vec<(f64, f64)> {
    (0..corners)
        .map(|corner| {
            let angle = turn + TAU * f64::from(corner) / f64::from(corners);
            (radius * angle.sin(), -radius * angle.cos())
        })
        .collect()
}

fn cross(r: f64) -> Vec<(f64, f64)> {
    let a = r * 0.45;
    vec![
        (-a, -r),
        (a, -r),
        (a, -a),
        (r, -a),
        (r, a),
        (a, a),
        (a, r),
        (-a, r),
        (-a, a),
        (-r, a),
        (-r, -a),
        (-a, -a),
    ]
}

/// Hatching for each class and for countries, the frame's clip and the arrow head.
pub(super) fn definitions(frame: super::Frame) -> String {
    let mut svg = String::from("<defs>\n");
    let classes = CLASSES.iter().copied().chain(["other"]);
    for class in classes.chain(["country"]) {
        let step = if class == "country" { 9 } else { 6 };
        writeln!(
            svg,
            "<pattern id=\"hatch-{class}\" width=\"{step}\" height=\"{step}\" \
             patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <path class=\"hatch h-{class}\" d=\"M0,0V{step}\"/></pattern>"
        )
        .expect("memory takes all text");
    }
    svg.push_str(
        "<marker id=\"arrow-head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto\"><path class=\"arrow-head\" d=\"M0,0.5L8,4L0,7.5Z\"/>\
         </marker>\n",
    );
    writeln!(
        svg,
        "<clipPath id=\"in-frame\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
        number(frame.x),
        number(frame.y),
        number(frame.width),
        number(frame.height)
    )
    .expect("memory takes all text");
    svg.push_str("</defs>\n");
    svg
}
