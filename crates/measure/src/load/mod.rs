//! `cargo xtask load`: a real casebook of any size, merged from scratch, added to and asked, with times and memory.
//!
//! The accounts are made up ([`made`]) and written into a casebook as `add` writes them; all that is timed is done by
//! the built program, a process each. Memory is what the system calls the high-water mark.

mod made;

use crate::score::speed::program;
use anyhow::{Context as _, bail, ensure};
use made::{Chance, World};
use model::{Coded, Report};
use serde_json::{Value as Json, json};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use store::{Casebook, Entry, Stamp};

/// How many reports go into one transaction.
const BATCH: usize = 512;

/// How many reports are added in one run.
const TOGETHER: u64 = 100;

/// What is asked.
const QUESTIONS: [&[&str]; 14] = [
    &["tally", "country"],
    &["tally", "actor", "month"],
    &["tally", "place"],
    &[
        "tally",
        "target",
        "--where",
        "country in (AF, IQ) and killed >= 3 and date in 2010/2020",
    ],
    &["trend", "--every", "month"],
    &["first", "--actor", "Front 3 of AF"],
    &["compare", "2010", "2011"],
    &["claims"],
    &["coverage"],
    &["actor", "Front 3 of AF"],
    &["reconcile"],
    &["tolls"],
    &["tolls", "--conflicting"],
    &["warnings"],
];

/// Runs the benchmark: `--accounts N`, `--incidents M`, `--adds K`, `--keep FILE`, `--json`.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let mut wanted = Wanted::read(args)?;
    let folder = std::env::temp_dir().join(format!("annalist-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let casebook = wanted
        .keep
        .take()
        .unwrap_or_else(|| folder.join("load.annalist"));
    let result = measure(&wanted, &folder, &casebook);
    std::fs::remove_dir_all(&folder).ok();
    let figures = result?;
    if wanted.json {
        println!("{figures}");
    }
    Ok(())
}

/// What is to be made and measured.
struct Wanted {
    accounts: u64,
    incidents: u64,
    adds: u64,
    keep: Option<PathBuf>,
    json: bool,
}

impl Wanted {
    fn read(args: &[String]) -> anyhow::Result<Self> {
        let mut wanted = Wanted {
            accounts: 1_000_000,
            incidents: 0,
            adds: 100,
            keep: None,
            json: false,
        };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let mut value = || {
                args.next()
                    .with_context(|| format!("{arg} wants a value after it"))
            };
            match arg.as_str() {
                "--accounts" => wanted.accounts = value()?.parse()?,
                "--incidents" => wanted.incidents = value()?.parse()?,
                "--adds" => wanted.adds = value()?.parse()?,
                "--keep" => wanted.keep = Some(value()?.into()),
                "--json" => wanted.json = true,
                _ => bail!(
                    "`{arg}`? load takes --accounts N, --incidents M, --adds K, --keep FILE and --json"
                ),
            }
        }
        if wanted.incidents == 0 {
            wanted.incidents = (wanted.accounts * 2 / 5).max(1);
        }
        Ok(wanted)
    }
}

fn measure(wanted: &Wanted, folder: &Path, casebook: &Path) -> anyhow::Result<Json> {
    let program = program()?;
    let ask = |args: &[&str]| run_once(&program, casebook, args);
    let mut figures = serde_json::Map::new();
    let mut say = |name: &str, value: Json| {
        if !wanted.json {
            println!("{name:<44} {value}");
        }
        figures.insert(name.to_owned(), value);
    };
    if !casebook.exists() {
        let start = Instant::now();
        let reports = fill(casebook, wanted)?;
        say("made: seconds", rounded(start.elapsed().as_secs_f64()));
        say("made: reports", reports.into());
    }
    let bytes = std::fs::metadata(casebook)?.len();
    say("casebook: MB", rounded(bytes as f64 / 1e6));

    // The first report added makes the program merge all that is there.
    let mut chance = Chance(wanted.adds);
    let first = report(folder, 0, &mut chance)?;
    let scratch = ask(&["add", &first])?;
    say(
        "merged from scratch: seconds",
        rounded(scratch.wall.as_secs_f64()),
    );
    say(
        "merged from scratch: seconds of one core",
        rounded(scratch.busy),
    );
    say("merged from scratch: peak MB", rounded(scratch.peak));
    let columns = ask(&["tally", "country"])?;
    say(
        "settled and kept: seconds",
        rounded(columns.wall.as_secs_f64()),
    );
    say(
        "settled and kept: seconds of one core",
        rounded(columns.busy),
    );
    say("settled and kept: peak MB", rounded(columns.peak));

    let empty = folder.join("empty.annalist");
    let (mut adds, mut starts, mut after) = (Vec::new(), Vec::new(), Vec::new());
    let (mut add_busy, mut start_busy) = (Vec::new(), Vec::new());
    for number in 1..=wanted.adds {
        let file = report(folder, number, &mut chance)?;
        let (start, add) = (
            run_once(&program, &empty, &["add", &file])?,
            ask(&["add", &file])?,
        );
        start_busy.push(Duration::from_secs_f64(start.busy));
        add_busy.push(Duration::from_secs_f64(add.busy));
        starts.push(start.wall);
        adds.push(add.wall);
        if number % 10 == 1 {
            after.push(ask(&["tally", "country"])?.wall);
        }
    }
    say(
        "add one report to an empty casebook: median ms",
        median(&mut starts),
    );
    say(
        "add one report to an empty casebook: median ms of one core",
        median(&mut start_busy),
    );
    say("add one report: median ms", median(&mut adds));
    say(
        "add one report: median ms of one core",
        median(&mut add_busy),
    );
    say(
        "add one report: slowest ms",
        milliseconds(adds.last().copied().unwrap_or_default()),
    );
    say("tally right after: median ms", median(&mut after));
    let many = folder.join("many");
    std::fs::create_dir_all(&many)?;
    for number in 0..TOGETHER {
        report(&many, wanted.adds + 1 + number, &mut chance)?;
    }
    let together = ask(&["add", &many.to_string_lossy()])?;
    let start = starts.get(starts.len() / 2).copied().unwrap_or_default();
    let each = together.wall.saturating_sub(start).as_secs_f64() * 1_000.0 / TOGETHER as f64;
    say(
        "add a folder of 100 reports, start-up taken off: ms each",
        rounded(each),
    );
    for question in QUESTIONS {
        let (mut walls, mut busy) = (Vec::new(), Vec::new());
        let mut peak: f64 = 0.0;
        for _ in 0..3 {
            let run = ask(question)?;
            walls.push(run.wall);
            busy.push(Duration::from_secs_f64(run.busy));
            peak = peak.max(run.peak);
        }
        let name = format!("{}: median ms, of one core, peak MB", question.join(" "));
        say(
            &name,
            json!([median(&mut walls), median(&mut busy), rounded(peak)]),
        );
    }
    Ok(Json::Object(figures))
}

