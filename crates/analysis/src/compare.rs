//! Two periods, actors, places or filters side by side.

use crate::coverage::share;
use crate::sheet::{Answer, Entry, Sheet};
use crate::stats::{RateRatio, rate_ratio};
use crate::tally::{Caption, Filed, Sum, incidents};
use crate::{Asked, By, Filter, Mistake, TextField, days};
use jiff::civil::Date;
use model::When;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What is compared: a filter under the words that a person gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The words.
    pub name: String,
    /// The incidents meant.
    pub filter: Filter,
    /// The period, where it is one.
    pub period: Option<When>,
}

/// Two sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The one.
    pub one: Measured,
    /// The other.
    pub other: Measured,
    /// How much more often on the one side; `None` where nothing was counted, or where a period
    /// is compared with something that is none.
    pub ratio: Option<RateRatio>,
    /// Incidents on both sides.
    pub both: usize,
    /// Shifts by type, target, weapon, country, unit and attribution.
    pub shifts: Vec<Shift>,
    /// What it is about.
    pub caption: Caption,
}

/// One side's figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measured {
    /// The words that a person gave.
    pub name: String,
    /// The filter.
    pub filter: String,
    /// Days of the period, where it is one with both ends.
    pub days: Option<u32>,
    /// Those of them that anything is known of: the days up to the last report. 0 where the
    /// period begins after it.
    pub days_known: Option<u32>,
    /// How many incidents.
    pub count: usize,
    /// Incidents in thirty of the days known, where it is a period.
    pub per_30_days: Option<f64>,
    /// Victims dead.
    pub killed: Sum,
    /// Victims hurt.
    pub injured: Sum,
    /// Incidents that may lie in the period and may not: they are not counted.
    pub perhaps: usize,
    /// Publishers that tell of them.
    pub sources: usize,
    /// The incidents.
    pub incidents: Vec<String>,
}

/// How the mix of one field differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shift {
    /// The field's word.
    pub field: String,
    /// Its values, those that moved most first.
    pub values: Vec<Moved>,
}

/// How often a value stands on either side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// What to print.
    pub label: String,
    /// Incidents on the one side.
    pub one: usize,
    /// Incidents on the other.
    pub other: usize,
    /// Their share of all on the one side, from 0 to 1.
    pub one_share: Option<f64>,
    /// And on the other.
    pub other_share: Option<f64>,
    /// The difference of the shares, in hundredths of all (percentage points).
    pub points: Option<f64>,
}

impl Side {
    /// Reads what a person gives to compare: a date or period, a country, an actor, or a filter.
    ///
    /// # Errors
    /// It is none of these.
    pub fn read(text: &str, asked: &Asked<'_>) -> Result<Side, Mistake> {
        let side = |filter: String, period: Option<When>| {
            Ok(Side {
                name: text.trim().to_owned(),
                filter: filter.parse()?,
                period,
            })
        };
        let bare = text.trim().trim_matches('\'');
        let quoted = format!("'{}'", bare.replace('\'', "''"));
        if let Ok(when) = bare.parse::<When>() {
            return side(format!("date within {when}"), Some(when));
        }
        if let Some(code) = asked.context.country(bare) {
            return side(format!("country = '{code}'"), None);
        }
        if asked.context.actor(bare).is_some() {
            return side(format!("actor under {quoted}"), None);
        }
        let known = |field: TextField| {
            let mut names = asked.columns.texts(field).names.iter();
            names.any(|name| crate::fold(&name.name) == crate::fold(bare))
        };
        for field in [
            TextField::Place,
            TextField::Admin1,
            TextField::Target,
            TextField::Type,
        ] {
            if known(field) {
                return side(format!("{} = {quoted}", field.word()), None);
            }
        }
        if known(TextField::Actor) {
            return side(format!("actor = {quoted}"), None);
        }
        match text.parse::<Filter>() {
            Ok(_) => side(text.to_owned(), None),
            Err(mistake) if bare.contains(['=', '<', '>', '~', '(']) || bare.contains(" in ") => {
                Err(mistake)
            }
            Err(_) => Err(Mistake::new(
                "side",
                text,
                0..text.len(),
                format!("`{bare}` is no date, country, actor, place or filter"),
                "write 2022-04, 'AF', 'ISKP', or a filter: \"actor = 'ISKP' and date in 2022\"",
            )),
        }
    }
}

