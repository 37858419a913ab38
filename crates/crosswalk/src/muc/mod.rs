//! MUC-4: accounts as templates on terrorism in Latin America.
//!
//! [`templates`] gives a report's templates, [`line`] the same as a line of JSON. The slots, and how they are filled:
//!
//! | slot | from |
//! |---|---|
//! | `incident_type` | the type code: `bombing`, `arson`, `kidnapping` (also a hostage siege), `hijacking`, otherwise `attack`; air strikes and shelling are attacks. There are no codes for robbery and forced work stoppage |
//! | `date` | a day, or a range of days; the day of publication where the words name a weekday or nothing at all |
//! | `country`, `place` | the country's name in capitals; the most exact place as printed |
//! | `stage` | `ACCOMPLISHED` for completed, `ATTEMPTED` for failed and foiled, `THREATENED` |
//! | `category` | `STATE-SPONSORED VIOLENCE` where a perpetrator acts for a state, otherwise `TERRORIST ACT` |
//! | `PerpOrg` | organisations and forces among the perpetrators, as printed; for a kidnapping, bombing or arson of which none is told, the armed group, if the report names just one |
//! | `PerpInd` | persons among them ("gunmen"), as printed; of "FMLN guerrillas" the second word |
//! | `org_confidence` | `CLAIMED OR ADMITTED`, `SUSPECTED OR ACCUSED`, `REPORTED AS FACT`, from claim, denial and attribution |
//! | `Target` | buildings and vehicles among the targets, as printed |
//! | `victims` | people among the targets and those who were hurt, as printed, without their number; of a bombing or arson only those who were hurt or, by name, escaped |
//! | `Victim` | those of them who are named |
//! | `victim_effect` | `DEATH` and `INJURY` for people counted as killed or hurt |
//! | `victim_number` | the number printed with them; 1 for one person, `PLURAL` for several without a number |
//! | `target_effect` | `DESTROYED` or `SOME DAMAGE` where the sentence that names the thing says so; `SOME DAMAGE` for a bombing or arson that was carried out |
//! | `Weapon` | instruments as printed; not for arson and kidnapping |
//!
//! The scheme takes in only some of what Annalist codes: see [`relevant`]. Accounts that agree on type, date, place and
//! perpetrators are one template, and so are those of which one leaves some of these open and tells of nobody else.

mod mentions;
mod phrases;
mod relevance;
mod values;

use codebook::Codebook;
use mentions::Mentions;
use model::{Account, Coded, Report};
use serde::Serialize;
use std::collections::BTreeSet;

pub use relevance::relevant;

/// One entity: its mentions as printed. One mention is given, for every one given must be right.
pub type Entity = Vec<String>;

