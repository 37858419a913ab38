use crate::book::{Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::Ending;
use analysis::By;
use anyhow::Result;
use clap::Args;
use jiff::civil::Date;

/// Count incidents day by day, week by week, month by month or year by year, with zeros
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist trend
  annalist trend --every week --where \"country = 'AF' and date in 2022\"
  annalist trend --every day --until 2022-05-01 --format csv > days.csv

docs/trend.md says what the columns mean. A marked change in the number of sources is a warning:
more incidents may be more reporting.")]
pub struct Trend {
    #[command(flatten)]
    which: Which,

    /// day, week, month or year
    #[arg(long, value_name = "PERIOD", default_value = "month", value_parser = By::asked_as_period)]
    every: By,

    /// Last day of the thirty that are compared with the thirty before
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Trend, everywhere: &Everywhere) -> Result<Ending> {
    answer(everywhere, &args.which, &args.show, |asked, _| {
        Ok(analysis::trend(asked, args.every, args.until)?)
    })
}
