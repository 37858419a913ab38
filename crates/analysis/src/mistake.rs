use std::fmt;
use std::ops::Range;

/// A mistake in something a person wrote (a filter, a template): where it stands and what
/// would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What was read: a file name, or `filter`.
    pub name: String,
    /// The whole text.
    pub source: String,
    /// Bytes of the text that are wrong; may be empty at the place where something is missing.
    pub at: Range<usize>,
    /// What is wrong, lower case, no full stop.
    pub problem: String,
    /// What would be right.
    pub hint: String,
}

impl Mistake {
    /// A mistake at these bytes of the text; bytes outside it are moved to its end.
    pub fn new(
        name: &str,
        source: &str,
        at: Range<usize>,
        problem: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let start = boundary(source, at.start);
        let end = boundary(source, at.end).max(start);
        Mistake {
            name: name.to_owned(),
            source: source.to_owned(),
            at: start..end,
            problem: problem.into(),
            hint: hint.into(),
        }
    }

    /// Line and column, both from 1; columns count characters.
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = &self.source[..self.at.start];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (line, before[start..].chars().count() + 1)
    }

    fn line_text(&self) -> &str {
        let start = self.source[..self.at.start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let end = self.source[start..]
            .find('\n')
            .map_or(self.source.len(), |newline| start + newline);
        self.source[start..end].trim_end_matches('\r')
    }
}

/// The last character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_and_column();
        let text = self.line_text();
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        let before: String = text.chars().take(column - 1).collect();
        let pad = " ".repeat(width(&before));
        let rest = text.chars().count().saturating_sub(column - 1);
        let wrong = self.source[self.at.clone()].chars().count();
        let marked: String = text
            .chars()
            .skip(column - 1)
            .take(wrong.min(rest))
            .collect();
        let carets = "^".repeat(width(&marked).max(1));
        writeln!(f, "{}", self.problem)?;
        writeln!(f, "{margin}--> {}:{line}:{column}", self.name)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", text.replace('\t', " "))?;
        write!(f, "{margin} | {pad}{carets}")?;
        if !self.hint.is_empty() {
            write!(f, " {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistake {}

/// Columns of a terminal that the text takes; a tab is printed as one space.
fn width(text: &str) -> usize {
    use unicode_width::UnicodeWidthChar;
    text.chars()
        .map(|letter| {
            if letter == '\t' {
                1
            } else {
                letter.width().unwrap_or(0)
            }
        })
        .sum()
}

/// The word of the list that was most likely meant; `None` where nothing is near.
///
/// Near is at most one slip in three letters, two letters changing places being one slip.
pub fn nearest<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.to_lowercase().chars().take(64).collect();
    words
        .into_iter()
        .map(|candidate| {
            let other: Vec<char> = candidate.to_lowercase().chars().collect();
            let limit = letters.len().max(other.len()).div_ceil(3).min(3);
            (distance(&letters, &other), limit, candidate)
        })
        .filter(|(slips, limit, _)| slips <= limit)
        .min_by_key(|(slips, _, candidate)| (*slips, *candidate))
        .map(|(_, _, candidate)| candidate)
}

/// Edits between two words (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_guessed() {
        let words = ["actor", "attribution", "place"];
        assert_eq!(nearest("actr", words), Some("actor"));
        assert_eq!(nearest("plcae", words), Some("place"));
        assert_eq!(nearest("weather", words), None);
    }

    #[test]
    fn the_caret_stands_under_the_wrong_word_on_its_line() {
        let source = "first\nñ\twrong here";
        let at = source.find("wrong").unwrap();
        let mistake = Mistake::new("a.md", source, at..at + 5, "no such word", "write right");
        assert_eq!(
            mistake.to_string(),
            "no such word\n --> a.md:2:3\n  |\n2 | ñ wrong here\n  |   ^^^^^ write right"
        );
    }

    #[test]
    fn a_mistake_at_the_end_points_behind_the_text() {
        let mistake = Mistake::new("filter", "a =", 3..9, "no value", "");
        assert!(mistake.to_string().ends_with("1 | a =\n  |    ^"));
    }
}
