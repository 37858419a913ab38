//! The deadliest incidents, with what each source says of the dead and the hurt side by side.

use crate::first::whereabouts;
use crate::sheet::{Answer, Entry, Sheet};
use crate::tally::{Caption, incidents};
use crate::{Asked, TextField};
use jiff::civil::Date;
use model::{AccountKey, Estimate, When};
use serde::Serialize;

/// What one report says of the toll of an incident.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TollTold {
    /// The report.
    pub report: String,
    /// Who published it, or its title where that is not known.
    pub source: String,
    /// When.
    pub published: Option<Date>,
    /// Victims dead.
    pub killed: Option<Estimate>,
    /// Victims hurt.
    pub injured: Option<Estimate>,
    /// The words that the figures were read from: `2 staff workers … at least four others`.
    pub words: String,
    /// The sentences that they stand in.
    pub quote: String,
}

/// How the figures that sources give stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// One source tells a figure.
    OneSource,
    /// All give the same.
    Same,
    /// They differ, and one number can satisfy all: "at least four" and "six".
    Differ,
    /// They cannot all be right.
    Contradict,
}

impl Conflict {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Conflict::OneSource => "one source",
            Conflict::Same => "all the same",
            Conflict::Differ => "differ, all possible",
            Conflict::Contradict => "cannot all be right",
        }
    }

    /// True where sources give different figures.
    pub fn is_conflict(self) -> bool {
        self >= Conflict::Differ
    }

    fn of(told: impl Iterator<Item = Option<Estimate>>) -> Conflict {
        let told: Vec<Estimate> = told.flatten().filter(|told| !told.is_empty()).collect();
        let Some((first, others)) = told.split_first() else {
            return Conflict::OneSource;
        };
        let ends = |told: &Estimate| (told.min, told.max);
        if others.is_empty() {
            Conflict::OneSource
        } else if others.iter().all(|other| ends(other) == ends(first)) {
            Conflict::Same
        } else {
            let low = told.iter().map(Estimate::low).max().unwrap_or(0);
            let high = told.iter().filter_map(|told| told.max).min();
            // "About 150" is not contradicted by 152.
            let slack = if told.iter().any(|told| told.approx) {
                low / 10
            } else {
                0
            };
            if high.is_none_or(|high| low.saturating_sub(slack) <= high) {
                Conflict::Differ
            } else {
                Conflict::Contradict
            }
        }
    }
}

/// An incident's toll as all its sources tell it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Toll {
    /// The incident.
    pub incident: String,
    /// Its date.
    pub date: Option<When>,
    /// Its type.
    pub kind: String,
    /// Where.
    pub place: String,
    /// Facility, where one is told.
    pub site: String,
    /// Victims dead as the policy shows them.
    pub killed: Option<Estimate>,
    /// Victims hurt likewise.
    pub injured: Option<Estimate>,
    /// How the sources' figures stand to each other: the stronger of killed and injured.
    pub conflict: Conflict,
    /// One for each report that tells of it, by day of publication.
    pub told: Vec<TollTold>,
}

/// The deadliest incidents with their tolls.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tolls {
    /// By the highest number of dead that is told, the deadliest first.
    pub tolls: Vec<Toll>,
    /// Incidents asked about that tell a number of dead.
    pub with_toll: usize,
    /// What it is about.
    pub caption: Caption,
}

/// The deadliest incidents, at most `top`; with `conflicting`, only those of which sources give
/// different figures.
///
/// Deadliest is what has the highest number of dead that any source allows: an open end counts
/// as its start. `tell` gives what an account says of the toll; it is asked for the incidents
/// shown, and for those that may be in conflict.
pub fn tolls(
    asked: &Asked<'_>,
    top: usize,
    conflicting: bool,
    mut tell: impl FnMut(&AccountKey) -> Option<TollTold>,
) -> Tolls {
    let columns = asked.columns;
    let told = asked.rows.iter().copied().filter_map(|row| {
        let killed = columns.killed(row).filter(|killed| !killed.is_empty())?;
        Some((killed.high(), killed.low(), row))
    });
    let mut rows: Vec<(u64, u64, u32)> = told.collect();
    let with_toll = rows.len();
    rows.sort_unstable_by(|a, b| {
        let by_number = (b.0, b.1).cmp(&(a.0, a.1));
        by_number.then_with(|| columns.id(a.2).cmp(columns.id(b.2)))
    });
    let reports = columns.texts(TextField::Report);
    let mut found = Vec::new();
    for (_, _, row) in rows {
        if found.len() >= top {
            break;
        }
        if conflicting && reports.of(row).len() < 2 {
            continue;
        }
        let toll = toll(asked, row, &mut tell);
        if !conflicting || toll.conflict.is_conflict() {
            found.push(toll);
        }
    }
    let mut caption = asked.caption.clone();
    let silent = asked.rows.len() - with_toll;
    if silent > 0 {
        let (tell, stand) = if silent == 1 {
            ("tells", "stands")
        } else {
            ("tell", "stand")
        };
        caption.notes.push(format!(
            "{} {tell} no number of dead and {stand} outside",
            incidents(silent)
        ));
    }
    Tolls {
        tolls: found,
        with_toll,
        caption,
    }
}

