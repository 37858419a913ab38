//! Calls of the reference scorers.

use super::Figures;
use super::settings::Settings;
use anyhow::{Context as _, bail};
use serde_json::Value as Json;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The scorer's inputs (`--inputs`), a JSON object each.
pub fn inputs(scorer: &Path, args: &[&OsStr]) -> anyhow::Result<Vec<Json>> {
    let mut all: Vec<&OsStr> = args.to_vec();
    all.push(OsStr::new("--inputs"));
    python(scorer, &all)?
        .lines()
        .map(|line| serde_json::from_str(line).context("the scorer's input line is no JSON"))
        .collect()
}

/// Hands predictions to the scorer and reads its figures. Unless one line of JSON was asked for, its own
/// table goes to standard output, with the further arguments given (`--errors`, `--misses`).
pub fn figures(scorer: &Path, args: &[&OsStr], settings: &Settings) -> anyhow::Result<Figures> {
    if !settings.json && !settings.quiet {
        let status = Command::new("python3")
            .arg(scorer)
            .args(args)
            .args(&settings.rest)
            .status()
            .context("cannot run python3, which the reference scorers need")?;
        if !status.success() {
            bail!("{} failed", scorer.display());
        }
    }
    let mut all: Vec<&OsStr> = args.to_vec();
    all.push(OsStr::new("--json"));
    let text = python(scorer, &all)?;
    match serde_json::from_str(text.trim()).context("the scorer's figures are no JSON")? {
        Json::Object(figures) => Ok(figures),
        _ => bail!("{}: the figures are no JSON object", scorer.display()),
    }
}

/// Writes a row's predictions below `target/` and returns where.
pub fn predictions(name: &str, lines: &str) -> anyhow::Result<PathBuf> {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    std::fs::create_dir_all(&target)?;
    let path = target.join(format!("score-{name}.jsonl"));
    std::fs::write(&path, lines).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// What the scorer prints; an error with its own words where it fails.
pub fn python(scorer: &Path, args: &[&OsStr]) -> anyhow::Result<String> {
    let output = Command::new("python3")
        .arg(scorer)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .context("cannot run python3, which the reference scorers need")?;
    if !output.status.success() {
        bail!(
            "{}: {}",
            scorer.display(),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    String::from_utf8(output.stdout).context("the scorer wrote something that is no UTF-8")
}
