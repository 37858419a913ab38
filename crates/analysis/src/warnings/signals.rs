use super::test::Window;
use super::{is_class, lead, lead_words, place_of};
use crate::{Asked, TextField, days};
use model::{Announced, Estimate, Warning, When};
use serde::Serialize;
use std::collections::BTreeMap;

/// A threat or a warning, and what followed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signal {
    /// Threat or warning.
    pub kind: SignalKind,
    /// The incident's id, or report and number of the warning: `weekly#w01`.
    pub id: String,
    /// Who threatened or warned.
    pub by: String,
    /// When.
    pub date: Option<When>,
    /// Whose attacks are looked for.
    pub actors: Vec<String>,
    /// Where.
    pub countries: Vec<String>,
    /// The incident that the report ties it to.
    pub tied_to: Option<String>,
    /// Where that was.
    pub tied_place: Option<String>,
    /// Days from it to that incident: `3`, or `3 to 5` where the dates leave it open.
    pub lead: Option<String>,
    /// The same as the fewest and the most days.
    pub lead_days: Option<(i64, i64)>,
    /// For how many days it had been threatened by then, as the report says without a day:
    /// "several weeks of threats" are 21 or more.
    pub lead_told: Option<Estimate>,
    /// The words of the report that say it.
    pub lead_words: Option<String>,
    /// The next attack of the same actor in the same country, dated to the day.
    pub next: Option<String>,
    /// Days to it.
    pub next_after: Option<u32>,
    /// It came within the days asked about; `None` where the day, actor or country is missing,
    /// and where so many days after it are not yet known.
    pub followed: Option<bool>,
    /// The report says that it was acted on, or ignored.
    pub heeded: Option<bool>,
}

/// What announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// The perpetrator threatened.
    Threat,
    /// Somebody warned of it.
    Warning,
}

impl SignalKind {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            SignalKind::Threat => "threat",
            SignalKind::Warning => "warning",
        }
    }
}

/// The attack that a threat came before.
pub(super) struct Tied<'a> {
    /// Its row.
    pub attack: u32,
    /// The first report that says for how long it had been threatened.
    pub told: Option<&'a Announced>,
}

/// A signal with what the test needs.
pub(super) struct Found {
    pub shown: Signal,
    /// Its day, where its date is one.
    pub day: Option<i32>,
    /// Actor and country, as numbers in [`Attacks`].
    pub pairs: Vec<(u32, u32)>,
}

/// Attacks dated to the day, by actor and country.
pub(super) struct Attacks {
    by_pair: BTreeMap<(u32, u32), Vec<(i32, u32)>>,
    actors: Vec<String>,
    /// The number of each actor of the columns.
    actor_of: Vec<u32>,
    pub not_to_the_day: usize,
}

impl Attacks {
    pub fn of(asked: &Asked<'_>) -> Attacks {
        let names = &asked.columns.texts(TextField::Actor).names;
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut actors = Vec::new();
        let actor_of = names.iter().map(|actor| {
            let key = actor.id.clone().unwrap_or_else(|| crate::fold(&actor.name));
            *numbers.entry(key).or_insert_with(|| {
                let known = actor.id.as_deref();
                let known = known.and_then(|id| asked.context.name_of(TextField::Actor, id));
                actors.push(if actor.person {
                    "(a private person)".to_owned()
                } else {
                    known.unwrap_or_else(|| actor.name.clone())
                });
                actors.len() as u32 - 1
            })
        });
        let actor_of = actor_of.collect();
        let mut attacks = Attacks {
            by_pair: BTreeMap::new(),
            actors,
            actor_of,
            not_to_the_day: 0,
        };
        for row in asked
            .rows
            .iter()
            .filter(|row| is_class(asked, **row, "attack"))
        {
            match asked.columns.span(*row) {
                Some((first, last)) if first == last => {
                    for pair in attacks.pairs_of(asked, *row) {
                        attacks.by_pair.entry(pair).or_default().push((first, *row));
                    }
                }
                _ => attacks.not_to_the_day += 1,
            }
        }
        for days in attacks.by_pair.values_mut() {
            days.sort_unstable();
        }
        attacks
    }

    /// Pairs with their attacks, by day.
    pub fn pairs(&self) -> impl Iterator<Item = (&(u32, u32), &Vec<(i32, u32)>)> {
        self.by_pair.iter()
    }

    pub fn of_pair(&self, pair: (u32, u32)) -> &[(i32, u32)] {
        self.by_pair.get(&pair).map_or(&[], Vec::as_slice)
    }

