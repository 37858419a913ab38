//! Counts by the noun that is counted, or by the measure that a number is of.

use super::Count;
use super::find::{Setting, effect_of, is_toll, new, numbers_at};
use crate::numbers::Number;
use codebook::{Cue, Sense};
use language::Pos;
use model::Span;

/// "33 attacks", "ten rockets", "45 cases with 93 homicides": a number and a noun that is counted.
pub(super) fn of_noun(setting: &Setting, number: &Number) -> Option<Count> {
    let Setting {
        text,
        sentence,
        line,
        ..
    } = *setting;
    let reach = number.last + 1..=number.last + 5;
    let joins = |token: usize| {
        let word = text.word(sentence, token).to_lowercase();
        matches!(
            line.pos(token),
            Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num | Pos::Adv
        ) || line.form(token) == language::Form::PastParticiple
            || matches!(
                word.as_str(),
                "-" | "of" | "these" | "such" | "/" | "‘" | "'" | "“" | "\"" | "and"
            )
    };
    // "33 car bomb attacks" counts attacks: a noun that only describes the next gives way to it.
    let describes = |hit: &crate::text::Hit| {
        line.pos(hit.last + 1) == Pos::Noun
            && !text.word(sentence, hit.last + 1).is_empty()
            && !line.hits.iter().any(|other| {
                matches!(other.sense, Sense::Counted(_))
                    && other.first == hit.first
                    && other.last > hit.last
            })
    };
    let hit = line.hits.iter().find(|hit| {
        matches!(hit.sense, Sense::Counted(_))
            && reach.contains(&hit.first)
            && (number.last + 1..hit.first).all(joins)
            && !describes(hit)
    })?;
    let Sense::Counted(code) = hit.sense else {
        return None;
    };
    // "50 cases characterised as enforced disappearances" are disappearances.
    let more = line.hits.iter().find_map(|other| {
        let near = other.first > hit.last + 1 && other.first <= hit.last + 5;
        let joins = (hit.last + 1..other.first)
            .any(|token| matches!(text.word(sentence, token), "of" | "as"))
            && !(hit.last + 1..other.first)
                .any(|token| matches!(text.word(sentence, token), "," | "and" | "in" | "with"));
        match other.sense {
            Sense::Counted(more)
                if near && joins && is_toll(&text.codebook.counted[usize::from(more)]) =>
            {
                Some((more, *other))
            }
            _ => None,
        }
    });
    let (code, hit) = match more {
        Some((more, other)) if text.codebook.counted[usize::from(code)] == "incidents" => {
            (more, other)
        }
        _ => (code, *hit),
    };
    // "34 and 51 attacks": the second number counts for itself.
    let other = (number.last + 1..hit.first).any(|token| {
        matches!(text.word(sentence, token), "and" | ",")
            && (numbers_at(text, sentence, token + 1) || line.pos(token + 1) == Pos::Num)
    });
    let many = number.estimate.min != Some(1) || number.estimate.max != Some(1);
    let head = text.word(sentence, hit.last);
    let plural =
        head.ends_with('s') || head.ends_with("en") || head.chars().all(char::is_uppercase);
    if !many || !plural {
        return None;
    }
    // "several of these attacks": a part of what was told.
    let partitive = text.word(sentence, number.last + 1) == "of";
    if partitive && number.estimate.max.is_none() {
        return None;
    }
    let mut count = new(
        setting,
        number,
        &text.codebook.counted[usize::from(code)],
        (hit.first, hit.last),
        "tally/noun",
    );
    if other {
        count.last = number.last;
    } else {
        count.span = line.bytes(number.first, hit.last);
    }
    if let Some(cue) = line.cue(Cue::Attempt, number.last + 1, hit.first) {
        count.failed = Some(cue.span);
    }
    Some(count)
}

/// "a toll of 150,000", "a total close to 90", "the number of deaths could be as high as 183,000".
pub(super) fn of_measure(
    setting: &Setting,
    number: &Number,
    known: Option<&Count>,
) -> Option<Count> {
    let Setting {
        text,
        sentence,
        line,
        ..
    } = *setting;
    let measures = |hit: &&crate::text::Hit| {
        matches!(
            hit.sense,
            Sense::Cue {
                cue: Cue::Measure,
                ..
            }
        ) && hit.last < number.first
    };
    let measure = line.hits.iter().rev().find(measures)?;
    // Nothing but the counted thing, a verb and hedges may stand between.
    let linked = (measure.last + 1..number.first).all(|token| {
        let word = text.word(sentence, token);
        !matches!(word, "." | ";" | "," | "(" | ")")
            && (!numbers_at(text, sentence, token)
                || setting.stages.dates[sentence]
                    .iter()
                    .any(|date| date.first <= token && token <= date.last))
    });
    let link = number
        .first
        .checked_sub(1)
        .map_or(String::new(), |at| text.word(sentence, at).to_lowercase());
    let close = matches!(
        link.as_str(),
        "of" | "at"
            | "is"
            | "was"
            | "were"
            | "to"
            | "be"
            | "as"
            | "high"
            | "around"
            | "reached"
            | "than"
            | "exceeded"
            | "stands"
            | "stood"
            | "over"
    ) || number.first == measure.last + 1;
    if !linked || !close || number.first - measure.last > 16 {
        return None;
    }
    // What it counts stands beside it, or was told before.
    let own = line
        .hits
        .iter()
        .filter(|hit| hit.first + 8 > measure.first && hit.first <= number.last + 4)
        .rev()
        .find_map(|hit| {
            let code = match hit.sense {
                Sense::Counted(code) => text.codebook.counted[usize::from(code)].as_str(),
                sense => effect_of(text, sense)?,
            };
            Some((code.to_owned(), hit.span))
        });
    // "an estimate of the population was 688,711 people" counts no dead.
    let other = own.is_none()
        && text.word(sentence, measure.last + 1) == "of"
        && (measure.last + 2..measure.last + 4).any(|token| {
            token < number.first
                && matches!(line.pos(token), Pos::Noun | Pos::Propn)
                && !line.hits.iter().any(|hit| hit.first == token)
        });
    if other {
        return None;
    }
    let toll = text
        .word(sentence, measure.last)
        .to_lowercase()
        .starts_with("toll");
    let (what, span) = own
        .or_else(|| toll.then(|| ("killed".to_owned(), measure.span)))
        .or_else(|| known.map(|count| (count.what.clone(), measure.span)))
        .or_else(|| before(setting))?;
    let mut count = new(
        setting,
        number,
        &what,
        (measure.first, measure.last),
        "tally/measure",
    );
    count.what_span = span;
    if text.word(sentence, number.first.saturating_sub(1)) == "high" {
        count.estimate = model::Estimate::at_most(count.estimate.best());
    }
    Some(count)
}

/// What the heading over a sentence counts: "Number of deaths".
pub(super) fn before(setting: &Setting) -> Option<(String, Span)> {
    let text = setting.text;
    (0..setting.sentence)
        .rev()
        .take(12)
        .filter(|sentence| text.sentences[*sentence].section == setting.line.section)
        .find_map(|sentence| {
            text.sentences[sentence]
                .hits
                .iter()
                .find_map(|hit| Some((effect_of(text, hit.sense)?.to_owned(), hit.span)))
        })
}
