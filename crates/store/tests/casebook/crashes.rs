use crate::made::*;
use model::DecisionKind;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::{Casebook, Entry};

/// What a child process does: adds reports, one by one and in batches, with decisions between,
/// and says what is done only when it is.
#[test]
#[ignore = "run, and killed, by the tests below"]
fn a_child_adds_reports_until_it_ends() {
    let Some(path) = std::env::var_os("CASEBOOK") else {
        return;
    };
    let first: u64 = std::env::var("FIRST").unwrap().parse().unwrap();
    let mut casebook = match Casebook::open_or_create(Path::new(&path)) {
        Ok(casebook) => casebook,
        Err(error) => return say("error", &error.to_string()),
    };
    for n in (first..first + 2_000).step_by(4) {
        if let Err(error) = step(&mut casebook, n) {
            say("error", &error.to_string());
        }
    }
}

/// A line of its own, whatever the test's own output is in the midst of.
fn say(what: &str, which: &str) {
    let mut out = std::io::stdout().lock();
    write!(out, "\n{what} {which}\n").unwrap();
    out.flush().unwrap();
}

fn step(casebook: &mut Casebook, n: u64) -> store::Result<()> {
    let (report, coded) = many(n);
    add(casebook, &report, &coded)?;
    say("added", &report.id);
    let made: Vec<_> = (n + 1..n + 4).map(many).collect();
    let pages: Vec<_> = made.iter().map(|(report, _)| page(&report.text)).collect();
    let sketch = [n];
    let entries: Vec<Entry<'_>> = (made.iter().zip(&pages))
        .map(|((report, coded), original)| Entry {
            report,
            original,
            coded,
            sketch: &sketch,
        })
        .collect();
    for receipt in casebook.add_many(&entries, &stamp(1))? {
        say("added", &receipt.report);
    }
    let account = model::AccountKey {
        report: report.id.clone(),
        account: "i01".into(),
    };
    let accept = DecisionKind::Accept {
        account,
        shown: None,
    };
    let decision = casebook.decide(accept, "ana", "2022-09-06T08:00:00Z", None)?;
    say("decided", &decision.number.to_string());
    let fewer = model::Coded {
        accounts: coded.accounts[..4].to_vec(),
        ..coded
    };
    casebook.recode(&report.id, &fewer, &stamp(2))?;
    say("recoded", &report.id);
    Ok(())
}

fn child(path: &Path, first: u64) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "crashes::a_child_adds_reports_until_it_ends",
            "--ignored",
            "--nocapture",
        ])
        .env("CASEBOOK", path)
        .env("FIRST", first.to_string());
    command
}

/// Everything that was said to be done is there, whole, and nothing is there by halves.
fn check(path: &Path, said: &[String]) {
    let casebook = Casebook::open_or_create(path).unwrap();
    assert_eq!(casebook.verify().unwrap(), []);
    for line in said {
        match line.split_once(' ') {
            Some(("added", id)) => {
                let n: u64 = id.rsplit('-').next().unwrap().parse().unwrap();
                let (report, coded) = many(n);
                assert_eq!(casebook.report(id).unwrap(), report);
                assert!(casebook.coded(id).unwrap().accounts.len() >= coded.accounts.len() - 1);
                assert_eq!(casebook.original(id, None).unwrap(), page(&report.text));
            }
            Some(("recoded", id)) => assert_eq!(casebook.coded(id).unwrap().accounts.len(), 4),
            Some(("decided", number)) => {
                assert!(casebook.chain_end().unwrap().0 >= number.parse().unwrap());
            }
            _ => {}
        }
    }
    for report in casebook.reports().unwrap() {
        assert!((4..=5).contains(&report.accounts), "{}", report.id);
    }
}

#[test]
fn killing_it_at_any_moment_loses_nothing_that_was_said_to_be_added() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("casebook.annalist");
    let mut said = Vec::new();
    let mut state = 20_220_905_u64;
    let rounds: u64 = std::env::var("KILLS").map_or(100, |kills| kills.parse().unwrap());
    for round in 0..rounds {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let (number, micros) = ((state >> 33) % 12, (state >> 40) % 30_000);
        let mut child = child(&path, round * 10_000)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut heard = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut lines = Vec::new();
        // The first ones die while the casebook is being made, the others after so many writes and
        // at some moment of the next.
        if round >= 10 {
            let done = heard.by_ref().map_while(Result::ok);
            lines.extend(
                done.filter(|line| line.starts_with("added"))
                    .take(number as usize),
            );
        }
        std::thread::sleep(Duration::from_micros(micros));
        child.kill().unwrap();
        child.wait().unwrap();
        lines.extend(heard.map_while(Result::ok));
        assert!(
            lines.iter().all(|line| !line.starts_with("error")),
            "{lines:?}"
        );
        said.extend(lines);
        if path.exists() && round % 8 == 7 {
            check(&path, &said);
        }
    }
    check(&path, &said);
    let added = said.iter().filter(|line| line.starts_with("added")).count();
    assert!(
        added > 100,
        "only {added} were added: the test shows nothing"
    );
}

#[test]
fn a_full_disk_is_said_and_what_was_added_before_is_safe() {
    for (blocks, trap) in [
        (600, true),
        (1500, true),
        (3000, true),
        (60, true),
        (1800, false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("casebook.annalist");
        let exe = std::env::current_exe().unwrap();
        // Where the signal is not ignored, the process dies of it in the midst of a write.
        let ignore = if trap { "trap '' XFSZ;" } else { "" };
        let script = format!(
            "{ignore} ulimit -f {blocks}; exec \"$0\" --exact crashes::a_child_adds_reports_until_it_ends --ignored --nocapture"
        );
        let output = Command::new("sh")
            .args(["-c", &script])
            .arg(exe)
            .env("CASEBOOK", &path)
            .env("FIRST", "0")
            .output()
            .unwrap();
        let said: Vec<String> = String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(str::to_owned)
            .collect();
        let errors: Vec<&String> = said
            .iter()
            .filter(|line| line.starts_with("error"))
            .collect();
        if trap {
            assert!(!errors.is_empty(), "{blocks}");
        } else {
            assert!(!output.status.success(), "{blocks}");
        }
        for error in errors {
            assert!(
                error.contains("the disk or quota is full; make room"),
                "{blocks}: {error}"
            );
        }
        let mut casebook = Casebook::open_or_create(&path).unwrap();
        let (report, coded) = many(999_999);
        add(&mut casebook, &report, &coded).unwrap();
        drop(casebook);
        check(&path, &said);
        let added = said.iter().filter(|line| line.starts_with("added")).count();
        println!("{blocks} blocks: {added} added");
        assert!(added > 0 || blocks < 1500, "{blocks}");
    }
}
