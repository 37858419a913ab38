//! `cargo xtask score`: how good the program is, measured on labelled data that lies beside the project.
//!
//! Without a name everything that the data at hand allows is measured, and printed as one table with floors and
//! aims; `--write` makes `docs/accuracy.md` of it.
//! `cargo xtask score NAME [--data DIR] [--json]` measures one row; [`ROWS`] lists the names. The figures come
//! from the reference scorers, Python files beside the data, so that they mean what they mean elsewhere.

pub mod data;
mod dates;
mod figures;
mod geo;
pub mod incidents;
mod muc;
mod overcoding;
mod page;
pub mod reliability;
pub mod scorer;
mod settings;
pub mod speed;
mod table;
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
        name: "confidence",
        what: "values by confidence, and how many are right",
        run: reliability::score,
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
        name: "gva",
        what: "reports of one incident put together, as wholes (--split dev)",
        run: crate::gva::score,
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

/// Measures what its first argument names, or everything.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    let Some(name) = args.first().filter(|name| !name.starts_with("--")) else {
        return everything(args);
    };
    let name = match name.as_str() {
        // Names of before, in notes and habits.
        "language" => "ud",
        "merging" => "same_incident",
        other => other,
    };
    let Some(row) = ROWS.iter().find(|row| row.name == name) else {
        bail!("score what?\n{}", names());
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

fn names() -> String {
    let rows: Vec<String> = ROWS
        .iter()
        .map(|row| format!("  {:<14} {}", row.name, row.what))
        .collect();
    rows.join("\n")
}

/// Runs every row that the data allows and prints one table; `--write` makes `docs/accuracy.md` of it.
fn everything(args: &[String]) -> anyhow::Result<()> {
    let mut settings = Settings::read(args)?;
    settings.quiet = true;
    let mut measured = table::Measured::default();
    for row in ROWS {
        eprintln!("{}: {} …", row.name, row.what);
        match (row.run)(&settings) {
            Ok(figures) => {
                measured.figures.insert(row.name, figures);
            }
            Err(error) => {
                measured.missing.insert(row.name, format!("{error:#}"));
            }
        }
    }
    let before = page::at_last_commit();
    if settings.json {
        println!("{}", measured.json());
    } else {
        println!("{}", measured.text(&before));
    }
    if settings.write {
        page::write(&measured, settings.date.as_deref(), &before)?;
    }
    Ok(())
}

/// The codebook from its folder, so that a change of words needs no build.
pub fn codebook() -> anyhow::Result<Codebook> {
    Codebook::load(Path::new("codebook")).map_err(|error| anyhow::anyhow!("{error}"))
}
