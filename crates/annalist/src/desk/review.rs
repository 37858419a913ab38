//! What the three panes of review need: the report, the form, the context.

use super::Desk;
use super::base::{Base, View};
use super::candidates::{self, Card};
use super::cells::label;
use super::incident::{self, Whole};
use super::person::Person;
use super::problem::Done;
use super::queue::neighbours;
use super::report::{self, Page};
use model::{Attribution, Field, Status};
use serde::Serialize;
use std::collections::BTreeSet;
use store::desk::Role;
use utoipa::ToSchema;

/// A code that a field takes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Code {
    /// As it is written.
    pub code: String,
    /// In words.
    pub name: String,
}

/// A field of the form.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormField {
    /// The field's word.
    pub field: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// date, code, codes, actors, number, place, text, flag, status or attribution.
    pub kind: &'static str,
    /// What it takes, where it takes codes.
    pub codes: Vec<Code>,
    /// It takes several.
    pub multiple: bool,
    /// How it is written.
    pub hint: &'static str,
}

/// The form.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Form {
    /// Its fields, in table order.
    pub fields: Vec<FormField>,
}

/// What stands around the report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Around {
    /// The incidents of the report's accounts.
    pub incidents: Vec<Whole>,
    /// What may be the same as one of them.
    pub candidates: Vec<Card>,
    /// The next report of the queue.
    pub next: Option<String>,
    /// The one before.
    pub previous: Option<String>,
}

/// Everything of one report's review.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Review {
    /// The report.
    pub report: Page,
    /// The form.
    pub form: Form,
    /// What stands around it.
    pub context: Around,
    /// What the reader may do: decide, note, close, code.
    pub may: Vec<&'static str>,
}

/// Everything of one report's review.
pub fn review(desk: &Desk, base: &Base, view: &View, person: &Person, id: &str) -> Done<Review> {
    let page = report::page(desk, base, view, id)?;
    let ids: BTreeSet<&str> = page
        .accounts
        .iter()
        .filter_map(|account| account.incident.as_deref())
        .collect();
    let (mut incidents, mut told) = (Vec::new(), Vec::new());
    for id in ids {
        let found = incident::find(view, id)?;
        incidents.push(incident::whole(desk, base, view, found)?);
        told.push(found.as_ref());
    }
    let cards: Vec<Card> = candidates::of_incidents(desk, base, view, &told)?;
    let (previous, next) = neighbours(desk, base, view, &page.id)?;
    Ok(Review {
        report: page,
        form: form(desk),
        context: Around {
            incidents,
            candidates: cards,
            next,
            previous,
        },
        may: may(desk, person),
    })
}

/// What somebody may do.
pub fn may(desk: &Desk, person: &Person) -> Vec<&'static str> {
    let mut may = Vec::new();
    if desk.rules.read_only {
        return may;
    }
    if person.may(Role::Coder) {
        may.extend(["note", "code"]);
    }
    if person.may(Role::Reviewer) {
        may.extend(["decide", "close"]);
    }
    may
}

/// The form: which fields there are and what they take.
pub fn form(desk: &Desk) -> Form {
    let field = |field: Field| {
        let (kind, hint) = kind_of(field);
        FormField {
            field: field.word(),
            label: label(field),
            kind,
            codes: codes(desk, field),
            multiple: matches!(kind, "codes" | "actors"),
            hint,
        }
    };
    Form {
        fields: Field::ALL.into_iter().map(field).collect(),
    }
}

fn kind_of(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Date => ("date", "2022-09-05, 2022-09 or 2022-09-05/2022-09-07"),
        Field::Class | Field::Type => ("code", ""),
        Field::Status => ("status", ""),
        Field::Country | Field::FromCountry => ("code", "two letters, or the name"),
        Field::Admin1 | Field::Place | Field::Site => ("text", ""),
        Field::Location => ("place", "34.53, 69.17"),
        Field::Perpetrators | Field::ClaimedBy | Field::DeniedBy => ("actors", "names apart by ;"),
        Field::Attribution => ("attribution", ""),
        Field::Targets | Field::Weapons => ("codes", "codes apart by commas"),
        Field::Suicide | Field::Multiple => ("flag", "yes or no"),
        Field::Killed
        | Field::Injured
        | Field::Casualties
        | Field::KilledPerpetrators
        | Field::Arrested
        | Field::Attackers => ("number", "8, 8+, 6-8, <=9 or ~150"),
    }
}

fn codes(desk: &Desk, field: Field) -> Vec<Code> {
    let codebook = desk.knowledge.codebook;
    let code = |code: &str, name: &str| Code {
        code: code.to_owned(),
        name: name.to_owned(),
    };
    let same = |word: &'static str| code(word, word);
    match field {
        Field::Class => {
            let classes: BTreeSet<&str> = codebook
                .events
                .iter()
                .map(|event| event.class.as_str())
                .collect();
            classes
                .into_iter()
                .map(|class| code(class, class))
                .collect()
        }
        Field::Type => {
            let mut events: Vec<Code> = codebook
                .events
                .iter()
                .map(|event| code(&event.code, &event.name))
                .collect();
            events.dedup_by(|a, b| a.code == b.code);
            events
        }
        Field::Country | Field::FromCountry => {
            let countries = codebook.countries.iter();
            countries.map(|one| code(&one.code, &one.name)).collect()
        }
        Field::Targets => {
            let targets = codebook.targets.iter();
            targets.map(|one| code(&one.code, &one.name)).collect()
        }
        Field::Weapons => {
            let weapons = codebook.weapons.iter();
            weapons.map(|one| code(&one.code, &one.name)).collect()
        }
        Field::Status => [
            Status::Completed,
            Status::Failed,
            Status::Foiled,
            Status::Threatened,
        ]
        .map(|status| same(status.word()))
        .to_vec(),
        Field::Attribution => [
            Attribution::Claimed,
            Attribution::Attributed,
            Attribution::Suspected,
        ]
        .map(|sure| same(sure.word()))
        .to_vec(),
        Field::Suicide | Field::Multiple => vec![same("yes"), same("no")],
        _ => Vec::new(),
    }
}
