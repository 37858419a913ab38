//! Tags and trees from raw text, against treebanks.

use super::settings::Settings;
use super::{Figures, data, scorer};
use anyhow::{Context as _, bail};
use serde_json::{Value as Json, json};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const USUAL: &str = "corpora/ud-english";
/// The treebanks by the names of their figures, folder and file stem.
const TREEBANKS: [(&str, &str); 2] = [("ewt", "ewt/en_ewt-ud"), ("gum", "gum/en_gum-ud")];
/// Parts to measure on, the first that is there.
const PARTS: [&str; 2] = ["dev", "test"];

/// Runs raw text of each treebank through the embedded model. `--data` is a folder with `ewt/` or `gum/`,
/// or one file of CoNLL-U.
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let folder = data::folder(settings, USUAL)?;
    let script = data::scorer(&folder, USUAL, "score_conllu.py")?;
    let mut figures = Figures::new();
    for (name, gold) in treebanks(&folder) {
        if !settings.json && !settings.quiet {
            println!("{}, from raw text", gold.display());
        }
        figures.insert(name, Json::Object(one(&script, &gold, settings)?));
    }
    if figures.is_empty() {
        bail!(
            "{}: neither {}-dev.conllu nor a file of CoNLL-U",
            data::missing(&folder),
            TREEBANKS[0].1
        );
    }
    Ok(figures)
}

fn treebanks(folder: &Path) -> Vec<(String, PathBuf)> {
    if folder.is_file() {
        let name = folder.file_stem().unwrap_or_default().to_string_lossy();
        return vec![(name.into_owned(), folder.to_owned())];
    }
    let mut found = Vec::new();
    for (name, stem) in TREEBANKS {
        let (_, file) = stem.split_once('/').unwrap_or(("", stem));
        let file = PARTS
            .iter()
            .flat_map(|part| [stem, file].map(|stem| folder.join(format!("{stem}-{part}.conllu"))))
            .find(|path| path.is_file());
        found.extend(file.map(|file| (name.to_owned(), file)));
    }
    found
}

fn one(script: &Path, gold: &Path, settings: &Settings) -> anyhow::Result<Figures> {
    let gold = [OsStr::new("--gold"), gold.as_os_str()];
    let mut lines = String::new();
    for input in scorer::inputs(script, &gold)? {
        let text = input["text"]
            .as_str()
            .context("an input line has no text")?;
        let _ = writeln!(
            lines,
            "{}",
            json!({"id": input["id"], "conllu": language::conllu(text)})
        );
    }
    let predicted = scorer::predictions("ud", &lines)?;
    let args = [
        gold[0],
        gold[1],
        OsStr::new("--pred"),
        predicted.as_os_str(),
    ];
    scorer::figures(script, &args, settings)
}
