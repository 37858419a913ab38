//! Words per second, start-up and memory of the built program, end to end.

use super::settings::Settings;
use super::{Figures, data, muc};
use anyhow::{Context as _, bail, ensure};
use formats::read::{ReadOptions, read};
use model::Report;
use serde_json::json;
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each kind; the best one counts, for other programs only ever slow a run down.
const RUNS: usize = 4;
/// Runs of the empty program.
const STARTS: usize = 15;
/// Clock ticks per second of `/proc/PID/stat` on Linux.
const TICKS: f64 = 100.0;

/// Codes labelled documents, gva dev and MUC-4 DEV in one file with all records written; `--data` takes other
/// texts instead (repeatable: folders, files, `*.docs.jsonl`).
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let reports = texts(settings)?;
    let words: usize = reports
        .iter()
        .map(|report| report.text.split_whitespace().count())
        .sum();
    let folder = std::env::temp_dir().join(format!("annalist-speed-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let figures = measured(&folder, &reports, words);
    std::fs::remove_dir_all(&folder).ok();
    let figures = figures?;
    if !settings.json && !settings.quiet {
        for (name, value) in &figures {
            println!("{name:<28} {value}");
        }
    }
    Ok(figures)
}

fn measured(folder: &Path, reports: &[Report], words: usize) -> anyhow::Result<Figures> {
    let program = program()?;
    let all = folder.join("all.jsonl");
    write(&all, reports)?;
    let one = folder.join("one.txt");
    std::fs::write(&one, "Nothing happened in the town.\n")?;
    let output = folder.join("records.jsonl");
    let again = |best: Option<Run>, file: &Path, threads: &str| -> anyhow::Result<Option<Run>> {
        let run = run(&program, file, threads, &output)?;
        Ok(Some(match best {
            Some(best) if best.wall <= run.wall => best,
            _ => run,
        }))
    };
    let (mut start, mut single, mut double) = (None, None, None);
    for _ in 0..STARTS {
        start = again(start, &one, "1")?;
    }
    // By turns, so that what else goes on meets both.
    for _ in 0..RUNS {
        single = again(single, &all, "1")?;
        double = again(double, &all, "2")?;
    }
    let (Some(start), Some(single), Some(double)) = (start, single, double) else {
        bail!("nothing was run");
    };
    let records = std::fs::read_to_string(&output)?;
    let mut figures = Figures::new();
    let mut add = |name: &str, value: serde_json::Value| figures.insert(name.into(), value);
    let per_second = |seconds: f64| (words as f64 / seconds.max(1e-9)).round();
    add("reports", reports.len().into());
    add("words", words.into());
    add("records", records.lines().count().into());
    add(
        "words_per_second",
        json!(per_second(single.wall.as_secs_f64())),
    );
    if let Some(cpu) = single.cpu {
        add("words_per_cpu_second", json!(per_second(cpu)));
    }
    add(
        "startup_ms",
        json!(rounded(start.wall.as_secs_f64() * 1000.0)),
    );
    if let Some(peak) = single.peak_kib {
        add("peak_mb", json!(rounded(peak as f64 * 1024.0 / 1e6)));
    }
    let gain = single.wall.as_secs_f64() / double.wall.as_secs_f64();
    add("two_threads", json!((gain * 100.0).round() / 100.0));
    Ok(figures)
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The texts to read.
fn texts(settings: &Settings) -> anyhow::Result<Vec<Report>> {
    let whole = match settings.data.as_slice() {
        [] => Some(data::root()),
        [one] if one.join("corpora").is_dir() => Some(one.clone()),
        _ => None,
    };
    let places: Vec<PathBuf> = if let Some(root) = whole {
        [
            "corpora/seeds",
            "corpora/reports",
            "corpora/tallies/texts",
            "corpora/gva_incidents/dev.docs.jsonl",
            "corpora/muc4/dev.docs.jsonl",
        ]
        .map(|place| root.join(place))
        .into()
    } else {
        settings.data.clone()
    };
    let mut reports = Vec::new();
    for place in places {
        ensure!(place.exists(), "{}", data::missing(&place));
        if place.to_string_lossy().ends_with(".docs.jsonl") {
            for row in muc::rows(&place)? {
                reports.push(Report {
                    id: row["docid"].as_str().unwrap_or_default().to_owned(),
                    title: row["title"].as_str().map(str::to_owned),
                    published: row["date"].as_str().and_then(|day| day.parse().ok()),
                    text: row["text"].as_str().unwrap_or_default().to_owned(),
                    ..Report::default()
                });
            }
            continue;
        }
        for found in read(&[place], &ReadOptions::default()) {
            reports.push(found.map_err(|error| anyhow::anyhow!("{error}"))?.report);
        }
    }
    Ok(reports)
}

fn write(path: &Path, reports: &[Report]) -> anyhow::Result<()> {
    let mut lines = String::new();
    for report in reports {
        let mut line = json!({"id": report.id, "text": report.text});
        if let Some(title) = &report.title {
            line["title"] = title.as_str().into();
        }
        if let Some(day) = report.published {
            line["published"] = day.to_string().into();
        }
        let _ = writeln!(lines, "{line}");
    }
    std::fs::write(path, lines).with_context(|| format!("cannot write {}", path.display()))
}

/// The built program, beside this one.
pub fn program() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe()?
        .with_file_name(format!("annalist{}", std::env::consts::EXE_SUFFIX));
    ensure!(
        program.is_file(),
        "{} is not built: cargo build --release --workspace --bins",
        program.display()
    );
    Ok(program)
}

/// What one run took.
struct Run {
    wall: Duration,
    /// Seconds of processor time, where the system tells.
    cpu: Option<f64>,
    /// Highest resident memory in KiB, where the system tells.
    peak_kib: Option<u64>,
}

fn run(program: &Path, input: &Path, threads: &str, output: &Path) -> anyhow::Result<Run> {
    let records = File::create(output)?;
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(["code", "--format", "jsonl", "--threads", threads])
        .arg(input)
        .stdin(Stdio::null())
        .stdout(records)
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let mut run = Run {
        wall: Duration::ZERO,
        cpu: None,
        peak_kib: None,
    };
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // What the system last said of it before it ended: memory peaks early, and time is
        // off by a few milliseconds of some seconds.
        run.peak_kib = peak(child.id()).or(run.peak_kib);
        run.cpu = cpu(child.id()).or(run.cpu);
        std::thread::sleep(Duration::from_millis(1));
    };
    run.wall = start.elapsed();
    ensure!(status.success(), "{} failed", program.display());
    Ok(run)
}

fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// User and system time; the program's name, in brackets, may hold spaces.
fn cpu(id: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    (ticks > 0).then(|| ticks as f64 / TICKS)
}
