//! What single cells hold: counts and dates in the short forms that only tables use.

use super::grid::Cell;
use crate::dates::{DateHit, Grain};
use crate::numbers::numbers;
use crate::text::Text;
use jiff::civil::Date;
use model::{Estimate, Span, When};

/// A counted cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub estimate: Estimate,
    pub span: Span,
    /// "12 (+1)": the attackers, counted apart.
    pub attackers: Option<(Estimate, Span)>,
}

/// The count in a cell: "12", "12–15", "at least 5", "30+", "~40", "2 soldiers and 3 police", "7 (+1)".
pub(super) fn count(text: &Text, cell: &Cell) -> Option<Count> {
    let whole = cell.span.of(text.text);
    let main = whole.find('(').filter(|at| *at > 0).unwrap_or(whole.len());
    let end = cell.span.start + u32::try_from(main).unwrap_or(u32::MAX);
    let parts: Vec<_> = cell
        .sentences
        .clone()
        .flat_map(|sentence| numbers(text, sentence))
        .filter(|number| !number.article && number.span.start < end)
        .collect();
    let attackers = plus(text, cell, main);
    let Some(first) = parts.first() else {
        let (estimate, span) = marked(text, cell, main)?;
        return Some(Count {
            estimate,
            span,
            attackers,
        });
    };
    let mut estimate = around(text, first.estimate, first.span);
    let mut span = first.span;
    for (before, part) in parts.iter().zip(&parts[1..]) {
        if !is_next_part(text, before.span, part.span) {
            break;
        }
        estimate = estimate.plus(&part.estimate);
        span = span.join(&part.span);
    }
    Some(Count {
        estimate,
        span,
        attackers,
    })
}

/// True where two numbers are parts of one list: "2 soldiers, 3 civilians".
fn is_next_part(text: &Text, before: Span, after: Span) -> bool {
    let between = text
        .text
        .get(before.end as usize..after.start as usize)
        .unwrap_or("");
    between.contains(char::is_alphabetic)
        && (between.contains(',') || between.contains(" and ") || between.contains('+'))
        && !between.contains("includ")
        && !between.contains("of ")
}

/// "30+", ">30", "~30": marks that stand at the number.
fn around(text: &Text, estimate: Estimate, span: Span) -> Estimate {
    let before = text.text[..span.start as usize].chars().next_back();
    let after = text.text[span.end as usize..].chars().next();
    let open = matches!(before, Some('>' | '≥')) || after == Some('+');
    if open {
        Estimate::at_least(estimate.low())
    } else if matches!(before, Some('~' | '≈')) {
        Estimate::about(estimate.low())
    } else {
        estimate
    }
}

/// A number that is joined to its mark as one word: "30+", "~30", "c.30", "≥12".
fn marked(text: &Text, cell: &Cell, main: usize) -> Option<(Estimate, Span)> {
    let words = cell.span.of(text.text).get(..main)?.trim();
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let rest: String = words
        .chars()
        .filter(|letter| !letter.is_ascii_digit() && *letter != ',' && !letter.is_whitespace())
        .collect();
    let value: u64 = digits.parse().ok()?;
    let estimate = match rest.to_lowercase().as_str() {
        "" => Estimate::exactly(value),
        "+" | ">" | "≥" | ">=" => Estimate::at_least(value),
        "<" | "≤" | "<=" => Estimate::at_most(value),
        "~" | "≈" | "c." | "ca." | "ca" | "c" => Estimate::about(value),
        _ => return None,
    };
    let span = Span::new(
        cell.span.start as usize,
        cell.span.start as usize + words.len(),
    );
    Some((estimate, span))
}

/// "(+1)" behind the count.
fn plus(text: &Text, cell: &Cell, main: usize) -> Option<(Estimate, Span)> {
    let rest = cell.span.of(text.text).get(main..)?;
    let open = rest.find("(+")?;
    let close = rest[open..].find(')')? + open;
    let value: u64 = rest[open + 2..close]
        .split_whitespace()
        .next()?
        .parse()
        .ok()?;
    let start = cell.span.start as usize + main;
    Some((
        Estimate::exactly(value),
        Span::new(start + open + 1, start + close),
    ))
}

/// The time in a cell: as dates are read in prose, else in figures only.
pub(super) fn date(
    text: &Text,
    dates: &[Vec<DateHit>],
    cell: &Cell,
    order: Option<Order>,
) -> Option<DateHit> {
    let words = cell.span.of(text.text);
    let hit = |when: When, rule: &'static str| DateHit {
        when,
        first: 0,
        last: 0,
        span: cell.span,
        rule,
        own_year: true,
        grain: match when.days() {
            Some(1) => Grain::Day,
            Some(days) if days <= 31 => Grain::Month,
            Some(days) if days <= 92 => Grain::Quarter,
            _ => Grain::Year,
        },
        counted: None,
        count: None,
        until: None,
    };
    if let Some(when) = figures(words, order) {
        return Some(hit(when, "date/table-figures"));
    }
    if let Some(when) = year(words).or_else(|| part_of_year(words)) {
        return Some(hit(when, "date/table-year"));
    }
    cell.sentences
        .clone()
        .flat_map(|sentence| &dates[sentence])
        .min_by_key(|date| date.when.days().unwrap_or(u32::MAX))
        .cloned()
}

