//! The record that a casebook holds: incidents computed from accounts and decisions.

use crate::cli::Everywhere;
use crate::knowledge::Knowledge;
use crate::merged::{self, Near, source_info};
use crate::output;
use crate::pipeline::{self, Told};
use anyhow::{Result, bail};
use formats::write::incidents::CasebookView;
use jiff::civil::Date;
use merging::Grouping;
use model::{Account, AccountKey, Decision, DecisionKind, Incident, Policy, Report};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use store::{Casebook, ReportLine};

/// A casebook's incidents, with all that they rest on.
pub struct Record {
    /// The file.
    pub casebook: Casebook,
    /// All accounts, as read last.
    pub accounts: BTreeMap<AccountKey, Account>,
    /// All reports without their texts, by id.
    pub lines: BTreeMap<String, ReportLine>,
    /// The log.
    pub decisions: Vec<Decision>,
    /// Which accounts belong together, and what a person should look at.
    pub grouping: Grouping,
    /// The incidents, by date, the undated last.
    pub incidents: Vec<Incident>,
    /// How their figures were chosen.
    pub policy: Policy,
    /// Decisions that could not be applied, or are overtaken by later ones.
    pub notes: Vec<String>,
    /// The accounts it is about, where these are not all.
    part: Option<Vec<AccountKey>>,
    /// What merging needs to know of the reports.
    pub told: Told,
    reports: OnceCell<BTreeMap<String, Report>>,
}

impl Record {
    /// Reads a casebook and works its incidents out.
    pub fn open(everywhere: &Everywhere, policy: Policy, knowledge: &Knowledge) -> Result<Self> {
        Self::of(everywhere.open_to_read()?, policy, knowledge)
    }

    /// The part of a casebook that hangs together with what some ids name; all of it where it is
    /// small or not merged.
    pub fn around(
        everywhere: &Everywhere,
        ids: &[String],
        policy: Policy,
        knowledge: &Knowledge,
    ) -> Result<Self> {
        Self::part(everywhere.open_to_read()?, ids, policy, knowledge)
    }

    /// The same for deciding.
    pub fn open_to_decide(
        everywhere: &Everywhere,
        ids: &[String],
        knowledge: &Knowledge,
    ) -> Result<Self> {
        let mut casebook = everywhere.open_to_write()?;
        merged::catch_up(&mut casebook, knowledge)?;
        let record = Self::part(casebook, ids, Policy::default(), knowledge)?;
        record.notes.iter().for_each(|note| output::note(note));
        Ok(record)
    }

    fn part(
        casebook: Casebook,
        ids: &[String],
        policy: Policy,
        knowledge: &Knowledge,
    ) -> Result<Self> {
        if ids.is_empty() || casebook.merged(&merged::stamp(knowledge))?.is_none() {
            return Self::of(casebook, policy, knowledge);
        }
        let rules = knowledge.rules();
        let (accounts, lines, sketches) = casebook.look_at_merging(|merging| {
            merged::count_added(merging, knowledge)?;
            let near = Near::named(merging, &casebook, ids, &rules)?;
            let accounts = near.accounts();
            let reports: BTreeSet<String> = accounts.iter().map(|a| a.report.clone()).collect();
            let (lines, sketches) = (merging.lines(&reports)?, merging.sketches(&reports)?);
            Ok((accounts, lines, sketches))
        })?;
        let part: Vec<AccountKey> = accounts.iter().map(Account::key).collect();
        Self::made(
            casebook,
            lines,
            sketches,
            accounts,
            Some(part),
            policy,
            knowledge,
        )
    }

    /// The same of an open casebook.
    pub fn of(casebook: Casebook, policy: Policy, knowledge: &Knowledge) -> Result<Self> {
        let lines = casebook.reports()?;
        let sketches = casebook.sketches()?.into_iter().collect();
        let accounts = casebook.accounts()?;
        Self::made(casebook, lines, sketches, accounts, None, policy, knowledge)
    }

    fn made(
        casebook: Casebook,
        lines: Vec<ReportLine>,
        sketches: BTreeMap<String, Vec<u64>>,
        mut accounts: Vec<Account>,
        part: Option<Vec<AccountKey>>,
        policy: Policy,
        knowledge: &Knowledge,
    ) -> Result<Self> {
        let grades = casebook.source_grades()?;
        let sources = lines
            .iter()
            .map(|line| (line.id.clone(), source_info(line, &grades)));
        let told = Told {
            sources: sources.collect(),
            sketches,
        };
        let mut record = Record {
            decisions: Vec::new(),
            casebook,
            accounts: BTreeMap::new(),
            lines: lines
                .into_iter()
                .map(|line| (line.id.clone(), line))
                .collect(),
            grouping: Grouping::default(),
            incidents: Vec::new(),
            policy,
            notes: Vec::new(),
            part,
            told,
            reports: OnceCell::new(),
        };
        record.decisions = record.log()?;
        let (added, unread) = added(&record.decisions, knowledge);
        let ever = ever_added(&record.decisions);
        accounts.retain(|account| !ever.contains(&account.key()));
        accounts.extend(added);
        record.settle(&accounts, knowledge);
        record.notes.extend(unread);
        record.accounts = accounts
            .into_iter()
            .map(|account| (account.key(), account))
            .collect();
        Ok(record)
    }

    /// What people decided about the accounts of this record.
    fn log(&self) -> Result<Vec<Decision>> {
        Ok(match &self.part {
            None => self.casebook.decisions()?,
            Some(part) => self
                .casebook
                .look_at_merging(|merging| merging.decided_about(part))?,
        })
    }

