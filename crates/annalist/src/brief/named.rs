//! The single figures of each question, as words of a sentence: `{{warnings.followed}}`.

use super::prose::{date, day, list as listed, number, range};
use analysis::{
    Claims, Comparison, Conflict, Coverage, Entry, Firsts, Period, Reconciliation, Sum, Table,
    Tolls, Trend, Verdict,
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
    /// Which of the question's incidents are meant: `that somebody claimed`; empty for all.
    pub which: &'static str,
}

impl Named {
    /// The same of those incidents alone.
    pub fn of_those(mut self, which: &'static str) -> Self {
        self.which = which;
        self
    }
}

pub(super) fn named(name: &'static str, words: impl Into<String>, incidents: &[String]) -> Named {
    Named {
        name,
        words: words.into(),
        incidents: incidents.to_vec(),
        stated: Vec::new(),
        which: "",
    }
}

pub(super) fn count(name: &'static str, count: usize, incidents: &[String]) -> Named {
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
        named(name, when.unwrap_or_default(), ids).of_those("of that time")
    };
    let held = |name: &'static str, period: Option<&Period>| {
        let ids = period.map_or(&[][..], |period| &period.incidents);
        count(name, period.map_or(0, |period| period.count), ids).of_those("of that time")
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

pub(super) fn p_words(p: f64) -> String {
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
        // That no count agrees is said of all of them.
        let cited: Vec<_> = if meant.is_empty() {
            found.counts.iter().collect()
        } else {
            meant.clone()
        };
        Named {
            stated: cited.iter().map(|count| count.stated_in.clone()).collect(),
            ..count(name, meant.len(), &ids)
        }
        .of_those("that these counts are of")
    };
    // The first of the highest.
    let most = (found.counts.iter().rev()).max_by_key(|count| count.stated.low());
    vec![
        Named {
            stated: (found.counts.iter())
                .map(|count| count.stated_in.clone())
                .collect(),
            ..count("counts", found.counts.len(), &[])
        },
        Named {
            stated: (found.counts.iter())
                .map(|count| count.stated_in.clone())
                .collect(),
            ..named("stated", stated_counts(found), &[])
        },
        Named {
            stated: most.iter().map(|count| count.stated_in.clone()).collect(),
            ..named(
                "most",
                most.map_or(String::new(), |count| range(&count.stated)),
                &[],
            )
        },
        with("agree", &[Verdict::Agrees]),
        with("fewer", &[Verdict::Below, Verdict::BelowPerhaps]),
        with("more", &[Verdict::Above]),
    ]
}

/// `about 33 (17 April to 1 May 2022) and at least four (1 to 16 April 2022)`.
fn stated_counts(found: &Reconciliation) -> String {
    let words = found.counts.iter().map(|count| {
        let window = count.window.as_ref();
        let window = window.map_or(String::new(), |window| format!(" ({})", date(window)));
        format!("{}{window}", range(&count.stated))
    });
    listed(&words.collect::<Vec<String>>())
}

pub(super) fn list(found: &Reconciliation) -> Vec<Named> {
    let list = found.lists.first();
    let cited = list.iter().flat_map(|list| {
        let parts = list.parts_stated_in.iter();
        std::iter::once(&list.stated_in).chain(parts).cloned()
    });
    let cited: Vec<String> = cited.collect();
    let of = |name: &'static str, words: Option<String>| Named {
        stated: cited.clone(),
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

/// `tell` names an incident by its id.
pub(super) fn claims(claims: &Claims, tell: impl Fn(&str) -> String) -> Vec<Named> {
    let total = &claims.total;
    let ids = &total.incidents;
    let behind = &claims.behind;
    let denied = (claims.contested.iter()).filter(|contested| !contested.denied_by.is_empty());
    let denials = denied.map(|contested| {
        let by = contested.denied_by.iter();
        let by: Vec<String> = by.map(|name| super::names::with_the(name)).collect();
        format!("{} (by {})", tell(&contested.incident), listed(&by))
    });
    let denials = denials.collect::<Vec<String>>().join("; ");
    let delay = total
        .claimed_within_days
        .and_then(|days| u64::try_from(days).ok());
    vec![
        count("incidents", total.count, ids),
        count("claimed", total.claimed, &behind.claimed).of_those("that somebody claimed"),
        count("attributed", total.attributed, &behind.attributed)
            .of_those("that reports attribute as a fact"),
        count("suspected", total.suspected, &behind.suspected)
            .of_those("of which somebody is suspected"),
        count("not_told", total.unattributed, &behind.unattributed)
            .of_those("whose perpetrator no report tells"),
        count("unclaimed", total.unclaimed, &behind.unclaimed).of_those("that nobody claimed"),
        count("denied", total.denied, &behind.denied).of_those("that somebody denied"),
        named("denials", denials, &behind.denied).of_those("that somebody denied"),
        count(
            "own_word_alone",
            total.own_word_alone,
            &behind.own_word_alone,
        )
        .of_those("known by their perpetrators' word alone"),
        named(
            "claimed_within_days",
            delay.map_or(String::new(), number),
            &behind.claimed_within_days,
        )
        .of_those("with a day of the claim"),
    ]
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
        count("single", single.map_or(0, |covered| covered.count), ids)
            .of_those("that one source alone tells of"),
        named("single_share", per_cent(share), ids).of_those("that one source alone tells of"),
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
    let differing = tolls.tolls.iter();
    let differing = differing.filter(|toll| conflicting.contains(&toll.incident));
    let conflicts = differing.map(|toll| {
        let when = toll
            .date
            .map_or(String::new(), |when| format!(", {}", date(&when)));
        let figures = toll.told.iter().filter_map(|told| told.killed);
        let figures: std::collections::BTreeSet<Estimate> = figures.collect();
        let words: Vec<String> = figures.iter().map(range).collect();
        let dead = match words.as_slice() {
            [] => String::new(),
            words => format!(" ({} dead, by source)", listed(words)),
        };
        format!("{}{when}{dead}", toll.whereabouts())
    });
    let conflicts = conflicts.collect::<Vec<String>>().join("; ");
    vec![
        named("conflicts", conflicts, &conflicting).of_those("on whose toll sources differ"),
        count("with_toll", tolls.with_toll, &[]),
        count("conflicting", conflicting.len(), &conflicting)
            .of_those("on whose toll sources differ"),
        count("contradicting", contradicting.len(), &contradicting)
            .of_those("on whose toll sources contradict each other"),
    ]
}
