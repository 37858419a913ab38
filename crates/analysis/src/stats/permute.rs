use super::chance::Chance;
use serde::Serialize;

/// What came of moving days about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Permuted {
    /// How many of the days were hits as they stood.
    pub observed: u64,
    /// How often the days were moved.
    pub times: u32,
    /// In how many of these at least as many were hits.
    pub at_least: u32,
    /// The seed from which the moves come.
    pub seed: u64,
}

impl Permuted {
    /// How often chance does as well: (b + 1) / (m + 1), which is never 0 (Phipson and Smyth
    /// 2010, Statistical Applications in Genetics and Molecular Biology 9, 39).
    pub fn p(&self) -> f64 {
        (f64::from(self.at_least) + 1.0) / (f64::from(self.times) + 1.0)
    }
}

/// A calendar of days that are hits or not, and the places of some days in it.
pub struct Days {
    /// One for each day of the time looked at.
    pub hits: Vec<bool>,
    /// Which of them are asked about.
    pub at: Vec<u32>,
}

/// Moves the days of each calendar round by chance and counts hits.
///
/// All days of one calendar are moved by the same number of days, those that fall off the end
/// coming in at the beginning, so that days that lie together stay together: a run of days
/// counts as one observation, not as several. The number of moves that do at least as well as
/// the days as they stood gives p. `tick` is called after each hundred moves.
///
/// For calendars of one day each the number of hits has the Poisson binomial distribution,
/// against which the tests hold it.
pub fn permuted(calendars: &[Days], times: u32, seed: u64, mut tick: impl FnMut(u32)) -> Permuted {
    let hits = |by: &mut dyn FnMut(u32) -> u32| {
        let of = |days: &Days, shift: u32| {
            let len = days.hits.len() as u32;
            let moved = days.at.iter().map(|at| (at % len + shift) % len);
            moved.filter(|at| days.hits[*at as usize]).count() as u64
        };
        let real = calendars.iter().filter(|days| !days.hits.is_empty());
        real.map(|days| of(days, by(days.hits.len() as u32)))
            .sum::<u64>()
    };
    let observed = hits(&mut |_| 0);
    let mut chance = Chance::of(seed);
    let mut at_least = 0;
    for time in 1..=times {
        at_least += u32::from(hits(&mut |len| chance.below(len)) >= observed);
        if time % 100 == 0 || time == times {
            tick(time);
        }
    }
    Permuted {
        observed,
        times,
        at_least,
        seed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn calendar(hits: usize, len: usize, at: &[u32]) -> Days {
        Days {
            hits: (0..len).map(|day| day < hits).collect(),
            at: at.to_vec(),
        }
    }

    /// Reference: `scipy.stats.poisson_binom`, version 1.17.1: three trials at 0.2, 0.3 and 0.5
    /// give two or more with 0.25, all three with 0.03.
    #[test]
    fn single_days_come_out_as_the_poisson_binomial() {
        let all = |third: u32| {
            [
                calendar(20, 100, &[0]),
                calendar(30, 100, &[0]),
                calendar(50, 100, &[third]),
            ]
        };
        let three = permuted(&all(0), 20_000, 7, |_| ());
        assert_eq!(three.observed, 3);
        assert!((three.p() - 0.03).abs() < 0.005, "{}", three.p());
        let two = permuted(&all(99), 20_000, 7, |_| ());
        assert_eq!(two.observed, 2);
        assert!((two.p() - 0.25).abs() < 0.012, "{}", two.p());
    }

    #[test]
    fn days_that_lie_together_move_together() {
        // Five days in a row count once: half of all moves put them where there are hits.
        let run = [calendar(500, 1000, &[1, 2, 3, 4, 5])];
        let found = permuted(&run, 5000, 1, |_| ());
        assert_eq!(found.observed, 5);
        assert!((found.p() - 0.5).abs() < 0.03, "{}", found.p());
    }

    #[test]
    fn no_days_at_all_are_no_surprise() {
        for calendars in [
            vec![],
            vec![calendar(0, 0, &[3])],
            vec![calendar(0, 9, &[])],
        ] {
            let found = permuted(&calendars, 50, 1, |_| ());
            assert_eq!((found.observed, found.at_least), (0, 50));
            assert!((found.p() - 1.0).abs() < f64::EPSILON);
        }
    }

    proptest! {
        #[test]
        fn the_same_seed_gives_the_same_and_p_is_a_share(
            hits in prop::collection::vec(any::<bool>(), 1..60),
            at in prop::collection::vec(0u32..200, 0..9), seed in any::<u64>(),
        ) {
            let days = [Days { hits, at }];
            let found = permuted(&days, 200, seed, |_| ());
            prop_assert_eq!(found, permuted(&days, 200, seed, |_| ()));
            prop_assert!(found.p() > 0.0 && found.p() <= 1.0);
        }
    }
}
