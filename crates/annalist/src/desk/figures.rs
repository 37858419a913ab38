//! The questions of `annalist tally` and its sisters, asked by choosing.

mod answers;
mod command;
mod drawn;
mod footnoted;
mod options;
mod questions;
mod said;

pub use footnoted::rendered;
pub use questions::{Question, question, questions};

use super::Desk;
use super::choose::chosen;
use super::problem::{Done, Problem};
use super::query::Query;
use super::routes::Ask;
use analysis::Sheet;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

/// Of more incidents, a sentence's footnote names the filter and not the incidents.
pub const SENTENCES_UP_TO: usize = 2_000;
/// Of more incidents, rows do not list theirs.
const IDS_UP_TO: usize = 20_000;

/// An answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Figure {
    /// The question.
    pub question: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it says in words.
    pub sentences: Vec<String>,
    /// Its tables.
    #[schema(value_type = Vec<Object>)]
    pub sheets: Vec<Sheet>,
    /// What it is about and what it leaves out.
    pub caption: Vec<String>,
    /// A chart.
    pub svg: Option<String>,
    /// The command that gives the same answer; none where it cannot be said there.
    pub command: Option<String>,
    /// What it says as Markdown with a footnote, to be copied into a text.
    pub sentence: String,
    /// The typed answer.
    #[schema(value_type = Object)]
    pub answer: Json,
}

/// Answers a question of what was chosen.
///
/// # Errors
/// There is no such question, or something in the address cannot be read.
pub fn figure(desk: &Desk, ask: &Ask, id: &str, query: &Query) -> Done<Figure> {
    let question = question(id)?;
    let chosen = chosen(desk, ask, query)?;
    let answered = desk.with_seen(&chosen.base, |seen| {
        answers::answered(&question, query, &chosen, seen)
    })?;
    Ok(Figure {
        command: command::command(id, query, &chosen)?,
        sentence: footnoted::sentence(desk, &chosen, &answered)?,
        ..answered.figure
    })
}

impl Figure {
    fn of(question: &Question) -> Figure {
        Figure {
            question: question.id,
            label: question.label,
            sentences: Vec::new(),
            sheets: Vec::new(),
            caption: Vec::new(),
            svg: None,
            command: None,
            sentence: String::new(),
            answer: Json::Null,
        }
    }
}

/// The table with a column for each field that it counts by.
fn sheet(table: &analysis::Table) -> Sheet {
    let mut sheet = table.sheet("tally");
    if table.by.len() > 1 && sheet.lines.len() == table.rows.len() {
        sheet.heads.insert(1, table.dimension(1));
        for (line, row) in sheet.lines.iter_mut().zip(&table.rows) {
            let label = row.keys.get(1).map_or("", |key| key.label.as_str());
            line.entries.insert(1, analysis::Entry::text(label));
        }
    }
    sheet
}

/// A table of an answer as CSV: the first, or the one named.
pub fn csv(figure: &Figure, part: Option<&str>) -> Done<String> {
    let sheet = match part {
        None => figure.sheets.first(),
        Some(name) => figure.sheets.iter().find(|sheet| sheet.name == name),
    };
    let sheet = sheet.ok_or_else(|| Problem::missing("there is no such table in this answer"))?;
    // What a spreadsheet would take for a formula is text.
    let mut safe = sheet.clone();
    for line in &mut safe.lines {
        for entry in &mut line.entries {
            if let analysis::Entry::Text(text) = entry {
                *text = formats::write::csv::protect(text);
            }
        }
    }
    Ok(safe.to_csv(true))
}
