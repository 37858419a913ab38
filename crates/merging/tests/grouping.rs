//! What holds of grouping whatever the accounts are.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod common;

use codebook::merging::MergingRules;
use common::{decided, key, told};
use merging::{Copies, Grouping, SourceInfo, group, settle};
use model::{Account, Decision, DecisionKind, Incident, Link, Policy};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Accounts close enough to one another to be joined, asked about and kept apart.
fn accounts() -> impl Strategy<Value = Vec<Account>> {
    let one = (
        0..9u32,
        0..2u32,
        1..5u32,
        0..4usize,
        0..4usize,
        0..3usize,
        0..6u64,
    );
    prop::collection::vec(one, 0..28).prop_map(|rows| {
        let mut seen = BTreeSet::new();
        rows.into_iter()
            .filter(|row| seen.insert((row.0, row.1)))
            .map(|(report, id, day, place, date, kind, killed)| {
                let place = ["Kabul", "Herat", "Karrada,_Kabul", "-"][place];
                let date = [
                    format!("2022-09-{day:02}"),
                    format!("../2022-09-{day:02}"),
                    "2022-09".into(),
                    "-".into(),
                ][date]
                    .clone();
                let kind = ["bombing", "attack", "shelling"][kind];
                let toll = [2, 3, 8, 21, 22, 143][killed as usize];
                told(
                    &format!("r{report}#i{id}"),
                    &format!("{date} AF {place} | attack/{kind} | killed={toll} at=diplomatic:RU"),
                )
            })
            .collect()
    })
}

fn grouped(accounts: &[Account]) -> Grouping {
    group(accounts, &[], &MergingRules::shipped())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn grouping_ignores_the_order_of_accounts((first, second) in accounts().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))) {
        prop_assert_eq!(grouped(&first), grouped(&second));
    }

    #[test]
    fn every_account_is_in_exactly_one_group_and_no_report_twice(all in accounts()) {
        let grouping = grouped(&all);
        let mut keys: Vec<_> = all.iter().map(Account::key).collect();
        keys.sort();
        let mut found: Vec<_> = grouping.groups.iter().flat_map(|group| group.accounts.clone()).collect();
        found.sort();
        prop_assert_eq!(keys, found);
        for group in &grouping.groups {
            let reports: BTreeSet<_> = group.accounts.iter().map(|key| &key.report).collect();
            prop_assert_eq!(reports.len(), group.accounts.len());
            prop_assert_eq!(group.reasons.len(), group.accounts.len() - 1);
        }
    }

    #[test]
    fn what_happened_years_later_changes_nothing_here(here in accounts(), there in accounts()) {
        let there: Vec<Account> = there
            .into_iter()
            .map(|mut account| {
                account.report = format!("later-{}", account.report);
                account.country = Some(common::read("PE".into()));
                account.place = Some(common::read("Cusco".into()));
                account.date = Some(common::read("2031-02-03".parse().unwrap()));
                account
            })
            .collect();
        let both: Vec<Account> = here.iter().chain(&there).cloned().collect();
        let alone = grouped(&here);
        let together = grouped(&both);
        for group in &alone.groups {
            prop_assert!(together.groups.contains(group));
        }
        prop_assert_eq!(alone.groups.len() + grouped(&there).groups.len(), together.groups.len());
    }

    #[test]
    fn incidents_do_not_depend_on_the_order_either((first, second) in accounts().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))) {
        prop_assert_eq!(incidents(&first, &[]), incidents(&second, &[]));
    }

    #[test]
    fn undoing_brings_back_what_was_before(all in accounts(), a in 0..28usize, b in 0..28usize) {
        prop_assume!(a < all.len() && b < all.len() && a != b);
        let (a, b) = (all[a].key(), all[b].key());
        let before = incidents(&all, &[]);
        for kind in [
            DecisionKind::Same { a: a.clone(), b: b.clone() },
            DecisionKind::NotSame { a: a.clone(), b: b.clone() },
            DecisionKind::Reject { account: a.clone() },
        ] {
            let log = [decided(1, kind), decided(2, DecisionKind::Undo { decision: 1 })];
            prop_assert_eq!(&incidents(&all, &log), &before);
        }
    }
}

fn incidents(accounts: &[Account], log: &[Decision]) -> Vec<Incident> {
    let rules = MergingRules::shipped();
    let grouping = group(accounts, log, &rules);
    let none: BTreeMap<String, SourceInfo> = BTreeMap::new();
    settle(&grouping, accounts, log, &Copies::Known(&[]), &none, Policy::Range, &rules).incidents
}

