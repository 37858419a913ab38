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
    let coded = Coded::of(settings)?;
    let mut args = vec![
        OsStr::new("--gold"),
        coded.gold.as_os_str(),
        OsStr::new("--pred"),
        coded.records.as_os_str(),
    ];
    for folder in &coded.folders {
        args.extend([OsStr::new("--docs"), folder.as_os_str()]);
    }
    scorer::figures(&coded.scorer, &args, settings)
}

/// The labelled documents, coded.
pub struct Coded {
    /// The reference scorer.
    pub scorer: PathBuf,
    /// The folder of labels.
    pub gold: PathBuf,
    /// The folders of texts.
    pub folders: Vec<PathBuf>,
    /// The file of records.
    pub records: PathBuf,
}

impl Coded {
    /// Codes the documents that are meant; an error that says what is missing.
    pub fn of(settings: &Settings) -> anyhow::Result<Self> {
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
        Ok(Coded {
            scorer: data::scorer(&gold, "eval", "score.py")?,
            records: scorer::predictions("incidents", &code(&folders)?)?,
            gold,
            folders,
        })
    }
}

/// Every record of every report in the folders, a line of JSON each.
pub fn code(folders: &[PathBuf]) -> anyhow::Result<String> {
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
