//! What a file is: by its first bytes, then by its ending, then by its looks.

use super::encoding;
use super::ids;
use super::media::Media;
use crate::error::ReadProblem;

/// The format of a file named `name`, or why it cannot be read.
pub(super) fn media(name: &str, bytes: &[u8]) -> Result<Media, ReadProblem> {
    if bytes.is_empty() {
        return Err(ReadProblem::Empty);
    }
    let ending = ids::ending(name).unwrap_or("");
    let promised = Media::from_ending(ending);
    if let Some(media) = by_first_bytes(bytes, ending)? {
        return Ok(media);
    }
    match promised {
        Some(Media::Pdf) => return Err(ReadProblem::WrongEnding { named: "a PDF" }),
        Some(Media::Word) => {
            return Err(ReadProblem::WrongEnding {
                named: "a Word file",
            });
        }
        _ => {}
    }
    if let Some(what) = noise(bytes) {
        return Err(ReadProblem::NotText {
            what: what.to_owned(),
        });
    }
    if promised.is_none()
        && let Some(problem) = unread_document(ending)
    {
        return Err(problem);
    }
    Ok(promised.unwrap_or_else(|| by_looks(bytes)))
}

/// The advice for endings of documents that are not read; `None` for any other ending.
pub(super) fn unread_document(ending: &str) -> Option<ReadProblem> {
    let (what, instead) = match ending.to_ascii_lowercase().as_str() {
        "doc" | "dot" => ("an old Word file", "save it as docx"),
        "rtf" => ("rich text", "save it as docx or txt"),
        "odt" | "ott" | "fodt" => ("an OpenDocument text", "save it as docx"),
        "pages" => ("a Pages document", "export it as docx"),
        "wpd" => ("a WordPerfect file", "save it as docx"),
        "epub" | "mobi" | "azw3" => ("an e-book", "convert it to html or docx"),
        "mht" | "mhtml" | "webarchive" => ("a web archive", "save the page as html"),
        "djvu" | "xps" | "ps" => ("a page image format", "convert it to pdf with a text layer"),
        "ppt" | "pptx" | "odp" => ("a presentation", "export it as pdf"),
        _ => return None,
    };
    Some(ReadProblem::Unsupported { what, instead })
}

/// Formats whose first bytes leave no doubt.
fn by_first_bytes(bytes: &[u8], ending: &str) -> Result<Option<Media>, ReadProblem> {
    const OTHERS: [(&[u8], &str); 17] = [
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"II*\0", "a TIFF picture"),
        (b"MM\0*", "a TIFF picture"),
        (b"RIFF", "a sound, film or picture"),
        (b"\x1f\x8b", "a gzip archive"),
        (b"BZh", "a bzip2 archive"),
        (b"\xfd7zXZ\0", "an xz archive"),
        (b"\x28\xb5\x2f\xfd", "a zstd archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07", "a rar archive"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90\0", "a program"),
        (b"SQLite format 3\0", "an SQLite file"),
        (b"PAR1", "a Parquet file"),
        (b"OggS", "a sound"),
    ];
    let head = &bytes[..bytes.len().min(1024)];
    if head.starts_with(b"%PDF-") || has_late_pdf_header(head) {
        return Ok(Some(Media::Pdf));
    }
    if head.starts_with(b"PK\x03\x04") {
        return zip(bytes, ending).map(Some);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        // An encrypted docx is wrapped in the old container.
        return Err(if ending.eq_ignore_ascii_case("docx") {
            ReadProblem::Locked
        } else {
            ReadProblem::Unsupported {
                what: "an old Office file",
                instead: "save it as docx",
            }
        });
    }
    if head.starts_with(b"{\\rtf") {
        return Err(ReadProblem::Unsupported {
            what: "rich text",
            instead: "save it as docx or txt",
        });
    }
    match OTHERS.iter().find(|(mark, _)| head.starts_with(mark)) {
        Some((_, what)) => Err(ReadProblem::NotText {
            what: (*what).to_owned(),
        }),
        None => Ok(None),
    }
}

/// Some programs put a few bytes before the header; a text that quotes `%PDF-` has none of
/// the binary ones that follow.
fn has_late_pdf_header(head: &[u8]) -> bool {
    head.windows(5)
        .position(|window| window == b"%PDF-")
        .is_some_and(|at| {
            head[..at]
                .iter()
                .all(|b| b.is_ascii_whitespace() || *b >= 0x80 || *b == 0)
        })
}

/// A zip archive is a Word file unless it says that it is something else.
fn zip(bytes: &[u8], ending: &str) -> Result<Media, ReadProblem> {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |needle: &[u8]| head.windows(needle.len()).any(|window| window == needle);
    if has(b"mimetypeapplication/vnd.oasis.opendocument") {
        return Err(unread_document("odt").expect("odt is in the list"));
    }
    if has(b"mimetypeapplication/epub") {
        return Err(unread_document("epub").expect("epub is in the list"));
    }
    if Media::from_ending(ending) == Some(Media::Word)
        || has(b"word/")
        || has(b"[Content_Types].xml") && !has(b"xl/") && !has(b"ppt/")
    {
        return Ok(Media::Word);
    }
    Err(ReadProblem::NotText {
        what: if has(b"xl/") {
            "a spreadsheet"
        } else if has(b"ppt/") {
            "a presentation"
        } else {
            "a zip archive"
        }
        .to_owned(),
    })
}

/// What is wrong with bytes that no text has.
fn noise(bytes: &[u8]) -> Option<&'static str> {
    if encoding::is_utf16(bytes) {
        return None;
    }
    let head = &bytes[..bytes.len().min(1 << 16)];
    let odd = head
        .iter()
        .filter(|b| matches!(b, 0..=8 | 11 | 14..=26 | 28..=31 | 127))
        .count();
    // One stray control character is no reason to refuse a short note.
    (odd > 2 && odd * 50 > head.len()).then_some("its bytes are those of a program or a picture")
}

/// The format of text without a known ending, standard input above all.
fn by_looks(bytes: &[u8]) -> Media {
    let head = encoding::decode(&bytes[..bytes.len().min(4096)], None).text;
    let head = head.trim_start();
    let lower = head
        .get(..head.floor_char_boundary(head.len().min(512)))
        .unwrap_or("")
        .to_ascii_lowercase();
    let tag = |name: &str| lower.starts_with(name);
    if tag("<!doctype html")
        || tag("<html")
        || tag("<head")
        || tag("<body")
        || tag("<article")
        || (tag("<?xml") || tag("<!--")) && lower.contains("<html")
    {
        Media::Html
    } else if is_json(head) {
        Media::JsonLines
    } else {
        Media::Text
    }
}

/// Whether text starts with a JSON object, or an array of them, that has keys.
pub(super) fn is_json(head: &str) -> bool {
    let object = head.strip_prefix('[').map_or(head, str::trim_start);
    object
        .strip_prefix('{')
        .map(str::trim_start)
        .and_then(|rest| rest.strip_prefix('"'))
        .and_then(|rest| rest.split_once('"'))
        .is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}
