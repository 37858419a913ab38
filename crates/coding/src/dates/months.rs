//! Days and months by name: "5 September 2022", "Sept. 5", "September 2022".

use super::Grain;
use super::lexemes::{month_alone, month_by_number, month_by_ordinal};
use super::reader::{Plain, Reader};
use codebook::times::{Sure, TimeWord as T};
use jiff::ToSpan;
use jiff::civil::Date;
use language::Pos;
use model::When;

impl Reader<'_, '_> {
    /// A day of the month at a place, in figures or words, and the place after it. "third", "twenty-third",
    /// "the 15th day".
    pub(super) fn day_at(&self, at: usize) -> Option<(i8, usize)> {
        let lexeme = self.at(at);
        if let Some((value, count)) = lexeme.digits {
            let fits = count <= 2 && (1..=31).contains(&value);
            // "5.30 pm", "12,000", "7:30"
            let cut = matches!(self.at(at + 1).sign, '.' | ',' | ':')
                && self.at(at + 1).glued
                && self.at(at + 2).glued
                && self.at(at + 2).digits.is_some();
            return (fits && !cut)
                .then(|| i8::try_from(value).ok())
                .flatten()
                .map(|day| (day, at + 1));
        }
        let (value, next) = self.ordinal_at(at)?;
        (1..=31)
            .contains(&value)
            .then(|| (value.cast_signed(), next))
    }

    /// An ordinal in words or figures.
    pub(super) fn ordinal_at(&self, at: usize) -> Option<(u8, usize)> {
        let lexeme = self.at(at);
        if let Some((value, _)) = lexeme.digits.filter(|_| lexeme.suffixed) {
            return u8::try_from(value).ok().map(|value| (value, at + 1));
        }
        if lexeme.sense.ordinal > 0 {
            return Some((lexeme.sense.ordinal, at + 1));
        }
        if matches!(lexeme.sense.number, 20 | 30) {
            let unit = at + 1 + usize::from(self.at(at + 1).dash());
            let ordinal = self.at(unit).sense.ordinal;
            let tens = u8::try_from(lexeme.sense.number).ok()?;
            return (1..=9)
                .contains(&ordinal)
                .then_some((tens + ordinal, unit + 1));
        }
        None
    }

    /// "5 September 2022", "5th of September", "17 and 18 May", "3-5 May 1990", "third day of October".
    pub(super) fn day_month(&mut self, at: usize) -> Option<Plain> {
        let (first, mut next) = self.day_at(at)?;
        let mut last = first;
        let mut range = false;
        let join = self.at(next);
        if join.dash() || join.sign == '/' || join.is(T::And) || join.is(T::Or) || join.is(T::To) {
            let from = self.past_the(next + 1);
            if let Some((second, after)) = self.day_at(from)
                && second > first
            {
                (last, next, range) = (second, after, true);
            }
        }
        let mut words = self.at(at).digits.is_none();
        if self.is(next, T::Day) && self.is(next + 1, T::Of) {
            next += 1;
            words = false;
        }
        if self.is(next, T::Of) {
            next = self.past_the(next + 1);
            words = false;
        } else if self.at(next).dash() && self.at(next).glued {
            next += 1;
        }
        let lexeme = self.at(next);
        // "the second May election" is no day; "second May" neither.
        if words && lexeme.sense.sure == Sure::Doubtful {
            return None;
        }
        if let Some(plain) = self.day_of_unit(first, next, words) {
            return Some(plain);
        }
        let linked =
            self.before(next).is(T::Of) && (self.at(at).suffixed || self.at(at).digits.is_none());
        let month = if linked {
            month_by_ordinal(lexeme)
        } else {
            month_by_number(lexeme)
        }?;
        let (mut year, mut after, mut own) = self.year_after(next + 1, month, Some(last));
        if !own && let Some((short, at)) = self.short_year(next + 1, at) {
            (year, after, own) = (Some(short), at, true);
        }
        let rule = "date/day-month";
        self.days((first, last, range), (year?, month), (after, own), rule)
    }

