//! PDF files to the words of their text layer.

use super::ReadOptions;
use super::encoding::decode;
use super::guard::guarded;
use super::parsed::{Parsed, Row};
use super::pdf_page::{self, Line, Lines};
use super::{pdf_lines, published, title};
use crate::error::ReadProblem;
use pdf_extract::{Document, Object, output_doc_page};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads the text layer; lines become paragraphs again, page headers go.
pub(super) fn parse(bytes: &[u8], options: &ReadOptions) -> Result<Parsed, ReadProblem> {
    let bytes = bytes.to_vec();
    guarded(options.seconds, move || {
        let document = open(&bytes)?;
        words(&document)
    })
}

fn open(bytes: &[u8]) -> Result<Document, ReadProblem> {
    let mut document = Document::load_mem(bytes).map_err(|error| refused(&error.to_string()))?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| ReadProblem::Locked)?;
    }
    Ok(document)
}

fn refused(why: &str) -> ReadProblem {
    let why = why.to_lowercase();
    if why.contains("password") || why.contains("decrypt") {
        ReadProblem::Locked
    } else {
        ReadProblem::damaged(&why)
    }
}

fn words(document: &Document) -> Result<Parsed, ReadProblem> {
    let numbers: Vec<u32> = document.get_pages().into_keys().collect();
    if numbers.is_empty() {
        return Err(ReadProblem::damaged("it has no pages"));
    }
    let mut pages = Vec::new();
    let mut unread = Vec::new();
    for number in &numbers {
        match page(document, *number) {
            Some(words) => pages.push(words),
            None => unread.push(number.to_string()),
        }
    }
    let pages = pdf_page::text(&pages);
    let letters = pages
        .iter()
        .flat_map(|page| page.chars())
        .filter(|c| c.is_alphabetic())
        .count();
    if pages.is_empty() {
        return Err(ReadProblem::damaged("none of its pages can be read"));
    }
    if letters == 0 || letters < 16 * pages.len() && has_pictures(document) {
        return Err(ReadProblem::NoTextLayer);
    }
    let (text, start) = pdf_lines::paragraphs(&pages);
    let notes =
        (!unread.is_empty()).then(|| format!("page {} could not be read", unread.join(", ")));
    Ok(Parsed {
        title: title::first_line(&text[start..])
            .or_else(|| title::first_line(&text))
            .map(str::to_owned),
        row: Row {
            title: info(document, b"Title").filter(|title| is_headline(title)),
            ..Row::default()
        },
        file_date: info(document, b"CreationDate").and_then(|date| published::in_metadata(&date)),
        text,
        notes: notes.into_iter().collect(),
    })
}

/// The lines of a page; nothing if its content is broken.
fn page(document: &Document, number: u32) -> Option<Vec<Line>> {
    let mut lines = Lines::default();
    let read = catch_unwind(AssertUnwindSafe(|| {
        output_doc_page(document, &mut lines, number)
    }));
    // What was read before a page broke is kept.
    (matches!(read, Ok(Ok(()))) || lines.letters() > 40).then(|| lines.finish())
}

fn has_pictures(document: &Document) -> bool {
    document.objects.values().any(|object| {
        matches!(object, Object::Stream(stream) if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image"))
    })
}

/// An entry of the document's information, in either of its encodings.
fn info(document: &Document, key: &[u8]) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = match info {
        Object::Reference(id) => document.get_object(*id).ok()?,
        direct => direct,
    };
    let bytes = info.as_dict().ok()?.get(key).ok()?.as_str().ok()?;
    let words = decode(bytes, Some(encoding_rs::WINDOWS_1252)).text;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// Programs leave file names and their own names where the title should be.
fn is_headline(title: &str) -> bool {
    let lower = title.to_lowercase();
    let program = [
        "microsoft word",
        "powerpoint",
        "untitled",
        "layout 1",
        "print job",
    ]
    .iter()
    .any(|start| lower.starts_with(start));
    let file = [
        ".doc", ".docx", ".indd", ".pdf", ".qxd", ".rtf", ".odt", ".htm", ".html", ".txt",
    ]
    .iter()
    .any(|end| lower.ends_with(end));
    !program && !file && title.split_whitespace().count() >= 2
}
