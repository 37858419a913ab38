//! What filters and tables ask the codebook, the gazetteer and the casebook.

use crate::knowledge::Knowledge;
use crate::output;
use crate::record::Record;
use analysis::{ActorMatch, Beside, Bound, Columns, Context, Filter, Mistake, TextField};
use codebook::Codebook;
use codebook::gazetteer::{Candidate, PlaceRecord};
use jiff::civil::Date;
use model::{Account, AccountKey, Attribution, Field, Incident, Status};
use std::borrow::Cow;
use std::collections::BTreeSet;
use store::{Casebook, ReportLine};

/// The codebook, the gazetteer and, where there is one, the record.
pub struct Known<'a> {
    /// Actors, types, countries, places.
    pub knowledge: &'a Knowledge,
    /// Titles, quotes and sources of reports.
    pub record: Option<&'a Record>,
    /// Where to look accounts and reports up where there is no record.
    pub casebook: Option<&'a Casebook>,
}

impl<'a> Known<'a> {
    /// What is known beside a record.
    pub fn of(knowledge: &'a Knowledge, record: &'a Record) -> Self {
        Known {
            knowledge,
            record: Some(record),
            casebook: None,
        }
    }

    /// A filter with its names looked up; what a person should know of it is noted.
    pub fn filter(&self, text: Option<&str>) -> Result<Option<Bound<'_>>, Mistake> {
        let Some(text) = text else { return Ok(None) };
        let bound = text.parse::<Filter>()?.bind(self)?;
        bound.notes().iter().for_each(|note| output::note(note));
        Ok(Some(bound))
    }

    /// The record's incidents that a filter means, in the record's order.
    pub fn chosen(&self, filter: Option<&Bound<'_>>) -> Vec<Incident> {
        let incidents = self.record.map_or(&[][..], |record| &record.incidents);
        let Some(filter) = filter else {
            return incidents.to_vec();
        };
        let rows = filter.rows(&Columns::of(incidents, self));
        let rows = rows.into_iter().map(|row| incidents[row as usize].clone());
        rows.collect()
    }
}

/// True where all of an incident's reports are published by those who are shown as perpetrators,
/// or by somebody under them.
pub fn own_word<'l>(
    codebook: &Codebook,
    incident: &Incident,
    lines: impl Iterator<Item = &'l ReportLine>,
) -> bool {
    let did = incident.actors(Field::Perpetrators);
    let mut told = false;
    for line in lines {
        let source = line.source.as_deref();
        let Some(source) = source.and_then(|source| codebook.actor_named(source)) else {
            return false;
        };
        let own = did
            .iter()
            .filter_map(|actor| actor.id.as_deref())
            .any(|id| source.id == id || codebook.is_under(&source.id, id));
        if !own {
            return false;
        }
        told = true;
    }
    told
}

/// Titles and quotes of some accounts; what cannot be read has none.
pub fn read(casebook: &Casebook, accounts: &[AccountKey]) -> Vec<Cow<'static, str>> {
    let mut words = Vec::new();
    for key in accounts {
        let (Ok(report), Ok(coded)) = (casebook.report(&key.report), casebook.coded(&key.report))
        else {
            continue;
        };
        let account = coded
            .accounts
            .iter()
            .find(|account| account.id == key.account);
        let quotes = account.into_iter().flat_map(|account| &account.evidence);
        words.extend(quotes.map(|span| Cow::Owned(span.of(&report.text).to_owned())));
        words.extend(report.title.map(Cow::Owned));
    }
    words
}

/// Title and quotes of each account, folded as filters compare them; a report is read once.
///
/// Accounts of one report stand one behind the other.
pub fn read_all(casebook: &Casebook, accounts: &[Account]) -> Vec<Box<[String]>> {
    let mut all = Vec::with_capacity(accounts.len());
    for told in accounts.chunk_by(|a, b| a.report == b.report) {
        let report = told
            .first()
            .and_then(|one| casebook.report(&one.report).ok());
        for account in told {
            let words = report.iter().flat_map(|report| {
                let quotes = account.evidence.iter().map(|span| span.of(&report.text));
                quotes.chain(report.title.as_deref())
            });
            all.push(words.map(analysis::fold).collect());
        }
    }
    all
}

