//! `cargo xtask test`: exactly what CI runs.

use crate::{sh, tidy, web};

/// Format, lints, tidiness, the codebook, every test of the workspace, then the pages in a browser.
///
/// Without Node or Chromium, what needs them is left out, and a line says so.
pub fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.first() {
        return Err(format!(
            "`{unknown}`? cargo xtask test takes nothing; cargo test --release -p CRATE NAME runs one test"
        ));
    }
    sh("cargo", &["fmt", "--all", "--check"], &[])?;
    tidy::run(&[])?;
    let pages = web::check()?;
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
    if pages { web::browser(&[]) } else { Ok(()) }
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
