//! The averaged perceptron, in whole numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::parsing::WeighSteps;
use crate::weights::{CLASSES, Scores, Weigh, pack, pack_moves};

/// Weights in training.
#[derive(Default)]
pub(super) struct Perceptron {
    rows: HashMap<u64, Row, BuildHasherDefault<Hashed>>,
    /// The number of decisions made so far.
    now: i64,
}

#[derive(Default)]
struct Row {
    corrections: u32,
    entries: Vec<Entry>,
}

struct Entry {
    class: u8,
    weight: i32,
    /// The weight summed over the decisions up to `since`.
    total: i64,
    since: i64,
}

impl Weigh for Perceptron {
    fn add(&self, features: &[u64], scores: &mut Scores) {
        for row in features.iter().filter_map(|feature| self.rows.get(feature)) {
            for entry in &row.entries {
                scores[(entry.class as usize) % CLASSES] += entry.weight;
            }
        }
    }
}

/// How often each feature stands in the treebank.
#[derive(Default)]
pub(super) struct Counts(HashMap<u64, u32, BuildHasherDefault<Hashed>>);

impl Counts {
    pub(super) fn count(&mut self, features: &[u64]) {
        for &feature in features {
            *self.0.entry(feature).or_default() += 1;
        }
    }

    /// The features that stand there so often.
    fn frequent(self, least: u32) -> impl Iterator<Item = u64> {
        self.0
            .into_iter()
            .filter(move |&(_, count)| count >= least)
            .map(|(feature, _)| feature)
    }
}

impl Perceptron {
    /// Weights for the features that stand in the treebank often enough; rarer ones would be learned by heart.
    pub(super) fn of(counts: Counts, least: u32) -> Self {
        Self {
            rows: counts
                .frequent(least)
                .map(|feature| (feature, Row::default()))
                .collect(),
            now: 0,
        }
    }

    /// Counts a decision.
    pub(super) fn tick(&mut self) {
        self.now += 1;
    }

    /// Moves the weights of the features towards the right class.
    pub(super) fn correct(&mut self, features: &[u64], right: usize, wrong: usize) {
        for feature in features {
            let Some(row) = self.rows.get_mut(feature) else {
                continue;
            };
            row.corrections += 1;
            row.change(right as u8, 1, self.now);
            row.change(wrong as u8, -1, self.now);
        }
    }

    /// Adds what another one learned, so that both have a voice.
    pub(super) fn join(&mut self, other: Self) {
        self.settle();
        #[expect(
            clippy::iter_over_hash_type,
            reason = "sums do not depend on the order"
        )]
        for (feature, row) in other.rows {
            let mine = self.rows.entry(feature).or_default();
            mine.corrections += row.corrections;
            for entry in row.entries {
                let total = entry.total + i64::from(entry.weight) * (other.now - entry.since);
                mine.change(entry.class, 0, self.now);
                if let Some(own) = mine.entries.iter_mut().find(|own| own.class == entry.class) {
                    own.total += total;
                }
            }
        }
    }

    /// Sums up the weights to now and lets them go, so that totals can be added.
    fn settle(&mut self) {
        #[expect(clippy::iter_over_hash_type, reason = "each row by itself")]
        for row in self.rows.values_mut() {
            for entry in &mut row.entries {
                entry.total += i64::from(entry.weight) * (self.now - entry.since);
                (entry.weight, entry.since) = (0, self.now);
            }
        }
    }

    /// The averages as a packed table of bytes. `least` is how often a feature must have been corrected to be kept, and
    /// the smallest weight that is.
    pub(super) fn pack(&self, least: (u32, i32)) -> Vec<u8> {
        let averages = self.averages(least.0);
        let scale = scale(&averages);
        let rows = averages.into_iter().map(|(feature, entries)| {
            let entries = entries
                .into_iter()
                .map(|(class, average)| (class, rounded(average, scale)));
            (
                feature,
                entries
                    .filter(|(_, weight)| weight.abs() >= least.1)
                    .map(|(class, weight)| (class, weight as i8))
                    .collect::<Vec<_>>(),
            )
        });
        pack(rows.filter(|(_, entries)| !entries.is_empty()).collect())
    }

    /// Of each feature, in order, the sums over all decisions.
    fn averages(&self, least: u32) -> Vec<(u64, Vec<(u8, i64)>)> {
        let mut rows: Vec<_> = self
            .rows
            .iter()
            .filter(|(_, row)| row.corrections >= least)
            .collect();
        rows.sort_unstable_by_key(|row| *row.0);
        let sum = |entry: &Entry| {
            (
                entry.class,
                entry.total + i64::from(entry.weight) * (self.now - entry.since),
            )
        };
        rows.into_iter()
            .map(|(&feature, row)| (feature, row.entries.iter().map(sum).collect()))
            .collect()
    }
}

