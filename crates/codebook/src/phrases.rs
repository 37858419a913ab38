//! How names and words are found in a text: one pass over its words through one trie.
//!
//! A *word* is a run of letters or digits, so that `IS-KP`, `IS KP` and `IS–KP` are the
//! same two words however a text joins them, and `Da'esh` is `da` and `esh`. Case is kept:
//! an acronym must stand in capitals, a name must begin with one.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caps {
    /// attack
    Lower,
    /// Kabul
    Title,
    /// ISKP; one single capital counts as `Title`.
    Upper,
    /// 107mm, iPhone
    Mixed,
    /// 2022
    Digits,
}

/// A run of letters and digits of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
    /// How it is written.
    pub caps: Caps,
    /// Number of the folded word in the phrase table, or [`Word::UNKNOWN`].
    pub number: u32,
    /// True where only a space, hyphen or apostrophe stands between it and the word before.
    pub joined: bool,
}

impl Word {
    /// The number of a word that stands in no phrase.
    pub const UNKNOWN: u32 = u32::MAX;
}

/// How a phrase must be written in the text to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Casing {
    /// Any way: `car bomb`.
    Any,
    /// Its first word begins with a capital: `the Front`.
    Name,
    /// All in capitals: `ETA`.
    Acronym,
}

/// A table of phrases, each with what it stands for.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    words: HashMap<String, u32, BuildHasherDefault<WordHasher>>,
    steps: HashMap<u64, u32, BuildHasherDefault<WordHasher>>,
    ends: Vec<Vec<(Casing, T)>>,
}

/// A phrase found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<T> {
    /// First word's index.
    pub first: usize,
    /// Index after the last word.
    pub after: usize,
    /// What it stands for.
    pub value: T,
}

impl<T: Copy> Default for Phrases<T> {
    fn default() -> Self {
        Phrases {
            words: HashMap::default(),
            steps: HashMap::default(),
            ends: vec![Vec::new()],
        }
    }
}

impl<T: Copy> Phrases<T> {
    /// Makes room for so many phrases.
    pub fn reserve(&mut self, phrases: usize) {
        self.words.reserve(phrases);
        self.steps.reserve(2 * phrases);
        self.ends.reserve(2 * phrases);
    }

    /// Adds a phrase; how it is written says how it must stand in a text.
    pub fn add(&mut self, phrase: &str, value: T) {
        let mut node = 0u32;
        let mut folded = String::new();
        for piece in pieces(phrase) {
            fold_into(piece, &mut folded);
            let number = match self.words.get(folded.as_str()) {
                Some(number) => *number,
                None => {
                    let next = self.words.len() as u32;
                    self.words.insert(folded.clone(), next);
                    next
                }
            };
            let next_node = self.ends.len() as u32;
            node = *self.steps.entry(step(node, number)).or_insert(next_node);
            if node == next_node {
                self.ends.push(Vec::new());
            }
        }
        if node != 0 {
            self.ends[node as usize].push((casing(phrase), value));
        }
    }

