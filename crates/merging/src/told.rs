//! What an account tells, laid out for comparing: names folded, dates as day numbers.

use crate::words::{fold, hash, hash_on};
use codebook::merging::MergingRules;
use jiff::civil::{Date, date};
use model::{Account, ActorRef, Estimate, Precision, When};

/// One account, ready to be compared many times.
#[derive(Debug, Clone)]
pub(crate) struct Told<'a> {
    pub account: &'a Account,
    pub days: Option<Days>,
    pub country: Option<&'a str>,
    pub from_country: Option<&'a str>,
    pub admin1: Option<Name>,
    /// The settlement first, then nothing; "Karrada, Baghdad" keeps the quarter apart.
    pub place: Option<Name>,
    pub quarter: Option<Name>,
    /// Degrees of a settlement or something finer.
    pub point: Option<(f64, f64)>,
    pub site: Option<Site>,
    pub perpetrators: Vec<Actor>,
    pub claimed_by: Vec<Actor>,
    pub targets: Vec<Aim<'a>>,
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
    pub text: String,
    pub hash: u64,
}

/// A facility: the telling words of its name, and those that say the sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    pub telling: Vec<u64>,
    pub sort: Vec<u64>,
    pub hash: u64,
}

/// An actor that may be compared: never a private person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Actor {
    pub id: Option<String>,
    pub name: Name,
    /// It is an organisation by name, not "gunmen".
    pub named: bool,
}

/// A target's code, nationality and the telling words of its name.
#[derive(Debug, Clone)]
pub(crate) struct Aim<'a> {
    pub kind: &'a str,
    pub nationality: Option<&'a str>,
    pub telling: Vec<u64>,
}

impl<'a> Told<'a> {
    pub(crate) fn by(account: &'a Account, rules: &MergingRules) -> Self {
        let (quarter, place) = account
            .place
            .as_ref()
            .map_or((None, None), |place| quarter_and_place(&place.value));
        let admin1 = account
            .admin1
            .as_ref()
            .and_then(|unit| Name::of(&unit.value));
        let around: Vec<u64> = [&place, &quarter, &admin1]
            .into_iter()
            .flatten()
            .flat_map(|name| name.text.split(' ').map(|word| hash(word.as_bytes())))
            .collect();
        Told {
            account,
            days: account.date.as_ref().and_then(|date| Days::of(&date.value)),
            country: account.country.as_ref().map(|code| code.value.as_str()),
            from_country: account
                .from_country
                .as_ref()
                .map(|code| code.value.as_str()),
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
                .and_then(|site| Site::of(&site.value, &around, rules)),
            admin1,
            place,
            quarter,
            perpetrators: account
                .perpetrators
                .iter()
                .filter_map(|actor| Actor::of(&actor.value))
                .collect(),
            claimed_by: account
                .claimed_by
                .iter()
                .filter_map(|actor| Actor::of(&actor.value))
                .collect(),
            targets: account
                .targets
                .iter()
                .map(|target| Aim {
                    kind: &target.kind.value,
                    nationality: target.nationality.as_ref().map(|code| code.value.as_str()),
                    telling: target
                        .name
                        .as_ref()
                        .filter(|name| !name.value.person)
                        .map(|name| telling_words(&name.value.name, &around, rules))
                        .unwrap_or_default(),
                })
                .collect(),
        }
    }

    pub(crate) fn report(&self) -> &'a str {
        &self.account.report
    }

    pub(crate) fn kind(&self) -> &'a str {
        &self.account.kind.value
    }

    pub(crate) fn class(&self) -> &'a str {
        &self.account.class.value
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
        self.account
            .multiple
            .as_ref()
            .is_some_and(|flag| flag.value)
    }

    /// A figure, unless nothing is told in it.
    pub(crate) fn killed(&self) -> Option<&'a Estimate> {
        self.account
            .killed
            .as_ref()
            .map(|count| &count.value)
            .filter(|count| !count.is_empty())
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
    pub(crate) fn of(name: &str) -> Option<Self> {
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
            text,
        })
    }
}

/// "Karrada, Baghdad" is a quarter and a settlement, anything else a settlement.
fn quarter_and_place(place: &str) -> (Option<Name>, Option<Name>) {
    match place.rsplit_once(',') {
        Some((quarter, place)) => (Name::of(quarter), Name::of(place)),
        None => (None, Name::of(place)),
    }
}

impl Site {
    fn of(site: &str, around: &[u64], rules: &MergingRules) -> Option<Self> {
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
            hash: words
                .iter()
                .fold(hash(b"site"), |sum, word| hash_on(sum, word.as_bytes())),
        })
    }
}

/// Folded words of a facility without little words, plurals made singular.
fn site_words(site: &str) -> Vec<String> {
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
    fn of(actor: &ActorRef) -> Option<Self> {
        if actor.person {
            return None;
        }
        Some(Actor {
            id: actor.id.clone(),
            name: Name::of(&actor.name)?,
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
