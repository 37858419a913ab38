use crate::cli::Everywhere;
use crate::commands::decide::{accounts_of, after, record_decision};
use crate::output::{self, Ending};
use crate::record::Record;
use crate::stamp::Signed;
use anyhow::{Result, bail};
use clap::Args;
use model::{AccountKey, DecisionKind};

/// Decide that an account tells of another incident than the others
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist split I3f2a91c07b weekly#i03
  annalist split I3f2a weekly#i03 --note \"another embassy\"

`annalist undo` takes it back.")]
pub struct Split {
    /// The incident
    #[arg(value_name = "ID")]
    id: String,

    /// The account that does not belong to it (REPORT#i01)
    #[arg(value_name = "ACCOUNT")]
    account: AccountKey,

    #[command(flatten)]
    signed: Signed,
}

pub fn run(args: &Split, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let mut record = Record::open_to_decide(
        everywhere,
        &[args.id.clone(), args.account.to_string()],
        &knowledge,
    )?;
    let accounts = accounts_of(&record, &args.id)?;
    let mut account = args.account.clone();
    if let Some(report) = record.casebook.filed_as(&account.report)? {
        account.report = report;
    }
    if !accounts.contains(&account) {
        let keys: Vec<String> = accounts.iter().map(ToString::to_string).collect();
        bail!(
            "`{account}` is no account of `{}`, which has {}",
            args.id,
            keys.join(", ")
        );
    }
    if accounts.len() == 1 {
        bail!("`{account}` is the only account of its incident: there is nothing to split it from");
    }
    let from: Vec<AccountKey> = accounts
        .iter()
        .filter(|key| **key != account)
        .cloned()
        .collect();
    let kind = DecisionKind::Split {
        account: account.clone(),
        from: from.clone(),
    };
    let mut out = record_decision(&mut record, kind, &args.signed)?;
    record.decided(&knowledge)?;
    out.push_str(&after(&record, &[account, from[0].clone()]));
    output::print(&out)?;
    Ok(Ending::Done)
}
