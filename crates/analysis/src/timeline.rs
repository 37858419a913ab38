//! Incidents along time: bars for those whose day is known well enough, spans for the others.

use crate::days;
use crate::{By, Columns, TextField};
use jiff::civil::Date;
use model::Estimate;
use serde::Serialize;

/// So many bins at most where none is asked for: what fits on a screen.
const ENOUGH: i64 = 400;
/// So many at most in any case.
const MOST: usize = 50_000;

/// By which clock incidents are laid out.
#[derive(Clone, Copy)]
pub enum Clock<'a> {
    /// The day it happened.
    Occurred,
    /// The day of publication of its first report; the function gives that of a report by id.
    Reported(&'a dyn Fn(&str) -> Option<Date>),
}

/// A stretch of time and what falls into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// `2022-09-05`, `2022-09` or `2022`.
    pub label: String,
    /// Incidents whose date lies wholly within.
    pub exact: u64,
    /// Incidents whose date touches it and is longer; they count in each bin they touch.
    pub ranges: u64,
    /// Sum of the lower ends of victims dead, of the incidents that lie wholly within.
    pub killed_low: u64,
    /// Sum of the upper ends.
    pub killed_high: u64,
}

/// Incidents by stretches of time, without gaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// `occurred` or `reported`.
    pub clock: &'static str,
    /// `day`, `week`, `month` or `year`.
    pub bin: &'static str,
    /// In order, zeros included.
    pub bins: Vec<Bin>,
    /// Incidents without a date.
    pub undated: u64,
    /// By the clock of reports: incidents without a day of publication.
    pub unreported: u64,
}

/// Lays incidents out along time. Without `every`, the finest bins are taken that are few enough.
///
/// An open end counts as no longer than its known end.
pub fn timeline(columns: &Columns, rows: &[u32], every: Option<By>, clock: Clock<'_>) -> Timeline {
    let spans = match clock {
        Clock::Occurred => occurred(columns, rows),
        Clock::Reported(day_of) => reported(columns, rows, day_of),
    };
    let missing = spans.iter().filter(|(_, span)| span.is_none()).count() as u64;
    let dated = spans
        .iter()
        .filter_map(|(row, span)| Some((*row, (*span)?)));
    let dated: Vec<(u32, (i32, i32))> = dated.collect();
    let first = dated.iter().map(|(_, (first, _))| *first).min();
    let last = dated.iter().map(|(_, (_, last))| *last).max();
    let length = first
        .zip(last)
        .map_or(0, |(first, last)| i64::from(last) - i64::from(first) + 1);
    let every = every.filter(|every| every.is_time());
    let every = every.unwrap_or_else(|| finest(length));
    let mut bins = match first.zip(last) {
        Some((first, last)) => empty(first, last, every),
        None => Vec::new(),
    };
    fill(&mut bins, columns, &dated);
    let reported = matches!(clock, Clock::Reported(_));
    Timeline {
        clock: if reported { "reported" } else { "occurred" },
        bin: every.word(),
        bins: bins.into_iter().map(|(_, _, bin)| bin).collect(),
        undated: if reported { 0 } else { missing },
        unreported: if reported { missing } else { 0 },
    }
}

type Spans = Vec<(u32, Option<(i32, i32)>)>;

fn occurred(columns: &Columns, rows: &[u32]) -> Spans {
    let closed = |(first, last): (i32, i32)| match (first, last) {
        (days::OPEN_FIRST, days::OPEN_LAST) => None,
        (days::OPEN_FIRST, last) => Some((last, last)),
        (first, days::OPEN_LAST) => Some((first, first)),
        both => Some(both),
    };
    let one = |row: &u32| (*row, columns.span(*row).and_then(closed));
    rows.iter().map(one).collect()
}

fn reported(columns: &Columns, rows: &[u32], day_of: &dyn Fn(&str) -> Option<Date>) -> Spans {
    let days: Vec<Option<i32>> = (columns.vocabulary(TextField::Report).iter())
        .map(|report| day_of(&report.name).map(days::number))
        .collect();
    let one = |row: &u32| {
        let reports = columns.codes_of(TextField::Report, *row).iter();
        let first = reports.filter_map(|code| days[*code as usize]).min();
        (*row, first.map(|day| (day, day)))
    };
    rows.iter().map(one).collect()
}

fn finest(days: i64) -> By {
    let fits = |length: i64| days <= ENOUGH * length;
    match () {
        () if fits(1) => By::Day,
        () if fits(7) => By::Week,
        () if fits(30) => By::Month,
        () => By::Year,
    }
}

/// Bins without incidents, with their first and last days as numbers.
fn empty(first: i32, last: i32, every: By) -> Vec<(i32, i32, Bin)> {
    let mut bins = Vec::new();
    let mut start = beginning(first, every);
    while start <= last && bins.len() < MOST {
        let next = following(start, every);
        let day = days::date(start);
        let label = match every {
            By::Month => format!("{:04}-{:02}", day.year(), day.month()),
            By::Year => format!("{:04}", day.year()),
            _ => day.to_string(),
        };
        let bin = Bin {
            start: day,
            end: days::date(next - 1),
            label,
            exact: 0,
            ranges: 0,
            killed_low: 0,
            killed_high: 0,
        };
        bins.push((start, next - 1, bin));
        start = next;
    }
    bins
}

