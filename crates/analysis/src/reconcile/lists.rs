//! Lists of parts beneath a stated total: "1,826, of which Kabul (245), Takhar (177), …".

use super::Stated;
use crate::{Asked, TextField};
use model::{Estimate, Tally, When};
use serde::Serialize;
use std::collections::BTreeSet;

/// A stated total and the parts that the same report names.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListSum {
    /// Report and number of the total.
    pub stated_in: String,
    /// What is counted.
    pub what: String,
    /// Whose.
    pub actor: Option<String>,
    /// Who counted, as the report names them.
    pub counted_by: Option<String>,
    /// In which time.
    pub window: Option<When>,
    /// The total.
    pub stated: Estimate,
    /// The parts: what they are called and how many.
    pub parts: Vec<(String, Estimate)>,
    /// Report and number of each part.
    pub parts_stated_in: Vec<String>,
    /// `places`, `provinces`, `countries`, `periods`: by what the parts are told apart.
    pub by: String,
    /// What the parts add up to.
    pub sum: Estimate,
    /// How many of the total no part names; negative where the parts are more than it. Of
    /// several possible numbers, the one nearest to 0.
    pub missing: i64,
}

impl ListSum {
    /// `14 units named add up to 1,388 of the 1,826 incidents stated: 438 are not named`.
    pub fn sentence(&self) -> String {
        let number = |estimate: &Estimate| in_thousands(&estimate.to_string());
        let named = format!(
            "{}: {} {} named add up to {} of the {} {} stated",
            self.stated_in,
            self.parts.len(),
            self.by,
            number(&self.sum),
            number(&self.stated),
            self.what.replace('_', " "),
        );
        match self.missing {
            0 if self.stated.max.is_none() => {
                format!("{named}: which is the least that it can be.")
            }
            0 => format!("{named}: nothing is missing."),
            missing if missing > 0 => {
                format!(
                    "{named}: {} are in none of those named.",
                    in_thousands(&missing.to_string())
                )
            }
            more => format!(
                "{named}: the parts are {} more than the total.",
                in_thousands(&more.unsigned_abs().to_string())
            ),
        }
    }
}

/// Digits in groups of three: `1,826`.
fn in_thousands(text: &str) -> String {
    let mut out = String::new();
    let letters: Vec<char> = text.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let after = letters[at..]
            .iter()
            .take_while(|letter| letter.is_ascii_digit())
            .count();
        let before = at > 0 && letters[at - 1].is_ascii_digit();
        if before && after > 0 && after % 3 == 0 {
            out.push(',');
        }
        out.push(*letter);
    }
    out
}

/// A list by its place among all that is stated.
pub(super) struct List {
    total: usize,
    /// So many that follow it.
    parts: usize,
    /// What it adds up to.
    pub shown: ListSum,
}

/// The total of the list that a count is a part of.
pub(super) fn total_of(lists: &[List], at: usize) -> Option<usize> {
    let list = lists.iter().rev().find(|list| list.total < at)?;
    (at <= list.total + list.parts).then_some(list.total)
}

/// Totals with parts. Parts follow their total in the same report: they count the same, are no
/// larger, are named after different places and stand next to each other; where total and parts
/// stand in one sentence, the place of the total says nothing.
pub(super) fn lists(asked: &Asked<'_>, stated: &[Stated]) -> Vec<List> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < stated.len() {
        if let Some(list) = over_a_comparison(asked, stated, at) {
            at += list.parts + 1;
            found.push(list);
            continue;
        }
        let parts = parts_of(&stated[at].tally, &stated[at + 1..]);
        if parts >= 2 {
            let listed = &stated[at + 1..=at + parts];
            let shown = sum(asked, &stated[at].tally, listed);
            let before = at.checked_sub(1).filter(|_| shown.missing != 0);
            let exact = before.and_then(|before| of_total_before(asked, &stated[before], listed));
            found.push(List {
                total: at,
                parts,
                shown: exact.unwrap_or(shown),
            });
            at += parts;
        }
        at += 1;
    }
    found
}

