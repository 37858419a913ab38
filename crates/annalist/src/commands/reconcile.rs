use crate::book::{Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::Ending;
use analysis::Stated;
use anyhow::Result;
use clap::Args;
use std::collections::BTreeMap;
use store::Casebook;

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

/// The counts that reports state, with their words.
pub fn stated(casebook: &Casebook) -> Result<Vec<Stated>> {
    let mut reports = BTreeMap::new();
    let mut stated = Vec::new();
    for tally in casebook.tallies()? {
        if !reports.contains_key(&tally.report) {
            reports.insert(tally.report.clone(), casebook.report(&tally.report)?);
        }
        let report = &reports[&tally.report];
        let quotes = tally.evidence.iter().map(|span| span.of(&report.text));
        stated.push(Stated {
            quote: quotes.collect::<Vec<&str>>().join(" … "),
            source: report.source.clone(),
            published: report.published,
            tally,
        });
    }
    Ok(stated)
}
