use super::Settings;
use super::signals::{Attacks, Found};
use crate::coverage::share;
use crate::stats::{Days, Permuted, interval, permuted};
use crate::{Asked, days};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// The longest calendar that is looked at, in days: two hundred years.
const LONGEST: i32 = 73_050;

/// How often attacks followed, and how often they would have by chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Followed means: within so many days.
    pub days: u32,
    /// First and last of the days looked at, the same for every actor and country; `None`
    /// where nothing has a day.
    pub observed: Option<(Date, Date)>,
    /// Threats and warnings with a day, an actor and a country, and with enough days after
    /// them, counted once for each actor and country.
    pub tested: usize,
    /// Those that an attack followed.
    pub followed: usize,
    /// Their share, from 0 to 1; `None` where nothing was tested.
    pub share: Option<f64>,
    /// Its exact 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// The share of all days observed that an attack followed, averaged over those tested: what
    /// a day picked at random would do.
    pub base_rate: Option<f64>,
    /// The test.
    pub permuted: Permuted,
    /// How often chance does as well; `None` where nothing was tested.
    pub p: Option<f64>,
    /// By actor and country.
    pub pairs: Vec<PairRate>,
    /// Threats and warnings with fewer days after them than are asked about: what followed them
    /// cannot be known yet. Counted once for each actor and country, as those tested are.
    pub censored: usize,
    /// Threats and warnings before the days observed.
    pub before: usize,
    /// Threats and warnings without a day, an actor or a country.
    pub left_out: usize,
    /// Attacks not dated to the day.
    pub attacks_left_out: usize,
}

/// One actor in one country.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairRate {
    /// Who.
    pub actor: String,
    /// Where.
    pub country: String,
    /// Threats and warnings tested.
    pub tested: usize,
    /// Those that an attack followed.
    pub followed: usize,
    /// Their share.
    pub share: Option<f64>,
    /// The share of the days observed that an attack followed.
    pub base_rate: Option<f64>,
    /// Attacks dated to a day observed.
    pub attacks: usize,
    /// Threats and warnings too late to be tested.
    pub censored: usize,
}

/// The days looked at, the same for every actor and country, so that one threat and one attack
/// of a pair are held against all the days on which nothing of the pair was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    first: i32,
    last: i32,
    /// The last day that has enough days after it.
    testable: i32,
}

impl Window {
    /// From the first day that the filter allows to the last that anything is known of. Where
    /// the filter leaves it open, the first attack, threat or warning opens it.
    pub fn of(
        asked: &Asked<'_>,
        attacks: &Attacks,
        signals: &[Found],
        within: u32,
    ) -> Option<Self> {
        let said = (signals.iter()).filter_map(|signal| signal.day);
        let came = attacks
            .pairs()
            .flat_map(|(_, days)| days.iter().map(|(day, _)| *day));
        let all: Vec<i32> = said.chain(came).collect();
        let (earliest, latest) = (*all.iter().min()?, *all.iter().max()?);
        let last = asked.observed_until().unwrap_or(latest);
        let first = match asked.bounds.0 {
            days::OPEN_FIRST => earliest,
            bound => bound,
        };
        // A single wrong century must not take the memory of the machine.
        let first = first.max(last.saturating_sub(LONGEST));
        (first <= last).then(|| Window {
            first,
            last,
            testable: last.saturating_sub_unsigned(within),
        })
    }

    /// True where an attack within so many days of this day would be known.
    pub fn is_over(&self, day: i32) -> bool {
        day <= self.testable
    }

    /// The days that can be tested; a day is a hit where an attack comes on it or within so
    /// many days after.
    fn calendar(&self, said: &[i32], came: &[i32], within: u32) -> Days {
        let len = usize::try_from(self.testable - self.first + 1).unwrap_or(0);
        let mut hits = vec![false; len];
        let place = |day: i32| usize::try_from(day - self.first).ok();
        for day in came
            .iter()
            .filter(|day| (self.first..=self.last).contains(day))
        {
            let from = day.saturating_sub_unsigned(within).max(self.first);
            let until = (*day).min(self.testable);
            for hit in (from..=until).filter_map(place) {
                hits[hit] = true;
            }
        }
        let at = said
            .iter()
            .filter(|day| (self.first..=self.testable).contains(day));
        Days {
            at: at.map(|day| (day - self.first) as u32).collect(),
            hits,
        }
    }
}

/// The test against chance: for each actor and country, the days of its threats and warnings
/// are moved round the days observed together.
pub(super) fn evaluate(
    asked: &Asked<'_>,
    attacks: &Attacks,
    signals: &[Found],
    window: Option<Window>,
    settings: Settings,
    tick: impl FnMut(u32),
) -> Evaluation {
    let mut said: BTreeMap<(u32, u32), Vec<i32>> = BTreeMap::new();
    let mut left_out = 0;
    for signal in signals {
        match signal.day {
            Some(day) if !signal.pairs.is_empty() => {
                for pair in &signal.pairs {
                    said.entry(*pair).or_default().push(day);
                }
            }
            _ => left_out += 1,
        }
    }
    let mut calendars = Vec::new();
    let mut pairs = Vec::new();
    let (mut expected, mut before) = (0.0, 0);
    for (pair, days) in &said {
        let Some(window) = window else { break };
        let came: Vec<i32> = attacks.of_pair(*pair).iter().map(|(day, _)| *day).collect();
        let calendar = window.calendar(days, &came, settings.days);
        let hit = calendar.hits.iter().filter(|hit| **hit).count();
        let at = calendar.at.iter();
        let followed = at.filter(|at| calendar.hits[**at as usize]).count();
        let (actor, country) = attacks.names(asked, *pair);
        let base_rate = share(hit, calendar.hits.len());
        expected += base_rate.unwrap_or(0.0) * calendar.at.len() as f64;
        before += days.iter().filter(|day| **day < window.first).count();
        let within = |day: &&i32| (window.first..=window.last).contains(*day);
        pairs.push(PairRate {
            actor,
            country,
            tested: calendar.at.len(),
            followed,
            share: share(followed, calendar.at.len()),
            base_rate,
            attacks: came.iter().filter(within).count(),
            censored: days
                .iter()
                .filter(|day| **day >= window.first && !window.is_over(**day))
                .count(),
        });
        calendars.push(calendar);
    }
    pairs.sort_by(|a, b| (b.tested, &a.actor, &a.country).cmp(&(a.tested, &b.actor, &b.country)));
    let tested: usize = pairs.iter().map(|pair| pair.tested).sum();
    let followed: usize = pairs.iter().map(|pair| pair.followed).sum();
    // Where nothing is tested, there is nothing to move.
    let times = if tested == 0 { 0 } else { settings.times };
    let permuted = permuted(&calendars, times, settings.seed, tick);
    Evaluation {
        days: settings.days,
        observed: window.map(|window| (days::date(window.first), days::date(window.last))),
        tested,
        followed,
        share: share(followed, tested),
        interval: interval(followed as u64, tested as u64),
        base_rate: (tested > 0).then(|| expected / tested as f64),
        p: (tested > 0).then(|| permuted.p()),
        permuted,
        censored: pairs.iter().map(|pair| pair.censored).sum(),
        before,
        pairs,
        left_out,
        attacks_left_out: attacks.not_to_the_day,
    }
}
