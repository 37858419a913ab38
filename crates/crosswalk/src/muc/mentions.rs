//! Who, whom, what and with what, as printed, from the mentions that accounts keep.

use super::phrases::{Phrases, Sort, same};
use codebook::{Codebook, Cue};
use model::{Account, ActorRef, Estimate, Harm, Mention, MentionRole, Sourced, Span};

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
    /// The words before it say that it is not sure: "alleged members".
    pub suspected: bool,
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
    /// Takes in what other words say of the same people: the number, what happened, the closer description.
    fn is_also(&mut self, other: Person) {
        self.effect = self.effect.or(other.effect);
        if self.number == "PLURAL" {
            self.number = other.number;
        }
        if other.description.len() > self.description.len() {
            self.description = other.description;
        }
    }

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
        let when = account.date.as_ref().map(|date| date.value);
        let state = |actor: &ActorRef| self.phrases.acts_for_a_state(actor, when.as_ref());
        // Of a fight the armed group is taken for who began it.
        let fight = account.class.value == "clash"
            && account
                .perpetrators
                .iter()
                .any(|actor| !state(&actor.value));
        for actor in &account.perpetrators {
            if fight && state(&actor.value) {
                continue;
            }
            if let Some(span) = actor.spans.first() {
                let id = actor.value.id.as_deref();
                if actor.value.person {
                    add(&mut actors, None, self.phrases.bare(*span));
                } else if self.phrases.names_a_doer(*span, id) {
                    self.perpetrator(id, &actor.value.name, *span, &mut actors);
                }
            }
        }
        for claimant in &account.claimed_by {
            if let (Some(id), Some(span)) = (claimant.value.id.as_deref(), claimant.spans.first())
                && account.class.value == "attack"
            {
                self.perpetrator(Some(id), &claimant.value.name, *span, &mut actors);
            }
        }
        for mention in mentions(account, &[MentionRole::Perpetrator]) {
            if mention.person {
                add(&mut actors, None, self.phrases.bare(mention.span));
            } else if self.phrases.ends_with_people(mention.span) {
                self.perpetrator(None, "", mention.span, &mut actors);
            } else if let Some((id, name)) = self.phrases.actor_name(mention.span, false)
                && self.phrases.names_a_doer(mention.span, Some(&id))
            {
                add(&mut actors, Some(&id), self.phrases.bare(name));
            }
        }
        actors
    }

    /// True where a sentence that tells of the incident names an actor together with a word of that sort:
    /// "claimed responsibility", "is suspected".
    pub fn says(&self, account: &Account, id: &str, cue: Cue) -> bool {
        account
            .evidence
            .iter()
            .any(|sentence| self.phrases.says(*sentence, id, cue))
    }

    /// True where an authority blames or suspects in a sentence that tells of the incident.
    pub fn authorities_accuse(&self, account: &Account) -> bool {
        account
            .evidence
            .iter()
            .any(|sentence| self.phrases.authorities_accuse(*sentence))
    }

    /// Who kidnapped somebody, laid a bomb or a fire, where the words name no organisation, or only such people as armed
    /// groups consist of: the armed group, if the report names just one.
    pub fn only_group(&self, account: &Account) -> Option<Actor> {
        let fighters = mentions(account, &[MentionRole::Perpetrator])
            .iter()
            .all(|mention| !mention.person && self.phrases.ends_with_fighters(mention.span));
        let (id, name) = fighters.then(|| self.phrases.only_group())??;
        Some(Actor {
            organisation: Some(id),
            words: self.phrases.bare(name),
            suspected: false,
        })
    }

    /// "FMLN guerrillas" are an organisation, the FMLN, and guerrillas; "FMLN members" an organisation, and its
    /// members by the whole phrase.
    fn perpetrator(&self, id: Option<&str>, name: &str, span: Span, actors: &mut Vec<Actor>) {
        let known = actors.len();
        self.add_perpetrator(id, name, span, actors);
        let suspected = self.phrases.is_alleged(span);
        for actor in &mut actors[known..] {
            actor.suspected = suspected;
        }
    }

    fn add_perpetrator(&self, id: Option<&str>, name: &str, span: Span, actors: &mut Vec<Actor>) {
        if !self.phrases.ends_with_people(span) {
            let printed = match (id, self.phrases.actor_name(span, false)) {
                (Some(_), Some((_, name))) => name,
                (Some(id), None) => self.phrases.first_name(id).unwrap_or(span),
                (None, _) => span,
            };
            let words = self.phrases.bare(printed);
            return add(actors, Some(id.unwrap_or(name)), words);
        }
        let mut people = self.phrases.with_manner(span);
        if let Some((id, name)) = self.phrases.actor_name(span, true) {
            add(actors, Some(&id), self.phrases.bare(name));
            let inside = name.start > span.start + 1 || self.phrases.ends_with_members(span);
            if !inside {
                people.start = name.end;
            }
        }
        add(actors, None, self.phrases.counted(people));
    }

    /// People among targets and victims who were hit: of a bomb or a fire, only those who were hurt by it or, by name,
    /// escaped it.
    pub fn people_hit(&self, account: &Account, blast: bool) -> Vec<Person> {
        let mut people = self.people(account);
        let escaped = |name: &String| {
            account
                .mentions
                .iter()
                .filter(|mention| mention.person && self.phrases.bare(mention.span) == *name)
                .any(|mention| self.phrases.undergoes(mention.span))
        };
        people.retain(|person| {
            !blast || person.effect.is_some() || person.name.as_ref().is_some_and(escaped)
        });
        people
    }

    /// People among targets and victims, each once; a name and the words that describe its bearer are one person.
    fn people(&self, account: &Account) -> Vec<Person> {
        let found = mentions(account, &[MentionRole::Target, MentionRole::Victim]);
        let (names, others): (Vec<&Mention>, Vec<&Mention>) =
            found.iter().partition(|mention| mention.person);
        let mut people: Vec<Person> = Vec::new();
        let mut taken: Vec<Span> = Vec::new();
        for name in &names {
            let described = self.descriptions(name.span, &others);
            taken.extend(described.iter().map(|other| other.span));
            let described = described.first();
            let printed = self.phrases.bare(name.span);
            let known = people
                .iter_mut()
                .find(|known| same_name(known.shown(), &printed));
            let effect = effect(name).or_else(|| described.and_then(|other| effect(other)));
            match known {
                Some(known) => {
                    known.effect = known.effect.or(effect);
                    let longer =
                        |name: &String| name.split(' ').count() < printed.split(' ').count();
                    if known.name.as_ref().is_some_and(longer) {
                        known.name = Some(printed);
                    }
                }
                None => people.push(Person {
                    name: Some(printed),
                    description: described
                        .map(|other| self.phrases.bare(other.span))
                        .unwrap_or_default(),
                    effect,
                    number: "1".to_owned(),
                }),
            }
        }
        for mention in others {
            if taken.iter().any(|span| span.overlaps(&mention.span)) {
                continue;
            }
            if let Some(person) = self.described(account, mention) {
                match people
                    .iter_mut()
                    .find(|known| known.name.is_none() && same_people(known, &person))
                {
                    Some(known) => known.is_also(person),
                    None => people.push(person),
                }
            }
        }
        people
    }

    /// The words that describe the bearer of a name beside them: "mayor Ana Diaz", "Ana Diaz, 50, a judge and
    /// writer".
    fn descriptions<'m>(&self, name: Span, others: &[&'m Mention]) -> Vec<&'m Mention> {
        let person = |other: &Mention| {
            matches!(
                self.phrases.sort(other.span),
                Some(Sort::People { plural: false } | Sort::Body)
            ) || other.span.end <= name.start
                && self
                    .phrases
                    .between(other.span.end, name.start)
                    .trim()
                    .is_empty()
        };
        let mut found = Vec::new();
        let mut end = name.end;
        for other in others {
            let ahead = self.phrases.between(other.span.end, name.start);
            let before = other.span.end <= name.start
                && (is_apposed(ahead, true) || self.phrases.are_titles(ahead));
            let after = other.span.start >= end
                && is_apposed(self.phrases.between(end, other.span.start), false);
            if (before || after) && person(other) {
                found.push(*other);
                end = end.max(other.span.end);
            }
        }
        found
    }

    /// People told by a noun.
    fn described(&self, account: &Account, mention: &Mention) -> Option<Person> {
        let span = mention.span;
        let named = account.targets.iter().any(|target| {
            target
                .name
                .as_ref()
                .is_some_and(|name| name.value.person && name.spans.contains(&span))
        });
        let plural = match self.phrases.sort(span) {
            // Who fights is no victim of the scheme.
            Some(Sort::People { .. })
                if self.phrases.ends_with_fighters(span)
                    || self.phrases.ends_with_tellers(span) =>
            {
                return None;
            }
            Some(Sort::People { plural }) => plural,
            None if named => false,
            _ => return None,
        };
        let person = self.person(account, mention, plural);
        (!person.shown().is_empty()).then_some(person)
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
            if !words.is_empty() && !found.iter().any(|known| same_noun(known, &words)) {
                found.push(words);
            }
        }
        found
    }

    fn person(&self, account: &Account, mention: &Mention, plural: bool) -> Person {
        let span = mention.span;
        let counts = |value: Option<&Sourced<Estimate>>| {
            value.is_some_and(|value| value.spans.iter().any(|other| other.overlaps(&span)))
        };
        let counted = || {
            if counts(account.killed.as_ref()) {
                Some("DEATH")
            } else if counts(account.injured.as_ref()) {
                Some("INJURY")
            } else {
                None
            }
        };
        let (description, name) = self.phrases.description_and_name(span);
        let number = mention
            .count
            .filter(|count| count.max.is_some() || !self.phrases.is_vague(span))
            .map(|count| number(&count));
        // "her 15-year-old daughter" is one.
        let aged = self.phrases.is_aged(span);
        let number = if aged { Some("1".to_owned()) } else { number };
        let number = number
            .or_else(|| self.phrases.number(span))
            .unwrap_or_else(|| {
                let several = plural && name.is_none();
                if several { "PLURAL" } else { "1" }.to_owned()
            });
        Person {
            name,
            description,
            effect: effect(mention).or_else(counted),
            number,
        }
    }
}

