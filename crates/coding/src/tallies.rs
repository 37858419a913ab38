//! Counts of many incidents, victims or arrests that a report states.

use crate::Stages;
use crate::accounts::Context;
use crate::actors::{ActorHit, Sort};
use crate::dates::DateHit;
use crate::figures::Effect;
use crate::numbers::{Number, numbers};
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use codebook::gazetteer::Feature;
use codebook::{Cue, Sense};
use model::{Account, ActorRef, Estimate, Sourced, Span, Tally};

/// A count before its actor, place and window are known.
#[derive(Debug, Clone)]
struct Count {
    what: String,
    what_span: Span,
    estimate: Estimate,
    span: Span,
    first: usize,
    last: usize,
    rule: &'static str,
}

/// The stated counts of a report, in text order.
pub(crate) fn tallies(context: &Context, stages: &Stages, accounts: &[Account]) -> Vec<Tally> {
    let text = context.text;
    let mut found: Vec<Tally> = Vec::new();
    let mut last_window: Option<(DateHit, usize)> = None;
    for sentence in 0..text.sentences.len() {
        let line = &text.sentences[sentence];
        if line.line == Line::Boilerplate {
            continue;
        }
        let window = window(&stages.dates[sentence]);
        if let Some(window) = &window {
            last_window = Some((window.clone(), line.section));
        }
        let mut counts = bracketed(text, sentence, stages);
        counts.extend(tolls(text, sentence, stages, accounts));
        for count in nouns(text, sentence, stages, accounts) {
            // A figure of the dead or taken says more than "members".
            if !counts
                .iter()
                .any(|known| known.first <= count.last && count.first <= known.last)
            {
                counts.push(count);
            }
        }
        counts.sort_by_key(|count| count.first);
        for count in counts {
            let mut tally = tally(context, stages, sentence, &count);
            if tally.window.is_none() {
                tally.window = last_window
                    .as_ref()
                    .filter(|(_, section)| *section == line.section)
                    .map(|(window, _)| {
                        Sourced::new(window.when, window.span, "tally/window-before")
                    });
            }
            found.push(tally);
        }
    }
    for (index, tally) in found.iter_mut().enumerate() {
        tally.id = format!("t{:02}", index + 1);
    }
    found
}

/// The time a sentence speaks of: its longest date.
fn window(dates: &[DateHit]) -> Option<DateHit> {
    dates
        .iter()
        .max_by_key(|date| (date.when.days().unwrap_or(1), std::cmp::Reverse(date.first)))
        .cloned()
}

/// "Kabul (245)", "India (3), Iran (4)": a place and its count in brackets, in a list of such.
fn bracketed(text: &Text, sentence: usize, stages: &Stages) -> Vec<Count> {
    let mut counts = Vec::new();
    for place in &stages.places[sentence] {
        let open = place.last + 1;
        if text.word(sentence, open) != "(" || text.word(sentence, open + 2) != ")" {
            continue;
        }
        let Some(number) = numbers(text, sentence)
            .into_iter()
            .find(|number| number.first == open + 1)
        else {
            continue;
        };
        if text.sentences[sentence].span.of(text.text).len() > 4 && year_like(&number) {
            continue;
        }
        counts.push(Count {
            what: "attacks".into(),
            what_span: place.span,
            estimate: number.estimate,
            span: place.span.join(&number.span),
            first: place.first,
            last: open + 2,
            rule: "tally/bracketed",
        });
    }
    if counts.len() < 2 {
        counts.clear();
    }
    // What the list counts is said before it.
    let line = &text.sentences[sentence];
    let what = line
        .hits
        .iter()
        .chain(
            sentence
                .checked_sub(1)
                .map(|before| text.sentences[before].hits.iter())
                .into_iter()
                .flatten(),
        )
        .find_map(|hit| match hit.sense {
            Sense::Counted(code) => {
                Some((text.codebook.counted[usize::from(code)].clone(), hit.span))
            }
            _ => None,
        });
    if let Some((what, span)) = what {
        for count in &mut counts {
            count.what.clone_from(&what);
            count.what_span = span;
        }
    }
    counts
}

fn year_like(number: &Number) -> bool {
    number
        .estimate
        .min
        .is_some_and(|value| (1900..=2100).contains(&value))
        && number.first == number.last
}

