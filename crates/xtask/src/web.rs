//! `cargo xtask web`: builds the interactive parts of the review desk with Node, and tests them.

use crate::{build, program, sh};
use std::fs::{File, read_dir};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

/// The oldest Node that the package is built with.
const NODE: u32 = 20;

/// The file that puts `web/dist/` into the program.
const EMBEDS: &str = "crates/annalist/src/desk/assets.rs";

/// `web` builds `web/dist/`; `web test` runs its tests as well, `web shots` takes the pictures for
/// the manual, `web bench` measures the map.
pub fn run(args: &[String]) -> Result<(), String> {
    node()?;
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {
            bundle()?;
            println!(
                "web/dist/ is built; the next cargo build --release puts it into the program."
            );
            Ok(())
        }
        ["test"] => {
            bundle()?;
            units()?;
            build()?;
            browser("browser", &[])
        }
        ["shots"] => {
            bundle()?;
            build()?;
            browser("shots", &[("ANNALIST_SHOTS", "docs/screenshots")])
        }
        ["bench"] => {
            bundle()?;
            browser("bench", &[])
        }
        _ => Err("cargo xtask web builds web/; web test tests it, web shots takes the manual's pictures, web bench measures the map".to_owned()),
    }
}

/// Builds and tests the scripts, where there is Node; says so and gives `false` where there is not.
pub fn prepare() -> Result<bool, String> {
    if let Err(missing) = node() {
        println!("the interactive pages are neither built nor tested: {missing}");
        return Ok(false);
    }
    // Without a network there are no packages, and the program is the same but for its scripts.
    if let Err(error) = packages() {
        println!(
            "the interactive pages are neither built nor tested: their packages could not be fetched ({error})"
        );
        return Ok(false);
    }
    bundle()?;
    units()?;
    Ok(true)
}

/// Builds the scripts for the demo, where there is Node; the desk is the same but for its keys and its maps
/// without them.
pub fn for_demo() {
    let built = node().and_then(|()| packages()).and_then(|()| bundle());
    if let Err(why) = built {
        println!("the review desk is built without its scripts (keys, maps that move): {why}");
    }
}

/// The tests in the browser, against the program as it is built now; a second time where the first failed, as a
/// loaded machine may draw slower than any test will wait. What fails twice is a fault.
pub fn pages() -> Result<(), String> {
    browser("browser", &[]).or_else(|error| {
        println!("{error}; once more, to tell a fault from a slow machine");
        browser("browser", &[])
    })
}

/// Runs one of the package's scripts that need Chromium; says so where there is none.
fn browser(script: &str, env: &[(&str, &str)]) -> Result<(), String> {
    let Some(chromium) = chromium() else {
        println!(
            "the pages are not tested in a browser: no Chromium found (install it, or set CHROMIUM to its path)"
        );
        return Ok(());
    };
    let annalist = program("annalist");
    let mut all = vec![
        ("CHROMIUM", chromium.as_str()),
        ("ANNALIST", annalist.as_str()),
    ];
    all.extend_from_slice(env);
    npm(&["run", "--silent", script], &all)
}

/// Installs what the lock file names, if that has not been done, and bundles `src/` into `dist/`.
fn bundle() -> Result<(), String> {
    packages()?;
    npm(&["run", "--silent", "build"], &[])?;
    embed()
}

/// Makes cargo see a `dist/` that has changed: it knows the files that it put into the program,
/// and not those that are new.
fn embed() -> Result<(), String> {
    let embedded = modified(Path::new(EMBEDS));
    let dist = Path::new("web/dist");
    let files = read_dir(dist).map_err(|error| format!("cannot read web/dist: {error}"))?;
    let newest = files
        .filter_map(|file| modified(&file.ok()?.path()))
        .chain(modified(dist))
        .max();
    if newest > embedded {
        File::options()
            .write(true)
            .open(EMBEDS)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(|error| format!("cannot touch {EMBEDS}: {error}"))?;
    }
    Ok(())
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|data| data.modified()).ok()
}

fn units() -> Result<(), String> {
    npm(&["run", "--silent", "types"], &[])?;
    npm(&["run", "--silent", "test"], &[])
}

/// `npm ci`, unless the packages are as the lock file wants them.
fn packages() -> Result<(), String> {
    let installed = Path::new("web/node_modules/.package-lock.json");
    let lock = modified(Path::new("web/package-lock.json"));
    if lock.is_none() {
        return Err("web/ is not here: run cargo xtask in the project's folder".to_owned());
    }
    if modified(installed) >= lock {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"], &[])
}

/// Runs npm in `web/`.
fn npm(args: &[&str], env: &[(&str, &str)]) -> Result<(), String> {
    let mut all = vec!["--prefix", "web"];
    all.extend_from_slice(args);
    sh(npm_name(), &all, env)
}

fn npm_name() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// An error that says what is missing, where Node or npm are, or are too old.
fn node() -> Result<(), String> {
    let missing = format!(
        "Node {NODE} or later with npm is needed to build the interactive parts, from https://nodejs.org or your system's packages; without them, cargo build gives the same program with pages drawn by the server"
    );
    let version = output("node", &["--version"]).ok_or_else(|| missing.clone())?;
    let major: u32 = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|part| part.parse().ok())
        .unwrap_or(0);
    if major < NODE {
        return Err(format!("{missing} (this is {})", version.trim()));
    }
    output(npm_name(), &["--version"]).map(drop).ok_or(missing)
}

/// What a program prints, if it is there and succeeds.
fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(args)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The Chromium to test with: `CHROMIUM`, or one of the usual names.
fn chromium() -> Option<String> {
    if let Ok(path) = std::env::var("CHROMIUM") {
        return Some(path);
    }
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ]
    .into_iter()
    .filter(|name| output(name, &["--version"]).is_some())
    // One that is there and cannot draw an empty page tests nothing.
    .find(|name| {
        let empty = ["--headless", "--no-sandbox", "--dump-dom", "about:blank"];
        if cfg!(target_os = "linux") {
            let limited = [&["120", *name][..], &empty].concat();
            output("timeout", &limited).is_some()
        } else {
            output(name, &empty).is_some()
        }
    })
    .map(str::to_owned)
}
