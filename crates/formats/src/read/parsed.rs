//! What a format's reader gives, and the report made of it.

use super::ReadOptions;
use super::published;
use jiff::civil::Date;
use model::{PublishedFrom, Report};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A document's words and what it says about itself.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// The words, as a reader sees them.
    pub text: String,
    /// A headline found in the words, for want of one in `row`.
    pub title: Option<String>,
    /// The document's own metadata.
    pub row: Row,
    /// When the file was made, for want of a printed date.
    pub file_date: Option<Date>,
    /// What the user may want to know.
    pub notes: Vec<String>,
}

/// Metadata: a row of an index, a JSON record, front matter or a page's own.
#[derive(Debug, Default, Clone)]
pub(super) struct Row {
    pub id: Option<String>,
    pub title: Option<String>,
    pub url: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    pub lang: Option<String>,
}

impl Row {
    /// Reads the keys it knows, in the spellings that archives use; the rest is ignored.
    pub fn from_object(object: &Map<String, Value>) -> Self {
        let first = |keys: &[&str]| keys.iter().find_map(|key| words(object.get(*key)?));
        Self {
            id: first(&["id", "docid", "doc_id", "document_id"]),
            title: first(&["title", "headline"]),
            url: first(&["url", "link", "canonical_url"]),
            source: first(&["source", "publisher", "site", "site_name", "outlet"]),
            published: [
                "published",
                "date",
                "published_at",
                "publication_date",
                "date_published",
                "datePublished",
                "pubDate",
                "pubdate",
                "publish_date",
                "published_time",
                "dateline",
            ]
            .iter()
            .find_map(|key| published::in_metadata(&words(object.get(*key)?)?)),
            lang: first(&["lang", "language"]).and_then(|lang| language(&lang)),
        }
    }

    /// `self`, with `other` where `self` says nothing.
    pub fn or(self, other: Self) -> Self {
        Self {
            id: self.id.or(other.id),
            title: self.title.or(other.title),
            url: self.url.or(other.url),
            source: self.source.or(other.source),
            published: self.published.or(other.published),
            lang: self.lang.or(other.lang),
        }
    }
}

/// A string or a number as words; nothing for an empty one.
fn words(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => words.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

/// A language tag with `-` between its parts (`en_GB` becomes `en-GB`).
pub(super) fn language(lang: &str) -> Option<String> {
    let lang = lang.trim().replace('_', "-");
    let tag = (2..=35).contains(&lang.len())
        && lang.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    tag.then_some(lang)
}

/// The report with the id `stem` unless metadata gives another; `index` goes over the
/// document's own metadata.
pub(super) fn report(
    stem: &str,
    original: &[u8],
    parsed: Parsed,
    index: Option<&Row>,
    options: &ReadOptions,
) -> Report {
    let own = Row {
        id: None,
        ..parsed.row
    };
    let row = index.cloned().unwrap_or_default().or(own);
    let (published, published_from) = day(options.published, &row, &parsed.text, parsed.file_date);
    Report {
        id: row.id.unwrap_or_else(|| stem.to_owned()),
        title: row.title.or(parsed.title),
        url: row.url,
        source: options.source.clone().or(row.source),
        published,
        published_from,
        lang: row.lang,
        text: parsed.text,
        sha256: sha256(original),
    }
}

fn day(
    given: Option<Date>,
    row: &Row,
    text: &str,
    file_date: Option<Date>,
) -> (Option<Date>, PublishedFrom) {
    if let Some(given) = given {
        (Some(given), PublishedFrom::Given)
    } else if let Some(date) = row.published {
        (Some(date), PublishedFrom::Metadata)
    } else if let Some(date) = published::in_text(text) {
        (Some(date), PublishedFrom::Text)
    } else if let Some(date) = file_date {
        (Some(date), PublishedFrom::Metadata)
    } else {
        (None, PublishedFrom::Unknown)
    }
}

fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
    }
    hex
}
