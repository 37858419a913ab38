/// Why a document could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The Markdown names a figure that the document does not hold.
    #[error("there is no figure `{name}`{hint}")]
    UnknownFigure {
        /// What it says.
        name: String,
        /// The nearest there are, as ` (did you mean …?)`; may be empty.
        hint: String,
    },
    /// The Markdown cites a source that the document does not hold.
    #[error("there is no source `{id}` to cite{hint}")]
    UnknownSource {
        /// What it says.
        id: String,
        /// The nearest there are, as ` (did you mean …?)`; may be empty.
        hint: String,
    },
    /// No citation style of this name comes with the program.
    #[error("there is no citation style `{name}`{hint}; a file of your own ends in .csl")]
    UnknownStyle {
        /// What was asked for.
        name: String,
        /// The nearest there are, as ` (did you mean …?)`; may be empty.
        hint: String,
    },
    /// The CSL file is not one, or leans on another.
    #[error("this is no citation style: {0}")]
    Style(String),
    /// The BibTeX file cannot be read.
    #[error("cannot read the bibliography: {0}")]
    Bibtex(String),
    /// A figure is no SVG, or holds what may not be in a brief.
    #[error("figure `{name}`: {why}")]
    Figure {
        /// Which.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The pages could not be laid out.
    #[error("the pages could not be laid out: {0}")]
    Layout(String),
    /// The file could not be put together.
    #[error("the Word file could not be put together: {0}")]
    Docx(String),
}
