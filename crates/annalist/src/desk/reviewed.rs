//! How far reports are reviewed.

use super::Desk;
use super::base::Base;
use super::problem::Done;
use model::{DecisionKind, Policy};
use std::collections::BTreeMap;
use store::desk::{ReportState, StateOf};

/// The states of the reports of which one was set. A report that was closed as coded is open again
/// while an incident of it shows a value that has no words behind it: by whatever way it came.
///
/// # Errors
/// The casebook cannot be read.
pub fn states(desk: &Desk, base: &Base) -> Done<BTreeMap<String, StateOf>> {
    let mut states = desk.read(store::Casebook::report_states)?;
    let view = base.view(Policy::default(), &desk.knowledge);
    // Only a correction can leave a value without words.
    let bare = base.decisions.iter().filter_map(|one| match &one.kind {
        DecisionKind::Correct {
            account,
            correction,
        } if correction.spans.is_empty() && correction.value.is_some() => Some(account),
        _ => None,
    });
    let incidents = bare.filter_map(|account| view.incident_of(account));
    for incident in incidents.filter(|incident| !incident.unsupported.is_empty()) {
        for key in &incident.accounts {
            if let Some(state) = states.get_mut(&key.report)
                && state.state == ReportState::Coded
            {
                state.state = ReportState::Open;
            }
        }
    }
    Ok(states)
}
