use crate::{Beside, TextField};
use jiff::civil::Date;
use model::{AccountKey, Incident};
use std::borrow::Cow;

/// An actor as the codebook knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActorMatch {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Ids of all actors under it, at any depth, without its own.
    pub under: Vec<String>,
}

/// What filters and tables must ask somebody else.
///
/// Every answer has a default that knows nothing, so that a caller gives only what it has.
pub trait Context {
    /// The actor of that id, name or alias.
    fn actor(&self, _name: &str) -> Option<ActorMatch> {
        None
    }

    /// Degrees north and east of the place of that name.
    fn place(&self, _name: &str) -> Option<(f64, f64)> {
        None
    }

    /// ISO 3166-1 alpha-2 of the country of that name or code.
    fn country(&self, _name: &str) -> Option<String> {
        None
    }

    /// The words that accounts rest on: titles of their reports, and quotes.
    fn words<'a>(&'a self, _accounts: &[AccountKey]) -> Vec<Cow<'a, str>> {
        Vec::new()
    }

    /// The same, [folded](crate::fold): worth overriding where they are kept so.
    fn folded<'a>(&'a self, accounts: &[AccountKey]) -> Vec<Cow<'a, str>> {
        let words = self.words(accounts).into_iter();
        words.map(|words| Cow::Owned(crate::fold(&words))).collect()
    }

    /// Who published its reports, in a fixed order.
    fn sources(&self, _incident: &Incident) -> Vec<String> {
        Vec::new()
    }

    /// Day of publication of the last report: nothing is known of what came after it.
    fn last_report(&self) -> Option<Date> {
        None
    }

    /// What stands beside the incident in its reports.
    fn beside(&self, _incident: &Incident) -> Beside {
        Beside::default()
    }

    /// All codes that a field may have; none where any word will do.
    fn codes(&self, _field: TextField) -> Vec<String> {
        Vec::new()
    }

    /// What to print for a code: `Afghanistan` for the country `AF`.
    fn name_of(&self, _field: TextField, _code: &str) -> Option<String> {
        None
    }
}

/// A context that knows nothing: names are compared as written.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoContext;

impl Context for NoContext {}
