//! The tasks that need the whole program: `cargo xtask score|train|load|gazetteer` come here.

mod confidence;
mod desk;
mod gazetteer;
mod gva;
mod load;
mod merging;
mod score;
mod train;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let result = match args.first().map(String::as_str) {
        Some("score") => score::run(rest),
        Some("train") if rest.first().is_some_and(|what| what == "confidence") => {
            confidence::run(&rest[1..])
        }
        Some("train") if rest.first().is_some_and(|what| what == "merging") => {
            gva::learn::run(&rest[1..])
        }
        Some("train") => train::run(rest),
        Some("load") => load::run(rest),
        Some("gazetteer") => gazetteer::run(rest),
        Some("desk") => desk::run(rest),
        _ => Err(anyhow::anyhow!("measure what? cargo xtask lists the tasks")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
