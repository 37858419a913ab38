//! The units of the calendar: which one a word names, and the one so many before or after a day's own.

use super::lexemes::Lexeme;
use codebook::times::TimeWord;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use model::When;

/// How exact the words of a date are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// Hours: only ever counted.
    Hour,
    /// A day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Sunday.
    Week,
    /// Two weeks.
    Fortnight,
    /// A calendar month.
    Month,
    /// Three months, the first from January.
    Quarter,
    /// Three months, spring from March.
    Season,
    /// Six months, the first from January.
    Half,
    /// A calendar year.
    Year,
    /// Ten years from one that ends in 0.
    Decade,
}

/// The unit that a word names.
pub(super) fn unit(lexeme: &Lexeme) -> Option<Grain> {
    const UNITS: [(TimeWord, Grain); 11] = [
        (TimeWord::Day, Grain::Day),
        (TimeWord::Week, Grain::Week),
        (TimeWord::Month, Grain::Month),
        (TimeWord::Year, Grain::Year),
        (TimeWord::Hour, Grain::Hour),
        (TimeWord::Weekend, Grain::Weekend),
        (TimeWord::Fortnight, Grain::Fortnight),
        (TimeWord::Quarter, Grain::Quarter),
        (TimeWord::Season, Grain::Season),
        (TimeWord::Half, Grain::Half),
        (TimeWord::Decade, Grain::Decade),
    ];
    UNITS
        .iter()
        .find(|(word, _)| lexeme.is(*word))
        .map(|(_, grain)| *grain)
}

/// The unit of that grain which lies `offset` units from the one that holds `day`.
pub(super) fn calendar(grain: Grain, day: Date, offset: i32) -> Option<When> {
    let monday = || {
        day.checked_sub(day.weekday().since(Weekday::Monday).days())
            .ok()
    };
    let months = |first: Date, count: i32| {
        let last = first.checked_add((count - 1).months()).ok()?;
        Some(When::between(first, last.last_of_month()))
    };
    let first_of = |step: i8| {
        let month = (day.month() - 1) / step * step + 1;
        Date::new(day.year(), month, 1)
            .ok()?
            .checked_add((offset * i32::from(step)).months())
            .ok()
    };
    match grain {
        Grain::Hour => None,
        Grain::Day => day.checked_add(offset.days()).ok().map(When::day),
        Grain::Weekend => {
            let first = monday()?.checked_add((7 * offset + 5).days()).ok()?;
            Some(When::between(first, first.tomorrow().ok()?))
        }
        Grain::Week => {
            let first = monday()?.checked_add((7 * offset).days()).ok()?;
            Some(When::between(first, first.checked_add(6.days()).ok()?))
        }
        Grain::Fortnight => {
            let first = monday()?.checked_add((14 * offset).days()).ok()?;
            Some(When::between(first, first.checked_add(13.days()).ok()?))
        }
        Grain::Month => months(first_of(1)?, 1),
        Grain::Quarter => months(first_of(3)?, 3),
        Grain::Half => months(first_of(6)?, 6),
        Grain::Season => {
            // December belongs to the winter that ends in the next year.
            let month = day.month() % 12;
            let first = day
                .first_of_month()
                .checked_sub(i32::from(month % 3).months())
                .ok()?;
            months(first.checked_add((3 * offset).months()).ok()?, 3)
        }
        Grain::Year => When::year(day.year().checked_add(i16::try_from(offset).ok()?)?),
        Grain::Decade => {
            let first = i32::from(day.year()).div_euclid(10) * 10 + 10 * offset;
            decade(i16::try_from(first).ok()?)
        }
    }
}

/// The ten years from that one on.
pub(super) fn decade(year: i16) -> Option<When> {
    let first = Date::new(year, 1, 1).ok()?;
    let last = Date::new(year.checked_add(9)?, 12, 31).ok()?;
    Some(When::between(first, last))
}

/// The day so many units after another; months and years keep the day of the month where there is one.
pub(super) fn shifted(grain: Grain, day: Date, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let span = match grain {
        Grain::Hour => return None,
        Grain::Day => jiff::Span::new().try_days(count),
        Grain::Week | Grain::Weekend => jiff::Span::new().try_weeks(count),
        Grain::Fortnight => jiff::Span::new().try_weeks(2 * count),
        Grain::Month => jiff::Span::new().try_months(count),
        Grain::Quarter | Grain::Season => jiff::Span::new().try_months(3 * count),
        Grain::Half => jiff::Span::new().try_months(6 * count),
        Grain::Year => jiff::Span::new().try_years(count),
        Grain::Decade => jiff::Span::new().try_years(10 * count),
    };
    day.checked_add(span.ok()?).ok()
}
