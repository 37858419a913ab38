//! Counts told in a row beside as many actors, countries or times: each has its own, in order.

use super::Count;
use crate::Stages;
use crate::actors::Sort;
use crate::dates::DateHit;
use crate::places::PlaceHit;
use crate::text::Text;
use model::{Sourced, Tally};

/// "A and B carried out 34 and 51 attacks", "In Mali and Niger, 120 and 96 civilians were killed": the
/// first count is the first one's, the second the second's.
pub(super) fn distribute(
    text: &Text,
    stages: &Stages,
    sentence: usize,
    counts: &[Count],
    tallies: &mut [Tally],
) {
    let mut first = 0;
    while first < counts.len() {
        let last = end_of_row(text, sentence, counts, first);
        if last > first {
            let row = &mut tallies[first..=last];
            let of_row = counts[first].first..counts[last].last + 1;
            share_out(text, stages, sentence, &of_row, row);
        }
        first = last + 1;
    }
}

/// "72 attacks, 57 of them in Mali and 15 in Niger": a part that names its own place is of that place.
pub(super) fn own_places(
    text: &Text,
    stages: &Stages,
    sentence: usize,
    counts: &[Count],
    tallies: &mut [Tally],
) {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let parts = counts.iter().zip(tallies).skip(1);
    // "Helmand (34) and Nangarhar (24) in Afghanistan": a number in brackets stands behind its place.
    for (count, tally) in parts.filter(|(count, _)| count.rule != "tally/bracketed") {
        let mut at = count.last + 1;
        if lower(at) == "of" && matches!(lower(at + 1).as_str(), "them" | "these" | "those") {
            at += 2;
        }
        if !matches!(lower(at).as_str(), "in" | "inside" | "across") {
            continue;
        }
        let place =
            (stages.places[sentence].iter()).find(|place| (at + 1..=at + 2).contains(&place.first));
        if let Some(place) = place {
            tally.countries.clear();
            tally.admin1 = None;
            tally.place = None;
            super::locate_in(text, place, tally);
        }
    }
}

/// The last of the counts that stand in a row: "34, 51 and 12 attacks".
fn end_of_row(text: &Text, sentence: usize, counts: &[Count], first: usize) -> usize {
    let mut last = first;
    while let Some(next) = counts.get(last + 1)
        && next.what == counts[first].what
        && next.rule != "tally/bracketed"
        && counts[last].last < next.first
        && joined(text, sentence, counts[last].last + 1, next.first)
    {
        last += 1;
    }
    last
}

/// Nothing but "and", "or" and commas between two things.
fn joined(text: &Text, sentence: usize, from: usize, until: usize) -> bool {
    from < until
        && (from..until).all(|token| {
            matches!(
                text.word(sentence, token).to_lowercase().as_str(),
                "," | "and" | "or" | "the"
            )
        })
        && until - from <= 3
}

fn share_out(
    text: &Text,
    stages: &Stages,
    sentence: usize,
    of_row: &std::ops::Range<usize>,
    row: &mut [Tally],
) {
    let between = |from: usize, until: usize| joined(text, sentence, from, until);
    let actors = stages.actors[sentence]
        .iter()
        .filter(|actor| actor.sort < Sort::Crowd && !of_row.contains(&actor.first));
    let actors: Vec<_> = actors.collect();
    if let Some(list) = run(
        &actors,
        row.len(),
        |actor| (actor.first, actor.last),
        between,
    ) {
        for (tally, actor) in row.iter_mut().zip(list) {
            tally.actor = Some(Sourced::new(
                actor.actor.clone(),
                actor.span,
                "tally/in-order",
            ));
        }
    }
    let places: Vec<&PlaceHit> = stages.places[sentence].iter().collect();
    if let Some(list) = run(
        &places,
        row.len(),
        |place| (place.first, place.last),
        between,
    ) {
        for (tally, place) in row.iter_mut().zip(list) {
            tally.countries.clear();
            tally.admin1 = None;
            tally.place = None;
            super::locate_in(text, place, tally);
        }
    }
    let dates: Vec<&DateHit> = stages.dates[sentence].iter().collect();
    if let Some(list) = run(&dates, row.len(), |date| (date.first, date.last), between) {
        for (tally, date) in row.iter_mut().zip(list) {
            tally.window = Some(Sourced::new(date.when, date.span, date.rule));
        }
    }
}

/// The only row of exactly so many things.
fn run<'a, T>(
    list: &[&'a T],
    count: usize,
    tokens: impl Fn(&T) -> (usize, usize),
    between: impl Fn(usize, usize) -> bool,
) -> Option<Vec<&'a T>> {
    let mut found: Option<Vec<&'a T>> = None;
    let mut at = 0;
    while at < list.len() {
        let mut end = at;
        while end + 1 < list.len() && between(tokens(list[end]).1 + 1, tokens(list[end + 1]).0) {
            end += 1;
        }
        if end > at {
            if end - at + 1 != count || found.is_some() {
                return None;
            }
            found = Some(list[at..=end].to_vec());
        }
        at = end + 1;
    }
    found
}
