use super::{Agreement, Ratings};
use crate::stats::interval;

/// The share of pairs of coders that gave the same value, over all pairs that coded a unit;
/// for two coders the interval is the exact one of Clopper and Pearson, for more there is none,
/// as their pairs depend on each other.
///
/// `None` where no unit was coded twice.
pub fn percent(ratings: &Ratings) -> Option<Agreement> {
    let counts = ratings.counts();
    let pairs = |n: usize| n * n.saturating_sub(1) / 2;
    let all: usize = (counts.iter()).map(|unit| pairs(unit.iter().sum())).sum();
    let same: usize = counts.iter().flatten().map(|n| pairs(*n)).sum();
    if all == 0 {
        return None;
    }
    let two = counts.iter().all(|unit| unit.iter().sum::<usize>() == 2);
    Some(Agreement {
        value: same as f64 / all as f64,
        interval: interval(same as u64, all as u64).filter(|_| two),
        units: counts.len(),
        coders: ratings.coders(),
    })
}

/// Cohen's kappa of two coders, the first two of `ratings`: (pₒ − pₑ) / (1 − pₑ), pₑ from each
/// coder's own use of the values (Cohen 1960, Educational and Psychological Measurement 20,
/// 37–46). The interval is the value ± 1.96 standard errors for large samples (Fleiss, Cohen
/// and Everitt 1969, Psychological Bulletin 72, 323–327), within −1 and 1.
///
/// Units that one of the two did not code do not count. `None` where no unit is left, or both
/// gave one and the same value throughout: then chance explains everything and kappa is 0/0.
pub fn cohen(ratings: &Ratings) -> Option<Agreement> {
    let both = |unit: &Vec<Option<usize>>| match unit.as_slice() {
        [Some(first), Some(second), ..] => Some((*first, *second)),
        _ => None,
    };
    let pairs: Vec<(usize, usize)> = ratings.units.iter().filter_map(both).collect();
    let width = ratings.values.len();
    let n = pairs.len() as f64;
    let (mut first, mut second) = (vec![0.0; width], vec![0.0; width]);
    let mut cells = vec![vec![0.0; width]; width];
    for (one, other) in &pairs {
        first[*one] += 1.0 / n;
        second[*other] += 1.0 / n;
        cells[*one][*other] += 1.0 / n;
    }
    let observed = pairs.iter().filter(|(one, other)| one == other).count() as f64 / n;
    let expected: f64 = (first.iter().zip(&second)).map(|(a, b)| a * b).sum();
    // Sums of shares miss 1 by a rounding error.
    if pairs.is_empty() || 1.0 - expected < 1e-12 {
        return None;
    }
    let kappa = (observed - expected) / (1.0 - expected);
    let (mut diagonal, mut beside) = (0.0, 0.0);
    for (i, row) in cells.iter().enumerate() {
        for (j, cell) in row.iter().enumerate() {
            if i == j {
                diagonal += cell * (1.0 - (first[i] + second[i]) * (1.0 - kappa)).powi(2);
            } else {
                beside += cell * (second[i] + first[j]).powi(2);
            }
        }
    }
    let spread =
        diagonal + (1.0 - kappa).powi(2) * beside - (kappa - expected * (1.0 - kappa)).powi(2);
    let error = (spread.max(0.0) / n).sqrt() / (1.0 - expected);
    let interval = (
        (kappa - 1.96 * error).max(-1.0),
        (kappa + 1.96 * error).min(1.0),
    );
    Some(Agreement {
        value: kappa,
        interval: (pairs.len() > 1).then_some(interval),
        units: pairs.len(),
        coders: 2,
    })
}

