//! Where it was, told in a sentence of its own: "The incident occurred in Example municipality."

use super::Draft;
use crate::dates::DateHit;
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use codebook::List;
use std::collections::{BTreeMap, BTreeSet};

/// How many sentences behind an act its place may be told.
const REACH: usize = 3;

/// Gives an incident without a place, and without a day, those of such a sentence behind it.
pub(crate) fn located(
    text: &Text,
    drafts: &mut [Draft],
    dates: &[Vec<DateHit>],
    places: &[Vec<PlaceHit>],
) {
    let speaks: BTreeSet<usize> = drafts
        .iter()
        .flat_map(|draft| draft.told.iter().map(|told| told.sentence))
        .collect();
    let mut ending: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        ending.insert(draft.last, index);
    }
    for (sentence, line) in text.sentences.iter().enumerate() {
        let Some(verb) = occurred(text, sentence).filter(|_| {
            line.line == Line::Prose && line.cell.is_none() && !speaks.contains(&sentence)
        }) else {
            continue;
        };
        let before = ending
            .range(sentence.saturating_sub(REACH)..sentence)
            .next_back()
            .map(|(_, index)| *index);
        let Some(draft) = before.and_then(|index| drafts.get_mut(index)) else {
            continue;
        };
        let near = text.sentences[draft.last].section == line.section
            && speaks.range(draft.last + 1..sentence).next().is_none();
        let open = draft.places.iter().all(|place| place.rank() < 3)
            && draft.told.iter().all(|told| told.unknown_place.is_none());
        if !near || !open {
            continue;
        }
        let mut there: Vec<PlaceHit> = places[sentence]
            .iter()
            .filter(|place| place.first > verb && place.rank() >= 3)
            .copied()
            .collect();
        let country = there.first().map(|place| place.record.country);
        let same = |place: &PlaceHit| Some(place.record.country) == country;
        if there.is_empty() || !draft.places.iter().all(same) {
            continue;
        }
        there.retain(same);
        there.extend(draft.places.iter().copied());
        there.sort_by_key(|place| std::cmp::Reverse(place.rank()));
        there.dedup_by_key(|place| place.rank());
        draft.places = there;
        draft.extra.push(sentence);
        if draft.date.is_none() {
            let day = dates[sentence].iter().find(|date| date.when.is_day());
            draft.date = day.cloned();
        }
    }
}

/// The verb of "The incident occurred", "It took place".
fn occurred(text: &Text, sentence: usize) -> Option<usize> {
    let lower = |at: usize| text.word(sentence, at).to_lowercase();
    let last = text.sentences[sentence].tokens.len().min(24);
    (1..last).find(|verb| {
        let happens = matches!(lower(*verb).as_str(), "occurred" | "happened")
            || lower(*verb) == "place" && matches!(lower(verb - 1).as_str(), "took" | "taken");
        happens
            && (1..=8).map_while(|back| verb.checked_sub(back)).any(|at| {
                let noun = lower(at);
                text.codebook.words.listed(List::IncidentNouns, &noun)
                    || at <= 1 && matches!(noun.as_str(), "it" | "this")
            })
    })
}
