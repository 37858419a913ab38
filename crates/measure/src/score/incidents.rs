//! The coder against the labelled documents.

use super::settings::Settings;
use super::{Figures, codebook, data, scorer};
use ::codebook::gazetteer::Gazetteer;
use anyhow::bail;
use formats::read::{ReadOptions, read};
use formats::write::records::jsonl;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Instant;

/// Folders of texts that are labelled, below the data folder.
const TEXTS: [&str; 3] = ["corpora/seeds", "corpora/reports", "corpora/tallies/texts"];

/// Codes labelled documents (`--data`, repeatable) and hands the records to the reference scorer.
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let root = match settings.data.as_slice() {
        [one] if one.join("eval").is_dir() => one.clone(),
        _ => data::root(),
    };
    let folders: Vec<PathBuf> = if settings.data.is_empty() || settings.data == [root.clone()] {
        TEXTS.iter().map(|folder| root.join(folder)).collect()
    } else {
        settings.data.clone()
    };
    let gold = settings
        .gold
        .clone()
        .unwrap_or_else(|| root.join("eval/gold"));
    for path in folders.iter().chain([&gold]) {
        if !path.exists() {
            bail!("{}", data::missing(path));
        }
    }
    let script = data::scorer(&gold, "eval", "score.py")?;
    let lines = code(&folders)?;
    let predicted = scorer::predictions("incidents", &lines)?;
    let mut args = vec![
        OsStr::new("--gold"),
        gold.as_os_str(),
        OsStr::new("--pred"),
        predicted.as_os_str(),
    ];
    for folder in &folders {
        args.extend([OsStr::new("--docs"), folder.as_os_str()]);
    }
    scorer::figures(&script, &args, settings)
}

/// Every record of every report in the folders, a line of JSON each.
fn code(folders: &[PathBuf]) -> anyhow::Result<String> {
    let codebook = &codebook()?;
    let gazetteer = Gazetteer::embedded();
    let mut lines = String::new();
    let (mut reports, mut words) = (0usize, 0usize);
    let start = Instant::now();
    for found in read(folders, &ReadOptions::default()) {
        let found = found.map_err(|error| anyhow::anyhow!("{error}"))?;
        words += found.report.text.split_whitespace().count();
        reports += 1;
        lines.push_str(&jsonl(
            &found.report,
            &coding::code(&found.report, codebook, &gazetteer),
        ));
    }
    let spent = start.elapsed();
    eprintln!(
        "{reports} reports, {words} words coded in {:.2} s",
        spent.as_secs_f64()
    );
    Ok(lines)
}
