use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// When something happened, as exact as the words allow: an EDTF (ISO 8601-2, level 1)
/// date or interval.
///
/// Held as the first and last day that the words allow; an open end is `None`. A year is
/// the interval of its days and prints as the year again, so that two ways of saying the
/// same span of days are equal.
///
/// ```
/// use model::When;
/// let september: When = "2022-09".parse().unwrap();
/// let day: When = "2022-09-05".parse().unwrap();
/// assert!(september.contains(&day));
/// assert_eq!(september.days(), Some(30));
/// assert_eq!("2022-09-19/..".parse::<When>().unwrap().to_string(), "2022-09-19/..");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// First day it may have been; `None` where open.
    pub first: Option<Date>,
    /// Last day it may have been; `None` where open.
    pub last: Option<Date>,
    /// The words say about or around (`~`).
    pub approx: bool,
}

/// The text is no date that Annalist reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a date: write 2022-09-05, 2022-09, 2022, 202X, an interval 2022-04-17/2022-05-01 with .. for an open end, and ~ at the end for about"
)]
pub struct WhenError(pub String);

impl When {
    /// One day.
    pub fn day(day: Date) -> Self {
        When {
            first: Some(day),
            last: Some(day),
            approx: false,
        }
    }

    /// All days from the one to the other, whichever way round.
    pub fn between(a: Date, b: Date) -> Self {
        When {
            first: Some(a.min(b)),
            last: Some(a.max(b)),
            approx: false,
        }
    }

    /// A calendar month; `None` where there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(When::between(first, first.last_of_month()))
    }

    /// A calendar year; `None` outside the years 1 to 9999.
    pub fn year(year: i16) -> Option<Self> {
        if year < 1 {
            return None;
        }
        let first = Date::new(year, 1, 1).ok()?;
        Some(When::between(first, first.last_of_year()))
    }

    /// From that day on.
    pub fn since(day: Date) -> Self {
        When {
            first: Some(day),
            last: None,
            approx: false,
        }
    }

    /// Up to and with that day.
    pub fn until(day: Date) -> Self {
        When {
            first: None,
            last: Some(day),
            approx: false,
        }
    }

    /// The same, said to be about.
    #[must_use]
    pub fn about(mut self) -> Self {
        self.approx = true;
        self
    }

    /// How many days it spans; `None` where an end is open.
    pub fn days(&self) -> Option<u32> {
        let span = self.first?.until(self.last?).ok()?;
        u32::try_from(span.get_days()).ok().map(|days| days + 1)
    }

    /// True for one single day.
    pub fn is_day(&self) -> bool {
        self.first.is_some() && self.first == self.last
    }

    /// True where the two share a day.
    pub fn overlaps(&self, other: &When) -> bool {
        let starts_before = |a: Option<Date>, b: Option<Date>| match (a, b) {
            (Some(a), Some(b)) => a <= b,
            _ => true,
        };
        starts_before(self.first, other.last) && starts_before(other.first, self.last)
    }

    /// True where every day of `other` is a day of this.
    pub fn contains(&self, other: &When) -> bool {
        let first = match (self.first, other.first) {
            (Some(a), Some(b)) => a <= b,
            (None, _) => true,
            (Some(_), None) => false,
        };
        let last = match (self.last, other.last) {
            (Some(a), Some(b)) => b <= a,
            (None, _) => true,
            (Some(_), None) => false,
        };
        first && last
    }

    /// Days between the two; 0 where they overlap, `None` where an open end hides it.
    pub fn days_apart(&self, other: &When) -> Option<u32> {
        if self.overlaps(other) {
            return Some(0);
        }
        let gap = |from: Option<Date>, to: Option<Date>| {
            let days = from?.until(to?).ok()?.get_days();
            u32::try_from(days).ok()
        };
        gap(self.last, other.first).or_else(|| gap(other.last, self.first))
    }

    /// The shared days; `None` where there are none.
    pub fn intersect(&self, other: &When) -> Option<When> {
        if !self.overlaps(other) {
            return None;
        }
        let later = match (self.first, other.first) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let earlier = match (self.last, other.last) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Some(When {
            first: later,
            last: earlier,
            approx: self.approx && other.approx,
        })
    }

    /// A day to sort by: the first, or the last where the beginning is open.
    pub fn sort_day(&self) -> Option<Date> {
        self.first.or(self.last)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = if self.approx { "~" } else { "" };
        let (first, last) = match (self.first, self.last) {
            (Some(first), Some(last)) => (first, last),
            (Some(first), None) => return write!(f, "{first}{about}/.."),
            (None, Some(last)) => return write!(f, "../{last}{about}"),
            (None, None) => return f.write_str("../.."),
        };
        if first == last {
            return write!(f, "{first}{about}");
        }
        let whole_months = first.day() == 1 && last == last.last_of_month();
        let whole_years = whole_months && first.month() == 1 && last.month() == 12;
        if whole_years && first.year() == last.year() {
            return write!(f, "{:04}{about}", first.year());
        }
        if whole_years && first.year() % 10 == 0 && last.year() == first.year() + 9 {
            return write!(f, "{:03}X{about}", first.year() / 10);
        }
        if whole_years {
            return write!(f, "{:04}{about}/{:04}{about}", first.year(), last.year());
        }
        let same_month = first.year() == last.year() && first.month() == last.month();
        if whole_months && same_month {
            return write!(f, "{:04}-{:02}{about}", first.year(), first.month());
        }
        if whole_months {
            return write!(
                f,
                "{:04}-{:02}{about}/{:04}-{:02}{about}",
                first.year(),
                first.month(),
                last.year(),
                last.month()
            );
        }
        write!(f, "{first}{about}/{last}{about}")
    }
}

