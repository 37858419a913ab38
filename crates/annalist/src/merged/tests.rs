use super::{catch_up, columns, count_added, differences, keep, scratch, stamp};
use crate::context::Known;
use crate::knowledge::Knowledge;
use crate::record::Record;
use analysis::Columns;
use model::{
    Account, AccountKey, ActorRef, Coded, Correction, DecisionKind, Estimate, Field, Place, Policy,
    Precision, Report, Sourced, Span, Status,
};
use std::collections::BTreeMap;
use std::rc::Rc;
use store::{Casebook, Entry, Merging, Stamp};

/// Numbers that look random (`SplitMix64`).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % end
    }
}

fn read<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Span::new(0, 1), "test")
}

/// An account of a small world, so that many tell of the same.
fn account(report: &str, number: u64, chance: &mut Chance) -> Account {
    let kinds = [
        ("attack", "bombing"),
        ("attack", "attack"),
        ("operation", "arrest"),
    ];
    let (class, kind) = kinds[chance.below(3) as usize];
    let mut account = Account::new(
        report,
        format!("i{:02}", number + 1),
        read(class.to_owned()),
        read(kind.to_owned()),
        read(Status::Completed),
    );
    account.evidence = vec![Span::new(0, 1)];
    let day = 1 + chance.below(6);
    account.date = match chance.below(5) {
        0 => None,
        1 => Some(read("2022-09".parse().unwrap())),
        _ => Some(read(format!("2022-09-0{day}").parse().unwrap())),
    };
    account.country = Some(read(["AF", "SE"][chance.below(2) as usize].to_owned()));
    if chance.below(4) > 0 {
        let town = chance.below(3);
        account.place = Some(read(["Kabul", "Herat", "Malmo"][town as usize].to_owned()));
        account.location = Some(read(Place {
            name: String::new(),
            geonames: None,
            latitude: 34.0 + town as f64,
            longitude: 69.0,
            precision: Precision::Settlement,
            radius_km: 5.0,
        }));
    }
    if chance.below(2) == 0 {
        account.killed = Some(read(Estimate::exactly(1 + chance.below(9))));
    }
    if chance.below(2) == 0 {
        let actor = read(ActorRef::named("Taliban"));
        account.perpetrators = vec![actor.clone()];
        if chance.below(2) == 0 {
            account.claimed_by = vec![actor];
        }
    }
    account
}

pub fn add(casebook: &mut Casebook, number: u64, chance: &mut Chance) {
    let id = format!("report-{}", (number * 37) % 101);
    let original = format!("text of {id}, {}", chance.below(1_000_000));
    let report = Report {
        id: id.clone(),
        source: Some(["Wire", "Post"][chance.below(2) as usize].to_owned()),
        published: "2022-09-07".parse().ok(),
        text: original.clone(),
        ..Report::default()
    };
    let accounts = (0..=chance.below(3)).map(|n| account(&id, n, chance));
    let coded = Coded {
        accounts: accounts.collect(),
        ..Coded::default()
    };
    let entry = Entry {
        report: &report,
        original: original.as_bytes(),
        coded: &coded,
        sketch: &[chance.below(2); 128],
    };
    let at = "2022-09-07T12:00:00Z".to_owned();
    let coder = "test".to_owned();
    casebook.add(entry, &Stamp { at, coder }).unwrap();
}

/// Some decision, also about accounts that people added.
pub fn decide(casebook: &mut Casebook, chance: &mut Chance) {
    let read = casebook.accounts().unwrap();
    let log = casebook.decisions().unwrap();
    let added = log.iter().filter_map(|decision| match &decision.kind {
        DecisionKind::Add { account, .. } => Some(account.clone()),
        _ => None,
    });
    let accounts: Vec<AccountKey> = read.iter().map(Account::key).chain(added).collect();
    let mut any = || accounts[chance.below(accounts.len() as u64) as usize].clone();
    let (a, b) = (any(), any());
    let decisions = casebook.chain_end().unwrap().0;
    let kind = match chance.below(7) {
        0 => DecisionKind::Reject { account: a },
        5 | 6 => addition(&a.report, decisions, chance),
        1 => DecisionKind::NotSame { a, b },
        2 if decisions > 0 => DecisionKind::Undo {
            decision: 1 + chance.below(decisions),
        },
        _ => DecisionKind::Same { a, b },
    };
    // Some cannot be: two that are one, an undoing of what does not hold.
    let _ = casebook.decide(kind, "ana", "2022-09-08T08:00:00Z", None);
}

