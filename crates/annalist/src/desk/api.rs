//! The addresses under `/api/v1`.

use super::agreement::{Agreements, agreements};
use super::candidates::{Cards, cards};
use super::choose::{self, Chosen};
use super::coding::{Assign, Coding, Given};
use super::facets::{Facets, facets};
use super::incident::{self, Event, NoteOn, Whole};
use super::lists::{List, list};
use super::map::{Points, points};
use super::person::Me;
use super::problem::{Done, Problem};
use super::query::{Part, Query};
use super::queue::{Queue, queue};
use super::review::{Review, review};
use super::routes::{Ask, Route, reads, writes};
use super::users::{ChangedUser, NewUser, UserLine};
use super::writes::{Correct, New, Outcome, TakeBack, Two, Which};
use super::{Desk, actors, adjudicate, coding, figures, openapi, pins, report, timeline, users};
use crate::commands::history::in_words;
use crate::stamp::now;
use axum::http::Method;
use model::{AccountKey, Decision, Policy};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::desk::Role::{Admin, Coder, Reviewer, Viewer};
use utoipa::ToSchema;

/// Parameters that choose incidents.
const CHOOSE: &[&str] = &choose::PARAMETERS;
const PAGES: &[&str] = &["page", "per"];

/// What was chosen, as far as somebody may see it.
pub fn chosen(desk: &Desk, ask: &Ask, query: &Query) -> Done<Chosen> {
    let mut chosen = choose::chosen(desk, query)?;
    let blind = coding::blind_reports(desk, &ask.person)?;
    if !blind.is_empty() {
        let columns = &chosen.view.columns;
        let hidden = columns.having(analysis::TextField::Report, &blind, &chosen.rows);
        let hidden: BTreeSet<u32> = hidden.into_iter().collect();
        chosen.rows.retain(|row| !hidden.contains(row));
    }
    Ok(chosen)
}

/// Refuses what somebody codes blindly.
pub fn open_to(desk: &Desk, ask: &Ask, reports: &BTreeSet<&str>) -> Done<()> {
    let blind = coding::blind_reports(desk, &ask.person)?;
    if reports.iter().any(|report| blind.contains(*report)) {
        return Err(Problem::forbidden(
            "you code this report blindly: what others read in it opens up when it is adjudicated",
        ));
    }
    Ok(())
}

/// An incident that the reader may see.
pub fn whole(desk: &Desk, ask: &Ask, id: &str) -> Done<Whole> {
    let base = desk.look()?;
    let view = base.view(choose::policy(&ask.query)?, &desk.knowledge);
    let found = incident::find(&view, id)?;
    let reports = found.accounts.iter().map(|key| key.report.as_str());
    open_to(desk, ask, &reports.collect())?;
    incident::whole(desk, &base, &view, found)
}

/// A report that the reader may see.
pub fn report_of(desk: &Desk, ask: &Ask, id: &str) -> Done<report::Page> {
    let base = desk.look()?;
    let view = base.view(Policy::default(), &desk.knowledge);
    let id = desk.read(|casebook| casebook.report(id))?.id;
    open_to(desk, ask, &BTreeSet::from([id.as_str()]))?;
    report::page(desk, &base, &view, &id)
}

/// Everything of a report's review.
pub fn review_of(desk: &Desk, ask: &Ask, id: &str) -> Done<Review> {
    let base = desk.look()?;
    let view = base.view(Policy::default(), &desk.knowledge);
    let id = desk.read(|casebook| casebook.report(id))?.id;
    open_to(desk, ask, &BTreeSet::from([id.as_str()]))?;
    review(desk, &base, &view, &ask.person, &id)
}

/// A decision as it is listed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Logged {
    /// From 1.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// In words.
    pub text: String,
    /// It holds.
    pub in_force: bool,
}

/// A page of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Log {
    /// The latest first.
    pub items: Vec<Logged>,
    /// From 1.
    pub page: usize,
    /// So many a page.
    pub per: usize,
    /// How many pages.
    pub pages: usize,
    /// How many in all.
    pub total: usize,
}

