//! A table as aligned text, CSV and JSON.

use super::{By, Cell, Sum, Table};
use crate::{Entry, Sheet};
use std::fmt::{Display, Write as _};
use unicode_width::UnicodeWidthStr;

impl Table {
    /// Aligned text for a terminal, the total row last and the caption below.
    ///
    /// With `rows`, each row is followed by the ids of its incidents.
    pub fn to_text(&self, rows: bool) -> String {
        let heads = self.heads(true);
        let mut lines = Lines::of(heads.len());
        for head in &heads {
            lines.cell(head);
        }
        for row in &self.rows {
            for key in &row.keys {
                lines.cell(&key.label);
            }
            lines.figures(&row.cell);
        }
        for at in 0..self.by.len() {
            lines.cell(if at == 0 { "total" } else { "" });
        }
        lines.figures(&self.total);
        let mut out = String::with_capacity(2 * lines.text.len());
        let last = self.rows.len() + 1;
        for at in 0..=last {
            if at == last && at > 1 {
                let between = 2 * lines.widths.len().saturating_sub(1);
                out.push_str(&"─".repeat(lines.widths.iter().sum::<usize>() + between));
                out.push('\n');
            }
            lines.push_line(at, &mut out, self.by.len());
            let row = at.checked_sub(1).and_then(|at| self.rows.get(at));
            if let Some(row) = row.filter(|_| rows) {
                for chunk in row.cell.incidents.chunks(6) {
                    out.push_str("    ");
                    out.push_str(&chunk.join(" "));
                    out.push('\n');
                }
            }
        }
        out.push('\n');
        for sentence in self.caption.sentences() {
            out.push_str(&sentence);
            out.push('\n');
        }
        out
    }

    /// CSV with one line a row and the total last; with `rows`, the ids of the incidents stand
    /// in a last column, apart by spaces.
    ///
    /// Empty figures are not told. `killed_open` is true where `killed_high` is no ceiling.
    pub fn to_csv(&self, rows: bool) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut lines = vec![self.heads(false)];
        if rows {
            lines[0].push("ids".to_owned());
        }
        for row in &self.rows {
            let keys = row.keys.iter().map(|key| key.label.clone());
            lines.push(csv_line(keys, &row.cell, rows));
        }
        let names = (0..self.by.len()).map(|at| if at == 0 { "(total)" } else { "" }.to_owned());
        lines.push(csv_line(names, &self.total, rows));
        for line in &lines {
            writer
                .write_record(line)
                .expect("a vector takes all bytes, and all lines have the same fields");
        }
        let bytes = writer.into_inner().expect("a vector takes all bytes");
        String::from_utf8(bytes).expect("made of strings")
    }

    /// JSON: `by`, `rows` (keys, incidents, killed, injured), `total`, `caption`.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("strings and numbers only");
        text.push('\n');
        text
    }

    /// The rows as a table of an answer, by the first of its fields.
    pub fn sheet(&self, name: &str) -> Sheet {
        let heads = [
            self.dimension(0),
            "incidents",
            "killed",
            "best",
            "high",
            "injured",
            "best",
            "high",
        ];
        let mut sheet = Sheet::new(name, format!("by {}", self.dimension(0)), &heads);
        for row in &self.rows {
            let label = row.keys.first().map_or("", |key| key.label.as_str());
            let mut entries = vec![Entry::text(label), Entry::count(row.cell.count())];
            entries.extend(Entry::sum(&row.cell.killed));
            entries.extend(Entry::sum(&row.cell.injured));
            sheet.push(entries, &row.cell.incidents);
        }
        sheet
    }

    fn heads(&self, text: bool) -> Vec<String> {
        let words = self.by.iter().map(|by| by.word().to_owned());
        let figures: &[&str] = if text {
            &[
                "incidents",
                "killed",
                "best",
                "high",
                "injured",
                "best",
                "high",
            ]
        } else {
            &[
                "incidents",
                "killed_told",
                "killed_low",
                "killed_best",
                "killed_high",
                "killed_open",
                "injured_told",
                "injured_low",
                "injured_best",
                "injured_high",
                "injured_open",
            ]
        };
        words
            .chain(figures.iter().map(|head| (*head).to_owned()))
            .collect()
    }

    /// The word of a dimension; empty where there is none.
    pub fn dimension(&self, at: usize) -> &'static str {
        self.by.get(at).copied().map_or("", By::word)
    }
}

fn csv_line(keys: impl Iterator<Item = String>, cell: &Cell, rows: bool) -> Vec<String> {
    let mut line: Vec<String> = keys.collect();
    line.push(cell.count().to_string());
    for sum in [&cell.killed, &cell.injured] {
        line.extend(csv_sum(sum));
    }
    if rows {
        line.push(cell.incidents.join(" "));
    }
    line
}

fn csv_sum(sum: &Sum) -> [String; 5] {
    let figure = |figure: u64| {
        if sum.told == 0 {
            String::new()
        } else {
            figure.to_string()
        }
    };
    let [low, best, high] = [sum.low, sum.best, sum.high].map(figure);
    [sum.told.to_string(), low, best, high, sum.open.to_string()]
}

/// Lines of cells, one text for all: a table may have a hundred thousand lines.
struct Lines {
    text: String,
    /// For each cell where it ends and how wide it is.
    cells: Vec<(usize, usize)>,
    widths: Vec<usize>,
}

impl Lines {
    fn of(columns: usize) -> Lines {
        Lines {
            text: String::new(),
            cells: Vec::new(),
            widths: vec![0; columns],
        }
    }

    /// The next cell.
    fn cell(&mut self, cell: impl Display) {
        let start = self.text.len();
        let _ = write!(self.text, "{cell}");
        let text = &self.text[start..];
        let wide = if text.is_ascii() {
            text.len()
        } else {
            text.width()
        };
        let column = self.cells.len() % self.widths.len().max(1);
        if let Some(widest) = self.widths.get_mut(column) {
            *widest = wide.max(*widest);
        }
        self.cells.push((self.text.len(), wide));
    }

    fn figures(&mut self, cell: &Cell) {
        self.cell(cell.count());
        for sum in [&cell.killed, &cell.injured] {
            sum.figures()
                .into_iter()
                .for_each(|figure| self.cell(figure));
        }
    }

    /// Names to the left, figures to the right, two spaces between.
    fn push_line(&self, line: usize, out: &mut String, names: usize) {
        let first = line * self.widths.len();
        let mut start = match first.checked_sub(1) {
            Some(before) => self.cells[before].0,
            None => 0,
        };
        for (column, (at, width)) in (first..).zip(&self.widths).enumerate() {
            let (end, wide) = self.cells[at];
            let pad = width.saturating_sub(wide) + if column > 0 { 2 } else { 0 };
            let (before, behind) = match column {
                _ if column >= names => (pad, 0),
                0 => (0, pad),
                _ => (2, pad - 2),
            };
            out.extend(std::iter::repeat_n(' ', before));
            out.push_str(&self.text[start..end]);
            out.extend(std::iter::repeat_n(' ', behind));
            start = end;
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
}
