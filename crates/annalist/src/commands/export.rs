use crate::cli::{Everywhere, Which};
use crate::context::Known;
use crate::output::{self, Ending};
use crate::record::Record;
use anyhow::Result;
use clap::{Args, ValueEnum};
use formats::write::incidents::{ExportOptions, incidents_csv, incidents_geojson, incidents_jsonl};
use std::path::{Path, PathBuf};

/// Write incidents to a file, with the quotes they rest on
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist export csv incidents.csv
  annalist export geojson kabul.geojson --where \"place = 'Kabul'\" --policy lowest
  annalist export jsonl - | jq .killed

Names of private persons become (person) unless --with-persons is given.")]
pub struct Export {
    /// What kind of file
    #[arg(value_enum, value_name = "FORMAT")]
    format: Format,

    /// The file; `-` for standard output
    #[arg(value_name = "OUT")]
    out: PathBuf,

    #[command(flatten)]
    which: Which,

    /// Write the names of private persons
    #[arg(long)]
    with_persons: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One row an incident, for spreadsheets.
    Csv,
    /// One JSON object an incident.
    Jsonl,
    /// Features for maps (RFC 7946).
    Geojson,
}

pub fn run(args: &Export, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let record = Record::open(everywhere, args.which.policy, &knowledge)?;
    let known = Known::of(&knowledge, &record);
    let filter = known.filter(args.which.filter.as_deref())?;
    let chosen = known.chosen(filter.as_ref());
    let options = ExportOptions {
        include_persons: args.with_persons,
        ..ExportOptions::default()
    };
    let write = match args.format {
        Format::Csv => incidents_csv,
        Format::Jsonl => incidents_jsonl,
        Format::Geojson => incidents_geojson,
    };
    output::write_file(&args.out, write(&record.view(&chosen)?, options))?;
    if args.out != Path::new("-") {
        output::note(&format!(
            "{} in {}",
            output::count(chosen.len(), "incident"),
            args.out.display()
        ));
    }
    Ok(Ending::Done)
}
