//! Incidents and actors.

use super::CHOOSE;
use crate::desk::actors;
use crate::desk::allowed::whole;
use crate::desk::choose::chosen;
use crate::desk::facets::{Facets, facets};
use crate::desk::incident::{Event, Whole};
use crate::desk::lists::{List, list};
use crate::desk::map::{Points, points};
use crate::desk::routes::{Route, reads};
use crate::desk::timeline;
use model::Policy;
use store::desk::Role::Viewer;

/// The addresses.
pub(super) fn routes() -> Vec<Route> {
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
            |desk, ask| Ok((*timeline::of(&chosen(desk, ask, &ask.query)?, &ask.query)?).clone()),
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
                let view = ask.view(desk, Policy::default());
                actors::list(desk, &view, &ask.query)
            },
        )
        .takes(&["q", "kind", "country", "page", "per"])
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
