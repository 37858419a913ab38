//! What must hold across the codebook's files, said with file, line and caret.

use crate::actors::ActorFile;
use crate::countries::CountryFile;
use crate::error::Problem;
use crate::events::EventFile;
use crate::phrases::fold;
use crate::terms::TermFile;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;

/// A text that stands somewhere in a file.
#[derive(Debug, Clone)]
struct Spot {
    file: String,
    range: Range<usize>,
    text: String,
}

/// Where everything stands that must be unique or must exist.
#[derive(Debug, Default)]
pub(crate) struct Spots {
    actor_ids: Vec<Spot>,
    actor_names: Vec<(Spot, String)>,
    parents: Vec<Spot>,
    actor_countries: Vec<Spot>,
    country_codes: Vec<Spot>,
    events: Vec<(Spot, String, bool, bool)>,
    weapon_ids: Vec<(Spot, bool)>,
    weapon_uses: Vec<Spot>,
    event_uses: Vec<Spot>,
    target_ids: Vec<(Spot, bool)>,
    trigger_words: Vec<(Spot, String)>,
    term_words: Vec<(Spot, String)>,
}

fn spot(file: &str, text: &Spanned<String>) -> Spot {
    Spot {
        file: file.to_owned(),
        range: text.span(),
        text: text.get_ref().clone(),
    }
}

impl Spots {
    pub fn actors(&mut self, file: &str, actors: &ActorFile) {
        for actor in &actors.actor {
            let id = actor.id.get_ref().clone();
            self.actor_ids.push(spot(file, &actor.id));
            self.parents
                .extend(actor.parent.iter().map(|parent| spot(file, parent)));
            for country in &actor.countries {
                self.actor_countries.push(spot(file, country));
            }
            for name in std::iter::once(&actor.name)
                .chain(&actor.aliases)
                .chain(&actor.members)
            {
                self.actor_names.push((spot(file, name), id.clone()));
            }
        }
    }

    pub fn countries(&mut self, file: &str, countries: &CountryFile) {
        for country in &countries.country {
            self.country_codes.push(spot(file, &country.code));
        }
    }

    pub fn event(&mut self, file: &str, event: &EventFile) {
        self.events.push((
            spot(file, &event.class.id),
            event.class.class.get_ref().clone(),
            !event.example.is_empty(),
            !event.counterexample.is_empty(),
        ));
        let used = event.class.weapons.iter();
        let used = used.chain(event.trigger.iter().flat_map(|trigger| &trigger.weapons));
        self.weapon_uses
            .extend(used.map(|weapon| spot(file, weapon)));
        for example in &event.example {
            self.event_uses
                .extend(example.codes.iter().map(|code| spot(file, code)));
        }
        let class = event.class.class.get_ref();
        for trigger in &event.trigger {
            // The same verb may tell of two things by what it is said of.
            let said_of = format!("{:?} {:?}", trigger.subject, trigger.object);
            for word in &trigger.verbs {
                self.trigger_words
                    .push((spot(file, word), format!("verb {class} {said_of}")));
            }
            for word in &trigger.nouns {
                self.trigger_words
                    .push((spot(file, word), format!("noun {class}")));
            }
        }
    }

    pub fn terms(&mut self, file: &str, terms: &TermFile) {
        for target in &terms.target {
            self.target_ids
                .push((spot(file, &target.id), !target.examples.is_empty()));
            for word in target
                .persons
                .iter()
                .chain(&target.sites)
                .chain(&target.bodies)
            {
                self.term_words
                    .push((spot(file, word), "target".to_owned()));
            }
        }
        for weapon in &terms.weapon {
            self.weapon_ids
                .push((spot(file, &weapon.id), !weapon.examples.is_empty()));
            self.weapon_uses
                .extend(weapon.closer_than.iter().map(|code| spot(file, code)));
            self.event_uses
                .extend(weapon.event.iter().map(|code| spot(file, code)));
            for word in weapon.words.iter().chain(&weapon.suicide_words) {
                self.term_words
                    .push((spot(file, word), "weapon".to_owned()));
            }
        }
        for people in &terms.people {
            for noun in &people.nouns {
                self.term_words
                    .push((spot(file, noun), "people".to_owned()));
            }
        }
    }
}

