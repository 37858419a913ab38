//! Printed lines to paragraphs: a PDF knows where letters stand, not which line goes on.

use std::collections::{BTreeMap, BTreeSet};

/// The text of some pages: page headers, footers and numbers dropped, words divided at a
/// line's end joined, lines of one paragraph joined, a blank line between paragraphs.
///
/// Also says where the text starts behind the header that the first page keeps.
pub(super) fn paragraphs(pages: &[String]) -> (String, usize) {
    let pages: Vec<Vec<String>> = pages.iter().map(|page| lines(page)).collect();
    let (pages, header) = without_frames(pages);
    let width = usual_width(&pages);
    let known = words_within_lines(&pages);
    let mut text = String::new();
    // The last line as printed, and whether a blank line came behind it.
    let mut last: Option<(String, bool)> = None;
    for page in &pages {
        for line in page {
            if line.is_empty() {
                if let Some((_, blank)) = &mut last {
                    *blank = true;
                }
                continue;
            }
            match &last {
                Some((before, blank)) if goes_on(before, *blank, line, width) => {
                    join(&mut text, line, &known);
                }
                Some(_) => {
                    text.push_str("\n\n");
                    text.push_str(line);
                }
                None => text.push_str(line),
            }
            last = Some((line.clone(), false));
        }
    }
    let start = header.iter().fold(0, |start, line| {
        let rest = text[start..].trim_start();
        match rest.strip_prefix(line.as_str()) {
            Some(rest) => text.len() - rest.len(),
            None => start,
        }
    });
    (text, start)
}

