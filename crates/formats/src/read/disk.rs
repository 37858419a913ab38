//! The thin part that touches the disk: which files there are, and their bytes.

use super::index::{self, Index};
use super::media::Media;
use super::parsed::Row;
use super::{Found, ReadOptions, each_report, encoding, ids, json, sort};
use crate::error::{ReadError, ReadProblem};
use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Reads every report in `inputs`: files, folders with all below them, `-` for standard
/// input.
///
/// Inputs come in the order given, a folder's files as the [module](super) says. A file
/// that cannot be read is an error among the reports; the others go on. A file reached
/// twice is read once. Nothing but regular files is opened.
pub fn read(inputs: &[PathBuf], options: &ReadOptions) -> Reader {
    Reader {
        inputs: inputs.iter().cloned().collect(),
        options: options.clone(),
        work: Vec::new(),
        ready: VecDeque::new(),
        ids: ids::Ids::default(),
        opened: HashSet::new(),
        rows: HashMap::new(),
        reached: 0,
    }
}

/// The reports of some inputs, one after the other; made by [`read`].
pub struct Reader {
    inputs: VecDeque<PathBuf>,
    options: ReadOptions,
    /// What is left to do for the present input, the next thing last.
    work: Vec<Work>,
    ready: VecDeque<Result<Found, ReadError>>,
    ids: ids::Ids,
    /// Files and folders already opened, by their canonical path.
    opened: HashSet<PathBuf>,
    /// The indexes beside files that were named by themselves.
    rows: HashMap<PathBuf, Rc<HashMap<String, Row>>>,
    /// Results given and files met a second time.
    reached: u64,
}

enum Work {
    /// A file or folder below a folder.
    Entry(PathBuf),
    /// A file, with its row of an index.
    File(PathBuf, Option<Row>),
    /// The rest of a folder with an index.
    Index(Box<Index>),
    /// The rest of a JSON Lines file: its name, its reader, the number of its last line.
    Lines(String, Box<dyn BufRead>, usize),
    /// The end of an input folder, with the count of results before it.
    End(PathBuf, u64),
}

impl Iterator for Reader {
    type Item = Result<Found, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(result) = self.ready.pop_front() {
                self.reached += 1;
                return Some(result.map(|found| self.with_distinct_id(found)));
            }
            if let Some(work) = self.work.pop() {
                self.step(work);
            } else {
                let input = self.inputs.pop_front()?;
                self.input(&input);
            }
        }
    }
}

impl Reader {
    fn with_distinct_id(&mut self, mut found: Found) -> Found {
        let id = std::mem::take(&mut found.report.id);
        found.report.id = self.ids.distinct(id, &found.path);
        found
    }

    fn fail(&mut self, path: &Path, problem: ReadProblem) {
        self.ready
            .push_back(Err(ReadError::new(&shown(path), problem)));
    }

    fn step(&mut self, work: Work) {
        match work {
            Work::Entry(path) => self.entry(&path),
            Work::File(path, row) => self.file(&path, row.as_ref()),
            Work::Index(index) => self.index(index),
            Work::Lines(name, lines, number) => self.lines(name, lines, number),
            Work::End(folder, before) => {
                if self.reached == before {
                    self.fail(&folder, ReadProblem::NoReports);
                }
            }
        }
    }

    /// An input that the user named.
    fn input(&mut self, path: &Path) {
        if path == Path::new("-") {
            self.lines_or_whole("-", BufReader::with_capacity(1 << 16, io::stdin()), None);
            return;
        }
        match kind(path) {
            Err(problem) => self.fail(path, problem),
            Ok(Kind::Folder) => {
                self.work.push(Work::End(path.to_owned(), self.reached));
                self.folder(path);
            }
            Ok(Kind::File) if path.file_name().is_some_and(|name| name == index::NAME) => {
                self.folder(path.parent().unwrap_or(Path::new("")));
            }
            Ok(Kind::File) => {
                let row = self.row_of(path);
                let name = file_name(path);
                let beside = path.with_file_name(index::NAME).is_file();
                if row.is_some() || !beside || !is_never_a_report(&name) {
                    self.work.push(Work::File(path.to_owned(), row));
                }
            }
        }
    }

