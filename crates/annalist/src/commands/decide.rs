use crate::cli::Everywhere;
use crate::commands::history::in_words;
use crate::knowledge::Knowledge;
use crate::output::{self, Ending, count, plain};
use crate::record::{Named, Record};
use crate::stamp::{Signed, now};
use analysis::nearest;
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use model::{AccountKey, Correction, Decision, DecisionKind, Field, Span};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Accept an incident, correct a value of it, or reject it
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist decide I3f2a91c07b accept
  annalist decide I3f2a91c07b correct killed 8 --quote \"eight people were killed\"
  annalist decide I3f2a91c07b correct killed 8 --note \"ministry's final figure\"
  annalist decide I3f2a91c07b correct date 2022-09-05
  annalist decide I3f2a91c07b correct perpetrators \"Islamic State Khorasan Province\"
  annalist decide I3f2a91c07b correct site --not-told
  annalist decide wire-kabul#i02 reject --note \"a drill\"

What the machine read stays: decisions stand in a log of their own, and `annalist undo` takes one back.
An incident is accepted as it is shown: where it shows something else later, it is to be accepted again.
A value that is corrected without --quote has no words behind it, and keeps its incident from being accepted.
Values: dates as EDTF (2022-09, 2022-09-05/2022-09-07), figures as 8, 8+, 6-8, <=9 or ~150, places as
\"34.53, 69.17\", actors apart by `;`, targets and weapons by commas, yes or no.")]
pub struct Decide {
    /// Incident, or one of its accounts (REPORT#i01)
    #[arg(value_name = "ID")]
    id: String,

    #[command(subcommand)]
    verdict: Verdict,
}

#[derive(Debug, Subcommand)]
enum Verdict {
    /// The incident is right as shown
    Accept {
        #[command(flatten)]
        signed: Signed,
    },
    /// A field of the incident has another value
    Correct {
        /// The field, for instance killed
        #[arg(value_name = "FIELD")]
        field: Field,
        /// Its value
        #[arg(
            value_name = "VALUE",
            required_unless_present = "not_told",
            allow_hyphen_values = true
        )]
        value: Option<String>,
        /// Nobody tells it
        #[arg(long, conflicts_with = "value")]
        not_told: bool,
        /// The words of a report that say so, as they stand there
        #[arg(long, value_name = "WORDS", conflicts_with = "not_told")]
        quote: Option<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// This is no incident: all its accounts, or the one named, are left out
    Reject {
        #[command(flatten)]
        signed: Signed,
    },
}

pub fn run(args: &Decide, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let mut record =
        Record::open_to_decide(everywhere, std::slice::from_ref(&args.id), &knowledge)?;
    let accounts = match record.find(&args.id)? {
        Named::Account(key, _) => vec![key],
        _ => accounts_of(&record, &args.id)?,
    };
    let account = accounts[0].clone();
    let (kinds, signed) = match &args.verdict {
        Verdict::Accept { signed } => (vec![acceptance(&record, account)?], signed),
        Verdict::Correct {
            field,
            value,
            quote,
            signed,
            ..
        } => {
            let value = value
                .as_deref()
                .map(|value| fitting(*field, value, &knowledge))
                .transpose()?;
            let (account, spans) = match quote {
                Some(quote) => quoted(&record, &accounts_of(&record, &args.id)?, quote)?,
                None => (account, Vec::new()),
            };
            let correction = Correction {
                field: *field,
                value,
                spans,
            };
            let kind = DecisionKind::Correct {
                account,
                correction,
            };
            try_out(&record, &kind, &knowledge)?;
            (vec![kind], signed)
        }
        Verdict::Reject { signed } => {
            let reject = |account: &AccountKey| DecisionKind::Reject {
                account: account.clone(),
            };
            (accounts.iter().map(reject).collect(), signed)
        }
    };
    let mut out = String::new();
    for kind in kinds {
        out.push_str(&record_decision(&mut record, kind, signed)?);
    }
    record.decided(&knowledge)?;
    out.push_str(&after(&record, &accounts));
    output::print(&out)?;
    Ok(Ending::Done)
}

/// The acceptance of the incident of an account, as it is shown; refused while a value of it has no
/// words behind it.
fn acceptance(record: &Record, account: AccountKey) -> Result<DecisionKind> {
    let Some(incident) = record.incident_of(&account) else {
        bail!("{account} was rejected and is in no incident; undo that decision first");
    };
    if let Some(first) = incident.unsupported.first() {
        let bare: Vec<&str> = incident.unsupported.iter().map(|f| f.word()).collect();
        let shown = incident.value(*first).map(ToString::to_string);
        bail!(
            "no words stand behind {}: show where a report says so (`annalist decide {} correct {first} {:?} --quote \"its words\"`), or say --not-told",
            bare.join(", "),
            incident.id,
            shown.unwrap_or_default(),
        );
    }
    Ok(DecisionKind::Accept {
        account,
        shown: Some(incident.showing()),
    })
}

/// The first of some accounts in whose report words stand, and where.
fn quoted(
    record: &Record,
    accounts: &[AccountKey],
    quote: &str,
) -> Result<(AccountKey, Vec<Span>)> {
    let quote = quote.trim();
    if quote.is_empty() {
        bail!("--quote is empty: give the words of a report that say so");
    }
    for key in accounts {
        let text = record.casebook.report(&key.report)?.text;
        let Some(start) = text.find(quote) else {
            continue;
        };
        if text[start + quote.len()..].contains(quote) {
            bail!(
                "`{quote}` stands several times in {}: quote more words",
                key.report
            );
        }
        let span = Span {
            start: u32::try_from(start)?,
            end: u32::try_from(start + quote.len())?,
        };
        return Ok((key.clone(), vec![span]));
    }
    let reports: BTreeSet<&str> = accounts.iter().map(|key| key.report.as_str()).collect();
    let reports: Vec<&str> = reports.into_iter().collect();
    bail!(
        "`{quote}` does not stand in {}: quote the words as they stand there",
        reports.join(", ")
    )
}