    /// "last 6 April", "next 6th of April": the one before or after publication.
    pub(super) fn pointed_day(&mut self, at: usize) -> Option<Plain> {
        let words = [(T::Last, -1), (T::Next, 1), (T::This, 0)];
        let (_, step) = words.into_iter().find(|(word, _)| self.is(at, *word))?;
        if self.at(at + 1).digits.is_none() && self.at(at + 1).sense.month == 0 {
            return None;
        }
        let plain = self
            .numeric(at + 1)
            .or_else(|| self.day_month(at + 1))
            .or_else(|| self.month_day(at + 1))
            .filter(|plain| !plain.own_year && plain.when.is_day())?;
        let (day, published) = (plain.when.first?, self.published()?);
        let here = super::reader::with_year(day, published.year())?;
        let moved = match step {
            -1 if here >= published => -1,
            1 if here <= published => 1,
            _ => 0,
        };
        let when = When::day(super::reader::with_year(day, published.year() + moved)?);
        Some(Plain { when, ..plain })
    }

    /// "20th of the current month", "15th day of next month".
    fn day_of_unit(&mut self, day: i8, at: usize, words: bool) -> Option<Plain> {
        if words || !self.before(at).is(T::Of) && !self.before(at).is(T::The) {
            return None;
        }
        let month = if self.is(at, T::Month) {
            let first = self.published()?.first_of_month();
            Plain::new(
                When::between(first, first.last_of_month()),
                Grain::Month,
                at + 1,
                "",
            )
        } else {
            self.relative_unit(at)
                .filter(|plain| plain.grain == Grain::Month)?
        };
        let first = month.when.first?;
        let day = Date::new(first.year(), first.month(), day).ok()?;
        Some(Plain::day(day, month.next, "date/day-of-month"))
    }

    /// "03 JAN 90": a year in two figures behind a short month and a day.
    fn short_year(&self, at: usize, day: usize) -> Option<(i16, usize)> {
        let lexeme = self.at(at);
        let digits = lexeme.digits.filter(|(_, count)| *count == 2)?;
        let month = self.at(at - 1);
        let short = month.sense.sure == Sure::Short || month.end - month.start == 3;
        let clock = self.at(at + 1).sign == ':' || lexeme.suffixed;
        let counted = matches!(self.line.pos(self.at(at + 1).token), Pos::Noun | Pos::Adj)
            && self.at(at + 1).word;
        if !short || clock || counted || self.at(day).digits.is_none() {
            return None;
        }
        self.full_year(digits).map(|year| (year, at + 1))
    }

    /// "September 5, 2022", "Sept. 5", "May 17 to 19", "April 17 and 18", "march third 2015".
    pub(super) fn month_day(&mut self, at: usize) -> Option<Plain> {
        let month = month_by_number(self.at(at)).or_else(|| {
            // "march third", not "may first see"
            let ordinal = self.ordinal_at(self.past_the(at + 1)).is_some();
            month_by_ordinal(self.at(at))
                .filter(|_| ordinal && self.line.pos(self.at(at).token) != Pos::Aux)
        })?;
        let mut next = at + 1;
        if matches!(self.at(next).sign, '.' | '/' | '-') && self.at(next).glued {
            next += 1;
        }
        next = self.past_the(next);
        // "September-2020-23"
        if let Some((year, 4)) = self.at(next).digits
            && self.at(next + 1).dash()
            && self.at(next + 1).glued
            && let Some((day, after)) = self.day_at(next + 2)
        {
            let day = Date::new(i16::try_from(year).ok()?, month, day).ok()?;
            return Some(Plain::day(day, after, "date/month-day").own(true));
        }
        let (first, mut next) = self.day_at(next).or_else(|| self.day_in_words(next))?;
        let (mut last, mut range) = (first, false);
        let join = self.at(next);
        let and = join.is(T::And);
        if join.dash() || and || join.is(T::Or) || join.is(T::To) {
            let from = self.past_the(next + 1);
            if let Some((second, after)) = self.day_at(from)
                && second > first
                && month_by_number(self.at(after)).is_none()
                && !(self.is(after, T::Of))
                && !(and && self.at(after).word && !self.at(after).capital)
            {
                (last, next, range) = (second, after, true);
            }
        }
        let (year, after, own) = self.year_after(next, month, Some(last));
        let rule = "date/month-day";
        self.days((first, last, range), (year?, month), (after, own), rule)
    }

