//! A brief as a document to be set: its pictures, and the reports that it cites.

use super::persons::hide;
use super::{Brief, View};
use model::Report;
use std::collections::{BTreeMap, BTreeSet};
use typeset::{Document, Figure, Source, SourceKind};

/// A drawing that the Markdown names as `figure:NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// What the Markdown calls it.
    pub name: String,
    /// The SVG document.
    pub svg: String,
    /// What a reader who does not see it is told.
    pub alt: String,
}

/// The keys under which reports are cited: their ids without what a citation cannot hold.
pub fn keys<'r>(reports: impl IntoIterator<Item = &'r String>) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let mut keys = BTreeMap::new();
    for id in reports {
        let fits = |letter: char| letter.is_alphanumeric() || "_-.:".contains(letter);
        let plain: String = id
            .chars()
            .map(|letter| if fits(letter) { letter } else { '-' })
            .collect();
        let plain = plain.trim_matches(['-', '.', ':']);
        let base = if plain.is_empty() { "report" } else { plain };
        let mut key = base.to_owned();
        let mut again = 2;
        while !taken.insert(key.clone()) {
            key = format!("{base}-{again}");
            again += 1;
        }
        keys.insert(id.clone(), key);
    }
    keys
}

/// The reports that a brief cites, as a bibliography has them.
pub fn sources(brief: &Brief, view: &View<'_>, keys: &BTreeMap<String, String>) -> Vec<Source> {
    let one = |id: &String| {
        let key = keys.get(id)?;
        let report = view.reports.get(id)?;
        let hidden = brief.hidden.get(id).map_or(&[][..], Vec::as_slice);
        Some(source(key, report, hidden))
    };
    brief.cited.iter().filter_map(one).collect()
}

fn source(key: &str, report: &Report, hidden: &[String]) -> Source {
    let title = report
        .title
        .as_deref()
        .filter(|title| !title.trim().is_empty());
    let web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    Source {
        id: key.to_owned(),
        kind: SourceKind::Web,
        title: hide(title.unwrap_or(&report.id), hidden),
        authors: Vec::new(),
        publisher: hide(report.source.as_deref().unwrap_or_default(), hidden),
        url: report.url.as_ref().filter(web).cloned(),
        published: report.published.map(model::When::day),
        accessed: None,
    }
}

/// The brief as a document.
pub fn document(brief: &Brief, sources: Vec<Source>) -> Document {
    let heading = brief
        .markdown
        .lines()
        .find_map(|line| line.strip_prefix("# "));
    let figures = brief.images.iter().map(|image| Figure {
        name: image.name.clone(),
        svg: image.svg.clone(),
        alt: super::prose::bare(&image.alt),
        caption: String::new(),
    });
    Document {
        title: heading.map(super::prose::bare).unwrap_or_default(),
        lang: "en".to_owned(),
        date: None,
        markdown: brief.markdown.clone(),
        figures: figures.collect(),
        sources,
        ..Document::default()
    }
}
