//! Actors: who is in the record, and the page of one.

use super::Desk;
use super::actor_facets::narrowed;
use super::base::View;
use super::choose::Chosen;
use super::facets::Facet;
use super::problem::{Done, Problem};
use super::query::{Part, Query, escaped};
use analysis::{ActorSummary, TextField, actor_summary, fold};
use codebook::{Actor, Period};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// An actor in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActorLine)]
pub struct Line {
    /// Id in the codebook.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// What it is: armed group, state force …
    pub kind: Option<&'static str>,
    /// Incidents whose shown perpetrator it is.
    pub incidents: usize,
    /// Victims dead in them; `–` where no report tells of any number.
    pub killed: String,
    /// Incidents it claimed.
    pub claimed: usize,
    /// Its page.
    pub href: String,
}

/// A page of actors.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActorList)]
pub struct Lines {
    /// Those on the page.
    pub items: Vec<Line>,
    /// From 1.
    pub page: usize,
    /// So many a page.
    pub per: usize,
    /// How many pages.
    pub pages: usize,
    /// How many in all.
    pub total: usize,
    /// How many actors of which kind, and active in which country; each under all that was
    /// chosen but itself.
    pub facets: Vec<Facet>,
}

/// How often an actor is told of.
#[derive(Default)]
pub(super) struct Counted {
    /// Id in the codebook.
    pub id: Option<String>,
    name: String,
    incidents: usize,
    /// Some report tells how many died.
    told: bool,
    low: u64,
    high: u64,
    claimed: usize,
    /// Numbers of the countries of all these incidents.
    pub countries: BTreeSet<u32>,
}

/// The actors of the record, most incidents first. Private persons are not listed.
pub fn list(desk: &Desk, view: &View, query: &Query) -> Done<Lines> {
    let part = Part::of(query, 50)?;
    let counted = view.memo.once("actors", "", || Ok(counted(view)))?;
    let wanted = query.one("q").map(fold);
    let mut found: Vec<&Counted> = counted.iter().collect();
    found.retain(|one| {
        let fits = wanted
            .as_deref()
            .is_none_or(|words| fold(&one.name).contains(words));
        fits && one.incidents + one.claimed > 0
    });
    let facets = narrowed(desk, view, query, &mut found);
    found.sort_by(|a, b| (b.incidents, b.claimed, &a.name).cmp(&(a.incidents, a.claimed, &b.name)));
    let items = part.of_list(&found).iter().map(|one| Line {
        kind: one
            .id
            .as_deref()
            .and_then(|id| desk.knowledge.codebook.actor(id))
            .map(|actor| actor.kind.word()),
        id: one.id.clone(),
        name: one.name.clone(),
        incidents: one.incidents,
        killed: if !one.told {
            "–".to_owned()
        } else if one.low == one.high {
            one.low.to_string()
        } else {
            format!("{}–{}", one.low, one.high)
        },
        claimed: one.claimed,
        href: format!(
            "/actors/{}",
            escaped(one.id.as_deref().unwrap_or(&one.name))
        ),
    });
    Ok(Lines {
        items: items.collect(),
        page: part.page,
        per: part.per,
        pages: part.pages(found.len()),
        total: found.len(),
        facets,
    })
}

