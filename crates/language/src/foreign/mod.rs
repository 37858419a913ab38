//! Which passages of a text are not English, and in what language they are.
//!
//! A line in other letters is told by its letters. One in Latin letters is told by its small words, and only where
//! they are many and English has hardly any: a list of names, a headline, a row of figures has none of either, and
//! goes with its paragraph, or else with the text. What nothing is told of is English.

mod scripts;
mod words;

use scripts::{Script, is_dense, language_of, script};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use words::SMALL;

/// A passage that is not English: whole lines, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Its language, BCP 47: `ru`, `fa`, `zh`.
    pub language: &'static str,
}

/// The passages of a text that are not English, in order; neighbours in one language are one passage.
///
/// ```
/// let text = "Three people were killed on Monday.\n\nТри человека были убиты в понедельник.\n";
/// let found = language::foreign(text);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].language, "ru");
/// assert!(text[found[0].start as usize..].starts_with("Три"));
/// assert!(language::foreign("IS-K suicide bomber kills 13 in Kabul").is_empty());
/// ```
pub fn foreign(text: &str) -> Vec<Foreign> {
    let lines = lines(text);
    let mut whole = Evidence::default();
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(lines.len());
    let (mut english, mut others) = (0, HashMap::<&str, u32>::new());
    for paragraph in lines.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let all = paragraph
            .iter()
            .fold(Evidence::default(), |mut all, line| {
                all.add(&line.evidence);
                all
            })
            .verdict();
        for line in paragraph {
            let own = line.evidence.verdict();
            let verdict = if own == Verdict::Open { all } else { own };
            match verdict {
                Verdict::English => english += line.evidence.words,
                Verdict::Other(code) => *others.entry(code).or_default() += line.evidence.words,
                Verdict::Open => {}
            }
            whole.add(&line.evidence);
            verdicts.push(verdict);
        }
    }
    if others.is_empty() && english > 0 {
        return Vec::new();
    }
    let most = others
        .iter()
        .max_by_key(|(code, words)| (**words, std::cmp::Reverse(**code)))
        .map(|(code, words)| (*code, *words));
    // What nothing is told of goes with the text, where that is hardly English anywhere.
    let rest = match (whole.verdict(), most) {
        (_, Some((code, words))) if english * 8 <= words => Some(code),
        (Verdict::Other(code), None) => Some(code),
        _ => None,
    };
    let mut found: Vec<Foreign> = Vec::new();
    for (line, verdict) in lines.iter().zip(verdicts) {
        let language = match verdict {
            Verdict::Other(code) => Some(code),
            Verdict::Open if line.evidence.letters > 0 => rest,
            _ => None,
        };
        let Some(language) = language else { continue };
        match found.last_mut() {
            // White space and figures between two lines of a language part nothing.
            Some(last)
                if last.language == language
                    && !text[last.end as usize..line.start]
                        .chars()
                        .any(char::is_alphabetic) =>
            {
                last.end = line.end as u32;
            }
            _ => found.push(Foreign {
                start: line.start as u32,
                end: line.end as u32,
                language,
            }),
        }
    }
    found
}

/// A line with what it tells of its language.
#[derive(Debug)]
struct Line {
    start: usize,
    end: usize,
    /// Number of the run of lines without an empty one between.
    paragraph: usize,
    evidence: Evidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    English,
    Other(&'static str),
    /// Nothing tells.
    Open,
}

/// Letters and small words counted.
#[derive(Debug, Clone, Default)]
struct Evidence {
    words: u32,
    letters: u32,
    /// Letters that are not Latin, and the language that they tell.
    strange: u32,
    told: Option<&'static str>,
    /// Small words by language.
    small: [u16; SMALL.len()],
    /// Those that names hold too, by language.
    in_names: [u16; SMALL.len()],
}

impl Evidence {
    fn of(line: &str) -> Self {
        let mut evidence = Evidence::default();
        let mut seen: Vec<(Script, u32)> = Vec::new();
        for letter in line.chars() {
            if letter.is_ascii_alphabetic() {
                evidence.letters += 1;
            } else if let Some(script) = script(letter) {
                evidence.letters += 1;
                if script != Script::Latin {
                    let weight = if is_dense(script) { 3 } else { 1 };
                    evidence.strange += weight;
                    match seen.iter_mut().find(|(known, _)| *known == script) {
                        Some((_, count)) => *count += weight,
                        None => seen.push((script, weight)),
                    }
                }
            }
        }
        let most = seen.iter().max_by_key(|(script, count)| (*count, *script));
        evidence.told = most.map(|(script, _)| language_of(*script, line));
        for word in line.split(|letter: char| !letter.is_alphabetic()) {
            evidence.count(word);
        }
        evidence
    }

