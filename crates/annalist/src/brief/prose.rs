//! Numbers, dates and lists as an editor would write them, and report text made safe for
//! Markdown.

use charts::MONTHS;
use jiff::civil::Date;
use model::{Estimate, When};

const SMALL: [&str; 11] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];
/// A number: one to ten in letters, others in digits with commas.
pub fn number(count: u64) -> String {
    if let Some(word) = SMALL.get(count as usize).filter(|_| count > 0) {
        return (*word).to_owned();
    }
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// So many of something: `no incidents`, `one incident`, `12 incidents`.
pub fn so_many(count: u64, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("one {one}"),
        _ => format!("{} {many}", number(count)),
    }
}

/// A range in words, without what is counted: `at least six`, `between six and eight`.
pub fn range(estimate: &Estimate) -> String {
    let about = if estimate.approx { "about " } else { "" };
    match (estimate.min, estimate.max) {
        (Some(a), Some(b)) if a == b => format!("{about}{}", number(a)),
        (Some(0) | None, Some(b)) => format!("up to {about}{}", number(b)),
        (Some(a), Some(b)) => {
            // Both ends in letters or both in digits.
            let a = if b > 10 { a.to_string() } else { number(a) };
            let (from, to) = if estimate.approx {
                ("about", "to")
            } else {
                ("between", "and")
            };
            format!("{from} {a} {to} {}", number(b))
        }
        (Some(a), None) if estimate.approx => format!("about {} or more", number(a)),
        (Some(a), None) => format!("at least {}", number(a)),
        (None, None) => "an unknown number".to_owned(),
    }
}

/// A range of people: `nobody`, `one person`, `at least six people`.
pub fn people(estimate: &Estimate) -> String {
    let exact = (estimate.min == estimate.max)
        .then_some(estimate.max)
        .flatten();
    match exact {
        Some(0) => "nobody".to_owned(),
        _ if estimate.is_empty() => "an unknown number of people".to_owned(),
        _ if is_one(estimate) => format!("{} person", range(estimate)),
        _ => format!("{} people", range(estimate)),
    }
}

/// True where the words end in "one": one, at least one, up to one.
pub fn is_one(estimate: &Estimate) -> bool {
    match estimate.max {
        Some(most) => most == 1 && estimate.low() <= 1,
        None => estimate.min == Some(1),
    }
}

/// A day: `5 September 2022`.
pub fn day(day: Date) -> String {
    format!("{} {} {:04}", day.day(), month_name(day), day.year())
}

/// A date as it stands in a list: `5 September 2022`, `September 2022`, `17 April to 1 May 2022`.
pub fn date(when: &When) -> String {
    let about = if when.approx { "about " } else { "" };
    let words = match (when.first, when.last) {
        (Some(first), Some(last)) => match period(first, last) {
            Period::One(words) => words,
            Period::Two(a, b) => format!("{a} to {b}"),
        },
        (Some(first), None) => format!("since {}", day(first)),
        (None, Some(last)) => format!("until {}", day(last)),
        (None, None) => "all dates".to_owned(),
    };
    format!("{about}{words}")
}

/// A date as a sentence begins with it: `On 5 September 2022`, `Between 17 April and 1 May 2022`.
pub fn on_date(when: Option<&When>) -> String {
    let Some(when) = when else {
        return "On a date that is not told".to_owned();
    };
    match (when.first, when.last) {
        (Some(first), Some(last)) if first == last && !when.approx => format!("On {}", day(first)),
        (Some(first), Some(last)) => match period(first, last) {
            Period::One(words) if when.approx => format!("Around {words}"),
            Period::One(words) => format!("In {words}"),
            Period::Two(a, b) if when.approx => format!("From about {a} to {b}"),
            Period::Two(a, b) => format!("Between {a} and {b}"),
        },
        (Some(first), None) => format!("On or after {}", day(first)),
        (None, Some(last)) => format!("By {}", day(last)),
        (None, None) => "On a date that is not told".to_owned(),
    }
}

enum Period {
    One(String),
    Two(String, String),
}

