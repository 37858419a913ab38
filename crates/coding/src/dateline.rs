//! The dateline of a wire: "LIMA, 4 FEB 90 (EFE) -- [TEXT] …".
//!
//! A dateline says where and when a report was sent. It is no part of what the report tells: its day is no
//! incident's day, its town no incident's place. It tells the day of publication of a report that has no other,
//! and which country is meant where the text names none.

use jiff::civil::Date;
use language::Sentence;

/// Where a dateline ends, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// Byte behind the dashes and the editors' marks that follow them.
    pub end: u32,
    /// Byte behind the name of the place.
    pub place_end: u32,
    /// The day it was sent; absent where it gives none, or no year.
    pub day: Option<Date>,
}

/// Bytes of the longest dateline before its dashes.
const LONGEST: usize = 200;

/// Bytes of the longest mark that editors put in brackets.
const LONGEST_MARK: usize = 400;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The dateline that a text opens with: a place, a day and dashes. Looks at the first lines only.
pub(crate) fn dateline(text: &str) -> Option<Dateline> {
    let head = text.get(..longest(text, LONGEST))?;
    let dashes = ["--", " - ", "—", "–"]
        .iter()
        .flat_map(|dash| {
            head.match_indices(dash)
                .map(|(at, dash)| (at, at + dash.len()))
        })
        .filter(|(at, _)| !in_brackets(&head[..*at]))
        .min()?;
    let opening = &head[..dashes.0];
    if opening.contains("\n\n") {
        return None;
    }
    let (place_end, day) = place_and_day(opening)?;
    let mut end = dashes.1;
    while let Some(mark) = mark(&text[end..]) {
        end += mark;
    }
    Some(Dateline {
        end: u32::try_from(end).ok()?,
        place_end: u32::try_from(place_end).ok()?,
        day,
    })
}

/// "(ACAN - EFE": the dash in an agency's name ends nothing.
fn in_brackets(before: &str) -> bool {
    before.rfind('(') > before.rfind(')')
}

