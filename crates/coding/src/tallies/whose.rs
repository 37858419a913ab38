//! Whose acts a count counts.

use super::Count;
use crate::Stages;
use crate::actors::{ActorHit, Sort};
use crate::figures::is_passive;
use crate::text::Text;
use codebook::{ActorKind, Cue, Sense};
use language::Pos;
use model::{ActorRef, Sourced, Span};

/// The words that say that the acts counted were stopped: "have been thwarted by police", "Police foiled
/// eleven bombings". Whoever did so is not whose acts they were.
pub(super) fn foiled(text: &Text, sentence: usize, count: &Count) -> Option<Span> {
    if count.rule == "tally/bracketed" {
        return None;
    }
    let line = &text.sentences[sentence];
    let verb = |token: usize| matches!(line.pos(token), Pos::Verb);
    let hit = line.hits.iter().find(|hit| {
        let foil = matches!(hit.sense, Sense::Cue { cue: Cue::Foil, form } if form != codebook::Form::Base);
        let behind = hit.first > count.last
            && hit.first <= count.last + 5
            && is_passive(text, sentence, line, hit.first)
            && !(count.last + 1..hit.first).any(verb);
        let ahead = hit.last < count.first
            && hit.last + 4 >= count.first
            && !is_passive(text, sentence, line, hit.first)
            && !(hit.last + 1..count.first).any(|token| verb(token) && line.form(token) != language::Form::PastParticiple);
        foil && (behind || ahead)
    })?;
    Some(hit.span)
}

/// The group named in the count itself: "fifteen ISKP plots", "eleven bombings by the group".
pub(super) fn of_count(
    stages: &Stages,
    sentence: usize,
    count: &Count,
) -> Option<Sourced<ActorRef>> {
    stages.actors[sentence]
        .iter()
        .find(|actor| {
            actor.sort == Sort::Named
                && actor.kind.is_armed_group()
                && actor.first > count.first
                && actor.first <= count.last + 3
        })
        .map(|actor| Sourced::new(actor.actor.clone(), actor.span, "tally/of"))
}

/// Whose acts: whom "by" names, the subject of the act, or whose acts the count before counted.
pub(super) fn actor(
    stages: &Stages,
    sentence: usize,
    count: &Count,
    next: Option<&Count>,
) -> Option<Sourced<ActorRef>> {
    let end = next.map_or(usize::MAX, |next| next.first);
    // "twelve plots of the group have been stopped by police": by whom they were stopped says not whose.
    let plots = count.what == "plots";
    let own = plots.then(|| of_count(stages, sentence, count)).flatten();
    if own.is_some() {
        return own;
    }
    by_phrase(stages, sentence, count, end)
        .filter(|_| !plots || foiled(&stages.text, sentence, count).is_none())
        .or_else(|| {
            let text = &stages.text;
            let line = &text.sentences[sentence];
            (!count.share || line.has_cue(Cue::CarryOut, 0, count.first))
                .then(|| subject(stages, sentence, count))
                .flatten()
        })
        .or_else(|| fallback(stages, sentence, count))
}

