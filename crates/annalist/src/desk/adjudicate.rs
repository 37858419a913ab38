//! Adjudication: the coders' readings side by side, and what is settled from them.

use super::Desk;
use super::agreement::{Reading, aligned, of_coder, of_machine};
use super::allowed::report_of;
use super::cells::label;
use super::problem::{Done, Problem};
use super::report::Page;
use super::review::{Form, form};
use super::routes::Ask;
use super::sight::blindly;
use super::writes::{self, Correct, New, Outcome, Which};
use model::{AccountKey, Field, Span};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::desk::Assignment;
use utoipa::ToSchema;

/// A field of an incident as each coder gave it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldRow {
    /// The field's word.
    pub field: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Each coder's value.
    pub values: BTreeMap<String, String>,
    /// All who found the incident gave the same.
    pub agreed: bool,
    /// What is filled in: what they agree on.
    pub value: Option<String>,
    /// The words behind it.
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
    /// For the page: `120-140`.
    #[serde(skip)]
    pub spans_text: String,
}

/// An incident as the coders read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Row {
    /// Each coder's id for it.
    pub incidents: BTreeMap<String, String>,
    /// The machine's account of it, or one that a person added.
    pub account: Option<String>,
    /// The words that tell of it.
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<Span>,
    /// Field by field.
    pub fields: Vec<FieldRow>,
    /// For the page: the evidence as text.
    #[serde(skip)]
    pub evidence_text: String,
}

/// Everything that adjudication needs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Adjudication {
    /// The report.
    pub report: Page,
    /// Who coded it.
    pub coders: Vec<String>,
    /// Who has not finished.
    pub waiting: Vec<String>,
    /// Incident by incident.
    pub rows: Vec<Row>,
    /// What the fields take.
    pub form: Form,
}

/// A value as it was settled.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct SettledValue {
    /// The value.
    pub value: String,
    /// The words behind it.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
}

/// An incident as it was settled.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SettledRow {
    /// The account it is of; none for one that only people found.
    pub account: Option<String>,
    /// The words that tell of it.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<Span>,
    /// Its values.
    #[schema(value_type = Object)]
    pub fields: BTreeMap<String, SettledValue>,
    /// It is no incident after all.
    #[serde(default)]
    pub reject: bool,
}

/// What was settled.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Settled {
    /// Incident by incident.
    pub rows: Vec<SettledRow>,
    /// Why.
    pub note: Option<String>,
}

/// The coders' readings of a report side by side.
pub fn adjudication(desk: &Desk, ask: &Ask, report: &str) -> Done<Adjudication> {
    let base = ask.base();
    let page = report_of(desk, ask, report)?;
    let all = desk.read(|casebook| casebook.assignments(None))?;
    let here: Vec<Assignment> = all
        .into_iter()
        .filter(|one| one.report == page.id)
        .collect();
    if here.is_empty() {
        return Err(Problem::missing(format!(
            "{} is assigned to nobody",
            page.id
        )));
    }
    let done: Vec<&Assignment> = here.iter().filter(|one| one.done).collect();
    let readings: Vec<Vec<Reading>> = done.iter().map(|one| of_coder(one)).collect();
    let machine = of_machine(base, &page.id);
    let mut lists: Vec<&Vec<Reading>> = readings.iter().collect();
    lists.push(&machine);
    let mut rows = Vec::new();
    for places in aligned(&lists) {
        let (coders, account) = places.split_at(done.len());
        if coders.iter().all(Option::is_none) {
            continue;
        }
        let account = account.first().copied().flatten();
        let account = account.map(|at| {
            let key = AccountKey {
                report: page.id.clone(),
                account: machine[at].id.clone(),
            };
            key.to_string()
        });
        rows.push(row(&done, coders, account));
    }
    let waiting = here.iter().filter(|one| !one.done);
    Ok(Adjudication {
        coders: done.iter().map(|one| one.coder.clone()).collect(),
        waiting: waiting.map(|one| one.coder.clone()).collect(),
        rows,
        form: form(desk),
        report: page,
    })
}

