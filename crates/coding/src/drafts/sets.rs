//! What an event takes over from sentences before it: of its set, its list, its paragraph.

use super::{Draft, class_of};
use crate::actors::{ActorHit, Sort};
use crate::dates::DateHit;
use crate::events::{TargetHit, Told, named_site};
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use codebook::gazetteer::Feature;
use codebook::{Cue, Form, List, Sense, TriggerForm};

/// An arrest that the next sentences call the end of a plot: "such a plot", "the plotters".
pub(super) fn plotted(text: &Text, draft: &mut Draft) {
    let arrest = draft
        .told
        .iter()
        .all(|told| class_of(text, told) == "operation");
    if !arrest {
        return;
    }
    let paragraph = text.sentences[draft.last].paragraph;
    for sentence in draft.last..(draft.last + 3).min(text.sentences.len()) {
        let line = &text.sentences[sentence];
        if line.paragraph != paragraph {
            break;
        }
        let plot = line.hits.iter().find(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Plan,
                    form: Form::Singular
                }
            ) && (1..=2).any(|back| {
                hit.first.checked_sub(back).is_some_and(|at| {
                    matches!(
                        text.word(sentence, at).to_lowercase().as_str(),
                        "this" | "such"
                    )
                })
            })
        });
        if let Some(hit) = plot {
            draft.plot = Some(hit.span);
            if sentence > draft.last {
                draft.extra.push(sentence);
            }
            return;
        }
    }
}

/// "the second attack", "a fourth, later attack": the number.
pub(super) fn ordinal(text: &Text, told: &Told) -> Option<String> {
    let word = told.words.first()?;
    let noun = text.codebook.triggers[word.trigger].form == TriggerForm::Noun;
    if !noun || word.form == Form::Plural {
        return None;
    }
    (1..=3)
        .filter_map(|back| word.first.checked_sub(back))
        .map(|at| text.word(told.sentence, at).to_lowercase())
        .find(|before| text.codebook.words.listed(List::Ordinals, before))
}

/// A member of a set happened when and, for want of better, where the set did.
pub(super) fn of_a_set(
    text: &Text,
    told: &mut Told,
    dates: &[Vec<DateHit>],
    places: &[Vec<PlaceHit>],
) {
    let section = text.sentences[told.sentence].section;
    let before = (0..told.sentence)
        .rev()
        .take(16)
        .take_while(|sentence| text.sentences[*sentence].section + 1 >= section);
    let set = before.into_iter().find(|sentence| {
        dates[*sentence].iter().any(|date| date.when.is_day())
            && text.sentences[*sentence].hits.iter().any(|hit| {
                matches!(
                    hit.sense,
                    Sense::Trigger {
                        form: Form::Plural,
                        ..
                    }
                )
            })
    });
    let Some(set) = set else {
        return;
    };
    if told.date.is_none()
        && let Some(date) = dates[set].iter().find(|date| date.when.is_day())
    {
        told.date = Some(DateHit {
            rule: "date/set",
            ..date.clone()
        });
    }
    if told.places.is_empty() && told.unknown_place.is_none() {
        let country = places[set]
            .iter()
            .filter(|place| !place.record.country.is_empty())
            .min_by_key(|place| place.rank());
        told.places.extend(country.copied());
    }
}

