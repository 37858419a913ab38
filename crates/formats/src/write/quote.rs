//! A sentence with the words that matter marked in it.

use super::terminal::{PLAIN, UNDERLINE, has_right_to_left, shown_char, spaces, width};
use model::Span;

/// The sentence that holds a span: a piece of evidence where one does, else the text
/// between line breaks and sentence ends around it.
pub(crate) fn sentence_around(text: &str, span: Span, evidence: &[Span]) -> Span {
    let holds = |piece: &&Span| piece.contains(&span) && !piece.of(text).is_empty();
    if let Some(piece) = evidence
        .iter()
        .filter(holds)
        .min_by_key(|piece| piece.len())
    {
        return *piece;
    }
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text.get(..start).unwrap_or("");
    let after = text.get(end..).unwrap_or("");
    let first = ENDS
        .iter()
        .filter_map(|mark| before.rfind(mark).map(|at| at + mark.len()))
        .max()
        .unwrap_or(0);
    let last = ENDS
        .iter()
        .filter_map(|mark| after.find(mark).map(|at| at + mark.trim_end().len()))
        .min()
        .unwrap_or(after.len());
    Span::new(first, end + last)
}

const ENDS: [&str; 7] = ["\n", ". ", "! ", "? ", ".” ", "。", "؟ "];

/// How many columns of the sentence stand on each side of the marked words at least, also
/// where that takes more than one line.
const ASIDE: usize = 12;

/// A sentence, safe to print, with marked bytes.
pub(crate) struct Quote {
    /// The sentence as shown.
    text: String,
    /// The marked bytes of `text`.
    marks: Vec<(usize, usize)>,
}

impl Quote {
    /// The bytes `sentence` of a text with the bytes of `spans` marked.
    pub(crate) fn new(text: &str, sentence: Span, spans: &[Span]) -> Self {
        let mut shown = String::new();
        let mut marks: Vec<(usize, usize)> = Vec::new();
        let mut was_space = true;
        for (offset, character) in sentence.of(text).char_indices() {
            let at = sentence.start as usize + offset;
            let Some(character) = shown_char(character) else {
                continue;
            };
            if character == ' ' && was_space {
                continue;
            }
            was_space = character == ' ';
            let start = shown.len();
            shown.push(character);
            let marked = |span: &Span| (span.start as usize) <= at && at < span.end as usize;
            if spans.iter().any(marked) {
                match marks.last_mut() {
                    Some((_, end)) if *end == start => *end = shown.len(),
                    _ => marks.push((start, shown.len())),
                }
            }
        }
        let text = shown.trim_end().to_owned();
        marks.retain(|(start, _)| *start < text.len());
        if let Some((_, end)) = marks.last_mut() {
            *end = (*end).min(text.len());
        }
        Quote { text, marks }
    }

    /// The lines to print: the sentence, shortened and broken to fit, with its marks.
    pub(crate) fn lines(&self, room: Option<usize>, colour: bool) -> Vec<String> {
        let room = room.unwrap_or(usize::MAX);
        let quote = self.shortened(room);
        let brackets = !colour && has_right_to_left(&quote.text);
        let mut lines = Vec::new();
        for (start, end) in quote.breaks(room) {
            let line = &quote.text[start..end];
            let marks: Vec<(usize, usize)> = quote
                .marks
                .iter()
                .filter(|(from, to)| *from < end && start < *to)
                .map(|(from, to)| (from.max(&start) - start, to.min(&end) - start))
                .collect();
            if colour {
                lines.push(with_marks(line, &marks, UNDERLINE, PLAIN));
            } else if brackets {
                lines.push(with_marks(line, &marks, "⟦", "⟧"));
            } else {
                lines.push(line.to_owned());
                if !marks.is_empty() {
                    lines.push(carets(line, &marks));
                }
            }
        }
        lines
    }

    /// The same without what stands far from the marked words, where it does not fit.
    fn shortened(&self, room: usize) -> Quote {
        if width(&self.text) <= room || self.marks.is_empty() {
            return Quote {
                text: self.text.clone(),
                marks: self.marks.clone(),
            };
        }
        let (first, last) = (self.marks[0].0, self.marks[self.marks.len() - 1].1);
        let marked = width(&self.text[first..last]) + 4;
        let spare = room.saturating_sub(marked);
        let needed_after = width(&self.text[last..]).min(spare / 2);
        let aside = (spare - needed_after).max(ASIDE);
        let mut start = first;
        for (at, _) in self.text[..first].rmatch_indices(' ') {
            if width(&self.text[at..first]) > aside {
                break;
            }
            start = at + 1;
        }
        if width(&self.text[..first]) <= aside {
            start = 0;
        }
        let mut end = last;
        let after = &self.text[last..];
        let taken = marked + width(&self.text[start..first]);
        let aside = room.saturating_sub(taken).max(ASIDE);
        for (at, _) in after.match_indices(' ') {
            if width(&after[..at]) > aside {
                break;
            }
            end = last + at;
        }
        if width(after) <= aside {
            end = self.text.len();
        }
        let head = if start > 0 { "… " } else { "" };
        let tail = if end < self.text.len() { " …" } else { "" };
        let shift = |at: usize| at + head.len() - start;
        Quote {
            text: format!("{head}{}{tail}", &self.text[start..end]),
            marks: self
                .marks
                .iter()
                .map(|(a, b)| (shift(*a), shift(*b)))
                .collect(),
        }
    }

    /// The bytes of each line, broken at spaces.
    fn breaks(&self, room: usize) -> Vec<(usize, usize)> {
        let mut lines = Vec::new();
        let mut start = 0;
        let mut end = 0;
        for word in self.text.split_inclusive(' ') {
            let next = end + word.len();
            if end > start && width(self.text[start..next].trim_end()) > room {
                lines.push((start, start + self.text[start..end].trim_end().len()));
                start = end;
            }
            end = next;
        }
        if end > start {
            lines.push((start, end));
        }
        lines
    }
}

fn with_marks(line: &str, marks: &[(usize, usize)], open: &str, close: &str) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for (start, end) in marks {
        marked.push_str(&line[at..*start]);
        marked.push_str(open);
        marked.push_str(&line[*start..*end]);
        marked.push_str(close);
        at = *end;
    }
    marked.push_str(&line[at..]);
    marked
}

fn carets(line: &str, marks: &[(usize, usize)]) -> String {
    let mut under = String::new();
    for (start, end) in marks {
        let column = width(&line[..*start]);
        under.push_str(&spaces(column.saturating_sub(under.len())));
        let columns = width(line[*start..*end].trim_end()).max(1);
        under.push_str(&"^".repeat(columns));
    }
    under
}
