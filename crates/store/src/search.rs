use crate::{Casebook, Result};
use model::Span;

/// Bytes of text shown around what was found.
const SHOWN: usize = 240;

/// Control characters around each match in what SQLite hands back.
const OPEN: &str = "\u{1}\u{2}[";
const CLOSE: &str = "]\u{2}\u{1}";

/// A report in which the words were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The report.
    pub report: String,
    /// Its headline.
    pub title: Option<String>,
    /// The passage shown: bytes of the report's text. It is the one with the most of the words.
    pub span: Span,
    /// The words of that passage.
    pub snippet: String,
    /// Every match in the report's text, in order; none where only the headline has them.
    pub matches: Vec<Span>,
}

impl Hit {
    /// The passage with every match between two marks, the rest through `escape`.
    ///
    /// For a terminal pass its colour codes, for a page its tags and an escaping function.
    pub fn marked(&self, open: &str, close: &str, escape: impl Fn(&str) -> String) -> String {
        let mut marked = String::new();
        let start = self.span.start as usize;
        let mut done = 0;
        for found in &self.matches {
            if !self.span.contains(found) {
                continue;
            }
            let (from, to) = (found.start as usize - start, found.end as usize - start);
            let (Some(before), Some(inside)) =
                (self.snippet.get(done..from), self.snippet.get(from..to))
            else {
                continue;
            };
            marked.push_str(&escape(before));
            marked.push_str(open);
            marked.push_str(&escape(inside));
            marked.push_str(close);
            done = to;
        }
        marked.push_str(&escape(self.snippet.get(done..).unwrap_or_default()));
        marked
    }
}

impl Casebook {
    /// The reports whose current text or headline has all the words, best first, at most
    /// `limit`.
    ///
    /// `"two words"` in quotes stand next to each other, `explo*` is the beginning of a word;
    /// case and accents do not matter, and nothing else in the input has a meaning. No words,
    /// no hits.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>> {
        let query = query(words);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT report.id, version.title, version.text, highlight(words, 1, ?3, ?4)
                 FROM words
                 JOIN version ON version.number = words.rowid
                 JOIN report ON report.number = version.report
                 WHERE words MATCH ?1 ORDER BY bm25(words, 4.0, 1.0), report.id LIMIT ?2",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map((query, limit, OPEN, CLOSE), |row| {
                let text: String = row.get(2)?;
                let highlighted: String = row.get(3)?;
                let matches = matches(&text, &highlighted);
                let span = passage(&text, &matches);
                Ok(Hit {
                    report: row.get(0)?,
                    title: row.get(1)?,
                    span,
                    snippet: span.of(&text).to_owned(),
                    matches,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// The user's words as an FTS5 query in which each is quoted, so that none is syntax.
pub(crate) fn query(words: &str) -> String {
    let mut terms = Vec::new();
    let mut quoted = false;
    for part in words.split('"') {
        if quoted {
            terms.push((part, false));
        } else {
            terms.extend(part.split_whitespace().map(|word| {
                let bare = word.trim_end_matches('*');
                (bare, bare.len() < word.len())
            }));
        }
        quoted = !quoted;
    }
    let terms: Vec<String> = (terms.into_iter())
        .filter(|(term, _)| term.chars().any(char::is_alphanumeric))
        .map(|(term, beginning)| {
            let star = if beginning { "*" } else { "" };
            format!("\"{}\"{star}", term.replace('\0', " "))
        })
        .collect();
    terms.join(" ")
}

/// Where the marks of the highlighted text stand in the text itself.
fn matches(text: &str, highlighted: &str) -> Vec<Span> {
    let mut matches = Vec::new();
    let (mut at, mut start) = (0, None);
    let mut rest = highlighted;
    while at <= text.len() {
        if let Some(after) = rest.strip_prefix(OPEN) {
            start = Some(at);
            rest = after;
        } else if let Some(after) = rest.strip_prefix(CLOSE) {
            if let Some(start) = start.take() {
                matches.push(Span::new(start, at));
            }
            rest = after;
        } else {
            let Some(letter) = rest.chars().next() else {
                break;
            };
            at += letter.len_utf8();
            rest = &rest[letter.len_utf8()..];
        }
    }
    matches.retain(|span| !span.of(text).is_empty());
    matches
}

/// The stretch of text with the most matches in it, from word to word.
fn passage(text: &str, matches: &[Span]) -> Span {
    let mut best = (0, 0, 0);
    for (index, first) in matches.iter().enumerate() {
        let inside = (matches[index..].iter())
            .take_while(|found| (found.end - first.start) as usize <= SHOWN)
            .count();
        if inside > best.0 {
            let last = &matches[index + inside - 1];
            best = (inside, first.start as usize, last.end as usize);
        }
    }
    let (_, first, last) = best;
    let spare = SHOWN.saturating_sub(last - first);
    let start = text.floor_char_boundary(first.saturating_sub(spare / 2));
    let end = text.ceil_char_boundary((start + SHOWN).max(last).min(text.len()));
    let start = match text[start..first].find(char::is_whitespace) {
        Some(gap) if start > 0 => start + gap,
        _ => start,
    };
    let end = match text[last..end].rfind(char::is_whitespace) {
        Some(gap) if end < text.len() => last + gap,
        _ => end,
    };
    let shown = &text[start..end];
    let start = start + (shown.len() - shown.trim_start().len());
    Span::new(start, start + shown.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_user_types_is_query_syntax() {
        assert_eq!(query("kabul OR title:x"), r#""kabul" "OR" "title:x""#);
        assert_eq!(
            query("explo* \"six killed\" - *"),
            r#""explo"* "six killed""#
        );
        assert_eq!(query("\"\" ^ ("), "");
    }

    #[test]
    fn the_passage_starts_and_ends_with_words_and_holds_the_matches() {
        let text = format!(
            "{} Kabul blast {}",
            "früh ".repeat(90),
            "später ".repeat(90)
        );
        let start = text.find("Kabul").unwrap();
        let found = [
            Span::new(start, start + 5),
            Span::new(start + 6, start + 11),
        ];
        let span = passage(&text, &found);
        assert!(span.contains(&found[0]) && span.contains(&found[1]));
        assert!(span.len() <= SHOWN + 8);
        assert!(span.of(&text).starts_with("früh") && span.of(&text).ends_with("später"));
    }
}
