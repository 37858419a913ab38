//! Counts whose noun stands elsewhere: "nine attacks in 2021 and 17 in 2022", "fell from 31 in 2018 to
//! twelve in 2019", "15 of the 23 attacks".

use super::Count;
use super::find::{Setting, effect_of, new, numbers_at};
use crate::numbers::Number;
use crate::text::Text;
use codebook::{List, Sense};
use language::Pos;
use model::Span;

/// "17 in 2022", "six so far in 2023", "two in Iran" behind a count of the same sentence: its noun is the
/// same, and only times, places and what joins them stand between.
pub(super) fn elided(setting: &Setting, number: &Number, found: &[Count]) -> Option<Count> {
    let last = found.last()?;
    // "and one last week in Herat" is one of them, not a count.
    if number.estimate.low().max(number.estimate.high()) < 2 {
        return None;
    }
    let Setting {
        text,
        stages,
        sentence,
        line,
        ..
    } = *setting;
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let behind = past_so_far(text, sentence, number.last + 1);
    let dates = &stages.dates[sentence];
    let places = &stages.places[sentence];
    let preposition = matches!(
        lower(behind).as_str(),
        "in" | "during" | "since" | "from" | "on" | "between" | "by"
    );
    let begins = |token: usize| {
        lower(behind) == "by"
            && stages.actors[sentence]
                .iter()
                .any(|actor| actor.first == token)
            || dates
                .iter()
                .any(|date| date.first <= token && token <= date.last)
            || places.iter().any(|place| place.first == token)
    };
    // "in the second half" needs no date that was read.
    let at = (behind + usize::from(preposition)..behind + 4)
        .take_while(|token| {
            matches!(
                line.pos(*token),
                Pos::Det | Pos::Adj | Pos::Num | Pos::Propn | Pos::Noun | Pos::Adv | Pos::Adp
            )
        })
        .find(|token| begins(*token));
    let starts = dates.iter().any(|date| date.first == behind);
    let alone = matches!(text.word(sentence, number.last + 1), "" | "." | ";")
        && dates
            .iter()
            .any(|date| date.first > last.last && date.last < number.first);
    if !(preposition && at.is_some() || starts || alone) || number.first <= last.last {
        return None;
    }
    // "340 incidents were recorded: 120 in the north": parts, whatever stands before the colon.
    let colon = (last.last + 1..number.first)
        .rev()
        .find(|token| text.word(sentence, *token) == ":");
    let between = colon.unwrap_or(last.last + 1)..number.first;
    let joined = between.clone().any(|token| {
        matches!(
            lower(token).as_str(),
            "," | ";" | ":" | "and" | "but" | "then" | "while"
        )
    });
    let loose = |token: usize| {
        begins(token)
            || places
                .iter()
                .any(|place| place.first <= token && token <= place.last)
            || matches!(
                line.pos(token),
                Pos::Adp | Pos::Det | Pos::Cconj | Pos::Punct | Pos::Adv
            )
            || matches!(
                lower(token).as_str(),
                "another"
                    | "further"
                    | "more"
                    | "up"
                    | "down"
                    | "half"
                    | "first"
                    | "second"
                    | "years"
                    | "year"
            )
            || numbers_at(text, sentence, token)
    };
    if !joined || !between.clone().all(loose) || between.len() > 14 {
        return None;
    }
    let mut count = new(
        setting,
        number,
        &last.what,
        (number.first, number.last),
        "tally/coordinated",
    );
    count.what_span = last.what_span;
    count.failed = last.failed;
    count.share = last.share
        || colon.is_some()
            && number.estimate.low() <= last.estimate.high().max(last.estimate.low());
    Some(count)
}

/// The token behind "so far", "alone", "more", "others".
pub(super) fn past_so_far(text: &Text, sentence: usize, token: usize) -> usize {
    let lower = |at: usize| text.word(sentence, at).to_lowercase();
    if lower(token) == "so" && lower(token + 1) == "far" {
        return token + 2;
    }
    token
        + usize::from(matches!(
            lower(token).as_str(),
            "more" | "others" | "just" | "already"
        ))
}

