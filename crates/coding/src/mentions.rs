//! Perpetrators, targets, victims and weapons of an incident as printed.
//!
//! An account's fields hold what is sure; its mentions hold every phrase that the words tie to the act, with
//! what happened to whom it names.

mod aftermath;
mod counts;
mod doers;
mod hit;
mod names;
mod phrases;
#[cfg(test)]
mod tests;

use crate::accounts::Context;
use crate::actors::{ActorHit, Sort};
use crate::claims::Voices;
use crate::drafts::Draft;
use crate::events::{Named, TargetHit, Told};
use crate::figures::{Effect, Figure};
use crate::text::Text;
pub(crate) use aftermath::aftermaths;
use codebook::TermForm;
pub(crate) use counts::Counts;
use doers::doers;
use language::Pos;
use model::{Harm, Mention, MentionRole, Span};
pub(crate) use names::Names;
use phrases::{Kind, Reader};

/// What a draft's sentences name, in text order.
pub(crate) fn mentions(
    context: &Context,
    draft: &Draft,
    voices: &Voices,
    aftermath: &[usize],
) -> Vec<Mention> {
    let (text, places) = (context.text, context.places);
    let mut all = Vec::new();
    for told in &draft.told {
        let reader = Reader::new(text, told.sentence, places, context.names);
        plain(told, &mut all);
        let doers = perpetrators(&reader, told, &mut all);
        sufferers(&reader, told, &doers, &mut all);
    }
    for sentence in aftermath {
        let reader = Reader::new(text, *sentence, places, context.names);
        let named = aftermath::named(&reader);
        let figures = context
            .figures
            .get(*sentence)
            .map_or(&[][..], Vec::as_slice);
        damaged(&reader, &mut all);
        counted(figures, &[], &mut all);
        all.extend(named.iter().map(by_name));
    }
    let attack = text.codebook.events[draft.told[0].event].class == "attack";
    if attack {
        all.extend(voices.blamed.iter().map(|(actor, _)| Mention {
            person: actor.sort == Sort::Person,
            ..Mention::new(MentionRole::Perpetrator, actor.span)
        }));
    }
    in_full(context, &mut all);
    for mention in &mut all {
        let people = matches!(mention.role, MentionRole::Target | MentionRole::Victim);
        if people && !mention.person && mention.count.is_none() {
            mention.count = context.counts.of(mention.span.of(text.text));
        }
    }
    only_group(context, draft, &mut all);
    all.sort_by_key(|mention| (mention.span, mention.role));
    // A name is hit once, however many words tie it to the act.
    all.dedup_by(|later, first| {
        let victim = |mention: &Mention| {
            matches!(mention.role, MentionRole::Target | MentionRole::Victim) && mention.person
        };
        let same = later.span == first.span && victim(later) && victim(first);
        if same {
            first.effect = first.effect.or(later.effect);
        }
        same || later == first
    });
    all
}

/// Where a name stands elsewhere in full, that too.
fn in_full(context: &Context, all: &mut Vec<Mention>) {
    let full: Vec<Mention> = all
        .iter()
        .filter(|mention| mention.person)
        .filter_map(|mention| {
            let span = context.names.fullest(mention.span.of(context.text.text))?;
            Some(Mention { span, ..*mention })
        })
        .collect();
    all.extend(full);
}

/// "Guerrillas" of a report that names one armed group are its, and so is an attack by nobody told in a sentence
/// that names it.
fn only_group(context: &Context, draft: &Draft, all: &mut Vec<Mention>) {
    let Some(group) = context.only_group else {
        return;
    };
    // In text order, as they were found.
    let named_in = |sentence: usize| {
        group
            .binary_search_by_key(&sentence, |(sentence, _)| *sentence)
            .is_ok()
    };
    let attack = context.text.codebook.events[draft.told[0].event].class == "attack";
    let doers = || draft.told.iter().flat_map(|told| &told.perpetrators);
    let named = doers().any(|(actor, _)| actor.sort <= Sort::State);
    let fighters = doers().any(|(actor, _)| {
        actor.plural && actor.kind.is_armed_group() && matches!(actor.sort, Sort::Body)
    });
    let nobody = !all
        .iter()
        .any(|mention| mention.role == MentionRole::Perpetrator);
    let beside = nobody && draft.told.iter().any(|told| named_in(told.sentence));
    if attack
        && !named
        && (fighters || beside)
        && let Some((_, span)) = group.first()
    {
        all.push(Mention::new(MentionRole::Perpetrator, *span));
    }
}

/// Triggers, weapons and places.
fn plain(told: &Told, all: &mut Vec<Mention>) {
    let words = told
        .words
        .iter()
        .map(|word| (MentionRole::Trigger, word.span));
    let weapons = told
        .weapons
        .iter()
        .map(|(_, span)| (MentionRole::Weapon, *span));
    let places = told
        .places
        .iter()
        .map(|place| (MentionRole::Place, place.span));
    all.extend(
        words
            .chain(weapons)
            .chain(places)
            .map(|(role, span)| Mention::new(role, span)),
    );
}

/// Who did it; returns the spans of the people among them.
fn perpetrators(reader: &Reader, told: &Told, all: &mut Vec<Mention>) -> Vec<Span> {
    let doers = doers(reader, told);
    let spans: Vec<Span> = doers
        .iter()
        .map(|doer| reader.line.bytes(doer.phrase.first, doer.phrase.last))
        .collect();
    for (doer, span) in doers.iter().zip(&spans) {
        all.push(Mention {
            person: doer.named,
            ..Mention::new(MentionRole::Perpetrator, *span)
        });
    }
    for (actor, _) in &told.perpetrators {
        if !adjective(reader, actor) {
            all.push(Mention::new(MentionRole::Perpetrator, actor.span));
        }
    }
    spans
}

