use crate::book::{Book, Format, Show};
use crate::cli::{Everywhere, Which};
use crate::output::{self, Ending, plain};
use analysis::actor_summary;
use anyhow::Result;
use clap::Args;
use codebook::{Actor as Entry, Codebook, Period};
use std::fmt::Write as _;

/// Show an actor: names, periods, and its incidents by year, country, type and target
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist actor \"Islamic State Khorasan Province\"
  annalist actor ISIS-K                       any alias will do
  annalist actor taliban --where \"date in 2022\"

Groups, organisations and office-holders have a page; private persons have none.")]
pub struct Actor {
    /// Name, alias or id
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    show: Show,
}

pub fn run(args: &Actor, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let book = Book::open(everywhere, args.which.policy, &knowledge)?;
    let known = book.known(&knowledge);
    let asked = book.ask(&known, args.which.filter.as_deref(), true)?;
    let summary = actor_summary(&asked, &args.name)?;
    let entry = knowledge.codebook.actor_named(&args.name);
    if entry.is_none() {
        output::note(&format!(
            "no actor `{}` in the codebook: compared with names as the reports write them",
            plain(&args.name)
        ));
    }
    if args.show.format == Format::Table
        && args.show.part.is_none()
        && let Some(actor) = entry
    {
        let mut out = String::new();
        about(&mut out, actor, knowledge.codebook);
        output::print(&out)?;
    }
    args.show.print(&summary)?;
    Ok(Ending::Done)
}

/// What the codebook knows of an actor.
fn about(out: &mut String, actor: &Entry, codebook: &Codebook) {
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "{name:<11}  {value}");
        }
    };
    line("name", &actor.name);
    line("kind", actor.kind.word());
    let countries: Vec<&str> = actor
        .countries
        .iter()
        .map(|code| codebook.country(code).map_or(code.as_str(), |c| &c.name))
        .collect();
    line("countries", &countries.join(", "));
    let parent = actor.parent.as_deref().and_then(|id| codebook.actor(id));
    line("part of", parent.map_or("", |parent| &parent.name));
    let children: Vec<&str> = codebook
        .actors
        .iter()
        .filter(|other| other.parent.as_deref() == Some(&actor.id))
        .map(|other| other.name.as_str())
        .collect();
    line("has parts", &children.join(", "));
    line("aliases", &actor.aliases.join(", "));
    let whole = Period {
        since: actor.since,
        until: actor.until,
        kind: actor.kind,
        country: None,
    };
    if whole.since.is_some() || whole.until.is_some() {
        line("existed", &span(&whole));
    }
    for period in &actor.periods {
        let rules = period.country.as_deref().map(|code| {
            let name = codebook.country(code).map_or(code, |c| &c.name);
            format!(" of {name}")
        });
        line(
            "period",
            &format!(
                "{}: {}{}",
                span(period),
                period.kind.word(),
                rules.unwrap_or_default()
            ),
        );
    }
    out.push('\n');
}

fn span(period: &Period) -> String {
    match (period.since, period.until) {
        (Some(since), Some(until)) => format!("{since} to {until}"),
        (Some(since), None) => format!("since {since}"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "always".to_owned(),
    }
}
