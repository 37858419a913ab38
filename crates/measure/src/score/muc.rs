//! MUC-4: wires in capitals with hand-made templates.

use super::settings::Settings;
use super::{Figures, codebook, data, scorer};
use ::codebook::gazetteer::Gazetteer;
use anyhow::Context as _;
use jiff::civil::Date;
use model::Report;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const USUAL: &str = "corpora/muc4";

/// Codes the documents of each split (`--split tst1,tst2`), crosses the accounts to templates, and has both
/// reference scorers judge them.
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let folder = data::folder(settings, USUAL)?;
    let splits: Vec<&str> = if settings.split.is_empty() {
        vec!["tst1", "tst2"]
    } else {
        settings.split.iter().map(String::as_str).collect()
    };
    let codebook = codebook()?;
    let gazetteer = Gazetteer::embedded();
    let mut lines = String::new();
    for split in &splits {
        for report in documents(&folder, split)? {
            let coded = coding::code(&report, &codebook, &gazetteer);
            lines += &crosswalk::muc::line(&report, &coded, &codebook);
        }
    }
    let predicted = scorer::predictions("muc4", &lines)?;
    let mut figures = Figures::new();
    for (script, ending) in [("score.py", "gold"), ("score_slots.py", "templates")] {
        let script = data::scorer(&folder, USUAL, script)?;
        let gold: Vec<PathBuf> = splits
            .iter()
            .map(|split| folder.join(format!("{split}.{ending}.jsonl")))
            .collect();
        let mut args = vec![predicted.as_os_str()];
        for file in &gold {
            anyhow::ensure!(file.is_file(), "{}", data::missing(file));
            args.push(file.as_os_str());
        }
        figures.extend(scorer::figures(&script, &args, settings)?);
    }
    Ok(figures)
}

/// The documents of a split, the day of their dateline as day of publication.
pub fn documents(folder: &Path, split: &str) -> anyhow::Result<Vec<Report>> {
    let path = folder.join(format!("{split}.docs.jsonl"));
    rows(&path)?
        .iter()
        .map(|row| {
            let text = |name: &str| {
                row[name]
                    .as_str()
                    .with_context(|| format!("{}: a line has no {name}", path.display()))
            };
            Ok(Report {
                id: text("docid")?.to_owned(),
                text: text("text")?.to_owned(),
                published: row["dateline"].as_str().and_then(day_of),
                ..Report::default()
            })
        })
        .collect()
}

/// The DEV documents that tell of no incident.
pub fn without_template(root: &Path) -> anyhow::Result<Vec<Report>> {
    let folder = root.join(USUAL);
    let told: BTreeSet<String> = rows(&folder.join("dev.templates.jsonl"))?
        .iter()
        .filter_map(|row| row["docid"].as_str().map(str::to_owned))
        .collect();
    let mut reports = documents(&folder, "dev")?;
    reports.retain(|report| !told.contains(&report.id));
    Ok(reports)
}

/// A file of JSON lines; an error that says what is missing.
pub fn rows(path: &Path) -> anyhow::Result<Vec<Json>> {
    anyhow::ensure!(path.is_file(), "{}", data::missing(path));
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("could not read {}", path.display()))?;
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{}, line {number}", path.display()))
        })
        .collect()
}

/// The day in "GUATEMALA CITY, 4 FEB 90 (ACAN-EFE)".
fn day_of(dateline: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    let words: Vec<&str> = dateline
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.windows(3).find_map(|three| {
        let day: i8 = three[0].parse().ok()?;
        let month = three[1].get(..3)?.to_ascii_uppercase();
        let month = MONTHS.iter().position(|name| *name == month)? as i8 + 1;
        let year: i16 = three[2].parse().ok()?;
        let year = if year < 100 { 1900 + year } else { year };
        Date::new(year, month, day).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_says_when_it_was_sent() {
        let day = |text: &str| day_of(text).map(|day| day.to_string());
        assert_eq!(day("LIMA, 4 FEB 90 (EFE)"), Some("1990-02-04".into()));
        assert_eq!(day("BOGOTA, 13 JULY 1989"), Some("1989-07-13".into()));
        assert_eq!(day("SAN SALVADOR (NO DATE)"), None);
    }
}
