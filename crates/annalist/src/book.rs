//! A casebook opened for a question: its incidents as columns.

use crate::cli::{Everywhere, Which};
use crate::context::Known;
use crate::knowledge::Knowledge;
use crate::merged;
use crate::output::{self, Ending};
use crate::record::Record;
use analysis::{Answer, Asked, Columns, Mistake};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use model::Policy;
use std::rc::Rc;
use store::Casebook;

/// How an answer is printed; the same for every question.
#[derive(Debug, Args)]
pub struct Show {
    /// Print the ids of the incidents behind each row
    #[arg(long)]
    pub rows: bool,

    /// How the answer is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,

    /// Which table, where an answer has several (csv; without it, the first)
    #[arg(long, value_name = "TABLE")]
    pub part: Option<String>,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Aligned columns, and what was left out.
    Table,
    /// One line a row.
    Csv,
    /// Rows with their incidents, and the caption.
    Json,
}

impl Show {
    /// True where the ids of incidents are wanted.
    pub fn with_ids(&self) -> bool {
        self.rows || self.format == Format::Json
    }

    /// Prints an answer.
    ///
    /// # Errors
    /// It has no table of that name.
    pub fn print(&self, answer: &dyn Shown) -> Result<()> {
        match self.format {
            Format::Table => output::print(&answer.text(self.part.as_deref(), self.rows)?),
            Format::Csv => {
                let sheets = answer.tables();
                let sheet = self.part_of(&sheets)?;
                let others: Vec<&str> = (sheets.iter().map(|sheet| sheet.name.as_str()))
                    .filter(|name| *name != sheet.name)
                    .collect();
                if self.part.is_none() && !others.is_empty() {
                    output::note(&format!(
                        "this is the table `{}`; for the others: --part {}",
                        sheet.name,
                        others.join(", --part ")
                    ));
                }
                output::print(&sheet.to_csv(self.rows))
            }
            Format::Json => output::print(&answer.json()),
        }
    }

    fn part_of<'s>(&self, sheets: &'s [analysis::Sheet]) -> Result<&'s analysis::Sheet> {
        let wanted = self.part.as_deref();
        part_of(sheets, wanted)
    }
}

fn part_of<'s>(sheets: &'s [analysis::Sheet], wanted: Option<&str>) -> Result<&'s analysis::Sheet> {
    let found = match wanted {
        None => sheets.first(),
        Some(name) => sheets.iter().find(|sheet| sheet.name == name),
    };
    let Some(found) = found else {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        bail!(
            "there is no table `{}` in this answer; it has {}",
            wanted.unwrap_or_default(),
            names.join(", ")
        );
    };
    Ok(found)
}

/// An [`Answer`] behind a reference.
pub trait Shown {
    /// All of it, or one table, for a terminal.
    fn text(&self, part: Option<&str>, rows: bool) -> Result<String>;
    /// Its tables.
    fn tables(&self) -> Vec<analysis::Sheet>;
    /// All of it as JSON.
    fn json(&self) -> String;
}

impl<A: Answer> Shown for A {
    fn text(&self, part: Option<&str>, rows: bool) -> Result<String> {
        if part.is_none() {
            return Ok(output::lines_plain(&self.to_text(rows)));
        }
        let sheets = self.sheets();
        let mut text = part_of(&sheets, part)?.to_text(rows);
        text.push('\n');
        for sentence in self.caption().sentences() {
            text.push_str(&sentence);
            text.push('\n');
        }
        Ok(output::lines_plain(&text))
    }

    fn tables(&self) -> Vec<analysis::Sheet> {
        self.sheets()
    }

    fn json(&self) -> String {
        self.to_json()
    }
}

/// A casebook's incidents as columns, and what they came from.
pub struct Book {
    /// The incidents.
    pub columns: Columns,
    held: Held,
    policy: Policy,
}

/// What the columns came from.
enum Held {
    /// Accounts and decisions: the incidents were worked out just now.
    Record(Box<Record>),
    /// What was kept when they were worked out last.
    Kept(Rc<Casebook>),
}

