//! Pictures: what may be in a brief, and what they look like as PNG.

use crate::{Error, Figure};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;
use std::sync::Arc;

/// A picture that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The SVG element, without XML declaration; its ids begin with the figure's number, so
    /// that several pictures can stand on one page.
    pub svg: String,
    /// Width and height in pixels.
    pub size: (f32, f32),
    /// Printed beneath; may be empty.
    pub caption: String,
}

/// Elements that show something and do nothing.
const ALLOWED: [&str; 37] = [
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComposite",
    "feFlood",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feOffset",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "metadata",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
];

/// Checks a figure: well-formed SVG with shapes and words only, nothing that runs, nothing
/// from outside.
///
/// # Errors
/// What is wrong with it.
pub fn picture(figure: &Figure, index: usize) -> Result<Picture, Error> {
    let fail = |why: String| Error::Figure {
        name: crate::tree::clean(&figure.name),
        why,
    };
    let svg = rewritten(&figure.svg, index).map_err(fail)?;
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default())
        .map_err(|error| fail(error.to_string()))?;
    let size = (tree.size().width(), tree.size().height());
    Ok(Picture {
        svg,
        size,
        caption: crate::tree::clean(figure.caption.trim()),
    })
}

fn rewritten(svg: &str, index: usize) -> Result<String, String> {
    let mut reader = Reader::from_str(svg);
    let mut writer = Writer::new(Vec::new());
    let prefix = format!("f{}-", index + 1);
    let mut depth = 0_usize;
    let mut begun = false;
    let mut in_style = false;
    let broken = |error: &dyn std::fmt::Display| format!("it is no SVG: {error}");
    loop {
        let event = reader.read_event().map_err(|error| broken(&error))?;
        match event {
            Event::Start(element) => {
                let element = checked(&element, &prefix, begun)?;
                begun = true;
                depth += 1;
                in_style = element.name().as_ref() == "style";
                writer
                    .write_event(Event::Start(element))
                    .map_err(|error| broken(&error))?;
            }
            Event::Empty(element) => {
                let element = checked(&element, &prefix, begun)?;
                begun = true;
                writer
                    .write_event(Event::Empty(element))
                    .map_err(|error| broken(&error))?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                in_style = false;
                writer
                    .write_event(Event::End(element))
                    .map_err(|error| broken(&error))?;
            }
            Event::Text(text) if in_style => {
                let style = styles(&text, &prefix)?;
                let text = quick_xml::events::BytesText::from_escaped(style);
                writer
                    .write_event(Event::Text(text))
                    .map_err(|error| broken(&error))?;
            }
            Event::CData(_) if in_style => {
                return Err("its style stands in CDATA: write it as plain text".to_owned());
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if begun && depth > 0 => {
                writer.write_event(event).map_err(|error| broken(&error))?;
            }
            Event::DocType(_) => {
                return Err("it has a document type, which may name entities".to_owned());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if depth > 0 || !begun {
        return Err("it is no SVG: it does not end".to_owned());
    }
    String::from_utf8(writer.into_inner()).map_err(|error| broken(&error))
}

/// The element with its ids renamed, where it and its attributes are harmless.
fn checked<'e>(
    element: &BytesStart<'_>,
    prefix: &str,
    begun: bool,
) -> Result<BytesStart<'e>, String> {
    let name = element.name().as_ref().to_owned();
    if !begun && name != "svg" {
        return Err(format!("it begins with <{name}> and not with <svg>"));
    }
    let local = name.strip_prefix("svg:").unwrap_or(&name);
    if local != "use" && !ALLOWED.contains(&local) {
        return Err(format!("<{local}> may not be in a brief"));
    }
    let mut out = BytesStart::new(name.clone());
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| format!("it is no SVG: {error}"))?;
        let key = attribute.key.as_ref().to_owned();
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| format!("it is no SVG: {error}"))?
            .into_owned();
        if let Some(value) = value_of(local, &key, value, prefix)? {
            out.push_attribute((key.as_str(), value.as_str()));
        }
    }
    Ok(out)
}