/// The list of a count that is told beside the same of another time: "46 incidents, against 39 in the week before.
/// By country: 24 in Burkina Faso, …".
fn over_a_comparison(asked: &Asked<'_>, stated: &[Stated], at: usize) -> Option<List> {
    let (total, other) = (&stated[at].tally, &stated.get(at + 1)?.tally);
    let apart = |(one, other): (When, When)| !one.overlaps(&other);
    let windows = |one: &Tally, other: &Tally| {
        Some((one.window.as_ref()?.value, other.window.as_ref()?.value))
    };
    let beside = other.report == total.report
        && other.what.value == total.what.value
        && other
            .evidence
            .iter()
            .any(|span| total.evidence.contains(span))
        && windows(total, other).is_some_and(apart);
    if !beside {
        return None;
    }
    let parts = parts_of(total, &stated[at + 2..]);
    let listed = stated.get(at + 2..at + 2 + parts)?;
    let in_time = |part: &Stated| windows(total, &part.tally).is_none_or(|both| !apart(both));
    (parts >= 2 && listed.iter().all(in_time)).then(|| List {
        total: at,
        parts: parts + 1,
        shown: sum(asked, total, listed),
    })
}

/// The list under the count before its nearest one, where it adds up to exactly that: "46
/// incidents, against 39 the week before: 24 in Burkina Faso, 15 in Mali and seven in Niger".
fn of_total_before(asked: &Asked<'_>, total: &Stated, listed: &[Stated]) -> Option<ListSum> {
    if parts_of(&total.tally, listed) < listed.len() {
        return None;
    }
    let shown = sum(asked, &total.tally, listed);
    (shown.missing == 0).then_some(shown)
}

/// How many of the following counts are parts of a total.
fn parts_of(total: &Tally, after: &[Stated]) -> usize {
    let mut places: BTreeSet<String> = BTreeSet::new();
    let one_sentence = |part: &Tally| {
        part.evidence
            .iter()
            .any(|span| total.evidence.contains(span))
    };
    let is_part = |part: &Tally| {
        let wider = one_sentence(part) && total.count.value.high() > part.count.value.high();
        part.report == total.report
            && part.what.value == total.what.value
            && part.count.value.low() <= total.count.value.high()
            && (wider || is_within(part, total))
            && part.window.as_ref().is_none_or(|window| {
                total
                    .window
                    .as_ref()
                    .is_none_or(|all| all.value.contains(&window.value))
            })
    };
    let mut count = 0;
    for part in after {
        let part = &part.tally;
        let Some(place) = place_of(part).filter(|_| is_part(part)) else {
            break;
        };
        if !places.insert(place) {
            break;
        }
        count += 1;
    }
    count
}

/// Counts of one report that divide a count before them by time: "fifteen plots […] four before
/// the takeover, the other eleven after it". They count the same of the same actor, stand next to
/// each other, their times do not overlap by more than a day, and they add up to exactly what is
/// divided, so that nothing is taken for a division that is none.
pub(super) fn by_period(asked: &Asked<'_>, stated: &[Stated]) -> Vec<ListSum> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < stated.len() {
        let divided = (2..=PERIODS).rev().find_map(|parts| {
            let listed = stated.get(at..at + parts)?;
            let total = divided_by(&stated[at.saturating_sub(BEFORE)..at], listed)?;
            Some((parts, sum(asked, &total.tally, listed)))
        });
        match divided {
            Some((parts, list)) => {
                found.push(list);
                // The last part may itself be divided by what follows.
                at += parts;
            }
            None => at += 1,
        }
    }
    found
}

/// At most so many parts by time, and so many counts between them and what they divide.
const PERIODS: usize = 8;
const BEFORE: usize = 12;

