use super::Settings;
use super::signals::{Attacks, Found};
use crate::Asked;
use crate::coverage::share;
use crate::stats::{Days, Permuted, interval, permuted};
use serde::Serialize;
use std::collections::BTreeMap;

/// The longest calendar that is looked at, in days: two hundred years.
const LONGEST: i32 = 73_050;

/// How often attacks followed, and how often they would have by chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Followed means: within so many days.
    pub days: u32,
    /// Threats and warnings with a day, an actor and a country, counted once for each actor and
    /// country.
    pub tested: usize,
    /// Those that an attack followed.
    pub followed: usize,
    /// Their share, from 0 to 1; `None` where nothing was tested.
    pub share: Option<f64>,
    /// Its exact 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// The share of all days of the time observed that an attack followed, averaged over those
    /// tested: what a day picked at random would do.
    pub base_rate: Option<f64>,
    /// The test.
    pub permuted: Permuted,
    /// How often chance does as well.
    pub p: f64,
    /// By actor and country.
    pub pairs: Vec<PairRate>,
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
    /// The share of all days that an attack followed.
    pub base_rate: Option<f64>,
    /// Attacks dated to the day.
    pub attacks: usize,
    /// Days observed: from the first to the last attack, threat or warning of the pair.
    pub days_observed: usize,
}

/// The test against chance: for each actor and country, the days of its threats and warnings
/// are moved round its calendar together.
pub(super) fn evaluate(
    asked: &Asked<'_>,
    attacks: &Attacks,
    signals: &[Found],
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
    let mut expected = 0.0;
    for (pair, days) in &said {
        let came: Vec<i32> = attacks.of_pair(*pair).iter().map(|(day, _)| *day).collect();
        let calendar = calendar(days, &came, settings.days as i32);
        let hit = calendar.hits.iter().filter(|hit| **hit).count();
        let followed = calendar
            .at
            .iter()
            .filter(|at| calendar.hits[**at as usize])
            .count();
        let (actor, country) = attacks.names(asked, *pair);
        let base_rate = share(hit, calendar.hits.len());
        expected += base_rate.unwrap_or(0.0) * calendar.at.len() as f64;
        pairs.push(PairRate {
            actor,
            country,
            tested: calendar.at.len(),
            followed,
            share: share(followed, calendar.at.len()),
            base_rate,
            attacks: came.len(),
            days_observed: calendar.hits.len(),
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
        tested,
        followed,
        share: share(followed, tested),
        interval: interval(followed as u64, tested as u64),
        base_rate: (tested > 0).then(|| expected / tested as f64),
        p: permuted.p(),
        permuted,
        pairs,
        left_out,
        attacks_left_out: attacks.not_to_the_day,
    }
}

/// The days from the first to the last threat or attack of a pair; a day is a hit where an
/// attack comes on it or within so many days after.
fn calendar(said: &[i32], came: &[i32], within: i32) -> Days {
    let all = || said.iter().chain(came).copied();
    let (Some(first), Some(last)) = (all().min(), all().max()) else {
        return Days {
            hits: Vec::new(),
            at: Vec::new(),
        };
    };
    // A single wrong century must not take the memory of the machine.
    let first = first.max(last - LONGEST);
    let mut hits = vec![false; (last - first + 1) as usize];
    for day in came.iter().filter(|day| **day >= first) {
        for before in 0..=within.min(day - first) {
            hits[(day - first - before) as usize] = true;
        }
    }
    let at = said.iter().filter(|day| **day >= first);
    Days {
        at: at.map(|day| (day - first) as u32).collect(),
        hits,
    }
}
