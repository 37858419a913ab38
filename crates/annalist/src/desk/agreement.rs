//! How far coders agree with one another and with the machine.

use super::Desk;
use super::base::Base;
use super::cells::{cells, label};
use super::problem::Done;
use super::recall::{Recall, recall};
use super::routes::Ask;
use analysis::stats::agreement::{Agreement, Ratings, Scale, alpha, cohen, fleiss, percent};
use model::{Field, Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use store::desk::Assignment;
use utoipa::ToSchema;

/// The machine's name among coders.
pub const MACHINE: &str = "machine";
/// What counts as the value of a field that somebody leaves open.
const NOT_TOLD: &str = "(not told)";

/// The measures of one field; absent where one cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, ToSchema)]
pub struct Measures {
    /// Units that at least two gave a value.
    pub units: usize,
    /// Share of pairs of values that are the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
    /// Cohen's kappa, for two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohen: Option<f64>,
    /// Fleiss' kappa.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fleiss: Option<f64>,
    /// Krippendorff's alpha, nominal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpha: Option<f64>,
}

impl Measures {
    /// Of units: for each, one value a coder.
    fn of(units: &[Vec<Option<String>>]) -> Measures {
        let ratings = Ratings::new(units);
        let value = |measure: Option<Agreement>| measure.map(|measure| measure.value);
        let same = percent(&ratings);
        Measures {
            units: same.map_or(0, |same| same.units),
            percent: value(same),
            cohen: value(cohen(&ratings).filter(|_| ratings.coders() == 2)),
            fleiss: value(fleiss(&ratings)),
            alpha: value(alpha(&ratings, Scale::Nominal)),
        }
    }
}

/// Agreement on one field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OnField {
    /// The field's word, or `found`.
    pub field: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The measures.
    #[serde(flatten)]
    pub measures: Measures,
}

/// Two coders.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Pair {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// Reports that both have done.
    pub reports: usize,
    /// Field by field.
    pub fields: Vec<OnField>,
}

/// All that is known of agreement.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Agreements {
    /// Reports that at least two have done.
    pub reports: usize,
    /// Coders with one another.
    pub pairs: Vec<Pair>,
    /// All coders together.
    pub all: Vec<OnField>,
    /// Coders with the machine.
    pub machine: Vec<Pair>,
    /// The machine's reading of the reports that are closed.
    pub closed: Recall,
}

/// An incident as somebody read it: where, and what.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Its id in the reading.
    pub id: String,
    /// The words that tell of it.
    pub evidence: Vec<Span>,
    /// Values by field, in one spelling.
    pub fields: BTreeMap<Field, String>,
}

/// One report's readings by coder.
pub type Readings = BTreeMap<String, Vec<Reading>>;

/// Agreement of the coders that an address names, or of all.
pub fn agreement_of(desk: &Desk, ask: &Ask) -> Done<Agreements> {
    let names = ask.query.all("coders").flat_map(|names| names.split(','));
    let names: BTreeSet<String> = names.map(|name| name.trim().to_owned()).collect();
    agreements(desk, ask.base(), &names)
}

/// Works the agreement of coders out; of those named, or of all.
pub fn agreements(desk: &Desk, base: &Base, named: &BTreeSet<String>) -> Done<Agreements> {
    let done: Vec<Assignment> = desk
        .read(|casebook| casebook.assignments(None))?
        .into_iter()
        .filter(|one| one.done && !base.hides(&one.report))
        .filter(|one| named.is_empty() || named.contains(&one.coder))
        .collect();
    let mut reports: BTreeMap<String, Readings> = BTreeMap::new();
    for one in &done {
        let readings = reports.entry(one.report.clone()).or_default();
        readings.insert(one.coder.clone(), of_coder(one));
    }
    let coders: BTreeSet<String> = done.iter().map(|one| one.coder.clone()).collect();
    let coders: Vec<String> = coders.into_iter().collect();
    let mut pairs = Vec::new();
    for (at, a) in coders.iter().enumerate() {
        for b in &coders[at + 1..] {
            pairs.extend(pair(&reports, a, b));
        }
    }
    let mut with_machine = reports.clone();
    for (report, readings) in &mut with_machine {
        readings.insert(MACHINE.to_owned(), of_machine(base, report));
    }
    let machine = coders.iter();
    Ok(Agreements {
        reports: reports.values().filter(|one| one.len() > 1).count(),
        pairs,
        all: fields(reports.values().filter(|one| one.len() > 1)),
        machine: machine
            .filter_map(|coder| pair(&with_machine, coder, MACHINE))
            .collect(),
        closed: recall(desk, base, &desk.knowledge)?,
    })
}

