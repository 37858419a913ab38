use crate::Style;

/// How a [`Document`](crate::Document) is to look.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How citations and the list of sources are printed. The default is numbers in brackets
    /// (IEEE).
    pub style: Style,
    /// Heading of the list of what is cited; where empty, `Sources`.
    pub sources_heading: String,
    /// Sheet of Word and PDF files.
    pub paper: Paper,
    /// Further fonts (the bytes of TTF or OTF files) for scripts that the fonts within
    /// (Latin, Greek, Cyrillic, Hebrew, some Arabic) lack. Used by PDF and for figures in
    /// Word files.
    pub fonts: Vec<Vec<u8>>,
}

/// A sheet of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}
