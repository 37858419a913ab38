//! How many incidents are read in text that tells of none.

use super::settings::Settings;
use super::{Figures, codebook, data, muc, scorer};
use ::codebook::Codebook;
use ::codebook::gazetteer::Gazetteer;
use anyhow::Context as _;
use model::Report;
use serde_json::{Value as Json, json};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

/// Codes the raw text of EWT's development part and the MUC-4 DEV documents without a template. `--data` is a
/// collection laid out like the usual one. The text of records goes to `target/score-overcoding.jsonl`.
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let root = match settings.data.as_slice() {
        [] => data::root(),
        [one, ..] => one.clone(),
    };
    let codebook = codebook()?;
    let mut seen = String::new();
    let mut figures = Figures::new();
    let mut all = Count::default();
    for (name, reports) in [
        ("ewt", web(&root)?),
        ("muc4", muc::without_template(&root)?),
    ] {
        let count = count(&reports, &codebook, &mut seen);
        all.words += count.words;
        all.records += count.records;
        all.templates += count.templates;
        figures.insert(name.into(), count.json());
    }
    figures.insert("all".into(), all.json());
    scorer::predictions("overcoding", &seen)?;
    if !settings.json && !settings.quiet {
        for (name, count) in &figures {
            println!(
                "{name:<6} {} records in {} words: {} per 10,000; {} of them templates of MUC-4",
                count["records"], count["words"], count["per_10000_words"], count["templates"]
            );
        }
    }
    Ok(figures)
}

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    words: usize,
    records: usize,
    /// Those of the records that MUC-4 would take in: clashes and old incidents, which it leaves out, are
    /// real ones.
    templates: usize,
}

impl Count {
    fn json(self) -> Json {
        let rate = |count: usize| {
            let rate = 10_000.0 * count as f64 / self.words.max(1) as f64;
            (rate * 100.0).round() / 100.0
        };
        json!({
            "words": self.words,
            "records": self.records,
            "per_10000_words": rate(self.records),
            "templates": self.templates,
            "templates_per_10000_words": rate(self.templates),
        })
    }
}

/// Counts words and incident records, and notes each record's evidence.
fn count(reports: &[Report], codebook: &Codebook, seen: &mut String) -> Count {
    let gazetteer = Gazetteer::embedded();
    let mut count = Count::default();
    for report in reports {
        count.words += report.text.split_whitespace().count();
        let coded = coding::code(report, codebook, &gazetteer);
        count.templates += crosswalk::muc::templates(report, &coded, codebook).len();
        for account in &coded.accounts {
            count.records += 1;
            let evidence: Vec<&str> = account
                .evidence
                .iter()
                .map(|span| span.of(&report.text))
                .collect();
            let _ = writeln!(
                seen,
                "{}",
                json!({"doc": report.id, "type": account.kind.value, "evidence": evidence})
            );
        }
    }
    count
}

/// The documents of a treebank's development part as reports.
fn web(root: &Path) -> anyhow::Result<Vec<Report>> {
    let folder = root.join("corpora/ud-english");
    let gold = folder.join("ewt/en_ewt-ud-dev.conllu");
    anyhow::ensure!(gold.is_file(), "{}", data::missing(&gold));
    let script = data::scorer(&folder, "corpora/ud-english", "score_conllu.py")?;
    scorer::inputs(&script, &[OsStr::new("--gold"), gold.as_os_str()])?
        .iter()
        .map(|input| {
            let text = |name: &str| {
                input[name]
                    .as_str()
                    .map(str::to_owned)
                    .with_context(|| format!("an input line has no {name}"))
            };
            Ok(Report {
                id: text("id")?,
                text: text("text")?,
                ..Report::default()
            })
        })
        .collect()
}
