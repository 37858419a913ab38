//! The chart of each answer; none where there is nothing to draw, or too much.

use super::said::by_words;
use crate::brief::{self, capital, code, date, words_of};
use crate::desk::map;
use crate::desk::seen::Seen;
use analysis::{
    Asked, By, Caption, Claimed, Claims, Comparison, Context as _, Coverage, Firsts, Measured,
    Reconciliation, Row, Table, TextField, Tolls, Trend, Warnings, count,
};
use charts::{Mark, Mix, MixPeriod, Rank, Ranks, Timeline, Words};
use model::Incident;
use std::collections::{BTreeMap, BTreeSet};

/// Charts of more small bars, or of more parts by periods, are none.
const CELLS_UP_TO: usize = 200_000;
/// Small charts on one picture.
const PANELS: usize = 8;

/// Counts: by period as bars, by area on a map, by anything else as a bar a name; by two fields
/// of which one is a period as small charts or shares.
pub fn tally(asked: &Asked<'_>, seen: &Seen<'_>, table: &Table) -> Option<String> {
    let words = words(
        format!("Incidents by {}", by_words(&table.by)),
        &table.caption,
    );
    match table.by.as_slice() {
        [every] if every.is_time() => {
            let trend = analysis::trend(asked, *every, None).ok()?;
            brief::bars(&trend, *every, words)
        }
        [By::Text(field @ (TextField::Country | TextField::Admin1))] => {
            let middle = |row: &Row| middle(asked, seen, *field, row);
            brief::areas(table, map::base(), middle, words)
        }
        [by, every] if every.is_time() && !by.is_time() => {
            brief::multiples(&count(asked, &[*by]), table, *every, PANELS, words)
        }
        [every, by] if every.is_time() && !by.is_time() => {
            let (parts, periods) = (count(asked, &[*by]), count(asked, &[*every]));
            let few = parts.rows.len().saturating_mul(periods.rows.len()) <= CELLS_UP_TO;
            few.then(|| brief::mix(&parts, &periods, table, words))?
        }
        _ => brief::ranks(table, words),
    }
}

/// The middle of an area as the gazetteer has it, else of its incidents with a place.
fn middle(asked: &Asked<'_>, seen: &Seen<'_>, field: TextField, row: &Row) -> Option<(f64, f64)> {
    let key = row.keys.first()?;
    if let Some((latitude, longitude)) = seen.place(&key.label) {
        return Some((longitude, latitude));
    }
    let own = BTreeSet::from([key.code.clone()]);
    let rows = asked.columns.having(field, &own, &asked.rows);
    let places = rows
        .iter()
        .filter_map(|row| asked.columns.coordinates(*row));
    let points: Vec<(f64, f64)> = places
        .map(|place| (place.longitude, place.latitude))
        .collect();
    let many = points.len() as f64;
    (many > 0.0).then(|| {
        let sum = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>();
        (sum(|point| point.0) / many, sum(|point| point.1) / many)
    })
}

/// Counts by period.
pub fn trend(trend: &Trend, every: By) -> Option<String> {
    let words = words(format!("Incidents by {}", words_of(every)), &trend.caption);
    brief::bars(trend, every, words)
}

/// First times: a row a value, or a row a field where there are several.
pub fn first(firsts: &Firsts, fields: &[By]) -> Option<String> {
    let several = fields.len() > 1;
    let lists = fields.iter().zip(&firsts.fields);
    let marks = lists.flat_map(|(by, list)| {
        list.firsts.iter().map(move |first| {
            let value = first.label.trim_matches(['(', ')']).replace('_', " ");
            Mark {
                when: Some(first.date),
                lane: if several {
                    capital(&words_of(*by))
                } else {
                    value.clone()
                },
                label: format!("{value}, {}", date(&first.date)),
            }
        })
    });
    let marks: Vec<Mark> = marks.collect();
    let words = words(
        format!("First times by {}", by_words(fields)),
        &firsts.caption,
    );
    (!marks.is_empty()).then(|| charts::timeline(&Timeline { words, marks }))
}

