//! The time that a count counts.

use super::Count;
use super::coordinated::past_so_far;
use crate::dates::{DateHit, Grain};
use crate::text::{Line, Text};
use codebook::{Cue, Sense};
use model::{Sourced, When};

/// Among so many sentences the headings of a report stand.
const HEADINGS: usize = 3;
/// So many tokens a heading has at most.
const HEADING: usize = 16;

/// "Since the group's first arrest in July 2022, police have conducted 36 raids": from then on.
fn since_an_event(
    text: &Text,
    sentence: usize,
    dates: &[DateHit],
    count: &Count,
) -> Option<Sourced<When>> {
    let opens = text.word(sentence, 0).eq_ignore_ascii_case("since");
    let comma = (1..count.first).find(|at| text.word(sentence, *at) == ",")?;
    let date = dates
        .iter()
        .find(|date| date.last < comma && date.first > 1)?;
    let first = date.when.first.filter(|_| opens)?;
    Some(Sourced::new(When::since(first), date.span, "date/since"))
}

/// The time of one count: of its own clause where the sentence tells several times.
pub(super) fn window_of(
    text: &Text,
    sentence: usize,
    dates: &[DateHit],
    count: &Count,
    own: Option<&Sourced<When>>,
) -> Option<Sourced<When>> {
    let line = &text.sentences[sentence];
    let ends = |token: usize| matches!(text.word(sentence, token), "," | ";");
    let cuts = |date: &DateHit| {
        let (from, to) = (date.first.min(count.first), date.first.max(count.first));
        (from..to).filter(|token| ends(*token)).count()
    };
    if let Some(known) = around_known_day(text, sentence, count) {
        return Some(known);
    }
    if let Some(since) = since_an_event(text, sentence, dates, count) {
        return Some(since);
    }
    // "six in 2023": the time that stands right behind a count is its own.
    if let Some(date) = right_behind(text, sentence, dates, count) {
        return window(text, sentence, std::slice::from_ref(date));
    }
    let differ = dates
        .iter()
        .any(|date| dates.iter().any(|other| !date.when.overlaps(&other.when)));
    // "…, compared with 36 in 2019": that is the time of the 36 alone.
    let of_comparison = |date: &DateHit| {
        // "46 incidents during the week, against 39 in the week before"
        let against = (count.last + 1..date.first).any(|at| {
            text.word(sentence, at).eq_ignore_ascii_case("against")
                && line.pos(at + 1) == language::Pos::Num
        });
        let compared = line.hits.iter().any(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Compare,
                    ..
                }
            ) && count.last < hit.first
                && hit.first < date.first
        });
        count.first < date.first && (against || compared)
    };
    let mine: Vec<DateHit> = dates
        .iter()
        .filter(|date| !of_comparison(date))
        .cloned()
        .collect();
    if mine.is_empty() {
        return None;
    }
    // "The first half of April saw six attacks, bringing the total of the month to 41": each clause has its
    // own time.
    let own_clause: Vec<DateHit> = mine
        .iter()
        .filter(|date| cuts(date) == 0)
        .cloned()
        .collect();
    if !own_clause.is_empty() && own_clause.len() < mine.len() {
        return window(text, sentence, &own_clause);
    }
    if !differ {
        return window(text, sentence, &mine).or_else(|| own.cloned());
    }
    let nearest = mine.iter().min_by_key(|date| {
        (
            cuts(date),
            date.first < count.first && count.rule == "tally/compared",
            date.first.abs_diff(count.last),
        )
    })?;
    window(text, sentence, std::slice::from_ref(nearest))
}

/// The date that stands right behind a count: "six so far in 2023", "51 attacks in May".
fn right_behind<'d>(
    text: &Text,
    sentence: usize,
    dates: &'d [DateHit],
    count: &Count,
) -> Option<&'d DateHit> {
    let start = past_so_far(text, sentence, count.last + 1);
    dates.iter().find(|date| {
        date.first == start
            || date.first > start
                && date.first <= start + 2
                && (start..date.first).all(|token| {
                    matches!(
                        text.word(sentence, token).to_lowercase().as_str(),
                        "in" | "during" | "for" | "on" | "the" | "from" | "over" | "throughout"
                    )
                })
    })
}

/// "before the Taliban takeover", "since the fall of Kabul": days that the codebook knows by name.
fn around_known_day(text: &Text, sentence: usize, count: &Count) -> Option<Sourced<When>> {
    let line = &text.sentences[sentence];
    let ends = |token: usize| matches!(text.word(sentence, token), "," | ";" | ":");
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    (count.last + 1..line.tokens.len())
        .take_while(|token| !ends(*token))
        .find_map(|token| {
            let before = match lower(token).as_str() {
                "before" | "until" => true,
                "since" | "after" => false,
                _ => return None,
            };
            let start = token + 1 + usize::from(lower(token + 1) == "the");
            if start >= line.tokens.len() {
                return None;
            }
            let from = line.bytes(start, start).start;
            let rest = text
                .text
                .get(from as usize..line.span.end as usize)?
                .replace('’', "'");
            let days = &text.codebook.words.days;
            let day = days.iter().find(|day| {
                rest.get(..day.word.len())
                    .is_some_and(|words| words.eq_ignore_ascii_case(&day.word))
            })?;
            let when = if before {
                When::until(day.date.last?)
            } else {
                When::since(day.date.first?)
            };
            let last = (start..line.tokens.len())
                .find(|at| line.bytes(*at, *at).end as usize >= from as usize + day.word.len())?;
            Some(Sourced::new(
                when,
                line.bytes(token, last),
                "tally/known-day",
            ))
        })
}

