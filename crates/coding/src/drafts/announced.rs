//! Threats that a text says came before an attack: "following several weeks of threats from the group".

use super::{Draft, class_of};
use crate::actors::{ActorHit, Sort};
use crate::dates::{self, DateHit, Grain};
use crate::events::Word;
use crate::text::{Hit, Laid, Line, Text};
use codebook::{Form, List, Sense, TriggerForm};
use language::Pos;
use model::{Status, When};

/// How many tokens may stand between "following" and the threats.
const REACH: usize = 12;

/// Adds what was announced, each as an incident of its own that ends with the attack.
pub(crate) fn announced(text: &Text, drafts: &mut Vec<Draft>, actors: &[Vec<ActorHit>]) {
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line == Line::Boilerplate || line.line == Line::Heading || line.cell.is_some() {
            continue;
        }
        for hit in &line.hits {
            let Some((trigger, form)) = of_threats(text, hit) else {
                continue;
            };
            let known = drafts.iter().flat_map(|draft| &draft.told).any(|told| {
                told.sentence == sentence && told.words.iter().any(|word| word.first == hit.first)
            });
            let Some(link) = coming_after(text, sentence, line, hit.first).filter(|_| !known)
            else {
                continue;
            };
            let Some(attack) = attack(text, sentence, line, link, drafts) else {
                continue;
            };
            let word = Word {
                trigger,
                form,
                first: hit.first,
                last: hit.last,
                span: hit.span,
            };
            let draft = draft(text, sentence, word, (drafts, attack), &actors[sentence]);
            if let Some(mut draft) = draft {
                draft.lead = dates::stretch(text, sentence, (link + 1, hit.first));
                drafts.push(draft);
            }
        }
    }
}

/// The trigger of a noun for threats.
fn of_threats(text: &Text, hit: &Hit) -> Option<(usize, Form)> {
    let Sense::Trigger { trigger, form } = hit.sense else {
        return None;
    };
    let trigger = usize::from(trigger);
    let rule = &text.codebook.triggers[trigger];
    let threat = text.codebook.events[rule.event].class == "threat";
    (threat && rule.form == TriggerForm::Noun).then_some((trigger, form))
}

/// The word that says what came first: "*following* months of hostile rhetoric and explicit threats".
pub(crate) fn coming_after(
    text: &Text,
    sentence: usize,
    line: &Laid,
    threats: usize,
) -> Option<usize> {
    let words = &text.codebook.words;
    (threats.saturating_sub(REACH)..threats)
        .rev()
        .take_while(|at| {
            let link = words.listed(List::ComingAfter, &text.word(sentence, *at).to_lowercase());
            let mark = matches!(text.word(sentence, *at), "," | ";" | ":" | "(");
            link || !mark && !matches!(line.pos(*at), Pos::Verb | Pos::Aux | Pos::Sconj)
                || line.form(*at) == language::Form::PastParticiple
        })
        .find(|at| words.listed(List::ComingAfter, &text.word(sentence, *at).to_lowercase()))
        // "following through on threats", "followed up on them"
        .filter(|at| !matches!(line.pos(at + 1), Pos::Adp | Pos::Adv | Pos::Part))
}

/// The attack of the same sentence, or the one told right before where the sentence points at it.
fn attack(
    text: &Text,
    sentence: usize,
    line: &Laid,
    link: usize,
    drafts: &[Draft],
) -> Option<usize> {
    let is_attack = |draft: &Draft| class_of(text, &draft.told[0]) == "attack";
    let here = drafts.iter().position(|draft| {
        is_attack(draft)
            && (draft.told.iter())
                .any(|told| told.sentence == sentence && told.words[0].first != link)
    });
    // "The operation followed months of threats"
    let definite = ["the", "this", "that", "it"]
        .iter()
        .any(|word| text.word(sentence, 0).eq_ignore_ascii_case(word));
    here.or_else(|| {
        let before = sentence.checked_sub(1)?;
        let same = text.sentences[before].section == line.section;
        let near = |draft: &Draft| {
            draft.extra.contains(&before) || draft.told.iter().any(|told| told.sentence == before)
        };
        (definite && same && link <= 5)
            .then(|| {
                drafts
                    .iter()
                    .rposition(|draft| is_attack(draft) && near(draft))
            })
            .flatten()
    })
}

/// The threats of whoever the words name behind them, else of whoever attacked.
fn draft(
    text: &Text,
    sentence: usize,
    word: Word,
    (drafts, attack): (&[Draft], usize),
    actors: &[ActorHit],
) -> Option<Draft> {
    let base = &drafts[attack];
    let after = base.date.as_ref().and_then(|date| date.when.last);
    let from = |at: usize| {
        matches!(
            text.word(sentence, at).to_lowercase().as_str(),
            "from" | "by"
        )
    };
    let named = actors.iter().find(|actor| {
        actor.first > word.last
            && actor.first <= word.last + 5
            && actor.kind.is_armed_group()
            && matches!(actor.sort, Sort::Named | Sort::Pointing)
            && (word.last + 1..actor.first).any(from)
    });
    let perpetrators = match named {
        Some(actor) => vec![(actor.clone(), "role/threatens")],
        None => base
            .told
            .iter()
            .map(|told| &told.perpetrators)
            .find(|who| !who.is_empty())?
            .clone(),
    };
    let mut told = base.told[0].clone();
    let line = &text.sentences[sentence];
    told.sentence = sentence;
    told.event = text.codebook.triggers[word.trigger].event;
    told.part = (0, line.tokens.len().saturating_sub(1));
    told.perpetrators = perpetrators;
    told.date = base.date.as_ref().zip(after).map(|(date, last)| DateHit {
        when: When::until(last),
        rule: "date/before-the-attack",
        grain: Grain::Day,
        counted: None,
        count: None,
        until: None,
        ..date.clone()
    });
    told.places.retain(|place| place.rank() < 2);
    told.multiple = (word.form == Form::Plural).then_some(word.span);
    told.status = (Status::Threatened, word.span);
    told.threat = true;
    told.words = vec![word];
    told.targets.clear();
    told.named.clear();
    told.weapons.clear();
    told.figures.clear();
    (told.from, told.site, told.unknown_place) = (None, None, None);
    (told.suicide, told.stopped, told.suspected) = (None, None, None);
    (told.definite, told.other, told.listed) = (false, false, false);
    (told.plural, told.weak) = (false, false);
    Some(Draft {
        date: told.date.clone(),
        places: told.places.clone(),
        last: sentence,
        extra: Vec::new(),
        plot: None,
        ordinal: None,
        tolls: Vec::new(),
        before: Some(attack),
        lead: None,
        provisional: false,
        told: vec![told],
    })
}
