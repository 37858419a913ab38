use serde::{Deserialize, Serialize};
use std::fmt;

/// How many of a hundred values like this one are right.
///
/// ```
/// use model::Confidence;
/// let sure = Confidence::of_share(0.93).unwrap();
/// assert_eq!(sure.to_string(), "0.93");
/// assert!(sure > Confidence::of_hundred(90));
/// assert_eq!(Confidence::of_share(1.2), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(u8);

impl Confidence {
    /// So many of a hundred; more than a hundred are a hundred.
    pub fn of_hundred(right: u8) -> Self {
        Confidence(right.min(100))
    }

    /// From a share of 1, rounded to hundredths; `None` outside 0 to 1.
    pub fn of_share(share: f64) -> Option<Self> {
        (0.0..=1.0)
            .contains(&share)
            .then(|| Confidence((share * 100.0).round() as u8))
    }

    /// How many of a hundred.
    pub fn hundredths(self) -> u8 {
        self.0
    }

    /// As a share of 1, with two decimals.
    pub fn share(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
