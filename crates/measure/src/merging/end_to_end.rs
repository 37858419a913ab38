//! From the texts to groups: the coder's own accounts put together, judged by the set's own scorer.
//!
//! A prediction is one account: its evidence, date, country, place and group. The scorer aligns it with a labelled
//! mention of the same document by the share of words that both rest on (at least 0.3 of the shorter), then by date
//! and place; each mention takes one account and each account one mention. Mentions that no account is aligned with
//! are the coder's misses and are reported beside (`mentions`); the figures are over the others, as the set's page
//! says. Nothing of a label reaches coder or merging.

use crate::score::{Figures, Settings, codebook, data, scorer};
use anyhow::Context as _;
use codebook::Codebook;
use codebook::gazetteer::Gazetteer;
use codebook::merging::MergingRules;
use merging::group;
use model::{Account, PublishedFrom, Report};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Codes the texts of a folder, groups the accounts and has them judged.
pub fn score(folder: &Path, settings: &Settings) -> anyhow::Result<Figures> {
    let codebook = codebook()?;
    let gazetteer = Gazetteer::embedded();
    let rules = with_parents(super::rules(settings)?, &codebook);
    let reports = reports(folder)?;
    let mut accounts: Vec<Account> = Vec::new();
    for report in reports.values() {
        accounts.extend(coding::code(report, &codebook, &gazetteer).accounts);
    }
    let grouping = group(&accounts, &[], &rules);
    let group_of = super::groups(&grouping);
    let mut lines = String::new();
    for account in &accounts {
        let Some(report) = reports.get(&account.report) else {
            continue;
        };
        let incident = group_of.get(&account.key()).copied().unwrap_or_default();
        let _ = writeln!(lines, "{}", prediction(account, report, incident));
    }
    let predicted = scorer::predictions("same_incident_texts", &lines)?;
    let script = data::scorer(folder, super::USUAL, "score.py")?;
    let settings = Settings {
        rest: Vec::new(),
        ..settings.clone()
    };
    scorer::figures(
        &script,
        &[folder.as_os_str(), predicted.as_os_str()],
        &settings,
    )
}

/// The weights with the codebook's tree of actors, as the program uses them.
pub fn with_parents(rules: MergingRules, codebook: &Codebook) -> MergingRules {
    let parents = codebook.actors.iter().filter_map(|actor| {
        let parent = actor.parent.clone()?;
        Some((actor.id.clone(), parent))
    });
    rules.with_parents(parents.collect())
}

fn prediction(account: &Account, report: &Report, incident: usize) -> Json {
    let evidence: Vec<&str> = account
        .evidence
        .iter()
        .map(|span| span.of(&report.text))
        .collect();
    let mut line = json!({
        "doc": account.report,
        "evidence": evidence,
        "incident": incident.to_string(),
    });
    let date = account.date.as_ref().map(|date| date.value.to_string());
    let country = account.country.as_ref().map(|code| code.value.clone());
    let place = account.place.as_ref().map(|place| place.value.clone());
    for (name, value) in [("date", date), ("country", country), ("place", place)] {
        if let Some(value) = value {
            line[name] = value.into();
        }
    }
    line
}

/// The reports of a folder by id: `texts/ID.txt` with what `index.jsonl` says of each.
fn reports(folder: &Path) -> anyhow::Result<BTreeMap<String, Report>> {
    let path = folder.join("index.jsonl");
    let index = std::fs::read_to_string(&path)
        .with_context(|| format!("could not read {}", path.display()))?;
    let mut reports = BTreeMap::new();
    for line in index.lines().filter(|line| !line.trim().is_empty()) {
        let row: Json =
            serde_json::from_str(line).with_context(|| format!("{}: {line}", path.display()))?;
        let field = |name: &str| row.get(name).and_then(Json::as_str).map(str::to_owned);
        let id = field("id").with_context(|| format!("{}: no id", path.display()))?;
        let text = folder.join("texts").join(format!("{id}.txt"));
        let text = std::fs::read_to_string(&text)
            .with_context(|| format!("could not read {}", text.display()))?;
        let published = field("published").and_then(|day| day.parse().ok());
        let report = Report {
            id: id.clone(),
            title: field("title"),
            url: field("url"),
            source: field("source"),
            published_from: match published {
                Some(_) => PublishedFrom::Metadata,
                None => PublishedFrom::Unknown,
            },
            published,
            lang: field("lang"),
            text,
            sha256: String::new(),
        };
        reports.insert(id, report);
    }
    Ok(reports)
}
