//! A sentence cut into what a date expression is made of: numbers, words of time, signs.

use crate::text::{Laid, Text};
use codebook::times::{Sure, TimeSense, TimeTable, TimeWord};

/// A run of digits, a run of letters, or one sign.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact of how it is written"
)]
pub(super) struct Lexeme {
    /// Bytes of the text.
    pub start: u32,
    pub end: u32,
    /// The token it stands in, counted from the sentence's first.
    pub token: usize,
    /// The number that the digits write, and how many digits.
    pub digits: Option<(i32, u8)>,
    /// Digits with "st", "nd", "rd", "th" behind them.
    pub suffixed: bool,
    pub sense: TimeSense,
    /// The sign; a space for words and numbers.
    pub sign: char,
    /// The first letter is a capital.
    pub capital: bool,
    /// A run of letters.
    pub word: bool,
    /// No white space before it.
    pub glued: bool,
}

impl Lexeme {
    pub fn is(&self, word: TimeWord) -> bool {
        self.sense.is(word)
    }

    /// A dash of any length, or a tilde.
    pub fn dash(&self) -> bool {
        matches!(self.sign, '-' | '–' | '—' | '‐' | '‑' | '~')
    }

    /// True where a date expression may begin.
    pub fn opens(&self) -> bool {
        self.digits.is_some()
            || !self.sense.is_none()
            || self.word && self.end - self.start == 1
            || matches!(self.sign, '\'' | '’' | '‘')
    }
}

/// The lexemes of a sentence; empty where nothing in it can be a date.
pub(super) fn lexemes(text: &Text, line: &Laid, table: &TimeTable) -> Vec<Lexeme> {
    let mut found = Vec::with_capacity(line.tokens.len() + 8);
    let mut lower = String::new();
    let mut before = u32::MAX;
    for (token, place) in line.tokens.iter().enumerate() {
        let word = place.of(text.text);
        let mut at = 0;
        while at < word.len() {
            let rest = &word[at..];
            let (length, lexeme) = lexeme(rest, table, &mut lower);
            let start = place.start + u32::try_from(at).unwrap_or(0);
            let end = start + u32::try_from(length).unwrap_or(0);
            found.push(Lexeme {
                start,
                end,
                token,
                glued: start == before,
                ..lexeme
            });
            before = end;
            at += length;
        }
    }
    let tells = |lexeme: &Lexeme| {
        lexeme.digits.is_some()
            || lexeme.sense.month > 0
            || lexeme.sense.weekday > 0
            || lexeme.sense.season > 0
            || lexeme.sense.feast
            || TELLING.iter().any(|word| lexeme.is(*word))
    };
    if !found.iter().any(tells) {
        found.clear();
    }
    found
}

/// Without one of these, a number, a month or the like there is no date.
const TELLING: &[TimeWord] = &[
    TimeWord::Day,
    TimeWord::Hour,
    TimeWord::Week,
    TimeWord::Weekend,
    TimeWord::Fortnight,
    TimeWord::Month,
    TimeWord::Quarter,
    TimeWord::Season,
    TimeWord::Year,
    TimeWord::Decade,
    TimeWord::Today,
    TimeWord::Yesterday,
    TimeWord::Tomorrow,
    TimeWord::Now,
    TimeWord::PartOfDay,
];

/// The lexeme that opens some words, and its length in bytes, one or more.
fn lexeme(rest: &str, table: &TimeTable, lower: &mut String) -> (usize, Lexeme) {
    let first = rest.chars().next().unwrap_or(' ');
    let run = |fits: fn(char) -> bool| {
        rest.find(|letter: char| !fits(letter))
            .unwrap_or(rest.len())
    };
    if first.is_ascii_digit() {
        let length = run(|letter| letter.is_ascii_digit());
        let value = rest[..length].parse::<i32>().ok();
        let digits = value.map(|value| (value, u8::try_from(length).unwrap_or(u8::MAX)));
        let after = &rest[length..];
        let suffixed = length <= 2
            && after.len() >= 2
            && after.is_char_boundary(2)
            && ["st", "nd", "rd", "th"]
                .iter()
                .any(|suffix| after[..2].eq_ignore_ascii_case(suffix))
            && !after[2..].starts_with(char::is_alphanumeric);
        let lexeme = Lexeme {
            digits,
            suffixed,
            sign: ' ',
            ..Lexeme::default()
        };
        return (if suffixed { length + 2 } else { length }, lexeme);
    }
    if first.is_alphabetic() {
        let length = run(char::is_alphabetic);
        lower.clear();
        lower.extend(rest[..length].chars().flat_map(char::to_lowercase));
        let lexeme = Lexeme {
            sense: table.sense(lower),
            capital: first.is_uppercase(),
            word: true,
            sign: ' ',
            ..Lexeme::default()
        };
        return (length, lexeme);
    }
    let lexeme = Lexeme {
        sign: first,
        ..Lexeme::default()
    };
    (first.len_utf8(), lexeme)
}

/// The month that a lexeme names behind "of" or before an ordinal, whatever its letters.
pub(super) fn month_by_ordinal(lexeme: &Lexeme) -> Option<i8> {
    (lexeme.sense.month > 0).then_some(lexeme.sense.month.cast_signed())
}

/// The month that a lexeme names beside a number: short forms need no capital there.
pub(super) fn month_by_number(lexeme: &Lexeme) -> Option<i8> {
    let sense = lexeme.sense;
    let sure = sense.sure != Sure::Doubtful || lexeme.capital;
    (sense.month > 0 && sure).then_some(sense.month.cast_signed())
}

/// The month that a lexeme names on its own.
pub(super) fn month_alone(lexeme: &Lexeme) -> Option<i8> {
    let sense = lexeme.sense;
    let sure = sense.sure == Sure::Plain || lexeme.capital;
    (sense.month > 0 && sure).then_some(sense.month.cast_signed())
}