    /// The words of a text, numbered by this table. One pass, linear in the text.
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::with_capacity(text.len() / 6);
        let mut folded = String::new();
        let mut last_end = 0usize;
        let mut last_length = 0usize;
        for piece in pieces(text) {
            let start = piece.as_ptr() as usize - text.as_ptr() as usize;
            fold_into(piece, &mut folded);
            let number = self
                .words
                .get(folded.as_str())
                .copied()
                .unwrap_or(Word::UNKNOWN);
            words.push(Word {
                start: start as u32,
                end: (start + piece.len()) as u32,
                caps: caps(piece),
                number,
                joined: last_end > 0 && joins(&text[last_end..start], last_length),
            });
            last_end = start + piece.len();
            last_length = piece.len();
        }
        words
    }

    /// Every phrase that begins at a word, shortest first.
    pub fn starting_at(&self, words: &[Word], first: usize, mut found: impl FnMut(Hit<T>)) {
        let mut node = 0u32;
        for (index, word) in words.iter().enumerate().skip(first) {
            if word.number == Word::UNKNOWN || (index > first && !word.joined) {
                return;
            }
            let Some(next) = self.steps.get(&step(node, word.number)) else {
                return;
            };
            node = *next;
            for (casing, value) in &self.ends[node as usize] {
                if casing.fits(&words[first..=index]) {
                    found(Hit {
                        first,
                        after: index + 1,
                        value: *value,
                    });
                }
            }
        }
    }

    /// Every phrase of a text, by first word, then shortest first.
    pub fn scan(&self, words: &[Word]) -> Vec<Hit<T>> {
        let mut hits = Vec::new();
        for first in 0..words.len() {
            self.starting_at(words, first, |hit| hits.push(hit));
        }
        hits
    }

    /// What a whole phrase stands for, in any case.
    pub fn exactly(&self, phrase: &str) -> Vec<T> {
        let mut node = 0u32;
        let mut folded = String::new();
        for piece in pieces(phrase) {
            fold_into(piece, &mut folded);
            let Some(next) = self
                .words
                .get(folded.as_str())
                .and_then(|number| self.steps.get(&step(node, *number)))
            else {
                return Vec::new();
            };
            node = *next;
        }
        self.ends[node as usize]
            .iter()
            .map(|(_, value)| *value)
            .collect()
    }
}

impl Casing {
    fn fits(self, words: &[Word]) -> bool {
        let capital = |word: &Word| matches!(word.caps, Caps::Title | Caps::Upper | Caps::Mixed);
        match self {
            Casing::Any => true,
            Casing::Name => words
                .first()
                .is_some_and(|word| capital(word) || word.caps == Caps::Digits),
            Casing::Acronym => words.iter().all(|word| {
                word.caps != Caps::Lower && (word.end - word.start == 1 || word.caps != Caps::Title)
            }),
        }
    }
}

/// A phrase's folded words joined by spaces: the key by which names are compared.
///
/// ```
/// assert_eq!(codebook::phrases::fold("Jama’at Nuṣrat-al-Islām"), "jama at nusrat al islam");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        // As below, for most names there are.
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
        for word in words.filter(|word| !word.is_empty()) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out.make_ascii_lowercase();
        return out;
    }
    let mut folded = String::new();
    for piece in pieces(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        fold_into(piece, &mut folded);
        out.push_str(&folded);
    }
    out
}

fn casing(phrase: &str) -> Casing {
    if phrase
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b' ')
    {
        return Casing::Any;
    }
    let letters = phrase.chars().filter(|letter| letter.is_alphabetic());
    let upper = letters
        .clone()
        .filter(|letter| letter.is_uppercase())
        .count();
    let lower = letters.filter(|letter| letter.is_lowercase()).count();
    if upper == 0 {
        Casing::Any
    } else if lower == 0 && upper > 1 {
        Casing::Acronym
    } else if phrase.chars().next().is_some_and(char::is_uppercase) {
        Casing::Name
    } else {
        // "al-Shabaab": the capital stands inside.
        Casing::Any
    }
}

fn caps(piece: &str) -> Caps {
    let mut letters = piece.chars().filter(|letter| letter.is_alphabetic());
    let Some(first) = letters.next() else {
        return Caps::Digits;
    };
    if piece.chars().next().is_some_and(char::is_numeric) {
        return Caps::Mixed;
    }
    let (mut upper, mut lower) = (0, 0);
    for letter in letters {
        if letter.is_uppercase() {
            upper += 1;
        } else if letter.is_lowercase() {
            lower += 1;
        }
    }
    match (first.is_uppercase(), upper, lower) {
        (true, 0, _) => Caps::Title,
        (true, _, 0) => Caps::Upper,
        (false, 0, _) => Caps::Lower,
        _ => Caps::Mixed,
    }
}

