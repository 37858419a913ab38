//! "yesterday", "that day", "the following day", "last week", "the past three months".

use super::Grain;
use super::reader::{Plain, Reader};
use super::units::{calendar, shifted, unit};
use codebook::times::TimeWord as T;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use model::When;

impl Reader<'_, '_> {
    /// Single days told against publication or against the day told last.
    pub(super) fn relative_day(&mut self, at: usize) -> Option<Plain> {
        let day = |day: Option<Date>, next: usize, rule: &'static str| {
            day.map(|day| Plain::day(day, next, rule))
        };
        let today = self.published();
        if self.is(at, T::Today) {
            return day(today, at + 1, "date/today");
        }
        if self.is(at, T::Yesterday) {
            return day(today?.yesterday().ok(), at + 1, "date/yesterday");
        }
        if self.is(at, T::Tomorrow) {
            return day(today?.tomorrow().ok(), at + 1, "date/tomorrow");
        }
        if self.is(at, T::This) && self.is(at + 1, T::PartOfDay) {
            return day(today, at + 2, "date/today");
        }
        if self.is(at, T::Last) && self.word_is(at + 1, "night") {
            return day(today?.yesterday().ok(), at + 2, "date/yesterday");
        }
        self.weekend(at).or_else(|| self.told_day(at))
    }

    /// "over the weekend": the latest Saturday and Sunday up to publication.
    fn weekend(&self, at: usize) -> Option<Plain> {
        let the = self.past_the(at);
        if the == at || !self.is(the, T::Weekend) || !self.current() {
            return None;
        }
        let today = self.published()?;
        let since = i32::from(today.weekday().since(Weekday::Saturday));
        let first = today.checked_sub(since.days()).ok()?;
        let last = first.checked_add(1.day()).ok()?;
        Some(Plain::new(
            When::between(first, last.min(today)),
            Grain::Weekend,
            the + 1,
            "date/weekend",
        ))
    }

    /// "that day", "the same day", "the next day", "the day before", "the morning after".
    fn told_day(&self, at: usize) -> Option<Plain> {
        let the = self.past_the(at);
        let of_day = |at: usize| {
            self.is(at, T::PartOfDay) || self.is(at, T::Day) && !self.word_is(at, "days")
        };
        let (offset, next) = if self.is(the, T::That) && of_day(the + 1)
            || self.is(the, T::Same) && of_day(the + 1)
        {
            (0, the + 2)
        } else if (self.is(the, T::Following) || self.word_is(the, "next")) && of_day(the + 1) {
            (1, the + 2)
        } else if self.is(the, T::Previous) && of_day(the + 1) {
            (-1, the + 2)
        } else if of_day(the) && the > at {
            let back = self.is(the + 1, T::Before) || self.is(the + 1, T::Earlier);
            if !back && !self.is(the + 1, T::After) {
                return None;
            }
            (if back { -1 } else { 1 }, the + 2)
        } else {
            return None;
        };
        let anchor = match self.anchor() {
            Some(anchor) => anchor,
            None if self.current() && the > at => When::day(self.published()?),
            None => return None,
        };
        if !anchor.is_day() {
            return None;
        }
        let day = anchor.first?.checked_add(offset.days()).ok()?;
        Some(Plain::day(day, next, "date/relative-day"))
    }

    /// How many: "two", "3", "few", "a couple of".
    pub(super) fn count_at(&self, at: usize) -> Option<(i32, usize)> {
        let lexeme = self.at(at);
        if lexeme.is(T::Few) {
            return Some((3, at + 1));
        }
        if lexeme.is(T::Couple) {
            return Some((2, at + 1 + usize::from(self.is(at + 1, T::Of))));
        }
        if let Some((value, count)) = lexeme.digits {
            return (count <= 3 && !lexeme.suffixed && (1..=400).contains(&value))
                .then_some((value, at + 1));
        }
        let number = lexeme.sense.number;
        if number == 1 && self.is(at + 1, T::Few) {
            return Some((3, at + 2));
        }
        if number == 1 && self.is(at + 1, T::Couple) {
            return Some((2, at + 2 + usize::from(self.is(at + 2, T::Of))));
        }
        let unit = at + 1 + usize::from(self.at(at + 1).dash());
        let ones = self.at(unit).sense.number;
        if number >= 20 && number.is_multiple_of(10) && number < 100 && (1..=9).contains(&ones) {
            return Some((i32::from(number + ones), unit + 1));
        }
        (number > 0 && number < 100).then(|| (i32::from(number), at + 1))
    }

    /// "last week", "this month", "the previous year", "the past three months", "two weeks" around them.
    pub(super) fn relative_unit(&mut self, at: usize) -> Option<Plain> {
        let the = self.past_the(at);
        if let Some(found) = self.several_units(the) {
            return Some(found);
        }
        if let Some(found) = self.unit_beside(at) {
            return Some(found);
        }
        let words = [
            (T::Last, -1),
            (T::Past, -1),
            (T::This, 0),
            (T::Next, 1),
            (T::Previous, -1),
            (T::Following, 1),
            (T::Same, 0),
            (T::That, 0),
        ];
        let (word, offset) = words.into_iter().find(|(word, _)| self.is(the, *word))?;
        let mut place = the + 1;
        if self.is(place, T::Past) && word == T::This {
            // "this past week"
            return self.relative_unit(place);
        }
        if self.is(place, T::Around) {
            place += 1;
        }
        let grain = unit(self.at(place)).filter(|grain| *grain >= Grain::Weekend)?;
        if word == T::Past && grain > Grain::Weekend && self.past_part(at).is_none() {
            let today = self.published()?;
            let when = When::between(shifted(grain, today, -1)?, today);
            let mut plain = Plain::new(when, grain, place + 1, "date/past-units");
            plain.count = Some(-1);
            return Some(plain);
        }
        let one = !self.word(place).ends_with(['s', 'S']);
        if !one || self.is(place, T::Half) || self.word_is(place, "season") && !self.forward() {
            return None;
        }
        let told = matches!(word, T::Previous | T::Following | T::Same | T::That);
        // "the next year" in a text on the past is the year after the one told.
        let told = told || word == T::Next && the > at && !self.current();
        let base = if told {
            self.told_base(grain, word)
        } else {
            None
        };
        let rule = match (base.is_some(), grain) {
            (true, Grain::Year) => "date/relative-year",
            _ => "date/calendar-unit",
        };
        let base = match base {
            Some(base) => base,
            None if matches!(word, T::That | T::Same) && !self.forward() => return None,
            None if self.current() || matches!(word, T::Last | T::Past) => self.published()?,
            None => return None,
        };
        let mut next = place + 1;
        // "the week before", "the year after" follow the unit.
        if self.word_is(next, "to") && self.word_is(next + 1, "date") {
            next += 2;
        }
        Some(Plain::new(
            calendar(grain, base, offset)?,
            grain,
            next,
            rule,
        ))
    }

    /// "the end of the past week" is of the week before this one.
    fn past_part(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        (self.is(before, T::Of)
            && (self.is(before.checked_sub(1)?, T::End) || self.is(before - 1, T::Beginning)))
        .then_some(before)
    }

    /// "the year before", "the week after": beside the one told last.
    fn unit_beside(&self, at: usize) -> Option<Plain> {
        let the = self.past_the(at);
        let grain = unit(self.at(the)).filter(|grain| *grain >= Grain::Week)?;
        let back = self.is(the + 1, T::Before) || self.is(the + 1, T::Earlier);
        let plural = self.word(the).ends_with(['s', 'S']);
        if the == at
            || plural
            || !back && !self.is(the + 1, T::After) && !self.is(the + 1, T::Later)
        {
            return None;
        }
        let base = self.told_base(grain, T::That)?;
        let when = calendar(grain, base, if back { -1 } else { 1 })?;
        let rule = if grain == Grain::Year {
            "date/relative-year"
        } else {
            "date/calendar-unit"
        };
        Some(Plain::new(when, grain, the + 2, rule))
    }

    /// The day from which "the previous week", "that year" count.
    fn told_base(&self, grain: Grain, word: T) -> Option<Date> {
        if grain == Grain::Year {
            let year = self.time.year.map(|(year, ..)| year);
            let anchor = self
                .anchor()
                .and_then(|anchor| anchor.first)
                .map(Date::year);
            let year = year.or(anchor.filter(|_| !self.current() || word == T::That))?;
            return Date::new(year, 1, 1).ok();
        }
        self.anchor()?.first
    }

    /// "the last two weeks", "the past few days", "the 3 next months".
    fn several_units(&self, at: usize) -> Option<Plain> {
        const WORDS: [(T, i32); 5] = [
            (T::Last, -1),
            (T::Past, -1),
            (T::Previous, -1),
            (T::Next, 1),
            (T::Following, 1),
        ];
        let direction = |at: usize| {
            WORDS
                .iter()
                .find(|(word, _)| self.is(at, *word))
                .map(|(_, sign)| *sign)
        };
        let (sign, count, place) = if let Some(sign) = direction(at) {
            let (count, next) = self.count_at(at + 1)?;
            (sign, count, next)
        } else {
            let (count, next) = self.count_at(at).filter(|(count, _)| *count > 1)?;
            (direction(next)?, count, next + 1)
        };
        let told = (at..place).any(|at| self.is(at, T::Previous) || self.is(at, T::Following));
        let grain = unit(self.at(place))?;
        let told = self.anchor().filter(|_| told && !self.forward());
        let told = told.and_then(|anchor| if sign < 0 { anchor.first } else { anchor.last });
        let today = told.or_else(|| self.published())?;
        if grain == Grain::Hour {
            let days = (count + 23) / 24;
            let from = shifted(Grain::Day, today, sign * days)?;
            return Some(Plain::new(
                When::between(from, today),
                Grain::Day,
                place + 1,
                "date/past-units",
            ));
        }
        let there = shifted(grain, today, sign * count)?;
        let rule = if sign < 0 {
            "date/past-units"
        } else {
            "date/coming-units"
        };
        let mut plain = Plain::new(When::between(today, there), grain, place + 1, rule);
        plain.count = Some(count * sign);
        Some(plain)
    }
}
