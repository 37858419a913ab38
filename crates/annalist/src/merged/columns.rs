//! The incidents of a merged casebook as columns: made, kept, changed and read again.

use super::{Behind, group_of, stamp, threads};
use crate::context::{own_word, publisher};
use crate::knowledge::Knowledge;
use analysis::{Beside, Columns, Context, Making};
use codebook::merging::MergingRules;
use jiff::civil::Date;
use model::{Account, AccountKey, Decision, Incident, Policy};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::{Casebook, Kept, Merging, ReportLine, Result};

/// An incident with the numbers of its accounts, and their keys.
type Job<'j> = (&'j (String, Vec<i64>), &'j Vec<AccountKey>);

/// So many accounts are settled at a time: bounds the memory.
const AT_A_TIME: usize = 4_000;

/// An incident with what stands beside it in its reports, as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    incident: Incident,
    sources: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claimed_on: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    told_on: Option<Date>,
    #[serde(default)]
    own_word: bool,
}

impl Record {
    fn of(
        incident: &Incident,
        lines: &BTreeMap<String, ReportLine>,
        claims: impl Fn(&AccountKey) -> bool,
        knowledge: &Knowledge,
    ) -> Self {
        let accounts = || incident.accounts.iter();
        let line = |key: &AccountKey| lines.get(&key.report);
        let sources: BTreeSet<String> = accounts()
            .filter_map(|key| Some(publisher(line(key)?)))
            .collect();
        let claimed = accounts().filter(|key| claims(key));
        Record {
            sources: sources.into_iter().collect(),
            claimed_on: claimed.filter_map(|key| line(key)?.published).min(),
            told_on: accounts().filter_map(|key| line(key)?.published).min(),
            own_word: own_word(knowledge.codebook, incident, accounts().filter_map(line)),
            incident: incident.clone(),
        }
    }
}

/// What the making of columns asks of an incident's reports.
struct BesideOf<'r>(&'r Record);

impl Context for BesideOf<'_> {
    fn sources(&self, _: &Incident) -> Vec<String> {
        self.0.sources.clone()
    }

    fn beside(&self, _: &Incident) -> Beside {
        Beside {
            claimed_on: self.0.claimed_on,
            told_on: self.0.told_on,
            own_word: self.0.own_word,
        }
    }
}

/// An incident as it is kept beside the columns.
pub fn record(
    incident: &Incident,
    lines: &BTreeMap<String, ReportLine>,
    core: &BTreeMap<i64, Account>,
    knowledge: &Knowledge,
) -> String {
    let claiming: BTreeSet<AccountKey> = core
        .values()
        .filter(|account| !account.claimed_by.is_empty())
        .map(Account::key)
        .collect();
    let record = Record::of(incident, lines, |key| claiming.contains(key), knowledge);
    serde_json::to_string(&record).unwrap_or_default()
}

/// The incidents of a merged casebook under a policy, as they are kept; `None` where none are,
/// or where they are out of date.
///
/// The casebook is held still from here on. What cannot be read shows in
/// [`Columns::failure`].
pub fn columns(
    casebook: &Casebook,
    policy: Policy,
    knowledge: &Knowledge,
) -> Result<Option<Columns>> {
    let word = policy.word();
    casebook.hold_still()?;
    if casebook.merged(&stamp(knowledge))?.is_none() || casebook.kept(word, "about")?.is_none() {
        return Ok(None);
    }
    let changed = casebook.changed(word)?;
    let kept = {
        // Columns may be asked from many threads: a connection of their own, held still as well.
        let casebook = {
            let beside = Casebook::open_to_read(casebook.path())?;
            beside.hold_still()?;
            if beside.changes()? != casebook.changes()? {
                return Ok(None);
            }
            beside
        };
        move |name: &str| match casebook.kept(word, name) {
            Ok(Some(bytes)) => Ok(bytes),
            Ok(None) => Err(again("it is missing")),
            Err(error) => Err(error.to_string()),
        }
    };
    let Ok(columns) = Columns::kept(Box::new(kept)) else {
        return Ok(None);
    };
    Ok(with_changes(columns, &changed))
}

fn again(why: &str) -> String {
    format!(
        "{why}; `annalist verify --forget` throws away what was worked out, and it is worked out again"
    )
}

/// `None` where a change cannot be read by this program.
fn with_changes(columns: Columns, changed: &store::Changed) -> Option<Columns> {
    let mut making = Making::default();
    for (_, record) in &changed.new {
        let record: Record = serde_json::from_str(record).ok()?;
        making.add(&record.incident, &BesideOf(&record));
    }
    Some(columns.changed(&changed.gone, making.columns()))
}

/// Works all incidents of a merged casebook out under a policy and keeps them.
pub fn keep(casebook: &mut Casebook, policy: Policy, knowledge: &Knowledge) -> Result<()> {
    let rules = knowledge.rules();
    casebook.merge(|merging| {
        super::count_added(merging, knowledge)?;
        let columns = make(merging, policy, knowledge, &rules)?;
        write(merging, policy, &columns)
    })
}

