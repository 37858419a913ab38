use crate::book::{Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::Ending;
use crate::stated::stated;
use anyhow::Result;
use clap::Args;

/// Hold counts that reports state against what the casebook counts, and lists against their totals
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist reconcile
  annalist reconcile --rows                       ids of what was counted; ? marks what may belong to it
  annalist reconcile --part lists --format csv

Counted are incidents of the same actor, window, place and kind. docs/reconcile.md says which kinds
the casebook can count, and what `perhaps` means.")]
pub struct Reconcile {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Reconcile, everywhere: &Everywhere) -> Result<Ending> {
    answer(everywhere, &args.which, &args.show, |asked, book| {
        Ok(analysis::reconcile(asked, &stated(book.casebook())?))
    })
}