/// Writes the casebook; gives how many reports it holds.
fn fill(path: &Path, wanted: &Wanted) -> anyhow::Result<usize> {
    let mut casebook = Casebook::open_or_create(path)?;
    let stamp = Stamp {
        at: "2025-01-01T00:00:00Z".into(),
        coder: "made up".into(),
    };
    let mut world = World::of(wanted.accounts, wanted.incidents);
    let mut all = 0;
    loop {
        let batch: Vec<(Report, Coded)> = world.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(all);
        }
        all += batch.len();
        let sketches: Vec<Vec<u64>> = batch
            .iter()
            .map(|(report, _)| merging::sketch(&report.text))
            .collect();
        let entries: Vec<Entry<'_>> = batch
            .iter()
            .zip(&sketches)
            .map(|((report, coded), sketch)| Entry {
                report,
                original: report.text.as_bytes(),
                coded,
                sketch,
            })
            .collect();
        casebook.add_many(&entries, &stamp)?;
    }
}

/// A report as a user has it: a file with words.
fn report(folder: &Path, number: u64, chance: &mut Chance) -> anyhow::Result<String> {
    let towns = [
        "Kabul",
        "Baghdad",
        "Mosul",
        "Aleppo",
        "Maiduguri",
        "Peshawar",
        "Mogadishu",
        "Oslo",
        "Vienna",
        "Lima",
    ];
    let town = towns[chance.below(10) as usize];
    let (day, year) = (1 + chance.below(28), 2001 + chance.below(23));
    let killed = 2 + chance.below(30);
    let path = folder.join(format!("new-{number}.txt"));
    let text = format!(
        "A bomb exploded near a police station in {town} on {day} March {year}, killing {killed} people and wounding {} others.\nThis is report {number}.\n",
        killed * 2
    );
    std::fs::write(&path, text)?;
    Ok(path.to_string_lossy().into_owned())
}

/// A run of the program.
struct Run {
    wall: Duration,
    /// Seconds of processor time on all cores together, as far as the system told before the end: on a machine with
    /// other work it says more than the clock.
    busy: f64,
    /// Megabytes.
    peak: f64,
}

fn run_once(program: &Path, casebook: &Path, args: &[&str]) -> anyhow::Result<Run> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .arg("--casebook")
        .arg(casebook)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::create(
            std::env::temp_dir().join("annalist-load.err"),
        )?)
        .spawn()?;
    let mut peak = 0;
    let mut busy: f64 = 0.0;
    let status = loop {
        peak = peak.max(high_water(child.id()).unwrap_or(0));
        busy = busy.max(processor(child.id()).unwrap_or(0.0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    ensure!(status.success(), "annalist {} failed", args.join(" "));
    Ok(Run {
        wall: start.elapsed(),
        busy,
        peak: peak as f64 * 1024.0 / 1e6,
    })
}

/// The high-water mark of a process, in KiB, where the system tells.
fn high_water(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Seconds of processor time of all threads of a process that still run, where the system tells.
fn processor(process: u32) -> Option<f64> {
    let mut nanoseconds = 0.0;
    for thread in std::fs::read_dir(format!("/proc/{process}/task")).ok()? {
        let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += text.split(' ').next()?.parse::<f64>().ok()?;
    }
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let rest = stat.rsplit(')').next()?;
    let mut fields = rest.split_whitespace().skip(11);
    let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    // Ticks are coarse and hold ended threads too.
    Some((nanoseconds / 1e9).max(ticks / 100.0))
}

fn median(walls: &mut [Duration]) -> Json {
    walls.sort_unstable();
    walls
        .get(walls.len() / 2)
        .map_or(Json::Null, |wall| milliseconds(*wall))
}

fn milliseconds(wall: Duration) -> Json {
    rounded(wall.as_secs_f64() * 1000.0)
}

fn rounded(value: f64) -> Json {
    json!((value * 10.0).round() / 10.0)
}