/// An account that the machine did not read.
fn addition(report: &str, decisions: u64, chance: &mut Chance) -> DecisionKind {
    let words = vec![Span::new(0, 4)];
    let told = |field: Field, value: &str| Correction {
        field,
        value: Some(value.to_owned()),
        spans: words.clone(),
    };
    let day = format!("2022-09-0{}", 1 + chance.below(6));
    DecisionKind::Add {
        account: AccountKey {
            report: report.to_owned(),
            account: format!("p{:02}", decisions + 1),
        },
        fields: vec![
            told(Field::Type, "bombing"),
            told(Field::Date, &day),
            told(Field::Country, "AF"),
            told(Field::Place, "Kabul"),
        ],
        evidence: words,
    }
}

/// Merges a casebook that is too small to be kept merged.
pub fn begin(casebook: &mut Casebook, knowledge: &Knowledge) {
    let stamp = stamp(knowledge);
    casebook
        .merge(|merging| {
            count_added(merging, knowledge)?;
            scratch::scratch(merging, &stamp, &knowledge.rules())
        })
        .unwrap();
}

/// Accounts by incident.
fn incidents(casebook: &Casebook, knowledge: &Knowledge) -> BTreeMap<String, Vec<AccountKey>> {
    let mut incidents: BTreeMap<String, Vec<AccountKey>> = BTreeMap::new();
    casebook
        .look_at_merging(|merging| {
            count_added(merging, knowledge)?;
            for (number, incident) in merging.all_members()? {
                let account = merging.accounts(&[number])?.remove(0).1;
                incidents.entry(incident).or_default().push(account.key());
            }
            Ok(())
        })
        .unwrap();
    for accounts in incidents.values_mut() {
        accounts.sort();
    }
    incidents
}

#[test]
fn reports_one_by_one_give_what_all_at_once_give() {
    let knowledge = Knowledge::load(None).unwrap();
    for seed in 0..12 {
        let chance = &mut Chance(seed);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("casebook.annalist");
        let mut casebook = Casebook::open_or_create(&path).unwrap();
        for number in 0..10 {
            add(&mut casebook, number, chance);
        }
        let stamp = stamp(&knowledge);
        casebook
            .merge(|merging| scratch::scratch(merging, &stamp, &knowledge.rules()))
            .unwrap();
        for policy in [Policy::Range, Policy::Authoritative] {
            keep(&mut casebook, policy, &knowledge).unwrap();
        }
        for number in 10..34 {
            match chance.below(4) {
                0 => decide(&mut casebook, chance),
                // A page that has changed.
                1 => add(&mut casebook, chance.below(number), chance),
                _ => add(&mut casebook, number, chance),
            }
            if chance.below(3) > 0 {
                catch_up(&mut casebook, &knowledge).unwrap();
            }
        }
        let grade = "B2".parse().ok();
        casebook
            .grade_source("Post", grade, "ana", "2022-09-08T08:00:00Z")
            .unwrap();
        let state = catch_up(&mut casebook, &knowledge).unwrap().unwrap();
        keep(&mut casebook, Policy::Authoritative, &knowledge).unwrap();
        assert_eq!(casebook.verify().unwrap(), []);
        let otherwise = differences(&casebook, &knowledge).unwrap();
        assert_eq!(otherwise, [""; 0], "seed {seed}");

        let found = incidents(&casebook, &knowledge);
        drop(casebook);
        let everywhere = crate::cli::Everywhere::of(path.clone());
        for policy in [Policy::Range, Policy::Authoritative] {
            let record = Record::open(&everywhere, policy, &knowledge).unwrap();
            let whole: BTreeMap<String, Vec<AccountKey>> = record
                .incidents
                .iter()
                .map(|incident| (incident.id.clone(), incident.accounts.clone()))
                .collect();
            assert_eq!(found, whole, "seed {seed}");
            assert_eq!(state.incidents, whole.len() as u64);
            assert_eq!(state.accounts, whole.values().flatten().count() as u64);
            let wanted = Columns::of(&record.incidents, &Known::of(&knowledge, &record));
            let casebook = Rc::new(Casebook::open(&path).unwrap());
            let kept = columns(&casebook, policy, &knowledge).unwrap().unwrap();
            assert_eq!(
                kept.ids(&kept.all()),
                wanted.ids(&wanted.all()),
                "seed {seed}"
            );
            for row in wanted.all() {
                assert_eq!(kept.when(row), wanted.when(row));
                assert_eq!(kept.killed(row), wanted.killed(row), "{}", wanted.id(row));
                assert_eq!(kept.accounts(row), wanted.accounts(row));
                assert_eq!(
                    kept.independent_sources(row),
                    wanted.independent_sources(row)
                );
            }
            assert_eq!(kept.failure(), None);
        }
    }
}