const EMBASSY: &str =
    "2022-09-05 AF Kabul | attack/bombing | killed=8 site=Russian_embassy at=diplomatic:RU";

fn three() -> Vec<Account> {
    ["a#i01", "b#i01", "c#i01"]
        .into_iter()
        .map(|key| told(key, EMBASSY))
        .collect()
}

#[test]
fn a_split_keeps_the_rest_together_and_its_name() {
    let all = three();
    let before = incidents(&all, &[]);
    assert_eq!(before.len(), 1);
    let log = [decided(
        1,
        DecisionKind::Split {
            account: key("c#i01"),
            from: vec![key("a#i01"), key("b#i01")],
        },
    )];
    let after = incidents(&all, &log);
    assert_eq!(after.len(), 2);
    let rest = after
        .iter()
        .find(|incident| incident.accounts.len() == 2)
        .unwrap();
    assert_eq!(rest.id, before[0].id);
}

#[test]
fn a_person_may_join_what_the_machine_would_not() {
    let all = [
        told("a#i01", EMBASSY),
        told("b#i01", "2019 PE Cusco | attack/shelling"),
    ];
    assert_eq!(incidents(&all, &[]).len(), 2);
    let log = [decided(
        1,
        DecisionKind::Same {
            a: key("a#i01"),
            b: key("b#i01"),
        },
    )];
    let joined = incidents(&all, &log);
    assert_eq!(joined.len(), 1);
    assert!(joined[0].reasons[0].text.starts_with("decided by a person"));
}

#[test]
fn the_later_of_two_contradicting_decisions_holds() {
    let all = three();
    let same = |n| {
        decided(
            n,
            DecisionKind::Same {
                a: key("a#i01"),
                b: key("b#i01"),
            },
        )
    };
    let apart = |n| {
        decided(
            n,
            DecisionKind::NotSame {
                a: key("a#i01"),
                b: key("b#i01"),
            },
        )
    };
    let together = |log: &[Decision]| {
        let grouping = group(&all, log, &MergingRules::shipped());
        assert_eq!(grouping.notes.len(), 1);
        grouping.groups.iter().any(|group| {
            group.accounts.contains(&key("a#i01")) && group.accounts.contains(&key("b#i01"))
        })
    };
    assert!(together(&[apart(1), same(2)]));
    assert!(!together(&[same(1), apart(2)]));
}

#[test]
fn a_decision_on_an_unknown_account_is_noted() {
    let log = [decided(
        1,
        DecisionKind::Reject {
            account: key("gone#i07"),
        },
    )];
    let grouping = group(&three(), &log, &MergingRules::shipped());
    assert_eq!(grouping.notes.len(), 1);
    assert!(
        grouping.notes[0].text.contains("gone#i07"),
        "{}",
        grouping.notes[0].text
    );
}

#[test]
fn a_report_with_two_likely_accounts_makes_it_a_question() {
    let all = [
        told("a#i01", "2015-08-07 AF Kabul | attack/bombing"),
        told("b#i01", "2015-08-07 AF Kabul | attack/bombing"),
        told("b#i02", "2015-08-07 AF Kabul | attack/bombing"),
    ];
    let grouping = grouped(&all);
    assert_eq!(grouping.groups.len(), 3);
    assert_eq!(grouping.asks.len(), 2);
}

#[test]
fn an_arrest_after_the_attack_is_linked_to_it() {
    let all = [
        told(
            "a#i01",
            "2024-03-22 RU Moscow | attack/armed_assault | killed=137",
        ),
        told(
            "b#i01",
            "2024-03-23 RU Moscow | operation/arrest | arrested=11",
        ),
    ];
    let grouping = grouped(&all);
    assert_eq!(
        grouping.links,
        [(key("b#i01"), key("a#i01"), Link::FollowUp)]
    );
    let incidents = incidents(&all, &[]);
    let arrest = incidents
        .iter()
        .find(|incident| incident.accounts == [key("b#i01")])
        .unwrap();
    let attack = incidents
        .iter()
        .find(|incident| incident.accounts == [key("a#i01")])
        .unwrap();
    assert_eq!(arrest.links, [(Link::FollowUp, attack.id.clone())]);
}

#[test]
fn one_attack_of_a_series_is_part_of_it() {
    let all = [
        told(
            "a#i01",
            "2016-10-15 IQ - | attack/attack | multiple=yes killed=55+",
        ),
        told(
            "b#i01",
            "2016-10-15 IQ Ishaqi | attack/armed_assault | killed=4",
        ),
    ];
    assert_eq!(
        grouped(&all).links,
        [(key("b#i01"), key("a#i01"), Link::PartOf)]
    );
}