/// "33 attacks", "ten rockets", "23 strikes": a number and a noun that is counted.
fn nouns(text: &Text, sentence: usize, stages: &Stages, accounts: &[Account]) -> Vec<Count> {
    let line = &text.sentences[sentence];
    let dates = &stages.dates[sentence];
    let mut counts = Vec::new();
    for number in numbers(text, sentence) {
        let is_date = dates
            .iter()
            .any(|date| date.first <= number.last && number.first <= date.last);
        if is_date || number.article {
            continue;
        }
        let reach = number.last + 1..=number.last + 4;
        let Some(hit) = line.hits.iter().find(|hit| {
            matches!(hit.sense, Sense::Counted(_))
                && reach.contains(&hit.first)
                && (number.last + 1..hit.first).all(|token| {
                    !matches!(
                        text.word(sentence, token),
                        "," | "." | ";" | "and" | "(" | "in" | "at"
                    )
                })
        }) else {
            continue;
        };
        let Sense::Counted(code) = hit.sense else {
            continue;
        };
        let what = text.codebook.counted[usize::from(code)].clone();
        let least = number.estimate.best();
        let munitions = matches!(
            what.as_str(),
            "rockets" | "drones" | "bombs" | "vehicle_bombs"
        );
        if least < 3 && !munitions || least < 2 {
            continue;
        }
        if line.has_cue(Cue::Modal, number.first.saturating_sub(4), number.first) {
            continue;
        }
        // Members and attackers of one incident are no tally.
        if matches!(what.as_str(), "members" | "attackers") && covered(sentence, text, accounts) {
            continue;
        }
        counts.push(Count {
            what,
            what_span: hit.span,
            estimate: number.estimate,
            span: line.bytes(number.first, hit.last),
            first: number.first,
            last: hit.last,
            rule: "tally/noun",
        });
    }
    counts
}

fn covered(sentence: usize, text: &Text, accounts: &[Account]) -> bool {
    let span = text.sentences[sentence].span;
    accounts
        .iter()
        .any(|account| account.evidence.contains(&span))
}

/// Dead, hurt, arrested of a period rather than of one incident.
fn tolls(text: &Text, sentence: usize, stages: &Stages, accounts: &[Account]) -> Vec<Count> {
    let line = &text.sentences[sentence];
    let long = window(&stages.dates[sentence])
        .is_some_and(|window| window.when.days().is_none_or(|days| days >= 27));
    let total = line.hits.iter().any(|hit| {
        matches!(
            hit.sense,
            Sense::Cue {
                cue: Cue::Tally,
                ..
            }
        )
    });
    let own: Vec<Span> = accounts
        .iter()
        .filter(|account| account.evidence.contains(&line.span))
        .flat_map(|account| {
            [
                &account.killed,
                &account.injured,
                &account.killed_perpetrators,
                &account.arrested,
                &account.casualties,
            ]
            .into_iter()
            .flatten()
            .flat_map(|figure| figure.spans.clone())
        })
        .collect();
    let counted = stages.figures[sentence]
        .iter()
        .filter(|figure| !figure.implied);
    let dense = text.sentences[sentence].line == Line::Row || counted.clone().count() >= 3;
    counted
        .filter(|figure| !own.iter().any(|span| span.overlaps(&figure.span)))
        .filter(|figure| figure.estimate.best() >= 3 || dense)
        .filter(|figure| {
            long || total
                || dense
                || !covered(sentence, text, accounts) && figure.estimate.best() >= 10
        })
        .map(|figure| Count {
            what: match figure.effect {
                Effect::Killed => "killed",
                Effect::Injured => "injured",
                Effect::Casualties => "casualties",
                Effect::Arrested => "arrests",
                Effect::Abducted => "abducted",
            }
            .into(),
            what_span: line.bytes(figure.word, figure.word),
            estimate: figure.estimate,
            span: figure.span,
            first: figure.first,
            last: figure.last,
            rule: "tally/toll",
        })
        .collect()
}

fn tally(context: &Context, stages: &Stages, sentence: usize, count: &Count) -> Tally {
    let text = context.text;
    let line = &text.sentences[sentence];
    let own_place = stages.places[sentence]
        .iter()
        .filter(|place| count.rule != "tally/bracketed" || place.first == count.first)
        .min_by_key(|place| place.first.abs_diff(count.last));
    let place = own_place.copied();
    let mut tally = Tally {
        report: context.report.id.clone(),
        id: String::new(),
        what: Sourced::new(count.what.clone(), count.what_span, count.rule),
        actor: actor(stages, sentence, count),
        countries: Vec::new(),
        admin1: None,
        place: None,
        window: window(&stages.dates[sentence])
            .map(|window| Sourced::new(window.when, window.span, window.rule)),
        status: None,
        count: Sourced::new(count.estimate, count.span, "number/printed"),
        source: source(text, stages, sentence),
        evidence: vec![line.span],
    };
    locate(context, stages, sentence, place, &mut tally);
    tally
}

