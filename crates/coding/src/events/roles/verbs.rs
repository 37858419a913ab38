//! Who did it and whom it was aimed at, by a verb: its subject, its "by", its object.

use super::{actor_targets, clash_sides, coordinated, object_end, targets_between};
use crate::actors::{ActorHit, Sort};
use crate::events::{Found, Told, Word, trigger};
use crate::figures::{Effect, is_passive};
use crate::persons::person;
use crate::text::{Laid, Text};
use codebook::{Cue, Form, Sense};
use language::{Pos, Relation};

/// The head of the clause of a verb: where it shares its subject ("stormed … and killed").
pub(crate) fn subject_of(
    text: &Text,
    sentence: usize,
    line: &Laid,
    verb: usize,
) -> Option<(usize, bool)> {
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

pub(super) fn actor_at<'a>(found: &Found<'a>, token: usize) -> Option<&'a ActorHit> {
    found
        .actors
        .iter()
        .filter(|actor| actor.first <= token && token <= actor.last)
        .min_by_key(|actor| actor.sort)
}

/// The actor whose noun phrase has this head: the head itself, or a name just before or in it.
pub(super) fn actor_of_phrase<'a>(
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

pub(super) fn verb_roles(
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
    // "a helicopter came under fire, injuring a pilot": it did not do that itself.
    let suffered = word.form == Form::Gerund
        && told
            .words
            .iter()
            .any(|other| other.first < word.first && trigger(text, other).victim_subject);
    if suffered {
        let reach = object_end(text, sentence, line, word, told.part.1);
        targets_between(text, sentence, line, told, word.last + 1, reach, false);
        return;
    }
    // "leaving four soldiers dead and six others injured": those left so did nothing.
    if left_so(text, sentence, line, word) {
        let from = word.first.saturating_sub(8).max(told.part.0);
        targets_between(
            text,
            sentence,
            line,
            told,
            from,
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
                // "by a man inspired by the Example Front": the man, not the group.
                if let Some(actor) = found.actors.iter().find(|actor| {
                    actor.first > at
                        && actor.first <= at + 5
                        && !(at + 1..actor.first).any(|token| {
                            line.pos(token) == Pos::Verb
                                || matches!(text.word(sentence, token), ";" | "," | ":")
                        })
                }) {
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
    let subject = subject_of(text, sentence, line, word.first).map(|(token, passive)| {
        let whom = antecedent(text, sentence, line, told, token, found);
        (whom.unwrap_or(token), passive)
    });
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
    // "the army said it had killed 30 fighters": whoever says it.
    let pronoun = pronoun || said_of_itself(text, sentence, line, word.first).is_some();
    let speaker = said_of_itself(text, sentence, line, word.first)
        .and_then(|says| speaker(line, found, says));
    if let Some(actor) = speaker {
        told.perpetrators.push((actor.clone(), "role/own-words"));
    }
    let by_tree = by_tree.filter(|_| !pronoun).or(speaker).or_else(|| {
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
                    && !fell(told, actor)
            })
            .filter(|actor| {
                word.first - actor.last <= if actor.first <= 4 { 9 } else { 6 }
                    && !(actor.last + 1..word.first).any(|token| {
                        matches!(text.word(sentence, token), "," | ";" | "that" | "said")
                    })
            })
    };
    // "police say that a bomb exploded": what explodes did so by itself, as far as the words go.
    let by_itself = rule.subject == Some(codebook::Argument::Weapon)
        && subject.is_some_and(|(token, _)| {
            line.hits.iter().any(|hit| {
                matches!(hit.sense, Sense::Weapon { .. }) && hit.first <= token && token <= hit.last
            })
        });
    let actor = by_tree.or_else(|| nearest().filter(|_| !pronoun && !by_itself));
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
        // "Hundreds of students clashed with police"
        let crowd = (word.first.saturating_sub(2)..word.first).rev().find(|at| {
            text.codebook.words.listed(
                codebook::List::AssemblingPeople,
                &text.word(sentence, *at).to_lowercase(),
            )
        });
        if let Some(at) = crowd.filter(|_| actor.is_none()) {
            told.perpetrators.push((
                ActorHit {
                    actor: model::ActorRef::named(text.word(sentence, at)),
                    kind: codebook::ActorKind::Movement,
                    sort: Sort::Crowd,
                    first: at,
                    last: at,
                    span: line.bytes(at, at),
                    country: None,
                    plural: true,
                },
                "role/crowd",
            ));
        }
        return clash_sides(text, sentence, told, word, found);
    }
    let reach = object_end(text, sentence, line, word, told.part.1);
    targets_between(text, sentence, line, told, word.last + 1, reach, true);
    actor_targets(text, sentence, told, word.last + 1, reach, found);
}

/// "the Example Front, *which* bombed a market": the name before the comma. Where the sentence has told of an act
/// before, "which" may be that: "a bomb hit the Example Front, which killed six".
fn antecedent(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    relative: usize,
    found: &Found,
) -> Option<usize> {
    let lower = text.word(sentence, relative).to_lowercase();
    if line.pos(relative) == Pos::Verb || !matches!(lower.as_str(), "which" | "who" | "that") {
        return None;
    }
    let opens = |at: usize| matches!(text.word(sentence, at), "," | "(" | "–" | "—");
    let last = (relative.saturating_sub(2)..relative)
        .rev()
        .find(|at| !opens(*at))?;
    let actor = found.actors.iter().find(|actor| {
        actor.last == last
            && actor.sort < Sort::Crowd
            && !after_by_or_of(text, sentence, actor.first)
    })?;
    let act_before = line.hits.iter().any(|hit| {
        told.part.0 <= hit.first
            && hit.last < actor.first
            && matches!(hit.sense, Sense::Trigger { .. })
    });
    (lower == "who" || !act_before).then_some(actor.last)
}

/// "leaving four soldiers dead and six others *injured*", "leaves one officer *killed*".
fn left_so(text: &Text, sentence: usize, line: &Laid, word: &Word) -> bool {
    matches!(word.form, Form::Participle | Form::Past)
        && (word.first.saturating_sub(12)..word.first)
            .rev()
            .take_while(|at| {
                !(matches!(line.pos(*at), Pos::Aux)
                    || matches!(text.word(sentence, *at), ";" | "(" | ")"))
            })
            .any(|at| {
                matches!(
                    text.word(sentence, at).to_lowercase().as_str(),
                    "leaving" | "leave" | "leaves" | "left"
                )
            })
}

/// "said on Monday *it* had killed": the word of saying before a pronoun that is the verb's subject, or
/// the subject of the verb that it is joined to.
pub(super) fn said_of_itself(
    text: &Text,
    sentence: usize,
    line: &Laid,
    verb: usize,
) -> Option<usize> {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    // "its fighters", "their forces": who acts for whoever speaks.
    let own = |at: usize| {
        matches!(lower(at).as_str(), "its" | "their" | "our")
            && line.pos(at + 1) == Pos::Noun
            && matches!(line.pos(at + 2), Pos::Verb | Pos::Aux | Pos::Adv)
    };
    let pronoun = (verb.saturating_sub(12)..verb)
        .rev()
        .find(|at| matches!(lower(*at).as_str(), "it" | "they" | "we") || own(*at))?;
    let people = usize::from(own(pronoun));
    // Nothing but auxiliaries and adverbs, or a first verb and its object joined by "and".
    let direct = (pronoun + 1 + people..verb).all(|at| matches!(line.pos(at), Pos::Aux | Pos::Adv));
    let joined = line.pos(verb.checked_sub(1)?) == Pos::Cconj
        && !(pronoun + 1..verb).any(|at| matches!(lower(at).as_str(), "," | ";" | "that"));
    if !direct && !joined {
        return None;
    }
    [Cue::Say, Cue::Claim]
        .iter()
        .filter_map(|cue| line.cue(*cue, pronoun.saturating_sub(12), pronoun))
        .filter(|says| says.last < pronoun && line.pos(says.first) == Pos::Verb)
        // "said that the army had killed civilians when they": another verb stands between.
        .filter(|says| {
            !(says.last + 1..pronoun).any(|at| matches!(line.pos(at), Pos::Verb | Pos::Aux))
        })
        .map(|says| says.first)
        .next()
}

/// Whoever stands before the word of saying, with no other verb between.
pub(super) fn speaker<'a>(line: &Laid, found: &Found<'a>, says: usize) -> Option<&'a ActorHit> {
    // "The group claimed the killing of a commander, *saying* its gunmen had …": whoever the sentence is about.
    if line.form(says) == language::Form::Ing {
        let verb = (0..says)
            .find(|at| line.pos(*at) == Pos::Verb && line.form(*at) != language::Form::Ing)?;
        return found
            .actors
            .iter()
            .rfind(|actor| actor.last < verb)
            .filter(|actor| actor.sort != Sort::Nobody);
    }
    found
        .actors
        .iter()
        .rfind(|actor| {
            actor.last < says
                && says - actor.last <= 8
                && !(actor.last + 1..says).any(|at| line.pos(at) == Pos::Verb)
        })
        .filter(|actor| actor.sort != Sort::Nobody)
}

/// "kills four soldiers and wounds seven": those counted among the dead before do not wound.
fn fell(told: &Told, actor: &ActorHit) -> bool {
    told.figures.iter().any(|figure| {
        matches!(
            figure.effect,
            Effect::Killed | Effect::Injured | Effect::Abducted
        ) && figure.word < figure.first
            && figure.first <= actor.last
            && actor.first <= figure.last
    })
}

pub(super) fn after_by_or_of(text: &Text, sentence: usize, first: usize) -> bool {
    first > 0
        && matches!(
            text.word(sentence, first - 1).to_lowercase().as_str(),
            "of" | "against" | "in" | "at" | "from" | "for" | "with" | "on" | "to"
        )
}
