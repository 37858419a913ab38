//! Who did it and whom it was aimed at.

mod aimed;
mod nouns;
mod verbs;

use super::{Found, TargetHit, Told, Word, trigger};
use crate::actors::{ActorHit, Sort};
use crate::figures::Effect;
use crate::persons::named_behind;
use crate::text::{Laid, Text};
use aimed::{actor_targets, push_actor_target, push_target, targets_between};
use codebook::{Cue, Sense, TriggerForm};
use language::Pos;
use model::Span;
use nouns::{clash_sides, noun_roles};
pub(crate) use verbs::subject_of;
use verbs::{actor_of_phrase, said_of_itself, speaker, verb_roles};

/// Who did it and whom it was aimed at, by the words' places around the triggers.
pub(super) fn roles(text: &Text, sentence: usize, line: &Laid, told: &mut Told, found: &Found) {
    let words = told.words.clone();
    for word in &words {
        let rule = trigger(text, word);
        match rule.form {
            TriggerForm::Verb => verb_roles(text, sentence, line, told, word, found),
            TriggerForm::Noun => noun_roles(text, sentence, line, told, word, found),
        }
    }
    for figure in told.figures.clone() {
        if figure.attackers && !matches!(figure.effect, Effect::Arrested) {
            continue;
        }
        if let Some(hit) = figure.target
            && let Sense::Target { target, form, .. } = hit.sense
        {
            push_target(
                text,
                sentence,
                line,
                told,
                usize::from(target),
                form,
                &hit,
                false,
            );
        }
    }
    if text.codebook.events[told.event].class == "attack" {
        let named: Vec<ActorHit> = told
            .perpetrators
            .iter()
            .filter(|(actor, _)| !actor.plural && actor.sort >= Sort::Body)
            .filter_map(|(actor, _)| named_behind(text, sentence, line, actor.last))
            .collect();
        for person in named {
            told.perpetrators.push((person, "role/named-behind"));
        }
    }
    // "Three soldiers and five rebels died in a firefight": those who fell fought.
    if text.codebook.events[told.event].class == "clash" && told.perpetrators.is_empty() {
        let fallen: Vec<ActorHit> = found
            .actors
            .iter()
            .filter(|actor| {
                told.figures
                    .iter()
                    .any(|figure| figure.first <= actor.last && actor.first <= figure.last)
            })
            .cloned()
            .collect();
        if fallen.len() >= 2 {
            told.perpetrators
                .extend(fallen.into_iter().map(|actor| (actor, "role/fallen")));
        }
    }
    if told.threat && told.perpetrators.is_empty() {
        told.perpetrators.extend(threatener(told, found));
    }
    if text.codebook.events[told.event].class == "attack"
        && !(told.perpetrators.iter()).any(|(actor, _)| actor.sort < Sort::Body)
        && let Some(group) = made_known(line, told, found)
    {
        told.perpetrators = vec![(group, "role/made-known")];
    }
    if text.codebook.events[told.event].class == "unrest" && told.perpetrators.is_empty() {
        let crowd = found.actors.iter().find(|actor| {
            actor.sort == Sort::Crowd && told.part.0 <= actor.first && actor.last <= told.part.1
        });
        if let Some(crowd) = crowd {
            told.perpetrators.push((crowd.clone(), "role/crowd"));
        }
    }
    // "Port-au-Prince" is no port.
    told.targets.retain(|target| {
        target.actor.is_some()
            || !found.places.iter().any(|place| {
                place.first <= target.first
                    && target.last <= place.last
                    && place.last - place.first > target.last - target.first
            })
    });
    // "…, the army's media wing said": whoever says it takes no part.
    if let Some(tail) = said_at_the_end(text, sentence, line) {
        told.targets.retain(|target| target.first < tail);
        told.perpetrators.retain(|(actor, _)| actor.first < tail);
    }
    told.perpetrators.sort_by_key(|(actor, _)| actor.span);
    told.perpetrators
        .dedup_by(|a, b| a.0.span == b.0.span || a.0.actor == b.0.actor);
    // Who is both stays what the first word says.
    let perpetrators: Vec<Span> = told
        .perpetrators
        .iter()
        .map(|(actor, _)| actor.span)
        .collect();
    told.targets
        .retain(|target| !perpetrators.iter().any(|span| span.overlaps(&target.span)));
    told.targets
        .sort_by_key(|target| (!target.aimed, target.span));
    for target in &mut told.targets {
        let group = found.actors.iter().find(|actor| {
            actor.sort == Sort::Named
                && actor.kind.is_armed_group()
                && actor.first <= target.first
                && target.last <= actor.last
                && actor.last > target.last
        });
        if let Some(group) = group.filter(|_| target.actor.is_none()) {
            *target = TargetHit {
                aimed: target.aimed,
                ..TargetHit::of(group.clone())
            };
        }
    }
    // "fighters of the Example Front": the group, not only what its people are.
    told.targets.dedup_by(|a, b| {
        let same = a.span.overlaps(&b.span);
        if same && b.actor.is_none() && a.actor.is_some() {
            std::mem::swap(a, b);
        }
        same
    });
}

