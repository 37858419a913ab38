//! What an account tells, laid out for comparing: names folded, dates as day numbers.

use crate::words::{fold, hash, hash_on};
use codebook::merging::MergingRules;
use jiff::civil::{Date, date};
use model::{
    Account, AccountKey, ActorRef, Estimate, Field, Precision, Sourced, Status, Target, When,
};
use std::collections::HashSet;
use std::sync::Arc;

/// What merging needs of an account: small enough that a million fit into memory, and ready to
/// be compared many times.
///
/// Names of private persons are not in it.
#[derive(Debug, Clone)]
pub struct Profile {
    pub(crate) report: Arc<str>,
    pub(crate) id: Arc<str>,
    pub(crate) class: Arc<str>,
    pub(crate) kind: Arc<str>,
    pub(crate) status: Status,
    pub(crate) suicide: Option<bool>,
    pub(crate) multiple: Option<bool>,
    pub(crate) days: Option<Days>,
    pub(crate) country: Option<Arc<str>>,
    pub(crate) from_country: Option<Arc<str>>,
    pub(crate) admin1: Option<Name>,
    /// The settlement; "Karrada, Baghdad" keeps the quarter apart.
    pub(crate) place: Option<Name>,
    pub(crate) quarter: Option<Name>,
    /// The settlement as printed.
    pub(crate) settlement: Option<Arc<str>>,
    /// Degrees of a settlement or something finer.
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) site: Option<Box<Site>>,
    pub(crate) perpetrators: Box<[Actor]>,
    pub(crate) claimed_by: Box<[Actor]>,
    pub(crate) targets: Box<[Aim]>,
    pub(crate) weapons: Box<[Arc<str>]>,
    /// The figures it tells, those that say nothing left out.
    pub(crate) figures: Box<[(Field, Estimate)]>,
}

/// Names that many accounts share, each held once.
#[derive(Debug, Default)]
pub struct Names(HashSet<Arc<str>>);

impl Names {
    fn take(&mut self, name: &str) -> Arc<str> {
        if let Some(name) = self.0.get(name) {
            return Arc::clone(name);
        }
        let name: Arc<str> = name.into();
        self.0.insert(Arc::clone(&name));
        name
    }
}

/// Days since 1970-01-01; `None` where open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub first: Option<i32>,
    pub last: Option<i32>,
    pub approx: bool,
}

/// A folded name with the hash of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub text: Arc<str>,
    pub hash: u64,
}

/// A facility: the telling words of its name, and those that say the sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    pub telling: Vec<u64>,
    pub sort: Vec<u64>,
    pub hash: u64,
    /// As printed.
    pub shown: Arc<str>,
}

/// An actor that may be compared: never a private person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Actor {
    pub id: Option<Arc<str>>,
    pub name: Name,
    /// As printed.
    pub shown: Arc<str>,
    /// It is an organisation by name, not "gunmen".
    pub named: bool,
}

/// A target's code, nationality and the telling words of its name.
#[derive(Debug, Clone)]
pub(crate) struct Aim {
    pub kind: Arc<str>,
    pub nationality: Option<Arc<str>>,
    /// Whom it names, unless that is a private person.
    pub name: Option<Actor>,
    pub telling: Vec<u64>,
}

