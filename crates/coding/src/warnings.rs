//! Statements that precede an incident and that the text ties to it.

use crate::Stages;
use crate::accounts::Context;
use crate::actors::{ActorHit, Sort};
use crate::figures::is_passive;
use crate::text::{Hit, Laid, Line, Text};
use codebook::{ActorKind, Cue, Form, List, Sense};
use language::{Pos, Relation};
use model::{Account, ActorRef, Sourced, Span, Warning};

/// The warnings of a report, in text order.
pub(crate) fn warnings(context: &Context, stages: &Stages, accounts: &[Account]) -> Vec<Warning> {
    let text = context.text;
    let mut found: Vec<Warning> = Vec::new();
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line == Line::Boilerplate || line.line == Line::Heading || line.cell.is_some() {
            continue;
        }
        for hit in &line.hits {
            let Sense::Cue {
                cue: Cue::Warn,
                form,
            } = hit.sense
            else {
                continue;
            };
            let Some(issuer) = issuer(text, sentence, hit, form, &stages.actors[sentence]) else {
                continue;
            };
            if issuer.kind.is_armed_group() || !of_an_attack(text, sentence, hit) {
                continue;
            }
            let Some(about) = about(accounts, line.span) else {
                continue;
            };
            let mut evidence = vec![line.span];
            let heeded = heeded(text, sentence, hit, &mut evidence);
            found.push(Warning {
                report: context.report.id.clone(),
                id: String::new(),
                issued_by: Sourced::new(issuer.actor.clone(), issuer.span, "warning/issuer"),
                issued_to: addressee(text, stages, sentence, hit, &issuer),
                date: stages.dates[sentence]
                    .iter()
                    .find(|date| {
                        let compared = crate::events::comparison(text, sentence, line);
                        date.first.abs_diff(hit.first) <= 6
                            && compared
                                .is_none_or(|comma| (date.first < comma) == (hit.first < comma))
                    })
                    .map(|date| Sourced::new(date.when, date.span, date.rule)),
                about: Some(about),
                heeded,
                evidence,
            });
            break;
        }
    }
    for (index, warning) in found.iter_mut().enumerate() {
        warning.id = format!("w{:02}", index + 1);
    }
    found
}

/// Who warned: the subject of the verb, or of the verb that gave the warning.
fn issuer(
    text: &Text,
    sentence: usize,
    hit: &Hit,
    form: Form,
    actors: &[ActorHit],
) -> Option<ActorHit> {
    let line = &text.sentences[sentence];
    let usable =
        |actor: &&ActorHit| matches!(actor.sort, Sort::Named | Sort::State | Sort::Pointing);
    let noun = matches!(form, Form::Singular | Form::Plural | Form::Fixed);
    if !noun && is_passive(text, sentence, line, hit.first) {
        return actors
            .iter()
            .filter(usable)
            .find(|actor| {
                actor.first > hit.last && text.word(sentence, actor.first.saturating_sub(1)) == "by"
            })
            .cloned();
    }
    let tree = text.tree(sentence);
    if !noun
        && let Some(subject) = tree
            .children(hit.first)
            .find(|child| tree.relations[*child] == Relation::Nsubj)
        && let Some(actor) = actors
            .iter()
            .filter(usable)
            .find(|actor| actor.first <= subject && subject <= actor.last)
    {
        return Some(actor.clone());
    }
    actors
        .iter()
        .filter(usable)
        .rfind(|actor| actor.last < hit.first && hit.first - actor.last <= 8)
        .cloned()
        .or_else(|| {
            (!noun)
                .then(|| institution(text, sentence, line, hit.first))
                .flatten()
        })
}

/// "the embassy warned", "Western intelligence agencies warned": an institution by the text's own words.
fn institution(text: &Text, sentence: usize, line: &Laid, verb: usize) -> Option<ActorHit> {
    let last = (verb.saturating_sub(3)..verb)
        .rev()
        .find(|at| !matches!(line.pos(*at), Pos::Aux | Pos::Adv))?;
    let known = text.codebook.words.listed(
        List::Institutions,
        &text.word(sentence, last).to_lowercase(),
    );
    if !known {
        return None;
    }
    let mut first = last;
    while first > 0
        && last - first < 5
        && matches!(line.pos(first - 1), Pos::Adj | Pos::Noun | Pos::Propn)
    {
        first -= 1;
    }
    let span = line.bytes(first, last);
    Some(ActorHit {
        actor: ActorRef::named(span.of(text.text)),
        kind: ActorKind::Government,
        sort: Sort::State,
        first,
        last,
        span,
        country: None,
        plural: false,
    })
}

