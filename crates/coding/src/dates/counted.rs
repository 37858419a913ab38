//! "two days later", "a month ago", "three weeks before Christmas", "within hours".

use super::Grain;
use super::reader::{Plain, Reader};
use super::units::{calendar, shifted, unit};
use codebook::times::TimeWord as T;
use jiff::ToSpan;
use jiff::civil::Weekday;
use model::When;

impl Reader<'_, '_> {
    /// A number of units counted from publication, from the day told last, or from a date beside it.
    pub(super) fn counted(&mut self, at: usize) -> Option<Plain> {
        if self.is(at, T::In) {
            return self.in_so_long(at);
        }
        let the = self.past_the(at);
        let (count, place) = self
            .count_at(the)
            .or_else(|| (the > at && self.is(the, T::Day)).then_some((1, the)))?;
        let Some(grain) = unit(self.at(place)) else {
            return self.weekdays_away(count, place);
        };
        let mut next = place + 1;
        let word = self.at(next);
        let (base, sign, told) = if word.is(T::Ago) || self.word_is(next, "back") && self.current()
        {
            next += 1;
            (When::day(self.published()?), -1, false)
        } else if word.is(T::Hence) {
            next += 1;
            (When::day(self.published()?), 1, false)
        } else if (word.is(T::Before) || word.is(T::After) || word.is(T::From))
            && let Some(base) = self.base(next + 1)
        {
            let sign = if word.is(T::Before) { -1 } else { 1 };
            next = base.next;
            (base.when, sign, base.own_year)
        } else if word.is(T::Earlier) || word.is(T::Later) {
            let sign = if word.is(T::Later) { 1 } else { -1 };
            next += 1;
            let anchor = match self.anchor() {
                Some(anchor) => anchor,
                None if self.forward() || self.current() && the == at => {
                    When::day(self.published()?)
                }
                None => return None,
            };
            (anchor, sign, false)
        } else {
            return None;
        };
        Self::away(&base, grain, sign * count, next).map(|plain| self.on_weekday(plain).own(told))
    }

    /// "in three days, on Friday": the weekday of that week.
    fn on_weekday(&self, plain: Plain) -> Plain {
        let on = self.is(plain.next, T::On);
        let weekday = self.weekday_at(plain.next + 1).filter(|_| on);
        let day = plain.counted.zip(weekday).and_then(|(day, weekday)| {
            let monday = calendar(Grain::Week, day, 0)?.first?;
            let offset = weekday.since(Weekday::Monday);
            monday.checked_add(offset.days()).ok()
        });
        match day {
            Some(day) => Plain::day(day, plain.next + 2, "date/weekday"),
            None => plain,
        }
    }

    /// "two Sundays ago", "four Tuesdays from now".
    fn weekdays_away(&self, count: i32, at: usize) -> Option<Plain> {
        let weekday = self.weekday_at(at)?;
        let today = self.published()?;
        let next = at + 1;
        if self.is(next, T::Ago) {
            let back = i32::from(today.weekday().since(weekday));
            let back = if back == 0 { 7 } else { back } + 7 * (count - 1);
            return Some(Plain::day(
                today.checked_sub(back.days()).ok()?,
                next + 1,
                "date/weekday",
            ));
        }
        if !self.is(next, T::From) || !self.is(next + 1, T::Now) && !self.is(next + 1, T::Today) {
            return None;
        }
        let ahead = i32::from(weekday.since(today.weekday()));
        let ahead = if ahead == 0 { 7 } else { ahead } + 7 * (count - 1);
        Some(Plain::day(
            today.checked_add(ahead.days()).ok()?,
            next + 2,
            "date/weekday",
        ))
    }

    /// The date from which is counted: "two days after X"; "from now".
    fn base(&mut self, at: usize) -> Option<Plain> {
        if self.is(at, T::Now) {
            return Some(Plain::day(self.published()?, at + 1, ""));
        }
        let base = self.plain(at)?;
        (base.rule != "date/range" && base.grain == Grain::Day).then_some(base)
    }

    /// "in two weeks": said of what is to come.
    fn in_so_long(&mut self, at: usize) -> Option<Plain> {
        let (count, place) = self.count_at(at + 1)?;
        let grain = unit(self.at(place))?;
        let time = (place + 1..place + 4).any(|after| self.word_is(after, "time"));
        let ahead = self.forward() || time || (0..at).any(|before| self.is(before, T::Will));
        if !ahead {
            return None;
        }
        let mut next = place + 1;
        // "in two weeks' time"
        while matches!(self.at(next).sign, '\'' | '’')
            || self.word_is(next, "s")
            || self.word_is(next, "time")
        {
            next += 1;
        }
        Self::away(&When::day(self.published()?), grain, count, next)
            .map(|plain| self.on_weekday(plain))
    }

    /// The days that are so many units away: exact for days, looser the longer the unit.
    fn away(base: &When, grain: Grain, count: i32, next: usize) -> Option<Plain> {
        let day = if count < 0 { base.first? } else { base.last? };
        let rule = "date/counted";
        if grain == Grain::Hour {
            // Some hours later may be past midnight.
            if !base.is_day() || count.abs() > 48 {
                return None;
            }
            let far = day
                .checked_add((count.signum() * ((count.abs() + 23) / 24)).days())
                .ok()?;
            return Some(Plain::new(
                When::between(day, far),
                Grain::Day,
                next,
                "date/hours",
            ));
        }
        let there = shifted(grain, day, count)?;
        let around = |days: i32| -> Option<When> {
            let first = there.checked_sub(days.days()).ok()?;
            Some(When::between(first, there.checked_add(days.days()).ok()?))
        };
        let when = match grain {
            Grain::Day if base.is_day() => When::day(there),
            Grain::Week | Grain::Weekend | Grain::Fortnight if base.is_day() => around(3)?,
            Grain::Day | Grain::Week | Grain::Weekend | Grain::Fortnight => return None,
            Grain::Month => When::month(there.year(), there.month())?,
            Grain::Decade => super::units::decade(there.year() / 10 * 10)?,
            _ => When::year(there.year())?,
        };
        let mut plain = Plain::new(when, grain, next, rule);
        plain.counted = Some(there);
        Some(plain)
    }
}
