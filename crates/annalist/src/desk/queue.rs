//! The order of review: what no longer fits first, then disagreement, doubt, toll.

use super::Desk;
use super::base::{Base, View};
use super::cells::doubt;
use super::incident::unsupported;
use super::lists::title;
use super::problem::{Done, Problem};
use super::query::{Part, Query, escaped};
use model::{AccountKey, Field, Incident};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use store::desk::ReportState;
use utoipa::ToSchema;

/// An incident's place in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its row.
    pub row: u32,
    /// A decision on it no longer fits, or what was accepted has changed.
    pub conflict: Option<String>,
    /// How many fields are disputed.
    pub disputed: usize,
    /// In hundredths.
    pub doubt: u32,
    /// Upper end of victims dead, where any number is told.
    pub toll: Option<u64>,
}

impl Place {
    /// What the queue is ordered by.
    pub fn order(&self) -> (bool, Reverse<(usize, u32, u64)>, u32) {
        let grave = Reverse((self.disputed, self.doubt, self.toll.unwrap_or(0)));
        (self.conflict.is_none(), grave, self.row)
    }
}

/// All incidents in the order in which they should be looked at.
pub fn order(base: &Base, view: &View) -> Vec<Place> {
    let conflicts = conflicts(base, view);
    let mut places: Vec<Place> = (0..)
        .zip(&view.incidents)
        .map(|(row, incident)| place(base, row, incident, &conflicts))
        .collect();
    places.sort_by_key(Place::order);
    places
}

/// Where an incident stands.
pub fn place(
    base: &Base,
    row: u32,
    incident: &Incident,
    conflicts: &BTreeMap<u32, String>,
) -> Place {
    let accounts = incident.accounts.iter();
    let least = accounts
        .filter_map(|key| base.account(key))
        .map(|account| (doubt(account) * 100.0).round() as u32)
        .max();
    let disputed = incident.fields.values().filter(|field| field.disputed);
    let killed = incident.estimate(Field::Killed);
    Place {
        row,
        conflict: conflicts.get(&row).or(incident.lapsed.as_ref()).cloned(),
        disputed: disputed.count(),
        doubt: least.unwrap_or(0),
        toll: killed.map(|killed| killed.high()),
    }
}

/// What no longer fits, by the incident of the first account that the decision names.
pub fn conflicts(base: &Base, view: &View) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    for conflict in &base.conflicts {
        if let Some(row) = view.row_of(&conflict.account) {
            found.insert(row, conflict.why.clone());
        }
    }
    for note in &base.notes {
        let number = note
            .strip_prefix("decision ")
            .and_then(|rest| rest.split(' ').next()?.parse::<u64>().ok());
        let decision =
            number.and_then(|number| base.decisions.iter().find(|one| one.number == number));
        let Some(decision) = decision else { continue };
        let named = crate::commands::decide::named(&decision.kind);
        for key in named {
            if let Some(row) = view.row_of(key) {
                found.insert(row, note.clone());
                break;
            }
        }
    }
    found
}

/// A line of the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = QueueEntry)]
pub struct Entry {
    /// `incident`.
    pub kind: &'static str,
    /// The incident.
    pub id: String,
    /// An account of it, in the report to be opened.
    pub account: String,
    /// The report to be opened.
    pub report: String,
    /// What it is and where.
    pub title: String,
    /// Its date.
    pub date: Option<String>,
    /// Fields whose accounts cannot all be right.
    pub disputed: Vec<&'static str>,
    /// How little sure its least sure value is.
    pub doubt: f64,
    /// Victims dead as the table of incidents prints them; `–` where no report tells of any number.
    pub killed: String,
    /// Upper end of victims dead; `null` where no report tells of any number.
    pub killed_high: Option<u64>,
    /// Independent sources.
    pub sources: usize,
    /// Shown values without words.
    pub unsupported: Vec<&'static str>,
    /// A person has accepted it.
    pub accepted: bool,
    /// What no longer fits, or has changed since it was accepted.
    pub conflict: Option<String>,
    /// Where it is reviewed.
    pub href: String,
}

/// A page of the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Queue {
    /// Those on the page.
    pub items: Vec<Entry>,
    /// From 1.
    pub page: usize,
    /// So many a page.
    pub per: usize,
    /// How many pages.
    pub pages: usize,
    /// How many in all.
    pub total: usize,
    /// Pairs that may be one incident.
    pub candidates: usize,
    /// Open reports in which nothing was read: somebody may look whether that is so.
    pub empty_reports: usize,
    /// Decisions about accounts that are no longer read in their report, nor in any incident.
    pub lost: Vec<Lost>,
}

/// A decision whose account is no longer there.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LostDecision)]
pub struct Lost {
    /// Its number in the log.
    pub decision: u64,
    /// The account.
    pub account: String,
    /// What was decided, and what has become of it.
    pub text: String,
    /// The report.
    pub href: String,
}

/// Decisions that no incident shows any more.
fn lost(base: &Base, view: &View) -> Vec<Lost> {
    let gone = base.conflicts.iter();
    let gone = gone.filter(|conflict| base.account(&conflict.account).is_none());
    let gone = gone.filter(|conflict| view.row_of(&conflict.account).is_none());
    gone.map(|conflict| Lost {
        decision: conflict.decision,
        account: conflict.account.to_string(),
        text: conflict.why.clone(),
        href: format!("/review/{}", escaped(&conflict.account.report)),
    })
    .collect()
}

