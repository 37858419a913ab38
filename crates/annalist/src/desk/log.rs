//! The log of decisions, page by page.

use super::Desk;
use super::problem::Done;
use super::query::Part;
use super::routes::Ask;
use super::sight::Sight;
use crate::commands::history::in_words;
use model::Decision;
use serde::Serialize;
use std::collections::BTreeSet;
use store::desk::AuditLine;
use utoipa::ToSchema;

/// A decision as it is listed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Logged {
    /// From 1.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// In words.
    pub text: String,
    /// It holds.
    pub in_force: bool,
}

/// A page of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Log {
    /// The latest first.
    pub items: Vec<Logged>,
    /// From 1.
    pub page: usize,
    /// So many a page.
    pub per: usize,
    /// How many pages.
    pub pages: usize,
    /// How many in all.
    pub total: usize,
}

/// The log, the latest first.
pub fn log(_desk: &Desk, ask: &Ask) -> Done<Log> {
    let base = ask.base();
    let part = Part::of(&ask.query, 50)?;
    let in_force: BTreeSet<u64> = Decision::in_force(&base.decisions)
        .into_iter()
        .map(|decision| decision.number)
        .collect();
    let latest: Vec<&Decision> = base.decisions.iter().rev().collect();
    let items = part.of_list(&latest).iter().map(|decision| Logged {
        number: decision.number,
        at: decision.at.clone(),
        by: decision.by.clone(),
        text: in_words(decision),
        in_force: in_force.contains(&decision.number),
    });
    Ok(Log {
        items: items.collect(),
        page: part.page,
        per: part.per,
        pages: part.pages(latest.len()),
        total: latest.len(),
    })
}

/// Lines of the audit shown.
const AUDIT: usize = 100;

/// The latest writes that are no decisions, the latest first.
pub fn audit(desk: &Desk, ask: &Ask) -> Done<Vec<AuditLine>> {
    let mut lines = desk.read(|casebook| casebook.audit(AUDIT))?;
    lines.retain(|line| !tells_of_hidden(&ask.shown.sight, &line.about));
    Ok(lines)
}

/// True where a line is about a hidden report or an account in one: `REPORT`, `REPORT#ID`,
/// `REPORT to CODER`.
fn tells_of_hidden(sight: &Sight, about: &str) -> bool {
    let names = |report: &String| {
        about.match_indices(report.as_str()).any(|(at, _)| {
            let (before, after) = (&about[..at], &about[at + report.len()..]);
            let begins = before.is_empty() || before.ends_with(' ');
            begins && (after.is_empty() || after.starts_with(['#', ' ']))
        })
    };
    sight.hidden().iter().any(names)
}
