//! Who, whom, what and with what, as printed, from the mentions that accounts keep.

use super::phrases::{Phrases, Sort, same};
use codebook::Codebook;
use model::{Account, Estimate, MentionRole, Sourced, Span};

/// The mentions of a report's accounts in its words.
pub(super) struct Mentions<'r> {
    phrases: Phrases<'r>,
}

/// Somebody who did it.
pub(super) struct Actor {
    /// Id in the codebook, or the words, for an organisation; none for persons.
    pub organisation: Option<String>,
    /// As printed.
    pub words: String,
}

/// People attacked or hurt.
pub(super) struct Person {
    /// Their name, where they are named.
    pub name: Option<String>,
    /// As printed, without number and name.
    pub description: String,
    /// `DEATH` or `INJURY`.
    pub effect: Option<&'static str>,
    /// `1`, `6-`, `~100`, `PLURAL`.
    pub number: String,
}

impl Person {
    /// The name, or the description of whoever is not named.
    pub fn shown(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.description)
    }
}

impl<'r> Mentions<'r> {
    pub fn new(text: &'r str, codebook: &'r Codebook) -> Self {
        Mentions {
            phrases: Phrases::new(text, codebook),
        }
    }

    /// Those who did it, each once.
    pub fn perpetrators(&self, account: &Account) -> Vec<Actor> {
        let mut actors: Vec<Actor> = Vec::new();
        for actor in &account.perpetrators {
            if let Some(span) = actor.spans.first() {
                let id = actor.value.id.as_deref();
                self.perpetrator(id, &actor.value.name, *span, &mut actors);
            }
        }
        // "Gunmen" and "unknown men" are nobody to an account, and individuals here.
        if account.perpetrators.is_empty() {
            for span in spans(account, &[MentionRole::Perpetrator]) {
                if self.phrases.ends_with_people(span) {
                    add(&mut actors, None, self.phrases.bare(span));
                }
            }
        }
        actors
    }

    /// "FMLN guerrillas" are an organisation, the FMLN, and guerrillas.
    fn perpetrator(&self, id: Option<&str>, name: &str, span: Span, actors: &mut Vec<Actor>) {
        let people = self.phrases.ends_with_people(span);
        match (id, self.phrases.actor_name(span, people)) {
            (Some(id), Some(name)) if people && name.end < span.end => {
                add(actors, Some(id), self.phrases.bare(name));
                let start = name.end;
                add(actors, None, self.phrases.bare(Span { start, ..span }));
            }
            (None, _) if people => add(actors, None, self.phrases.bare(span)),
            (id, _) => add(actors, Some(id.unwrap_or(name)), self.phrases.bare(span)),
        }
    }

    /// People among targets and victims, each once.
    pub fn people(&self, account: &Account) -> Vec<Person> {
        let mut people: Vec<Person> = Vec::new();
        for span in spans(account, &[MentionRole::Target, MentionRole::Victim]) {
            let named = account.targets.iter().any(|target| {
                target
                    .name
                    .as_ref()
                    .is_some_and(|name| name.value.person && name.spans.contains(&span))
            });
            let plural = match self.phrases.sort(span) {
                Some(Sort::People { plural }) => plural,
                None if named => false,
                _ => continue,
            };
            let person = self.person(account, span, plural);
            if person.shown().is_empty() {
                continue;
            }
            match people
                .iter_mut()
                .find(|known| same(known.shown(), person.shown()))
            {
                Some(known) => known.effect = known.effect.or(person.effect),
                None => people.push(person),
            }
        }
        people
    }

    /// Buildings, grounds and vehicles among the targets, each once.
    pub fn things(&self, account: &Account) -> Vec<String> {
        let mut found = spans(account, &[MentionRole::Target, MentionRole::Victim]);
        found.extend(account.site.iter().filter_map(|site| site.spans.first()));
        found.retain(|span| self.phrases.sort(*span) == Some(Sort::Thing));
        self.distinct(&found)
    }

    /// Instruments, each once: the nouns for them, not the act ("shot").
    pub fn weapons(&self, account: &Account) -> Vec<String> {
        let found: Vec<Span> = spans(account, &[MentionRole::Weapon])
            .into_iter()
            .filter_map(|span| self.phrases.weapon_noun(span))
            .collect();
        self.distinct(&found)
    }

    fn distinct(&self, spans: &[Span]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for span in spans {
            let words = self.phrases.bare(*span);
            if !words.is_empty() && !found.iter().any(|known| same(known, &words)) {
                found.push(words);
            }
        }
        found
    }

    fn person(&self, account: &Account, span: Span, plural: bool) -> Person {
        let counts = |value: Option<&Sourced<Estimate>>| {
            value.is_some_and(|value| value.spans.iter().any(|other| other.overlaps(&span)))
        };
        let effect = if counts(account.killed.as_ref()) {
            Some("DEATH")
        } else if counts(account.injured.as_ref()) {
            Some("INJURY")
        } else {
            None
        };
        let (description, name) = self.phrases.description_and_name(span);
        let number = self.phrases.number(span).unwrap_or_else(|| {
            let several = plural && name.is_none();
            if several { "PLURAL" } else { "1" }.to_owned()
        });
        Person {
            name,
            description,
            effect,
            number,
        }
    }
}

fn add(actors: &mut Vec<Actor>, organisation: Option<&str>, words: String) {
    if !words.is_empty() && !actors.iter().any(|known| same(&known.words, &words)) {
        actors.push(Actor {
            organisation: organisation.map(str::to_owned),
            words,
        });
    }
}

/// The mentions in those roles. "Two peasants" and the "peasants" in it are one: the longer.
fn spans(account: &Account, roles: &[MentionRole]) -> Vec<Span> {
    let all: Vec<Span> = account
        .mentions
        .iter()
        .filter(|mention| roles.contains(&mention.role))
        .map(|mention| mention.span)
        .collect();
    let mut spans = all.clone();
    spans.retain(|span| {
        !all.iter()
            .any(|other| other != span && other.start <= span.start && span.end <= other.end)
    });
    spans.dedup();
    spans
}
