use crate::cite::Listed;
use crate::figure::Picture;
use crate::set::{Set, set};
use crate::tree::{Align, Block, Inline, Style, Table};
use crate::{Document, Error, Options};
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");

/// One HTML file with everything in it: style, figures, footnotes with ways back. It holds no
/// script, allows none and loads nothing; it has a dark face, and one for print.
///
/// # Errors
/// A figure or source that there is not, or a figure that may not be in a brief.
pub fn html(document: &Document, options: &Options) -> Result<String, Error> {
    let set = set(document, options)?;
    let mut page = Page {
        out: String::new(),
        pictures: &set.pictures,
        marks: vec![0; set.notes.len()],
    };
    page.head(&set);
    if set.prints_title {
        page.element("h1", "", &[Inline::Text(set.title.clone())]);
        page.out.push('\n');
    }
    let (head, text) = set.blocks.split_at(set.headed());
    page.blocks(head);
    if let Some(date) = set.date {
        page.push(format_args!(
            "<p><time datetime=\"{date}\">{date}</time></p>\n"
        ));
    }
    page.blocks(text);
    page.out.push_str("</main>\n");
    page.notes(&set);
    page.sources(&set);
    page.out.push_str("</body>\n</html>\n");
    Ok(page.out)
}

struct Page<'s> {
    out: String,
    pictures: &'s [Option<Picture>],
    /// How many marks each note has so far.
    marks: Vec<usize>,
}