/// "fell from 31 in 2018 to twelve in 2019": what rose or fell is the noun before the verb.
pub(super) fn changed(setting: &Setting, number: &Number, found: &[Count]) -> Option<Count> {
    let Setting { text, sentence, .. } = *setting;
    let words = &text.codebook.words;
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let verb = (0..number.first)
        .rev()
        .take(16)
        .find(|token| words.listed(List::ChangingVerbs, &lower(*token)))?;
    let link = number.first.checked_sub(1).map(&lower)?;
    let again = found
        .last()
        .filter(|count| count.rule == "tally/changed" && count.first > verb);
    let fits = match link.as_str() {
        "from" => number.first - verb <= 4,
        "to" => again.is_some(),
        _ => false,
    };
    // "the toll rose from 12 to 15" is of one incident; of two times, it is a count of many.
    let dated = setting.stages.dates[sentence]
        .iter()
        .any(|date| (number.last + 1..=number.last + 3).contains(&date.first));
    if !fits || !dated {
        return None;
    }
    let (what, span) = match again {
        Some(count) => (count.what.clone(), count.what_span),
        None => counted_before(setting, verb)?,
    };
    let mut count = new(
        setting,
        number,
        &what,
        (number.first, number.last),
        "tally/changed",
    );
    count.what_span = span;
    Some(count)
}

/// What the subject of a verb counts: "the number of bombings", "attacks in Kenya", "civilian deaths".
fn counted_before(setting: &Setting, verb: usize) -> Option<(String, Span)> {
    let text = setting.text;
    let line = setting.line;
    line.hits
        .iter()
        .filter(|hit| hit.last < verb)
        .find_map(|hit| {
            let code = match hit.sense {
                Sense::Counted(code) => text.codebook.counted[usize::from(code)].as_str(),
                sense => effect_of(text, sense)?,
            };
            let noun = matches!(line.pos(hit.last), Pos::Noun | Pos::Propn);
            noun.then(|| (code.to_owned(), hit.span))
        })
}

/// "15 of the 23 attacks": a part, and the noun of its whole.
pub(super) fn part_of(setting: &Setting, number: &Number) -> Option<Count> {
    let Setting {
        text,
        sentence,
        line,
        ..
    } = *setting;
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let of = number.last + 1;
    if lower(of) != "of"
        || !matches!(
            lower(of + 1).as_str(),
            "the" | "its" | "these" | "those" | "some"
        )
    {
        return None;
    }
    let whole = of + 2;
    let counts = numbers_at(text, sentence, whole) || line.pos(whole) == Pos::Num;
    let hit = line.hits.iter().find(|hit| {
        matches!(hit.sense, Sense::Counted(_))
            && (whole + 1..=whole + 4).contains(&hit.first)
            && (whole + 1..hit.first)
                .all(|token| matches!(line.pos(token), Pos::Adj | Pos::Noun | Pos::Propn))
    })?;
    let Sense::Counted(code) = hit.sense else {
        return None;
    };
    counts.then(|| {
        let what = &text.codebook.counted[usize::from(code)];
        let mut count = new(
            setting,
            number,
            what,
            (number.first, number.last),
            "tally/part-of",
        );
        count.what_span = hit.span;
        count
    })
}

/// "20 to 30 attacks a month", "five incidents per day": how often, and not how many.
pub(super) fn is_rate(text: &Text, sentence: usize, count: &Count) -> bool {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    matches!(
        lower(count.last + 1).as_str(),
        "a" | "per" | "each" | "every" | "an"
    ) && matches!(
        lower(count.last + 2).as_str(),
        "day" | "week" | "month" | "year" | "hour" | "quarter"
    )
}

/// True for "Of the 42 attacks, …": the count told before, named again to tell its parts.
pub(super) fn is_told_again(
    text: &Text,
    sentence: usize,
    count: &Count,
    before: Option<&Count>,
) -> bool {
    let word = |back: usize| {
        count
            .first
            .checked_sub(back)
            .map_or(String::new(), |at| text.word(sentence, at).to_lowercase())
    };
    let pointed =
        word(1) == "the" && word(2) == "of" || matches!(word(1).as_str(), "these" | "those");
    pointed
        && before
            .is_some_and(|before| before.what == count.what && before.estimate == count.estimate)
}