    /// What the index in the file's folder, or the one above, says about it.
    fn row_of(&mut self, path: &Path) -> Option<Row> {
        let name = file_name(path);
        let folder = path.parent()?;
        [
            Some(folder),
            folder.parent().filter(|_| folder != Path::new("")),
        ]
        .into_iter()
        .flatten()
        .find_map(|folder| {
            let rows = self
                .rows
                .entry(folder.to_owned())
                .or_insert_with(|| Rc::new(index::rows_of(folder)));
            rows.get(ids::stem(&name))
                .or_else(|| rows.get(&name))
                .cloned()
        })
    }

    fn folder(&mut self, folder: &Path) {
        if !self.is_new(folder) {
            return;
        }
        if folder.join(index::NAME).is_file() {
            self.indexed_folder(folder);
            return;
        }
        match names(folder) {
            Err(error) => self
                .ready
                .push_back(Err(ReadError::disk(&shown(folder), &error))),
            Ok(names) => self.work.extend(
                names
                    .iter()
                    .rev()
                    .filter(|name| !is_never_a_report(name))
                    .map(|name| Work::Entry(folder.join(name))),
            ),
        }
    }

    fn indexed_folder(&mut self, folder: &Path) {
        match Index::open(folder) {
            Err(error) => self.ready.push_back(Err(error)),
            Ok(index) => self.work.push(Work::Index(Box::new(index))),
        }
    }

    /// The next row of an index; behind the last, the folders below with their own index.
    fn index(&mut self, mut index: Box<Index>) {
        match index.next() {
            None => {
                let below = index.folders_with_own_index();
                self.work.extend(below.into_iter().rev().map(Work::Entry));
            }
            Some(Err(error)) => {
                self.ready.push_back(Err(error));
                self.work.push(Work::Index(index));
            }
            Some(Ok(index::Entry::File(path, row))) => {
                self.work.push(Work::Index(index));
                self.work.push(Work::File(path, Some(row)));
            }
            Some(Ok(index::Entry::Record(name, line, bytes))) => {
                self.ready
                    .extend(json::line(&name, line, &bytes, &self.options));
                self.work.push(Work::Index(index));
            }
        }
    }

    /// A file or folder found in a folder.
    fn entry(&mut self, path: &Path) {
        let name = file_name(path);
        let ending = ids::ending(&name).unwrap_or("");
        let known = Media::from_ending(ending).is_some();
        match kind(path) {
            Ok(Kind::Folder) => self.folder(path),
            Ok(Kind::File) if known => self.file(path, None),
            Err(problem) if known => self.fail(path, problem),
            Ok(Kind::File) => {
                if let Some(problem) = sort::unread_document(ending) {
                    self.fail(path, problem);
                }
            }
            Err(_) => {}
        }
    }

