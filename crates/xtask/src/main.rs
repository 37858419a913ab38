//! The menu of project tasks: `cargo xtask` lists them.

mod gazetteer;
mod merging;
mod score;
// mod train;

use std::process::ExitCode;

/// Verb, what it does, and the function that does it.
type Task = (
    &'static str,
    &'static str,
    fn(&[String]) -> anyhow::Result<()>,
);

const TASKS: &[Task] = &[
    (
        "score",
        "measure on labelled documents: score incidents|merging|language",
        score::run,
    ),
    (
        "gazetteer",
        "pack gazetteer/ from its sources: gazetteer --from DIR",
        gazetteer::run,
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
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
