//! At whom: facilities and targets, which often say the same thing twice.

use crate::compare::{Scale, both, routine};
use crate::profile::{Aim, Site, Profile};
use codebook::merging::MergingRules;
use model::Field;

pub(crate) fn weigh(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let mut left = rules.targets.most;
    if let (Some(x), Some(y)) = (&a.site, &b.site) {
        let (bits, words) = site(x, y, rules);
        let bits = bits.min(left);
        left -= bits.max(0.0);
        scale.put(Field::Site, bits, || {
            if bits < 0.0 {
                both("at ", &x.shown, &y.shown)
            } else if words == "same site" {
                format!("same site ({})", x.shown)
            } else {
                words.into()
            }
        });
    }
    if a.targets.is_empty() || b.targets.is_empty() {
        return;
    }
    let (bits, words) = aims(&a.targets, &b.targets, rules);
    let bits = if bits > 0.0 {
        bits * routine(a, b, rules)
    } else {
        bits
    };
    scale.put(Field::Targets, bits.min(left), || words);
}

fn site(x: &Site, y: &Site, rules: &MergingRules) -> (f64, &'static str) {
    let weights = &rules.site;
    let shared = |a: &[u64], b: &[u64]| a.iter().any(|word| b.binary_search(word).is_ok());
    if x.hash == y.hash {
        (weights.same, "same site")
    } else if shared(&x.telling, &y.telling) {
        (weights.share, "same name of the site")
    } else if shared(&x.sort, &y.sort) {
        if x.telling.is_empty() || y.telling.is_empty() {
            (weights.head, "same sort of site")
        } else {
            (weights.other, "")
        }
    } else if x.sort.is_empty() || y.sort.is_empty() {
        (0.0, "")
    } else {
        (weights.unlike, "")
    }
}

/// The best that two lists of targets have in common.
fn aims(a: &[Aim], b: &[Aim], rules: &MergingRules) -> (f64, String) {
    let weights = &rules.targets;
    let mut best: Option<(f64, String)> = None;
    for x in a {
        for y in b {
            let Some((bits, words)) = aim(x, y, rules) else {
                continue;
            };
            let better = best.as_ref().is_none_or(|(most, text)| {
                bits.total_cmp(most).then_with(|| text.cmp(&words)).is_gt()
            });
            if better {
                best = Some((bits, words));
            }
        }
    }
    best.unwrap_or_else(|| (weights.kind_other, both("at ", &a[0].kind, &b[0].kind)))
}

/// Two targets; `None` where they have nothing to do with each other.
fn aim(x: &Aim, y: &Aim, rules: &MergingRules) -> Option<(f64, String)> {
    let weights = &rules.targets;
    let named = x
        .telling
        .iter()
        .any(|word| y.telling.binary_search(word).is_ok());
    // "military positions" and "the government" of one country: its state, one way or the other.
    let of_a_state = |aim: &Aim| matches!(&*aim.kind, "government" | "military" | "police");
    if x.kind != y.kind
        && !named
        && of_a_state(x)
        && of_a_state(y)
        && let (Some(one), Some(other)) = (&x.nationality, &y.nationality)
        && one == other
    {
        // No more than the same kind of target says: at home every state is the target.
        let bits = weights.kind.get("government").copied().unwrap_or(0.5);
        return Some((bits, format!("both at the state of {one}")));
    }
    if x.kind != y.kind && !named {
        return None;
    }
    let mut bits = if x.kind == y.kind {
        weights.kind.get(&*x.kind).copied().unwrap_or(0.5)
    } else {
        0.0
    };
    let mut words = format!("both at {}", (&x.kind).min(&y.kind).replace('_', " "));
    match (&x.nationality, &y.nationality) {
        (Some(one), Some(other)) if one != other => {
            return Some((weights.nationality_other, both("targets of ", one, other)));
        }
        (Some(one), Some(_)) => {
            bits += weights.nationality;
            words.push_str(" of ");
            words.push_str(one);
        }
        _ => {}
    }
    if named {
        bits += weights.name;
        words = words.replacen("both at", "both name the same", 1);
    }
    Some((bits, words))
}
