use crate::made::*;
use model::DecisionKind;
use rusqlite::Connection;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::{Added, Casebook, Entry, Stamp};

#[test]
fn four_that_write_at_once_wait_for_each_other_and_lose_nothing() {
    let desk = desk();
    let path = desk.path();
    std::thread::scope(|scope| {
        for worker in 0..4_u64 {
            let path = &path;
            scope.spawn(move || {
                let mut casebook = Casebook::open_or_create(path).unwrap();
                for n in 0..25 {
                    let (report, coded) = many(worker * 1000 + n);
                    assert_eq!(
                        add(&mut casebook, &report, &coded).unwrap().added,
                        Added::New
                    );
                    let account = coded.accounts[0].id.clone();
                    let account = model::AccountKey {
                        report: report.id,
                        account,
                    };
                    let accept = DecisionKind::Accept {
                        account,
                        shown: None,
                    };
                    casebook
                        .decide(accept, "ana", "2022-09-06T08:00:00Z", None)
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(desk.casebook.size().unwrap(), (100, 500));
    assert_eq!(desk.casebook.decisions().unwrap().len(), 100);
    assert_eq!(desk.casebook.verify().unwrap(), []);
}

#[test]
fn eight_that_make_the_same_casebook_at_once_make_one() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("casebook.annalist");
        std::thread::scope(|scope| {
            for n in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    let mut casebook = Casebook::open_or_create(path).unwrap();
                    let (report, coded) = many(n);
                    add(&mut casebook, &report, &coded).unwrap();
                });
            }
        });
        let casebook = Casebook::open(&path).unwrap();
        assert_eq!(casebook.size().unwrap(), (8, 40));
        assert_eq!(casebook.verify().unwrap(), []);
    }
}

#[test]
fn a_writer_waits_for_another_and_says_why_when_it_takes_too_long() {
    let mut desk = desk();
    let holder = Connection::open(desk.path()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (report, coded) = two("a");
    desk.casebook
        .wait_up_to(Duration::from_millis(300))
        .unwrap();
    let start = Instant::now();
    let error = add(&mut desk.casebook, &report, &coded)
        .unwrap_err()
        .to_string();
    assert!(start.elapsed() >= Duration::from_millis(250));
    let expected = format!(
        "{} is being written to by another program (another annalist, or a database tool), which did not finish within 0.3 s; wait for it or stop it, then try again: nothing was changed",
        desk.path().display()
    );
    assert_eq!(error, expected);
    assert_eq!(
        desk.casebook.size().unwrap(),
        (0, 0),
        "reading goes on meanwhile"
    );

    desk.casebook.wait_up_to(Duration::from_secs(10)).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::sleep(Duration::from_millis(200));
            holder.execute_batch("COMMIT").unwrap();
        });
        assert_eq!(
            add(&mut desk.casebook, &report, &coded).unwrap().added,
            Added::New
        );
    });
}

#[test]
fn backups_made_while_two_write_are_whole_and_hold_no_report_by_halves() {
    let desk = desk();
    let path = desk.path();
    let done = AtomicBool::new(false);
    let mut counts = Vec::new();
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..2_u64)
            .map(|worker| {
                let path = &path;
                scope.spawn(move || {
                    let mut casebook = Casebook::open_or_create(path).unwrap();
                    for n in 0..40 {
                        let (report, coded) = many(worker * 1000 + n);
                        add(&mut casebook, &report, &coded).unwrap();
                        let account = model::AccountKey {
                            report: report.id,
                            account: coded.accounts[0].id.clone(),
                        };
                        let accept = DecisionKind::Accept {
                            account,
                            shown: None,
                        };
                        let at = "2022-09-06T08:00:00Z";
                        casebook.decide(accept, "ana", at, None).unwrap();
                    }
                })
            })
            .collect();
        let copies = scope.spawn(|| {
            let casebook = Casebook::open_read_only(&path).unwrap();
            let mut sizes = Vec::new();
            while !done.load(Ordering::Relaxed) {
                let copy = desk.folder.path().join(format!("copy-{}", sizes.len()));
                casebook.backup(&copy).unwrap();
                let copy = Casebook::open_read_only(&copy).unwrap();
                assert_eq!(copy.verify().unwrap(), []);
                let (reports, accounts) = copy.size().unwrap();
                assert_eq!(accounts, 5 * reports);
                // Each of the two has at most one report that is not decided on yet.
                let decided = copy.decisions().unwrap().len();
                assert!(decided <= reports && reports <= decided + 2);
                sizes.push(reports);
            }
            sizes
        });
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Relaxed);
        counts = copies.join().unwrap();
    });
    assert!(counts.is_sorted(), "{counts:?}");
    assert!(!counts.is_empty());
    assert_eq!(desk.casebook.size().unwrap(), (80, 400));
}

#[test]
fn a_clock_that_was_set_back_changes_neither_order_nor_what_holds() {
    let mut desk = desk();
    let stamp_of = |at: &str| Stamp {
        at: at.into(),
        coder: "0.1.0 4f2a".into(),
    };
    let hours = [
        "2022-09-05T12:00:00Z",
        "1999-12-31T23:59:59Z",
        "2022-09-05T11:00:00Z",
    ];
    let mut numbers = Vec::new();
    for (n, at) in (0_u64..).zip(hours) {
        let (report, coded) = many(n);
        let original = page(&report.text);
        let entry = Entry {
            report: &report,
            original: &original,
            coded: &coded,
            sketch: &[],
        };
        assert_eq!(
            desk.casebook.add(entry, &stamp_of(at)).unwrap().added,
            Added::New
        );
        let account = model::AccountKey {
            report: report.id.clone(),
            account: "i01".into(),
        };
        let kind = match n {
            0 => DecisionKind::Reject { account },
            1 => DecisionKind::Undo { decision: 1 },
            _ => DecisionKind::Accept {
                account,
                shown: None,
            },
        };
        numbers.push(desk.casebook.decide(kind, "ana", at, None).unwrap().number);
        let newer = model::Coded {
            accounts: coded.accounts[..4].to_vec(),
            ..coded
        };
        desk.casebook
            .recode(&report.id, &newer, &stamp_of(at))
            .unwrap();
        assert_eq!(desk.casebook.coded(&report.id).unwrap().accounts.len(), 4);
    }
    assert_eq!(numbers, [1, 2, 3]);
    let log = desk.casebook.decisions().unwrap();
    let in_force = model::Decision::in_force(&log);
    let in_force: Vec<u64> = in_force.iter().map(|decision| decision.number).collect();
    assert!(
        in_force.contains(&3) && !in_force.contains(&1),
        "{in_force:?}"
    );
    let order: Vec<String> = desk
        .casebook
        .reports()
        .unwrap()
        .into_iter()
        .map(|line| line.id)
        .collect();
    let came: Vec<String> = (0..3).map(|n| many(n).0.id).collect();
    assert_eq!(order, came);
    assert_eq!(desk.casebook.verify().unwrap(), []);
}
