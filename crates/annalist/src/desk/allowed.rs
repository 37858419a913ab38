//! An incident, a report, a review: one thing that somebody asks for, as far as they may see it.

use super::incident::{self, Whole};
use super::problem::Done;
use super::review::{Review, review};
use super::routes::Ask;
use super::{Desk, choose, report};
use model::Policy;

/// An incident that the reader may see.
pub fn whole(desk: &Desk, ask: &Ask, id: &str) -> Done<Whole> {
    let view = ask.view(desk, choose::policy(&ask.query)?);
    let found = incident::find(&view, id)?;
    incident::whole(desk, ask.base(), &view, found)
}

/// A report that the reader may see.
pub fn report_of(desk: &Desk, ask: &Ask, id: &str) -> Done<report::Page> {
    let id = desk.read(|casebook| casebook.report(id))?.id;
    ask.shown.sight.open_to(&id)?;
    report::page(desk, ask.base(), &ask.view(desk, Policy::default()), &id)
}

/// Everything of a report's review.
pub fn review_of(desk: &Desk, ask: &Ask, id: &str) -> Done<Review> {
    let id = desk.read(|casebook| casebook.report(id))?.id;
    ask.shown.sight.open_to(&id)?;
    let view = ask.view(desk, Policy::default());
    review(desk, ask.base(), &view, &ask.person, &id)
}
