//! How far coders agree: percent, Cohen's and Fleiss' kappa, Krippendorff's alpha.
//!
//! ```
//! use analysis::stats::agreement::{Ratings, Scale, alpha, percent};
//! let ratings = Ratings::new(&[
//!     vec![Some("AF"), Some("AF")],
//!     vec![Some("PK"), Some("AF")],
//!     vec![Some("PK"), Some("PK")],
//!     vec![Some("IR"), None], // coded once: nothing to compare
//! ]);
//! assert_eq!(percent(&ratings).unwrap().value, 2.0 / 3.0);
//! assert!((alpha(&ratings, Scale::Nominal).unwrap().value - 4.0 / 9.0).abs() < 1e-12);
//! ```

mod alpha;
mod kappa;

use serde::Serialize;
use std::collections::BTreeMap;

pub use alpha::{Scale, alpha};
pub use kappa::{cohen, fleiss, percent};

/// What coders gave to the same units: one row a unit, one place in it for each coder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratings {
    /// The values that occur, sorted.
    values: Vec<String>,
    /// For each unit and coder the index of the value, `None` where it was not coded.
    units: Vec<Vec<Option<usize>>>,
}

impl Ratings {
    /// From the values as the coders gave them; a coder who did not code a unit is `None` there.
    /// Rows may be of different lengths: coders missing at the end did not code.
    pub fn new<S: AsRef<str>>(units: &[Vec<Option<S>>]) -> Self {
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        for value in units.iter().flatten().flatten() {
            ids.insert(value.as_ref(), 0);
        }
        for (id, slot) in ids.values_mut().enumerate() {
            *slot = id;
        }
        let indexed = |unit: &Vec<Option<S>>| {
            let of = |value: &Option<S>| value.as_ref().map(|value| ids[value.as_ref()]);
            unit.iter().map(of).collect()
        };
        let indexed = units.iter().map(indexed).collect();
        Ratings {
            values: ids.keys().map(|value| (*value).to_owned()).collect(),
            units: indexed,
        }
    }

    /// How many coders there are at most.
    pub fn coders(&self) -> usize {
        self.units.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// For each unit that two or more coded, how often each value was given.
    fn counts(&self) -> Vec<Vec<usize>> {
        let counted = |unit: &Vec<Option<usize>>| {
            let mut counts = vec![0; self.values.len()];
            unit.iter().flatten().for_each(|value| counts[*value] += 1);
            counts
        };
        let all = self.units.iter().map(counted);
        all.filter(|counts| counts.iter().sum::<usize>() > 1)
            .collect()
    }
}

/// A measure of agreement. No unit: 1 is perfect; for kappa and alpha 0 is what chance gives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// The measure.
    pub value: f64,
    /// Lower and upper end of its 95 % interval; `None` where none can be given.
    pub interval: Option<(f64, f64)>,
    /// How many units at least two coders coded.
    pub units: usize,
    /// How many coders at most.
    pub coders: usize,
}