/// The log, the latest first.
pub fn log(desk: &Desk, ask: &Ask) -> Done<Log> {
    let base = desk.look()?;
    let part = Part::of(&ask.query, 50)?;
    let in_force: BTreeSet<u64> = Decision::in_force(&base.decisions)
        .into_iter()
        .map(|decision| decision.number)
        .collect();
    let latest: Vec<&Decision> = base.decisions.iter().rev().collect();
    let items = part.of_list(&latest).iter().map(|decision| Logged {
        number: decision.number,
        at: decision.at.clone(),
        by: decision.by.clone(),
        text: in_words(decision),
        in_force: in_force.contains(&decision.number),
    });
    Ok(Log {
        items: items.collect(),
        page: part.page,
        per: part.per,
        pages: part.pages(latest.len()),
        total: latest.len(),
    })
}

/// Keeps a note on a report, an account or an incident.
pub fn note(desk: &Desk, ask: &Ask, about: &str, text: &str) -> Done<NoteOn> {
    let base = desk.look()?;
    let view = base.view(Policy::default(), &desk.knowledge);
    let about = match about.parse::<AccountKey>() {
        Ok(key) if base.account(&key).is_some() => key.to_string(),
        _ => match desk.read(|casebook| casebook.filed_as(about))? {
            Some(report) => report,
            // A note on an incident stands on its first account: incidents may change their make-up.
            None => {
                let found = incident::find(&view, about)?;
                found
                    .accounts
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default()
            }
        },
    };
    let report = about.split('#').next().unwrap_or_default();
    open_to(desk, ask, &BTreeSet::from([report]))?;
    let at = now();
    let kept = desk.write(|casebook| casebook.add_note(&about, text, ask.person.sign(&at)))?;
    desk.refresh()?;
    Ok(kept.into())
}

#[derive(serde::Deserialize, ToSchema)]
struct NewNote {
    about: String,
    text: String,
}

#[derive(serde::Deserialize, ToSchema)]
struct NewState {
    state: String,
}

/// The addresses.
pub fn routes() -> Vec<Route> {
    let mut all = incidents();
    all.extend(reports());
    all.extend(decisions());
    all.extend(coders());
    all.extend(rest());
    all
}

fn incidents() -> Vec<Route> {
    vec![
        reads(
            "/api/v1/incidents",
            Viewer,
            "Incidents, page by page",
            |desk, ask| list(&chosen(desk, ask, &ask.query)?, &ask.query, &desk.knowledge),
        )
        .takes(CHOOSE)
        .gives::<List>(),
        reads("/api/v1/facets", Viewer, "How many of what", |desk, ask| {
            facets(desk, &ask.query, &chosen(desk, ask, &ask.query)?)
        })
        .takes(CHOOSE)
        .gives::<Facets>(),
        reads(
            "/api/v1/map",
            Viewer,
            "All chosen incidents as points",
            |desk, ask| Ok(points(desk, &chosen(desk, ask, &ask.query)?)),
        )
        .takes(CHOOSE)
        .gives::<Points>(),
        reads(
            "/api/v1/timeline",
            Viewer,
            "Incidents along time",
            |desk, ask| timeline::of(desk, &chosen(desk, ask, &ask.query)?, &ask.query),
        )
        .takes(CHOOSE),
        reads(
            "/api/v1/incidents/{id}",
            Viewer,
            "One incident",
            |desk, ask| whole(desk, ask, ask.part("id")),
        )
        .takes(&["policy"])
        .gives::<Whole>(),
        reads(
            "/api/v1/incidents/{id}/history",
            Viewer,
            "What happened to an incident",
            |desk, ask| Ok(whole(desk, ask, ask.part("id"))?.history),
        )
        .gives::<Event>(),
        reads(
            "/api/v1/actors",
            Viewer,
            "Actors of the record",
            |desk, ask| {
                let base = desk.look()?;
                let view = base.view(Policy::default(), &desk.knowledge);
                actors::list(desk, &view, &ask.query)
            },
        )
        .takes(&["q", "page", "per"])
        .gives::<actors::Lines>(),
        reads(
            "/api/v1/actors/{id}",
            Viewer,
            "What the record holds on an actor",
            |desk, ask| actors::page(desk, &chosen(desk, ask, &ask.query)?, ask.part("id")),
        )
        .takes(CHOOSE),
    ]
}