/// "clashes between the two groups": the sides named last, or the two groups named last.
pub(super) fn both_sides(
    text: &Text,
    told: &mut Told,
    sides: &mut Vec<(ActorHit, &'static str)>,
    actors: &[Vec<ActorHit>],
) {
    if class_of(text, told) != "clash" {
        return;
    }
    if told.perpetrators.len() >= 2 {
        sides.clone_from(&told.perpetrators);
        return;
    }
    if !told.perpetrators.is_empty() || told.targets.iter().any(|target| target.actor.is_some()) {
        return;
    }
    let line = &text.sentences[told.sentence];
    let lower = |token: usize| text.word(told.sentence, token).to_lowercase();
    let span = (told.part.0..told.part.1).find(|token| {
        text.codebook
            .words
            .listed(List::SideNouns, &lower(token + 1))
            && matches!(
                lower(*token).as_str(),
                "two" | "both" | "rival" | "warring" | "opposing"
            )
            // "two rival groups" are any two; "the two groups" are those just named.
            && (lower(*token) == "both"
                || token.checked_sub(1).is_some_and(|at| lower(at) == "the"))
    });
    let Some(at) = span else {
        return;
    };
    if sides.len() < 2 {
        // The two armed groups named last, in the order in which they were named.
        let mut named: Vec<ActorHit> = Vec::new();
        let section = text.sentences[told.sentence].section;
        let near = (0..told.sentence)
            .rev()
            .take(4)
            .take_while(|sentence| text.sentences[*sentence].section == section);
        for actor in near.flat_map(|sentence| actors[sentence].iter().rev()) {
            if actor.sort == Sort::Named
                && actor.kind.is_armed_group()
                && named.iter().all(|known| known.actor != actor.actor)
            {
                named.push(actor.clone());
            }
            if named.len() == 2 {
                break;
            }
        }
        if named.len() < 2 {
            return;
        }
        *sides = named
            .into_iter()
            .rev()
            .map(|actor| (actor, "role/side"))
            .collect();
    }
    let span = line.bytes(at, at + 1);
    told.perpetrators = sides
        .iter()
        .map(|(actor, _)| {
            let pointed = ActorHit {
                sort: Sort::Pointing,
                span,
                first: at,
                last: at + 1,
                ..actor.clone()
            };
            (pointed, "role/both-sides")
        })
        .collect();
}

/// "an employee of the same consulate": what was named before stands where it stood.
pub(super) fn same_site(text: &Text, told: &mut Told, drafts: &[Draft]) {
    if !told.places.is_empty() || told.unknown_place.is_some() {
        return;
    }
    let line = &text.sentences[told.sentence];
    let known = told
        .targets
        .iter()
        .filter(|target| {
            target.nationality.is_some()
                && line.has_cue(Cue::Same, target.first.saturating_sub(3), target.last)
        })
        .find_map(|target| {
            drafts
                .iter()
                .rev()
                .filter(|draft| draft.places.iter().any(|place| place.rank() >= 3))
                .find(|draft| {
                    draft
                        .told
                        .iter()
                        .flat_map(|told| &told.targets)
                        .any(|other| {
                            other.target == target.target
                                && other.nationality.as_ref().map(|nation| &nation.0)
                                    == target.nationality.as_ref().map(|nation| &nation.0)
                        })
                })
        });
    if let Some(draft) = known {
        told.places.clone_from(&draft.places);
    }
}

/// Items under "Coalition forces conducted 34 strikes": who acts on whom stands in the sentence
/// over the list, which is given back.
pub(super) fn list_head(
    text: &Text,
    told: &mut Told,
    places: &[Vec<PlaceHit>],
    actors: &[Vec<ActorHit>],
) -> Option<usize> {
    if text.sentences[told.sentence].line != Line::Item || !told.perpetrators.is_empty() {
        return None;
    }
    let country = told.places.first().map_or("", |place| place.record.country);
    let speaks_of = |sentence: usize| {
        places[sentence]
            .iter()
            .any(|place| place.record.country == country)
    };
    let heads = |sentence: usize| {
        let line = &text.sentences[sentence];
        if line.line != Line::Prose {
            return None;
        }
        let trigger = line.hits.iter().find(|hit| {
            matches!(hit.sense, Sense::Trigger { trigger, .. }
                if text.codebook.triggers[usize::from(trigger)].event == told.event)
        })?;
        let actor = actors[sentence].iter().rfind(|actor| {
            actor.last < trigger.first
                && trigger.first - actor.last <= 6
                && matches!(actor.sort, Sort::Named | Sort::State)
        })?;
        let against = actors[sentence].iter().find(|actor| {
            actor.first > trigger.last
                && actor.sort == Sort::Named
                && text
                    .word(sentence, actor.first - 1)
                    .eq_ignore_ascii_case("against")
        });
        Some((sentence, actor.clone(), against.cloned()))
    };
    // The paragraph of prose that stands right over the list and its sub-headings.
    let last = (0..told.sentence)
        .rev()
        .take(60)
        .find(|sentence| text.sentences[*sentence].line == Line::Prose)?;
    let paragraph = text.sentences[last].paragraph;
    let before = || {
        (0..=last).rev().take(12).take_while(|sentence| {
            text.sentences[*sentence].line == Line::Prose
                && text.sentences[*sentence].paragraph == paragraph
        })
    };
    let (sentence, actor, against) = before()
        .filter(|sentence| speaks_of(*sentence))
        .find_map(heads)
        .or_else(|| before().find_map(heads))?;
    if told.weapons.is_empty() {
        for hit in &text.sentences[sentence].hits {
            if let Sense::Weapon { weapon, .. } = hit.sense {
                told.weapons.push((usize::from(weapon), hit.span));
            }
        }
        let span = told.words[0].span;
        for code in &text.codebook.events[told.event].weapons {
            let known = text
                .codebook
                .weapons
                .iter()
                .position(|weapon| &weapon.code == code);
            told.weapons.extend(known.map(|weapon| (weapon, span)));
        }
    }
    if let Some(actor) = against
        && told.targets.iter().all(|target| target.actor.is_none())
    {
        told.targets.push(TargetHit::of(actor));
    }
    told.perpetrators.push((actor, "role/list-head"));
    Some(sentence)
}

/// An event without a date in its sentence happened on the day that its paragraph told last.
pub(super) fn inherit_date(
    text: &Text,
    told: &mut Told,
    dates: &[Vec<DateHit>],
    places: &[Vec<PlaceHit>],
) {
    if text.sentences[told.sentence].line == Line::Item && told.places.is_empty() {
        // Items under "Syria" lie in Syria.
        let head = (0..told.sentence)
            .rev()
            .take(20)
            .find(|sentence| text.sentences[*sentence].line == Line::Heading);
        if let Some(place) = head.and_then(|sentence| places[sentence].first())
            && place.record.feature == Feature::Country
        {
            told.places.push(*place);
        }
    }
    same_place(text, told, places);
    if told.date.is_some() || told.definite || told.other && told.plural {
        return;
    }
    if text.sentences[told.sentence].line == Line::Item {
        // Items of a list happened when the sentence over the list says.
        let head = (0..told.sentence)
            .rev()
            .take(40)
            .filter(|sentence| {
                matches!(text.sentences[*sentence].line, Line::Prose | Line::Heading)
            })
            .find_map(|sentence| dates[sentence].iter().rev().find(|date| date.when.is_day()));
        if let Some(date) = head {
            told.date = Some(DateHit {
                rule: "date/list-head",
                ..date.clone()
            });
        }
        return;
    }
    let paragraph = text.sentences[told.sentence].paragraph;
    for sentence in (0..told.sentence).rev().take(3) {
        if text.sentences[sentence].paragraph != paragraph
            || text.sentences[sentence].section != text.sentences[told.sentence].section
        {
            break;
        }
        if let Some(date) = dates[sentence]
            .iter()
            .rev()
            .find(|date| date.when.days().is_some_and(|days| days <= 31))
        {
            told.date = Some(DateHit {
                rule: "date/paragraph",
                ..date.clone()
            });
            if told.places.is_empty()
                && let Some(place) = places[sentence]
                    .iter()
                    .filter(|place| place.rank() >= 3)
                    .max_by_key(|place| place.rank())
            {
                told.places.push(*place);
                // "four men entered the hall. They opened fire"
                if told.site.is_none() && sentence + 1 == told.sentence {
                    let line = &text.sentences[sentence];
                    told.site = named_site(
                        text,
                        sentence,
                        line,
                        (0, line.tokens.len().saturating_sub(1)),
                    );
                }
            }
            return;
        }
        if !dates[sentence].is_empty() {
            return;
        }
    }
}

/// "the rubble of the embassy in Nairobi. A truck had gone off that morning": a day that is told by the last
/// sentence's has its place too.
fn same_place(text: &Text, told: &mut Told, places: &[Vec<PlaceHit>]) {
    let by_day = told
        .date
        .as_ref()
        .is_some_and(|date| date.rule == "date/relative-day");
    if !by_day || !told.places.is_empty() || told.unknown_place.is_some() || told.sentence == 0 {
        return;
    }
    let (before, here) = (
        &text.sentences[told.sentence - 1],
        &text.sentences[told.sentence],
    );
    if before.paragraph != here.paragraph || before.section != here.section {
        return;
    }
    let mut settled = places[told.sentence - 1]
        .iter()
        .filter(|place| place.rank() >= 3);
    if let (Some(place), None) = (settled.next(), settled.next()) {
        told.places.push(*place);
    }
}
