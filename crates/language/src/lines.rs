//! Which line breaks end a sentence, and which only wrap a long line.

/// The line breaks of a text that may not be read over, in order: byte offsets of the break characters.
///
/// A break between two lines of a block is a wrap where the next line's first word would not have fitted, in a text whose
/// lines are wrapped; or where the next line goes on in lower case after a line without a final stop.
pub(crate) fn hard_breaks(text: &str) -> Vec<usize> {
    if !text
        .as_bytes()
        .iter()
        .any(|b| matches!(b, b'\n' | b'\r' | 0x0b | 0x0c))
        && !text.contains(['\u{2028}', '\u{2029}', '\u{85}'])
    {
        return Vec::new();
    }
    let lines = lines(text);
    let width = wrap_width(&lines);
    // The indent of the bullet of the item that a line belongs to.
    let mut item: Option<usize> = None;
    let mut breaks = Vec::new();
    for pair in lines.windows(2) {
        let (line, next) = (&pair[0], &pair[1]);
        if begins_item(line.words) {
            item = Some(line.indent);
        } else if item.is_none_or(|indent| line.words.is_empty() || line.indent <= indent) {
            item = None;
        }
        if !hangs(line, next, item) && !is_wrap(line, next, width) {
            breaks.push(line.end);
        }
    }
    breaks
}

/// An item goes on in lines that stand further in than its bullet.
fn hangs(line: &Line<'_>, next: &Line<'_>, item: Option<usize>) -> bool {
    item.is_some_and(|indent| next.indent > indent)
        && line.length >= 30
        && !next.words.is_empty()
        && !begins_item(next.words)
        && !ends_with_stop(line.words)
}

struct Line<'t> {
    /// Where the break stands.
    end: usize,
    words: &'t str,
    /// White space before the words, in characters.
    indent: usize,
    /// In characters.
    length: usize,
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut offset = 0;
    text.split_inclusive([
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ])
    .map(|line| {
        let words = line.trim();
        let end = offset
            + line
                .trim_end_matches([
                    '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
                ])
                .len();
        offset += line.len();
        Line {
            end,
            indent: line
                .chars()
                .take_while(|letter| letter.is_whitespace())
                .count(),
            words,
            length: words.chars().count(),
        }
    })
    // "\r\n" is one break: its second half makes a line that is empty and follows at once.
    .fold(Vec::new(), |mut lines: Vec<Line<'_>>, line| {
        let second_half = line.words.is_empty()
            && text[..line.end].ends_with('\r')
            && text[line.end..].starts_with('\n');
        if !second_half {
            lines.push(line);
        }
        lines
    })
}

/// The width the text is wrapped at, in characters; `None` where its lines are not wrapped.
fn wrap_width(lines: &[Line<'_>]) -> Option<usize> {
    let mut inner = 0;
    let mut running_on = 0;
    let mut lengths = Vec::new();
    for pair in lines.windows(2) {
        let (line, next) = (&pair[0], &pair[1]);
        if line.words.is_empty() || next.words.is_empty() {
            continue;
        }
        inner += 1;
        lengths.push(line.length);
        let open = !ends_with_stop(line.words) && !begins_item(next.words);
        let lower = next.words.starts_with(char::is_lowercase)
            || !next.words.contains(char::is_lowercase) && !line.words.contains(char::is_lowercase);
        running_on += usize::from(open && lower && line.length >= 40);
    }
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len().saturating_sub(1) * 95 / 100)?;
    ((40..=120).contains(&width) && running_on * 4 >= inner).then_some(width)
}

fn is_wrap(line: &Line<'_>, next: &Line<'_>, width: Option<usize>) -> bool {
    if line.words.is_empty() || next.words.is_empty() || begins_item(next.words) {
        return false;
    }
    let stopped = ends_with_stop(line.words);
    let lower = next.words.starts_with(char::is_lowercase);
    if lower && !stopped && line.length >= 40 {
        return true;
    }
    if is_capitals(line.words) && !is_capitals(next.words) && line.words.contains(' ') {
        return false;
    }
    let Some(width) = width else { return false };
    let word = next
        .words
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let slack = if lower { width / 4 } else { width / 10 };
    line.length <= width * 5 / 4 && line.length + 1 + word + slack > width
}

/// Capitals only, and enough of them to tell.
fn is_capitals(line: &str) -> bool {
    !line.contains(char::is_lowercase) && line.chars().filter(|c| c.is_uppercase()).count() >= 4
}

fn ends_with_stop(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ']'])
        .ends_with(['.', '!', '?', ':', ';', '…'])
}

/// Whether a line begins with a bullet, a number or a letter of a list.
fn begins_item(line: &str) -> bool {
    let mut characters = line.chars();
    match characters.next() {
        Some('•' | '◦' | '▪' | '●' | '■' | '‣' | '·' | '|' | '>' | '#') => true,
        Some('-' | '*' | '–' | '—' | '+' | '.') => {
            characters.next().is_some_and(char::is_whitespace)
        }
        Some(c) => {
            let body = if c == '(' { &line[1..] } else { line };
            let mark = body.split([' ', '\t']).next().unwrap_or("");
            let label = mark.trim_end_matches(['.', ')']);
            label.len() < mark.len()
                && mark.len() - label.len() == 1
                && (1..=3).contains(&label.len())
                && (label.bytes().all(|b| b.is_ascii_digit())
                    || label.len() == 1
                        && label.bytes().all(|b| b.is_ascii_alphabetic())
                        && mark.ends_with(')'))
        }
        None => false,
    }
}