impl Profile {
    /// What an account tells; `names` holds what it shares with others.
    pub fn of(account: &Account, rules: &MergingRules, names: &mut Names) -> Self {
        let text = |field: &Option<Sourced<String>>, names: &mut Names| {
            field.as_ref().map(|text| names.take(&text.value))
        };
        let (quarter, place) = account
            .place
            .as_ref()
            .map_or((None, None), |place| quarter_and_place(&place.value, names));
        let settlement = account.place.as_ref().map(|place| {
            let settlement = place.value.rsplit(',').next().unwrap_or("").trim();
            names.take(settlement)
        });
        let admin1 = account
            .admin1
            .as_ref()
            .and_then(|unit| Name::of(&unit.value, names));
        let around: Vec<u64> = [&place, &quarter, &admin1]
            .into_iter()
            .flatten()
            .flat_map(|name| name.text.split(' ').map(|word| hash(word.as_bytes())))
            .collect();
        let actors = |actors: &[Sourced<ActorRef>], names: &mut Names| {
            let actors = actors.iter();
            actors
                .filter_map(|actor| Actor::of(&actor.value, names))
                .collect()
        };
        Profile {
            report: names.take(&account.report),
            id: names.take(&account.id),
            class: names.take(&account.class.value),
            kind: names.take(&account.kind.value),
            status: account.status.value,
            suicide: account.suicide.as_ref().map(|flag| flag.value),
            multiple: account.multiple.as_ref().map(|flag| flag.value),
            days: account.date.as_ref().and_then(|date| Days::of(&date.value)),
            country: text(&account.country, names),
            from_country: text(&account.from_country, names),
            point: account.location.as_ref().and_then(|location| {
                let exact = matches!(
                    location.value.precision,
                    Precision::Site | Precision::Settlement
                );
                let sound =
                    location.value.latitude.is_finite() && location.value.longitude.is_finite();
                (exact && sound).then_some((location.value.latitude, location.value.longitude))
            }),
            site: account
                .site
                .as_ref()
                .and_then(|site| Site::of(&site.value, &around, rules, names))
                .map(Box::new),
            perpetrators: actors(&account.perpetrators, names),
            claimed_by: actors(&account.claimed_by, names),
            targets: account
                .targets
                .iter()
                .map(|target| Aim::of(target, &around, rules, names))
                .collect(),
            weapons: account
                .weapons
                .iter()
                .map(|weapon| names.take(&weapon.value))
                .collect(),
            figures: FIGURES
                .iter()
                .filter_map(|(field, get)| Some((*field, get(account)?.value)))
                .filter(|(_, count)| !count.is_empty())
                .collect(),
            settlement,
            admin1,
            place,
            quarter,
        }
    }

    /// The account's name in a casebook.
    pub fn key(&self) -> AccountKey {
        AccountKey {
            report: self.report.to_string(),
            account: self.id.to_string(),
        }
    }

    /// The order in which accounts stand: by report and id.
    pub fn order(&self) -> (&str, &str) {
        (&self.report, &self.id)
    }

    pub(crate) fn report(&self) -> &str {
        &self.report
    }

    pub(crate) fn kind(&self) -> &str {
        &self.kind
    }

    pub(crate) fn class(&self) -> &str {
        &self.class
    }

    /// Its date, if it tells any, spans more than a week, so that it may fit several incidents.
    pub(crate) fn is_vague(&self) -> bool {
        !self.days.is_some_and(|days| match (days.first, days.last) {
            (Some(first), Some(last)) => last - first <= 7,
            (None, Some(_)) => true,
            _ => false,
        })
    }

    pub(crate) fn is_multiple(&self) -> bool {
        self.multiple == Some(true)
    }

    /// A figure, unless nothing is told in it.
    pub(crate) fn figure(&self, field: Field) -> Option<&Estimate> {
        let mut figures = self.figures.iter();
        let found = figures.find(|(figure, _)| *figure == field);
        found.map(|(_, count)| count)
    }

    pub(crate) fn killed(&self) -> Option<&Estimate> {
        self.figure(Field::Killed)
    }
}

/// Gives a number field of an account.
type Get = fn(&Account) -> Option<&Sourced<Estimate>>;

const FIGURES: [(Field, Get); 6] = [
    (Field::Killed, |account| account.killed.as_ref()),
    (Field::Injured, |account| account.injured.as_ref()),
    (Field::Casualties, |account| account.casualties.as_ref()),
    (Field::KilledPerpetrators, |account| {
        account.killed_perpetrators.as_ref()
    }),
    (Field::Arrested, |account| account.arrested.as_ref()),
    (Field::Attackers, |account| account.attackers.as_ref()),
];

impl Aim {
    fn of(target: &Target, around: &[u64], rules: &MergingRules, names: &mut Names) -> Self {
        let name = target.name.as_ref().map(|name| &name.value);
        let name = name.filter(|name| !name.person);
        Aim {
            kind: names.take(&target.kind.value),
            nationality: target
                .nationality
                .as_ref()
                .map(|code| names.take(&code.value)),
            telling: name
                .map(|name| telling_words(&name.name, around, rules))
                .unwrap_or_default(),
            name: name.and_then(|name| Actor::of(name, names)),
        }
    }
}

impl Days {
    pub(crate) fn of(when: &When) -> Option<Self> {
        if when.first.is_none() && when.last.is_none() {
            return None;
        }
        Some(Days {
            first: when.first.map(day_number),
            last: when.last.map(day_number),
            approx: when.approx,
        })
    }
}

