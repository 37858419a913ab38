//! `cargo xtask test`: exactly what CI runs.

use crate::{sh, tidy, web};

/// Format, lints, tidiness, the codebook, every test of the workspace, the pages in a browser.
///
/// The pages need Node and Chromium; where these are not, that is said, and the rest is tested.
pub fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.first() {
        return Err(format!(
            "`{unknown}`? cargo xtask test takes nothing; cargo test --release -p CRATE NAME runs one test"
        ));
    }
    sh("cargo", &["fmt", "--all", "--check"], &[])?;
    tidy::run(&[])?;
    // First, so that the program is built once, with the scripts in it.
    let scripts = web::prepare()?;
    sh(
        "cargo",
        &[
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ],
        &[],
    )?;
    sh("cargo", &["test", "--release", "--workspace"], &[])?;
    if scripts {
        web::pages()?;
    }
    println!("\nEverything passes.");
    Ok(())
}

/// The codebook's own check, and its examples as tests.
pub fn codebook(_args: &[String]) -> Result<(), String> {
    sh(
        "cargo",
        &[
            "run",
            "--quiet",
            "--release",
            "--package",
            "annalist",
            "--",
            "codebook",
            "check",
            "codebook",
        ],
        &[],
    )?;
    sh(
        "cargo",
        &[
            "test",
            "--release",
            "--package",
            "coding",
            "--test",
            "examples",
        ],
        &[],
    )
}