/// Fleiss' kappa of several coders, who need not be the same for each unit (Fleiss 1971,
/// Psychological Bulletin 76, 378–382), for units coded by the same number of coders. Its
/// published standard errors hold where there is no agreement but chance, so no interval is
/// given: [`alpha`] has one.
///
/// `None` where units were coded by different numbers of coders (Krippendorff's [`alpha`] bears
/// that), no unit by two, or all was given one value.
///
/// [`alpha`]: super::alpha
pub fn fleiss(ratings: &Ratings) -> Option<Agreement> {
    let counts = ratings.counts();
    let coders = counts.first()?.iter().sum::<usize>();
    if counts.len() < ratings.units.len()
        || counts
            .iter()
            .any(|unit| unit.iter().sum::<usize>() != coders)
    {
        return None;
    }
    let (n, m) = (counts.len() as f64, coders as f64);
    let squares: usize = counts.iter().flatten().map(|count| count * count).sum();
    let observed = (squares as f64 - n * m) / (n * m * (m - 1.0));
    let share = |value| counts.iter().map(|unit| unit[value]).sum::<usize>() as f64 / (n * m);
    let shares: Vec<f64> = (0..ratings.values.len()).map(share).collect();
    let expected: f64 = shares.iter().map(|p| p * p).sum();
    if 1.0 - expected < 1e-12 {
        return None;
    }
    let kappa = (observed - expected) / (1.0 - expected);
    Some(Agreement {
        value: kappa,
        interval: None,
        units: counts.len(),
        coders,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many units for each cell of a table of two coders.
    fn crossed(table: &[&[usize]]) -> Ratings {
        let mut units = Vec::new();
        for (i, row) in table.iter().enumerate() {
            for (j, count) in row.iter().enumerate() {
                let unit = vec![Some(i.to_string()), Some(j.to_string())];
                units.extend(std::iter::repeat_n(unit, *count));
            }
        }
        Ratings::new(&units)
    }

    fn close(found: f64, published: f64, places: i32) {
        let step = 10f64.powi(-places) / 2.0 + 1e-9;
        assert!((found - published).abs() <= step, "{found} for {published}");
    }

    /// Fleiss, Levin and Paik 2003 (Statistical Methods for Rates and Proportions, chapter 18):
    /// two clinicians and 100 patients, kappa 0.68.
    #[test]
    fn two_clinicians_agree_as_published() {
        let ratings = crossed(&[&[75, 1, 4], &[5, 4, 1], &[0, 0, 10]]);
        let kappa = cohen(&ratings).expect("two values");
        close(kappa.value, 0.68, 2);
        let (low, high) = kappa.interval.expect("many units");
        close((high - low) / 2.0 / 1.96, 0.087, 2);
        close(percent(&ratings).expect("units").value, 0.89, 9);
    }

    /// The example of fifty proposals that textbooks share: pₒ 0.7, pₑ 0.5, kappa 0.4.
    #[test]
    fn fifty_proposals_agree_as_published() {
        let kappa = cohen(&crossed(&[&[20, 5], &[10, 15]])).expect("two values");
        close(kappa.value, 0.4, 9);
    }

    /// The worked example of ten units and fourteen coders: kappa 0.210.
    #[test]
    fn fourteen_coders_agree_as_published() {
        let counts: [[usize; 5]; 10] = [
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
        let unit = |row: &[usize; 5]| -> Vec<Option<String>> {
            let given = |(value, n): (usize, &usize)| vec![Some(value.to_string()); *n];
            row.iter().enumerate().flat_map(given).collect()
        };
        let units: Vec<_> = counts.iter().map(unit).collect();
        let kappa = fleiss(&Ratings::new(&units)).expect("five values");
        close(kappa.value, 0.210, 3);
        assert_eq!((kappa.units, kappa.coders), (10, 14));
    }

    #[test]
    fn one_value_throughout_says_nothing() {
        let ratings = Ratings::new(&vec![vec![Some("AF"), Some("AF")]; 5]);
        assert_eq!(cohen(&ratings), None);
        assert_eq!(fleiss(&ratings), None);
        assert_eq!(percent(&ratings).map(|same| same.value), Some(1.0));
        assert_eq!(percent(&Ratings::new::<&str>(&[])), None);
        assert_eq!(cohen(&Ratings::new::<&str>(&[vec![], vec![None]])), None);
    }

    #[test]
    fn fleiss_wants_as_many_coders_for_each_unit() {
        let ratings = Ratings::new(&[
            vec![Some("a"), Some("b"), Some("a")],
            vec![Some("b"), Some("b"), None],
        ]);
        assert_eq!(fleiss(&ratings), None);
    }
}
