//! Where: country, first-level unit, settlement, facility, and where it was fired from.

use crate::compare::{Scale, both};
use crate::profile::{Name, Profile};
use crate::words::is_spelling_of;
use codebook::merging::{MergingRules, Step};
use model::Field;

pub(crate) fn weigh(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    weigh_where(a, b, rules, scale);
    weigh_from(a, b, rules, scale);
}

/// Bits taken off where much happens.
pub(crate) fn busy(a: &Profile, b: &Profile, rules: &MergingRules) -> f64 {
    let country = a.country.as_ref().or(b.country.as_ref());
    country
        .and_then(|code| rules.busy.get(&**code))
        .copied()
        .unwrap_or(0.0)
}

fn weigh_where(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let weights = &rules.place;
    if let (Some(x), Some(y)) = (&a.country, &b.country)
        && x != y
    {
        if !crosses_a_border(a, b) {
            scale.put(Field::Country, weights.other_country, || both("in ", x, y));
        }
        return;
    }
    let busy = busy(a, b, rules);
    if let (Some(x), Some(y)) = (&a.place, &b.place) {
        weigh_settlements(a, b, (x, y), busy, rules, scale);
    } else if let Some(bits) = unit_bits(a, b, rules) {
        let words = if bits > 0.0 {
            "same province"
        } else {
            "two provinces"
        };
        scale.put(
            Field::Admin1,
            if bits > 0.0 { bits - busy } else { bits },
            || words.into(),
        );
    } else if a.country.is_some() && b.country.is_some() {
        let unplaced = if a.place.is_none() && b.place.is_none() {
            weights.unplaced
        } else {
            0.0
        };
        let quiet = a
            .country
            .as_ref()
            .and_then(|code| rules.quiet.get(&**code))
            .copied()
            .unwrap_or(0.0);
        scale.put(
            Field::Country,
            (weights.country + unplaced + quiet - busy).max(0.0),
            || "same country".into(),
        );
    }
}

/// The one places it in the country that the other says it was fired from.
fn crosses_a_border(a: &Profile, b: &Profile) -> bool {
    let from = |x: &Profile, y: &Profile| x.from_country.is_some() && x.from_country == y.country;
    from(a, b) || from(b, a)
}

fn weigh_settlements(
    a: &Profile,
    b: &Profile,
    (x, y): (&Name, &Name),
    busy: f64,
    rules: &MergingRules,
    scale: &mut impl Scale,
) {
    let weights = &rules.place;
    if is_same(x, y) {
        let quarters = match (&a.quarter, &b.quarter) {
            (Some(x), Some(y)) => !is_same(x, y),
            _ => false,
        };
        let bits = if quarters {
            weights.quarter
        } else {
            weights.settlement
        };
        scale.put(Field::Place, bits - busy, || {
            let name = a.settlement.as_deref().unwrap_or("");
            let what = if quarters {
                "two quarters of the same settlement"
            } else {
                "same settlement"
            };
            if x.text == y.text {
                format!("{what} ({name})")
            } else {
                what.into()
            }
        });
    } else if let (Some(p), Some(q)) = (a.point, b.point) {
        let km = kilometres(p, q);
        let bits = Step::at(&weights.near_km, weights.far, km);
        let bits = if bits > 0.0 {
            (bits - busy).max(0.0)
        } else {
            bits
        };
        scale.put(Field::Place, bits, || format!("{km:.0} km apart"));
    } else if is_unit_of(x, b) || is_unit_of(y, a) {
        scale.put(Field::Admin1, (weights.admin1 - busy).max(0.0), || {
            "same province".into()
        });
    } else {
        let bits = match unit_bits(a, b, rules) {
            Some(bits) if bits > 0.0 => weights.other_name / 2.0,
            Some(_) => weights.other_name + weights.admin1_other,
            None => weights.other_name,
        };
        scale.put(Field::Place, bits, || both("in ", &title(x), &title(y)));
    }
}

/// Both name a settlement, and it is the same.
pub(crate) fn is_one_settlement(a: &Profile, b: &Profile) -> bool {
    matches!((&a.place, &b.place), (Some(x), Some(y)) if is_same(x, y))
}

/// The name of the settlement is that of the other's first-level unit.
fn is_unit_of(name: &Name, told: &Profile) -> bool {
    told.admin1
        .as_ref()
        .is_some_and(|unit| unit.hash == name.hash)
}

fn is_same(x: &Name, y: &Name) -> bool {
    x.hash == y.hash
        || is_spelling_of(&x.text, &y.text)
        || x.text.strip_prefix("new ") == Some(&*y.text)
        || y.text.strip_prefix("new ") == Some(&*x.text)
}

/// For or against by first-level unit; `None` where one tells none.
fn unit_bits(a: &Profile, b: &Profile, rules: &MergingRules) -> Option<f64> {
    let (x, y) = (a.admin1.as_ref()?, b.admin1.as_ref()?);
    let within = |long: &str, short: &str| long.split(' ').any(|word| word == short);
    let same = is_same(x, y) || within(&x.text, &y.text) || within(&y.text, &x.text);
    Some(if same {
        rules.place.admin1
    } else {
        rules.place.admin1_other
    })
}

fn weigh_from(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    if let (Some(x), Some(y)) = (&a.from_country, &b.from_country) {
        if x == y {
            scale.put(
                Field::FromCountry,
                (rules.place.from_country - busy(a, b, rules)).max(0.0),
                || format!("both fired from {x}"),
            );
        } else {
            scale.put(Field::FromCountry, rules.place.from_other, || {
                both("fired from ", x, y)
            });
        }
    }
}

/// Great-circle distance on a sphere of 6371 km.
pub(crate) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(b.0 - a.0) + lat1.cos() * lat2.cos() * half(b.1 - a.1);
    2.0 * 6371.0 * h.clamp(0.0, 1.0).sqrt().asin()
}

fn title(name: &Name) -> String {
    name.text
        .split(' ')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>())
                .unwrap_or_default()
        })
        .collect::<Vec<_>>()
        .join(" ")
}
