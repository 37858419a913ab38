use crate::book::{Book, Format, Show};
use crate::cli::{Everywhere, Which};
use crate::output::{self, Ending};
use analysis::By;
use anyhow::{Result, bail};
use clap::Args;

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

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Tally, everywhere: &Everywhere) -> Result<Ending> {
    if args.by.len() > 2 {
        bail!("counted is by one or two fields; filter the others with --where");
    }
    let knowledge = everywhere.knowledge()?;
    let book = Book::open(everywhere, args.which.policy, &knowledge)?;
    let known = book.known(&knowledge);
    let show = &args.show;
    let asked = book.ask(&known, args.which.filter.as_deref(), show.with_ids())?;
    let table = analysis::count(&asked, &args.by);
    let text = match show.format {
        Format::Table => output::lines_plain(&table.to_text(show.rows)),
        Format::Csv => table.to_csv(show.rows),
        Format::Json => table.to_json(),
    };
    book.check()?;
    output::print(&text)?;
    Ok(Ending::Done)
}