/// "of an impending attack", or a public warning told beside one.
fn of_an_attack(text: &Text, sentence: usize, hit: &Hit) -> bool {
    let trigger = |line: usize| {
        text.sentences[line].hits.iter().any(|other| {
            matches!(other.sense, Sense::Trigger { trigger, .. } if text.codebook.events[text.codebook.triggers[usize::from(trigger)].event].class == "attack")
                && (line != sentence || other.first > hit.last)
        })
    };
    let public = (hit.first.saturating_sub(3)..hit.first).any(|token| {
        matches!(
            text.word(sentence, token).to_lowercase().as_str(),
            "public" | "security" | "travel" | "terror"
        )
    });
    trigger(sentence) || public
}

/// Who was warned.
fn addressee(
    text: &Text,
    stages: &Stages,
    sentence: usize,
    hit: &Hit,
    issuer: &ActorHit,
) -> Option<Sourced<String>> {
    let line = &text.sentences[sentence];
    let mut start = hit.last + 1;
    if text.word(sentence, start).eq_ignore_ascii_case("to") {
        start += 1;
    }
    // "warned that extremists …", "warned of attacks": of whom, not whom.
    let next = text.word(sentence, start).to_lowercase();
    if matches!(
        next.as_str(),
        "that" | "of" | "about" | "against" | "in" | "on"
    ) {
        return None;
    }
    if let Some(actor) = stages.actors[sentence]
        .iter()
        .find(|actor| actor.first >= start && actor.first <= start + 2 && actor.span != issuer.span)
    {
        return Some(Sourced::new(
            actor.actor.name.clone(),
            actor.span,
            "warning/addressee",
        ));
    }
    let nominal = |token: usize| {
        matches!(
            line.pos(token),
            Pos::Noun | Pos::Propn | Pos::Adj | Pos::Det | Pos::Pron
        )
    };
    let mut end = start;
    while end < line.tokens.len() && nominal(end) && end < start + 6 {
        end += 1;
    }
    let first = (start..end).find(|token| line.pos(*token) != Pos::Det)?;
    let last = (first..end)
        .rev()
        .find(|token| matches!(line.pos(*token), Pos::Noun | Pos::Propn))?;
    let span = line.bytes(first, last);
    Some(Sourced::new(
        span.of(text.text).to_owned(),
        span,
        "warning/addressee",
    ))
}

/// "this warning was ignored", in the sentence or the next.
fn heeded(
    text: &Text,
    sentence: usize,
    warning: &Hit,
    evidence: &mut Vec<Span>,
) -> Option<Sourced<bool>> {
    for next in [sentence, sentence + 1] {
        let Some(line) = text.sentences.get(next) else {
            continue;
        };
        let warned = line
            .hits
            .iter()
            .any(|hit| matches!(hit.sense, Sense::Cue { cue: Cue::Warn, .. }));
        if let Some(hit) = line.cue(Cue::Ignore, 0, line.tokens.len())
            && warned
            // "this warning was ignored, even after another one": the other was not.
            && (next != sentence || hit.first.abs_diff(warning.first) <= 14 && hit.last >= warning.last)
        {
            if next != sentence {
                evidence.push(line.span);
            }
            return Some(Sourced::new(false, hit.span, "warning/ignored"));
        }
    }
    None
}

/// The attack told nearest to the warning.
fn about(accounts: &[Account], span: Span) -> Option<String> {
    accounts
        .iter()
        .filter(|account| account.class.value == "attack")
        .min_by_key(|account| {
            account
                .evidence
                .iter()
                .map(|quote| quote.start.abs_diff(span.start))
                .min()
                .unwrap_or(u32::MAX)
        })
        .map(|account| account.id.clone())
}
