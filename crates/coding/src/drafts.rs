//! What several sentences tell of one incident: coreference within a report.

use crate::actors::{ActorHit, Sort};
use crate::dates::DateHit;
use crate::events::{TargetHit, Told, named_site};
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use codebook::gazetteer::Feature;
use codebook::{Cue, Form, List, Sense, TriggerForm};
use model::{Span, Status, When};
use std::collections::BTreeSet;

/// One incident as the report tells it, before its fields are settled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    /// What tells of it, in text order.
    pub told: Vec<Told>,
    /// Its date, own or taken over.
    pub date: Option<DateHit>,
    /// Its places, the exactest first, own or taken over.
    pub places: Vec<PlaceHit>,
    /// The last sentence that tells of it.
    pub last: usize,
    /// Sentences that add to it without telling of the act: claims, denials, tolls.
    pub extra: Vec<usize>,
    /// The words that make an arrest the end of a plot: "such a plot".
    pub plot: Option<Span>,
    /// "the second attack": its number in a set that the text tells one by one.
    pub ordinal: Option<String>,
}

/// How many sentences back "the attack" reaches.
const REACH: usize = 12;

/// Groups what is told into incidents.
pub(crate) fn drafts(
    text: &Text,
    told: Vec<Told>,
    dates: &[Vec<DateHit>],
    places: &[Vec<PlaceHit>],
    actors: &[Vec<ActorHit>],
    roundup: bool,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut in_sentence: (usize, Vec<usize>) = (usize::MAX, Vec::new());
    let mut sides: Vec<(ActorHit, &'static str)> = Vec::new();
    let mut told_before: Option<usize> = None;
    let numbered: BTreeSet<String> = told.iter().filter_map(|told| ordinal(text, told)).collect();
    for mut told in told {
        let ordinal = ordinal(text, &told).filter(|_| numbered.len() >= 2);
        if ordinal.is_some() {
            of_a_set(text, &mut told, dates, places);
        }
        inherit_date(text, &mut told, dates, places);
        same_site(text, &mut told, &drafts);
        if told_before.is_some_and(|before: usize| {
            text.sentences[before].section + 1 < text.sentences[told.sentence].section
        }) {
            sides.clear();
        }
        told_before = Some(told.sentence);
        both_sides(text, &mut told, &mut sides, actors);
        let over = list_head(text, &mut told, places, actors);
        if in_sentence.0 != told.sentence {
            in_sentence = (told.sentence, Vec::new());
        }
        let found = match &ordinal {
            Some(_) => drafts.iter().position(|draft| {
                let section = |sentence: usize| text.sentences[sentence].section;
                draft.ordinal == ordinal
                    && section(draft.told[0].sentence) == section(told.sentence)
                    && compatible(text, &told, draft).is_some()
            }),
            None => antecedent(text, &told, &drafts, &in_sentence.1),
        };
        let index = if let Some(index) = found {
            absorb(&mut drafts[index], told);
            index
        } else {
            let member = ordinal.is_some() && told.date.is_some() && !told.places.is_empty();
            if !member && !stands_alone(text, &told, roundup) {
                continue;
            }
            drafts.push(Draft {
                date: told.date.clone(),
                places: told.places.clone(),
                last: told.sentence,
                told: vec![told],
                extra: over.into_iter().collect(),
                plot: None,
                ordinal,
            });
            drafts.len() - 1
        };
        in_sentence.1.push(index);
    }
    for draft in &mut drafts {
        plotted(text, draft);
    }
    drafts
}

/// An arrest that the next sentences call the end of a plot: "such a plot", "the plotters".
fn plotted(text: &Text, draft: &mut Draft) {
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
fn ordinal(text: &Text, told: &Told) -> Option<String> {
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
fn of_a_set(text: &Text, told: &mut Told, dates: &[Vec<DateHit>], places: &[Vec<PlaceHit>]) {
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
fn both_sides(
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
fn same_site(text: &Text, told: &mut Told, drafts: &[Draft]) {
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
fn list_head(
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
fn inherit_date(text: &Text, told: &mut Told, dates: &[Vec<DateHit>], places: &[Vec<PlaceHit>]) {
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

/// The incident that the words point back at, or that they tell more of.
fn antecedent(
    text: &Text,
    told: &Told,
    drafts: &[Draft],
    same_sentence: &[usize],
) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    for (index, draft) in drafts.iter().enumerate() {
        let Some(mut score) = compatible(text, told, draft) else {
            continue;
        };
        let away = told.sentence - draft.last;
        let own_date = told
            .date
            .as_ref()
            .is_some_and(|date| date.rule != "date/paragraph");
        let settled = told.places.iter().any(|place| place.rank() >= 3);
        let anchored = own_date || settled;
        // "the attacks" point back at a set, not at one of several single acts; and one act with a
        // day and a place of its own is none of "attacks" told at large.
        let set = draft
            .told
            .iter()
            .any(|told| told.plural || told.multiple.is_some());
        let at_large = draft.places.iter().all(|place| place.rank() <= 2)
            && draft.told.iter().all(|told| told.plural);
        if told.plural && !anchored && !set && drafts.len() > 1
            || !told.plural && !told.definite && own_date && settled && at_large
        {
            continue;
        }
        if same_sentence.contains(&index) {
            // Two parts of one sentence were cut because they differ.
            score -= 4;
        }
        if told.other {
            score -= 4;
        }
        // "the group's attack on Moscow last week": time and place find it however far back.
        let placed = told.places.iter().any(|place| {
            place.rank() >= 3
                && draft
                    .places
                    .iter()
                    .any(|known| known.record.id == place.record.id)
        });
        // … and "the Russian embassy attack on Monday": time and target.
        let aimed = told.targets.iter().any(|target| {
            target.nationality.is_some()
                && draft
                    .told
                    .iter()
                    .flat_map(|told| &told.targets)
                    .any(|known| {
                        known.target == target.target
                            && known.nationality.as_ref().map(|nation| &nation.0)
                                == target.nationality.as_ref().map(|nation| &nation.0)
                    })
        });
        if told.definite && (away <= REACH || own_date && (placed || aimed)) {
            score += 4;
        }
        if !anchored && away <= 2 {
            score += 3;
        }
        if told.weak && away <= 3 {
            score += 1;
        }
        score -= i32::try_from(away / 6).unwrap_or(3).min(3);
        if score >= 3
            && best.is_none_or(|(top, at)| {
                score > top || score == top && draft.last >= drafts[at].last
            })
        {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// How well the words fit an incident told before; `None` where they cannot be the same.
fn compatible(text: &Text, told: &Told, draft: &Draft) -> Option<i32> {
    let mut score = 0;
    let events = &text.codebook.events;
    let new = &events[told.event];
    let main = draft
        .told
        .iter()
        .map(|told| &events[told.event])
        .max_by_key(|event| event.rank)?;
    // "the operation" may point back at an attack.
    let loose = told.definite
        && told.date.as_ref().is_none_or(|date| {
            draft
                .date
                .as_ref()
                .is_some_and(|known| known.when.overlaps(&date.when))
        });
    if new.class != main.class
        && !(loose
            && matches!(new.code.as_str(), "raid" | "offensive" | "attack")
            && main.class != "unrest"
            && main.code != "arrest")
    {
        return None;
    }
    if new.code == main.code {
        score += 1;
    } else if new.rank > 20 && main.rank > 20 {
        // Two methods: a bombing and a stabbing are two, a bombing with gunfire may be one.
        let mixes = [
            "armed_assault",
            "bombing",
            "assassination",
            "hostage_siege",
            "arson",
        ];
        if !(mixes.contains(&new.code.as_str()) && mixes.contains(&main.code.as_str()))
            && new.class == "attack"
        {
            return None;
        }
        score -= 1;
    }
    let foiled = |status: Status| status == Status::Foiled;
    if foiled(told.status.0) != draft.told.iter().any(|told| foiled(told.status.0))
        && (!told.definite || told.plural)
    {
        return None;
    }
    if let (Some(a), Some(b)) = (&told.date, &draft.date) {
        score += dates_agree(
            &a.when,
            &b.when,
            a.rule == "date/paragraph" || b.rule == "date/paragraph",
        )?;
    }
    score += places_agree(&told.places, &draft.places)?;
    let unknown = |span: &model::Span| codebook::phrases::fold(span.of(text.text));
    if let Some(here) = &told.unknown_place
        && let Some(there) = draft
            .told
            .iter()
            .find_map(|told| told.unknown_place.as_ref())
        && unknown(here) != unknown(there)
    {
        return None;
    }
    if told.unknown_place.is_some() != draft.told.iter().any(|told| told.unknown_place.is_some())
        && text.sentences[told.sentence].line == Line::Item
    {
        return None;
    }
    let named = |told: &Told| -> Vec<String> {
        told.perpetrators
            .iter()
            .filter(|(actor, _)| matches!(actor.sort, Sort::Named | Sort::Pointing))
            .filter_map(|(actor, _)| actor.actor.id.clone())
            .collect()
    };
    let here = named(told);
    let there: Vec<String> = draft.told.iter().flat_map(named).collect();
    if !here.is_empty() && !there.is_empty() {
        let related = here.iter().any(|a| {
            there
                .iter()
                .any(|b| text.codebook.is_under(a, b) || text.codebook.is_under(b, a))
        });
        if related {
            score += 1;
        } else if new.class == "attack" {
            score -= 4;
        }
    }
    let kinds = |told: &Told| -> Vec<usize> {
        told.targets
            .iter()
            .filter_map(|target| target.target)
            .collect()
    };
    let here = kinds(told);
    if here
        .iter()
        .any(|kind| draft.told.iter().any(|told| kinds(told).contains(kind)))
    {
        score += 1;
    }
    Some(score)
}

fn class_of<'t>(text: &'t Text, told: &Told) -> &'t str {
    &text.codebook.events[told.event].class
}

fn dates_agree(a: &When, b: &When, soft: bool) -> Option<i32> {
    if a == b {
        return Some(if a.is_day() { 3 } else { 2 });
    }
    if a.contains(b) || b.contains(a) {
        return Some(1);
    }
    if a.overlaps(b) {
        return Some(0);
    }
    // A day taken from the paragraph may be the wrong one.
    (soft && a.days_apart(b).is_some_and(|days| days <= 2)).then_some(-2)
}

fn places_agree(a: &[PlaceHit], b: &[PlaceHit]) -> Option<i32> {
    let (Some(first), Some(second)) = (a.first(), b.first()) else {
        return Some(0);
    };
    if first.record.id == second.record.id {
        return Some(if first.rank() >= 3 { 2 } else { 1 });
    }
    if !first.record.country.is_empty()
        && !second.record.country.is_empty()
        && first.record.country != second.record.country
    {
        return None;
    }
    let near = codebook::gazetteer::distance_km(first.record.point(), second.record.point());
    match (first.rank(), second.rank()) {
        (5, 5) if near > 25.0 => None,
        (3.., 3..) => {
            let inside = near
                <= f64::from(first.record.radius_km) + f64::from(second.record.radius_km) + 10.0;
            inside.then_some(1)
        }
        _ => Some(1),
    }
}

fn absorb(draft: &mut Draft, told: Told) {
    let better = match (&draft.date, &told.date) {
        (None, Some(_)) => true,
        (Some(old), Some(new)) => {
            let exact = |date: &DateHit| date.when.days().unwrap_or(u32::MAX);
            old.rule == "date/paragraph"
                && new.rule != "date/paragraph"
                && !new.when.contains(&old.when)
                || exact(new) < exact(old) && old.when.contains(&new.when)
        }
        _ => false,
    };
    if better {
        draft.date.clone_from(&told.date);
    }
    let nowhere = draft
        .places
        .iter()
        .all(|place| place.record.country.is_empty());
    if nowhere && !told.places.is_empty() {
        draft.places.clone_from(&told.places);
    } else {
        for place in &told.places {
            let fits = draft.places.iter().all(|known| {
                known.record.country == place.record.country && known.rank() != place.rank()
            });
            if fits {
                draft.places.push(*place);
            }
        }
        draft
            .places
            .sort_by_key(|place| std::cmp::Reverse(place.rank()));
    }
    draft.last = draft.last.max(told.sentence);
    draft.told.push(told);
}

/// Whether the words are enough for an incident of their own: a time or a place, and somebody
/// or something it happened to or with.
fn stands_alone(text: &Text, told: &Told, roundup: bool) -> bool {
    let line = &text.sentences[told.sentence];
    if line.line == Line::Heading {
        return false;
    }
    // The items of a page of one day have that day.
    let of_the_day = roundup && line.line == Line::Item;
    let own_date = of_the_day
        || told
            .date
            .as_ref()
            .is_some_and(|date| date.rule != "date/paragraph" || !told.plural);
    // What a wire tells without a day of its own happened shortly before it was sent.
    let sent = sent(text, told);
    let own_date = own_date || sent;
    let close_place = told
        .places
        .iter()
        .any(|place| !matches!(place.record.feature, Feature::Region | Feature::Sea));
    let who = told
        .perpetrators
        .iter()
        .any(|(actor, _)| actor.sort != Sort::Nobody);
    let whom = !told.targets.is_empty()
        || !told.named.is_empty()
        || told.figures.iter().any(|figure| !figure.implied);
    let how = !told.weapons.is_empty() || told.suicide.is_some();
    let class = text.codebook.events[told.event].class.as_str();
    if told.plural && !own_date {
        return false;
    }
    // "the rise of the attacks … last August" speaks of a time at large.
    if told.plural && told.definite && !told.places.iter().any(|place| place.rank() >= 3) {
        return false;
    }
    // "the attack" that was not told before needs its own time and place.
    // … but a wire speaks of "the murder of the mayor" as of something known.
    if told.definite
        && !(own_date && told.date.is_some() && (close_place || whom))
        && !(sent && aimed(text, told))
    {
        return false;
    }
    // A span of months with a figure is a count of many, not one act.
    let narrow = of_the_day
        || told
            .date
            .as_ref()
            .is_some_and(|date| date.when.days().is_some_and(|days| days <= 31));
    let settled = told.unknown_place.is_some() || told.places.iter().any(|place| place.rank() >= 3);
    let long = told
        .date
        .as_ref()
        .is_some_and(|date| date.when.days().is_none_or(|days| days > 31));
    let counted = told
        .figures
        .iter()
        .any(|figure| figure.estimate.best() >= 3 && !figure.implied);
    if long && counted && (told.weak || class_of(text, told) == "operation") && !settled {
        return false;
    }
    let day = told
        .date
        .as_ref()
        .is_some_and(|date| date.when.days().is_some_and(|days| days <= 8));
    if told.weak && counted && !day && !settled {
        return false;
    }
    // "attacks", "protests": a set of acts needs a bounded time or a place, and somebody.
    let somebody = if class_of(text, told) == "unrest" {
        who || !told.targets.is_empty()
    } else {
        who || whom
    };
    let told_of_somebody = narrow && somebody;
    if told.plural && !settled && !told_of_somebody {
        return false;
    }
    if told.weak {
        let conflict = told.targets.iter().any(|target| {
            target.actor.is_some()
                || target.target.is_some_and(|target| {
                    matches!(
                        text.codebook.targets[target].code.as_str(),
                        "military"
                            | "police"
                            | "armed_group"
                            | "government"
                            | "diplomatic"
                            | "political"
                            | "religious"
                            | "media"
                            | "aid_worker"
                    )
                })
        });
        let acts = told
            .perpetrators
            .iter()
            .any(|(actor, _)| !matches!(actor.sort, Sort::Nobody | Sort::Crowd | Sort::Person));
        // Ground that a force takes: the town is what it was aimed at.
        if class_of(text, told) == "operation" && acts && own_date && settled {
            return true;
        }
        return (narrow || settled || own_date && close_place)
            && whom
            && (acts
                || how
                || conflict && who
                || sent && (conflict || !told.named.is_empty() || !told.perpetrators.is_empty()));
    }
    match class {
        "threat" => who && (!told.targets.is_empty() || close_place) && own_date,
        "unrest" => own_date && (close_place || who || !told.targets.is_empty() || !told.plural),
        "operation" | "clash" => (own_date || close_place) && (who || whom),
        _ => (own_date || close_place) && (who || whom || how || own_date && close_place),
    }
}

/// One attack that a wire with a dateline tells as done: in the past, or by a noun.
fn sent(text: &Text, told: &Told) -> bool {
    let done = told.words.iter().any(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        match rule.form {
            TriggerForm::Noun => word.form != Form::Plural,
            TriggerForm::Verb => matches!(word.form, Form::Past | Form::Participle),
        }
    });
    text.dateline.is_some() && !told.plural && class_of(text, told) == "attack" && done
}

/// "the murder of the mayor", "the attack on the plant": whom or what it was aimed at stands beside it.
fn aimed(text: &Text, told: &Told) -> bool {
    let kills = || {
        told.words
            .iter()
            .any(|word| text.codebook.triggers[word.trigger].kills)
    };
    !told.named.is_empty()
        || told.targets.iter().any(|target| target.aimed)
        || kills() && !told.figures.is_empty()
}