    /// "January twenty five": a day as a bare number word, a unit behind the tens.
    fn day_in_words(&self, at: usize) -> Option<(i8, usize)> {
        let tens = self.at(at).sense.number;
        let unit = at + 1 + usize::from(self.at(at + 1).dash());
        let ones = self.at(unit).sense.number;
        if !matches!(tens, 20 | 30) || !(1..=9).contains(&ones) {
            return None;
        }
        i8::try_from(tens + ones)
            .ok()
            .filter(|day| *day <= 31)
            .map(|day| (day, unit + 1))
    }

    fn days(
        &self,
        (first, last, range): (i8, i8, bool),
        (year, month): (i16, i8),
        (next, own): (usize, bool),
        rule: &'static str,
    ) -> Option<Plain> {
        let from = Date::new(year, month, first).ok()?;
        let to = Date::new(year, month, last).ok()?;
        let when = if range {
            When::between(from, to)
        } else {
            When::day(to)
        };
        let mut plain = Plain::new(when, Grain::Day, next, rule).own(own);
        plain.until = range.then(|| When::day(to));
        Some(if range {
            plain
        } else {
            self.weekday_behind(plain)
        })
    }

    /// "September 2022", "in September", "last September", "2017 April".
    pub(super) fn month(&mut self, at: usize) -> Option<Plain> {
        if let Some((year, next)) = self.year_at(at)
            && next == at + 1
            && let Some(month) = month_alone(self.at(next)).filter(|_| !self.verbal(next))
            && self.at(next + 1).digits.is_none()
        {
            let when = When::month(year, month)?;
            return Some(Plain::new(when, Grain::Month, next + 1, "date/month").own(true));
        }
        let last = self.is(at, T::Last);
        let next = self.is(at, T::Next);
        let determined = last || next || self.is(at, T::This);
        let place = at + usize::from(determined);
        let month = month_alone(self.at(place))?;
        if self.verbal(place) {
            return None;
        }
        let (mut year, after, own) = self.year_after(place + 1, month, None);
        // "the march", "PROTEST MARCH"
        let before = self.before(at);
        let named = before.is(T::The) || before.capital && before.sense.is_none();
        if !own && !determined && named && self.at(place).sense.sure == Sure::Doubtful {
            return None;
        }
        if !own && let Some(published) = self.published() {
            if last {
                year = Some(last_month(month, published)?);
            } else if next {
                let ahead = i16::from(month <= published.month());
                year = Some(published.year() + ahead);
            } else if determined {
                year = Some(published.year());
            }
        }
        let when = When::month(year?, month)?;
        Some(Plain::new(when, Grain::Month, after, "date/month").own(own))
    }

    /// "may" and "march" are words too.
    fn verbal(&self, at: usize) -> bool {
        let lexeme = self.at(at);
        let verb = matches!(self.line.pos(lexeme.token), Pos::Aux | Pos::Verb);
        lexeme.sense.sure == Sure::Doubtful && (!lexeme.capital || verb)
    }

    /// The year behind a month or day: told, pointed at, or the one it must be.
    pub(super) fn year_after(
        &self,
        at: usize,
        month: i8,
        day: Option<i8>,
    ) -> (Option<i16>, usize, bool) {
        let mut next = at;
        if self.at(next).sign == ',' || self.at(next).sign == '.' {
            next += 1;
        }
        if self.is(next, T::Of)
            || self.is(next, T::In)
            || self.at(next).dash() && self.at(next).glued
        {
            next += 1;
        }
        if let Some((year, after)) = self.year_at(next).or_else(|| self.year_in_words(next)) {
            return (Some(year), after, true);
        }
        let pointed = |offset: i16| self.published().map(|day| day.year() + offset);
        for (word, offset) in [(T::This, 0), (T::Last, -1), (T::Next, 1)] {
            if self.is(next, word) && self.is(next + 1, T::Year) {
                return (pointed(offset), next + 2, false);
            }
        }
        if let Some(year) = self.year_shared(next, day) {
            return (Some(year), at, true);
        }
        let same = self.is(next, T::That) || self.is(next, T::The) && self.is(next + 1, T::Same);
        let after = next + 1 + usize::from(self.is(next, T::The));
        if same && self.is(after, T::Year) {
            return (self.time.year.map(|(year, ..)| year), after + 1, false);
        }
        (self.assumed_year(month, day), at, false)
    }

