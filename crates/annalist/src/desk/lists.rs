//! Incidents in a list: sorted, page by page, one line each.

use super::choose::Chosen;
use super::problem::{Done, Problem};
use super::query::{Part, Query};
use crate::knowledge::Knowledge;
use analysis::TextField;
use model::{ActorRef, Estimate, Field, Incident, Precision};
use serde::Serialize;
use std::cmp::Reverse;
use std::sync::Arc;
use utoipa::ToSchema;

/// A figure as told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Estimate)]
pub struct Figure {
    /// Not fewer than.
    pub min: Option<u64>,
    /// Not more than.
    pub max: Option<u64>,
    /// As printed: `6–8`, `4+`.
    pub text: String,
}

/// An actor in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActorName)]
pub struct Named {
    /// Id in the codebook.
    pub id: Option<String>,
    /// Name; a private person has none.
    pub name: String,
}

/// An incident in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = IncidentLine)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// EDTF.
    pub date: Option<String>,
    /// First day.
    pub first: Option<String>,
    /// Last day.
    pub last: Option<String>,
    /// Class code.
    pub class: Option<String>,
    /// Type code.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The type in words.
    pub type_name: String,
    /// Whether it happened.
    pub status: Option<String>,
    /// Where, in words.
    pub place: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How exactly the place is known.
    pub precision: Option<&'static str>,
    /// Radius of what may be meant.
    pub radius_km: Option<f64>,
    /// Who did it.
    pub actors: Vec<Named>,
    /// Victims dead.
    pub killed: Option<Figure>,
    /// Victims hurt.
    pub injured: Option<Figure>,
    /// Independent sources.
    pub sources: usize,
    /// Accounts.
    pub accounts: usize,
    /// Fields whose accounts cannot all be right.
    pub disputed: Vec<&'static str>,
    /// A person has accepted it.
    pub accepted: bool,
    /// What it is and where.
    pub title: String,
    /// Its page.
    pub href: String,
}

/// A page of incidents.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = IncidentList)]
pub struct List {
    /// Those on the page.
    pub items: Vec<Item>,
    /// From 1.
    pub page: usize,
    /// So many a page.
    pub per: usize,
    /// How many pages.
    pub pages: usize,
    /// How many are meant.
    pub total: usize,
    /// How many there are.
    pub of: usize,
    /// Of those meant: without coordinates.
    pub unlocated: usize,
    /// Of those meant: without a date.
    pub undated: usize,
    /// Of those meant: known to a country, a region or open water only.
    pub vague: usize,
    /// The counting policy.
    pub policy: &'static str,
    /// The parameters in the filter language.
    pub filter: Option<String>,
    /// What a person should know of the filter.
    pub notes: Vec<String>,
}

/// How lists may be sorted: word and label.
pub const SORTS: [(&str, &str); 7] = [
    ("date", "earliest first"),
    ("-date", "latest first"),
    ("-killed", "most killed"),
    ("-injured", "most injured"),
    ("-sources", "most sources"),
    ("type", "by type"),
    ("place", "by place"),
];

/// The page of incidents that is asked for.
pub fn list(chosen: &Chosen, query: &Query, knowledge: &Knowledge) -> Done<List> {
    let part = Part::of(query, 50)?;
    let sorted = sorted(chosen, query.one("sort").unwrap_or("date"))?;
    let view = &chosen.view;
    let items = part.of_list(&sorted).iter();
    let items = items.filter_map(|row| {
        let incident = view.incident(*row)?;
        Some(item(incident, knowledge))
    });
    let mut list = List {
        items: items.collect(),
        page: part.page,
        per: part.per,
        pages: part.pages(sorted.len()),
        total: sorted.len(),
        of: view.columns.len(),
        unlocated: 0,
        undated: 0,
        vague: 0,
        policy: view.policy.word(),
        filter: chosen.filter.clone(),
        notes: chosen.notes.clone(),
    };
    let (undated, unlocated, vague) = *chosen.once("vague", "", || Ok(vague(chosen)))?;
    (list.undated, list.unlocated, list.vague) = (undated, unlocated, vague);
    Ok(list)
}

/// How many have no date, no coordinates, none but those of a wide area.
fn vague(chosen: &Chosen) -> (usize, usize, usize) {
    let columns = &chosen.view.columns;
    let (mut undated, mut unlocated, mut vague) = (0, 0, 0);
    for row in chosen.rows.iter() {
        undated += usize::from(columns.undated(*row));
        match columns.precision(*row) {
            None => unlocated += 1,
            Some(Precision::Region | Precision::Country | Precision::Sea) => vague += 1,
            Some(_) => {}
        }
    }
    (undated, unlocated, vague)
}

/// Rows in the order asked for; what is untold stands last.
pub fn sorted(chosen: &Chosen, by: &str) -> Done<Arc<Vec<u32>>> {
    if by == "date" {
        return Ok(Arc::clone(&chosen.rows));
    }
    chosen.once("sorted", by, || in_order(chosen, by))
}

