use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a publication date was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedFrom {
    /// Nowhere: the date is not known.
    #[default]
    Unknown,
    /// The file's own metadata or the folder's `index.jsonl`.
    Metadata,
    /// Printed in the text (a dateline, "Published May 4, 2022").
    Text,
    /// Given by the user (`--published`).
    Given,
}

/// A document as published.
///
/// `text` is what all spans point into. It is what a reader sees, without markup; two
/// files with the same visible text have the same `text`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// Identifier within a run or casebook: the file name without ending, or as given.
    pub id: String,
    /// Headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Address it was published at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Day of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// Where that day was found.
    #[serde(default)]
    pub published_from: PublishedFrom,
    /// Language as BCP 47, `en` where nothing says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The words.
    pub text: String,
    /// SHA-256 of the original bytes, lower-case hexadecimal.
    pub sha256: String,
}
