//! "Monday", "last Friday", "Friday, 22 March", "Tuesday of next week", "Monday 13th".

use super::Grain;
use super::lexemes::month_by_number;
use super::reader::{Plain, Reader};
use super::timeline::Mode;
use super::units::calendar;
use codebook::times::{Sure, TimeWord as T};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use model::When;

/// What may point at a weekday.
const POINTERS: [T; 7] = [
    T::Past,
    T::Last,
    T::This,
    T::Next,
    T::Previous,
    T::Following,
    T::That,
];

impl Reader<'_, '_> {
    pub(super) fn weekday_at(&self, at: usize) -> Option<Weekday> {
        let lexeme = self.at(at);
        let sense = lexeme.sense;
        let sure = sense.sure == Sure::Plain || lexeme.capital || self.forward();
        if sense.weekday == 0 || !sure {
            return None;
        }
        Weekday::from_monday_one_offset(sense.weekday.cast_signed()).ok()
    }

    /// A weekday with all that stands with it.
    pub(super) fn weekday(&mut self, at: usize) -> Option<Plain> {
        if let Some(found) = self.weekday_of_week(at) {
            return Some(found);
        }
        let the = self.past_the(at);
        let word = POINTERS.into_iter().find(|word| self.is(the, *word));
        let mut place = the + usize::from(word.is_some());
        let twice = self.is(place, T::Past) || self.is(place, T::Last) || self.is(place, T::Next);
        place += usize::from(twice && word == Some(T::This));
        let weekday = self.weekday_at(place)?;
        // "Sun" the star, "Sat" the verb, a paper's name.
        let doubtful = self.at(place).sense.sure == Sure::Doubtful;
        let mut next = place + 1;
        if self.at(next).sign == '.' && self.at(place).sense.sure != Sure::Plain {
            next += 1;
        }
        if let Some(found) = self.weekday_and_date(weekday, next) {
            return Some(found);
        }
        // "Monday two weeks from now"
        let counted = next + usize::from(self.at(next).sign == ',');
        if let Some(found) = self.counted(counted)
            && let Some(day) = found.counted
        {
            let week = calendar(Grain::Week, day, 0)?;
            return Some(Plain::day(
                in_week(&week, weekday)?,
                found.next,
                "date/weekday",
            ));
        }
        if doubtful && !self.forward() {
            return None;
        }
        let twice = twice && word == Some(T::This);
        let day = self.nearest(
            weekday,
            if twice && self.is(place - 1, T::Next) {
                Some(T::Next)
            } else {
                word
            },
        )?;
        if self.is(next, T::PartOfDay) && !self.is(next, T::Day) {
            next += 1;
        }
        Some(Plain::day(day, next, "date/weekday"))
    }

    /// "Tuesday of next week", "Friday last week", "this week Monday", "Monday of the following week".
    fn weekday_of_week(&mut self, at: usize) -> Option<Plain> {
        if let Some(weekday) = self.weekday_at(at) {
            let next = at + 1;
            let place = next + usize::from(self.is(next, T::Of));
            let week = self
                .relative_unit(place)
                .filter(|plain| plain.grain == Grain::Week && plain.count.is_none())?;
            return Some(Plain::day(
                in_week(&week.when, weekday)?,
                week.next,
                "date/weekday",
            ));
        }
        let the = self.past_the(at);
        if ![T::Last, T::This, T::Next, T::Previous]
            .iter()
            .any(|word| self.is(the, *word))
            || !self.is(the + 1, T::Week)
        {
            return None;
        }
        let week = self
            .relative_unit(the)
            .filter(|plain| plain.grain == Grain::Week)?;
        let mut next = week.next;
        if self.at(next).dash() || self.is(next, T::On) {
            next += 1;
        }
        let weekday = self.weekday_at(next)?;
        Some(Plain::day(
            in_week(&week.when, weekday)?,
            next + 1,
            "date/weekday",
        ))
    }

    /// "Friday, 22 March", "Sunday, Feb 10", "Monday 13th", "Friday (jun-15)": the weekday helps to find the year.
    fn weekday_and_date(&mut self, weekday: Weekday, at: usize) -> Option<Plain> {
        let mut place = at;
        if matches!(self.at(place).sign, ',' | '(') {
            place += 1;
        }
        if self.is(place, T::The) || self.is(place, T::On) {
            place += 1;
        }
        if self.at(place).digits.is_none()
            && month_by_number(self.at(place)).is_none()
            && self.at(place).sense.ordinal == 0
            && self.at(place).sense.number < 20
        {
            return None;
        }
        let dated = self
            .numeric(place)
            .or_else(|| self.day_month(place))
            .or_else(|| self.month_day(place));
        if let Some(mut plain) = dated {
            let day = plain.when.first.filter(|_| plain.when.is_day())?;
            if !plain.own_year
                && day.weekday() != weekday
                && let Some(found) = self.year_of(weekday, day)
            {
                plain.when = When::day(found);
            }
            return Some(plain);
        }
        let (day, next) = self.day_at(place)?;
        let follower = self.at(next);
        // "on Thursday, the third reporter killed this year"
        if self.at(place).sense.ordinal > 0 && place > at && follower.word && !self.is(next, T::Of)
        {
            return None;
        }
        let bare = self.at(place).suffixed || self.at(place).digits.is_none() || place == at;
        // "Monday 13 people"
        if !bare
            || follower.word
                && !follower.suffixed
                && self.at(place).digits.is_some()
                && !self.at(place).suffixed
        {
            return None;
        }
        let found = self.month_of(weekday, day)?;
        Some(Plain::day(found, next, "date/weekday"))
    }

