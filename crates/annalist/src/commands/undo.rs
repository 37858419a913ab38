use crate::cli::Everywhere;
use crate::commands::decide::{after, named, record_decision};
use crate::output::{self, Ending};
use crate::record::Record;
use crate::stamp::Signed;
use anyhow::{Context as _, Result};
use clap::Args;
use model::{AccountKey, Decision, DecisionKind};

/// Take a decision back; the last one in force where no number is given
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist undo
  annalist undo 3                             `annalist history` has the numbers

The log keeps both: an undoing can itself be undone by its number.")]
pub struct Undo {
    /// Number of the decision
    #[arg(value_name = "N")]
    number: Option<u64>,

    #[command(flatten)]
    signed: Signed,
}

pub fn run(args: &Undo, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    everywhere.may_write()?;
    let log = everywhere.open_to_read()?.decisions()?;
    let last = Decision::in_force(&log).last().map(|decision| decision.number);
    let number = args
        .number
        .or(last)
        .context("there is no decision to undo; `annalist history` shows the log")?;
    let undone = log.iter().find(|decision| decision.number == number);
    let keys: Vec<AccountKey> = undone.map_or_else(Vec::new, |decision| {
        named(&decision.kind).into_iter().cloned().collect()
    });
    let ids: Vec<String> = keys.iter().map(ToString::to_string).collect();
    let mut record = Record::open_to_decide(everywhere, &ids, &knowledge)?;
    let kind = DecisionKind::Undo { decision: number };
    let mut out = record_decision(&mut record, kind, &args.signed)?;
    record.decided(&knowledge)?;
    out.push_str(&after(&record, &keys));
    output::print(&out)?;
    Ok(Ending::Done)
}
