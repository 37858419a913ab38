use crate::book::{Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::Ending;
use analysis::By;
use anyhow::{Result, bail};
use clap::Args;

/// Count claims, attributions and denials by actor and period; list who denies what
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist claims
  annalist claims --every month --where \"country = 'AF'\"
  annalist claims --part contested --format csv

docs/claims.md says what the columns mean.")]
pub struct Claims {
    #[command(flatten)]
    which: Which,

    /// day, week, month or year
    #[arg(long, value_name = "PERIOD", default_value = "year", value_parser = By::asked_as_period)]
    every: By,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Claims, everywhere: &Everywhere) -> Result<Ending> {
    if !args.every.is_time() {
        bail!(
            "`{}` is no period; use day, week, month or year",
            args.every
        );
    }
    answer(everywhere, &args.which, &args.show, |asked, _| {
        Ok(analysis::claims(asked, args.every))
    })
}
