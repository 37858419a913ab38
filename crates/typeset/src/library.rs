use crate::{Error, Source};

/// A bibliography of a user's own, read from a BibTeX or BibLaTeX file.
#[derive(Debug, Clone, Default)]
pub struct Library {
    ids: Vec<String>,
}

impl Library {
    /// The keys of its entries, in the order of the file.
    pub fn ids(&self) -> Vec<&str> {
        self.ids.iter().map(String::as_str).collect()
    }
}

/// Reads a BibTeX or BibLaTeX file.
///
/// # Errors
/// The text is not BibTeX: the error says where.
pub fn read_bibtex(_text: &str) -> Result<Library, Error> {
    Ok(Library::default())
}

/// The sources as a BibTeX file (BibLaTeX fields `date` and `urldate` beside `year`), sorted
/// by id, in UTF-8 with TeX's special characters escaped.
pub fn bibtex(_sources: &[Source]) -> String {
    String::new()
}
