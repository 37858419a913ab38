//! Where labelled data and reference scorers lie.

use super::settings::Settings;
use anyhow::bail;
use std::path::{Path, PathBuf};

/// Where data lies when nothing else is said, seen from the repository's root.
const BESIDE: &str = "../shared";

/// The folder with `corpora/` and `eval/`: `ANNALIST_DATA`, or `../shared`.
pub fn root() -> PathBuf {
    std::env::var_os("ANNALIST_DATA").map_or_else(|| BESIDE.into(), PathBuf::from)
}

/// A row's folder: the one given by `--data` (or its part of a whole collection), else the usual one.
/// An error that says what is missing where neither is there.
pub fn folder(settings: &Settings, usual: &str) -> anyhow::Result<PathBuf> {
    let folder = match settings.data.as_slice() {
        [] => root().join(usual),
        [one] if one.join(usual).is_dir() => one.join(usual),
        [one] => one.clone(),
        _ => bail!("this row takes one --data"),
    };
    if !folder.exists() {
        bail!("{}", missing(&folder));
    }
    Ok(folder)
}

/// A reference scorer: beside the data, one folder up, or at its usual place.
pub fn scorer(folder: &Path, usual: &str, name: &str) -> anyhow::Result<PathBuf> {
    let beside = [Some(folder), folder.parent()];
    let usual = root().join(usual);
    beside
        .into_iter()
        .flatten()
        .chain([usual.as_path(), &Path::new(BESIDE).join(usual_part(&usual))])
        .map(|place| place.join(name))
        .find(|path| path.is_file())
        .ok_or_else(|| {
            anyhow::anyhow!(
                "the reference scorer is missing: {}",
                usual.join(name).display()
            )
        })
}

fn usual_part(path: &Path) -> PathBuf {
    path.strip_prefix(root()).unwrap_or(path).to_owned()
}

/// Says what is missing and how to give it.
pub fn missing(path: &Path) -> String {
    format!(
        "not here: {}; set ANNALIST_DATA to a folder with corpora/ and eval/, or give --data",
        path.display()
    )
}
