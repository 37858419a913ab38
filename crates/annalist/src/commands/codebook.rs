use crate::brief::SHIPPED;
use crate::cli::Everywhere;
use crate::commands::gaps::{self, Gaps};
use crate::output::{self, Ending, count};
use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use codebook::{Codebook as Book, EventType, TriggerForm};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Check, show or document the codebook, or list the actors it lacks
#[derive(Debug, Subcommand)]
pub enum Codebook {
    Check(Check),
    Show(Show),
    Gaps(Gaps),
    Docs(Docs),
}

/// Check a codebook; every mistake is shown with line and caret
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist codebook check                     the built-in one
  annalist codebook check my-codebook/")]
pub struct Check {
    /// The folder; the built-in codebook where not given
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// List the files of the built-in codebook, print one, or write them all to a folder
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist codebook show
  annalist codebook show events/bombing.toml
  annalist codebook show --to my-codebook/    then use it with --codebook my-codebook/")]
pub struct Show {
    /// A file below the codebook
    #[arg(value_name = "PATH", conflicts_with = "to")]
    path: Option<String>,

    /// Write all files to this folder, which is made if it is not there
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

/// Print the reference page of classes, types, targets and weapons, in Markdown
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist codebook docs > classes.md
  annalist codebook docs --codebook my-codebook/")]
pub struct Docs {}

pub fn run(command: &Codebook, everywhere: &Everywhere) -> Result<Ending> {
    match command {
        Codebook::Check(args) => check(args.folder.as_deref().or(everywhere.codebook.as_deref())),
        Codebook::Show(args) => match (&args.path, &args.to) {
            (_, Some(folder)) => write_to(folder),
            (Some(path), None) => show(path),
            (None, None) => list(),
        },
        Codebook::Gaps(args) => gaps::run(args, everywhere),
        Codebook::Docs(_) => {
            let knowledge = everywhere.knowledge()?;
            output::print(&reference(knowledge.codebook))?;
            Ok(Ending::Done)
        }
    }
}

fn check(folder: Option<&Path>) -> Result<Ending> {
    let loaded;
    let book = match folder {
        None => Book::embedded(),
        Some(folder) => {
            loaded = Book::load(folder)?;
            &loaded
        }
    };
    let name = folder.map_or("the built-in codebook".to_owned(), |f| {
        f.display().to_string()
    });
    if book.events.is_empty() {
        bail!(
            "{name} has no event types; write a copy of the built-in one with `annalist codebook show --to DIR`"
        );
    }
    output::print(&format!(
        "{name} is sound: {}, {}, {}, {}, {}; hash {}\n",
        count(book.events.len(), "event type"),
        count(book.triggers.len(), "trigger"),
        count(book.actors.len(), "actor"),
        count(book.targets.len(), "target type"),
        count(book.weapons.len(), "weapon"),
        book.hash
    ))?;
    Ok(Ending::Done)
}

/// All files: the codebook's and the briefs'.
fn files() -> BTreeMap<String, &'static str> {
    let book = Book::embedded_files().iter();
    let book = book.map(|(path, text)| ((*path).to_owned(), *text));
    let briefs = SHIPPED.iter();
    let briefs = briefs.map(|(name, _, text)| (format!("briefs/{name}.md"), *text));
    book.chain(briefs).collect()
}

fn list() -> Result<Ending> {
    let paths: Vec<String> = files().into_keys().collect();
    output::print(&format!("{}\n", paths.join("\n")))?;
    Ok(Ending::Done)
}

fn show(path: &str) -> Result<Ending> {
    let files = files();
    let Some(text) = files.get(path) else {
        let near = analysis::nearest(path, files.keys().map(String::as_str));
        let hint = near.map_or_else(
            || "`annalist codebook show` lists them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        bail!("the codebook has no file `{path}`; {hint}");
    };
    output::print(text)?;
    Ok(Ending::Done)
}

fn write_to(folder: &Path) -> Result<Ending> {
    let files = files();
    for path in files.keys() {
        let path = folder.join(path);
        if path.exists() {
            bail!("{} exists already; name a new folder", path.display());
        }
    }
    for (path, text) in &files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot make the folder {}", parent.display()))?;
        }
        output::write_file(&path, text)?;
    }
    output::note(&format!(
        "{} in {}; use them with --codebook {}",
        count(files.len(), "file"),
        folder.display(),
        folder.display()
    ));
    Ok(Ending::Done)
}

/// Classes, types, targets and weapons as Markdown.
fn reference(book: &Book) -> String {
    let mut out = "# Classes, types, targets and weapons\n\n\
        This page is made by `annalist codebook docs` from the codebook.\n"
        .to_owned();
    let mut classes: BTreeMap<&str, Vec<&EventType>> = BTreeMap::new();
    for event in &book.events {
        classes.entry(&event.class).or_default().push(event);
    }
    for (class, mut events) in classes {
        events.sort_by(|a, b| a.code.cmp(&b.code));
        let _ = write!(out, "\n## Class `{class}`\n");
        for event in events {
            event_type(&mut out, event);
        }
    }
    out.push_str("\n## Targets\n\n| code | name | means | example |\n|---|---|---|---|\n");
    for target in &book.targets {
        let example = target.examples.first().map_or("", String::as_str);
        row(
            &mut out,
            [
                &format!("`{}`", target.code),
                &target.name,
                &target.means,
                example,
            ],
        );
    }
    out.push_str("\n## Weapons\n\n| code | name | means | example |\n|---|---|---|---|\n");
    for weapon in &book.weapons {
        let example = weapon.examples.first().map_or("", String::as_str);
        row(
            &mut out,
            [
                &format!("`{}`", weapon.code),
                &weapon.name,
                &weapon.means,
                example,
            ],
        );
    }
    out.push_str("\n## What stated counts count\n\n");
    for code in &book.counted {
        let words = book.words.tallies.get(code).map(|words| words.join(", "));
        let _ = writeln!(out, "- `{code}`: {}", cell(&words.unwrap_or_default()));
    }
    let _ = write!(
        out,
        "\n{} are known, in {} countries and territories; `annalist actor NAME` shows one.\n",
        count(book.actors.len(), "actor"),
        book.countries.len()
    );
    out
}

fn event_type(out: &mut String, event: &EventType) {
    let _ = write!(
        out,
        "\n### `{}`: {}\n\n{}\n",
        event.code,
        cell(&event.name),
        cell(&event.means)
    );
    for not in &event.not {
        let _ = writeln!(out, "{}", cell(not));
    }
    let words = |form: TriggerForm| {
        let triggers = event.triggers.iter().filter(|trigger| trigger.form == form);
        let words: Vec<&str> = triggers.map(|trigger| trigger.phrase.as_str()).collect();
        words.join(", ")
    };
    let lists = [
        ("Verbs", words(TriggerForm::Verb)),
        ("Nouns", words(TriggerForm::Noun)),
    ];
    for (name, words) in lists {
        if !words.is_empty() {
            let _ = write!(out, "\n{name}: {}.\n", cell(&words));
        }
    }
    if !event.examples.is_empty() || !event.counterexamples.is_empty() {
        out.push('\n');
    }
    for example in &event.examples {
        let _ = writeln!(out, "- Coded: “{}”", cell(&example.text));
    }
    for text in &event.counterexamples {
        let _ = writeln!(out, "- Not coded: “{}”", cell(text));
    }
}

fn row(out: &mut String, cells: [&str; 4]) {
    let cells = cells.map(cell);
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// Text that cannot break out of a table or start markup.
fn cell(text: &str) -> String {
    text.replace('\n', " ")
        .replace('|', "\\|")
        .replace('<', "&lt;")
}
