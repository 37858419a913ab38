//! What stands in a cell of an answer, for a reader.

use super::prose::{capital, date, number};
use super::writer::Writer;
use analysis::{Entry, Line, Sheet};
use model::When;

/// Heads that do not read well as they are.
const READING: [(&str, &str); 18] = [
    ("counted", "In the casebook"),
    ("perhaps", "Perhaps more"),
    ("admin1", "Province or state"),
    ("first", "First"),
    ("in_all", "In all"),
    ("not_named", "In no part"),
    ("actor", "Group"),
    ("what", "Counted are"),
    ("reports", "Reports"),
    ("figures", "Their figures"),
    ("words", "In the words of the report"),
    ("by", "By"),
    ("tied_to", "Before"),
    ("after_days", "Next attack after days"),
    ("told_days", "Days, as told"),
    ("told_as", "Told as"),
    ("in_30_days", "In 30 days"),
    ("missed_killed", "Dead in those"),
];

/// A column as it is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its place among the heads.
    pub at: usize,
    /// Followed by `best` and `high`, with which it makes one cell.
    pub three: bool,
}

impl Column {
    /// The column at a place of a table.
    pub fn of(sheet: &Sheet, at: usize) -> Column {
        Column {
            at,
            three: sheet.heads.get(at + 1) == Some(&"best"),
        }
    }
}

impl Writer<'_> {
    /// What stands in a cell, for a reader.
    pub(super) fn cell(&self, sheet: &Sheet, line: &Line, column: Column) -> String {
        let Some(entry) = line.entries.get(column.at) else {
            return String::new();
        };
        if column.three {
            return three(entry, line.entries.get(column.at + 2));
        }
        match entry {
            Entry::Count(count) => in_thousands(*count),
            Entry::Text(text) if sheet.heads[column.at] == "words" => format!("“{text}”"),
            Entry::Text(text) => self.text_cell(text),
            other => other.shown(),
        }
    }

    fn text_cell(&self, text: &str) -> String {
        if let Some(incident) = self.incidents_of([&text.to_owned()]).first() {
            return super::sentences::short(incident, self.view);
        }
        if let Some(name) = text
            .strip_prefix("(")
            .and_then(|text| text.strip_suffix(')'))
        {
            return name.to_owned();
        }
        readable(text)
    }
}

/// `6–8`, `90+`, `15` from the lowest and the highest sum.
fn three(low: &Entry, high: Option<&Entry>) -> String {
    let shown = |entry: &Entry| match entry {
        Entry::Count(count) => in_thousands(*count),
        other => other.shown(),
    };
    let (low, high) = (shown(low), high.map_or(String::new(), shown));
    if high.trim_end_matches('+') == low {
        return high;
    }
    match high.as_str() {
        "" | "–" => low,
        high => format!("{low}–{high}"),
    }
}

/// A head as a reader knows it.
pub(super) fn reading(head: &str) -> String {
    let known = READING.iter().find(|(word, _)| *word == head);
    known.map_or_else(
        || capital(&head.replace('_', " ")),
        |(_, reading)| (*reading).to_owned(),
    )
}

/// A code without its underscores, a date as an editor writes it, other words as they are.
pub(super) fn readable(text: &str) -> String {
    let dated = text.starts_with(|letter: char| letter.is_ascii_digit()) && text.len() >= 4;
    let dated = dated || text.starts_with("../");
    if dated && text.bytes().filter(u8::is_ascii_digit).count() >= 4 {
        return date_words(text);
    }
    let code = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    if text.contains('_') && text.chars().all(code) {
        return text.replace('_', " ");
    }
    text.to_owned()
}

/// `5 September 2022` for an EDTF date; other text as it is.
pub(super) fn date_words(text: &str) -> String {
    let told = text.parse::<When>().ok();
    let told = told.filter(|when| when.first.is_some() || when.last.is_some());
    told.map_or_else(|| text.to_owned(), |when| date(&when))
}

/// `1,826`.
pub(super) fn in_thousands(count: u64) -> String {
    if count <= 10 {
        return count.to_string();
    }
    number(count)
}
