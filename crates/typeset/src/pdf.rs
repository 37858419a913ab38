use crate::set::{Set, set};
use crate::tree::{Align, Block, Inline, Style, Table};
use crate::{Document, Error, Options, Paper};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::PdfOptions;
use unicode_width::UnicodeWidthStr;

/// The look of the pages. It is the only text that the compiler reads as code.
const TEMPLATE: &str = include_str!("brief.typ");

/// Widest word that is left whole.
const LONGEST: usize = 34;

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let fonts = typst_assets::fonts();
    fonts
        .flat_map(|font| Font::iter(Bytes::new(font)))
        .collect()
});

/// True for the bytes of a font, or of a collection of fonts, that a PDF can be set in.
pub fn is_font(bytes: &[u8]) -> bool {
    Font::iter(Bytes::new(bytes.to_vec())).next().is_some()
}

/// A PDF file: tagged, with bookmarks, page numbers, footnotes at the foot of their page and
/// tables that go on with their headers repeated.
///
/// # Errors
/// As [`html`](crate::html()), and pages that cannot be laid out.
pub fn pdf(document: &Document, options: &Options) -> Result<Vec<u8>, Error> {
    let set = set(document, options)?;
    let mut fonts = FONTS.clone();
    let mut families = vec!["Libertinus Serif".to_owned()];
    for font in &options.fonts {
        for font in Font::iter(Bytes::new(font.clone())) {
            let family = font.info().family.as_str().to_owned();
            if !families.contains(&family) {
                families.push(family);
            }
            fonts.push(font);
        }
    }
    families.extend(["New Computer Modern", "DejaVu Sans Mono"].map(str::to_owned));
    let mut files = BTreeMap::new();
    for (index, picture) in set.pictures.iter().enumerate() {
        if let Some(picture) = picture {
            let bytes = Bytes::new(picture.svg.clone().into_bytes());
            files.insert(format!("figure-{index}.svg"), bytes);
        }
    }
    let told = told(&set, options, &families).to_string();
    files.insert("document.json".to_owned(), Bytes::new(told.into_bytes()));
    let main = file_id("main.typ").map_err(Error::Layout)?;
    let pages = Pages {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        source: Source::new(main, TEMPLATE.to_owned()),
        files,
    };
    let made = typst::compile(&pages);
    let written = made.output.and_then(|document| {
        let how = PdfOptions {
            ident: Smart::Auto,
            creator: Smart::Custom(Some("Annalist".into())),
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &how)
    });
    typst::comemo::evict(0);
    written.map_err(|errors| Error::Layout(messages(&errors)))
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<&str> = errors
        .iter()
        .take(3)
        .map(|error| error.message.as_str())
        .collect();
    messages.join("; ")
}