fn pair(reports: &BTreeMap<String, Readings>, a: &str, b: &str) -> Option<Pair> {
    let both: Vec<Readings> = reports
        .values()
        .filter_map(|readings| {
            let two = [a, b].map(|name| Some((name.to_owned(), readings.get(name)?.clone())));
            two.into_iter().collect()
        })
        .collect();
    (!both.is_empty()).then(|| Pair {
        a: a.to_owned(),
        b: b.to_owned(),
        reports: both.len(),
        fields: fields(both.iter()),
    })
}

/// What a coder read.
pub fn of_coder(assignment: &Assignment) -> Vec<Reading> {
    let one = |incident: &store::desk::CodedIncident| Reading {
        id: incident.id.clone(),
        evidence: incident.evidence.clone(),
        fields: incident
            .fields
            .iter()
            .map(|(field, given)| (*field, spelled(*field, &given.value)))
            .collect(),
    };
    assignment.incidents.iter().map(one).collect()
}

/// What the machine read.
pub fn of_machine(base: &Base, report: &str) -> Vec<Reading> {
    let read = base.accounts_of(report).into_iter();
    read.filter(|account| !account.class.rule.starts_with("person/"))
        .map(|account| Reading {
            id: account.id.clone(),
            evidence: account.evidence.clone(),
            fields: cells(account)
                .into_iter()
                .map(|(field, cell)| (field, spelled(field, &cell.raw)))
                .collect(),
        })
        .collect()
}

/// Lists in one order, text in one case: what is the same is spelled the same.
pub fn spelled(field: Field, value: &str) -> String {
    let value = value
        .trim()
        .to_lowercase()
        .replace('–', "-")
        .replace('≤', "<=");
    let between = match field {
        Field::Targets | Field::Weapons => ',',
        Field::Perpetrators | Field::ClaimedBy | Field::DeniedBy => ';',
        _ => return value,
    };
    let parts: BTreeSet<&str> = value.split(between).map(str::trim).collect();
    parts
        .into_iter()
        .collect::<Vec<_>>()
        .join(&format!("{between} "))
}

/// The fields whose agreement is measured: those that are judged one by one.
const MEASURED: [Field; 18] = [
    Field::Date,
    Field::Class,
    Field::Type,
    Field::Status,
    Field::Country,
    Field::Admin1,
    Field::Place,
    Field::Site,
    Field::Perpetrators,
    Field::Attribution,
    Field::ClaimedBy,
    Field::DeniedBy,
    Field::Targets,
    Field::Weapons,
    Field::Killed,
    Field::Injured,
    Field::KilledPerpetrators,
    Field::Arrested,
];

