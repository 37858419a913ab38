//! Text inside SVG and HTML.

use super::terminal::shown_char;
use std::fmt::Write;

/// Text or attribute value that cannot end its element or attribute, nor carry control
/// characters or marks that turn the reading order.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars().filter_map(shown_char) {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A coordinate with one decimal, without a zero behind the point.
pub(crate) fn number(value: f64) -> String {
    let mut text = format!("{:.1}", if value.is_finite() { value } else { 0.0 });
    if let Some(whole) = text.strip_suffix(".0") {
        text.truncate(whole.len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// Points as path data; closed where asked for.
pub(crate) fn path(points: &[(f64, f64)], closed: bool) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        write!(data, "{command}{},{}", number(*x), number(*y)).expect("memory takes all text");
    }
    if closed {
        data.push('Z');
    }
    data
}

/// Columns that a text of this size takes in a sans-serif face, roughly, in pixels.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    super::terminal::width(text) as f64 * size * 0.55
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_reports_cannot_become_markup() {
        assert_eq!(
            escape("<script>\"a\" & 'b'\u{0}\u{1b}\u{202e}</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;\u{fffd}␛\u{fffd}&lt;/script&gt;"
        );
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!(path(&[(1.0, 2.26), (-0.04, f64::NAN)], true), "M1,2.3L0,0Z");
    }
}
