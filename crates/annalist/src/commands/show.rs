use crate::brief;
use crate::cli::Everywhere;
use crate::context::Known;
use crate::output::{self, Ending, columns_of, count, plain};
use crate::record::{Named, Record};
use anyhow::Result;
use clap::Args;
use formats::write::cards::{cards, incident_card};
use model::{Account, AccountKey, Field, Incident, Link, Policy};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Show an incident, with every account and its quotes, reasons and decisions
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist show I3f2a91c07b
  annalist show I3f2                          the beginning of an id is enough
  annalist show wire-kabul#i01                the incident of an account
  annalist show wire-kabul                    a report and what was read in it")]
pub struct Show {
    /// Incident, account (REPORT#i01) or report
    #[arg(value_name = "ID")]
    id: String,

    /// How a figure is chosen where accounts differ
    #[arg(long, value_name = "POLICY", default_value = "range", value_parser = crate::cli::policies())]
    policy: Policy,
}

pub fn run(args: &Show, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let record = Record::around(
        everywhere,
        std::slice::from_ref(&args.id),
        args.policy,
        &knowledge,
    )?;
    let known = Known::of(&knowledge, &record);
    let text = match record.find(&args.id)? {
        Named::Incident(incident) | Named::Account(_, Some(incident)) => {
            shown(incident, &record, &known)?
        }
        Named::Account(key, None) => rejected(&key, &record)?,
        Named::Report(id) => report(&id, &record)?,
    };
    output::print(&text)?;
    Ok(Ending::Done)
}