/// Puts two sides next to each other.
///
/// Periods are compared by incidents a day, and only incidents that lie wholly in a period
/// count; all else is compared by counts over the same time. Of a period that runs beyond the
/// last report, only the days up to it count; one that begins after it has no rate, since
/// nothing is known of it.
///
/// # Errors
/// A name in one of the filters is not known.
pub fn compare(asked: &Asked<'_>, one: &Side, other: &Side) -> Result<Comparison, Mistake> {
    let rows = |filter: &Filter| -> Result<Vec<u32>, Mistake> {
        let bound = filter.bind(asked.context)?;
        let mut meant = vec![false; asked.columns.len()];
        for row in bound.rows(asked.columns) {
            meant[row as usize] = true;
        }
        let rows = asked.rows.iter().copied();
        Ok(rows.filter(|row| meant[*row as usize]).collect())
    };
    let rows = [rows(&one.filter)?, rows(&other.filter)?];
    let measured = [
        measure(asked, one, &rows[0]),
        measure(asked, other, &rows[1]),
    ];
    let times = match (one.period, other.period) {
        (Some(_), Some(_)) => measured[0].days_known.zip(measured[1].days_known),
        (None, None) => Some((1, 1)),
        _ => None,
    };
    let ratio = times.and_then(|(time, other_time)| {
        let count = |at: usize| measured[at].count as u64;
        rate_ratio(count(0), f64::from(time), count(1), f64::from(other_time))
    });
    let in_one: std::collections::BTreeSet<u32> = rows[0].iter().copied().collect();
    let both = rows[1].iter().filter(|row| in_one.contains(row)).count();
    let mut caption = asked.caption.clone();
    if times.is_none() {
        let mixed =
            "no rates: a period with both ends can be compared with another such period only";
        caption.notes.push(mixed.to_owned());
    }
    let known = asked.known_until().map(days::date);
    for measured in &measured {
        caption
            .notes
            .extend(known.and_then(|known| measured.unknown(known)));
        if measured.perhaps > 0 {
            caption.notes.push(format!(
                "{} may or may not lie in {} and {} not counted",
                incidents(measured.perhaps),
                measured.name,
                if measured.perhaps == 1 { "is" } else { "are" },
            ));
        }
    }
    if both > 0 {
        caption.notes.push(format!(
            "{} on both sides; the interval takes the sides for independent",
            incidents(both)
        ));
    }
    let fields = [
        TextField::Type,
        TextField::Target,
        TextField::Weapon,
        TextField::Country,
        TextField::Admin1,
        TextField::Actor,
        TextField::Attribution,
    ];
    let shifts = fields.into_iter().map(|field| shift(asked, field, &rows));
    let shifts = shifts.filter(|shift| !shift.values.is_empty()).collect();
    let [one, other] = measured;
    Ok(Comparison {
        one,
        other,
        ratio,
        both,
        shifts,
        caption,
    })
}

fn measure(asked: &Asked<'_>, side: &Side, rows: &[u32]) -> Measured {
    let (mut killed, mut injured) = (Sum::default(), Sum::default());
    let mut sources: Vec<u32> = Vec::new();
    for row in rows {
        killed.add(asked.columns.killed(*row));
        injured.add(asked.columns.injured(*row));
        sources.extend(asked.columns.texts(TextField::Source).of(*row));
    }
    sources.sort_unstable();
    sources.dedup();
    let length = side.period.and_then(|period| period.days());
    let known = side.period.and_then(|period| days_known(asked, period));
    let perhaps = side.period.map_or(0, |period| {
        let (from, until) = days::span(&period);
        let spans = asked.rows.iter().filter_map(|row| asked.columns.span(*row));
        let touch = spans.filter(|(first, last)| *first <= until && from <= *last);
        touch
            .filter(|(first, last)| *first < from || until < *last)
            .count()
    });
    Measured {
        name: side.name.clone(),
        filter: side.filter.to_string(),
        days: length,
        days_known: known,
        count: rows.len(),
        per_30_days: (known.filter(|days| *days > 0))
            .map(|days| rows.len() as f64 * 30.0 / f64::from(days)),
        killed,
        injured,
        perhaps,
        sources: sources.len(),
        incidents: asked.ids(rows),
    }
}

/// How many days of a period with both ends are not after the last of which anything is known.
fn days_known(asked: &Asked<'_>, period: When) -> Option<u32> {
    let days = period.days()?;
    let Some(known) = asked.known_until() else {
        return Some(days);
    };
    let first = days::number(period.first?);
    Some(
        u32::try_from(i64::from(known) - i64::from(first) + 1)
            .unwrap_or(0)
            .min(days),
    )
}

impl Measured {
    /// What is to be said where the period runs beyond the last day that anything is known of.
    fn unknown(&self, known: Date) -> Option<String> {
        match (self.days?, self.days_known?) {
            (_, 0) => Some(format!(
                "nothing is known of {}: it begins after {known}, the last day of the record",
                self.name
            )),
            (days, so_far) if so_far < days => Some(format!(
                "{} is known up to {known}, the last day of the record: its rate counts {so_far} of {days} days",
                self.name
            )),
            _ => None,
        }
    }
}