impl Context for Known<'_> {
    fn actor(&self, name: &str) -> Option<ActorMatch> {
        let codebook = self.knowledge.codebook;
        let actor = codebook.actor_named(name)?;
        let under = codebook
            .actors
            .iter()
            .filter(|other| other.id != actor.id && codebook.is_under(&other.id, &actor.id))
            .map(|other| other.id.clone());
        Some(ActorMatch {
            id: actor.id.clone(),
            name: actor.name.clone(),
            under: under.collect(),
        })
    }

    fn place(&self, name: &str) -> Option<(f64, f64)> {
        let whole = best(self.knowledge, name, |_| true);
        let place = whole.or_else(|| {
            let (place, around) = name.rsplit_once(',')?;
            let around = around.trim();
            let country = self.country(around);
            best(self.knowledge, place.trim(), |found| {
                country.as_deref() == Some(found.country)
                    || found
                        .admin1
                        .is_some_and(|unit| analysis::fold(unit) == analysis::fold(around))
            })
        });
        place.map(|place| place.point())
    }

    fn country(&self, name: &str) -> Option<String> {
        let country = self.knowledge.codebook.country_named(name)?;
        Some(country.code.clone())
    }

    fn words<'w>(&'w self, accounts: &[AccountKey]) -> Vec<Cow<'w, str>> {
        let Some(record) = self.record else {
            return self
                .casebook
                .map_or_else(Vec::new, |book| read(book, accounts));
        };
        // A report that cannot be read has no words; `verify` names it.
        let Ok(reports) = record.reports() else {
            return Vec::new();
        };
        let mut words = Vec::new();
        for key in accounts {
            let (Some(account), Some(report)) =
                (record.accounts.get(key), reports.get(&key.report))
            else {
                continue;
            };
            words.extend(report.title.as_deref().map(Cow::Borrowed));
            let quotes = account.evidence.iter().map(|span| span.of(&report.text));
            words.extend(quotes.map(Cow::Borrowed));
        }
        words
    }

    fn last_report(&self) -> Option<Date> {
        match (self.record, self.casebook) {
            (Some(record), _) => {
                let lines = record.lines.values();
                lines.filter_map(|line| line.published).max()
            }
            // A casebook that cannot be read here fails where it is read for the answer.
            (None, Some(casebook)) => casebook.last_published().ok().flatten(),
            (None, None) => None,
        }
    }

    fn beside(&self, incident: &Incident) -> Beside {
        let Some(record) = self.record else {
            return Beside::default();
        };
        let lines = incident.accounts.iter();
        let lines = lines.filter_map(|key| record.lines.get(&key.report));
        let told = incident.accounts.iter().filter_map(|key| {
            let claims = !record.accounts.get(key)?.claimed_by.is_empty();
            record.lines.get(&key.report)?.published.filter(|_| claims)
        });
        Beside {
            told_on: lines.clone().filter_map(|line| line.published).min(),
            claimed_on: told.min(),
            own_word: own_word(self.knowledge.codebook, incident, lines),
        }
    }

    fn sources(&self, incident: &Incident) -> Vec<String> {
        let lines = self.record.map(|record| &record.lines);
        let sources: BTreeSet<String> = incident
            .accounts
            .iter()
            .filter_map(|key| Some(publisher(lines?.get(&key.report)?)))
            .collect();
        sources.into_iter().collect()
    }

    fn codes(&self, field: TextField) -> Vec<String> {
        let codebook = self.knowledge.codebook;
        let codes: BTreeSet<&str> = match field {
            TextField::Class => codebook.events.iter().map(|e| e.class.as_str()).collect(),
            TextField::Type => codebook.events.iter().map(|e| e.code.as_str()).collect(),
            TextField::Target => codebook.targets.iter().map(|t| t.code.as_str()).collect(),
            TextField::Weapon => codebook.weapons.iter().map(|w| w.code.as_str()).collect(),
            TextField::Status => [
                Status::Completed,
                Status::Failed,
                Status::Foiled,
                Status::Threatened,
            ]
            .iter()
            .map(|status| status.word())
            .collect(),
            TextField::Attribution => [
                Attribution::Claimed,
                Attribution::Attributed,
                Attribution::Suspected,
            ]
            .iter()
            .map(|attribution| attribution.word())
            .collect(),
            _ => BTreeSet::new(),
        };
        codes.into_iter().map(str::to_owned).collect()
    }

    fn name_of(&self, field: TextField, code: &str) -> Option<String> {
        let codebook = self.knowledge.codebook;
        match field {
            TextField::Country | TextField::FromCountry => {
                codebook.country(code).map(|country| country.name.clone())
            }
            TextField::Actor | TextField::ClaimedBy | TextField::DeniedBy => {
                codebook.actor(code).map(|actor| actor.name.clone())
            }
            _ => None,
        }
    }
}

/// The likeliest place of a name.
fn best(
    knowledge: &Knowledge,
    name: &str,
    fits: impl Fn(&PlaceRecord) -> bool,
) -> Option<PlaceRecord> {
    let found: Vec<Candidate> = knowledge
        .gazetteer
        .lookup(name)
        .filter(|candidate| fits(&candidate.place))
        .collect();
    let likelier = |a: &&Candidate, b: &&Candidate| a.prior.total_cmp(&b.prior);
    let best = found.iter().max_by(likelier)?;
    Some(best.place)
}

/// Who published a report; one that names nobody goes by its own title, and stands for itself.
pub fn publisher(line: &ReportLine) -> String {
    let named = line.source.as_ref().or(line.title.as_ref());
    named.map_or_else(|| line.id.clone(), |name| name.trim().to_owned())
}
