//! Markdown into blocks.

use crate::tree::{Align, Block, Cited, Inline, Style, Table, clean, clean_lines, plain};
use crate::{Document, Error, near};
use pulldown_cmark::{
    Alignment, BrokenLink, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};
use std::collections::{BTreeMap, BTreeSet};

/// The text of a brief, before numbers are given.
#[derive(Debug, Default)]
pub struct Parsed {
    pub blocks: Vec<Block>,
    /// The footnotes by their names in the Markdown.
    pub notes: BTreeMap<String, Vec<Block>>,
    /// The plain words of the first heading of the first level.
    pub title: Option<String>,
}

/// Reads the Markdown.
///
/// # Errors
/// A figure that the document does not hold.
pub fn parse(document: &Document) -> Result<Parsed, Error> {
    let mut options = Options::empty();
    options.insert(Options::ENABLE_TABLES);
    options.insert(Options::ENABLE_FOOTNOTES);
    let cite = |link: BrokenLink<'_>| {
        let reference = link.reference.trim();
        let shortcut = matches!(link.link_type, LinkType::Shortcut | LinkType::Collapsed);
        (shortcut && reference.starts_with('@') && reference.len() > 1)
            .then(|| (CowStr::from(reference.to_owned()), CowStr::from("")))
    };
    let parser = Parser::new_with_broken_link_callback(&document.markdown, options, Some(cite));
    let mut reader = Reader {
        events: parser.collect(),
        at: 0,
        document,
        parsed: Parsed::default(),
        ids: BTreeSet::new(),
    };
    let blocks = reader.blocks(|_| false)?;
    let mut parsed = reader.parsed;
    parsed.blocks = blocks;
    Ok(parsed)
}

struct Reader<'d, 'm> {
    events: Vec<Event<'m>>,
    at: usize,
    document: &'d Document,
    parsed: Parsed,
    ids: BTreeSet<String>,
}

