//! `cargo xtask web`: builds the interactive parts of the review desk with Node, and tests them.

use crate::{build, program, sh};
use std::path::Path;
use std::process::{Command, Stdio};

/// The oldest Node that the package is built with.
const NODE: u32 = 20;

/// `web` builds `web/dist/`; `web test` runs its tests as well, `web shots` also takes the pictures for the manual.
pub fn run(args: &[String]) -> Result<(), String> {
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
            browser(&[])
        }
        ["shots"] => {
            bundle()?;
            browser(&[("ANNALIST_SHOTS", "docs/screenshots")])
        }
        _ => Err("cargo xtask web builds web/; cargo xtask web test tests it, cargo xtask web shots takes the manual's pictures".to_owned()),
    }
}

/// The tests in the browser, against the program as it is built now.
pub fn browser(env: &[(&str, &str)]) -> Result<(), String> {
    let Some(chromium) = chromium() else {
        println!(
            "the pages are not tested in a browser: no Chromium found (set CHROMIUM to its path)"
        );
        return Ok(());
    };
    build()?;
    let annalist = program("annalist");
    if output(&annalist, &["serve", "--help"]).is_none() {
        println!("the pages are not tested in a browser: this program serves none yet");
        return Ok(());
    }
    let mut all = vec![
        ("CHROMIUM", chromium.as_str()),
        ("ANNALIST", annalist.as_str()),
    ];
    all.extend_from_slice(env);
    npm(&["run", "--silent", "browser"], &all)
}

/// Installs what the lock file names, if that has not been done, and bundles `src/` into `dist/`.
fn bundle() -> Result<(), String> {
    node()?;
    packages()?;
    npm(&["run", "--silent", "build"], &[])
}

fn units() -> Result<(), String> {
    npm(&["run", "--silent", "types"], &[])?;
    npm(&["run", "--silent", "test"], &[])
}

/// `npm ci`, unless the packages are as the lock file wants them.
fn packages() -> Result<(), String> {
    let installed = Path::new("web/node_modules/.package-lock.json");
    let modified = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    let lock = modified(Path::new("web/package-lock.json"));
    if lock.is_none() {
        return Err("web/ is not here: run cargo xtask web in the project's folder".to_owned());
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
    .find(|name| output(name, &["--version"]).is_some())
    .map(str::to_owned)
}
