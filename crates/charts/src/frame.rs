//! What every chart has around it: headline, caption, style, words for screen readers.

use crate::Words;
use crate::ink::{At, Ink, count, escape, number, width, wrap};
use std::fmt::Write;

const STYLE: &str = include_str!("chart.css");

/// Width of every chart, in pixels.
pub const WIDTH: f64 = 760.0;
/// White space at the sides.
pub const MARGIN: f64 = 20.0;
/// Whole sentences are narrower than [`crate::ink::width`] fears for single words.
const PROSE: f64 = 1.12;
/// The right edge of what is drawn.
pub const RIGHT: f64 = WIDTH - MARGIN;

/// A chart that is being drawn, from the headline downwards.
pub struct Frame<'w> {
    words: &'w Words,
    /// The shapes; draw below [`Frame::top`].
    pub ink: Ink,
    /// Where the headline ends.
    pub top: f64,
    /// Sentences of the chart's own, to stand behind those of the caption.
    pub notes: Vec<String>,
    /// What a screen reader is told of the data, before the caption.
    pub told: String,
    definitions: String,
    id: String,
}

impl<'w> Frame<'w> {
    /// Begins with the headline.
    pub fn new(kind: &str, words: &'w Words) -> Self {
        let mut ink = Ink::default();
        let mut top = MARGIN;
        for line in wrap(&words.title, WIDTH - 2.0 * MARGIN, 18.0) {
            top += 22.0;
            ink.text("title", MARGIN, top - 4.0, At::Start, &line);
        }
        Frame {
            words,
            ink,
            top: top + 8.0,
            notes: Vec::new(),
            told: String::new(),
            definitions: String::new(),
            id: name(kind, words),
        }
    }

    /// The name of a pattern of this chart, so that several can stand on one page.
    pub fn pattern(&self, of: usize) -> String {
        format!("{}-{of}", self.id)
    }

    /// Adds the patterns that tell the parts of a whole apart without colour.
    pub fn define_patterns(&mut self) {
        let weaves = [
            "M0,0V7",
            "M0,3.5H7",
            "",
            "M0,0V7M0,3.5H7",
            "M0,0V7",
            "",
            "M0,3.5H7",
        ];
        for (at, weave) in weaves.into_iter().enumerate() {
            let turn = match at {
                0 => " patternTransform=\"rotate(45)\"",
                3 | 4 => " patternTransform=\"rotate(-45)\"",
                _ => "",
            };
            let drawn = if weave.is_empty() {
                "<circle class=\"knot\" cx=\"3.5\" cy=\"3.5\" r=\"1.4\"/>".to_owned()
            } else {
                format!("<path class=\"weave\" d=\"{weave}\"/>")
            };
            let id = self.pattern(at + 2);
            writeln!(
                self.definitions,
                "<pattern id=\"{id}\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\"{turn}>{drawn}</pattern>"
            )
            .expect("memory takes all text");
        }
    }

    /// A chart of nothing says so.
    pub fn nothing(mut self, why: &str) -> String {
        let y = self.top + 34.0;
        self.ink
            .rect("l0", [MARGIN, self.top, RIGHT - MARGIN, 56.0]);
        self.ink.text(
            "soft",
            WIDTH / 2.0,
            y,
            At::Middle,
            &format!("No {why} to draw."),
        );
        self.told = format!("No {why} to draw.");
        let bottom = self.top + 56.0;
        self.finish(bottom)
    }

