//! Dates in figures: ISO, with slashes, dots or dashes, perhaps with the month in letters.

use super::Grain;
use super::lexemes::{Lexeme, month_by_number};
use super::reader::{Plain, Reader};
use codebook::times::TimeWord as T;
use jiff::civil::Date;
use model::When;

/// True where a text writes numbers like "25/12/2019", so that "5/6/2019" is the fifth of June there.
pub(super) fn day_first(cut: &[Vec<Lexeme>]) -> bool {
    cut.iter().any(|lexemes| {
        lexemes.windows(5).any(|five| {
            let number = |at: usize| five[at].digits.map_or(0, |(value, _)| value);
            let signs = five[1].sign == '/' && five[3].sign == '/';
            signs
                && five[1].glued
                && (13..=31).contains(&number(0))
                && (1..=12).contains(&number(2))
        })
    })
}

impl Reader<'_, '_> {
    pub(super) fn numeric(&self, at: usize) -> Option<Plain> {
        // "user/12345/page" and decimal fractions are no dates.
        let inside = self.at(at).glued
            && (self.before(at).digits.is_some()
                || matches!(self.before(at).sign, '.' | '$' | ','));
        if inside || matches!(self.before(at).sign, '$' | '€' | '£') {
            return None;
        }
        self.eight_digits(at)
            .or_else(|| self.three_parts(at))
            .or_else(|| self.year_and_month(at))
            .or_else(|| self.month_and_day(at))
    }

    fn figures(day: Date, next: usize) -> Plain {
        Plain::day(day, next, "date/figures").own(true)
    }

    /// "20161016".
    fn eight_digits(&self, at: usize) -> Option<Plain> {
        let (value, 8) = self.at(at).digits? else {
            return None;
        };
        let year = i16::try_from(value / 10_000).ok()?;
        let month = i8::try_from(value / 100 % 100).ok()?;
        let day = i8::try_from(value % 100).ok()?;
        let plausible = (1900..=2100).contains(&year);
        Date::new(year, month, day)
            .ok()
            .filter(|_| plausible)
            .map(|day| Self::figures(day, at + 1))
    }

    /// A sign between figures: `-`, `/` or `.`, the same twice, no space around it; or spaces alone.
    fn sign(&self, at: usize) -> Option<char> {
        let sign = self.at(at);
        let fits = sign.glued && self.at(at + 1).glued;
        let mark = if sign.dash() { '-' } else { sign.sign };
        (fits && matches!(mark, '-' | '/' | '.')).then_some(mark)
    }

    /// "2022-09-05", "05.09.2022", "9/5/22", "05-Aug-2016", "2016 10 16".
    fn three_parts(&self, at: usize) -> Option<Plain> {
        let spaced = |at: usize| self.at(at).digits.is_some_and(|(_, count)| count == 2);
        if self.at(at).digits.is_some_and(|(_, count)| count == 4)
            && spaced(at + 1)
            && spaced(at + 2)
        {
            let day = self.date_of([at, at + 1, at + 2], ' ')?;
            return Some(Self::figures(day, at + 3));
        }
        let sign = self.sign(at + 1)?;
        if self.sign(at + 3) != Some(sign) {
            return None;
        }
        // "650.650.6500", "1.2.3.4", "2/29-3/1/2019"
        let longer = self.sign(at + 5) == Some(sign) && sign == '.'
            || self.sign(at + 5) == Some('.') && self.at(at + 6).digits.is_some();
        if longer {
            return None;
        }
        let day = self.date_of([at, at + 2, at + 4], sign)?;
        Some(Self::figures(day, at + 5))
    }

    /// The day of three parts, whatever their order.
    fn date_of(&self, parts: [usize; 3], sign: char) -> Option<Date> {
        let number = |part: usize| self.at(parts[part]).digits;
        let letters =
            |part: usize| month_by_number(self.at(parts[part])).filter(|_| number(part).is_none());
        if let Some(named) = (0..3).find(|part| letters(*part).is_some()) {
            let month = letters(named)?;
            let mut others = (0..3).filter(|part| *part != named).filter_map(number);
            let (a, b) = (others.next()?, others.next()?);
            let (year, day) = if a.1 == 4 { (a, b) } else { (b, a) };
            return Date::new(self.full_year(year)?, month, i8::try_from(day.0).ok()?).ok();
        }
        let (a, b, c) = (number(0)?, number(1)?, number(2)?);
        let small = |value: (i32, u8)| i8::try_from(value.0).ok();
        if a.1 == 4 {
            return Date::new(self.full_year(a)?, small(b)?, small(c)?).ok();
        }
        if a.1 > 2 || b.1 > 2 || sign == ' ' {
            return None;
        }
        let year = self.full_year(c)?;
        let month_first = Date::new(year, small(a)?, small(b)?).ok();
        let day_first = Date::new(year, small(b)?, small(a)?).ok();
        if self.time.day_first || sign == '.' {
            day_first.or(month_first)
        } else {
            month_first.or(day_first)
        }
    }

