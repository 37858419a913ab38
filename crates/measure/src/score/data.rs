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

/// A reference scorer: beside the data, one folder up, or at its usual place in any collection at hand.
pub fn scorer(folder: &Path, usual: &str, name: &str) -> anyhow::Result<PathBuf> {
    let places = [
        folder.to_owned(),
        folder.parent().map_or_else(PathBuf::new, Path::to_owned),
        root().join(usual),
        Path::new(BESIDE).join(usual),
    ];
    places
        .iter()
        .map(|place| place.join(name))
        .find(|path| path.is_file())
        .ok_or_else(|| {
            let wanted = root().join(usual).join(name);
            anyhow::anyhow!("the reference scorer is missing: {}", wanted.display())
        })
}

/// Says what is missing and how to give it.
pub fn missing(path: &Path) -> String {
    format!(
        "not here: {}; set ANNALIST_DATA to a folder with corpora/ and eval/, or give --data",
        path.display()
    )
}
