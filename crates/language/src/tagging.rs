//! Tokens to tags: one linear classifier from left to right.

use crate::hash;
use crate::weights::{CLASSES, Scores, Table, Weigh};

/// What the tagger and the parser see of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Word {
    /// The hash of the word as [`spelling`] has it, or [`UNKNOWN`] where the lexicon does not hold it.
    pub(crate) known: u32,
    /// The tags the lexicon gives it, as one value; for an unknown word its ending and shape.
    class: u32,
    shape: u32,
    /// The tag's class where the lexicon leaves no doubt.
    sure: Option<u8>,
    /// Hashes of the last one to four bytes.
    endings: [u32; 4],
    /// Hashes of the first one to three bytes.
    beginnings: [u32; 3],
}

impl Word {
    /// The tag's class where the lexicon leaves no doubt.
    pub(crate) fn sure(&self) -> Option<u8> {
        self.sure
    }

    /// The hash of the last three bytes.
    pub(crate) fn ending(&self) -> u32 {
        self.endings[2]
    }
}

/// Stands for every word that the lexicon does not hold.
pub(crate) const UNKNOWN: u32 = 1;
/// In the lexicon, the weight of the only tag that a frequent word ever had.
pub(crate) const SURE: u8 = 4;
/// Stands before the first and after the last word.
const OUTSIDE: u32 = 2;

/// How a sentence uses capitals; a capital tells little in a headline and nothing in an all-capitals wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Normal,
    Upper,
    Title,
    Lower,
}

/// The words of a sentence as the tagger sees them.
pub(crate) fn look_at<'t>(
    tokens: impl Iterator<Item = &'t str> + Clone,
    lexicon: &Table<'_>,
) -> Vec<Word> {
    let case = case_of(tokens.clone());
    let mut spelled = Vec::with_capacity(32);
    let mut first = true;
    tokens
        .map(|token| {
            spelling(token, &mut spelled);
            let shape = shape(token, first) | (case as u32) << 8;
            first &= shape & 7 >= 5;
            word(&spelled, shape, lexicon)
        })
        .collect()
}

fn word(spelled: &[u8], shape: u32, lexicon: &Table<'_>) -> Word {
    let hash = hash::word(spelled);
    let row = lexicon.row(hash::feature(0, [hash, 0, 0, 0]));
    let ending = |n: usize| hash::word(&spelled[spelled.len().saturating_sub(n)..]);
    let beginning = |n: usize| hash::word(&spelled[..n.min(spelled.len())]);
    let class = if row.is_empty() {
        hash::feature(0, [ending(2), shape & 0xff, 0, 0]) as u32
    } else {
        hash::word(row)
    };
    let sure = match row {
        &[class, SURE] => Some(class),
        _ => None,
    };
    Word {
        sure,
        known: if row.is_empty() { UNKNOWN } else { hash },
        class,
        shape,
        endings: [ending(1), ending(2), ending(3), ending(4)],
        beginnings: [beginning(1), beginning(2), beginning(3)],
    }
}

/// The word in lower case, each digit as 0, quotes and dashes as the plain ones.
pub(crate) fn spelling(token: &str, into: &mut Vec<u8>) {
    into.clear();
    if token.is_ascii() {
        into.extend(token.bytes().map(|b| match b {
            b'0'..=b'9' => b'0',
            b'`' => b'\'',
            b => b.to_ascii_lowercase(),
        }));
        return;
    }
    for c in token.chars().flat_map(char::to_lowercase) {
        match c {
            '’' | '‘' | 'ʼ' | '´' => into.push(b'\''),
            '“' | '”' | '«' | '»' => into.push(b'"'),
            '–' | '—' | '‑' => into.push(b'-'),
            '…' => into.extend(*b"..."),
            c if crate::characters::clings(c) => {}
            c => into.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
}

/// 0 lower case, 1 capital first, 2 capitals, 3 mixed, 4 with digits, 5 digits only, 6 a mark; plus 16 at the start.
fn shape(token: &str, first: bool) -> u32 {
    let mut lower = 0;
    let mut upper = 0;
    let mut digit = 0;
    for c in token.chars() {
        lower += u32::from(c.is_lowercase());
        upper += u32::from(c.is_uppercase());
        digit += u32::from(c.is_ascii_digit());
    }
    let starts_upper = token.starts_with(char::is_uppercase);
    let kind = match (lower, upper, digit) {
        (0, 0, 0) => {
            if token.starts_with(char::is_alphabetic) {
                0
            } else {
                6
            }
        }
        (0, 0, _) => 5,
        (_, _, 1..) => 4,
        (_, 0, _) => 0,
        (0, 1, _) => {
            if token.len() == 1 {
                7
            } else {
                1
            }
        }
        (0, _, _) => 2,
        (_, 1, _) if starts_upper => 1,
        _ => 3,
    };
    let hyphen = u32::from(token.len() > 1 && token.contains(['-', '.', '/', '@']));
    // A lone capital (7) is a word for what follows it.
    let kind = if kind == 7 { 3 | 64 } else { kind };
    kind | u32::from(first) << 4 | hyphen << 5
}

fn case_of<'t>(tokens: impl Iterator<Item = &'t str>) -> Case {
    let (mut lower, mut upper, mut long, mut capital) = (0, 0, 0, 0);
    for token in tokens {
        let mut letters = 0;
        for c in token.chars() {
            lower += u32::from(c.is_lowercase());
            upper += u32::from(c.is_uppercase());
            letters += u32::from(c.is_alphabetic());
        }
        if letters >= 4 {
            long += 1;
            capital += u32::from(token.starts_with(char::is_uppercase));
        }
    }
    if upper > 0 && lower * 6 <= upper {
        Case::Upper
    } else if upper == 0 {
        Case::Lower
    } else if long >= 3 && capital * 10 >= long * 7 {
        Case::Title
    } else {
        Case::Normal
    }
}

/// The class of each word, from left to right.
pub(crate) fn classes(words: &[Word], classes: usize, weights: &impl Weigh) -> Vec<u8> {
    let mut found: Vec<u8> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        found.push(
            word.sure()
                .unwrap_or_else(|| best(&features(words, at, &found), classes, weights)),
        );
    }
    found
}

