use crate::cli::{Everywhere, Which};
use crate::context::Known;
use crate::output::{self, Ending};
use crate::record::Record;
use anyhow::{Result, bail};
use clap::Args;
use codebook::gazetteer::{Outline, outlines, outlines_fine};
use formats::write::incidents::{CasebookView, ExportOptions};
use formats::write::map::{BaseOutline, MapOptions, map_html, map_svg};
use std::path::PathBuf;

/// Draw incidents on a map: a picture, or a page that works offline
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist map kabul.html
  annalist map attacks.svg --where \"class = attack and date in 2022\" --title \"Attacks in 2022\"

How well a place is known is drawn: what is known by country only is no pin.")]
pub struct Map {
    /// The map: a file ending in .svg or .html
    #[arg(value_name = "OUT")]
    out: PathBuf,

    #[command(flatten)]
    which: Which,

    /// Headline
    #[arg(long, value_name = "TEXT", default_value = "Incidents")]
    title: String,

    /// Print the names of private persons
    #[arg(long)]
    with_persons: bool,
}

pub fn run(args: &Map, everywhere: &Everywhere) -> Result<Ending> {
    let ending = args.out.extension().and_then(|ending| ending.to_str());
    let draw = match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("svg") => map_svg,
        Some("html" | "htm") => map_html,
        _ => bail!(
            "cannot tell what kind of map {} is; end its name in .svg or .html",
            args.out.display()
        ),
    };
    let knowledge = everywhere.knowledge()?;
    let record = Record::open(everywhere, args.which.policy, &knowledge)?;
    let known = Known::of(&knowledge, &record);
    let filter = known.filter(args.which.filter.as_deref())?;
    let chosen = known.chosen(filter.as_ref());
    let options = MapOptions {
        title: args.title.clone(),
        caption: filter.map_or_else(String::new, |filter| format!("Where {}.", filter.text())),
        export: ExportOptions {
            include_persons: args.with_persons,
            ..ExportOptions::default()
        },
        ..MapOptions::default()
    };
    let view: CasebookView<'_> = record.view(&chosen)?;
    output::write_file(&args.out, draw(&view, &base_map(), &options))?;
    output::note(&format!(
        "{} on {}",
        output::count(chosen.len(), "incident"),
        args.out.display()
    ));
    Ok(Ending::Done)
}

/// The base map that comes with the program.
pub fn base_map() -> Vec<BaseOutline> {
    outlines_fine().into_iter().map(outline).collect()
}

/// The same with coarser lines, for drawings as small as a chart.
pub fn small_base_map() -> Vec<BaseOutline> {
    outlines().into_iter().map(outline).collect()
}

fn outline(outline: Outline) -> BaseOutline {
    BaseOutline {
        country: outline
            .country
            .map(|code| String::from_utf8_lossy(&code).into_owned()),
        name: outline.name,
        rings: outline.rings,
    }
}
