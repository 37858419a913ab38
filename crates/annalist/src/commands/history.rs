use crate::cli::Everywhere;
use crate::output::{self, Ending, plain};
use crate::record::{Named, Record};
use anyhow::Result;
use clap::Args;
use model::{AccountKey, Decision, DecisionKind, Policy};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use store::{Event, Happening};

/// Tell what happened to an incident or report, or what was decided
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist history                            all decisions, with their numbers
  annalist history I3f2a91c07b
  annalist history wire-kabul")]
pub struct History {
    /// Incident, account (REPORT#i01) or report
    #[arg(value_name = "ID")]
    id: Option<String>,
}

pub fn run(args: &History, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let ids: Vec<String> = args.id.iter().cloned().collect();
    let record = Record::around(everywhere, &ids, Policy::default(), &knowledge)?;
    let Some(id) = &args.id else {
        record.notes.iter().for_each(|note| output::note(note));
        output::print(&log(&record.decisions))?;
        return Ok(Ending::Done);
    };
    let text = match record.find(id)? {
        Named::Incident(incident) => of(&incident.accounts, &record)?,
        Named::Account(key, _) => of(&[key], &record)?,
        Named::Report(report) => {
            let events = record.casebook.history(&report)?;
            lines(&events, "")
        }
    };
    output::print(&text)?;
    Ok(Ending::Done)
}

/// What happened to these accounts, in order of time; a decision on several stands once.
pub fn of(accounts: &[AccountKey], record: &Record) -> Result<String> {
    let mut told: Vec<(String, Event)> = Vec::new();
    let mut decided = BTreeSet::new();
    for key in accounts {
        for event in record.casebook.history(&key.to_string())? {
            if let Happening::Decided(decision) = &event.what {
                if decided.insert(decision.number) {
                    told.push((String::new(), event));
                }
            } else {
                told.push((format!("{key} "), event));
            }
        }
    }
    told.sort_by(|a, b| a.1.at.cmp(&b.1.at));
    let lines = told.iter().map(|(key, event)| line(event, key));
    Ok(lines.collect())
}

fn lines(events: &[Event], key: &str) -> String {
    events.iter().map(|event| line(event, key)).collect()
}

fn line(event: &Event, key: &str) -> String {
    let what = match &event.what {
        Happening::Decided(decision) => in_words(decision),
        other => other.line(),
    };
    format!("  {}  {key}{}\n", event.at, plain(&what))
}

fn log(decisions: &[Decision]) -> String {
    if decisions.is_empty() {
        return "nothing has been decided\n".to_owned();
    }
    let in_force: BTreeSet<u64> = Decision::in_force(decisions)
        .iter()
        .map(|decision| decision.number)
        .collect();
    let mut out = String::new();
    for decision in decisions {
        let undo = matches!(decision.kind, DecisionKind::Undo { .. });
        let undone = if undo || in_force.contains(&decision.number) {
            ""
        } else {
            "  (undone)"
        };
        let _ = writeln!(
            out,
            "  {}  {}{undone}",
            decision.at,
            plain(&in_words(decision))
        );
    }
    out
}

/// `decision 3: correct killed to 8 for wire-kabul#i01, by anna: as the ministry said`.
pub fn in_words(decision: &Decision) -> String {
    let what = match &decision.kind {
        DecisionKind::Accept { account, .. } => format!("accept the incident of {account}"),
        DecisionKind::Reject { account } => format!("reject {account}"),
        DecisionKind::Correct {
            account,
            correction,
        } => match &correction.value {
            Some(value) => format!("correct {} to {value} for {account}", correction.field),
            None => format!("correct {} to not told for {account}", correction.field),
        },
        DecisionKind::Same { a, b } => format!("merge {a} and {b}"),
        DecisionKind::NotSame { a, b } => format!("keep {a} and {b} apart"),
        DecisionKind::Split { account, from } => {
            let from: Vec<String> = from.iter().map(ToString::to_string).collect();
            format!("split {account} from {}", from.join(", "))
        }
        DecisionKind::Relate { a, b, link } => {
            let word = match link {
                model::Link::PartOf => "part of",
                model::Link::FollowUp => "following from",
            };
            format!("relate {a} as {word} {b}")
        }
        DecisionKind::Add { account, .. } => {
            format!("add {account}, which the machine did not read")
        }
        DecisionKind::Undo { decision } => format!("undo decision {decision}"),
    };
    let note = decision.note.as_deref().map(|note| format!(": {note}"));
    format!(
        "decision {}: {what}, by {}{}",
        decision.number,
        decision.by,
        note.unwrap_or_default()
    )
}