fn effect(mention: &Mention) -> Option<&'static str> {
    match mention.effect? {
        Harm::Killed => Some("DEATH"),
        Harm::Injured => Some("INJURY"),
        Harm::Abducted => None,
    }
}

/// A count as the scheme writes it: `6`, `6-` for six or more, `-6`, `~6`; `PLURAL` where it is open.
fn number(count: &Estimate) -> String {
    match (count.min, count.max) {
        (Some(min), Some(max)) if min == max && count.approx => format!("~{min}"),
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), None) if min > 2 => format!("{min}-"),
        (None | Some(0), Some(max)) => format!("-{max}"),
        _ => "PLURAL".to_owned(),
    }
}

/// "Jesuits", "six Jesuit priests": every word of the one is a word of the other, and no two numbers differ.
fn same_people(a: &Person, b: &Person) -> bool {
    let words = |person: &Person| -> Vec<String> {
        person
            .description
            .to_lowercase()
            .split_whitespace()
            .map(|word| word.trim_end_matches('s').to_owned())
            .collect()
    };
    let several = |person: &Person| person.number != "1";
    let counted = |person: &Person| several(person) && person.number != "PLURAL";
    let (left, right) = (words(a), words(b));
    let inside = left.iter().all(|word| right.contains(word))
        || right.iter().all(|word| left.contains(word));
    inside
        && several(a) == several(b)
        && !(counted(a) && counted(b) && a.number != b.number)
        && !(a.effect.is_some() && b.effect.is_some() && a.effect != b.effect)
}

