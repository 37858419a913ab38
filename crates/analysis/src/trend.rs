//! How often, period by period, with zeros; and whether more sources or more violence.

use crate::sheet::{Answer, Entry, Sheet};
use crate::stats::{RateRatio, rate_ratio};
use crate::tally::{Caption, Sum, incidents};
use crate::{Asked, By, Mistake, TextField, days};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// More periods than this are no table.
const MOST_PERIODS: i32 = 100_000;

/// The number of days that the change at the end compares.
const WINDOW: i32 = 30;

/// Incidents by day, week, month or year, from the first that has one, or that the filter allows,
/// to the last of which anything is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// `day`, `week`, `month` or `year`.
    pub every: String,
    /// All periods, in time order, those without incidents too.
    pub periods: Vec<Period>,
    /// The last thirty days against the thirty before; `None` where nothing is dated to the day
    /// and no report tells its day.
    pub change: Option<Change>,
    /// Incidents whose dates span several periods: they stand in none.
    pub not_exact: usize,
    /// What it is about.
    pub caption: Caption,
}

/// One period of a [`Trend`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// `2022-09`, `2022-W36`, …
    pub period: String,
    /// Its first day.
    pub first: Date,
    /// Incidents whose whole date lies in it.
    pub count: usize,
    /// Victims dead.
    pub killed: Sum,
    /// Victims hurt.
    pub injured: Sum,
    /// The last period before with as many incidents or more, where another lies between;
    /// `(on record)` where there is none.
    pub highest_since: Option<String>,
    /// Sources that tell of any incident of the period, whatever the question asks about.
    pub sources: usize,
    /// How many more or fewer sources than in the period before, where that is a marked change.
    pub source_change: Option<i64>,
    /// The incidents.
    pub incidents: Vec<String>,
}

/// The last thirty days of the record against the thirty before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The last day of the later window.
    pub until: Date,
    /// Incidents wholly in the thirty days up to it.
    pub now: usize,
    /// Incidents wholly in the thirty days before those.
    pub before: usize,
    /// Sources that tell of any incident in each, the earlier first.
    pub sources: (usize, usize),
    /// How much more often; `None` where nothing was counted in either.
    pub ratio: Option<RateRatio>,
}

/// Counts by calendar periods.
///
/// A number of sources is marked as changed where it is at least half as many again as in the
/// period before, or falls to two thirds or less, and differs by two or more. Sources are
/// counted over the whole record, not over the filter, since it is the desk's reading that
/// changes.
///
/// `until` ends the window of the thirty-day change; without it, the last day that the filter
/// allows and that anything is known of does. Nothing is known after the last report, so
/// windows and periods end there at the latest.
///
/// # Errors
/// `every` is no period, or there are too many of them.
pub fn trend(asked: &Asked<'_>, every: By, until: Option<Date>) -> Result<Trend, Mistake> {
    let word = every.word();
    let mistake =
        |problem: String, hint: &str| Mistake::new("period", word, 0..word.len(), problem, hint);
    if !every.is_time() {
        return Err(mistake(
            format!("`{word}` is no period"),
            "use day, week, month or year",
        ));
    }
    let mut filed: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    let mut not_exact = 0;
    for row in &asked.rows {
        let Some(span) = asked.columns.span(*row) else {
            continue;
        };
        match every.period(span) {
            Some(period) => filed.entry(period).or_default().push(*row),
            None => not_exact += 1,
        }
    }
    let known = asked.observed_until();
    let ends = ends(asked, every, &filed, known);
    if let Some((first, last)) = ends
        && last - first >= MOST_PERIODS
    {
        return Err(mistake(
            format!(
                "from the first to the last incident there are {} of them",
                i64::from(last) - i64::from(first) + 1
            ),
            "count by a longer period, or ask about fewer years: --where \"date in 2020/2024\"",
        ));
    }
    let sources = ends.map_or_else(Vec::new, |ends| sources_by_period(asked, every, ends));
    let mut periods = periods(asked, every, ends, &filed, &sources);
    mark(&mut periods);
    let mut caption = asked.caption.clone();
    let change = change(asked, until, &mut caption);
    if let Some(cut) = cut_short(every, &periods, known) {
        caption.notes.push(cut);
    }
    if not_exact > 0 {
        caption.notes.push(format!(
            "{} dated less exactly than to the {word} {} in no period",
            incidents(not_exact),
            if not_exact == 1 { "stands" } else { "stand" },
        ));
    }
    Ok(Trend {
        every: word.to_owned(),
        change,
        periods,
        not_exact,
        caption,
    })
}

