use crate::cli::Everywhere;
use crate::merged;
use crate::output::{self, Ending, count, plain};
use anyhow::Result;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use store::Casebook;

/// Check every hash, every span and the chain of decisions of a casebook
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist verify
  annalist verify -c kabul.annalist
  annalist verify --forget                    throw away what was worked out, make the search index
                                              anew, then check

Exit code 1 where something is not as it was written. The last line ends with the hash of the chain
of decisions: whoever noted it down can tell later whether the log was changed.")]
pub struct Verify {
    /// First throw away what was worked out of reports and decisions, which is worked out again when
    /// it is next asked for, and make the search index anew
    #[arg(long)]
    forget: bool,
}

/// How many reports hold passages that were not coded, by language.
fn languages(casebook: &Casebook) -> Result<String> {
    let mut reports: BTreeMap<String, usize> = BTreeMap::new();
    for (_, notes) in casebook.notes()? {
        let languages: BTreeSet<String> =
            notes.into_iter().filter_map(|note| note.language).collect();
        for language in languages {
            *reports.entry(language).or_default() += 1;
        }
    }
    let parts: Vec<String> = reports
        .into_iter()
        .map(|(language, reports)| format!("language {language} in {}", count(reports, "report")))
        .collect();
    Ok(match parts.as_slice() {
        [] => String::new(),
        parts => format!("not coded: {}\n", parts.join(", ")),
    })
}

/// Says what is damaged where that keeps the casebook from being opened at all.
fn unopened(error: anyhow::Error) -> Result<Ending> {
    let Some(store::Error::Damaged { path, what }) = error.downcast_ref() else {
        return Err(error);
    };
    let path = path.display();
    output::print(&format!(
        "file: the pages that say which tables there are cannot be read ({}), so nothing else in it can be checked\n\
         a backup (`annalist backup`) can stand in for it; without one, SQLite's own program saves what is whole: \
         sqlite3 {path} .recover | sqlite3 saved.annalist\n1 problem found\n",
        plain(what),
    ))?;
    Ok(Ending::of(true))
}

pub fn run(args: &Verify, everywhere: &Everywhere) -> Result<Ending> {
    if args.forget {
        everywhere.open_to_write()?.forget()?;
    }
    let casebook = match everywhere.open_to_read() {
        Ok(casebook) => casebook,
        Err(error) => return unopened(error),
    };
    let problems = casebook.verify()?;
    let mut problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
    if problems.is_empty() {
        // What was worked out is worked out again, and compared: sound tables may hold something else.
        let differences = merged::differences(&casebook, &everywhere.knowledge()?)?;
        let named = differences.into_iter().map(|what| {
            format!("merging, {what}; `annalist verify --forget` throws away what was worked out, and it is worked out again")
        });
        problems.extend(named);
    }
    let mut out = String::new();
    for problem in &problems {
        let _ = writeln!(out, "{}", plain(problem));
    }
    if problems.is_empty() {
        let (reports, accounts) = casebook.size()?;
        let (decisions, hash) = casebook.chain_end()?;
        let _ = writeln!(
            out,
            "{} is sound: {}, {}, {}; chain {hash}",
            everywhere.casebook.display(),
            count(reports, "report"),
            count(accounts, "account"),
            count(decisions as usize, "decision"),
        );
        out.push_str(&languages(&casebook)?);
    } else {
        let _ = writeln!(out, "{} found", count(problems.len(), "problem"));
    }
    output::print(&out)?;
    Ok(Ending::of(!problems.is_empty()))
}
