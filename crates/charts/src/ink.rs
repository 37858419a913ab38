//! Numbers, words and shapes as SVG text.

use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// A picture while it is being drawn: shapes in the order in which they lie over each other.
#[derive(Debug, Default)]
pub struct Ink {
    /// The elements so far.
    pub out: String,
}

/// Which end of the words stands at the given point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Start,
    Middle,
    End,
}

impl Ink {
    /// A rectangle; one without extent is not drawn.
    pub fn rect(&mut self, class: &str, [x, y, width, height]: [f64; 4]) {
        self.titled_rect(class, [x, y, width, height], "");
    }

    /// A rectangle that tells a pointer something.
    pub fn titled_rect(&mut self, class: &str, [x, y, width, height]: [f64; 4], title: &str) {
        if width > 0.0 && height > 0.0 {
            self.push(format_args!(
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                number(x),
                number(y),
                number(width.max(0.1)),
                number(height.max(0.1))
            ));
            self.end("rect", title);
        }
    }

    /// A rectangle with a fill of its own (a pattern).
    pub fn filled_rect(&mut self, fill: &str, [x, y, width, height]: [f64; 4]) {
        if width > 0.0 && height > 0.0 {
            self.push(format_args!(
                "<rect fill=\"url(#{fill})\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                number(x),
                number(y),
                number(width.max(0.1)),
                number(height.max(0.1))
            ));
        }
    }

    /// A disc.
    pub fn disc(&mut self, class: &str, x: f64, y: f64, radius: f64, title: &str) {
        self.push(format_args!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"",
            number(x),
            number(y),
            number(radius)
        ));
        self.end("circle", title);
    }

    /// A line through the points.
    pub fn line(&mut self, class: &str, points: &[(f64, f64)]) {
        self.path(class, &path(points, false), "");
    }

    /// A closed shape.
    pub fn shape(&mut self, class: &str, points: &[(f64, f64)], title: &str) {
        self.path(class, &path(points, true), title);
    }

    /// Path data; nothing where there is none.
    pub fn path(&mut self, class: &str, data: &str, title: &str) {
        if !data.is_empty() {
            self.push(format_args!(
                "<path class=\"{class}\" fill-rule=\"evenodd\" d=\"{data}\""
            ));
            self.end("path", title);
        }
    }

    /// Words.
    pub fn text(&mut self, class: &str, x: f64, y: f64, at: At, words: &str) {
        if words.is_empty() {
            return;
        }
        let anchor = match at {
            At::Start => "",
            At::Middle => " text-anchor=\"middle\"",
            At::End => " text-anchor=\"end\"",
        };
        let class = match class {
            "" => String::new(),
            class => format!(" class=\"{class}\""),
        };
        self.push(format_args!(
            "<text{class} x=\"{}\" y=\"{}\"{anchor}>{}</text>\n",
            number(x),
            number(y),
            escape(words)
        ));
    }

    fn end(&mut self, element: &str, title: &str) {
        if title.is_empty() {
            self.out.push_str("/>\n");
        } else {
            self.push(format_args!(
                "><title>{}</title></{element}>\n",
                escape(title)
            ));
        }
    }

    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        self.out
            .write_fmt(arguments)
            .expect("memory takes all text");
    }
}

/// A coordinate with at most one decimal; what is not finite is 0.
pub fn number(value: f64) -> String {
    let mut text = format!("{:.1}", if value.is_finite() { value } else { 0.0 });
    if let Some(whole) = text.strip_suffix(".0") {
        text.truncate(whole.len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// A count with commas: `1,826`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 incident`, `2 incidents`: a count with its unit, which is given in the plural.
pub fn counted(value: u64, unit: &str) -> String {
    let unit = match (value, unit) {
        (1, "people") => "person",
        (1, unit) => match unit.split_once(' ') {
            Some(("people", rest)) => return format!("1 person {rest}"),
            _ => unit.strip_suffix('s').unwrap_or(unit),
        },
        (_, unit) => unit,
    };
    format!("{} {unit}", count(value)).trim_end().to_owned()
}

/// Text that cannot become markup, and carries neither control characters nor marks that
/// turn the reading order.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {
                escaped.push('\u{fffd}');
            }
            letter if letter.is_control() => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Path data through the points; nothing for none.
pub fn path(points: &[(f64, f64)], closed: bool) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        write!(data, "{command}{},{}", number(*x), number(*y)).expect("memory takes all text");
    }
    if closed && !data.is_empty() {
        data.push('Z');
    }
    data
}

/// Pixels that words of this size take at most in common sans-serif faces, about.
pub fn width(words: &str, size: f64) -> f64 {
    words.width() as f64 * size * 0.58
}

/// The words, cut with an ellipsis where they are wider than `room`.
pub fn fit(words: &str, room: f64, size: f64) -> String {
    if width(words, size) <= room {
        return words.to_owned();
    }
    let mut cut = String::new();
    for letter in words.chars() {
        cut.push(letter);
        if width(&cut, size) + size * 0.58 > room {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
}

/// The words in lines no wider than `room`; a word that is wider stands broken.
pub fn wrap(words: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        let mut word = word.to_owned();
        if !line.is_empty() && width(&line, size) + width(&word, size) + size * 0.58 > room {
            lines.push(std::mem::take(&mut line));
        }
        while width(&word, size) > room {
            let mut at = word.len();
            for (index, _) in word.char_indices().skip(1) {
                if width(&word[..index], size) > room - size {
                    at = index;
                    break;
                }
            }
            if at == word.len() {
                break;
            }
            let rest = word.split_off(at);
            lines.push(word);
            word = rest;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_markup_or_turn_the_line() {
        assert_eq!(
            escape("<script>\"a\" & 'b'\u{0}\u{202e}]]>\n"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;\u{fffd}\u{fffd}]]&gt; "
        );
    }

    #[test]
    fn coordinates_are_short_and_finite() {
        assert_eq!(path(&[(1.0, 2.26), (-0.04, f64::NAN)], true), "M1,2.3L0,0Z");
    }

    #[test]
    fn counts_have_commas_and_their_unit_agrees() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(826), "826");
        assert_eq!(counted(1, "incidents"), "1 incident");
        assert_eq!(counted(1, "people killed"), "1 person killed");
        assert_eq!(counted(0, "people killed"), "0 people killed");
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        let words = format!("a {} b {}", "x".repeat(300), "word ".repeat(40));
        for line in wrap(&words, 200.0, 12.0) {
            assert!(width(&line, 12.0) <= 200.0, "{line}");
        }
        assert!(width(&fit(&words, 90.0, 12.0), 12.0) <= 97.0);
    }
}
