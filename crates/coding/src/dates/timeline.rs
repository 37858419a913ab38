//! Where the text's own time line stands.

use super::{DateHit, Lean};
use jiff::civil::Date;
use model::When;

/// How a text counts its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Yearless dates lie in the year before publication.
    Current,
    /// Yearless dates belong to the year told last.
    Retrospective,
}

/// Days after a wire was sent within which a day without a year lies ahead rather than most of a year back.
const AHEAD: i32 = 60;

/// What has been told so far.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    pub published: Option<Date>,
    pub mode: Mode,
    pub lean: Lean,
    /// The text is a wire with a dateline: its days are those around the day it was sent.
    pub wire: bool,
    /// Numbers with slashes have the day first.
    pub day_first: bool,
    /// The year that the title names: a report on 2023 means 2023.
    pub title_year: Option<i16>,
    /// Last date told to the day or month, with its sentence and paragraph.
    pub anchor: Option<(When, usize, usize)>,
    /// Last year told by itself or in a date.
    pub year: Option<(i16, usize, usize)>,
}

impl Timeline {
    /// A time line at its beginning.
    pub fn new(published: Option<Date>) -> Self {
        Timeline {
            published,
            mode: Mode::Current,
            lean: Lean::Past,
            wire: false,
            day_first: false,
            title_year: None,
            anchor: None,
            year: None,
        }
    }

    /// Takes in a date that was told.
    pub fn note(&mut self, hit: &DateHit, sentence: usize, paragraph: usize) {
        let Some(first) = hit.when.sort_day() else {
            return;
        };
        if hit.when.days().is_some_and(|days| days <= 62) {
            self.anchor = Some((hit.when, sentence, paragraph));
        }
        if hit.own_year {
            self.year = Some((first.year(), sentence, paragraph));
        }
    }

    /// The year of a month or day that gives none.
    pub fn assumed_year(
        &self,
        month: i8,
        day: Option<i8>,
        sentence: usize,
        paragraph: usize,
    ) -> Option<i16> {
        let told = self.year;
        if let Some((year, told_in, _)) = told
            && told_in == sentence
        {
            return Some(year);
        }
        // A report on a year moves on to later ones, and back to earlier ones for a sentence alone.
        let stays = |when: When, told_in: usize| {
            let before = self
                .title_year
                .is_some_and(|year| when.sort_day().is_some_and(|day| day.year() < year));
            !before || sentence.saturating_sub(told_in) <= 1
        };
        let anchor = self
            .anchor
            .filter(|(when, told_in, _)| stays(*when, *told_in))
            .and_then(|(when, _, at)| Some((when.sort_day()?.year(), at)));
        // The paragraph has moved on to that year itself.
        let moved = anchor
            .zip(told)
            .is_some_and(|((year, at), (told, ..))| at == paragraph && year == told);
        let moved = moved.then_some(anchor).flatten().map(|(year, _)| year);
        if let Some(year) = self.title_year {
            return Some(moved.unwrap_or(year));
        }
        if self.mode == Mode::Retrospective {
            return anchor
                .map(|(year, _)| year)
                .or(told.map(|(year, ..)| year))
                .or_else(|| self.nearest_year(month, day));
        }
        if self.wire {
            return self.nearest_year(month, day).or(moved);
        }
        moved.or_else(|| self.nearest_year(month, day))
    }

    /// The latest year in which the date is not after publication; leaning forward, the first in which it is
    /// not before.
    pub fn nearest_year(&self, month: i8, day: Option<i8>) -> Option<i16> {
        let published = self.published?;
        let year = published.year();
        let step = match self.lean {
            Lean::Past => -1,
            Lean::Future => 1,
        };
        // "elections, to be held on 11 March": what would be ten months ago is two months ahead.
        let ahead = Date::new(year, month, day.unwrap_or(1))
            .ok()
            .and_then(|date| published.until(date).ok())
            .map(|span| span.get_days());
        if self.wire
            && self.lean == Lean::Past
            && ahead.is_some_and(|days| (1..=AHEAD).contains(&days))
        {
            return Some(year);
        }
        (0..=8)
            .map(|steps| year + step * steps)
            .find(|&year| match self.lean {
                Lean::Past => {
                    Date::new(year, month, day.unwrap_or(1)).is_ok_and(|first| first <= published)
                }
                Lean::Future => {
                    let first = Date::new(year, month, day.unwrap_or(1));
                    let last = first.map(|first| match day {
                        Some(_) => first,
                        None => first.last_of_month(),
                    });
                    last.is_ok_and(|last| last >= published)
                }
            })
    }
}

/// The one year in a title, where the text can have been written about it.
pub(super) fn title_year(title: &str, published: Option<Date>) -> Option<i16> {
    let mut years = title
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse::<i16>().ok())
        .filter(|year| (1700..=2100).contains(year));
    let year = years.next()?;
    let fits = published.is_none_or(|day| year <= day.year());
    (fits && years.next().is_none()).then_some(year)
}