/// The time a sentence speaks of: its longest date; "as of" a day counts from the year's first.
pub(super) fn window(text: &Text, sentence: usize, dates: &[DateHit]) -> Option<Sourced<When>> {
    let date = dates
        .iter()
        .max_by_key(|date| (date.when.days().unwrap_or(1), std::cmp::Reverse(date.first)))?;
    let sourced = Sourced::new(date.when, date.span, date.rule);
    let back = |by: usize| {
        date.first
            .checked_sub(by)
            .map_or(String::new(), |at| text.word(sentence, at).to_lowercase())
    };
    // "since the coup of February 2021"
    let since = (2..=10)
        .take_while(|by| date.first >= *by)
        .find(|by| back(*by) == "since")
        .is_some_and(|by| {
            (1..by).all(|at| {
                matches!(
                    text.sentences[sentence].pos(date.first - at),
                    language::Pos::Det
                        | language::Pos::Noun
                        | language::Pos::Propn
                        | language::Pos::Adj
                        | language::Pos::Adp
                        | language::Pos::Part
                ) || text.sentences[sentence].form(date.first - at)
                    == language::Form::PastParticiple
            })
        });
    if since && let Some(first) = date.when.first {
        return Some(Sourced::new(When::since(first), date.span, "tally/since"));
    }
    let so_far = back(1) == "of" && back(2) == "as"
        || matches!(back(1).as_str(), "through" | "until")
        || back(1) == "to" && back(2) == "up";
    if so_far
        && let Some(last) = date.when.last
        && date.when.days().is_some_and(|days| days <= 31)
        && let Some(first) = When::year(last.year()).and_then(|year| year.first)
    {
        return Some(Sourced::new(
            When::between(first, last),
            date.span,
            "tally/as-of",
        ));
    }
    Some(sourced)
}

/// The time that a report is about, as its first headings say: "Incidents, 24 February to 2 March 2031",
/// "Quarterly figures, October to December 2030".
pub(super) fn of_report(text: &Text, dates: &[Vec<DateHit>]) -> Option<Sourced<When>> {
    let headings = text.sentences.iter().zip(dates).take(HEADINGS);
    let mut found = headings
        .filter(|(line, _)| line.line == Line::Heading && line.tokens.len() <= HEADING)
        .flat_map(|(_, dates)| dates)
        .filter(|date| {
            let days = date.when.days().unwrap_or(0);
            (5..=366).contains(&days) && (date.rule == "date/range" || date.grain >= Grain::Month)
        });
    let date = found.next()?;
    Some(Sourced::new(date.when, date.span, "tally/report-period"))
}

pub(super) fn is_range(date: &DateHit) -> bool {
    matches!(date.rule, "date/range" | "date/since" | "date/until") || date.when.days().is_none()
}

/// True for a date that gives a stretch of time: "in 2015", "since May", "as of 3 June"; not "the 2015 attack".
pub(super) fn spans_time(text: &Text, sentence: usize, date: &DateHit) -> bool {
    let word = |back: usize| {
        date.first
            .checked_sub(back)
            .map_or(String::new(), |at| text.word(sentence, at).to_lowercase())
    };
    let so_far = word(1) == "of" && word(2) == "as";
    let introduced = date.first == 0
        || matches!(
            word(1).as_str(),
            "in" | "during"
                | "for"
                | "since"
                | "between"
                | "from"
                | "throughout"
                | "over"
                | "by"
                | "through"
                | "until"
                | "year"
                | "of"
                | "period"
        );
    so_far
        || is_range(date) && date.when.days().is_none_or(|days| days >= 27)
        || introduced && date.when.days().is_none_or(|days| days >= 27)
}

/// True where a sentence sums up many acts of a time: what it tells of is no one incident.
pub(crate) fn sums_up(
    text: &Text,
    sentence: usize,
    dates: &[DateHit],
    figures: &[crate::figures::Figure],
) -> bool {
    let line = &text.sentences[sentence];
    let word = |at: usize| text.word(sentence, at).to_lowercase();
    let so_far = |date: &DateHit| {
        date.first >= 2 && word(date.first - 1) == "of" && word(date.first - 2) == "as"
    };
    let long = dates.iter().any(|date| spans_time(text, sentence, date));
    let close = dates
        .iter()
        .any(|date| !so_far(date) && date.when.days().is_some_and(|days| days <= 7));
    let counted = (0..line.tokens.len()).any(|token| word(token) == "according")
        || line.hits.iter().any(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Say | Cue::Count | Cue::Tally,
                    ..
                }
            )
        });
    // "an increase of 12 per cent compared with the same month in 2019".
    let compared = line.hits.iter().any(|hit| {
        matches!(
            hit.sense,
            Sense::Cue {
                cue: Cue::Compare,
                ..
            }
        ) && dates.iter().any(|date| date.first > hit.last)
            && (0..hit.first).any(|token| matches!(word(token).as_str(), "cent" | "percent" | "%"))
    });
    let many = figures
        .iter()
        .any(|figure| !figure.implied && figure.estimate.best() >= 10);
    long && !close && (counted || compared) && many
}
