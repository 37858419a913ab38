//! `cargo xtask score gva`: reports of the same incident put together, going by the reports as wholes.
//!
//! The folder (`--data`) holds `SPLIT.docs.jsonl` (`--split`, `dev` where not given), and `score.py`, whose figures
//! these are. Nothing of a label reaches the grouping: it gets title, text and day of each report.

pub mod learn;

use crate::score::{Figures, Settings, codebook, data, scorer};
use anyhow::{Context as _, bail, ensure};
use codebook::Codebook;
use codebook::gazetteer::Gazetteer;
use codebook::merging::MergingRules;
use merging::reports::{Rarity, group_reports};
use model::{Gist, PublishedFrom, Report};
use serde_json::{Value as Json, json};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

pub const USUAL: &str = "corpora/gva_incidents";

/// A report of the set with the incidents it is filed under.
pub struct Filed {
    /// What it is about.
    pub gist: Gist,
    /// The labels.
    pub incidents: Vec<String>,
}

/// Groups the reports of a split and has the groups judged.
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let folder = data::folder(settings, USUAL)?;
    let split = settings.split.first().map_or("dev", String::as_str);
    let rules = match &settings.rules {
        Some(file) => std::fs::read_to_string(file)
            .map_err(anyhow::Error::from)
            .and_then(|text| MergingRules::read(&text).map_err(anyhow::Error::msg))
            .with_context(|| file.display().to_string())?,
        None => MergingRules::shipped(),
    };
    let docs = folder.join(format!("{split}.docs.jsonl"));
    let gists: Vec<Gist> = read(&docs)?.into_iter().map(|filed| filed.gist).collect();
    let groups = group_reports(&gists, Rarity::shipped(), &rules.reports);
    let mut lines = String::new();
    for (number, group) in groups.iter().enumerate() {
        for member in group {
            let report = &gists[*member as usize].report;
            let _ = writeln!(
                lines,
                "{}",
                json!({ "docid": report, "cluster": number.to_string() })
            );
        }
    }
    let predicted = scorer::predictions("gva", &lines)?;
    let script = data::scorer(&folder, USUAL, "score.py")?;
    let text = scorer::python(&script, &[predicted.as_os_str(), OsStr::new(&docs)])?;
    if !settings.json && !settings.quiet {
        print!("{text}");
    }
    let mut figures = figures(&text)?;
    figures.insert("split".into(), split.into());
    Ok(figures)
}

/// The scorer prints one line a figure: `pair    P  86.70  R  69.40  F1  77.10`.
fn figures(text: &str) -> anyhow::Result<Figures> {
    let mut figures = Figures::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [name, "P", precision, "R", recall, "F1", f1] = words.as_slice() {
            let number = |text: &str| text.parse::<f64>();
            let figure = json!({
                "precision": number(precision)?, "recall": number(recall)?, "f1": number(f1)?,
            });
            figures.insert((*name).to_owned(), figure);
        }
    }
    ensure!(
        figures.contains_key("pair"),
        "the scorer printed no figures: {text}"
    );
    Ok(figures)
}

/// The reports of a file, read as any report is.
pub fn read(path: &Path) -> anyhow::Result<Vec<Filed>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("could not read {}", path.display()))?;
    let rows: Vec<Json> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .with_context(|| path.display().to_string())?;
    let (codebook, gazetteer) = (codebook()?, Gazetteer::embedded());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = rows.len().div_ceil(threads).max(1);
    let mut filed = Vec::new();
    std::thread::scope(|scope| {
        let working: Vec<_> = rows
            .chunks(size)
            .map(|part| {
                let (codebook, gazetteer) = (&codebook, &gazetteer);
                let row = move |row| filed_of(row, codebook, gazetteer);
                scope.spawn(move || part.iter().map(row).collect::<Vec<_>>())
            })
            .collect();
        for thread in working {
            match thread.join() {
                Ok(part) => filed.extend(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    filed.into_iter().collect()
}

fn filed_of(row: &Json, codebook: &Codebook, gazetteer: &Gazetteer) -> anyhow::Result<Filed> {
    let field = |name: &str| row.get(name).and_then(Json::as_str);
    let Some(id) = field("docid") else {
        bail!("a report without `docid`");
    };
    let text = field("text").unwrap_or("");
    let text = match field("title") {
        Some(title) if !title.is_empty() => format!("{title}\n\n{text}"),
        _ => text.to_owned(),
    };
    let published = field("date").and_then(|day| day.parse().ok());
    let report = Report {
        id: id.to_owned(),
        title: field("title").map(str::to_owned),
        published_from: match published {
            Some(_) => PublishedFrom::Metadata,
            None => PublishedFrom::Unknown,
        },
        published,
        text,
        ..Report::default()
    };
    let incidents = row.get("incidents").and_then(Json::as_array);
    let incidents = incidents.into_iter().flatten().filter_map(Json::as_str);
    Ok(Filed {
        gist: coding::gist(&report, codebook, gazetteer),
        incidents: incidents.map(str::to_owned).collect(),
    })
}
