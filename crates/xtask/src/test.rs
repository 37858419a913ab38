//! `cargo xtask test`: exactly what CI runs.

use crate::{sh, tidy};

/// Format, lints, tidiness, the codebook, every test of the workspace.
///
/// The interactive pages are tested by `cargo xtask web test`, which needs Node and Chromium.
pub fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.first() {
        return Err(format!(
            "`{unknown}`? cargo xtask test takes nothing; cargo test --release -p CRATE NAME runs one test"
        ));
    }
    sh("cargo", &["fmt", "--all", "--check"], &[])?;
    tidy::run(&[])?;
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
    sh("cargo", &["test", "--release", "--workspace"], &[])
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
