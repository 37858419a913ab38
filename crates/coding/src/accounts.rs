//! Drafts to accounts: every field settled, each value with its words.

mod class;
mod sides;
mod tolls;
mod whereabouts;

use crate::claims::Voices;
use crate::drafts::Draft;
use crate::events::Told;
use crate::figures::Figure;
use crate::mentions::{Counts, Names};
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use class::class_and_type;
use codebook::gazetteer::Gazetteer;
use codebook::{Cue, Sense};
use model::{Account, Sourced, Span, Status, When};
use sides::{attribution, clash, perpetrators, plotters, targets};
use std::collections::BTreeMap;
use tolls::tolls;
use whereabouts::place;

/// Everything an account needs beside its draft.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub text: &'a Text<'a>,
    pub gazetteer: &'a Gazetteer,
    pub report: &'a model::Report,
    /// Places by sentence.
    pub places: &'a [Vec<PlaceHit>],
    /// The names of the text in full.
    pub names: &'a Names,
    /// How many the people are that the text counts.
    pub counts: &'a Counts,
    /// Where the text names an armed group, sentence and words, if it names no other.
    pub only_group: Option<&'a [(usize, Span)]>,
    /// Figures by sentence.
    pub figures: &'a [Vec<Figure>],
    /// Shares of the talk by country.
    pub countries: &'a BTreeMap<String, f64>,
    /// First mention of each country as a place.
    pub first_country: BTreeMap<String, Span>,
    /// The country that the dateline names.
    pub dateline: Option<(String, Span)>,
    /// The settlement that the dateline names.
    pub sent_from: Option<PlaceHit>,
    /// The report is a page of items of one day.
    pub roundup: bool,
}

/// One draft as an account; `None` where what is left is too thin.
pub(crate) fn account(
    context: &Context,
    draft: &Draft,
    voices: &Voices,
    aftermath: &[usize],
) -> Option<Account> {
    let text = context.text;
    let date = date(context, draft);
    let when = date.as_ref().map(|date| date.value);
    let clashes = draft
        .told
        .iter()
        .any(|told| text.codebook.events[told.event].class == "clash");
    // "police arrested five suspected members of the group": the suspected did not arrest anybody.
    let operation = draft
        .told
        .iter()
        .all(|told| text.codebook.events[told.event].class == "operation");
    let nobody = Voices::default();
    let speaking = if operation { &nobody } else { voices };
    let mut perpetrators = perpetrators(draft, speaking, clashes);
    let targets = targets(text, draft, when.as_ref());
    let foiled = draft
        .told
        .iter()
        .any(|told| told.status.0 == Status::Foiled)
        || draft.plot.is_some();
    let mut targets = targets;
    if foiled {
        plotters(text, draft, &mut perpetrators, &mut targets, when.as_ref());
    }
    let (class, kind) = class_and_type(text, draft, &perpetrators, &targets, when.as_ref())?;
    let trigger = main_word(text, draft);
    let status = draft
        .told
        .iter()
        .map(|told| told.status)
        .chain(draft.plot.map(|span| (Status::Foiled, span)))
        .find(|(status, _)| *status != Status::Completed)
        .unwrap_or((Status::Completed, trigger));
    let status = if kind.value == "threat" {
        (Status::Threatened, trigger)
    } else if draft.told.len() > 1
        && draft.told[0].status.0 == Status::Completed
        && status.0 == Status::Failed
    {
        draft.told[0].status
    } else {
        status
    };
    let mut account = Account::new(
        context.report.id.clone(),
        String::new(),
        class,
        kind,
        Sourced::new(status.0, status.1, status_rule(text, draft, status)),
    );
    account.date = date;
    place(context, draft, &mut account);
    account.suicide = flag(draft, |told| told.suicide, "suicide/words");
    account.multiple = flag(draft, |told| told.multiple, "multiple/words");
    if draft
        .told
        .iter()
        .any(|told| told.multiple.is_none() && !told.plural && !told.weak)
    {
        account.multiple = None;
    }
    if account.class.value == "clash" {
        clash(text, &perpetrators, &targets, &mut account, when.as_ref());
    } else {
        account.targets = targets;
        // "an attack blamed on the group": who did it was not hit by it.
        account.targets.retain(|target| {
            target.name.as_ref().is_none_or(|name| {
                !perpetrators
                    .iter()
                    .any(|(actor, _)| actor.value.id.is_some() && actor.value.id == name.value.id)
            })
        });
    }
    // Of a crowd and the police, the crowd riots, and the police is whom it fights.
    let riot = account.class.value == "unrest"
        && perpetrators
            .iter()
            .any(|(_, actor)| actor.sort == crate::actors::Sort::Crowd);
    if riot {
        sides::fought_by_a_crowd(text, &perpetrators, &mut account, when.as_ref());
    }
    account.perpetrators = perpetrators
        .iter()
        .filter(|(_, actor)| !riot || !actor.kind_at(text, when.as_ref()).is_state())
        .map(|(sourced, _)| sourced.clone())
        .collect();
    account.claimed_by = voices
        .claimed
        .iter()
        .map(|(sourced, _)| sourced.clone())
        .collect();
    account.denied_by = voices
        .denied
        .iter()
        .filter(|(_, actor)| {
            !account
                .claimed_by
                .iter()
                .any(|claim| claim.value == actor.actor)
        })
        .map(|(sourced, _)| sourced.clone())
        .collect();
    account.attribution = attribution(draft, voices, &account);
    weapons(text, draft, &mut account);
    tolls(text, draft, &mut account);
    evidence(text, draft, &mut account);
    account.mentions = crate::mentions::mentions(context, draft, voices, aftermath);
    worth_keeping(&account).then_some(account)
}