    /// "in February and April 2020", "on 3 May, 7 May and 9 June 2014": the year behind the last of a list.
    fn year_shared(&self, at: usize, day: Option<i8>) -> Option<i16> {
        // "between November and March 2020" is a range, whose ends may lie in two years.
        let range = (1..=3).any(|back| {
            at.checked_sub(back)
                .is_some_and(|before| self.is(before, T::Between) || self.is(before, T::From))
        });
        if range {
            return None;
        }
        let mut next = at;
        for _ in 0..8 {
            let joint = self.at(next).sign == ',' || self.is(next, T::And) || self.is(next, T::Or);
            if !joint {
                return None;
            }
            while self.at(next).sign == ',' || self.is(next, T::And) || self.is(next, T::In) {
                next += 1;
            }
            // The same kind of member: a month, or a day and a month.
            if day.is_some() && self.at(next).digits.is_some_and(|(_, count)| count <= 2) {
                next += 1;
            }
            month_alone(self.at(next))?;
            next += 1;
            if day.is_some() && self.at(next).digits.is_some_and(|(_, count)| count <= 2) {
                next += 1;
            }
            let behind = next + usize::from(self.at(next).sign == ',');
            if let Some((year, _)) = self.year_at(behind).filter(|(year, _)| *year > 1000) {
                return Some(year);
            }
        }
        None
    }

    /// "on the 15th": a day of the month told last, or of the latest in which it lies before publication.
    pub(super) fn bare_ordinal(&self, at: usize) -> Option<Plain> {
        let place = self.past_the(at);
        let before = self.before(at);
        let led = [
            T::On,
            T::Of,
            T::Until,
            T::Since,
            T::Before,
            T::After,
            T::By,
            T::From,
        ]
        .iter()
        .any(|word| before.is(*word));
        if place == at || !led {
            return None;
        }
        let (day, next) = self
            .day_at(place)
            .filter(|_| self.at(place).suffixed || self.at(place).digits.is_none())?;
        // "on the 15th floor"
        let follower = self.at(next);
        if follower.word
            && matches!(
                self.line.pos(follower.token),
                Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num
            )
            || follower.digits.is_some()
        {
            return None;
        }
        if self.at(place).digits.is_none() || follower.is(T::Of) {
            return None;
        }
        let told = self
            .anchor()
            .filter(|anchor| anchor.days().is_some_and(|days| days <= 31));
        let published = self.published();
        let first = if let Some(first) = told.and_then(|anchor| anchor.first) {
            first.first_of_month()
        } else {
            let published = published?;
            let month = published.first_of_month();
            match Date::new(month.year(), month.month(), day) {
                Ok(here) if here > published && !self.forward() => {
                    month.checked_sub(1.months()).ok()?
                }
                Ok(here) if here < published && self.forward() => {
                    month.checked_add(1.months()).ok()?
                }
                _ => month,
            }
        };
        let day = Date::new(first.year(), first.month(), day).ok()?;
        Some(Plain::day(day, next, "date/day-of-month"))
    }
}

/// The year of "last August": the last one that is over, or one so recent that "last" would not be said
/// for it is passed over. Said in September, "last August" is the August of the year before.
fn last_month(month: i8, published: Date) -> Option<i16> {
    let year = published.year() - i16::from(month > published.month());
    let first = Date::new(year, month, 1).ok()?;
    let recent = first
        .until(published)
        .is_ok_and(|span| span.get_days() < 75);
    Some(if recent { year - 1 } else { year })
}
