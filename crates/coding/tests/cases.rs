//! The cases of `cases/*.md`: one test per section, named by its title.
//!
//! CONTRIBUTING.md shows how a case is written. With `ANNALIST_BLESS=1` the `coded` blocks are
//! rewritten to what comes out now; `cargo xtask bless` does it.

use codebook::{Codebook, gazetteer::Gazetteer};
use formats::write::{cards, table::TerminalOptions};
use libtest_mimic::{Arguments, Failed, Trial};
use model::{PublishedFrom, Report};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let bless = std::env::var_os("ANNALIST_BLESS").is_some() && !arguments.list;
    let mut trials = Vec::new();
    for path in files() {
        let file = file_name(&path);
        match read(&path) {
            Ok(cases) => {
                if bless {
                    accept(&path, &cases);
                }
                trials.extend(cases.into_iter().map(|case| {
                    Trial::test(format!("{file}: {}", case.title), move || {
                        if bless { Ok(()) } else { check(&case) }
                    })
                }));
            }
            Err(mistake) => trials.push(Trial::test(file, move || Err(Failed::from(mistake)))),
        }
    }
    let titles: BTreeSet<&str> = trials.iter().map(Trial::name).collect();
    if titles.is_empty() || titles.len() < trials.len() {
        eprintln!("no cases, or two with one title in one file");
        return ExitCode::FAILURE;
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// One section of a file of cases.
struct Case {
    title: String,
    report: Report,
    coded: String,
    /// Lines of the file between the fences of the `coded` block.
    lines: Range<usize>,
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("cases/ is there")
        .map(|entry| entry.expect("cases/ can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    files
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The cases of a file, or what is wrong with it and in which line.
fn read(path: &Path) -> Result<Vec<Case>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let lines: Vec<&str> = text.lines().collect();
    let heads: Vec<usize> = (0..lines.len())
        .filter(|&line| lines[line].starts_with("## "))
        .collect();
    let ends = heads.iter().skip(1).copied().chain([lines.len()]);
    heads
        .iter()
        .zip(ends)
        .map(|(&head, end)| {
            section(&lines, head, end)
                .map_err(|mistake| format!("line {}: `{}` {mistake}", head + 1, &lines[head][3..]))
        })
        .collect()
}

fn section(lines: &[&str], head: usize, end: usize) -> Result<Case, String> {
    let told = block(lines, head..end, "report")?;
    let coded = block(lines, told.end..end, "coded")?;
    let reason = &lines[head + 1..told.start - 1];
    if reason.iter().all(|line| line.trim().is_empty()) {
        return Err("has no reason above its report".to_owned());
    }
    Ok(Case {
        title: lines[head][3..].trim().to_owned(),
        report: report(&lines[told])?,
        coded: lines[coded.clone()].join("\n"),
        lines: coded,
    })
}

/// The lines inside the first fenced block of a name.
fn block(lines: &[&str], within: Range<usize>, name: &str) -> Result<Range<usize>, String> {
    let fence = format!("```{name}");
    let open = within
        .clone()
        .find(|&line| lines[line].trim_end() == fence)
        .ok_or_else(|| format!("has no `{name}` block"))?;
    let close = (open + 1..within.end)
        .find(|&line| lines[line].starts_with("```"))
        .ok_or_else(|| format!("has a `{name}` block that does not end"))?;
    Ok(open + 1..close)
}

fn report(lines: &[&str]) -> Result<Report, String> {
    let mut report = Report {
        id: "report".to_owned(),
        ..Report::default()
    };
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        if let Some(day) = line.strip_prefix("published: ") {
            let day = day.trim().parse();
            report.published = Some(day.map_err(|_| format!("has no date in `{line}`"))?);
            report.published_from = PublishedFrom::Given;
        } else if let Some(title) = line.strip_prefix("title: ") {
            report.title = Some(title.trim().to_owned());
        } else {
            break;
        }
        rest = after;
    }
    report.text = rest.join("\n");
    Ok(report)
}

/// The cards of a case as its `coded` block holds them.
fn cards(report: &Report) -> String {
    let coded = coding::code(report, Codebook::embedded(), &Gazetteer::embedded());
    let cards = cards::cards(report, &coded, TerminalOptions::default());
    let lines: Vec<&str> = cards.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

fn check(case: &Case) -> Result<(), Failed> {
    let got = cards(&case.report);
    if got == case.coded.trim_end() {
        return Ok(());
    }
    Err(Failed::from(format!(
        "{}\n\n`-` was expected, `+` came out; accept with cargo xtask bless",
        difference(case.coded.trim_end(), &got)
    )))
}

fn accept(path: &Path, cases: &[Case]) {
    let text = std::fs::read_to_string(path).expect("it was read before");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for case in cases.iter().rev() {
        let got = cards(&case.report);
        lines.splice(case.lines.clone(), got.lines().map(str::to_owned));
    }
    let new = lines.join("\n") + "\n";
    if new != text {
        println!("{} rewritten", file_name(path));
        std::fs::write(path, new).expect("cases/ can be written");
    }
}

/// Both texts line by line, common lines once.
fn difference(expected: &str, got: &str) -> String {
    let old: Vec<&str> = expected.lines().collect();
    let new: Vec<&str> = got.lines().collect();
    // common[i][j]: how many lines the rests from i and j have in common.
    let mut common = vec![vec![0usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    while i < old.len() || j < new.len() {
        let (sign, line) = if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
            (' ', old[i - 1])
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            i += 1;
            ('-', old[i - 1])
        } else {
            j += 1;
            ('+', new[j - 1])
        };
        let _ = writeln!(out, "{sign} {line}");
    }
    out
}
