//! The single figures of each question, as words of a sentence: `{{warnings.followed}}`.

use super::prose::{day, number, range};
use analysis::{
    Claims, Comparison, Conflict, Coverage, Entry, Firsts, Period, Reconciliation, SignalKind, Sum,
    Table, Tolls, Trend, Verdict, Warnings,
};
use model::Estimate;

/// A figure with what it rests on.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    /// What a block calls it.
    pub name: &'static str,
    /// What stands in the sentence; empty where nothing can be said.
    pub words: String,
    /// Ids of the incidents behind it.
    pub incidents: Vec<String>,
    /// Statements of reports behind it, as `REPORT#NUMBER`.
    pub stated: Vec<String>,
}

fn named(name: &'static str, words: impl Into<String>, incidents: &[String]) -> Named {
    Named {
        name,
        words: words.into(),
        incidents: incidents.to_vec(),
        stated: Vec::new(),
    }
}

fn count(name: &'static str, count: usize, incidents: &[String]) -> Named {
    let words = if count == 0 {
        "none".to_owned()
    } else {
        number(count as u64)
    };
    named(name, words, incidents)
}

fn sum(name: &'static str, sum: &Sum, incidents: &[String]) -> Named {
    let words = sum.estimate().map(|estimate| range(&estimate));
    named(name, words.unwrap_or_default(), incidents)
}

/// `12 per cent`; nothing of nothing.
pub(super) fn per_cent(share: Option<f64>) -> String {
    let share = share.filter(|share| share.is_finite());
    share.map_or(String::new(), |share| {
        let hundredths = share * 100.0;
        if hundredths.fract().abs() < 0.05 || hundredths >= 10.0 {
            format!("{hundredths:.0} per cent")
        } else {
            format!("{hundredths:.1} per cent")
        }
    })
}

fn real(value: Option<f64>) -> String {
    let value = value.filter(|value| value.is_finite());
    value.map_or(String::new(), |value| format!("{value:.2}"))
}

/// An estimate as a cell of a table.
pub(super) fn estimate(estimate: &Estimate) -> Entry {
    match (estimate.min, estimate.max) {
        (Some(least), Some(most)) if least == most && !estimate.approx => Entry::Count(least),
        _ => Entry::text(estimate.to_string()),
    }
}

pub(super) fn tally(table: &Table) -> Vec<Named> {
    let ids = &table.total.incidents;
    vec![
        count("incidents", table.total.count(), ids),
        sum("killed", &table.total.killed, ids),
        sum("injured", &table.total.injured, ids),
        count("rows", table.rows.len(), ids),
    ]
}

pub(super) fn first(firsts: &Firsts) -> Vec<Named> {
    let list = firsts.fields.first();
    let list = list.map_or(&[][..], |list| &list.firsts);
    let ids: Vec<String> = list.iter().map(|first| first.incident.clone()).collect();
    vec![count("values", list.len(), &ids)]
}

pub(super) fn trend(trend: &Trend) -> Vec<Named> {
    let period = |name: &'static str, period: Option<&Period>| {
        let when = period.map(|period| super::cells::date_words(&period.period));
        let ids = period.map_or(&[][..], |period| &period.incidents);
        named(name, when.unwrap_or_default(), ids)
    };
    let held = |name: &'static str, period: Option<&Period>| {
        let ids = period.map_or(&[][..], |period| &period.incidents);
        count(name, period.map_or(0, |period| period.count), ids)
    };
    // The first of those with the most, as a reader would look for it.
    let peak = trend.periods.iter().rev().max_by_key(|period| period.count);
    let latest = trend.periods.last();
    let change = trend.change.as_ref();
    let ratio = change.and_then(|change| change.ratio.as_ref()?.ratio);
    vec![
        count("periods", trend.periods.len(), &[]),
        period("peak", peak),
        held("peak_incidents", peak),
        period("latest", latest),
        held("latest_incidents", latest),
        named(
            "until",
            change.map_or(String::new(), |change| day(change.until)),
            &[],
        ),
        count("now", change.map_or(0, |change| change.now), &[]),
        count("before", change.map_or(0, |change| change.before), &[]),
        named("ratio", real(ratio), &[]),
    ]
}

