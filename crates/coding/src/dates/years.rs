//! Years, decades, seasons and quarters.

use super::Grain;
use super::reader::{Plain, Reader};
use super::units::{calendar, decade, shifted};
use codebook::times::{Sure, TimeWord as T};
use jiff::ToSpan;
use jiff::civil::Date;
use model::When;

/// Words behind which four digits are a year.
const LEADERS: [T; 12] = [
    T::In,
    T::Of,
    T::During,
    T::Since,
    T::The,
    T::Until,
    T::By,
    T::From,
    T::Between,
    T::And,
    T::To,
    T::Mid,
];

impl Reader<'_, '_> {
    /// A year in four figures, or "'05", and the place after it.
    pub(super) fn year_at(&self, at: usize) -> Option<(i16, usize)> {
        let lexeme = self.at(at);
        if matches!(lexeme.sign, '\'' | '’' | '‘') {
            let short = self.at(at + 1);
            let digits = short
                .digits
                .filter(|(_, count)| *count == 2 && short.glued)?;
            let apart = !self.at(at + 2).glued || !self.at(at + 2).word;
            return apart
                .then(|| self.full_year(digits))
                .flatten()
                .map(|year| (year, at + 2));
        }
        let (value, 4) = lexeme.digits? else {
            return None;
        };
        let year = i16::try_from(value)
            .ok()
            .filter(|year| (1700..=2100).contains(year))?;
        let next = self.at(at + 1);
        // "1990s", "2,000", "2000 UTC"
        let cut = next.glued
            && (next.word
                || matches!(next.sign, '.' | ',' | ':')
                    && self.at(at + 2).glued
                    && self.at(at + 2).digits.is_some());
        if cut || next.is(T::NoYear) && !next.glued || next.sign == '%' || self.is_clock(at) {
            return None;
        }
        Some((year, at + 1))
    }

    /// "at 1830", "at approximately 1745 (1945 GMT)": the time of day in four figures.
    fn is_clock(&self, at: usize) -> bool {
        let zone = |at: usize| {
            ["gmt", "hours", "hrs", "local"]
                .iter()
                .any(|word| self.word_is(at, word))
        };
        let at_word = |at: usize| self.word_is(at, "at");
        let before = |by: usize| at.checked_sub(by);
        let near = |by: usize| {
            before(by).is_some_and(|at| {
                ["approximately", "about", "around"]
                    .iter()
                    .any(|word| self.word_is(at, word))
            })
        };
        zone(at + 1)
            || (self.is(at + 1, T::And) || self.is(at + 1, T::To)) && zone(at + 3)
            || before(1).is_some_and(at_word)
            || near(1) && before(2).is_some_and(at_word)
    }

    /// "two thousand and fifteen", "nineteen eighty-six", "seventeen hundred thirty three".
    pub(super) fn year_in_words(&self, at: usize) -> Option<(i16, usize)> {
        let number = |at: usize| self.at(at).sense.number;
        let small = |at: usize| -> (u16, usize) {
            let tens = number(at);
            let unit = at + 1 + usize::from(self.at(at + 1).dash());
            match (tens, number(unit)) {
                (20..=90, ones @ 1..=9) if tens % 10 == 0 => (tens + ones, unit + 1),
                (1..=99, _) => (tens, at + 1),
                _ => (0, at),
            }
        };
        let (first, mut next) = small(at);
        let base = match (first, number(next)) {
            (1..=2, 1000) => {
                next += 1;
                first * 1000
            }
            (11..=20, 100) => {
                next += 1;
                first * 100
            }
            (15..=20, 10..=99) => first * 100,
            _ => return None,
        };
        let (rest, after) = small(next + usize::from(self.is(next, T::And)));
        let year = i16::try_from(base + rest).ok()?;
        let after = if rest == 0 { next } else { after };
        (1000..=2100).contains(&year).then_some((year, after))
    }

    /// "in 2015", "(2004)", "the 2021 attack".
    pub(super) fn bare_year(&self, at: usize) -> Option<Plain> {
        let the = self.past_the(at);
        let named = the + usize::from(self.is(the, T::Year) || self.word_is(the, "cy"));
        let (year, next) = if named > the {
            self.year_at(named)?
        } else {
            self.year_at(at)?
        };
        if named == the && !self.fits_as_year(at, next) {
            return None;
        }
        let plain = Plain::new(When::year(year)?, Grain::Year, next, "date/year").own(true);
        // "2014 A.D."
        let era = self.word_is(next, "a") && self.word_is(next + 2, "d");
        Some(Plain {
            next: next + if era { 4 } else { 0 },
            ..plain
        })
    }

