//! Text, footnotes and lists of a Word file.

use super::parts::HEAD;
use crate::Paper;
use crate::cite::Listed;
use crate::html::escape;
use crate::set::Set;
use crate::tree::{Align, Block, Inline, Style, Table};
use std::fmt::Write;

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
     xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";

/// English metric units of a pixel at 96 a inch.
const PER_PIXEL: f32 = 9525.0;

/// The parts that hold the text.
pub struct Body {
    pub document: String,
    pub footnotes: String,
    pub numbering: String,
}

impl Body {
    pub fn write(set: &Set, paper: Paper) -> Self {
        let (wide, high) = match paper {
            Paper::A4 => (11_906, 16_838),
            Paper::Letter => (12_240, 15_840),
        };
        // Margins of 2.4 cm.
        let margin = 1361;
        let mut writer = Writer {
            set,
            out: String::new(),
            room: wide - 2 * margin,
            lists: Vec::new(),
            in_note: false,
            bookmarks: 0,
            drawings: 0,
        };
        if set.prints_title {
            writer.paragraph("Title", "", &[Inline::Text(set.title.clone())]);
        }
        let (head, text) = set.blocks.split_at(set.headed());
        writer.blocks(head, &Around::default());
        if let Some(date) = set.date {
            writer.paragraph("Date", "", &[Inline::Text(date.to_string())]);
        }
        writer.blocks(text, &Around::default());
        writer.sources();
        let text = std::mem::take(&mut writer.out);
        writer.notes();
        let notes = std::mem::take(&mut writer.out);
        let bidi = if set.right_to_left { "<w:bidi/>" } else { "" };
        let document = format!(
            "{HEAD}<w:document {NAMESPACES}><w:body>{text}<w:sectPr>\
             <w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/>\
             <w:pgSz w:w=\"{wide}\" w:h=\"{high}\"/>\
             <w:pgMar w:top=\"{margin}\" w:right=\"{margin}\" w:bottom=\"{margin}\" w:left=\"{margin}\" w:header=\"700\" w:footer=\"700\" w:gutter=\"0\"/>\
             {bidi}</w:sectPr></w:body></w:document>"
        );
        Body {
            document,
            footnotes: format!("{HEAD}<w:footnotes {NAMESPACES}>{notes}</w:footnotes>"),
            numbering: numbering(&writer.lists),
        }
    }
}

/// Where a paragraph stands: in a quote, in a list.
#[derive(Debug, Clone, Copy, Default)]
struct Around {
    quoted: bool,
    /// Its list and how deep it lies; the first paragraph of an item gets the number.
    item: Option<(usize, usize)>,
    continued: bool,
}

