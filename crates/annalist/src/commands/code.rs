use crate::cli::Everywhere;
use crate::inputs::{self, Inputs};
use crate::output::{self, Ending};
use crate::workers;
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use formats::ReadError;
use formats::read::Found;
use formats::write::cards::cards;
use formats::write::csv::{csv_header, csv_rows};
use formats::write::records::{jsonl, uncoded_jsonl};
use formats::write::table::table;
use model::{Coded, Report};
use std::io::Write;

/// Print what reports say, with the words each value rests on; no casebook
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist code report.txt
  annalist code --format jsonl reports/ > records.jsonl
  annalist code --format csv --records tally reports/
  annalist code --format jsonl --records incident,uncoded reports/
  curl -s https://example.org/report.html | annalist code --published 2022-09-06 -

Cards are printed for people, in a pipe too; jsonl holds every value, span and rule, and how sure it is.
Only English is coded: passages in other languages are left out, and named on standard error.")]
pub struct Code {
    #[command(flatten)]
    inputs: Inputs,

    /// How records are printed
    #[arg(long, value_enum, default_value_t = Format::Cards)]
    format: Format,

    /// Only these kinds of records, apart by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KINDS")]
    records: Vec<Kind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Every value with its quote.
    Cards,
    /// One row a record; all reports are read first.
    Table,
    /// One JSON object a line.
    Jsonl,
    /// One row a record, for spreadsheets.
    Csv,
    /// One JSON object a report: incidents as templates of MUC-4.
    Muc4,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// What one report says of one incident.
    Incident,
    /// A count of many that a report states.
    Tally,
    /// A warning that came before an incident.
    Warning,
    /// Passages left out for their language; only jsonl has them, and only where asked for.
    Uncoded,
}

/// A file's path, what there is to note of it, the report, and what was read in it.
type Printed = (String, Vec<String>, Report, Coded);

pub fn run(args: &Code, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let bar = output::progress("coded");
    let mut out = output::stdout();
    let mut failed = false;
    let mut rows: Vec<(Report, Coded)> = Vec::new();
    let mut first = true;
    if args.format == Format::Csv {
        out.write_all(csv_header().as_bytes())?;
    }
    let work = |found: Result<Found, ReadError>| -> Result<Printed, String> {
        let found = found.map_err(|error| error.to_string())?;
        let coded = inputs::code(&found.report, &knowledge).map_err(|e| e.to_string())?;
        Ok((found.path, found.notes, found.report, coded))
    };
    let threads = workers::threads(args.inputs.threads);
    workers::in_order(args.inputs.read(), threads, work, |result| {
        let (path, notes, mut report, mut coded) = match result {
            Ok(result) => result,
            Err(error) => {
                failed = true;
                out.flush().context("cannot write to standard output")?;
                bar.suspend(|| output::error(&error));
                return Ok(());
            }
        };
        bar.inc(1);
        let language = inputs::not_coded(&report, &coded);
        for note in notes.into_iter().chain(language) {
            bar.suspend(|| output::note(&format!("{path}: {note}")));
        }
        let mut uncoded = String::new();
        if args.format == Format::Jsonl && args.records.contains(&Kind::Uncoded) {
            uncoded = uncoded_jsonl(&report, &coded);
        }
        keep(&mut coded, &args.records);
        let text = match args.format {
            Format::Jsonl => jsonl(&report, &coded) + &uncoded,
            Format::Csv => csv_rows(&report, &coded),
            Format::Muc4 => crosswalk::muc::line(&report, &coded, knowledge.codebook),
            Format::Cards => {
                let gap = if first { "" } else { "\n" };
                first = false;
                format!("{gap}{}", cards(&report, &coded, output::for_cards()))
            }
            Format::Table => {
                // Tables quote nothing.
                report.text = String::new();
                rows.push((report, coded));
                return Ok(());
            }
        };
        out.write_all(text.as_bytes())
            .context("cannot write to standard output")
    })?;
    bar.finish_and_clear();
    if args.format == Format::Table && !rows.is_empty() {
        let rows: Vec<(&Report, &Coded)> =
            rows.iter().map(|(report, coded)| (report, coded)).collect();
        out.write_all(table(&rows, output::for_tables()).as_bytes())?;
    }
    out.flush().context("cannot write to standard output")?;
    Ok(Ending::of(failed))
}

/// Leaves out the records that were not asked for; without a wish, none.
fn keep(coded: &mut Coded, kinds: &[Kind]) {
    let wanted = |kind| kinds.is_empty() || kinds.contains(&kind);
    if !wanted(Kind::Incident) {
        coded.accounts.clear();
    }
    if !wanted(Kind::Tally) {
        coded.tallies.clear();
    }
    if !wanted(Kind::Warning) {
        coded.warnings.clear();
    }
}
