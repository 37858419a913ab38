//! Words that a person copies out of a report into a form, and where they stand in it.
//!
//! Nobody counts bytes: whoever shows where a report says something pastes its words. Where these stand
//! once, that is the place; where they stand several times, the person is asked which is meant.

use super::markup::{read_spans, spans_text};
use super::problem::{Done, Problem};
use super::query::Query;
use axum::http::StatusCode;
use model::Span;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Stands between passages that do not stand side by side.
const GAP: char = '…';

/// So many places are offered to choose from.
const OFFERED: usize = 40;

/// So many bytes to either side are shown of a place that may be meant.
const AROUND: u32 = 60;

/// A place where the words stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOf {
    /// `120-140`.
    pub span: String,
    /// What stands before it.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands behind it.
    pub after: String,
}

/// Words that stand in several places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Under which name the form tells the place that is meant.
    pub name: String,
    /// The words, as they were given.
    pub words: String,
    /// Where they stand, in text order.
    pub places: Vec<PlaceOf>,
    /// Further places that are not offered.
    pub more: usize,
}

/// The words that a form quotes from a report.
pub struct Quoted<'f> {
    form: &'f Query,
    text: &'f str,
    choices: Vec<Choice>,
}

impl<'f> Quoted<'f> {
    /// Of a form about a report with this text.
    pub fn of(form: &'f Query, text: &'f str) -> Self {
        Quoted {
            form,
            text,
            choices: Vec::new(),
        }
    }

    /// Where the words stand that a form gives under `name`: in text order.
    ///
    /// What was filled in and left as it was stands where it stood (`was.NAME`). A form that names
    /// bytes has them under `bytes`.
    ///
    /// # Errors
    /// They do not stand in the report.
    pub fn spans(&mut self, name: &str, bytes: &str) -> Done<Vec<Span>> {
        let Some(words) = self.form.one(name) else {
            let given = self.form.one(bytes).unwrap_or_default();
            return read_spans(given)
                .ok_or_else(|| Problem::misfit(bytes, "bytes are written 120-140 200-220"));
        };
        let was = self.form.one(&format!("was.{name}")).unwrap_or_default();
        if let Some(was) = read_spans(was)
            && !was.is_empty()
            && folded(&words_of(&was, self.text)) == folded(words)
        {
            return Ok(was);
        }
        let mut spans = Vec::new();
        let pieces = words.split(GAP).flat_map(|part| part.split("..."));
        let pieces = pieces.map(str::trim).filter(|piece| !piece.is_empty());
        for (at, piece) in pieces.enumerate() {
            spans.extend(self.place(&format!("at.{name}.{at}"), name, piece)?);
        }
        spans.sort_unstable();
        spans.dedup();
        Ok(spans)
    }

    /// The place of one passage; none yet where the person has to choose.
    fn place(&mut self, choice: &str, name: &str, words: &str) -> Done<Option<Span>> {
        let found = places(self.text, words);
        let chosen = self.form.one(choice).and_then(read_spans);
        if let Some([one]) = chosen.as_deref()
            && found.contains(one)
        {
            return Ok(Some(*one));
        }
        match found.as_slice() {
            [] => {
                let short: String = words.chars().take(80).collect();
                let detail = format!(
                    "“{short}” does not stand in the report: copy the words from it as they are"
                );
                Err(Problem::misfit(name, detail))
            }
            [one] => Ok(Some(*one)),
            several => {
                let offered = several.iter().take(OFFERED);
                self.choices.push(Choice {
                    name: choice.to_owned(),
                    words: words.to_owned(),
                    places: offered.map(|span| place_of(self.text, *span)).collect(),
                    more: several.len().saturating_sub(OFFERED),
                });
                Ok(None)
            }
        }
    }

    /// Ends it.
    ///
    /// # Errors
    /// Words stand in several places: a problem with `choices`, which a form is answered as a page
    /// that asks.
    pub fn done(self) -> Done<()> {
        if self.choices.is_empty() {
            return Ok(());
        }
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let detail = "these words stand more than once in the report: choose which are meant";
        Err(Problem::new(status, detail).with("choices", json!(self.choices)))
    }
}

/// Passages as a form shows them, to be pasted or left.
pub fn words_of(spans: &[Span], text: &str) -> String {
    let words = spans.iter().map(|span| {
        let words: Vec<&str> = span.of(text).split_whitespace().collect();
        words.join(" ")
    });
    words.collect::<Vec<_>>().join(&format!(" {GAP} "))
}

fn place_of(text: &str, span: Span) -> PlaceOf {
    let mut from = span.start.saturating_sub(AROUND) as usize;
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (span.end as usize + AROUND as usize).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    PlaceOf {
        span: spans_text(&[span]),
        before: text[from..span.start as usize].to_owned(),
        words: span.of(text).to_owned(),
        after: text[span.end as usize..to].to_owned(),
    }
}

