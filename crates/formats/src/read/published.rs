//! The day a report was published, from what is printed on it.
//!
//! This looks for the date *of the report* only, where reports print it: after a label
//! ("Published: May 4, 2022"), in a dateline with a year, or alone on a line near the top
//! or the end. Dates in sentences are what happened, not when it was printed, so they do
//! not count.

use super::dates::{self, Found};
use jiff::civil::Date;

/// How much of the start of a text is looked at, in bytes.
const TOP: usize = 700;
/// How much of the end of a text is looked at, in bytes.
const END: usize = 250;

/// How sure a find is; the first is the surest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Labelled,
    Dateline,
    Alone,
    Updated,
}

/// The day of publication printed in `text`, if one is.
///
/// A wire dateline without a year gives none.
pub(super) fn in_text(text: &str) -> Option<Date> {
    let top = head(text, TOP);
    let end = &text[text.floor_char_boundary(text.len().saturating_sub(END).max(top.len()))..];
    let from_top = top.lines().filter_map(|line| in_line(line, true));
    let from_end = end.lines().skip(1).filter_map(|line| in_line(line, false));
    let mut best: Option<(Sort, Date)> = None;
    for found in from_top.chain(from_end) {
        if best.is_none_or(|best| found.0 < best.0) {
            best = Some(found);
        }
    }
    best.map(|(_, date)| date)
}

/// The day a piece of metadata names (`2022-09-05T10:00:00Z`, `Mon, 05 Sep 2022 …`).
///
/// The day is taken as printed; nothing is moved to another time zone.
pub(super) fn in_metadata(value: &str) -> Option<Date> {
    let value = head(value.trim(), 80);
    let value = value.strip_prefix("D:").unwrap_or(value);
    dates::compact(value).or_else(|| dates::find(value).map(|found| found.date))
}

fn head(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit.min(text.len()))]
}

fn in_line(line: &str, at_top: bool) -> Option<(Sort, Date)> {
    let line = line.trim();
    let found = dates::find(line)?;
    let before = line[..found.start].trim();
    let after = line[found.end..].trim();
    if let Some(sort) = label(before) {
        return Some((sort, found.date));
    }
    if at_top && is_dateline(before, after) {
        return Some((Sort::Dateline, found.date));
    }
    (line.len() <= 120 && !found.short_year && stands_alone(before, after))
        .then_some((Sort::Alone, found.date))
}

/// The sort of find that the words right before a date make it.
fn label(before: &str) -> Option<Sort> {
    const PUBLISHED: [&str; 14] = [
        "published",
        "publication date",
        "date published",
        "pubdate",
        "posted",
        "date",
        "dated",
        "date of issue",
        "issued",
        "released",
        "release date",
        "filed",
        "report date",
        "publishdate",
    ];
    const UPDATED: [&str; 5] = [
        "updated",
        "modified",
        "last update",
        "revised",
        "last reviewed",
    ];
    // The part after the last separator: "Release No: 23-010 | Published".
    let words = before.to_lowercase();
    let words = words
        .rsplit(['|', '•', '·', ';', '\t'])
        .next()
        .unwrap_or("")
        .trim();
    if words.len() > 40 {
        return None;
    }
    let words = without_weekday(words);
    let words = words
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .trim_end_matches(" on")
        .trim_end_matches(" at")
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let ends = |list: &[&str]| {
        list.iter()
            .any(|label| words == *label || words.ends_with(&format!(" {label}")))
    };
    // "said on a date", "an order dated": only a line's own label counts.
    let own = words.split_whitespace().count() <= 3;
    if own && ends(&UPDATED) {
        Some(Sort::Updated)
    } else if own && ends(&PUBLISHED) {
        Some(Sort::Labelled)
    } else {
        None
    }
}

/// `KABUL, Sept 5, 2022 (Wire) –`, `SAN SALVADOR, 3 JAN 90 --`, `(Lima, 4 May 1989)`.
fn is_dateline(before: &str, after: &str) -> bool {
    let place = before
        .trim_start_matches(['(', '['])
        .trim_end_matches(['(', '[', ' ']);
    let place = without_weekday(place).trim_end_matches([',', '-', '–', '—', ':', ' ']);
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 || place.len() > 60 {
        return false;
    }
    let first_word = place.split([' ', ',']).next().unwrap_or("");
    let capital = first_word.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !first_word.chars().any(char::is_lowercase);
    // After the date: at most a bracketed agency, then a dash.
    let mut rest = after.trim_start_matches([',', ')', ']', '.', ' ']);
    if let Some(agency) = rest.strip_prefix(['(', '[']) {
        match agency.find([')', ']']) {
            Some(close) if close <= 40 => rest = agency[close + 1..].trim_start(),
            _ => return false,
        }
    } else if let Some(dash) = rest.find(['-', '–', '—'])
        && dash <= 24
        && rest[..dash]
            .chars()
            .all(|c| c.is_uppercase() || " /.".contains(c))
    {
        rest = &rest[dash..];
    }
    capital && rest.starts_with(['-', '–', '—', ':'])
}

/// Whether nothing but a weekday, a time, a byline or a short label shares the line.
fn stands_alone(before: &str, after: &str) -> bool {
    lead_is_light(before) && tail_is_light(after)
}

fn lead_is_light(before: &str) -> bool {
    let before = without_weekday(before);
    if before
        .trim_matches(|c: char| !c.is_alphanumeric())
        .is_empty()
        || is_time(before)
    {
        return true;
    }
    let words = before.split_whitespace().count();
    let byline = before.starts_with("By ") || before.starts_with("by ");
    let separated = before.ends_with(['|', '•', '·', '/']);
    let place = before.ends_with([',', '-', '–', '—', ':'])
        && words <= 4
        && !before.chars().any(char::is_lowercase);
    separated && words <= 12
        || byline && words <= 8 && before.ends_with([',', '-', '–', '—', '|'])
        || place
}

