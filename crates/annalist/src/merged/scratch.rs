//! Merging all accounts of a casebook from scratch.

use super::{Nodes, joined, threads};
use codebook::merging::MergingRules;
use merging::{Names, Profile, incident_id, pairs};
use std::collections::{BTreeSet, HashMap};
use store::{Merged, Merging, Result};

/// So many records are in memory at a time.
const AT_A_TIME: usize = 8_192;

/// Groups all accounts of a casebook and writes what was found.
pub fn scratch(merging: &Merging<'_>, stamp: &str, rules: &MergingRules) -> Result<Merged> {
    merging.clear()?;
    for word in merging.policies()? {
        merging.drop_kept(&word)?;
    }
    let (nodes, orders) = read(merging, rules)?;
    merging.file(filed(&nodes, rules))?;
    let pairs = pairs(&nodes.profiles, rules, threads());
    write_pairs(merging, &nodes, &pairs)?;
    let decisions = merging.decisions()?;
    let groups = joined(&nodes, &pairs, &decisions, rules);
    drop(pairs);
    let members = named(&nodes, groups, &orders);
    let mut state = merging.now()?;
    stamp.clone_into(&mut state.stamp);
    state.accounts = members.len() as u64;
    let incidents: BTreeSet<&str> = members.iter().map(|(_, id)| id.as_str()).collect();
    state.incidents = incidents.len() as u64;
    merging.set_incidents(
        members
            .iter()
            .map(|(number, id)| (*number, Some(id.as_str()))),
    )?;
    merging.set_state(&state)?;
    Ok(state)
}

/// Works everything out anew, writes nothing, and says where what stands in the casebook is something
/// else. The casebook must have caught up.
pub fn differences(merging: &Merging<'_>, rules: &MergingRules) -> Result<Vec<String>> {
    let (nodes, orders) = read(merging, rules)?;
    let mut differences = Vec::new();
    let should: BTreeSet<(u64, bool, i64)> = filed(&nodes, rules).into_iter().collect();
    let found: BTreeSet<(u64, bool, i64)> = merging.all_filed()?.into_iter().collect();
    let mut misfiled: BTreeSet<i64> = BTreeSet::new();
    misfiled.extend(
        should
            .symmetric_difference(&found)
            .map(|(.., number)| *number),
    );
    for number in misfiled {
        differences.push(format!(
            "account row {number}: is not filed under the keys that it has"
        ));
    }
    let pairs = pairs(&nodes.profiles, rules, threads());
    let groups = joined(&nodes, &pairs, &merging.decisions()?, rules);
    let should: BTreeSet<(i64, String)> = named(&nodes, groups, &orders).into_iter().collect();
    let found: BTreeSet<(i64, String)> = merging.all_members()?.into_iter().collect();
    for (number, id) in should.difference(&found) {
        differences.push(format!(
            "account row {number}: is not in incident {id}, and should be"
        ));
    }
    for (number, id) in found.difference(&should) {
        differences.push(format!(
            "account row {number}: is in incident {id}, and should not be"
        ));
    }
    Ok(differences)
}

/// All accounts as merging needs them, and the order of their reports by row.
fn read(merging: &Merging<'_>, rules: &MergingRules) -> Result<(Nodes, HashMap<i64, u64>)> {
    let mut names: Vec<Names> = (0..threads()).map(|_| Names::default()).collect();
    let mut nodes: Vec<(Profile, i64)> = Vec::new();
    let mut orders = HashMap::new();
    let mut batch: Vec<(i64, Vec<u8>)> = Vec::new();
    let mut profile = |batch: &mut Vec<(i64, Vec<u8>)>, nodes: &mut Vec<(Profile, i64)>| {
        let size = batch.len().div_ceil(names.len()).max(1);
        let parts: Vec<Vec<(i64, std::result::Result<Profile, String>)>> =
            std::thread::scope(|scope| {
                let working: Vec<_> = names
                    .iter_mut()
                    .zip(batch.chunks(size))
                    .map(|(names, part)| {
                        scope.spawn(move || {
                            let read = part.iter().map(|(number, record)| {
                                let account = Merging::read_account(record);
                                let of = |account| Profile::of(&account, rules, names);
                                (*number, account.map(of))
                            });
                            read.collect()
                        })
                    })
                    .collect();
                let done = working.into_iter();
                done.map(|thread| {
                    thread
                        .join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                })
                .collect()
            });
        batch.clear();
        for (number, profile) in parts.into_iter().flatten() {
            nodes.push((
                profile.map_err(|why| merging.damaged(number, &why))?,
                number,
            ));
        }
        Ok(())
    };
    merging.records(|number, order, record| {
        orders.insert(number, order);
        batch.push((number, record.to_vec()));
        if batch.len() >= AT_A_TIME {
            profile(&mut batch, &mut nodes)?;
        }
        Ok(())
    })?;
    profile(&mut batch, &mut nodes)?;
    nodes.sort_unstable_by(|a, b| a.0.order().cmp(&b.0.order()));
    let (profiles, numbers) = nodes.into_iter().unzip();
    Ok((Nodes { profiles, numbers }, orders))
}

/// The keys of every account, in the order of the table: key, whether it asks under it, account.
fn filed(nodes: &Nodes, rules: &MergingRules) -> Vec<(u64, bool, i64)> {
    let mut rows: Vec<(i64, i64, u64, bool)> = Vec::new();
    for (profile, number) in nodes.profiles.iter().zip(&nodes.numbers) {
        for block in profile.blocks(rules) {
            let place = Merging::file_order(block.key);
            rows.push((place, *number, block.key, block.asks));
        }
    }
    rows.sort_unstable();
    let rows = rows.into_iter();
    rows.map(|(_, number, key, asks)| (key, asks, number))
        .collect()
}

fn write_pairs(merging: &Merging<'_>, nodes: &Nodes, pairs: &merging::Pairs) -> Result<()> {
    let number = |at: u32| nodes.numbers[at as usize];
    let mut ties: Vec<(i64, i64, f64)> = Vec::with_capacity(pairs.ties.len());
    for tie in &pairs.ties {
        ties.push((number(tie.a), number(tie.b), tie.bits));
    }
    ties.sort_unstable_by_key(|(a, b, _)| (*a, *b));
    merging.tie(ties)?;
    let links = pairs.links.iter();
    merging.relate(links.map(|(a, b, link)| (number(*a), number(*b), *link)))
}

/// Each account's row with the id of its incident: ids go by who came first.
fn named(nodes: &Nodes, groups: Vec<Vec<i64>>, orders: &HashMap<i64, u64>) -> Vec<(i64, String)> {
    let places: HashMap<i64, u32> = nodes.numbers.iter().copied().zip(0..).collect();
    let place = |number: &i64| places.get(number).copied().unwrap_or_default();
    let order = |number: &i64| orders.get(number).copied().unwrap_or_default();
    let mut firsts: Vec<(u64, u32, Vec<i64>)> = groups
        .into_iter()
        .filter_map(|group| {
            // Profiles stand in the order of their keys.
            let first = group.iter().map(|number| (order(number), place(number)));
            first.min().map(|(order, place)| (order, place, group))
        })
        .collect();
    firsts.sort_unstable();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut members = Vec::new();
    for (_, first, group) in firsts {
        let key = nodes.profiles[first as usize].key();
        let mut ids = (0..).map(|others| incident_id(&key, others));
        let id = ids.find(|id| !taken.contains(id)).unwrap_or_default();
        taken.insert(id.clone());
        members.extend(group.into_iter().map(|number| (number, id.clone())));
    }
    members.sort_unstable();
    members
}
