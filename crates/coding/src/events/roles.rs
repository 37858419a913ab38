//! Who did it and whom it was aimed at.

use super::{Found, TargetHit, Told, Word, trigger};
use crate::actors::{ActorHit, Sort};
use crate::figures::{Effect, is_passive};
use crate::persons::{named_behind, person};
use crate::text::{Hit, Laid, Text};
use codebook::{Cue, Form, PersonNoun, Sense, TermForm, TriggerForm};
use language::{Pos, Relation};
use model::Span;

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
    if text.codebook.events[told.event].class == "unrest" && told.perpetrators.is_empty() {
        let crowd = found.actors.iter().find(|actor| {
            actor.sort == Sort::Crowd && told.part.0 <= actor.first && actor.last <= told.part.1
        });
        if let Some(crowd) = crowd {
            told.perpetrators.push((crowd.clone(), "role/crowd"));
        }
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
    told.targets.dedup_by(|a, b| a.span.overlaps(&b.span));
}

/// The head of the clause of a verb: where it shares its subject ("stormed … and killed").
fn subject_of(text: &Text, sentence: usize, line: &Laid, verb: usize) -> Option<(usize, bool)> {
    let tree = text.tree(sentence);
    let mut at = verb;
    for _ in 0..6 {
        let subject = tree.children(at).find(|child| {
            matches!(
                tree.relations[*child],
                Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter
            )
        });
        if let Some(subject) = subject {
            return Some((subject, tree.relations[subject] == Relation::NsubjPass));
        }
        let head = tree.heads[at]?;
        let relation = tree.relations[at];
        let shares = matches!(
            relation,
            Relation::Conj
                | Relation::Xcomp
                | Relation::Advcl
                | Relation::Acl
                | Relation::AclRelcl
                | Relation::Ccomp
                | Relation::Parataxis
        );
        if !shares {
            return None;
        }
        if relation == Relation::AclRelcl || relation == Relation::Acl {
            // "gunmen who killed": the noun itself.
            return (line.pos(usize::from(head)) != Pos::Verb)
                .then_some((usize::from(head), false));
        }
        at = usize::from(head);
    }
    None
}

fn actor_at<'a>(found: &Found<'a>, token: usize) -> Option<&'a ActorHit> {
    found
        .actors
        .iter()
        .filter(|actor| actor.first <= token && token <= actor.last)
        .min_by_key(|actor| actor.sort)
}

/// The actor whose noun phrase has this head: the head itself, or a name just before or in it.
fn actor_of_phrase<'a>(
    text: &Text,
    sentence: usize,
    found: &Found<'a>,
    head: usize,
) -> Option<&'a ActorHit> {
    if let Some(actor) = actor_at(found, head) {
        return Some(actor);
    }
    let tree = text.tree(sentence);
    found.actors.iter().find(|actor| {
        (actor.first..=actor.last).any(|token| {
            tree.heads.get(token).copied().flatten() == Some(head as u16)
                && matches!(
                    tree.relations[token],
                    Relation::Compound
                        | Relation::Flat
                        | Relation::Appos
                        | Relation::Amod
                        | Relation::NmodDesc
                        | Relation::NmodPoss
                )
        })
    })
}

