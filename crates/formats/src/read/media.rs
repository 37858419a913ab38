//! The formats that are read.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The format a report was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// PDF with a text layer.
    Pdf,
    /// Word, `.docx`.
    Word,
    /// JSON Lines or JSON: records with their text.
    JsonLines,
}

impl Media {
    /// The format that a file's ending promises, without regard to case.
    #[must_use]
    pub fn from_ending(ending: &str) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "pdf" => Self::Pdf,
            "docx" | "docm" | "dotx" => Self::Word,
            "jsonl" | "ndjson" | "json" => Self::JsonLines,
            _ => return None,
        })
    }

    /// Its media type, as in HTTP.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Pdf => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::JsonLines => "application/jsonl",
        }
    }
}

impl fmt::Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "a web page",
            Self::Pdf => "a PDF",
            Self::Word => "a Word file",
            Self::JsonLines => "JSON Lines",
        })
    }
}