impl<'m> Reader<'_, 'm> {
    fn next(&mut self) -> Option<Event<'m>> {
        let event = self.events.get(self.at).cloned();
        self.at += 1;
        event
    }

    /// Blocks up to the given end, which is taken too. Words that stand in no paragraph (in a
    /// tight list) become one.
    fn blocks(&mut self, end: impl Fn(&TagEnd) -> bool) -> Result<Vec<Block>, Error> {
        let mut blocks = Vec::new();
        let mut loose: Vec<Inline> = Vec::new();
        while let Some(event) = self.events.get(self.at) {
            if let Event::End(tag) = event
                && end(tag)
            {
                self.at += 1;
                break;
            }
            if is_inline(event) {
                self.inline(&mut loose, &mut blocks)?;
                continue;
            }
            push_paragraph(&mut loose, &mut blocks);
            self.at += 1;
            match self.events[self.at - 1].clone() {
                Event::Start(tag) => self.block(tag, &mut blocks)?,
                Event::Rule => blocks.push(Block::Rule),
                Event::Html(html) => {
                    let text = clean(html.trim_end());
                    push_paragraph(&mut vec![Inline::Text(text)], &mut blocks);
                }
                _ => {}
            }
        }
        push_paragraph(&mut loose, &mut blocks);
        Ok(blocks)
    }

    fn block(&mut self, tag: Tag<'m>, blocks: &mut Vec<Block>) -> Result<(), Error> {
        match tag {
            Tag::Heading { level, .. } => {
                let words = self.words(|tag| matches!(tag, TagEnd::Heading(_)))?;
                blocks.push(self.heading(level, words));
            }
            Tag::BlockQuote(_) => {
                let inner = self.blocks(|tag| matches!(tag, TagEnd::BlockQuote(_)))?;
                blocks.push(Block::Quote(inner));
            }
            Tag::CodeBlock(_) => {
                let mut text = String::new();
                while let Some(event) = self.next() {
                    match event {
                        Event::End(TagEnd::CodeBlock) => break,
                        Event::Text(words) => text.push_str(&words),
                        _ => {}
                    }
                }
                blocks.push(Block::Code(clean_lines(&text)));
            }
            Tag::List(start) => {
                let mut items = Vec::new();
                while let Some(event) = self.next() {
                    match event {
                        Event::Start(Tag::Item) => {
                            items.push(self.blocks(|tag| *tag == TagEnd::Item)?);
                        }
                        Event::End(TagEnd::List(_)) => break,
                        _ => {}
                    }
                }
                blocks.push(Block::List { start, items });
            }
            Tag::Table(columns) => {
                let table = self.table(&columns)?;
                blocks.push(Block::Table(table));
            }
            Tag::FootnoteDefinition(name) => {
                let inner = self.blocks(|tag| *tag == TagEnd::FootnoteDefinition)?;
                self.parsed.notes.entry(name.to_string()).or_insert(inner);
            }
            Tag::Paragraph => {
                let inner = self.blocks(|tag| *tag == TagEnd::Paragraph)?;
                blocks.extend(inner);
            }
            Tag::HtmlBlock => {
                let inner = self.blocks(|tag| *tag == TagEnd::HtmlBlock)?;
                blocks.extend(inner);
            }
            _ => {}
        }
        Ok(())
    }

    fn heading(&mut self, level: HeadingLevel, words: Vec<Inline>) -> Block {
        let text = plain(&words);
        if level == HeadingLevel::H1 && self.parsed.title.is_none() && !text.trim().is_empty() {
            self.parsed.title = Some(text.trim().to_owned());
        }
        let slug = slug(&text);
        let mut id = slug.clone();
        let mut nth = 1;
        while !self.ids.insert(id.clone()) {
            nth += 1;
            id = format!("{slug}-{nth}");
        }
        Block::Heading {
            level: level as u8,
            id,
            words,
        }
    }

    fn table(&mut self, columns: &[Alignment]) -> Result<Table, Error> {
        let mut table = Table::default();
        let mut row = Vec::new();
        while let Some(event) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    row.push(self.words(|tag| *tag == TagEnd::TableCell)?);
                }
                Event::End(TagEnd::TableHead) => table.head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => table.rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let aligned = columns.iter().enumerate().map(|(at, column)| match column {
            Alignment::Center => Align::Middle,
            Alignment::Right => Align::End,
            Alignment::None if holds_numbers(&table, at) => Align::End,
            Alignment::Left | Alignment::None => Align::Start,
        });
        table.columns = aligned.collect();
        Ok(table)
    }

    /// Words up to the given end. Figures inside are told by their alternative words.
    fn words(&mut self, end: impl Fn(&TagEnd) -> bool) -> Result<Vec<Inline>, Error> {
        let mut words = Vec::new();
        let mut figures = Vec::new();
        while let Some(event) = self.events.get(self.at) {
            if let Event::End(tag) = event
                && end(tag)
            {
                self.at += 1;
                break;
            }
            if is_inline(event) {
                self.inline(&mut words, &mut figures)?;
            } else {
                self.at += 1;
            }
            for figure in figures.drain(..) {
                match figure {
                    Block::Figure { alt, .. } => words.push(Inline::Text(alt)),
                    Block::Paragraph(before) => words.splice(0..0, before).for_each(drop),
                    _ => {}
                }
            }
        }
        Ok(joined(words))
    }

    /// One run, put behind `words`. A figure ends the paragraph before it and is put into
    /// `blocks`.
    fn inline(&mut self, words: &mut Vec<Inline>, blocks: &mut Vec<Block>) -> Result<(), Error> {
        let Some(event) = self.next() else {
            return Ok(());
        };
        let styled = |style| move |words| Inline::Styled(style, words);
        match event {
            Event::Text(text) => words.push(Inline::Text(clean(&text))),
            Event::Code(text) => words.push(Inline::Code(clean(&text))),
            Event::InlineHtml(html) => words.push(Inline::Text(clean(&html))),
            Event::SoftBreak => words.push(Inline::Text(" ".to_owned())),
            Event::HardBreak => words.push(Inline::Break),
            Event::FootnoteReference(name) => words.push(Inline::NoteNamed(name.to_string())),
            Event::Start(Tag::Emphasis) => {
                let inner = self.words(|tag| *tag == TagEnd::Emphasis)?;
                words.push(styled(Style::Emphasis)(inner));
            }
            Event::Start(Tag::Strong) => {
                let inner = self.words(|tag| *tag == TagEnd::Strong)?;
                words.push(styled(Style::Strong)(inner));
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                ..
            }) => {
                let inner = self.words(|tag| *tag == TagEnd::Link)?;
                match link_type {
                    LinkType::ShortcutUnknown | LinkType::CollapsedUnknown => {
                        words.push(Inline::Cite(cited(&dest_url)));
                    }
                    _ => words.push(link(link_type, &dest_url, inner)),
                }
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let inner = self.words(|tag| *tag == TagEnd::Image)?;
                self.image(&dest_url, plain(&inner), words, blocks)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn image(
        &mut self,
        url: &str,
        label: String,
        words: &mut Vec<Inline>,
        blocks: &mut Vec<Block>,
    ) -> Result<(), Error> {
        let figures = &self.document.figures;
        let name = url.strip_prefix("figure:");
        let index = figures
            .iter()
            .position(|figure| figure.name == name.unwrap_or(url));
        match (index, name) {
            (Some(index), _) => {
                push_paragraph(words, blocks);
                let alt = match figures[index].alt.trim() {
                    "" => label,
                    alt => clean(alt),
                };
                blocks.push(Block::Figure { index, alt });
                Ok(())
            }
            (None, Some(name)) => Err(Error::UnknownFigure {
                name: clean(name),
                hint: near::hint(name, figures.iter().map(|figure| figure.name.as_str())),
            }),
            // A picture from elsewhere is not fetched; its words stand for it.
            (None, None) => {
                words.push(Inline::Text(label));
                Ok(())
            }
        }
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::FootnoteReference(_) => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }
        ),
        _ => false,
    }
}

