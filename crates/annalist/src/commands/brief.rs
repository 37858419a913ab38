use crate::brief::{Options, SHIPPED, View, render};
use crate::cli::{Everywhere, Which};
use crate::commands::map::base_map;
use crate::context::Known;
use crate::output::{self, Ending};
use crate::record::Record;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use formats::write::incidents::{CasebookView, ExportOptions};
use formats::write::map::{MapOptions, map_svg};
use model::Incident;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Write a brief from a template: every figure with a footnote to its words
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist brief situation -o brief.html
  annalist brief situation --set title=\"Kabul, September 2022\" --where \"place = 'Kabul'\" -o kabul.md
  annalist brief target-history --set target=diplomatic -o embassies.html
  annalist brief my-template.md > my-brief.md

Templates that come with the program: situation, target-history, campaign. `annalist codebook show
briefs/situation.md` prints one to start from.")]
pub struct Brief {
    /// The template: a Markdown file, or the name of one that comes with the program
    #[arg(value_name = "TEMPLATE")]
    template: PathBuf,

    /// The brief: a file ending in .md or .html; Markdown on standard output where not given
    #[arg(short, long, value_name = "OUT")]
    out: Option<PathBuf>,

    /// A value for the template; may be given several times
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,

    #[command(flatten)]
    which: Which,

    /// Print the names of private persons
    #[arg(long)]
    with_persons: bool,
}

fn setting(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.to_owned()))
        }
        _ => Err("write NAME=VALUE, for instance title=\"Kabul\"".to_owned()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Markdown,
    Html,
}

pub fn run(args: &Brief, everywhere: &Everywhere) -> Result<Ending> {
    let kind = kind(args.out.as_deref())?;
    let (name, mut template) = template(&args.template)?;
    let knowledge = everywhere.knowledge()?;
    let record = Record::open(everywhere, args.which.policy, &knowledge)?;
    let known = Known::of(&knowledge, &record);
    let filter = known.filter(args.which.filter.as_deref())?;
    let chosen = known.chosen(filter.as_ref());
    if let Some(filter) = &filter {
        // Whoever reads the brief is told that it is not about the whole record.
        let filter = filter.text().replace('`', "'").replace("{{", "{ {");
        let _ = writeln!(template, "\n\nOnly incidents where `{filter}`.");
    }
    let reports = record.reports()?;
    let outlines = base_map();
    let draw = |incidents: &[&Incident]| {
        let incidents: Vec<Incident> = incidents.iter().copied().cloned().collect();
        let view = CasebookView {
            incidents: &incidents,
            accounts: &record.accounts,
            reports,
        };
        let options = MapOptions {
            export: ExportOptions {
                include_persons: args.with_persons,
                ..ExportOptions::default()
            },
            ..MapOptions::default()
        };
        map_svg(&view, &outlines, &options)
    };
    let stem = args.out.as_deref().and_then(Path::file_stem);
    let options = Options {
        values: args.settings.iter().cloned().collect(),
        map: Some(&draw),
        image_prefix: stem.map_or("brief".into(), |stem| stem.to_string_lossy().into_owned()),
        names: args.with_persons,
        ..Options::default()
    };
    let view = View {
        incidents: &chosen,
        accounts: &record.accounts,
        reports,
        context: &known,
    };
    let brief = render(&template, &name, &view, args.which.policy.word(), &options)?;
    brief.notes.iter().for_each(|note| output::note(note));
    let out = args.out.as_deref().unwrap_or(Path::new("-"));
    if kind == Kind::Html {
        output::write_file(out, &brief.html)?;
        return Ok(Ending::Done);
    }
    if args.out.is_some() {
        for image in &brief.images {
            output::write_file(&out.with_file_name(&image.name), &image.svg)?;
        }
    } else if !brief.images.is_empty() {
        output::note("its maps are files beside it: give -o OUT.md or -o OUT.html to have them");
    }
    output::write_file(out, &brief.markdown)?;
    Ok(Ending::Done)
}

fn kind(out: Option<&Path>) -> Result<Kind> {
    let Some(out) = out else {
        return Ok(Kind::Markdown);
    };
    let ending = out.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("md" | "markdown") => Ok(Kind::Markdown),
        Some("html" | "htm") => Ok(Kind::Html),
        _ => bail!(
            "cannot tell what kind of brief {} is; end its name in .md or .html",
            out.display()
        ),
    }
}

/// The file, or the template of that name that comes with the program.
fn template(path: &Path) -> Result<(String, String)> {
    let shown = path.display().to_string();
    if !path.exists() {
        let shipped = SHIPPED
            .iter()
            .find(|(name, _)| *name == shown || name.strip_suffix(".md") == Some(&shown));
        if let Some((name, text)) = shipped {
            return Ok(((*name).to_owned(), (*text).to_owned()));
        }
        let names: Vec<&str> = SHIPPED
            .iter()
            .map(|(name, _)| name.trim_end_matches(".md"))
            .collect();
        bail!(
            "there is no template {shown}; name a Markdown file, or one of {}",
            names.join(", ")
        );
    }
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the template {shown} as text"))?;
    Ok((shown, text))
}
