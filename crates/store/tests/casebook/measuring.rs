//! Figures, not tests: `cargo test --release -p store -- --ignored measure --nocapture`.

use crate::made::*;
use model::{Coded, Report};
use std::time::Instant;
use store::{Entry, Which};

/// How many reports, with five accounts each; `REPORTS=1000000` for more.
fn reports() -> u64 {
    std::env::var("REPORTS").map_or(10_000, |number| number.parse().unwrap())
}

/// Seconds this thread has been running; on a machine with other work they say more than the
/// clock does. Zero where the system does not tell.
fn busy() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split(' ').next().unwrap_or_default();
    first.parse::<f64>().unwrap_or(0.0) / 1e9
}

fn timed<T>(what: &str, per: u64, work: impl FnOnce() -> T) -> T {
    let (start, before) = (Instant::now(), busy());
    let value = work();
    let (took, busy) = (start.elapsed().as_secs_f64(), busy() - before);
    let each = |seconds: f64| seconds / per as f64 * 1e6;
    println!(
        "{what}: {took:.3} s, of them {busy:.3} s at work; each of {per}: {:.1} µs, {:.1} at work",
        each(took),
        each(busy)
    );
    value
}

#[test]
#[ignore = "takes a while and prints figures"]
fn measure_adding_and_reading() {
    let mut desk = desk();
    let single = 1_000;
    let batch = 200;
    let all = reports();
    timed("add, one transaction each", single, || {
        for n in 0..single {
            let (report, coded) = many(n);
            add(&mut desk.casebook, &report, &coded).unwrap();
        }
    });
    timed("add_many, 200 a transaction", all - single, || {
        for first in (single..all).step_by(batch) {
            let made: Vec<(Report, Coded)> = (first..first + batch as u64).map(many).collect();
            let pages: Vec<Vec<u8>> = made.iter().map(|(report, _)| page(&report.text)).collect();
            let entries: Vec<Entry<'_>> = (made.iter().zip(&pages))
                .map(|((report, coded), original)| Entry {
                    report,
                    original,
                    coded,
                    sketch: &[1; 64],
                })
                .collect();
            desk.casebook.add_many(&entries, &stamp(0)).unwrap();
        }
    });
    let made: Vec<(Report, Coded)> = (0..200).map(many).collect();
    timed("add again, unchanged", 200, || {
        for (report, coded) in &made {
            add(&mut desk.casebook, report, coded).unwrap();
        }
    });
    timed("recode, changed", 200, || {
        for (report, coded) in &made {
            let mut coded = coded.clone();
            coded.accounts.pop();
            desk.casebook.recode(&report.id, &coded, &stamp(1)).unwrap();
        }
    });
    let accounts = timed("accounts()", all * 5, || {
        desk.casebook.accounts().unwrap().len()
    });
    println!("{accounts} accounts");
    let which = Which {
        since: "2004-01-01".parse().ok(),
        until: "2004-01-31".parse().ok(),
        ..Which::default()
    };
    let found = timed("accounts_where(a month)", 1, || {
        desk.casebook.accounts_where(&which).unwrap().len()
    });
    println!("{found} accounts");
    timed("reports()", all, || desk.casebook.reports().unwrap().len());
    timed("search, 20 hits", 1, || {
        desk.casebook.search("gunmen khost", 20).unwrap().len()
    });
    timed("verify()", all, || {
        assert_eq!(desk.casebook.verify().unwrap(), []);
    });
    let copy = desk.folder.path().join("copy.annalist");
    timed("backup()", all, || desk.casebook.backup(&copy).unwrap());
    let megabytes = std::fs::metadata(copy).unwrap().len() as f64 / 1e6;
    println!("{megabytes:.0} MB");
}