fn push_paragraph(words: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let mut words = joined(std::mem::take(words));
    if let Some(Inline::Text(first)) = words.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(Inline::Text(last)) = words.last_mut() {
        *last = last.trim_end().to_owned();
    }
    words.retain(|word| *word != Inline::Text(String::new()));
    if !words.is_empty() {
        blocks.push(Block::Paragraph(words));
    }
}

/// Neighbouring texts as one.
fn joined(words: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(words.len());
    for word in words {
        match (joined.last_mut(), word) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, word) => joined.push(word),
        }
    }
    joined
}

/// A link to the web, to a mail address or within the page; anything else is only words.
fn link(kind: LinkType, url: &str, words: Vec<Inline>) -> Inline {
    let url = match kind {
        LinkType::Email => format!("mailto:{url}"),
        _ => url.to_owned(),
    };
    let starts = ["http://", "https://", "mailto:", "#"];
    let safe = starts.iter().any(|start| url.starts_with(start));
    let plain = !url
        .chars()
        .any(|letter| letter.is_control() || letter.is_whitespace());
    if safe && plain {
        Inline::Link {
            url: clean(&url),
            words,
        }
    } else {
        Inline::Styled(Style::Emphasis, words)
    }
}

/// `@A, p. 4; @B` as its sources.
fn cited(text: &str) -> Vec<Cited> {
    let parts = text
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let cited = parts.map(|part| {
        let part = part.trim_start_matches('@');
        let (id, locator) = match part.split_once(',') {
            Some((id, locator)) => (id, Some(clean(locator.trim()))),
            None => (part, None),
        };
        Cited {
            id: id.trim().to_owned(),
            locator: locator.filter(|locator| !locator.is_empty()),
        }
    });
    cited.collect()
}

/// Whether all cells of a column that say anything are numbers: `1,826`, `4–8`, `~50`, `12%`.
fn holds_numbers(table: &Table, column: usize) -> bool {
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    let mut texts = cells
        .map(|cell| plain(cell))
        .filter(|text| !text.trim().is_empty())
        .peekable();
    texts.peek().is_some()
        && texts.all(|text| {
            let text = text.trim();
            let dash = matches!(text, "–" | "-" | "—");
            let mut letters = text.chars();
            dash || (text.chars().any(|letter| letter.is_ascii_digit())
                && letters.all(|letter| {
                    letter.is_ascii_digit() || " ,.–-−+~%×()/≥≤<>\u{a0}\u{202f}".contains(letter)
                }))
        })
}

/// `First attacks, 2022` as `first-attacks-2022`.
fn slug(text: &str) -> String {
    let letters = text.trim().chars().flat_map(char::to_lowercase);
    let slug: String = letters
        .filter_map(|letter| match letter {
            ' ' | '-' => Some('-'),
            letter if letter.is_alphanumeric() || letter == '_' => Some(letter),
            _ => None,
        })
        .collect();
    if slug.is_empty() {
        "section".to_owned()
    } else {
        slug
    }
}