struct Writer<'s> {
    set: &'s Set,
    out: String,
    /// Twentieths of a point between the margins.
    room: u32,
    /// The first number of each list; `None` for bullets.
    lists: Vec<Option<u64>>,
    in_note: bool,
    bookmarks: usize,
    drawings: usize,
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block], around: &Around) {
        let mut around = *around;
        for block in blocks {
            self.block(block, &around);
            around.continued = true;
        }
    }

    fn block(&mut self, block: &Block, around: &Around) {
        match block {
            Block::Heading { level, words, id } => {
                let style = format!("Heading{}", (*level).clamp(1, 6));
                self.bookmarks += 1;
                let number = self.bookmarks;
                self.push(format_args!(
                    "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>\
                     <w:bookmarkStart w:id=\"{number}\" w:name=\"{}\"/>",
                    bookmark(id)
                ));
                self.words(words, "");
                self.push(format_args!("<w:bookmarkEnd w:id=\"{number}\"/></w:p>"));
            }
            Block::Paragraph(words) => self.placed(words, around),
            Block::Quote(inner) => {
                let quoted = Around {
                    quoted: true,
                    ..*around
                };
                self.blocks(inner, &quoted);
            }
            Block::List { start, items } => {
                self.lists.push(*start);
                let list = self.lists.len();
                let depth = around.item.map_or(0, |(_, depth)| (depth + 1).min(8));
                for item in items {
                    let inside = Around {
                        item: Some((list, depth)),
                        continued: false,
                        ..*around
                    };
                    self.blocks(item, &inside);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Figure { index, alt } => self.figure(*index, alt),
            Block::Code(text) => {
                self.out.push_str("<w:p><w:pPr><w:pStyle w:val=\"Code\"/></w:pPr>");
                for (at, line) in text.lines().enumerate() {
                    if at > 0 {
                        self.out.push_str("<w:r><w:br/></w:r>");
                    }
                    self.run(line, "");
                }
                self.out.push_str("</w:p>");
            }
            Block::Rule => self.out.push_str(
                "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"A6A6A6\"/></w:pBdr></w:pPr></w:p>",
            ),
        }
    }

    /// A paragraph in its surroundings.
    fn placed(&mut self, words: &[Inline], around: &Around) {
        let plain = if self.in_note { "FootnoteText" } else { "" };
        match around.item {
            Some((list, depth)) if !around.continued => {
                let numbered = format!(
                    "<w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"{list}\"/></w:numPr>"
                );
                let style = if self.in_note { plain } else { "ListParagraph" };
                self.paragraph(style, &numbered, words);
            }
            Some((_, depth)) => {
                let indent = format!("<w:ind w:left=\"{}\"/>", 425 * (depth + 1));
                let style = if self.in_note { plain } else { "ListParagraph" };
                self.paragraph(style, &indent, words);
            }
            None if around.quoted => self.paragraph("Quote", "", words),
            None => self.paragraph(plain, "", words),
        }
    }

    fn paragraph(&mut self, style: &str, properties: &str, words: &[Inline]) {
        self.begin(style, properties);
        self.words(words, "");
        self.out.push_str("</w:p>");
    }

    fn begin(&mut self, style: &str, properties: &str) {
        self.out.push_str("<w:p>");
        let styled = match style {
            "" => String::new(),
            style => format!("<w:pStyle w:val=\"{style}\"/>"),
        };
        if !styled.is_empty() || !properties.is_empty() {
            self.push(format_args!("<w:pPr>{styled}{properties}</w:pPr>"));
        }
    }

    fn words(&mut self, words: &[Inline], look: &str) {
        for word in words {
            match word {
                Inline::Text(text) => self.run(text, look),
                Inline::Code(text) => {
                    let look = format!(
                        "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Courier New\"/>{look}"
                    );
                    self.run(text, &look);
                }
                Inline::Styled(style, words) => {
                    let more = match style {
                        Style::Emphasis => "<w:i/><w:iCs/>",
                        Style::Strong => "<w:b/><w:bCs/>",
                        Style::Super => "<w:vertAlign w:val=\"superscript\"/>",
                        Style::Sub => "<w:vertAlign w:val=\"subscript\"/>",
                        Style::SmallCaps => "<w:smallCaps/>",
                    };
                    self.words(words, &ordered(look, more));
                }
                Inline::Link { url, words } => self.link(url, words, look),
                Inline::Note { index, first } => self.mark(*index, *first),
                Inline::Break => self.out.push_str("<w:r><w:br/></w:r>"),
                Inline::NoteNamed(_) | Inline::Cite(_) => {}
            }
        }
    }

    /// Words of one look. Words in a script written from the right say so.
    fn run(&mut self, text: &str, look: &str) {
        if text.is_empty() {
            return;
        }
        let rtl = if from_the_right(text) { "<w:rtl/>" } else { "" };
        let properties = match (look, rtl) {
            ("", "") => String::new(),
            (look, rtl) => format!("<w:rPr>{look}{rtl}</w:rPr>"),
        };
        self.push(format_args!(
            "<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
            escape(text)
        ));
    }

    /// A link as a field, which needs no list of targets beside the text.
    fn link(&mut self, url: &str, words: &[Inline], look: &str) {
        let target = match url.strip_prefix('#') {
            Some(id) => format!("\\l \"{}\"", bookmark(id)),
            None => format!("\"{}\"", url.replace('"', "%22").replace('\\', "%5C")),
        };
        self.push(format_args!(
            "<w:fldSimple w:instr=\" HYPERLINK {} \">",
            escape(&target)
        ));
        let look = ordered("<w:rStyle w:val=\"Hyperlink\"/>", look);
        // A mark of a note may not stand inside a field.
        let marks = |word: &&Inline| matches!(word, Inline::Note { .. });
        let plain: Vec<Inline> = words.iter().filter(|word| !marks(word)).cloned().collect();
        self.words(&plain, &look);
        self.out.push_str("</w:fldSimple>");
        let after: Vec<Inline> = words.iter().filter(marks).cloned().collect();
        self.words(&after, "");
    }

    fn mark(&mut self, index: usize, first: bool) {
        let number = index + 1;
        // Word knows no notes of notes: there the words stand in brackets.
        if self.in_note {
            if first && let Some(note) = self.set.notes.get(index) {
                self.run(" [", "");
                for block in note {
                    if let Block::Paragraph(words) = block {
                        self.words(words, "");
                    }
                }
                self.run("]", "");
            } else {
                self.run(&number.to_string(), "<w:vertAlign w:val=\"superscript\"/>");
            }
            return;
        }
        if first {
            self.bookmarks += 1;
            let id = self.bookmarks;
            self.push(format_args!(
                "<w:bookmarkStart w:id=\"{id}\" w:name=\"_RefNote{number}\"/>\
                 <w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{number}\"/></w:r>\
                 <w:bookmarkEnd w:id=\"{id}\"/>"
            ));
        } else {
            self.push(format_args!(
                "<w:fldSimple w:instr=\" NOTEREF _RefNote{number} \\f \\h \"><w:r><w:rPr>\
                 <w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:t>{number}</w:t></w:r></w:fldSimple>"
            ));
        }
    }

    fn notes(&mut self) {
        self.out.push_str(
            "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
             <w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>",
        );
        self.in_note = true;
        let set = self.set;
        for (index, note) in set.notes.iter().enumerate() {
            self.push(format_args!("<w:footnote w:id=\"{}\">", index + 1));
            let sign = "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>\
                        <w:r><w:t xml:space=\"preserve\"> </w:t></w:r>";
            self.begin("FootnoteText", "");
            self.out.push_str(sign);
            let mut rest = note.as_slice();
            if let Some((Block::Paragraph(words), others)) = note.split_first() {
                self.words(words, "");
                rest = others;
            }
            self.out.push_str("</w:p>");
            self.blocks(rest, &Around::default());
            self.out.push_str("</w:footnote>");
        }
        self.in_note = false;
    }

    fn table(&mut self, table: &Table) {
        let columns = table.columns.len();
        if columns == 0 {
            return;
        }
        let widths = widths(table, self.room);
        let bidi = if self.set.right_to_left {
            "<w:bidiVisual/>"
        } else {
            ""
        };
        self.push(format_args!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"BriefTable\"/>{bidi}<w:tblW w:w=\"{}\" w:type=\"dxa\"/>\
             <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             </w:tblPr><w:tblGrid>",
            widths.iter().sum::<u32>()
        ));
        for width in &widths {
            self.push(format_args!("<w:gridCol w:w=\"{width}\"/>"));
        }
        self.out.push_str("</w:tblGrid>");
        if !table.head.is_empty() {
            self.row(&table.head, table, &widths, "<w:tblHeader/>");
        }
        for row in &table.rows {
            self.row(row, table, &widths, "");
        }
        // Two tables in a row would become one without a paragraph between.
        self.out.push_str("</w:tbl><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/></w:pPr></w:p>");
    }

    fn row(&mut self, cells: &[Vec<Inline>], table: &Table, widths: &[u32], header: &str) {
        self.push(format_args!(
            "<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>"
        ));
        for (at, width) in widths.iter().enumerate() {
            self.push(format_args!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
            ));
            let place = match table.columns.get(at) {
                Some(Align::End) => "<w:jc w:val=\"right\"/>",
                Some(Align::Middle) => "<w:jc w:val=\"center\"/>",
                _ => "",
            };
            self.begin("TableText", place);
            let look = if header.is_empty() {
                ""
            } else {
                "<w:b/><w:bCs/>"
            };
            self.words(cells.get(at).map_or(&[][..], Vec::as_slice), look);
            self.out.push_str("</w:p></w:tc>");
        }
        self.out.push_str("</w:tr>");
    }

    fn figure(&mut self, index: usize, alt: &str) {
        let Some(Some(picture)) = self.set.pictures.get(index) else {
            return;
        };
        let (wide, high) = picture.size;
        // Between the margins, and on one page with its caption. 635 units are one twip.
        let most_wide = self.room as f32 * 635.0;
        let most_high = 19.0 * 360_000.0;
        let shrink = (most_wide / (wide * PER_PIXEL))
            .min(most_high / (high * PER_PIXEL))
            .min(1.0);
        let (cx, cy) = (
            (wide * PER_PIXEL * shrink).max(1.0) as u64,
            (high * PER_PIXEL * shrink).max(1.0) as u64,
        );
        self.drawings += 1;
        let (id, number, alt) = (self.drawings, index + 1, escape(alt));
        self.begin("Figure", "");
        self.push(format_args!(
            "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">\
             <wp:extent cx=\"{cx}\" cy=\"{cy}\"/><wp:docPr id=\"{id}\" name=\"Figure {number}\" descr=\"{alt}\"/>\
             <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>\
             <pic:nvPicPr><pic:cNvPr id=\"{id}\" name=\"figure{number}.png\" descr=\"{alt}\"/><pic:cNvPicPr/></pic:nvPicPr>\
             <pic:blipFill><a:blip r:embed=\"rIdFigure{number}\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
             </wp:inline></w:drawing></w:r></w:p>"
        ));
        if !picture.caption.is_empty() {
            let words = [Inline::Text(picture.caption.clone())];
            self.paragraph("Caption", "", &words);
        }
    }

    fn sources(&mut self) {
        let set = self.set;
        if set.sources.is_empty() {
            return;
        }
        self.paragraph("Heading2", "", &[Inline::Text(set.sources_heading.clone())]);
        for Listed { label, words } in &set.sources {
            let indent = match (label.is_empty(), set.hanging) {
                (false, _) => {
                    "<w:tabs><w:tab w:val=\"left\" w:pos=\"567\"/></w:tabs><w:ind w:left=\"567\" w:hanging=\"567\"/>"
                }
                (true, true) => "<w:ind w:left=\"425\" w:hanging=\"425\"/>",
                (true, false) => "",
            };
            self.begin("Bibliography", indent);
            if !label.is_empty() {
                self.words(label, "");
                self.out.push_str("<w:r><w:tab/></w:r>");
            }
            self.words(words, "");
            self.out.push_str("</w:p>");
        }
    }

    fn push(&mut self, arguments: std::fmt::Arguments<'_>) {
        self.out
            .write_fmt(arguments)
            .expect("memory takes all text");
    }
}