/// "bomb" and "bombs" are printed once.
fn same_noun(a: &str, b: &str) -> bool {
    let singular = |words: &str| words.to_lowercase().trim_end_matches('s').to_owned();
    singular(a) == singular(b)
}

/// True where what stands between a description and a name ties the one to the other: nothing, commas, an age,
/// an article; before the name also what the description is of.
fn is_apposed(between: &str, before: bool) -> bool {
    let words: Vec<String> = between
        .replace(',', " , ")
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let plain = |word: &String| {
        matches!(
            word.as_str(),
            "," | "a" | "an" | "the" | "his" | "her" | "and" | "former"
        ) || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let of = before
        && words.len() <= 9
        && words.first().is_some_and(|word| word == "of")
        && words.iter().rev().skip(1).all(|word| word != ",");
    if before {
        return words.is_empty() || words == [","] || of;
    }
    words.first().is_some_and(|word| word == ",") && words.iter().all(plain) && words.len() <= 5
}

/// "Luis Ochoa" and "Luis Carlos Ochoa Diaz": every word of the one is a word of the other.
fn same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    a.iter().all(|word| b.contains(word)) || b.iter().all(|word| a.contains(word))
}

fn add(actors: &mut Vec<Actor>, organisation: Option<&str>, words: String) {
    let known = actors.iter().any(|known| {
        same(&known.words, &words)
            || organisation.is_some() && known.organisation.as_deref() == organisation
    });
    if !words.is_empty() && !known {
        actors.push(Actor {
            organisation: organisation.map(str::to_owned),
            words,
            suspected: false,
        });
    }
}

/// The mentions in those roles. "Two peasants" and the "peasants" in it are one: the longer, with what is known of both.
fn mentions(account: &Account, roles: &[MentionRole]) -> Vec<Mention> {
    let all: Vec<Mention> = account
        .mentions
        .iter()
        .filter(|mention| roles.contains(&mention.role))
        .copied()
        .collect();
    let inside = |inner: Span, outer: Span| outer.start <= inner.start && inner.end <= outer.end;
    let mut kept: Vec<Mention> = Vec::new();
    for mention in &all {
        let longer = all.iter().any(|other| {
            other.span != mention.span
                && other.person == mention.person
                && inside(mention.span, other.span)
        });
        if longer || kept.iter().any(|known| known.span == mention.span) {
            continue;
        }
        let parts = || all.iter().filter(|other| inside(other.span, mention.span));
        kept.push(Mention {
            effect: parts().find_map(|part| part.effect),
            count: parts().find_map(|part| part.count),
            person: parts().any(|part| part.person && part.span == mention.span),
            ..*mention
        });
    }
    kept
}

fn spans(account: &Account, roles: &[MentionRole]) -> Vec<Span> {
    mentions(account, roles)
        .iter()
        .map(|mention| mention.span)
        .collect()
}
