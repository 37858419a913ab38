//! Word files (`.docx`) to their words.

use super::ReadOptions;
use super::encoding;
use super::layout::Layout;
use super::parsed::{Parsed, Row, language};
use super::published;
use super::title;
use crate::error::ReadProblem;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Reads a Word file: paragraphs, tables a row a line, footnotes as `[1] …` at the end.
pub(super) fn parse(bytes: &[u8], options: &ReadOptions) -> Result<Parsed, ReadProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let name = main_part(&mut archive, options);
    let Some(document) = part(&mut archive, &name, options)? else {
        return Err(ReadProblem::damaged("it holds no word/document.xml"));
    };
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut body = Body::default();
    walk(&document, |event| body.event(event))?;
    let (mut text, main_title, references) = body.finish();
    for (kind, part_name) in [("footnote", "footnotes.xml"), ("endnote", "endnotes.xml")] {
        if references.iter().any(|(reference, _)| reference == kind)
            && let Some(notes) = part(&mut archive, &format!("{folder}/{part_name}"), options)?
        {
            append_notes(&mut text, kind, &notes, &references)?;
        }
    }
    let core = part(&mut archive, "docProps/core.xml", options)
        .ok()
        .flatten();
    let core = core.map(|core| properties(&core)).unwrap_or_default();
    let made = ["created", "modified"]
        .iter()
        .find_map(|key| published::in_metadata(core.get(*key)?));
    let property = |key: &str| {
        core.get(key)
            .map(|words| words.trim().to_owned())
            .filter(|words| !words.is_empty())
    };
    Ok(Parsed {
        title: main_title.or_else(|| title::first_line(&text).map(str::to_owned)),
        row: Row {
            title: property("title").filter(|title| title.split_whitespace().count() > 1),
            source: property("publisher"),
            lang: property("language").and_then(|lang| language(&lang)),
            ..Row::default()
        },
        text,
        file_date: made,
        notes: Vec::new(),
    })
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn damaged(error: &ZipError) -> ReadProblem {
    ReadProblem::damaged(&error.to_string().to_lowercase())
}

/// The name of the part with the words, by the package's own relations.
fn main_part(archive: &mut Archive, options: &ReadOptions) -> String {
    let mut target = None;
    if let Ok(Some(relations)) = part(archive, "_rels/.rels", options) {
        let _ = walk(&relations, |event| {
            if let Event::Start(element) | Event::Empty(element) = event
                && attribute(element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                target = attribute(element, "Target");
            }
        });
    }
    target.map_or_else(
        || "word/document.xml".to_owned(),
        |target| target.trim_start_matches('/').to_owned(),
    )
}

/// A part as text; nothing if there is none of that name.
fn part(
    archive: &mut Archive,
    name: &str,
    options: &ReadOptions,
) -> Result<Option<String>, ReadProblem> {
    let limit = options.largest_part;
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(why)) if why.contains("assword") => {
            return Err(ReadProblem::Locked);
        }
        Err(error) => return Err(damaged(&error)),
    };
    // XML packs to a tenth or so; a part that packs to less than a two-hundredth is a trick.
    let packed = file.compressed_size().max(1);
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ReadProblem::damaged(&error.to_string().to_lowercase()))?;
    let size = bytes.len() as u64;
    if size > limit || size > 8 << 20 && size / packed > 200 {
        return Err(ReadProblem::Bomb {
            limit: if size > limit { limit } else { packed * 200 },
        });
    }
    Ok(Some(encoding::decode(&bytes, None).text))
}

fn walk(xml: &str, mut each: impl FnMut(&Event)) -> Result<(), ReadProblem> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| ReadProblem::damaged(&error.to_string().to_lowercase()))?;
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth > 0 => return Err(ReadProblem::damaged("its text breaks off")),
            Event::Eof => return Ok(()),
            _ => {}
        }
        each(&event);
    }
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .ok()
                .map(std::borrow::Cow::into_owned)
        })
}

/// The characters of a text event, entities resolved.
fn characters(event: &Event) -> Option<String> {
    match event {
        Event::Text(text) => Some(text.xml10_content().into_owned()),
        Event::CData(text) => Some(text.xml10_content().into_owned()),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(c)) => Some(c.to_string()),
            _ => Some(
                match reference.xml10_content().as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => "",
                }
                .to_owned(),
            ),
        },
        _ => None,
    }
}

/// A kind of note and its id in the file; the place in the list is its number.
type References = Vec<(String, String)>;