#[test]
fn what_merging_keeps_is_compared_with_what_it_finds_anew() {
    type Damage = fn(&Merging<'_>) -> store::Result<()>;
    let knowledge = Knowledge::load(None).unwrap();
    let damages: [(Damage, &str); 2] = [
        (
            |merging| merging.set_incidents([(2, Some("I0123456789"))]),
            "account row 2: is in incident I0123456789, and should not be",
        ),
        (
            |merging| merging.file([(4_711, true, 3)]),
            "account row 3: is not filed under the keys that it has",
        ),
    ];
    for (damage, finding) in damages {
        let chance = &mut Chance(7);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("casebook.annalist");
        let mut casebook = Casebook::open_or_create(&path).unwrap();
        for number in 0..12 {
            add(&mut casebook, number, chance);
        }
        begin(&mut casebook, &knowledge);
        assert_eq!(differences(&casebook, &knowledge).unwrap(), [""; 0]);
        casebook.merge(damage).unwrap();
        let found = differences(&casebook, &knowledge).unwrap();
        assert!(found.iter().any(|line| line == finding), "{found:?}");
    }
}

#[test]
fn a_kept_column_that_is_damaged_is_said_and_not_taken_for_nothing() {
    let knowledge = Knowledge::load(None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.annalist");
    let mut casebook = Casebook::open_or_create(&path).unwrap();
    let chance = &mut Chance(5);
    (0..10).for_each(|number| add(&mut casebook, number, chance));
    let stamp = stamp(&knowledge);
    casebook
        .merge(|merging| {
            scratch::scratch(merging, &stamp, &knowledge.rules())?;
            Ok(())
        })
        .unwrap();
    keep(&mut casebook, Policy::Range, &knowledge).unwrap();
    casebook
        .merge(|merging| {
            let mut packed: Vec<(&'static str, Vec<u8>)> = Vec::new();
            for name in Columns::names() {
                packed.push((name, merging.kept("range", name)?.unwrap()));
            }
            let at = packed
                .iter()
                .position(|(name, _)| *name == "killed")
                .unwrap();
            packed[at].1.truncate(20);
            let kept = store::Kept {
                columns: &packed,
                incidents: &[],
            };
            merging.keep("range", kept)
        })
        .unwrap();
    let casebook = Rc::new(casebook);
    let kept = columns(&casebook, Policy::Range, &knowledge)
        .unwrap()
        .unwrap();
    let _ = kept.killed(0);
    assert!(
        kept.failure().unwrap().starts_with("column `killed`: "),
        "{:?}",
        kept.failure()
    );
}

/// What a child process does: adds reports, decides, merges, and says what is done.
#[test]
#[ignore = "run, and killed, by the test below"]
fn a_child_adds_decides_and_merges_until_it_ends() {
    let Some(path) = std::env::var_os("CASEBOOK") else {
        return;
    };
    let first: u64 = std::env::var("FIRST").unwrap().parse().unwrap();
    let knowledge = Knowledge::load(None).unwrap();
    let mut casebook = Casebook::open(std::path::Path::new(&path)).unwrap();
    let chance = &mut Chance(first);
    println!("\nready");
    for number in first..first + 500 {
        add(&mut casebook, number, chance);
        println!("\nadded report-{}", (number * 37) % 101);
        if number % 3 == 0 {
            decide(&mut casebook, chance);
            println!("\ndecided {}", casebook.chain_end().unwrap().0);
        }
        catch_up(&mut casebook, &knowledge).unwrap();
        if number % 7 == 0 {
            keep(&mut casebook, Policy::Range, &knowledge).unwrap();
        }
    }
}

#[test]
fn killed_at_any_moment_of_adding_deciding_and_merging_it_loses_and_doubles_nothing() {
    let knowledge = Knowledge::load(None).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.annalist");
    let mut casebook = Casebook::open_or_create(&path).unwrap();
    let chance = &mut Chance(1);
    (0..5).for_each(|number| add(&mut casebook, number, chance));
    let stamp = stamp(&knowledge);
    casebook
        .merge(|merging| scratch::scratch(merging, &stamp, &knowledge.rules()))
        .unwrap();
    keep(&mut casebook, Policy::Range, &knowledge).unwrap();
    drop(casebook);
    let rounds: u64 = std::env::var("KILLS").map_or(30, |kills| kills.parse().unwrap());
    let mut said: Vec<String> = Vec::new();
    for round in 0..rounds {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "merged::tests::a_child_adds_decides_and_merges_until_it_ends",
            ])
            .args(["--ignored", "--nocapture"])
            .env("CASEBOOK", &path)
            .env("FIRST", (round * 7).to_string())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let out = std::io::BufReader::new(child.stdout.take().unwrap());
        let mut lines = std::io::BufRead::lines(out).map_while(Result::ok);
        lines.find(|line| line == "ready");
        // After so many reports, at some moment of what comes next.
        let mut left = Chance(round).below(4);
        while left > 0 {
            let line = lines.next().unwrap();
            left -= u64::from(line.starts_with("added"));
            said.push(line);
        }
        let micros = Chance(round + 1).below(30_000);
        std::thread::sleep(std::time::Duration::from_micros(micros));
        child.kill().unwrap();
        child.wait().unwrap();
        said.extend(lines);
        if round % 5 == 4 {
            check(&path, &said, &knowledge);
        }
    }
    check(&path, &said, &knowledge);
    let added = said.iter().filter(|line| line.starts_with("added")).count();
    assert!(
        added > 20,
        "only {added} were added: the test shows nothing"
    );
}

/// All that was said to be done is there once, and merging goes on to what all at once gives.
fn check(path: &std::path::Path, said: &[String], knowledge: &Knowledge) {
    let mut casebook = Casebook::open(path).unwrap();
    assert_eq!(casebook.verify().unwrap(), []);
    for line in said {
        match line.split_once(' ') {
            Some(("added", report)) => {
                casebook.report(report).unwrap();
            }
            Some(("decided", number)) => {
                assert!(casebook.chain_end().unwrap().0 >= number.parse().unwrap());
            }
            _ => {}
        }
    }
    catch_up(&mut casebook, knowledge).unwrap();
    assert_eq!(casebook.verify().unwrap(), []);
    let found = incidents(&casebook, knowledge);
    drop(casebook);
    let everywhere = crate::cli::Everywhere::of(path.to_owned());
    let record = Record::open(&everywhere, Policy::Range, knowledge).unwrap();
    let whole: BTreeMap<String, Vec<AccountKey>> = record
        .incidents
        .iter()
        .map(|incident| (incident.id.clone(), incident.accounts.clone()))
        .collect();
    assert_eq!(found, whole);
}