/// Run properties joined in the order that the schema wants.
fn ordered(look: &str, more: &str) -> String {
    const ORDER: [&str; 6] = [
        "<w:rStyle",
        "<w:rFonts",
        "<w:b/>",
        "<w:i/>",
        "<w:smallCaps",
        "<w:vertAlign",
    ];
    let both = format!("{look}{more}");
    let mut pieces: Vec<(usize, &str)> = Vec::new();
    for piece in both.split_inclusive("/>") {
        let paired = match piece {
            "<w:bCs/>" => "<w:b/>",
            "<w:iCs/>" => "<w:i/>",
            piece => piece,
        };
        let place = ORDER.iter().position(|start| paired.starts_with(start));
        let place = place.unwrap_or(ORDER.len());
        if !pieces.iter().any(|(_, other)| *other == piece) {
            pieces.push((place, piece));
        }
    }
    pieces.sort_by_key(|(place, _)| *place);
    pieces.into_iter().map(|(_, piece)| piece).collect()
}

/// Column widths after the longest words of each column, between a tenth and a half.
fn widths(table: &Table, room: u32) -> Vec<u32> {
    use unicode_width::UnicodeWidthStr;
    let columns = table.columns.len();
    let rows = || std::iter::once(&table.head).chain(&table.rows);
    let wanted = (0..columns).map(|at| {
        let cells = rows().filter_map(|row| row.get(at));
        let widest = cells.map(|cell| crate::tree::plain(cell).width()).max();
        widest.unwrap_or(0).clamp(4, 60) as f64
    });
    let wanted: Vec<f64> = wanted.collect();
    let all: f64 = wanted.iter().sum();
    wanted
        .iter()
        .map(|wide| ((wide / all * f64::from(room)) as u32).max(300))
        .collect()
}