/// Makes kept columns and their changes one again.
pub fn pack(merging: &Merging<'_>, policy: Policy) -> Result<()> {
    let word = policy.word();
    let changed = merging.changed(word)?;
    let mut all: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for name in Columns::names() {
        if let Some(bytes) = merging.kept(word, name)? {
            all.insert(name.to_owned(), bytes);
        }
    }
    let kept = move |name: &str| all.get(name).cloned().ok_or_else(|| again("it is missing"));
    let columns = Columns::kept(Box::new(kept)).ok();
    let columns = columns.and_then(|columns| with_changes(columns, &changed));
    match columns {
        Some(columns) => write(merging, policy, &columns),
        None => merging.drop_kept(word),
    }
}

fn write(merging: &Merging<'_>, policy: Policy, columns: &Columns) -> Result<()> {
    let packed = columns.pack();
    if columns.failure().is_some() {
        // Worked out again when it is asked for.
        return merging.drop_kept(policy.word());
    }
    let kept = Kept {
        columns: &packed,
        incidents: &columns.ids(&columns.all()),
    };
    merging.keep(policy.word(), kept)
}

fn make(
    merging: &Merging<'_>,
    policy: Policy,
    knowledge: &Knowledge,
    rules: &MergingRules,
) -> Result<Columns> {
    let grades = merging.grades()?;
    let decisions = merging.decisions()?;
    // Groups in the order of their first account, so that the file is read from front to back.
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<(String, Vec<i64>)> = Vec::new();
    for (number, incident) in merging.all_members()? {
        let place = *at.entry(incident.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push((incident, Vec::new()));
        }
        groups[place].1.push(number);
    }
    drop(at);
    let mut making = Making::default();
    let mut rest = &groups[..];
    while !rest.is_empty() {
        let (mut count, mut end) = (0, 0);
        while end < rest.len() && count < AT_A_TIME {
            count += rest[end].1.len();
            end += 1;
        }
        let (these, others) = rest.split_at(end);
        let accounts = read(merging, these)?;
        let whole = Whole {
            accounts: &accounts,
            decisions: &decisions,
        };
        let keys: Vec<Vec<AccountKey>> = these.iter().map(|(_, group)| whole.keys(group)).collect();
        let behind = Behind::of(merging, keys.iter().map(Vec::as_slice), &grades)?;
        for record in whole.settled(these, &keys, &behind, policy, knowledge, rules) {
            making.add(&record.incident, &BesideOf(&record));
        }
        rest = others;
    }
    Ok(making.columns().sorted())
}

/// The accounts of some groups, read on all threads.
fn read(merging: &Merging<'_>, groups: &[(String, Vec<i64>)]) -> Result<BTreeMap<i64, Account>> {
    let numbers: Vec<i64> = groups
        .iter()
        .flat_map(|(_, group)| group)
        .copied()
        .collect();
    let raw = merging.raw(&numbers)?;
    let parse = |part: &[(i64, Vec<u8>)]| -> Vec<(i64, std::result::Result<Account, String>)> {
        let part = part.iter();
        part.map(|(number, record)| (*number, Merging::read_account(record)))
            .collect()
    };
    let mut accounts = BTreeMap::new();
    for (number, account) in crate::workers::in_parts(&raw, threads(), parse) {
        let account = account.map_err(|why| merging.damaged(number, &why))?;
        accounts.insert(number, account);
    }
    Ok(accounts)
}

/// Accounts whose groups are whole.
struct Whole<'a> {
    accounts: &'a BTreeMap<i64, Account>,
    decisions: &'a [Decision],
}

impl Whole<'_> {
    fn keys(&self, group: &[i64]) -> Vec<AccountKey> {
        let mut keys: Vec<AccountKey> = group
            .iter()
            .filter_map(|number| Some(self.accounts.get(number)?.key()))
            .collect();
        keys.sort();
        keys
    }

    /// The incidents under the ids they have in the casebook, on all threads, in order.
    fn settled(
        &self,
        groups: &[(String, Vec<i64>)],
        keys: &[Vec<AccountKey>],
        behind: &Behind,
        policy: Policy,
        knowledge: &Knowledge,
        rules: &MergingRules,
    ) -> Vec<Record> {
        let jobs: Vec<Job<'_>> = groups.iter().zip(keys).collect();
        // Decisions bear on few groups; the others are settled without looking at them.
        let decided: BTreeSet<&AccountKey> = self
            .decisions
            .iter()
            .flat_map(|decision| crate::commands::decide::named(&decision.kind))
            .collect();
        let settle = |part: &[Job<'_>]| -> Vec<Record> {
            let mut records = Vec::with_capacity(part.len());
            for ((id, group), keys) in part {
                let accounts: Vec<Account> = group
                    .iter()
                    .filter_map(|number| self.accounts.get(number).cloned())
                    .collect();
                let log = if keys.iter().any(|key| decided.contains(key)) {
                    self.decisions
                } else {
                    &[]
                };
                let groups = vec![group_of((*keys).clone())];
                for mut incident in behind.settle(groups, &accounts, log, policy, rules) {
                    incident.id.clone_from(id);
                    let claims = |key: &AccountKey| {
                        let mut those = accounts.iter();
                        those.any(|account| {
                            account.report == key.report
                                && account.id == key.account
                                && !account.claimed_by.is_empty()
                        })
                    };
                    records.push(Record::of(&incident, &behind.lines, claims, knowledge));
                }
            }
            records
        };
        crate::workers::in_parts(&jobs, threads(), settle)
    }
}
