//! What can go wrong with a file, said so that a person can act on it.

use std::io;

/// A file, or one record in it, that could not be read.
///
/// Printed it is one line, `path: why; what to do`, in lower case and without a full
/// stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct ReadError {
    /// The file as the user knows it, with `:line` or ` (id)` for one record of it.
    pub path: String,
    /// Why, and what to do.
    pub problem: ReadProblem,
}

/// Why a file could not be read, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadProblem {
    /// Nothing has this name.
    #[error("there is no such file or folder; check the spelling")]
    NotFound,
    /// A symbolic link points to nothing.
    #[error("is a link to a file that is not there; mend the link or remove it")]
    BrokenLink,
    /// The system refuses.
    #[error("may not be opened; ask for permission to read it (chmod u+r)")]
    NoPermission,
    /// A pipe, a socket or a device.
    #[error("is a pipe or a device, not a file; pipe its content in and name it `-`")]
    NotAFile,
    /// Any other failure of the disk.
    #[error("could not be read from disk ({0}); copy it again")]
    Disk(String),
    /// No bytes.
    #[error("is empty; save the report again or remove the file")]
    Empty,
    /// Bytes, but no words for a reader.
    #[error("holds no words; save the report again or remove the file")]
    NoWords,
    /// More than the limit.
    #[error("is larger than {limit} bytes; split it, or raise the limit")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// More words than one report has.
    #[error(
        "holds more than {limit} MiB of text, as no single report does; split it into reports, or give them as jsonl, one a line"
    )]
    TooLong {
        /// The limit, in MiB.
        limit: usize,
    },
    /// Pictures, programs, archives, noise.
    #[error("is not text ({what}); save it as txt, md, html, pdf, docx or jsonl")]
    NotText {
        /// What it looks like.
        what: String,
    },
    /// A document format that is not read.
    #[error("is {what}, which is not read; {instead}")]
    Unsupported {
        /// The format.
        what: &'static str,
        /// What to do.
        instead: &'static str,
    },
    /// The name says one format, the content another.
    #[error("is not {named} although its name says so; give it the ending of what it is")]
    WrongEnding {
        /// The format its ending promises, with its article.
        named: &'static str,
    },
    /// A PDF of pictures.
    #[error("holds no text layer; run OCR first (for instance ocrmypdf) and add the result")]
    NoTextLayer,
    /// A PDF or Word file under a password.
    #[error("is locked with a password; save a copy without one and add that")]
    Locked,
    /// A file that its format's parser does not take.
    #[error("is damaged ({why}); save or download it again")]
    Damaged {
        /// What the parser found, in short.
        why: String,
    },
    /// A file that takes too long.
    #[error("took longer than {seconds} seconds to read; save it as plain text and add that")]
    TooSlow {
        /// The limit, in seconds.
        seconds: u64,
    },
    /// A compressed file that grows beyond any document's size.
    #[error("unpacks to more than {limit} bytes, as no report does; check where it came from")]
    Bomb {
        /// The limit, in bytes.
        limit: u64,
    },
    /// A line of a JSON Lines file that is not a JSON object.
    #[error("is not a JSON object ({why}); write one object a line")]
    BadJson {
        /// What the parser found, in short.
        why: String,
    },
    /// A record without its words.
    #[error("has no text; give the words under the key `text`")]
    NoTextKey,
    /// A row of `index.jsonl` without a usable id.
    #[error("has no id; give the file name without its ending under the key `id`")]
    NoId,
    /// A row of `index.jsonl` whose file is missing.
    #[error("stands in index.jsonl but has no file; put the file there or remove the row")]
    NoFileForId,
    /// A row of `index.jsonl` that repeats an id.
    #[error("stands in index.jsonl twice; remove one of the rows")]
    RepeatedId,
    /// A folder without reports.
    #[error("holds no reports; put txt, md, html, pdf, docx or jsonl files there")]
    NoReports,
}

impl ReadError {
    /// An error on `path`, which is made printable on one line.
    #[must_use]
    pub fn new(path: &str, problem: ReadProblem) -> Self {
        Self {
            path: one_line(path, 4096),
            problem,
        }
    }

    /// An error of the disk on `path`.
    #[must_use]
    pub fn disk(path: &str, error: &io::Error) -> Self {
        Self::new(
            path,
            match error.kind() {
                io::ErrorKind::NotFound => ReadProblem::NotFound,
                io::ErrorKind::PermissionDenied => ReadProblem::NoPermission,
                _ => ReadProblem::Disk(one_line(&error.to_string(), 120)),
            },
        )
    }
}

impl ReadProblem {
    /// A damaged file, with what its parser said cut to one short line.
    #[must_use]
    pub fn damaged(why: &str) -> Self {
        Self::Damaged {
            why: one_line(why, 120),
        }
    }

    /// A line that is not JSON, with what the parser said cut to one short line.
    #[must_use]
    pub fn bad_json(why: &str) -> Self {
        Self::BadJson {
            why: one_line(why, 120),
        }
    }
}

/// `text` without control characters and at most `limit` characters long.
fn one_line(text: &str, limit: usize) -> String {
    let mut line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(limit)
        .collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}
