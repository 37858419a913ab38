use crate::cli::Everywhere;
use crate::context::Known;
use crate::output::{self, Ending};
use crate::pipeline;
use anyhow::Result;
use clap::Args;
use formats::read::ReadOptions;
use model::{Policy, Reason};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Print what every stage makes of reports, with file and function
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist explain report.txt
  annalist explain wire.txt weekly.html       also how they are put together")]
pub struct Explain {
    /// Reports, most usefully one or two
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub fn run(args: &Explain, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let context = Known {
        knowledge: &knowledge,
        record: None,
        casebook: None,
    };
    let stages = pipeline::run(
        &args.files,
        &ReadOptions::default(),
        Policy::default(),
        &knowledge,
        &context,
    );
    for error in &stages.errors {
        output::error(&error.to_string());
    }
    let failed = !stages.errors.is_empty();
    if stages.reports.is_empty() {
        return Ok(Ending::of(failed));
    }
    let mut out = String::new();
    for report in stages.reports.values() {
        out.push_str(&coding::explain(
            report,
            knowledge.codebook,
            &knowledge.gazetteer,
        ));
        out.push('\n');
    }
    let _ = writeln!(
        out,
        "Groups (merging::group, crates/merging/src/group.rs): {} of {} accounts",
        stages.grouping.groups.len(),
        stages.accounts.len()
    );
    for group in &stages.grouping.groups {
        let keys: Vec<String> = group.accounts.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "  {}", keys.join(" + "));
        group.reasons.iter().for_each(|r| reason(&mut out, r, ""));
    }
    for asked in &stages.grouping.asks {
        reason(&mut out, asked, "a person should look: ");
    }
    let _ = writeln!(
        out,
        "\nIncidents (merging::settle, crates/merging/src/settle.rs): figures by the policy {}",
        stages.table.caption.policy
    );
    for incident in &stages.settlement.incidents {
        let _ = writeln!(out, "  {}", incident.id);
        for (field, settled) in &incident.fields {
            let disputed = if settled.disputed { ", disputed" } else { "" };
            let _ = writeln!(
                out,
                "    {:<20} {}  ({}{disputed})",
                field.word(),
                output::plain(&settled.value.to_string()),
                settled.policy
            );
        }
    }
    let _ = writeln!(
        out,
        "\nFigures (analysis::tally, crates/analysis/src/tally/mod.rs)\n{}",
        stages.table.to_text(false)
    );
    let _ = writeln!(
        out,
        "Files (formats::write, crates/formats/src/write/incidents/csv.rs): {} lines of CSV",
        stages.csv.lines().count()
    );
    output::print(&out)?;
    Ok(Ending::of(failed))
}

fn reason(out: &mut String, reason: &Reason, what: &str) {
    let _ = writeln!(
        out,
        "    {what}{} + {}: {:+.1} bits, {}",
        reason.a,
        reason.b,
        reason.score,
        output::plain(&reason.text)
    );
}
