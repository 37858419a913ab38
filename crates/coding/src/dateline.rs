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
    /// The day it was sent.
    pub day: Date,
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
        .filter_map(|dash| head.find(dash).map(|at| (at, at + dash.len())))
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

/// The greatest character boundary up to a limit.
fn longest(text: &str, limit: usize) -> usize {
    (0..=limit.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}

/// "LIMA, 4 FEB 90": the byte behind the place, and the day. The place is in capitals.
fn place_and_day(opening: &str) -> Option<(usize, Date)> {
    let comma = opening
        .match_indices(',')
        .map(|(at, _)| at)
        .find(|at| day(&opening[at + 1..]).is_some())?;
    let place = opening[..comma].trim();
    let capitals = place.chars().any(char::is_uppercase) && !place.chars().any(char::is_lowercase);
    (capitals && place.len() <= 80).then_some(())?;
    Some((comma, day(&opening[comma + 1..])?))
}

/// "4 FEB 90 (EFE)", "13 July 1989".
fn day(words: &str) -> Option<Date> {
    let mut words = words
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let day: i8 = words.next()?.parse().ok()?;
    let month = words.next()?.to_ascii_lowercase();
    let month = MONTHS
        .iter()
        .position(|name| month.get(..3) == Some(*name))?;
    let year: i16 = words.next()?.parse().ok()?;
    let year = match year {
        0..=29 => 2000 + year,
        30..=99 => 1900 + year,
        _ => year,
    };
    Date::new(year, i8::try_from(month + 1).ok()?, day).ok()
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
        assert_eq!(found.day.to_string(), "1990-02-04");
        assert_eq!(&text[found.end as usize..], " REBELS BURNED A BUS.");
        assert_eq!(text[..found.place_end as usize].trim(), "LIMA");
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
