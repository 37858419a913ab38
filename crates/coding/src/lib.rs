//! When a text tells of an incident: reports to accounts, tallies and warnings.
//!
//! [`code`] is the whole stage. It lays the text out ([`text`]), finds dates, places, actors
//! and figures, reads what each sentence tells of events, groups that into accounts, and
//! gives every value the words it rests on. [`explain`] prints each step for one report.
//!
//! The stage knows no file, clock or network, and never fails: what it could not read
//! becomes a note.

mod accounts;
mod actors;
mod claims;
mod confidence;
mod dateline;
mod dates;
mod drafts;
mod events;
mod explain;
mod figures;
mod gaps;
mod gist;
mod layout;
mod mentions;
mod numbers;
mod persons;
mod places;
mod relevance;
mod single;
mod tables;
mod tallies;
mod text;
mod warnings;

pub use confidence::{Grounded, Scorecard, ScorecardError};
pub use dates::{Grain, Lean};
pub use explain::explain;
pub use gaps::{UnknownActor, unknown_actors};
pub use gist::gist;
pub use single::{NamedDate, NamedPlace, named_dates, named_places};

use codebook::Codebook;
use codebook::gazetteer::{Feature, Gazetteer};
use model::{Coded, Report, Sourced, Span};
use std::borrow::Cow;
use std::collections::BTreeMap;
use text::{Line, Text};

/// Everything found on the way to the records of one report.
#[derive(Debug)]
pub(crate) struct Stages<'r> {
    pub text: Text<'r>,
    pub dates: Vec<Vec<dates::DateHit>>,
    pub places: Vec<Vec<places::PlaceHit>>,
    pub countries: BTreeMap<String, f64>,
    pub actors: Vec<Vec<actors::ActorHit>>,
    pub figures: Vec<Vec<figures::Figure>>,
    pub told: Vec<events::Told>,
    pub drafts: Vec<drafts::Draft>,
    pub left: Vec<drafts::LeftOut>,
    pub voices: Vec<claims::Voices>,
    pub roundup: bool,
    /// The day of publication.
    pub published: Option<jiff::civil::Date>,
}

/// Codes one report: every incident it tells of, each value with the words it rests on.
///
/// Never fails; the same report and codebook give the same records on every machine.
///
/// ```
/// use codebook::{Codebook, gazetteer::Gazetteer};
/// let report = model::Report {
///     id: "r1".into(),
///     text: "On 5 March 2019 Boko Haram bombed a market in Maiduguri, killing six people.".into(),
///     ..model::Report::default()
/// };
/// let coded = coding::code(&report, Codebook::embedded(), &Gazetteer::embedded());
/// assert_eq!(coded.accounts.len(), 1);
/// assert_eq!(coded.accounts[0].date.as_ref().unwrap().value.to_string(), "2019-03-05");
/// ```
pub fn code(report: &Report, codebook: &Codebook, gazetteer: &Gazetteer) -> Coded {
    let report = &dated(report);
    let mut stages = stages(report, codebook, gazetteer);
    records(report, gazetteer, &mut stages).0
}

/// As [`code`], with what speaks for and against every value: what confidence is learned from.
pub fn code_with_grounds(
    report: &Report,
    codebook: &Codebook,
    gazetteer: &Gazetteer,
) -> (Coded, Vec<Grounded>) {
    let report = &dated(report);
    let mut stages = stages(report, codebook, gazetteer);
    let (coded, drafts) = records(report, gazetteer, &mut stages);
    let grounded = confidence::grounded(&stages, &drafts, &coded.accounts);
    (coded, grounded)
}

/// The report with the day of its dateline, where it has no other day of publication.
fn dated(report: &Report) -> Cow<'_, Report> {
    let sent = || dateline::dateline(&report.text)?.day;
    match report.published.is_none().then(sent).flatten() {
        Some(day) => Cow::Owned(Report {
            published: Some(day),
            ..report.clone()
        }),
        None => Cow::Borrowed(report),
    }
}

fn stages<'r>(report: &'r Report, codebook: &'r Codebook, gazetteer: &Gazetteer) -> Stages<'r> {
    let mut text = Text::new(&report.text, codebook);
    text.published = report.published;
    let dates = dates::dates(&text, report);
    let (mut places, countries) = places::places(&text, gazetteer);
    let mut actors = actors::actors(&text, &countries);
    actors::within_places(&mut actors, &places);
    actors::within_actors(&mut places, &actors);
    let count = text.sentences.len();
    let figures: Vec<Vec<figures::Figure>> = (0..count)
        .map(|sentence| {
            if text.sentences[sentence].line == Line::Boilerplate {
                Vec::new()
            } else {
                figures::figures(&text, sentence, &dates[sentence])
            }
        })
        .collect();
    let told: Vec<events::Told> = (0..count)
        .filter(|sentence| {
            text.sentences[*sentence].cell.is_none()
                && !tallies::sums_up(&text, *sentence, &dates[*sentence], &figures[*sentence])
        })
        .flat_map(|sentence| {
            let found = events::Found {
                dates: &dates[sentence],
                places: &places[sentence],
                actors: &actors[sentence],
                figures: &figures[sentence],
            };
            events::told(&text, sentence, &found)
        })
        .collect();
    let roundup = layout::is_roundup(report);
    let (mut drafts, left) = drafts::drafts(&text, told.clone(), &dates, &places, &actors, roundup);
    drafts::follow_ups(&text, &mut drafts, &dates, &places, &figures, |sentence| {
        tallies::sums_up(&text, sentence, &dates[sentence], &figures[sentence])
    });
    drafts::located(&text, &mut drafts, &dates, &places);
    drafts::announced(&text, &mut drafts, &actors);
    drafts::caught(&text, &mut drafts);
    let mut voices = claims::voices(&text, &actors, &mut drafts);
    let found = tables::Found {
        dates: &dates,
        places: &places,
        actors: &actors,
    };
    for (draft, claims) in tables::drafts(&text, found) {
        drafts.push(draft);
        voices.push(claims);
    }
    Stages {
        text,
        dates,
        places,
        countries,
        actors,
        figures,
        told,
        drafts,
        left,
        voices,
        roundup,
        published: report.published,
    }
}

