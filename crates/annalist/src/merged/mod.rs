//! Keeps a large casebook merged: what merging found stays in the file, and a report that arrives
//! touches its neighbourhood alone.
//!
//! [`catch_up`] takes in what has changed since; [`scratch`] begins anew. What comes out is the
//! same either way, and the same as [`pipeline::incidents`](crate::pipeline::incidents) over all
//! accounts.

mod columns;
mod near;
mod scratch;

#[cfg(test)]
pub mod tests;

use crate::knowledge::Knowledge;
use codebook::merging::MergingRules;
use merging::{Copies, Grouping, Names, Pairs, Profile, SourceInfo, Tie, join, pairs_of, settle};
use model::{Account, AccountKey, Decision, DecisionKind, Group, Incident, Policy};
use std::collections::{BTreeMap, BTreeSet};
use std::time::UNIX_EPOCH;
use store::{Casebook, Merged, Merging, ReportLine, Result, Written};

pub use columns::{columns, keep};
pub use near::Near;

/// Of so many accounts, incidents are kept once they are worked out: below, that takes a second.
const WORTH_KEEPING: u64 = 5_000;

/// Where more accounts than that are touched at once, beginning anew is faster.
const TOO_MANY: usize = 20_000;

/// Where more changes than that stand beside the columns of a policy, they are made anew.
const MANY_CHANGES: usize = 4_000;

/// What incidents hang on beside the casebook: program and codebook.
pub fn stamp(knowledge: &Knowledge) -> String {
    // The version alone does not tell two builds of it apart.
    let program = std::env::current_exe().and_then(std::fs::metadata);
    let program = program.ok().and_then(|program| {
        let age = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{}.{}", program.len(), age.as_nanos()))
    });
    format!("{} {}", knowledge.coder(), program.unwrap_or_default())
}

/// Takes all that has changed into what merging found; gives how far it has got, or `None`
/// where the casebook is so small that nothing is kept.
pub fn catch_up(casebook: &mut Casebook, knowledge: &Knowledge) -> Result<Option<Merged>> {
    let stamp = stamp(knowledge);
    if let Some(state) = casebook.merged(&stamp)? {
        return Ok(Some(state));
    }
    // Nobody waits for a writer for nothing.
    let is_small = casebook.look_at_merging(|merging| {
        Ok(merging.state()?.is_none() && merging.count()? < WORTH_KEEPING)
    })?;
    if is_small {
        return Ok(None);
    }
    let rules = knowledge.rules();
    casebook.merge(|merging| {
        count_added(merging, knowledge)?;
        let state = merging.state()?.filter(|state| state.stamp == stamp);
        let Some(state) = state else {
            return from_scratch(merging, &stamp, &rules);
        };
        let touched = merging.touched(&state)?;
        if touched.len() > TOO_MANY {
            return from_scratch(merging, &stamp, &rules);
        }
        take_in(merging, &state, &touched, knowledge, &rules).map(Some)
    })
}

/// Works out anew what merging found, where it is kept and up to date, and says where it is something
/// else than what is kept.
pub fn differences(casebook: &Casebook, knowledge: &Knowledge) -> Result<Vec<String>> {
    if casebook.merged(&stamp(knowledge))?.is_none() {
        return Ok(Vec::new());
    }
    let rules = knowledge.rules();
    casebook.look_at_merging(|merging| {
        count_added(merging, knowledge)?;
        scratch::differences(merging, &rules)
    })
}

/// Lets merging see the accounts that people added: they stand in the log of decisions alone.
pub fn count_added(merging: &Merging<'_>, knowledge: &Knowledge) -> Result<()> {
    let log = merging.additions()?;
    let adds = |decision: &&Decision| matches!(decision.kind, DecisionKind::Add { .. });
    let in_force: BTreeSet<u64> = Decision::in_force(&log)
        .into_iter()
        .filter(adds)
        .map(|decision| decision.number)
        .collect();
    let class = |code: &str| {
        let event = knowledge.codebook.event(None, code)?;
        Some(event.class.clone())
    };
    let written = log.iter().filter(adds).filter_map(|decision| {
        let (accounts, _) = merging::added(std::slice::from_ref(decision), class);
        let written = Written {
            account: accounts.into_iter().next()?,
            in_force: in_force.contains(&decision.number),
        };
        Some((decision.number, written))
    });
    merging.with_added(written);
    Ok(())
}