fn in_order(chosen: &Chosen, by: &str) -> Done<Vec<u32>> {
    let columns = &chosen.view.columns;
    let mut rows = chosen.rows.to_vec();
    let high = |figure: Option<Estimate>| Reverse(figure.map(|figure| figure.high() + 1));
    match by {
        "-date" => {
            let dated = |row: &u32| !columns.undated(*row);
            let (mut with, without): (Vec<u32>, Vec<u32>) = rows.into_iter().partition(dated);
            with.reverse();
            with.extend(without);
            rows = with;
        }
        "-killed" => rows.sort_by_cached_key(|row| high(columns.killed(*row))),
        "-injured" => rows.sort_by_cached_key(|row| high(columns.injured(*row))),
        "-sources" => rows.sort_by_cached_key(|row| Reverse(columns.independent_sources(*row))),
        "type" | "place" => {
            let fields: &[TextField] = if by == "type" {
                &[TextField::Type]
            } else {
                &[TextField::Country, TextField::Admin1, TextField::Place]
            };
            let ranks: Vec<Vec<u32>> = fields.iter().map(|field| ranks(columns, *field)).collect();
            rows.sort_by_cached_key(|row| {
                let rank = |(field, ranks): (&TextField, &Vec<u32>)| {
                    let code = columns.codes_of(*field, *row).first();
                    code.map_or(u32::MAX, |code| ranks[*code as usize])
                };
                fields.iter().zip(&ranks).map(rank).collect::<Vec<u32>>()
            });
        }
        other => {
            let words: Vec<&str> = SORTS.iter().map(|(word, _)| *word).collect();
            let detail = format!("cannot sort by `{other}`: use {}", words.join(", "));
            return Err(Problem::unreadable(detail).with("field", "sort".into()));
        }
    }
    Ok(rows)
}

/// The place of each value of a field among all, by name.
fn ranks(columns: &analysis::Columns, field: TextField) -> Vec<u32> {
    let names = columns.vocabulary(field);
    let mut order: Vec<u32> = (0..names.len() as u32).collect();
    order.sort_by_cached_key(|code| names[*code as usize].name.to_lowercase());
    let mut ranks = vec![0; names.len()];
    for (rank, code) in (0..).zip(order) {
        ranks[code as usize] = rank;
    }
    ranks
}

/// An incident as a line of a list.
pub fn item(incident: &Incident, knowledge: &Knowledge) -> Item {
    let when = incident.when();
    let place = incident.location();
    let text = |field: Field| incident.text(field).map(str::to_owned);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let disputed = incident.fields.iter();
    let disputed = disputed.filter(|(_, settled)| settled.disputed);
    Item {
        id: incident.id.clone(),
        date: when.map(|when| when.to_string()),
        first: when.and_then(|when| day(when.first)),
        last: when.and_then(|when| day(when.last)),
        class: text(Field::Class),
        kind: text(Field::Type),
        type_name: type_name(incident, knowledge),
        status: text(Field::Status),
        place: whereabouts(incident, knowledge),
        country: text(Field::Country),
        lat: place.map(|place| place.latitude),
        lon: place.map(|place| place.longitude),
        precision: place.map(|place| place.precision.word()),
        radius_km: place.map(|place| place.radius_km),
        actors: named(incident.actors(Field::Perpetrators)),
        killed: figure(incident.estimate(Field::Killed)),
        injured: figure(incident.estimate(Field::Injured)),
        sources: incident.independent_sources,
        accounts: incident.accounts.len(),
        disputed: disputed.map(|(field, _)| field.word()).collect(),
        accepted: incident.accepted,
        title: title(incident, knowledge),
        href: format!("/incidents/{}", incident.id),
    }
}

fn figure(estimate: Option<Estimate>) -> Option<Figure> {
    let estimate = estimate?;
    Some(Figure {
        min: estimate.min,
        max: estimate.max,
        text: estimate.to_string(),
    })
}

/// Actors with their names; private persons without.
pub fn named(actors: &[ActorRef]) -> Vec<Named> {
    let one = |actor: &ActorRef| Named {
        id: actor.id.clone().filter(|_| !actor.person),
        name: if actor.person {
            "(a private person)".to_owned()
        } else {
            actor.name.clone()
        },
    };
    actors.iter().map(one).collect()
}

/// The type in words.
pub fn type_name(incident: &Incident, knowledge: &Knowledge) -> String {
    let code = incident.text(Field::Type).unwrap_or("incident");
    let class = incident.text(Field::Class);
    let event = knowledge.codebook.event(class, code);
    event.map_or_else(
        || capital(&code.replace('_', " ")),
        |event| event.name.clone(),
    )
}

/// `Bombing in Kabul, Afghanistan`.
pub fn title(incident: &Incident, knowledge: &Knowledge) -> String {
    let kind = type_name(incident, knowledge);
    match whereabouts(incident, knowledge).as_str() {
        "" => kind,
        place => format!("{kind}, {place}"),
    }
}

/// Where it was, from the most exact to the country.
pub fn whereabouts(incident: &Incident, knowledge: &Knowledge) -> String {
    let country = incident.text(Field::Country);
    let country = country.map(|code| {
        let known = knowledge.codebook.country(code);
        known.map_or_else(|| code.to_owned(), |country| country.name.clone())
    });
    let near = incident.text(Field::Place).or(incident.text(Field::Admin1));
    let parts = [near.map(str::to_owned), country];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// With a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}