/// The part of the queue that is asked for.
pub fn queue(desk: &Desk, base: &Base, view: &View, query: &Query) -> Done<Queue> {
    let part = Part::of(query, 50)?;
    let mut places = chosen(desk, base, view, query)?;
    match query.one("order") {
        None | Some("first") => {}
        Some("date") => places.sort_by_key(|place| place.row),
        Some("report") => places.sort_by_key(|place| {
            let first = view
                .incident(place.row)
                .and_then(|one| one.accounts.first());
            first.cloned()
        }),
        Some(other) => {
            let detail = format!("`order={other}`: use first, date or report");
            return Err(Problem::unreadable(detail).with("field", "order".into()));
        }
    }
    let items = part.of_list(&places).iter();
    let states = super::reviewed::states(desk, base)?;
    let empty = base.lines().filter(|line| {
        line.accounts == 0
            && !base.hides(&line.id)
            && states
                .get(&line.id)
                .is_none_or(|state| state.state == ReportState::Open)
    });
    Ok(Queue {
        items: items.filter_map(|place| entry(desk, view, place)).collect(),
        page: part.page,
        per: part.per,
        pages: part.pages(places.len()),
        total: places.len(),
        candidates: base.grouping.asks.len(),
        empty_reports: empty.count(),
        lost: lost(base, view),
    })
}

/// The places that the parameters mean, in the queue's order.
fn chosen(desk: &Desk, base: &Base, view: &View, query: &Query) -> Done<Vec<Place>> {
    let fits = fitting(desk, base, view, query)?;
    let places = view.queue(base).iter();
    Ok(places.filter(|place| fits(place)).cloned().collect())
}

/// Which places the parameters mean.
fn fitting<'a>(
    desk: &Desk,
    base: &'a Base,
    view: &'a View,
    query: &'a Query,
) -> Done<impl Fn(&Place) -> bool + use<'a>> {
    let state = query.one("state").unwrap_or("open");
    if !matches!(state, "open" | "done" | "all") {
        let detail = format!("`state={state}`: use open, done or all");
        return Err(Problem::unreadable(detail).with("field", "state".into()));
    }
    let states = super::reviewed::states(desk, base)?;
    let closed: BTreeSet<String> = states
        .into_iter()
        .filter(|(_, state)| state.state != ReportState::Open)
        .map(|(report, _)| report)
        .collect();
    let (source, kind) = (query.one("source"), query.one("type"));
    Ok(move |place: &Place| {
        let Some(incident) = view.incident(place.row) else {
            return false;
        };
        let done = place.conflict.is_none()
            && incident.unsupported.is_empty()
            && (incident.accepted
                || incident
                    .accounts
                    .iter()
                    .all(|key| closed.contains(&key.report)));
        let source_of = |key: &AccountKey| {
            let line = base.line(&key.report);
            line.and_then(|line| line.source.as_deref()) == source
        };
        (state == "all" || done == (state == "done"))
            && (source.is_none() || incident.accounts.iter().any(source_of))
            && kind.is_none_or(|kind| incident.text(Field::Type) == Some(kind))
    })
}

fn entry(desk: &Desk, view: &View, place: &Place) -> Option<Entry> {
    let incident = view.incident(place.row)?;
    let first = incident.accounts.first()?;
    let disputed = incident.fields.iter();
    let disputed = disputed.filter(|(_, settled)| settled.disputed);
    Some(Entry {
        kind: "incident",
        id: incident.id.clone(),
        account: first.to_string(),
        report: first.report.clone(),
        title: title(incident, &desk.knowledge),
        date: incident.when().map(|when| when.to_string()),
        disputed: disputed.map(|(field, _)| field.word()).collect(),
        doubt: f64::from(place.doubt) / 100.0,
        killed: (incident.estimate(Field::Killed))
            .map_or_else(|| "–".to_owned(), |killed| killed.to_string()),
        killed_high: place.toll,
        sources: incident.independent_sources,
        unsupported: unsupported(incident),
        accepted: incident.accepted,
        conflict: place.conflict.clone(),
        href: format!(
            "/review/{}?incident={}",
            escaped(&first.report),
            incident.id
        ),
    })
}

/// The reports before and after one in the open queue.
pub fn neighbours(
    desk: &Desk,
    base: &Base,
    view: &View,
    report: &str,
) -> Done<(Option<String>, Option<String>)> {
    let all = Query::default();
    let fits = fitting(desk, base, view, &all)?;
    let mut reports: Vec<&str> = Vec::new();
    let mut known: HashSet<&str> = HashSet::new();
    let mut at = None;
    let open = view.queue(base).iter().filter(|place| fits(place));
    for first in open.filter_map(|place| view.incident(place.row)?.accounts.first()) {
        if known.insert(&first.report) {
            if first.report == report {
                at = Some(reports.len());
            }
            reports.push(&first.report);
        }
        // Enough to walk in; the list has all.
        if at.is_some_and(|at| reports.len() > at + 1) || reports.len() > 2_000 {
            break;
        }
    }
    let href = |report: &&str| format!("/review/{}", escaped(report));
    let after = reports.get(at.map_or(0, |at| at + 1)).map(href);
    let before = at.and_then(|at| at.checked_sub(1));
    let before = before.and_then(|at| reports.get(at)).map(href);
    Ok((before, after))
}
