//! Files to reports.
//!
//! [`read`] walks files, folders and standard input and yields one [`Found`] after the
//! other, so archives of any size stream through it. [`read_bytes`] is its pure core:
//! bytes and a name in, reports out, no disk.
//!
//! # What is read
//! Plain text, Markdown, HTML (the article, without menus and scripts), PDF (its text
//! layer), Word (`.docx`), JSON Lines and JSON (one report an object). A file is taken for
//! what its first bytes say where they are plain (`%PDF`, a zip archive), else for what its
//! ending says, else for what it looks like. Encodings are sniffed.
//!
//! # Which files of a folder
//! * Where a folder has an `index.jsonl`, exactly its ids are the folder's reports, in its
//!   order: each is the file named `id` plus an ending, in that folder or below it. Other
//!   files are not read; folders below are read only where they have an `index.jsonl` of
//!   their own.
//! * Else every file with a known ending, and those of the folders below, sorted by name.
//!   Never: hidden files, `README*`, `LICENSE*`, `LICENCE*`, `index.*`, `labels.jsonl`. Files with
//!   other endings are passed over, except documents in formats that are not read
//!   (`.doc`, `.rtf`, `.odt`, …), which are errors so that nobody misses a report unawares.
//! * A file named by itself is always read, whatever its ending, with its row of the
//!   `index.jsonl` beside or above it if there is one.
//!
//! # Ids
//! A report's id is its file name without ending, or as the index or the record says.
//! When an id comes twice in one run, the later report's folders are put before it until
//! it is new (`b/x`), and at last a number behind it (`x-2`).
//!
//! # When it was published
//! First what the user gave, then what the index, the page or the front matter says, then
//! what the text prints (a label, a dateline with a year, a line of its own). Word and PDF
//! files note when the *file* was made, which is used last, when nothing is printed.

mod blocks;
mod dates;
mod disk;
mod encoding;
mod frontmatter;
mod guard;
mod html;
mod ids;
mod index;
mod json;
mod layout;
mod markdown;
mod media;
mod page;
mod parsed;
mod pdf;
mod pdf_lines;
mod pdf_page;
mod published;
mod sort;
mod title;
mod word;

pub use disk::{Reader, read};
pub use media::Media;

use crate::error::{ReadError, ReadProblem};
use jiff::civil::Date;
use model::{PublishedFrom, Report};
use parsed::{Parsed, Row};

/// What the user says about the files, and how much is read at most.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Day of publication of every report read, over whatever the files say.
    pub published: Option<Date>,
    /// Who published every report read, over whatever the files say.
    pub source: Option<String>,
    /// The largest file, or line of a JSON Lines file, in bytes.
    pub largest_file: u64,
    /// The largest part of a Word file once unpacked, in bytes.
    pub largest_part: u64,
    /// The longest text of one report, in bytes; a book has a million.
    pub longest_text: usize,
    /// How long one PDF or page may take, in seconds. Only damaged or hostile files come near it.
    pub seconds: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            published: None,
            source: None,
            largest_file: 1 << 30,
            largest_part: 64 << 20,
            longest_text: 8 << 20,
            seconds: 120,
        }
    }
}

/// One report, and the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The report.
    pub report: Report,
    /// The bytes as they came: the file, or one line of a JSON Lines file.
    pub original: Vec<u8>,
    /// The file as the user knows it (`-` for standard input), with `:line` for a record of it.
    pub path: String,
    /// The format it was read as.
    pub media: Media,
    /// What the user may want to know: an encoding other than UTF-8, damaged characters.
    pub notes: Vec<String>,
}

/// Reads the reports in `bytes`; `name` is the file name, whose ending counts.
///
/// One report for a document, any number for JSON Lines. The first error ends it; to go
/// on behind a bad line, see [`read`]. Touches no disk and never panics.
///
/// ```
/// let found = formats::read::read_bytes("kabul.txt", b"KABUL, Sept 5, 2022 - A bomb went off.".to_vec(), &Default::default()).unwrap();
/// assert_eq!(found[0].report.id, "kabul");
/// assert_eq!(found[0].report.published.unwrap().to_string(), "2022-09-05");
/// ```
pub fn read_bytes(
    name: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Vec<Found>, ReadError> {
    each_report(name, bytes, None, options)
        .into_iter()
        .collect()
}

/// The reports in `bytes`, each good or bad, with what the index says about the file.
fn each_report(
    name: &str,
    bytes: Vec<u8>,
    row: Option<&Row>,
    options: &ReadOptions,
) -> Vec<Result<Found, ReadError>> {
    let fail = |problem| vec![Err(ReadError::new(name, problem))];
    if bytes.len() as u64 > options.largest_file {
        return fail(ReadProblem::TooLarge {
            limit: options.largest_file,
        });
    }
    match sort::media(name, &bytes) {
        Err(problem) => fail(problem),
        Ok(Media::JsonLines) => json::reports(name, &bytes, options),
        Ok(media) => match parse(media, &bytes, options) {
            Err(problem) => fail(problem),
            Ok(parsed) => vec![Ok(found(name, bytes, media, parsed, row, options))],
        },
    }
}

fn found(
    name: &str,
    bytes: Vec<u8>,
    media: Media,
    mut parsed: Parsed,
    row: Option<&Row>,
    options: &ReadOptions,
) -> Found {
    let mut notes = std::mem::take(&mut parsed.notes);
    let stated = row.and_then(|row| row.published).or(parsed.row.published);
    let made = parsed.file_date.filter(|_| stated.is_none());
    let report = parsed::report(ids::stem(name), &bytes, parsed, row, options);
    if report.published_from == PublishedFrom::Metadata
        && let Some(made) = made
    {
        notes.push(format!(
            "no date of publication is printed, so the day the file was made ({made}) stands for it"
        ));
    }
    Found {
        report,
        original: bytes,
        path: name.to_owned(),
        media,
        notes,
    }
}

fn parse(media: Media, bytes: &[u8], options: &ReadOptions) -> Result<Parsed, ReadProblem> {
    let parsed = match media {
        Media::Markdown => markdown::parse(bytes),
        Media::Text | Media::JsonLines => plain(bytes),
        Media::Html => html::parse(bytes, options)?,
        Media::Pdf => pdf::parse(bytes, options)?,
        Media::Word => word::parse(bytes, options)?,
    };
    if parsed.text.trim().is_empty() {
        return Err(ReadProblem::NoWords);
    }
    check_length(&parsed.text, options)?;
    Ok(parsed)
}

/// A dump of many reports in one file is no report, and coding it would take memory without bound.
fn check_length(text: &str, options: &ReadOptions) -> Result<(), ReadProblem> {
    if text.len() > options.longest_text {
        return Err(ReadProblem::TooLong {
            limit: options.longest_text >> 20,
        });
    }
    Ok(())
}

/// Plain text: the words exactly as they stand.
fn plain(bytes: &[u8]) -> Parsed {
    let decoded = encoding::decode(bytes, None);
    let (row, _) = frontmatter::split(&decoded.text);
    Parsed {
        title: title::first_line(&decoded.text).map(str::to_owned),
        notes: decoded.note.into_iter().collect(),
        text: decoded.text,
        row,
        file_date: None,
    }
}
