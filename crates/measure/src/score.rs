//! `cargo xtask score incidents [--errors]`: the coder against the labelled documents.

use anyhow::{Context, bail};
use codebook::Codebook;
use codebook::gazetteer::Gazetteer;
use formats::read::{ReadOptions, read};
use formats::write::records::jsonl;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Where the labelled documents lie, seen from the repository's root.
const SHARED: &str = "../shared";

/// Measures what its first argument names.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    match args.first().map(String::as_str) {
        Some("language") => crate::train::score(&args[1..]),
        Some("incidents") => incidents(&args[1..]),
        Some("merging") => crate::merging::score(&args[1..]),

        _ => bail!("score what? cargo xtask score incidents | merging | language"),
    }
}

/// Codes the labelled documents and hands the records to the reference scorer.
fn incidents(args: &[String]) -> anyhow::Result<()> {
    let shared = Path::new(SHARED);
    let scorer = shared.join("eval/score.py");
    if !scorer.is_file() {
        bail!(
            "the labelled documents are not here: put them at {SHARED}/eval and {SHARED}/corpora"
        );
    }
    let folders = ["corpora/seeds", "corpora/reports", "corpora/tallies/texts"]
        .map(|folder| shared.join(folder));
    // From the folder, so that a change of words needs no build.
    let codebook =
        &Codebook::load(Path::new("codebook")).map_err(|error| anyhow::anyhow!("{error}"))?;
    let gazetteer = Gazetteer::embedded();
    let mut lines = String::new();
    let (mut reports, mut words) = (0usize, 0usize);
    let start = Instant::now();
    for found in read(&folders.clone().map(PathBuf::from), &ReadOptions::default()) {
        let found = found.map_err(|error| anyhow::anyhow!("{error}"))?;
        words += found.report.text.split_whitespace().count();
        reports += 1;
        lines.push_str(&jsonl(
            &found.report,
            &coding::code(&found.report, codebook, &gazetteer),
        ));
    }
    let spent = start.elapsed();
    let out =
        std::env::var("CARGO_TARGET_DIR").map_or_else(|_| PathBuf::from("target"), PathBuf::from);
    std::fs::create_dir_all(&out)?;
    let predicted = out.join("score-incidents.jsonl");
    std::fs::write(&predicted, &lines)
        .with_context(|| format!("cannot write {}", predicted.display()))?;
    eprintln!(
        "{reports} reports, {words} words coded in {:.2} s; records in {}",
        spent.as_secs_f64(),
        predicted.display()
    );
    let mut command = Command::new("python3");
    command
        .arg(&scorer)
        .arg("--gold")
        .arg(shared.join("eval/gold"));
    for folder in &folders {
        command.arg("--docs").arg(folder);
    }
    command.arg("--pred").arg(&predicted).args(args);
    let status = command
        .status()
        .context("cannot run python3, which the reference scorer needs")?;
    if !status.success() {
        bail!("the scorer failed");
    }
    Ok(())
}