/// The lines of a page with single spaces; ligatures as letters.
fn lines(page: &str) -> Vec<String> {
    const LIGATURES: [(char, &str); 7] = [
        ('ﬀ', "ff"),
        ('ﬁ', "fi"),
        ('ﬂ', "fl"),
        ('ﬃ', "ffi"),
        ('ﬄ', "ffl"),
        ('ﬅ', "st"),
        ('ﬆ', "st"),
    ];
    let mut page: String = page
        .chars()
        .filter(|c| !c.is_control() || *c == '\n' || *c == '\t')
        .collect();
    for (ligature, letters) in LIGATURES {
        if page.contains(ligature) {
            page = page.replace(ligature, letters);
        }
    }
    page.split('\n')
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// How many lines at each end of a page may be its header or footer.
const EDGE: usize = 3;

/// The pages without the lines that stand at the edge of many of them, and without page
/// numbers. The first page's header stays, as it may be the headline; it is given too.
fn without_frames(mut pages: Vec<Vec<String>>) -> (Vec<Vec<String>>, Vec<String>) {
    let mut header = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in &pages {
        let shapes: BTreeSet<String> = edges(page).into_iter().map(|at| shape(&page[at])).collect();
        for shape in shapes {
            *seen.entry(shape).or_default() += 1;
        }
    }
    let many = (pages.len() / 2).max(2);
    for (number, page) in pages.iter_mut().enumerate() {
        let middle = page.len() / 2;
        for at in edges(page) {
            let repeated = seen
                .get(&shape(&page[at]))
                .is_some_and(|count| *count >= many && *count > 1);
            let first_header = number == 0 && at < middle;
            if is_page_number(&page[at]) || repeated && !first_header {
                page[at].clear();
            } else if repeated {
                header.push(page[at].clone());
            }
        }
        // The blank a header leaves is not the end of a paragraph that goes on.
        let start = page
            .iter()
            .position(|line| !line.is_empty())
            .unwrap_or(page.len());
        page.drain(..start);
        while page.last().is_some_and(String::is_empty) {
            page.pop();
        }
    }
    (pages, header)
}

/// Where the first and last few lines with words stand.
fn edges(page: &[String]) -> Vec<usize> {
    let filled: Vec<usize> = (0..page.len()).filter(|at| !page[*at].is_empty()).collect();
    let mut edges: Vec<usize> = filled
        .iter()
        .take(EDGE)
        .chain(filled.iter().rev().take(EDGE))
        .copied()
        .collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// A line with its numbers made alike, so that `Page 3` and `Page 4` are the same.
fn shape(line: &str) -> String {
    let mut shape = String::new();
    for c in line.chars() {
        if !c.is_ascii_digit() {
            shape.push(c);
        } else if !shape.ends_with('#') {
            shape.push('#');
        }
    }
    shape
}

/// `7`, `- 7 -`, `Page 7 of 12`, `7/12`.
fn is_page_number(line: &str) -> bool {
    let mut words = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .peekable();
    let page = words
        .next_if(|word| word.eq_ignore_ascii_case("page") || word.eq_ignore_ascii_case("p"))
        .is_some();
    let number = |word: &str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = words.collect();
    match rest[..] {
        [one] => number(one) && (page || one.len() <= 3),
        [one, of, other] => number(one) && number(other) && of.eq_ignore_ascii_case("of"),
        [one, other] => number(one) && number(other) && line.contains('/'),
        _ => false,
    }
}

/// The length in characters that full lines have.
fn usual_width(pages: &[Vec<String>]) -> usize {
    let mut lengths: Vec<usize> = pages
        .iter()
        .flatten()
        .map(|line| line.chars().count())
        .filter(|length| *length > 0)
        .collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0)
}

/// The words that stand within lines, by which divided words are put together.
fn words_within_lines(pages: &[Vec<String>]) -> BTreeSet<String> {
    let words = |line: &String| -> Vec<String> {
        line.split(' ')
            .map(|word| {
                word.trim_matches(|c: char| !c.is_alphanumeric())
                    .to_lowercase()
            })
            .collect()
    };
    pages.iter().flatten().flat_map(words).collect()
}

/// Whether `line` carries on the paragraph that `before` belongs to.
fn goes_on(before: &str, blank: bool, line: &str, width: usize) -> bool {
    let lower = line.starts_with(char::is_lowercase);
    let ended = before
        .trim_end_matches(['"', '”', '’', ')', ']', '»'])
        .ends_with(['.', '!', '?', ':', ';']);
    if starts_item(line) {
        return false;
    }
    let divided = before.ends_with(['-', '\u{ad}', '‐']) && line.starts_with(char::is_alphabetic);
    if divided || lower && !ended {
        return true;
    }
    let full = before.chars().count() * 10 >= width * 7;
    !blank && full && width >= 30 && !line_is_heading(before)
}

/// A line in capitals is a heading.
fn line_is_heading(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    (4..=80).contains(&letters) && !line.chars().any(char::is_lowercase)
}

/// `• …`, `- …`, `1. …`, `(a) …`.
fn starts_item(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or("");
    let number = first
        .strip_suffix(['.', ')'])
        .map(|rest| rest.trim_start_matches('('));
    matches!(
        first,
        "•" | "-" | "–" | "—" | "▪" | "●" | "○" | "◦" | "*" | "" | "·" | "➢" | "✓"
    ) || first.starts_with('•')
        || line.contains(' ')
            && number.is_some_and(|rest| {
                !rest.is_empty()
                    && rest.len() <= 2
                    && (rest.bytes().all(|b| b.is_ascii_digit())
                        || rest.len() == 1 && first.starts_with('('))
            })
}

/// Puts `line` behind `text`, and a word divided between them together.
fn join(text: &mut String, line: &str, known: &BTreeSet<String>) {
    let divided = text.ends_with(['-', '\u{ad}', '‐']) && line.starts_with(char::is_alphabetic);
    let stem_is_word = text
        .trim_end_matches(['-', '\u{ad}', '‐'])
        .ends_with(char::is_alphabetic);
    if !divided || !stem_is_word {
        text.push(' ');
        text.push_str(line);
        return;
    }
    let soft = text.ends_with('\u{ad}');
    let start = text.rfind(|c: char| c.is_whitespace()).map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let stem = text[start..]
        .trim_end_matches(['-', '\u{ad}', '‐'])
        .to_lowercase();
    let stem = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = line.split(' ').next().unwrap_or("").to_lowercase();
    let rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    if soft || !keeps_hyphen(stem, rest, line, known) {
        text.pop();
    }
    text.push_str(line);
}

/// Whether the hyphen at a line's end belongs to the word: `anti-` `government`.
fn keeps_hyphen(stem: &str, rest: &str, line: &str, known: &BTreeSet<String>) -> bool {
    const PREFIXES: [&str; 24] = [
        "anti", "non", "pro", "ex", "self", "cross", "half", "well", "long", "short", "mid",
        "vice", "so", "al", "el", "high", "low", "two", "three", "four", "five", "six", "car",
        "co",
    ];
    if known.contains(&format!("{stem}{rest}")) {
        return false;
    }
    known.contains(&format!("{stem}-{rest}"))
        || line.starts_with(char::is_uppercase)
        || PREFIXES.contains(&stem)
        || stem.contains('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(pages: &[&str]) -> String {
        paragraphs(
            &pages
                .iter()
                .map(|page| (*page).to_owned())
                .collect::<Vec<_>>(),
        )
        .0
    }

    #[test]
    fn divided_words_and_wrapped_lines_are_put_together() {
        let text = pages(&[
            "Fighters infiltra-\nted the compound on Monday and killed at least\nfour guards of the anti-\ngovernment militia, said al-\nHassan, who was there.\n\nThe next paragraph starts here and goes on for\na while.",
        ]);
        assert_eq!(
            text,
            "Fighters infiltrated the compound on Monday and killed at least four guards of the anti-government militia, said al-Hassan, who was there.\n\nThe next paragraph starts here and goes on for a while."
        );
    }

    #[test]
    fn headers_footers_and_page_numbers_go_and_sentences_cross_pages() {
        let text = pages(&[
            "Example Monitor Weekly No. 7\n\nBombing in the north of the country\n\nA bomb went off on the road between the two towns and the\n\nExample Monitor, all rights\n1",
            "Example Monitor Weekly No. 7\n\nvehicle behind it was hit too. The driver and three of the\n\nExample Monitor, all rights\n2",
            "Example Monitor Weekly No. 7\n\npassengers died.\n\nExample Monitor, all rights\nPage 3 of 3",
        ]);
        assert_eq!(
            text,
            "Example Monitor Weekly No. 7\n\nBombing in the north of the country\n\nA bomb went off on the road between the two towns and the vehicle behind it was hit too. The driver and three of the passengers died."
        );
    }

    #[test]
    fn list_items_stay_apart() {
        let text = pages(&[
            "The week in short, as far as it could be confirmed:\n• Two blasts in the capital and one in the harbour\n• One ambush on the road to the north of the lake\n1. First of the numbered items that stand in the list",
        ]);
        assert_eq!(text.lines().filter(|line| !line.is_empty()).count(), 4);
    }
}
