//! The first of its kind: where and against whom something happened for the first time.

use crate::sheet::{Answer, Entry, Sheet};
use crate::tally::{Caption, Filed, KeyKind};
use crate::{Asked, By, TextField};
use model::When;
use serde::Serialize;

/// First incidents by one or more fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Firsts {
    /// One list a field.
    pub fields: Vec<FirstsOf>,
    /// What it is about.
    pub caption: Caption,
}

/// First incidents for each value of one field, the earliest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FirstsOf {
    /// The field's word.
    pub field: String,
    /// One for each value that an incident with a date has.
    pub firsts: Vec<First>,
}

/// The first incident of a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct First {
    /// The value's code.
    pub code: String,
    /// What to print.
    pub label: String,
    /// Its date.
    pub date: When,
    /// The incident.
    pub incident: String,
    /// Where, as exactly as it is known.
    pub place: String,
    /// Its type.
    pub kind: String,
    /// Incidents dated so that they may lie before it.
    pub perhaps_earlier: Vec<String>,
    /// Incidents of the value without a date, which may lie before it too.
    pub undated: usize,
    /// All incidents of the value.
    pub count: usize,
}

/// The first incident for each value of each field.
///
/// First is the incident that is over soonest at the latest: one of 18 April goes before one
/// of "2022", since the latter may have been in December. Incidents that may lie before it all
/// the same are listed beside it.
pub fn first(asked: &Asked<'_>, fields: &[By]) -> Firsts {
    Firsts {
        fields: fields.iter().map(|by| firsts_of(asked, *by)).collect(),
        caption: asked.caption.clone(),
    }
}

/// What the incidents of a value amount to so far.
#[derive(Default, Clone)]
struct Found {
    rows: Vec<u32>,
    undated: usize,
}

fn firsts_of(asked: &Asked<'_>, by: By) -> FirstsOf {
    let filed = Filed::new(by, asked);
    let mut found = vec![Found::default(); filed.keys().len()];
    for (at, row) in asked.rows.iter().enumerate() {
        for number in filed.of(at) {
            let found = &mut found[*number as usize];
            if asked.columns.span(*row).is_some() {
                found.rows.push(*row);
            } else {
                found.undated += 1;
            }
        }
    }
    let told = filed.keys().iter().zip(&found);
    let told = told.filter(|(key, _)| key.kind == KeyKind::Told);
    let mut firsts: Vec<(i32, First)> = told
        .filter_map(|(key, found)| {
            let span = |row: u32| asked.columns.span(row).unwrap_or((i32::MIN, i32::MAX));
            let first = found.rows.iter().copied().min_by_key(|row| {
                let (first, last) = span(*row);
                (last, std::cmp::Reverse(first), asked.columns.id(*row))
            })?;
            let until = span(first).1;
            let earlier: Vec<u32> = (found.rows.iter().copied())
                .filter(|row| *row != first && span(*row).0 < until)
                .collect();
            let made = First {
                code: key.code.clone(),
                label: key.label.clone(),
                date: asked.columns.when(first)?,
                incident: asked.columns.id(first).to_owned(),
                place: whereabouts(asked, first),
                kind: asked.text(TextField::Type, first).unwrap_or("").to_owned(),
                perhaps_earlier: asked.columns.ids(&earlier),
                undated: found.undated,
                count: found.rows.len() + found.undated,
            };
            Some((until, made))
        })
        .collect();
    firsts.sort_by(|a, b| (a.0, &a.1.label).cmp(&(b.0, &b.1.label)));
    FirstsOf {
        field: by.word().to_owned(),
        firsts: firsts.into_iter().map(|(_, first)| first).collect(),
    }
}

/// Place, unit and country of an incident, as far as told.
pub(crate) fn whereabouts(asked: &Asked<'_>, row: u32) -> String {
    let mut parts: Vec<String> = Vec::new();
    for field in [TextField::Place, TextField::Admin1, TextField::Country] {
        if let Some(value) = asked.text(field, row) {
            let name = asked.context.name_of(field, value);
            let name = name.unwrap_or_else(|| value.to_owned());
            if !parts.contains(&name) {
                parts.push(name);
            }
        }
    }
    parts.join(", ")
}

impl Answer for Firsts {
    fn sheets(&self) -> Vec<Sheet> {
        let one = |of: &FirstsOf| {
            let word: &'static str = By::all()
                .into_iter()
                .map(By::word)
                .find(|word| *word == of.field)
                .unwrap_or("value");
            let heads = [
                word,
                "first",
                "incident",
                "type",
                "where",
                "perhaps_earlier",
                "undated",
                "in_all",
            ];
            let mut sheet = Sheet::new(&of.field, format!("first by {}", of.field), &heads);
            for first in &of.firsts {
                let mut ids = vec![first.incident.clone()];
                ids.extend(first.perhaps_earlier.iter().cloned());
                let entries = vec![
                    Entry::text(&first.label),
                    Entry::when(Some(first.date)),
                    Entry::text(&first.incident),
                    Entry::text(&first.kind),
                    Entry::text(&first.place),
                    Entry::count(first.perhaps_earlier.len()),
                    Entry::count(first.undated),
                    Entry::count(first.count),
                ];
                sheet.push(entries, &ids);
            }
            sheet
        };
        self.fields.iter().map(one).collect()
    }

    fn caption(&self) -> &Caption {
        &self.caption
    }
}