/// "killed by the regime", "attributed to FARC dissidents", "committed by A, B and others".
fn by_phrase(
    stages: &Stages,
    sentence: usize,
    count: &Count,
    end: usize,
) -> Option<Sourced<ActorRef>> {
    let text = &stages.text;
    let line = &text.sentences[sentence];
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let cut = |token: usize| matches!(text.word(sentence, token), "," | ";" | ":");
    let over = |token: usize| matches!(text.word(sentence, token), ";" | ":");
    // "45 cases with 93 homicides committed by …" are both theirs.
    let end = if (count.last + 1..end.min(line.tokens.len())).any(cut) {
        end
    } else {
        usize::MAX
    };
    let stop = end.min(line.tokens.len()).min(count.last + 30);
    let to = |token: usize| {
        lower(token) == "to"
            && (count.share
                || token > 0 && matches!(lower(token - 1).as_str(), "attributed" | "ascribed"))
    };
    let by = (count.last + 1..stop)
        .take_while(|token| !over(*token))
        .find(|token| matches!(lower(*token).as_str(), "by" | "involving") || to(*token))?;
    let start = (by + 1..by + 3).find(|token| {
        !matches!(
            lower(*token).as_str(),
            "the" | "a" | "an" | "unknown" | "their" | "its"
        )
    })?;
    let first = stages.actors[sentence]
        .iter()
        .find(|actor| (by + 1..=start + 2).contains(&actor.first) && actor.sort != Sort::Nobody);
    let list: Vec<&ActorHit> = stages.actors[sentence]
        .iter()
        .filter(|actor| actor.first > by && actor.last < stop && actor.sort < Sort::Crowd)
        .collect();
    if let Some(first) = first {
        // Several that share the count stand as one name, as the text has them.
        let joined = list
            .windows(2)
            .take_while(|pair| {
                (pair[0].last + 1..pair[1].first).all(|token| {
                    matches!(
                        lower(token).as_str(),
                        "," | "and" | "or" | "the" | "other" | "as" | "well"
                    )
                })
            })
            .count();
        if joined > 0 && list[0].first == first.first {
            let span = line.bytes(first.first, list[joined].last);
            return Some(Sourced::new(named(text, span), span, "tally/by-several"));
        }
        return Some(Sourced::new(first.actor.clone(), first.span, "tally/by"));
    }
    // An actor that the codebook does not know, if its head is one who acts.
    let mut end_token = start;
    while end_token + 1 < stop
        && (matches!(line.pos(end_token + 1), Pos::Noun | Pos::Propn | Pos::Adj)
            || line.form(end_token + 1) == language::Form::PastParticiple
            || text.word(sentence, end_token + 1) == "-")
    {
        end_token += 1;
    }
    let head = lower(end_token);
    let acts = matches!(
        head.as_str(),
        "regime"
            | "forces"
            | "groups"
            | "group"
            | "militia"
            | "militias"
            | "army"
            | "military"
            | "government"
            | "junta"
            | "rebels"
            | "authorities"
            | "gangs"
    );
    (acts && matches!(line.pos(start), Pos::Noun | Pos::Propn | Pos::Adj)).then(|| {
        let span = line.bytes(start, end_token);
        Sourced::new(named(text, span), span, "tally/by")
    })
}

