//! Persons to whom it happened, by their names.

use super::{Found, Told, Word, trigger};
use crate::figures::is_passive;
use crate::persons::name_at;
use crate::places::PlaceHit;
use crate::text::{Laid, Text};
use codebook::TriggerForm;
use language::Pos;
use model::{Harm, Span, Status};

/// A person's name, and what the words say happened to its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    pub span: Span,
    pub harm: Option<Harm>,
}

/// How many tokens a name may stand behind the word whose object it is.
const REACH: usize = 12;

/// The names of those whom an attack was aimed at: objects of verbs ("killed Ana Diaz"), subjects of passives
/// ("Ana Diaz, a judge, was kidnapped"), and what nouns are of ("the murder of Ana Diaz").
pub(super) fn victims(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    found: &Found,
) -> Vec<Named> {
    let event = &text.codebook.events[told.event];
    if event.class != "attack" && event.code != "execution" {
        return Vec::new();
    }
    let mut named: Vec<Named> = Vec::new();
    for word in &told.words {
        let harm = told.harm_of(text, word);
        for (first, last) in names(text, sentence, line, told, word, found) {
            let span = line.bytes(first, last);
            let doer = told
                .perpetrators
                .iter()
                .any(|(actor, _)| actor.span.overlaps(&span));
            if !doer && named.iter().all(|known| !known.span.overlaps(&span)) {
                named.push(Named { span, harm });
            }
        }
    }
    named
}

fn names(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    word: &Word,
    found: &Found,
) -> Vec<(usize, usize)> {
    let rule = trigger(text, word);
    let (first, last) = told.part;
    let verb = rule.form == TriggerForm::Verb;
    if verb && (rule.victim_subject || is_passive(text, sentence, line, word.first)) {
        return names_before(text, sentence, (first, word.first), found.places);
    }
    let lower = |at: usize| text.word(sentence, at).to_lowercase();
    if verb {
        return names_behind(text, sentence, word.last + 1, last, found.places);
    }
    if word.first >= 2
        && matches!(lower(word.first - 1).as_str(), "'s" | "’s" | "'")
        && let Some(name) = name_at(text, sentence, line, word.first - 2, found.places)
    {
        return vec![name];
    }
    let of = (word.last + 1..=(word.last + 3).min(last))
        .find(|at| matches!(lower(*at).as_str(), "of" | "against" | "on"));
    of.map_or_else(Vec::new, |of| {
        names_behind(text, sentence, of + 1, last, found.places)
    })
}

/// Names behind a word, up to the end of its phrase, with those joined by "and".
pub(crate) fn names_behind(
    text: &Text,
    sentence: usize,
    from: usize,
    last: usize,
    places: &[PlaceHit],
) -> Vec<(usize, usize)> {
    let line = &text.sentences[sentence];
    let mut names = Vec::new();
    let mut at = from;
    let mut end = from + REACH;
    let mut open = true;
    while at <= last && at <= end {
        if open && let Some(name) = name_at(text, sentence, line, at, places) {
            at = name.1 + 1;
            end = at + REACH;
            names.push(name);
            continue;
        }
        let word = text.word(sentence, at).to_lowercase();
        let previous = at
            .checked_sub(1)
            .map(|at| text.word(sentence, at).to_lowercase())
            .unwrap_or_default();
        match word.as_str() {
            "," | "and" | "[" | "]" | "as" | "well" | "along" | "together" => open = true,
            // "along with", "; next of the list".
            "with" if matches!(previous.as_str(), "along" | "together") => {}
            ";" if !names.is_empty() => open = true,
            "by" | "in" | "at" | "near" | "from" | "after" | "when" | "while" | "who" | "which"
            | "during" | "with" | "for" | "to" | "that" | "because" | "between" | ";" | ":"
            | "said" => break,
            "of" | "on" => open = false,
            _ if matches!(line.pos(at), Pos::Verb | Pos::Aux) => break,
            _ => {}
        }
        at += 1;
    }
    names
}

/// The name that is the subject of a passive: right before it, or before the words that describe its bearer.
pub(crate) fn names_before(
    text: &Text,
    sentence: usize,
    (first, verb): (usize, usize),
    places: &[PlaceHit],
) -> Vec<(usize, usize)> {
    let line = &text.sentences[sentence];
    let mut names: Vec<(usize, usize)> = Vec::new();
    let mut at = verb;
    while at > first {
        at -= 1;
        let word = text.word(sentence, at).to_lowercase();
        if matches!(
            word.as_str(),
            "that" | ";" | "when" | "while" | "after" | "but"
        ) {
            break;
        }
        let Some(name) = name_at(text, sentence, line, at, places) else {
            continue;
        };
        at = at.min(name.0);
        let next = text.word(sentence, name.1 + 1).to_lowercase();
        let after = line.pos(name.1 + 1);
        let governed = name.0 > 0
            && matches!(
                text.word(sentence, name.0 - 1).to_lowercase().as_str(),
                "by" | "of" | "in" | "at" | "near" | "from" | "with" | "to" | "for" | "on"
            );
        let subject = matches!(after, Pos::Aux | Pos::Verb)
            || matches!(
                next.as_str(),
                "," | "and" | "was" | "were" | "who" | "[" | "(" | "had"
            );
        if subject && !governed {
            names.push(name);
        }
    }
    // Far before stand others: the nearest, and those joined to it.
    names.truncate(2);
    names.reverse();
    names
}

impl Told {
    /// What the words say happened to whom they aim at.
    pub(crate) fn harm(&self, text: &Text) -> Option<Harm> {
        self.words.iter().find_map(|word| self.harm_of(text, word))
    }

    pub(crate) fn harm_of(&self, text: &Text, word: &Word) -> Option<Harm> {
        if self.status.0 != Status::Completed {
            return None;
        }
        let rule = trigger(text, word);
        let code = text.codebook.events[rule.event].code.as_str();
        if rule.kills || matches!(code, "assassination" | "execution") {
            Some(Harm::Killed)
        } else if rule.injures {
            Some(Harm::Injured)
        } else if code == "kidnapping" {
            Some(Harm::Abducted)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use codebook::{Codebook, gazetteer::Gazetteer};
    use model::{Harm, Report};

    fn names(text: &str) -> Vec<(String, Option<Harm>)> {
        let report = Report {
            id: "wire".into(),
            text: text.into(),
            ..Report::default()
        };
        let coded = crate::code(&report, Codebook::embedded(), &Gazetteer::embedded());
        coded
            .accounts
            .iter()
            .flat_map(|account| &account.mentions)
            .filter(|mention| mention.person)
            .map(|mention| (mention.span.of(text).to_owned(), mention.effect))
            .collect()
    }

    #[test]
    fn a_name_behind_its_title_is_read_once() {
        let found = names(
            "LIMA, 4 FEB 90 (EFE) -- [TEXT] GENERAL PEDRO SALINAS, A RETIRED OFFICER, WAS MURDERED TODAY BY \
             SHINING PATH GUERRILLAS IN LIMA.",
        );
        assert_eq!(found, [("PEDRO SALINAS".to_owned(), Some(Harm::Killed))]);
    }

    #[test]
    fn a_place_is_nobodys_name() {
        let found = names(
            "LIMA, 4 FEB 90 (EFE) -- [TEXT] SHINING PATH GUERRILLAS ATTACKED SAN MARTIN TODAY.",
        );
        assert!(found.is_empty(), "{found:?}");
    }
}
