//! What several sentences tell of one incident: coreference within a report.

mod announced;
mod caught;
mod join;
mod known;
mod located;
mod news;
mod sets;
mod stands;
#[cfg(test)]
mod tests;

use crate::actors::ActorHit;
use crate::dates::DateHit;
use crate::events::Told;
use crate::figures::{Effect, Figure};
use crate::places::PlaceHit;
use crate::text::{Line, Text};
pub(crate) use announced::{announced, coming_after};
pub(crate) use caught::caught;
use codebook::{Cue, List};
use join::{absorb, antecedent, compatible};
use known::{Asked, Known};
pub(crate) use located::located;
use model::{Estimate, Span};
pub(crate) use news::days_told;
use sets::{both_sides, inherit_date, list_head, of_a_set, ordinal, plotted, same_site};
use stands::{confirmed, left_out, may_yet};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Tolls of sentences that tell nothing else: "At least 11 people died."
    pub tolls: Vec<Figure>,
    /// Of threats: the draft of the attack that the text says they came before, by its number.
    pub before: Option<usize>,
    /// For how many days it had gone on by then.
    pub lead: Option<(Estimate, Span)>,
    /// Too little was told so far ("an explosion near the base"); what follows may make it an incident.
    pub provisional: bool,
}

/// How many sentences behind the last that tells of an incident a toll alone is still its own.
const TOLL_REACH: usize = 2;

/// How many sentences back "the attack" reaches.
const REACH: usize = 12;

/// Words that tell of an act and make no incident: their sentence, themselves, and why.
pub(crate) type LeftOut = (usize, Span, &'static str);

/// Groups what is told into incidents; with what makes none.
pub(crate) fn drafts(
    text: &Text,
    told: Vec<Told>,
    dates: &[Vec<DateHit>],
    places: &[Vec<PlaceHit>],
    actors: &[Vec<ActorHit>],
    roundup: bool,
) -> (Vec<Draft>, Vec<LeftOut>) {
    let mut left: Vec<LeftOut> = Vec::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut known: Vec<Known> = Vec::new();
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
        news::days_after(text, &mut told, dates);
        news::of_the_page(text, &mut told, dates);
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
            Some(_) => {
                let asked = Asked::new(text, &told);
                drafts.iter().zip(&known).position(|(draft, known)| {
                    let section = |sentence: usize| text.sentences[sentence].section;
                    draft.ordinal == ordinal
                        && section(draft.told[0].sentence) == section(told.sentence)
                        && compatible(text, (&told, &asked), (draft, known)).is_some()
                })
            }
            None => antecedent(text, &told, &drafts, &known, &in_sentence.1),
        };
        let index = if let Some(index) = found {
            if drafts[index].provisional {
                drafts[index].provisional = !confirmed(text, &drafts[index], &told, roundup);
            }
            for other in together(text, &drafts, index, &told) {
                absorb(text, &mut drafts[other], &mut known[other], told.clone());
            }
            absorb(text, &mut drafts[index], &mut known[index], told);
            index
        } else {
            let member = ordinal.is_some() && told.date.is_some() && !told.places.is_empty();
            let beside = drafts
                .last()
                .is_some_and(|draft| beside(text, draft, told.sentence));
            let why = left_out(text, &told, roundup, beside).filter(|_| !member);
            let provisional = why.is_some();
            if let Some(why) = why
                && !may_yet(text, &told)
            {
                left.push((told.sentence, told.words[0].span, why));
                continue;
            }
            known.push(Known::new(text, &told));
            drafts.push(Draft {
                date: told.date.clone(),
                places: told.places.clone(),
                last: told.sentence,
                told: vec![told],
                extra: over.into_iter().collect(),
                plot: None,
                ordinal,
                tolls: Vec::new(),
                before: None,
                lead: None,
                provisional,
            });
            drafts.len() - 1
        };
        in_sentence.1.push(index);
    }
    drafts.retain(|draft| !draft.provisional);
    for draft in &mut drafts {
        news::before_the_page(text, draft);
    }
    for draft in &mut drafts {
        plotted(text, draft);
    }
    (drafts, left)
}

