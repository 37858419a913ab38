//! The single figures of threats and warnings: how many, how many heeded, how long before.

use super::named::{Named, count, named, p_words, per_cent};
use super::prose::{list, number, range};
use analysis::{SignalKind, Warnings};
use model::Estimate;

/// Threats, and what came after threats and warnings.
const TIED: &str =
    "that are threats tied to an attack, or attacks that came after a threat or warning";

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
            let after = signal.tied_to.clone().filter(|_| tied);
            own.into_iter().chain(after)
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
            ..count(name, all, &ids).of_those("that are threats")
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
        ..named(name, words.unwrap_or_default(), &tied.1).of_those(TIED)
    };
    let told: Vec<_> = (found.signals.iter())
        .filter(|signal| signal.lead_days.is_none() && signal.lead_told.is_some())
        .collect();
    let told_words: Vec<String> = told
        .iter()
        .filter_map(|signal| {
            let days = days_told(&signal.lead_told?);
            Some(match &signal.lead_words {
                Some(words) => format!("{days} (“{words}”)"),
                None => days,
            })
        })
        .collect();
    let told_of: Vec<String> = told
        .iter()
        .flat_map(|signal| [Some(signal.id.clone()), signal.tied_to.clone()])
        .flatten()
        .collect();
    let unannounced: Vec<String> = (found.unwarned.iter())
        .flat_map(|unwarned| unwarned.incidents.iter().cloned())
        .collect();
    let without = found.unwarned.iter().map(|unwarned| unwarned.without).sum();
    vec![
        counted("signals", of(None, false)),
        counted("threats", of(Some(SignalKind::Threat), false)),
        counted("warnings", of(Some(SignalKind::Warning), false)),
        counted("tied", of(None, true)).of_those(TIED),
        Named {
            stated: ignored.clone(),
            ..count("ignored", ignored.len(), &[])
        }
        .of_those("before which a warning went unheeded"),
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
        named("told_leads", list(&told_words), &told_of)
            .of_those("that are threats with a length of time, or that they came before"),
        count("unannounced", without, &unannounced).of_those("that nothing announced"),
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

/// `at least 21 days`, `about 14 days`, `one day`.
pub(super) fn days_told(days: &Estimate) -> String {
    let one = days.max == Some(1);
    format!("{} {}", range(days), if one { "day" } else { "days" })
}
