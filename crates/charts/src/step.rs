use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::fmt;
use std::str::FromStr;

/// How long a period of a chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Step {
    /// A calendar day.
    Day,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A calendar month.
    #[default]
    Month,
    /// A calendar year.
    Year,
}

impl Step {
    /// The first day of the period that holds the day.
    pub(crate) fn start(self, day: Date) -> Date {
        match self {
            Step::Day => day,
            Step::Week => {
                let back = day.weekday().since(Weekday::Monday);
                day.checked_sub(i64::from(back).days()).unwrap_or(day)
            }
            Step::Month => day.first_of_month(),
            Step::Year => day.first_of_year(),
        }
    }

    /// The first day of the next period; `None` at the end of time (the year 9999).
    pub(crate) fn next(self, start: Date) -> Option<Date> {
        let span = match self {
            Step::Day => 1.day(),
            Step::Week => 1.week(),
            Step::Month => 1.month(),
            Step::Year => 1.year(),
        };
        start.checked_add(span).ok()
    }

    /// How many periods there are from one start to another, both counted.
    pub(crate) fn between(self, first: Date, last: Date) -> u64 {
        let months = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
        let steps = match self {
            Step::Day => number(last) - number(first),
            Step::Week => (number(last) - number(first)) / 7,
            Step::Month => months(last) - months(first),
            Step::Year => i64::from(last.year()) - i64::from(first.year()),
        };
        u64::try_from(steps).unwrap_or(0) + 1
    }

    /// The next longer step; a year stays one.
    pub(crate) fn longer(self) -> Step {
        match self {
            Step::Day => Step::Week,
            Step::Week => Step::Month,
            Step::Month | Step::Year => Step::Year,
        }
    }

    /// The period that begins that day, in words: `5 September 2022`, `week of 5 September
    /// 2022`, `September 2022`, `2022`.
    pub(crate) fn words(self, start: Date) -> String {
        let month = MONTHS[usize::from(start.month().unsigned_abs()).clamp(1, 12) - 1];
        let (day, year) = (start.day(), start.year());
        match self {
            Step::Day => format!("{day} {month} {year}"),
            Step::Week => format!("week of {day} {month} {year}"),
            Step::Month => format!("{month} {year}"),
            Step::Year => year.to_string(),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
            Step::Year => "year",
        })
    }
}

impl FromStr for Step {
    type Err = String;

    /// `day`, `week`, `month` or `year`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "day" => Ok(Step::Day),
            "week" => Ok(Step::Week),
            "month" => Ok(Step::Month),
            "year" => Ok(Step::Year),
            _ => Err(format!(
                "`{text}` is no step: write day, week, month or year"
            )),
        }
    }
}

/// English names of the months, January first.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Days since 1 January 1970, negative before.
pub(crate) fn number(day: Date) -> i64 {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    let (month, of_month) = (i64::from(day.month()), i64::from(day.day()));
    let year = i64::from(day.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + of_month - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_numbered_as_the_calendar_goes() {
        assert_eq!(number(day("1970-01-01")), 0);
        assert_eq!(number(day("2000-02-29")), 11_016);
        assert_eq!(number(day("1969-12-31")), -1);
        assert_eq!(number(day("2024-03-01")) - number(day("2024-02-28")), 2);
    }

    #[test]
    fn a_period_begins_on_its_first_day() {
        assert_eq!(Step::Week.start(day("2022-09-11")), day("2022-09-05"));
        assert_eq!(Step::Month.start(day("2022-09-11")), day("2022-09-01"));
        assert_eq!(Step::Year.between(day("2019-01-01"), day("2022-01-01")), 4);
        assert_eq!(Step::Week.between(day("2022-09-05"), day("2022-09-19")), 3);
    }
}
