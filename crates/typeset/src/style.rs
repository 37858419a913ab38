use crate::{Error, near};
use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Style as Csl, StyleClass};
use std::sync::Arc;

/// How citations and the list of sources are printed: a style of the Citation Style Language
/// (CSL 1.0.2).
#[derive(Debug, Clone)]
pub struct Style {
    pub(crate) csl: Arc<IndependentStyle>,
}

impl Default for Style {
    /// Numbers in brackets, in the order of first citation (IEEE).
    fn default() -> Self {
        Style::named("ieee").expect("the style comes with the program")
    }
}

impl Style {
    /// A style that comes with the program: `apa`, `ieee`, `chicago-notes`,
    /// `chicago-author-date`, `mla`, `harvard-cite-them-right`, …
    ///
    /// # Errors
    /// No such style: the error names the nearest.
    pub fn named(name: &str) -> Result<Self, Error> {
        let folded = name.trim().to_lowercase();
        let unknown = || Error::UnknownStyle {
            name: name.to_owned(),
            hint: near::hint(&folded, Style::names().into_iter()),
        };
        let archived = ArchivedStyle::by_name(&folded).ok_or_else(unknown)?;
        match archived.get() {
            Csl::Independent(csl) => Ok(Style { csl: Arc::new(csl) }),
            Csl::Dependent(_) => Err(Error::Style(format!("`{name}` only names another style"))),
        }
    }

    /// A style of the user's own, from the text of a `.csl` file.
    ///
    /// # Errors
    /// The text is no CSL, or a dependent style, which only names another.
    pub fn from_csl(text: &str) -> Result<Self, Error> {
        match Csl::from_xml(text).map_err(|error| Error::Style(error.to_string()))? {
            Csl::Independent(csl) => Ok(Style { csl: Arc::new(csl) }),
            Csl::Dependent(dependent) => Err(Error::Style(format!(
                "it only names another style, {}: take the file of that one",
                dependent.parent_link.href
            ))),
        }
    }

    /// The names of all styles that come with the program, sorted.
    pub fn names() -> Vec<&'static str> {
        let styles = ArchivedStyle::all().iter();
        let mut names: Vec<&str> = styles.flat_map(|style| style.names()).copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Its title: `IEEE Reference Guide`.
    pub fn title(&self) -> &str {
        &self.csl.info.title.value
    }

    /// Citations stand in footnotes and not in the text.
    pub fn in_notes(&self) -> bool {
        self.csl.settings.class == StyleClass::Note
    }
}