fn row(done: &[&Assignment], places: &[Option<usize>], account: Option<String>) -> Row {
    let found = done.iter().zip(places);
    let found = found.filter_map(|(one, at)| Some((*one, one.incidents.get((*at)?)?)));
    let found: Vec<_> = found.collect();
    let mut fields = Vec::new();
    for field in Field::ALL {
        let given = found
            .iter()
            .map(|(one, incident)| (one.coder.clone(), incident.fields.get(&field)));
        let given: Vec<_> = given.collect();
        if given.iter().all(|(_, given)| given.is_none()) {
            continue;
        }
        let values: BTreeSet<Option<String>> = given
            .iter()
            .map(|(_, given)| given.map(|given| given.value.to_lowercase()))
            .collect();
        let agreed = values.len() == 1;
        let first = given.iter().find_map(|(_, given)| *given);
        let spans = first.map_or_else(Vec::new, |given| given.spans.clone());
        fields.push(FieldRow {
            field: field.word(),
            label: label(field),
            values: given
                .iter()
                .filter_map(|(coder, given)| Some((coder.clone(), given.as_ref()?.value.clone())))
                .collect(),
            agreed,
            value: first.filter(|_| agreed).map(|given| given.value.clone()),
            spans_text: super::markup::spans_text(&spans),
            spans,
        });
    }
    let evidence = found
        .first()
        .map_or_else(Vec::new, |(_, incident)| incident.evidence.clone());
    Row {
        incidents: found
            .iter()
            .map(|(one, incident)| (one.coder.clone(), incident.id.clone()))
            .collect(),
        account,
        evidence_text: super::markup::spans_text(&evidence),
        evidence,
        fields,
    }
}

/// Writes what was settled into the log and closes the report. Accounts of the machine that
/// nobody settled on are rejected.
pub fn settle(desk: &Desk, ask: &Ask, report: &str, body: &Settled) -> Done<Outcome> {
    let page = adjudication(desk, ask, report)?.report;
    let keys = page.accounts.iter().map(|one| one.key.parse());
    if keys.flatten().any(|key| ask.base().keeps_back(&key)) {
        return Err(blindly());
    }
    let mut outcome = Outcome::default();
    let mut take = |next: Outcome| {
        outcome.decisions.extend(next.decisions);
        outcome.incidents.extend(next.incidents);
        outcome.etag = next.etag;
    };
    let mut settled: BTreeSet<String> = BTreeSet::new();
    // All values are looked at before the first is written.
    for row in &body.rows {
        for (field, given) in &row.fields {
            writes::correction(desk, field, Some(&given.value), &given.spans)?;
        }
    }
    for row in &body.rows {
        if row.reject {
            continue;
        }
        let account = match &row.account {
            Some(account) => account.clone(),
            None => {
                let added = writes::add(desk, ask, &new(&page.id, row, body.note.clone()))?;
                let account = added.account.clone().unwrap_or_default();
                take(added);
                account
            }
        };
        if row.account.is_some() {
            let mine = page.accounts.iter().find(|one| one.key == account);
            for (field, given) in &row.fields {
                let cell = mine.and_then(|one| one.cells.iter().find(|cell| cell.field == field));
                let same = cell.is_some_and(|cell| {
                    cell.shown.is_none() && cell.raw.eq_ignore_ascii_case(&given.value)
                });
                if !same {
                    let correct = Correct {
                        account: account.clone(),
                        field: field.clone(),
                        value: Some(given.value.clone()).filter(|value| !value.is_empty()),
                        spans: given.spans.clone(),
                        note: body.note.clone(),
                    };
                    take(writes::correct(desk, ask, &correct)?);
                }
            }
        }
        let which = Which {
            account: Some(account.clone()),
            note: body.note.clone(),
            ..Which::default()
        };
        take(writes::accept(desk, ask, &which)?);
        settled.insert(account);
    }
    for account in &page.accounts {
        if !account.rejected && !settled.contains(&account.key) {
            let which = Which {
                account: Some(account.key.clone()),
                note: body.note.clone(),
                ..Which::default()
            };
            take(writes::reject(desk, ask, &which)?);
        }
    }
    let state = if settled.is_empty() {
        "nothing"
    } else {
        "coded"
    };
    take(writes::close(desk, ask, &page.id, state)?);
    outcome.incidents.sort();
    outcome.incidents.dedup();
    Ok(outcome)
}

fn new(report: &str, row: &SettledRow, note: Option<String>) -> New {
    let fields = row.fields.iter();
    let spans = row.fields.iter();
    New {
        report: report.to_owned(),
        evidence: row.evidence.clone(),
        fields: fields
            .map(|(field, given)| (field.clone(), given.value.clone()))
            .collect(),
        spans: spans
            .map(|(field, given)| (field.clone(), given.spans.clone()))
            .collect(),
        note,
    }
}
