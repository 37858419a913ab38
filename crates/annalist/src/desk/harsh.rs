//! Disturbing passages: sentences with a word of the codebook's list.

use codebook::Disturbing;
use model::Span;

/// The sentences and lines of a text that hold one of the words, in order.
pub fn passages(text: &str, words: &Disturbing) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for span in sentences(text) {
        let sentence = span.of(text).to_lowercase();
        if words.words.iter().any(|words| holds(&sentence, words)) {
            match found.last_mut() {
                // One behind the other are one passage.
                Some(last)
                    if text[last.end as usize..span.start as usize]
                        .trim()
                        .is_empty() =>
                {
                    last.end = span.end;
                }
                _ => found.push(span),
            }
        }
    }
    found
}

/// Sentences, roughly: a line, or up to a full stop before a space.
fn sentences(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let (mut start, mut last) = (0, ' ');
    for (at, letter) in text.char_indices() {
        let ends = letter == '\n' || letter.is_whitespace() && matches!(last, '.' | '!' | '?');
        if ends {
            spans.push(Span::new(start, at));
            start = at + letter.len_utf8();
        }
        last = letter;
    }
    spans.push(Span::new(start, text.len()));
    spans.retain(|span| !span.of(text).trim().is_empty());
    spans
}

/// True where the words stand in the sentence, whole; `*` at the end of a word is any ending.
fn holds(sentence: &str, words: &str) -> bool {
    let first = words.trim_end_matches('*').to_lowercase();
    let open = words.ends_with('*');
    if first.is_empty() {
        return false;
    }
    let mut from = 0;
    while let Some(at) = sentence[from..].find(&first) {
        let (start, end) = (from + at, from + at + first.len());
        let before = sentence[..start].chars().next_back();
        let after = sentence[end..].chars().next();
        let begins = before.is_none_or(|letter| !letter.is_alphanumeric());
        let ends = open || after.is_none_or(|letter| !letter.is_alphanumeric());
        if begins && ends {
            return true;
        }
        from = start + sentence[start..].chars().next().map_or(1, char::len_utf8);
    }
    false
}

#[cfg(test)]
mod unit {
    use super::*;
    use codebook::Codebook;

    #[test]
    fn the_codebooks_examples_hold() {
        let words = &Codebook::embedded().disturbing;
        assert!(!words.words.is_empty() && !words.example.is_empty());
        for text in &words.example {
            assert_eq!(passages(text, words).len(), 1, "{text}");
        }
        for text in &words.counterexample {
            assert_eq!(passages(text, words), [], "{text}");
        }
    }

    #[test]
    fn only_the_sentence_is_blurred() {
        let words = &Codebook::embedded().disturbing;
        let text = "A bomb went off. Ünder the rubble lay mutilated men. Police came.";
        let found = passages(text, words);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].of(text), "Ünder the rubble lay mutilated men.");
    }
}
