//! Text on a terminal: what may be shown, how wide it is, where it is cut.

use unicode_width::UnicodeWidthStr;

/// Bold, as an ANSI sequence.
pub(crate) const BOLD: &str = "\u{1b}[1m";
/// Dim.
pub(crate) const DIM: &str = "\u{1b}[2m";
/// Underlined.
pub(crate) const UNDERLINE: &str = "\u{1b}[4m";
/// Back to plain text.
pub(crate) const PLAIN: &str = "\u{1b}[0m";

/// The text between an ANSI sequence and [`PLAIN`], or bare where colour is off.
pub(crate) fn styled(text: &str, style: &str, colour: bool) -> String {
    if colour && !text.is_empty() {
        format!("{style}{text}{PLAIN}")
    } else {
        text.to_owned()
    }
}

/// One line that is safe to print: line breaks and tabs become spaces, and characters that
/// could steer the terminal (control characters, reordering marks) become visible signs.
pub(crate) fn shown(text: &str) -> String {
    text.chars().filter_map(shown_char).collect()
}

/// What stands for a character; `None` where it is invisible and means nothing here.
pub(crate) fn shown_char(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{1b}' => Some('␛'),
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2060}' | '\u{feff}' => {
            None
        }
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        other if other.is_control() => Some('\u{fffd}'),
        other => Some(other),
    }
}

/// Columns that the text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to so many columns, with `…` at the end where something was cut.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut end = 0;
    for (start, character) in text.char_indices() {
        let next = start + character.len_utf8();
        if width(&text[..next]) + 1 > columns {
            break;
        }
        end = next;
    }
    if columns == 0 {
        return String::new();
    }
    format!("{}…", text[..end].trim_end())
}

/// The text with spaces behind it up to so many columns.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", spaces(columns.saturating_sub(width(text))))
}

/// The text with spaces before it up to so many columns.
pub(crate) fn padded_left(text: &str, columns: usize) -> String {
    format!("{}{text}", spaces(columns.saturating_sub(width(text))))
}

pub(crate) fn spaces(columns: usize) -> String {
    " ".repeat(columns)
}

/// True where the text holds letters written from right to left.
pub(crate) fn has_right_to_left(text: &str) -> bool {
    text.chars().any(|character| {
        matches!(character,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_count_twice_when_a_text_is_cut() {
        assert_eq!(cut("北京爆炸", 8), "北京爆炸");
        assert_eq!(cut("北京爆炸", 7), "北京爆…");
        assert_eq!(cut("北京爆炸", 6), "北京…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(padded("北京", 6), "北京  ");
    }

    #[test]
    fn nothing_that_steers_a_terminal_is_shown() {
        let evil = "a\u{1b}]0;title\u{7}b\u{9b}31mc\u{202e}d\r\n\u{8}e";
        assert_eq!(
            shown(evil),
            "a␛]0;title\u{fffd}b\u{fffd}31mc\u{fffd}d  \u{fffd}e"
        );
    }
}
