use crate::cli::Everywhere;
use crate::output::{self, Ending, count, plain};
use anyhow::Result;
use clap::Args;
use std::fmt::Write as _;
use store::Casebook;

/// Check every hash, every span and the chain of decisions of a casebook
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist verify
  annalist verify -c kabul.annalist

Exit code 1 where something is not as it was written. The last line ends with the hash of the chain
of decisions: whoever noted it down can tell later whether the log was changed.")]
pub struct Verify {}

pub fn run(_: &Verify, everywhere: &Everywhere) -> Result<Ending> {
    let casebook = Casebook::open_read_only(&everywhere.casebook)?;
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
    } else {
        let _ = writeln!(out, "{} found", count(problems.len(), "problem"));
    }
    output::print(&out)?;
    Ok(Ending::of(!problems.is_empty()))
}
