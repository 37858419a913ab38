//! One HTML file out of the brief's Markdown: footnotes linked to and fro, drawings inside.

use super::Image;
use super::footnotes::slug;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::BTreeMap;
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");

/// The whole page. The first heading is its title.
pub fn page(markdown: &str, images: &[Image]) -> String {
    let mut options = Options::empty();
    options.insert(Options::ENABLE_TABLES);
    options.insert(Options::ENABLE_FOOTNOTES);
    let mut maker = Maker {
        images,
        title: String::new(),
        notes: Notes::default(),
    };
    let events = maker.events(Parser::new_ext(markdown, options));
    let mut body = String::new();
    html::push_html(&mut body, events.into_iter());
    let title = if maker.title.trim().is_empty() {
        "Brief"
    } else {
        maker.title.trim()
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n{}</body>\n</html>\n",
        text(title),
        maker.notes.list()
    )
}

struct Maker<'a> {
    images: &'a [Image],
    title: String,
    notes: Notes,
}

impl Maker<'_> {
    /// The events of the body; definitions of footnotes are taken out and kept.
    fn events<'m>(&mut self, parser: Parser<'m>) -> Vec<Event<'m>> {
        let events: Vec<Event<'m>> = parser.collect();
        let mut body = Vec::with_capacity(events.len());
        let mut note: Option<(String, Vec<Event<'m>>)> = None;
        let mut at = 0;
        while at < events.len() {
            match &events[at] {
                Event::Start(Tag::FootnoteDefinition(name)) => {
                    note = Some((name.to_string(), Vec::new()));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((name, inner)) = note.take() {
                        self.notes.define(name, inner);
                    }
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    let words = words_until_end(&events[at + 1..]);
                    if *level == HeadingLevel::H1 && self.title.is_empty() {
                        self.title.clone_from(&words);
                    }
                    let heading = Event::Start(Tag::Heading {
                        level: *level,
                        id: Some(slug(&words).into()),
                        classes: Vec::new(),
                        attrs: Vec::new(),
                    });
                    push(&mut body, &mut note, heading);
                }
                Event::Start(Tag::Image { dest_url, .. }) => {
                    let end = image_end(&events[at..]);
                    let drawing = self.images.iter().find(|image| {
                        dest_url.strip_prefix("figure:") == Some(image.name.as_str())
                    });
                    let inside = &events[at + 1..at + end];
                    let label = words_until_end(inside);
                    let made = match drawing {
                        Some(drawing) => figure(&label, &drawing.svg),
                        None => text(&label),
                    };
                    push(&mut body, &mut note, Event::InlineHtml(made.into()));
                    at += end;
                }
                event => {
                    let event = self.plain(event.clone());
                    push(&mut body, &mut note, event);
                }
            }
            at += 1;
        }
        body
    }

    /// An event made safe: HTML of a template is shown as text, links go to the web or the page.
    fn plain<'m>(&mut self, event: Event<'m>) -> Event<'m> {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
            Event::FootnoteReference(name) => Event::InlineHtml(self.notes.refer(&name).into()),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            }) => Event::Start(Tag::Link {
                link_type,
                dest_url: if is_safe(&dest_url) {
                    dest_url
                } else {
                    CowStr::from("#")
                },
                title,
                id,
            }),
            event => event,
        }
    }
}

fn push<'m>(
    body: &mut Vec<Event<'m>>,
    note: &mut Option<(String, Vec<Event<'m>>)>,
    event: Event<'m>,
) {
    match note {
        Some((_, inner)) => inner.push(event),
        None => body.push(event),
    }
}

fn is_safe(address: &str) -> bool {
    ["http://", "https://", "#", "mailto:"]
        .iter()
        .any(|start| address.starts_with(start))
}

/// The words up to the end of the element that has just begun.
fn words_until_end(events: &[Event<'_>]) -> String {
    let mut words = String::new();
    for event in events {
        match event {
            Event::End(TagEnd::Heading(_)) => break,
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

/// Where the image that begins at 0 ends.
fn image_end(events: &[Event<'_>]) -> usize {
    let mut depth = 0;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    events.len().saturating_sub(1)
}

/// A drawing inside the page, without the XML declaration that only a file of its own has.
fn figure(label: &str, svg: &str) -> String {
    let svg = svg.find("<svg").map_or("", |start| &svg[start..]);
    format!(
        "<span class=\"map\" role=\"img\" aria-label=\"{}\">{svg}</span>",
        text(label)
    )
}

/// Text between tags or in a quoted attribute.
fn text(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Footnotes: their words, and how often each is referred to.
#[derive(Default)]
struct Notes {
    references: BTreeMap<String, usize>,
    definitions: Vec<(String, String)>,
}

impl Notes {
    fn refer(&mut self, name: &str) -> String {
        let count = self.references.entry(name.to_owned()).or_default();
        *count += 1;
        let name = text(name);
        format!(
            "<sup class=\"mark\"><a id=\"ref-{name}-{count}\" href=\"#note-{name}\">{name}</a></sup>"
        )
    }

    fn define(&mut self, name: String, events: Vec<Event<'_>>) {
        let mut words = String::new();
        html::push_html(&mut words, events.into_iter());
        self.definitions.push((name, words));
    }

    /// The list at the foot of the page; every entry leads back to each of its marks.
    fn list(&self) -> String {
        if self.definitions.is_empty() {
            return String::new();
        }
        let mut out =
            String::from("<section class=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<dl>\n");
        for (name, words) in &self.definitions {
            let count = self.references.get(name).copied().unwrap_or(0);
            let name = text(name);
            let _ = write!(
                out,
                "<dt id=\"note-{name}\">{name}</dt>\n<dd>{}",
                words.trim_end()
            );
            out.push_str("<p class=\"back\">");
            for at in 1..=count {
                let _ = write!(
                    out,
                    "<a href=\"#ref-{name}-{at}\" title=\"back to the text\">↩{}</a> ",
                    if count > 1 {
                        at.to_string()
                    } else {
                        String::new()
                    }
                );
            }
            out.push_str("</p></dd>\n");
        }
        out.push_str("</dl>\n</section>\n");
        out
    }
}