fn shown(incident: &Incident, record: &Record, known: &Known<'_>) -> Result<String> {
    let reports = record.reports()?;
    let view = brief::View {
        incidents: &record.incidents,
        accounts: &record.accounts,
        reports,
        context: known,
        stated: &[],
        warned: &[],
    };
    let accepted = if incident.accepted { ", accepted" } else { "" };
    let lapsed = incident.lapsed.as_ref();
    let lapsed = lapsed.map_or_else(String::new, |why| format!("{}\n", plain(why)));
    let mut out = format!(
        "{}  {}, {}{accepted}\n{lapsed}{}\n\n",
        incident.id,
        count(incident.accounts.len(), "account"),
        count(incident.independent_sources, "independent source"),
        plain(&brief::sentence(incident, &view, true)),
    );
    out.push_str(&side_by_side(incident, record));
    out.push('\n');
    out.push_str(&chosen(incident, record)?);
    for (number, key) in (1..).zip(&incident.accounts) {
        let (Some(account), Some(report)) = (record.accounts.get(key), reports.get(&key.report))
        else {
            continue;
        };
        let parts = [
            report.source.clone(),
            report.published.map(|day| day.to_string()),
            report.title.clone(),
            report.url.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().map(|p| plain(&p)).collect();
        let _ = writeln!(out, "[{number}] {}", parts.join(", "));
        out.push_str(&incident_card(report, account, output::for_cards()));
        out.push('\n');
    }
    if !incident.reasons.is_empty() {
        out.push_str("Why these are one incident\n");
        for reason in &incident.reasons {
            let _ = writeln!(
                out,
                "  {} + {}: {:+.1} bits, {}",
                reason.a,
                reason.b,
                reason.score,
                plain(&reason.text)
            );
        }
        out.push('\n');
    }
    out.push_str(&links(incident, record));
    out.push_str(&history(incident, record)?);
    Ok(out)
}

/// The shown values, and beside them what each account says.
fn side_by_side(incident: &Incident, record: &Record) -> String {
    let mut heads = vec![
        "Field".to_owned(),
        "Shown".to_owned(),
        "Chosen by".to_owned(),
    ];
    let several = incident.accounts.len() > 1;
    if several {
        heads.extend((1..=incident.accounts.len()).map(|number| format!("[{number}]")));
    }
    let mut rows = vec![heads];
    let mut disputed = false;
    for field in Field::ALL {
        let said: Vec<String> = incident
            .accounts
            .iter()
            .map(|key| record.accounts.get(key).and_then(|a| said(a, field)))
            .map(|value| value.unwrap_or_else(|| "·".to_owned()))
            .collect();
        let settled = incident.fields.get(&field);
        if settled.is_none() && said.iter().all(|value| value == "·") {
            continue;
        }
        let mut row = vec![field.word().to_owned()];
        match settled {
            Some(settled) => {
                disputed |= settled.disputed;
                let mark = if settled.disputed { " *" } else { "" };
                row.push(format!("{}{mark}", settled.value));
                row.push(settled.policy.clone());
            }
            None => row.extend(["·".to_owned(), String::new()]),
        }
        if several {
            row.extend(said);
        }
        rows.push(row);
    }
    let mut out = columns_of(&rows, output::for_tables());
    if disputed {
        out.push_str("* the accounts cannot all be right\n");
    }
    out
}

/// Which accounts each shown value rests on, and why these.
fn chosen(incident: &Incident, record: &Record) -> Result<String> {
    if incident.accounts.len() < 2 {
        return Ok(String::new());
    }
    let grades = record.casebook.source_grades()?;
    let mut rows = Vec::new();
    for field in Field::ALL {
        let Some(settled) = incident.fields.get(&field) else {
            continue;
        };
        let numbers = (1..)
            .zip(&incident.accounts)
            .filter(|(_, key)| settled.from.contains(key))
            .map(|(number, _): (usize, _)| format!("[{number}]"));
        let lines = settled.from.iter();
        let lines = lines.filter_map(|key| record.lines.get(&key.report));
        let words = match settled.policy.as_str() {
            "latest" => {
                let day = lines.filter_map(|line| line.published).max();
                let day = day.map_or_else(String::new, |day| format!(", on {day}"));
                format!("the report published last{day}")
            }
            "authoritative" => {
                let graded = lines.filter_map(|line| {
                    let source = line.source.as_deref()?;
                    let grade = grades.get(&store::source_folded(source));
                    let grade = grade.map_or("not graded".to_owned(), ToString::to_string);
                    Some(format!("{source}, {grade}"))
                });
                let graded: BTreeSet<String> = graded.collect();
                let graded: Vec<String> = graded.into_iter().collect();
                format!("the best graded source ({})", plain(&graded.join("; ")))
            }
            policy => reason(policy).to_owned(),
        };
        let numbers: Vec<String> = numbers.collect();
        rows.push(vec![field.word().to_owned(), numbers.join(" "), words]);
    }
    let rows = output::columns_of(&rows, output::for_tables());
    Ok(format!("Who is behind each value, and why\n{rows}\n"))
}

/// Why a rule chooses as it does, in words.
fn reason(policy: &str) -> &str {
    match policy {
        "range" => "from the lowest to the highest that is told",
        "lowest" => "the lowest, the earliest, or what all sources name",
        "highest" => "the highest or the latest",
        "majority" => "what most independent sources say; of several, the fullest account's",
        "shared days" => "the days that all accounts allow",
        "most exact" => "the most exact coordinates",
        "surest" => "the surest that anybody is",
        "least sure" => "the least sure that anybody is",
        "any" => "yes where anybody says yes",
        "all" => "all that anybody tells",
        "decided" => "a person decided",
        other => other,
    }
}

/// What an account says of a field.
pub fn said(account: &Account, field: Field) -> Option<String> {
    use model::{ActorRef, Estimate, Sourced};
    let text = |value: &Option<Sourced<String>>| value.as_ref().map(|v| v.value.clone());
    let number = |value: &Option<Sourced<Estimate>>| value.as_ref().map(|v| v.value.to_string());
    let flag = |value: &Option<Sourced<bool>>| {
        let word = |flag: bool| if flag { "yes" } else { "no" };
        value.as_ref().map(|v| word(v.value).to_owned())
    };
    let joined = |values: Vec<&str>| (!values.is_empty()).then(|| values.join(", "));
    let actors = |values: &[Sourced<ActorRef>]| {
        joined(values.iter().map(|v| v.value.name.as_str()).collect())
    };
    match field {
        Field::Date => account.date.as_ref().map(|v| v.value.to_string()),
        Field::Class => Some(account.class.value.clone()),
        Field::Type => Some(account.kind.value.clone()),
        Field::Status => Some(account.status.value.word().to_owned()),
        Field::Country => text(&account.country),
        Field::Admin1 => text(&account.admin1),
        Field::Place => text(&account.place),
        Field::Site => text(&account.site),
        Field::Location => account
            .location
            .as_ref()
            .map(|v| model::Value::Place(v.value.clone()).to_string()),
        Field::FromCountry => text(&account.from_country),
        Field::Perpetrators => actors(&account.perpetrators),
        Field::Attribution => account
            .attribution
            .as_ref()
            .map(|v| v.value.word().to_owned()),
        Field::ClaimedBy => actors(&account.claimed_by),
        Field::DeniedBy => actors(&account.denied_by),
        Field::Targets => joined(
            account
                .targets
                .iter()
                .map(|t| t.kind.value.as_str())
                .collect(),
        ),
        Field::Weapons => joined(account.weapons.iter().map(|v| v.value.as_str()).collect()),
        Field::Suicide => flag(&account.suicide),
        Field::Multiple => flag(&account.multiple),
        Field::Killed => number(&account.killed),
        Field::Injured => number(&account.injured),
        Field::Casualties => number(&account.casualties),
        Field::KilledPerpetrators => number(&account.killed_perpetrators),
        Field::Arrested => number(&account.arrested),
        Field::Attackers => number(&account.attackers),
    }
}

/// The incidents it is tied to, in both directions.
fn links(incident: &Incident, record: &Record) -> String {
    let mut lines = Vec::new();
    for (link, other) in &incident.links {
        let word = match link {
            Link::PartOf => "part of",
            Link::FollowUp => "follows from",
        };
        lines.push(format!("  {word} {other}\n"));
    }
    for other in &record.incidents {
        for (link, to) in &other.links {
            if *to == incident.id {
                let word = match link {
                    Link::PartOf => "has as a part",
                    Link::FollowUp => "is followed by",
                };
                lines.push(format!("  {word} {}\n", other.id));
            }
        }
    }
    if lines.is_empty() {
        return String::new();
    }
    format!("Related incidents\n{}\n", lines.concat())
}

fn history(incident: &Incident, record: &Record) -> Result<String> {
    let lines = crate::commands::history::of(&incident.accounts, record)?;
    Ok(format!("History\n{lines}"))
}

fn rejected(key: &AccountKey, record: &Record) -> Result<String> {
    let mut out = format!("{key} was rejected and is in no incident\n\n");
    let reports = record.reports()?;
    if let (Some(account), Some(report)) = (record.accounts.get(key), reports.get(&key.report)) {
        out.push_str(&incident_card(report, account, output::for_cards()));
    }
    out.push_str("\nHistory\n");
    out.push_str(&crate::commands::history::of(
        std::slice::from_ref(key),
        record,
    )?);
    Ok(out)
}

fn report(id: &str, record: &Record) -> Result<String> {
    let report = record.casebook.report(id)?;
    let mut out = format!("{}\n", plain(&report.id));
    let published = report.published.map(|day| day.to_string());
    let about = [
        ("title", report.title.as_ref()),
        ("source", report.source.as_ref()),
        ("url", report.url.as_ref()),
        ("published", published.as_ref()),
        ("sha256", Some(&report.sha256)),
    ];
    for (name, value) in about {
        if let Some(value) = value {
            let _ = writeln!(out, "  {name:<10} {}", plain(value));
        }
    }
    for version in record.casebook.versions(id)? {
        let _ = writeln!(
            out,
            "  version {}  {}, {} bytes",
            version.version, version.at, version.bytes
        );
    }
    let coded = record.casebook.coded(id)?;
    for account in &coded.accounts {
        let incident = record.incident_of(&account.key());
        let incident = incident.map_or("rejected", |incident| incident.id.as_str());
        let _ = writeln!(out, "  {} is in {incident}", account.id);
    }
    out.push('\n');
    out.push_str(&cards(&report, &coded, output::for_cards()));
    Ok(out)
}