/// One name for a day, month, year or decade; two for any other span, with what they share
/// said once.
fn period(first: Date, last: Date) -> Period {
    if first == last {
        return Period::One(day(first));
    }
    let (a, b) = (first.year(), last.year());
    let months = first.day() == 1 && last == last.last_of_month();
    let years = months && first.month() == 1 && last.month() == 12;
    if years && a == b {
        return Period::One(format!("{a:04}"));
    }
    if years && a % 10 == 0 && b == a + 9 {
        return Period::One(format!("the {a:04}s"));
    }
    if years {
        return Period::Two(format!("{a:04}"), format!("{b:04}"));
    }
    let same_year = a == b;
    if months && same_year && first.month() == last.month() {
        return Period::One(format!("{} {a:04}", month_name(first)));
    }
    if months {
        let end = format!("{} {b:04}", month_name(last));
        let start = if same_year {
            month_name(first).to_owned()
        } else {
            format!("{} {a:04}", month_name(first))
        };
        return Period::Two(start, end);
    }
    let start = if same_year && first.month() == last.month() {
        first.day().to_string()
    } else if same_year {
        format!("{} {}", first.day(), month_name(first))
    } else {
        day(first)
    };
    Period::Two(start, day(last))
}

fn month_name(day: Date) -> &'static str {
    MONTHS[(day.month() - 1).clamp(0, 11) as usize]
}

/// `A`, `A and B`, `A, B and C`.
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The text with its first letter large.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Words of a report, safe to stand in a line of Markdown: no mark-up, no HTML, one line.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        for letter in word.chars() {
            if "\\`*_[]<>&|~$#{}!".contains(letter) {
                out.push('\\');
            }
            out.push(letter);
        }
    }
    out
}

/// A filter as a code span, whatever backticks it holds.
pub fn code(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !one_line.contains('`') {
        return format!("`{one_line}`");
    }
    let longest = one_line
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {one_line} {fence}")
}

/// At most so many characters, cut between words, with `…` where something is left out.
pub fn cut(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.chars().count() <= most {
        return whole;
    }
    let room: String = whole.chars().take(most.saturating_sub(2)).collect();
    let end = room.rfind(' ').filter(|end| *end > room.len() / 2);
    format!("{} …", room[..end.unwrap_or(room.len())].trim_end())
}

/// The sentence of a Markdown text in which a byte lies, as a reader sees it: without
/// footnote marks and mark-up.
pub fn sentence_at(markdown: &str, at: usize) -> String {
    let markdown = markdown.trim_end();
    let mut at = at.min(markdown.len());
    while !markdown.is_char_boundary(at) {
        at -= 1;
    }
    let apart = |text: &str| {
        let line = text.trim_start();
        line.is_empty() || line.starts_with(['#', '|', '>']) || line.starts_with("- ")
    };
    let mut start = markdown[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_at = |start: usize| markdown[start..].split('\n').next().unwrap_or("");
    while start > 0 && !apart(line_at(start)) && !apart(line_above(markdown, start)) {
        start = markdown[..start - 1]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
    }
    let mut end = at;
    while let Some(newline) = markdown[end..].find('\n') {
        let next = end + newline + 1;
        end = next - 1;
        let line = markdown[next..].split('\n').next().unwrap_or("");
        if apart(line) {
            break;
        }
        end = next;
    }
    if !markdown[end..].contains('\n') {
        end = markdown.len();
    }
    let paragraph = &markdown[start..end];
    let within = at - start;
    let from = sentence_ends(&paragraph[..within]).last().unwrap_or(0);
    let rest = &paragraph[from..];
    let to = sentence_ends(rest).find(|end| from + end > within);
    bare(&rest[..to.unwrap_or(rest.len())])
}

/// The line that ends right before a byte.
fn line_above(text: &str, start: usize) -> &str {
    let above = &text[..start - 1];
    above.rsplit('\n').next().unwrap_or("")
}

/// Where sentences of a paragraph end: behind a stop, its footnote marks and the space.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    let stops = text.match_indices(['.', '!', '?', ':']);
    stops.filter_map(|(at, stop)| {
        let mut end = at + 1;
        if stop == ":" && !text[end..].starts_with('\n') {
            return None;
        }
        while text[end..].starts_with("[^") {
            end += text[end..].find(']')? + 1;
        }
        let rest = &text[end..];
        let space = rest.len() - rest.trim_start().len();
        let next = rest.trim_start().chars().next();
        let begins = next.is_none_or(|next| next.is_uppercase() || "“\"*_(".contains(next));
        (space > 0 && begins).then_some(end + space)
    })
}

