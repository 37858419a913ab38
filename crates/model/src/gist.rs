use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a whole report is about, for comparing it with other reports.
///
/// Names of private persons are not in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gist {
    /// [`Report::id`](crate::Report::id).
    pub report: String,
    /// Day of publication.
    pub published: Option<Date>,
    /// Words in small letters, with how often each stands in the text.
    pub words: BTreeMap<String, u32>,
    /// Settlements named, the most often named first.
    pub settlements: Vec<Settlement>,
    /// First-level units named, and those of the settlements: "CC name".
    pub units: BTreeSet<String>,
    /// Ages told of people, in years.
    pub ages: BTreeSet<u32>,
    /// Streets and facilities by name, in small letters.
    pub sites: BTreeSet<String>,
}

/// A settlement that a report names.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// The gazetteer's name.
    pub name: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How often it is named.
    pub count: u32,
}
