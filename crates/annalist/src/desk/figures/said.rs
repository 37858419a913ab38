//! What answers say in words, beyond what they say themselves.

use crate::brief::{date, labels, words_of};
use analysis::{By, Firsts, KeyKind, Reconciliation, Row, Sum, Table, Tolls, Trend, Verdict, fold};

/// So many rows of a table are named.
const NAMED: usize = 3;
/// So many first times of a field are.
const FIRSTS: usize = 5;

/// The total, and the leading rows.
pub fn tally(table: &Table) -> Vec<String> {
    let mut said = vec![total(table)];
    let told = table.rows.iter();
    let told = told.filter(|row| row.keys.iter().any(|key| key.kind == KeyKind::Told));
    let mut rows: Vec<&Row> = told.collect();
    // Those with the same count stay as the table has them.
    rows.sort_by_key(|row| std::cmp::Reverse(row.cell.count()));
    if rows.is_empty() || table.by.is_empty() {
        return said;
    }
    let leading = rows.iter().take(NAMED).map(|row| {
        let sum = figures(row.cell.count(), &row.cell.killed, &row.cell.injured);
        format!("{}: {sum}", labels(row))
    });
    let leading = leading.collect::<Vec<_>>().join("; ");
    let by = by_words(&table.by);
    let most = if rows.len() > NAMED { ", most" } else { "" };
    said.push(format!(
        "By {by}{most}: {leading}{}.",
        others(rows.len().saturating_sub(NAMED))
    ));
    said
}

fn total(table: &Table) -> String {
    let total = &table.total;
    let count = total.count();
    let noun = if count == 1 { "incident" } else { "incidents" };
    let rest = figures(count, &total.killed, &total.injured);
    let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    format!("{count} {noun}{rest}.")
}

/// `12, killed 30 to 34, injured 8`
fn figures(count: usize, killed: &Sum, injured: &Sum) -> String {
    let mut words = count.to_string();
    for (name, sum) in [("killed", killed), ("injured", injured)] {
        if let Some(estimate) = sum.estimate() {
            words.push_str(&format!(", {name} {estimate}"));
        }
    }
    words
}

/// The span of the periods, and which has the most.
pub fn trend(trend: &Trend, every: By) -> Vec<String> {
    let (Some(first), Some(last)) = (trend.periods.first(), trend.periods.last()) else {
        return vec!["No incident is dated closely enough to stand in a period.".to_owned()];
    };
    let all: usize = trend.periods.iter().map(|period| period.count).sum();
    // The first of those with the most.
    let peak = trend.periods.iter().rev().max_by_key(|period| period.count);
    let peak = peak.filter(|peak| peak.count > 0);
    let peak = peak.map_or(String::new(), |peak| {
        format!(", most in {} ({})", peak.period, peak.count)
    });
    let noun = if all == 1 { "incident" } else { "incidents" };
    let span = if trend.periods.len() == 1 {
        format!("in {}", first.period)
    } else {
        format!("from {} to {}", first.period, last.period)
    };
    vec![format!(
        "By {}: {all} {noun} {span}{peak}.",
        words_of(every)
    )]
}

/// The earliest first times of each field.
pub fn first(firsts: &Firsts, fields: &[By]) -> Vec<String> {
    let lists = fields.iter().zip(&firsts.fields).map(|(by, list)| {
        let by = words_of(*by);
        if list.firsts.is_empty() {
            return format!("First by {by}: nothing that is dated.");
        }
        let named = list.firsts.iter().take(FIRSTS).map(|first| {
            // A place is not said twice: "Kabul on 5 September 2022 (Kabul)".
            let told = first.place.is_empty() || fold(&first.place) == fold(&first.label);
            let place = if told {
                String::new()
            } else {
                format!(" ({})", first.place)
            };
            let value = first.label.trim_matches(['(', ')']).replace('_', " ");
            format!("{value}, {}{place}", date(&first.date))
        });
        let named = named.collect::<Vec<_>>().join("; ");
        let rest = list.firsts.len().saturating_sub(FIRSTS);
        format!("First by {by}: {named}{}.", others(rest))
    });
    lists.collect()
}

/// How many stated counts agree with the record.
pub fn reconcile(found: &Reconciliation) -> Vec<String> {
    let all = [
        Verdict::Agrees,
        Verdict::Below,
        Verdict::BelowPerhaps,
        Verdict::Above,
        Verdict::NotCounted,
    ];
    let told = all.into_iter().filter_map(|verdict| {
        let counts = found.counts.iter();
        let count = counts.filter(|count| count.verdict == verdict).count();
        (count > 0).then(|| format!("{} {count}", verdict.word()))
    });
    let told = told.collect::<Vec<_>>().join(", ");
    match found.counts.len() {
        0 => Vec::new(),
        1 => vec![format!("1 count that reports state: {told}.")],
        count => vec![format!("{count} counts that reports state: {told}.")],
    }
}

/// The deadliest incident.
pub fn tolls(tolls: &Tolls) -> Vec<String> {
    let deadliest = tolls.tolls.first().map(|toll| {
        let mut parts = vec![toll.kind.replace('_', " "), toll.whereabouts()];
        parts.extend(toll.date.map(|when| date(&when)));
        parts.extend(toll.killed.map(|killed| format!("killed {killed}")));
        parts.retain(|part| !part.is_empty());
        format!("Deadliest: {}.", parts.join(", "))
    });
    deadliest.into_iter().collect()
}

/// `; and 4 more`, for lists that are cut.
fn others(rest: usize) -> String {
    match rest {
        0 => String::new(),
        rest => format!("; and {rest} more"),
    }
}

/// What is counted by, in words: `type and country`.
pub fn by_words(by: &[By]) -> String {
    let words: Vec<String> = by.iter().map(|by| words_of(*by)).collect();
    words.join(" and ")
}
