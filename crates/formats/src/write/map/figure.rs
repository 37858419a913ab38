use super::html::key;
use super::{BaseOutline, Frame, MapOptions, draw, signs};
use crate::write::incidents::CasebookView;
use crate::write::markup::number;

/// Colours and type of [`map_figure`], for the style sheet of the page that it stands in.
pub const MAP_STYLE: &str = super::svg::STYLE;

/// Incidents as a piece of a page: the map as `<svg id="map-svg">`, whose signs lead where `link`
/// says, by the number of their first incident; and under it the key.
///
/// It holds no style and no script, so it can stand in a page that allows neither.
pub fn map_figure(
    view: &CasebookView,
    outlines: &[BaseOutline],
    options: &MapOptions,
    link: &dyn Fn(usize) -> String,
) -> String {
    let frame = Frame {
        x: 0.0,
        y: 0.0,
        width: options.width.max(240.0),
        height: options.height.max(160.0),
    };
    let drawing = draw(view, outlines, options, frame, 12.0, Some(link), false);
    let (width, height) = (number(frame.width), number(frame.height));
    format!(
        "<svg id=\"map-svg\" viewBox=\"0 0 {width} {height}\" role=\"group\" \
         aria-label=\"Map; the list has the same incidents\">\n{}\
         <rect class=\"water\" width=\"{width}\" height=\"{height}\"/>\n\
         <g clip-path=\"url(#in-frame)\">\n{}{}</g>\n\
         <rect class=\"frame\" width=\"{width}\" height=\"{height}\"/>\n</svg>\n{}",
        signs::definitions(frame),
        drawing.inside,
        drawing.over,
        key(&drawing),
    )
}