/// How often each actor is told of.
fn counted(view: &View) -> Vec<Counted> {
    let columns = &view.columns;
    let mut counted: BTreeMap<String, Counted> = BTreeMap::new();
    for field in [TextField::Actor, TextField::ClaimedBy] {
        let names = columns.vocabulary(field);
        // One key a number, so that a million incidents cost no million texts.
        let mut by_code: Vec<Counted> = (0..names.len()).map(|_| Counted::default()).collect();
        for row in columns.all() {
            let countries = columns.codes_of(TextField::Country, row);
            for code in columns.codes_of(field, row) {
                let entry = &mut by_code[*code as usize];
                entry.countries.extend(countries);
                if field == TextField::Actor {
                    entry.incidents += 1;
                    let killed = columns.killed(row);
                    entry.told |= killed.is_some();
                    let killed = killed.unwrap_or_default();
                    entry.low = entry.low.saturating_add(killed.low());
                    entry.high = entry.high.saturating_add(killed.high());
                } else {
                    entry.claimed += 1;
                }
            }
        }
        for (actor, found) in names.iter().zip(by_code) {
            if actor.person {
                continue;
            }
            let key = actor.id.clone().unwrap_or_else(|| fold(&actor.name));
            let entry = counted.entry(key).or_default();
            if entry.name.is_empty() {
                entry.name.clone_from(&actor.name);
                entry.id.clone_from(&actor.id);
            }
            entry.incidents += found.incidents;
            entry.told |= found.told;
            entry.low = entry.low.saturating_add(found.low);
            entry.high = entry.high.saturating_add(found.high);
            entry.claimed += found.claimed;
            entry.countries.extend(found.countries);
        }
    }
    counted.into_values().collect()
}

/// The page of an actor.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// What the record holds.
    #[serde(flatten)]
    pub summary: ActorSummary,
    /// What the codebook knows: word and value.
    pub about: Vec<(&'static str, String)>,
    /// Its page.
    pub href: String,
}

/// What the record and the codebook hold on an actor.
pub fn page(desk: &Desk, chosen: &Chosen, name: &str) -> Done<Page> {
    let entry = desk.knowledge.codebook.actor_named(name);
    let summary = desk.with_seen(&chosen.base, |seen| {
        let asked = chosen.asked(seen, false);
        actor_summary(&asked, name)
            .map_err(|mistake| Problem::missing(format!("{}: {}", mistake.problem, mistake.hint)))
    })?;
    if entry.is_none() && summary.total.count() + summary.claimed.count() == 0 {
        return Err(Problem::missing(format!(
            "there is no actor `{name}` in the record"
        )));
    }
    Ok(Page {
        about: entry.map_or_else(Vec::new, |actor| about(desk, actor)),
        href: format!(
            "/actors/{}",
            escaped(summary.id.as_deref().unwrap_or(&summary.name))
        ),
        summary,
    })
}

fn about(desk: &Desk, actor: &Actor) -> Vec<(&'static str, String)> {
    let codebook = desk.knowledge.codebook;
    let country = |code: &str| {
        let known = codebook.country(code);
        known.map_or_else(|| code.to_owned(), |country| country.name.clone())
    };
    let countries: Vec<String> = actor.countries.iter().map(|code| country(code)).collect();
    let parent = actor.parent.as_deref().and_then(|id| codebook.actor(id));
    let children = codebook.actors.iter();
    let children = children.filter(|other| other.parent.as_deref() == Some(&actor.id));
    let children: Vec<&str> = children.map(|other| other.name.as_str()).collect();
    let whole = Period {
        since: actor.since,
        until: actor.until,
        kind: actor.kind,
        country: None,
    };
    let existed = (whole.since.is_some() || whole.until.is_some()).then(|| span(&whole));
    let periods = actor.periods.iter().map(|period| {
        let of = period
            .country
            .as_deref()
            .map(|code| format!(" of {}", country(code)));
        format!(
            "{}: {}{}",
            span(period),
            period.kind.word(),
            of.unwrap_or_default()
        )
    });
    let mut lines = vec![
        ("kind", actor.kind.word().to_owned()),
        ("countries", countries.join(", ")),
        (
            "part of",
            parent.map_or_else(String::new, |parent| parent.name.clone()),
        ),
        ("has parts", children.join(", ")),
        ("aliases", actor.aliases.join(", ")),
        ("existed", existed.unwrap_or_default()),
        ("periods", periods.collect::<Vec<_>>().join("; ")),
    ];
    lines.retain(|(_, value)| !value.is_empty());
    lines
}

fn span(period: &Period) -> String {
    match (period.since, period.until) {
        (Some(since), Some(until)) => format!("{since} to {until}"),
        (Some(since), None) => format!("since {since}"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "always".to_owned(),
    }
}
