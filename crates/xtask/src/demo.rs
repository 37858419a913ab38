//! `cargo xtask demo [--no-serve]`: from nothing to a table, a map, a brief and the review desk.

use crate::{build, program, sh, target, web};
use std::path::Path;

/// Builds the program, codes `demo/` into a casebook and shows what came of it.
///
/// Ends by serving the casebook and printing its address; `--no-serve` leaves that out.
pub fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.iter().find(|arg| *arg != "--no-serve") {
        return Err(format!(
            "`{unknown}`? cargo xtask demo takes --no-serve and nothing else"
        ));
    }
    if !Path::new("demo/index.jsonl").is_file() {
        return Err("demo/ is not here: run cargo xtask demo in the project's folder".to_owned());
    }
    web::for_demo();
    println!("Building; the first time takes ten minutes or more on two cores.");
    build()?;
    let annalist = &program("annalist");
    let out = target().join("demo");
    if out.exists() {
        std::fs::remove_dir_all(&out)
            .map_err(|error| format!("cannot empty {}: {error}", out.display()))?;
    }
    std::fs::create_dir_all(&out)
        .map_err(|error| format!("cannot make {}: {error}", out.display()))?;
    let path = |name: &str| -> Result<String, String> {
        let path = out.join(name);
        path.to_str()
            .map(str::to_owned)
            .ok_or_else(|| "the target folder's path is not UTF-8".to_owned())
    };
    let casebook = path("demo.annalist")?;
    let (csv, geojson, map, brief) = (
        path("incidents.csv")?,
        path("incidents.geojson")?,
        path("map.html")?,
        path("brief.html")?,
    );
    sh(annalist, &["add", "-c", &casebook, "demo"], &[])?;
    sh(annalist, &["list", "-c", &casebook], &[])?;
    sh(annalist, &["export", "-c", &casebook, "csv", &csv], &[])?;
    sh(
        annalist,
        &["export", "-c", &casebook, "geojson", &geojson],
        &[],
    )?;
    sh(annalist, &["map", "-c", &casebook, &map], &[])?;
    sh(
        annalist,
        &[
            "brief",
            "-c",
            &casebook,
            "assessment",
            "--set",
            "title=What the demo reports tell",
            "--set",
            "window=2030-10/2031-03",
            "-o",
            &brief,
        ],
        &[],
    )?;
    println!("\nWritten:");
    for file in [&casebook, &csv, &geojson, &map, &brief] {
        println!("  {file}");
    }
    if args.iter().any(|arg| arg == "--no-serve") {
        return Ok(());
    }
    println!();
    sh(annalist, &["serve", "-c", &casebook, "--port", "0"], &[])
}