fn day_number(day: Date) -> i32 {
    day.since(date(1970, 1, 1))
        .map_or(0, |span| span.get_days())
}

impl Name {
    pub(crate) fn of(name: &str, names: &mut Names) -> Option<Self> {
        let mut words = fold(name);
        if words.len() > 1 {
            words.retain(|word| {
                !matches!(
                    word.as_str(),
                    "al" | "el"
                        | "the"
                        | "of"
                        | "city"
                        | "province"
                        | "district"
                        | "region"
                        | "governorate"
                )
            });
        }
        let text = words.join(" ");
        (!text.is_empty()).then(|| Name {
            hash: hash(text.as_bytes()),
            text: names.take(&text),
        })
    }
}

/// "Karrada, Baghdad" is a quarter and a settlement, anything else a settlement.
fn quarter_and_place(place: &str, names: &mut Names) -> (Option<Name>, Option<Name>) {
    match place.rsplit_once(',') {
        Some((quarter, place)) => (Name::of(quarter, names), Name::of(place, names)),
        None => (None, Name::of(place, names)),
    }
}

impl Site {
    fn of(site: &str, around: &[u64], rules: &MergingRules, names: &mut Names) -> Option<Self> {
        let words = site_words(site);
        if words.is_empty() {
            return None;
        }
        let is_sort = |word: &&String| rules.site.generic.contains(*word);
        let mut sort: Vec<u64> = words
            .iter()
            .filter(is_sort)
            .map(|word| hash(word.as_bytes()))
            .collect();
        sort.sort_unstable();
        Some(Site {
            telling: telling_words(site, around, rules),
            sort,
            shown: names.take(site),
            hash: words
                .iter()
                .fold(hash(b"site"), |sum, word| hash_on(sum, word.as_bytes())),
        })
    }
}

/// Folded words of a facility without little words, plurals made singular.
pub(crate) fn site_words(site: &str) -> Vec<String> {
    fold(site)
        .into_iter()
        .filter(|word| {
            !matches!(
                word.as_str(),
                "the" | "of" | "in" | "and" | "a" | "at" | "s" | "near" | "al" | "el" | "for"
            )
        })
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if stem.len() > 3 && !stem.ends_with('s') && !stem.ends_with('u') => {
                stem.to_owned()
            }
            _ => word,
        })
        .collect()
}

/// Hashes of the words that tell one facility from another in the same town, sorted.
fn telling_words(name: &str, around: &[u64], rules: &MergingRules) -> Vec<u64> {
    let mut telling: Vec<u64> = site_words(name)
        .iter()
        .filter(|word| !rules.site.generic.contains(*word))
        .map(|word| hash(word.as_bytes()))
        .filter(|word| !around.contains(word))
        .collect();
    telling.sort_unstable();
    telling.dedup();
    telling
}

impl Actor {
    fn of(actor: &ActorRef, names: &mut Names) -> Option<Self> {
        if actor.person {
            return None;
        }
        Some(Actor {
            id: actor.id.as_deref().map(|id| names.take(id)),
            name: Name::of(&actor.name, names)?,
            shown: names.take(&actor.name),
            named: actor.id.is_some() || actor.name.starts_with(char::is_uppercase),
        })
    }

    pub(crate) fn is(&self, other: &Actor) -> bool {
        match (&self.id, &other.id) {
            (Some(a), Some(b)) => a == b,
            _ => self.name == other.name,
        }
    }

    /// True where one is part of the other: by the codebook, or because the one's name
    /// begins with the other's.
    pub(crate) fn is_family_of(&self, other: &Actor, rules: &MergingRules) -> bool {
        if let (Some(a), Some(b)) = (&self.id, &other.id)
            && (is_below(a, b, rules) || is_below(b, a, rules))
        {
            return true;
        }
        let (a, b) = (&self.name.text, &other.name.text);
        let begins = |long: &str, short: &str| {
            long.strip_prefix(short)
                .is_some_and(|rest| rest.starts_with(' '))
        };
        begins(a, b) || begins(b, a)
    }
}

/// True where `parent` stands somewhere above `actor`.
pub(crate) fn is_below(actor: &str, parent: &str, rules: &MergingRules) -> bool {
    let mut at = actor;
    // More steps than any family has: a circle in the data must not hang the program.
    for _ in 0..16 {
        match rules.parents.get(at) {
            Some(above) if above == parent => return true,
            Some(above) => at = above,
            None => return false,
        }
    }
    false
}