    /// A number of things is no year: "1,900 people" has a comma, "2000 people" has not.
    fn fits_as_year(&self, at: usize, next: usize) -> bool {
        let lexeme = self.at(at);
        let before = self.before(at);
        let follower = self.at(next).token;
        let counted = self.line.hits.iter().any(|hit| {
            hit.first == follower
                && follower > lexeme.token
                && matches!(
                    hit.sense,
                    codebook::Sense::Target { plural: true, .. }
                        | codebook::Sense::People { plural: true, .. }
                )
        });
        let introduced = LEADERS.iter().any(|word| before.is(*word))
            || before.is(T::Year)
            || matches!(before.sign, '(' | ',');
        if counted && !introduced || matches!(before.sign, '$' | '€' | '£') {
            return false;
        }
        // "ABC 2000", "page 2000"
        if before.word && !introduced && before.token + 1 == lexeme.token {
            let word = self.word(at - 1);
            if ["no", "page", "about", "some", "than"]
                .iter()
                .any(|other| word.eq_ignore_ascii_case(other))
            {
                return false;
            }
        }
        self.lexemes.len() > 1 || self.forward()
    }

    /// "the 1990s", "1980s", "'90s".
    pub(super) fn decade(&self, at: usize) -> Option<Plain> {
        let mark = at + usize::from(matches!(self.at(at).sign, '\'' | '’' | '‘'));
        let (value, count) = self.at(mark).digits?;
        let mut next = mark + 1;
        if matches!(self.at(next).sign, '\'' | '’') {
            next += 1;
        }
        let plural = self.at(next).glued && self.word_is(next, "s");
        if !plural || value % 10 != 0 {
            return None;
        }
        let year = match count {
            4 => i16::try_from(value)
                .ok()
                .filter(|year| (1700..=2100).contains(year))?,
            2 if mark > at && value >= 20 => i16::try_from(1900 + value).ok()?,
            _ => return None,
        };
        Some(Plain::new(decade(year)?, Grain::Decade, next + 1, "date/decade").own(true))
    }

    /// "summer of 2015", "last summer", "spring 2004", "this winter".
    pub(super) fn season(&self, at: usize) -> Option<Plain> {
        let the = self.past_the(at);
        let determined = [T::Last, T::This, T::Next]
            .into_iter()
            .find(|word| self.is(the, *word));
        let place = the + usize::from(determined.is_some());
        let lexeme = self.at(place);
        let season = i8::try_from(lexeme.sense.season)
            .ok()
            .filter(|season| *season > 0)?;
        let mut next = place + 1;
        if self.is(next, T::Of) || self.at(next).sign == ',' {
            next += 1;
        }
        if let Some((year, after)) = self.year_at(next) {
            let mut plain = Plain::new(
                season_of(season, year)?,
                Grain::Season,
                after,
                "date/season",
            );
            // "the winter of 2015-16"
            if self.at(after).dash() && self.at(after).glued && self.at(after + 1).digits.is_some()
            {
                plain.next = after + 2;
            }
            return Some(plain.own(true));
        }
        if lexeme.sense.sure == Sure::Doubtful && determined.is_none() {
            return None;
        }
        let published = self.published()?;
        let here = |offset: i16| season_of(season, published.year() + offset);
        let when = match determined? {
            T::Last => (-2..=0)
                .rev()
                .filter_map(here)
                .find(|when| when.last.is_some_and(|last| last < published)),
            T::Next => (-1..=1)
                .filter_map(here)
                .find(|when| when.first.is_some_and(|first| first > published)),
            _ => (-1..=1)
                .filter_map(here)
                .find(|when| when.last.is_some_and(|last| last >= published)),
        };
        Some(Plain::new(when?, Grain::Season, place + 1, "date/season"))
    }

    /// "Q3 2019", "2019-Q1", "2018Q4", "2019-H2".
    pub(super) fn quarter(&self, at: usize) -> Option<Plain> {
        let part = |at: usize| -> Option<(Grain, i32)> {
            let (value, 1) = self.at(at + 1).digits.filter(|_| self.at(at + 1).glued)? else {
                return None;
            };
            if self.word_is(at, "q") && (1..=4).contains(&value) {
                return Some((Grain::Quarter, value));
            }
            (self.word_is(at, "h") && (1..=2).contains(&value)).then_some((Grain::Half, value))
        };
        let of_year = |grain: Grain, number: i32, year: i16| {
            calendar(grain, Date::new(year, 1, 1).ok()?, number - 1)
        };
        if let Some((year, 4)) = self.at(at).digits {
            let next = at + 1 + usize::from(self.at(at + 1).dash());
            let (grain, number) = part(next)?;
            let when = of_year(grain, number, i16::try_from(year).ok()?)?;
            return Some(Plain::new(when, grain, next + 2, "date/quarter").own(true));
        }
        let (grain, number) = part(at)?;
        let mut next = at + 2;
        if self.is(next, T::Of) || self.at(next).dash() || self.at(next).sign == ',' {
            next += 1;
        }
        let (year, next, own) = if let Some((year, next)) = self.year_at(next) {
            (year, next, true)
        } else {
            let month = if grain == Grain::Half { 6 } else { 3 } * (number - 1) + 1;
            (
                self.assumed_year(i8::try_from(month).ok()?, None)?,
                at + 2,
                false,
            )
        };
        Some(Plain::new(of_year(grain, number, year)?, grain, next, "date/quarter").own(own))
    }
}

/// Three months from March, June, September or December of a year.
fn season_of(season: i8, year: i16) -> Option<When> {
    let first = Date::new(year, 3 * season, 1).ok()?;
    let last = shifted(Grain::Month, first, 3)?.checked_sub(1.day()).ok()?;
    Some(When::between(first, last))
}
