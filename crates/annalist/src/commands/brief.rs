use crate::brief::{
    self, Brief as Made, Changes, Figures, Options, SHIPPED, View, changes, keys, render,
};
use crate::cli::{Everywhere, Which};
use crate::commands::map::{base_map, small_base_map};
use crate::context::Known;
use crate::output::{self, Ending};
use crate::record::Record;
use crate::stated::stated;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use formats::write::incidents::{CasebookView, ExportOptions};
use formats::write::map::{MapOptions, map_svg};
use model::Incident;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Write a brief from a template: every figure with a footnote to its words
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist brief --list                           the templates that come along
  annalist brief situation --set month=2023-03 -o march.html
  annalist brief target-history --set target=diplomatic -o embassies.docx
  annalist brief assessment -o assessment.pdf --cite-style chicago-notes --bibliography reports.bib
  annalist brief situation -o pashto.pdf --font NotoNaskhArabic-Regular.ttf
  annalist brief my-template.md > my-brief.md
  annalist brief my-template.md -o out.html --check      has any figure changed?

`annalist codebook show briefs/situation.md` prints a template to start from; docs/briefs.md lists all
blocks. Beside OUT, OUT.figures.json keeps what each figure was: the next run lists the sentences whose
numbers changed, old and new and why.")]
pub struct Brief {
    /// The template: a Markdown file, or the name of one that comes with the program
    #[arg(value_name = "TEMPLATE", required_unless_present = "list")]
    template: Option<PathBuf>,

    /// The brief: a file ending in .md, .html, .docx or .pdf; Markdown on standard output where not given
    #[arg(short, long, value_name = "OUT")]
    out: Option<PathBuf>,

    /// A value for the template; may be given several times
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,

    #[command(flatten)]
    which: Which,

    /// How reports are cited in .html, .docx and .pdf: a style by name (chicago-notes, apa, …) or a .csl file
    #[arg(long, value_name = "STYLE")]
    cite_style: Option<String>,

    /// Write the reports that are cited as a BibTeX file too
    #[arg(long, value_name = "OUT.bib")]
    bibliography: Option<PathBuf>,

    /// A font (.ttf, .otf, .ttc) for letters that the fonts within lack, in .pdf and in the charts of .docx; may be given several times
    #[arg(long = "font", value_name = "FILE")]
    fonts: Vec<PathBuf>,

    /// Write what changed since the last run to a file, instead of standard error
    #[arg(long, value_name = "FILE", requires = "out")]
    changes: Option<PathBuf>,

    /// Write nothing; exit with 1 where figures changed since the brief was made
    #[arg(long, requires = "out")]
    check: bool,

    /// Print the names of private persons
    #[arg(long)]
    with_persons: bool,

    /// List the templates that come with the program
    #[arg(long)]
    list: bool,
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
    Docx,
    Pdf,
}

pub fn run(args: &Brief, everywhere: &Everywhere) -> Result<Ending> {
    if args.list {
        let rows = SHIPPED.map(|(name, about, _)| vec![name.to_owned(), about.to_owned()]);
        output::print(&output::columns_of(&rows, output::for_tables()))?;
        return Ok(Ending::Done);
    }
    let kind = kind(args.out.as_deref())?;
    let style = style(args.cite_style.as_deref(), kind)?;
    let fonts = fonts(&args.fonts, kind)?;
    let shown = args.template.as_deref().unwrap_or(Path::new(""));
    let (name, mut template) = template(shown)?;
    known_settings(&args.settings, &template)?;
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
    let small = small_base_map();
    let all_keys = keys(reports.keys());
    let options = Options {
        values: args.settings.iter().cloned().collect(),
        map: Some(&draw),
        outlines: &small,
        keys: match kind {
            Kind::Markdown => BTreeMap::new(),
            Kind::Html | Kind::Docx | Kind::Pdf => all_keys.clone(),
        },
        names: args.with_persons,
        ..Options::default()
    };
    let stated = stated(&record.casebook)?;
    let warned = record.casebook.warnings()?;
    let view = View {
        incidents: &chosen,
        accounts: &record.accounts,
        reports,
        context: &known,
        stated: &stated,
        warned: &warned,
    };
    let policy = args.which.policy.word();
    let made = render(&template, &name, &view, policy, &options)?;
    made.notes.iter().for_each(|note| output::note(note));
    let coder = knowledge.coder();
    let figures = Figures::of(made.figures.clone(), &view, policy, &coder, &options.values);
    let Some(out) = &args.out else {
        if !made.images.is_empty() {
            output::note(
                "its pictures are files beside it: give -o OUT.md or another OUT to have them",
            );
        }
        output::print(&made.markdown_with(|image| format!("{}.svg", image.name)))?;
        return Ok(Ending::Done);
    };
    let kept = beside(out);
    let before = before(&kept)?;
    if args.check {
        let Some(before) = before else {
            bail!(
                "there is no {}: make the brief once without --check",
                kept.display()
            );
        };
        let found = changes(&before, &figures, &view);
        tell(&found, args.changes.as_deref(), true)?;
        return Ok(Ending::of(!found.is_empty()));
    }
    if let Some(path) = &args.bibliography {
        let sources = brief::sources(&made, &view, &all_keys);
        output::write_file(path, typeset::bibtex(&sources))?;
    }
    let look = typeset::Options {
        style,
        fonts,
        ..typeset::Options::default()
    };
    write(&made, &view, &all_keys, kind, &look, out)?;
    output::write_file(&kept, figures.to_json())?;
    if let Some(before) = before {
        let found = changes(&before, &figures, &view);
        tell(&found, args.changes.as_deref(), false)?;
    } else if let Some(path) = &args.changes {
        output::write_file(path, "There was no brief before.\n")?;
    }
    Ok(Ending::Done)
}

