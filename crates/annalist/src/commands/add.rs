use crate::cli::Everywhere;
use crate::inputs::{self, Inputs};
use crate::knowledge::Knowledge;
use crate::merged;
use crate::output::{self, Ending, count};
use crate::record::Record;
use crate::stamp::now;
use crate::workers;
use anyhow::{Context as _, Result};
use clap::Args;
use formats::read::Found;
use indicatif::ProgressBar;
use model::{Coded, Policy};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::time::Duration;
use store::{Added, Casebook, Entry, Receipt, Stamp};

/// How many reports go into one transaction, and how many bytes at most.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 8 << 20;

/// How long another program's writing is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Add reports to the casebook, coded and merged; safe to repeat
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist add reports/
  annalist add -c kabul.annalist wire.txt weekly.html
  annalist add --published 2022-09-06 --source \"Border Times\" page.html
  cat records.jsonl | annalist add -

Prints one line a report once it is safely on disk: `new`, `unchanged` or `version 2`. A report that
is there already is not coded again; one whose page, date or title has changed becomes a new
version. A file that cannot be read is one line on standard error, and the rest goes on.")]
pub struct Add {
    #[command(flatten)]
    inputs: Inputs,
}

/// A report on its way into the casebook.
struct Job {
    found: Found,
    /// It is there already, exactly so.
    known: bool,
}

/// A coded report.
struct Ready {
    job: Job,
    coded: Coded,
    sketch: Vec<u64>,
}

pub fn run(args: &Add, everywhere: &Everywhere) -> Result<Ending> {
    everywhere.may_write()?;
    let knowledge = everywhere.knowledge()?;
    let filing = RefCell::new(Filing::new(everywhere, &knowledge));
    let mut failed = false;
    let jobs = args.inputs.read().map(|found| {
        let found = found.map_err(|error| error.to_string())?;
        let known = filing.borrow_mut().knows(&found);
        Ok(Job { found, known })
    });
    let work = |job: Result<Job, String>| -> Result<Ready, String> {
        let job = job?;
        let (coded, sketch) = if job.known {
            (Coded::default(), Vec::new())
        } else {
            let coded = inputs::code(&job.found.report, &knowledge).map_err(|e| e.to_string())?;
            (coded, merging::sketch(&job.found.report.text))
        };
        Ok(Ready { job, coded, sketch })
    };
    let threads = workers::threads(args.inputs.threads);
    workers::in_order(jobs, threads, work, |ready| {
        match ready {
            Ok(ready) => filing.borrow_mut().take(ready)?,
            Err(error) => {
                failed = true;
                filing.borrow_mut().say(&error)?;
            }
        }
        Ok(())
    })?;
    let filing = filing.into_inner();
    failed |= filing.finish(&knowledge)?;
    Ok(Ending::of(failed))
}

/// Puts reports into the casebook, some at a time, and says so.
struct Filing<'a> {
    everywhere: &'a Everywhere,
    coder: String,
    casebook: Option<Casebook>,
    batch: Vec<Ready>,
    bytes: usize,
    bar: ProgressBar,
    counts: [usize; 3],
    failed: bool,
}

impl<'a> Filing<'a> {
    fn new(everywhere: &'a Everywhere, knowledge: &Knowledge) -> Self {
        Filing {
            everywhere,
            coder: knowledge.coder(),
            casebook: None,
            batch: Vec::new(),
            bytes: 0,
            bar: output::progress("added"),
            counts: [0; 3],
            failed: false,
        }
    }

    /// Opened with the first report: where nothing can be read, no casebook is made.
    fn casebook(&mut self) -> Result<&mut Casebook> {
        if self.casebook.is_none() {
            let mut casebook = Casebook::open_or_create(&self.everywhere.casebook)?;
            casebook.wait_up_to(PATIENCE)?;
            self.casebook = Some(casebook);
        }
        self.casebook.as_mut().context("the casebook is open")
    }

    /// True where this report is in the casebook, word for word.
    fn knows(&mut self, found: &Found) -> bool {
        let Ok(casebook) = self.casebook() else {
            // Said when the report is to be added.
            return false;
        };
        casebook
            .report(&found.report.id)
            .is_ok_and(|stored| stored == found.report)
    }

    fn take(&mut self, ready: Ready) -> Result<()> {
        self.bytes += ready.job.found.original.len();
        self.batch.push(ready);
        // Somebody who watches sees each report as it is added.
        let limit = if std::io::stdout().is_terminal() {
            8
        } else {
            BATCH
        };
        if self.batch.len() >= limit || self.bytes >= BATCH_BYTES {
            self.file()?;
        }
        Ok(())
    }

    /// Says what went wrong with a file, behind the reports that came before it.
    fn say(&mut self, error: &str) -> Result<()> {
        self.file()?;
        self.bar.suspend(|| output::error(error));
        Ok(())
    }

