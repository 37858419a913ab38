use crate::cli::Everywhere;
use crate::commands::decide::{accounts_of, after, record_decision};
use crate::output::{self, Ending};
use crate::record::Record;
use crate::stamp::Signed;
use anyhow::{Result, bail};
use clap::Args;
use model::DecisionKind;

/// Decide that two incidents are one
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist merge I3f2a91c07b I90b1c2d3e4
  annalist merge wire-kabul#i01 weekly#i03 --note \"same blast, other death toll\"

`annalist undo` takes it back.")]
pub struct Merge {
    /// An incident, or one of its accounts (REPORT#i01)
    #[arg(value_name = "A")]
    a: String,

    /// The other
    #[arg(value_name = "B")]
    b: String,

    #[command(flatten)]
    signed: Signed,
}

pub fn run(args: &Merge, everywhere: &Everywhere) -> Result<Ending> {
    let knowledge = everywhere.knowledge()?;
    let mut record = Record::open_to_decide(
        everywhere,
        &[args.a.clone(), args.b.clone()],
        &knowledge,
    )?;
    let one = accounts_of(&record, &args.a)?;
    let other = accounts_of(&record, &args.b)?;
    let first = one[0].clone();
    if record
        .incident_of(&first)
        .is_some_and(|i| i.accounts.contains(&other[0]))
    {
        bail!("`{}` and `{}` are one incident already", args.a, args.b);
    }
    let mut out = String::new();
    // An earlier split may still keep some of their accounts apart: each is named until all are one.
    for key in other.iter().chain(&one[1..]) {
        let together = record
            .incident_of(&first)
            .is_some_and(|i| i.accounts.contains(key));
        if !together {
            let (a, b) = (first.clone(), key.clone());
            let kind = DecisionKind::Same { a, b };
            out.push_str(&record_decision(&mut record, kind, &args.signed)?);
            record.decided(&knowledge)?;
        }
    }
    out.push_str(&after(&record, &[first]));
    output::print(&out)?;
    Ok(Ending::Done)
}
