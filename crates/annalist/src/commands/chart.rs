use crate::brief::{CHARTS, Options, View, render};
use crate::cli::{Everywhere, Which};
use crate::commands::map::base_map;
use crate::context::Known;
use crate::output::{self, Ending};
use crate::record::Record;
use analysis::By;
use anyhow::{Result, bail};
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Draw incidents: in time, as bars, shares, on a map, by day, tolls by source, lead times
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist chart bars --where \"type = 'attack'\" -o attacks.svg
  annalist chart timeline --by actor -o groups.png
  annalist chart map --by country -o countries.svg
  annalist chart mix --by target --every year -o targets.svg
  annalist chart tolls --conflicting --top 20 -o tolls.svg

A chart tells its filter, counts, policy and what it leaves out in its caption; docs/briefs-output.md
shows all kinds. The numbers behind it as a table, CSV or JSON: `annalist trend` (bars, band),
`tally` (ranks, multiples, mix, map, calendar), `tolls`, `warnings` (leads), `list` (timeline).")]
pub struct Chart {
    /// What to draw
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(CHARTS.map(|(kind, _)| kind)))]
    kind: String,

    /// The picture: a file ending in .svg or .png; SVG on standard output where not given
    #[arg(short, long, value_name = "OUT")]
    out: Option<PathBuf>,

    #[command(flatten)]
    which: Which,

    /// What its rows, panels, parts or areas are: actor, type, target, country, admin1, …
    #[arg(long, value_name = "FIELD")]
    by: Option<By>,

    /// How long a period is: day, week, month or year
    #[arg(long, value_name = "PERIOD")]
    every: Option<By>,

    /// The headline
    #[arg(long, value_name = "WORDS")]
    title: Option<String>,

    /// At most so many panels or rows
    #[arg(long, value_name = "N")]
    top: Option<u32>,

    /// Lead times: followed means within so many days
    #[arg(long, value_name = "N")]
    days: Option<u32>,

    /// Tolls: only incidents whose sources contradict one another
    #[arg(long)]
    conflicting: bool,
}

pub fn run(args: &Chart, everywhere: &Everywhere) -> Result<Ending> {
    let is_png = is_png(args.out.as_deref())?;
    let knowledge = everywhere.knowledge()?;
    let record = Record::open(everywhere, args.which.policy, &knowledge)?;
    let known = Known::of(&knowledge, &record);
    let filter = known.filter(args.which.filter.as_deref())?;
    let (block, values) = block(args, filter.as_ref().map(analysis::Bound::text))?;
    let incidents = known.chosen(None);
    let outlines = base_map();
    let options = Options {
        values,
        outlines: &outlines,
        ..Options::default()
    };
    let stated = Vec::new();
    let warned = record.casebook.warnings()?;
    let view = View {
        incidents: &incidents,
        accounts: &record.accounts,
        reports: record.reports()?,
        context: &known,
        stated: &stated,
        warned: &warned,
    };
    let made = render(&block, "chart", &view, args.which.policy.word(), &options)?;
    made.notes.iter().for_each(|note| output::note(note));
    let Some(image) = made.images.first() else {
        bail!(
            "there is nothing to draw: no incident that is asked about tells what this chart shows"
        );
    };
    match &args.out {
        None => output::print(&image.svg)?,
        Some(out) if is_png => output::write_file(out, typeset::png(&image.svg, 2.0)?)?,
        Some(out) => output::write_file(out, &image.svg)?,
    }
    Ok(Ending::Done)
}

fn is_png(out: Option<&Path>) -> Result<bool> {
    let Some(out) = out else {
        return Ok(false);
    };
    let ending = out.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("svg") => Ok(false),
        Some("png") => Ok(true),
        _ => bail!(
            "cannot tell what kind of picture {} is; end its name in .svg or .png",
            out.display()
        ),
    }
}

/// The chart as a block of a brief, and the values for it.
fn block(args: &Chart, filter: Option<&str>) -> Result<(String, BTreeMap<String, String>)> {
    let mut block = format!("{{{{chart kind=\"{}\"", args.kind);
    let mut values = BTreeMap::new();
    if let Some(filter) = filter {
        let quote = if filter.contains('"') { '\'' } else { '"' };
        if filter.contains(quote) || filter.contains('{') {
            bail!("a chart's filter cannot hold braces, nor both kinds of quotes: {filter}");
        }
        write!(block, " where={quote}{filter}{quote}")?;
    }
    if let Some(title) = &args.title {
        values.insert("title".to_owned(), title.clone());
        block.push_str(" title=\"{title}\"");
    }
    for (name, value) in [("by", args.by), ("every", args.every)] {
        if let Some(value) = value {
            write!(block, " {name}=\"{value}\"")?;
        }
    }
    for (name, value) in [("top", args.top), ("days", args.days)] {
        if let Some(value) = value {
            write!(block, " {name}={value}")?;
        }
    }
    if args.conflicting {
        block.push_str(" conflicting=yes");
    }
    block.push_str("}}");
    Ok((block, values))
}
