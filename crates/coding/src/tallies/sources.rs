//! Who counted.

use crate::Stages;
use crate::actors::Sort;
use crate::figures::is_passive;
use crate::text::Text;
use codebook::{Cue, Sense};
use language::Pos;
use model::{Sourced, Span};

/// "according to the ministry", "the UN said", "CHRO documented": who counted, as the text names them.
pub(super) fn source(text: &Text, stages: &Stages, sentence: usize) -> Option<Sourced<String>> {
    according(text, sentence).or_else(|| speaker(text, stages, sentence))
}

fn according(text: &Text, sentence: usize) -> Option<Sourced<String>> {
    let line = &text.sentences[sentence];
    let at = (0..line.tokens.len()).find(|token| {
        text.word(sentence, *token)
            .eq_ignore_ascii_case("according")
            && text.word(sentence, token + 1).eq_ignore_ascii_case("to")
    })?;
    let mut start = at + 2;
    if text.word(sentence, start).eq_ignore_ascii_case("the") {
        start += 1;
    }
    let mut end = start;
    while end < line.tokens.len()
        && !matches!(
            text.word(sentence, end),
            "," | "." | ";" | "(" | "which" | "that" | "at" | "about" | "some" | "on"
        )
        && line.pos(end) != Pos::Num
        && end < start + 12
    {
        end += 1;
    }
    // "the nongovernmental organization (NGO) Example Watch (EW)": the name stands behind the brackets.
    if text.word(sentence, end) == "("
        && text.word(sentence, end + 2) == ")"
        && line.pos(end + 3) == Pos::Propn
    {
        start = end + 3;
        end = start;
        while matches!(line.pos(end), Pos::Propn | Pos::Noun | Pos::Adj)
            || matches!(
                text.word(sentence, end),
                "for" | "of" | "the" | "and" | "on"
            )
        {
            end += 1;
        }
    }
    (end > start).then(|| phrase(text, line.bytes(start, end - 1), "tally/according-to"))
}

/// "the attacks recorded in May", "the total confirmed attacks": said of what is counted, by nobody named.
fn is_of_what_is_counted(text: &Text, sentence: usize, verb: usize) -> bool {
    let line = &text.sentences[sentence];
    let counted = |token: usize| {
        line.hits.iter().any(|hit| {
            (hit.first..=hit.last).contains(&token)
                && matches!(
                    hit.sense,
                    Sense::Counted(_)
                        | Sense::Cue {
                            cue: Cue::Measure | Cue::Tally,
                            ..
                        }
                )
        })
    };
    verb.checked_sub(1).is_some_and(counted)
}

fn speaker(text: &Text, stages: &Stages, sentence: usize) -> Option<Sourced<String>> {
    let line = &text.sentences[sentence];
    let say = line.hits.iter().find(|hit| {
        matches!(hit.sense, Sense::Cue { cue: Cue::Say | Cue::Count, form } if !matches!(form, codebook::Form::Singular | codebook::Form::Plural))
            && hit.first > 0
            && line.pos(hit.first) == Pos::Verb
            && !is_passive(text, sentence, line, hit.first)
            && !is_of_what_is_counted(text, sentence, hit.first)
    })?;
    if let Some(actor) = stages.actors[sentence].iter().find(|actor| {
        actor.last < say.first && say.first - actor.last <= 2 && actor.sort <= Sort::State
    }) {
        return Some(Sourced::new(
            actor.span.of(text.text).to_owned(),
            actor.span,
            "tally/said",
        ));
    }
    if let Some((first, last)) = explained(text, sentence, say.first) {
        return Some(phrase(text, line.bytes(first, last), "tally/said"));
    }
    // The noun phrase before the verb, as printed.
    let mut first = say.first;
    while first > 0 {
        let before = first - 1;
        let word = text.word(sentence, before);
        let inside = matches!(line.pos(before), Pos::Propn | Pos::Noun | Pos::Adj)
            || matches!(word, "of" | "for" | "'s" | "’s" | "on" | "_" | "-")
            || matches!(word, "and" | "the" | "The")
                && first < say.first
                && line.pos(first) == Pos::Propn
                && before > 0;
        let adverb = first == say.first && matches!(line.pos(before), Pos::Adv | Pos::Aux);
        if !inside && !adverb {
            break;
        }
        first = before;
    }
    let mut last = say.first.checked_sub(1)?;
    while last > first && matches!(line.pos(last), Pos::Adv | Pos::Aux) {
        last -= 1;
    }
    while first < last
        && matches!(
            text.word(sentence, first),
            "the" | "The" | "and" | "of" | "on" | "for" | "_" | "-"
        )
    {
        first += 1;
    }
    let noun = matches!(line.pos(last), Pos::Propn | Pos::Noun);
    (noun && first <= last).then(|| phrase(text, line.bytes(first, last), "tally/said"))
}

/// "Armed Conflict Watch (ACW), an organization that maps crises, recorded": the name that opens the
/// sentence, before what explains it.
fn explained(text: &Text, sentence: usize, verb: usize) -> Option<(usize, usize)> {
    let large = text.word(sentence, 0).starts_with(char::is_uppercase);
    if verb < 4 || text.word(sentence, verb - 1) != "," || !large {
        return None;
    }
    let comma = (1..verb - 1).find(|at| text.word(sentence, *at) == ",")?;
    let explains = matches!(
        text.word(sentence, comma + 1).to_lowercase().as_str(),
        "a" | "an" | "the" | "which" | "who"
    );
    let mut last = comma - 1;
    if text.word(sentence, last) == ")" {
        last = (1..last).rev().find(|at| text.word(sentence, *at) == "(")? - 1;
    }
    explains.then_some((0, last))
}

fn phrase(text: &Text, span: Span, rule: &str) -> Sourced<String> {
    Sourced::new(
        span.of(text.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        span,
        rule,
    )
}