fn tail_is_light(after: &str) -> bool {
    let after = after.trim_start_matches([',', '.', ')', ' ']);
    let after = without_weekday(after);
    if after.is_empty() || is_time(after) {
        return true;
    }
    let words = after.split_whitespace().count();
    let separated = after.starts_with(['|', '•', '·', '/', '-', '–', '—', '(']);
    separated && words <= 8 && !after.ends_with('.') || after.starts_with("by ") && words <= 6
}

/// `10:43 AM ET`, `at 09:15 GMT`, `T10:00:00Z`, `- 7 min read`.
fn is_time(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "at", "am", "pm", "a", "p", "m", "et", "est", "edt", "gmt", "utc", "cet", "cest", "bst",
        "ist", "pst", "pdt", "local", "time", "min", "read", "t",
    ];
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .flat_map(|word| word.split(|c: char| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .all(|word| WORDS.contains(&word.to_lowercase().as_str()) || word == "Z")
        && text.chars().any(|c| c.is_ascii_digit())
}

/// `text` without a weekday at its end (before a date) or start (after one).
fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 14] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ];
    let text = text.trim();
    let end = text.trim_end_matches([',', '.', ' ', '(']);
    let last = end
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| {
            at + end[at..].chars().next().map_or(1, char::len_utf8)
        });
    if DAYS.contains(&end[last..].to_lowercase().as_str()) {
        return end[..last].trim_end();
    }
    let first = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    if DAYS.contains(&text[..first].to_lowercase().as_str()) {
        return text[first..].trim_start_matches([',', '.', ' ', ')']);
    }
    text
}

/// The bytes of `line` that its first date takes, for tests of other modules.
pub(super) fn is_only_a_date(line: &str) -> bool {
    dates::find(line).is_some_and(|Found { start, end, .. }| {
        stands_alone(line[..start].trim(), line[end..].trim())
            || label(line[..start].trim()).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_labelled_date_is_the_day_of_publication() {
        for text in [
            "Embassy attacked\nPublished: May 4, 2022\nA bomb went off on May 3, 2022.",
            "Embassy attacked\nPublished on Wednesday, 4 May 2022, 10:43 AM\n",
            "Posted May 4th, 2022 by the desk\nText",
            "Release No: 23-010 | May 4, 2022\nText",
            "Date: '2022-05-04'\nSource: a portal",
            "Body.\n\nUpdated 6 May 2022\nPublished 4 May 2022",
            "May 4, 2022 - Release\nText",
        ] {
            assert_eq!(in_text(text), Some(date(2022, 5, 4)), "{text}");
        }
    }

    #[test]
    fn a_dateline_counts_only_with_its_year() {
        assert_eq!(
            in_text("KABUL, Sept 5, 2022 (Wire) – A bomb went off."),
            Some(date(2022, 9, 5))
        );
        assert_eq!(
            in_text("SAN SALVADOR, 3 JAN 90 -- [TEXT] THE ARMY SAID"),
            Some(date(1990, 1, 3))
        );
        assert_eq!(in_text("KABUL, Sept 5 (Wire) – A bomb went off."), None);
        assert_eq!(in_text("Kabul (5 September 2022) the town was hit."), None);
    }

    #[test]
    fn a_date_alone_on_a_line_counts_and_one_in_a_sentence_does_not() {
        for line in [
            "Sep 23, 2022",
            "Monday, July 1, 2019  ",
            "21.11.2024",
            "By Jo Roe, 5 September 2022",
            "5 September 2022 | 4 min read",
            "2022-09-05T10:00:00Z",
            "LONDON - 5 September 2022",
        ] {
            assert!(
                in_text(&format!("A headline\n{line}\n\nThe text.")).is_some(),
                "{line}"
            );
        }
        for line in [
            "On September 5, 2022, a bomber struck the embassy.",
            "The attack took place on 4 February 1990.",
            "Four died in Kabul 5 September 2022",
            "He cited an order dated 5 September 2022.",
            "Current events, 29 October 2005",
        ] {
            assert_eq!(
                in_text(&format!("A headline\n{line}\n\nThe text.")),
                None,
                "{line}"
            );
        }
    }

    #[test]
    fn an_update_is_the_last_choice() {
        assert_eq!(
            in_text("Title\nLast updated: 6 May 2022\nText"),
            Some(date(2022, 5, 6))
        );
        assert_eq!(
            in_text("Title\nUpdated 6 May 2022\n4 May 2022\nText"),
            Some(date(2022, 5, 4))
        );
    }

    #[test]
    fn the_end_of_a_text_is_looked_at_and_its_middle_is_not() {
        let middle = "Words of the report stand here. ".repeat(60);
        assert_eq!(
            in_text(&format!("Title\n{middle}\nPublished 4 May 2022\n")),
            Some(date(2022, 5, 4))
        );
        assert_eq!(
            in_text(&format!("Title\n{middle}\n4 May 2022\n{middle}\n")),
            None
        );
    }

    #[test]
    fn metadata_dates_are_taken_as_printed() {
        for value in [
            "2022-09-05T23:30:00-07:00",
            "Mon, 05 Sep 2022 10:00:00 GMT",
            "20220905",
            "D:20220905093000Z",
            "September 5, 2022",
            "2022-09-05",
        ] {
            assert_eq!(in_metadata(value), Some(date(2022, 9, 5)), "{value}");
        }
        for value in ["", "2022", "2022-09", "05/09/2022", "soon", "20221399"] {
            assert_eq!(in_metadata(value), None, "{value}");
        }
    }
}
