//! Other calendars: the day of the common calendar on which a feast of theirs falls.

use super::moon::{Moment, new_moon, phase, sidereal_moon, sidereal_sun, sun};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Easter Sunday of the Western churches (the Gregorian computus).
pub(super) fn easter(year: i16) -> Option<Date> {
    let number = i32::from(year);
    let (golden, century, rest) = (number % 19, number / 100, number % 100);
    let drift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - drift + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    let month = i8::try_from(days / 31).ok()?;
    Date::new(year, month, i8::try_from(days % 31 + 1).ok()?).ok()
}

/// Easter Sunday of the Eastern churches (the Julian computus), by the common calendar.
pub(super) fn orthodox_easter(year: i16) -> Option<Date> {
    let number = i32::from(year);
    let d = (19 * (number % 19) + 15) % 30;
    let e = (2 * (number % 4) + 4 * (number % 7) - d + 34) % 7;
    let month = i8::try_from((d + e + 114) / 31).ok()?;
    let day = i8::try_from((d + e + 114) % 31 + 1).ok()?;
    let behind = number / 100 - number / 400 - 2;
    Date::new(year, month, day)
        .ok()?
        .checked_add(behind.days())
        .ok()
}

/// The moment of an hour of a day (UTC).
fn moment(day: Date, hour: f64) -> Moment {
    let days = date(2000, 1, 1)
        .until(day)
        .map_or(0, |span| span.get_days());
    f64::from(days) + hour / 24.0 - 0.5
}

/// The day in which a moment lies, by a clock so many hours ahead of UTC.
fn day_of(at: Moment, ahead: f64) -> Option<Date> {
    #[expect(clippy::cast_possible_truncation, reason = "some 70,000 days at most")]
    let days = (at + 0.5 + ahead / 24.0).floor() as i32;
    date(2000, 1, 1).checked_add(days.days()).ok()
}

/// A day of the Islamic year that falls in a common year, the earlier where two do: a month begins on the
/// evening of the first day on which the new moon comes before afternoon in Mecca.
pub(super) fn islamic(year: i16, month: i8, day: i8) -> Option<Date> {
    // The arithmetic calendar is never more than some days off: it tells which new moon is meant.
    let (months, days) = (i32::from(month) - 1, i32::from(day) - 1);
    let near = (f64::from(year) - 622.54) * 1.030_69;
    #[expect(clippy::cast_possible_truncation, reason = "some 2,000 years at most")]
    let near = near.floor() as i32;
    (near - 1..=near + 2).find_map(|hijri| {
        let since = 354 * (hijri - 1) + (3 + 11 * hijri) / 30 + (59 * months + 1) / 2;
        let rough = date(622, 7, 18).checked_add(since.days()).ok()?;
        let conjunction = new_moon(moment(rough, 12.0) + 5.0);
        let first = day_of(conjunction, 8.4)?.tomorrow().ok()?;
        let found = first.checked_add(days.days()).ok()?;
        (found.year() == year).then_some(found)
    })
}

/// Days from the epoch of the Jewish calendar to the first of Tishri.
fn tishri(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let mut day = 29 * months + parts.div_euclid(25_920);
    if (3 * (day + 1)).rem_euclid(7) < 3 {
        day += 1;
    }
    day
}

/// As [`tishri`], moved so that no year is too short or too long.
fn new_year(year: i64) -> i64 {
    let (before, here, after) = (tishri(year - 1), tishri(year), tishri(year + 1));
    if after - here == 356 {
        here + 2
    } else if here - before == 382 {
        here + 1
    } else {
        here
    }
}

/// The day (from midnight) of a day of the Jewish year that falls in a common year. Nisan is 1, Tishri 7.
pub(super) fn hebrew(year: i16, month: i8, day: i8) -> Option<Date> {
    let base = i64::from(year) + 3760;
    let before_nisan = month >= 7;
    // Tishri to December belong to the Jewish year that begins in that common year.
    (base..=base + 1).find_map(|jewish| {
        let start = new_year(jewish);
        let length = new_year(jewish + 1) - start;
        let leap = (7 * jewish + 1).rem_euclid(19) < 7;
        let heshvan = if length % 10 == 5 { 30 } else { 29 };
        let kislev = if length % 10 == 3 { 29 } else { 30 };
        let adar = if leap { 59 } else { 29 };
        let autumn = [30, heshvan, kislev, 29, 30, adar];
        let spring = [30, 29, 30, 29, 30, 29];
        let index = usize::try_from((month - 7).rem_euclid(12)).ok()?;
        let mut days: i64 = if before_nisan {
            autumn.iter().take(index).sum()
        } else {
            autumn.iter().sum::<i64>() + spring.iter().take(index - 6).sum::<i64>()
        };
        // Purim is in the second Adar of a leap year.
        if month == 12 && leap {
            days += 30;
        }
        // 1 Tishri of the year 5761 was 2000-09-30.
        let since = start - new_year(5761) + days + i64::from(day) - 1;
        let found = date(2000, 9, 30)
            .checked_add(jiff::Span::new().try_days(since).ok()?)
            .ok()?;
        (found.year() == year).then_some(found)
    })
}

