//! How many: figures that agree, allow one another, or cannot both be right.

use crate::compare::Scale;
use crate::told::Told;
use codebook::merging::{MergingRules, NumberWeights, Step};
use model::{Account, Estimate, Field, Sourced};

pub(crate) fn weigh(a: &Told, b: &Told, rules: &MergingRules, scale: &mut impl Scale) {
    let weights = &rules.numbers;
    for (field, factor, get) in figures(weights) {
        let told = |account: &Account| {
            get(account)
                .map(|count| count.value)
                .filter(|count| !count.is_empty())
        };
        let (Some(x), Some(y)) = (told(a.account), told(b.account)) else {
            continue;
        };
        let bits = bits(&x, &y, weights);
        scale.put(field, bits * factor, || words(field, &x, &y));
    }
}

type Get = fn(&Account) -> Option<&Sourced<Estimate>>;

fn figures(weights: &NumberWeights) -> [(Field, f64, Get); 6] {
    [
        (Field::Killed, 1.0, |account| account.killed.as_ref()),
        (Field::Injured, weights.injured, |account| {
            account.injured.as_ref()
        }),
        (Field::Casualties, weights.injured, |account| {
            account.casualties.as_ref()
        }),
        (Field::KilledPerpetrators, weights.others, |account| {
            account.killed_perpetrators.as_ref()
        }),
        (Field::Arrested, weights.others, |account| {
            account.arrested.as_ref()
        }),
        (Field::Attackers, weights.others, |account| {
            account.attackers.as_ref()
        }),
    ]
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
