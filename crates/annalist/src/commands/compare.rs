use crate::book::{Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::Ending;
use analysis::Side;
use anyhow::Result;
use clap::Args;

/// Put two periods, actors or places side by side: counts, deaths, ratio of rates, shifts
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist compare 2022-04 2022-05
  annalist compare 2022-04-17/2022-05-01 2022-04-02/2022-04-16 --where \"actor = 'ISKP'\"
  annalist compare AF PK --where \"date in 2022\"
  annalist compare \"actor = 'ISKP'\" \"actor = 'TTP'\"

A side is a date or period (EDTF), a country, an actor, a place, a target, a type, or a filter.
Periods are compared by incidents a day. The interval is exact (Clopper and Pearson); docs/compare.md
has the formula.")]
pub struct Compare {
    /// The one side
    #[arg(value_name = "ONE")]
    one: String,

    /// The other
    #[arg(value_name = "OTHER")]
    other: String,

    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Compare, everywhere: &Everywhere) -> Result<Ending> {
    answer(everywhere, &args.which, &args.show, |asked, _| {
        let one = Side::read(&args.one, asked)?;
        let other = Side::read(&args.other, asked)?;
        Ok(analysis::compare(asked, &one, &other)?)
    })
}
