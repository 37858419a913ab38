use crate::cli::{Everywhere, Which};
use crate::context::Known;
use crate::output::{self, Ending};
use crate::record::Record;
use anyhow::Result;
use clap::{Args, ValueEnum};
use formats::write::incidents::{ExportOptions, incidents_csv, incidents_jsonl, incidents_table};

/// List incidents, the earliest first, or reports, or pairs to look at
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist list
  annalist list --where \"country = 'AF' and date in 2022-09\"
  annalist list --where \"actor under 'islamic-state' and killed >= 10\" --policy lowest
  annalist list --format jsonl | jq .id
  annalist list --reports
  annalist list --asks                        then `annalist merge A B`, or leave them apart
  annalist list --conflicts                   decisions to look at again after `annalist recode`")]
pub struct List {
    #[command(flatten)]
    which: Which,

    /// How they are printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,

    /// List the reports of the casebook instead
    #[arg(long, conflicts_with_all = ["asks", "filter", "format"])]
    reports: bool,

    /// List pairs of accounts that may be one incident, the likeliest first
    #[arg(long, conflicts_with_all = ["filter", "format"])]
    asks: bool,

    /// List decisions whose accounts have been read anew or are gone, or that contradict later ones
    #[arg(long, conflicts_with_all = ["filter", "format", "asks", "reports"])]
    conflicts: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned columns.
    Table,
    /// One row an incident, with quotes.
    Csv,
    /// One JSON object an incident.
    Jsonl,
}

pub fn run(args: &List, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let record = Record::open(everywhere, args.which.policy, &knowledge)?;
    let text = if args.reports {
        reports(&record)
    } else if args.asks {
        asks(&record)
    } else if args.conflicts {
        conflicts(&record)?
    } else {
        let known = Known::of(&knowledge, &record);
        let filter = known.filter(args.which.filter.as_deref())?;
        let chosen = known.chosen(filter.as_ref());
        let view = record.view(&chosen)?;
        // What is printed here is read by whoever may read the casebook.
        let options = ExportOptions {
            include_persons: true,
            ..ExportOptions::default()
        };
        match args.format {
            Format::Table => incidents_table(&view, output::for_tables()),
            Format::Csv => incidents_csv(&view, options),
            Format::Jsonl => incidents_jsonl(&view, options),
        }
    };
    output::print(&text)?;
    Ok(Ending::Done)
}

fn reports(record: &Record) -> String {
    let mut rows = vec![row(&[
        "Report",
        "Published",
        "Source",
        "Accounts",
        "Version",
        "Title",
    ])];
    for line in record.lines.values() {
        let published = line.published.map(|day| day.to_string());
        rows.push(row(&[
            &line.id,
            &published.unwrap_or_default(),
            line.source.as_deref().unwrap_or_default(),
            &line.accounts.to_string(),
            &line.version.to_string(),
            line.title.as_deref().unwrap_or_default(),
        ]));
    }
    if record.lines.is_empty() {
        return "no reports\n".to_owned();
    }
    output::columns_of(&rows, output::for_tables())
}

fn asks(record: &Record) -> String {
    if record.grouping.asks.is_empty() {
        return "nothing to look at\n".to_owned();
    }
    let mut rows = vec![row(&[
        "Incident", "Account", "Incident", "Account", "Bits", "Why",
    ])];
    for asked in &record.grouping.asks {
        let incident = |key| record.incident_of(key).map_or("", |i| i.id.as_str());
        rows.push(row(&[
            incident(&asked.a),
            &asked.a.to_string(),
            incident(&asked.b),
            &asked.b.to_string(),
            &format!("{:+.1}", asked.score),
            &asked.text,
        ]));
    }
    output::columns_of(&rows, output::for_tables())
}

/// Decisions that a person should look at again.
fn conflicts(record: &Record) -> Result<String> {
    let found = crate::conflicts::of(record)?;
    if found.is_empty() && record.notes.is_empty() {
        return Ok("no conflicts\n".to_owned());
    }
    let mut rows = vec![row(&["Decision", "Account", "Incident", "Why"])];
    for conflict in &found {
        let incident = record.incident_of(&conflict.account);
        rows.push(row(&[
            &conflict.decision.to_string(),
            &conflict.account.to_string(),
            incident.map_or("", |incident| incident.id.as_str()),
            &conflict.why,
        ]));
    }
    let mut out = String::new();
    if !found.is_empty() {
        out.push_str(&output::columns_of(&rows, output::for_tables()));
    }
    for note in &record.notes {
        out.push_str(&output::plain(note));
        out.push('\n');
    }
    Ok(out)
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}