/// A name that Word takes: letters, digits and underscores, forty at most.
fn bookmark(id: &str) -> String {
    let letters = id.chars().map(|letter| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '_'
        }
    });
    let name: String = letters.take(36).collect();
    format!("h_{name}")
}

/// Whether the first letter that has a direction is written from the right.
fn from_the_right(text: &str) -> bool {
    let strong = text.chars().find(|letter| letter.is_alphabetic());
    strong.is_some_and(|letter| {
        matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

/// One numbering a list, so that each begins anew.
fn numbering(lists: &[Option<u64>]) -> String {
    let level = |format: &str, text: &str, depth: usize, start: u64| {
        format!(
            "<w:lvl w:ilvl=\"{depth}\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>\
             <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{}\" w:hanging=\"360\"/></w:pPr></w:lvl>",
            425 * (depth + 1)
        )
    };
    let mut out = format!("{HEAD}<w:numbering {NAMESPACES}>");
    for (at, start) in lists.iter().enumerate() {
        write!(
            out,
            "<w:abstractNum w:abstractNumId=\"{}\"><w:multiLevelType w:val=\"multilevel\"/>",
            at + 1
        )
        .expect("memory takes all text");
        for depth in 0..9 {
            let text = format!("%{}.", depth + 1);
            out.push_str(&match start {
                None => level("bullet", "•", depth, 1),
                Some(first) => level("decimal", &text, depth, (*first).min(30_000)),
            });
        }
        out.push_str("</w:abstractNum>");
    }
    for at in 1..=lists.len() {
        write!(
            out,
            "<w:num w:numId=\"{at}\"><w:abstractNumId w:val=\"{at}\"/></w:num>"
        )
        .expect("memory takes all text");
    }
    out.push_str("</w:numbering>");
    out
}