fn reports() -> Vec<Route> {
    vec![
        reads(
            "/api/v1/reports",
            Viewer,
            "Reports, page by page",
            |desk, ask| report::list(desk, &*desk.look()?, &ask.query),
        )
        .takes(&["q", "source", "state", "page", "per"])
        .gives::<report::Lines>(),
        reads(
            "/api/v1/reports/{id}",
            Viewer,
            "One report with every mark",
            |desk, ask| report_of(desk, ask, ask.part("id")),
        )
        .gives::<report::Page>(),
        writes(
            Method::PUT,
            "/api/v1/reports/{id}/state",
            Reviewer,
            "Say how far a report is reviewed",
            |desk, ask| {
                let body: NewState = ask.body()?;
                super::writes::close(desk, &ask.person, ask.part("id"), &body.state)
            },
        )
        .sent::<NewState>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/notes",
            Coder,
            "Keep a note",
            |desk, ask| {
                let body: NewNote = ask.body()?;
                note(desk, ask, &body.about, &body.text)
            },
        )
        .sent::<NewNote>()
        .gives::<NoteOn>(),
        reads(
            "/api/v1/queue",
            Viewer,
            "What to review first",
            |desk, ask| {
                let base = desk.look()?;
                let view = base.view(Policy::default(), &desk.knowledge);
                queue(desk, &base, &view, &ask.query)
            },
        )
        .takes(&["source", "type", "state", "order", "page", "per"])
        .gives::<Queue>(),
        reads(
            "/api/v1/review/{report}",
            Viewer,
            "What the three panes need",
            |desk, ask| review_of(desk, ask, ask.part("report")),
        )
        .gives::<Review>(),
        reads(
            "/api/v1/candidates",
            Viewer,
            "Pairs that may be one incident",
            |desk, ask| {
                let base = desk.look()?;
                let view = base.view(Policy::default(), &desk.knowledge);
                cards(desk, &base, &view, &ask.query)
            },
        )
        .takes(PAGES)
        .gives::<Cards>(),
    ]
}

fn decisions() -> Vec<Route> {
    use super::writes as write;
    vec![
        reads(
            "/api/v1/decisions",
            Viewer,
            "The log, the latest first",
            log,
        )
        .takes(PAGES)
        .gives::<Log>(),
        writes(
            Method::POST,
            "/api/v1/decisions/accept",
            Reviewer,
            "Right as shown",
            |d, a| write::accept(d, &a.person, &a.body()?),
        )
        .sent::<Which>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/reject",
            Reviewer,
            "No incident",
            |d, a| write::reject(d, &a.person, &a.body()?),
        )
        .sent::<Which>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/correct",
            Reviewer,
            "Another value",
            |d, a| write::correct(d, &a.person, &a.body()?),
        )
        .sent::<Correct>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/merge",
            Reviewer,
            "Two are one",
            |d, a| write::merge(d, &a.person, &a.body()?),
        )
        .sent::<Two>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/split",
            Reviewer,
            "One stands apart",
            |d, a| write::split(d, &a.person, &a.body()?),
        )
        .sent::<Which>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/relate",
            Reviewer,
            "Two are related",
            |d, a| write::relate(d, &a.person, &a.body()?),
        )
        .sent::<Two>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/apart",
            Reviewer,
            "Not the same",
            |d, a| write::apart(d, &a.person, &a.body()?),
        )
        .sent::<Two>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/undo",
            Reviewer,
            "Take one back",
            |d, a| write::undo(d, &a.person, &a.body()?),
        )
        .sent::<TakeBack>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/candidates",
            Reviewer,
            "Answer a merge card",
            |d, a| write::judge(d, &a.person, &a.body()?),
        )
        .sent::<Two>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/accounts",
            Reviewer,
            "An incident that the machine did not read",
            |d, a| write::add(d, &a.person, &a.body()?),
        )
        .sent::<New>()
        .gives::<Outcome>(),
    ]
}