    /// Works the incidents out again after a decision.
    pub fn decided(&mut self, knowledge: &Knowledge) -> Result<()> {
        merged::catch_up(&mut self.casebook, knowledge)?;
        self.decisions = self.log()?;
        let (added, _) = added(&self.decisions, knowledge);
        let ever = ever_added(&self.decisions);
        self.accounts.retain(|key, _| !ever.contains(key));
        let keyed = added.into_iter().map(|account| (account.key(), account));
        self.accounts.extend(keyed);
        let accounts: Vec<Account> = self.accounts.values().cloned().collect();
        self.settle(&accounts, knowledge);
        Ok(())
    }

    /// What could not be applied if these were the decisions.
    pub fn misfits(&self, decisions: &[Decision], knowledge: &Knowledge) -> Vec<String> {
        let accounts: Vec<Account> = self.accounts.values().cloned().collect();
        let (grouping, settlement) =
            pipeline::incidents(&accounts, decisions, &self.told, self.policy, knowledge);
        let notes = grouping.notes.into_iter().chain(settlement.notes);
        notes.map(|note| note.text).collect()
    }

    fn settle(&mut self, accounts: &[Account], knowledge: &Knowledge) {
        let (grouping, settlement) = pipeline::incidents(
            accounts,
            &self.decisions,
            &self.told,
            self.policy,
            knowledge,
        );
        self.grouping = grouping;
        self.incidents = settlement.incidents;
        self.incidents.sort_by_cached_key(|incident| {
            let when = incident.when();
            let day = when.and_then(|when| when.sort_day()).unwrap_or(Date::MAX);
            (day, incident.id.clone())
        });
        let notes = self.grouping.notes.iter().chain(&settlement.notes);
        self.notes = notes.map(|note| note.text.clone()).collect();
    }

    /// The reports with their texts, read on first use.
    pub fn reports(&self) -> Result<&BTreeMap<String, Report>> {
        if self.reports.get().is_none() {
            let mut reports = BTreeMap::new();
            for id in self.lines.keys() {
                reports.insert(id.clone(), self.casebook.report(id)?);
            }
            // Nobody else can have set it meanwhile.
            let _ = self.reports.set(reports);
        }
        Ok(self.reports.get_or_init(BTreeMap::new))
    }

    /// Some of its incidents with all that they rest on.
    pub fn view<'a>(&'a self, incidents: &'a [Incident]) -> Result<CasebookView<'a>> {
        Ok(CasebookView {
            incidents,
            accounts: &self.accounts,
            reports: self.reports()?,
        })
    }

    /// The incident that an account belongs to.
    pub fn incident_of(&self, key: &AccountKey) -> Option<&Incident> {
        self.incidents
            .iter()
            .find(|incident| incident.accounts.binary_search(key).is_ok())
    }

    /// What an id names: an incident, by its id or the beginning of it, or an account.
    ///
    /// # Errors
    /// It names nothing, or several incidents.
    pub fn find(&self, id: &str) -> Result<Named<'_>> {
        if id.contains('#') {
            return self.find_account(id);
        }
        let begins = |incident: &&Incident| {
            incident.id.len() >= id.len()
                && incident.id.is_char_boundary(id.len())
                && incident.id[..id.len()].eq_ignore_ascii_case(id)
        };
        let found: Vec<&Incident> = match id.len() {
            0 | 1 => Vec::new(),
            _ => self.incidents.iter().filter(begins).collect(),
        };
        match found.as_slice() {
            [incident] => Ok(Named::Incident(incident)),
            [] => match self.casebook.filed_as(id)? {
                Some(report) => Ok(Named::Report(report)),
                None => bail!(
                    "there is no incident or report `{id}` in {}; `annalist list` shows the incidents, `annalist list --reports` the reports",
                    self.casebook.path().display()
                ),
            },
            several => {
                let ids: Vec<&str> = several.iter().map(|i| i.id.as_str()).take(8).collect();
                bail!(
                    "`{id}` begins the ids of {} incidents ({}); write more of it",
                    several.len(),
                    ids.join(", ")
                )
            }
        }
    }

    fn find_account(&self, id: &str) -> Result<Named<'_>> {
        let mut key: AccountKey = id.parse().map_err(anyhow::Error::msg)?;
        if let Some(report) = self.casebook.filed_as(&key.report)? {
            key.report = report;
        }
        if !self.accounts.contains_key(&key) {
            return Err(store::Error::NoAccount { key }.into());
        }
        let incident = self.incident_of(&key);
        Ok(Named::Account(key, incident))
    }
}

/// The accounts that people added, and what could not be read of them.
pub fn added(decisions: &[Decision], knowledge: &Knowledge) -> (Vec<Account>, Vec<String>) {
    let class = |code: &str| {
        let mut events = knowledge.codebook.events.iter();
        let event = events.find(|event| event.code == code)?;
        Some(event.class.clone())
    };
    let (accounts, notes) = merging::added(decisions, class);
    (accounts, notes.into_iter().map(|note| note.text).collect())
}

/// The keys of the accounts that people added at some time.
pub fn ever_added(decisions: &[Decision]) -> BTreeSet<&AccountKey> {
    let added = decisions
        .iter()
        .filter_map(|decision| match &decision.kind {
            DecisionKind::Add { account, .. } => Some(account),
            _ => None,
        });
    added.collect()
}

/// What an id on the command line names.
pub enum Named<'r> {
    /// An incident.
    Incident(&'r Incident),
    /// An account, and its incident unless it was rejected.
    Account(AccountKey, Option<&'r Incident>),
    /// A report, by the id it stands under.
    Report(String),
}
