//! Numbers that count a part of a count before them, or the same of another time.

use super::Count;
use super::coordinated::past_so_far;
use super::find::{Setting, effect_of, new, numbers_at, past_brackets};
use super::nouns::before;
use crate::numbers::Number;
use crate::text::{Laid, Text};
use codebook::{Cue, Sense};
use language::Pos;

/// "129 attempted homicides (including 10 women)": women among those who were to be killed.
pub(super) fn within_failed(setting: &Setting, count: &Count, last: Option<&Count>) -> bool {
    last.is_some_and(|last| {
        last.failed.is_some()
            && (last.last..count.first)
                .any(|token| setting.text.word(setting.sentence, token) == "(")
            && !(last.last..count.first)
                .any(|token| setting.text.word(setting.sentence, token) == ")")
    })
}

/// A part of the count before it: "of these, 934 were soldiers", "(including 11 women)", "13 to the ELN".
pub(super) fn share(
    setting: &Setting,
    number: &Number,
    last: Option<&Count>,
    parent: Option<&Count>,
) -> Option<Count> {
    let Setting {
        text,
        sentence,
        line,
        ..
    } = *setting;
    if number.estimate.max.is_none()
        && !(number.first..=number.last).any(|token| numbers_at(text, sentence, token))
    {
        return None;
    }
    let marker = marker(text, sentence, line, number, last);
    let whole = match marker {
        Marker::None => return None,
        // A part after a part is one of the same whole.
        Marker::Here => match last {
            Some(part) if part.share => parent.filter(|whole| whole.what == part.what).or(last)?,
            _ => last.or(parent)?,
        },
        Marker::Before => parent?,
    };
    // A share is no larger than its whole.
    if number.estimate.low() > whole.estimate.high().max(whole.estimate.low())
        && whole.estimate.max.is_some()
    {
        return None;
    }
    let mut count = new(
        setting,
        number,
        &whole.what,
        (number.first, number.last),
        "tally/share",
    );
    count.what_span = if last.is_some() || !matches!(marker, Marker::Before) {
        whole.what_span
    } else {
        line.bytes(0, 1)
    };
    count.failed = whole.failed;
    count.share = true;
    Some(count)
}

/// What makes a bare number a share.
pub(super) enum Marker {
    None,
    /// Of a count of this sentence, or before.
    Here,
    /// Of a count of a sentence before.
    Before,
}

