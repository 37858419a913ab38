//! What a reader may see: everything but what others read in a report that they code blindly.

use super::choose::{self, Chosen};
use super::incident::{self, Whole};
use super::problem::{Done, Problem};
use super::query::Query;
use super::review::{Review, review};
use super::routes::Ask;
use super::{Desk, coding, report};
use model::Policy;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was chosen, as far as somebody may see it.
pub fn chosen(desk: &Desk, ask: &Ask, query: &Query) -> Done<Chosen> {
    let mut chosen = choose::chosen(desk, query)?;
    let blind = coding::blind_reports(desk, &ask.person)?;
    if !blind.is_empty() {
        let columns = &chosen.view.columns;
        let hidden = columns.having(analysis::TextField::Report, &blind, &chosen.rows);
        let hidden: BTreeSet<u32> = hidden.into_iter().collect();
        Arc::make_mut(&mut chosen.rows).retain(|row| !hidden.contains(row));
        chosen.key = None;
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
