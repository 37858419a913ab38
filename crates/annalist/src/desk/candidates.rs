//! Pairs of incidents that may be one: cards with reasons.

use super::Desk;
use super::base::{Base, View};
use super::cells::{self, label};
use super::lists::{Item, item};
use super::problem::Done;
use super::query::{Part, Query};
use model::{AccountKey, Field, Incident, Reason};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use store::desk::Unsure;
use utoipa::ToSchema;

/// A field on both sides of a card.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CardField)]
pub struct Beside {
    /// The field's word.
    pub field: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What the left one shows.
    pub left: Option<String>,
    /// What the right one shows.
    pub right: Option<String>,
    /// Both tell it and not the same.
    pub differs: bool,
    /// What it says for the same, in bits.
    pub bits: Option<f64>,
    /// In words.
    pub words: String,
}

/// Somebody who could not say.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NotSure {
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
}

/// Two incidents that may be one.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Card {
    /// The account of the left one that the question is about.
    pub a: String,
    /// That of the right one.
    pub b: String,
    /// Evidence for the same, in bits.
    pub score: f64,
    /// In words.
    pub text: String,
    /// The left one.
    pub left: Item,
    /// The right one.
    pub right: Item,
    /// Those that differ first.
    pub fields: Vec<Beside>,
    /// Between the two places.
    pub km: Option<f64>,
    /// Between the two dates; 0 where they overlap.
    pub days: Option<u32>,
    /// Who tells of both.
    pub shared_sources: Vec<String>,
    /// Who could not say.
    pub unsure: Vec<NotSure>,
}

/// A page of cards.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Cards {
    /// Those on the page.
    pub items: Vec<Card>,
    /// From 1.
    pub page: usize,
    /// So many a page.
    pub per: usize,
    /// How many pages.
    pub pages: usize,
    /// How many in all.
    pub total: usize,
}

/// The cards of all that a person should look at, the likeliest first; those that somebody could
/// not say come last.
pub fn cards(desk: &Desk, base: &Base, view: &View, query: &Query) -> Done<Cards> {
    let part = Part::of(query, 20)?;
    let unsure = unsure(desk)?;
    let mut asks: Vec<&Reason> = base.grouping.asks.iter().collect();
    asks.sort_by_key(|ask| unsure.contains_key(&pair(&ask.a, &ask.b)));
    let items = part.of_list(&asks).iter();
    Ok(Cards {
        items: items
            .filter_map(|ask| card(desk, base, view, ask, &unsure))
            .collect(),
        page: part.page,
        per: part.per,
        pages: part.pages(asks.len()),
        total: asks.len(),
    })
}

/// The cards of some incidents.
pub fn of_incidents(
    desk: &Desk,
    base: &Base,
    view: &View,
    incidents: &[&Incident],
) -> Done<Vec<Card>> {
    let unsure = unsure(desk)?;
    let accounts = incidents.iter().flat_map(|incident| &incident.accounts);
    let ours: HashSet<&AccountKey> = accounts.collect();
    let asks = base.grouping.asks.iter();
    let asks = asks.filter(|ask| ours.contains(&ask.a) || ours.contains(&ask.b));
    Ok(asks
        .filter_map(|ask| card(desk, base, view, ask, &unsure))
        .collect())
}

type Doubts = BTreeMap<(String, String), Vec<Unsure>>;

fn unsure(desk: &Desk) -> Done<Doubts> {
    let mut doubts = Doubts::new();
    for doubt in desk.read(store::Casebook::unsure)? {
        let names = (doubt.a.clone(), doubt.b.clone());
        doubts.entry(names).or_default().push(doubt);
    }
    Ok(doubts)
}

fn pair(a: &AccountKey, b: &AccountKey) -> (String, String) {
    let (a, b) = (a.to_string(), b.to_string());
    if a < b { (a, b) } else { (b, a) }
}

fn card(desk: &Desk, base: &Base, view: &View, ask: &Reason, doubts: &Doubts) -> Option<Card> {
    let (left, right) = (view.incident_of(&ask.a)?, view.incident_of(&ask.b)?);
    let (one, other) = (base.account(&ask.a)?, base.account(&ask.b)?);
    let comparison = merging::compare(one, other, &desk.knowledge.rules());
    let parts: BTreeMap<Field, &merging::Part> = comparison
        .parts
        .iter()
        .map(|part| (part.field, part))
        .collect();
    let mut fields = Vec::new();
    for field in Field::ALL {
        let shown = |incident: &Incident| incident.value(field).map(cells::raw);
        let (mine, theirs) = (shown(left), shown(right));
        if mine.is_none() && theirs.is_none() {
            continue;
        }
        let part = parts.get(&field);
        fields.push(Beside {
            field: field.word(),
            label: label(field),
            differs: mine.is_some() && theirs.is_some() && mine != theirs,
            left: mine,
            right: theirs,
            bits: part.map(|part| (part.bits * 10.0).round() / 10.0),
            words: part.map_or_else(String::new, |part| part.words.clone()),
        });
    }
    fields.sort_by_key(|field| !field.differs);
    let sources = |incident: &Incident| -> BTreeSet<String> {
        let keys = incident.accounts.iter();
        keys.filter_map(|key| base.line(&key.report)?.source.clone())
            .collect()
    };
    let both = left.location().zip(right.location());
    let km = both.map(|(a, b)| {
        let (a, b) = ((a.latitude, a.longitude), (b.latitude, b.longitude));
        (codebook::gazetteer::distance_km(a, b) * 10.0).round() / 10.0
    });
    let doubt = doubts.get(&pair(&ask.a, &ask.b)).into_iter().flatten();
    Some(Card {
        a: ask.a.to_string(),
        b: ask.b.to_string(),
        score: ask.score,
        text: ask.text.clone(),
        fields,
        km,
        days: left
            .when()
            .zip(right.when())
            .and_then(|(a, b)| a.days_apart(&b)),
        shared_sources: sources(left)
            .intersection(&sources(right))
            .cloned()
            .collect(),
        left: item(left, &desk.knowledge),
        right: item(right, &desk.knowledge),
        unsure: doubt
            .map(|doubt| NotSure {
                by: doubt.by.clone(),
                at: doubt.at.clone(),
            })
            .collect(),
    })
}