/// "a terrorist attack", "the guerrilla offensive": one noun for people before another noun tells of nobody.
fn adjective(reader: &Reader, actor: &ActorHit) -> bool {
    matches!(actor.sort, Sort::Nobody)
        && !actor.plural
        && matches!(
            reader.line.pos(actor.last + 1),
            Pos::Noun | Pos::Propn | Pos::Adj
        )
        && reader.name(actor.last + 1).is_none()
}

/// Whom and what it was aimed at, and who was hurt.
fn sufferers(reader: &Reader, told: &Told, doers: &[Span], all: &mut Vec<Mention>) {
    let free = |span: &Span| !doers.iter().any(|doer| doer.overlaps(span));
    for target in &told.targets {
        // What is merely near ("taken to the hospital") was not hit.
        let near = target.form != TermForm::Person && !target.aimed && shouting(reader);
        let Some(span) = whole(reader, told, target).filter(|span| free(span) && !near) else {
            continue;
        };
        let role = if target.aimed {
            MentionRole::Target
        } else {
            MentionRole::Victim
        };
        all.push(Mention {
            effect: harm(reader.text, told, target),
            ..Mention::new(role, span)
        });
    }
    if shouting(reader) {
        for hit in hit::hit(reader, told) {
            let phrase = match hit.kind {
                Kind::Thing => reader.with_owner(hit.phrase),
                _ => hit.phrase,
            };
            let span = reader.line.bytes(phrase.first, phrase.last);
            let people = matches!(hit.kind, Kind::People { .. });
            if free(&span) && hit.kind != Kind::Body {
                all.push(Mention {
                    effect: hit.harm.filter(|_| people),
                    person: hit.named,
                    ..Mention::new(MentionRole::Target, span)
                });
            }
        }
    }
    damaged(reader, all);
    if reader.text.codebook.events[told.event].class == "attack" && shouting(reader) {
        all.extend(aftermath::named(reader).iter().map(by_name));
    }
    all.extend(told.named.iter().map(by_name));
    counted(&told.figures, doers, all);
}

/// Things of a sentence in capitals that were destroyed or damaged.
fn damaged(reader: &Reader, all: &mut Vec<Mention>) {
    if !shouting(reader) {
        return;
    }
    for phrase in hit::damaged(reader) {
        let phrase = reader.with_owner(phrase);
        let span = reader.line.bytes(phrase.first, phrase.last);
        all.push(Mention::new(MentionRole::Target, span));
    }
}

/// True for a sentence in capitals.
fn shouting(reader: &Reader) -> bool {
    let words = reader.line.span.of(reader.text.text);
    !words.chars().any(char::is_lowercase)
}

fn by_name(named: &Named) -> Mention {
    Mention {
        person: true,
        effect: named.harm,
        ..Mention::new(MentionRole::Victim, named.span)
    }
}

/// Counted people, but not those who did it.
fn counted(figures: &[Figure], doers: &[Span], all: &mut Vec<Mention>) {
    let free = |figure: &&Figure| !doers.iter().any(|doer| doer.overlaps(&figure.span));
    all.extend(figures.iter().filter(free).map(|figure| Mention {
        effect: figure_harm(figure),
        count: (!figure.implied).then_some(figure.estimate),
        ..Mention::new(MentionRole::Victim, figure.span)
    }));
}

/// The whole phrase of a target; `None` where its words describe something else ("an official report"), or
/// only place what was aimed at ("the secretary at the embassy").
fn whole(reader: &Reader, told: &Told, target: &TargetHit) -> Option<Span> {
    if !shouting(reader) || target.target.is_none() {
        return Some(target.span);
    }
    let phrase = reader.around(target.last)?;
    let phrase = match reader.kind(phrase) {
        Kind::Thing => reader.with_owner(phrase),
        Kind::Other => return None,
        _ => phrase,
    };
    if placed(reader, told, phrase.first) {
        return None;
    }
    Some(reader.line.bytes(phrase.first, phrase.last))
}

/// "the president of the court", "a candidate for mayor": governed by another noun.
fn placed(reader: &Reader, told: &Told, first: usize) -> bool {
    let mut at = first;
    while at > 0
        && (matches!(reader.line.pos(at - 1), Pos::Det | Pos::Num)
            || reader.is(
                at - 1,
                &["his", "her", "their", "its", "some", "several", "other"],
            ))
    {
        at -= 1;
    }
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    if !reader.is(before, &["of", "for", "from", "at", "to", "in", "with"]) {
        return false;
    }
    let Some(noun) = before.checked_sub(1) else {
        return false;
    };
    let trigger = told
        .words
        .iter()
        .any(|word| word.first <= noun && noun <= word.last);
    let quantity = reader.is(
        noun,
        &["one", "two", "three", "some", "many", "number", "dozens"],
    ) || reader.line.pos(noun) == Pos::Num;
    !trigger && !quantity && matches!(reader.line.pos(noun), Pos::Noun | Pos::Propn)
}

fn figure_harm(figure: &Figure) -> Option<Harm> {
    match figure.effect {
        Effect::Killed => Some(Harm::Killed),
        Effect::Injured => Some(Harm::Injured),
        Effect::Abducted => Some(Harm::Abducted),
        Effect::Casualties | Effect::Arrested => None,
    }
}

/// What happened to somebody aimed at: what the figure over them says, or the word that aims at them.
fn harm(text: &Text, told: &Told, target: &TargetHit) -> Option<Harm> {
    let counted = told
        .figures
        .iter()
        .find(|figure| figure.span.overlaps(&target.span))
        .and_then(figure_harm);
    let person = target.aimed && target.form == TermForm::Person;
    counted.or_else(|| person.then(|| told.harm(text)).flatten())
}
