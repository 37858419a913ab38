use serde::{Deserialize, Serialize};
use std::fmt;

/// A number of people or acts as printed: from `min` to `max`, either of which may be
/// open.
///
/// "at least 4" has no `max`, "up to 9" no `min`; "some 150" is exact and `approx`.
/// Unit: whatever is counted; never negative.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Estimate {
    /// Not fewer than.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// Not more than.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// The report says about, some, nearly.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approx: bool,
}

impl Estimate {
    /// Exactly so many.
    pub fn exactly(count: u64) -> Self {
        Estimate {
            min: Some(count),
            max: Some(count),
            approx: false,
        }
    }

    /// So many or more.
    pub fn at_least(count: u64) -> Self {
        Estimate {
            min: Some(count),
            max: None,
            approx: false,
        }
    }

    /// So many or fewer.
    pub fn at_most(count: u64) -> Self {
        Estimate {
            min: None,
            max: Some(count),
            approx: false,
        }
    }

    /// About so many.
    pub fn about(count: u64) -> Self {
        Estimate {
            min: Some(count),
            max: Some(count),
            approx: true,
        }
    }

    /// Between the two, whichever way round they come.
    pub fn between(a: u64, b: u64) -> Self {
        Estimate {
            min: Some(a.min(b)),
            max: Some(a.max(b)),
            approx: false,
        }
    }

    /// The lowest figure it allows; 0 where only a ceiling is told.
    pub fn low(&self) -> u64 {
        self.min.unwrap_or(0)
    }

    /// The highest figure it allows, as far as told: an open end counts as its start.
    pub fn high(&self) -> u64 {
        self.max.or(self.min).unwrap_or(0)
    }

    /// The figure one would print if only one may be printed: the minimum, and the
    /// ceiling where no minimum is told.
    pub fn best(&self) -> u64 {
        self.min.or(self.max).unwrap_or(0)
    }

    /// Parts of one whole: one open part opens the sum.
    #[must_use]
    pub fn plus(&self, other: &Estimate) -> Estimate {
        let both = |a: Option<u64>, b: Option<u64>| Some(a?.saturating_add(b?));
        Estimate {
            min: Some(self.min.unwrap_or(0).saturating_add(other.min.unwrap_or(0))),
            max: both(self.max, other.max),
            approx: self.approx || other.approx,
        }
    }

    /// True where one number can satisfy both; an open end counts as open.
    pub fn agrees_with(&self, other: &Estimate) -> bool {
        let low = self.low().max(other.low());
        let high = self
            .max
            .unwrap_or(u64::MAX)
            .min(other.max.unwrap_or(u64::MAX));
        low <= high
    }

    /// True where nothing is told.
    pub fn is_empty(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.approx {
            f.write_str("~")?;
        }
        match (self.min, self.max) {
            (Some(a), Some(b)) if a == b => write!(f, "{a}"),
            (Some(a), Some(b)) => write!(f, "{a}–{b}"),
            (Some(a), None) => write!(f, "{a}+"),
            (None, Some(b)) => write!(f, "≤{b}"),
            (None, None) => f.write_str("?"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_open_part_opens_the_sum() {
        let staff = Estimate::exactly(2);
        let others = Estimate::at_least(4);
        assert_eq!(staff.plus(&others), Estimate::at_least(6));
    }

    #[test]
    fn a_range_is_written_with_both_its_ends() {
        assert_eq!(Estimate::between(6, 8).to_string(), "6–8");
    }

    #[test]
    fn six_or_more_agrees_with_eight_but_not_with_four() {
        let six = Estimate::at_least(6);
        assert!(six.agrees_with(&Estimate::exactly(8)));
        assert!(!six.agrees_with(&Estimate::exactly(4)));
    }
}
