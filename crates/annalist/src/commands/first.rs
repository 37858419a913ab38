use crate::book::{Show, answer};
use crate::cli::{Everywhere, Which};
use crate::output::Ending;
use analysis::{By, Filter};
use anyhow::Result;
use clap::Args;

/// Find the first incident in each country and province, against each target, with each method
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist first --actor ISKP
  annalist first --actor ISKP --by country --where \"class = attack\"
  annalist first --by weapon --by type

First is what was over soonest at the latest. Incidents dated so vaguely that they may lie before
it are counted in a column, and listed with --rows.")]
pub struct First {
    /// Only incidents of this actor, and of those under it
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,

    /// The first for each value of which field; may be given several times
    #[arg(long, value_name = "FIELD", default_values = ["country", "admin1", "target", "type", "weapon"])]
    by: Vec<By>,

    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &First, everywhere: &Everywhere) -> Result<Ending> {
    let which = Which {
        filter: of_actor(args.which.filter.as_deref(), args.actor.as_deref())?,
        policy: args.which.policy,
    };
    answer(everywhere, &which, &args.show, |asked, _| {
        Ok(analysis::first(asked, &args.by))
    })
}

/// A filter that also asks for an actor.
fn of_actor(filter: Option<&str>, actor: Option<&str>) -> Result<Option<String>> {
    let Some(actor) = actor else {
        return Ok(filter.map(str::to_owned));
    };
    let did: Filter = format!("actor under '{}'", actor.replace('\'', "''")).parse()?;
    let Some(filter) = filter else {
        return Ok(Some(did.to_string()));
    };
    // Read by itself first, so that a mistake is shown where it was written.
    let filter: Filter = filter.parse()?;
    Ok(Some(did.and(&filter).to_string()))
}