impl Page<'_> {
    fn head(&mut self, set: &Set) {
        let dir = if set.right_to_left {
            " dir=\"rtl\""
        } else {
            ""
        };
        self.push(format_args!(
            "<!doctype html>\n<html lang=\"{}\"{dir}>\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
            escape(&set.lang),
            escape(&set.title),
        ));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, id, words } => {
                let id = format!(" id=\"{}\"", escape(id));
                self.element(&format!("h{}", level.clamp(&1, &6)), &id, words);
                self.out.push('\n');
            }
            Block::Paragraph(words) => {
                self.element("p", "", words);
                self.out.push('\n');
            }
            Block::Quote(inner) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(inner);
                self.out.push_str("</blockquote>\n");
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Table(table) => self.table(table),
            Block::Figure { index, alt } => self.figure(*index, alt),
            Block::Code(text) => {
                self.push(format_args!("<pre><code>{}</code></pre>\n", escape(text)));
            }
            Block::Rule => self.out.push_str("<hr>\n"),
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        let element = if start.is_some() { "ol" } else { "ul" };
        let from = match start {
            Some(first) if first != 1 => format!(" start=\"{first}\""),
            _ => String::new(),
        };
        self.push(format_args!("<{element}{from}>\n"));
        for item in items {
            if let [Block::Paragraph(words)] = item.as_slice() {
                self.element("li", "", words);
            } else {
                self.out.push_str("<li>\n");
                self.blocks(item);
                self.out.push_str("</li>");
            }
            self.out.push('\n');
        }
        self.push(format_args!("</{element}>\n"));
    }

    fn table(&mut self, table: &Table) {
        self.out.push_str("<div class=\"table\">\n<table>\n");
        if !table.head.is_empty() {
            self.out.push_str("<thead>\n");
            self.row("th", &table.head, &table.columns);
            self.out.push_str("</thead>\n");
        }
        self.out.push_str("<tbody>\n");
        for row in &table.rows {
            self.row("td", row, &table.columns);
        }
        self.out.push_str("</tbody>\n</table>\n</div>\n");
    }

    fn row(&mut self, element: &str, cells: &[Vec<Inline>], columns: &[Align]) {
        self.out.push_str("<tr>");
        for (at, cell) in cells.iter().enumerate() {
            let scope = if element == "th" {
                " scope=\"col\""
            } else {
                ""
            };
            let class = match columns.get(at) {
                Some(Align::End) => " class=\"end\"",
                Some(Align::Middle) => " class=\"middle\"",
                _ => "",
            };
            self.element(element, &format!("{scope}{class}"), cell);
        }
        self.out.push_str("</tr>\n");
    }

    fn figure(&mut self, index: usize, alt: &str) {
        let Some(Some(picture)) = self.pictures.get(index) else {
            return;
        };
        // A picture with a title of its own is told by that, one without by its words.
        let label = if alt.is_empty() {
            String::new()
        } else {
            format!(" aria-label=\"{}\"", escape(alt))
        };
        self.push(format_args!(
            "<figure{label}>\n{}\n",
            picture.svg.trim_end()
        ));
        if !picture.caption.is_empty() {
            let caption = escape(&picture.caption);
            self.push(format_args!("<figcaption>{caption}</figcaption>\n"));
        }
        self.out.push_str("</figure>\n");
    }

    fn element(&mut self, element: &str, attributes: &str, words: &[Inline]) {
        self.push(format_args!("<{element}{attributes}>"));
        self.words(words);
        self.push(format_args!("</{element}>"));
    }

    fn words(&mut self, words: &[Inline]) {
        for word in words {
            match word {
                Inline::Text(text) => self.out.push_str(&escape(text)),
                Inline::Code(text) => {
                    self.push(format_args!("<code>{}</code>", escape(text)));
                }
                Inline::Styled(style, words) => match style {
                    Style::Emphasis => self.element("em", "", words),
                    Style::Strong => self.element("strong", "", words),
                    Style::Super => self.element("sup", "", words),
                    Style::Sub => self.element("sub", "", words),
                    Style::SmallCaps => self.element("span", " class=\"caps\"", words),
                },
                Inline::Link { url, words } => {
                    let href = format!(" href=\"{}\"", escape(url));
                    self.element("a", &href, words);
                }
                Inline::Note { index, .. } => self.mark(*index),
                Inline::Break => self.out.push_str("<br>\n"),
                Inline::NoteNamed(_) | Inline::Cite(_) => {}
            }
        }
    }

    fn mark(&mut self, index: usize) {
        let Some(marks) = self.marks.get_mut(index) else {
            return;
        };
        *marks += 1;
        let (number, nth) = (index + 1, *marks);
        self.push(format_args!(
            "<sup class=\"mark\"><a id=\"ref-{number}-{nth}\" href=\"#note-{number}\" \
             role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// The list at the foot of the page; every entry leads back to each of its marks.
    fn notes(&mut self, set: &Set) {
        if set.notes.is_empty() {
            return;
        }
        self.out.push_str(
            "<section class=\"notes\" role=\"doc-endnotes\">\n<h2 id=\"notes\">Notes</h2>\n<dl>\n",
        );
        // Notes may hold marks of notes; all marks are there before the ways back are.
        let written: Vec<String> = set
            .notes
            .iter()
            .map(|note| {
                let before = std::mem::take(&mut self.out);
                self.blocks(note);
                std::mem::replace(&mut self.out, before)
            })
            .collect();
        for (index, words) in written.iter().enumerate() {
            let number = index + 1;
            self.push(format_args!(
                "<dt id=\"note-{number}\">{number}</dt>\n<dd>{}\n<p class=\"back\">",
                words.trim_end()
            ));
            let marks = self.marks[index];
            for nth in 1..=marks {
                let shown = if marks > 1 {
                    nth.to_string()
                } else {
                    String::new()
                };
                self.push(format_args!(
                    "<a href=\"#ref-{number}-{nth}\" title=\"back to the text\" \
                     role=\"doc-backlink\">↩{shown}</a> "
                ));
            }
            self.out.push_str("</p></dd>\n");
        }
        self.out.push_str("</dl>\n</section>\n");
    }

    fn sources(&mut self, set: &Set) {
        if set.sources.is_empty() {
            return;
        }
        self.push(format_args!(
            "<section class=\"sources\" role=\"doc-bibliography\">\n<h2 id=\"sources\">{}</h2>\n",
            escape(&set.sources_heading)
        ));
        let labelled = set.sources.iter().any(|source| !source.label.is_empty());
        if labelled {
            self.out.push_str("<dl>\n");
            for Listed { label, words } in &set.sources {
                self.element("dt", "", label);
                self.out.push('\n');
                self.element("dd", "", words);
                self.out.push('\n');
            }
            self.out.push_str("</dl>\n");
        } else {
            let class = if set.hanging {
                " class=\"hanging\""
            } else {
                ""
            };
            for Listed { words, .. } in &set.sources {
                self.element("p", class, words);
                self.out.push('\n');
            }
        }
        self.out.push_str("</section>\n");
    }

    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        self.out
            .write_fmt(arguments)
            .expect("memory takes all text");
    }
}

/// Text between tags or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