/// The first and the last period that have a row: all with incidents, and those before and after
/// that the filter allows, as far as anything is known of them.
fn ends(
    asked: &Asked<'_>,
    every: By,
    filed: &BTreeMap<i32, Vec<u32>>,
    known: Option<i32>,
) -> Option<(i32, i32)> {
    let period = |day: i32| every.period_of(day);
    let filed = || filed.keys().copied();
    let from = match asked.bounds.0 {
        days::OPEN_FIRST => filed().next(),
        day if known.is_some_and(|known| known < day) => filed().next(),
        day => filed().next().into_iter().chain(period(day)).min(),
    };
    let until = filed()
        .next_back()
        .into_iter()
        .chain(known.and_then(period))
        .max();
    from.zip(until).filter(|(from, until)| from <= until)
}

/// Says so where the last period was not over when the last report was published.
fn cut_short(every: By, periods: &[Period], known: Option<i32>) -> Option<String> {
    let (last, known) = (periods.last()?, known?);
    let next = every.period_of(days::number(last.first))?.checked_add(1)?;
    (known >= days::number(last.first) && known < every.first_day(next) - 1)
        .then(|| format!("{} is known up to {} only", last.period, days::date(known)))
}

fn periods(
    asked: &Asked<'_>,
    every: By,
    ends: Option<(i32, i32)>,
    filed: &BTreeMap<i32, Vec<u32>>,
    sources: &[usize],
) -> Vec<Period> {
    let Some((first, last)) = ends else {
        return Vec::new();
    };
    let one = |(period, sources): (i32, &usize)| {
        let rows = filed.get(&period).map_or(&[][..], Vec::as_slice);
        let (mut killed, mut injured) = (Sum::default(), Sum::default());
        for row in rows {
            killed.add(asked.columns.killed(*row));
            injured.add(asked.columns.injured(*row));
        }
        Period {
            period: every.period_names(period).0,
            first: days::date(every.first_day(period)),
            count: rows.len(),
            killed,
            injured,
            highest_since: None,
            sources: *sources,
            source_change: None,
            incidents: asked.ids(rows),
        }
    };
    (first..=last).zip(sources).map(one).collect()
}

/// Marks peaks, and changes in the number of sources.
fn mark(periods: &mut [Period]) {
    // Periods that nothing later has reached yet, each higher than those after it.
    let mut higher: Vec<usize> = Vec::new();
    for at in 0..periods.len() {
        let count = periods[at].count;
        while higher
            .last()
            .is_some_and(|before| periods[*before].count < count)
        {
            higher.pop();
        }
        periods[at].highest_since = match higher.last() {
            _ if count == 0 || at == 0 => None,
            Some(before) if before + 1 < at => Some(periods[*before].period.clone()),
            Some(_) => None,
            None => Some("(on record)".to_owned()),
        };
        higher.push(at);
        if let Some(before) = at.checked_sub(1) {
            periods[at].source_change = marked(periods[before].sources, periods[at].sources);
        }
    }
}

/// The difference where it is a marked one.
fn marked(before: usize, now: usize) -> Option<i64> {
    let change = now as i64 - before as i64;
    let much = 2 * now >= 3 * before || 3 * now <= 2 * before;
    (change.abs() >= 2 && much).then_some(change)
}

fn sources_by_period(asked: &Asked<'_>, every: By, (first, last): (i32, i32)) -> Vec<usize> {
    let mut seen: Vec<BTreeSet<(bool, u32)>> = vec![BTreeSet::new(); (last - first + 1) as usize];
    for row in 0..asked.columns.len() as u32 {
        let period = asked.columns.span(row).and_then(|span| every.period(span));
        if let Some(period) = period.filter(|period| (first..=last).contains(period)) {
            tell(asked, row, &mut seen[(period - first) as usize]);
        }
    }
    seen.iter().map(BTreeSet::len).collect()
}