    /// Actors and countries of an incident, each with each; private persons are left out.
    fn pairs_of(&self, asked: &Asked<'_>, row: u32) -> Vec<(u32, u32)> {
        let actors = asked.columns.texts(TextField::Actor);
        let countries = asked.columns.texts(TextField::Country).of(row);
        let mut pairs = Vec::new();
        for actor in actors.of(row) {
            if actors.names[*actor as usize].person {
                continue;
            }
            let number = self.actor_of[*actor as usize];
            pairs.extend(countries.iter().map(|country| (number, *country)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    pub fn names(&self, asked: &Asked<'_>, (actor, country): (u32, u32)) -> (String, String) {
        let code = &asked.columns.texts(TextField::Country).names[country as usize].name;
        let country = asked.context.name_of(TextField::Country, code);
        (
            self.actors[actor as usize].clone(),
            country.unwrap_or_else(|| code.clone()),
        )
    }
}

fn empty(kind: SignalKind, id: String, by: String, date: Option<When>) -> Signal {
    Signal {
        kind,
        id,
        by,
        date,
        actors: Vec::new(),
        countries: Vec::new(),
        tied_to: None,
        tied_place: None,
        lead: None,
        lead_days: None,
        lead_told: None,
        lead_words: None,
        next: None,
        next_after: None,
        followed: None,
        heeded: None,
    }
}

/// Incidents of class threat.
pub(super) fn threats(
    asked: &Asked<'_>,
    attacks: &Attacks,
    announced: &BTreeMap<u32, Tied<'_>>,
) -> Vec<Found> {
    let rows = asked.rows.iter().copied();
    let rows = rows.filter(|row| is_class(asked, *row, "threat"));
    let found = rows.map(|row| {
        let pairs = attacks.pairs_of(asked, row);
        let by: Vec<&str> = (asked.columns.texts(TextField::Actor).names_of(row))
            .map(|actor| {
                if actor.person {
                    "(a private person)"
                } else {
                    &actor.name
                }
            })
            .collect();
        let id = asked.columns.id(row).to_owned();
        let date = asked.columns.when(row);
        let mut shown = empty(SignalKind::Threat, id, by.join("; "), date);
        if let Some(tied) = announced.get(&row) {
            tie(asked, &mut shown, tied.attack);
            shown.lead_told = tied.told.and_then(|told| told.lead);
            shown.lead_words = tied.told.and_then(|told| told.lead_words.clone());
        }
        found(asked, attacks, shown, pairs)
    });
    found.collect()
}

/// Stated warnings; those whose incident the filter leaves out are left out too.
pub(super) fn stated(
    asked: &Asked<'_>,
    attacks: &Attacks,
    warned: &[Warning],
    tied: &[Option<u32>],
) -> Vec<Found> {
    let mut meant = vec![false; asked.columns.len()];
    for row in &asked.rows {
        meant[*row as usize] = true;
    }
    let whole = asked.caption.filter.is_none();
    let pairs = warned.iter().zip(tied);
    let pairs = pairs.filter(|(_, tied)| tied.map_or(whole, |row| meant[row as usize]));
    let found = pairs.map(|(warning, tied)| {
        let by = if warning.issued_by.value.person {
            "(a private person)".to_owned()
        } else {
            warning.issued_by.value.name.clone()
        };
        let id = format!("{}#{}", warning.report, warning.id);
        let date = warning.date.as_ref().map(|date| date.value);
        let mut shown = empty(SignalKind::Warning, id, by, date);
        shown.heeded = warning.heeded.as_ref().map(|heeded| heeded.value);
        let mut pairs = Vec::new();
        if let Some(row) = *tied {
            tie(asked, &mut shown, row);
            pairs = attacks.pairs_of(asked, row);
        }
        found(asked, attacks, shown, pairs)
    });
    found.collect()
}

/// Ties a signal to the incident that a report says came after it.
fn tie(asked: &Asked<'_>, shown: &mut Signal, row: u32) {
    shown.tied_to = Some(asked.columns.id(row).to_owned());
    shown.tied_place = Some(place_of(asked, row));
    let when = asked.columns.when(row);
    shown.lead_days = shown
        .date
        .zip(when)
        .and_then(|(said, came)| lead(said, came));
    shown.lead = shown.lead_days.map(lead_words);
}

fn found(asked: &Asked<'_>, attacks: &Attacks, mut shown: Signal, pairs: Vec<(u32, u32)>) -> Found {
    for pair in &pairs {
        let (actor, country) = attacks.names(asked, *pair);
        if !shown.actors.contains(&actor) {
            shown.actors.push(actor);
        }
        if !shown.countries.contains(&country) {
            shown.countries.push(country);
        }
    }
    let day = shown.date.filter(When::is_day).and_then(|date| date.first);
    Found {
        shown,
        day: day.map(days::number),
        pairs,
    }
}

/// Looks the next attack up.
///
/// Where none followed and an attack within so many days need not be known yet, it is left
/// open whether one did.
pub(super) fn follow(
    asked: &Asked<'_>,
    attacks: &Attacks,
    signals: &mut [Found],
    window: Option<Window>,
    within: u32,
) {
    for signal in signals {
        let Some(day) = signal.day.filter(|_| !signal.pairs.is_empty()) else {
            continue;
        };
        let next = signal.pairs.iter().filter_map(|pair| {
            let days = attacks.of_pair(*pair);
            let at = days.partition_point(|(attack, _)| *attack < day);
            days.get(at)
        });
        let next = next.min();
        let soon = |attack: i32| attack.abs_diff(day) <= within;
        let followed = next.is_some_and(|(attack, _)| soon(*attack));
        let over = window.is_some_and(|window| window.is_over(day));
        signal.shown.followed = (followed || over).then_some(followed);
        if let Some((attack, row)) = next {
            signal.shown.next = Some(asked.columns.id(*row).to_owned());
            signal.shown.next_after = u32::try_from(attack - day).ok();
        }
    }
}