pub(super) fn compare(compared: &Comparison) -> Vec<Named> {
    let (one, other) = (&compared.one, &compared.other);
    let both: Vec<String> = one
        .incidents
        .iter()
        .chain(&other.incidents)
        .cloned()
        .collect();
    let mut all = vec![
        count("one", one.count, &one.incidents),
        count("other", other.count, &other.incidents),
        sum("one_killed", &one.killed, &one.incidents),
        sum("other_killed", &other.killed, &other.incidents),
    ];
    let ratio = compared.ratio.as_ref();
    let interval = ratio.map(|ratio| match ratio.interval.high {
        Some(high) => format!("{:.2} to {high:.2}", ratio.interval.low),
        None => format!("{:.2} and no upper end", ratio.interval.low),
    });
    all.push(named(
        "ratio",
        real(ratio.and_then(|ratio| ratio.ratio)),
        &both,
    ));
    all.push(named("interval", interval.unwrap_or_default(), &both));
    let p = ratio.map(|ratio| p_words(ratio.p));
    all.push(named("p", p.unwrap_or_default(), &both));
    all
}

fn p_words(p: f64) -> String {
    if p < 0.001 {
        "less than 0.001".to_owned()
    } else {
        format!("{p:.3}")
    }
}

pub(super) fn reconcile(found: &Reconciliation) -> Vec<Named> {
    let with = |name: &'static str, verdicts: &[Verdict]| {
        let counts = found.counts.iter();
        let meant: Vec<_> = counts
            .filter(|count| verdicts.contains(&count.verdict))
            .collect();
        let ids: Vec<String> = (meant.iter())
            .flat_map(|count| count.incidents.iter().cloned())
            .collect();
        Named {
            stated: meant.iter().map(|count| count.stated_in.clone()).collect(),
            ..count(name, meant.len(), &ids)
        }
    };
    vec![
        Named {
            stated: (found.counts.iter())
                .map(|count| count.stated_in.clone())
                .collect(),
            ..count("counts", found.counts.len(), &[])
        },
        with("agree", &[Verdict::Agrees]),
        with("fewer", &[Verdict::Below, Verdict::BelowPerhaps]),
        with("more", &[Verdict::Above]),
    ]
}

pub(super) fn list(found: &Reconciliation) -> Vec<Named> {
    let list = found.lists.first();
    let of = |name: &'static str, words: Option<String>| Named {
        stated: list
            .map(|list| list.stated_in.clone())
            .into_iter()
            .collect(),
        ..named(name, words.unwrap_or_default(), &[])
    };
    let missing = list.map(|list| match list.missing.unsigned_abs() {
        0 => "none".to_owned(),
        missing => number(missing),
    });
    vec![
        count("lists", found.lists.len(), &[]),
        of("parts", list.map(|list| number(list.parts.len() as u64))),
        of("sum", list.map(|list| range(&list.sum))),
        of("stated", list.map(|list| range(&list.stated))),
        of("missing", missing),
    ]
}

pub(super) fn claims(claims: &Claims) -> Vec<Named> {
    let total = &claims.total;
    let ids = &total.incidents;
    let contested: Vec<String> = (claims.contested.iter())
        .map(|contested| contested.incident.clone())
        .collect();
    let delay = total
        .days_to_claim
        .and_then(|days| u64::try_from(days).ok());
    vec![
        count("incidents", total.count, ids),
        count("claimed", total.claimed, ids),
        count("attributed", total.attributed, ids),
        count("suspected", total.suspected, ids),
        count("nobody_named", total.unattributed, ids),
        count("unclaimed", total.unclaimed, ids),
        count("denied", total.denied, &contested),
        count("own_word_alone", total.own_word_alone, ids),
        named("days_to_claim", delay.map_or(String::new(), number), ids),
    ]
}

