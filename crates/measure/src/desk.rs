//! `measure desk`: a generated casebook of many incidents, the review desk over it, and people who
//! read and decide at once.
//!
//! Prints how long the first page and each facet take alone, then how long requests take while
//! readers and writers ask without pause. Everything generated is invented and the same each time.

use anyhow::{Context as _, Result, bail};
use jiff::ToSpan as _;
use jiff::civil::date;
use model::{
    Account, ActorRef, Attribution, Coded, Estimate, Place, Precision, Report, Sourced, Span,
    Status, When,
};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Casebook, Entry, Stamp, sha256_of};

/// Accounts of one generated report.
const EACH: usize = 50;
const TYPES: [&str; 5] = [
    "bombing",
    "armed_attack",
    "arson",
    "kidnapping",
    "assassination",
];
const ACTORS: [(&str, &str); 4] = [
    ("islamic-state", "Islamic State"),
    ("al-shabaab", "Al-Shabaab"),
    ("boko-haram", "Boko Haram"),
    ("taliban", "Taliban"),
];
const COUNTRIES: [&str; 8] = ["AF", "IQ", "SY", "SO", "NG", "ML", "PK", "YE"];

/// What is measured.
struct Setup {
    incidents: usize,
    seconds: u64,
    readers: usize,
    writers: usize,
    /// Every reader asks for something else each time.
    distinct: bool,
    casebook: PathBuf,
}

/// Runs it.
///
/// # Errors
/// An option that is none, or a desk that does not start.
pub fn run(args: &[String]) -> Result<()> {
    let setup = options(args)?;
    if !setup.casebook.exists() {
        generate(&setup)?;
    }
    let start = Instant::now();
    let mut desk = Desk::start(&setup.casebook)?;
    println!("started in {:.1} s", start.elapsed().as_secs_f64());
    let measured = alone(&desk.host).and_then(|()| together(&setup, &desk.host));
    desk.stop();
    measured
}

fn options(args: &[String]) -> Result<Setup> {
    let mut setup = Setup {
        incidents: 250_000,
        seconds: 60,
        readers: 50,
        writers: 2,
        distinct: false,
        casebook: std::env::temp_dir().join("annalist-desk.annalist"),
    };
    let mut args = args.iter();
    while let Some(name) = args.next() {
        let value = args
            .next()
            .with_context(|| format!("{name} takes a value"))?;
        match name.as_str() {
            "--incidents" => setup.incidents = value.parse()?,
            "--seconds" => setup.seconds = value.parse()?,
            "--readers" => setup.readers = value.parse()?,
            "--writers" => setup.writers = value.parse()?,
            "--distinct" => setup.distinct = value == "yes",
            "--casebook" => setup.casebook = value.into(),
            _ => bail!(
                "`{name}`? measure desk takes --incidents, --seconds, --readers, --writers, --distinct (yes) and --casebook"
            ),
        }
    }
    Ok(setup)
}

/// Numbers that look like chance and are the same each time (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }
}

