use crate::cli::Everywhere;
use crate::output::{self, Ending};
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;

/// Copy the casebook as it is now, also while others write
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist backup kabul-2022-09-30.annalist
  annalist -c kabul.annalist backup /mnt/backup/kabul.annalist")]
pub struct Backup {
    /// The copy; no file may stand there
    #[arg(value_name = "OUT")]
    out: PathBuf,
}

pub fn run(args: &Backup, everywhere: &Everywhere) -> Result<Ending> {
    everywhere.open_to_read()?.backup(&args.out)?;
    output::note(&format!(
        "copied {} to {}",
        everywhere.casebook.display(),
        args.out.display()
    ));
    Ok(Ending::Done)
}