    /// "Jul 18, Fri": the weekday behind a day that gives no year.
    pub(super) fn weekday_behind(&self, mut plain: Plain) -> Plain {
        let place = plain.next + usize::from(matches!(self.at(plain.next).sign, ',' | '('));
        if let Some(weekday) = self.weekday_at(place)
            && let Some(day) = plain.when.first.filter(|_| plain.when.is_day())
            && !plain.own_year
            && place + 1 >= self.lexemes.len()
            && let Some(found) = self.year_of(weekday, day)
        {
            plain.when = When::day(found);
            plain.next = place + 1;
        }
        plain
    }

    /// The nearest year in which that day and month are that weekday.
    fn year_of(&self, weekday: Weekday, day: Date) -> Option<Date> {
        let published = self.published()?;
        let step = if self.forward() { 1 } else { -1 };
        let mut years = (0..=1).map(|count| day.year() + step * count);
        if self.forward() {
            // A day just past that fits the weekday was meant.
            let before = Date::new(day.year() - 1, day.month(), day.day()).ok();
            let recent = before.filter(|before| before.weekday() == weekday);
            if let Some(recent) = recent.filter(|recent| {
                recent
                    .until(published)
                    .is_ok_and(|span| span.get_days() < 60)
            }) {
                return Some(recent);
            }
        }
        years.find_map(|year| {
            Date::new(year, day.month(), day.day())
                .ok()
                .filter(|day| day.weekday() == weekday)
        })
    }

    /// The nearest month in which that day is that weekday.
    fn month_of(&self, weekday: Weekday, day: i8) -> Option<Date> {
        let published = self.published()?;
        let first = published.first_of_month();
        (0..=24).find_map(|count: i32| {
            let month = if self.forward() {
                first.checked_add(count.months())
            } else {
                first.checked_sub(count.months())
            };
            let month = month.ok()?;
            let found = Date::new(month.year(), month.month(), day).ok()?;
            let side = if self.forward() {
                found >= published
            } else {
                found <= published
            };
            (side && found.weekday() == weekday).then_some(found)
        })
    }

    /// The weekday that is meant: the latest up to publication; in a text on the past, up to the day told last.
    fn nearest(&self, weekday: Weekday, word: Option<T>) -> Option<Date> {
        if let Some(day) = self.after {
            return after(day, weekday);
        }
        if let Some(anchor) = self.anchor()
            && (word == Some(T::Following) || self.time.mode == Mode::Retrospective)
            && !self.forward()
        {
            if !anchor.is_day() {
                return None;
            }
            let base = anchor.last?;
            if word == Some(T::Following) || word == Some(T::Next) {
                return after(base, weekday);
            }
            return base.checked_sub(base.weekday().since(weekday).days()).ok();
        }
        if self.time.mode == Mode::Retrospective && self.published().is_none() {
            return None;
        }
        if self.time.mode == Mode::Retrospective && !self.forward() {
            return None;
        }
        let published = self.published()?;
        match word {
            Some(T::Next | T::Following) => after(published, weekday),
            Some(T::This) => in_week(&calendar(Grain::Week, published, 0)?, weekday),
            Some(T::Past | T::Last | T::Previous) => {
                let back = i32::from(published.weekday().since(weekday));
                // "Last Wednesday" said on Thursday is not yesterday.
                let back = if back <= 1 { back + 7 } else { back };
                published.checked_sub(back.days()).ok()
            }
            _ if self.forward() => after(published, weekday),
            _ => published
                .checked_sub(published.weekday().since(weekday).days())
                .ok(),
        }
    }
}

fn after(day: Date, weekday: Weekday) -> Option<Date> {
    let ahead = weekday.since(day.weekday());
    let ahead = if ahead == 0 { 7 } else { ahead };
    day.checked_add(ahead.days()).ok()
}

fn in_week(week: &When, weekday: Weekday) -> Option<Date> {
    week.first?
        .checked_add(weekday.since(Weekday::Monday).days())
        .ok()
}