impl Book {
    /// Opens the casebook for questions.
    ///
    /// Working the incidents of a large casebook out takes longer than any question to them, so
    /// they are kept in it as columns, and what changes stands beside them. Where nothing can be
    /// kept, they are worked out for this question alone.
    pub fn open(everywhere: &Everywhere, policy: Policy, knowledge: &Knowledge) -> Result<Book> {
        if let Some(book) = Self::kept(everywhere, policy, knowledge)? {
            return Ok(book);
        }
        if !everywhere.read_only
            && merge(everywhere, policy, knowledge)?
            && let Some(book) = Self::kept(everywhere, policy, knowledge)?
        {
            return Ok(book);
        }
        let record = Record::open(everywhere, policy, knowledge)?;
        let columns = Columns::of(&record.incidents, &Known::of(knowledge, &record));
        Ok(Book {
            columns,
            held: Held::Record(Box::new(record)),
            policy,
        })
    }

    fn kept(
        everywhere: &Everywhere,
        policy: Policy,
        knowledge: &Knowledge,
    ) -> Result<Option<Book>> {
        let casebook = Rc::new(everywhere.open_to_read()?);
        let columns = merged::columns(&casebook, policy, knowledge)?;
        Ok(columns.map(|columns| Book {
            columns,
            held: Held::Kept(casebook),
            policy,
        }))
    }

    /// Refuses an answer from columns that could not all be read: to be called after the question
    /// and before its answer is shown.
    pub fn check(&self) -> Result<()> {
        match self.columns.failure() {
            None => Ok(()),
            Some(why) => bail!("the answer is not shown, since it would not be whole: {why}"),
        }
    }

    /// The file.
    pub fn casebook(&self) -> &Casebook {
        match &self.held {
            Held::Record(record) => &record.casebook,
            Held::Kept(casebook) => casebook,
        }
    }

    /// What is known beside the incidents.
    pub fn known<'a>(&'a self, knowledge: &'a Knowledge) -> Known<'a> {
        match &self.held {
            Held::Record(record) => Known::of(knowledge, record),
            Held::Kept(casebook) => Known {
                knowledge,
                record: None,
                casebook: Some(casebook),
            },
        }
    }

    /// The incidents that a question is about.
    pub fn ask<'a>(
        &'a self,
        known: &'a Known<'a>,
        filter: Option<&str>,
        with_ids: bool,
    ) -> Result<Asked<'a>, Mistake> {
        let filter = known.filter(filter)?;
        let policy = self.policy.word();
        let mut asked = Asked::new(&self.columns, filter.as_ref(), known, policy);
        asked.with_ids = with_ids;
        Ok(asked)
    }
}

/// Takes into a large casebook what has changed, and keeps its incidents under a policy; false
/// where nothing is kept: it is small, or it cannot be written to now.
fn merge(everywhere: &Everywhere, policy: Policy, knowledge: &Knowledge) -> Result<bool> {
    let mut casebook = match everywhere.open_to_write() {
        Ok(casebook) => casebook,
        Err(error) => return cannot_write(error),
    };
    let merged = merged::catch_up(&mut casebook, knowledge);
    match merged.and_then(|state| {
        let large = state.is_some();
        if large && casebook.kept(policy.word(), "about")?.is_none() {
            merged::keep(&mut casebook, policy, knowledge)?;
        }
        Ok(large)
    }) {
        Ok(large) => Ok(large),
        Err(error) => cannot_write(error.into()),
    }
}

fn cannot_write(error: anyhow::Error) -> Result<bool> {
    use store::Error::{Closed, Full, Locked, ReadOnly};
    match error.downcast_ref::<store::Error>() {
        Some(Closed { .. } | Full { .. } | Locked { .. } | ReadOnly { .. }) => Ok(false),
        _ => Err(error),
    }
}

/// Opens the casebook, asks a question of the incidents that a filter means, and prints the
/// answer.
pub fn answer<A: Answer>(
    everywhere: &Everywhere,
    which: &Which,
    show: &Show,
    question: impl FnOnce(&Asked<'_>, &Book) -> Result<A>,
) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let book = Book::open(everywhere, which.policy, &knowledge)?;
    let known = book.known(&knowledge);
    let asked = book.ask(&known, which.filter.as_deref(), show.with_ids())?;
    let answer = question(&asked, &book);
    book.check()?;
    show.print(&answer?)?;
    Ok(Ending::Done)
}
