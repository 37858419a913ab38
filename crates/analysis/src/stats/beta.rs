//! The regularised incomplete beta function, from which the tails of binomials come.

/// `I_x(a, b)`: the share of a beta distribution with parameters `a` and `b` that lies below `x`.
///
/// Worked out by the continued fraction 8.17.22 of the NIST Digital Library of Mathematical
/// Functions (modified Lentz method), which needs about √(a + b) terms; the limit here allows
/// for a hundred million. For `a`, `b` > 0 and 0 ≤ `x` ≤ 1; no unit.
pub(super) fn regularised(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - regularised(b, a, 1.0 - x);
    }
    let log =
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * x.ln() + b * libm::log1p(-x);
    (log.exp() * fraction(a, b, x) / a).clamp(0.0, 1.0)
}

#[expect(
    clippy::many_single_char_names,
    reason = "the names of the formula that the page cited gives"
)]
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let whole = |number: f64| {
        if number.abs() < f64::MIN_POSITIVE {
            f64::MIN_POSITIVE
        } else {
            number
        }
    };
    let mut c = 1.0;
    let mut d = 1.0 / whole(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for term in 1..100_000 {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / whole(1.0 + even * d);
        c = whole(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / whole(1.0 + odd * d);
        c = whole(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// The `x` at which `I_x(a, b)` reaches `share`, by halving: 200 halvings reach the last bit.
pub(super) fn quantile(a: f64, b: f64, share: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if regularised(a, b, middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reference: `scipy.special.betainc`, version 1.17.1.
    #[test]
    fn the_reference_gives_the_same_numbers() {
        for (a, b, x, wanted) in [
            (2.0, 3.0, 0.4, 0.5248),
            (0.5, 0.5, 0.1, 0.204_832_764_699_133_45),
            (500_001.0, 498_000.0, 0.5, 0.022_588_402_183_472_293),
        ] {
            let got = regularised(a, b, x);
            assert!((got - wanted).abs() < 1e-7 * wanted, "{a} {b} {x}: {got}");
        }
    }

    proptest! {
        #[test]
        fn it_is_a_share_and_turns_round(a in 0.5f64..500.0, b in 0.5f64..500.0, x in 0.0f64..=1.0) {
            let share = regularised(a, b, x);
            prop_assert!((0.0..=1.0).contains(&share));
            prop_assert!((share + regularised(b, a, 1.0 - x) - 1.0).abs() < 1e-9);
        }
    }
}
