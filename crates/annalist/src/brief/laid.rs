//! Answers laid out for drawing: the same for a brief, a command and the desk. `None` where
//! there is nothing to draw.

use super::cells::readable;
use super::leads::days_told;
use super::prose::{capital, date, list};
use super::tables::words_of;
use analysis::{By, Key, KeyKind, Row, Signal, Table, TextField, Tolls, Trend, Warnings};
use charts::{
    Area, Areas, Bar, Bars, Lead, Leads, Mix, MixPeriod, Multiples, Outline, Panel, Rank, Ranks,
    Step, Words,
};
use formats::write::map::BaseOutline;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Where the base map and the places come from.
const CREDIT: &str = "Outlines: Natural Earth. Places: GeoNames, CC BY 4.0.";

/// Counts by period.
pub fn bars(trend: &Trend, every: By, words: Words) -> Option<String> {
    let periods = trend.periods.iter().map(|period| Bar {
        day: period.first,
        count: period.count as u64,
        source_change: period.source_change,
    });
    let bars: Vec<Bar> = periods.collect();
    (!bars.is_empty()).then(|| {
        charts::bars(&Bars {
            words,
            unit: "incidents".to_owned(),
            step: step(every),
            bars,
            left_out: (trend.not_exact + trend.caption.undated) as u64,
        })
    })
}

/// Counts by name, in the table's order.
pub fn ranks(table: &Table, words: Words) -> Option<String> {
    let (mut rows, mut left_out) = (Vec::new(), 0);
    for row in &table.rows {
        let count = row.cell.count() as u64;
        if row.keys.iter().all(|key| key.kind != KeyKind::Told) {
            left_out += count;
            continue;
        }
        rows.push(Rank {
            label: labels(row),
            count,
            note: String::new(),
        });
    }
    (!rows.is_empty()).then(|| {
        charts::ranks(&Ranks {
            words,
            unit: "incidents".to_owned(),
            rows,
            left_out,
        })
    })
}

/// Small charts by period: `panels` counts by one field, `cells` by it and the period.
pub fn multiples(
    panels: &Table,
    cells: &Table,
    every: By,
    top: usize,
    words: Words,
) -> Option<String> {
    let told = panels.rows.iter();
    let told = told.filter(|row| row.keys[0].kind == KeyKind::Told);
    let panels: Vec<Panel> = told
        .take(top)
        .map(|panel| {
            let of = cells.rows.iter().filter(|row| row.keys[0] == panel.keys[0]);
            let (mut counts, mut left_out) = (Vec::new(), 0);
            for row in of {
                match first_day(&row.keys[1], every) {
                    Some(day) => counts.push((day, row.cell.count() as u64)),
                    None => left_out += row.cell.count() as u64,
                }
            }
            Panel {
                name: label(&panel.keys[0]),
                counts,
                left_out,
            }
        })
        .collect();
    let any = panels.iter().any(|panel| !panel.counts.is_empty());
    any.then(|| {
        charts::multiples(&Multiples {
            words,
            unit: "incidents".to_owned(),
            step: step(every),
            panels,
        })
    })
}

/// What each period is made of: `parts` counts by the field, `periods` by the period, `cells`
/// by period and field.
pub fn mix(parts: &Table, periods: &Table, cells: &Table, words: Words) -> Option<String> {
    let unit = parts.by.first().map_or(String::new(), |by| words_of(*by));
    let told = periods.rows.iter();
    let told = told.filter(|row| row.keys[0].kind == KeyKind::Told);
    let counted: BTreeMap<(&Key, &Key), u64> = (cells.rows.iter())
        .map(|row| {
            let of = (row.keys[0].as_ref(), row.keys[1].as_ref());
            (of, row.cell.count() as u64)
        })
        .collect();
    let periods: Vec<MixPeriod> = told
        .map(|period| {
            let counts = parts.rows.iter().map(|part| {
                let of = (period.keys[0].as_ref(), part.keys[0].as_ref());
                counted.get(&of).copied().unwrap_or(0)
            });
            MixPeriod {
                label: readable(&period.keys[0].label),
                counts: counts.collect(),
            }
        })
        .collect();
    (!periods.is_empty()).then(|| {
        charts::mix(&Mix {
            words,
            unit,
            parts: parts.rows.iter().map(|part| label(&part.keys[0])).collect(),
            periods,
        })
    })
}

/// Counts by province or country on a map. `middle` is where a row's area lies (longitude,
/// latitude).
pub fn areas(
    table: &Table,
    outlines: &[BaseOutline],
    middle: impl Fn(&Row) -> Option<(f64, f64)>,
    words: Words,
) -> Option<String> {
    let country = table.by.first() == Some(&By::Text(TextField::Country));
    let mut left_out = 0;
    let mut areas = Vec::new();
    for row in &table.rows {
        let key = &row.keys[0];
        if key.kind != KeyKind::Told {
            left_out += row.cell.count() as u64;
            continue;
        }
        let mut of = outlines.iter();
        let outline =
            of.find(|outline| country && outline.country.as_deref() == Some(key.code.as_str()));
        areas.push(Area {
            name: label(key),
            count: row.cell.count() as u64,
            at: middle(row),
            rings: outline.map_or_else(Vec::new, |outline| outline.rings.clone()),
        });
    }
    let base = outlines.iter().map(|outline| Outline {
        name: outline.name.clone(),
        rings: outline.rings.clone(),
    });
    let base = base.collect();
    (!areas.is_empty()).then(|| {
        charts::areas(&Areas {
            words,
            unit: "incidents".to_owned(),
            base,
            areas,
            left_out,
            credit: CREDIT.to_owned(),
        })
    })
}

