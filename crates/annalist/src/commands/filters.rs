use crate::output::{self, Ending};
use analysis::GRAMMAR;
use anyhow::Result;
use clap::Args;

/// Print the language of --where
#[derive(Debug, Args)]
#[command(long_about = GRAMMAR)]
pub struct Filters {}

pub fn run() -> Result<Ending> {
    output::print(GRAMMAR)?;
    Ok(Ending::Done)
}
