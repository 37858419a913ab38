//! What reports name and the codebook lacks, with the incidents beside it.

use crate::knowledge::Knowledge;
use crate::output;
use codebook::ActorKind;
use coding::UnknownActor;
use jiff::civil::Date;
use model::{Account, AccountKey, Incident, Report, Span};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is not known: names, bodies of people without one, places.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub named: Vec<Gap>,
    pub bodies: Vec<Gap>,
    pub places: Vec<Gap>,
    /// Ids that the codebook has.
    pub taken: BTreeSet<String>,
}

/// One unknown name with all that is told of it.
#[derive(Debug, Clone)]
pub(super) struct Gap {
    pub name: String,
    pub noun: String,
    pub kind: ActorKind,
    pub reports: BTreeSet<String>,
    pub incidents: BTreeSet<String>,
    /// How often each country is named beside it.
    pub countries: BTreeMap<String, usize>,
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// The first sentence, and the report that it stands in.
    pub example: (String, String),
}

/// The incidents behind the sentences of a report.
struct Told<'a> {
    accounts: Vec<(&'a Account, Option<&'a Incident>)>,
}

impl<'a> Told<'a> {
    fn by_report(
        accounts: &'a [Account],
        incidents: &'a [Incident],
    ) -> BTreeMap<&'a str, Told<'a>> {
        let of: BTreeMap<&AccountKey, &Incident> = incidents
            .iter()
            .flat_map(|incident| incident.accounts.iter().map(move |key| (key, incident)))
            .collect();
        let mut by_report: BTreeMap<&str, Told> = BTreeMap::new();
        for account in accounts {
            let incident = of.get(&account.key()).copied();
            by_report
                .entry(&account.report)
                .or_insert_with(|| Told {
                    accounts: Vec::new(),
                })
                .accounts
                .push((account, incident));
        }
        by_report
    }

    fn at(&self, sentence: Span) -> impl Iterator<Item = &(&'a Account, Option<&'a Incident>)> {
        self.accounts.iter().filter(move |(account, _)| {
            account.evidence.iter().any(|span| span.overlaps(&sentence))
        })
    }
}

/// Goes through reports and their incidents.
pub(super) fn collected(
    reports: &BTreeMap<String, Report>,
    accounts: &[Account],
    incidents: &[Incident],
    knowledge: &Knowledge,
) -> Collected {
    let told = Told::by_report(accounts, incidents);
    let nothing = Told {
        accounts: Vec::new(),
    };
    let mut named = BTreeMap::new();
    let mut bodies = BTreeMap::new();
    let mut places = BTreeMap::new();
    for report in reports.values() {
        let told = told.get(report.id.as_str()).unwrap_or(&nothing);
        for found in coding::unknown_actors(report, knowledge.codebook, &knowledge.gazetteer) {
            let into = if found.named { &mut named } else { &mut bodies };
            add(into, report, &found, told);
        }
        for (account, incident) in &told.accounts {
            let unknown = account.place.as_ref().filter(|place| place.rule == UNKNOWN);
            let Some(place) = unknown else { continue };
            let Some(span) = place.spans.first() else {
                continue;
            };
            let sentence = account.evidence.iter().find(|piece| piece.contains(span));
            let found = UnknownActor {
                name: place.value.clone(),
                noun: String::new(),
                kind: ActorKind::ArmedGroup,
                named: true,
                span: *span,
                sentence: sentence.copied().unwrap_or(*span),
                countries: account.country.iter().map(|c| c.value.clone()).collect(),
            };
            let only = Told {
                accounts: vec![(*account, *incident)],
            };
            add(&mut places, report, &found, &only);
        }
    }
    Collected {
        named: sorted(named),
        bodies: sorted(bodies),
        places: sorted(places),
        taken: knowledge
            .codebook
            .actors
            .iter()
            .map(|actor| actor.id.clone())
            .collect(),
    }
}

/// The rule of places by a name that the gazetteer does not know.
const UNKNOWN: &str = "place/not-in-gazetteer";

fn add(into: &mut BTreeMap<String, Gap>, report: &Report, found: &UnknownActor, told: &Told) {
    let gap = into
        .entry(found.name.to_lowercase())
        .or_insert_with(|| Gap {
            name: found.name.clone(),
            noun: found.noun.clone(),
            kind: found.kind,
            reports: BTreeSet::new(),
            incidents: BTreeSet::new(),
            countries: BTreeMap::new(),
            first: None,
            last: None,
            example: (
                output::plain(found.sentence.of(&report.text)),
                report.id.clone(),
            ),
        });
    gap.reports.insert(report.id.clone());
    let mut days: Vec<Date> = Vec::new();
    let mut countries: BTreeSet<&str> = BTreeSet::new();
    for (account, incident) in told.at(found.sentence) {
        gap.incidents.extend(incident.map(|i| i.id.clone()));
        countries.extend(account.country.as_ref().map(|c| c.value.as_str()));
        let when = account.date.as_ref().map(|date| date.value);
        days.extend(when.and_then(|when| when.first));
        days.extend(when.and_then(|when| when.last));
    }
    if countries.is_empty() {
        countries.extend(found.countries.iter().map(String::as_str));
    }
    for country in countries {
        *gap.countries.entry(country.to_owned()).or_default() += 1;
    }
    // Where no incident gives a day, the report's own.
    if days.is_empty() {
        days.extend(report.published);
    }
    gap.first = days.iter().copied().chain(gap.first).min();
    gap.last = days.iter().copied().chain(gap.last).max();
}

/// Named by most reports first, then in most incidents, then by name.
fn sorted(gaps: BTreeMap<String, Gap>) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = gaps.into_values().collect();
    gaps.sort_by_key(|gap| (Reverse(gap.reports.len()), Reverse(gap.incidents.len())));
    gaps
}
