//! Answers as tables of a brief.

use super::cells::{Column, reading};
use super::prose::{capital, escape, number, so_many};
use super::questions::{Answered, Question};
use super::template::Call;
use super::writer::Writer;
use analysis::{Entry, Line, Mistake, Sheet, nearest};
use std::fmt::Write as _;

/// Columns that a brief leaves out unless asked for: ids, which its footnotes give, and
/// figures that another column holds.
const LEFT_OUT: [&str; 13] = [
    "incident",
    "stated_in",
    "id",
    "best",
    "high",
    "unclaimed",
    "known_for",
    "undated",
    "published",
    "claimed_within_days",
    "highest_since",
    "next_attack",
    "perhaps_earlier",
];

impl Writer<'_> {
    /// The tables of an answer, each with a note to what it is about and its rows to theirs.
    pub(super) fn sheets(
        &mut self,
        call: &Call,
        question: &Question,
        answered: &Answered,
    ) -> Result<(), Mistake> {
        let sheets = self.parts(call, question, answered)?;
        let none = call.arg("none").map(|arg| self.filled(arg)).transpose()?;
        let shown: Vec<&Sheet> = sheets
            .into_iter()
            .filter(|sheet| !sheet.lines.is_empty())
            .collect();
        if shown.is_empty() {
            let mark = self.note_of(answered);
            let words = none.unwrap_or_else(|| "Nothing of this is on record.".to_owned());
            let words = escape(&words);
            self.log("", &words, Some(words.clone()), &[], &[]);
            self.block(&format!("{words}{mark}\n"));
            return Ok(());
        }
        for sheet in shown {
            self.sheet(call, question, answered, sheet)?;
        }
        Ok(())
    }

    /// The tables that a block shows.
    pub(super) fn parts<'s>(
        &self,
        call: &Call,
        question: &Question,
        answered: &'s Answered,
    ) -> Result<Vec<&'s Sheet>, Mistake> {
        let sheets = &answered.sheets;
        let Some(arg) = call.arg("part") else {
            let meant = |sheet: &&Sheet| {
                question.shown.is_empty() || question.shown.contains(&sheet.name.as_str())
            };
            return Ok(sheets.iter().filter(meant).collect());
        };
        let part = self.filled(arg)?;
        let meant: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.name == part).collect();
        if meant.is_empty() && !sheets.is_empty() {
            let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            let hint = match nearest(&part, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it has {}", names.join(", ")),
            };
            let problem = format!("`{}` has no part `{part}`", question.name);
            return Err(self.source.mistake(&arg.value_at, problem, hint));
        }
        Ok(meant)
    }

    fn sheet(
        &mut self,
        call: &Call,
        question: &Question,
        answered: &Answered,
        sheet: &Sheet,
    ) -> Result<(), Mistake> {
        let columns = self.columns_of(call, sheet)?;
        let top = match question.name {
            "tolls" => usize::MAX,
            _ => self.count_arg(call, "top", usize::MAX)?,
        };
        let number = |column: &Column| {
            let entries = sheet
                .lines
                .iter()
                .filter_map(|line| line.entries.get(column.at));
            let mut told = entries.filter(|entry| **entry != Entry::None).peekable();
            told.peek().is_some() && told.all(is_figure)
        };
        let numbers: Vec<bool> = columns.iter().map(number).collect();
        // The mark stands at what the row is about: the first date, else the first figure that all rows have.
        let everywhere = |column: &Column| {
            let at = |line: &Line| {
                line.entries
                    .get(column.at)
                    .is_some_and(|it| *it != Entry::None)
            };
            sheet.lines.iter().all(at)
        };
        let firsts = columns
            .iter()
            .position(|column| sheet.heads[column.at] == "first");
        let figures = (columns.iter().zip(&numbers))
            .position(|(column, number)| *number && everywhere(column));
        // What was announced is no part of what a row of the unannounced rests on.
        // Nor is what others tell too a part of what a source tells alone.
        let own = (columns.iter())
            .position(|column| matches!(sheet.heads[column.at], "unannounced" | "alone"));
        let marked = own.or(firsts).or(figures).unwrap_or(0);
        let mut out = String::from("|");
        for column in &columns {
            let _ = write!(out, " {} |", escape(&reading(sheet.heads[column.at])));
        }
        out.push_str("\n|");
        for number in &numbers {
            out.push_str(if *number { " ---: |" } else { " --- |" });
        }
        out.push('\n');
        let mut before: Option<&Line> = None;
        let silent = |line: &&Line| question.name != "tolls" || !is_silent(sheet, line);
        for line in sheet.lines.iter().filter(silent).take(top) {
            let incidents = self.incidents_of(&line.incidents);
            let stated = stated_in(sheet, line);
            let cells: Vec<String> = columns
                .iter()
                .map(|column| self.cell(sheet, line, *column))
                .collect();
            // Sources of one incident stand beneath each other, the incident once.
            let same = |at: usize| {
                let column = columns[at].at;
                sheet.name == "sources"
                    && question.name == "tolls"
                    && column < 3
                    && before.is_some_and(|before| {
                        before.incidents == line.incidents
                            && before.entries.get(column) == line.entries.get(column)
                    })
            };
            let again = before.is_some_and(|before| {
                question.name == "tolls" && before.incidents == line.incidents
            });
            let mark = match question.name {
                // All rows of a list stand in one sentence, which its caption leads to; the
                // sources of one incident under one mark.
                "list" => String::new(),
                _ if again => String::new(),
                _ => self.mark_of_row(question, line, &incidents, &stated),
            };
            out.push('|');
            for (at, cell) in cells.iter().enumerate() {
                let cell = if same(at) { "" } else { cell };
                let mark = if at == marked { mark.as_str() } else { "" };
                let _ = write!(out, " {}{mark} |", escape(cell));
            }
            out.push('\n');
            // What a report states goes by its number, all else by what the row is of.
            let row = match stated.as_slice() {
                [stated, ..] if question.name != "list" => stated.clone(),
                _ => cells.first().cloned().unwrap_or_default(),
            };
            self.log(
                &row,
                &cells.join(" · "),
                Some(cells.join(" · ")),
                &incidents,
                &stated,
            );
            before = Some(line);
        }
        let mark = if question.name == "list" {
            let stated = sheet.lines.iter().flat_map(|line| stated_in(sheet, line));
            let mut stated: Vec<String> = stated.collect();
            // The total first.
            stated.reverse();
            stated.dedup();
            self.note("As stated.", &[], &stated)
        } else {
            self.note_of(answered)
        };
        let title = match call.arg("caption") {
            Some(arg) => self.filled(arg)?,
            None => capital(&sheet.title.replace('_', " ")),
        };
        let _ = write!(out, "\n*{}.", escape(title.trim_end_matches('.')));
        let left = sheet.lines.len().saturating_sub(top);
        if left > 0 {
            let _ = write!(out, " {}", escape(&further(left)));
        }
        let _ = writeln!(out, "*{mark}");
        self.block(&out);
        Ok(())
    }

    /// The columns that a block shows: those it asks for, else all but ids.
    fn columns_of(&self, call: &Call, sheet: &Sheet) -> Result<Vec<Column>, Mistake> {
        let of = |at: usize| Column::of(sheet, at);
        let Some(arg) = call.arg("columns") else {
            let all = (0..sheet.heads.len()).filter(|at| !LEFT_OUT.contains(&sheet.heads[*at]));
            // A column in which no row says anything says nothing.
            let told = |at: &usize| {
                let mut entries = sheet.lines.iter().filter_map(|line| line.entries.get(*at));
                *at == 0 || entries.any(|entry| *entry != Entry::None)
            };
            return Ok(all.filter(told).map(of).collect());
        };
        let text = self.filled(arg)?;
        let one = |word: &str| {
            let at = sheet.heads.iter().position(|head| *head == word.trim());
            at.map(of).ok_or_else(|| {
                let hint = match nearest(word.trim(), sheet.heads.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it has {}", sheet.heads.join(", ")),
                };
                let problem = format!("the table `{}` has no column `{}`", sheet.name, word.trim());
                self.source.mistake(&arg.value_at, problem, hint)
            })
        };
        text.split(',').map(one).collect()
    }

    pub(super) fn mark_of_row(
        &mut self,
        question: &Question,
        line: &Line,
        incidents: &[&'_ model::Incident],
        stated: &[String],
    ) -> String {
        if incidents.is_empty() && stated.is_empty() {
            return String::new();
        }
        let incidents = self.incidents_of(&line.incidents);
        let perhaps = line.incidents.iter().filter(|id| id.ends_with('?')).count();
        let said = match (question.name, perhaps) {
            ("reconcile", 0) => "Stated and counted.".to_owned(),
            ("reconcile", perhaps) => format!(
                "Stated, and {} of which {} may or may not belong to it.",
                so_many(incidents.len() as u64, "incident", "incidents"),
                number(perhaps as u64)
            ),
            _ => String::new(),
        };
        self.note(&said, &incidents, stated)
    }

    /// The note on what a whole answer is about.
    pub(super) fn note_of(&mut self, answered: &Answered) -> String {
        let mut said: Vec<String> = Vec::new();
        said.extend(
            (answered.leaves_out.iter())
                .map(|note| format!("{}.", escape(&capital(note.trim_end_matches('.'))))),
        );
        let incidents = self.incidents_of(&answered.about);
        if answered.about.is_empty() && answered.filter.is_none() && !answered.said.is_empty() {
            let said: Vec<String> = answered.said.iter().map(|said| escape(said)).collect();
            return self.note(&said.join(" "), &[], &[]);
        }
        let filter = answered.filter.clone();
        self.footnotes
            .figure(&incidents, filter.as_deref(), &said.join(" "))
    }
}

