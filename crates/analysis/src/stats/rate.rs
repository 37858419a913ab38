use super::beta::{quantile, regularised};
use serde::Serialize;

/// Below so many incidents on either side, a comparison is said to rest on small numbers.
pub const SMALL: u64 = 10;

/// An interval that holds the true value in 95 of 100 such cases.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end; `None` where there is none.
    pub high: Option<f64>,
}

/// How much more often something happened on one side than on the other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RateRatio {
    /// Incidents a day on the one side over those on the other; `None` where the other has none.
    pub ratio: Option<f64>,
    /// Exact 95 % interval.
    pub interval: Interval,
    /// How often a difference at least so unlikely comes by chance where both rates are equal.
    pub p: f64,
    /// One of the counts is below [`SMALL`].
    pub small: bool,
}

/// The share `count / of` with its exact 95 % interval (Clopper and Pearson 1934, Biometrika
/// 26, 404–413): from the 2.5 % quantile of Beta(count, of − count + 1) to the 97.5 % quantile
/// of Beta(count + 1, of − count).
///
/// `None` where `of` is 0 or `count` is more. No unit.
pub fn interval(count: u64, of: u64) -> Option<(f64, f64)> {
    if of == 0 || count > of {
        return None;
    }
    let (k, rest) = (count as f64, (of - count) as f64);
    let low = if count == 0 {
        0.0
    } else {
        quantile(k, rest + 1.0, 0.025)
    };
    let high = if count == of {
        1.0
    } else {
        quantile(k + 1.0, rest, 0.975)
    };
    Some((low, high))
}

/// Compares two counts that were gathered over two times.
///
/// Where both are Poisson counts, the one is, given the sum of both, a binomial count with the
/// share π = r·t₁ / (r·t₁ + t₂), r being the ratio of rates (Przyborowski and Wilenski 1940,
/// Biometrika 31, 313–323). So the exact interval of π gives that of r = π/(1 − π) · t₂/t₁, and
/// p adds up the binomial probabilities that are no greater than that of what was counted.
/// R's `poisson.test` does the same. Times in any unit, the same on both sides.
///
/// `None` where nothing was counted on either side, or a time is not positive.
pub fn rate_ratio(one: u64, time_one: f64, other: u64, time_other: f64) -> Option<RateRatio> {
    let times_are_real = time_one.is_finite() && time_other.is_finite();
    if !(times_are_real && time_one > 0.0 && time_other > 0.0) {
        return None;
    }
    let sum = one.checked_add(other)?;
    let (low, high) = interval(one, sum)?;
    let ratio_at = |share: f64| share / (1.0 - share) * time_other / time_one;
    Some(RateRatio {
        ratio: (other > 0).then(|| (one as f64 / time_one) / (other as f64 / time_other)),
        interval: Interval {
            low: ratio_at(low),
            high: (other > 0).then(|| ratio_at(high)),
        },
        p: two_sided(one, sum, time_one / (time_one + time_other)),
        small: one < SMALL || other < SMALL,
    })
}

/// Exact two-sided binomial test: the probability of all outcomes that are no likelier than
/// `count` of `of` at the given share.
fn two_sided(count: u64, of: u64, share: f64) -> f64 {
    let mean = of as f64 * share;
    let log = |k: u64| {
        let (k, n) = (k as f64, of as f64);
        libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
            + k * share.ln()
            + (n - k) * libm::log1p(-share)
    };
    // Outcomes as likely as this one but for rounding count as such, as in R.
    let limit = log(count) + 1e-7;
    if (count as f64 - mean).abs() < f64::EPSILON {
        return 1.0;
    }
    let at_most = |k: u64| {
        if k >= of {
            1.0
        } else {
            regularised((of - k) as f64, k as f64 + 1.0, 1.0 - share)
        }
    };
    // The upper tail for itself: one less the lower would lose all digits of a small p.
    let at_least = |k: u64| {
        if k == 0 {
            1.0
        } else if k > of {
            0.0
        } else {
            regularised(k as f64, (of - k) as f64 + 1.0, share)
        }
    };
    let mode = (mean.floor() as u64).min(of);
    let p = if (count as f64) < mean {
        // The first outcome above the mode that is no likelier.
        let other = first(mode.max(count + 1), of + 1, |k| log(k) <= limit);
        at_most(count) + other.filter(|k| *k <= of).map_or(0.0, at_least)
    } else {
        // The last outcome below the mode that is no likelier: one before the first likelier.
        let likelier = first(0, mode + 1, |k| log(k) > limit).unwrap_or(mode + 1);
        let other = likelier.checked_sub(1).filter(|k| *k < count);
        at_least(count) + other.map_or(0.0, at_most)
    };
    p.clamp(0.0, 1.0)
}

