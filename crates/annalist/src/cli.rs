//! The command line: which commands there are, and what all of them take.

use crate::commands::{
    actor, add, backup, brief, chart, claims, code, codebook, compare, completions, coverage, decide,
    explain, export, filters, first, history, list, man, map, merge, recode, reconcile, search,
    show, source, split, tally, tolls, trend, undo, verify, warnings,
};
use crate::knowledge::Knowledge;
use crate::output::Ending;
use anyhow::{Context as _, Result, bail};
use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;
use clap::{Args, CommandFactory as _, Parser, Subcommand};
use model::Policy;
use std::path::PathBuf;
use store::Casebook;

/// Reports in, a sourced record of incidents out
///
/// Annalist reads reports on attacks, clashes, arrests and unrest, writes down what each says of
/// each incident with the words it rests on, puts accounts of the same incident together, and
/// counts, maps and briefs from the result. It needs no network, and the same input gives the
/// same output everywhere.
#[derive(Debug, Parser)]
#[command(
    name = "annalist",
    version,
    propagate_version = false,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "\
Examples:
  annalist code report.txt                   what one report says, with its words
  annalist add reports/                      a folder into casebook.annalist
  annalist list --where \"country = 'AF'\"     incidents in Afghanistan
  annalist tally type year                   how many of each type, year by year
  annalist brief situation -o brief.html     a brief with footnotes

Exit codes: 0 done, 1 done but some of the input failed, 2 not done."
)]
pub struct Cli {
    #[command(flatten)]
    everywhere: Everywhere,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Everywhere {
    /// The casebook: one file that holds reports, accounts and decisions
    #[arg(
        short,
        long,
        global = true,
        value_name = "FILE",
        default_value = "casebook.annalist",
        help_heading = "Everywhere"
    )]
    pub casebook: PathBuf,

    /// A folder laid out like the built-in codebook, to use instead
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub codebook: Option<PathBuf>,

    /// Write nothing into the casebook or beside it
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub read_only: bool,
}

impl Everywhere {
    /// A casebook, and the rest as usual.
    #[cfg(test)]
    pub fn of(casebook: PathBuf) -> Self {
        Everywhere {
            casebook,
            codebook: None,
            read_only: false,
        }
    }

    /// Opens the casebook for reading. One of an older schema is brought up to date first, unless
    /// nothing may be written.
    pub fn open_to_read(&self) -> Result<Casebook> {
        Ok(if self.read_only {
            Casebook::open_read_only(&self.casebook)?
        } else {
            Casebook::open_to_read(&self.casebook)?
        })
    }

    /// Opens the casebook for writing.
    pub fn open_to_write(&self) -> Result<Casebook> {
        self.may_write()?;
        Ok(Casebook::open(&self.casebook)?)
    }

    /// Refuses to write where nothing may be written.
    pub fn may_write(&self) -> Result<()> {
        if self.read_only {
            bail!("--read-only was given, and this command writes into the casebook; leave it out");
        }
        Ok(())
    }

    /// Reads the codebook.
    pub fn knowledge(&self) -> Result<Knowledge> {
        Knowledge::load(self.codebook.as_deref())
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Code(code::Code),
    Explain(explain::Explain),
    Add(add::Add),
    List(list::List),
    Show(show::Show),
    Actor(actor::Actor),
    Search(search::Search),
    History(history::History),
    Merge(merge::Merge),
    Split(split::Split),
    Decide(decide::Decide),
    Undo(undo::Undo),
    Tally(tally::Tally),
    Trend(trend::Trend),
    First(first::First),
    Compare(compare::Compare),
    Reconcile(reconcile::Reconcile),
    Claims(claims::Claims),
    Warnings(warnings::Warnings),
    Coverage(coverage::Coverage),
    Tolls(tolls::Tolls),
    #[command(subcommand)]
    Source(source::Source),
    Map(map::Map),
    Brief(brief::Brief),
    Chart(chart::Chart),
    Export(export::Export),
    Recode(recode::Recode),
    Verify(verify::Verify),
    Backup(backup::Backup),
    #[command(subcommand)]
    Codebook(codebook::Codebook),
    Filters(filters::Filters),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Which incidents, and how their figures are chosen.
#[derive(Debug, Args)]
pub struct Which {
    /// Only incidents that a filter means, for instance "country = 'AF' and killed >= 10"
    ///
    /// `annalist filters` has the whole language.
    #[arg(long = "where", value_name = "FILTER")]
    pub filter: Option<String>,

    /// How a figure is chosen where accounts differ
    ///
    /// `range` hides nothing; `lowest` and `highest` take one account's figure; `latest` that of
    /// the report published last; `authoritative` that of the best graded source; `majority`
    /// what most independent sources give.
    #[arg(long, value_name = "POLICY", default_value = "range", value_parser = policies())]
    pub policy: Policy,
}

/// The counting policies as values of an option.
pub fn policies() -> impl TypedValueParser<Value = Policy> {
    let words = Policy::ALL.map(Policy::word);
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Policy>())
}

/// The command line as clap knows it.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Reads the command line and does what it says.
pub fn run() -> Result<Ending> {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let asked_for = !error.use_stderr();
            error.print().context("cannot write the help")?;
            return Ok(if asked_for {
                Ending::Done
            } else {
                Ending::Misunderstood
            });
        }
    };
    let everywhere = &cli.everywhere;
    match &cli.command {
        Command::Code(args) => code::run(args, everywhere),
        Command::Explain(args) => explain::run(args, everywhere),
        Command::Add(args) => add::run(args, everywhere),
        Command::List(args) => list::run(args, everywhere),
        Command::Show(args) => show::run(args, everywhere),
        Command::Actor(args) => actor::run(args, everywhere),
        Command::Search(args) => search::run(args, everywhere),
        Command::History(args) => history::run(args, everywhere),
        Command::Merge(args) => merge::run(args, everywhere),
        Command::Split(args) => split::run(args, everywhere),
        Command::Decide(args) => decide::run(args, everywhere),
        Command::Undo(args) => undo::run(args, everywhere),
        Command::Tally(args) => tally::run(args, everywhere),
        Command::Trend(args) => trend::run(args, everywhere),
        Command::First(args) => first::run(args, everywhere),
        Command::Compare(args) => compare::run(args, everywhere),
        Command::Reconcile(args) => reconcile::run(args, everywhere),
        Command::Claims(args) => claims::run(args, everywhere),
        Command::Warnings(args) => warnings::run(args, everywhere),
        Command::Coverage(args) => coverage::run(args, everywhere),
        Command::Tolls(args) => tolls::run(args, everywhere),
        Command::Source(args) => source::run(args, everywhere),
        Command::Map(args) => map::run(args, everywhere),
        Command::Brief(args) => brief::run(args, everywhere),
        Command::Chart(args) => chart::run(args, everywhere),
        Command::Export(args) => export::run(args, everywhere),
        Command::Recode(args) => recode::run(args, everywhere),
        Command::Verify(args) => verify::run(args, everywhere),
        Command::Backup(args) => backup::run(args, everywhere),
        Command::Codebook(args) => codebook::run(args, everywhere),
        Command::Filters(_) => filters::run(),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    }
}
