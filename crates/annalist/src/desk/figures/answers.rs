//! Each question answered: its tables, words and chart, and what they rest on.

use super::options::{self, conflicting, days, fields, period, side, top, until};
use super::{Figure, IDS_UP_TO, Question, drawn, said};
use crate::desk::choose::Chosen;
use crate::desk::problem::Done;
use crate::desk::query::Query;
use crate::desk::seen::Seen;
use crate::stated::stated;
use analysis::{Answer, Asked, Caption, Filter, Settings, Side, SignalKind, TollTold, Warnings};
use model::AccountKey;
use std::collections::BTreeSet;

/// A figure, and what its words rest on.
pub struct Answered {
    pub figure: Figure,
    pub caption: Caption,
    /// Ids of incidents; none where there are too many to list.
    pub incidents: BTreeSet<String>,
    /// Counts and warnings that reports state, as `REPORT#NUMBER`.
    pub stated: Vec<String>,
}

/// Answers a question of what was chosen.
///
/// # Errors
/// An option that cannot be read, or a casebook that cannot.
pub fn answered(
    question: &Question,
    query: &Query,
    chosen: &Chosen,
    seen: &Seen<'_>,
) -> Done<Answered> {
    let asked = asked(query, chosen, seen)?;
    match question.id {
        "tally" => tally(question, query, &asked, seen),
        "trend" => {
            let every = period(query)?;
            let found = analysis::trend(&asked, every, until(query)?)?;
            let svg = drawn::trend(&found, every);
            let answered = Answered::of(question, &found, said::trend(&found, every), svg);
            Ok(answered.resting_on(all(&asked)))
        }
        "first" => {
            let by = fields(query, 4, "type")?;
            let found = analysis::first(&asked, &by);
            let svg = drawn::first(&found, &by);
            let answered = Answered::of(question, &found, said::first(&found, &by), svg);
            let firsts = found.fields.iter().flat_map(|list| &list.firsts);
            Ok(answered.resting_on(firsts.map(|first| first.incident.clone())))
        }
        "compare" => {
            let one = Side::read(side(query, "one")?, &asked)?;
            let other = Side::read(side(query, "other")?, &asked)?;
            let found = analysis::compare(&asked, &one, &other)?;
            let answered = Answered::of(question, &found, Vec::new(), drawn::compare(&found));
            let sides = [found.one.incidents, found.other.incidents];
            Ok(answered.resting_on(sides.into_iter().flatten()))
        }
        "claims" => {
            let every = period(query)?;
            let found = analysis::claims(&asked, every);
            let svg = drawn::claims(&found, every);
            let answered = Answered::of(question, &found, Vec::new(), svg);
            Ok(answered.resting_on(all(&asked)))
        }
        "tolls" => tolls(question, query, &asked, seen),
        "warnings" => warnings(question, query, chosen, &asked, seen),
        "reconcile" => {
            let mut stated = seen.casebook.map(stated).transpose()?.unwrap_or_default();
            stated.retain(|stated| !chosen.base.hides(&stated.tally.report));
            let found = analysis::reconcile(&asked, &stated);
            let svg = drawn::reconcile(&found);
            let answered = Answered::of(question, &found, said::reconcile(&found), svg);
            let counted = found.counts.iter().flat_map(|count| &count.incidents);
            Ok(Answered {
                stated: (found.counts.iter())
                    .map(|count| count.stated_in.clone())
                    .collect(),
                ..answered.resting_on(counted.cloned())
            })
        }
        _ => {
            let found = analysis::coverage(&asked);
            let answered = Answered::of(question, &found, Vec::new(), drawn::coverage(&found));
            Ok(answered.resting_on(all(&asked)))
        }
    }
}

/// What was chosen as questions take it: held to the days of the filter as on the command line,
/// with a caption that names what no filter can say.
fn asked<'a>(query: &Query, chosen: &'a Chosen, seen: &'a Seen<'_>) -> Done<Asked<'a>> {
    let mut asked = chosen.asked(seen, chosen.rows.len() <= IDS_UP_TO);
    if let Some(filter) = &chosen.filter {
        let filter: Filter = filter.parse()?;
        asked = asked.held_to(&filter.bind(seen)?);
    }
    if let Some(words) = query.one("q") {
        let note = format!("only incidents whose reports have the words “{words}”");
        asked.caption.notes.push(note);
    }
    if let Some(bbox) = query.one("bbox") {
        let note = format!("only incidents within {bbox} (west, south, east, north)");
        asked.caption.notes.push(note);
    }
    Ok(asked)
}