/// As [`hebrew`], for days of remembrance that are moved off the Sabbath and the days beside it.
pub(super) fn hebrew_moved(year: i16, month: i8, day: i8) -> Option<Date> {
    let found = hebrew(year, month, day)?;
    // Independence Day is eight days after Holocaust Remembrance Day, and moves with the day before it.
    let eve = i32::from(month == 2);
    let days = match found.weekday() {
        Weekday::Friday => -1,
        Weekday::Saturday => -2,
        Weekday::Sunday if eve == 0 => 1,
        Weekday::Monday if eve == 1 => 1,
        _ => 0,
    };
    found.checked_add(days.days()).ok()
}

/// A day of the Chinese year that begins in a common year.
pub(super) fn chinese(year: i16, month: i8, day: i8) -> Option<Date> {
    // The year begins with the second new moon after the winter solstice, the one nearest to the sun's 330°.
    let from = moment(Date::new(year, 1, 20).ok()?, 0.0);
    let mut first = new_moon(from + 30.5);
    if day_of(first, 8.0)? < Date::new(year, 1, 21).ok()? {
        first = new_moon(first + 35.0);
    }
    let start = new_moon(first + 29.53 * f64::from(month - 1) + 10.0);
    day_of(start, 8.0)?
        .checked_add((i32::from(day) - 1).days())
        .ok()
}

const INDIA: f64 = 5.5;

/// The day in India on which that day of the moon runs at that hour, in a month named by the sign of the stars
/// that the sun enters during it (Chaitra is 1, its sign Aries).
pub(super) fn hindu(year: i16, month: i8, tithi: i8, hour: i8) -> Option<Date> {
    // The sun enters Aries about 14 April.
    let entered = 30.44 * f64::from(month - 1) + 103.0;
    let mut rough = moment(Date::new(year, 1, 1).ok()?, 0.0) + entered;
    if month >= 10 {
        rough -= 365.25;
    }
    let mut start = new_moon(rough);
    // A month in which the sun enters no sign is a leap month; the one after it has the name.
    let sign = |at: Moment| sidereal_sun(at) / 30.0;
    let wanted = f64::from(month - 1);
    for _ in 0..3 {
        let next = new_moon(start + 31.0);
        let (before, after) = (sign(start).floor(), sign(next).floor());
        let entered = (before + 1.0).rem_euclid(12.0);
        if (entered - wanted).abs() < 0.5 && (before - after).abs() > 0.5 {
            break;
        }
        let ahead = (wanted - entered).rem_euclid(12.0);
        start = if ahead > 6.0 {
            new_moon(start - 5.0)
        } else {
            next
        };
    }
    let near = start + 29.53 / 30.0 * (f64::from(tithi) - 0.5);
    let day = day_of(near, INDIA)?;
    (-1..=1)
        .filter_map(|offset: i32| day.checked_add(offset.days()).ok())
        .find(|day| {
            let at = phase(moment(*day, f64::from(hour) - INDIA));
            let running = (at / 12.0).floor() + 1.0;
            (running - f64::from(tithi)).abs() < 0.5
        })
        .or(Some(day))
        .filter(|day| day.year() == year)
}

/// The day in India at whose sunrise the moon is in one of its 27 houses (Ashvini is 1) while the sun is in a
/// sign of the stars (Aries is 0).
pub(super) fn moon_house(year: i16, sign: i8, house: i8) -> Option<Date> {
    let rough = (f64::from(sign) * 30.44 + 100.0).rem_euclid(365.25);
    let start = day_of(moment(Date::new(year, 1, 1).ok()?, 0.0) + rough, INDIA)?;
    (0..40)
        .filter_map(|offset: i32| start.checked_add(offset.days()).ok())
        .find(|day| {
            let at = moment(*day, 6.0 - INDIA);
            let sun = (sidereal_sun(at) / 30.0).floor() - f64::from(sign);
            let moon = (sidereal_moon(at) / (360.0 / 27.0)).floor() + 1.0 - f64::from(house);
            sun.abs() < 0.5 && moon.abs() < 0.5
        })
}

/// The day in India on which the sun enters a sign of the stars before sunset.
pub(super) fn sidereal(year: i16, sign: i8) -> Option<Date> {
    let rough = (f64::from(sign) * 30.44 + 103.0).rem_euclid(365.25);
    let start = moment(Date::new(year, 1, 1).ok()?, 0.0) + rough - 12.0;
    let at = reached(start, sidereal_sun, f64::from(sign) * 30.0)?;
    day_of(at, INDIA + 6.0)
}

/// The day in Iran nearest to the moment at which the sun is so many degrees from the spring equinox.
pub(super) fn solar(year: i16, degrees: i16) -> Option<Date> {
    let rough = (f64::from(degrees) * 1.0146 + 79.0).rem_euclid(365.25);
    let start = moment(Date::new(year, 1, 1).ok()?, 0.0) + rough - 12.0;
    let at = reached(start, sun, f64::from(degrees))?;
    day_of(at, 3.5 + 12.0)
}

/// When an angle that grows about a degree a day is first reached after a moment.
fn reached(start: Moment, angle: impl Fn(Moment) -> f64, degrees: f64) -> Option<Moment> {
    let left = |at: Moment| {
        let left = (degrees - angle(at)).rem_euclid(360.0);
        if left > 180.0 { left - 360.0 } else { left }
    };
    let mut at = start;
    for _ in 0..8 {
        at += left(at);
    }
    at.is_finite().then_some(at)
}
