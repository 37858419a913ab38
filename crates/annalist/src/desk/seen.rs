//! What filters and tables ask the codebook, the gazetteer and a state of the casebook.

use super::base::Base;
use crate::context::{Known, own_word, publisher};
use crate::knowledge::Knowledge;
use analysis::{ActorMatch, Beside, Context, TextField};
use jiff::civil::Date;
use model::{AccountKey, Incident};
use std::borrow::Cow;
use std::collections::BTreeSet;
use store::Casebook;

/// The codebook, the gazetteer and a state of the casebook.
pub struct Seen<'a> {
    /// Actors, types, countries, places.
    pub knowledge: &'a Knowledge,
    /// The state.
    pub base: &'a Base,
    /// Where the words of reports are read.
    pub casebook: Option<&'a Casebook>,
}

impl<'a> Seen<'a> {
    fn known(&self) -> Known<'a> {
        Known {
            knowledge: self.knowledge,
            record: None,
            casebook: self.casebook,
        }
    }
}

impl Context for Seen<'_> {
    fn actor(&self, name: &str) -> Option<ActorMatch> {
        self.known().actor(name)
    }

    fn place(&self, name: &str) -> Option<(f64, f64)> {
        self.known().place(name)
    }

    fn country(&self, name: &str) -> Option<String> {
        self.known().country(name)
    }

    fn words<'w>(&'w self, accounts: &[AccountKey]) -> Vec<Cow<'w, str>> {
        let words = self.casebook.map_or_else(Vec::new, |casebook| {
            crate::context::read(casebook, accounts)
        });
        words.into_iter().collect()
    }

    fn folded<'w>(&'w self, accounts: &[AccountKey]) -> Vec<Cow<'w, str>> {
        let Some(casebook) = self.casebook else {
            return Vec::new();
        };
        let read = |all: &[model::Account]| crate::context::read_all(casebook, all);
        self.base.words(accounts, read)
    }

    fn beside(&self, incident: &Incident) -> Beside {
        let reports = incident.accounts.iter();
        let reports = reports.filter_map(|key| self.base.line(&key.report));
        let claims = incident.accounts.iter().filter_map(|key| {
            let claims = !self.base.account(key)?.claimed_by.is_empty();
            let line = self.base.line(&key.report)?;
            line.published.filter(|_| claims)
        });
        Beside {
            told_on: reports.clone().filter_map(|line| line.published).min(),
            claimed_on: claims.min(),
            own_word: own_word(self.knowledge.codebook, incident, reports),
        }
    }

    fn last_report(&self) -> Option<Date> {
        self.base.lines().filter_map(|line| line.published).max()
    }

    fn sources(&self, incident: &Incident) -> Vec<String> {
        let sources: BTreeSet<String> = incident
            .accounts
            .iter()
            .filter_map(|key| Some(publisher(self.base.line(&key.report)?)))
            .collect();
        sources.into_iter().collect()
    }

    fn codes(&self, field: TextField) -> Vec<String> {
        self.known().codes(field)
    }

    fn name_of(&self, field: TextField, code: &str) -> Option<String> {
        self.known().name_of(field, code)
    }
}
