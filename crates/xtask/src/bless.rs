//! `cargo xtask bless`: accepts what comes out now as what is expected.

use crate::sh;

/// Runs the tests that keep their expectations in files, with leave to rewrite them.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    if let Some(unknown) = args.first() {
        anyhow::bail!("`{unknown}`? cargo xtask bless takes nothing");
    }
    let bless = [("ANNALIST_BLESS", "1")];
    let coding = [
        "test",
        "--release",
        "--package",
        "coding",
        "--test",
        "cases",
    ];
    sh("cargo", &coding, &bless)?;
    let annalist = ["test", "--release", "--package", "annalist", "--tests"];
    sh("cargo", &annalist, &bless)?;
    eprintln!("now read the difference: git diff crates docs");
    Ok(())
}
