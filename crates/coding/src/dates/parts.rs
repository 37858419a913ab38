//! Parts of months, years and weeks: "early May", "the end of 2003", "later in September".

use super::Grain;
use super::reader::{Plain, Reader};
use super::units::{calendar, unit};
use codebook::times::TimeWord as T;
use jiff::ToSpan;
use jiff::civil::Date;
use model::When;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Early,
    Mid,
    Late,
}

impl Reader<'_, '_> {
    /// "early May", "mid-January", "late 2015", "the end of June 2003", "earlier this month".
    pub(super) fn part(&mut self, at: usize) -> Option<Plain> {
        let the = self.past_the(at);
        if self.is(the, T::Later) || self.is(the, T::Earlier) {
            return self.later_in(the);
        }
        if let Some(grain) = self.short_end(the) {
            let whole = calendar(grain, self.published()?, 0)?;
            let (when, rule) = portion(Part::Late, grain, &whole)?;
            return Some(Plain::new(when, grain, the + 1, rule));
        }
        let (part, of) = self.part_word(the)?;
        let mut next = the + 1;
        if of {
            if self.is(next, T::Of) {
                next += 1;
            } else if unit(self.at(next)).is_none_or(|grain| grain < Grain::Week)
                || !self.at(next).word
            {
                return None;
            }
        } else if self.at(next).dash() || self.is(next, T::In) {
            next += 1;
        }
        if self.is(next, T::Around) {
            next += 1;
        }
        let whole = self.whole(next, of)?;
        let (when, rule) = portion(part, whole.grain, &whole.when)?;
        Some(Plain {
            when,
            rule,
            ..whole
        })
    }

    /// "EOM", "EOY".
    fn short_end(&self, at: usize) -> Option<Grain> {
        match self.word(at) {
            "EOM" => Some(Grain::Month),
            "EOY" => Some(Grain::Year),
            _ => None,
        }
    }

    fn part_word(&self, at: usize) -> Option<(Part, bool)> {
        let parts = [
            (T::Early, Part::Early, false),
            (T::Late, Part::Late, false),
            (T::Beginning, Part::Early, true),
            (T::End, Part::Late, true),
        ];
        if self.is(at, T::Mid) {
            return Some((Part::Mid, self.is(at + 1, T::Of)));
        }
        parts
            .iter()
            .find(|(word, ..)| self.is(at, *word))
            .map(|(_, part, of)| (*part, *of))
    }

    /// The period that a part is of; "the month", "the year" are those of publication.
    fn whole(&mut self, at: usize, of: bool) -> Option<Plain> {
        let place = self.past_the(at);
        let bare = unit(self.at(place)).filter(|grain| *grain >= Grain::Week);
        if of && let Some(grain) = bare {
            let day = match self.anchor().filter(|_| !self.current()) {
                Some(anchor) => anchor.first?,
                None => self.published()?,
            };
            return Some(Plain::new(calendar(grain, day, 0)?, grain, place + 1, ""));
        }
        let fits = |plain: &Plain| plain.grain >= Grain::Week && plain.rule != "date/range";
        self.month(place)
            .or_else(|| self.relative_unit(place))
            .or_else(|| self.season(place))
            .or_else(|| self.decade(place))
            .or_else(|| {
                let (year, next) = self.year_at(place)?;
                Some(Plain::new(When::year(year)?, Grain::Year, next, "").own(true))
            })
            .filter(fits)
    }

    /// "later in September", "later that year", "earlier this week".
    fn later_in(&mut self, at: usize) -> Option<Plain> {
        let later = self.is(at, T::Later);
        let mut next = at + 1;
        let inside = self.is(next, T::In);
        if inside {
            next += 1;
        }
        let the = self.past_the(next);
        let pointing = self.is(the, T::That) || self.is(the, T::Same);
        let anchor = self.anchor();
        let bare = unit(self.at(the)).filter(|grain| inside && the > next && *grain >= Grain::Week);
        let whole = if pointing {
            let grain = unit(self.at(the + 1))?;
            let when = calendar(grain, anchor?.first?, 0)?;
            Plain::new(when, grain, the + 2, "")
        } else if let Some(grain) = bare {
            let day = anchor
                .filter(|_| !self.current())
                .and_then(|anchor| anchor.first);
            let day = day.or_else(|| self.published())?;
            Plain::new(calendar(grain, day, 0)?, grain, the + 1, "")
        } else if inside {
            self.whole(next, false)?
        } else if self.is(the, T::This) || self.is(the, T::Last) || self.is(the, T::Previous) {
            self.relative_unit(the)?
        } else {
            return None;
        };
        if whole.grain == Grain::Day {
            return Some(Plain {
                rule: "date/relative-day",
                ..whole
            });
        }
        let told = anchor.filter(|anchor| anchor.is_day() && whole.when.contains(anchor));
        let here = if pointing || inside && !self.current() || self.published().is_none() {
            told.and_then(|anchor| anchor.first)
        } else {
            self.published()
        };
        let Some(here) = here.filter(|day| whole.when.contains(&When::day(*day))) else {
            return Some(Plain {
                rule: "date/part-of-month",
                ..whole
            });
        };
        let from_here = if later {
            (here, whole.when.last?)
        } else {
            (whole.when.first?, here)
        };
        Some(Plain {
            when: When::between(from_here.0, from_here.1),
            rule: "date/so-far",
            ..whole
        })
    }

    /// The text speaks from the days of its publication.
    pub(super) fn current(&self) -> bool {
        self.time.mode == super::timeline::Mode::Current
    }
}

/// The first, middle or last part of a period.
fn portion(part: Part, grain: Grain, whole: &When) -> Option<(When, &'static str)> {
    let (first, last) = (whole.first?, whole.last?);
    let between = |a: Date, b: Date| Some(When::between(a, b));
    let months = |from: i8, to: i8| {
        let year = first.year();
        between(
            Date::new(year, from, 1).ok()?,
            Date::new(year, to, 1).ok()?.last_of_month(),
        )
    };
    let years = |from: i16, to: i16| {
        let year = first.year();
        between(
            Date::new(year + from, 1, 1).ok()?,
            Date::new(year + to, 12, 31).ok()?,
        )
    };
    let day = |day: i8| Date::new(first.year(), first.month(), day).ok();
    let after = |days: i32| first.checked_add(days.days()).ok();
    let when = match (grain, part) {
        (Grain::Month, Part::Early) => between(first, day(10)?),
        (Grain::Month, Part::Mid) => Some(When::day(day(15)?).about()),
        (Grain::Month, Part::Late) => between(day(21)?, last),
        (Grain::Year, Part::Early) => months(1, 4),
        (Grain::Year, Part::Mid) => months(5, 8),
        (Grain::Year, Part::Late) => months(9, 12),
        (Grain::Decade, Part::Early) => years(0, 3),
        (Grain::Decade, Part::Mid) => years(4, 6),
        (Grain::Decade, Part::Late) => years(6, 9),
        (Grain::Week, Part::Early) => between(first, after(2)?),
        (Grain::Week, Part::Mid) => between(after(1)?, after(3)?),
        (Grain::Week, Part::Late) => between(after(4)?, last),
        (Grain::Quarter | Grain::Season, part) => {
            let skip = match part {
                Part::Early => 0,
                Part::Mid => 1,
                Part::Late => 2,
            };
            let month = first.checked_add(skip.months()).ok()?;
            between(month, month.last_of_month())
        }
        _ => None,
    }?;
    let rule = match grain {
        Grain::Month => "date/part-of-month",
        Grain::Year => "date/part-of-year",
        _ => "date/part",
    };
    Some((when, rule))
}