    /// A year of four digits, or of two: the one nearest to publication that is not far ahead.
    pub(super) fn full_year(&self, (value, count): (i32, u8)) -> Option<i16> {
        let value = i16::try_from(value).ok()?;
        match count {
            4 => (1000..=2200).contains(&value).then_some(value),
            2 => {
                let now = self.published().map_or(2030, Date::year);
                let year = now / 100 * 100 + value;
                Some(if year > now + 10 { year - 100 } else { year })
            }
            _ => None,
        }
    }

    /// "2014-10", "2015-3", "12-2015", "2/2013", "Dec/2018"; "2006-07" is two years.
    fn year_and_month(&self, at: usize) -> Option<Plain> {
        let sign = self.sign(at + 1)?;
        if sign == '.'
            || self
                .sign(at + 3)
                .is_some_and(|next| next == sign && self.at(at + 4).digits.is_some())
        {
            return None;
        }
        let (a, b) = (self.at(at).digits, self.at(at + 2).digits);
        // "Law 6/2002", a path in an address
        let before = self.before(at);
        let led = [
            T::In,
            T::Of,
            T::Since,
            T::Until,
            T::From,
            T::By,
            T::Before,
            T::After,
            T::To,
        ];
        let alone = at == 0 || led.iter().any(|word| before.is(*word)) || before.sign == '(';
        if sign == '/' && a.is_some() && !alone || self.at(at).glued && before.sign == '/' {
            return None;
        }
        let (year, month) = match (a, b) {
            (Some((year, 4)), Some((month, 1 | 2))) => {
                let year = i16::try_from(year)
                    .ok()
                    .filter(|year| (1900..=2100).contains(year))?;
                if month == i32::from((year + 1) % 100) {
                    let when = When::between(
                        Date::new(year, 1, 1).ok()?,
                        Date::new(year + 1, 12, 31).ok()?,
                    );
                    return Some(Plain::new(when, Grain::Year, at + 3, "date/range").own(true));
                }
                (year, i8::try_from(month).ok()?)
            }
            (Some((month, 1 | 2)), Some((year, 4))) => {
                (i16::try_from(year).ok()?, i8::try_from(month).ok()?)
            }
            (None, Some((year, 4))) => (i16::try_from(year).ok()?, month_by_number(self.at(at))?),
            _ => return None,
        };
        if !(1900..=2100).contains(&year) {
            return None;
        }
        let when = When::month(year, month)?;
        Some(Plain::new(when, Grain::Month, at + 3, "date/month").own(true))
    }

    /// "10/2", "2-15" where the words around make it a date: nothing else in the sentence, or a
    /// preposition before it.
    fn month_and_day(&self, at: usize) -> Option<Plain> {
        let mut sign = self.sign(at + 1)?;
        let (a, b) = (self.at(at).digits?, self.at(at + 2).digits?);
        if a.1 > 2 || b.1 > 2 || self.at(at).suffixed || self.at(at + 2).suffixed {
            return None;
        }
        let before = self.before(at);
        let introduced = [
            T::On,
            T::Since,
            T::Until,
            T::From,
            T::Before,
            T::After,
            T::Between,
            T::Next,
            T::Last,
            T::This,
        ]
        .iter()
        .any(|word| before.is(*word))
            || before.is(T::To) && at > 3 && self.before(at - 1).digits.is_some()
            || before.sense.weekday > 0
            || before.sign == ',' && at > 1 && self.before(at - 1).sense.weekday > 0;
        let alone = at == 0 && at + 3 >= self.lexemes.len();
        let ranged = self.at(at + 3).dash() || before.dash();
        if !(introduced || alone || ranged && sign == '/')
            || sign == '.' && before.sense.weekday == 0
        {
            return None;
        }
        if sign == '-' && !(alone || before.is(T::From) || before.is(T::On)) {
            return None;
        }
        if sign == '.' {
            sign = '/';
        }
        let (a, b) = (i8::try_from(a.0).ok()?, i8::try_from(b.0).ok()?);
        let (month, day) = if a > 12 || self.time.day_first && b <= 12 && sign == '/' {
            (b, a)
        } else {
            (a, b)
        };
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let year = self.assumed_year(month, Some(day))?;
        let day = Date::new(year, month, day).ok()?;
        Some(Plain::day(day, at + 3, "date/month-day"))
    }
}