fn shift(asked: &Asked<'_>, field: TextField, rows: &[Vec<u32>; 2]) -> Shift {
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for (side, rows) in rows.iter().enumerate() {
        let part = Asked {
            columns: asked.columns,
            rows: rows.clone(),
            context: asked.context,
            caption: Caption::default(),
            bounds: asked.bounds,
            with_ids: false,
        };
        let filed = Filed::new(By::Text(field), &part);
        for at in 0..rows.len() {
            for number in filed.of(at) {
                counts.entry(filed.key(*number).label.clone()).or_default()[side] += 1;
            }
        }
    }
    let mut values: Vec<Moved> = counts
        .into_iter()
        .map(|(label, [one, other])| {
            let (one_share, other_share) = (share(one, rows[0].len()), share(other, rows[1].len()));
            Moved {
                label,
                one,
                other,
                one_share,
                other_share,
                points: one_share.zip(other_share).map(|(a, b)| (a - b) * 100.0),
            }
        })
        .collect();
    let moved = |value: &Moved| value.points.map_or(0.0, f64::abs);
    values.sort_by(|a, b| {
        let far = moved(b).total_cmp(&moved(a));
        far.then((b.one + b.other).cmp(&(a.one + a.other)))
            .then(a.label.cmp(&b.label))
    });
    Shift {
        field: field.word().to_owned(),
        values,
    }
}

impl Answer for Comparison {
    fn sentences(&self) -> Vec<String> {
        let counted = |side: &Measured| match (side.days_known, side.per_30_days) {
            (Some(0), _) => format!("{}: nothing is known", side.name),
            (_, Some(rate)) => {
                format!(
                    "{}: {} ({rate:.1} in 30 days)",
                    side.name,
                    incidents(side.count)
                )
            }
            (_, None) => format!("{}: {}", side.name, incidents(side.count)),
        };
        let mut said = format!("{}; {}.", counted(&self.one), counted(&self.other));
        let unknown = [&self.one, &self.other].map(|side| side.days_known == Some(0));
        match &self.ratio {
            _ if unknown.contains(&true) => {
                said.push_str(" The record ends before: there is nothing to compare.");
            }
            Some(ratio) => {
                let _ = write!(said, " {}: {}.", self.one.name, ratio.words());
            }
            None if self.one.count + self.other.count == 0 => {
                said.push_str(" Nothing was counted on either side: there is no ratio.");
            }
            None => {}
        }
        vec![said]
    }

    fn sheets(&self) -> Vec<Sheet> {
        let heads = [
            "side",
            "incidents",
            "days",
            "days_known",
            "in_30_days",
            "killed",
            "best",
            "high",
            "injured",
            "best",
            "high",
            "sources",
        ];
        let mut counts = Sheet::new("counts", "counts", &heads);
        let days =
            |days: Option<u32>| days.map_or(Entry::None, |days| Entry::Count(u64::from(days)));
        for side in [&self.one, &self.other] {
            let mut entries = vec![
                Entry::text(&side.name),
                Entry::count(side.count),
                days(side.days),
                days(side.days_known),
                Entry::real(side.per_30_days),
            ];
            entries.extend(Entry::sum(&side.killed));
            entries.extend(Entry::sum(&side.injured));
            entries.push(Entry::count(side.sources));
            counts.push(entries, &side.incidents);
        }
        let ratio_heads = ["one", "other", "ratio", "low", "high", "p", "small_numbers"];
        let mut ratio = Sheet::new("ratio", "ratio of rates, exact 95 % interval", &ratio_heads);
        if let Some(found) = &self.ratio {
            let entries = vec![
                Entry::count(self.one.count),
                Entry::count(self.other.count),
                Entry::real(found.ratio),
                Entry::Real(found.interval.low),
                Entry::real(found.interval.high),
                Entry::Real(found.p),
                Entry::text(if found.small { "yes" } else { "no" }),
            ];
            ratio.push(entries, &[]);
        }
        let shifts = self.shifts.iter().map(|shift| {
            let heads = ["value", "one", "share", "other", "share", "points"];
            let mut sheet = Sheet::new(&shift.field, format!("shift by {}", shift.field), &heads);
            for value in &shift.values {
                let entries = vec![
                    Entry::text(&value.label),
                    Entry::count(value.one),
                    Entry::share(value.one_share),
                    Entry::count(value.other),
                    Entry::share(value.other_share),
                    Entry::real(value.points),
                ];
                sheet.push(entries, &[]);
            }
            sheet
        });
        [counts, ratio].into_iter().chain(shifts).collect()
    }

    fn caption(&self) -> &Caption {
        &self.caption
    }
}