/// The incidents of each side.
pub fn compare(compared: &Comparison) -> Option<String> {
    let row = |side: &Measured| Rank {
        label: side.name.clone(),
        count: side.count as u64,
        note: match side.days {
            Some(1) => "1 day".to_owned(),
            Some(days) => format!("{days} days"),
            None => String::new(),
        },
    };
    let (one, other) = (&compared.one, &compared.other);
    let title = format!("{} and {}", one.name, other.name);
    (one.count + other.count > 0).then(|| {
        charts::ranks(&Ranks {
            words: words(title, &compared.caption),
            unit: "incidents".to_owned(),
            rows: vec![row(one), row(other)],
            left_out: 0,
        })
    })
}

/// Who said that it was them, period by period.
pub fn claims(claims: &Claims, every: By) -> Option<String> {
    let title = format!("Claims and attributions by {}", words_of(every));
    let of = |claimed: &Claimed| MixPeriod {
        label: claimed.label.trim_matches(['(', ')']).to_owned(),
        counts: [
            claimed.claimed,
            claimed.attributed,
            claimed.suspected,
            claimed.unattributed,
        ]
        .map(|count| count as u64)
        .to_vec(),
    };
    let parts = ["claimed", "attributed", "suspected", "not told"];
    (!claims.periods.is_empty()).then(|| {
        charts::mix(&Mix {
            words: words(title, &claims.caption),
            unit: "incidents".to_owned(),
            parts: parts.map(str::to_owned).to_vec(),
            periods: claims.periods.iter().map(of).collect(),
        })
    })
}

/// What each source says of the dead.
pub fn tolls(tolls: &Tolls) -> Option<String> {
    brief::tolls(tolls, words("Tolls by source".to_owned(), &tolls.caption))
}

/// Days from each threat or warning to what followed.
pub fn warnings(
    found: &Warnings,
    days: u32,
    tell: &dyn Fn(&str) -> Option<String>,
) -> Option<String> {
    let title = "Days from warning to attack".to_owned();
    brief::leads(found, days, tell, words(title, &found.caption))
}

/// An incident in a few words.
pub fn short(incident: &Incident, seen: &Seen<'_>) -> String {
    let (accounts, reports) = (BTreeMap::new(), BTreeMap::new());
    let view = brief::View {
        incidents: &[],
        accounts: &accounts,
        reports: &reports,
        context: seen,
        stated: &[],
        warned: &[],
    };
    brief::short(incident, &view)
}

/// Each stated count, and what the record counts.
pub fn reconcile(found: &Reconciliation) -> Option<String> {
    let counted = found.counts.iter().filter(|count| count.counted.is_some());
    let rows = counted.map(|count| {
        let named = [Some(&count.what), count.actor.as_ref(), Some(&count.place)];
        let named = named.into_iter().flatten().filter(|part| !part.is_empty());
        let named: Vec<&str> = named.map(String::as_str).collect();
        let source = count.source.as_ref().unwrap_or(&count.stated_in);
        charts::Toll {
            label: named.join(", ").replace('_', " "),
            when: count.window.map_or(String::new(), |when| date(&when)),
            figures: vec![charts::Figure {
                source: source.clone(),
                toll: count.stated,
            }],
            chosen: count.counted,
        }
    });
    let rows: Vec<charts::Toll> = rows.collect();
    let title = "Counts that reports state, and what the record counts".to_owned();
    (!rows.is_empty()).then(|| {
        charts::tolls(&charts::Tolls {
            words: words(title, &found.caption),
            unit: "number, as stated and as counted".to_owned(),
            rows,
        })
    })
}

/// What each source tells of.
pub fn coverage(coverage: &Coverage) -> Option<String> {
    let rows = coverage.sources.iter().map(|source| Rank {
        label: source.source.clone(),
        count: source.tells as u64,
        note: match source.alone_count {
            0 => String::new(),
            alone => format!("{alone} it alone"),
        },
    });
    let rows: Vec<Rank> = rows.collect();
    let title = "Incidents by source".to_owned();
    (!rows.is_empty()).then(|| {
        charts::ranks(&Ranks {
            words: words(title, &coverage.caption),
            unit: "incidents".to_owned(),
            rows,
            left_out: 0,
        })
    })
}

/// Headline and caption: the filter, the counts, the policy.
fn words(title: String, caption: &Caption) -> Words {
    let mut sentences = caption.sentences();
    if let (Some(first), Some(filter)) = (sentences.first_mut(), &caption.filter) {
        *first = format!(
            "{} of {} incidents where {}.",
            caption.matched,
            caption.considered,
            code(filter).trim_matches('`')
        );
    }
    Words::new(title, sentences)
}