/// The trigger word that names the type.
fn main_word(text: &Text, draft: &Draft) -> Span {
    draft
        .told
        .iter()
        .flat_map(|told| &told.words)
        .max_by_key(|word| {
            (
                text.codebook.events[text.codebook.triggers[word.trigger].event].rank,
                std::cmp::Reverse(word.span.start),
            )
        })
        .map(|word| word.span)
        .unwrap_or_default()
}

fn date(context: &Context, draft: &Draft) -> Option<Sourced<When>> {
    if let Some(date) = &draft.date {
        return Some(Sourced::new(date.when, date.span, date.rule));
    }
    // Items of a page for one day happened that day unless they say otherwise.
    let line = context.text.sentences[draft.told[0].sentence].line;
    let published = context.report.published?;
    (context.roundup && line != Line::Heading).then(|| {
        Sourced::new(
            When::day(published),
            draft.told[0].words[0].span,
            "date/roundup-page",
        )
    })
}

fn flag(draft: &Draft, of: impl Fn(&Told) -> Option<Span>, rule: &str) -> Option<Sourced<bool>> {
    draft
        .told
        .iter()
        .find_map(of)
        .map(|span| Sourced::new(true, span, rule))
}

fn weapons(text: &Text, draft: &Draft, account: &mut Account) {
    let mut codes: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (weapon, span) in draft.told.iter().flat_map(|told| &told.weapons) {
        codes
            .entry(text.codebook.weapons[*weapon].code.clone())
            .or_default()
            .push(*span);
    }
    // A bombing has its explosives also where shots were heard after it.
    let exploded = codes.keys().any(|code| {
        text.codebook
            .weapons
            .iter()
            .any(|weapon| &weapon.code == code && weapon.event.as_deref() == Some("bombing"))
    });
    if (codes.is_empty() || account.kind.value == "bombing" && !exploded)
        && let Some(event) = text.codebook.event(None, &account.kind.value)
    {
        for code in &event.weapons {
            codes.insert(code.clone(), account.kind.spans.clone());
        }
    }
    // A closer word takes the place of the general one.
    let general: Vec<String> = text
        .codebook
        .weapons
        .iter()
        .filter(|weapon| codes.contains_key(&weapon.code))
        .filter_map(|weapon| weapon.closer_than.clone())
        .collect();
    codes.retain(|code, _| !general.contains(code));
    // What police find on those they arrest was not used.
    if matches!(account.class.value.as_str(), "unrest" | "threat") || account.kind.value == "arrest"
    {
        codes.clear();
    }
    account.weapons = codes
        .into_iter()
        .map(|(code, spans)| Sourced::resting_on(code, spans, "weapon/word"))
        .collect();
}

/// The sentences that tell of it, in text order.
fn evidence(text: &Text, draft: &Draft, account: &mut Account) {
    let mut sentences: Vec<usize> = draft.told.iter().map(|told| told.sentence).collect();
    sentences.extend(&draft.extra);
    sentences.sort_unstable();
    sentences.dedup();
    account.evidence = sentences
        .into_iter()
        .map(|sentence| text.quote(sentence))
        .filter(|span| span.of(text.text).trim().len() >= 8)
        .collect();
    account.evidence.dedup();
}

/// An account needs a time or a place, and words to stand on.
fn worth_keeping(account: &Account) -> bool {
    !account.evidence.is_empty() && (account.date.is_some() || account.country.is_some())
}

/// Whether the words say that somebody stopped it, or only that it was planned.
fn status_rule(text: &Text, draft: &Draft, (status, span): (Status, Span)) -> &'static str {
    let stops = |told: &Told| {
        let line = &text.sentences[told.sentence];
        line.hits.iter().any(|hit| {
            hit.span.overlaps(&span) && matches!(hit.sense, Sense::Cue { cue: Cue::Foil, .. })
        })
    };
    let arrested = draft.told.iter().any(|told| told.stopped.is_some());
    if status == Status::Foiled && (arrested || draft.told.iter().any(stops)) {
        "status/stopped"
    } else {
        "status/words"
    }
}