    fn file(&mut self, path: &Path, row: Option<&Row>) {
        if !self.is_new(path) {
            return;
        }
        let name = shown(path);
        match kind(path) {
            Err(problem) => return self.fail(path, problem),
            Ok(Kind::Folder) => return self.fail(path, ReadProblem::NotAFile),
            Ok(Kind::File) => {}
        }
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => return self.ready.push_back(Err(ReadError::disk(&name, &error))),
        };
        let length = file.metadata().map_or(0, |metadata| metadata.len());
        if Media::from_ending(ids::ending(&name).unwrap_or("")) == Some(Media::JsonLines) {
            self.lines_or_whole(&name, BufReader::with_capacity(1 << 16, file), row);
        } else if length > self.options.largest_file {
            self.fail(
                path,
                ReadProblem::TooLarge {
                    limit: self.options.largest_file,
                },
            );
        } else {
            self.whole(&name, Vec::with_capacity(length as usize + 1), file, row);
        }
    }

    /// A source read to its end behind the `bytes` already taken from it.
    fn whole(&mut self, name: &str, mut bytes: Vec<u8>, source: impl Read, row: Option<&Row>) {
        let rest = (self.options.largest_file + 1).saturating_sub(bytes.len() as u64);
        match source.take(rest).read_to_end(&mut bytes) {
            Err(error) => self.ready.push_back(Err(ReadError::disk(name, &error))),
            Ok(_) => self
                .ready
                .extend(each_report(name, bytes, row, &self.options)),
        }
    }

    /// A source that may be JSON Lines: streamed if its first line is a record, else read
    /// whole.
    fn lines_or_whole(
        &mut self,
        name: &str,
        mut source: impl BufRead + 'static,
        row: Option<&Row>,
    ) {
        let mut first = Vec::new();
        if let Err(error) = (&mut source)
            .take(self.options.largest_file + 1)
            .read_until(b'\n', &mut first)
        {
            self.ready.push_back(Err(ReadError::disk(name, &error)));
            return;
        }
        let streams = !encoding::is_utf16(&first)
            && json::value(first.trim_ascii()).is_ok_and(|value| value.is_object());
        if streams {
            self.lines(
                name.to_owned(),
                Box::new(Cursor::new(first).chain(source)),
                0,
            );
        } else {
            self.whole(name, first, source, row);
        }
    }

    /// The next line with words of a JSON Lines file.
    fn lines(&mut self, name: String, mut lines: Box<dyn BufRead>, mut number: usize) {
        let mut line = Vec::new();
        let limit = self.options.largest_file;
        number += 1;
        match (&mut lines).take(limit + 1).read_until(b'\n', &mut line) {
            Err(error) => self.ready.push_back(Err(ReadError::disk(&name, &error))),
            Ok(0) => {}
            Ok(length) if length as u64 > limit => {
                let path = json::at_line(&name, number);
                self.ready
                    .push_back(Err(ReadError::new(&path, ReadProblem::TooLarge { limit })));
            }
            Ok(_) => {
                self.ready
                    .extend(json::line(&name, number, &line, &self.options));
                self.work.push(Work::Lines(name, lines, number));
            }
        }
    }

    /// Whether a file or folder is opened for the first time.
    fn is_new(&mut self, path: &Path) -> bool {
        let path = if path == Path::new("") {
            Path::new(".")
        } else {
            path
        };
        let new = match fs::canonicalize(path) {
            Ok(canonical) => self.opened.insert(canonical),
            Err(_) => true,
        };
        self.reached += u64::from(!new);
        new
    }
}

enum Kind {
    File,
    Folder,
}

fn kind(path: &Path) -> Result<Kind, ReadProblem> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(Kind::Folder),
        Ok(metadata) if metadata.is_file() => Ok(Kind::File),
        Ok(_) => Err(ReadProblem::NotAFile),
        Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_symlink() => {
            Err(ReadProblem::BrokenLink)
        }
        Err(error) => Err(ReadError::disk("", &error).problem),
    }
}

/// The names in a folder, sorted.
pub(super) fn names(folder: &Path) -> io::Result<Vec<String>> {
    let folder = if folder == Path::new("") {
        Path::new(".")
    } else {
        folder
    };
    let mut names = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort_unstable();
    Ok(names)
}

/// Files that go with a folder of reports and are none themselves.
fn is_never_a_report(name: &str) -> bool {
    let upper = name.to_uppercase();
    name.starts_with('.')
        || ["README", "LICENSE", "LICENCE"]
            .iter()
            .any(|start| upper.starts_with(start))
        || ids::stem(&upper) == "INDEX" && ids::ending(name).is_some()
        || upper == "LABELS.JSONL"
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// A path as the user knows it.
pub(super) fn shown(path: &Path) -> String {
    if path == Path::new("") {
        ".".to_owned()
    } else {
        path.to_string_lossy().into_owned()
    }
}