/// The nearest count that these divide by time.
fn divided_by<'s>(before: &'s [Stated], listed: &[Stated]) -> Option<&'s Stated> {
    let first = &listed.first()?.tally;
    let same = |tally: &Tally| {
        let who = |tally: &Tally| tally.actor.as_ref().map(|actor| actor.value.clone());
        tally.report == first.report
            && tally.what.value == first.what.value
            && who(tally) == who(first)
    };
    let windows = listed.iter().map(|part| {
        let window = part.tally.window.as_ref()?.value;
        (same(&part.tally) && place_of(&part.tally).is_none()).then(|| crate::days::span(&window))
    });
    let mut windows: Vec<(i32, i32)> = windows.collect::<Option<_>>()?;
    windows.sort_unstable();
    if windows.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        return None;
    }
    let sum: u64 = listed.iter().map(|part| part.tally.count.value.low()).sum();
    let exact = listed.iter().all(|part| {
        let count = part.tally.count.value;
        count.min == count.max
    });
    let total =
        |total: &&Stated| same(&total.tally) && total.tally.count.value.low() == sum && sum > 0;
    before.iter().rev().find(total).filter(|_| exact)
}

/// A part names a place within that of the total, where it names one.
fn is_within(part: &Tally, total: &Tally) -> bool {
    let finer = |part: bool, total: bool| part && !total;
    let countries_fit = total.countries.is_empty()
        || part
            .countries
            .iter()
            .all(|country| total.countries.iter().any(|all| all.value == country.value));
    countries_fit
        && (finer(part.admin1.is_some(), total.admin1.is_some())
            || finer(part.place.is_some(), total.place.is_some())
            || finer(part.countries.len() == 1, total.countries.len() == 1))
}

fn place_of(tally: &Tally) -> Option<String> {
    let named = tally.admin1.as_ref().or(tally.place.as_ref());
    named
        .or(tally.countries.first())
        .map(|place| place.value.clone())
}

fn sum(asked: &Asked<'_>, total: &Tally, parts: &[Stated]) -> ListSum {
    let counts = parts.iter().map(|part| part.tally.count.value);
    let sum = counts.reduce(|a, b| a.plus(&b)).unwrap_or_default();
    let all = |has: fn(&Tally) -> bool| parts.iter().all(|part| has(&part.tally));
    let by = if all(|tally| place_of(tally).is_none()) {
        "periods"
    } else if all(|tally| tally.admin1.is_some()) {
        "provinces"
    } else if all(|tally| tally.place.is_none() && tally.admin1.is_none()) {
        "countries"
    } else {
        "places"
    };
    let stated = total.count.value;
    let (least, most) = (sum.low(), sum.max.unwrap_or(u64::MAX));
    let (low, high) = (stated.low(), stated.max.unwrap_or(u64::MAX));
    let missing = if most < low {
        (low - most) as i64
    } else if least > high {
        -((least - high) as i64)
    } else {
        0
    };
    let named = parts.iter().map(|part| {
        let tally = &part.tally;
        let window = tally.window.as_ref();
        let when = || window.map_or(String::new(), |window| window.value.to_string());
        let name = place_of(tally).unwrap_or_else(when);
        let country =
            (tally.admin1.is_none() && !tally.countries.is_empty() && tally.place.is_none())
                .then(|| asked.context.name_of(TextField::Country, &name))
                .flatten();
        (country.unwrap_or(name), tally.count.value)
    });
    ListSum {
        stated_in: format!("{}#{}", total.report, total.id),
        what: total.what.value.clone(),
        actor: (total.actor.as_ref())
            .filter(|actor| !actor.value.person)
            .map(|actor| actor.value.name.clone()),
        counted_by: total.source.as_ref().map(|source| source.value.clone()),
        window: total.window.as_ref().map(|window| window.value),
        stated,
        parts: named.collect(),
        parts_stated_in: (parts.iter())
            .map(|part| format!("{}#{}", part.tally.report, part.tally.id))
            .collect(),
        by: by.to_owned(),
        sum,
        missing,
    }
}