/// "The group rose to prominence in 2015, when a suicide bomber killed 33": whose name the act made.
fn made_known(line: &Laid, told: &Told, found: &Found) -> Option<ActorHit> {
    let act = told.words[0].first;
    let known = line.cue(Cue::Debut, 0, act)?;
    let group = found.actors.iter().rfind(|actor| {
        actor.last < known.first
            && matches!(actor.sort, Sort::Named | Sort::Pointing)
            && actor.kind.is_armed_group()
    })?;
    let other = line.hits.iter().any(|hit| {
        known.last < hit.first && hit.first < act && matches!(hit.sense, Sense::Trigger { .. })
    });
    (!other || told.part.0 <= known.last).then(|| group.clone())
}

/// "ISKP's media arm released a video threatening more attacks": whose arm, video or magazine it is
/// threatens.
fn threatener(told: &Told, found: &Found) -> Option<(ActorHit, &'static str)> {
    let first = told.words[0].first;
    let group = found.actors.iter().rfind(|actor| {
        actor.last < first
            && matches!(actor.sort, Sort::Named | Sort::Pointing)
            && actor.kind.is_armed_group()
    })?;
    Some((group.clone(), "role/threatens"))
}

/// The token at which a closing ", officials said" begins.
fn said_at_the_end(text: &Text, sentence: usize, line: &Laid) -> Option<usize> {
    let comma = (1..line.tokens.len())
        .rev()
        .find(|at| text.word(sentence, *at) == ",")?;
    let says = line.cue(Cue::Say, comma + 1, line.tokens.len())?;
    let told = line
        .hits
        .iter()
        .any(|hit| hit.first > comma && matches!(hit.sense, Sense::Trigger { .. }));
    let quoted = (comma + 1..line.tokens.len()).any(|at| line.pos(at) == Pos::Sconj);
    (line.pos(says.first) == Pos::Verb && !told && !quoted && says.first <= comma + 8)
        .then_some(comma)
}

/// "Jund al-Aqsa and al-Nusra": the others of the list.
fn coordinated(text: &Text, sentence: usize, told: &mut Told, actor: &ActorHit, found: &Found) {
    for other in found.actors {
        let gap = if other.first > actor.last {
            actor.last + 1..other.first
        } else if actor.first > other.last {
            other.last + 1..actor.first
        } else {
            continue;
        };
        let joined = gap.len() <= 5
            && !gap.is_empty()
            && gap.clone().all(|token| {
                matches!(
                    text.word(sentence, token).to_lowercase().as_str(),
                    "and" | "," | "the" | "along" | "with" | "or"
                )
            });
        let clash = text.codebook.events[told.event].class == "clash";
        if joined && (other.sort == actor.sort || clash && other.sort != Sort::Nobody) {
            told.perpetrators.push((other.clone(), "role/coordinated"));
        }
    }
}

/// "…, *and* the relationship between the two remains tense": a clause with a subject and a verb
/// of its own behind a comma.
fn new_clause(text: &Text, sentence: usize, line: &Laid, comma: usize, end: usize) -> bool {
    let finite = |at: usize| {
        line.pos(at) == Pos::Verb
            && matches!(
                line.form(at),
                language::Form::Past | language::Form::PresentThird
            )
    };
    text.word(sentence, comma + 1).eq_ignore_ascii_case("and")
        && matches!(line.pos(comma + 2), Pos::Det | Pos::Pron)
        && (comma + 3..=end)
            .take_while(|at| {
                line.pos(*at) != Pos::Punct
                    && !matches!(
                        text.word(sentence, *at).to_lowercase().as_str(),
                        "that" | "which" | "who"
                    )
            })
            .any(finite)
}

/// How far the object of a verb can reach: to the next clause.
fn object_end(text: &Text, sentence: usize, line: &Laid, word: &Word, end: usize) -> usize {
    let mut at = word.last + 1;
    while at <= end && at <= word.last + 16 {
        let next = text.word(sentence, at).to_lowercase();
        if next == "," && new_clause(text, sentence, line, at, end) {
            return at.saturating_sub(1);
        }
        if matches!(
            next.as_str(),
            ";" | "after"
                | "while"
                | "before"
                | "when"
                | "because"
                | "who"
                | "which"
                | "that"
                | "but"
                | "said"
                | "following"
                | "where"
                | "since"
                | "then"
        ) || matches!(line.pos(at), Pos::Verb)
            && matches!(
                line.form(at),
                language::Form::Past | language::Form::PresentThird
            )
            && at > word.last + 2
        {
            return at.saturating_sub(1);
        }
        at += 1;
    }
    at.min(end)
}
