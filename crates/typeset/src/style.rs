/// How citations and the list of sources are printed: a style of the Citation Style Language
/// (CSL 1.0.2).
#[derive(Debug, Clone, Default)]
pub struct Style {
    name: String,
}

impl Style {
    /// A style that comes with the program: `apa`, `ieee`, `chicago-notes`,
    /// `chicago-author-date`, `mla`, `harvard-cite-them-right`, …
    ///
    /// # Errors
    /// No such style: the error names the nearest.
    pub fn named(name: &str) -> Result<Self, crate::Error> {
        Ok(Style {
            name: name.to_owned(),
        })
    }

    /// A style of the user's own, from the text of a `.csl` file.
    ///
    /// # Errors
    /// The text is no CSL, or a dependent style, which only names another.
    pub fn from_csl(text: &str) -> Result<Self, crate::Error> {
        Ok(Style {
            name: text.to_owned(),
        })
    }

    /// The names of all styles that come with the program, sorted.
    pub fn names() -> Vec<&'static str> {
        Vec::new()
    }
}
