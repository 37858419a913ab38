//! The log, and everything that decides.

use super::PAGES;
use crate::desk::log::{Log, log};
use crate::desk::routes::{Route, reads, writes};
use crate::desk::writes::{self as write, Correct, New, Outcome, TakeBack, Two, Which};
use axum::http::Method;
use store::desk::Role::{Reviewer, Viewer};

/// The addresses.
pub(super) fn routes() -> Vec<Route> {
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
            |d, a| write::accept(d, a, &a.body()?),
        )
        .sent::<Which>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/reject",
            Reviewer,
            "No incident",
            |d, a| write::reject(d, a, &a.body()?),
        )
        .sent::<Which>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/correct",
            Reviewer,
            "Another value",
            |d, a| write::correct(d, a, &a.body()?),
        )
        .sent::<Correct>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/merge",
            Reviewer,
            "Two are one",
            |d, a| write::merge(d, a, &a.body()?),
        )
        .sent::<Two>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/split",
            Reviewer,
            "One stands apart",
            |d, a| write::split(d, a, &a.body()?),
        )
        .sent::<Which>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/relate",
            Reviewer,
            "Two are related",
            |d, a| write::relate(d, a, &a.body()?),
        )
        .sent::<Two>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/apart",
            Reviewer,
            "Not the same",
            |d, a| write::apart(d, a, &a.body()?),
        )
        .sent::<Two>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/decisions/undo",
            Reviewer,
            "Take one back",
            |d, a| write::undo(d, a, &a.body()?),
        )
        .sent::<TakeBack>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/candidates",
            Reviewer,
            "Answer a merge card",
            |d, a| write::judge(d, a, &a.body()?),
        )
        .sent::<Two>()
        .gives::<Outcome>(),
        writes(
            Method::POST,
            "/api/v1/accounts",
            Reviewer,
            "An incident that the machine did not read",
            |d, a| write::add(d, a, &a.body()?),
        )
        .sent::<New>()
        .gives::<Outcome>(),
    ]
}
