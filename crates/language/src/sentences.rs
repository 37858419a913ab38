//! Tokens to sentences.

use crate::abbreviations::{Stop, abbreviation, opens_sentence};
use crate::lines::hard_breaks;
use crate::token::{Sentence, Token};
use crate::words::words;

/// The sentences of a text with their tokens. Headlines and lines of lists count as sentences. Any text will do.
///
/// ```
/// let text = "Gen. Ali spoke on May 7.[7] IS-KP later said it hadn't fired.";
/// let sentences = language::sentences(text);
/// assert_eq!(sentences.len(), 2);
/// assert_eq!(sentences[1].of(text), "IS-KP later said it hadn't fired.");
/// let words: Vec<&str> = sentences[1].tokens.iter().map(|token| token.of(text)).collect();
/// assert_eq!(words, ["IS", "-", "KP", "later", "said", "it", "had", "n't", "fired", "."]);
/// ```
pub fn sentences(text: &str) -> Vec<Sentence> {
    let tokens = words(text);
    let breaks = hard_breaks(text);
    let scan = Scan {
        text,
        tokens: &tokens,
    };
    let mut sentences = Vec::new();
    let mut first = 0;
    let mut next_break = 0;
    let mut depth = Brackets::default();
    for last in 0..tokens.len() {
        depth.see(scan.word(last));
        let until = tokens
            .get(last + 1)
            .map_or(text.len(), |next| next.start as usize);
        let mut broken = false;
        while breaks.get(next_break).is_some_and(|&offset| offset < until) {
            broken |= breaks[next_break] >= tokens[last].end as usize;
            next_break += 1;
        }
        if last + 1 == tokens.len()
            || broken
            || scan.ends_after(first, last, &depth)
            || last - first >= LONGEST
        {
            sentences.push(sentence(&tokens[first..=last]));
            first = last + 1;
            depth = Brackets::default();
        }
    }
    sentences
}

/// No sentence of people is longer; tables without a stop are cut here, so that a tree's size has a limit.
const LONGEST: usize = 400;

fn sentence(tokens: &[Token]) -> Sentence {
    Sentence {
        start: tokens[0].start,
        end: tokens[tokens.len() - 1].end,
        tokens: tokens.to_vec(),
    }
}

/// The round and square brackets open in the sentence so far.
#[derive(Default)]
struct Brackets(i32);

impl Brackets {
    fn see(&mut self, word: &str) {
        match word {
            "(" | "[" => self.0 += 1,
            ")" | "]" => self.0 = (self.0 - 1).max(0),
            _ => {}
        }
    }
}

struct Scan<'t> {
    text: &'t str,
    tokens: &'t [Token],
}