/// A template: what MUC-4 wants to know of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    /// `attack`, `bombing`, `kidnapping`, `arson`, `hijacking`.
    pub incident_type: &'static str,
    /// `02 FEB 90`, `15 JAN 89 - 21 JAN 89`, or `- 21 JAN 89` for some time up to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// In capitals: `EL SALVADOR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The most exact place, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// `ACCOMPLISHED`, `ATTEMPTED`, `THREATENED`.
    pub stage: &'static str,
    /// `TERRORIST ACT`, `STATE-SPONSORED VIOLENCE`.
    pub category: &'static str,
    /// Persons who did it.
    #[serde(rename = "PerpInd")]
    pub individuals: Vec<Entity>,
    /// Organisations that did it.
    #[serde(rename = "PerpOrg")]
    pub organisations: Vec<Entity>,
    /// How sure each organisation is, with its mention.
    pub org_confidence: Vec<(&'static str, String)>,
    /// Things attacked.
    #[serde(rename = "Target")]
    pub targets: Vec<Entity>,
    /// Named people attacked or hurt.
    #[serde(rename = "Victim")]
    pub named_victims: Vec<Entity>,
    /// All people attacked or hurt.
    pub victims: Vec<Entity>,
    /// What happened to them.
    pub victim_effect: Vec<(&'static str, String)>,
    /// How many they are.
    pub victim_number: Vec<(String, String)>,
    /// What happened to things.
    pub target_effect: Vec<(&'static str, String)>,
    /// Instruments.
    #[serde(rename = "Weapon")]
    pub weapons: Vec<Entity>,
}

/// The templates of a report's accounts, in text order.
pub fn templates(report: &Report, coded: &Coded, codebook: &Codebook) -> Vec<Template> {
    let mentions = Mentions::new(&report.text, codebook);
    let mut all: Vec<Template> = Vec::new();
    for account in &coded.accounts {
        let Some(incident_type) = values::incident_type(report, account, codebook) else {
            continue;
        };
        if !relevant(report, account, codebook) {
            continue;
        }
        let template = template(report, account, codebook, &mentions, incident_type);
        if template.says_nothing() || template.says_nothing_special() {
            continue;
        }
        match all.iter_mut().find(|known| known.same_instance(&template)) {
            Some(known) => known.add(template),
            None => all.push(template),
        }
    }
    all
}

/// A report's templates as one line of JSON with line break: `{"docid", "templates"}`.
pub fn line(report: &Report, coded: &Coded, codebook: &Codebook) -> String {
    let templates = templates(report, coded, codebook);
    format!(
        "{}\n",
        serde_json::json!({"docid": report.id, "templates": templates})
    )
}

fn template(
    report: &Report,
    account: &Account,
    codebook: &Codebook,
    mentions: &Mentions,
    incident_type: &'static str,
) -> Template {
    let arson = incident_type == "arson";
    let kidnapping = incident_type == "kidnapping";
    let blast = arson || incident_type == "bombing";
    let mut actors = mentions.perpetrators(account);
    let organised = actors.iter().any(|actor| actor.organisation.is_some());
    if !organised && (blast || kidnapping) && !values::by_a_state(account, codebook) {
        actors.extend(mentions.only_group(account));
    }
    let people = mentions.people_hit(account, blast);
    let things = mentions.things(account);
    Template {
        incident_type,
        date: values::date(report, account),
        country: values::country(report, account, codebook),
        place: values::place(report, account, codebook),
        stage: values::stage(account.status.value),
        category: values::category(account, codebook),
        org_confidence: actors
            .iter()
            .filter_map(|actor| {
                let id = actor.organisation.as_deref()?;
                let confidence = values::confidence(account, id, actor.suspected, mentions);
                Some((confidence, actor.words.clone()))
            })
            .collect(),
        individuals: entities(
            actors
                .iter()
                .filter(|actor| actor.organisation.is_none())
                .map(|actor| &actor.words),
        ),
        organisations: entities(
            actors
                .iter()
                .filter(|actor| actor.organisation.is_some())
                .map(|actor| &actor.words),
        ),
        named_victims: entities(people.iter().filter_map(|person| person.name.as_ref())),
        victim_effect: people
            .iter()
            .filter_map(|person| Some((person.effect?, person.shown().to_owned())))
            .collect(),
        victim_number: people
            .iter()
            .map(|person| (person.number.clone(), person.shown().to_owned()))
            .collect(),
        victims: people
            .iter()
            .map(|person| vec![person.shown().to_owned()])
            .collect(),
        target_effect: things
            .iter()
            .filter(|_| !kidnapping)
            .filter_map(|thing| {
                let effect = values::damage(report, account, codebook, incident_type, thing)?;
                Some((effect, thing.clone()))
            })
            .collect(),
        targets: entities(things.iter().filter(|_| !kidnapping)),
        weapons: if arson || kidnapping {
            Vec::new()
        } else {
            entities(mentions.weapons(account).iter())
        },
    }
}

fn entities<'w>(words: impl Iterator<Item = &'w String>) -> Vec<Entity> {
    words.map(|words| vec![words.clone()]).collect()
}

/// Words that single nobody out.
const EVERYBODY: [&str; 11] = [
    "civil",
    "civilian",
    "civilians",
    "citizens",
    "defenseless",
    "innocent",
    "peasants",
    "people",
    "persons",
    "population",
    "the",
];

impl Template {
    /// Neither who nor whom nor with what: the scheme leaves out "an attack" of which nothing more is told. A kidnapping
    /// is of somebody.
    fn says_nothing(&self) -> bool {
        self.incident_type != "kidnapping"
            && self.individuals.is_empty()
            && self.organisations.is_empty()
            && self.targets.is_empty()
            && self.victims.is_empty()
            && self.weapons.is_empty()
    }

    /// "the bombing of the people": of no day and place, and of nobody in particular.
    fn says_nothing_special(&self) -> bool {
        let open = self.date.as_ref().is_none_or(|date| date.starts_with('-'));
        open && self.place.is_none()
            && self.targets.is_empty()
            && self.victims.iter().flatten().all(|words| {
                words.split_whitespace().all(|word| {
                    EVERYBODY
                        .iter()
                        .any(|other| word.eq_ignore_ascii_case(other))
                })
            })
            && self.incident_type != "kidnapping"
            && !self.victims.is_empty()
    }

    /// The scheme tells instances apart by type, date, place, category and perpetrators: templates are one where these
    /// are equal, or where what one of them leaves open is all that differs and they do not name different victims
    /// and targets.
    fn same_instance(&self, other: &Template) -> bool {
        let kind = self.incident_type == other.incident_type && self.stage == other.stage;
        let equal = self.date == other.date
            && self.country == other.country
            && self.place == other.place
            && self.category == other.category
            && self.individuals == other.individuals
            && self.organisations == other.organisations;
        kind && (equal || self.agrees(other))
    }

    fn agrees(&self, other: &Template) -> bool {
        let open = |date: &Option<String>| date.as_ref().is_none_or(|date| date.starts_with('-'));
        let whom = |template: &Template| -> Vec<BTreeSet<String>> {
            let all = template.targets.iter().chain(&template.victims);
            all.flatten()
                .map(|words| {
                    words
                        .to_lowercase()
                        .split_whitespace()
                        .map(str::to_owned)
                        .collect()
                })
                .collect()
        };
        let (here, there) = (whom(self), whom(other));
        // "Rodriguez" and "Ana Rodriguez"; "the judge" and "Ana Rodriguez", where nobody else is told of.
        let same = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.is_subset(b) || b.is_subset(a);
        let one = |named: &Template, other: &Template| {
            named.named_victims.len() == 1
                && named.victims.len() == 1
                && other.named_victims.is_empty()
                && other.victims.len() == 1
                && other.targets.is_empty()
                && other.victim_number.iter().all(|(number, _)| number == "1")
        };
        (self.date == other.date || open(&self.date) || open(&other.date))
            && either(self.country.as_ref(), other.country.as_ref())
            && either(self.place.as_ref(), other.place.as_ref())
            && fits(&self.individuals, &other.individuals)
            && fits(&self.organisations, &other.organisations)
            && (here.is_empty()
                || there.is_empty()
                || here.iter().any(|a| there.iter().any(|b| same(a, b)))
                || one(self, other)
                || one(other, self))
    }

    /// Takes in what another template of the same instance has more.
    fn add(&mut self, other: Template) {
        let open = self.date.as_ref().is_none_or(|date| date.starts_with('-'));
        if open && other.date.is_some() {
            self.date = other.date;
        }
        self.country = self.country.take().or(other.country);
        self.place = self.place.take().or(other.place);
        add(&mut self.individuals, other.individuals);
        add(&mut self.organisations, other.organisations);
        add(&mut self.org_confidence, other.org_confidence);
        add(&mut self.targets, other.targets);
        add(&mut self.named_victims, other.named_victims);
        add(&mut self.victims, other.victims);
        add(&mut self.victim_effect, other.victim_effect);
        add(&mut self.victim_number, other.victim_number);
        add(&mut self.target_effect, other.target_effect);
        add(&mut self.weapons, other.weapons);
    }
}

/// Equal, or one of them absent.
fn either<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// One of them empty, or something in both.
fn fits(a: &[Entity], b: &[Entity]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|entity| b.contains(entity))
}

fn add<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}
