//! "the third Friday of May 2019", "the first six months of 2011", "the first quarter of 2020".

use super::Grain;
use super::reader::{Plain, Reader};
use super::units::{calendar, shifted, unit};
use codebook::times::TimeWord as T;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use model::When;

impl Reader<'_, '_> {
    /// Which one of a period's weekdays, days, weeks, months, quarters.
    pub(super) fn ordinal_of(&mut self, at: usize) -> Option<Plain> {
        let the = self.past_the(at);
        // Counted from the front, or (negative) from the end.
        let (number, next) = match self.ordinal_at(the) {
            Some((number, next)) if self.is(next, T::Last) => (-i32::from(number), next + 1),
            Some((number, next)) => (i32::from(number), next),
            None if self.is(the, T::Last) => (-1, the + 1),
            None => return None,
        };
        let (count, place) = match self.count_at(next) {
            Some((count, after)) if unit(self.at(after)).is_some() => (count, after),
            _ => (1, next),
        };
        let weekday = self.weekday_at(place);
        let grain = unit(self.at(place));
        if weekday.is_none() && grain.is_none() {
            return None;
        }
        let mut inner = place + 1;
        let linked = self.is(inner, T::Of) || self.is(inner, T::In);
        if weekday.is_some() && self.is(inner, T::After) {
            let base = self.plain(self.past_the(inner + 1))?;
            let day = nth_after(base.when.last?, weekday?, number)?;
            return Some(Plain::day(day, base.next, "date/nth").own(base.own_year));
        }
        if linked {
            inner += 1;
        } else if grain != Some(Grain::Quarter)
            && !(grain == Some(Grain::Half) && self.year_at(inner).is_some())
        {
            return None;
        }
        let whole = self.period(inner, grain);
        let (when, whole) = match whole {
            Some(whole) => (whole.when, whole),
            // "in the third quarter"
            None if !linked && number > 0 => {
                let months = if grain == Some(Grain::Half) { 6 } else { 3 };
                let year =
                    self.assumed_year(i8::try_from(months * (number - 1) + 1).ok()?, None)?;
                let when = When::year(year)?;
                (when, Plain::new(when, Grain::Year, place + 1, ""))
            }
            None => return None,
        };
        let when = match (weekday, grain) {
            (Some(weekday), _) => nth_weekday(&when, weekday, number).map(When::day),
            (None, Some(grain)) => nth_unit(&when, grain, number, count),
            (None, None) => None,
        }?;
        let grain = grain.unwrap_or(Grain::Day);
        let grain = if count > 1 {
            Grain::Week.max(grain)
        } else {
            grain
        };
        Some(Plain::new(when, grain, whole.next, "date/nth").own(whole.own_year))
    }

    /// The period of which one part is meant.
    fn period(&mut self, at: usize, part: Option<Grain>) -> Option<Plain> {
        let place = self.past_the(at);
        if let Some(grain) = unit(self.at(place)).filter(|grain| *grain >= Grain::Month) {
            // "in the last quarter of the year", told of 2030 in a page of 2031: the year that was told.
            let told = self.time.year.filter(|_| grain == Grain::Year);
            let told = told.and_then(|(year, ..)| Date::new(year, 1, 1).ok());
            let day = match self.anchor().filter(|_| !self.current()) {
                Some(anchor) => anchor.first?,
                None => told.or(self.published())?,
            };
            return Some(Plain::new(calendar(grain, day, 0)?, grain, place + 1, ""));
        }
        let smallest = part.unwrap_or(Grain::Day).max(Grain::Week);
        self.month(place)
            .or_else(|| self.relative_unit(place))
            .or_else(|| self.season(place))
            .or_else(|| self.bare_year(place))
            .filter(|whole| whole.grain > smallest)
    }
}

/// The n-th weekday of a period, counted from its end where negative.
pub(super) fn nth_weekday(whole: &When, weekday: Weekday, number: i32) -> Option<Date> {
    let (first, last) = (whole.first?, whole.last?);
    let day = if number > 0 {
        let ahead = weekday.since(first.weekday());
        first.checked_add((i32::from(ahead) + 7 * (number - 1)).days())
    } else {
        let back = last.weekday().since(weekday);
        last.checked_sub((i32::from(back) + 7 * (-number - 1)).days())
    };
    day.ok().filter(|day| (first..=last).contains(day))
}

/// The n-th such weekday after a day.
fn nth_after(day: Date, weekday: Weekday, number: i32) -> Option<Date> {
    let ahead = i32::from(weekday.since(day.weekday()));
    let ahead = if ahead == 0 { 7 } else { ahead };
    day.checked_add((ahead + 7 * (number - 1)).days()).ok()
}

/// The n-th run of `count` units of a period, counted from its end where negative.
fn nth_unit(whole: &When, grain: Grain, number: i32, count: i32) -> Option<When> {
    let (first, last) = (whole.first?, whole.last?);
    let mut after = last.checked_add(1.day()).ok()?;
    if grain == Grain::Week && number < 0 {
        // The last week of a month or year is its last from Monday to Sunday.
        after = after
            .checked_sub(after.weekday().since(Weekday::Monday).days())
            .ok()?;
    }
    let (from, to) = if number > 0 {
        let from = shifted(grain, first, (number - 1) * count)?;
        (from, shifted(grain, from, count)?)
    } else {
        let to = shifted(grain, after, (number + 1) * count)?;
        (shifted(grain, to, -count)?, to)
    };
    let when = When::between(from, to.checked_sub(1.day()).ok()?);
    let inside = from >= first && to <= after;
    (inside && grain != Grain::Hour).then_some(when)
}
