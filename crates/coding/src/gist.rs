//! What a whole report is about: its words without the names of private persons, its places, ages and sites.

use crate::places::{self, PlaceHit};
use crate::text::{Laid, Line, Text};
use codebook::gazetteer::{Feature, Gazetteer};
use codebook::{Codebook, List};
use language::Pos;
use model::{Gist, Report, Settlement};
use std::collections::{BTreeMap, BTreeSet};

/// What a report is about, for comparing it with other reports.
///
/// Of words written with a capital only those are kept that belong to a place, a street, a
/// facility or something the codebook knows: so no private person's name gets in.
///
/// ```
/// let report = model::Report {
///     id: "r1".into(),
///     text: "Ana Example, 34, was shot on Mill Street in Mosul. Example had left her shop.".into(),
///     ..model::Report::default()
/// };
/// let gazetteer = codebook::gazetteer::Gazetteer::embedded();
/// let gist = coding::gist(&report, codebook::Codebook::embedded(), &gazetteer);
/// assert!(gist.words.contains_key("shop") && gist.words.contains_key("mosul"));
/// assert!(!gist.words.contains_key("example") && !gist.words.contains_key("ana"));
/// assert!(gist.sites.contains("mill street") && gist.ages.contains(&34));
/// ```
pub fn gist(report: &Report, codebook: &Codebook, gazetteer: &Gazetteer) -> Gist {
    let text = Text::new(&report.text, codebook);
    let (places, _) = places::places(&text, gazetteer);
    let mut gist = Gist {
        report: report.id.clone(),
        published: report.published,
        ..Gist::default()
    };
    let mut settlements: BTreeMap<u64, Settlement> = BTreeMap::new();
    let none = Vec::new();
    let small = small_words(&text);
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line == Line::Boilerplate {
            continue;
        }
        let places = places.get(sentence).unwrap_or(&none);
        for place in places {
            place_of(place, &mut settlements, &mut gist.units);
        }
        ages(line.span.of(text.text), &mut gist.ages);
        let sited = sites(&text, sentence, line, &mut gist.sites);
        let known = |at: usize| {
            sited.contains(&at)
                || places
                    .iter()
                    .any(|place| place.first <= at && at <= place.last)
        };
        for at in 0..line.tokens.len() {
            if let Some(word) = word(&text, sentence, line, at, &small, known(at)) {
                *gist.words.entry(word).or_default() += 1;
            }
        }
    }
    gist.settlements = settlements.into_values().collect();
    gist.settlements
        .sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    gist
}

/// Words that the text writes in small letters somewhere.
fn small_words(text: &Text) -> BTreeSet<String> {
    let tokens = text.sentences.iter().flat_map(|line| &line.tokens);
    tokens
        .map(|token| token.of(text.text))
        .filter(|word| word.chars().all(char::is_lowercase))
        .map(str::to_owned)
        .collect()
}

fn place_of(
    place: &PlaceHit,
    settlements: &mut BTreeMap<u64, Settlement>,
    units: &mut BTreeSet<String>,
) {
    let record = &place.record;
    let unit = match record.feature {
        Feature::Admin1 => Some(record.name),
        Feature::Settlement | Feature::Admin2 => record.admin1,
        _ => None,
    };
    units.extend(unit.map(|unit| format!("{} {unit}", record.country)));
    if record.feature == Feature::Settlement {
        let known = settlements.entry(record.id).or_insert_with(|| Settlement {
            name: record.name.to_lowercase(),
            latitude: record.latitude,
            longitude: record.longitude,
            count: 0,
        });
        known.count += 1;
    }
}

/// A token as a word to compare by, unless it may be somebody's name.
fn word(
    text: &Text,
    sentence: usize,
    line: &Laid,
    at: usize,
    small: &BTreeSet<String>,
    known: bool,
) -> Option<String> {
    let word = text.word(sentence, at);
    let count = word.chars().count();
    if word.chars().all(|letter| letter.is_ascii_digit()) {
        return (count > 1).then(|| word.to_owned());
    }
    if count < 3 || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let lower = word.to_lowercase();
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    if !capital || known {
        return Some(lower);
    }
    let is_name = line.pos(at) == Pos::Propn && !in_codebook(line, at);
    // A capital at the beginning of a sentence, or in a headline, is kept where the word is
    // written small elsewhere.
    (!is_name && small.contains(&lower) || in_codebook(line, at)).then_some(lower)
}

fn in_codebook(line: &Laid, at: usize) -> bool {
    use codebook::Sense;
    line.hits.iter().any(|hit| {
        hit.first <= at
            && at <= hit.last
            && matches!(
                hit.sense,
                Sense::Actor { .. }
                    | Sense::Country { .. }
                    | Sense::Target { .. }
                    | Sense::Weapon { .. }
                    | Sense::Trigger { .. }
            )
    })
}

/// Runs of capitals that end in a word for a street or facility; gives their tokens.
fn sites(
    text: &Text,
    sentence: usize,
    line: &Laid,
    found: &mut BTreeSet<String>,
) -> BTreeSet<usize> {
    let mut tokens = BTreeSet::new();
    let mut first = 0;
    let begins = |at: usize| {
        let word = text.word(sentence, at);
        word.chars()
            .next()
            .is_some_and(|letter| letter.is_uppercase() || letter.is_ascii_digit())
    };
    while first < line.tokens.len() {
        if !begins(first) {
            first += 1;
            continue;
        }
        let mut after = first;
        while after < line.tokens.len() && begins(after) && after - first < 5 {
            after += 1;
        }
        let last = (first + 1..after)
            .rev()
            .find(|at| is_head(text, text.word(sentence, *at)));
        if let Some(last) = last {
            let words: Vec<String> = (first..=last)
                .map(|at| text.word(sentence, at).to_lowercase())
                .collect();
            found.insert(words.join(" "));
            tokens.extend(first..=last);
        }
        first = after;
    }
    tokens
}

fn is_head(text: &Text, word: &str) -> bool {
    let word = word.to_lowercase();
    let rules = &text.codebook.merging;
    rules.site.generic.contains(&word)
        || rules.reports.ways.contains(&word)
        || text.codebook.words.listed(List::SiteNouns, &word)
}

/// Ages told in a sentence: "34-year-old", "aged 34", ", 34,".
fn ages(sentence: &str, found: &mut BTreeSet<u32>) {
    let digits = |letter: char| letter.is_ascii_digit();
    let mut rest = 0;
    while let Some(start) = sentence[rest..].find(digits).map(|at| rest + at) {
        let end = sentence[start..]
            .find(|letter: char| !letter.is_ascii_digit())
            .map_or(sentence.len(), |at| start + at);
        rest = end;
        let (before, after) = (&sentence[..start], &sentence[end..]);
        let years = ["-year", " year-old", " year old", " years old", "-years"];
        let told = years.iter().any(|words| after.starts_with(words))
            || before.ends_with("aged ")
            || before.ends_with(", ") && after.starts_with([',', '.', ';']);
        if let (true, Ok(age)) = (told, sentence[start..end].parse::<u32>())
            && (1..=110).contains(&age)
        {
            found.insert(age);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_and_other_numbers_are_not() {
        let mut found = BTreeSet::new();
        ages(
            "A 34-year-old and Mr Example, 51, were shot at 12 Mill Street, 200 metres away; a boy aged 7 ran.",
            &mut found,
        );
        assert_eq!(found, BTreeSet::from([7, 34, 51]));
    }
}
