use crate::made::*;
use model::DecisionKind;
use rusqlite::Connection;
use std::time::{Duration, Instant};
use store::{Added, Casebook};

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
                    let accept = DecisionKind::Accept { account };
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