fn named(text: &Text, span: Span) -> ActorRef {
    ActorRef::named(
        span.of(text.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
    )
}

/// Who stands before an active act: "armed groups killed 85", "FARC has 18,000 members".
fn subject(stages: &Stages, sentence: usize, count: &Count) -> Option<Sourced<ActorRef>> {
    let text = &stages.text;
    let line = &text.sentences[sentence];
    let act = line.token_at(count.what_span.start);
    let passive = count.what_span.start > count.span.start
        && matches!(count.rule, "tally/toll")
        && (count.last..=act).any(|token| {
            matches!(
                text.word(sentence, token).to_lowercase().as_str(),
                "were"
                    | "was"
                    | "been"
                    | "died"
                    | "killed"
                    | "injured"
                    | "wounded"
                    | "arrested"
                    | "detained"
                    | "lost"
                    | "are"
            )
        });
    if passive || count.rule == "tally/lives" {
        return None;
    }
    let verb = |from: usize, to: usize| {
        (from..to).any(|token| matches!(line.pos(token), Pos::Verb | Pos::Aux))
    };
    let candidates: Vec<&ActorHit> = stages.actors[sentence]
        .iter()
        .filter(|actor| {
            actor.sort < Sort::Crowd
                && actor.last < count.first
                && actor.kind != ActorKind::Intergovernmental
                && !speaks(text, sentence, actor)
                && !follows_preposition(text, sentence, actor)
                && !is_counted(stages, sentence, actor)
                && (verb(actor.last + 1, count.first) || count.what == "members")
        })
        .collect();
    if let Some(actor) = candidates.last() {
        return Some(Sourced::new(
            actor.actor.clone(),
            actor.span,
            "tally/subject",
        ));
    }
    // "The army says it carried out 120 air strikes".
    let it = (count.first.saturating_sub(8)..count.first)
        .filter(|_| count.what != "members")
        .find(|token| matches!(text.word(sentence, *token), "it" | "they" | "its" | "their"));
    if let Some(it) = it
        && let Some(actor) = stages.actors[sentence].iter().rev().find(|actor| {
            actor.last < it && actor.sort < Sort::Crowd && speaks(text, sentence, actor)
        })
    {
        return Some(Sourced::new(
            actor.actor.clone(),
            actor.span,
            "tally/subject",
        ));
    }
    if let Some(found) = unnamed_subject(text, sentence, count) {
        return Some(found);
    }
    // "over 100 IRA members", "2,000 incidents of FARC activity": named beside the count.
    stages.actors[sentence]
        .iter()
        .find(|actor| {
            let acts = !super::find::is_toll(&count.what);
            acts && actor.sort == Sort::Named
                && actor.kind.is_armed_group()
                && actor.first > count.first
                && actor.first <= count.last + 3
        })
        .map(|actor| Sourced::new(actor.actor.clone(), actor.span, "tally/of"))
}

/// "the regime killed at least 643": a subject that no list of actors holds.
fn unnamed_subject(text: &Text, sentence: usize, count: &Count) -> Option<Sourced<ActorRef>> {
    let line = &text.sentences[sentence];
    let at = (count.first.saturating_sub(10)..count.first)
        .rev()
        .find(|token| {
            matches!(
                text.word(sentence, *token).to_lowercase().as_str(),
                "regime" | "junta" | "rebels" | "militants" | "insurgents" | "army" | "military"
            ) && matches!(line.pos(token + 1), Pos::Verb | Pos::Aux | Pos::Adv)
                && !line.hits.iter().any(|hit| {
                    hit.first == token + 1
                        && matches!(
                            hit.sense,
                            Sense::Cue {
                                cue: Cue::Say | Cue::Count,
                                ..
                            }
                        )
                })
        })?;
    let span = line.bytes(at, at);
    Some(Sourced::new(named(text, span), span, "tally/subject"))
}

/// True for whoever only says, reports or counts.
fn speaks(text: &Text, sentence: usize, actor: &ActorHit) -> bool {
    let line = &text.sentences[sentence];
    let said = |token: usize| {
        line.hits.iter().any(|hit| {
            hit.first == token
                && matches!(
                    hit.sense,
                    Sense::Cue {
                        cue: Cue::Say | Cue::Count,
                        ..
                    }
                )
        })
    };
    (actor.last + 1..actor.last + 4)
        .take_while(|token| {
            *token == actor.last + 1
                || matches!(
                    line.pos(*token - 1),
                    Pos::Aux | Pos::Adv | Pos::Part | Pos::Noun
                )
        })
        .any(said)
        || actor.first >= 2
            && (1..=3).any(|back| {
                actor.first > back
                    && text
                        .word(sentence, actor.first - back - 1)
                        .eq_ignore_ascii_case("according")
                    && text
                        .word(sentence, actor.first - back)
                        .eq_ignore_ascii_case("to")
            })
}

/// True for those whom a figure counts: "killed 460 government soldiers and wounded …".
fn is_counted(stages: &Stages, sentence: usize, actor: &ActorHit) -> bool {
    stages.figures[sentence].iter().any(|figure| {
        figure.first <= actor.first && actor.last <= figure.last + 2 && !figure.implied
    })
}

/// True for an actor that is no subject: "against the army", "in Hamas custody".
fn follows_preposition(text: &Text, sentence: usize, actor: &ActorHit) -> bool {
    let back = |by: usize| {
        actor
            .first
            .checked_sub(by)
            .map_or(String::new(), |at| text.word(sentence, at).to_lowercase())
    };
    let determined = matches!(back(1).as_str(), "the" | "its" | "a");
    let word = if determined { back(2) } else { back(1) };
    matches!(
        word.as_str(),
        "of" | "in"
            | "against"
            | "from"
            | "with"
            | "on"
            | "at"
            | "for"
            | "between"
            | "into"
            | "former"
    )
}

/// The actor of an event of the sentence, or, for acts, the group that the text told of last.
fn fallback(stages: &Stages, sentence: usize, count: &Count) -> Option<Sourced<ActorRef>> {
    if super::find::is_toll(&count.what) || count.share {
        return None;
    }
    let told = stages
        .told
        .iter()
        .filter(|told| told.sentence == sentence)
        .flat_map(|told| &told.perpetrators)
        .map(|(actor, _)| actor)
        .find(|actor| actor.sort <= Sort::State && !speaks(&stages.text, sentence, actor));
    // "It has fired 40 rockets since": the group told of last, if the words point back.
    let points = (0..count.first).any(|token| {
        matches!(
            stages.text.word(sentence, token).to_lowercase().as_str(),
            "it" | "its" | "they" | "their" | "these" | "them"
        )
    });
    let before = || {
        points.then_some(())?;
        (0..sentence).rev().take(6).find_map(|earlier| {
            stages.actors[earlier]
                .iter()
                .find(|actor| actor.sort == Sort::Named && actor.kind.is_armed_group())
        })
    };
    told.or_else(before)
        .map(|actor| Sourced::new(actor.actor.clone(), actor.span, "tally/actor-before"))
}
