//! `[reports]` of `codebook/merging.toml`: when two whole reports tell of the same.

use crate::merging::Step;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A weight at a number; between two of them it is drawn as a straight line.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knot {
    /// At which number.
    pub at: f64,
    /// Evidence.
    pub bits: f64,
}

/// Weights for two reports compared as wholes: their words, days, places, ages and sites.
///
/// Chosen together, in half bits, by `cargo xtask train merging`, so they are added up as they stand; the sum is
/// the logarithm of the odds, in bits.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReportRules {
    /// Two reports of which nothing is known.
    pub base: f64,
    /// How alike the words are (0 to 1), rare ones counting more. Below the first, reports are
    /// not compared.
    pub wording: Vec<Knot>,
    /// Days between the two publications.
    pub days: Vec<Step>,
    /// The same, further apart.
    pub days_beyond: f64,
    /// One of them has no date.
    pub undated: f64,
    /// One of the two settlements most named is the same, or near.
    pub settlement: f64,
    /// Some settlement is the same, or near.
    pub settlement_else: f64,
    /// Both name settlements, and none in common.
    pub settlement_other: f64,
    /// A first-level unit in common.
    pub unit: f64,
    /// Both name units, and none in common.
    pub unit_other: f64,
    /// Ages of people in common, where both tell ages.
    pub ages: Vec<Step>,
    /// The same, more of them.
    pub ages_beyond: f64,
    /// Streets and facilities in common, where both name some.
    pub sites: Vec<Step>,
    /// The same, more of them.
    pub sites_beyond: f64,
    /// Reports are put together while the mean certainty across them is this or more (0 to 1).
    pub same: f64,
    /// Words that end the name of a street or ground.
    pub ways: BTreeSet<String>,
}

impl ReportRules {
    /// The weights in the order of the rows that `merging` makes of two reports.
    pub fn weights(&self) -> Vec<f64> {
        let bits = |steps: &[Step]| steps.iter().map(|step| step.bits).collect::<Vec<f64>>();
        let mut all = vec![self.base];
        all.extend(self.wording.iter().map(|knot| knot.bits));
        all.extend(bits(&self.days));
        all.extend([self.days_beyond, self.undated]);
        all.extend([
            self.settlement,
            self.settlement_else,
            self.settlement_other,
            self.unit,
            self.unit_other,
        ]);
        all.extend(bits(&self.ages));
        all.push(self.ages_beyond);
        all.extend(bits(&self.sites));
        all.push(self.sites_beyond);
        all
    }

    /// The same rules with other weights, in the order of [`weights`](Self::weights); what is
    /// missing stays as it is.
    #[must_use]
    pub fn with_weights(mut self, weights: &[f64]) -> Self {
        let mut weights = weights.iter().copied();
        let mut set = |bits: &mut f64| *bits = weights.next().unwrap_or(*bits);
        set(&mut self.base);
        self.wording.iter_mut().for_each(|knot| set(&mut knot.bits));
        self.days.iter_mut().for_each(|step| set(&mut step.bits));
        set(&mut self.days_beyond);
        set(&mut self.undated);
        set(&mut self.settlement);
        set(&mut self.settlement_else);
        set(&mut self.settlement_other);
        set(&mut self.unit);
        set(&mut self.unit_other);
        self.ages.iter_mut().for_each(|step| set(&mut step.bits));
        set(&mut self.ages_beyond);
        self.sites.iter_mut().for_each(|step| set(&mut step.bits));
        set(&mut self.sites_beyond);
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::merging::MergingRules;

    #[test]
    fn weights_are_set_where_they_are_read() {
        let rules = MergingRules::shipped().reports;
        let numbers: Vec<f64> = (0..rules.weights().len()).map(|at| at as f64).collect();
        assert_eq!(rules.with_weights(&numbers).weights(), numbers);
    }
}