    /// Adds caption and frame; `bottom` is where the drawing ends.
    pub fn finish(mut self, bottom: f64) -> String {
        let caption = sentences(&self.words.caption, &self.notes);
        let mut y = bottom + 8.0;
        for line in wrap(&caption, (WIDTH - 2.0 * MARGIN) * PROSE, 12.0) {
            y += 16.0;
            self.ink.text("caption", MARGIN, y, At::Start, &line);
        }
        let height = number((y + MARGIN).ceil());
        let id = &self.id;
        let definitions = match self.definitions.as_str() {
            "" => String::new(),
            definitions => format!("<defs>\n{definitions}</defs>\n"),
        };
        let told = [self.told.as_str(), caption.as_str()];
        let told = told.into_iter().filter(|part| !part.is_empty());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" \
             width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n\
             <style>\n{STYLE}</style>\n{definitions}\
             <rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>\n{}</svg>\n",
            escape(&self.words.title),
            escape(&told.collect::<Vec<_>>().join(" ")),
            self.ink.out,
        )
    }

    /// A line of signs and what they mean; returns where it ends.
    pub fn key(&mut self, y: f64, entries: &[(Sign, String)]) -> f64 {
        let (mut x, mut y) = (MARGIN, y);
        for (sign, words) in entries {
            let words = crate::ink::fit(words, RIGHT - MARGIN - 22.0, 12.0);
            let wide = 22.0 + width(&words, 12.0) + 16.0;
            if x > MARGIN && x + wide - 16.0 > RIGHT {
                x = MARGIN;
                y += 18.0;
            }
            self.sign(*sign, x + 8.0, y + 6.0);
            self.ink.text("", x + 22.0, y + 10.0, At::Start, &words);
            x += wide;
        }
        y + 20.0
    }

    fn sign(&mut self, sign: Sign, x: f64, y: f64) {
        match sign {
            Sign::Dot => self.ink.disc("main", x, y, 4.0, ""),
            Sign::Hollow => self.ink.disc("hollow", x, y, 4.0, ""),
            Sign::Diamond => self.ink.shape("noted", &diamond(x, y, 5.5), ""),
            Sign::Span => self.ink.rect("span", [x - 8.0, y - 3.0, 16.0, 6.0]),
            Sign::Dashed => self.ink.line("note", &[(x, y - 7.0), (x, y + 7.0)]),
            Sign::Line => self.ink.line("line", &[(x - 8.0, y), (x + 8.0, y)]),
            Sign::Chosen => {
                self.ink.rect("chosen", [x - 8.0, y - 6.0, 16.0, 12.0]);
                self.ink.line("chosen-line", &[(x, y - 6.0), (x, y + 6.0)]);
            }
            Sign::Open => arrow(&mut self.ink, x - 6.0, y, 1.0),
            Sign::Part(part) => self.part(part, [x - 8.0, y - 6.0, 16.0, 12.0], ""),
            Sign::Level(level) => self
                .ink
                .rect(&format!("l{level}"), [x - 8.0, y - 6.0, 16.0, 12.0]),
        }
    }

    /// A box of the nth part of a whole, in its colour and pattern. Needs the patterns.
    pub fn part(&mut self, part: usize, place: [f64; 4], title: &str) {
        self.ink
            .titled_rect(&format!("p{}", part + 1), place, title);
        if part > 0 {
            let pattern = self.pattern(part + 1);
            self.ink.filled_rect(&pattern, place);
        }
    }
}

/// What a key explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Dot,
    Hollow,
    Diamond,
    Span,
    Dashed,
    Line,
    Chosen,
    Open,
    Part(usize),
    Level(usize),
}

/// A dashed line with a head, from a point to the right (`1.0`) or left (`-1.0`).
pub fn arrow(ink: &mut Ink, x: f64, y: f64, to: f64) {
    ink.line("open", &[(x, y), (x + 12.0 * to, y)]);
    let tip = x + 16.0 * to;
    let back = x + 10.0 * to;
    ink.shape("main", &[(tip, y), (back, y - 3.5), (back, y + 3.5)], "");
}

/// The corners of a square on its tip.
pub fn diamond(x: f64, y: f64, radius: f64) -> [(f64, f64); 4] {
    [
        (x, y - radius),
        (x + radius, y),
        (x, y + radius),
        (x - radius, y),
    ]
}

/// ` and 3 more`, for lists that are cut.
pub fn and_more(rest: usize) -> String {
    match rest {
        0 => String::new(),
        rest => format!(" and {} more", count(rest as u64)),
    }
}

/// All sentences in one line, each with a full stop.
fn sentences(caption: &[String], notes: &[String]) -> String {
    let all = caption.iter().chain(notes).map(|sentence| sentence.trim());
    let all = all.filter(|sentence| !sentence.is_empty());
    let ended = all.map(|sentence| {
        if sentence.ends_with(['.', '!', '?', '…', '؟', '。']) {
            sentence.to_owned()
        } else {
            format!("{sentence}.")
        }
    });
    ended.collect::<Vec<_>>().join(" ")
}

/// An id that two charts share only where kind and words are the same (FNV-1a).
fn name(kind: &str, words: &Words) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let texts = [kind, words.title.as_str()];
    let texts = texts
        .into_iter()
        .chain(words.caption.iter().map(String::as_str));
    for byte in texts.flat_map(|text| text.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("c{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}
