//! A document ready for any writer: notes numbered, citations printed, figures checked.

use crate::cite::{Asked, Listed, print};
use crate::figure::{Picture, picture};
use crate::parse::{Parsed, parse};
use crate::tree::{Block, Cited, Inline, clean, each_words};
use crate::{Document, Error, Options};
use std::collections::BTreeMap;

/// What a writer gets.
#[derive(Debug)]
pub struct Set {
    pub title: String,
    /// The title stands in no heading and is to be printed above the text.
    pub prints_title: bool,
    /// BCP 47 tag, `en` where none is told.
    pub lang: String,
    pub right_to_left: bool,
    /// Printed behind the title.
    pub date: Option<jiff::civil::Date>,
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their numbers, the first being 1.
    pub notes: Vec<Vec<Block>>,
    pub sources_heading: String,
    pub sources: Vec<Listed>,
    pub hanging: bool,
    /// The document's figures that are used, others `None`.
    pub pictures: Vec<Option<Picture>>,
}

impl Set {
    /// How many blocks stand before the date: the heading that is the title, where there is
    /// one.
    pub fn headed(&self) -> usize {
        match self.blocks.first() {
            Some(Block::Heading { level: 1, .. }) if !self.prints_title => 1,
            _ => 0,
        }
    }
}

/// Reads the Markdown and settles everything that no writer should have to think about.
///
/// # Errors
/// A figure or source that there is not, a figure that may not be in a brief.
pub fn set(document: &Document, options: &Options) -> Result<Set, Error> {
    let Parsed {
        blocks,
        notes: named,
        title,
    } = parse(document)?;
    let mut numberer = Numberer {
        named,
        numbers: BTreeMap::new(),
        notes: Vec::new(),
        asked: Vec::new(),
        in_notes: options.style.in_notes(),
        inside: None,
    };
    let mut blocks = blocks;
    numberer.blocks(&mut blocks);
    let Numberer {
        mut notes, asked, ..
    } = numberer;
    let printed = print(document, &options.style, &asked)?;
    let mut citations = Citations {
        printed: printed.citations,
    };
    citations.blocks(&mut blocks);
    for note in &mut notes {
        citations.blocks(note);
    }
    let mut used = vec![false; document.figures.len()];
    mark_used(&blocks, &mut used);
    for note in &notes {
        mark_used(note, &mut used);
    }
    let pictures = document.figures.iter().zip(used).enumerate();
    let pictures = pictures.map(|(index, (figure, used))| {
        if used {
            picture(figure, index).map(Some)
        } else {
            Ok(None)
        }
    });
    let lang = language(&document.lang);
    let own_title = clean(document.title.trim());
    Ok(Set {
        prints_title: title.is_none() && !own_title.is_empty(),
        title: match (own_title.as_str(), title) {
            ("", Some(title)) => title,
            ("", None) => "Brief".to_owned(),
            _ => own_title,
        },
        right_to_left: is_right_to_left(&lang),
        lang,
        date: document.date,
        blocks,
        notes,
        sources_heading: match options.sources_heading.trim() {
            "" => "Sources".to_owned(),
            heading => clean(heading),
        },
        sources: printed.list,
        hanging: printed.hanging,
        pictures: pictures.collect::<Result<_, _>>()?,
    })
}

/// Gives footnotes their numbers and citations their order, as a reader meets them: a note is
/// read where its first mark stands.
struct Numberer {
    named: BTreeMap<String, Vec<Block>>,
    numbers: BTreeMap<String, usize>,
    notes: Vec<Vec<Block>>,
    asked: Vec<Asked>,
    in_notes: bool,
    /// The number of the note that is being read.
    inside: Option<usize>,
}

impl Numberer {
    fn blocks(&mut self, blocks: &mut [Block]) {
        each_words(blocks, &mut |words| self.words(words));
    }

    fn words(&mut self, words: &mut [Inline]) {
        let mut made = Vec::new();
        for (at, word) in words.iter_mut().enumerate() {
            match word {
                Inline::Styled(_, words) | Inline::Link { words, .. } => self.words(words),
                Inline::NoteNamed(name) => *word = self.note(&name.clone()),
                Inline::Cite(cited) => {
                    let cited = std::mem::take(cited);
                    *word = self.cite(cited);
                    made.extend(matches!(word, Inline::Note { .. }).then_some(at));
                }
                _ => {}
            }
        }
        for at in made {
            close_up(words, at);
        }
    }

