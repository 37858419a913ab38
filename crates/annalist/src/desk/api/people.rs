//! Who asks, who may, and the description of all this.

use crate::desk::person::Me;
use crate::desk::routes::{Route, reads, writes};
use crate::desk::users::{ChangedUser, NewUser, UserLine};
use crate::desk::{openapi, users};
use axum::http::Method;
use serde_json::{Value, json};
use store::desk::Role::{Admin, Viewer};

/// The addresses.
pub(super) fn routes() -> Vec<Route> {
    vec![
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
            |desk, ask| users::add(desk, ask, &ask.body()?),
        )
        .sent::<NewUser>()
        .gives::<UserLine>(),
        writes(
            Method::PUT,
            "/api/v1/users/{name}",
            Admin,
            "Change a user",
            |desk, ask| users::change(desk, ask, ask.part("name"), &ask.body()?),
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
