//! Markdown to the words a reader sees.

use super::layout::Layout;
use super::parsed::Parsed;
use super::{encoding, frontmatter, html};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The words without markup: paragraphs with a blank line between, list items on lines of
/// their own with `- `, a table row a line with ` | ` between cells, footnote marks as `[1]`.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    let decoded = encoding::decode(bytes, None);
    let (row, rest) = frontmatter::split(&decoded.text);
    let (text, heading) = words(rest);
    Parsed {
        text,
        title: heading,
        row,
        file_date: None,
        notes: decoded.note.into_iter().collect(),
    }
}

/// The words of `source` and its first main heading.
fn words(source: &str) -> (String, Option<String>) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut state = State::default();
    for event in Parser::new_ext(source, options) {
        state.event(event);
    }
    (state.layout.finish(), state.heading)
}

#[derive(Default)]
struct State {
    layout: Layout,
    /// How many pictures are open; their alternative text is not seen.
    pictures: usize,
    /// Raw HTML, until its block ends.
    html: String,
    /// Where the first main heading started, then its words.
    heading_start: Option<usize>,
    heading: Option<String>,
}

impl State {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.pictures == 0 => self.layout.words(&words),
            Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                self.layout.words(&words);
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => {
                self.layout.line();
            }
            Event::FootnoteReference(label) => self.layout.words(&format!("[{label}]")),
            Event::SoftBreak => self.layout.space(),
            Event::HardBreak => self.layout.line(),
            Event::Rule => self.layout.paragraph(),
            Event::Text(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Heading {
                level: HeadingLevel::H1,
                ..
            } => {
                self.layout.paragraph();
                if self.heading.is_none() {
                    self.heading_start = Some(self.layout.written());
                }
            }
            Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::Table(_) => self.layout.paragraph(),
            Tag::CodeBlock(_) => {
                self.layout.paragraph();
                self.layout.keep_lines(true);
            }
            Tag::List(_) => self.layout.list(true),
            Tag::Item => self.layout.item(),
            Tag::FootnoteDefinition(label) => {
                self.layout.paragraph();
                self.layout.mark(&format!("[{label}] "));
            }
            Tag::TableHead | Tag::TableRow => self.layout.row(true),
            Tag::TableCell => self.layout.cell(),
            Tag::Image { .. } => self.pictures += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                if let Some(start) = self.heading_start.take() {
                    let heading = self.layout.since(start).trim();
                    self.heading = (!heading.is_empty()).then(|| heading.to_owned());
                }
                self.layout.paragraph();
            }
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::Table => self.layout.paragraph(),
            TagEnd::CodeBlock => {
                self.layout.keep_lines(false);
                self.layout.paragraph();
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.layout.lines(&html::visible_words(&html));
                self.layout.paragraph();
            }
            TagEnd::List(_) => self.layout.list(false),
            TagEnd::TableHead | TagEnd::TableRow => self.layout.row(false),
            TagEnd::Image => self.pictures = self.pictures.saturating_sub(1),
            _ => {}
        }
    }
}