/// The greatest character boundary up to a limit.
fn longest(text: &str, limit: usize) -> usize {
    (0..=limit.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}

/// "LIMA, 4 FEB 90": the byte behind the place, and the day. The place is in capitals.
fn place_and_day(opening: &str) -> Option<(usize, Option<Date>)> {
    let (comma, Sent(day)) = opening
        .match_indices(',')
        .find_map(|(at, _)| Some((at, day(&opening[at + 1..])?)))?;
    let place = opening[..comma].trim();
    let capitals = place.chars().any(char::is_uppercase) && !place.chars().any(char::is_lowercase);
    (capitals && place.len() <= 80).then_some((comma, day))
}

/// That a wire was sent, and the day where it is given with its year.
struct Sent(Option<Date>);

/// "4 FEB 90 (EFE)", "13 July 1989", "June 11 1989"; a day without its year, and "NO DATE", are no day and open
/// a wire all the same.
fn day(words: &str) -> Option<Sent> {
    let words: Vec<&str> = words
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let month = |at: usize| {
        let word = words.get(at)?.to_ascii_lowercase();
        MONTHS
            .iter()
            .position(|name| word.get(..3) == Some(*name))
            .and_then(|at| i8::try_from(at + 1).ok())
    };
    let number = |at: usize| words.get(at)?.parse::<i16>().ok();
    if words.starts_with(&["NO", "DATE"]) {
        return Some(Sent(None));
    }
    let (day, month) = number(0)
        .zip(month(1))
        .or_else(|| number(1).zip(month(0)))?;
    let day = i8::try_from(day)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let year = number(2).map(|year| match year {
        0..=29 => 2000 + year,
        30..=99 => 1900 + year,
        _ => year,
    });
    Some(Sent(year.and_then(|year| Date::new(year, month, day).ok())))
}

/// Bytes of an editors' mark that opens what is left: "[TEXT]", "[INTERVIEW WITH …]".
fn mark(rest: &str) -> Option<usize> {
    let open = rest.len() - rest.trim_start().len();
    if !rest[open..].starts_with('[') {
        return None;
    }
    let window = rest.get(open..open + longest(&rest[open..], LONGEST_MARK))?;
    window.find(']').map(|close| open + close + 1)
}

/// The sentences with the dateline as one of its own.
pub(crate) fn apart(sentences: Vec<Sentence>, end: u32) -> Vec<Sentence> {
    let mut all = Vec::with_capacity(sentences.len() + 1);
    let mut head: Option<Sentence> = None;
    for sentence in sentences {
        if sentence.start >= end {
            all.extend(head.take());
            all.push(sentence);
            continue;
        }
        let (before, after): (Vec<_>, Vec<_>) = sentence
            .tokens
            .into_iter()
            .partition(|token| token.start < end);
        let head = head.get_or_insert_with(|| Sentence {
            start: sentence.start,
            end: sentence.start,
            tokens: Vec::new(),
        });
        head.end = before.last().map_or(head.end, |token| token.end);
        head.tokens.extend(before);
        if let Some(first) = after.first() {
            let rest = Sentence {
                start: first.start,
                end: sentence.end,
                tokens: after.clone(),
            };
            all.push(std::mem::replace(
                head,
                Sentence {
                    start: 0,
                    end: 0,
                    tokens: Vec::new(),
                },
            ));
            all.push(rest);
        }
    }
    all.extend(head);
    all.retain(|sentence| !sentence.tokens.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_opens_with_where_and_when_it_was_sent() {
        let text = "   LIMA, 4 FEB 90 (EFE) -- [TEXT] REBELS BURNED A BUS.";
        let found = dateline(text).expect("a dateline");
        assert_eq!(
            found.day.map(|day| day.to_string()),
            Some("1990-02-04".into())
        );
        assert_eq!(&text[found.end as usize..], " REBELS BURNED A BUS.");
        assert_eq!(text[..found.place_end as usize].trim(), "LIMA");
    }

    #[test]
    fn a_dash_in_an_agencys_name_ends_no_dateline() {
        let text = "LIMA, 4 FEB 90 (ACAN - EFE) -- [TEXT] REBELS BURNED A BUS.";
        let found = dateline(text).expect("a dateline");
        assert_eq!(&text[found.end as usize..], " REBELS BURNED A BUS.");
    }

    #[test]
    fn a_wire_may_leave_out_the_year_or_the_day() {
        for text in [
            "LIMA, NO DATE (TELEVISION) -- [SPEECH] WE SHALL SEE.",
            "LIMA, 7 FEB (EFE) -- REBELS BURNED A BUS.",
        ] {
            assert_eq!(dateline(text).map(|found| found.day), Some(None), "{text}");
        }
        let found = dateline("PERTH (AUSTRALIA), JUNE 11 89 (AFP) -- HE FLEW HOME.");
        let day = found.and_then(|found| found.day).map(|day| day.to_string());
        assert_eq!(day.as_deref(), Some("1989-06-11"));
    }

    #[test]
    fn prose_has_no_dateline() {
        assert_eq!(
            dateline("In Lima, 4 February 1990 -- a day of strikes -- began"),
            None
        );
        assert_eq!(dateline("KABUL (AP) -- A bomb went off."), None);
        assert_eq!(dateline("ä"), None);
    }

    #[test]
    fn the_dateline_is_a_sentence_of_its_own() {
        let text = "QUITO, 12 MAY 89 (AFP) -- [TEXT] GUNMEN KILLED A JUDGE. THEY FLED.";
        let end = dateline(text).expect("a dateline").end;
        let cut = apart(language::sentences(text), end);
        let words: Vec<&str> = cut.iter().map(|sentence| sentence.of(text)).collect();
        assert_eq!(words[0], "QUITO, 12 MAY 89 (AFP) -- [TEXT]");
        assert_eq!(words[1], "GUNMEN KILLED A JUDGE.");
        assert_eq!(words.last(), Some(&"THEY FLED."));
    }
}
