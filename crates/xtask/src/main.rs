//! The menu of project tasks: `cargo xtask` lists them.

mod bless;
mod demo;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

/// Verb, what it does, and the function that does it.
type Task = (
    &'static str,
    &'static str,
    fn(&[String]) -> Result<(), String>,
);

const TASKS: &[Task] = &[
    (
        "demo",
        "build, code demo/, write table, map and brief to target/demo, and open the review desk over it",
        demo::run,
    ),
    ("test", "everything that CI runs", test::run),
    (
        "codebook",
        "check codebook/ and run its examples",
        test::codebook,
    ),
    (
        "tidy",
        "check who uses whom, file lengths, and words that do not belong",
        tidy::run,
    ),
    (
        "bless",
        "accept what the cases and pages print now; read the diff",
        bless::run,
    ),
    (
        "web",
        "build the interactive pages with Node; web test, web shots, web bench: test, picture, measure them",
        web::run,
    ),
    (
        "score",
        "measure on labelled data: score, or score NAME; --write makes docs/accuracy.md",
        |args| measure("score", args),
    ),
    (
        "train",
        "learn the tagger and parser from the treebanks, how sure values are (train confidence), or what makes reports alike (train merging)",
        |args| measure("train", args),
    ),
    (
        "load",
        "a made-up casebook of a million accounts: merge it, add to it, ask it; times and memory",
        |args| measure("load", args),
    ),
    (
        "desk",
        "measure the review desk over a generated casebook: desk --incidents 250000 --seconds 60",
        |args| measure("desk", args),
    ),
    (
        "gazetteer",
        "pack gazetteer/ from its sources: gazetteer --from DIR",
        |args| measure("gazetteer", args),
    ),
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(verb) = args.first() else {
        println!("cargo xtask VERB\n");
        for (name, what, _) in TASKS {
            println!("  {name:<10} {what}");
        }
        return ExitCode::SUCCESS;
    };
    let Some((_, _, task)) = TASKS.iter().find(|(name, ..)| name == verb) else {
        eprintln!("there is no task `{verb}`: cargo xtask lists them");
        return ExitCode::from(2);
    };
    match task(&args[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a task of the `measure` program, built with everything else.
fn measure(task: &str, args: &[String]) -> Result<(), String> {
    build()?;
    let mut all = vec![task];
    all.extend(args.iter().map(String::as_str));
    sh(&program("measure"), &all, &[])
}

/// Builds every program of the workspace at once: one set of features, nothing built twice.
pub(crate) fn build() -> Result<(), String> {
    sh(
        "cargo",
        &["build", "--release", "--workspace", "--bins"],
        &[],
    )
}

/// Where a built program lies.
pub(crate) fn program(name: &str) -> String {
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    target()
        .join("release")
        .join(file)
        .to_string_lossy()
        .into_owned()
}

/// Runs a program with its output shown; an error where it fails.
pub(crate) fn sh(program: &str, args: &[&str], env: &[(&str, &str)]) -> Result<(), String> {
    eprintln!("$ {program} {}", args.join(" "));
    let status = std::process::Command::new(program)
        .args(args)
        .envs(env.iter().copied())
        .status()
        .map_err(|error| format!("cannot run {program}: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{program} {}` failed", args.join(" ")))
    }
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> std::path::PathBuf {
    std::env::var("CARGO_TARGET_DIR").map_or_else(|_| "target".into(), Into::into)
}
