//! "Police arrested the attackers two days later": whoever is arrested for an act told before.

use super::{Draft, class_of};
use crate::actors::{ActorHit, Sort};
use crate::events::{TargetHit, Told};
use crate::text::{Laid, Text};
use codebook::{ActorKind, List};
use language::Pos;
use model::{ActorRef, Status};

/// The act stands at most so many sentences before the arrest.
const REACH: usize = 6;
/// How many tokens behind the arrest its culprits may stand.
const OBJECT: usize = 6;

/// Gives arrests of "the attackers" those as target who are said to have done the act before.
pub(crate) fn caught(text: &Text, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let draft = &drafts[at];
        let arrest = draft.told.iter().position(|told| {
            text.codebook.events[told.event].code == "arrest" && told.status.0 == Status::Completed
        });
        let Some(index) = arrest else {
            continue;
        };
        let told = &draft.told[index];
        let on_group = |target: &TargetHit| {
            let actor = target.actor.as_ref();
            actor.is_some_and(|actor| actor.kind.is_armed_group() && actor.sort < Sort::Nobody)
        };
        if told.targets.iter().any(on_group) {
            continue;
        }
        let line = &text.sentences[told.sentence];
        let Some(culprits) = culprits(text, line, told) else {
            continue;
        };
        let act = (drafts.iter().enumerate())
            .filter(|(other, draft)| *other != at && class_of(text, &draft.told[0]) == "attack")
            .filter(|(_, draft)| {
                let first = draft.told[0].sentence;
                first <= told.sentence && draft.last + REACH >= told.sentence
            })
            .max_by_key(|(other, draft)| (draft.told[0].sentence, *other));
        let Some((_, act)) = act else {
            continue;
        };
        let doers = act.told.iter().flat_map(|told| &told.perpetrators);
        let doer = doers
            .map(|(actor, _)| actor)
            .find(|actor| actor.kind.is_armed_group() && actor.sort != Sort::Nobody);
        let (first, last) = culprits;
        let target = TargetHit::of(ActorHit {
            actor: doer.map_or_else(
                || nameless(text, told.sentence, last),
                |it| it.actor.clone(),
            ),
            kind: ActorKind::ArmedGroup,
            sort: Sort::Pointing,
            first,
            last,
            span: line.bytes(first, last),
            country: None,
            plural: true,
        });
        let told = &mut drafts[at].told[index];
        // "the perpetrators – all men of one village": who they are is no second target.
        told.targets.retain(|target| target.actor.is_some());
        told.targets.insert(0, target);
    }
}

/// The first and last token of "the attackers" behind, or before, the word of the arrest.
fn culprits(text: &Text, line: &Laid, told: &Told) -> Option<(usize, usize)> {
    let word = told.words.first()?;
    let end = (word.last + 1 + OBJECT).min(line.tokens.len());
    let start = word.first.saturating_sub(OBJECT);
    let lower = |at: usize| text.word(told.sentence, at).to_lowercase();
    let pointed = |noun: usize| {
        let before = (1..=3).map_while(|back| noun.checked_sub(back));
        before
            .take_while(|at| !matches!(line.pos(*at), Pos::Verb | Pos::Punct))
            .find(|at| {
                matches!(
                    lower(*at).as_str(),
                    "the" | "these" | "both" | "all" | "its"
                )
            })
    };
    (word.last + 1..end)
        .chain(start..word.first)
        .filter(|at| text.codebook.words.listed(List::Culprits, &lower(*at)))
        .find_map(|noun| Some((pointed(noun)?, noun)))
}

/// Who did it, by the word for them alone.
fn nameless(text: &Text, sentence: usize, noun: usize) -> ActorRef {
    ActorRef {
        id: None,
        name: text.word(sentence, noun).to_lowercase(),
        person: false,
    }
}
