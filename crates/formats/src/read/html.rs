//! Web pages to the words of their article.
//!
//! The article is found by `dom_smoothie`, a port of Mozilla's Readability; its blocks
//! become lines here. Where it finds none (short pages), the page's main part does.

use super::ReadOptions;
use super::blocks;
use super::encoding;
use super::guard::guarded;
use super::page::{self, Page};
use super::parsed::Parsed;
use super::published;
use crate::error::ReadProblem;
use dom_query::Document;
use dom_smoothie::{Article, Config, Readability};
use encoding_rs::Encoding;

/// Pages with more elements are taken whole, without looking for the article.
const MOST_ELEMENTS: usize = 200_000;

/// Pages nested deeper are taken whole too: the search takes quadratic time on them.
const DEEPEST: usize = 300;

/// Reads a page.
pub(super) fn parse(bytes: &[u8], options: &ReadOptions) -> Result<Parsed, ReadProblem> {
    if bytes.len() as u64 > options.largest_part {
        return Err(ReadProblem::TooLarge {
            limit: options.largest_part,
        });
    }
    let decoded = encoding::decode(bytes, declared(bytes));
    let note = decoded.note;
    let mut parsed = guarded(options.seconds, move || Ok(article(&decoded.text)))?;
    parsed.notes.extend(note);
    Ok(parsed)
}

/// The visible words of a piece of a page.
pub(super) fn visible_words(html: &str) -> String {
    let html = html.to_owned();
    guarded(60, move || {
        let document = Document::fragment(html);
        Ok(blocks::words(&document.root(), false))
    })
    .unwrap_or_default()
}

/// The encoding that the page names in its head.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(2048)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let at = head.find("charset=").map(|at| at + 8).or_else(|| {
        let xml = head.find("<?xml")?;
        head[xml..].find("encoding=").map(|at| xml + at + 9)
    })?;
    let label = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = label
        .find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.+".contains(c))
        .unwrap_or(label.len());
    let found = Encoding::for_label(&label.as_bytes()[..end])?;
    // A declaration that could be read as ASCII cannot mean UTF-16.
    Some(
        if found.is_ascii_compatible() || found == encoding_rs::ISO_2022_JP {
            found
        } else {
            encoding_rs::UTF_8
        },
    )
}

fn article(html: &str) -> Parsed {
    let document = Document::from(html);
    let page = page::page(&document, html);
    let is_deep = blocks::is_deeper_than(&document.root(), DEEPEST);
    let mut title = page
        .heading
        .clone()
        .or_else(|| page::frame_title(&document));
    let mut text = page.main.clone();
    if !is_deep && let Some(article) = search(document) {
        let words = blocks::words(&Document::from(article.content).root(), false);
        if is_enough(&words, &text) {
            text = with_heading(&words, &page);
        }
        title = page::filled(&article.title).or(title);
    }
    Parsed {
        text,
        title,
        row: page.row,
        ..Parsed::default()
    }
}

/// The article, if there is one to be found.
fn search(document: Document) -> Option<Article> {
    let config = Config {
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    readability.parse().ok()
}

/// Whether the article is not just a scrap of a short page.
fn is_enough(article: &str, whole: &str) -> bool {
    article.len() >= 140 && (whole.len() > 4000 || article.len() * 4 >= whole.len() * 3)
        || article.len() >= 500 && article.len() * 4 >= whole.len()
        || article.len() >= 2000
}

/// The article with its headline and printed date, which the search for it takes off.
fn with_heading(article: &str, page: &Page) -> String {
    let top = &article[..article.floor_char_boundary(article.len().min(600))];
    let mut lines = Vec::new();
    if let Some(heading) = &page.heading
        && !top.contains(heading.as_str())
    {
        lines.push(heading.as_str());
    }
    let behind = page.heading.as_ref().and_then(|heading| {
        page.main
            .find(heading.as_str())
            .map(|at| at + heading.len())
    });
    let near = page.main[behind.unwrap_or(0)..]
        .lines()
        .filter(|line| !line.is_empty())
        .take(12);
    let article_start = article.lines().find(|line| line.len() > 60).unwrap_or("");
    for line in near.take_while(|line| article_start.is_empty() || !line.contains(article_start)) {
        if published::is_only_a_date(line) && !top.contains(line) {
            lines.push(line);
            break;
        }
    }
    lines.push(article);
    lines.join("\n\n")
}
