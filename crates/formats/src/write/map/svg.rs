use super::{BaseOutline, Frame, MapOptions, draw, legend, signs};
use crate::write::incidents::CasebookView;
use crate::write::markup::{escape, number};
use std::fmt::Write;

/// Colours and type of the map, for light and dark.
pub(super) const STYLE: &str = include_str!("map.css");

/// White space around everything, in pixels.
const MARGIN: f64 = 24.0;

/// Incidents as one SVG picture with headline, caption, legend and scale.
///
/// It needs nothing from outside and has a dark face where the reader prefers one. Titles
/// of the signs tell the incidents at each place.
pub fn map_svg(view: &CasebookView, outlines: &[BaseOutline], options: &MapOptions) -> String {
    let width = options.width.max(240.0);
    let placeholder = Frame {
        x: MARGIN,
        y: 0.0,
        width,
        height: options.height.max(160.0),
    };
    let mut body = String::new();
    let mut y = MARGIN;
    for line in legend::wrapped(&options.title, width, 26.0) {
        y += 28.0;
        text(&mut body, "title", MARGIN, y - 6.0, 26.0, &line);
    }
    // The caption needs the counts, and the counts do not depend on where the frame stands.
    let counted = draw(view, &[], options, placeholder, 0.0, None, false);
    let caption = legend::caption(&counted, options);
    for line in legend::wrapped(&caption, width, 14.0) {
        y += 20.0;
        text(&mut body, "caption", MARGIN, y - 3.0, 14.0, &line);
    }
    let frame = Frame {
        y: y + 12.0,
        ..placeholder
    };
    let drawing = draw(view, outlines, options, frame, 12.0, None, false);
    let (x, y, wide, high) = (
        number(frame.x),
        number(frame.y),
        number(frame.width),
        number(frame.height),
    );
    write!(
        body,
        "<rect class=\"water\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"/>\n\
         <g clip-path=\"url(#in-frame)\">\n{}{}</g>\n\
         <rect class=\"frame\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"/>\n",
        drawing.inside, drawing.over
    )
    .expect("memory takes all text");
    let bottom = frame.y + frame.height + 10.0;
    let (legend, bottom) = legend::drawn(&drawing, options, MARGIN, bottom, width);
    body.push_str(&legend);
    let (full_width, full_height) = (number(width + 2.0 * MARGIN), number(bottom + MARGIN));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full_width} {full_height}\" \
         width=\"{full_width}\" height=\"{full_height}\" role=\"img\" \
         aria-labelledby=\"map-title map-caption\">\n\
         <title id=\"map-title\">{}</title>\n<desc id=\"map-caption\">{} {}</desc>\n\
         <style>\n{STYLE}</style>\n{}\
         <rect class=\"paper\" width=\"{full_width}\" height=\"{full_height}\"/>\n{body}</svg>\n",
        escape(&options.title),
        escape(&caption),
        escape(&legend::missing(&drawing)),
        signs::definitions(frame),
    )
}

fn text(svg: &mut String, class: &str, x: f64, y: f64, size: f64, words: &str) {
    writeln!(
        svg,
        "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"{size}\">{}</text>",
        number(x),
        number(y),
        escape(words)
    )
    .expect("memory takes all text");
}
