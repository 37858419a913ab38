//! Who told of what: how many reports and independent sources stand behind the incidents, and
//! what one source alone would miss.

use crate::sheet::{Answer, Entry, Sheet};
use crate::tally::{Caption, Sum, incidents};
use crate::{Asked, TextField};
use serde::Serialize;

/// How well the incidents are covered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Incidents by how many independent sources tell of them.
    pub by_sources: Vec<Covered>,
    /// Incidents by how many reports tell of them.
    pub by_reports: Vec<Covered>,
    /// Each source, the one that tells most first.
    pub sources: Vec<SourceCoverage>,
    /// What it is about.
    pub caption: Caption,
}

/// Incidents that so many tell of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Covered {
    /// `1`, `2`, …, `5 to 9`, `10 and more`.
    pub label: String,
    /// How many incidents.
    pub count: usize,
    /// Their share of all, from 0 to 1; `None` where there are none at all.
    pub share: Option<f64>,
    /// The incidents.
    pub incidents: Vec<String>,
}

/// What one source tells of, and what it would miss alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceCoverage {
    /// Who published; [`UNNAMED`] for reports that name no publisher.
    pub source: String,
    /// Incidents that it tells of.
    pub tells: usize,
    /// Their share of all, from 0 to 1.
    pub share: Option<f64>,
    /// Incidents that no other source tells of.
    pub alone: Vec<String>,
    /// How many these are.
    pub alone_count: usize,
    /// Incidents that it does not tell of.
    pub misses: usize,
    /// Victims dead in those.
    pub misses_killed: Sum,
}

/// Stands for the reports that name no publisher, which are no source.
pub const UNNAMED: &str = "reports that name no publisher";

const LABELS: [&str; 7] = ["none told", "1", "2", "3", "4", "5 to 9", "10 and more"];

/// Counts reports and sources behind incidents.
///
/// Independent sources are reports, copies of one another counted once. The sources of the
/// second table are publishers by name; reports that name none stand together.
pub fn coverage(asked: &Asked<'_>) -> Coverage {
    let columns = asked.columns;
    let reports = columns.texts(TextField::Report);
    Coverage {
        by_sources: covered(asked, |row| columns.independent_sources(row)),
        by_reports: covered(asked, |row| reports.of(row).len()),
        sources: sources(asked),
        caption: asked.caption.clone(),
    }
}

fn covered(asked: &Asked<'_>, tell: impl Fn(u32) -> usize) -> Vec<Covered> {
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); LABELS.len()];
    for row in &asked.rows {
        let class = match tell(*row) {
            few @ 0..=4 => few,
            5..=9 => 5,
            _ => 6,
        };
        rows[class].push(*row);
    }
    let all = asked.rows.len();
    let filled = LABELS
        .iter()
        .zip(&rows)
        .filter(|(_, rows)| !rows.is_empty());
    filled
        .map(|(label, rows)| Covered {
            label: (*label).to_owned(),
            count: rows.len(),
            share: share(rows.len(), all),
            incidents: asked.ids(rows),
        })
        .collect()
}

/// A share from 0 to 1; `None` of nothing.
pub(crate) fn share(part: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

#[derive(Default, Clone)]
struct Telling {
    tells: usize,
    alone: Vec<u32>,
    killed: Sum,
}

fn sources(asked: &Asked<'_>) -> Vec<SourceCoverage> {
    let columns = asked.columns;
    let names = columns.texts(TextField::Source);
    // One more for reports that name none.
    let mut telling = vec![Telling::default(); names.names.len() + 1];
    let unnamed = [names.names.len() as u32];
    let mut killed = Sum::default();
    for row in &asked.rows {
        let estimate = columns.killed(*row);
        killed.add(estimate);
        let codes = match names.of(*row) {
            [] => &unnamed[..],
            codes => codes,
        };
        for code in codes {
            let telling = &mut telling[*code as usize];
            telling.tells += 1;
            telling.killed.add(estimate);
            if codes.len() == 1 {
                telling.alone.push(*row);
            }
        }
    }
    let all = asked.rows.len();
    let heard = telling
        .iter()
        .enumerate()
        .filter(|(_, telling)| telling.tells > 0);
    let mut sources: Vec<SourceCoverage> = heard
        .map(|(code, telling)| SourceCoverage {
            source: names.names.get(code).map_or_else(
                || UNNAMED.to_owned(),
                |source| source.name.clone(),
            ),
            tells: telling.tells,
            share: share(telling.tells, all),
            alone: asked.ids(&telling.alone),
            alone_count: telling.alone.len(),
            misses: all - telling.tells,
            misses_killed: killed.less(&telling.killed),
        })
        .collect();
    sources.sort_by(|a, b| (b.tells, &a.source).cmp(&(a.tells, &b.source)));
    sources
}

impl Answer for Coverage {
    fn sentences(&self) -> Vec<String> {
        let all = self.caption.matched;
        let single = self.by_sources.iter().find(|covered| covered.label == "1");
        let single = single.map_or(0, |covered| covered.count);
        let Some(share) = share(single, all) else {
            return vec!["No incidents to cover.".to_owned()];
        };
        let mut said = vec![format!(
            "{} of {} ({:.1} %) rest on one independent source.",
            single,
            incidents(all),
            share * 100.0
        )];
        let mut named = self.sources.iter().filter(|told| told.source != UNNAMED);
        if let Some(most) = named.next() {
            said.push(format!(
                "Whoever reads only {} misses {} of {}.",
                most.source,
                most.misses,
                incidents(all)
            ));
        }
        said
    }

    fn sheets(&self) -> Vec<Sheet> {
        let heads = [
            "source",
            "tells",
            "share",
            "alone",
            "misses",
            "missed_killed",
            "best",
            "high",
        ];
        let mut sources = Sheet::new(
            "sources",
            "what each source tells of, and would miss alone",
            &heads,
        );
        for source in &self.sources {
            let mut entries = vec![
                Entry::text(&source.source),
                Entry::count(source.tells),
                Entry::share(source.share),
                Entry::count(source.alone_count),
                Entry::count(source.misses),
            ];
            entries.extend(Entry::sum(&source.misses_killed));
            sources.push(entries, &source.alone);
        }
        let covered = |name, title, head, list: &[Covered]| {
            let mut sheet = Sheet::new(name, title, &[head, "incidents", "share"]);
            for covered in list {
                let entries = vec![
                    Entry::text(&covered.label),
                    Entry::count(covered.count),
                    Entry::share(covered.share),
                ];
                sheet.push(entries, &covered.incidents);
            }
            sheet
        };
        vec![
            covered(
                "independent",
                "by independent sources",
                "sources",
                &self.by_sources,
            ),
            covered("reports", "by reports", "reports", &self.by_reports),
            sources,
        ]
    }

    fn caption(&self) -> &Caption {
        &self.caption
    }
}