pub(super) fn marker(
    text: &Text,
    sentence: usize,
    line: &Laid,
    number: &Number,
    last: Option<&Count>,
) -> Marker {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let from = last.map_or(0, |count| count.last + 1);
    let behind = past_brackets(text, sentence, number.last + 1);
    let behind = past_so_far(text, sentence, behind);
    let word_before = |back: usize| number.first.checked_sub(back).map_or(String::new(), lower);
    // "the other eleven unfolded under its watch": what is left of the whole.
    if word_before(1) == "other" && word_before(2) == "the" && last.is_some_and(|count| count.share)
    {
        return Marker::Here;
    }
    let people = |token: usize| {
        line.hits.iter().any(|hit| {
            (token..token + 3).contains(&hit.first)
                && matches!(
                    hit.sense,
                    Sense::People { .. }
                        | Sense::Target {
                            form: codebook::TermForm::Person,
                            ..
                        }
                )
        }) || line.pos(token) == Pos::Adj && line.pos(token + 1) == Pos::Noun
            || line.pos(token) == Pos::Propn
    };
    // "15 of the 23 attacks": of those counted behind it, not of a count before.
    if lower(behind) == "of"
        && (behind + 1..behind + 3)
            .any(|token| line.pos(token) == Pos::Num || numbers_at(text, sentence, token))
    {
        return Marker::None;
    }
    let verbal = matches!(
        lower(behind).as_str(),
        "were" | "was" | "are" | "had" | "have"
    ) || matches!(line.pos(behind), Pos::Verb | Pos::Aux);
    let tail = matches!(
        lower(behind).as_str(),
        "in" | "by" | "from" | "to" | "at" | "on" | "during" | "of" | "among"
    );
    // "Of these, 934 were …", "12 of whom were killed", "64 of the dead were …".
    let partitive = |token: usize| {
        lower(token) == "of"
            && (matches!(
                lower(token + 1).as_str(),
                "these" | "those" | "them" | "whom" | "which"
            ) || lower(token + 1) == "the"
                && (token + 2..token + 4).any(|at| {
                    line.hits.iter().any(|hit| {
                        hit.first == at
                            && (effect_of(text, hit.sense).is_some()
                                || matches!(hit.sense, Sense::Counted(_))
                                || matches!(
                                    hit.sense,
                                    Sense::Cue {
                                        cue: Cue::Casualty,
                                        ..
                                    }
                                ))
                    })
                }))
    };
    let opens = (0..number.first).rev().take(40).any(&partitive);
    let own = partitive(number.last + 1);
    let including = (from..number.first).rev().take(8).any(|token| {
        matches!(lower(token).as_str(), "including" | "includes" | "included")
            || lower(token) == "with" && last.is_some()
    });
    let among = (number.last + 1..line.tokens.len()).any(|token| {
        lower(token) == "among"
            && matches!(
                lower(token + 1).as_str(),
                "those" | "them" | "the" | "these"
            )
    });
    let listed = last.is_some_and(|count| count.share) && (tail || verbal || people(behind));
    if own || opens && (verbal || tail || people(behind)) {
        return if last.is_some() {
            Marker::Here
        } else {
            Marker::Before
        };
    }
    if including && (people(behind) || tail || own) && number.first - from <= 24 {
        return Marker::Here;
    }
    if listed
        && (from..number.first)
            .any(|token| matches!(lower(token).as_str(), "," | "and" | ";" | ":" | "while"))
    {
        return Marker::Here;
    }
    if among && people(behind) && last.is_some() {
        return Marker::Here;
    }
    Marker::None
}

/// "up from 287 in 2018", "compared with 36 the year before": the same, counted of another time.
///
/// Of several counts of the sentence it is that of the nearest size: a toll does not become a number of
/// attacks a year before.
pub(super) fn compared(setting: &Setting, number: &Number, found: &[Count]) -> Option<Count> {
    let last = found.last().filter(|last| !last.share)?;
    let word = |back: usize| {
        number.first.checked_sub(back).map_or(String::new(), |at| {
            setting.text.word(setting.sentence, at).to_lowercase()
        })
    };
    let from = word(1) == "from"
        && matches!(
            word(2).as_str(),
            "up" | "down" | "rise" | "fall" | "increase" | "decrease" | "drop" | "rose" | "fell"
        )
        || matches!(word(1).as_str(), "with" | "to") && word(2) == "compared"
        || word(1) == "against" && word(2) == ",";
    if !from || number.first.saturating_sub(last.last) > 18 {
        return None;
    }
    let best = number.estimate.best().max(1);
    let apart = |count: &&Count| {
        let other = count.estimate.best().max(1);
        other.max(best) / other.min(best)
    };
    let last = found
        .iter()
        .rev()
        .filter(|count| !count.share)
        .min_by_key(apart)?;
    let mut count = new(
        setting,
        number,
        &last.what,
        (number.first, number.last),
        "tally/compared",
    );
    count.what_span = last.what_span;
    count.failed = last.failed;
    Some(count)
}

/// "Kabul: 24" in a list whose lead-in says what is counted.
pub(super) fn bare(setting: &Setting, number: &Number) -> Option<Count> {
    let line = setting.line;
    let place = setting.listed?;
    let alone = number.first == place + 2
        && matches!(
            setting.text.word(setting.sentence, number.last + 1),
            "" | ";" | "," | "." | "("
        );
    let (what, span) = before(setting).filter(|_| alone)?;
    let mut count = new(
        setting,
        number,
        &what,
        (number.first, number.last),
        "tally/listed",
    );
    count.what_span = span;
    count.span = line.bytes(place, number.last);
    Some(count)
}