    /// Files the batch; where the casebook refuses one, the others one by one.
    fn file(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        self.bytes = 0;
        if batch.is_empty() {
            return Ok(());
        }
        let stamp = Stamp {
            at: now(),
            coder: self.coder.clone(),
        };
        let casebook = self.casebook()?;
        let entries: Vec<Entry<'_>> = batch.iter().map(entry).collect();
        let mut refused = Vec::new();
        let receipts: Vec<Option<Receipt>> = match casebook.add_many(&entries, &stamp) {
            Ok(receipts) => receipts.into_iter().map(Some).collect(),
            Err(store::Error::Report { .. }) => {
                let mut receipts = Vec::new();
                for entry in &entries {
                    match casebook.add(*entry, &stamp) {
                        Ok(receipt) => receipts.push(Some(receipt)),
                        Err(error @ store::Error::Report { .. }) => {
                            refused.push(error.to_string());
                            receipts.push(None);
                        }
                        Err(error) => return Err(error.into()),
                    }
                }
                receipts
            }
            Err(error) => return Err(error.into()),
        };
        let mut lines = String::new();
        for (ready, receipt) in batch.iter().zip(receipts) {
            let Some(receipt) = receipt else { continue };
            let receipt = self.revised(ready, receipt, &stamp)?;
            lines.push_str(&self.line(ready, &receipt));
            self.bar.inc(1);
        }
        self.bar.suspend(|| -> Result<()> {
            output::print(&lines)?;
            for ready in &batch {
                let language = inputs::not_coded(&ready.job.found.report, &ready.coded);
                for note in ready.job.found.notes.iter().chain(&language) {
                    output::note(&format!("{}: {note}", ready.job.found.path));
                }
            }
            for error in &refused {
                output::error(error);
            }
            Ok(())
        })?;
        self.failed |= !refused.is_empty();
        Ok(())
    }

    /// The same bytes with another date, title or reading are a new version.
    fn revised(&mut self, ready: &Ready, receipt: Receipt, stamp: &Stamp) -> Result<Receipt> {
        let report = &ready.job.found.report;
        let same_id = receipt.report == report.id;
        if ready.job.known || receipt.added != Added::Unchanged || !same_id {
            return Ok(receipt);
        }
        let casebook = self.casebook()?;
        let stored = casebook.report(&report.id)?;
        if stored == *report || stored.sha256 != report.sha256 {
            return Ok(receipt);
        }
        Ok(casebook.revise(entry(ready), stamp)?)
    }

    fn line(&mut self, ready: &Ready, receipt: &Receipt) -> String {
        let (count, word) = match receipt.added {
            Added::New => (0, "new".to_owned()),
            Added::Unchanged => (1, "unchanged".to_owned()),
            Added::NewVersion { version } => (2, format!("version {version}")),
        };
        self.counts[count] += 1;
        let id = &ready.job.found.report.id;
        let mut line = format!("{word:<10}  {}", output::plain(id));
        if receipt.report != *id {
            let _ = write!(
                line,
                "  the same page as {}",
                output::plain(&receipt.report)
            );
        } else if receipt.added != Added::Unchanged {
            let _ = write!(line, "  {}", told(&ready.coded));
        }
        line.push('\n');
        line
    }

    /// Files the rest and prints the sum; true where a report was refused.
    fn finish(mut self, knowledge: &Knowledge) -> Result<bool> {
        self.file()?;
        self.bar.finish_and_clear();
        let Some(mut casebook) = self.casebook.take() else {
            return Ok(self.failed);
        };
        let [new, unchanged, versions] = self.counts;
        if new + unchanged + versions == 0 {
            return Ok(self.failed);
        }
        let holds = match merged::catch_up(&mut casebook, knowledge)? {
            Some(state) => {
                let reports = casebook.report_count()?;
                [
                    state.incidents as usize,
                    state.accounts as usize,
                    reports,
                    0,
                ]
            }
            None => {
                drop(casebook);
                let record = Record::open(self.everywhere, Policy::default(), knowledge)?;
                let asks = record.grouping.asks.len();
                [
                    record.incidents.len(),
                    record.accounts.len(),
                    record.lines.len(),
                    asks,
                ]
            }
        };
        let [incidents, accounts, reports, asks] = holds;
        let asks = match asks {
            0 => String::new(),
            asks => format!("; {asks} to look at (annalist list --asks)"),
        };
        output::print(&format!(
            "{new} new, {versions} changed, {unchanged} unchanged; {} holds {} of {} in {}{asks}\n",
            self.everywhere.casebook.display(),
            count(incidents, "incident"),
            count(accounts, "account"),
            count(reports, "report"),
        ))?;
        Ok(self.failed)
    }
}

fn entry(ready: &Ready) -> Entry<'_> {
    Entry {
        report: &ready.job.found.report,
        original: &ready.job.found.original,
        coded: &ready.coded,
        sketch: &ready.sketch,
    }
}

/// What was read in a report, in words.
pub fn told(coded: &Coded) -> String {
    let mut parts = vec![count(coded.accounts.len(), "account")];
    if !coded.tallies.is_empty() {
        let tallies = coded.tallies.len();
        let noun = if tallies == 1 { "tally" } else { "tallies" };
        parts.push(format!("{tallies} {noun}"));
    }
    if !coded.warnings.is_empty() {
        parts.push(count(coded.warnings.len(), "warning"));
    }
    parts.join(", ")
}
