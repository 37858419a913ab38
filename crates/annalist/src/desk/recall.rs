//! How much of what reports tell the machine had read, by the reports that people have closed.

use super::Desk;
use super::base::Base;
use super::problem::Done;
use crate::knowledge::Knowledge;
use analysis::stats::interval;
use model::Policy;
use serde::Serialize;
use store::desk::ReportState;
use utoipa::ToSchema;

/// A share with its exact 95 % interval (Clopper and Pearson 1934).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Share {
    /// From 0 to 1.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Share {
    fn of(count: usize, of: usize) -> Option<Share> {
        let (low, high) = interval(count as u64, of as u64)?;
        Some(Share {
            value: count as f64 / of as f64,
            low,
            high,
        })
    }
}

/// What the machine read in the reports that are fully coded or tell of nothing, against what people
/// made of it. A unit is an account: one incident in one report.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct Recall {
    /// Reports that are closed, and of which the reader may see all.
    pub reports: usize,
    /// Closed reports that are left out, since something of them is kept from the reader, who codes
    /// them, or one that tells of the same, blindly.
    pub left_out: usize,
    /// Accounts that the machine read and people kept.
    pub kept: usize,
    /// Accounts that the machine read and people rejected.
    pub rejected: usize,
    /// Accounts that the machine missed and people added.
    pub added: usize,
    /// Kept of all that are there: kept ÷ (kept + added).
    pub recall: Option<Share>,
    /// Kept of all that the machine read: kept ÷ (kept + rejected).
    pub precision: Option<Share>,
}

/// Counts it.
///
/// # Errors
/// The casebook cannot be read.
pub fn recall(desk: &Desk, base: &Base, knowledge: &Knowledge) -> Done<Recall> {
    let states = super::reviewed::states(desk, base)?;
    let view = base.view(Policy::default(), knowledge);
    let mut found = Recall::default();
    let closed = states
        .iter()
        .filter(|(_, state)| state.state != ReportState::Open);
    for (report, _) in closed {
        let accounts = base.accounts_of(report);
        let kept_back = |account: &&model::Account| base.keeps_back(&account.key());
        if base.hides(report) || accounts.iter().any(kept_back) {
            found.left_out += 1;
            continue;
        }
        found.reports += 1;
        for account in accounts {
            let key = account.key();
            let held = view.row_of(&key).is_some();
            match (base.is_added(&key), held) {
                (true, true) => found.added += 1,
                (false, true) => found.kept += 1,
                (false, false) => found.rejected += 1,
                // Added, and rejected again: it was never there.
                (true, false) => {}
            }
        }
    }
    found.recall = Share::of(found.kept, found.kept + found.added);
    found.precision = Share::of(found.kept, found.kept + found.rejected);
    Ok(found)
}
