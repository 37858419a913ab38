use super::CasebookView;
use model::{ActorRef, Incident, Value};
use std::borrow::Cow;

/// What stands in place of a private person's name.
const PERSON: &str = "(person)";

/// The names of an actor list as exports show them; a person hidden twice stands once.
pub(crate) fn names_shown(actors: &[ActorRef], include_persons: bool) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for actor in actors {
        let hidden = actor.person && !include_persons;
        let name = if hidden { PERSON } else { actor.name.as_str() };
        if !(hidden && names.iter().any(|shown| shown == PERSON)) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The names of private persons in an incident, to be kept out of its words.
pub(crate) struct Persons {
    names: Vec<String>,
}

impl Persons {
    /// The persons that an incident or its accounts name.
    pub(crate) fn of(view: &CasebookView, incident: &Incident) -> Self {
        let mut names = Vec::new();
        let mut add = |actor: &ActorRef| {
            if actor.person {
                names.push(actor.name.clone());
                names.extend(actor.name.split_whitespace().map(str::to_owned));
            }
        };
        for settled in incident.fields.values() {
            if let Value::Actors(actors) = &settled.value {
                actors.iter().for_each(&mut add);
            }
        }
        for account in incident
            .accounts
            .iter()
            .filter_map(|key| view.accounts.get(key))
        {
            let lists = [
                &account.perpetrators,
                &account.claimed_by,
                &account.denied_by,
            ];
            for actor in lists.into_iter().flatten() {
                add(&actor.value);
            }
            for name in account
                .targets
                .iter()
                .filter_map(|target| target.name.as_ref())
            {
                add(&name.value);
            }
        }
        names.retain(|name| is_name(name));
        names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        names.dedup();
        Persons { names }
    }

    /// Nobody is hidden.
    pub(crate) fn none() -> Self {
        Persons { names: Vec::new() }
    }

    /// The text with `(person)` where a name stands.
    pub(crate) fn hidden<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let places = self.places(text);
        if places.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut hidden = String::new();
        let mut at = 0;
        for (start, end) in places {
            hidden.push_str(&text[at..start]);
            hidden.push_str(PERSON);
            at = end;
        }
        hidden.push_str(&text[at..]);
        Cow::Owned(hidden)
    }

    /// The text with names hidden, and the same marked bytes in it.
    pub(crate) fn hidden_with_marks(
        &self,
        text: &str,
        marks: &[(usize, usize)],
    ) -> (String, Vec<(usize, usize)>) {
        let places = self.places(text);
        let moved = |at: usize, is_end: bool| {
            let mut shift = 0isize;
            for (start, end) in &places {
                let change = PERSON.len() as isize - (end - start) as isize;
                if at >= *end {
                    shift += change;
                } else if at > *start {
                    let edge = if is_end {
                        *end as isize + change
                    } else {
                        *start as isize
                    };
                    return (edge + shift) as usize;
                }
            }
            (at as isize + shift) as usize
        };
        let marks = marks
            .iter()
            .map(|(start, end)| (moved(*start, false), moved(*end, true)))
            .collect();
        (self.hidden(text).into_owned(), marks)
    }

    /// Where names stand as whole words, in order; names side by side are one place.
    fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let mut places: Vec<(usize, usize)> = Vec::new();
        for name in &self.names {
            for (start, found) in text.match_indices(name.as_str()) {
                let end = start + found.len();
                let before = text[..start].chars().next_back();
                let after = text[end..].chars().next();
                let whole = ![before, after]
                    .into_iter()
                    .flatten()
                    .any(char::is_alphanumeric);
                if whole && !places.iter().any(|(a, b)| start < *b && *a < end) {
                    places.push((start, end));
                }
            }
        }
        places.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::new();
        for (start, end) in places {
            match merged.last_mut() {
                Some((_, last)) if text[*last..start].trim().is_empty() => *last = end,
                _ => merged.push((start, end)),
            }
        }
        merged
    }
}

/// A word that can name somebody: it has a capital, or letters that know none.
fn is_name(word: &str) -> bool {
    word.chars().count() > 1
        && word
            .chars()
            .any(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn persons(names: &[&str]) -> Persons {
        Persons {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn a_name_is_hidden_whole_and_in_parts_but_not_inside_other_words() {
        let persons = persons(&["Jan Doe", "Doe", "Jan"]);
        assert_eq!(
            persons.hidden("Jan Doe fled; in January Doe came back to Doehaven."),
            "(person) fled; in January (person) came back to Doehaven."
        );
    }

    #[test]
    fn marked_words_stay_marked_when_a_name_before_them_is_hidden() {
        let text = "Jan Doe shot two men";
        let (hidden, marks) = persons(&["Jan Doe"]).hidden_with_marks(text, &[(0, 7), (8, 12)]);
        let marked: Vec<&str> = marks.iter().map(|(a, b)| &hidden[*a..*b]).collect();
        assert_eq!(marked, ["(person)", "shot"]);
    }

    #[test]
    fn a_mark_that_begins_within_a_name_covers_what_stands_for_it() {
        let text = "Jan Doe shot two men";
        let (hidden, marks) = persons(&["Jan Doe"]).hidden_with_marks(text, &[(4, 12)]);
        assert_eq!(&hidden[marks[0].0..marks[0].1], "(person) shot");
    }
}
