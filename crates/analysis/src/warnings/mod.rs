//! Threats and warnings, and what followed. Looks back only: nothing here forecasts.

mod signals;
mod test;

pub use signals::{Signal, SignalKind};
pub use test::{Evaluation, PairRate};

use test::Window;

use crate::columns::Columns;
use crate::first::whereabouts;
use crate::sheet::{Answer, Entry, Sheet};
use crate::tally::{Caption, incidents};
use crate::trend::p_words;
use crate::{Asked, TextField};
use model::{AccountKey, Announced, Warning, When};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How the question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Followed means: within so many days.
    pub days: u32,
    /// How often days are moved by chance.
    pub times: u32,
    /// The seed of chance.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            days: 30,
            times: 10_000,
            seed: 1,
        }
    }
}

/// Threats and warnings with what followed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warnings {
    /// All of them, by date, the undated last.
    pub signals: Vec<Signal>,
    /// How often attacks followed, against how often they would by chance.
    pub evaluation: Evaluation,
    /// Attacks dated to the day with no threat or warning of the same actor and country in the
    /// days before, by actor and country.
    pub unwarned: Vec<Unwarned>,
    /// What it is about.
    pub caption: Caption,
}

/// Attacks that nothing announced.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unwarned {
    /// Whose.
    pub actor: String,
    /// Where.
    pub country: String,
    /// Attacks dated to the day.
    pub attacks: usize,
    /// Those with no threat or warning in the days before, and none that a report ties to them.
    pub without: usize,
    /// These.
    pub incidents: Vec<String>,
}

/// Sets threats and warnings beside the attacks that followed.
///
/// A threat is an incident of class `threat`; a warning is what the reports state as one. Its
/// actor and country are those of the incident that it is tied to. What follows is an incident
/// of class `attack` of the same actor, or one under it, in the same country, from the day of
/// the threat to `days` later.
///
/// `warned` are the stated warnings, `announced` the threats that a report ties to an attack;
/// `tick` is called as the test goes on.
pub fn warnings(
    asked: &Asked<'_>,
    warned: &[Warning],
    announced: &[Announced],
    settings: Settings,
    tick: impl FnMut(u32),
) -> Warnings {
    let mut tied = tied_rows(asked.columns, warned);
    let attacks = signals::Attacks::of(asked);
    let threats = announced_rows(asked.columns, announced);
    let mut signals = signals::threats(asked, &attacks, &threats);
    signals.extend(signals::stated(asked, &attacks, warned, &tied));
    let window = Window::of(asked, &attacks, &signals, settings.days);
    signals::follow(asked, &attacks, &mut signals, window, settings.days);
    signals.sort_by(|a, b| {
        let key = |signal: &signals::Found| {
            let day = signal.shown.date.and_then(|date| date.sort_day());
            (day.is_none(), day, signal.shown.id.clone())
        };
        key(a).cmp(&key(b))
    });
    let evaluation = test::evaluate(asked, &attacks, &signals, window, settings, tick);
    tied.extend(threats.into_values().map(|tied| Some(tied.attack)));
    let tied: BTreeSet<u32> = tied.into_iter().flatten().collect();
    let unwarned = unwarned(asked, &attacks, &signals, &tied, settings.days);
    let mut caption = asked.caption.clone();
    caption.notes.extend(evaluation.notes());
    Warnings {
        signals: signals.into_iter().map(|signal| signal.shown).collect(),
        evaluation,
        unwarned,
        caption,
    }
}

impl Evaluation {
    /// What the test looks at and what it leaves out, as notes of the caption.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some((first, last)) = self.observed {
            notes.push(format!(
                "observed from {first} to {last}, the same days for every actor and country; a date in the filter narrows them"
            ));
        }
        let mut left = |count: usize, why: &str| {
            if count > 0 {
                let stand = if count == 1 { "stands" } else { "stand" };
                notes.push(format!(
                    "{count} of the threats and warnings {stand} outside the test: {why}"
                ));
            }
        };
        let late = format!(
            "fewer than {} days after them are known, so that nobody can say what followed",
            self.days
        );
        left(self.censored, &late);
        left(self.before, "they came before the days observed");
        left(self.left_out, "they lack a day, an actor or a country");
        if self.attacks_left_out > 0 {
            notes.push(format!(
                "{} of class attack dated less exactly than to the day stand outside the test",
                incidents(self.attacks_left_out)
            ));
        }
        notes
    }
}