    /// The mark of a note; a name that no note has stays as it was written.
    fn note(&mut self, name: &str) -> Inline {
        if let Some(index) = self.numbers.get(name) {
            return Inline::Note {
                index: *index,
                first: false,
            };
        }
        let Some(mut note) = self.named.remove(name) else {
            return Inline::Text(clean(&format!("[^{name}]")));
        };
        let index = self.notes.len();
        self.numbers.insert(name.to_owned(), index);
        self.notes.push(Vec::new());
        let outer = self.inside.replace(index + 1);
        self.blocks(&mut note);
        self.inside = outer;
        self.notes[index] = note;
        Inline::Note { index, first: true }
    }

    /// A citation stays where it is, or becomes a note where the style wants notes.
    fn cite(&mut self, cited: Vec<Cited>) -> Inline {
        let new_note = self.in_notes && self.inside.is_none();
        let note = if new_note {
            Some(self.notes.len() + 1)
        } else {
            self.inside
        };
        let number = self.asked.len();
        self.asked.push(Asked { cited, note });
        let held = Inline::Cite(vec![Cited {
            id: number.to_string(),
            locator: None,
        }]);
        if !new_note {
            return held;
        }
        self.notes.push(vec![Block::Paragraph(vec![held])]);
        Inline::Note {
            index: self.notes.len() - 1,
            first: true,
        }
    }
}

/// A citation that became a mark stands behind the word before it and behind the point that
/// ends its sentence, as marks do.
fn close_up(words: &mut [Inline], at: usize) {
    let (before, after) = words.split_at_mut(at);
    let Some(Inline::Text(before)) = before.last_mut() else {
        return;
    };
    before.truncate(before.trim_end().len());
    if let Some(Inline::Text(after)) = after.get_mut(1)
        && after.starts_with(['.', ',', ';', ':', '!', '?'])
    {
        before.push(after.remove(0));
    }
}

/// Puts printed citations where [`Numberer`] left their numbers.
struct Citations {
    printed: Vec<Vec<Inline>>,
}

impl Citations {
    fn blocks(&mut self, blocks: &mut [Block]) {
        each_words(blocks, &mut |words| self.words(words));
    }

    fn words(&mut self, words: &mut Vec<Inline>) {
        let mut put: Vec<Inline> = Vec::with_capacity(words.len());
        let mut cited = false;
        for mut word in words.drain(..) {
            if let (true, Inline::Text(text)) = (cited, &word)
                && text.starts_with(['.', ',', ';', ':', ')'])
            {
                drop_point(&mut put);
            }
            cited = false;
            match &mut word {
                Inline::Styled(_, words) | Inline::Link { words, .. } => {
                    self.words(words);
                    put.push(word);
                }
                Inline::Cite(held) => {
                    let number = held.first().and_then(|held| held.id.parse::<usize>().ok());
                    let printed = number.and_then(|number| self.printed.get_mut(number));
                    put.extend(printed.map(std::mem::take).unwrap_or_default());
                    cited = true;
                }
                _ => put.push(word),
            }
        }
        *words = put;
    }
}

/// Styles for notes end a citation with a point; before other points there is none.
fn drop_point(words: &mut [Inline]) {
    match words.last_mut() {
        Some(Inline::Text(last)) if last.ends_with('.') => {
            last.pop();
        }
        Some(Inline::Styled(_, words)) => drop_point(words),
        _ => {}
    }
}

fn mark_used(blocks: &[Block], used: &mut [bool]) {
    for block in blocks {
        match block {
            Block::Figure { index, .. } => used[*index] = true,
            Block::Quote(blocks) => mark_used(blocks, used),
            Block::List { items, .. } => items.iter().for_each(|item| mark_used(item, used)),
            _ => {}
        }
    }
}

/// A language tag with nothing in it that is none.
fn language(tag: &str) -> String {
    let letters = tag.trim().chars();
    let tag: String = letters
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .take(35)
        .collect();
    if tag.is_empty() { "en".to_owned() } else { tag }
}

/// Languages that are written from right to left, unless the tag names another script.
fn is_right_to_left(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let script =
        parts.find(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphabetic()));
    match script {
        Some(script) => ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"].contains(&script),
        None => [
            "ar", "arc", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo",
            "pnb", "prs", "ps", "sd", "skr", "syr", "ug", "ur", "yi",
        ]
        .contains(&language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_tells_the_reading_direction() {
        assert!(is_right_to_left("ar") && is_right_to_left("fa-AF") && is_right_to_left("ps"));
        assert!(!is_right_to_left("en-GB") && !is_right_to_left("az"));
        assert!(is_right_to_left("az-Arab") && !is_right_to_left("ks-Deva"));
    }
}