/// "attacks on schools and a shrine … *These attacks* were likely carried out by the group": what
/// the words say of one member of a list, they say of all of which nobody is told yet.
fn together(text: &Text, drafts: &[Draft], index: usize, told: &Told) -> Vec<usize> {
    let first = |draft: &Draft| (draft.told[0].sentence, draft.told[0].words[0].first);
    let at_large = told.plural
        && told.definite
        && told.places.is_empty()
        && told.targets.is_empty()
        && told.sentence <= drafts[index].last + 2;
    let others = drafts.iter().enumerate().filter(|(other, draft)| {
        at_large
            && *other != index
            && draft.told[0].listed
            && first(draft) == first(&drafts[index])
            && class_of(text, &draft.told[0]) == class_of(text, told)
            && draft.told.iter().all(|told| told.perpetrators.is_empty())
    });
    others.map(|(other, _)| other).collect()
}

/// An attack that stands on its own, told not long before this sentence.
fn beside(text: &Text, draft: &Draft, sentence: usize) -> bool {
    let same = text.sentences[draft.last].section == text.sentences[sentence].section;
    let first = &draft.told[0];
    !draft.provisional && same && sentence - draft.last <= 3 && class_of(text, first) == "attack"
}

/// Gives tolls that a sentence tells alone to the incident told right before it.
pub(crate) fn follow_ups(
    text: &Text,
    drafts: &mut [Draft],
    dates: &[Vec<DateHit>],
    places: &[Vec<PlaceHit>],
    figures: &[Vec<Figure>],
    sums_up: impl Fn(usize) -> bool,
) {
    let speaks: BTreeSet<usize> = drafts
        .iter()
        .flat_map(|draft| draft.told.iter().map(|told| told.sentence))
        .collect();
    // By the sentence that tells of each last, so that a long text is read in one go.
    let mut ending: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        ending.entry(draft.last).or_default().push(index);
    }
    for sentence in 0..text.sentences.len() {
        let line = &text.sentences[sentence];
        let tolls: Vec<Figure> = figures[sentence]
            .iter()
            .filter(|figure| {
                matches!(figure.effect, Effect::Killed | Effect::Injured)
                    && !figure.part
                    && !figure.implied
            })
            .cloned()
            .collect();
        if tolls.is_empty()
            || !matches!(line.line, Line::Prose | Line::Item)
            || line.cell.is_some()
            || speaks.contains(&sentence)
            || foreign(text, sentence)
            || sums_up(sentence)
        {
            continue;
        }
        let fits = |last: usize| {
            let before = &text.sentences[last];
            before.section == line.section
                && before.line == line.line
                && (line.line == Line::Prose || before.paragraph == line.paragraph)
        };
        let before: BTreeSet<usize> = ending
            .range(sentence.saturating_sub(TOLL_REACH)..sentence)
            .filter(|(last, _)| fits(**last))
            .flat_map(|(_, drafts)| drafts)
            .copied()
            .collect();
        let (Some(index), 1) = (before.first().copied(), before.len()) else {
            continue;
        };
        let draft = &mut drafts[index];
        let another = speaks
            .iter()
            .any(|told| (draft.last + 1..=sentence).contains(told));
        let elsewhere = places[sentence].iter().any(|place| {
            place.rank() >= 3
                && !draft
                    .places
                    .iter()
                    .any(|known| known.record.id == place.record.id)
        });
        let then = dates[sentence].iter().any(|date| {
            draft
                .date
                .as_ref()
                .is_none_or(|known| !known.when.overlaps(&date.when))
        });
        let known = |new: &Figure| {
            let told = draft.told.iter().flat_map(|told| &told.figures);
            told.chain(&draft.tolls)
                .any(|figure| figure.effect == new.effect && figure.attackers == new.attackers)
        };
        let new: Vec<Figure> = tolls.into_iter().filter(|figure| !known(figure)).collect();
        if another || elsewhere || then || new.is_empty() {
            continue;
        }
        draft.tolls.extend(new);
        draft.extra.push(sentence);
        // "Eleven were killed. … All four attackers died. … At least 27 were injured."
        ending.entry(sentence).or_default().push(index);
    }
}

/// "A bus crash elsewhere killed 19", "Meanwhile 45 people were killed in the north": of something else.
fn foreign(text: &Text, sentence: usize) -> bool {
    let line = &text.sentences[sentence];
    let last = line.tokens.len();
    line.has_cue(Cue::Accident, 0, last)
        || line.has_cue(Cue::Elsewhere, 0, last)
        || (0..last).any(|at| {
            text.codebook
                .words
                .listed(List::TurningWords, &text.word(sentence, at).to_lowercase())
        })
}

fn class_of<'t>(text: &'t Text, told: &Told) -> &'t str {
    &text.codebook.events[told.event].class
}