fn toll(
    asked: &Asked<'_>,
    row: u32,
    tell: &mut impl FnMut(&AccountKey) -> Option<TollTold>,
) -> Toll {
    let columns = asked.columns;
    let mut told: Vec<TollTold> = columns.accounts(row).iter().filter_map(tell).collect();
    told.sort_by(|a, b| {
        let key = |told: &TollTold| (told.published.is_none(), told.published);
        key(a).cmp(&key(b)).then_with(|| a.report.cmp(&b.report))
    });
    let conflict = Conflict::of(told.iter().map(|told| told.killed))
        .max(Conflict::of(told.iter().map(|told| told.injured)));
    let text = |field: TextField| asked.text(field, row).unwrap_or("").to_owned();
    Toll {
        incident: columns.id(row).to_owned(),
        date: columns.when(row),
        kind: text(TextField::Type),
        place: whereabouts(asked, row),
        site: text(TextField::Site),
        killed: columns.killed(row),
        injured: columns.injured(row),
        conflict,
        told,
    }
}

impl Tolls {
    /// Those of which sources give different figures.
    pub fn in_conflict(&self) -> usize {
        let tolls = self.tolls.iter();
        tolls.filter(|toll| toll.conflict.is_conflict()).count()
    }
}

impl Toll {
    /// `Russia’s embassy, Kabul, Afghanistan`.
    pub fn whereabouts(&self) -> String {
        let parts = [self.site.as_str(), self.place.as_str()];
        let told = parts.into_iter().filter(|part| !part.is_empty());
        told.collect::<Vec<&str>>().join(", ")
    }
}

impl Answer for Tolls {
    fn sentences(&self) -> Vec<String> {
        if self.tolls.is_empty() {
            return vec!["No incident tells a number of dead.".to_owned()];
        }
        vec![format!(
            "{} with a number of dead; of the {} shown, sources give different figures of {}.",
            incidents(self.with_toll),
            self.tolls.len(),
            self.in_conflict()
        )]
    }

    fn sheets(&self) -> Vec<Sheet> {
        let figure = |figure: Option<Estimate>| {
            let told = figure.filter(|figure| !figure.is_empty());
            told.map_or(Entry::None, |figure| Entry::text(figure.to_string()))
        };
        let heads = [
            "incident", "date", "where", "type", "killed", "injured", "reports", "figures",
        ];
        let mut shown = Sheet::new("incidents", "deadliest incidents", &heads);
        let heads = [
            "incident",
            "date",
            "where",
            "source",
            "published",
            "killed",
            "injured",
            "words",
        ];
        let mut sources = Sheet::new("sources", "what each source says", &heads);
        for toll in &self.tolls {
            let id = std::slice::from_ref(&toll.incident);
            let entries = vec![
                Entry::text(&toll.incident),
                Entry::when(toll.date),
                Entry::text(toll.whereabouts()),
                Entry::text(&toll.kind),
                figure(toll.killed),
                figure(toll.injured),
                Entry::count(toll.told.len()),
                Entry::text(toll.conflict.word()),
            ];
            shown.push(entries, id);
            for told in &toll.told {
                let published = told.published.map(|day| day.to_string());
                let entries = vec![
                    Entry::text(&toll.incident),
                    Entry::when(toll.date),
                    Entry::text(toll.whereabouts()),
                    Entry::text(&told.source),
                    Entry::text(published.unwrap_or_default()),
                    figure(told.killed),
                    figure(told.injured),
                    Entry::text(&told.words),
                ];
                sources.push(entries, id);
            }
        }
        vec![shown, sources]
    }

    fn caption(&self) -> &Caption {
        &self.caption
    }
}