/// The incident that each warning is tied to.
fn tied_rows(columns: &Columns, warned: &[Warning]) -> Vec<Option<u32>> {
    let keys: Vec<AccountKey> = warned
        .iter()
        .map(|warning| AccountKey {
            report: warning.report.clone(),
            account: warning.about.clone().unwrap_or_default(),
        })
        .collect();
    columns.rows_of_accounts(&keys)
}

/// The attack that each threat came before, as reports have it: the first that one tells, with the
/// days for which it had been threatened, the first that one tells again.
fn announced_rows<'a>(
    columns: &Columns,
    announced: &'a [Announced],
) -> BTreeMap<u32, signals::Tied<'a>> {
    let keys: Vec<AccountKey> = announced
        .iter()
        .flat_map(|tie| [tie.threat.clone(), tie.attack.clone()])
        .collect();
    let rows = columns.rows_of_accounts(&keys);
    let mut found: BTreeMap<u32, signals::Tied> = BTreeMap::new();
    for (pair, tie) in rows.chunks_exact(2).zip(announced) {
        if let [Some(threat), Some(attack)] = pair {
            let known = found.entry(*threat).or_insert(signals::Tied {
                attack: *attack,
                told: None,
            });
            if known.attack == *attack && tie.lead.is_some() {
                known.told.get_or_insert(tie);
            }
        }
    }
    found
}

fn unwarned(
    asked: &Asked<'_>,
    attacks: &signals::Attacks,
    signals: &[signals::Found],
    tied: &BTreeSet<u32>,
    days: u32,
) -> Vec<Unwarned> {
    let mut announced: BTreeMap<(u32, u32), Vec<i32>> = BTreeMap::new();
    for signal in signals {
        for pair in &signal.pairs {
            announced.entry(*pair).or_default().extend(signal.day);
        }
    }
    for days in announced.values_mut() {
        days.sort_unstable();
    }
    let mut list: Vec<Unwarned> = Vec::new();
    for (pair, rows) in attacks.pairs() {
        let said = announced.get(pair).map_or(&[][..], Vec::as_slice);
        let without: Vec<u32> = (rows.iter())
            .filter(|(day, row)| {
                let until = said.partition_point(|said| said <= day);
                let last = until.checked_sub(1).and_then(|at| said.get(at));
                last.is_none_or(|said| day - said > days as i32) && !tied.contains(row)
            })
            .map(|(_, row)| *row)
            .collect();
        let (actor, country) = attacks.names(asked, *pair);
        list.push(Unwarned {
            actor,
            country,
            attacks: rows.len(),
            without: without.len(),
            incidents: asked.ids(&without),
        });
    }
    list.sort_by(|a, b| (b.attacks, &a.actor, &a.country).cmp(&(a.attacks, &b.actor, &b.country)));
    list
}

impl Answer for Warnings {
    fn sentences(&self) -> Vec<String> {
        let found = &self.evaluation;
        let mut said = vec![format!(
            "{} threats and warnings; {} of them can be tested.",
            self.signals.len(),
            found.tested
        )];
        if found.tested == 0 {
            let why = if found.censored + found.before > 0 {
                "too few days are known after those that tell a day, an actor and a country"
            } else {
                "no threat or warning tells a day, an actor and a country"
            };
            said.push(format!("Nothing to test: {why}."));
            return said;
        }
        let share = |share: Option<f64>| {
            share.map_or("–".to_owned(), |share| format!("{:.1} %", share * 100.0))
        };
        let interval = found.interval.map_or(String::new(), |(low, high)| {
            format!(
                ", 95 % interval {:.1} to {:.1} %",
                low * 100.0,
                high * 100.0
            )
        });
        said.push(format!(
            "Followed by an attack of the same actor in the same country within {} days: {} of {} ({}{interval}); base rate {}.",
            found.days,
            found.followed,
            found.tested,
            share(found.share),
            share(found.base_rate)
        ));
        said.push(format!(
            "Permutation test: {} of {} followed; in {} of {} random moves as many or more were, p = {} (seed {}){}.",
            found.followed,
            found.tested,
            found.permuted.at_least,
            found.permuted.times,
            p_words(found.permuted.p()),
            found.permuted.seed,
            if found.tested < 10 { "; small numbers" } else { "" }
        ));
        said
    }

