use crate::tally::{Caption, Sum};
use model::When;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// One table of an answer: what a terminal, a file and a brief show alike.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sheet {
    /// One word by which it is asked for: `targets`.
    pub name: String,
    /// What it shows, without full stop.
    pub title: String,
    /// Heads of the columns, one word each.
    pub heads: Vec<&'static str>,
    /// The rows, as they are to be shown.
    pub lines: Vec<Line>,
}

/// A row of a [`Sheet`].
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Line {
    /// One entry a column.
    pub entries: Vec<Entry>,
    /// Ids of the incidents behind it; none where they were not asked for.
    pub incidents: Vec<String>,
}

/// What stands in a row and column.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// Nothing told, or nothing to say.
    None,
    /// Words.
    Text(String),
    /// A figure that no single number tells: `6+`, `170 to 183`.
    Figure(String),
    /// A count.
    Count(u64),
    /// A difference of counts.
    Change(i64),
    /// A measured number.
    Real(f64),
    /// A number from 0 to 1, shown in hundredths.
    Share(f64),
}

impl Entry {
    /// Words, or nothing.
    pub fn text(text: impl Into<String>) -> Entry {
        let text = text.into();
        if text.is_empty() {
            Entry::None
        } else {
            Entry::Text(text)
        }
    }

    /// How many.
    pub fn count(count: usize) -> Entry {
        Entry::Count(count as u64)
    }

    /// A date, or nothing.
    pub fn when(when: Option<When>) -> Entry {
        when.map_or(Entry::None, |when| Entry::Text(when.to_string()))
    }

    /// A measured number, or nothing.
    pub fn real(real: Option<f64>) -> Entry {
        real.filter(|real| real.is_finite())
            .map_or(Entry::None, Entry::Real)
    }

    /// A share, or nothing.
    pub fn share(share: Option<f64>) -> Entry {
        share
            .filter(|share| share.is_finite())
            .map_or(Entry::None, Entry::Share)
    }

    /// `low`, `best` and `high` of a sum; nothing where nobody tells a figure.
    pub fn sum(sum: &Sum) -> [Entry; 3] {
        if sum.told == 0 {
            return [Entry::None, Entry::None, Entry::None];
        }
        let high = if sum.open {
            Entry::Figure(format!("{}+", sum.high))
        } else {
            Entry::Count(sum.high)
        };
        [Entry::Count(sum.low), Entry::Count(sum.best), high]
    }

    fn is_number(&self) -> bool {
        !matches!(self, Entry::None | Entry::Text(_))
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Entry::None => "–".to_owned(),
            Entry::Text(text) | Entry::Figure(text) => text.clone(),
            Entry::Count(count) => count.to_string(),
            Entry::Change(0) => "0".to_owned(),
            Entry::Change(change) => format!("{change:+}"),
            Entry::Real(real) if is_tiny(*real) => format!("{real:.1e}"),
            Entry::Real(real) if *real != 0.0 && real.abs() < 0.01 => format!("{real:.4}"),
            Entry::Real(real) => format!("{real:.2}"),
            Entry::Share(share) => format!("{:.1} %", share * 100.0),
        }
    }

    /// As programs read it: nothing is empty, shares are from 0 to 1.
    fn raw(&self) -> String {
        match self {
            Entry::None => String::new(),
            Entry::Real(real) if is_tiny(*real) => format!("{real:.6e}"),
            Entry::Real(real) | Entry::Share(real) => format!("{real:.6}"),
            Entry::Change(change) => change.to_string(),
            other => other.shown(),
        }
    }
}

/// What a question answers: sheets to show, and a caption that says what they are about.
///
/// The type behind it holds the same, typed, for whoever computes on; that is what JSON shows.
pub trait Answer: Serialize {
    /// What it says in words, sentence by sentence; these stand above the sheets.
    fn sentences(&self) -> Vec<String> {
        Vec::new()
    }