/// The accounts of the incident that an id names; that account first which the id names.
pub fn accounts_of(record: &Record, id: &str) -> Result<Vec<AccountKey>> {
    match record.find(id)? {
        Named::Incident(incident) => Ok(incident.accounts.clone()),
        Named::Account(key, Some(incident)) => {
            let others = incident.accounts.iter().filter(|other| **other != key);
            Ok(std::iter::once(&key).chain(others).cloned().collect())
        }
        Named::Account(key, None) => {
            bail!("{key} was rejected and is in no incident; undo that decision first")
        }
        Named::Report(report) => {
            let keys: Vec<String> = record
                .accounts
                .keys()
                .filter(|key| key.report == report)
                .map(ToString::to_string)
                .collect();
            bail!(
                "`{id}` is a report; name an incident, or one of its accounts: {}",
                if keys.is_empty() {
                    "it has none".to_owned()
                } else {
                    keys.join(", ")
                }
            )
        }
    }
}

/// Writes a decision into the log and says so.
pub fn record_decision(record: &mut Record, kind: DecisionKind, signed: &Signed) -> Result<String> {
    let note = signed.note.as_deref();
    let decision = record.casebook.decide(kind, &signed.by(), &now(), note)?;
    Ok(format!("{}\n", plain(&in_words(&decision))))
}

/// What has become of the incidents of these accounts, in a line each.
pub fn after(record: &Record, keys: &[AccountKey]) -> String {
    let mut said = BTreeSet::new();
    let mut out = String::new();
    for key in keys {
        match record.incident_of(key) {
            Some(incident) if said.insert(incident.id.clone()) => {
                let keys: Vec<String> = incident
                    .accounts
                    .iter()
                    .map(|k| plain(&k.to_string()))
                    .collect();
                let _ = writeln!(
                    out,
                    "{} has {}: {}",
                    incident.id,
                    count(keys.len(), "account"),
                    keys.join(", ")
                );
            }
            Some(_) => {}
            None => {
                let _ = writeln!(out, "{} is in no incident", plain(&key.to_string()));
            }
        }
    }
    out
}

/// The accounts that a decision names.
pub fn named(kind: &DecisionKind) -> Vec<&AccountKey> {
    match kind {
        DecisionKind::Accept { account, .. }
        | DecisionKind::Reject { account }
        | DecisionKind::Add { account, .. }
        | DecisionKind::Correct { account, .. } => vec![account],
        DecisionKind::Same { a, b }
        | DecisionKind::NotSame { a, b }
        | DecisionKind::Relate { a, b, .. } => vec![a, b],
        DecisionKind::Split { account, from } => std::iter::once(account).chain(from).collect(),
        DecisionKind::Undo { .. } => Vec::new(),
    }
}

/// Refuses a correction that could not be applied, before it stands in the log for good.
fn try_out(record: &Record, kind: &DecisionKind, knowledge: &Knowledge) -> Result<()> {
    let number = record.decisions.last().map_or(0, |last| last.number) + 1;
    let mut log = record.decisions.clone();
    log.push(Decision {
        number,
        at: now(),
        by: "nobody yet".to_owned(),
        kind: kind.clone(),
        note: None,
    });
    let start = format!("decision {number} ");
    let misfits = record.misfits(&log, knowledge);
    if let Some(misfit) = misfits.iter().find(|text| text.starts_with(&start)) {
        let why = misfit[start.len()..].trim_start_matches("could not be applied: ");
        bail!("{why}");
    }
    Ok(())
}

/// The value as the field takes it: codes that exist, the codebook's names of actors, codes of
/// countries for their names.
pub fn fitting(field: Field, value: &str, knowledge: &Knowledge) -> Result<String> {
    let codebook = knowledge.codebook;
    let codes: BTreeSet<&str> = match field {
        Field::Class => codebook.events.iter().map(|e| e.class.as_str()).collect(),
        Field::Type => codebook.events.iter().map(|e| e.code.as_str()).collect(),
        Field::Targets => codebook.targets.iter().map(|t| t.code.as_str()).collect(),
        Field::Weapons => codebook.weapons.iter().map(|w| w.code.as_str()).collect(),
        Field::Country | Field::FromCountry => {
            let country = codebook.country_named(value.trim());
            return Ok(country.map_or_else(|| value.to_owned(), |country| country.code.clone()));
        }
        Field::Perpetrators | Field::ClaimedBy | Field::DeniedBy => {
            let names = value.split(';').map(str::trim);
            let names = names.map(|name| {
                let actor = codebook.actor_named(name);
                actor.map_or(name, |actor| actor.name.as_str())
            });
            return Ok(names.collect::<Vec<_>>().join("; "));
        }
        _ => return Ok(value.to_owned()),
    };
    for code in value
        .split(',')
        .map(str::trim)
        .filter(|code| !code.is_empty())
    {
        if !codes.contains(code) {
            let all: Vec<&str> = codes.iter().copied().collect();
            let hint = match nearest(code, all.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use {}", all.join(", ")),
            };
            bail!("`{code}` is no {field} of the codebook: {hint}");
        }
    }
    Ok(value.to_owned())
}
