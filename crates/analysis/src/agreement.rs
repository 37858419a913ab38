//! How far coders agree, field by field.
//!
//! A unit is something that coders give a value: a field of an incident. Values are compared as
//! they are (nominal scale): nearly right is not right. What a coder leaves open is a value of
//! its own where the caller gives it one (`"(not told)"`), and missing where it gives `None`.

use serde::Serialize;
use std::collections::BTreeMap;

/// Agreement on one field.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Agreement {
    /// Units that at least two coders gave a value.
    pub units: usize,
    /// Share of pairs of values that are the same; `None` without units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
    /// [`cohen`], for two coders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cohen: Option<f64>,
    /// [`fleiss`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fleiss: Option<f64>,
    /// [`krippendorff`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpha: Option<f64>,
}

/// All measures of some units: for each, one value a coder, `None` where they gave none.
pub fn agreement(units: &[Vec<Option<String>>]) -> Agreement {
    let told = |unit: &&Vec<Option<String>>| unit.iter().flatten().count() > 1;
    let units: Vec<Vec<Option<String>>> = units.iter().filter(told).cloned().collect();
    let pairs: Vec<(&str, &str)> = (units.iter())
        .filter_map(|unit| match unit.as_slice() {
            [Some(a), Some(b)] => Some((a.as_str(), b.as_str())),
            _ => None,
        })
        .collect();
    let two = pairs.len() == units.len();
    Agreement {
        units: units.len(),
        percent: percent(&units),
        cohen: if two { cohen(&pairs) } else { None },
        fleiss: fleiss(&units),
        alpha: krippendorff(&units),
    }
}

/// Share of pairs of values of a unit that are the same, over all units; each unit weighs alike.
pub fn percent(units: &[Vec<Option<String>>]) -> Option<f64> {
    let shares: Vec<f64> = (units.iter())
        .filter_map(|unit| {
            let values: Vec<&String> = unit.iter().flatten().collect();
            let pairs = values.len().checked_sub(1)? * values.len();
            (pairs > 0).then(|| same_pairs(&values) as f64 / pairs as f64)
        })
        .collect();
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
}

/// Ordered pairs of equal values.
fn same_pairs(values: &[&String]) -> usize {
    let counts = counted(values.iter().map(|value| value.as_str()));
    counts.values().map(|count| count * (count - 1)).sum()
}

fn counted<'v>(values: impl Iterator<Item = &'v str>) -> BTreeMap<&'v str, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

/// Cohen's kappa of two coders: agreement beyond what their own shares of each value would give.
///
/// Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
/// Measurement 20 (1960), where the worked example of 200 cases and three categories gives
/// 0.492. `None` without pairs, and where both give one value only (chance explains all).
pub fn cohen(pairs: &[(&str, &str)]) -> Option<f64> {
    let all = pairs.len() as f64;
    if pairs.is_empty() {
        return None;
    }
    let observed = pairs.iter().filter(|(a, b)| a == b).count() as f64 / all;
    let one = counted(pairs.iter().map(|(a, _)| *a));
    let other = counted(pairs.iter().map(|(_, b)| *b));
    let both = one
        .iter()
        .map(|(value, count)| count * other.get(value).copied().unwrap_or(0));
    let expected = both.sum::<usize>() as f64 / (all * all);
    beyond_chance(observed, expected)
}

/// Fleiss' kappa of any number of coders who all gave every unit a value.
///
/// Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76
/// (1971). Checked against the worked example of 14 raters, 10 subjects and 5 categories in the
/// Wikipedia article "Fleiss' kappa", 0.210. `None` where units have different numbers of
/// values, fewer than two, or one value only.
pub fn fleiss(units: &[Vec<Option<String>>]) -> Option<f64> {
    let told: Vec<Vec<&String>> = (units.iter())
        .map(|unit| unit.iter().flatten().collect())
        .collect();
    let coders = told.first()?.len();
    if coders < 2 || told.iter().any(|values| values.len() != coders) {
        return None;
    }
    let pairs = (coders * (coders - 1)) as f64;
    let shares = told.iter().map(|values| same_pairs(values) as f64 / pairs);
    let observed = shares.sum::<f64>() / told.len() as f64;
    let all = (told.len() * coders) as f64;
    let counts = counted(told.iter().flatten().map(|value| value.as_str()));
    let expected = counts.values().map(|count| (*count as f64 / all).powi(2));
    beyond_chance(observed, expected.sum())
}

