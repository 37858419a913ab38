//! Whether an acceptance still holds.

use model::{Field, Showing};

/// An acceptance: its number in the log, and what was accepted.
pub(super) type Acceptance<'d> = (u64, Option<&'d Showing>);

/// What has become of the acceptances of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody accepted it.
    Never,
    /// It shows what somebody accepted.
    Holds,
    /// It shows something else than what was accepted last, or a value without words.
    Lapsed(String),
}

/// Weighs the acceptances of an incident, in the order of the log, against what it shows now.
///
/// One that fits is enough: what comes back to what somebody accepted is accepted. Acceptances by
/// older programs do not say what was shown, and hold whatever is shown. None holds while a
/// value has no words behind it.
pub(super) fn standing(
    acceptances: &[Acceptance<'_>],
    unsupported: &[Field],
    now: impl FnOnce() -> Showing,
) -> Standing {
    let Some((number, last)) = acceptances.last() else {
        return Standing::Never;
    };
    if !unsupported.is_empty() {
        let bare: Vec<&str> = unsupported.iter().map(|field| field.word()).collect();
        return Standing::Lapsed(format!(
            "accepted by decision {number}, but no words stand behind {}",
            bare.join(", ")
        ));
    }
    if acceptances.iter().any(|(_, shown)| shown.is_none()) {
        return Standing::Holds;
    }
    let now = now();
    let mut shown = acceptances.iter().filter_map(|(_, shown)| *shown);
    if shown.any(|shown| shown.changes(&now).is_empty()) {
        return Standing::Holds;
    }
    let changes = last.map(|shown| shown.changes(&now)).unwrap_or_default();
    Standing::Lapsed(format!(
        "changed since it was accepted by decision {number}: {}",
        changes.join(", ")
    ))
}
