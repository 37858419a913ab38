use crate::book::{Book, Format, Show};
use crate::brief::{self, escape};
use crate::cli::{Everywhere, Which};
use crate::output::{self, Ending, plain};
use analysis::{ActorSummary, Answer as _, Sheet, actor_summary};
use anyhow::{Result, bail};
use clap::Args;
use codebook::{Actor as Entry, Codebook, Period};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Show an actor: names, periods, and its incidents by year, country, type and target
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist actor \"Islamic State Khorasan Province\"
  annalist actor ISIS-K                       any alias will do
  annalist actor taliban --where \"date in 2022\"
  annalist actor ISKP -o iskp.html            a page that works offline

Groups, organisations and office-holders have a page; private persons have none.")]
pub struct Actor {
    /// Name, alias or id
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    which: Which,

    #[command(flatten)]
    show: Show,

    /// Write a page instead: a file ending in .html that works offline
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// So many incidents stand on a page, the latest.
const ON_A_PAGE: usize = 1_000;

pub fn run(args: &Actor, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let book = Book::open(everywhere, args.which.policy, &knowledge)?;
    let known = book.known(&knowledge);
    let asked = book.ask(&known, args.which.filter.as_deref(), true)?;
    let summary = actor_summary(&asked, &args.name);
    book.check()?;
    let summary = summary?;
    let entry = knowledge.codebook.actor_named(&args.name);
    if entry.is_none() {
        output::note(&format!(
            "no actor `{}` in the codebook: compared with names as the reports write them",
            plain(&args.name)
        ));
    }
    if let Some(out) = &args.out {
        let ending = out.extension().and_then(|ending| ending.to_str());
        let ending = ending.map(str::to_ascii_lowercase);
        if !matches!(ending.as_deref(), Some("html" | "htm")) {
            bail!(
                "cannot tell what kind of page {} is; end its name in .html",
                out.display()
            );
        }
        let mut names = String::new();
        if let Some(actor) = entry {
            about(&mut names, actor, knowledge.codebook);
        }
        let page = brief::page(&markdown(&summary, &names))?;
        output::write_file(out, &page)?;
        output::note(&format!(
            "{} on {}",
            output::count(summary.total.count(), "incident"),
            out.display()
        ));
        return Ok(Ending::Done);
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

/// The page as Markdown: names and periods, figures, tables, incidents, and what was left out.
fn markdown(summary: &ActorSummary, names: &str) -> String {
    let mut out = format!("# {}\n\n", escape(&summary.name));
    for line in names.lines().filter(|line| !line.trim().is_empty()) {
        let (word, value) = line.split_at_checked(11).unwrap_or((line, ""));
        let _ = writeln!(
            out,
            "- **{}**: {}",
            escape(word.trim()),
            escape(value.trim())
        );
    }
    out.push('\n');
    let sentences = summary.sentences();
    for line in sentences.iter().skip(1) {
        let (word, value) = line.trim().split_once("  ").unwrap_or((line.trim(), ""));
        let _ = writeln!(out, "- **{}**: {}", escape(word), escape(value.trim()));
    }
    for sheet in summary.sheets() {
        push_sheet(&mut out, &sheet, sheet.lines.len());
    }
    let incidents = summary.incidents_sheet();
    if incidents.lines.len() > ON_A_PAGE {
        let _ = write!(
            out,
            "\nOf {} incidents, the last {ON_A_PAGE}.\n",
            incidents.lines.len()
        );
    }
    push_sheet(&mut out, &incidents, ON_A_PAGE);
    out.push('\n');
    for sentence in summary.caption().sentences() {
        let _ = writeln!(out, "{}", escape(&sentence));
    }
    out
}

/// The last so many rows of a table.
fn push_sheet(out: &mut String, sheet: &Sheet, most: usize) {
    if sheet.lines.is_empty() {
        return;
    }
    let mut letters = sheet.title.chars();
    let first: String = letters
        .next()
        .map(|l| l.to_uppercase().to_string())
        .unwrap_or_default();
    let _ = write!(
        out,
        "\n## {}{}\n\n|",
        escape(&first),
        escape(letters.as_str())
    );
    for head in &sheet.heads {
        let _ = write!(out, " {} |", escape(&head.replace('_', " ")));
    }
    out.push_str("\n|");
    for column in 0..sheet.heads.len() {
        out.push_str(if sheet.is_number(column) {
            "---:|"
        } else {
            "---|"
        });
    }
    out.push('\n');
    for line in &sheet.lines[sheet.lines.len().saturating_sub(most)..] {
        out.push('|');
        for entry in &line.entries {
            let _ = write!(out, " {} |", escape(&plain(&entry.shown())));
        }
        out.push('\n');
    }
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