fn beyond_chance(observed: f64, expected: f64) -> Option<f64> {
    let room = 1.0 - expected;
    (room > 1e-12).then(|| (observed - expected) / room)
}

/// Krippendorff's alpha for nominal values; coders may leave units out.
///
/// Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), whose worked examples give
/// 0.095 (two observers, binary) and 0.743 (four observers, twelve units, some missing). `None`
/// where no unit has two values, and where only one value was ever given.
pub fn krippendorff(units: &[Vec<Option<String>>]) -> Option<f64> {
    let mut together: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for unit in units {
        let values: Vec<&str> = unit.iter().flatten().map(String::as_str).collect();
        if values.len() < 2 {
            continue;
        }
        let weight = 1.0 / (values.len() - 1) as f64;
        for (at, one) in values.iter().enumerate() {
            for (beside, other) in values.iter().enumerate() {
                if at != beside {
                    *together.entry((one, other)).or_default() += weight;
                }
            }
        }
    }
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for ((one, _), weight) in &together {
        *sums.entry(one).or_default() += weight;
    }
    let all: f64 = sums.values().sum();
    let differing = together.iter().filter(|((one, other), _)| one != other);
    let observed: f64 = differing.map(|(_, weight)| weight).sum();
    let squares: f64 = sums.values().map(|sum| sum * sum).sum();
    let expected = (all * all - squares) / (all - 1.0);
    (all > 1.0 && expected > 1e-12).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: &[&str]) -> Vec<Vec<Option<String>>> {
        let columns = lines[0].split_whitespace().count();
        let value = |line: &str, at: usize| {
            let word = line.split_whitespace().nth(at).unwrap();
            (word != ".").then(|| word.to_owned())
        };
        (0..columns)
            .map(|at| lines.iter().map(|line| value(line, at)).collect())
            .collect()
    }

    fn near(found: Option<f64>, published: f64) {
        let found = found.unwrap();
        assert!(
            (found - published).abs() < 0.0006,
            "{found} is not {published}"
        );
    }

    #[test]
    fn cohens_example_of_1960_gives_0_492() {
        let counts = [[88, 10, 2], [14, 40, 6], [18, 10, 12]];
        let names = ["a", "b", "c"];
        let mut pairs = Vec::new();
        for (one, row) in names.iter().zip(counts) {
            for (other, count) in names.iter().zip(row) {
                pairs.extend(std::iter::repeat_n((*one, *other), count));
            }
        }
        near(cohen(&pairs), 0.492);
    }

    #[test]
    fn fourteen_raters_and_ten_subjects_give_0_210() {
        let counts = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let units: Vec<Vec<Option<String>>> = (counts.iter())
            .map(|row| {
                let values = row.iter().enumerate();
                values
                    .flat_map(|(at, count)| std::iter::repeat_n(Some(at.to_string()), *count))
                    .collect()
            })
            .collect();
        near(fleiss(&units), 0.210);
        assert_eq!(agreement(&units).cohen, None, "kappa of Cohen is for two");
    }

    #[test]
    fn krippendorffs_examples_give_0_095_and_0_743() {
        let binary = table(&["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"]);
        near(krippendorff(&binary), 0.095);
        let missing = table(&[
            "1 2 3 3 2 1 4 1 2 . . .",
            "1 2 3 3 2 2 4 1 2 5 . 3",
            ". 3 3 3 2 3 4 2 2 5 1 .",
            "1 2 3 3 2 4 4 1 2 5 1 .",
        ]);
        near(krippendorff(&missing), 0.743);
    }

    #[test]
    fn one_value_only_says_nothing_beyond_chance() {
        let same = table(&["1 1 1", "1 1 1"]);
        let found = agreement(&same);
        assert_eq!(found.percent, Some(1.0));
        assert_eq!((found.cohen, found.fleiss, found.alpha), (None, None, None));
        assert_eq!(agreement(&[]), Agreement::default());
    }
}
