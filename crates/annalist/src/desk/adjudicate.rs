//! Adjudication: the coders' readings side by side, and what is settled from them.

use super::Desk;
use super::agreement::{Reading, aligned, of_coder, of_machine, spelled};
use super::allowed::report_of;
use super::cells::label;
use super::problem::{Done, Problem};
use super::quoted::words_of;
use super::report::{AccountIn, Page};
use super::review::{Form, form};
use super::routes::Ask;
use super::sight::blindly;
use super::writes::{self, New, Outcome};
use crate::stamp::now;
use model::{AccountKey, DecisionKind, Field, Span};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::desk::{Assignment, ReportState};
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
    /// Coders who found the incident and do not tell this of it.
    pub silent: Vec<String>,
    /// What the machine's account says.
    pub machine: Option<String>,
    /// All who found the incident gave the same.
    pub agreed: bool,
    /// What is filled in: what they agree on, or, where none of them tells it, what the machine says.
    pub value: Option<String>,
    /// The words behind it.
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
    /// For the page: `120-140`.
    #[serde(skip)]
    pub spans_text: String,
    /// For the page: the words, as they are filled in.
    #[serde(skip)]
    pub words: String,
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
    /// For the page: its words.
    #[serde(skip)]
    pub words: String,
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
    /// The value; empty or null for "not told".
    #[serde(default, deserialize_with = "or_empty")]
    pub value: String,
    /// The words behind it.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
}

fn or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
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
    /// The version of the report whose bytes the spans are.
    #[serde(default)]
    pub version: Option<u64>,
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
        let read = account.as_ref().and_then(|key| {
            let mut accounts = page.accounts.iter();
            accounts.find(|one| one.key == *key)
        });
        rows.push(row(&done, coders, read, &page.text));
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

fn row(
    done: &[&Assignment],
    places: &[Option<usize>],
    read: Option<&AccountIn>,
    text: &str,
) -> Row {
    let found = done.iter().zip(places);
    let found = found.filter_map(|(one, at)| Some((*one, one.incidents.get((*at)?)?)));
    let found: Vec<_> = found.collect();
    let mut fields = Vec::new();
    for field in Field::ALL {
        let given = found
            .iter()
            .map(|(one, incident)| (one.coder.clone(), incident.fields.get(&field)));
        let given: Vec<_> = given.collect();
        let mut cells = read.iter().flat_map(|account| &account.cells);
        let machine = cells.find(|cell| cell.field == field.word());
        if given.iter().all(|(_, given)| given.is_none()) {
            // Nobody else tells it: it is shown, so that nothing is settled unseen.
            fields.extend(machine.map(|cell| FieldRow {
                field: field.word(),
                label: label(field),
                values: BTreeMap::new(),
                silent: given.into_iter().map(|(coder, _)| coder).collect(),
                machine: Some(cell.raw.clone()),
                agreed: false,
                value: Some(cell.raw.clone()),
                spans_text: cell.spans_text.clone(),
                words: cell.words.clone(),
                spans: cell.spans.clone(),
            }));
            continue;
        }
        let values: BTreeSet<Option<String>> = given
            .iter()
            .map(|(_, given)| given.map(|given| spelled(field, &given.value)))
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
            silent: given
                .iter()
                .filter(|(_, given)| given.is_none())
                .map(|(coder, _)| coder.clone())
                .collect(),
            machine: machine.map(|cell| cell.raw.clone()),
            agreed,
            words: words_of(&spans, text),
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
        account: read.map(|account| account.key.clone()),
        words: words_of(&evidence, text),
        evidence_text: super::markup::spans_text(&evidence),
        evidence,
        fields,
    }
}