impl FromStr for When {
    type Err = WhenError;

    fn from_str(text: &str) -> Result<Self, WhenError> {
        let error = || WhenError(text.to_owned());
        let Some((left, right)) = text.split_once('/') else {
            return one(text).ok_or_else(error);
        };
        let open = |end: &str| end.is_empty() || end == "..";
        let first = if open(left) {
            None
        } else {
            Some(one(left).ok_or_else(error)?)
        };
        let last = if open(right) {
            None
        } else {
            Some(one(right).ok_or_else(error)?)
        };
        let when = When {
            first: first.and_then(|when| when.first),
            last: last.and_then(|when| when.last),
            approx: first.is_some_and(|when| when.approx) || last.is_some_and(|when| when.approx),
        };
        match (when.first, when.last) {
            (Some(a), Some(b)) if a > b => Err(error()),
            _ => Ok(when),
        }
    }
}

/// A date without a slash: day, month, season, year or decade, perhaps with `~`, `?` or `%`.
fn one(text: &str) -> Option<When> {
    let bare = text.trim_end_matches(['~', '?', '%']);
    let approx = bare.len() < text.len();
    let bare = bare.trim_end_matches("-XX");
    let mut parts = bare.split('-');
    let year_text = parts.next()?;
    if year_text.len() != 4 || !year_text.is_ascii() {
        return None;
    }
    let mut when = if let Some(decade) = year_text.strip_suffix('X') {
        let year = decade.parse::<i16>().ok()? * 10;
        let first = Date::new(year, 1, 1).ok()?;
        let last = Date::new(year + 9, 12, 31).ok()?;
        When::between(first, last)
    } else {
        if !year_text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let year: i16 = year_text.parse().ok()?;
        match (two_digits(parts.next())?, two_digits(parts.next())?) {
            (None, None) => When::year(year)?,
            (Some(season @ 21..=24), None) => season_of(year, season)?,
            (Some(month), None) => When::month(year, month)?,
            (Some(month), Some(day)) => When::day(Date::new(year, month, day).ok()?),
            (None, Some(_)) => return None,
        }
    };
    if parts.next().is_some() {
        return None;
    }
    when.approx = approx;
    Some(when)
}

/// Two digits or nothing; `None` outside where there is something else.
#[expect(
    clippy::option_option,
    reason = "absent and malformed are different answers"
)]
fn two_digits(part: Option<&str>) -> Option<Option<i8>> {
    match part {
        None => Some(None),
        Some(part) if part.len() == 2 => part.parse().ok().map(Some),
        Some(_) => None,
    }
}

/// EDTF seasons of the northern year: 21 spring (March to May) … 24 winter (December to February).
fn season_of(year: i16, season: i8) -> Option<When> {
    let month = [3, 6, 9, 12][usize::try_from(season - 21).ok()?];
    let first = Date::new(year, month, 1).ok()?;
    let last_month = if month == 12 {
        Date::new(year + 1, 2, 1).ok()?
    } else {
        Date::new(year, month + 2, 1).ok()?
    };
    Some(When::between(first, last_month.last_of_month()))
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        text.parse().unwrap()
    }

    #[test]
    fn edtf_prints_as_it_was_read() {
        for text in [
            "2022-09-05",
            "2021-07",
            "2015",
            "201X",
            "2022-10-26~",
            "2022-04-17/2022-05-01",
            "2022-09-19/..",
            "../2022-09-19",
            "2003-06/2003-08",
            "1969/1997",
        ] {
            assert_eq!(when(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_a_hint() {
        for text in [
            "",
            "05.09.2022",
            "2022-13",
            "2022-02-30",
            "2022-05-01/2022-04-01",
            "20a2",
            "2022-9-5",
            "ä022",
        ] {
            let error = text.parse::<When>().unwrap_err();
            assert!(error.to_string().contains("write 2022-09-05"), "{text}");
        }
    }

    #[test]
    fn open_ends_overlap_everything_on_their_side() {
        assert!(when("2022-09-19/..").overlaps(&when("2023")));
        assert!(!when("2022-09-19/..").overlaps(&when("2021")));
        assert_eq!(when("2022-09-01").days_apart(&when("2022-09-05")), Some(4));
        assert_eq!(when("2022-09").days_apart(&when("2022-09-05")), Some(0));
    }
}
