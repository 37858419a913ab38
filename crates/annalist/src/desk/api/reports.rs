//! Reports, their review, and what waits.

use super::PAGES;
use crate::desk::allowed::{report_of, review_of};
use crate::desk::candidates::{Cards, cards};
use crate::desk::incident::NoteOn;
use crate::desk::notes::note;
use crate::desk::queue::{Queue, queue};
use crate::desk::report;
use crate::desk::review::Review;
use crate::desk::routes::{Route, reads, writes};
use crate::desk::writes::{Outcome, close};
use axum::http::Method;
use model::Policy;
use serde::Deserialize;
use store::desk::Role::{Coder, Reviewer, Viewer};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
struct NewNote {
    about: String,
    text: String,
}

#[derive(Deserialize, ToSchema)]
struct NewState {
    state: String,
}

/// The addresses.
pub(super) fn routes() -> Vec<Route> {
    vec![
        reads(
            "/api/v1/reports",
            Viewer,
            "Reports, page by page",
            |desk, ask| report::list(desk, ask.base(), &ask.query),
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
                close(desk, ask, ask.part("id"), &body.state)
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
                let view = ask.view(desk, Policy::default());
                queue(desk, ask.base(), &view, &ask.query)
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
                let view = ask.view(desk, Policy::default());
                cards(desk, ask.base(), &view, &ask.query)
            },
        )
        .takes(PAGES)
        .gives::<Cards>(),
    ]
}