/// Adds every mistake to `problems`.
pub(crate) fn check(files: &[(&str, &str)], spots: &Spots, problems: &mut Vec<Problem>) {
    let texts: BTreeMap<&str, &str> = files.iter().copied().collect();
    let mut say = |spot: &Spot, message: String| {
        let text = texts.get(spot.file.as_str()).copied().unwrap_or("");
        problems.push(Problem::at(&spot.file, text, spot.range.clone(), message));
    };
    let place = |spot: &Spot| {
        let text = texts.get(spot.file.as_str()).copied().unwrap_or("");
        let line = text
            .get(..spot.range.start)
            .map_or(1, |before| before.matches('\n').count() + 1);
        format!("{}:{line}", spot.file)
    };

    let ids: Vec<&Spot> = spots.actor_ids.iter().collect();
    unique(&ids, "actor id", &place, &mut say);
    let codes: Vec<&Spot> = spots.country_codes.iter().collect();
    unique(&codes, "country code", &place, &mut say);
    let weapons: Vec<&Spot> = spots.weapon_ids.iter().map(|(spot, _)| spot).collect();
    unique(&weapons, "weapon code", &place, &mut say);
    let targets: Vec<&Spot> = spots.target_ids.iter().map(|(spot, _)| spot).collect();
    unique(&targets, "target code", &place, &mut say);

    known(&spots.parents, &ids, "actor", &mut say);
    if !codes.is_empty() {
        known(&spots.actor_countries, &codes, "country", &mut say);
    }
    known(&spots.weapon_uses, &weapons, "weapon", &mut say);
    let events: Vec<&Spot> = spots.events.iter().map(|(spot, ..)| spot).collect();
    known(&spots.event_uses, &events, "event type", &mut say);

    let mut owners: BTreeMap<String, (&Spot, &str)> = BTreeMap::new();
    for (name, id) in &spots.actor_names {
        let key = fold(name.text.strip_prefix("the ").unwrap_or(&name.text));
        match owners.get(&key) {
            Some((first, owner)) if owner != id => say(
                name,
                format!(
                    "`{}` is already a name of `{owner}` ({}): keep it in one place, or list it under weak_aliases of both",
                    name.text,
                    place(first)
                ),
            ),
            Some(_) => {}
            None => {
                owners.insert(key, (name, id));
            }
        }
    }
    for list in [&spots.trigger_words, &spots.term_words] {
        let mut seen: BTreeMap<(String, &str), &Spot> = BTreeMap::new();
        for (word, kind) in list {
            let key = (fold(&word.text), kind.as_str());
            if let Some(first) = seen.get(&key) {
                say(
                    word,
                    format!(
                        "`{}` is already listed at {}: keep one",
                        word.text,
                        place(first)
                    ),
                );
            } else {
                seen.insert(key, word);
            }
        }
    }
    let mut pairs: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (event, class, has_example, has_counterexample) in &spots.events {
        if !pairs.insert((class, &event.text)) {
            say(
                event,
                format!("`{}` is already an event type of `{class}`", event.text),
            );
        }
        if !has_example {
            say(
                event,
                format!(
                    "`{}` has no [[example]]: add a sentence that is coded so",
                    event.text
                ),
            );
        }
        if !has_counterexample {
            say(
                event,
                format!(
                    "`{}` has no [[counterexample]]: add a sentence that looks like one and is none",
                    event.text
                ),
            );
        }
    }
    for (term, has_example) in spots.weapon_ids.iter().chain(&spots.target_ids) {
        if !has_example {
            say(
                term,
                format!(
                    "`{}` has no examples: add a sentence that names one",
                    term.text
                ),
            );
        }
    }
}

fn unique(
    spots: &[&Spot],
    what: &str,
    place: &impl Fn(&Spot) -> String,
    say: &mut impl FnMut(&Spot, String),
) {
    let mut seen: BTreeMap<&str, &Spot> = BTreeMap::new();
    for spot in spots {
        if let Some(first) = seen.get(spot.text.as_str()) {
            say(
                spot,
                format!(
                    "{what} `{}` stands already at {}: ids are unique",
                    spot.text,
                    place(first)
                ),
            );
        } else {
            seen.insert(&spot.text, spot);
        }
    }
}

fn known(uses: &[Spot], known: &[&Spot], what: &str, say: &mut impl FnMut(&Spot, String)) {
    let names: BTreeSet<&str> = known.iter().map(|spot| spot.text.as_str()).collect();
    for spot in uses {
        if !names.contains(spot.text.as_str()) {
            let near = nearest(&spot.text, &names)
                .map_or(String::new(), |near| format!(": did you mean `{near}`?"));
            say(spot, format!("there is no {what} `{}`{near}", spot.text));
        }
    }
}

/// The name with the fewest changed letters, where at most a third changes.
fn nearest<'n>(text: &str, names: &BTreeSet<&'n str>) -> Option<&'n str> {
    names
        .iter()
        .map(|name| (distance(text, name), *name))
        .filter(|(changes, name)| *changes * 3 <= name.chars().count().max(3))
        .min()
        .map(|(_, name)| name)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let change = corner + usize::from(letter != *other);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
