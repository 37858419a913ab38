//! The values of labelled documents with their grounds, each judged right or wrong.

use crate::score::incidents::{self, Coded};
use crate::score::{self, Settings, data, reliability, scorer};
use anyhow::Context as _;
use codebook::gazetteer::Gazetteer;
use coding::Grounded;
use formats::read::{ReadOptions, read};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The set of mentions with labels for these slots only, below the data folder.
const MENTIONS: &str = "corpora/same_incident/dev";
const MENTIONED: &str = "class,type,date,country,place,killed";

/// Texts that are measured on and not openly licensed: nothing is learned from them.
const CLOSED: &str = "seeds";

/// One value of a labelled document.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The report.
    pub doc: String,
    /// The value's place in a record, and what speaks for and against it.
    pub value: Grounded,
    /// The terms of a card that it answers to, each once, in order.
    pub terms: BTreeSet<String>,
    /// Whether the reference scorer counts it as right.
    pub right: bool,
    /// Whether it may be learned from.
    pub open: bool,
    /// Whether it is one of the documents that `score incidents` measures on.
    pub measured: bool,
}

/// Codes the labelled documents and the set of mentions, and judges every value that has a label.
pub fn labelled(settings: &Settings) -> anyhow::Result<Vec<Labelled>> {
    let coded = Coded::of(settings)?;
    let mut all = judged(&coded, "all", true)?;
    let mentions = data::root().join(MENTIONS);
    if settings.data.is_empty() && mentions.is_dir() {
        let coded = mentioned(&mentions, coded.scorer)?;
        all.extend(judged(&coded, MENTIONED, false)?);
    }
    Ok(all)
}

/// The set of mentions in the layout of the reference scorer, coded.
fn mentioned(folder: &Path, scorer: PathBuf) -> anyhow::Result<Coded> {
    let target = scorer::predictions("mentions", "")?.with_extension("labels");
    std::fs::create_dir_all(&target)?;
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).with_context(|| data::missing(&path))
    };
    let mut lines = String::new();
    for line in read("mentions.jsonl")?.lines() {
        let mut row: Json = serde_json::from_str(line)?;
        row["id"] = row["mention"].clone();
        row["evidence"] = json!([row["quote"]]);
        let _ = writeln!(lines, "{row}");
    }
    std::fs::write(target.join("incidents.jsonl"), lines)?;
    let index = read("index.jsonl")?;
    let texts = target.join("texts");
    std::fs::create_dir_all(&texts)?;
    std::fs::write(texts.join("index.jsonl"), &index)?;
    let mut ids = String::new();
    for line in index.lines() {
        let row: Json = serde_json::from_str(line)?;
        let id = row["id"].as_str().context("a text without `id`")?;
        std::fs::copy(
            folder.join("texts").join(format!("{id}.txt")),
            texts.join(format!("{id}.txt")),
        )?;
        let _ = writeln!(ids, "{id}");
    }
    std::fs::write(target.join("docs.txt"), ids)?;
    let folders = vec![texts];
    let records = scorer::predictions("mentions", &incidents::code(&folders)?)?;
    Ok(Coded {
        scorer,
        gold: target,
        folders,
        records,
    })
}

fn judged(coded: &Coded, slots: &str, measured: bool) -> anyhow::Result<Vec<Labelled>> {
    let codebook = score::codebook()?;
    let gazetteer = Gazetteer::embedded();
    let mut grounded: BTreeMap<(String, String, String, usize), (Grounded, bool)> = BTreeMap::new();
    for folder in &coded.folders {
        let open = !folder.ends_with(CLOSED);
        for found in read(std::slice::from_ref(folder), &ReadOptions::default()) {
            let report = found.map_err(|error| anyhow::anyhow!("{error}"))?.report;
            for value in coding::code_with_grounds(&report, &codebook, &gazetteer).1 {
                let key = (
                    report.id.clone(),
                    value.account.clone(),
                    value.slot.to_owned(),
                    value.number,
                );
                grounded.insert(key, (value, open));
            }
        }
    }
    Ok(reliability::judge(coded, slots)?
        .into_iter()
        .filter_map(|judged| {
            let key = (judged.doc.clone(), judged.id, judged.slot, judged.number);
            let (value, open) = grounded.remove(&key)?;
            Some(Labelled {
                doc: judged.doc,
                terms: value.terms().collect(),
                value,
                right: judged.right,
                open,
                measured,
            })
        })
        .collect())
}
