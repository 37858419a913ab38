use crate::cli::{Everywhere, Which};
use crate::context::Known;
use crate::output::{self, Ending};
use crate::record::Record;
use analysis::By;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

/// Count incidents by one or two fields
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist tally year
  annalist tally actor year --where \"country = 'AF' and class = attack\"
  annalist tally target --policy lowest --rows
  annalist tally month country --format csv > monthly.csv

BY is one of actor, class, type, status, country, admin1, place, site, from_country, target, weapon,
attribution, claimed_by, denied_by, source, report, precision, day, week, month, year, suicide, multiple,
disputed, accepted. Without BY all are counted together.")]
pub struct Tally {
    /// What to count by: at most two
    #[arg(value_name = "BY")]
    by: Vec<By>,

    #[command(flatten)]
    which: Which,

    /// Print the ids of the incidents behind each row
    #[arg(long)]
    rows: bool,

    /// How the table is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned columns, and what was left out.
    Table,
    /// One line a row.
    Csv,
    /// Rows with their incidents, and the caption.
    Json,
}

pub fn run(args: &Tally, everywhere: &Everywhere) -> Result<Ending> {
    if args.by.len() > 2 {
        bail!("counted is by one or two fields; filter the others with --where");
    }
    let knowledge = everywhere.knowledge()?;
    let record = Record::open(&everywhere.casebook, args.which.policy, &knowledge)?;
    let known = Known::of(&knowledge, &record);
    let filter = known.filter(args.which.filter.as_deref())?;
    let policy = args.which.policy.word();
    let incidents = &record.incidents;
    let table = analysis::tally(incidents, &args.by, filter.as_ref(), &known, policy);
    output::print(&match args.format {
        Format::Table => table.to_text(args.rows),
        Format::Csv => table.to_csv(args.rows),
        Format::Json => table.to_json(),
    })?;
    Ok(Ending::Done)
}