    fn sheets(&self) -> Vec<Sheet> {
        let heads = [
            "kind",
            "id",
            "by",
            "date",
            "country",
            "tied_to",
            "lead_days",
            "told_days",
            "told_as",
            "next_attack",
            "after_days",
            "followed",
            "heeded",
        ];
        let mut signals = Sheet::new("signals", "threats and warnings, and what followed", &heads);
        for signal in &self.signals {
            let yes = |flag: Option<bool>| match flag {
                Some(true) => Entry::text("yes"),
                Some(false) => Entry::text("no"),
                None => Entry::None,
            };
            let own = (signal.kind == SignalKind::Threat).then_some(&signal.id);
            let ids: Vec<String> = own
                .into_iter()
                .chain(&signal.tied_to)
                .chain(&signal.next)
                .cloned()
                .collect();
            let entries = vec![
                Entry::text(signal.kind.word()),
                Entry::text(&signal.id),
                Entry::text(&signal.by),
                Entry::when(signal.date),
                Entry::text(signal.countries.join(", ")),
                Entry::text(signal.tied_to.as_deref().unwrap_or("")),
                Entry::text(signal.lead.as_deref().unwrap_or("")),
                signal
                    .lead_told
                    .map_or(Entry::None, |told| Entry::text(told.to_string())),
                (signal.lead_words.as_deref()).map_or(Entry::None, Entry::text),
                Entry::text(signal.next.as_deref().unwrap_or("")),
                signal
                    .next_after
                    .map_or(Entry::None, |days| Entry::Count(u64::from(days))),
                yes(signal.followed),
                yes(signal.heeded),
            ];
            signals.push(entries, &ids);
        }
        let heads = [
            "actor",
            "country",
            "tested",
            "followed",
            "share",
            "base_rate",
            "attacks",
            "too_late",
        ];
        let mut rates = Sheet::new(
            "rates",
            format!("followed within {} days", self.evaluation.days),
            &heads,
        );
        for pair in &self.evaluation.pairs {
            let entries = vec![
                Entry::text(&pair.actor),
                Entry::text(&pair.country),
                Entry::count(pair.tested),
                Entry::count(pair.followed),
                Entry::share(pair.share),
                Entry::share(pair.base_rate),
                Entry::count(pair.attacks),
                Entry::count(pair.censored),
            ];
            rates.push(entries, &[]);
        }
        let heads = ["actor", "country", "attacks", "unannounced"];
        let title = format!(
            "attacks for which the reports read here tell of no threat or warning in the {} days before, and tie none to them",
            self.evaluation.days
        );
        let mut unwarned = Sheet::new("unannounced", title, &heads);
        for pair in &self.unwarned {
            let entries = vec![
                Entry::text(&pair.actor),
                Entry::text(&pair.country),
                Entry::count(pair.attacks),
                Entry::count(pair.without),
            ];
            unwarned.push(entries, &pair.incidents);
        }
        vec![signals, rates, unwarned]
    }

    fn caption(&self) -> &Caption {
        &self.caption
    }
}

/// What an incident is called in a list: its place, or its country.
fn place_of(asked: &Asked<'_>, row: u32) -> String {
    whereabouts(asked, row)
}

/// Whether an incident is of a class.
fn is_class(asked: &Asked<'_>, row: u32, class: &str) -> bool {
    asked.text(TextField::Class, row) == Some(class)
}

/// The fewest and the most days that may lie between two dates.
fn lead(from: When, until: When) -> Option<(i64, i64)> {
    let days = |a: Option<jiff::civil::Date>, b: Option<jiff::civil::Date>| {
        let (a, b) = (crate::days::number(a?), crate::days::number(b?));
        Some(i64::from(b) - i64::from(a))
    };
    Some((days(from.last, until.first)?, days(from.first, until.last)?))
}

/// `3`, `3 to 5`.
fn lead_words((least, most): (i64, i64)) -> String {
    if least == most {
        least.to_string()
    } else {
        format!("{least} to {most}")
    }
}
