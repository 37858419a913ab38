//! When: two dates weighed by how exact they are.

use crate::compare::Scale;
use crate::profile::{Days, Profile};
use codebook::merging::{DateWeights, MergingRules, Step};
use model::Field;

pub(crate) fn weigh(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let (Some(x), Some(y)) = (a.days, b.days) else {
        return;
    };
    let (bits, gap) = bits(x, y, &rules.date);
    scale.put(Field::Date, bits, || words(x, y, gap));
}

/// A report that only says that something has happened may mean what happened since; where much
/// happens and both tell nothing but day, place and method, that counts against.
pub(crate) fn weigh_bare(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let busy = crate::places::busy(a, b, rules);
    let (Some(x), Some(y)) = (a.days, b.days) else {
        return;
    };
    let since = match (x.first, y.first) {
        (None, Some(_)) => x.last.zip(Some(closed(y, &rules.date).1)),
        (Some(_), None) => y.last.zip(Some(closed(x, &rules.date).1)),
        _ => None,
    };
    if busy <= 0.0 || since.is_none_or(|(told, day)| told <= day) || share_more(a, b) {
        return;
    }
    scale.put(Field::Date, -busy * rules.date.bare, || {
        "told later where much happens".into()
    });
}

/// True where both tell of whom, by whom, with what, at what or how many.
fn share_more(a: &Profile, b: &Profile) -> bool {
    let both = |told: fn(&Profile) -> bool| told(a) && told(b);
    both(|told| told.site.is_some())
        || both(|told| told.quarter.is_some())
        || both(|told| !told.targets.is_empty())
        || both(|told| !told.perpetrators.is_empty())
        || both(|told| !told.weapons.is_empty())
        || both(|told| told.suicide.is_some())
        || a.figures
            .iter()
            .any(|(field, _)| b.figure(*field).is_some())
}

/// Evidence of two dates, and the days between them where they do not meet.
fn bits(x: Days, y: Days, weights: &DateWeights) -> (f64, i32) {
    match ((x.first, x.last), (y.first, y.last)) {
        ((None, Some(end)), (None, Some(other))) => {
            let lag = (end - other).abs();
            (
                Step::at(&weights.recent, weights.recent_beyond, f64::from(lag)),
                0,
            )
        }
        ((None, Some(end)), _) => since(y, end, weights),
        (_, (None, Some(end))) => since(x, end, weights),
        _ => intervals(closed(x, weights), closed(y, weights), weights),
    }
}

/// A date and "../end".
fn since(date: Days, end: i32, weights: &DateWeights) -> (f64, i32) {
    let (first, last) = closed(date, weights);
    if first > end {
        let gap = first - end;
        return (
            Step::at(&weights.apart, weights.apart_beyond, f64::from(gap)),
            gap,
        );
    }
    let lag = (end - last).max(0);
    let bits = Step::at(&weights.recent, weights.recent_beyond, f64::from(lag));
    (bits.min(chance(last - first + 1, weights)), 0)
}

/// First and last day; an open future reaches a year, "about" widens.
fn closed(days: Days, weights: &DateWeights) -> (i32, i32) {
    let first = days.first.or(days.last).unwrap_or_default();
    let last = days.last.unwrap_or(first + 365);
    let wide = if days.approx { weights.approx_days } else { 0 };
    (first - wide, last + wide)
}

fn intervals(x: (i32, i32), y: (i32, i32), weights: &DateWeights) -> (f64, i32) {
    let met = chance(x.1 - x.0 + 1 + y.1 - y.0, weights);
    let gap = (x.0.max(y.0) - x.1.min(y.1)).max(0);
    if gap == 0 {
        return (met + weights.met, 0);
    }
    let apart = Step::at(&weights.apart, weights.apart_beyond, f64::from(gap));
    (apart.min(met), gap)
}

/// How little two dates over so many days meet by chance, in bits.
fn chance(days: i32, weights: &DateWeights) -> f64 {
    (weights.horizon_days / f64::from(days.max(1)))
        .log2()
        .max(0.0)
}

fn words(x: Days, y: Days, gap: i32) -> String {
    let is_day = |days: Days| days.first.is_some() && days.first == days.last && !days.approx;
    match gap {
        0 if is_day(x) && is_day(y) => "same day".into(),
        0 => "dates that agree".into(),
        1 => "1 day apart".into(),
        gap => format!("{gap} days apart"),
    }
}
