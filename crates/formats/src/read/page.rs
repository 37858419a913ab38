//! What a web page says about itself: in `meta` elements, JSON-LD and its own frame.

use super::blocks;
use super::parsed::{Row, language};
use super::published;
use dom_query::{Document, NodeRef};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// A page's metadata, headline and main part.
pub(super) struct Page {
    /// The metadata.
    pub row: Row,
    /// The headline as it stands on the page.
    pub heading: Option<String>,
    /// The visible words of the main part, without menus, header and footer.
    pub main: String,
}

/// Looks through a page; `source` is its HTML.
pub(super) fn page(document: &Document, source: &str) -> Page {
    let linked = linked_data(document);
    let meta = |names: &[&str]| meta(document, names);
    let url = attribute(document, "link[rel=canonical]", "href")
        .or_else(|| meta(&["og:url"]))
        .or_else(|| linked.as_ref().and_then(|data| string(data, "url")))
        .or_else(|| saved_from(source))
        .filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    let lang = attribute(document, "html", "lang")
        .or_else(|| attribute(document, "html", "xml:lang"))
        .or_else(|| linked.as_ref().and_then(|data| string(data, "inLanguage")))
        .or_else(|| meta(&["og:locale", "content-language", "language", "dc.language"]));
    let body = document.body();
    let row = Row {
        id: None,
        title: linked
            .as_ref()
            .and_then(|data| string(data, "headline"))
            .or_else(|| meta(&["og:title", "twitter:title", "dc.title"])),
        url,
        source: meta(&["og:site_name"])
            .or_else(|| {
                linked
                    .as_ref()
                    .and_then(|data| string(data.get("publisher")?.as_object()?, "name"))
            })
            .or_else(|| meta(&["dc.publisher", "citation_publisher", "application-name"])),
        published: published(document, linked.as_ref()),
        lang: lang.and_then(|lang| language(&lang)),
    };
    let main = ["article", "main", "[role=main]"]
        .iter()
        .find_map(|selector| {
            let found = document.select(selector);
            let only = found.nodes().first().filter(|_| found.nodes().len() == 1)?;
            let words = blocks::words(only, true);
            (words.len() >= 140).then_some(words)
        });
    let whole = body
        .as_ref()
        .map(|body| blocks::words(body, true))
        .unwrap_or_default();
    let whole = if whole.trim().is_empty() {
        // Nothing but a header or a menu is still something to read.
        blocks::words(&document.root(), false)
    } else {
        whole
    };
    let heading = heading(document, row.title.as_deref(), &whole);
    Page {
        heading: heading.clone(),
        main: main.map_or(whole, |main| match heading {
            Some(heading) if !main.contains(&heading) => format!("{heading}\n\n{main}"),
            _ => main,
        }),
        row,
    }
}

/// The words of the `title` element, as a window's frame shows them.
pub(super) fn frame_title(document: &Document) -> Option<String> {
    filled(&document.select_single("title").text())
}

/// The first main heading, or the title where the page shows it.
fn heading(document: &Document, title: Option<&str>, whole: &str) -> Option<String> {
    let headings = document.select("h1");
    let first = headings
        .nodes()
        .iter()
        .map(|node| blocks::words(node, false).replace('\n', " "))
        .find(|words| words.split_whitespace().count() >= 2);
    first.or_else(|| {
        title
            .filter(|title| whole.contains(*title))
            .map(str::to_owned)
    })
}

fn published(document: &Document, linked: Option<&Map<String, Value>>) -> Option<Date> {
    const NAMES: [&str; 20] = [
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "article:published",
        "datepublished",
        "date",
        "pubdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "publicationdate",
        "published",
        "dc.date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.date",
        "dcterms.created",
        "sailthru.date",
        "parsely-pub-date",
        "citation_publication_date",
    ];
    let day = |value: String| published::in_metadata(&value);
    linked
        .and_then(|data| string(data, "datePublished"))
        .and_then(day)
        .or_else(|| NAMES.iter().find_map(|name| meta(document, &[name]).and_then(day)))
        .or_else(|| {
            let marked = document.select("[itemprop=datePublished], time[pubdate], time.published, time.entry-date, article time[datetime], main time[datetime], time[datetime]");
            marked.nodes().iter().filter(|node| !is_update(node)).find_map(|node| {
                ["datetime", "content"]
                    .iter()
                    .find_map(|name| node.attr(name).and_then(|value| day(value.to_string())))
                    .or_else(|| day(node.text().to_string()))
            })
        })
}

fn is_update(node: &NodeRef) -> bool {
    ["class", "itemprop"].iter().any(|name| {
        node.attr(name).is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.contains("updated") || value.contains("modified")
        })
    })
}

/// The content of the first `meta` element with one of the names, which are lower case.
fn meta(document: &Document, wanted: &[&str]) -> Option<String> {
    let all = document.select("meta[content]");
    wanted.iter().find_map(|name| {
        all.nodes().iter().find_map(|node| {
            let named = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .any(|key| {
                    node.attr(key)
                        .is_some_and(|value| value.trim().eq_ignore_ascii_case(name))
                });
            if named {
                filled(&node.attr("content")?)
            } else {
                None
            }
        })
    })
}

fn attribute(document: &Document, selector: &str, name: &str) -> Option<String> {
    filled(&document.select_single(selector).attr(name)?)
}

/// Words with single spaces, if there are any.
pub(super) fn filled(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// Browsers note the address of a page that they save: `<!-- saved from url=(0042)https://… -->`.
fn saved_from(source: &str) -> Option<String> {
    let head = &source[..source.floor_char_boundary(source.len().min(2048))];
    let (_, behind) = head.split_once("saved from url=(")?;
    let (_, behind) = behind.split_once(')')?;
    let (url, _) = behind.split_once("-->")?;
    filled(url)
}

/// The JSON-LD object of the article, or else the first with a date of publication.
fn linked_data(document: &Document) -> Option<Map<String, Value>> {
    let scripts = document.select("script[type='application/ld+json']");
    let values: Vec<Value> = scripts
        .nodes()
        .iter()
        .filter_map(|node| serde_json::from_str(node.text().trim()).ok())
        .collect();
    let mut objects = Vec::new();
    for value in &values {
        collect(value, &mut objects);
    }
    let dated = |object: &&&Map<String, Value>| object.contains_key("datePublished");
    let article = objects.iter().filter(|object| is_article(object));
    article
        .clone()
        .find(dated)
        .or_else(|| article.clone().next())
        .or_else(|| objects.iter().find(dated))
        .map(|object| (*object).clone())
}

fn collect<'a>(value: &'a Value, found: &mut Vec<&'a Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(object) => {
            found.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = object.get(key) {
                    collect(inner, found);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is = |kind: &Value| {
        kind.as_str().is_some_and(|kind| {
            kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report"
        })
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

fn string(object: &Map<String, Value>, key: &str) -> Option<String> {
    filled(object.get(key)?.as_str()?)
}