/// Words without footnote marks, mark-up and line breaks.
pub fn bare(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown.trim_start_matches(['#', '>', '-', ' ']);
    while let Some(letter) = rest.chars().next() {
        if rest.starts_with("[^")
            && let Some(close) = rest.find(']')
        {
            rest = &rest[close + 1..];
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        match letter {
            '\\' => {
                if let Some(next) = rest.chars().next() {
                    out.push(next);
                    rest = &rest[next.len_utf8()..];
                }
            }
            '*' | '`' => {}
            letter => out.push(letter),
        }
    }
    out.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_an_editor_writes_them() {
        let said = |estimate: Estimate| people(&estimate);
        assert_eq!(said(Estimate::at_least(6)), "at least six people");
        assert_eq!(
            said(Estimate::between(8, 6)),
            "between six and eight people"
        );
        assert_eq!(said(Estimate::between(9, 18)), "between 9 and 18 people");
        assert_eq!(said(Estimate::exactly(1)), "one person");
        assert_eq!(said(Estimate::exactly(0)), "nobody");
        assert_eq!(said(Estimate::at_most(9)), "up to nine people");
        assert_eq!(said(Estimate::between(0, 5)), "up to five people");
        assert_eq!(said(Estimate::about(1500)), "about 1,500 people");
        let open = Estimate {
            max: None,
            ..Estimate::about(250)
        };
        assert_eq!(said(open), "about 250 or more people");
        assert_eq!(number(11), "11");
    }

    #[test]
    fn dates_read_as_an_editor_writes_them() {
        for (edtf, said) in [
            ("2022-09-05", "On 5 September 2022"),
            ("2022-09", "In September 2022"),
            ("2022", "In 2022"),
            ("201X", "In the 2010s"),
            ("2022-10-26~", "Around 26 October 2022"),
            ("2022-04-17/2022-05-01", "Between 17 April and 1 May 2022"),
            ("2022-04-17/2022-04-19", "Between 17 and 19 April 2022"),
            ("2003-06/2003-08", "Between June and August 2003"),
            ("1969/1997", "Between 1969 and 1997"),
            ("2022-09-19/..", "On or after 19 September 2022"),
            ("../2022-09-19", "By 19 September 2022"),
        ] {
            assert_eq!(on_date(Some(&edtf.parse().unwrap())), said);
        }
    }

    #[test]
    fn a_quote_is_cut_between_words() {
        assert_eq!(cut("one two three four", 12), "one two …");
        assert_eq!(cut("one  two", 12), "one two");
        assert!(cut(&"ä".repeat(500), 300).chars().count() <= 300);
    }

    #[test]
    fn report_text_cannot_become_markup() {
        assert_eq!(escape("<b>*x*\n[y](z)"), "\\<b\\>\\*x\\* \\[y\\](z)");
    }

    #[test]
    fn a_figures_sentence_is_found_without_its_marks() {
        let text = "# Head 2022\n\nOne attack.[^1] At least *six*\npeople died, U.S. sources say.[^2] No more.\n\n- item one\n- item two\n";
        let at = |word: &str| sentence_at(text, text.find(word).unwrap());
        assert_eq!(at("six"), "At least six people died, U.S. sources say.");
        assert_eq!(at("One"), "One attack.");
        assert_eq!(at("No more"), "No more.");
        assert_eq!(at("two"), "item two");
        assert_eq!(at("2022"), "Head 2022");
        assert_eq!(sentence_at(text, 10_000), "item two");
        assert_eq!(sentence_at("", 3), "");
    }
}
