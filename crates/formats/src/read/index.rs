//! A folder's `index.jsonl`: which files are its reports, and what is known about them.

use super::disk;
use super::ids;
use super::json;
use super::media::Media;
use super::parsed::Row;
use crate::error::{ReadError, ReadProblem};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

/// The file's name.
pub(super) const NAME: &str = "index.jsonl";

/// Endings in the order in which they are preferred when an id has several files.
const ENDINGS: [&str; 13] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "docx", "docm", "pdf", "jsonl",
    "ndjson", "json",
];

/// The rows of one index, read as they are asked for.
pub(super) struct Index {
    folder: PathBuf,
    /// The index file as the user knows it.
    shown: String,
    lines: BufReader<File>,
    number: usize,
    /// Behind the last line, or a disk that failed.
    ended: bool,
    seen: HashSet<String>,
    /// The folder's own files by stem and by name.
    here: HashMap<String, Vec<PathBuf>>,
    /// The files below it, once one is needed.
    below: Option<HashMap<String, Vec<PathBuf>>>,
}

/// What a row stands for.
pub(super) enum Entry {
    /// A file and the row.
    File(PathBuf, Row),
    /// A row that brings its own text: the index's name, the line and its bytes.
    Record(String, usize, Vec<u8>),
}

impl Index {
    /// Opens the index of `folder`.
    pub fn open(folder: &Path) -> Result<Self, ReadError> {
        let path = folder.join(NAME);
        let shown = disk::shown(&path);
        let file = File::open(&path).map_err(|error| ReadError::disk(&shown, &error))?;
        let names =
            disk::names(folder).map_err(|error| ReadError::disk(&disk::shown(folder), &error))?;
        let mut here = HashMap::new();
        for name in names {
            enter(&mut here, folder, &name);
        }
        Ok(Self {
            folder: folder.to_owned(),
            shown,
            lines: BufReader::new(file),
            number: 0,
            ended: false,
            seen: HashSet::new(),
            here,
            below: None,
        })
    }

    fn entry(&mut self, bytes: &[u8]) -> Result<Entry, ReadError> {
        let at_line = |problem| ReadError::new(&json::at_line(&self.shown, self.number), problem);
        let object = match json::value(bytes) {
            Ok(Value::Object(object)) => object,
            Ok(_) => {
                return Err(at_line(ReadProblem::bad_json(
                    "it is another kind of value",
                )));
            }
            Err(error) => return Err(at_line(ReadProblem::bad_json(&json::reason(&error)))),
        };
        let row = Row::from_object(&object);
        let Some(id) = row.id.clone() else {
            return Err(at_line(ReadProblem::NoId));
        };
        let of_id = |problem| ReadError::new(&format!("{} ({id})", self.shown), problem);
        if !self.seen.insert(id.clone()) {
            return Err(of_id(ReadProblem::RepeatedId));
        }
        let missing = of_id(ReadProblem::NoFileForId);
        match self.file(&id) {
            Some(path) => Ok(Entry::File(path, row)),
            None if json::has_words(&object) => Ok(Entry::Record(
                self.shown.clone(),
                self.number,
                bytes.to_vec(),
            )),
            None => Err(missing),
        }
    }

    /// The file of an id: in the folder, at the path that the id is, or anywhere below.
    fn file(&mut self, id: &str) -> Option<PathBuf> {
        if let Some(paths) = self.here.get(id) {
            return best(paths);
        }
        let path = Path::new(id);
        if path.components().count() > 1
            && path
                .components()
                .all(|part| matches!(part, Component::Normal(_)))
        {
            let exact = self.folder.join(path);
            let with_ending = ENDINGS
                .iter()
                .map(|ending| self.folder.join(format!("{id}.{ending}")));
            return with_ending.chain([exact]).find(|path| path.is_file());
        }
        let folder = &self.folder;
        let below = self.below.get_or_insert_with(|| {
            let mut below = HashMap::new();
            enter_below(&mut below, folder, 0);
            below
        });
        best(below.get(id)?)
    }

    /// The folders below that have an index of their own, sorted.
    pub fn folders_with_own_index(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        own_indexes(&self.folder, 0, &mut found);
        found
    }
}

impl Iterator for Index {
    type Item = Result<Entry, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let mut line = Vec::new();
            self.number += 1;
            match self.lines.read_until(b'\n', &mut line) {
                Ok(0) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(ReadError::disk(&self.shown, &error)));
                }
                Ok(_) => {}
            }
            let bytes = line.trim_ascii();
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            if !bytes.is_empty() {
                return Some(self.entry(bytes));
            }
        }
        None
    }
}

/// The rows of the index in `folder` by id; none if there is no index. Bad rows are left
/// out: they are told of when the folder itself is read.
pub(super) fn rows_of(folder: &Path) -> HashMap<String, Row> {
    let Ok(file) = File::open(folder.join(NAME)) else {
        return HashMap::new();
    };
    BufReader::new(file)
        .split(b'\n')
        .map_while(Result::ok)
        .filter_map(|line| match json::value(line.trim_ascii()) {
            Ok(Value::Object(object)) => Some(Row::from_object(&object)),
            _ => None,
        })
        .filter_map(|row| Some((row.id.clone()?, row)))
        .collect()
}

/// How deep folders are followed, which ends loops of links too.
const DEEPEST: usize = 32;

fn enter(files: &mut HashMap<String, Vec<PathBuf>>, folder: &Path, name: &str) {
    if name.starts_with('.') || name == NAME {
        return;
    }
    files
        .entry(ids::stem(name).to_owned())
        .or_default()
        .push(folder.join(name));
    if ids::stem(name) != name {
        files
            .entry(name.to_owned())
            .or_default()
            .push(folder.join(name));
    }
}

fn enter_below(files: &mut HashMap<String, Vec<PathBuf>>, folder: &Path, depth: usize) {
    for name in folders(folder, depth) {
        let below = folder.join(name);
        for name in disk::names(&below).unwrap_or_default() {
            enter(files, &below, &name);
        }
        enter_below(files, &below, depth + 1);
    }
}

fn own_indexes(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    for name in folders(folder, depth) {
        let below = folder.join(name);
        if below.join(NAME).is_file() {
            found.push(below);
        } else {
            own_indexes(&below, depth + 1, found);
        }
    }
}

/// The real folders in a folder (links are not followed), sorted.
fn folders(folder: &Path, depth: usize) -> Vec<String> {
    if depth >= DEEPEST {
        return Vec::new();
    }
    let mut names = disk::names(folder).unwrap_or_default();
    names.retain(|name| {
        !name.starts_with('.') && !folder.join(name).is_symlink() && folder.join(name).is_dir()
    });
    names
}

/// The file with the most preferred ending; folders do not count.
fn best(paths: &[PathBuf]) -> Option<PathBuf> {
    let rank = |path: &PathBuf| {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        ENDINGS
            .iter()
            .position(|known| *known == ending)
            .unwrap_or(ENDINGS.len())
    };
    debug_assert!(
        ENDINGS
            .iter()
            .all(|ending| Media::from_ending(ending).is_some())
    );
    paths
        .iter()
        .filter(|path| !path.is_dir())
        .min_by_key(|path| rank(path))
        .cloned()
}
