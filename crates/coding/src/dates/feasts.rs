//! Feasts and holidays: "Christmas 2018", "Eid al-Fitr", "last Easter", "the day of Ashura".

use super::calendars::{
    chinese, easter, hebrew, hebrew_moved, hindu, islamic, moon_house, orthodox_easter, sidereal,
    solar,
};
use super::ordinals::nth_weekday;
use super::reader::{Plain, Reader};
use super::{Grain, Lean};
use codebook::times::{Feast, FeastRule, TimeWord as T};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use language::Pos;
use model::When;

impl<'a> Reader<'a, '_> {
    /// A feast with the year beside it, or the nearest one.
    pub(super) fn feast(&mut self, at: usize) -> Option<Plain> {
        if let Some((_, next)) = self.feast_at(at)
            && self
                .text
                .text
                .get(self.at(next).start as usize..self.at(next).end as usize)
                .is_some_and(|word| {
                    self.text
                        .codebook
                        .words
                        .listed(codebook::List::FeastThings, &word.to_lowercase())
                })
        {
            return None;
        }
        if let Some((year, next)) = self.year_at(at) {
            // "the 2019 Easter bombings"
            let (feast, next) = self.feast_at(next)?;
            return feast_in(feast, year).map(|when| named(feast, when, next).own(true));
        }
        let the = self.past_the(at);
        let word = [T::Last, T::This, T::Next, T::Previous, T::Following]
            .into_iter()
            .find(|word| self.is(the, *word));
        let place = the + usize::from(word.is_some());
        let (feast, mut next) = self.feast_at(place).or_else(|| self.feast_at(at))?;
        let mut link = next;
        if self.is(link, T::Of) || self.is(link, T::In) || self.at(link).sign == ',' {
            link += 1;
        }
        if let Some((year, after)) = self.year_at(link).or_else(|| self.year_in_words(link)) {
            let when = feast_in(feast, year)?;
            return Some(self.with_weekend(named(feast, when, after).own(true)));
        }
        // "Civil Rights Day of last year", "Thanksgiving in a year"
        let year = self.relative_unit(link).or_else(|| self.counted(next));
        if let Some(year) = year.filter(|year| year.grain >= Grain::Month) {
            let first = year.counted.or(year.when.first)?;
            let when = feast_in(feast, first.year())?;
            return Some(named(feast, when, year.next));
        }
        let follower = self.at(next);
        // "Christmas Island", "Holi Saud": a name, where the text is not all in capitals.
        let name = follower.capital
            && self.line.pos(follower.token) == Pos::Propn
            && follower.sense.is_none();
        let capitals = self.word(next).chars().all(char::is_uppercase);
        if name && !capitals && self.time.lean == Lean::Past {
            return None;
        }
        let when = self.nearest_feast(feast, word)?;
        if self.is(next, T::Day) && !self.word_is(next, "days") {
            next += 1;
        }
        Some(self.with_weekend(named(feast, when, next)))
    }

    /// The feast whose name begins at a lexeme, by its longest name, and the place after the name.
    fn feast_at(&self, at: usize) -> Option<(&'a Feast, usize)> {
        if !self.at(at).sense.feast && !self.apostrophe(at) {
            return None;
        }
        let table = &self.text.codebook.time_table;
        let (first, after) = self.name_word(at);
        let mut best: Option<(usize, usize)> = None;
        let plain = self.word(at).to_lowercase();
        for (first, after) in [(first, after), (plain, at + 1)] {
            for (rest, feast) in table.feasts(&first) {
                let mut next = after;
                let fits = rest.iter().all(|word| {
                    if matches!(self.at(next).sign, '-' | '.' | '\'' | '’' | '‘') {
                        next += 1;
                    }
                    let (joined, after) = self.name_word(next);
                    if joined == *word {
                        next = after;
                        return true;
                    }
                    let fits = self.word_is(next, word);
                    next += usize::from(fits);
                    fits
                });
                if fits && best.is_none_or(|(longest, _)| next > longest) {
                    best = Some((next, *feast));
                }
            }
        }
        let (next, feast) = best?;
        Some((&self.text.codebook.times.feasts[feast], next))
    }

    fn apostrophe(&self, at: usize) -> bool {
        matches!(self.at(at + 1).sign, '\'' | '’') && self.at(at + 1).glued
    }

    /// A word of a name in lower case, "mother's" as "mothers", and the place after it.
    fn name_word(&self, at: usize) -> (String, usize) {
        let mut word = self.word(at).to_lowercase();
        let s = self.apostrophe(at) && self.word_is(at + 2, "s") && self.at(at + 2).glued;
        if s {
            word.push('s');
            return (word, at + 3);
        }
        let bare = self.apostrophe(at) && word.ends_with('s');
        (word, at + 1 + usize::from(bare))
    }

    /// The nearest such feast: the last up to publication, or as "next" says.
    fn nearest_feast(&self, feast: &Feast, word: Option<T>) -> Option<When> {
        if self.time.mode == super::timeline::Mode::Retrospective && !self.forward() {
            let year = self.assumed_year(6, None)?;
            return feast_in(feast, year);
        }
        let published = self.published()?;
        let today = When::day(published);
        let mut around = (-1..=2).filter_map(|offset| feast_in(feast, published.year() + offset));
        let ahead = match word {
            Some(T::Next | T::Following) => true,
            Some(T::Last | T::Previous) => false,
            _ => self.forward(),
        };
        if ahead {
            let excluding = word.is_some_and(|word| word != T::This);
            return around
                .find(|when| when.last > Some(published) || !excluding && when.overlaps(&today));
        }
        let past: Vec<When> = around
            .filter(|when| when.first <= Some(published))
            .collect();
        past.last().copied()
    }

    /// "Labor Day weekend": Saturday to the feast's day where that is a Monday.
    fn with_weekend(&self, plain: Plain) -> Plain {
        let Some(day) = plain.when.first.filter(|_| plain.when.is_day()) else {
            return plain;
        };
        if !self.is(plain.next, T::Weekend) {
            return plain;
        }
        let monday = day.weekday() == Weekday::Monday;
        let back = i32::from(day.weekday().since(Weekday::Saturday));
        let first = if monday || day.weekday() == Weekday::Sunday {
            day.checked_sub(back.days())
        } else {
            day.checked_add((7 - back).rem_euclid(7).days())
        };
        let Ok(first) = first else {
            return plain;
        };
        let last = first
            .checked_add((if monday { 2 } else { 1 }).days())
            .unwrap_or(first);
        Plain {
            when: When::between(first, last),
            grain: Grain::Weekend,
            next: plain.next + 1,
            ..plain
        }
    }
}