pub(super) fn warnings(found: &Warnings) -> Vec<Named> {
    let tested = &found.evaluation;
    let of = |kind: Option<SignalKind>, tied: bool| {
        let signals = found.signals.iter();
        let signals = signals.filter(|signal| kind.is_none_or(|kind| signal.kind == kind));
        let signals: Vec<_> = signals
            .filter(|signal| !tied || signal.tied_to.is_some())
            .collect();
        let incidents = signals.iter().flat_map(|signal| {
            let own = (signal.kind == SignalKind::Threat).then(|| signal.id.clone());
            own.into_iter().chain(signal.tied_to.clone())
        });
        let stated = signals
            .iter()
            .filter(|signal| signal.kind == SignalKind::Warning);
        let (ids, stated): (Vec<String>, Vec<String>) = (
            incidents.collect(),
            stated.map(|signal| signal.id.clone()).collect(),
        );
        (signals.len(), ids, stated)
    };
    let counted =
        |name: &'static str, (all, ids, stated): (usize, Vec<String>, Vec<String>)| Named {
            stated,
            ..count(name, all, &ids)
        };
    let ignored = found
        .signals
        .iter()
        .filter(|signal| signal.heeded == Some(false));
    let ignored: Vec<String> = ignored.map(|signal| signal.id.clone()).collect();
    let spans: Vec<(i64, i64)> = found
        .signals
        .iter()
        .filter_map(|signal| signal.lead_days)
        .collect();
    let tied = of(None, true);
    let lead = |name: &'static str, words: Option<String>| Named {
        stated: tied.2.clone(),
        ..named(name, words.unwrap_or_default(), &tied.1)
    };
    let unannounced: Vec<String> = (found.unwarned.iter())
        .flat_map(|unwarned| unwarned.incidents.iter().cloned())
        .collect();
    let without = found.unwarned.iter().map(|unwarned| unwarned.without).sum();
    vec![
        counted("signals", of(None, false)),
        counted("threats", of(Some(SignalKind::Threat), false)),
        counted("warnings", of(Some(SignalKind::Warning), false)),
        counted("tied", of(None, true)),
        Named {
            stated: ignored.clone(),
            ..count("ignored", ignored.len(), &[])
        },
        count("tested", tested.tested, &[]),
        count("followed", tested.followed, &[]),
        named("share", per_cent(tested.share), &[]),
        named("base_rate", per_cent(tested.base_rate), &[]),
        named("p", tested.p.map_or_else(String::new, p_words), &[]),
        lead("median_lead", median(&spans).map(days)),
        lead("shortest_lead", spans.iter().min().copied().map(days)),
        lead(
            "longest_lead",
            spans
                .iter()
                .max_by_key(|span| (span.1, span.0))
                .copied()
                .map(days),
        ),
        count("unannounced", without, &unannounced),
    ]
}

/// The middle of all spans: the middle of their lower and that of their upper ends, of an even
/// number the lower of the two.
fn median(spans: &[(i64, i64)]) -> Option<(i64, i64)> {
    let middle = |mut ends: Vec<i64>| {
        ends.sort_unstable();
        ends.get(ends.len().saturating_sub(1) / 2).copied()
    };
    let low = middle(spans.iter().map(|span| span.0).collect())?;
    let high = middle(spans.iter().map(|span| span.1).collect())?;
    Some((low, high))
}

/// `one day`, `between 51 and 81 days`.
fn days((low, high): (i64, i64)) -> String {
    let number = |days: i64| {
        let words = number(days.unsigned_abs());
        match days {
            ..0 => format!("minus {words}"),
            0 => "0".to_owned(),
            _ => words,
        }
    };
    match (low, high) {
        (1, 1) => "one day".to_owned(),
        (low, high) if low == high => format!("{} days", number(low)),
        (low, high) if low >= 0 => format!("between {low} and {high} days"),
        (low, high) => format!("between {} and {} days", number(low), number(high)),
    }
}

pub(super) fn coverage(coverage: &Coverage) -> Vec<Named> {
    let single = coverage
        .by_sources
        .iter()
        .find(|covered| covered.label == "1");
    let ids = single.map_or(&[][..], |covered| &covered.incidents);
    let share = single.and_then(|covered| covered.share);
    let most = coverage.sources.first();
    vec![
        count("single", single.map_or(0, |covered| covered.count), ids),
        named("single_share", per_cent(share), ids),
        count("sources", coverage.sources.len(), &[]),
        named("most", most.map_or("", |most| most.source.as_str()), &[]),
        count("most_tells", most.map_or(0, |most| most.tells), &[]),
        count("most_misses", most.map_or(0, |most| most.misses), &[]),
    ]
}

pub(super) fn tolls(tolls: &Tolls) -> Vec<Named> {
    let ids = |conflicts: &[Conflict]| -> Vec<String> {
        let tolls = tolls.tolls.iter();
        let meant = tolls.filter(|toll| conflicts.contains(&toll.conflict));
        meant.map(|toll| toll.incident.clone()).collect()
    };
    let conflicting = ids(&[Conflict::Differ, Conflict::Contradict]);
    let contradicting = ids(&[Conflict::Contradict]);
    vec![
        count("with_toll", tolls.with_toll, &[]),
        count("conflicting", conflicting.len(), &conflicting),
        count("contradicting", contradicting.len(), &contradicting),
    ]
}
