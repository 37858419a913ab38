use crate::book::{Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::{self, Ending};
use analysis::Settings;
use anyhow::Result;
use clap::Args;

/// Set threats and warnings beside the attacks that followed, against what chance would do
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist warnings
  annalist warnings --days 7 --where \"country = 'AF'\"
  annalist warnings --times 100000 --seed 42
  annalist warnings --part unannounced --rows

This looks back at what was said and what happened; it forecasts nothing. docs/warnings.md has the
test.")]
pub struct Warnings {
    #[command(flatten)]
    which: Which,

    /// Followed means: within so many days
    #[arg(long, value_name = "N", default_value_t = Settings::default().days, value_parser = clap::value_parser!(u32).range(0..=3650))]
    days: u32,

    /// How often days are moved by chance
    #[arg(long, value_name = "N", default_value_t = Settings::default().times, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    times: u32,

    /// The seed of chance: the same seed gives the same p
    #[arg(long, value_name = "N", default_value_t = Settings::default().seed)]
    seed: u64,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Warnings, everywhere: &Everywhere) -> Result<Ending> {
    let settings = Settings {
        days: args.days,
        times: args.times,
        seed: args.seed,
    };
    answer(everywhere, &args.which, &args.show, |asked, book| {
        let warned = book.casebook().warnings()?;
        let announced = book.casebook().announced()?;
        let bar = output::steps("permutations", u64::from(args.times));
        let found = analysis::warnings(asked, &warned, &announced, settings, |done| {
            bar.set_position(u64::from(done));
        });
        bar.finish_and_clear();
        Ok(found)
    })
}
