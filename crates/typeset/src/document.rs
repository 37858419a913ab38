use crate::Library;
use jiff::civil::Date;
use model::When;

/// A brief, before it is a file.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The headline. Where it is empty, the first heading of the first level is taken; where
    /// the Markdown has no such heading, the title is printed above it.
    pub title: String,
    /// BCP 47 language tag: `en`, `ar`. It sets hyphenation, the words of citations, and the
    /// reading direction. Empty means English.
    pub lang: String,
    /// The day that the file says it was made; `None` says none.
    pub date: Option<Date>,
    /// The text, as `CommonMark` with tables and footnotes.
    pub markdown: String,
    /// What `![…](figure:NAME)` names.
    pub figures: Vec<Figure>,
    /// What `[@ID]` names.
    pub sources: Vec<Source>,
    /// What `[@ID]` names besides: a user's own bibliography.
    pub library: Library,
}

/// A picture inside a [`Document`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    /// What the Markdown calls it.
    pub name: String,
    /// The SVG document. It may hold no script and nothing from outside.
    pub svg: String,
    /// What a reader who does not see it is told; where empty, the words in the Markdown's
    /// brackets.
    pub alt: String,
    /// Printed beneath. Empty where the picture holds its own caption.
    pub caption: String,
}

/// A report or other publication that is cited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// What `[@ID]` calls it. Any text without `;`, `,`, `@` and brackets.
    pub id: String,
    /// What it is.
    pub kind: SourceKind,
    /// Its headline.
    pub title: String,
    /// Who wrote it, one a person or body: `Family, Given`, or a name without a comma for a
    /// body.
    pub authors: Vec<String>,
    /// The paper, agency or institution that published it.
    pub publisher: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was published (EDTF).
    pub published: Option<When>,
    /// When it was last seen there (EDTF).
    pub accessed: Option<When>,
}

/// What a [`Source`] is, which decides how styles print it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum SourceKind {
    /// An item of a newspaper or agency.
    News,
    /// A page of the web.
    #[default]
    Web,
    /// A report of an institution.
    Report,
    /// An article of a journal.
    Article,
    /// A book.
    Book,
    /// A statement, communiqué or other document.
    Statement,
}