fn from_scratch(
    merging: &Merging<'_>,
    stamp: &str,
    rules: &MergingRules,
) -> Result<Option<Merged>> {
    if merging.count()? < WORTH_KEEPING {
        return Ok(None);
    }
    scratch::scratch(merging, stamp, rules).map(Some)
}

/// Takes in the accounts that were touched since a state.
fn take_in(
    merging: &Merging<'_>,
    since: &Merged,
    touched: &[i64],
    knowledge: &Knowledge,
    rules: &MergingRules,
) -> Result<Merged> {
    let mut state = merging.now()?;
    state.stamp.clone_from(&since.stamp);
    (state.accounts, state.incidents) = (since.accounts, since.incidents);
    if state.grade != since.grade {
        merging.drop_kept(Policy::Authoritative.word())?;
    }
    if !touched.is_empty() {
        let seeds = refile(merging, touched, rules)?;
        let near = Near::around(merging, seeds, rules)?;
        near.regroup(merging, &mut state, knowledge, rules)?;
    }
    merging.set_state(&state)?;
    Ok(state)
}

/// Files touched accounts anew and compares them with their neighbours; gives the accounts whose
/// group may be another now.
fn refile(merging: &Merging<'_>, touched: &[i64], rules: &MergingRules) -> Result<Seeds> {
    let mut seeds = Seeds::default();
    let names = &mut Names::default();
    for (number, account) in merging.past_accounts(touched)? {
        if let Some(incident) = merging.incident_of(number)? {
            seeds.accounts.extend(merging.members(&incident)?);
            seeds.left += 1;
            seeds.incidents.insert(incident);
        }
        let ties = merging.ties(number)?;
        seeds
            .accounts
            .extend(ties.into_iter().map(|(other, _)| other));
        let keys = Profile::of(&account, rules, names).blocks(rules);
        merging.take_out(number, keys.into_iter().map(|block| block.key))?;
    }
    let current = merging.accounts(touched)?;
    let mut around: BTreeSet<i64> = BTreeSet::new();
    for (number, account) in &current {
        let keys = Profile::of(account, rules, names).blocks(rules);
        let asked: Vec<(u64, bool)> = keys.iter().map(|block| (block.key, block.asks)).collect();
        around.extend(merging.filed_under(&asked)?);
        merging.file(asked.into_iter().map(|(key, asks)| (key, asks, *number)))?;
    }
    let new: BTreeSet<i64> = current.iter().map(|(number, _)| *number).collect();
    let others: Vec<i64> = around.difference(&new).copied().collect();
    let mut all = current;
    all.extend(merging.accounts(&others)?);
    let nodes = Nodes::of(&all, rules, names);
    let arrived: Vec<u32> = (0..)
        .zip(&nodes.numbers)
        .filter(|(_, number)| new.contains(number))
        .map(|(at, _)| at)
        .collect();
    let found = pairs_of(&arrived, &nodes.profiles, rules);
    let number = |at: u32| nodes.numbers[at as usize];
    for tie in &found.ties {
        seeds.accounts.extend([number(tie.a), number(tie.b)]);
    }
    let ties = found.ties.iter();
    merging.tie(ties.map(|tie| (number(tie.a), number(tie.b), tie.bits)))?;
    let links = found.links.iter();
    merging.relate(links.map(|(a, b, link)| (number(*a), number(*b), *link)))?;
    seeds.accounts.extend(new);
    Ok(seeds)
}

/// Accounts whose group may be another now.
#[derive(Debug, Default)]
pub struct Seeds {
    /// Their rows.
    pub accounts: BTreeSet<i64>,
    /// The incidents they were in.
    pub incidents: BTreeSet<String>,
    /// How many accounts have left an incident so far.
    pub left: u64,
}

/// Accounts in the order that merging wants, by their rows in the casebook.
struct Nodes {
    profiles: Vec<Profile>,
    numbers: Vec<i64>,
}

impl Nodes {
    fn of(accounts: &[(i64, Account)], rules: &MergingRules, names: &mut Names) -> Self {
        let mut nodes: Vec<(Profile, i64)> = accounts
            .iter()
            .map(|(number, account)| (Profile::of(account, rules, names), *number))
            .collect();
        nodes.sort_by(|a, b| a.0.order().cmp(&b.0.order()));
        let (profiles, numbers) = nodes.into_iter().unzip();
        Nodes { profiles, numbers }
    }