    /// Its tables, the one that matters most first.
    fn sheets(&self) -> Vec<Sheet>;

    /// What it is about and what it leaves out.
    fn caption(&self) -> &Caption;

    /// All of it for a terminal; with `rows`, each row is followed by the ids of its incidents.
    fn to_text(&self, rows: bool) -> String {
        let mut out = String::new();
        for sentence in self.sentences() {
            out.push_str(&sentence);
            out.push('\n');
        }
        for sheet in self.sheets() {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&sheet.to_text(rows));
        }
        out.push('\n');
        for sentence in self.caption().sentences() {
            out.push_str(&sentence);
            out.push('\n');
        }
        out
    }

    /// JSON of the typed answer.
    fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Too small for four digits after the point, and not nothing.
fn is_tiny(real: f64) -> bool {
    real != 0.0 && real.abs() < 0.00005
}

impl Sheet {
    /// An empty table.
    pub fn new(name: &str, title: impl Into<String>, heads: &[&'static str]) -> Sheet {
        Sheet {
            name: name.to_owned(),
            title: title.into(),
            heads: heads.to_vec(),
            lines: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, entries: Vec<Entry>, incidents: &[String]) {
        self.lines.push(Line {
            entries,
            incidents: incidents.to_vec(),
        });
    }

    /// The title and aligned columns, words to the left and numbers to the right.
    pub fn to_text(&self, rows: bool) -> String {
        let mut out = format!("{}\n", self.title);
        if self.lines.is_empty() {
            out.push_str("  (none)\n");
            return out;
        }
        let heads = self.heads.iter().map(|head| head.replace('_', " "));
        let mut lines: Vec<Vec<String>> = vec![heads.collect()];
        let shown = |line: &Line| line.entries.iter().map(Entry::shown).collect();
        lines.extend(self.lines.iter().map(shown));
        let width = |column: usize| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.heads.len()).map(width).collect();
        let number: Vec<bool> = (0..self.heads.len())
            .map(|column| self.is_number(column))
            .collect();
        for (at, line) in lines.iter().enumerate() {
            let mut text = String::from("  ");
            for ((cell, width), number) in line.iter().zip(&widths).zip(&number) {
                let pad = " ".repeat(width.saturating_sub(cell.width()));
                let (before, after) = if *number { (&*pad, "") } else { ("", &*pad) };
                text.push_str(before);
                text.push_str(cell);
                text.push_str(after);
                text.push_str("  ");
            }
            out.push_str(text.trim_end());
            out.push('\n');
            let behind = at.checked_sub(1).and_then(|at| self.lines.get(at));
            let ids = behind.filter(|_| rows).map(|line| line.incidents.chunks(6));
            for ids in ids.into_iter().flatten() {
                out.push_str("      ");
                out.push_str(&ids.join(" "));
                out.push('\n');
            }
        }
        out
    }

    /// True for a column of numbers, which stands to the right.
    pub fn is_number(&self, column: usize) -> bool {
        let lines = self.lines.iter();
        let mut entries = lines.filter_map(|line| line.entries.get(column));
        entries.any(Entry::is_number)
    }

    /// CSV with a head line; with `rows`, the ids of the incidents stand in a last column.
    pub fn to_csv(&self, rows: bool) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let ids = rows.then(|| "ids".to_owned());
        let heads = self.heads.iter().map(|head| (*head).to_owned());
        let mut lines: Vec<Vec<String>> = vec![heads.chain(ids).collect()];
        lines.extend(self.lines.iter().map(|line| {
            let ids = rows.then(|| line.incidents.join(" "));
            line.entries.iter().map(Entry::raw).chain(ids).collect()
        }));
        for line in &lines {
            writer
                .write_record(line)
                .expect("a vector takes all bytes, and all lines have the same fields");
        }
        let bytes = writer.into_inner().expect("a vector takes all bytes");
        String::from_utf8(bytes).expect("made of strings")
    }
}
