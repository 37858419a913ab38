//! A brief between Markdown and file: blocks of runs, without any markup in their words.

/// A piece of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading {
        level: u8,
        id: String,
        words: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    Quote(Vec<Block>),
    List {
        /// The first number; `None` for bullets.
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Table(Table),
    Figure {
        /// Which of the document's figures.
        index: usize,
        /// The words for those who do not see it.
        alt: String,
    },
    Code(String),
    Rule,
}

/// Calls for the words of every block, in reading order.
pub fn each_words(blocks: &mut [Block], each: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Heading { words, .. } | Block::Paragraph(words) => each(words),
            Block::Quote(blocks) => each_words(blocks, each),
            Block::List { items, .. } => {
                for item in items {
                    each_words(item, each);
                }
            }
            Block::Table(Table { head, rows, .. }) => {
                head.iter_mut()
                    .chain(rows.iter_mut().flatten())
                    .for_each(&mut *each);
            }
            Block::Figure { .. } | Block::Code(_) | Block::Rule => {}
        }
    }
}

/// Rows of cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    pub columns: Vec<Align>,
    pub head: Vec<Vec<Inline>>,
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// Where the words of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Start,
    Middle,
    End,
}

/// Words.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    Text(String),
    Styled(Style, Vec<Inline>),
    Code(String),
    Link {
        /// A web address, or `#id` of a heading.
        url: String,
        words: Vec<Inline>,
    },
    /// A mark of a footnote, by its name; [`crate::set`] turns it into a number.
    NoteNamed(String),
    /// A mark of a footnote: its place in the list, and whether it is the first mark of it.
    Note {
        index: usize,
        first: bool,
    },
    /// A citation that is still to be printed.
    Cite(Vec<Cited>),
    Break,
}

/// One source of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    pub id: String,
    /// `p. 4`, as written.
    pub locator: Option<String>,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Emphasis,
    Strong,
    Super,
    Sub,
    SmallCaps,
}

/// The plain words of runs.
pub fn plain(words: &[Inline]) -> String {
    let mut text = String::new();
    gather(words, &mut text);
    text
}

fn gather(words: &[Inline], text: &mut String) {
    for word in words {
        match word {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Styled(_, words) | Inline::Link { words, .. } => gather(words, text),
            Inline::Break => text.push(' '),
            Inline::NoteNamed(_) | Inline::Note { .. } | Inline::Cite(_) => {}
        }
    }
}

/// Text that every writer may take as it is: no control characters, no marks that turn the
/// reading order, nothing that XML cannot hold.
pub fn clean(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'
        | '\u{ffff}' => '\u{fffd}',
        letter if letter.is_control() => '\u{fffd}',
        letter => letter,
    });
    letters.collect()
}

/// The same for code, which keeps its lines.
pub fn clean_lines(text: &str) -> String {
    let lines = text.lines().map(clean);
    lines.collect::<Vec<_>>().join("\n")
}
