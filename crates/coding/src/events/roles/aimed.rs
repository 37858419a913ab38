//! Whom or what it was aimed at, as phrases with their nation.

use crate::actors::{ActorHit, Sort};
use crate::events::{Found, TargetHit, Told};
use crate::text::{Hit, Laid, Text};
use codebook::{Cue, PersonNoun, Sense, TermForm};
use language::Pos;
use model::Span;

/// Target nouns between two tokens.
pub(super) fn targets_between(
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
            // "at a memorial for General Ali Example": whom a gathering is held for.
            let honoured = form != TermForm::Site
                && start >= 2
                && text.word(sentence, start - 1).eq_ignore_ascii_case("for")
                && line.pos(start - 2) == Pos::Noun
                && line.hits.iter().any(|other| {
                    other.first <= start - 2
                        && start - 2 <= other.last
                        && matches!(other.sense, Sense::Target { .. })
                });
            if speaks || honoured || !aimed && form == TermForm::Site && moved {
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
pub(super) fn push_target(
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
    let (mut first, mut nationality) = phrase_start(text, sentence, line, hit.first);
    // "the French and Italian consulates" are one phrase, of which the first nation is kept.
    if nationality.is_some()
        && let Some(other) = nation_before(text, sentence, line, hit, first)
    {
        told.targets
            .retain(|known| known.target.is_some() || !known.span.overlaps(&other.1));
        first = line.token_at(other.1.start);
        nationality = Some(other);
    }
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

/// "the *French* and Italian consulates": the nation that shares a plural with the one behind it.
fn nation_before(
    text: &Text,
    sentence: usize,
    line: &Laid,
    noun: &Hit,
    first: usize,
) -> Option<(String, Span)> {
    let join = first.checked_sub(1)?;
    let plural = line.form(noun.last) == language::Form::Plural;
    if !plural || !matches!(text.word(sentence, join), "and" | ",") {
        return None;
    }
    line.hits.iter().find_map(|hit| match hit.sense {
        Sense::Demonym { country } | Sense::Country { country, .. } if hit.last + 1 == join => {
            let code = text.codebook.countries[usize::from(country)].code.clone();
            Some((code, hit.span))
        }
        _ => None,
    })
}

/// First token of a noun phrase, and the nation its modifiers name.
pub(super) fn phrase_start(
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
        // "shot dead Judge Ana Example": the words of the deed are not hers.
        let deed = line.hits.iter().any(|hit| {
            hit.first < hit.last
                && hit.first <= at
                && at <= hit.last
                && matches!(hit.sense, Sense::Trigger { form, .. }
                    if matches!(form, codebook::Form::Past | codebook::Form::Participle))
        });
        if deed {
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
pub(super) fn actor_targets(
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

pub(super) fn push_actor_target(told: &mut Told, actor: &ActorHit, aimed: bool) {
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
