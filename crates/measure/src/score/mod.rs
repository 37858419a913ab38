//! `cargo xtask score`: how good the program is, measured on labelled data that lies beside the project.
//!
//! `cargo xtask score NAME [--data DIR] [--json]` measures one row; [`ROWS`] lists the names. The figures come
//! from the reference scorers, Python files beside the data, so that they mean what they mean elsewhere.

pub mod data;
mod dates;
mod geo;
mod incidents;
mod muc;
mod overcoding;
pub mod scorer;
mod settings;
mod speed;
mod ud;

use ::codebook::Codebook;
use anyhow::bail;
use serde_json::{Map, Value as Json};
pub use settings::Settings;
use std::path::Path;

/// What one row measured: the scorer's own figures, and whatever was measured beside them.
pub type Figures = Map<String, Json>;

/// A row: its name, what it measures, and the function that does it.
struct Row {
    name: &'static str,
    what: &'static str,
    run: fn(&Settings) -> anyhow::Result<Figures>,
}

/// Everything that can be measured by itself.
const ROWS: &[Row] = &[
    Row {
        name: "incidents",
        what: "incident records, tallies and warnings on labelled documents",
        run: incidents::score,
    },
    Row {
        name: "muc4",
        what: "MUC-4 templates (--split tst1,tst2)",
        run: muc::score,
    },
    Row {
        name: "dates",
        what: "single dates and date ranges (Recognizers-Text)",
        run: dates::recognizers,
    },
    Row {
        name: "duckling",
        what: "date phrases, day grain and coarser (duckling)",
        run: dates::duckling,
    },
    Row {
        name: "geo",
        what: "place names found and placed (LGL, GeoWebNews, TR-News, GeoVirus)",
        run: geo::score,
    },
    Row {
        name: "ud",
        what: "tags and trees from raw text (UD_English-EWT, GUM)",
        run: ud::score,
    },
    Row {
        name: "same_incident",
        what: "accounts of one incident put together",
        run: crate::merging::score,
    },
    Row {
        name: "overcoding",
        what: "incidents read in text without incidents",
        run: overcoding::score,
    },
    Row {
        name: "speed",
        what: "words per second, start-up, memory, two threads",
        run: speed::score,
    },
];

/// Measures what its first argument names.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let name = args.first().map(|name| match name.as_str() {
        // Names of before, in notes and habits.
        "language" => "ud",
        "merging" => "same_incident",
        other => other,
    });
    let Some(row) = ROWS.iter().find(|row| Some(row.name) == name) else {
        let rows: Vec<String> = ROWS
            .iter()
            .map(|row| format!("  {:<14} {}", row.name, row.what))
            .collect();
        bail!("score what?\n{}", rows.join("\n"));
    };
    let settings = Settings::read(&args[1..])?;
    let figures = (row.run)(&settings)?;
    if settings.json {
        let mut line = Figures::new();
        line.insert("row".into(), row.name.into());
        line.extend(figures);
        println!("{}", Json::Object(line));
    }
    Ok(())
}

/// The codebook from its folder, so that a change of words needs no build.
fn codebook() -> anyhow::Result<Codebook> {
    Codebook::load(Path::new("codebook")).map_err(|error| anyhow::anyhow!("{error}"))
}
