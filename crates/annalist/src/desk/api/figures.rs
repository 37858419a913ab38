//! Questions answered, and the answers pinned to the brief.

use super::CHOOSE;
use crate::desk::routes::{Route, reads, writes};
use crate::desk::{figures, pins};
use axum::http::Method;
use serde_json::json;
use store::desk::Role::{Coder, Viewer};

/// The addresses.
pub(super) fn routes() -> Vec<Route> {
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
            |desk, ask| figures::figure(desk, ask, ask.part("question"), &ask.query),
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
                let number = pins::pin(desk, ask, &ask.body()?)?;
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
                pins::unpin(desk, ask, ask.part("number"))?;
                Ok(json!({"number": ask.part("number")}))
            },
        ),
    ]
}