impl<'t> Scan<'t> {
    fn word(&self, index: usize) -> &'t str {
        self.tokens
            .get(index)
            .map_or("", |token| token.of(self.text))
    }

    /// Whether white space stands before a token.
    fn spaced(&self, index: usize) -> bool {
        index == 0
            || index >= self.tokens.len()
            || self.tokens[index - 1].end < self.tokens[index].start
    }

    /// Whether the sentence from `first` ends after the token `last`.
    fn ends_after(&self, first: usize, last: usize, open: &Brackets) -> bool {
        let word = self.word(last);
        let byte = word.as_bytes().last().copied().unwrap_or(0);
        if !matches!(byte, b'.' | b'!' | b'?' | b'"' | b'\'' | b')' | b']') && word.is_ascii() {
            return false;
        }
        // The stop, with closing quotes, brackets and footnote marks between it and here.
        let Some(stop) = self.stop_before(first, last) else {
            return false;
        };
        if self.closes(last + 1) || open.0 > 0 && !self.spaced(last + 1) {
            return false;
        }
        if self.is_label(first, stop) {
            return false;
        }
        match self.word(stop) {
            "." | "…" | "。" => {
                self.opens(last + 1, stop, last)
                    || !self.spaced(last + 1) && self.run_on(stop, last + 1)
            }
            "!" | "?" | "؟" => self.opens(last + 1, stop, last),
            mark if mark.starts_with(['.', '!', '?']) => {
                self.opens(last + 1, stop, last)
                    && (mark == ".." || mark.contains(['!', '?']) || self.capital(last + 1))
            }
            word => self.abbreviation_ends(first, stop, word, last + 1),
        }
    }

    /// Whether a full stop stands behind the number of a list's line: "2. Two convoys", "these: 1. Two convoys".
    fn is_label(&self, first: usize, stop: usize) -> bool {
        // A full stop alone at the start is the bullet of a line.
        if stop == first {
            return self.word(stop) == ".";
        }
        let number = stop - 1;
        let word = self.word(number);
        let at_start = number == first || number > first && self.word(number - 1) == ":";
        self.word(stop) == "."
            && at_start
            && word.len() <= 2
            && word.bytes().all(|b| b.is_ascii_digit())
    }

    /// The index of the full stop, question or exclamation mark that the closing marks up to `last` follow.
    fn stop_before(&self, first: usize, last: usize) -> Option<usize> {
        let mut index = last;
        loop {
            let word = self.word(index);
            if word.ends_with(['.', '!', '?', '…', '。', '؟']) {
                return Some(index);
            }
            let step = match word {
                "]" if index >= first + 2
                    && self.word(index - 2) == "["
                    && is_footnote(self.word(index - 1)) =>
                {
                    3
                }
                "\"" | "''" | "'" | "”" | "’" | ")" | "»" | "]" => 1,
                _ => return None,
            };
            // An opening quote does not close: it has a space before it and none behind.
            let opening = step == 1
                && matches!(word, "\"" | "'" | "''")
                && self.spaced(index)
                && !self.spaced(index + 1);
            if opening || index < first + step {
                return None;
            }
            index -= step;
        }
    }

    /// Whether a closing mark that belongs to the sentence before stands here, or a footnote mark glued to it.
    fn closes(&self, index: usize) -> bool {
        match self.word(index) {
            "”" | "’" | ")" | "]" | "»" | "''" | "." | "," | ";" | ":" | "!" | "?" => true,
            "\"" | "'" => {
                !self.spaced(index)
                    || self.spaced(index + 1)
                        && index + 1 < self.tokens.len()
                        && self.odd_quotes(index)
            }
            "[" => {
                !self.spaced(index)
                    && is_footnote(self.word(index + 1))
                    && self.word(index + 2) == "]"
            }
            _ => false,
        }
    }

    /// Whether the straight quote here closes one that is open: an odd number stands in the few tokens before it.
    fn odd_quotes(&self, index: usize) -> bool {
        let from = index.saturating_sub(60);
        (from..index)
            .filter(|&i| self.word(i) == self.word(index))
            .count()
            % 2
            == 1
    }

    /// Whether a sentence may open here: a capital, a digit, or a mark that opens; not lower case.
    fn opens(&self, index: usize, stop: usize, last: usize) -> bool {
        let Some(c) = self.word(index).chars().next() else {
            return true;
        };
        if !self.spaced(index) {
            // "killed.[7]The", "fell."The" want a capital at least; "7.[7] " is handled by the caller's closing marks.
            return last > stop && self.capital(index);
        }
        !(c.is_lowercase() || matches!(c, ',' | ';' | ':' | '.' | ')' | '?' | '!'))
            || c.is_lowercase() && self.lower_start(stop, last)
    }

    /// Whether a sentence opens in lower case, in a text that writes so: right after a stop that follows a common word,
    /// not after a closing quote ("Why?" he asked) or what may be an abbreviation.
    fn lower_start(&self, stop: usize, last: usize) -> bool {
        let before = stop.checked_sub(1).map_or("", |i| self.word(i));
        let common = before.len() >= 3 && before.contains(['a', 'e', 'i', 'o', 'u', 'y'])
            || matches!(
                before,
                "it" | "me" | "us" | "do" | "so" | "up" | "is" | "in" | "on"
            );
        stop == last
            && matches!(
                self.word(stop),
                "." | ".." | "!" | "?" | "??" | "???" | "!!" | "!!!"
            )
            && common
            && before.chars().all(char::is_lowercase)
    }

    fn capital(&self, index: usize) -> bool {
        self.word(index)
            .trim_start_matches(['"', '“', '(', '\'', '‘'])
            .chars()
            .next()
            .is_none_or(char::is_uppercase)
            || matches!(self.word(index), "\"" | "“" | "(" | "‘" | "'")
    }

    /// "killed.The": no space, but lower case before and a capital word behind.
    fn run_on(&self, stop: usize, next: usize) -> bool {
        let before = stop.checked_sub(1).map_or("", |i| self.word(i));
        let mut letters = self.word(next).chars();
        before.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == ')')
            && before.len() > 1
            && letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
    }

    /// Whether an abbreviation's full stop also ends the sentence.
    fn abbreviation_ends(&self, first: usize, stop: usize, word: &str, next: usize) -> bool {
        let bare = word.trim_end_matches('.').to_lowercase();
        let following = self.word(next);
        if following.is_empty() {
            return true;
        }
        let list_label = stop == first && bare.len() <= 2;
        if list_label
            || abbreviation(&bare) == Some(Stop::Inside)
            || abbreviation(&bare) == Some(Stop::BeforeNumber)
            || matches!(&*bare, "e.g" | "i.e" | "a.k.a")
        {
            return false;
        }
        let initial = bare.len() == 1;
        if initial || !self.spaced(next) {
            return false;
        }
        let capitals = !following.chars().any(char::is_lowercase) && following.len() > 1;
        self.capital(next)
            && (matches!(following, "\"" | "“" | "(") && !capitals
                || opens_sentence(&following.to_lowercase()))
    }
}

/// A number or a small letter or "citation needed", as stands in "[7]".
fn is_footnote(word: &str) -> bool {
    word.len() <= 4
        && (word.bytes().all(|b| b.is_ascii_digit())
            || word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase()))
}