/// The words of a document or of one note.
#[derive(Default)]
struct Body {
    layout: Layout,
    references: References,
    /// Inside `w:t`.
    in_words: bool,
    /// Inside something not seen: a fallback drawing, text moved away.
    unseen: usize,
    /// Inside a hidden run.
    hidden: bool,
    /// The open tables' depth.
    tables: usize,
    /// The style of the open paragraph and where it started.
    heading: Option<usize>,
    title: Option<String>,
}

impl Body {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Start(element) => self.start(element),
            Event::Empty(element) => {
                self.start(element);
                self.end(element.local_name().as_ref());
            }
            Event::End(element) => self.end(element.local_name().as_ref()),
            other if self.in_words && self.unseen == 0 && !self.hidden => {
                if let Some(words) = characters(other) {
                    self.layout.words(&words);
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, element: &BytesStart) {
        let name = element.local_name();
        let name = name.as_ref();
        if matches!(name, "Fallback" | "moveFrom" | "del") {
            self.unseen += 1;
        }
        if self.unseen > 0 {
            return;
        }
        match name {
            "t" => self.in_words = true,
            "r" => self.hidden = false,
            "vanish" => {
                self.hidden =
                    attribute(element, "val").is_none_or(|value| value != "0" && value != "false");
            }
            "tab" | "ptab" => self.layout.space(),
            "br" | "cr" => self.layout.line(),
            "noBreakHyphen" => self.layout.words("-"),
            "p" => self.layout.paragraph(),
            "pStyle" => self.style(&attribute(element, "val").unwrap_or_default()),
            "numPr" => self.layout.mark("- "),
            "tbl" => {
                self.layout.paragraph();
                self.tables += 1;
            }
            "tr" if self.tables == 1 => self.layout.row(true),
            "tc" if self.tables == 1 => self.layout.cell(),
            "footnoteReference" | "endnoteReference" => {
                let kind = name.trim_end_matches("Reference").to_owned();
                self.references
                    .push((kind, attribute(element, "id").unwrap_or_default()));
                self.layout.words(&format!("[{}]", self.references.len()));
            }
            _ => {}
        }
    }

    fn style(&mut self, style: &str) {
        if self.title.is_none() && matches!(style, "Title" | "Heading1") {
            self.heading = Some(self.layout.written());
        }
    }

    fn end(&mut self, name: &str) {
        if matches!(name, "Fallback" | "moveFrom" | "del") {
            self.unseen = self.unseen.saturating_sub(1);
            return;
        }
        if self.unseen > 0 {
            return;
        }
        match name {
            "t" => self.in_words = false,
            "p" => {
                if let Some(start) = self.heading.take() {
                    let words = self
                        .layout
                        .since(start)
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ");
                    self.title = (!words.is_empty()).then_some(words);
                }
                self.layout.paragraph();
            }
            "tr" if self.tables == 1 => self.layout.row(false),
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                self.layout.paragraph();
            }
            _ => {}
        }
    }

    fn finish(self) -> (String, Option<String>, References) {
        (self.layout.finish(), self.title, self.references)
    }
}

/// Puts the notes that the text refers to behind it, a line each.
fn append_notes(
    text: &mut String,
    kind: &str,
    xml: &str,
    references: &References,
) -> Result<(), ReadProblem> {
    let mut notes: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<(String, Body)> = None;
    walk(xml, |event| match event {
        Event::Start(element) if element.local_name().as_ref() == kind => {
            open = Some((
                attribute(element, "id").unwrap_or_default(),
                Body::default(),
            ));
        }
        Event::End(element) if element.local_name().as_ref() == kind => {
            if let Some((id, body)) = open.take() {
                notes.insert(
                    id,
                    body.finish()
                        .0
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" "),
                );
            }
        }
        other => {
            if let Some((_, body)) = &mut open {
                body.event(other);
            }
        }
    })?;
    for (at, (reference, id)) in references.iter().enumerate() {
        if reference == kind
            && let Some(note) = notes.get(id).filter(|note| !note.is_empty())
        {
            text.push_str("\n\n[");
            text.push_str(&(at + 1).to_string());
            text.push_str("] ");
            text.push_str(note);
        }
    }
    Ok(())
}

/// The core properties by their local names.
fn properties(xml: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<String> = None;
    let _ = walk(xml, |event| match event {
        Event::Start(element) => open = Some(element.local_name().as_ref().to_owned()),
        Event::End(_) => open = None,
        other => {
            if let (Some(name), Some(words)) = (&open, characters(other)) {
                found.entry(name.clone()).or_default().push_str(&words);
            }
        }
    });
    found
}