/// The first day of the bin that holds a day.
fn beginning(day: i32, every: By) -> i32 {
    let (year, month, of_month) = days::civil(day);
    match every {
        // 1970-01-01 was a Thursday.
        By::Week => day - (day + 3).rem_euclid(7),
        By::Month => day - (of_month - 1),
        By::Year => first_of(year, 1).unwrap_or(day - (of_month - 1) - 31 * (month - 1)),
        _ => day,
    }
}

/// The first day of the next bin.
fn following(start: i32, every: By) -> i32 {
    let (year, month, _) = days::civil(start);
    match every {
        By::Week => start + 7,
        By::Month if month == 12 => first_of(year + 1, 1).unwrap_or(start + 31),
        By::Month => first_of(year, month + 1).unwrap_or(start + 31),
        By::Year => first_of(year + 1, 1).unwrap_or(start + 366),
        _ => start + 1,
    }
}

fn first_of(year: i32, month: i32) -> Option<i32> {
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok()?;
    Some(days::number(date))
}

fn fill(bins: &mut [(i32, i32, Bin)], columns: &Columns, dated: &[(u32, (i32, i32))]) {
    // Where ranges begin and end, so that a long one costs no more than a short one.
    let mut steps = vec![0_i64; bins.len() + 1];
    for (row, (first, last)) in dated {
        let at = bins.partition_point(|(_, end, _)| end < first);
        let to = bins.partition_point(|(start, ..)| start <= last);
        let Some((start, end, bin)) = bins.get_mut(at) else {
            continue;
        };
        if *start <= *first && *last <= *end {
            let killed = columns.killed(*row);
            bin.exact += 1;
            bin.killed_low = bin
                .killed_low
                .saturating_add(killed.as_ref().map_or(0, Estimate::low));
            bin.killed_high = bin
                .killed_high
                .saturating_add(killed.as_ref().map_or(0, Estimate::high));
        } else {
            steps[at] += 1;
            steps[to.max(at)] -= 1;
        }
    }
    let mut open = 0;
    for ((.., bin), step) in bins.iter_mut().zip(steps) {
        open += step;
        bin.ranges = u64::try_from(open).unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoContext;
    use model::{Field, Incident, Settled, Value, When};

    fn on(date: &str) -> Incident {
        let mut incident = Incident {
            id: format!("I{date}"),
            ..Incident::default()
        };
        let when: Option<When> = date.parse().ok();
        if let Some(when) = when {
            let settled = Settled {
                value: Value::When(when),
                from: Vec::new(),
                policy: "range".into(),
                disputed: false,
            };
            incident.fields.insert(Field::Date, settled);
        }
        incident
    }

    fn lines(dates: &[&str], every: Option<By>) -> Vec<(String, u64, u64)> {
        let incidents: Vec<Incident> = dates.iter().map(|date| on(date)).collect();
        let columns = Columns::of(&incidents, &NoContext);
        let line = timeline(&columns, &columns.all(), every, Clock::Occurred);
        let bins = line.bins.into_iter();
        bins.map(|bin| (bin.label, bin.exact, bin.ranges)).collect()
    }

    #[test]
    fn months_without_incidents_stand_as_zeros() {
        let dates = ["2022-01-31", "2022-03-01", "2022-03", "none"];
        let found = lines(&dates, Some(By::Month));
        let expected = [("2022-01", 1, 0), ("2022-02", 0, 0), ("2022-03", 2, 0)];
        let expected: Vec<_> = expected.map(|(l, e, r)| (l.to_owned(), e, r)).into();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_range_is_no_bar_and_touches_every_bin_it_spans() {
        let found = lines(&["2022-01-31/2022-02-02", "2022-02-01"], Some(By::Day));
        let expected = [
            ("2022-01-31", 0, 1),
            ("2022-02-01", 1, 1),
            ("2022-02-02", 0, 1),
        ];
        let expected: Vec<_> = expected.map(|(l, e, r)| (l.to_owned(), e, r)).into();
        assert_eq!(found, expected);
    }

    #[test]
    fn weeks_begin_on_monday_and_years_cover_decades() {
        let found = lines(&["2022-09-04", "2022-09-05"], Some(By::Week));
        let labels: Vec<&str> = found.iter().map(|(label, ..)| label.as_str()).collect();
        assert_eq!(labels, ["2022-08-29", "2022-09-05"]);
        let decades = lines(&["1994-03-01", "2022-09-05"], None);
        assert_eq!(
            decades.len(),
            343,
            "months are few enough for three decades"
        );
        assert_eq!(lines(&["1894-03-01", "2022-09-05"], None).len(), 129);
    }
}