/// Where words stand in a text, white space like white space; as they are written, or else whatever
/// their case and the shape of quotes and dashes.
fn places(text: &str, words: &str) -> Vec<Span> {
    for fold in [plain as fn(char) -> char, loose] {
        let wanted: String = letters(words.trim(), fold)
            .map(|(_, letter)| letter)
            .collect();
        if wanted.is_empty() {
            break;
        }
        let (mut at, mut folded) = (Vec::new(), String::new());
        for (place, letter) in letters(text, fold) {
            at.extend(std::iter::repeat_n(place, letter.len_utf8()));
            folded.push(letter);
        }
        at.push(text.len());
        let found: Vec<Span> = folded
            .match_indices(&wanted)
            .filter(|(start, _)| whole(&folded, *start, wanted.len()))
            .map(|(start, _)| {
                let last = at[start + wanted.len() - 1];
                let letter = text[last..].chars().next().map_or(0, char::len_utf8);
                Span::new(at[start], last + letter)
            })
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// "4" does not stand in "1946", nor "man" in "Oman".
fn whole(text: &str, start: usize, length: usize) -> bool {
    let spaced = |letter: char| letter.is_alphanumeric() && !is_unspaced(letter);
    let inside = |outer: Option<char>, inner: Option<char>| {
        outer.is_some_and(spaced) && inner.is_some_and(spaced)
    };
    let (before, words, after) = (
        &text[..start],
        &text[start..start + length],
        &text[start + length..],
    );
    !inside(before.chars().next_back(), words.chars().next())
        && !inside(after.chars().next(), words.chars().next_back())
}

/// In a script that puts no space between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        || ('\u{2e80}'..='\u{9fff}').contains(&letter)
}

/// The letters of a text with their places, every run of white space as one space.
fn letters(text: &str, fold: fn(char) -> char) -> impl Iterator<Item = (usize, char)> {
    let mut space = false;
    text.char_indices().filter_map(move |(at, letter)| {
        if letter.is_whitespace() {
            let first = !std::mem::replace(&mut space, true);
            return first.then_some((at, ' '));
        }
        space = false;
        Some((at, fold(letter)))
    })
}

fn folded(text: &str) -> String {
    letters(text.trim(), plain)
        .map(|(_, letter)| letter)
        .collect()
}

fn plain(letter: char) -> char {
    letter
}

fn loose(letter: char) -> char {
    match letter {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        '–' | '—' | '‑' => '-',
        letter => {
            let mut small = letter.to_lowercase();
            match (small.next(), small.next()) {
                (Some(one), None) => one,
                _ => letter,
            }
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    const TEXT: &str = "Four died\n in Oman’s “old  town”. Four men fled; the men were 44.";

    fn found(words: &str) -> Vec<&'static str> {
        places(TEXT, words)
            .iter()
            .map(|span| span.of(TEXT))
            .collect()
    }

    #[test]
    fn words_are_found_as_a_person_copies_them() {
        assert_eq!(found("Four died in"), ["Four died\n in"]);
        assert_eq!(
            found("four died in oman's \"old town\""),
            ["Four died\n in Oman’s “old  town”"]
        );
        assert_eq!(found("Four"), ["Four", "Four"]);
        // Whole words only.
        assert_eq!(found("men"), ["men", "men"]);
        assert_eq!(found("4"), [""; 0]);
        assert_eq!(found("gunmen"), [""; 0]);
        assert_eq!(found(" "), [""; 0]);
    }

    #[test]
    fn what_stands_several_times_is_asked_for_and_what_was_left_stays() {
        let form = Query::read("quote=Four+%E2%80%A6+44&was.quote=3-9");
        let mut quoted = Quoted::of(&form, TEXT);
        assert_eq!(quoted.spans("quote", "spans").unwrap().len(), 1);
        let problem = quoted.done().unwrap_err();
        let choices: Vec<Choice> =
            serde_json::from_value(problem.member("choices").unwrap().clone()).unwrap();
        assert_eq!(choices[0].places.len(), 2);
        let second = &choices[0].places[1];
        assert!(second.after.starts_with(" men fled"), "{second:?}");
        let form = form.with(&choices[0].name, &second.span);
        let mut quoted = Quoted::of(&form, TEXT);
        let spans = quoted.spans("quote", "spans").unwrap();
        quoted.done().unwrap();
        assert_eq!(words_of(&spans, TEXT), "Four … 44");
        assert_eq!(spans_text(&spans[..1]), second.span);

        let left = Query::default()
            .with("quote", "Four")
            .with("was.quote", &second.span);
        let mut quoted = Quoted::of(&left, TEXT);
        assert_eq!(quoted.spans("quote", "spans").unwrap(), spans[..1]);
        let bytes = Query::default().with("spans", "0-4");
        let mut quoted = Quoted::of(&bytes, TEXT);
        assert_eq!(
            quoted.spans("quote", "spans").unwrap(),
            [Span { start: 0, end: 4 }]
        );
    }
}
