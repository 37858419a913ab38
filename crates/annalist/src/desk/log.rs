//! The log of decisions, page by page.

use super::Desk;
use super::problem::Done;
use super::query::Part;
use super::routes::Ask;
use crate::commands::history::in_words;
use model::Decision;
use serde::Serialize;
use std::collections::BTreeSet;
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
pub fn log(desk: &Desk, ask: &Ask) -> Done<Log> {
    let base = desk.look()?;
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