fn value_of(
    element: &str,
    key: &str,
    value: String,
    prefix: &str,
) -> Result<Option<String>, String> {
    let folded = key.to_ascii_lowercase();
    if folded.starts_with("on") {
        return Err(format!("`{key}` would run a script"));
    }
    let value = match folded.as_str() {
        "id" => format!("{prefix}{value}"),
        "href" | "xlink:href" => {
            let inside = value.strip_prefix('#').map(|id| format!("#{prefix}{id}"));
            let web =
                element == "a" && (value.starts_with("https://") || value.starts_with("http://"));
            let data = element == "image"
                && ["data:image/png;", "data:image/jpeg;"]
                    .iter()
                    .any(|start| value.starts_with(start));
            match inside {
                // A link to an incident further down a page leads nowhere in another.
                Some(_) if element == "a" => return Ok(None),
                Some(inside) => inside,
                None if web || data => value,
                None => {
                    return Err(format!(
                        "<{element}> points outside: `{}`",
                        shortened(&value)
                    ));
                }
            }
        }
        "aria-labelledby" | "aria-describedby" => {
            let ids = value.split_whitespace().map(|id| format!("{prefix}{id}"));
            ids.collect::<Vec<_>>().join(" ")
        }
        _ => styles(&value, prefix)?,
    };
    Ok(Some(value))
}

/// Style text or an attribute with `url(#id)` renamed; anything fetched is refused.
fn styles(text: &str, prefix: &str) -> Result<String, String> {
    let folded = text.to_ascii_lowercase();
    if folded.contains("@import") || folded.contains("expression(") || text.contains('\\') {
        return Err("its style would fetch or run something".to_owned());
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.to_ascii_lowercase().find("url(") {
        out.push_str(&rest[..at + 4]);
        rest = &rest[at + 4..];
        let inner = rest.trim_start_matches(['"', '\'', ' ']);
        let Some(id) = inner.strip_prefix('#') else {
            return Err(format!(
                "its style points outside: `url({}`",
                shortened(rest)
            ));
        };
        out.push('#');
        out.push_str(prefix);
        rest = id;
        // A quote before the id is dropped with its fellow behind it.
        if let Some(end) = rest.find(')') {
            out.push_str(rest[..end].trim_end_matches(['"', '\'', ' ']));
            rest = &rest[end..];
        }
    }
    out.push_str(rest);
    Ok(out)
}

fn shortened(text: &str) -> String {
    crate::tree::clean(&text.chars().take(40).collect::<String>())
}

/// The fonts within, and those the caller brings.
pub fn fonts(further: &[Vec<u8>]) -> Arc<usvg::fontdb::Database> {
    let mut fonts = usvg::fontdb::Database::new();
    for font in typst_assets::fonts() {
        fonts.load_font_data(font.to_vec());
    }
    for font in further {
        fonts.load_font_data(font.clone());
    }
    fonts.set_sans_serif_family("Libertinus Serif");
    fonts.set_serif_family("Libertinus Serif");
    fonts.set_monospace_family("DejaVu Sans Mono");
    Arc::new(fonts)
}

/// An SVG document as PNG, `times` as large as its own size, in the face for light.
///
/// # Errors
/// It is no SVG, may not be in a brief, or is larger than any picture should be.
pub fn png(svg: &str, times: f32) -> Result<Vec<u8>, Error> {
    let figure = Figure {
        name: "picture".to_owned(),
        svg: svg.to_owned(),
        ..Figure::default()
    };
    let picture = picture(&figure, 0)?;
    pixels(&picture, &fonts(&[]), times).map_err(|why| Error::Figure {
        name: figure.name,
        why,
    })
}

/// The picture as PNG.
///
/// # Errors
/// It is larger than any picture should be.
pub fn pixels(
    picture: &Picture,
    fonts: &Arc<usvg::fontdb::Database>,
    times: f32,
) -> Result<Vec<u8>, String> {
    let options = usvg::Options {
        fontdb: Arc::clone(fonts),
        font_family: "Libertinus Serif".to_owned(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(&picture.svg, &options).map_err(|error| error.to_string())?;
    let side = |length: f32| (length * times).ceil().clamp(1.0, 20_000.0) as u32;
    let (width, height) = (side(picture.size.0), side(picture.size.1));
    if u64::from(width) * u64::from(height) > 100_000_000 {
        return Err("it is too large to be drawn".to_owned());
    }
    let mut pixels =
        Pixmap::new(width, height).ok_or_else(|| "it is too large to be drawn".to_owned())?;
    let scale = Transform::from_scale(times, times);
    resvg::render(&tree, scale, &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}