/// The first number from `low` up to and without `high` for which something holds that holds
/// for all after it.
fn first(low: u64, high: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut low, end) = (low, high);
    let mut high = high;
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    (low < end).then_some(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(got: f64, wanted: f64) {
        assert!(
            (got - wanted).abs() <= 1e-6 * wanted.abs(),
            "{got}, not {wanted}"
        );
    }

    /// Published: the example on R's help page of `poisson.test` (11 in 800 against 21 in
    /// 3011): ratio 1.971488, interval 0.8584264 to 4.2772659, p = 0.07967.
    #[test]
    fn the_example_of_r_comes_out() {
        let found = rate_ratio(11, 800.0, 21, 3011.0).unwrap();
        near(found.ratio.unwrap(), 1.971_488_095_238);
        near(found.interval.low, 0.858_426_403_391_6);
        near(found.interval.high.unwrap(), 4.277_265_943_654);
        near(found.p, 0.079_668_633_033_3);
    }

    /// Reference: `scipy.stats.beta.ppf` and `scipy.stats.binomtest`, version 1.17.1.
    #[test]
    fn the_reference_gives_the_same_numbers() {
        for (one, t1, other, t2, low, high, p) in [
            (
                33,
                15.0,
                12,
                15.0,
                1.384_093_112_89,
                Some(5.847_405_494_15),
                0.002_458_900_322,
            ),
            (0, 30.0, 7, 30.0, 0.0, Some(0.693_813_980_096), 0.015_625),
            (7, 30.0, 0, 30.0, 1.441_308_518_835, None, 0.015_625),
            (
                3,
                10.0,
                9,
                10.0,
                0.058_045_032_418,
                Some(1.335_676_198_079),
                0.145_996_093_75,
            ),
            (1, 1.0, 1, 1.0, 0.012_739_367_084, Some(78.496_835_316), 1.0),
            (
                500_000,
                1.0,
                498_000,
                1.0,
                1.000_082_162_6,
                Some(1.007_965_447_9),
                0.045_392_119_89,
            ),
        ] {
            let found = rate_ratio(one, t1, other, t2).unwrap();
            near(found.interval.low, low);
            assert_eq!(found.interval.high.is_some(), high.is_some());
            near(found.interval.high.unwrap_or(0.0), high.unwrap_or(0.0));
            near(found.p, p);
        }
    }

    /// Published: Clopper and Pearson's interval for 10 of 100 (4.9 % to 17.6 %) and for none
    /// of ten (up to 30.8 %); the same from `scipy.stats`.
    #[test]
    fn the_interval_of_a_share_is_the_published_one() {
        let (low, high) = interval(10, 100).unwrap();
        near(low, 0.049_004_689_221_5);
        near(high, 0.176_222_597_74);
        let (low, high) = interval(0, 10).unwrap();
        near(high, 0.308_497_107_819);
        assert!(low.abs() < f64::EPSILON);
    }

    /// Reference: sums of binomial probabilities in exact fractions (Python's `fractions`); with
    /// equal times, all 60 on one side have p = 2 · 2⁻⁶⁰.
    #[test]
    fn the_smallest_p_keeps_its_digits() {
        for (one, other, p) in [
            (60, 0, 1.734_723_475_976_807e-18),
            (0, 60, 1.734_723_475_976_807e-18),
            (180, 60, 4.099_016_169_464_968e-15),
            (60, 180, 4.099_016_169_464_968e-15),
            (900, 300, 5.345_122_072_811_029e-70),
        ] {
            near(rate_ratio(one, 1.0, other, 1.0).unwrap().p, p);
        }
    }

    #[test]
    fn nothing_divided_by_nothing_is_no_ratio() {
        assert_eq!(rate_ratio(0, 30.0, 0, 30.0), None);
        assert_eq!(rate_ratio(3, 0.0, 1, 30.0), None);
        assert_eq!(rate_ratio(3, f64::NAN, 1, 30.0), None);
        assert_eq!(rate_ratio(3, 1.0, 1, f64::INFINITY), None);
        assert_eq!(interval(0, 0), None);
        assert_eq!(interval(2, 1), None);
        assert_eq!(rate_ratio(3, 1.0, 0, 1.0).unwrap().ratio, None);
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_ratio_and_turns_round(
            one in 0u64..400, other in 0u64..400, t1 in 1.0f64..500.0, t2 in 1.0f64..500.0,
        ) {
            prop_assume!(one + other > 0);
            let there = rate_ratio(one, t1, other, t2).unwrap();
            let back = rate_ratio(other, t2, one, t1).unwrap();
            prop_assert!((0.0..=1.0).contains(&there.p));
            prop_assert!((there.p - back.p).abs() < 1e-6);
            prop_assert!(there.interval.low.is_finite());
            if let Some(ratio) = there.ratio {
                prop_assert!(there.interval.low <= ratio * (1.0 + 1e-9));
                prop_assert!(ratio <= there.interval.high.unwrap() * (1.0 + 1e-9));
            }
            if let (Some(high), true) = (back.interval.high, there.interval.low > 0.0) {
                prop_assert!((there.interval.low * high - 1.0).abs() < 1e-6);
            }
            if there.p < 0.04 {
                // A clear difference: equal rates lie outside the interval or close to its end.
                let inside = there.interval.low < 0.9 && there.interval.high.is_none_or(|high| high > 1.1);
                prop_assert!(!inside || one + other < 30);
            }
        }

        #[test]
        fn the_binomial_test_adds_up_what_is_no_likelier(count in 0u64..40, more in 0u64..40, share in 0.05f64..0.95) {
            let of = count + more;
            prop_assume!(of > 0);
            let choose = |k: u64| (1..=k).fold(1.0, |sum, i| sum * (of - k + i) as f64 / i as f64);
            let chance = |k: u64| choose(k) * share.powi(k as i32) * (1.0 - share).powi((of - k) as i32);
            let limit = chance(count) * (1.0 + 1e-7);
            let wanted: f64 = (0..=of).map(chance).filter(|chance| *chance <= limit).sum();
            prop_assert!((two_sided(count, of, share) - wanted.min(1.0)).abs() < 1e-6);
        }
    }
}