/// Where a brief's figures are kept: `brief.html.figures.json` beside `brief.html`.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".figures.json");
    PathBuf::from(name)
}

/// What the brief said last; nothing where it was never made.
fn before(kept: &Path) -> Result<Option<Figures>> {
    if !kept.exists() {
        return Ok(None);
    }
    let text =
        fs::read_to_string(kept).with_context(|| format!("cannot read {}", kept.display()))?;
    match Figures::read(&text) {
        Ok(figures) => Ok(Some(figures)),
        Err(why) => {
            output::note(&format!(
                "{} cannot be compared with: {why}",
                kept.display()
            ));
            Ok(None)
        }
    }
}

/// The list of changes: into a file, or on standard error; of a check, on standard output.
fn tell(found: &Changes, file: Option<&Path>, check: bool) -> Result<()> {
    let text = found.to_text();
    match file {
        Some(path) => output::write_file(path, &text),
        None if check => output::print(&output::lines_plain(&text)),
        None => {
            let text = output::lines_plain(text.trim_end());
            text.lines().for_each(output::remark);
            Ok(())
        }
    }
}

fn write(
    made: &Made,
    view: &View<'_>,
    keys: &BTreeMap<String, String>,
    kind: Kind,
    options: &typeset::Options,
    out: &Path,
) -> Result<()> {
    let stem = out
        .file_stem()
        .map_or("brief".into(), |stem| stem.to_string_lossy());
    if kind == Kind::Markdown {
        let file = |image: &brief::Image| format!("{stem}-{}.svg", image.name);
        for image in &made.images {
            output::write_file(&out.with_file_name(file(image)), &image.svg)?;
        }
        return output::write_file(out, made.markdown_with(file));
    }
    let document = brief::document(made, brief::sources(made, view, keys));
    let bytes = match kind {
        Kind::Docx => typeset::docx(&document, options)?,
        Kind::Pdf => typeset::pdf(&document, options)?,
        _ => typeset::html(&document, options)?.into_bytes(),
    };
    output::write_file(out, bytes)
}

fn kind(out: Option<&Path>) -> Result<Kind> {
    let Some(out) = out else {
        return Ok(Kind::Markdown);
    };
    let ending = out.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("md" | "markdown") => Ok(Kind::Markdown),
        Some("html" | "htm") => Ok(Kind::Html),
        Some("docx") => Ok(Kind::Docx),
        Some("pdf") => Ok(Kind::Pdf),
        _ => bail!(
            "cannot tell what kind of brief {} is; end its name in .md, .html, .docx or .pdf",
            out.display()
        ),
    }
}

/// The style of citations: by name, or from a file; footnotes in full where none is given.
fn style(wanted: Option<&str>, kind: Kind) -> Result<typeset::Style> {
    let Some(wanted) = wanted else {
        return Ok(typeset::Style::named("chicago-notes").unwrap_or_default());
    };
    if kind == Kind::Markdown {
        output::note(
            "a brief in Markdown cites reports in full; --cite-style is for .html, .docx and .pdf",
        );
    }
    let path = Path::new(wanted);
    if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csl"))
    {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the citation style {wanted}"))?;
        return Ok(typeset::Style::from_csl(&text)?);
    }
    Ok(typeset::Style::named(wanted)?)
}

/// The fonts that were asked for, checked.
fn fonts(paths: &[PathBuf], kind: Kind) -> Result<Vec<Vec<u8>>> {
    if !paths.is_empty() && !matches!(kind, Kind::Docx | Kind::Pdf) {
        output::note(
            "fonts are set into .pdf and .docx; other briefs are read in the reader's own",
        );
    }
    let read = |path: &PathBuf| {
        let shown = path.display();
        let bytes = fs::read(path).with_context(|| format!("cannot read the font {shown}"))?;
        if !typeset::is_font(&bytes) {
            bail!("{shown} is no font; give a file that ends in .ttf, .otf or .ttc");
        }
        Ok(bytes)
    };
    paths.iter().map(read).collect()
}

/// The file, or the template of that name that comes with the program.
/// Refuses a value for a name that the template does not hold: a slip would leave the brief on its defaults.
fn known_settings(settings: &[(String, String)], template: &str) -> Result<()> {
    let Some(names) = brief::names_in(template) else {
        return Ok(());
    };
    for (name, _) in settings {
        if names.contains(name) {
            continue;
        }
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let hint = match analysis::nearest(name, all.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if all.is_empty() => "it takes none".to_owned(),
            None => format!("it takes {}", all.join(", ")),
        };
        bail!("the template takes no value `{name}`: {hint}");
    }
    Ok(())
}

fn template(path: &Path) -> Result<(String, String)> {
    let shown = path.display().to_string();
    if !path.exists() {
        let wanted = shown.strip_suffix(".md").unwrap_or(&shown);
        let shipped = SHIPPED.iter().find(|(name, ..)| *name == wanted);
        if let Some((name, _, text)) = shipped {
            return Ok((format!("{name}.md"), (*text).to_owned()));
        }
        let names: Vec<&str> = SHIPPED.iter().map(|(name, ..)| *name).collect();
        bail!(
            "there is no template {shown}; name a Markdown file, or one of {}",
            names.join(", ")
        );
    }
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the template {shown} as text"))?;
    Ok((shown, text))
}