/// The class with the highest score, the first of equals.
pub(crate) fn best(features: &[u64], classes: usize, weights: &impl Weigh) -> u8 {
    let mut scores: Scores = [0; CLASSES];
    weights.add(features, &mut scores);
    let mut best = 0;
    for class in 1..classes.min(CLASSES) {
        if scores[class] > scores[best] {
            best = class;
        }
    }
    best as u8
}

const FEATURES: usize = 36;

/// What the class of a word is told by, the words before it being `found`.
pub(crate) fn features(words: &[Word], at: usize, found: &[u8]) -> [u64; FEATURES] {
    let outside = Word {
        sure: None,
        known: OUTSIDE,
        class: OUTSIDE,
        shape: 15,
        endings: [OUTSIDE; 4],
        beginnings: [OUTSIDE; 3],
    };
    let near = |by: isize| {
        at.checked_add_signed(by)
            .and_then(|i| words.get(i))
            .unwrap_or(&outside)
    };
    let tag = |by: usize| at.checked_sub(by).map_or(200, |i| u32::from(found[i]));
    let (w, before, earlier, after, later) = (&words[at], near(-1), near(-2), near(1), near(2));
    let (tag1, tag2) = (tag(1), tag(2));
    let f = |template: u32, values: [u32; 4]| hash::feature(template, values);
    [
        f(1, [0; 4]),
        f(2, [w.known, 0, 0, 0]),
        f(3, [w.class, 0, 0, 0]),
        f(4, [w.shape, 0, 0, 0]),
        f(5, [w.endings[0], 0, 0, 0]),
        f(6, [w.endings[1], 0, 0, 0]),
        f(7, [w.endings[2], 0, 0, 0]),
        f(8, [w.endings[3], 0, 0, 0]),
        f(9, [w.beginnings[0], 0, 0, 0]),
        f(10, [w.beginnings[1], 0, 0, 0]),
        f(11, [w.beginnings[2], 0, 0, 0]),
        f(12, [before.known, 0, 0, 0]),
        f(13, [after.known, 0, 0, 0]),
        f(14, [earlier.known, 0, 0, 0]),
        f(15, [later.known, 0, 0, 0]),
        f(16, [tag1, 0, 0, 0]),
        f(17, [tag1, tag2, 0, 0]),
        f(18, [tag1, w.known, 0, 0]),
        f(19, [tag1, w.class, 0, 0]),
        f(20, [after.class, 0, 0, 0]),
        f(21, [later.class, 0, 0, 0]),
        f(22, [w.class, after.class, 0, 0]),
        f(23, [w.known, after.class, 0, 0]),
        f(24, [tag1, after.class, 0, 0]),
        f(25, [tag1, w.class, after.class, 0]),
        f(26, [after.endings[2], 0, 0, 0]),
        f(27, [before.endings[2], 0, 0, 0]),
        f(28, [w.shape, after.shape, 0, 0]),
        f(29, [w.shape, tag1, 0, 0]),
        f(30, [w.shape, w.endings[1], 0, 0]),
        f(31, [before.known, w.known, 0, 0]),
        f(32, [w.known, after.known, 0, 0]),
        f(33, [after.class, later.class, 0, 0]),
        f(34, [w.endings[2], tag1, 0, 0]),
        f(35, [tag2, before.known, w.class, 0]),
        f(36, [w.shape, w.class, 0, 0]),
    ]
}
