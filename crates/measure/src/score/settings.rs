//! The arguments that every row takes.

use anyhow::{Context as _, bail};
use std::path::PathBuf;

/// What the user asked for.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `--data`: the row's own folder or files; empty where the usual place is meant.
    pub data: Vec<PathBuf>,
    /// `--gold`: the labels, where they lie apart from the texts.
    pub gold: Option<PathBuf>,
    /// `--split tst1,tst2`: parts of a corpus.
    pub split: Vec<String>,
    /// `--rules FILE`: other merging weights.
    pub rules: Option<PathBuf>,
    /// `--json`: one line of JSON and nothing else on standard output.
    pub json: bool,
    /// Nothing on standard output: the row is one of many.
    pub quiet: bool,
    /// `--write`: the table goes into `docs/accuracy.md`.
    pub write: bool,
    /// `--date 2024-05-31`: the day of the run, for the page; the commit's day where not given.
    pub date: Option<String>,
    /// Arguments for the reference scorer, as given (`--errors`, `--misses`, …).
    pub rest: Vec<String>,
}

impl Settings {
    /// Reads the arguments after the row's name; an error for an option without its value.
    pub fn read(args: &[String]) -> anyhow::Result<Self> {
        let mut settings = Settings::default();
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let mut value = || {
                args.next()
                    .with_context(|| format!("{arg} wants a value after it"))
            };
            match arg.as_str() {
                "--data" => settings.data.push(value()?.into()),
                "--gold" => settings.gold = Some(value()?.into()),
                "--split" => settings.split = value()?.split(',').map(str::to_owned).collect(),
                "--rules" => settings.rules = Some(value()?.into()),
                "--write" => settings.write = true,
                "--date" => settings.date = Some(value()?.clone()),
                "--json" => settings.json = true,
                _ if arg.starts_with("--") => settings.rest.push(arg.clone()),
                _ => bail!("`{arg}`? folders are given as --data FOLDER"),
            }
        }
        Ok(settings)
    }
}
