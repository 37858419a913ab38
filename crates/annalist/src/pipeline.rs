//! The whole of Annalist as one function: a report goes in, a sourced incident comes out.
//!
//! Every command runs part of it. What makes a casebook differ from a run over files is
//! that it keeps the accounts, and the decisions of people beside them.

use crate::knowledge::Knowledge;
use analysis::{By, Context, Table, TextField};
use formats::ReadError;
use formats::read::ReadOptions;
use formats::write::incidents::{CasebookView, ExportOptions, incidents_csv};
use merging::{Copies, Grouping, Settlement, SourceInfo};
use model::{Account, Decision, Policy, Report};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What comes out of each stage, in order.
#[derive(Debug)]
pub struct Stages {
    /// The files' texts with their sources.
    pub reports: BTreeMap<String, Report>,
    /// Files that could not be read.
    pub errors: Vec<ReadError>,
    /// What each report says of each incident.
    pub accounts: Vec<Account>,
    /// Which accounts look like one incident, and why.
    pub grouping: Grouping,
    /// The incidents.
    pub settlement: Settlement,
    /// How many of each type.
    pub table: Table,
    /// The incidents as a file.
    pub csv: String,
}

/// Files to figures, in six steps; nobody has decided anything yet.
pub fn run(
    files: &[PathBuf],
    options: &ReadOptions,
    policy: Policy,
    knowledge: &Knowledge,
    context: &dyn Context,
) -> Stages {
    let (mut reports, mut errors, mut accounts) = (BTreeMap::new(), Vec::new(), Vec::new());
    let mut told = Told::default();
    // files → Report → Account: what one report says of one incident.
    for (number, found) in (0..).zip(formats::read::read(files, options)) {
        match found {
            Ok(found) => {
                let report = found.report;
                let coded = coding::code(&report, knowledge.codebook, &knowledge.gazetteer);
                accounts.extend(coded.accounts);
                told.add(&report, number);
                reports.insert(report.id.clone(), report);
            }
            Err(error) => errors.push(error),
        }
    }
    // Account → Group → Incident: accounts that look like one, with people's decisions.
    let (grouping, settlement) = incidents(&accounts, &[], &told, policy, knowledge);
    // Incident → Table and → files: figures, and what others can read.
    let by = [By::Text(TextField::Type)];
    let table = analysis::tally(&settlement.incidents, &by, None, context, policy.word());
    let by_key = accounts
        .iter()
        .map(|account| (account.key(), account.clone()));
    let view = CasebookView {
        incidents: &settlement.incidents,
        accounts: &by_key.collect(),
        reports: &reports,
    };
    let csv = incidents_csv(&view, ExportOptions::default());
    Stages {
        reports,
        errors,
        accounts,
        grouping,
        settlement,
        table,
        csv,
    }
}

/// Accounts to incidents: the two stages between which people decide.
pub fn incidents(
    accounts: &[Account],
    decisions: &[Decision],
    told: &Told,
    policy: Policy,
    knowledge: &Knowledge,
) -> (Grouping, Settlement) {
    let rules = knowledge.rules();
    let grouping = merging::group(accounts, decisions, &rules);
    let copies = Copies::Sketched(&told.sketches);
    let sources = &told.sources;
    let settlement = merging::settle(
        &grouping, accounts, decisions, &copies, sources, policy, &rules,
    );
    (grouping, settlement)
}

/// What merging needs to know of the reports behind the accounts.
#[derive(Debug, Default)]
pub struct Told {
    /// Numbers by which near-copies are found, by report.
    pub sketches: BTreeMap<String, Vec<u64>>,
    /// When each was published and when it came in, by report.
    pub sources: BTreeMap<String, SourceInfo>,
}

impl Told {
    fn add(&mut self, report: &Report, arrived: u64) {
        let sketch = merging::sketch(&report.text);
        self.sketches.insert(report.id.clone(), sketch);
        let info = SourceInfo {
            published: report.published,
            grade: None,
            arrived,
        };
        self.sources.insert(report.id.clone(), info);
    }
}
