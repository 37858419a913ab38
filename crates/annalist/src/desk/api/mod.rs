//! The addresses under `/api/v1`, by what they are about.

mod coders;
mod decisions;
mod figures;
mod incidents;
mod people;
mod reports;

use super::choose;
use super::routes::Route;

/// Parameters that choose incidents.
const CHOOSE: &[&str] = &choose::PARAMETERS;
/// Parameters that choose a page of a list.
const PAGES: &[&str] = &["page", "per"];

/// The addresses.
pub fn routes() -> Vec<Route> {
    let mut all = incidents::routes();
    all.extend(reports::routes());
    all.extend(decisions::routes());
    all.extend(coders::routes());
    all.extend(figures::routes());
    all.extend(people::routes());
    all
}
