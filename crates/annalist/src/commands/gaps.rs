//! `annalist codebook gaps`: actors that reports name and the codebook does not know.

mod collect;
mod print;
#[cfg(test)]
mod tests;

use crate::cli::Everywhere;
use crate::output::{self, Ending};
use crate::pipeline;
use crate::record::Record;
use anyhow::Result;
use clap::{Args, ValueEnum};
use collect::collected;
use formats::read::ReadOptions;
use model::{Account, Policy};
use std::path::PathBuf;

/// List actors that reports name and the codebook does not know
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist codebook gaps                          of the casebook's reports
  annalist codebook gaps reports/                 of files
  annalist codebook gaps --format toml >> my-codebook/actors/mine.toml

Names come first, then bodies of people without one (\"gunmen\") and places that the gazetteer does not
know. The TOML holds the names only; it is a beginning: look at kind and country, and delete what is
no actor.")]
pub struct Gaps {
    /// Reports to look at; the casebook's where not given
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Only what that many reports name
    #[arg(long, value_name = "REPORTS", default_value_t = 1)]
    least: usize,

    /// How they are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: counts, days, countries and a sentence each.
    Text,
    /// Blocks to paste into a codebook's folder `actors/`.
    Toml,
}

pub fn run(args: &Gaps, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let mut failed = false;
    let gaps = if args.files.is_empty() {
        let record = Record::open(everywhere, Policy::default(), &knowledge)?;
        let accounts: Vec<Account> = record.accounts.values().cloned().collect();
        collected(record.reports()?, &accounts, &record.incidents, &knowledge)
    } else {
        let context = crate::context::Known {
            knowledge: &knowledge,
            record: None,
            casebook: None,
        };
        let stages = pipeline::run(
            &args.files,
            &ReadOptions::default(),
            Policy::default(),
            &knowledge,
            &context,
        );
        for error in &stages.errors {
            failed = true;
            output::error(&error.to_string());
        }
        collected(
            &stages.reports,
            &stages.accounts,
            &stages.settlement.incidents,
            &knowledge,
        )
    };
    let text = match args.format {
        Format::Text => gaps.text(args.least),
        Format::Toml => gaps.toml(args.least),
    };
    output::print(&text)?;
    Ok(Ending::of(failed))
}
