//! Standard output and standard error: what goes where, how wide, in which colours.
//!
//! Data goes to standard output, notes and errors to standard error. Colours and bars are
//! for terminals only, and colours only where `NO_COLOR` is not set.

use anyhow::{Context as _, Result};
use formats::write::table::TerminalOptions;
use indicatif::{ProgressBar, ProgressStyle};
use std::fs;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

/// How a command ended, where it did not fail altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All went well.
    Done,
    /// Some of the input failed, or something was found wrong; the rest was done.
    Partly,
    /// The command line is no command; that was said already.
    Misunderstood,
}

impl Ending {
    /// `Partly` where anything failed.
    pub fn of(failed: bool) -> Ending {
        if failed { Ending::Partly } else { Ending::Done }
    }

    /// The exit code: 0, 1 or 2.
    pub fn code(self) -> ExitCode {
        match self {
            Ending::Done => ExitCode::SUCCESS,
            Ending::Partly => ExitCode::from(1),
            Ending::Misunderstood => ExitCode::from(2),
        }
    }
}

/// Columns of cards where there is no terminal to fit.
const PIPE_COLUMNS: usize = 100;

/// Standard output, buffered. Whoever writes flushes at the end, so that a failure is seen.
pub fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Prints a text on standard output.
pub fn print(text: &str) -> Result<()> {
    let mut out = stdout();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("cannot write to standard output")
}

/// Prints an error on standard error; nobody is there to hear where that fails.
pub fn error(text: &str) {
    let _ = writeln!(io::stderr(), "error: {text}");
}

/// Prints a line on standard error as it is.
pub fn remark(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints a note on standard error.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "note: {text}");
}

/// True where the reader of standard output has gone, as `head` does.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let cause = cause.downcast_ref::<io::Error>();
        cause.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
}

fn columns() -> Option<usize> {
    let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
    Some(usize::from(width.0).max(40))
}

/// How cards look here: as wide as the terminal, a hundred columns in a pipe.
pub fn for_cards() -> TerminalOptions {
    TerminalOptions {
        width: Some(columns().unwrap_or(PIPE_COLUMNS)),
        colour: colour(),
        confidence: true,
    }
}

/// How tables look here: as wide as the terminal, as wide as they need to be in a pipe.
pub fn for_tables() -> TerminalOptions {
    TerminalOptions {
        width: columns(),
        colour: colour(),
        confidence: false,
    }
}

/// Marks around found words: bold on a terminal, brackets elsewhere.
pub fn marks() -> (&'static str, &'static str) {
    if colour() {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("[", "]")
    }
}

/// A count of reports on standard error while standard output goes elsewhere; hidden where
/// either would disturb.
pub fn progress(what: &'static str) -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {msg} {human_pos} reports, {per_sec}, {elapsed}")
    {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// So many steps on standard error, hidden where standard error is no terminal.
pub fn steps(what: &'static str, all: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(all);
    if let Ok(style) =
        ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} {eta}")
    {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}

/// Writes a file as a whole or not at all; `-` is standard output.
pub fn write_file(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if path == Path::new("-") {
        let mut out = stdout();
        let written = out.write_all(content.as_ref()).and_then(|()| out.flush());
        return written.context("cannot write to standard output");
    }
    let mut half = path.as_os_str().to_owned();
    half.push(".part");
    let half = PathBuf::from(half);
    let written = fs::write(&half, content).and_then(|()| fs::rename(&half, path));
    if written.is_err() {
        let _ = fs::remove_file(&half);
    }
    written.with_context(|| {
        format!(
            "cannot write {}; name a file in a folder that may be written to",
            path.display()
        )
    })
}

/// `1 report`, `2 reports`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// One line of text that is safe on a terminal: no control characters, no reordering marks.
pub fn plain(text: &str) -> String {
    let shown = |character: char| match character {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        other if other.is_control() => '\u{fffd}',
        other => other,
    };
    text.chars().map(shown).collect()
}

/// Lines of text, each safe on a terminal.
pub fn lines_plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        out.push_str(&plain(line));
        out.push('\n');
    }
    out
}

/// Rows as aligned columns, two spaces apart, the first row being the heads; a last column is
/// cut where the terminal ends.
pub fn columns_of(rows: &[Vec<String>], options: TerminalOptions) -> String {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| plain(cell)).collect())
        .collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut widths = vec![0; count];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        let line = cut(line.trim_end(), options.width);
        if number == 0 && options.colour {
            line_in(&mut out, &format!("\u{1b}[1m{line}\u{1b}[0m"));
        } else {
            line_in(&mut out, &line);
        }
    }
    out
}

fn line_in(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// The line up to so many columns, with `…` where something was cut.
fn cut(line: &str, columns: Option<usize>) -> String {
    let Some(columns) = columns.filter(|columns| line.width() > *columns) else {
        return line.to_owned();
    };
    let mut kept = String::new();
    for character in line.chars() {
        if kept.width() + unicode_width::UnicodeWidthChar::width(character).unwrap_or(0) + 1
            > columns
        {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}
