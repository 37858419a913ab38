//! `cargo xtask tidy`: what no compiler checks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which crates each crate may use: the table of ARCHITECTURE.md.
const USES: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("language", &[]),
    ("codebook", &["model"]),
    ("formats", &["model"]),
    ("coding", &["model", "codebook", "language"]),
    ("merging", &["model", "codebook"]),
    ("crosswalk", &["model", "codebook"]),
    ("analysis", &["model"]),
    ("store", &["model"]),
    ("charts", &["model"]),
    ("typeset", &["model"]),
];

/// Longest file, in lines, that needs no thought.
const LONG: usize = 1000;

/// Checks the crate table and the lengths of files.
pub fn run(_args: &[String]) -> Result<(), String> {
    let mut problems = Vec::new();
    for (name, allowed) in USES {
        for used in uses(name)? {
            if !allowed.contains(&used.as_str()) {
                problems.push(format!(
                    "crates/{name} uses `{used}`: ARCHITECTURE.md lets it use {allowed:?}; move the code, or change the table and say why"
                ));
            }
        }
    }
    for (file, lines) in lengths(Path::new("crates"))? {
        if lines > LONG {
            problems.push(format!(
                "{} has {lines} lines: look for the noun hiding inside (the limit is {LONG})",
                file.display()
            ));
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(problems.join("\n"))
}

/// The workspace crates that a crate's `[dependencies]` names.
fn uses(name: &str) -> Result<Vec<String>, String> {
    let path = PathBuf::from("crates").join(name).join("Cargo.toml");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let own: Vec<&str> = USES.iter().map(|(name, _)| *name).collect();
    let mut inside = false;
    let mut used = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]";
            continue;
        }
        let key: String = line
            .chars()
            .take_while(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
            .collect();
        if inside && own.contains(&key.as_str()) {
            used.push(key);
        }
    }
    Ok(used)
}

/// Rust files below a folder with their lengths, sorted.
fn lengths(folder: &Path) -> Result<BTreeMap<PathBuf, usize>, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .map_err(|error| format!("cannot read {}: {error}", folder.display()))?
        {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let lines = std::fs::read_to_string(&path)
                    .map_err(|error| error.to_string())?
                    .lines()
                    .count();
                found.insert(path, lines);
            }
        }
    }
    Ok(found)
}