fn verb_roles(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    word: &Word,
    found: &Found,
) {
    let passive = is_passive(text, sentence, line, word.first);
    let rule = trigger(text, word);
    if rule.victim_subject {
        targets_between(
            text,
            sentence,
            line,
            told,
            word.first.saturating_sub(8),
            word.first.saturating_sub(1),
            false,
        );
        return;
    }
    if passive {
        // By whom?
        for back in 1..=8 {
            let at = word.last + back;
            if text.word(sentence, at).eq_ignore_ascii_case("by") {
                if let Some(actor) = found
                    .actors
                    .iter()
                    .find(|actor| actor.first > at && actor.first <= at + 5)
                {
                    told.perpetrators.push((actor.clone(), "role/by"));
                } else if text.codebook.events[rule.event].class == "attack"
                    && let Some(person) = person(text, sentence, line, at + 1)
                {
                    told.perpetrators.push((person, "role/by"));
                }
                break;
            }
        }
        targets_between(
            text,
            sentence,
            line,
            told,
            word.first.saturating_sub(12).max(told.part.0),
            word.first.saturating_sub(1),
            true,
        );
        targets_between(
            text,
            sentence,
            line,
            told,
            word.last + 1,
            (word.last + 10).min(told.part.1),
            false,
        );
        return;
    }
    // "accuses the army of killing": the accused, not who accuses.
    if word.form == Form::Gerund
        && word.first >= 2
        && text
            .word(sentence, word.first - 1)
            .eq_ignore_ascii_case("of")
        && let Some(actor) = found.actors.iter().find(|actor| {
            actor.last + 2 == word.first
                && [Cue::Suspect, Cue::Blame]
                    .iter()
                    .any(|cue| line.has_cue(*cue, actor.first.saturating_sub(4), actor.first))
        })
    {
        told.suspected.get_or_insert(word.span);
        told.perpetrators.push((actor.clone(), "role/accused"));
        let reach = object_end(text, sentence, line, word, told.part.1);
        targets_between(text, sentence, line, told, word.last + 1, reach, true);
        return;
    }
    let subject = subject_of(text, sentence, line, word.first);
    let by_tree = subject
        .filter(|(token, passive)| !passive && *token < word.first)
        .and_then(|(token, _)| actor_of_phrase(text, sentence, found, token));
    // "the group released a video showing that it fired rockets"
    let pronoun = subject.is_some_and(|(token, passive)| {
        !passive
            && token < word.first
            && matches!(
                text.word(sentence, token).to_lowercase().as_str(),
                "it" | "they"
            )
    });
    let by_tree = by_tree.or_else(|| {
        pronoun
            .then(|| {
                found.actors.iter().find(|actor| {
                    actor.last < word.first
                        && matches!(actor.sort, Sort::Named | Sort::Pointing)
                        && actor.kind.is_armed_group()
                })
            })
            .flatten()
    });
    let nearest = || {
        found
            .actors
            .iter()
            .rev()
            .find(|actor| {
                actor.last < word.first
                    && actor.first >= told.part.0
                    && !after_by_or_of(text, sentence, actor.first)
            })
            .filter(|actor| {
                word.first - actor.last <= if actor.first <= 4 { 9 } else { 6 }
                    && !(actor.last + 1..word.first).any(|token| {
                        matches!(text.word(sentence, token), "," | ";" | "that" | "said")
                    })
            })
    };
    let actor = by_tree.or_else(nearest);
    let attack = text.codebook.events[rule.event].class == "attack";
    let person = subject
        .filter(|(token, passive)| attack && !passive && *token < word.first)
        .and_then(|(token, _)| person(text, sentence, line, token));
    if let Some(person) = person
        && by_tree.is_none_or(|actor| actor.sort >= Sort::Body)
    {
        told.perpetrators.push((person, "role/subject"));
    } else if let Some(actor) = actor {
        told.perpetrators.push((actor.clone(), "role/subject"));
        if actor.sort != Sort::Nobody {
            coordinated(text, sentence, told, actor, found);
        }
    }
    if text.codebook.events[rule.event].class == "clash" {
        return clash_sides(text, sentence, told, word, found);
    }
    let reach = object_end(text, sentence, line, word, told.part.1);
    targets_between(text, sentence, line, told, word.last + 1, reach, true);
    actor_targets(text, sentence, told, word.last + 1, reach, found);
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

fn after_by_or_of(text: &Text, sentence: usize, first: usize) -> bool {
    first > 0
        && matches!(
            text.word(sentence, first - 1).to_lowercase().as_str(),
            "of" | "against" | "in" | "at" | "from" | "for" | "with" | "on" | "to"
        )
}

/// How far the object of a verb can reach: to the next clause.
fn object_end(text: &Text, sentence: usize, line: &Laid, word: &Word, end: usize) -> usize {
    let mut at = word.last + 1;
    while at <= end && at <= word.last + 16 {
        let next = text.word(sentence, at).to_lowercase();
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

fn noun_roles(
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
        if !passive && let Some(actor) = subject {
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
        ) {
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
    // "embassy bombing", "Kabul airport attack"
    if word.first > 0 {
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
fn clash_sides(text: &Text, sentence: usize, told: &mut Told, word: &Word, found: &Found) {
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

/// Target nouns between two tokens.
fn targets_between(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    first: usize,
    last: usize,
    aimed: bool,
) {
    let mut hits: Vec<&Hit> = line
        .hits
        .iter()
        .filter(|hit| {
            matches!(hit.sense, Sense::Target { .. }) && hit.first >= first && hit.last <= last
        })
        .collect();
    hits.sort_by_key(|hit| hit.first);
    for hit in hits {
        if let Sense::Target { target, form, .. } = hit.sense {
            // "provincial officials said": who speaks was not aimed at.
            let speaks = line.has_cue(Cue::Say, hit.last + 1, hit.last + 2)
                || hit.first > 0 && line.has_cue(Cue::Say, hit.first - 1, hit.first - 1);
            // "taken to the hospital": a place is a target only where it was aimed at.
            let start = phrase_start(text, sentence, line, hit.first).0;
            let before = (1..=2)
                .filter_map(|back| start.checked_sub(back))
                .map(|at| text.word(sentence, at).to_lowercase())
                .find(|word| {
                    !matches!(
                        word.as_str(),
                        "the" | "a" | "an" | "his" | "her" | "their" | "its"
                    )
                })
                .unwrap_or_default();
            let moved = matches!(before.as_str(), "to" | "from" | "of" | "with" | "for");
            if speaks || !aimed && form == TermForm::Site && moved {
                continue;
            }
            // "the embassy guards": the phrase's last noun names it, the highest rank types it.
            push_target(
                text,
                sentence,
                line,
                told,
                usize::from(target),
                form,
                hit,
                aimed,
            );
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one call, all of it context")]
fn push_target(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    target: usize,
    form: TermForm,
    hit: &Hit,
    aimed: bool,
) {
    // People who did it are no targets.
    if line.hits.iter().any(|other| {
        other.first == hit.first
            && matches!(
                other.sense,
                Sense::People {
                    kind: PersonNoun::Nobody | PersonNoun::Body,
                    ..
                }
            )
            && told
                .figures
                .iter()
                .all(|figure| figure.first > hit.last || figure.last < hit.first)
    }) && !aimed
    {
        return;
    }
    let (first, nationality) = phrase_start(text, sentence, line, hit.first);
    let span = line.bytes(first, hit.last);
    if let Some(other) = told.targets.iter_mut().find(|other| {
        other.span.overlaps(&span)
            || other.last + 1 == hit.first && other.target.is_some()
            || hit.last + 1 == other.first
    }) {
        if let Some(known) = other.target {
            let stronger = text.codebook.targets[target].rank > text.codebook.targets[known].rank;
            if stronger {
                other.target = Some(target);
            }
            other.span = other.span.join(&span);
            other.first = other.first.min(first);
            other.last = other.last.max(hit.last);
            other.aimed |= aimed;
            if other.form != TermForm::Site {
                other.form = form;
            }
            if other.nationality.is_none() {
                other.nationality = nationality;
            }
        }
        return;
    }
    told.targets.push(TargetHit {
        target: Some(target),
        actor: None,
        form,
        first,
        last: hit.last,
        span,
        nationality,
        aimed,
    });
}

/// First token of a noun phrase, and the nation its modifiers name.
fn phrase_start(
    text: &Text,
    sentence: usize,
    line: &Laid,
    noun: usize,
) -> (usize, Option<(String, Span)>) {
    let mut first = noun;
    let mut nationality = None;
    for back in 1..=6 {
        let Some(at) = noun.checked_sub(back) else {
            break;
        };
        let word = text.word(sentence, at);
        let national = line.hits.iter().find(|hit| {
            hit.first <= at
                && at <= hit.last
                && matches!(hit.sense, Sense::Demonym { .. } | Sense::Country { .. })
        });
        if let Some(hit) = national
            && let Sense::Demonym { country } | Sense::Country { country, .. } = hit.sense
        {
            let possessive = matches!(text.word(sentence, at + 1), "'s" | "’s");
            if matches!(hit.sense, Sense::Demonym { .. })
                || possessive
                || line.pos(at) == Pos::Propn
            {
                nationality = Some((
                    text.codebook.countries[usize::from(country)].code.clone(),
                    hit.span,
                ));
                first = hit.first;
            }
            break;
        }
        let modifier = matches!(line.pos(at), Pos::Adj | Pos::Noun | Pos::Propn)
            || matches!(word, "-" | "'s" | "’s" | "&")
            || word.eq_ignore_ascii_case("and")
                && line.pos(at.saturating_sub(1)) == Pos::Propn
                && line.pos(at + 1) == Pos::Propn;
        if !modifier {
            break;
        }
        first = at;
    }
    if matches!(text.word(sentence, first), "-" | "'s" | "’s") {
        first += 1;
    }
    (first, nationality)
}

/// Actors between two tokens as targets.
fn actor_targets(
    text: &Text,
    sentence: usize,
    told: &mut Told,
    first: usize,
    last: usize,
    found: &Found,
) {
    for actor in found.actors {
        let by = actor.first > 0
            && text
                .word(sentence, actor.first - 1)
                .eq_ignore_ascii_case("by");
        if actor.first >= first && actor.last <= last && !by && actor.sort != Sort::Nobody {
            push_actor_target(told, actor, true);
        }
    }
}

fn push_actor_target(told: &mut Told, actor: &ActorHit, aimed: bool) {
    if told
        .perpetrators
        .iter()
        .any(|(other, _)| other.actor == actor.actor && other.sort != Sort::Body)
    {
        return;
    }
    // "Taliban soldiers": the noun is the type, the actor the name.
    if let Some(target) = told
        .targets
        .iter_mut()
        .find(|target| target.span.overlaps(&actor.span) || target.first == actor.last + 1)
    {
        target.actor.get_or_insert_with(|| actor.clone());
        return;
    }
    told.targets.push(TargetHit {
        aimed,
        ..TargetHit::of(actor.clone())
    });
}