/// True where the text between two words lets them stand in one phrase; a full stop does
/// behind a word of one or two letters ("U.S. Army", "St. Denis").
fn joins(between: &str, letters_before: usize) -> bool {
    let mut breaks = 0;
    for letter in between.chars() {
        match letter {
            '\n' => {
                breaks += 1;
                if breaks > 1 {
                    return false;
                }
            }
            ' ' | '\t' | '\r' | '\u{a0}' | '-' | '‐' | '‑' | '–' | '\'' | '’' | '‘' | '`' | 'ʿ'
            | 'ʾ' | '/' => {}
            '.' if between.len() <= 2 && letters_before <= 2 => {}
            _ => return false,
        }
    }
    true
}

/// Runs of letters and digits.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| {
        !(letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter))
    })
    .filter(|piece| !piece.is_empty())
}

/// Lower case without accents.
fn fold_into(piece: &str, out: &mut String) {
    out.clear();
    if piece.is_ascii() {
        out.push_str(piece);
        out.make_ascii_lowercase();
        return;
    }
    for letter in piece.chars().flat_map(char::to_lowercase) {
        match unaccented(letter) {
            Some(plain) => out.push_str(plain),
            None => out.push(letter),
        }
    }
}

/// Latin letters with accents, as the letters a keyboard has; combining marks vanish.
fn unaccented(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ'
        | 'ắ' | 'ə' => "a",
        'ḅ' => "b",
        'ç' | 'ć' | 'č' | 'ċ' | 'ĉ' => "c",
        'ď' | 'đ' | 'ḍ' | 'ḏ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ế' | 'ề' | 'ệ' => {
            "e"
        }
        'ğ' | 'ĝ' | 'ġ' | 'ģ' | 'ǧ' => "g",
        'ĥ' | 'ħ' | 'ḥ' | 'ḫ' | 'ẖ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ị' => "i",
        'ĵ' | 'ǰ' => "j",
        'ķ' | 'ḳ' | 'ḵ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' | 'ḷ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ṅ' | 'ṇ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ọ' | 'ố' | 'ồ' | 'ộ' => {
            "o"
        }
        'ŕ' | 'ŗ' | 'ř' | 'ṛ' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'ṭ' | 'ṯ' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ụ' | 'ứ' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' | 'ẓ' | 'ẕ' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' | 'ð' => "th",
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

fn step(node: u32, number: u32) -> u64 {
    (u64::from(node) << 32) | u64::from(number)
}

/// FNV-1a with a final mix: short keys, no attacker, the same on every machine.
#[derive(Debug, Clone, Copy)]
pub struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        WordHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0 ^ value)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(29);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(table: &Phrases<u8>, text: &str) -> Vec<u8> {
        let words = table.words(text);
        table
            .scan(&words)
            .into_iter()
            .map(|hit| hit.value)
            .collect()
    }

    #[test]
    fn hyphens_accents_and_apostrophes_do_not_hide_a_name() {
        let mut table = Phrases::default();
        table.add("IS-KP", 1);
        table.add("al-Shabaab", 2);
        table.add("Da'esh", 3);
        table.add("Jama'at Nusrat al-Islam", 4);
        assert_eq!(found(&table, "IS KP and Al Shabaab; Da’esh"), [1, 2, 3]);
        assert_eq!(found(&table, "Jamaʾat"), Vec::<u8>::new());
        assert_eq!(found(&table, "Jama’at Nuṣrat al-Islām"), [4]);
    }

    #[test]
    fn an_acronym_must_stand_in_capitals() {
        let mut table = Phrases::default();
        table.add("IS", 1);
        table.add("U.S.", 2);
        table.add("Front", 3);
        assert_eq!(found(&table, "this is it, is it"), Vec::<u8>::new());
        assert_eq!(found(&table, "IS said the U.S. is in front"), [1, 2]);
        assert_eq!(found(&table, "the Front"), [3]);
    }

    #[test]
    fn a_name_does_not_reach_over_a_sentence_end() {
        let mut table = Phrases::default();
        table.add("Islamic State", 1);
        assert_eq!(
            found(&table, "It was Islamic. State forces came."),
            Vec::<u8>::new()
        );
        assert_eq!(found(&table, "Islamic\nState"), [1]);
    }
}