/// Ids of all incidents asked about; none where there are too many to list.
fn all(asked: &Asked<'_>) -> Vec<String> {
    if asked.with_ids {
        asked.columns.ids(&asked.rows)
    } else {
        Vec::new()
    }
}

fn tally(question: &Question, query: &Query, asked: &Asked<'_>, seen: &Seen<'_>) -> Done<Answered> {
    let by = fields(query, 2, "type")?;
    let table = analysis::count(asked, &by);
    let figure = Figure {
        sentences: said::tally(&table),
        sheets: vec![super::sheet(&table)],
        caption: table.caption.sentences(),
        svg: drawn::tally(asked, seen, &table),
        answer: serde_json::to_value(&table).unwrap_or_default(),
        ..Figure::of(question)
    };
    Ok(Answered {
        figure,
        incidents: table.total.incidents.into_iter().collect(),
        stated: Vec::new(),
        caption: table.caption,
    })
}

fn tolls(question: &Question, query: &Query, asked: &Asked<'_>, seen: &Seen<'_>) -> Done<Answered> {
    let (top, conflicting) = (top(query)?, conflicting(query)?);
    let told = |key: &AccountKey| told(seen, key);
    let found = analysis::tolls(asked, top as usize, conflicting, told);
    let answered = Answered::of(question, &found, Vec::new(), drawn::tolls(&found));
    let shown = found.tolls.iter().map(|toll| toll.incident.clone());
    let mut answered = answered.resting_on(shown);
    answered.figure.sentences.extend(said::tolls(&found));
    Ok(answered)
}

/// What an account says of the toll; nothing of one whose report cannot be read.
fn told(seen: &Seen<'_>, key: &AccountKey) -> Option<TollTold> {
    let report = seen.casebook?.report(&key.report).ok()?;
    Some(crate::tolls::told(seen.base.account(key)?, &report))
}

fn warnings(
    question: &Question,
    query: &Query,
    chosen: &Chosen,
    asked: &Asked<'_>,
    seen: &Seen<'_>,
) -> Done<Answered> {
    let warned = seen.casebook.map(store::Casebook::warnings);
    let mut warned = warned.transpose()?.unwrap_or_default();
    warned.retain(|warning| !chosen.base.hides(&warning.report));
    let announced = seen.casebook.map(store::Casebook::announced);
    let mut announced = announced.transpose()?.unwrap_or_default();
    announced.retain(|tie| !chosen.base.keeps_back(&tie.threat));
    let settings = Settings {
        days: days(query)?,
        times: options::TIMES,
        seed: options::SEED,
    };
    let found = analysis::warnings(asked, &warned, &announced, settings, |_| {});
    let tell = |id: &str| {
        let incident = chosen.view.incident(chosen.view.row(id)?)?;
        Some(drawn::short(incident, seen))
    };
    let svg = drawn::warnings(&found, settings.days, &tell);
    let (incidents, stated) = behind(&found);
    Ok(Answered {
        stated,
        ..Answered::of(question, &found, Vec::new(), svg).resting_on(incidents)
    })
}

/// The incidents behind threats, warnings and what followed, and the warnings that reports tell of.
fn behind(found: &Warnings) -> (Vec<String>, Vec<String>) {
    let (mut incidents, mut stated) = (Vec::new(), Vec::new());
    for signal in &found.signals {
        match signal.kind {
            SignalKind::Threat => incidents.push(signal.id.clone()),
            SignalKind::Warning => stated.push(signal.id.clone()),
        }
        incidents.extend(signal.tied_to.iter().chain(&signal.next).cloned());
    }
    (incidents, stated)
}

impl Answered {
    /// An answer with its chart; `own` are sentences that go before the answer's.
    fn of(
        question: &Question,
        answer: &impl Answer,
        own: Vec<String>,
        svg: Option<String>,
    ) -> Answered {
        let sentences = own.into_iter().chain(answer.sentences());
        Answered {
            figure: Figure {
                sentences: sentences.collect(),
                sheets: answer.sheets(),
                caption: answer.caption().sentences(),
                svg,
                answer: serde_json::to_value(answer).unwrap_or_default(),
                ..Figure::of(question)
            },
            caption: answer.caption().clone(),
            incidents: BTreeSet::new(),
            stated: Vec::new(),
        }
    }

    fn resting_on(self, incidents: impl IntoIterator<Item = String>) -> Answered {
        Answered {
            incidents: incidents.into_iter().collect(),
            ..self
        }
    }
}
