//! Who did it and whom it was aimed at, by a noun: "the attack by X on Y", "clashes between X and Y".

use super::{
    actor_of_phrase, actor_targets, coordinated, object_end, push_actor_target, said_of_itself,
    speaker, subject_of, targets_between,
};
use crate::actors::Sort;
use crate::events::{Found, Told, Word, trigger};
use crate::figures::is_passive;
use crate::text::{Laid, Text};
use codebook::{Cue, Form, Sense};
use language::Pos;

pub(super) fn noun_roles(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    word: &Word,
    found: &Found,
) {
    let (part_first, part_last) = told.part;
    // "ISKP attack", "the Taliban's raid", "the January 3 ISKP bombings"
    if let Some(actor) = found.actors.iter().rev().find(|actor| {
        actor.last < word.first
            && word.first - actor.last <= 4
            && (actor.last + 1..word.first).all(|token| {
                matches!(
                    line.pos(token),
                    Pos::Adj | Pos::Num | Pos::Part | Pos::Noun | Pos::Punct | Pos::Propn
                ) && !matches!(text.word(sentence, token), "," | ";" | "." | "(" | ")")
            })
    }) {
        // "the first ISKP arrest": whom it happened to.
        let taken = text.codebook.events[trigger(text, word).event].code == "arrest"
            && actor.kind.is_armed_group();
        if taken {
            push_actor_target(told, actor, true);
        } else {
            told.perpetrators.push((actor.clone(), "role/possessor"));
        }
    }
    // "the group is known for its attack on the airport"
    let owner = (1..=3)
        .filter_map(|back| word.first.checked_sub(back))
        .take_while(|at| {
            matches!(
                line.pos(*at),
                Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num | Pos::Pron | Pos::Det
            )
        })
        .find(|at| {
            matches!(
                text.word(sentence, *at).to_lowercase().as_str(),
                "its" | "their"
            )
        });
    if let Some(owner) = owner
        && let Some(actor) = found.actors.iter().rfind(|actor| {
            actor.last < owner
                && matches!(actor.sort, Sort::Named | Sort::Pointing)
                && actor.kind.is_armed_group()
        })
    {
        told.perpetrators.push((actor.clone(), "role/owner"));
    }
    // "the group's most prominent operation was the attack on a concert hall"
    let copula = (1..=4)
        .filter_map(|back| word.first.checked_sub(back))
        .find(|at| line.pos(*at) == Pos::Aux);
    if let Some(copula) = copula
        && let Some(actor) = found.actors.iter().rfind(|actor| {
            actor.last + 1 < copula
                && matches!(actor.sort, Sort::Named | Sort::Pointing)
                && matches!(text.word(sentence, actor.last + 1), "'s" | "’s" | "'" | "’")
                && (actor.last + 2..copula).all(|at| {
                    matches!(
                        line.pos(at),
                        Pos::Adj | Pos::Adv | Pos::Noun | Pos::Propn | Pos::Num
                    )
                })
        })
    {
        told.perpetrators.push((actor.clone(), "role/possessor"));
    }
    // "attack by X", "claimed by X", "carried out by X"
    for token in word.last + 1..=part_last.min(word.last + 14) {
        if text.word(sentence, token).eq_ignore_ascii_case("by")
            && let Some(actor) = found
                .actors
                .iter()
                .find(|actor| actor.first > token && actor.first <= token + 5)
        {
            told.perpetrators.push((actor.clone(), "role/by"));
            coordinated(text, sentence, told, actor, found);
            break;
        }
    }
    // "X carried out an attack", "X conducted a series of bombings"
    if let Some(cue) = line.hits.iter().rev().find(|hit| {
        matches!(hit.sense, Sense::Cue { cue: Cue::CarryOut | Cue::Claim, form } if !matches!(form, Form::Singular | Form::Plural))
            && hit.last < word.first
            && word.first - hit.last <= 8
            && hit.first >= part_first
            && !line.has_cue(Cue::Negate, hit.first.saturating_sub(3), hit.first)
    }) {
        let passive = is_passive(text, sentence, line, cue.first);
        let subject = subject_of(text, sentence, line, cue.first)
            .filter(|(_, passive_subject)| !passive_subject)
            .and_then(|(token, _)| actor_of_phrase(text, sentence, found, token))
            .or_else(|| {
                found
                    .actors
                    .iter()
                    .rev()
                    .find(|actor| actor.last < cue.first && cue.first - actor.last <= 5)
            });
        // "The group said it carried out the attack"
        let own = said_of_itself(text, sentence, line, cue.first)
            .and_then(|says| speaker(line, found, says));
        if !passive && let Some(actor) = own {
            told.perpetrators.push((actor.clone(), "role/own-words"));
        } else if !passive && let Some(actor) = subject {
            told.perpetrators.push((actor.clone(), "role/carried-out"));
            coordinated(text, sentence, told, actor, found);
        }
    }
    // "was carried out by X" after the noun is read by "by" above.
    let rule_class = text.codebook.events[trigger(text, word).event]
        .class
        .clone();
    if rule_class == "clash" {
        clash_sides(text, sentence, told, word, found);
    }
    // The target: "attack on X", "bombing of X", "attack that struck X"
    let mut at = word.last + 1;
    while at <= part_last && at <= word.last + 6 {
        let preposition = text.word(sentence, at).to_lowercase();
        if matches!(
            preposition.as_str(),
            "on" | "against"
                | "of"
                | "at"
                | "targeting"
                | "in"
                | "outside"
                | "inside"
                | "near"
                | "targeted"
                | "struck"
                | "hit"
                | "upon"
                | "toward"
                | "engaged"
                | "destroyed"
                | "damaged"
                | "killed"
        ) || matches!(preposition.as_str(), "through")
            && matches!(
                text.word(sentence, at - 1).to_lowercase().as_str(),
                "tore" | "ripped" | "tears" | "rips" | "swept"
            )
        {
            let aimed = !matches!(preposition.as_str(), "in" | "near");
            let reach = object_end(text, sentence, line, &Word { last: at, ..*word }, part_last)
                .min(at + 12);
            targets_between(text, sentence, line, told, at + 1, reach, aimed);
            if aimed {
                actor_targets(text, sentence, told, at + 1, reach.min(at + 8), found);
            }
            break;
        }
        at += 1;
    }
    // "embassy bombing", "Kabul airport attack"; "the Lisburn Road bombing" only names where it was.
    let road = word.first > 0
        && line.pos(word.first - 1) == Pos::Propn
        && text.codebook.words.listed(
            codebook::List::RoadNouns,
            &text.word(sentence, word.first - 1).to_lowercase(),
        );
    if word.first > 0 && !road {
        targets_between(
            text,
            sentence,
            line,
            told,
            word.first.saturating_sub(2),
            word.first - 1,
            true,
        );
    }
}

/// "clashes between A and B", "A clashed with B", "fighting with B".
pub(super) fn clash_sides(
    text: &Text,
    sentence: usize,
    told: &mut Told,
    word: &Word,
    found: &Found,
) {
    for token in word.last + 1..=(word.last + 8).min(told.part.1) {
        let preposition = text.word(sentence, token).to_lowercase();
        if preposition == "between" {
            for actor in found
                .actors
                .iter()
                .filter(|actor| actor.first > token && actor.first <= token + 16)
            {
                told.perpetrators.push((actor.clone(), "role/side"));
            }
            return;
        }
        if matches!(preposition.as_str(), "with" | "against") {
            if let Some(actor) = found
                .actors
                .iter()
                .find(|actor| actor.first > token && actor.first <= token + 6)
            {
                if preposition == "with" {
                    told.perpetrators.push((actor.clone(), "role/side"));
                } else {
                    push_actor_target(told, actor, true);
                }
            }
            return;
        }
    }
}
