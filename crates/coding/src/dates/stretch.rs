//! How long something went on: "several weeks of threats", "ten days of shelling".

use super::lexemes::{Lexeme, lexemes};
use super::units::{Grain, unit};
use crate::text::Text;
use codebook::times::TimeWord as T;
use model::{Estimate, Span};

/// The days for which something between two tokens of a sentence (the second excluded) went on, with
/// the words.
///
/// "ten days of" are 10, "a week of" about 7, "a couple of weeks of" about 14, "several weeks of" 21
/// or more, "weeks of" 14 or more; a month counts 30 days and a year 365.
pub(crate) fn stretch(
    text: &Text,
    sentence: usize,
    (from, to): (usize, usize),
) -> Option<(Estimate, Span)> {
    let line = &text.sentences[sentence];
    let cut = lexemes(text, line, &text.codebook.time_table);
    let inside = |at: &usize| (from..to).contains(&cut[*at].token);
    let place = (0..cut.len()).filter(inside).find(|at| {
        let next = cut.get(at + 1);
        unit(&cut[*at]).is_some() && next.is_some_and(|next| next.is(T::Of))
    })?;
    let days = length(unit(&cut[place])?)?;
    let exact = days == 1;
    let (count, first) = before(&cut, place, from);
    let days = match count {
        Count::Exactly(count) if exact => Estimate::exactly(count),
        Count::Exactly(count) => Estimate::about(count.saturating_mul(days)),
        Count::OrMore(count) => Estimate::at_least(count * days),
    };
    let span = Span::new(cut[first].start as usize, cut[place].end as usize);
    Some((days, span))
}

/// Days of a unit of the calendar.
fn length(grain: Grain) -> Option<u64> {
    Some(match grain {
        Grain::Day => 1,
        Grain::Week => 7,
        Grain::Fortnight => 14,
        Grain::Month => 30,
        Grain::Quarter | Grain::Season => 91,
        Grain::Half => 182,
        Grain::Year => 365,
        Grain::Decade => 3652,
        Grain::Hour | Grain::Weekend => return None,
    })
}

enum Count {
    Exactly(u64),
    OrMore(u64),
}

/// How many units stand before one, and the first lexeme of all.
fn before(cut: &[Lexeme], unit: usize, from: usize) -> (Count, usize) {
    let back = |steps: usize| {
        let at = unit.checked_sub(steps)?;
        (cut[at].token >= from).then_some((at, &cut[at]))
    };
    let Some((at, nearest)) = back(1) else {
        return (Count::OrMore(2), unit);
    };
    if nearest.is(T::Few) {
        let article = back(2).filter(|(_, word)| word.sense.number == 1);
        return (Count::OrMore(3), article.map_or(at, |(at, _)| at));
    }
    if let (true, Some((at, couple))) = (nearest.is(T::Of), back(2))
        && couple.is(T::Couple)
    {
        let article = back(3).filter(|(_, word)| word.sense.number == 1);
        return (Count::Exactly(2), article.map_or(at, |(at, _)| at));
    }
    if let Some((value, digits)) = nearest.digits {
        if let (Ok(value @ 1..), 1..=3) = (u64::try_from(value), digits) {
            return (Count::Exactly(value), at);
        }
    } else if nearest.sense.number > 0 {
        return (Count::Exactly(u64::from(nearest.sense.number)), at);
    }
    (Count::OrMore(2), unit)
}
