//! `cargo xtask bless`: accepts new output of cases and generated pages.

use crate::sh;

/// Runs the tests that hold snapshots and lets them write what they got.
pub fn run(_args: &[String]) -> Result<(), String> {
    let bless = [("ANNALIST_BLESS", "1")];
    sh(
        "cargo",
        &[
            "test",
            "--release",
            "--package",
            "coding",
            "--test",
            "cases",
        ],
        &bless,
    )?;
    sh(
        "cargo",
        &["test", "--release", "--package", "annalist"],
        &bless,
    )
}