fn fields<'r>(reports: impl Iterator<Item = &'r Readings>) -> Vec<OnField> {
    let mut found = Vec::new();
    let mut units: BTreeMap<Field, Vec<Vec<Option<String>>>> = BTreeMap::new();
    for readings in reports {
        let lists: Vec<&Vec<Reading>> = readings.values().collect();
        for row in aligned(&lists) {
            let there = |at: &Option<usize>| if at.is_some() { "found" } else { "not found" };
            found.push(row.iter().map(|at| Some(there(at).to_owned())).collect());
            if row.iter().flatten().count() < 2 {
                continue;
            }
            for field in MEASURED {
                let value = |(list, at): (&&Vec<Reading>, &Option<usize>)| {
                    let reading = &list[(*at)?];
                    let value = reading.fields.get(&field).map(String::as_str);
                    Some(value.unwrap_or(NOT_TOLD).to_owned())
                };
                let values = lists.iter().zip(&row).map(value).collect();
                units.entry(field).or_default().push(values);
            }
        }
    }
    let mut all = vec![OnField {
        field: "found",
        label: "Found the incident",
        measures: Measures::of(&found),
    }];
    for field in MEASURED {
        let units = units.remove(&field).unwrap_or_default();
        let told =
            |unit: &Vec<Option<String>>| unit.iter().flatten().any(|value| value != NOT_TOLD);
        // A field that nobody ever told says nothing of agreement.
        if units.iter().any(told) {
            all.push(OnField {
                field: field.word(),
                label: label(field),
                measures: Measures::of(&units),
            });
        }
    }
    all
}

/// Which incidents of several readings are the same one: for each, its place in every reading.
///
/// Two are the same where their evidence shares most bytes, the largest share first, each once.
pub fn aligned(lists: &[&Vec<Reading>]) -> Vec<Vec<Option<usize>>> {
    let mut rows: Vec<Vec<Option<usize>>> = Vec::new();
    for (coder, list) in lists.iter().enumerate() {
        let mut shares: Vec<(u64, usize, usize)> = Vec::new();
        for (row, places) in rows.iter().enumerate() {
            for (at, reading) in list.iter().enumerate() {
                let others = places.iter().zip(lists);
                let shared = others.filter_map(|(place, other)| {
                    Some(shared(&other[(*place)?].evidence, &reading.evidence))
                });
                let shared = shared.max().unwrap_or(0);
                if shared > 0 {
                    shares.push((shared, row, at));
                }
            }
        }
        shares.sort_by_key(|(shared, row, at)| (std::cmp::Reverse(*shared), *row, *at));
        let mut taken = BTreeSet::new();
        for row in &mut rows {
            row.push(None);
        }
        for (_, row, at) in shares {
            if rows[row][coder].is_none() && taken.insert(at) {
                rows[row][coder] = Some(at);
            }
        }
        for at in 0..list.len() {
            if !taken.contains(&at) {
                let mut row = vec![None; coder];
                row.push(Some(at));
                rows.push(row);
            }
        }
    }
    rows
}

/// How much of the two is the same, in thousandths of the smaller.
fn shared(a: &[Span], b: &[Span]) -> u64 {
    let mut both = 0;
    for one in a {
        for other in b {
            let (start, end) = (one.start.max(other.start), one.end.min(other.end));
            both += u64::from(end.saturating_sub(start));
        }
    }
    let length = |spans: &[Span]| spans.iter().map(|span| span.len() as u64).sum::<u64>();
    let smaller = length(a).min(length(b)).max(1);
    both * 1_000 / smaller
}

#[cfg(test)]
mod unit {
    use super::*;

    fn reading(id: &str, start: u32, end: u32) -> Reading {
        Reading {
            id: id.into(),
            evidence: vec![Span { start, end }],
            fields: BTreeMap::new(),
        }
    }

    #[test]
    fn incidents_are_matched_by_the_words_they_rest_on() {
        let anna = vec![reading("c01", 0, 50), reading("c02", 60, 100)];
        let ben = vec![reading("c01", 62, 90), reading("c02", 200, 240)];
        let rows = aligned(&[&anna, &ben]);
        assert_eq!(
            rows,
            [
                vec![Some(0), None],
                vec![Some(1), Some(0)],
                vec![None, Some(1)]
            ]
        );
    }

    #[test]
    fn lists_are_compared_without_their_order() {
        let one = spelled(Field::Weapons, "firearm, Explosives");
        assert_eq!(one, spelled(Field::Weapons, "explosives,firearm"));
        assert_eq!(spelled(Field::Killed, "6–8"), spelled(Field::Killed, "6-8"));
    }
}
