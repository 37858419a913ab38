//! Incidents that stay two and are related: part of a series, follow-up of an attack.

use crate::places::kilometres;
use crate::profile::{Actor, Profile};
use codebook::merging::MergingRules;
use model::Link;

/// How the one is related to the other, as (first, second, link) in the order of the link:
/// the part or the follow-up first. `None` where nothing says so.
pub(crate) fn between(a: &Profile, b: &Profile, rules: &MergingRules) -> Option<Directed> {
    if follows(a, b, rules) {
        Some(Directed {
            link: Link::FollowUp,
            forward: true,
        })
    } else if follows(b, a, rules) {
        Some(Directed {
            link: Link::FollowUp,
            forward: false,
        })
    } else if is_part(a, b) {
        Some(Directed {
            link: Link::PartOf,
            forward: true,
        })
    } else if is_part(b, a) {
        Some(Directed {
            link: Link::PartOf,
            forward: false,
        })
    } else {
        None
    }
}

/// A link, and whether the first account is its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Directed {
    pub link: Link,
    pub forward: bool,
}

/// An operation (an arrest, a raid) within days after an attack in the same country, against
/// those who are said to have done it or in the same place.
fn follows(later: &Profile, earlier: &Profile, rules: &MergingRules) -> bool {
    if later.class() != "operation"
        || earlier.class() != "attack"
        || later.country != earlier.country
    {
        return false;
    }
    let (Some(after), Some(before)) = (later.days, earlier.days) else {
        return false;
    };
    let (Some(first), Some(last), Some(from), Some(to)) = (
        before.first,
        before.last,
        after.first.or(after.last),
        after.last,
    ) else {
        return false;
    };
    let within = to >= first && from - last <= rules.links.follow_up_days && last - first <= 3;
    let names = later
        .targets
        .iter()
        .filter_map(|target| target.name.as_ref());
    let did = &earlier.perpetrators;
    let aimed_at = names
        .into_iter()
        .any(|name| did.iter().any(|actor| actor.id == name.id && actor.name == name.name));
    let close = is_near(later, earlier) && from - last <= 7;
    within && (aimed_at || close && later.kind() == "arrest")
}

/// A single act in a series of the same days, by nobody else, where the series is.
fn is_part(part: &Profile, whole: &Profile) -> bool {
    if part.is_multiple() || !whole.is_multiple() || part.class() != whole.class() {
        return false;
    }
    let (Some(x), Some(y)) = (part.days, whole.days) else {
        return false;
    };
    let (Some(first), Some(last), Some(from), Some(to)) = (x.first, x.last, y.first, y.last) else {
        return false;
    };
    let inside = from <= first && last <= to && to - from <= 31;
    let there = part.country.is_some()
        && part.country == whole.country
        && (whole.place.is_none() && whole.admin1.is_none()
            || whole.place.is_some() && whole.place == part.place
            || whole.place.is_none() && whole.admin1 == part.admin1);
    inside
        && there
        && (whole.perpetrators.is_empty()
            || part.perpetrators.is_empty()
            || share(&part.perpetrators, &whole.perpetrators))
}

fn share(a: &[Actor], b: &[Actor]) -> bool {
    a.iter().any(|x| b.iter().any(|y| x.is(y)))
}

fn is_near(a: &Profile, b: &Profile) -> bool {
    match (a.point, b.point) {
        (Some(p), Some(q)) => kilometres(p, q) <= 50.0,
        _ => a.place.is_some() && a.place == b.place,
    }
}