/// What each source says of the dead.
pub fn tolls(tolls: &Tolls, words: Words) -> Option<String> {
    let rows: Vec<charts::Toll> = (tolls.tolls.iter())
        .map(|toll| charts::Toll {
            label: toll.whereabouts(),
            when: toll.date.map_or("undated".to_owned(), |when| date(&when)),
            figures: (toll.told.iter())
                .filter_map(|told| {
                    Some(charts::Figure {
                        source: told.source.clone(),
                        toll: told.killed?,
                    })
                })
                .collect(),
            chosen: toll.killed,
        })
        .collect();
    (!rows.is_empty()).then(|| {
        charts::tolls(&charts::Tolls {
            words,
            unit: "people killed".to_owned(),
            rows,
        })
    })
}

/// Days from each threat or warning to what followed within so many. `about` names an incident
/// by its id.
pub fn leads(
    found: &Warnings,
    within: u32,
    about: impl Fn(&str) -> Option<String>,
    words: Words,
) -> Option<String> {
    let signals = found.signals.iter().map(|signal| {
        let dated = signal.lead_days.and_then(|(least, most)| {
            Some((u32::try_from(least.max(0)).ok()?, u32::try_from(most).ok()?))
        });
        let told = signal.lead_told.and_then(|told| {
            Some((
                u32::try_from(told.low()).ok()?,
                u32::try_from(told.high()).ok()?,
            ))
        });
        let when = signal.date.map_or("undated".to_owned(), |when| date(&when));
        let when = match signal.lead_told.filter(|_| dated.is_none()) {
            Some(told) => match &signal.lead_words {
                Some(words) => format!("{}, told as “{words}”", days_told(&told)),
                None => format!("{}, as told", days_told(&told)),
            },
            None => when,
        };
        let unknown = match (&signal.tied_to, signal.followed) {
            (Some(_), _) => "followed, but no day is told".to_owned(),
            (None, None) => missing(signal),
            (None, Some(_)) => String::new(),
        };
        let about = signal.tied_to.as_deref().and_then(&about);
        let about = about.map_or(String::new(), |about| format!(" before {about}"));
        Lead {
            label: format!("{}: {}{about}", capital(signal.kind.word()), signal.by),
            when,
            tied: dated.or(told),
            or_more: dated.is_none() && signal.lead_told.is_some_and(|told| told.max.is_none()),
            days: signal.next_after.into_iter().collect(),
            unknown,
        }
    });
    let rows: Vec<Lead> = signals.collect();
    let drawn = |row: &Lead| row.tied.is_some() || !row.days.is_empty() || row.unknown.is_empty();
    rows.iter().any(drawn).then(|| {
        charts::leads(&Leads {
            words,
            within,
            rows,
        })
    })
}

/// `no day and no country is told`
fn missing(signal: &Signal) -> String {
    let lacks = [
        (!signal.date.is_some_and(|date| date.is_day()), "no day"),
        (signal.actors.is_empty(), "no group"),
        (signal.countries.is_empty(), "no country"),
    ];
    let lacks = lacks.into_iter().filter(|(lacks, _)| *lacks);
    let lacks: Vec<String> = lacks.map(|(_, what)| what.to_owned()).collect();
    if lacks.is_empty() {
        // What followed is not yet known.
        return String::new();
    }
    format!("{} is told", list(&lacks))
}

/// How long a period is drawn.
pub fn step(every: By) -> Step {
    match every {
        By::Day => Step::Day,
        By::Week => Step::Week,
        By::Year => Step::Year,
        _ => Step::Month,
    }
}

/// A row's values as they are printed.
pub fn labels(row: &Row) -> String {
    let labels = row.keys.iter().map(|key| label(key));
    labels.collect::<Vec<_>>().join(", ")
}

/// A value as it is printed.
pub fn label(key: &Key) -> String {
    match key.kind {
        KeyKind::NoneTold => "not told".to_owned(),
        KeyKind::NotExact => "not exact".to_owned(),
        KeyKind::Told => readable(key.label.trim_matches(['(', ')'])),
    }
}

/// The first day of a period by its code: `2022`, `2022-09`, `2022-09-05`, `2022-W36`.
pub fn first_day(key: &Key, every: By) -> Option<Date> {
    if key.kind != KeyKind::Told {
        return None;
    }
    if every == By::Week {
        let (year, week) = key.code.split_once("-W")?;
        let week = jiff::civil::ISOWeekDate::new(
            year.parse().ok()?,
            week.parse().ok()?,
            jiff::civil::Weekday::Monday,
        );
        return Some(week.ok()?.date());
    }
    key.code.parse::<model::When>().ok()?.first
}
