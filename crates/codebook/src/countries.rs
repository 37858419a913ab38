use serde::Deserialize;
use toml::Spanned;

/// A country or territory with an ISO code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Plain English name, as GeoNames writes it.
    pub name: String,
    /// Further names, old names, abbreviations.
    pub names: Vec<String>,
    /// Adjectives and nouns for its people.
    pub demonyms: Vec<String>,
    /// Capital, where it has one.
    pub capital: Option<String>,
    /// Names of the above that are often something else.
    pub ambiguous: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountryFile {
    #[serde(default)]
    pub country: Vec<CountryBlock>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountryBlock {
    pub code: Spanned<String>,
    pub name: Spanned<String>,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub demonyms: Vec<String>,
    #[serde(default)]
    pub capital: Option<String>,
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

impl CountryBlock {
    pub fn into_country(self) -> Country {
        Country {
            code: self.code.into_inner(),
            name: self.name.into_inner(),
            names: self.names,
            demonyms: self.demonyms,
            capital: self.capital.filter(|capital| !capital.is_empty()),
            ambiguous: self.ambiguous,
        }
    }
}