fn generate(setup: &Setup) -> Result<()> {
    let start = Instant::now();
    let mut casebook = Casebook::open_or_create(&setup.casebook)?;
    let mut dice = Dice(7);
    for number in 0..setup.incidents.div_ceil(EACH) {
        let id = format!("made-{number:06}");
        let text =
            format!("Report {number}: gunmen killed people in {EACH} towns, officials said.");
        let published = date(2004, 1, 1).checked_add((number as i64 % 7_000).days())?;
        let report = Report {
            id: id.clone(),
            title: Some(format!("Report {number}")),
            source: Some(format!("Source {}", number % 40)),
            published: Some(published),
            text,
            ..Report::default()
        };
        let report = Report {
            sha256: sha256_of(report.text.as_bytes()),
            ..report
        };
        let accounts = (0..EACH).map(|at| account(&id, at, &mut dice));
        let coded = Coded {
            accounts: accounts.collect::<Result<_>>()?,
            ..Coded::default()
        };
        let entry = Entry {
            report: &report,
            original: report.text.as_bytes(),
            coded: &coded,
            sketch: &[],
        };
        let stamp = Stamp {
            at: "2024-01-01T00:00:00Z".into(),
            coder: "made".into(),
        };
        casebook.add(entry, &stamp)?;
    }
    println!(
        "made {} incidents in {:.1} s",
        setup.incidents,
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn account(report: &str, at: usize, dice: &mut Dice) -> Result<Account> {
    fn told<T>(value: T) -> Sourced<T> {
        Sourced::new(value, Span::new(0, 8), "made")
    }
    let kind = TYPES[dice.next(TYPES.len())];
    let mut account = Account::new(
        report,
        format!("i{:02}", at + 1),
        told("attack".to_owned()),
        told(kind.to_owned()),
        told(Status::Completed),
    );
    let country = dice.next(COUNTRIES.len());
    let town = dice.next(4_000);
    let day = date(2004, 1, 1).checked_add((dice.next(7_300) as i64).days())?;
    account.date = Some(told(When::day(day)));
    account.country = Some(told(COUNTRIES[country].to_owned()));
    account.place = Some(told(format!("Town {town}")));
    let place = Place {
        name: format!("Town {town}"),
        geonames: None,
        latitude: 5.0 + country as f64 * 4.0 + town as f64 / 1_000.0,
        longitude: 10.0 + country as f64 * 7.0 + (town % 61) as f64 / 15.0,
        precision: Precision::Settlement,
        radius_km: 5.0,
    };
    account.location = (dice.next(20) > 0).then(|| told(place));
    let (id, name) = ACTORS[dice.next(ACTORS.len())];
    account.perpetrators = vec![told(ActorRef {
        id: Some(id.to_owned()),
        ..ActorRef::named(name)
    })];
    account.attribution = Some(told(Attribution::Attributed));
    account.killed = Some(told(Estimate::at_least(dice.next(30) as u64)));
    account.evidence = vec![Span::new(0, 8)];
    Ok(account)
}

/// A desk that is being measured.
struct Desk {
    child: Child,
    host: String,
}

impl Desk {
    fn start(casebook: &Path) -> Result<Desk> {
        let own = std::env::current_exe().context("this program has no path")?;
        let program = own.with_file_name(format!("annalist{}", std::env::consts::EXE_SUFFIX));
        let mut child = Command::new(program)
            .args(["serve", "--port", "0", "-c"])
            .arg(casebook)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the desk")?;
        let out = child.stdout.take().context("the desk has no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let host = line
            .trim()
            .trim_start_matches("http://")
            .trim_end_matches('/');
        if host.is_empty() {
            bail!("the desk did not start");
        }
        Ok(Desk {
            child,
            host: host.to_owned(),
        })
    }

    fn stop(&mut self) {
        // It holds nothing that is not on disk.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request on a connection of its own: status, head and body.
fn ask(host: &str, request: &str) -> Result<(u16, String, String)> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").context("no answer")?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Ok((
        status.context("no status")?,
        head.to_owned(),
        body.to_owned(),
    ))
}

fn get(host: &str, path: &str) -> Result<(u16, String, String)> {
    ask(
        host,
        &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
    )
}

/// The pages that a reader asks for.
const PATHS: [&str; 14] = [
    "/incidents",
    "/api/v1/incidents",
    "/api/v1/facets",
    "/api/v1/incidents?type=bombing",
    "/api/v1/facets?type=bombing",
    "/api/v1/facets?country=AF",
    "/api/v1/facets?actor=islamic-state",
    "/api/v1/facets?source=Source+3",
    "/api/v1/facets?status=completed",
    "/api/v1/facets?since=2015-01-01&until=2016-12-31",
    "/incidents?country=AF&type=bombing",
    "/api/v1/incidents?sort=-killed",
    "/api/v1/timeline",
    "/actors",
];

/// Each page alone: the best of five, as other programs can only slow it down, and the worst.
fn alone(host: &str) -> Result<()> {
    println!("alone, best and worst of five in milliseconds");
    for path in PATHS.iter().chain(&["/api/v1/map"]) {
        let mut times = Vec::new();
        for _ in 0..5 {
            let start = Instant::now();
            let (status, ..) = get(host, path)?;
            if status != 200 {
                bail!("{path} answers {status}");
            }
            times.push(start.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        println!("  {:7.1} {:7.1}  {path}", times[0], times[4]);
    }
    Ok(())
}

/// Readers and writers at once.
fn together(setup: &Setup, host: &str) -> Result<()> {
    let (_, head, page) = get(host, "/incidents")?;
    let between = |text: &str, before: &str, after: &str| -> Option<String> {
        let (_, rest) = text.split_once(before)?;
        Some(rest.split_once(after)?.0.to_owned())
    };
    let lower = head.to_lowercase();
    let cookie = lower
        .find("set-cookie: ")
        .and_then(|at| between(&head[at..], ": ", ";"));
    let cookie = cookie.context("the desk set no cookie")?;
    let csrf = between(&page, "name=\"csrf\" content=\"", "\"").context("the page has no token")?;
    let stop = Arc::new(AtomicBool::new(false));
    let times: [Arc<Mutex<Vec<f64>>>; 2] = Default::default();
    let wrong: Arc<Mutex<Vec<String>>> = Arc::default();
    std::thread::scope(|scope| {
        for reader in 0..setup.readers {
            let (stop, times, wrong) = (&stop, &times[0], &wrong);
            scope.spawn(move || {
                let mut dice = Dice(reader as u64 + 100);
                while !stop.load(Ordering::Relaxed) {
                    let path = if setup.distinct {
                        let (killed, day) = (dice.next(30), dice.next(9_000));
                        format!("/api/v1/facets?killed_min={killed}&near={day},30,60")
                    } else {
                        PATHS[dice.next(PATHS.len())].to_owned()
                    };
                    timed(times, wrong, || get(host, &path));
                }
            });
        }
        for writer in 0..setup.writers {
            let (stop, times, wrong) = (&stop, &times[1], &wrong);
            let (cookie, csrf) = (&cookie, &csrf);
            scope.spawn(move || {
                let mut dice = Dice(writer as u64 + 900);
                while !stop.load(Ordering::Relaxed) {
                    let report = dice.next(setup.incidents / EACH);
                    let at = dice.next(EACH) + 1;
                    let body = format!(
                        "{{\"account\":\"made-{report:06}#i{at:02}\",\"field\":\"injured\",\"value\":\"{}\",\"spans\":[{{\"start\":0,\"end\":6}}]}}",
                        dice.next(40)
                    );
                    let request = format!(
                        "POST /api/v1/decisions/correct HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {cookie}\r\nX-CSRF-Token: {csrf}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    );
                    timed(times, wrong, || ask(host, &request));
                }
            });
        }
        std::thread::sleep(Duration::from_secs(setup.seconds));
        stop.store(true, Ordering::Relaxed);
    });
    println!(
        "together: {} readers and {} writers for {} s",
        setup.readers, setup.writers, setup.seconds
    );
    for (who, times) in ["reads", "writes"].iter().zip(&times) {
        let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
            times.get(place).copied().unwrap_or(0.0)
        };
        println!(
            "  {who:<7} {:6}  median {:7.1} ms  p99 {:7.1} ms  worst {:7.1} ms",
            times.len(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
    let wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
    println!("  errors  {}", wrong.len());
    for said in wrong.iter().take(5) {
        println!("    {said}");
    }
    Ok(())
}

fn timed(
    times: &Mutex<Vec<f64>>,
    wrong: &Mutex<Vec<String>>,
    ask: impl FnOnce() -> Result<(u16, String, String)>,
) {
    let start = Instant::now();
    let said = match ask() {
        Ok((200, ..)) => None,
        Ok((status, _, body)) => Some(format!(
            "{status} {}",
            body.chars().take(200).collect::<String>()
        )),
        Err(error) => Some(error.to_string()),
    };
    let taken = start.elapsed().as_secs_f64() * 1_000.0;
    times
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(taken);
    if let Some(said) = said {
        wrong
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(said);
    }
}