impl Row {
    fn change(&mut self, class: u8, by: i32, now: i64) {
        let place = self
            .entries
            .iter()
            .position(|entry| entry.class == class)
            .unwrap_or_else(|| {
                self.entries.push(Entry {
                    class,
                    weight: 0,
                    total: 0,
                    since: now,
                });
                self.entries.len() - 1
            });
        let entry = &mut self.entries[place];
        entry.total += i64::from(entry.weight) * (now - entry.since);
        entry.since = now;
        entry.weight += by;
    }
}

/// The sum that becomes the weight 127: all but one in five thousand fit a byte, the rest are cut there.
fn scale(averages: &[(u64, Vec<(u8, i64)>)]) -> i64 {
    let mut sizes: Vec<i64> = averages
        .iter()
        .flat_map(|(_, entries)| entries.iter().map(|(_, sum)| sum.abs()))
        .collect();
    sizes.sort_unstable();
    sizes
        .get(sizes.len().saturating_sub(1 + sizes.len() / 5000))
        .copied()
        .unwrap_or(1)
        .max(1)
}

fn rounded(sum: i64, scale: i64) -> i32 {
    let doubled = 2 * 127 * i128::from(sum);
    let scale = i128::from(scale);
    ((doubled + if sum < 0 { -scale } else { scale }) / (2 * scale)).clamp(-127, 127) as i32
}

/// The weights of the parser's three steps in training.
#[derive(Default)]
pub(super) struct StepPerceptron {
    rows: HashMap<u64, StepRow, BuildHasherDefault<Hashed>>,
    now: i64,
}

#[derive(Default)]
struct StepRow {
    corrections: u32,
    weights: [i32; 3],
    totals: [i64; 3],
    since: i64,
}

impl WeighSteps for StepPerceptron {
    fn scores(&self, features: &[u64]) -> [i32; 3] {
        let mut scores = [0; 3];
        for row in features.iter().filter_map(|feature| self.rows.get(feature)) {
            for (score, weight) in scores.iter_mut().zip(row.weights) {
                *score += weight;
            }
        }
        scores
    }
}

impl StepPerceptron {
    /// Weights for the features that stand in the treebank often enough.
    pub(super) fn of(counts: Counts, least: u32) -> Self {
        Self {
            rows: counts
                .frequent(least)
                .map(|feature| (feature, StepRow::default()))
                .collect(),
            now: 0,
        }
    }

    /// Counts a decision.
    pub(super) fn tick(&mut self) {
        self.now += 1;
    }

    /// Moves the weights of the features towards the right step.
    pub(super) fn correct(&mut self, features: &[u64], right: usize, wrong: usize) {
        for feature in features {
            let Some(row) = self.rows.get_mut(feature) else {
                continue;
            };
            row.corrections += 1;
            for (total, weight) in row.totals.iter_mut().zip(row.weights) {
                *total += i64::from(weight) * (self.now - row.since);
            }
            row.since = self.now;
            row.weights[right] += 1;
            row.weights[wrong] -= 1;
        }
    }

    /// Adds what another one learned, so that both have a voice.
    pub(super) fn join(&mut self, other: Self) {
        #[expect(
            clippy::iter_over_hash_type,
            reason = "sums do not depend on the order"
        )]
        for (feature, row) in other.rows {
            let mine = self.rows.entry(feature).or_default();
            mine.corrections += row.corrections;
            for i in 0..3 {
                mine.totals[i] +=
                    row.totals[i] + i64::from(row.weights[i]) * (other.now - row.since);
            }
        }
    }

    /// The averages as the packed bytes of [`crate::weights::Moves`].
    pub(super) fn pack(&self, least: u32, buckets: usize) -> Vec<u8> {
        let average = |row: &StepRow| {
            let sum = |i: usize| row.totals[i] + i64::from(row.weights[i]) * (self.now - row.since);
            vec![(0, sum(1) - sum(0)), (1, sum(2) - sum(0))]
        };
        let mut rows: Vec<_> = self
            .rows
            .iter()
            .filter(|(_, row)| row.corrections >= least)
            .map(|(&feature, row)| (feature, average(row)))
            .collect();
        rows.sort_unstable_by_key(|row| row.0);
        let scale = scale(&rows);
        let rows = rows.into_iter().map(|(feature, sums)| {
            (
                feature,
                [0, 1].map(|i: usize| rounded(sums[i].1, scale) as i8),
            )
        });
        let rows: Vec<_> = rows.filter(|(_, weights)| *weights != [0, 0]).collect();
        pack_moves(rows, buckets)
    }
}

/// Features are hashes already.
#[derive(Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, feature: u64) {
        self.0 = feature;
    }
}

/// A fixed row of numbers that looks random: the same in every training.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number below `sides`.
    pub(super) fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 32) as usize * sides) >> 32
    }

    /// Mixes a list.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.throw(i + 1));
        }
    }
}