/// Writes what was settled into the log and closes the report, in one act: all of it or nothing, and
/// one undo takes it back. Accounts of the machine that nobody settled on are rejected.
///
/// # Errors
/// Somebody has not finished coding it, or a value or an incident cannot be settled so.
pub fn settle(desk: &Desk, ask: &Ask, report: &str, body: &Settled) -> Done<Outcome> {
    let adjudication = adjudication(desk, ask, report)?;
    let page = adjudication.report;
    writes::check_version(desk, &page.id, body.version)?;
    let keys = page.accounts.iter().map(|one| one.key.parse());
    if keys.flatten().any(|key| ask.base().keeps_back(&key)) {
        return Err(blindly());
    }
    if !adjudication.waiting.is_empty() {
        let detail = format!(
            "{} is still coded by {}: wait until that is done, or take the assignment back",
            page.id,
            adjudication.waiting.join(", ")
        );
        return Err(Problem::conflict(detail));
    }
    let rows: Vec<&SettledRow> = body.rows.iter().filter(|row| !row.reject).collect();
    let mut settled: BTreeSet<String> = BTreeSet::new();
    let mut kinds = Vec::new();
    for row in rows.iter().filter(|row| row.account.is_some()) {
        let account = kept(&page, row)?;
        if !settled.insert(account.key.clone()) {
            let detail = format!("{} stands in two rows: settle it once", account.key);
            return Err(Problem::misfit("rows", detail));
        }
        kinds.extend(corrections(desk, account, row)?);
    }
    let left = page.accounts.iter();
    let left = left.filter(|one| !one.rejected && !settled.contains(&one.key));
    for account in left {
        let account = key(&account.key)?;
        kinds.push(DecisionKind::Reject { account });
    }
    // What is accepted is what is shown when all this is written.
    let (base, _) = desk.now(ask);
    let mut accepted = Vec::new();
    for account in &settled {
        let account = key(account)?;
        let shown = base.after(&kinds, &account, &desk.knowledge);
        let shown = shown.ok_or_else(|| gone(&account))?;
        writes::check_words(&shown)?;
        let shown = Some(shown.showing());
        accepted.push(DecisionKind::Accept { account, shown });
    }
    for row in rows.iter().filter(|row| row.account.is_none()) {
        let added = writes::addition(desk, &new(&page.id, row, None))?;
        let account = AccountKey {
            report: page.id.clone(),
            account: String::new(),
        };
        let shown = base.alone(&added, &desk.knowledge);
        let shown = shown.map(|incident| incident.showing());
        accepted.extend([added, DecisionKind::Accept { account, shown }]);
    }
    kinds.extend(accepted);
    let state = if rows.is_empty() {
        ReportState::Nothing
    } else {
        ReportState::Coded
    };
    let states = [(page.id.clone(), state)];
    desk.commit_act(&now(), ask, kinds, &states, body.note.as_deref())
}

/// The account that a row is of, which the report still has.
fn kept<'p>(page: &'p Page, row: &SettledRow) -> Done<&'p AccountIn> {
    let name = row.account.as_deref().unwrap_or_default();
    let found = page.accounts.iter().find(|one| one.key == name);
    let account =
        found.ok_or_else(|| Problem::conflict(format!("`{name}` is no account of {}", page.id)))?;
    if account.rejected {
        return Err(Problem::conflict(format!(
            "{name} was rejected; undo that first"
        )));
    }
    Ok(account)
}

fn gone(account: &AccountKey) -> Problem {
    Problem::conflict(format!(
        "{account} is in no incident any more: open the report anew"
    ))
}

fn key(text: &str) -> Done<AccountKey> {
    text.parse().map_err(|why: String| Problem::unreadable(why))
}

/// The corrections by which an account says what was settled. What it says already needs none,
/// whatever the incident shows of what others say.
fn corrections(desk: &Desk, account: &AccountIn, row: &SettledRow) -> Done<Vec<DecisionKind>> {
    let mut kinds = Vec::new();
    for (field, given) in &row.fields {
        let value = Some(given.value.trim()).filter(|value| !value.is_empty());
        let spans: &[Span] = if value.is_some() { &given.spans } else { &[] };
        let correction = writes::correction(desk, field, value, spans)?;
        let cell = account.cells.iter().find(|cell| cell.field == field);
        // What a person decided stands above what was read.
        let says = cell.map(|cell| match &cell.shown {
            Some(shown) if cell.decided => shown,
            _ => &cell.raw,
        });
        let same = match (says, value) {
            (Some(says), Some(value)) => {
                spelled(correction.field, says) == spelled(correction.field, value)
            }
            (says, value) => says.is_none() && value.is_none(),
        };
        if !same {
            kinds.push(DecisionKind::Correct {
                account: key(&account.key)?,
                correction,
            });
        }
    }
    Ok(kinds)
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
        version: None,
    }
}
