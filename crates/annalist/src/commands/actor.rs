use crate::cli::{Everywhere, Which};
use crate::context::Known;
use crate::output::{self, Ending, plain};
use crate::record::Record;
use analysis::actor_summary;
use anyhow::Result;
use clap::{Args, ValueEnum};
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

    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// The incidents' figures as JSON.
    Json,
}

pub fn run(args: &Actor, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let record = Record::open(&everywhere.casebook, args.which.policy, &knowledge)?;
    let known = Known::of(&knowledge, &record);
    let filter = known.filter(args.which.filter.as_deref())?;
    let chosen = known.chosen(filter.as_ref());
    let summary = actor_summary(&chosen, &args.name, &known, args.which.policy.word())?;
    if args.format == Format::Json {
        output::print(&summary.to_json())?;
        return Ok(Ending::Done);
    }
    let mut out = String::new();
    match knowledge.codebook.actor_named(&args.name) {
        Some(actor) => about(&mut out, actor, knowledge.codebook),
        None => output::note(&format!(
            "no actor `{}` in the codebook: compared with names as the reports write them",
            plain(&args.name)
        )),
    }
    out.push_str(&summary.to_text());
    output::print(&out)?;
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
