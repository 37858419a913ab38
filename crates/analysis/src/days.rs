//! Days as whole numbers, so that a million dates are compared and filed in milliseconds.

use jiff::civil::Date;
use model::When;

/// Stands for an open beginning.
pub(crate) const OPEN_FIRST: i32 = i32::MIN;
/// Stands for an open end.
pub(crate) const OPEN_LAST: i32 = i32::MAX;

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// Counted by eras of 400 years (146,097 days) that begin on 1 March, so that the leap day is
/// the last of its year.
pub(crate) fn number(date: Date) -> i32 {
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a day's number.
pub(crate) fn civil(number: i32) -> (i32, i32, i32) {
    let shifted = i64::from(number) + 719_468;
    let era = shifted.div_euclid(146_097) as i32;
    let of_era = shifted.rem_euclid(146_097) as i32;
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i32::from(month <= 2), month, day)
}

/// The date of a day's number; the nearest that can be written where it lies outside.
pub(crate) fn date(number: i32) -> Date {
    let (year, month, day) = civil(number);
    i16::try_from(year)
        .ok()
        .and_then(|year| Date::new(year, month as i8, day as i8).ok())
        .unwrap_or(if number < 0 { Date::MIN } else { Date::MAX })
}

/// First and last day; open ends as [`OPEN_FIRST`] and [`OPEN_LAST`].
pub(crate) fn span(when: &When) -> (i32, i32) {
    (
        when.first.map_or(OPEN_FIRST, number),
        when.last.map_or(OPEN_LAST, number),
    )
}

/// Back to a date.
pub(crate) fn when(first: i32, last: i32, approx: bool) -> When {
    When {
        first: (first != OPEN_FIRST).then(|| date(first)),
        last: (last != OPEN_LAST).then(|| date(last)),
        approx,
    }
}

/// The Monday of the day's week.
pub(crate) fn monday(number: i32) -> i32 {
    // 1970-01-01 was a Thursday.
    number - (number + 3).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_day_and_its_number_are_one(year in -9999i16..=9999, month in 1i8..=12, day in 1i8..=28) {
            let written = Date::new(year, month, day).unwrap();
            prop_assert_eq!(date(number(written)), written);
            let epoch = Date::new(1970, 1, 1).unwrap();
            prop_assert_eq!(number(written), epoch.until(written).unwrap().get_days());
            let week = date(monday(number(written)));
            prop_assert_eq!(week.weekday(), jiff::civil::Weekday::Monday);
        }
    }

    #[test]
    fn leap_days_and_ends_of_years_are_found() {
        for text in [
            "2000-02-29",
            "1900-02-28",
            "1900-03-01",
            "2023-12-31",
            "2024-01-01",
            "0000-01-01",
        ] {
            let day: Date = text.parse().unwrap();
            assert_eq!(date(number(day)), day);
        }
        assert_eq!(date(i32::MAX - 1), Date::MAX);
    }
}
