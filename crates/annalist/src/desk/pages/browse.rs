//! Incidents, actors and reports: one and all.

use super::{PageLink, Shell, filters, pager};
use crate::desk::allowed::{report_of, whole};
use crate::desk::answers::{page, redirect};
use crate::desk::choose::chosen;
use crate::desk::facets::{Facets, facets};
use crate::desk::incident::{Said, Whole};
use crate::desk::lists::{Item, List, SORTS, list};
use crate::desk::problem::Done;
use crate::desk::query::{Query, escaped};
use crate::desk::review::{Form, form};
use crate::desk::routes::Ask;
use crate::desk::{Desk, actors, map, report, timeline};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use model::{Incident, Policy};
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "incidents.html")]
struct IncidentsPage {
    shell: Shell,
    query: Query,
    list: List,
    facets: Facets,
    map: String,
    drawn: usize,
    timeline: String,
    bin: &'static str,
    clock: &'static str,
    pager: Vec<PageLink>,
    types: Vec<(String, String)>,
}

impl IncidentsPage {
    fn value(&self, name: &str) -> &str {
        self.query.one(name).unwrap_or("")
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.query.has(name, value)
    }

    fn sorts(&self) -> &'static [(&'static str, &'static str)] {
        &SORTS
    }

    fn policies(&self) -> [&'static str; 6] {
        Policy::ALL.map(Policy::word)
    }

    fn with(&self, name: &str, value: &str) -> String {
        let query = self.query.without(&["page", "done"]);
        format!("/incidents{}", query.with(name, value).href())
    }

    fn file(&self, ending: &str) -> String {
        let query = self.query.without(&["page", "per", "done"]);
        format!("/incidents.{ending}{}", query.href())
    }

    /// Values of facets that are chosen by more than a box: kept by hidden fields.
    fn hidden(&self) -> Vec<(&str, &str)> {
        let own = [
            "country",
            "source",
            "target",
            "weapon",
            "class",
            "attribution",
            "admin1",
            "near",
            "bbox",
            "report",
            "suicide",
            "accepted",
        ];
        let pairs = self.query.pairs().iter();
        pairs
            .filter(|(name, _)| own.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// Something is asked by the fields that are folded away.
    fn asks_more(&self) -> bool {
        let folded = [
            "status",
            "killed_min",
            "killed_max",
            "injured_min",
            "injured_max",
            "where",
            "disputed",
            "unlocated",
            "undated",
        ];
        let mut pairs = self.query.pairs().iter();
        pairs.any(|(name, value)| folded.contains(&name.as_str()) && !value.trim().is_empty())
    }

    fn active(&self) -> Vec<(String, String)> {
        let quiet = ["page", "per", "sort", "policy", "clock", "bin", "done"];
        let pairs = self.query.pairs().iter();
        pairs
            .filter(|(name, _)| !quiet.contains(&name.as_str()))
            .map(|(name, value)| {
                let rest = self.query.without(&["page", "done"]).toggled(name, value);
                (
                    format!("{}: {value}", name.replace('_', " ")),
                    format!("/incidents{}", rest.href()),
                )
            })
            .collect()
    }
}

pub(super) fn incidents(desk: &Desk, ask: &Ask) -> Done<Response> {
    let query = &ask.query;
    let chosen = chosen(desk, ask, query)?;
    let list = list(&chosen, query, &desk.knowledge)?;
    let facets = facets(desk, query, &chosen)?;
    let map = map::drawn(&chosen, "-date")?;
    let line = timeline::of(&chosen, query)?;
    let state = json!({
        "query": query.without(&["done"]).json(),
        "list": &list,
        "facets": &facets,
    });
    let mut types: Vec<(String, String)> = (desk.knowledge.codebook.events.iter())
        .map(|event| (event.code.clone(), event.name.clone()))
        .collect();
    types.dedup_by(|a, b| a.0 == b.0);
    page(&IncidentsPage {
        shell: Shell::of(desk, ask, "incidents", "Incidents", state),
        pager: pager("/incidents", query, list.page, list.pages),
        timeline: timeline::drawn(&line, query),
        bin: line.bin,
        clock: line.clock,
        query: query.clone(),
        list,
        facets,
        map: map.0.clone(),
        drawn: map.1,
        types,
    })
}

#[derive(Template)]
#[template(path = "incident.html")]
struct IncidentPage {
    shell: Shell,
    incident: Whole,
    map: String,
    form: Form,
    policies: [&'static str; 6],
}

impl IncidentPage {
    /// What an account says of a field.
    fn cell(&self, field: &str, account: &str) -> Option<&Said> {
        let field = self.incident.fields.iter().find(|one| one.field == field)?;
        field.said.iter().find(|said| said.account == account)
    }
}

pub(super) fn incident(desk: &Desk, ask: &Ask) -> Done<Response> {
    let whole = match whole(desk, ask, ask.part("id")) {
        // What was just done took the incident away: the list tells of it, with the way back.
        Err(problem) if problem.status() == StatusCode::NOT_FOUND => {
            let done = ask.query.one("done").ok_or(problem)?;
            let told = Query::read("").with("done", done);
            return Ok(redirect(&format!("/incidents{}", told.href())));
        }
        found => found?,
    };
    let view = ask.view(desk, Policy::default());
    let mut around: Vec<Incident> = Vec::new();
    let ids = std::iter::once(&whole.id).chain(whole.links.iter().map(|tie| &tie.id));
    for id in ids {
        if let Some(found) = view.row(id).and_then(|row| view.incident(row)) {
            around.push(found.as_ref().clone());
        }
    }
    page(&IncidentPage {
        shell: Shell::of(
            desk,
            ask,
            "incident",
            whole.title.clone(),
            json!({"incident": &whole}),
        ),
        map: map::figure(&around, 640.0, 320.0),
        form: form(desk),
        policies: Policy::ALL.map(Policy::word),
        incident: whole,
    })
}

#[derive(Template)]
#[template(path = "actors.html")]
struct ActorsPage {
    shell: Shell,
    query: Query,
    list: actors::Lines,
    pager: Vec<PageLink>,
}

impl ActorsPage {
    /// What is chosen by facets: kept by hidden fields.
    fn hidden(&self) -> Vec<(&str, &str)> {
        let pairs = self.query.pairs().iter();
        pairs
            .filter(|(name, _)| ["kind", "country"].contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }
}

pub(super) fn actor_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let view = ask.view(desk, Policy::default());
    let list = actors::list(desk, &view, &ask.query)?;
    page(&ActorsPage {
        shell: Shell::of(desk, ask, "actors", "Actors", json!({"list": &list})),
        query: ask.query.clone(),
        pager: pager("/actors", &ask.query, list.page, list.pages),
        list,
    })
}

#[derive(Template)]
#[template(path = "actor.html")]
struct ActorPage {
    shell: Shell,
    actor: actors::Page,
    sheets: Vec<analysis::Sheet>,
    map: String,
    timeline: String,
    items: Vec<Item>,
    more: String,
}

pub(super) fn actor(desk: &Desk, ask: &Ask) -> Done<Response> {
    use analysis::Answer as _;
    let all = chosen(desk, ask, &ask.query)?;
    let actor = actors::page(desk, &all, ask.part("id"))?;
    let name = actor.summary.id.as_deref().unwrap_or(&actor.summary.name);
    let query = ask.query.with("actor", name);
    let own = chosen(desk, ask, &query)?;
    let shown = list(
        &own,
        &query.with("sort", "-date").with("per", 25),
        &desk.knowledge,
    )?;
    let line = timeline::of(&own, &query)?;
    let map = map::drawn(&own, "-date")?;
    let mut state = serde_json::to_value(&actor).unwrap_or_default();
    if let Value::Object(state) = &mut state {
        state.remove("incidents");
    }
    page(&ActorPage {
        shell: Shell::of(
            desk,
            ask,
            "actor",
            actor.summary.name.clone(),
            json!({"actor": state, "query": query.json()}),
        ),
        sheets: actor
            .summary
            .sheets()
            .into_iter()
            .filter(|sheet| sheet.name != "incidents" && !sheet.lines.is_empty())
            .collect(),
        map: map.0.clone(),
        timeline: timeline::drawn(&line, &query),
        items: shown.items,
        more: format!("/incidents{}", query.href()),
        actor,
    })
}

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    shell: Shell,
    query: Query,
    list: report::Lines,
    pager: Vec<PageLink>,
}

pub(super) fn report_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let list = report::list(desk, ask.base(), &ask.query)?;
    page(&ReportsPage {
        shell: Shell::of(desk, ask, "reports", "Reports", json!({"list": &list})),
        query: ask.query.clone(),
        pager: pager("/reports", &ask.query, list.page, list.pages),
        list,
    })
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    shell: Shell,
    report: report::Page,
    review: String,
}

pub(super) fn report_page(desk: &Desk, ask: &Ask) -> Done<Response> {
    let report = report_of(desk, ask, ask.part("id"))?;
    let title = report.title.clone().unwrap_or_else(|| report.id.clone());
    page(&ReportPage {
        shell: Shell::of(desk, ask, "report", title, json!({"report": &report})),
        review: format!("/review/{}", escaped(&report.id)),
        report,
    })
}