fn file_id(name: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(name).map_err(|error| error.to_string())?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// All that the compiler may see: the template, the text, the pictures, the fonts. No disk,
/// no clock, no packages.
struct Pages {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
    files: BTreeMap<String, Bytes>,
}

impl World for Pages {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() {
            Ok(self.source.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath();
        let file = self.files.get(path.get_without_slash());
        file.cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The document as the template reads it.
fn told(set: &Set, options: &Options, families: &[String]) -> Value {
    let mut parts = set.lang.split('-');
    let letters = |part: &&str| part.chars().all(|letter| letter.is_ascii_alphabetic());
    let lang = parts
        .next()
        .filter(|part| matches!(part.len(), 2 | 3) && letters(part));
    let region = parts.find(|part| part.len() == 2 && letters(part));
    let teller = Teller { set };
    let (head, text) = set.blocks.split_at(set.headed());
    let sources: Vec<Value> = set
        .sources
        .iter()
        .map(|source| {
            json!({
                "label": teller.words(&source.label),
                "words": teller.words(&source.words),
            })
        })
        .collect();
    json!({
        "title": set.title,
        "prints-title": set.prints_title,
        "date": set.date.map(|date| [i64::from(date.year()), date.month().into(), date.day().into()]),
        "day": set.date.map(|date| date.to_string()),
        "lang": lang.unwrap_or("en").to_ascii_lowercase(),
        "region": region.map(str::to_ascii_uppercase),
        "rtl": set.right_to_left,
        "paper": match options.paper { Paper::A4 => "a4", Paper::Letter => "us-letter" },
        "fonts": families,
        "head": teller.blocks(head),
        "blocks": teller.blocks(text),
        "sources-heading": set.sources_heading,
        "labelled": set.sources.iter().any(|source| !source.label.is_empty()),
        "hanging": set.hanging,
        "sources": sources,
    })
}

struct Teller<'s> {
    set: &'s Set,
}

impl Teller<'_> {
    fn blocks(&self, blocks: &[Block]) -> Vec<Value> {
        blocks
            .iter()
            .filter_map(|block| self.block(block))
            .collect()
    }

    fn block(&self, block: &Block) -> Option<Value> {
        let told = match block {
            Block::Heading { level, id, words } => json!({
                "kind": "heading", "level": level, "id": format!("h-{id}"), "words": self.words(words),
            }),
            Block::Paragraph(words) => json!({ "kind": "paragraph", "words": self.words(words) }),
            Block::Quote(inner) => json!({ "kind": "quote", "blocks": self.blocks(inner) }),
            Block::List { start, items } => {
                let items: Vec<_> = items.iter().map(|item| self.blocks(item)).collect();
                match start {
                    None => json!({ "kind": "bullets", "items": items }),
                    Some(start) => {
                        let start = (*start).min(1_000_000_000);
                        json!({ "kind": "numbers", "start": start, "items": items })
                    }
                }
            }
            Block::Table(table) => {
                let columns = table.columns.len();
                if columns == 0 {
                    return None;
                }
                let padded = |row: &[Vec<Inline>]| -> Vec<Value> {
                    let cells = (0..columns).map(|at| row.get(at));
                    cells
                        .map(|cell| self.words(cell.map_or(&[][..], Vec::as_slice)))
                        .collect()
                };
                let places: Vec<&str> = table
                    .columns
                    .iter()
                    .map(|column| match column {
                        Align::Start => "start",
                        Align::Middle => "middle",
                        Align::End => "end",
                    })
                    .collect();
                json!({
                    "kind": "table",
                    "short": is_short(table),
                    "columns": places,
                    "head": if table.head.is_empty() { Vec::new() } else { padded(&table.head) },
                    "cells": table.rows.iter().flat_map(|row| padded(row)).collect::<Vec<_>>(),
                })
            }
            Block::Figure { index, alt } => {
                let picture = self.set.pictures.get(*index)?.as_ref()?;
                // As wide as the page, unless it would then be higher than one.
                let (wide, high) = picture.size;
                let width = (118.0 * wide / high.max(1.0)).clamp(5.0, 100.0).floor();
                json!({
                    "kind": "figure",
                    "file": format!("figure-{index}.svg"),
                    "alt": alt,
                    "width": width as i64,
                    "caption": picture.caption,
                })
            }
            Block::Code(text) => json!({ "kind": "code", "text": text }),
            Block::Rule => json!({ "kind": "rule" }),
        };
        Some(told)
    }

    fn words(&self, words: &[Inline]) -> Value {
        Value::Array(words.iter().filter_map(|word| self.word(word)).collect())
    }

    fn word(&self, word: &Inline) -> Option<Value> {
        let told = match word {
            Inline::Text(text) => Value::String(breakable(text)),
            Inline::Code(text) => json!(["code", breakable(text)]),
            Inline::Styled(style, words) => {
                let kind = match style {
                    Style::Emphasis => "em",
                    Style::Strong => "strong",
                    Style::Super => "super",
                    Style::Sub => "sub",
                    Style::SmallCaps => "caps",
                };
                json!([kind, self.words(words)])
            }
            Inline::Link { url, words } => match url.strip_prefix('#') {
                None => json!(["link", url, self.words(words)]),
                Some(id) if has_heading(&self.set.blocks, id) => {
                    json!(["inside", format!("h-{id}"), self.words(words)])
                }
                Some(_) => json!(["words", self.words(words)]),
            },
            Inline::Note {
                index,
                first: false,
            } => json!(["again", format!("n-{index}")]),
            Inline::Note { index, first: true } => {
                let note = self.set.notes.get(*index)?;
                json!(["note", format!("n-{index}"), self.blocks(note)])
            }
            Inline::Break => json!(["break"]),
            Inline::NoteNamed(_) | Inline::Cite(_) => return None,
        };
        Some(told)
    }
}

/// True for a table that surely stands on half a page, as if its columns were equally wide.
fn is_short(table: &Table) -> bool {
    /// Letters of a line over the whole page, with room for the gaps between columns.
    const WIDE: usize = 80;
    const LINES: usize = 36;
    let lines = table.rows.iter().map(|row| {
        let longest = row.iter().map(|cell| letters(cell)).max().unwrap_or(0);
        (longest * table.columns.len()).div_ceil(WIDE).max(1)
    });
    lines.sum::<usize>() <= LINES
}

fn letters(words: &[Inline]) -> usize {
    let one = |word: &Inline| match word {
        Inline::Text(text) | Inline::Code(text) => text.width(),
        Inline::Styled(_, words) | Inline::Link { words, .. } => letters(words),
        _ => 2,
    };
    words.iter().map(one).sum()
}

fn has_heading(blocks: &[Block], wanted: &str) -> bool {
    blocks.iter().any(|block| match block {
        Block::Heading { id, .. } => id == wanted,
        Block::Quote(inner) => has_heading(inner, wanted),
        Block::List { items, .. } => items.iter().any(|item| has_heading(item, wanted)),
        _ => false,
    })
}

/// Words too wide for a line with places where they may be broken (U+200B).
fn breakable(text: &str) -> String {
    if text.split(' ').all(|word| word.width() <= LONGEST) {
        return text.to_owned();
    }
    let words = text.split(' ').map(|word| {
        if word.width() <= LONGEST {
            return word.to_owned();
        }
        let mut broken = String::with_capacity(word.len() + word.len() / 8);
        let mut run = 0;
        for letter in word.chars() {
            broken.push(letter);
            run += 1;
            if run >= 24 || (run >= 6 && matches!(letter, '/' | '-' | '_' | '.' | '?' | '&' | '='))
            {
                broken.push('\u{200b}');
                run = 0;
            }
        }
        broken
    });
    words.collect::<Vec<_>>().join(" ")
}