/// The records of a report, and the number of the draft behind each account.
fn records(report: &Report, gazetteer: &Gazetteer, stages: &mut Stages) -> (Coded, Vec<usize>) {
    let first_country = first_countries(stages);
    let names = mentions::Names::new(&stages.text, &stages.places);
    let counts = mentions::Counts::new(&stages.text, &stages.places, &names);
    let only_group = only_group(stages);
    let context = accounts::Context {
        names: &names,
        only_group: only_group.as_deref(),
        counts: &counts,
        text: &stages.text,
        gazetteer,
        report,
        places: &stages.places,
        figures: &stages.figures,
        countries: &stages.countries,
        first_country,
        dateline: sent_from(stages),
        sent_from: sent_from_city(stages),
        roundup: stages.roundup,
    };
    let mut coded = Coded {
        notes: stages.text.not_coded().collect(),
        ..Coded::default()
    };
    let relevance = relevance::Relevance::new(stages);
    let aftermaths = mentions::aftermaths(&stages.text, &stages.drafts);
    let mut kept: Vec<(model::Account, usize)> = Vec::new();
    let drafts = stages.drafts.iter().zip(&stages.voices).zip(&aftermaths);
    for (number, ((draft, voices), aftermath)) in drafts.enumerate() {
        let Some(account) = accounts::account(&context, draft, voices, aftermath) else {
            continue;
        };
        if let Some(why) = relevance.refuses(stages, draft, &account) {
            let first = account.evidence.first().copied();
            coded.notes.push(model::Note::new(first, why));
            continue;
        }
        kept.push((account, number));
    }
    kept.sort_by_key(|(account, _)| {
        (
            account.evidence.first().copied(),
            account.kind.spans.first().copied(),
        )
    });
    let drafts: Vec<usize>;
    (coded.accounts, drafts) = kept.into_iter().unzip();
    for (index, account) in coded.accounts.iter_mut().enumerate() {
        account.id = format!("i{:02}", index + 1);
    }
    for at in 0..coded.accounts.len() {
        let attack = stages.drafts[drafts[at]].before;
        let attack = attack.and_then(|attack| drafts.iter().position(|other| *other == attack));
        coded.accounts[at].about = attack.map(|attack| coded.accounts[attack].id.clone());
        let lead = stages.drafts[drafts[at]].lead.filter(|_| attack.is_some());
        coded.accounts[at].lead =
            lead.map(|(days, span)| Sourced::new(days, span, "lead/before-the-attack"));
    }
    confidence::rate(stages, &drafts, &mut coded.accounts);
    coded.tallies = tallies::tallies(&context, stages, &coded.accounts);
    coded.warnings = warnings::warnings(&context, stages, &coded.accounts);
    (coded, drafts)
}

/// The country that the dateline names, by its place.
fn sent_from(stages: &Stages) -> Option<(String, Span)> {
    let end = stages.text.dateline?.place_end;
    let places = stages.places.first()?;
    let place = places
        .iter()
        .filter(|place| place.span.end <= end && !place.record.country.is_empty())
        .min_by_key(|place| (place.record.feature != Feature::Country, place.span))?;
    Some((place.record.country.to_owned(), place.span))
}

/// Where a text names an armed group, if it names no other.
fn only_group(stages: &Stages) -> Option<Vec<(usize, model::Span)>> {
    let group = |actor: &&actors::ActorHit| {
        actor.sort == actors::Sort::Named && actor.kind.is_armed_group()
    };
    let named: Vec<(usize, &actors::ActorHit)> = (0..)
        .zip(&stages.actors)
        .flat_map(|(sentence, actors)| actors.iter().map(move |actor| (sentence, actor)))
        .filter(|(_, actor)| group(actor))
        .collect();
    let (_, first) = named.first()?;
    let alone = named
        .iter()
        .all(|(_, other)| other.actor.id == first.actor.id);
    alone.then(|| {
        named
            .iter()
            .map(|(sentence, actor)| (*sentence, actor.span))
            .collect()
    })
}

/// The settlement that the dateline names.
fn sent_from_city(stages: &Stages) -> Option<places::PlaceHit> {
    let end = stages.text.dateline?.place_end;
    stages
        .places
        .first()?
        .iter()
        .find(|place| place.span.end <= end && place.record.feature == Feature::Settlement)
        .copied()
}

/// Where each country is first named as a place, or by a place in it.
fn first_countries(stages: &Stages) -> BTreeMap<String, Span> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let all = stages.places.iter().flatten();
    for exact in [true, false] {
        for hit in all.clone() {
            if !hit.record.country.is_empty() && (!exact || hit.record.feature == Feature::Country)
            {
                first
                    .entry(hit.record.country.to_owned())
                    .or_insert(hit.span);
            }
        }
    }
    first
}
