use crate::cli::Everywhere;
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
  annalist verify --forget                    throw away what was worked out, then check

Exit code 1 where something is not as it was written. The last line ends with the hash of the chain
of decisions: whoever noted it down can tell later whether the log was changed.")]
pub struct Verify {
    /// First throw away what was worked out of reports and decisions; it is worked out again when
    /// it is next asked for
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

pub fn run(args: &Verify, everywhere: &Everywhere) -> Result<Ending> {
    if args.forget {
        everywhere.open_to_write()?.forget()?;
    }
    let casebook = everywhere.open_to_read()?;
    let problems = casebook.verify()?;
    let mut out = String::new();
    for problem in &problems {
        let _ = writeln!(out, "{}", plain(&problem.to_string()));
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