fn coders() -> Vec<Route> {
    vec![
        reads(
            "/api/v1/assignments",
            Coder,
            "Who codes what",
            |desk, ask| coding::list(desk, &ask.person),
        )
        .gives::<coding::Lines>(),
        writes(
            Method::POST,
            "/api/v1/assignments",
            Admin,
            "Assign reports",
            |desk, ask| coding::assign(desk, &ask.person, &ask.body()?),
        )
        .sent::<Assign>()
        .gives::<coding::Lines>(),
        writes(
            Method::DELETE,
            "/api/v1/assignments/{report}/{coder}",
            Admin,
            "Take an assignment back",
            |desk, ask| {
                let (report, coder) = (ask.part("report"), ask.part("coder"));
                coding::unassign(desk, &ask.person, report, coder)?;
                Ok(json!({"report": report, "coder": coder}))
            },
        ),
        reads(
            "/api/v1/codings/{report}",
            Coder,
            "Your reading of a report",
            |desk, ask| coding::own(desk, &ask.person, ask.part("report")),
        )
        .gives::<Coding>(),
        writes(
            Method::PUT,
            "/api/v1/codings/{report}",
            Coder,
            "Keep your reading of a report",
            |desk, ask| {
                let given: Given = ask.body()?;
                coding::save(desk, &ask.person, ask.part("report"), &given)
            },
        )
        .sent::<Given>()
        .gives::<Coding>(),
        reads(
            "/api/v1/agreement",
            Reviewer,
            "How far coders agree",
            agreement_of,
        )
        .takes(&["coders"])
        .gives::<Agreements>(),
        reads(
            "/api/v1/adjudication/{report}",
            Reviewer,
            "The coders' readings side by side",
            |desk, ask| adjudicate::adjudication(desk, ask.part("report")),
        )
        .gives::<adjudicate::Adjudication>(),
        writes(
            Method::POST,
            "/api/v1/adjudication/{report}",
            Reviewer,
            "Settle a report",
            |desk, ask| adjudicate::settle(desk, &ask.person, ask.part("report"), &ask.body()?),
        )
        .sent::<adjudicate::Settled>()
        .gives::<Outcome>(),
    ]
}

/// Agreement of the coders named, or of all.
pub fn agreement_of(desk: &Desk, ask: &Ask) -> Done<Agreements> {
    let names = ask.query.all("coders").flat_map(|names| names.split(','));
    let names: BTreeSet<String> = names.map(|name| name.trim().to_owned()).collect();
    agreements(desk, &*desk.look()?, &names)
}

fn rest() -> Vec<Route> {
    vec![
        reads(
            "/api/v1/figures",
            Viewer,
            "The questions there are",
            |_, _| Ok(json!({"questions": figures::questions()})),
        )
        .gives::<figures::Question>(),
        reads(
            "/api/v1/figures/{question}",
            Viewer,
            "A question answered",
            |desk, ask| figures::figure(desk, ask.part("question"), &ask.query),
        )
        .takes(CHOOSE)
        .gives::<figures::Figure>(),
        reads(
            "/api/v1/pins",
            Viewer,
            "Figures pinned to the brief",
            |desk, _| Ok(json!({"items": pins::list(desk)?})),
        )
        .gives::<pins::PinOf>(),
        writes(
            Method::POST,
            "/api/v1/pins",
            Coder,
            "Pin a figure",
            |desk, ask| {
                let number = pins::pin(desk, &ask.person, &ask.body()?)?;
                Ok(json!({"number": number}))
            },
        )
        .sent::<pins::NewPin>(),
        writes(
            Method::DELETE,
            "/api/v1/pins/{number}",
            Coder,
            "Take a pin away",
            |desk, ask| {
                pins::unpin(desk, &ask.person, ask.part("number"))?;
                Ok(json!({"number": ask.part("number")}))
            },
        ),
        reads("/api/v1/me", Viewer, "Who you are", |desk, ask| {
            Ok(ask.person.me(desk))
        })
        .gives::<Me>(),
        reads("/api/v1/users", Admin, "Who may sign in", |desk, _| {
            Ok(json!({"items": users::list(desk)?}))
        })
        .gives::<UserLine>(),
        writes(
            Method::POST,
            "/api/v1/users",
            Admin,
            "Add a user",
            |desk, ask| users::add(desk, &ask.person, &ask.body()?),
        )
        .sent::<NewUser>()
        .gives::<UserLine>(),
        writes(
            Method::PUT,
            "/api/v1/users/{name}",
            Admin,
            "Change a user",
            |desk, ask| users::change(desk, &ask.person, ask.part("name"), &ask.body()?),
        )
        .sent::<ChangedUser>()
        .gives::<UserLine>(),
        reads(
            "/api/v1/openapi.json",
            Viewer,
            "This description",
            |_, _| {
                openapi::document()
                    .map(|text| serde_json::from_str::<Value>(&text).unwrap_or_default())
            },
        ),
    ]
}
