//! Private persons: whose names are left out, and how.

use super::View;
use model::{AccountKey, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Names of the private persons that a report's accounts name as perpetrator, suspect or
/// victim, longest first.
pub fn persons_in(report: &str, view: &View<'_>, shown: BTreeSet<String>) -> Vec<String> {
    let first = AccountKey {
        report: report.to_owned(),
        account: String::new(),
    };
    let text = view.reports.get(report).map_or("", |report| &report.text);
    let accounts = view.accounts.range(first..);
    let accounts = accounts.take_while(|(key, _)| key.report == report);
    let mut found = shown;
    for (_, account) in accounts {
        let acting = account.perpetrators.iter();
        let said = account.claimed_by.iter().chain(&account.denied_by);
        let targets = account.targets.iter();
        let targets = targets.filter_map(|target| target.name.as_ref());
        let named = acting.chain(said).chain(targets).map(|actor| &actor.value);
        named
            .filter(|actor| actor.person)
            .for_each(|actor| note_name(&actor.name, &mut found));
        for mention in account.mentions.iter().filter(|mention| mention.person) {
            note_name(mention.span.of(text), &mut found);
        }
    }
    let mut found: Vec<String> = found.into_iter().collect();
    found.sort_by_key(|name| std::cmp::Reverse(name.len()));
    found
}

/// Names of the private persons that incidents show, whoever put them there, by report.
pub fn persons_shown<'a>(view: &View<'a>) -> BTreeMap<&'a str, BTreeSet<String>> {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for incident in view.incidents {
        let values = incident.fields.values().map(|settled| &settled.value);
        let actors = values.filter_map(|value| match value {
            Value::Actors(actors) => Some(actors),
            _ => None,
        });
        for actor in actors.flatten().filter(|actor| actor.person) {
            for key in &incident.accounts {
                note_name(&actor.name, found.entry(key.report.as_str()).or_default());
            }
        }
    }
    found
}

/// A name, and its last word, by which people are called later.
fn note_name(name: &str, found: &mut BTreeSet<String>) {
    let large = |word: &str| word.starts_with(char::is_uppercase);
    let words = name
        .split_whitespace()
        .map(|word| word.trim_matches([',', '.', ';', '’', '\'']));
    let proper: Vec<&str> = words.skip_while(|word| !large(word)).collect();
    let last = proper.last().copied();
    let last = last.filter(|last| last.chars().count() >= 3 && large(last));
    found.extend(last.map(str::to_owned));
    if !proper.is_empty() {
        found.insert(proper.join(" "));
    }
}

/// The text with each hidden name, where it stands as whole words, taken out.
pub fn hide(text: &str, hidden: &[String]) -> String {
    let mut text = text.to_owned();
    for name in hidden {
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find(name.as_str()) {
            let (before, after) = (&rest[..at], &rest[at + name.len()..]);
            out.push_str(before);
            let starts = !out.ends_with(char::is_alphanumeric);
            let ends = !after.starts_with(char::is_alphanumeric);
            if starts && ends {
                out.push_str("[name left out]");
                rest = after_name(after);
            } else {
                out.push_str(name);
                rest = after;
            }
        }
        out.push_str(rest);
        text = out;
    }
    text
}

/// What follows a name: words with a large letter right behind it are more of it, where the
/// coder has taken a family's name for something else.
fn after_name(text: &str) -> &str {
    let mut rest = text;
    for _ in 0..2 {
        let Some(word) = rest.strip_prefix(' ') else {
            break;
        };
        let end = word.find(|letter: char| !letter.is_alphabetic() && letter != '-');
        let end = end.unwrap_or(word.len());
        if !word.starts_with(char::is_uppercase) {
            break;
        }
        rest = &word[end..];
    }
    rest
}
