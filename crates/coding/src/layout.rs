//! Which lines of a report are prose, which are headings, list items, table rows, and which
//! are furniture of the page.

use crate::text::Line;
use model::Span;

/// The kind, paragraph and section of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    pub line: Line,
    pub paragraph: usize,
    pub section: usize,
}

/// The lines of a text with their kinds, in order.
#[derive(Debug)]
pub(crate) struct Lines {
    rows: Vec<(Span, Layout)>,
}

/// Lays out a text line by line. Linear in the text.
///
/// A line that ends inside one of the sentences is wrapped and no heading.
pub(crate) fn lines(text: &str, sentences: &[language::Sentence]) -> Lines {
    let mut rows = Vec::new();
    let runs_on = |end: usize| {
        let next = sentences.partition_point(|sentence| (sentence.end as usize) <= end);
        sentences
            .get(next)
            .is_some_and(|sentence| (sentence.start as usize) < end)
    };
    let (mut paragraph, mut section) = (0, 0);
    let mut references = false;
    // The indent of the bullet whose item goes on.
    let mut item: Option<usize> = None;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim();
        let start = at + (raw.len() - raw.trim_start().len()).min(raw.len());
        at += raw.len();
        if line.is_empty() {
            paragraph += 1;
            continue;
        }
        let hard_wrapped = text.get(at..).is_some_and(|rest| {
            raw.ends_with('\n')
                && rest
                    .chars()
                    .next()
                    .is_some_and(|next| next.is_lowercase() || next == ',')
        });
        let mut kind = kind_of(line);
        let indent = raw.len() - raw.trim_start().len();
        if kind == Line::Item || line.starts_with(['-', '•', '*']) {
            item = Some(indent);
        } else if item.is_some_and(|bullet| indent > bullet) {
            // "- A bomber struck …" goes on further in.
            if kind == Line::Heading {
                kind = Line::Prose;
            }
        } else {
            item = None;
        }
        if kind == Line::Heading && (hard_wrapped || runs_on(start + line.len())) {
            kind = Line::Prose;
        }
        if kind == Line::Heading {
            section += 1;
            references = is_reference_heading(line);
        }
        if references || is_furniture(line) {
            kind = Line::Boilerplate;
        }
        rows.push((
            Span::new(start, start + line.len()),
            Layout {
                line: kind,
                paragraph,
                section,
            },
        ));
    }
    Lines { rows }
}

impl Lines {
    /// The layout of the line where a stretch begins.
    pub fn at(&self, span: Span) -> Layout {
        let index = self
            .rows
            .partition_point(|(row, _)| row.end <= span.start)
            .min(self.rows.len().saturating_sub(1));
        self.rows.get(index).map_or(
            Layout {
                line: Line::Prose,
                paragraph: 0,
                section: 0,
            },
            |(_, layout)| *layout,
        )
    }
}

fn kind_of(line: &str) -> Line {
    if line.matches(" | ").count() >= 2 {
        return Line::Row;
    }
    let mut letters = line.chars();
    if matches!(
        letters.next(),
        Some('-' | '–' | '•' | '*' | '.' | '·' | '●' | '▪')
    ) && letters.next().is_some_and(char::is_whitespace)
    {
        return Line::Item;
    }
    let words = line.split_whitespace().count();
    let ends_open = !line.ends_with(['.', '!', '?', '"', '”', ':', ';', ',', ')', ']', '\'', '’']);
    let starts_upper = line
        .chars()
        .next()
        .is_some_and(|first| first.is_uppercase() || first.is_numeric());
    if words <= 14 && ends_open && starts_upper && line.len() < 110 {
        return Line::Heading;
    }
    Line::Prose
}

/// Headings behind which nothing is told any more.
fn is_reference_heading(line: &str) -> bool {
    let plain = line
        .trim_matches(|letter: char| !letter.is_alphabetic())
        .to_lowercase();
    matches!(
        plain.as_str(),
        "references"
            | "see also"
            | "external links"
            | "notes"
            | "bibliography"
            | "further reading"
            | "sources"
            | "footnotes"
            | "related news"
            | "comments"
            | "sister links"
            | "citations"
    )
}

/// Lines that a page repeats on every article, counters, note marks, category lists.
fn is_furniture(line: &str) -> bool {
    let lower = line.to_lowercase();
    let starts = [
        "category:",
        "share this",
        "privacy",
        "subscribe",
        "sign up",
        "follow ",
        "©",
        "copyright",
        "cookie",
        "read more",
        "advertisement",
        "twitter avatar",
        "image source",
        "photo:",
        "getty images",
        "file photo",
        "all rights reserved",
        "get the app",
        "read more:",
        "tags:",
        "filed under",
        "related:",
        "source_uri:",
        "click here",
    ];
    if starts.iter().any(|start| lower.starts_with(start)) {
        return true;
    }
    if lower.starts_with("category") && lower.matches("category:").count() > 1 {
        return true;
    }
    // "15Likes5Retweets", "[12]", "11:13 AM ∙ Sep 19, 2022"
    let letters = line.chars().filter(|letter| letter.is_alphabetic()).count();
    letters < 3 || (lower.contains("likes") && lower.contains("retweets")) || line.contains('∙')
}

/// A page of short items of one day: most lines are list items, and the day is known.
pub(crate) fn is_roundup(report: &model::Report) -> bool {
    if report.published.is_none() {
        return false;
    }
    let lines = lines(&report.text, &[]);
    let items = lines
        .rows
        .iter()
        .filter(|(_, layout)| layout.line == Line::Item)
        .count();
    items >= 3 && items * 5 >= lines.rows.len()
}
