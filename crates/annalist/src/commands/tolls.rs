use crate::book::{Book, Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::Ending;
use analysis::TollTold;
use anyhow::Result;
use clap::Args;
use model::AccountKey;

/// List the deadliest incidents with what each source says of the dead and the injured
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist tolls
  annalist tolls --top 20 --where \"country = 'AF'\"
  annalist tolls --conflicting                    only those of which sources give different figures
  annalist tolls --part sources --format csv

Deadliest is what has the highest number of dead that a source allows. docs/tolls.md says what the
columns mean.")]
pub struct Tolls {
    #[command(flatten)]
    which: Which,

    /// How many incidents
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    top: u32,

    /// Only incidents of which sources give different figures
    #[arg(long)]
    conflicting: bool,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Tolls, everywhere: &Everywhere) -> Result<Ending> {
    answer(everywhere, &args.which, &args.show, |asked, book| {
        let top = args.top as usize;
        Ok(analysis::tolls(asked, top, args.conflicting, |key| {
            told(book, key)
        }))
    })
}

/// What an account says of the toll; nothing of one that cannot be read, which `verify` names.
fn told(book: &Book, key: &AccountKey) -> Option<TollTold> {
    let casebook = book.casebook();
    let report = casebook.report(&key.report).ok()?;
    let coded = casebook.coded(&key.report).ok()?;
    let mut accounts = coded.accounts.iter();
    let account = accounts.find(|account| account.id == key.account)?;
    Some(crate::tolls::told(account, &report))
}
