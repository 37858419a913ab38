//! A table as aligned text, CSV and JSON.

use super::{By, Cell, Sum, Table};
use crate::{Entry, Sheet};
use unicode_width::UnicodeWidthStr;

impl Table {
    /// Aligned text for a terminal, the total row last and the caption below.
    ///
    /// With `rows`, each row is followed by the ids of its incidents.
    pub fn to_text(&self, rows: bool) -> String {
        let mut lines = vec![self.heads(true)];
        let mut ids = vec![None];
        for row in &self.rows {
            let keys = row.keys.iter().map(|key| key.label.clone());
            lines.push(keys.chain(text_cells(&row.cell)).collect());
            ids.push(Some(&row.cell.incidents));
        }
        let names = (0..self.by.len()).map(|at| if at == 0 { "total" } else { "" }.to_owned());
        lines.push(names.chain(text_cells(&self.total)).collect());
        ids.push(None);
        let mut out = String::new();
        let widths = widths(&lines);
        let last = lines.len() - 1;
        for (at, (line, ids)) in lines.iter().zip(ids).enumerate() {
            if at == last && at > 1 {
                let rule: usize = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
                out.push_str(&"─".repeat(rule));
                out.push('\n');
            }
            push_line(&mut out, line, &widths, self.by.len());
            if let Some(ids) = ids.filter(|_| rows) {
                for chunk in ids.chunks(6) {
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

fn text_cells(cell: &Cell) -> impl Iterator<Item = String> + use<> {
    [cell.count().to_string()]
        .into_iter()
        .chain(cell.killed.cells())
        .chain(cell.injured.cells())
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

fn widths(lines: &[Vec<String>]) -> Vec<usize> {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    (0..columns).map(width).collect()
}

/// Names to the left, figures to the right, two spaces between.
fn push_line(out: &mut String, line: &[String], widths: &[usize], names: usize) {
    let mut text = String::new();
    for (column, (cell, width)) in line.iter().zip(widths).enumerate() {
        let pad = " ".repeat(width.saturating_sub(cell.width()));
        if column > 0 {
            text.push_str("  ");
        }
        if column < names {
            text.push_str(cell);
            text.push_str(&pad);
        } else {
            text.push_str(&pad);
            text.push_str(cell);
        }
    }
    out.push_str(text.trim_end());
    out.push('\n');
}