    /// The pairs among these accounts that stand in the casebook.
    fn pairs(&self, ties: &BTreeMap<i64, Vec<(i64, f64)>>) -> Pairs {
        let at: BTreeMap<i64, u32> = self.numbers.iter().copied().zip(0..).collect();
        let mut pairs = Pairs::default();
        for (number, tied) in ties {
            for (other, bits) in tied {
                // A pair whose ends both have a list stands in both.
                if other < number && ties.contains_key(other) {
                    continue;
                }
                if let (Some(a), Some(b)) = (at.get(number), at.get(other)) {
                    pairs.ties.push(Tie {
                        a: *a.min(b),
                        b: *a.max(b),
                        bits: *bits,
                    });
                }
            }
        }
        pairs.in_order();
        pairs
    }
}

/// What merging knows of the reports behind some accounts.
pub struct Behind {
    /// The reports without their texts.
    pub lines: BTreeMap<String, ReportLine>,
    /// When they were published, when they came in, and how their sources are graded.
    pub sources: BTreeMap<String, SourceInfo>,
    /// By which near-copies are found, for reports of incidents that several tell of.
    pub sketches: BTreeMap<String, Vec<u64>>,
}

impl Behind {
    /// Of the reports of some groups.
    fn of<'k>(
        merging: &Merging<'_>,
        groups: impl Iterator<Item = &'k [AccountKey]>,
        grades: &BTreeMap<String, model::Grade>,
    ) -> Result<Self> {
        let (mut reports, mut several) = (BTreeSet::new(), BTreeSet::new());
        for group in groups {
            let those: BTreeSet<&str> = group.iter().map(|key| key.report.as_str()).collect();
            if those.len() > 1 {
                several.extend(those.iter().map(|report| (*report).to_owned()));
            }
            reports.extend(those.into_iter().map(str::to_owned));
        }
        let lines = merging.lines(&reports)?;
        let sources = lines
            .iter()
            .map(|line| (line.id.clone(), source_info(line, grades)))
            .collect();
        Ok(Behind {
            sources,
            sketches: merging.sketches(&several)?,
            lines: lines
                .into_iter()
                .map(|line| (line.id.clone(), line))
                .collect(),
        })
    }

    /// The incidents of groups under a policy.
    fn settle(
        &self,
        groups: Vec<Group>,
        accounts: &[Account],
        decisions: &[model::Decision],
        policy: Policy,
        rules: &MergingRules,
    ) -> Vec<Incident> {
        let grouping = Grouping {
            groups,
            ..Grouping::default()
        };
        let copies = Copies::Sketched(&self.sketches);
        let settled = settle(
            &grouping,
            accounts,
            decisions,
            &copies,
            &self.sources,
            policy,
            rules,
        );
        settled.incidents
    }
}

/// What merging knows of a report.
pub fn source_info(line: &ReportLine, grades: &BTreeMap<String, model::Grade>) -> SourceInfo {
    let source = line.source.as_deref().map(store::source_folded);
    let grade = source.and_then(|source| grades.get(&source));
    SourceInfo {
        published: line.published,
        grade: grade.and_then(|grade| grade.rank()),
        arrived: line.order,
    }
}

/// A group of these accounts, without reasons.
fn group_of(accounts: Vec<AccountKey>) -> Group {
    Group {
        accounts,
        reasons: Vec::new(),
    }
}

/// The counting policy of a word that was kept; unknown words are of another program.
fn policy_of(word: &str) -> Option<Policy> {
    word.parse().ok()
}

/// How many threads the big steps run on.
fn threads() -> usize {
    crate::workers::threads(None)
}

/// Joins compared accounts and gives the groups by their rows.
fn joined(
    nodes: &Nodes,
    pairs: &Pairs,
    decisions: &[model::Decision],
    rules: &MergingRules,
) -> Vec<Vec<i64>> {
    let joined = join(&nodes.profiles, pairs, decisions, rules);
    let number = |at: &u32| nodes.numbers[*at as usize];
    let groups = joined.groups.iter();
    groups
        .map(|group| group.iter().map(number).collect())
        .collect()
}