/// True for a source that tells no figure.
fn is_silent(sheet: &Sheet, line: &Line) -> bool {
    let cells = sheet.heads.iter().zip(&line.entries);
    let mut figures = cells.filter(|(head, _)| ["killed", "injured"].contains(head));
    sheet.name == "sources" && figures.all(|(_, entry)| *entry == Entry::None)
}

fn is_figure(entry: &Entry) -> bool {
    match entry {
        Entry::Text(text) => {
            let figure = |letter: char| letter.is_ascii_digit() || "+–~≤?,.".contains(letter);
            !text.is_empty() && text.len() < 12 && text.chars().all(figure)
        }
        Entry::None => false,
        _ => true,
    }
}

/// `2 further rows are not shown.`
fn further(left: usize) -> String {
    let rows = so_many(left as u64, "further row is", "further rows are");
    format!("{} not shown.", capital(&rows))
}

/// Statements of reports that a row rests on.
pub(super) fn stated_in(sheet: &Sheet, line: &Line) -> Vec<String> {
    let cells = sheet.heads.iter().zip(&line.entries);
    let named = cells.filter(|(head, _)| matches!(**head, "stated_in" | "id"));
    let texts = named.filter_map(|(_, entry)| match entry {
        Entry::Text(text) if text.contains('#') => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}