fn named(feast: &Feast, when: When, next: usize) -> Plain {
    let rule = match feast.rule {
        FeastRule::Hebrew(..) | FeastRule::HebrewMoved(..) => "date/feast-from-the-evening-before",
        _ => "date/feast",
    };
    let grain = if when.is_day() {
        Grain::Day
    } else {
        Grain::Week
    };
    Plain::new(when, grain, next, rule)
}

/// The feast of that year of the common calendar. Days that the moon decides are about.
fn feast_in(feast: &Feast, year: i16) -> Option<When> {
    if !(1600..=2200).contains(&year) {
        return None;
    }
    let after = |day: Date, days: i16| day.checked_add(i32::from(days).days()).ok();
    let nth = |month: i8, weekday: i8, number: i8| {
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        nth_weekday(&When::month(year, month)?, weekday, i32::from(number))
    };
    let first = match feast.rule {
        FeastRule::Fixed(month, day) => Date::new(year, month, day).ok(),
        FeastRule::Weekday(month, weekday, number) => nth(month, weekday, number),
        FeastRule::WeekdayPlus(month, weekday, number, days) => {
            after(nth(month, weekday, number)?, days)
        }
        FeastRule::OnOrAfter(month, day, weekday) => {
            let day = Date::new(year, month, day).ok()?;
            let ahead = Weekday::from_monday_one_offset(weekday)
                .ok()?
                .since(day.weekday());
            after(day, i16::from(ahead))
        }
        FeastRule::Easter(days) => after(easter(year)?, days),
        FeastRule::OrthodoxEaster(days) => after(orthodox_easter(year)?, days),
        FeastRule::Islamic(month, day) => islamic(year, month, day),
        FeastRule::Hebrew(month, day) => hebrew(year, month, day),
        FeastRule::HebrewMoved(month, day) => hebrew_moved(year, month, day),
        FeastRule::MoonHouse(sign, house) => moon_house(year, sign, house),
        FeastRule::Chinese(month, day) => chinese(year, month, day),
        FeastRule::Hindu(month, day, hour) => hindu(year, month, day, hour),
        FeastRule::Sidereal(sign, days) => after(sidereal(year, sign)?, days),
        FeastRule::Solar(degrees) => solar(year, degrees),
    }?;
    let last = after(first, feast.days.max(1) - 1)?;
    let when = When::between(first, last);
    let moon = matches!(
        feast.rule,
        FeastRule::Islamic(..)
            | FeastRule::Hindu(..)
            | FeastRule::MoonHouse(..)
            | FeastRule::Sidereal(..)
            | FeastRule::Solar(..)
    );
    Some(if moon { when.about() } else { when })
}
