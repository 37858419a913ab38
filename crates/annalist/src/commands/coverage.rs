use crate::book::{Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::Ending;
use anyhow::Result;
use clap::Args;

/// Count the reports and independent sources behind incidents, and what one source would miss
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist coverage
  annalist coverage --where \"killed >= 10\"
  annalist coverage --part sources --rows         what each source alone tells of

Copies of one story count as one independent source. docs/coverage.md says what the columns mean.")]
pub struct Coverage {
    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Coverage, everywhere: &Everywhere) -> Result<Ending> {
    answer(everywhere, &args.which, &args.show, |asked, _| {
        Ok(analysis::coverage(asked))
    })
}
