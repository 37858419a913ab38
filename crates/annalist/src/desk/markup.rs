//! Text for pages: escaped, embedded, and a report's words with their marks.

use analysis::{Entry, Sheet};
use model::Span;
use serde::Serialize;

/// For the text and the attributes of HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

/// The class of a column of a table: `number` where it holds figures and no words, `date` where its
/// words are days.
pub fn column(sheet: &Sheet, at: impl std::borrow::Borrow<usize>) -> &'static str {
    let at = *at.borrow();
    let entries = sheet.lines.iter().filter_map(|line| line.entries.get(at));
    let mut words = entries.filter_map(|entry| match entry {
        Entry::Text(words) => Some(words.as_str()),
        _ => None,
    });
    match words.next() {
        None if sheet.lines.is_empty() => "",
        None => "number",
        Some(first) if is_day(first) && words.all(is_day) => "date",
        Some(_) => "",
    }
}

/// `2031-03-04`, `2031-03`: what must not be broken at its hyphens.
fn is_day(words: &str) -> bool {
    let bytes = words.as_bytes();
    (7..=10).contains(&bytes.len())
        && bytes[4] == b'-'
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'-')
}

/// Words of a table, cut where they name an incident: each piece with the incident it names.
pub fn with_incidents(text: &str, is_one: impl Fn(&str) -> bool) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for piece in text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric()) {
        let word = piece.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
        let named = word.starts_with('I') && is_one(word);
        if named {
            pieces.push((word.to_owned(), true));
        }
        let rest = if named { &piece[word.len()..] } else { piece };
        match pieces.last_mut() {
            _ if rest.is_empty() => {}
            Some((last, false)) => last.push_str(rest),
            _ => pieces.push((rest.to_owned(), false)),
        }
    }
    pieces
}

/// JSON that can stand in a `<script type="application/json">` whatever it holds.
pub fn embedded(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            letter => out.push(letter),
        }
    }
    out
}

/// Words that a cell rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// The cell: `i01.killed`.
    pub cell: String,
}

/// A piece of a report's text, all of it alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
    /// The words.
    pub text: String,
    /// The cells that rest on it, one behind the other.
    pub cells: String,
    /// Nothing but evidence rests on it.
    pub faint: bool,
    /// In a disturbing passage.
    pub harsh: bool,
    /// The first piece that begins there: it has the anchor.
    pub marked: bool,
    /// Where the words lead: the first cell that rests on them.
    pub href: String,
}

/// A text as pieces, in order and without gaps. Marks that do not lie on letters are left out.
pub fn pieces(text: &str, marks: &[Mark], harsh: &[Span]) -> Vec<Piece> {
    let fits = |span: &Span| !span.of(text).is_empty();
    let marks: Vec<&Mark> = marks.iter().filter(|mark| fits(&mark.span)).collect();
    let mut cuts: Vec<u32> = vec![0, text.len() as u32];
    let spans = marks.iter().map(|mark| mark.span);
    for span in spans.chain(harsh.iter().copied().filter(|span| fits(span))) {
        cuts.extend([span.start, span.end]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by_key(|at| marks[*at].span.start);
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut pieces = Vec::new();
    for ends in cuts.windows(2) {
        let (start, end) = (ends[0], ends[1]);
        open.retain(|at| marks[*at].span.end > start);
        while let Some(at) = order.get(next).filter(|at| marks[**at].span.start <= start) {
            open.push(*at);
            next += 1;
        }
        let span = Span { start, end };
        let mut cells: Vec<&str> = open.iter().map(|at| marks[*at].cell.as_str()).collect();
        cells.sort_unstable();
        cells.dedup();
        let first = cells.iter().find(|cell| !cell.ends_with(".evidence"));
        pieces.push(Piece {
            start,
            end,
            text: span.of(text).to_owned(),
            faint: !cells.is_empty() && first.is_none(),
            harsh: harsh.iter().any(|passage| passage.overlaps(&span)),
            marked: !cells.is_empty(),
            href: first
                .or(cells.first())
                .map_or_else(String::new, |cell| format!("#{}", anchor(cell))),
            cells: cells.join(" "),
        });
    }
    pieces.retain(|piece| piece.end > piece.start);
    pieces
}

/// The anchor of a cell: `i01.killed` stands at `c-i01-killed`.
pub fn anchor(cell: &str) -> String {
    let plain = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    format!("c-{}", cell.chars().map(plain).collect::<String>())
}

/// `120-140 200-220`.
pub fn spans_text(spans: &[Span]) -> String {
    let parts = spans.iter();
    let parts = parts.map(|span| format!("{}-{}", span.start, span.end));
    parts.collect::<Vec<_>>().join(" ")
}

/// Spans as [`spans_text`] writes them; `None` where they are not.
pub fn read_spans(text: &str) -> Option<Vec<Span>> {
    let one = |part: &str| {
        let (start, end) = part.split_once('-')?;
        let (start, end) = (start.parse().ok()?, end.parse().ok()?);
        (start < end).then_some(Span { start, end })
    };
    text.split([' ', ','])
        .filter(|part| !part.is_empty())
        .map(one)
        .collect()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn pieces_give_the_whole_text_back() {
        let text = "Früh: at least six died. Später kam Hilfe.";
        let mark = |start, end, cell: &str| Mark {
            span: Span { start, end },
            cell: cell.into(),
        };
        let marks = [
            mark(0, 25, "i01.evidence"),
            mark(7, 19, "i01.killed"),
            // Within a letter, and beyond the end.
            mark(3, 5, "i02.site"),
            mark(30, 900, "i02.place"),
        ];
        let harsh = [Span { start: 26, end: 40 }];
        let found = pieces(text, &marks, &harsh);
        let whole: String = found.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, text);
        assert!(found.windows(2).all(|two| two[0].end == two[1].start));
        let killed = found.iter().find(|piece| piece.cells.contains("killed"));
        assert_eq!(killed.unwrap().text, "at least six");
        assert_eq!(killed.unwrap().href, "#c-i01-killed");
        assert!(
            found
                .iter()
                .any(|piece| piece.harsh && piece.cells.is_empty())
        );
    }

    #[test]
    fn incidents_are_told_apart_from_the_words_around_them() {
        let known = |word: &str| matches!(word, "I00a" | "I00b");
        let cut = |text: &str| with_incidents(text, known);
        let piece = |text: &str, named| (text.to_owned(), named);
        assert_eq!(
            cut("I00a, I00b (twice); In I00c"),
            [
                piece("I00a", true),
                piece(", ", false),
                piece("I00b", true),
                piece(" (twice); In I00c", false),
            ]
        );
        assert_eq!(cut("Früh"), [piece("Früh", false)]);
        assert!(cut("").is_empty());
    }

    #[test]
    fn embedded_json_cannot_end_its_script() {
        let text = embedded(&"</script><!-- & \u{2028}");
        assert!(!text.contains('<') && !text.contains('&') && !text.contains('\u{2028}'));
        let back: String = serde_json::from_str(&text).unwrap();
        assert_eq!(back, "</script><!-- & \u{2028}");
    }

    #[test]
    fn spans_are_read_as_they_are_written() {
        let spans = [Span { start: 1, end: 9 }, Span { start: 20, end: 22 }];
        assert_eq!(read_spans(&spans_text(&spans)).unwrap(), spans);
        assert_eq!(read_spans("9-1"), None);
        assert_eq!(read_spans("a-b"), None);
    }
}
