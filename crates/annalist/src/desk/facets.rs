//! Facets: how many of what, under everything else that was chosen.

use super::Desk;
use super::choose::{self, Chosen};
use super::lists::capital;
use super::problem::Done;
use super::query::Query;
use analysis::{Context as _, TextField};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;

/// Values shown of a facet.
const SHOWN: usize = 30;

/// The fields with facets: parameter, field, label.
pub const FIELDS: [(&str, TextField, &str); 7] = [
    ("type", TextField::Type, "Type"),
    ("status", TextField::Status, "Status"),
    ("country", TextField::Country, "Country"),
    ("actor", TextField::Actor, "Actor"),
    ("source", TextField::Source, "Source"),
    ("target", TextField::Target, "Target"),
    ("weapon", TextField::Weapon, "Weapon"),
];

/// A value of a facet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FacetValue {
    /// What the parameter takes.
    pub code: String,
    /// In words.
    pub name: String,
    /// How many incidents.
    pub count: usize,
    /// It is chosen.
    pub chosen: bool,
    /// The page with this value more, or less.
    #[serde(skip)]
    pub href: String,
}

/// One facet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Facet {
    /// The parameter.
    pub field: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Most frequent first.
    pub values: Vec<FacetValue>,
    /// Values left out.
    pub more: usize,
}

/// All facets.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Facets {
    /// One a field.
    pub facets: Vec<Facet>,
    /// How many incidents are meant.
    pub total: usize,
    /// Of those: without coordinates.
    pub unlocated: usize,
    /// Of those: without a date.
    pub undated: usize,
    /// Of those: with accounts that cannot all be right.
    pub disputed: usize,
    /// Of those: accepted.
    pub accepted: usize,
}

/// Counts the facets of what was chosen.
pub fn facets(desk: &Desk, query: &Query, chosen: &Chosen) -> Done<Facets> {
    let mut all = Vec::new();
    for (name, field, label) in FIELDS {
        let own = query.one(name).is_some();
        let wider = if own {
            let rest = query.without(&[name]);
            let (base, view) = (Arc::clone(&chosen.base), Arc::clone(&chosen.view));
            Some(choose::rows(desk, &rest, base, view)?)
        } else {
            None
        };
        let meant = wider.as_ref().unwrap_or(chosen);
        all.push(facet(desk, query, meant, (name, field, label))?);
    }
    let marks = chosen.once("marks", "", || {
        let columns = &chosen.view.columns;
        let count = |holds: &dyn Fn(u32) -> bool| {
            let rows = chosen.rows.iter();
            rows.filter(|row| holds(**row)).count()
        };
        Ok(Marks {
            unlocated: count(&|row| columns.precision(row).is_none()),
            undated: count(&|row| columns.undated(row)),
            disputed: count(&|row| columns.is_disputed(row)),
            accepted: count(&|row| columns.accepted(row)),
        })
    })?;
    Ok(Facets {
        facets: all,
        total: chosen.rows.len(),
        unlocated: marks.unlocated,
        undated: marks.undated,
        disputed: marks.disputed,
        accepted: marks.accepted,
    })
}

/// How many incidents lack something, or are marked.
struct Marks {
    unlocated: usize,
    undated: usize,
    disputed: usize,
    accepted: usize,
}

fn facet(
    desk: &Desk,
    query: &Query,
    chosen: &Chosen,
    (name, field, label): (&'static str, TextField, &'static str),
) -> Done<Facet> {
    let counts = chosen.once("facet", name, || counts(desk, chosen, field))?;
    let page = query.without(&["page"]);
    let mut values: Vec<FacetValue> = counts
        .iter()
        .map(|(code, (words, count))| FacetValue {
            chosen: query.has(name, code),
            href: String::new(),
            name: words.clone(),
            count: *count,
            code: code.clone(),
        })
        .collect();
    values.sort_by(|a, b| (b.chosen, b.count, &a.name).cmp(&(a.chosen, a.count, &b.name)));
    let more = values.len().saturating_sub(SHOWN);
    values.truncate(SHOWN);
    for value in &mut values {
        value.href = format!("/incidents{}", page.toggled(name, &value.code).href());
    }
    Ok(Facet {
        field: name,
        label,
        values,
        more,
    })
}

/// By code: the words for it, and how many incidents have it.
fn counts(
    desk: &Desk,
    chosen: &Chosen,
    field: TextField,
) -> Done<BTreeMap<String, (String, usize)>> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    let frequencies = chosen.view.columns.frequencies(field, &chosen.rows);
    desk.with_seen(&chosen.base, |seen| {
        for found in frequencies {
            // Private persons are no value to choose by.
            if found.value.person {
                continue;
            }
            let code = found.value.id.as_deref().unwrap_or(&found.value.name);
            let entry = counts.entry(code.to_owned()).or_insert_with(|| {
                let words = seen.name_of(field, code);
                let words = words.unwrap_or_else(|| in_words(desk, field, &found.value.name));
                (words, 0)
            });
            entry.1 += found.count;
        }
        Ok(())
    })?;
    Ok(counts)
}

/// A code in words.
pub fn in_words(desk: &Desk, field: TextField, code: &str) -> String {
    let codebook = desk.knowledge.codebook;
    let known = match field {
        TextField::Type => codebook.event(None, code).map(|event| event.name.clone()),
        TextField::Target => {
            let mut targets = codebook.targets.iter();
            targets
                .find(|target| target.code == code)
                .map(|target| target.name.clone())
        }
        TextField::Weapon => {
            let mut weapons = codebook.weapons.iter();
            weapons
                .find(|weapon| weapon.code == code)
                .map(|weapon| weapon.name.clone())
        }
        TextField::Status => Some(capital(code)),
        _ => None,
    };
    known.unwrap_or_else(|| code.to_owned())
}
