//! Double coding: assignments, readings, agreement, adjudication.

use crate::desk::agreement::{Agreements, agreement_of};
use crate::desk::coding::{Assign, Coding, Given};
use crate::desk::routes::{Route, reads, writes};
use crate::desk::writes::Outcome;
use crate::desk::{adjudicate, coding};
use axum::http::Method;
use serde_json::json;
use store::desk::Role::{Admin, Coder, Reviewer};

/// The addresses.
pub(super) fn routes() -> Vec<Route> {
    vec![
        reads("/api/v1/assignments", Coder, "Who codes what", coding::list)
            .gives::<coding::Lines>(),
        writes(
            Method::POST,
            "/api/v1/assignments",
            Admin,
            "Assign reports",
            |desk, ask| coding::assign(desk, ask, &ask.body()?),
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
                coding::unassign(desk, ask, report, coder)?;
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
                coding::save(desk, ask, ask.part("report"), &given)
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
            |desk, ask| adjudicate::adjudication(desk, ask, ask.part("report")),
        )
        .gives::<adjudicate::Adjudication>(),
        writes(
            Method::POST,
            "/api/v1/adjudication/{report}",
            Reviewer,
            "Settle a report",
            |desk, ask| adjudicate::settle(desk, ask, ask.part("report"), &ask.body()?),
        )
        .sent::<adjudicate::Settled>()
        .gives::<Outcome>(),
    ]
}
