//! Figures of answers in sentences: `{{warnings.median_lead}}`, `{{first.first row="Iran"}}`.

use super::cells::{Column, readable};
use super::footnotes::Part;
use super::named::per_cent;
use super::prose::{escape, number};
use super::questions::{Answered, Question};
use super::template::{Arg, Call};
use super::writer::Writer;
use analysis::{Entry, Line, Mistake, Sheet, TextField, fold, nearest};
use std::collections::BTreeSet;

impl Writer<'_> {
    /// `{{question.figure}}`: one of an answer's figures, or a cell of its tables.
    pub(super) fn figure_of(
        &mut self,
        call: &Call,
        question: &Question,
        cell: &str,
        answered: &Answered,
    ) -> Result<(), Mistake> {
        let none = call.arg("none").map(|arg| self.filled(arg)).transpose()?;
        if cell == "says" {
            let words: Vec<String> = answered.said.iter().map(|said| escape(said)).collect();
            let words = match none.filter(|_| words.is_empty()) {
                Some(none) => escape(&none),
                None => words.join(" "),
            };
            let mark = self.note_of(answered);
            let incidents = self.incidents_of(&answered.about);
            self.say_with(words.trim_end_matches('.'), mark, &incidents, &[]);
            return Ok(());
        }
        let found = answered.named.iter().find(|named| named.name == cell);
        if let Some(named) = found.filter(|_| call.arg("row").is_none()) {
            let incidents = self.incidents_of(&named.incidents);
            let empty = named.words.is_empty() || named.words == "none";
            let words = match none.filter(|_| empty) {
                Some(none) => none,
                None if named.words.is_empty() => "not known".to_owned(),
                None => named.words.clone(),
            };
            let untold = incidents.is_empty() && named.stated.is_empty();
            let mark = if untold && named.which.is_empty() {
                self.note_of(answered)
            } else {
                self.footnotes.part(&Part {
                    incidents: &incidents,
                    all: answered.about.len(),
                    filter: answered.filter.as_deref(),
                    which: named.which,
                    stated: &named.stated,
                })
            };
            self.say_with(&escape(&words), mark, &incidents, &named.stated.clone());
            return Ok(());
        }
        let sheets = match call.arg("part") {
            Some(_) => self.parts(call, question, answered)?,
            None => answered.sheets.iter().collect(),
        };
        let holds = |sheet: &&&Sheet| sheet.heads.contains(&cell);
        let Some(sheet) = sheets.iter().find(holds) else {
            return Err(self.no_figure(call, question, cell, answered));
        };
        let at = sheet
            .heads
            .iter()
            .position(|head| *head == cell)
            .unwrap_or(0);
        let line = match call.arg("row") {
            Some(arg) => self.row(arg, sheet)?,
            None => sheet.lines.first(),
        };
        let Some(line) = line else {
            let mark = self.note_of(answered);
            let words = none.unwrap_or_else(|| "none".to_owned());
            self.say_with(&escape(&words), mark, &[], &[]);
            return Ok(());
        };
        let column = Column::of(sheet, at);
        let words = match line.entries.get(at) {
            Some(Entry::Count(count)) if !column.three => {
                if *count == 0 {
                    none.unwrap_or_else(|| "none".to_owned())
                } else {
                    number(*count)
                }
            }
            Some(Entry::Share(share)) => per_cent(Some(*share)),
            Some(Entry::None) | None => none.unwrap_or_else(|| "not told".to_owned()),
            Some(_) => self.cell(sheet, line, column),
        };
        let incidents = self.incidents_of(&line.incidents);
        let stated = super::sheets::stated_in(sheet, line);
        let mark = match self.mark_of_row(question, line, &incidents, &stated) {
            mark if mark.is_empty() => self.note_of(answered),
            mark => mark,
        };
        self.say_with(&escape(&words), mark, &incidents, &stated);
        Ok(())
    }

    /// The row of which one cell says this. A row that is not there is no mistake: records
    /// change. It is noted, with what would be near.
    fn row<'s>(&mut self, arg: &Arg, sheet: &'s Sheet) -> Result<Option<&'s Line>, Mistake> {
        let wanted = self.filled(arg)?;
        let country = self.view.context.country(&wanted);
        let country = country.and_then(|code| self.view.context.name_of(TextField::Country, &code));
        let actor = self.view.context.actor(&wanted).map(|actor| actor.name);
        let same = |text: &str| {
            let told = fold(text);
            told == fold(&wanted)
                || country.as_ref().is_some_and(|name| told == fold(name))
                || actor.as_ref().is_some_and(|name| told == fold(name))
        };
        let holds = |line: &&Line| {
            line.entries.iter().any(|entry| match entry {
                Entry::Text(text) => same(text) || same(&readable(text)),
                _ => false,
            })
        };
        let found = sheet.lines.iter().find(holds);
        if found.is_none() {
            let firsts = sheet
                .lines
                .iter()
                .filter_map(|line| match line.entries.first() {
                    Some(Entry::Text(text)) => Some(text.as_str()),
                    _ => None,
                });
            let near = nearest(&wanted, firsts);
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let place = self.source.mistake(&arg.value_at, "", "");
            let (line, _) = place.line_and_column();
            self.notes.insert(format!(
                "{}:{line}: the table `{}` has no row `{wanted}`{near}",
                self.source.name, sheet.name
            ));
        }
        Ok(found)
    }

    fn no_figure(
        &self,
        call: &Call,
        question: &Question,
        cell: &str,
        answered: &Answered,
    ) -> Mistake {
        let mut names: Vec<&str> = vec!["says"];
        names.extend(answered.named.iter().map(|named| named.name));
        for sheet in &answered.sheets {
            names.extend(
                sheet
                    .heads
                    .iter()
                    .filter(|head| !["best", "high"].contains(*head)),
            );
        }
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        let hint = match nearest(cell, names.iter().copied()) {
            Some(near) => format!("did you mean `{}.{near}`?", question.name),
            None => format!("it has {}", names.join(", ")),
        };
        let problem = format!("`{}` has no figure `{cell}`", question.name);
        let at = call.at.end - cell.len()..call.at.end;
        self.source.mistake(&at, problem, hint)
    }
}