    fn count(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        self.words += 1;
        // The longest small words have ten letters.
        if word.len() > 24 {
            return;
        }
        let known = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            KNOWN.get(word)
        } else {
            KNOWN.get(word.to_lowercase().as_str())
        };
        let Some((only, in_names)) = known else {
            return;
        };
        for (number, (small, names)) in self.small.iter_mut().zip(&mut self.in_names).enumerate() {
            *small = small.saturating_add((only >> number & 1) as u16);
            *names = names.saturating_add((in_names >> number & 1) as u16);
        }
    }

    fn add(&mut self, other: &Evidence) {
        self.words += other.words;
        self.letters += other.letters;
        if other.strange > self.strange {
            self.told = other.told;
        }
        self.strange += other.strange;
        for (own, more) in self.small.iter_mut().zip(other.small) {
            *own = own.saturating_add(more);
        }
        for (own, more) in self.in_names.iter_mut().zip(other.in_names) {
            *own = own.saturating_add(more);
        }
    }

    fn verdict(&self) -> Verdict {
        if let Some(code) = self.told
            && self.strange * 2 > self.letters
            && self.strange >= 3
        {
            return Verdict::Other(code);
        }
        let english = u32::from(self.small[0]);
        let (best, sure, all) = (1..SMALL.len())
            .map(|number| {
                let sure = u32::from(self.small[number]);
                (number, sure, sure + u32::from(self.in_names[number]))
            })
            .max_by_key(|(number, sure, all)| (sure + all, std::cmp::Reverse(*number)))
            .unwrap_or((0, 0, 0));
        if sure >= 2 && all >= 3 && sure > 2 * english && all * 7 >= self.words {
            Verdict::Other(SMALL[best].code)
        } else if english > 0 && english >= sure {
            Verdict::English
        } else {
            Verdict::Open
        }
    }
}

/// Small words, and in which languages they are such: as such alone, and in names too.
static KNOWN: LazyLock<HashMap<&'static str, (u32, u32)>> = LazyLock::new(|| {
    let mut known: HashMap<&str, (u32, u32)> = HashMap::new();
    let in_names: HashSet<&str> = SMALL
        .iter()
        .flat_map(|language| language.in_names.split_whitespace())
        .collect();
    let english: HashSet<&str> = SMALL[0].words.split_whitespace().collect();
    for (number, language) in SMALL.iter().enumerate() {
        let all = language.words.split_whitespace();
        for word in all.chain(language.in_names.split_whitespace()) {
            let entry = known.entry(word).or_default();
            if number == 0 {
                entry.0 |= 1;
            } else if english.contains(word) {
                // "men", "over": English before anything else.
            } else if in_names.contains(word) || word.chars().count() == 1 {
                // A letter alone is an initial, or what an apostrophe leaves.
                entry.1 |= 1 << number;
            } else {
                entry.0 |= 1 << number;
            }
        }
    }
    known
});

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut paragraph) = (0, 0);
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if words.trim_start().is_empty() {
            paragraph += 1;
        } else {
            lines.push(Line {
                start,
                end: start + words.len(),
                paragraph,
                evidence: Evidence::of(words),
            });
        }
        start += line.len();
    }
    lines
}

#[cfg(test)]
mod tests;