/// Who tells of an incident: its sources by name; a report without one stands for itself.
fn tell(asked: &Asked<'_>, row: u32, seen: &mut BTreeSet<(bool, u32)>) {
    let named = asked.columns.texts(TextField::Source).of(row);
    if named.is_empty() {
        let reports = asked.columns.texts(TextField::Report).of(row);
        seen.extend(reports.iter().map(|code| (false, *code)));
    } else {
        seen.extend(named.iter().map(|code| (true, *code)));
    }
}

fn change(asked: &Asked<'_>, until: Option<Date>, caption: &mut Caption) -> Option<Change> {
    let known = asked.known_until();
    let last = match (until.map(days::number), known) {
        (Some(until), Some(known)) if until > known => {
            caption.notes.push(format!(
                "the thirty days end on {}, not on {}: nothing is known after it",
                days::date(known),
                days::date(until)
            ));
            known
        }
        (Some(until), _) => until,
        (None, _) => asked.observed_until()?,
    };
    let within = |row: u32, last: i32| {
        let span = asked.columns.span(row);
        span.is_some_and(|(first, end)| first > last - WINDOW && end <= last)
    };
    let counted = |last: i32| asked.rows.iter().filter(|row| within(**row, last)).count();
    let told = |last: i32| {
        let mut seen = BTreeSet::new();
        let rows = (0..asked.columns.len() as u32).filter(|row| within(*row, last));
        rows.for_each(|row| tell(asked, row, &mut seen));
        seen.len()
    };
    let (now, before) = (counted(last), counted(last - WINDOW));
    let time = f64::from(WINDOW);
    Some(Change {
        until: days::date(last),
        now,
        before,
        sources: (told(last - WINDOW), told(last)),
        ratio: rate_ratio(now as u64, time, before as u64, time),
    })
}

impl Change {
    fn sentence(&self) -> String {
        let change = self.now as i64 - self.before as i64;
        let mut said = format!(
            "30 days up to {}: {}, {} in the 30 days before ({change:+}",
            self.until,
            incidents(self.now),
            self.before
        );
        if let Some(found) = &self.ratio {
            let _ = write!(said, "; {}", found.words());
        }
        let _ = write!(
            said,
            "); told by {} {}, {} before.",
            self.sources.1,
            if self.sources.1 == 1 {
                "source"
            } else {
                "sources"
            },
            self.sources.0
        );
        if marked(self.sources.0, self.sources.1).is_some() {
            said.push_str(
                " The number of sources changed: the difference may be one of reporting.",
            );
        }
        said
    }
}

impl RateRatio {
    /// `2.75 times as often, 95 % interval 1.38 to 5.85, p = 0.002`.
    pub fn words(&self) -> String {
        let times = match self.ratio {
            Some(ratio) => format!("{ratio:.2} times as often"),
            None => "none to compare with".to_owned(),
        };
        let high = self.interval.high;
        let high = high.map_or("no upper end".to_owned(), |high| format!("{high:.2}"));
        let small = if self.small { "; small numbers" } else { "" };
        format!(
            "{times}, 95 % interval {:.2} to {high}, p = {}{small}",
            self.interval.low,
            p_words(self.p)
        )
    }
}

/// A p with as many digits as mean something.
pub(crate) fn p_words(p: f64) -> String {
    if p < 0.0001 {
        "0.0001 or less".to_owned()
    } else if p < 0.01 {
        format!("{p:.4}")
    } else {
        format!("{p:.2}")
    }
}

impl Answer for Trend {
    fn sentences(&self) -> Vec<String> {
        self.change.iter().map(Change::sentence).collect()
    }

    fn sheets(&self) -> Vec<Sheet> {
        let heads = [
            "period",
            "incidents",
            "killed",
            "best",
            "high",
            "injured",
            "best",
            "high",
            "highest_since",
            "sources",
            "sources_changed",
        ];
        let mut sheet = Sheet::new("periods", format!("by {}", self.every), &heads);
        for period in &self.periods {
            let mut entries = vec![Entry::text(&period.period), Entry::count(period.count)];
            entries.extend(Entry::sum(&period.killed));
            entries.extend(Entry::sum(&period.injured));
            entries.push(Entry::text(period.highest_since.as_deref().unwrap_or("")));
            entries.push(Entry::count(period.sources));
            entries.push(period.source_change.map_or(Entry::None, Entry::Change));
            sheet.push(entries, &period.incidents);
        }
        vec![sheet]
    }

    fn caption(&self) -> &Caption {
        &self.caption
    }
}
