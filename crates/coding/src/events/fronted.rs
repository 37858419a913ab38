//! "Since the 12 January bombing of the barracks, soldiers have killed nine militants": the act that opens a
//! sentence, and the later one that the sentence is about.

use super::Found;
use crate::actors::Sort;
use crate::dates::{DateHit, Grain};
use crate::text::{Hit, Laid, Text};
use codebook::{List, Sense, TriggerForm};
use language::Pos;
use model::When;

/// How many tokens may stand before "after": "two days after".
const LEAD: usize = 3;

/// "after", and the comma between an earlier attack that opens a sentence, told with its day, and what a state did
/// about it.
pub(super) fn fronted(
    text: &Text,
    sentence: usize,
    line: &Laid,
    found: &Found,
) -> Option<(usize, usize)> {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let link = (0..=LEAD.min(line.tokens.len().saturating_sub(1)))
        .take_while(|at| {
            matches!(
                line.pos(*at),
                Pos::Num
                    | Pos::Noun
                    | Pos::Adv
                    | Pos::Det
                    | Pos::Adj
                    | Pos::Adp
                    | Pos::Sconj
                    | Pos::Verb
            )
        })
        .find(|at| {
            let word = lower(*at);
            word == "since" || text.codebook.words.listed(List::ComingAfter, &word)
        })?;
    let class = |hit: &Hit, wanted: TriggerForm| match hit.sense {
        Sense::Trigger { trigger, .. } => {
            let rule = &text.codebook.triggers[usize::from(trigger)];
            (rule.form == wanted).then(|| text.codebook.events[rule.event].class.as_str())
        }
        _ => None,
    };
    let first = line
        .hits
        .iter()
        .find(|hit| hit.first > link && class(hit, TriggerForm::Noun) == Some("attack"))?;
    // "After gunmen stormed the bank, an explosion …": a clause is no opening phrase.
    let dated = |at: usize| {
        found
            .dates
            .iter()
            .any(|date| date.first <= at && at <= date.last)
    };
    if (link + 1..first.first).any(|at| {
        matches!(line.pos(at), Pos::Verb | Pos::Aux)
            && line.form(at) != language::Form::PastParticiple
            || lower(at) == "," && !dated(at) && !dated(at - 1)
    }) {
        return None;
    }
    let comma = (first.last + 1..line.tokens.len())
        .find(|at| lower(*at) == "," && !dated(*at) && !(dated(at - 1) && dated(at + 1)))?;
    found
        .dates
        .iter()
        .find(|date| date.last > link && date.first < comma && date.when.first.is_some())?;
    let state = |before: usize| {
        found.actors.iter().any(|actor| {
            actor.first > comma
                && actor.first < before
                && actor.sort <= Sort::State
                && actor.kind.is_state()
        })
    };
    line.hits
        .iter()
        .filter(|hit| hit.first > comma)
        .find_map(|hit| class(hit, TriggerForm::Verb).map(|class| (hit.first, class)))
        .filter(|(at, class)| *class == "operation" || state(*at))
        .map(|_| (link, comma))
}

/// The day of the act that opens the sentence, which "since the 12 January bombing" tells as the start of a time.
pub(super) fn own_day(date: DateHit) -> DateHit {
    match date.when.first {
        Some(day) if date.rule == "date/since" && date.grain == Grain::Day => DateHit {
            when: When::day(day),
            ..date
        },
        _ => date,
    }
}

/// The time of what came after it: from that day on, or so many days later.
pub(super) fn from_then(
    text: &Text,
    sentence: usize,
    link: usize,
    date: &DateHit,
) -> Option<DateHit> {
    let day = date.when.first?;
    let later = crate::drafts::days_told(text, sentence, link)
        .filter(|_| date.when.is_day())
        .and_then(|count| {
            day.checked_add(jiff::Span::new().days(i64::from(count)))
                .ok()
        });
    Some(DateHit {
        when: later.map_or(When::since(day), When::day),
        rule: "date/after-the-act",
        counted: None,
        count: None,
        until: None,
        ..date.clone()
    })
}
