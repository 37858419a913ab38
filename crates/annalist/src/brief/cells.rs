//! What stands in a cell of an answer, for a reader.

use super::prose::{capital, date, number};
use super::writer::Writer;
use analysis::{Entry, Line, Sheet};
use model::When;

/// Heads that do not read well as they are.
const READING: [(&str, &str); 14] = [
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
<<<<<<< HEAD
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
    fn parts<'s>(
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
        // The mark stands at what the row is about: the first date, else the first figure.
        let firsts = columns
            .iter()
            .position(|column| sheet.heads[column.at] == "first");
        let figures = numbers.iter().position(|number| *number);
        let marked = firsts.or(figures).unwrap_or(0);
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
            let stated = self.stated_in(sheet, line);
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
            let mark = match question.name {
                // All rows of a list stand in one sentence, which its caption leads to.
                "list" => String::new(),
                _ => self.mark_of_row(question, line, &incidents, &stated),
            };
            out.push('|');
            for (at, cell) in cells.iter().enumerate() {
                let cell = if same(at) { "" } else { cell };
                let mark = if at == marked { mark.as_str() } else { "" };
                let _ = write!(out, " {}{mark} |", escape(cell));
            }
            out.push('\n');
            self.log(
                &cells.first().cloned().unwrap_or_default(),
                &cells.join(" · "),
                Some(cells.join(" · ")),
                &incidents,
                &stated,
            );
            before = Some(line);
        }
        let mark = match (question.name, sheet.lines.first()) {
            ("list", Some(line)) => {
                let stated = self.stated_in(sheet, line);
                self.note("As stated.", &[], &stated)
            }
            _ => self.note_of(answered),
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
        let of = |at: usize| Column {
            at,
            three: sheet.heads.get(at + 1) == Some(&"best"),
        };
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

=======
>>>>>>> briefs
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
<<<<<<< HEAD

    /// Statements of reports that a row rests on.
    fn stated_in(&self, sheet: &Sheet, line: &Line) -> Vec<String> {
        let cells = sheet.heads.iter().zip(&line.entries);
        let named = cells.filter(|(head, _)| matches!(**head, "stated_in" | "id"));
        let texts = named.filter_map(|(_, entry)| match entry {
            Entry::Text(text) if text.contains('#') => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    }

    fn mark_of_row(
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
                super::prose::so_many(incidents.len() as u64, "incident", "incidents"),
                number(perhaps as u64)
            ),
            _ => String::new(),
        };
        self.note(&said, &incidents, stated)
    }

    /// The note on what a whole answer is about.
    fn note_of(&mut self, answered: &Answered) -> String {
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
            let mark = if incidents.is_empty() && named.stated.is_empty() {
                self.note_of(answered)
            } else {
                let filter = answered.filter.clone();
                self.footnotes
                    .figure_stated(&incidents, filter.as_deref(), "", &named.stated)
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
        let column = Column {
            at,
            three: sheet.heads.get(at + 1) == Some(&"best"),
        };
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
        let stated = self.stated_in(sheet, line);
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
        let country = country.and_then(|code| {
            let field = analysis::TextField::Country;
            self.view.context.name_of(field, &code)
        });
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
        let mut seen = std::collections::BTreeSet::new();
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
=======
>>>>>>> briefs
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
