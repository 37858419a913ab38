//! How likely a name means a place before anything is known of the text.

use super::layout::{CAPITAL, Feature, Row};

/// A higher number for a likelier place: the logarithm of its people, shifted by what kind of place
/// it is, less for a name that is not its main one.
///
/// Country > capital > large city > first-level unit of the same name > second-level unit.
pub fn prior(row: &Row, is_alternate: bool) -> f32 {
    let people = (row.population as f32 + 1.0).log10();
    let kind = match row.feature {
        Feature::Country => 4.0,
        Feature::Sea | Feature::Region => 6.5,
        Feature::Admin1 => -0.4,
        Feature::Admin2 => -1.5,
        Feature::Settlement if row.flags & CAPITAL != 0 => 2.0,
        Feature::Settlement => 0.0,
    };
    people + kind - if is_alternate { 1.5 } else { 0.0 }
}