/// Country and unit of a count: named in its sentence, or the country of the text.
fn locate(
    context: &Context,
    stages: &Stages,
    sentence: usize,
    place: Option<PlaceHit>,
    tally: &mut Tally,
) {
    let countries: Vec<&PlaceHit> = stages.places[sentence]
        .iter()
        .filter(|place| place.record.feature == Feature::Country)
        .collect();
    match place {
        Some(place)
            if place.record.feature != Feature::Country && !place.record.country.is_empty() =>
        {
            tally.countries.push(Sourced::new(
                place.record.country.to_owned(),
                place.span,
                "place/country-of-place",
            ));
            if let Some(admin1) = place.record.admin1 {
                tally.admin1 = Some(Sourced::new(
                    admin1.to_owned(),
                    place.span,
                    "place/admin1-of-place",
                ));
            }
            if place.record.feature == Feature::Settlement {
                tally.place = Some(Sourced::new(
                    place.span.of(context.text.text).to_owned(),
                    place.span,
                    "place/named",
                ));
            }
        }
        Some(place) if tally.what.rule == "tally/bracketed" => {
            tally.countries.push(Sourced::new(
                place.record.country.to_owned(),
                place.span,
                "place/country",
            ));
        }
        Some(_) => {
            for place in countries {
                if !tally
                    .countries
                    .iter()
                    .any(|known| known.value == place.record.country)
                {
                    tally.countries.push(Sourced::new(
                        place.record.country.to_owned(),
                        place.span,
                        "place/country",
                    ));
                }
            }
        }
        None => {
            let top = context
                .countries
                .iter()
                .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
            if let Some((code, share)) = top
                && *share > 0.4
                && let Some(span) = context.first_country.get(code)
            {
                tally
                    .countries
                    .push(Sourced::new(code.clone(), *span, "place/country-of-text"));
            }
        }
    }
}

/// Whose acts: the actor of the sentence's event, the subject, or the group told last.
fn actor(stages: &Stages, sentence: usize, count: &Count) -> Option<Sourced<ActorRef>> {
    let told = stages
        .told
        .iter()
        .filter(|told| told.sentence == sentence)
        .flat_map(|told| &told.perpetrators)
        .map(|(actor, _)| actor)
        .find(|actor| actor.sort <= Sort::State);
    let armed =
        |actor: &&ActorHit| matches!(actor.sort, Sort::Named | Sort::Pointing | Sort::State);
    let here = || {
        stages.actors[sentence]
            .iter()
            .filter(armed)
            .filter(|actor| actor.kind != codebook::ActorKind::Intergovernmental)
            .min_by_key(|actor| {
                (
                    actor.kind.is_state() && actor.sort != Sort::Named,
                    actor.first > count.first,
                )
            })
    };
    let before = || {
        (0..sentence).rev().take(6).find_map(|earlier| {
            stages.actors[earlier]
                .iter()
                .find(|actor| actor.sort == Sort::Named && actor.kind.is_armed_group())
        })
    };
    told.or_else(here)
        .or_else(before)
        .map(|actor| Sourced::new(actor.actor.clone(), actor.span, "tally/actor"))
}

/// "according to the ministry", "the UN said": who counted, as the text names them.
fn source(text: &Text, stages: &Stages, sentence: usize) -> Option<Sourced<String>> {
    let line = &text.sentences[sentence];
    for token in 0..line.tokens.len() {
        if text.word(sentence, token).eq_ignore_ascii_case("according")
            && text.word(sentence, token + 1).eq_ignore_ascii_case("to")
        {
            let start = token + 2;
            let mut end = start;
            while end < line.tokens.len()
                && !matches!(
                    text.word(sentence, end),
                    "," | "." | ";" | "(" | "which" | "that"
                )
                && end < start + 12
            {
                end += 1;
            }
            if end > start {
                let span = line.bytes(start, end - 1);
                let words = span
                    .of(text.text)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ");
                return Some(Sourced::new(words, span, "tally/according-to"));
            }
        }
    }
    let say = line
        .hits
        .iter()
        .find(|hit| matches!(hit.sense, Sense::Cue { cue: Cue::Say, .. }))?;
    let speaker = stages.actors[sentence]
        .iter()
        .find(|actor| actor.last + 1 == say.first && actor.sort <= Sort::State)?;
    Some(Sourced::new(
        speaker.span.of(text.text).to_owned(),
        speaker.span,
        "tally/said",
    ))
}
