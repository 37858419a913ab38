//! How many: figures that agree, allow one another, or cannot both be right.

use crate::compare::Scale;
use crate::profile::Profile;
use codebook::merging::{MergingRules, NumberWeights, Step};
use model::{Estimate, Field};

pub(crate) fn weigh(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let weights = &rules.numbers;
    for (field, x) in &a.figures {
        let Some(y) = b.figure(*field) else {
            continue;
        };
        let factor = match field {
            Field::Killed => 1.0,
            Field::Injured | Field::Casualties => weights.injured,
            _ => weights.others,
        };
        scale.put(*field, bits(x, y, weights) * factor, || {
            words(*field, x, y)
        });
    }
}

fn bits(x: &Estimate, y: &Estimate, weights: &NumberWeights) -> f64 {
    let (one, other) = (x.best(), y.best());
    let agree = x.agrees_with(y);
    if one == other && agree {
        if one <= 1 {
            return weights.one;
        }
        return (weights.rarity * (one as f64).log2())
            .max(weights.one)
            .min(weights.most);
    }
    let doublings = ((one.max(other) + 1) as f64 / (one.min(other) + 1) as f64).log2();
    if agree || x.approx || y.approx {
        let open = Step::at(&weights.open, weights.open_beyond, doublings);
        return if agree {
            open
        } else {
            open.min(weights.allowed)
        };
    }
    // A range within a range: the nearest ends count.
    let gap_low = x.low().max(y.low()) as f64 + 1.0;
    let gap_high = x.high().min(y.high()) as f64 + 1.0;
    let doublings = (gap_low / gap_high).log2().max(0.0);
    Step::at(&weights.apart, weights.apart_beyond, doublings)
}

fn words(field: Field, x: &Estimate, y: &Estimate) -> String {
    let name = field.word().replace('_', " ");
    if x == y {
        return format!("both {name} {x}");
    }
    let (first, second) = if x <= y { (x, y) } else { (y, x) };
    format!("{name} {first} and {second}")
}