/// Which of the first two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// The order of a column's dates in figures; `None` where no date of it tells.
pub(super) fn order<'t>(cells: impl Iterator<Item = &'t str>) -> Option<Order> {
    cells.into_iter().find_map(|cell| {
        let parts = parts(cell)?;
        match parts {
            [first, _, third] if third > 31 && first > 12 && first <= 31 => Some(Order::DayFirst),
            [_, second, third] if third > 31 && second > 12 && second <= 31 => {
                Some(Order::MonthFirst)
            }
            _ => None,
        }
    })
}

fn parts(words: &str) -> Option<[i16; 3]> {
    let word = words.split_whitespace().next()?;
    let mark = ['/', '.', '-']
        .into_iter()
        .find(|mark| word.matches(*mark).count() == 2)?;
    let mut parts = word.split(mark).map(str::parse::<i16>);
    match (parts.next()?, parts.next()?, parts.next()?) {
        (Ok(a), Ok(b), Ok(c)) => Some([a, b, c]),
        _ => None,
    }
}

/// "2017-03-05", "05/03/2017", "5.3.2017"; a day and month that could be either way leave the year.
fn figures(words: &str, order: Option<Order>) -> Option<When> {
    let [a, b, c] = parts(words)?;
    let small = |value: i16| i8::try_from(value).ok();
    if a > 1000 {
        return Date::new(a, small(b)?, small(c)?).ok().map(When::day);
    }
    if !(1000..=2100).contains(&c) {
        return None;
    }
    let order = if a == b {
        Some(Order::DayFirst)
    } else if words.contains('.') {
        // Nobody writes the month first with full stops between.
        Some(order.unwrap_or(Order::DayFirst))
    } else {
        order
    };
    match order {
        Some(Order::DayFirst) => Date::new(c, small(b)?, small(a)?).ok().map(When::day),
        Some(Order::MonthFirst) => Date::new(c, small(a)?, small(b)?).ok().map(When::day),
        None => When::year(c),
    }
}

/// "2017", "2015–2016", "2015-16".
fn year(words: &str) -> Option<When> {
    let mut numbers = words.split(['-', '–', '—', '/']).map(str::trim);
    let first = numbers.next()?;
    let is_year = |word: &str| {
        (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| word.parse::<i16>().ok())
            .flatten()
            .filter(|year| (1700..=2100).contains(year))
    };
    let from = is_year(first)?;
    let Some(second) = numbers.next() else {
        return When::year(from);
    };
    if numbers.next().is_some() {
        return None;
    }
    let to = is_year(second).or_else(|| {
        (second.len() == 2)
            .then(|| second.parse::<i16>().ok())
            .flatten()
            .map(|short| from / 100 * 100 + short)
    })?;
    (to > from).then(|| {
        Some(When::between(
            When::year(from)?.first?,
            When::year(to)?.last?,
        ))
    })?
}

/// "Q1 2019", "2019 Q3", "first quarter 2019", "H1 2020", "first half of 2020".
fn part_of_year(words: &str) -> Option<When> {
    let lower = words.to_lowercase();
    let pieces: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|piece| !piece.is_empty())
        .collect();
    let year = pieces.iter().find_map(|piece| {
        (piece.len() == 4)
            .then(|| piece.parse::<i16>().ok())
            .flatten()
            .filter(|year| (1700..=2100).contains(year))
    })?;
    let ordinal = |word: &str| {
        ["first", "second", "third", "fourth"]
            .iter()
            .position(|known| *known == word)
            .or_else(|| {
                ["1st", "2nd", "3rd", "4th"]
                    .iter()
                    .position(|known| *known == word)
            })
    };
    let (index, months) = pieces.iter().enumerate().find_map(|(at, piece)| {
        let short = |mark: char| {
            piece
                .strip_prefix(mark)
                .and_then(|number| number.parse::<usize>().ok())
                .filter(|number| (1..=4).contains(number))
                .map(|number| number - 1)
        };
        if let Some(index) = short('q') {
            return Some((index, 3));
        }
        if let Some(index) = short('h').filter(|index| *index < 2) {
            return Some((index, 6));
        }
        let before = at
            .checked_sub(1)
            .and_then(|before| ordinal(pieces[before]))?;
        match *piece {
            "quarter" => Some((before, 3)),
            "half" if before < 2 => Some((before, 6)),
            _ => None,
        }
    })?;
    let first = i8::try_from(index * months + 1).ok()?;
    let last = i8::try_from(index * months + months).ok()?;
    Some(When::between(
        Date::new(year, first, 1).ok()?,
        Date::new(year, last, 1).ok()?.last_of_month(),
    ))
}
