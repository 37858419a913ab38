//! Calendar days as they are printed, for the day of publication only.
//!
//! ISO (`2022-09-05`), day first (`5th of September 2022`, `3 JAN 90`), month first
//! (`Sept. 5, 2022`) and numbers (`21.11.2024`) where day and month cannot be confused.

use jiff::civil::Date;

/// A day, and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// The day.
    pub date: Date,
    /// Byte where it starts.
    pub start: usize,
    /// Byte where it ends.
    pub end: usize,
    /// The year has two digits, so only a dateline may use it.
    pub short_year: bool,
}

/// One run of letters or digits.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

/// The first full day printed in `line`.
pub(super) fn find(line: &str) -> Option<Found> {
    let pieces = pieces(line);
    (0..pieces.len()).find_map(|at| {
        let three = pieces.get(at..at + 3)?;
        let gap = |i: usize| &line[three[i].end..three[i + 1].start];
        iso(three, [gap(0), gap(1)])
            .or_else(|| numbers(three, [gap(0), gap(1)]))
            .or_else(|| month_first(three, [gap(0), gap(1)]))
            .or_else(|| day_first(&pieces[at..], line))
    })
}

/// `20220905`, alone or with a time behind it.
pub(super) fn compact(value: &str) -> Option<Date> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 8 && digits != 14 {
        return None;
    }
    day(
        number(&value[..4])?,
        number(&value[4..6])?,
        number(&value[6..8])?,
    )
}

fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut chars = line.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !first.is_alphanumeric() {
            continue;
        }
        let digits = first.is_ascii_digit();
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = chars.peek().copied() {
            if !next.is_alphanumeric() || next.is_ascii_digit() != digits {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        found.push(Piece {
            text: &line[start..end],
            start,
            end,
        });
    }
    found
}

fn iso(three: &[Piece], gaps: [&str; 2]) -> Option<Found> {
    let separator = gaps[0] == gaps[1] && matches!(gaps[0], "-" | "/" | "." | "‐" | "–");
    (separator && three[0].text.len() == 4)
        .then(|| {
            day(
                number(three[0].text)?,
                number(three[1].text)?,
                number(three[2].text)?,
            )
        })?
        .map(|date| found(date, three[0], three[2]))
}

fn numbers(three: &[Piece], gaps: [&str; 2]) -> Option<Found> {
    if gaps[0] != gaps[1] || !matches!(gaps[0], "/" | "." | "-") || three[2].text.len() != 4 {
        return None;
    }
    let (first, second, year) = (
        number(three[0].text)?,
        number(three[1].text)?,
        number(three[2].text)?,
    );
    let date = match (first > 12, second > 12) {
        (true, false) => day(year, second, first),
        (false, true) => day(year, first, second),
        (false, false) if first == second => day(year, first, second),
        _ => None,
    }?;
    Some(found(date, three[0], three[2]))
}

/// `Sept. 5, 2022`, `September 5th, 2022` (the ordinal's letters are a piece of their own).
fn month_first(three: &[Piece], gaps: [&str; 2]) -> Option<Found> {
    let month = month(three[0].text)?;
    let near = matches!(gaps[0], " " | ". ") && (gaps[1].trim() == "," || gaps[1] == " ");
    if !near || three[1].text.len() > 2 || three[2].text.len() != 4 {
        return None;
    }
    day(number(three[2].text)?, month, number(three[1].text)?)
        .map(|date| found(date, three[0], three[2]))
}

/// `5 September 2022`, `5th of September, 2022`, `05-Sep-2022`, `3 JAN 90`; and month first
/// with an ordinal, `September 5th, 2022`, which has four pieces too.
fn day_first(pieces: &[Piece], line: &str) -> Option<Found> {
    let kept: Vec<Piece> = pieces
        .iter()
        .take(6)
        .enumerate()
        .filter(|(at, piece)| {
            let ordinal = *at > 0
                && pieces[at - 1].end == piece.start
                && matches!(
                    piece.text,
                    "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH"
                );
            let of = *at > 0 && matches!(piece.text, "of" | "OF");
            !ordinal && !of
        })
        .map(|(_, piece)| *piece)
        .take(3)
        .collect();
    let [first, second, third] = kept[..] else {
        return None;
    };
    let spread = third.end - first.start;
    let between = &line[first.end..third.start];
    if spread > 32 || between.contains(['(', ')', ';', ':', '|', '\n']) {
        return None;
    }
    if let Some(month) = month(first.text) {
        let date = day(year(third.text)?.0, month, short(second.text)?)?;
        return (third.text.len() == 4).then(|| found(date, first, third));
    }
    let (full_year, short_year) = year(third.text)?;
    let date = day(full_year, month(second.text)?, short(first.text)?)?;
    // Two digits are a year only right behind the month: "3 JAN 90".
    if short_year && &line[second.end..third.start] != " " {
        return None;
    }
    Some(Found {
        short_year,
        ..found(date, first, third)
    })
}

fn found(date: Date, first: Piece, last: Piece) -> Found {
    Found {
        date,
        start: first.start,
        end: last.end,
        short_year: false,
    }
}

fn short(text: &str) -> Option<i16> {
    (text.len() <= 2).then(|| number(text))?
}

fn year(text: &str) -> Option<(i16, bool)> {
    match text.len() {
        4 => Some((number(text)?, false)),
        2 => {
            let two = number(text)?;
            Some((if two >= 50 { 1900 + two } else { 2000 + two }, true))
        }
        _ => None,
    }
}

fn number(text: &str) -> Option<i16> {
    (text.bytes().all(|b| b.is_ascii_digit()) && text.len() <= 4).then(|| text.parse().ok())?
}

fn day(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1800..=2200).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn month(text: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if text.len() < 3 || !text.is_ascii() {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| {
        *month == text
            || text.len() == 3 && month.starts_with(&text)
            || text == "sept" && *month == "september"
    })?;
    Some(at as i16 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn printed_days_are_found_with_their_place() {
        for text in [
            "5 September 2022",
            "5th of September, 2022",
            "September 5, 2022",
            "Sept. 5th, 2022",
            "Sep 5 2022",
            "05-Sep-2022",
            "2022-09-05",
            "2022/09/05",
            "5 SEP 22",
        ] {
            let line = format!("x {text} y");
            let found = find(&line).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.date, date(2022, 9, 5), "{text}");
            assert_eq!(&line[found.start..found.end], text);
        }
    }

    #[test]
    fn day_and_month_are_not_guessed() {
        assert_eq!(find("05/09/2022").map(|f| f.date), None);
        assert_eq!(find("25/09/2022").map(|f| f.date), Some(date(2022, 9, 25)));
        assert_eq!(find("09/25/2022").map(|f| f.date), Some(date(2022, 9, 25)));
        assert_eq!(find("31 September 2022").map(|f| f.date), None);
        assert_eq!(find("May 2022 saw 14 blasts").map(|f| f.date), None);
    }
}
