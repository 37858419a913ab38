use crate::cli::Everywhere;
use crate::inputs;
use crate::output::{self, Ending, count, plain};
use crate::stamp::now;
use crate::workers;
use anyhow::Result;
use clap::Args;
use std::io::Write as _;
use std::num::NonZero;
use store::{Recoded, Stamp};

/// Code all reports again, with this program and codebook; decisions stay
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist recode
  annalist recode --codebook my-codebook/

Prints the reports whose accounts changed. What people decided follows the accounts; `annalist history`
keeps what was read before.")]
pub struct Recode {
    /// Threads that code; all cores where not given
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

pub fn run(args: &Recode, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let mut casebook = everywhere.open_to_write()?;
    // Read and written through two handles: a reader sees the file as it was, and does not wait.
    let reading = everywhere.open_to_read()?;
    let lines = reading.reports()?;
    let bar = output::progress("coded");
    let reports = lines.iter().map(|line| reading.report(&line.id));
    let work = |report: store::Result<model::Report>| {
        let report = report?;
        let coded = inputs::code(&report, &knowledge)?;
        anyhow::Ok((report.id, coded))
    };
    let (mut changed, mut failed) = (0, 0);
    let mut out = output::stdout();
    let threads = workers::threads(args.threads);
    workers::in_order(reports, threads, work, |result| {
        let recoded = result.and_then(|(id, coded)| {
            let stamp = Stamp {
                at: now(),
                coder: knowledge.coder(),
            };
            Ok((casebook.recode(&id, &coded, &stamp)?, id))
        });
        bar.inc(1);
        match recoded {
            Ok((recoded, id)) if recoded.changed => {
                changed += 1;
                writeln!(out, "{}", line(&id, &recoded))?;
            }
            Ok(_) => {}
            Err(error) => {
                failed += 1;
                bar.suspend(|| output::error(&format!("{error:#}")));
            }
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    let sum = count(lines.len() - failed, "report");
    writeln!(out, "{sum} coded again, {changed} changed")?;
    out.flush()?;
    Ok(Ending::of(failed > 0))
}

fn line(id: &str, recoded: &Recoded) -> String {
    let list = |word: &str, ids: &[String]| match ids {
        [] => String::new(),
        ids => format!("  {word} {}", ids.join(", ")),
    };
    let (new, gone) = (list("new", &recoded.new), list("gone", &recoded.gone));
    format!("changed     {}{new}{gone}", plain(id))
}
