use crate::cli::Everywhere;
use crate::output::{self, Ending, plain};
use crate::stamp::{Signed, now};
use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use model::Grade;
use std::collections::BTreeMap;
use store::{Casebook, source_folded};

/// Grade sources, for the counting policy `authoritative`, or list them
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  annalist source list
  annalist source grade \"Institute for the Study of War\" B2
  annalist source grade \"Daily Wire\" --none
  annalist tally country --policy authoritative

Grades are those of the Admiralty code: reliability A (reliable) to E (unreliable), F (cannot be
judged), and credibility 1 (confirmed) to 5 (improbable), 6 (cannot be judged). A source graded F
counts as ungraded.")]
pub enum Source {
    /// Grade a source by the name its reports give
    Grade(GradeSource),
    /// List the sources of the casebook with their grades
    List,
}

/// What is graded.
#[derive(Debug, Args)]
pub struct GradeSource {
    /// The publisher, as `annalist source list` shows it
    #[arg(value_name = "NAME")]
    name: String,

    /// Reliability and credibility, for instance B2
    #[arg(value_name = "GRADE", required_unless_present = "none")]
    grade: Option<Grade>,

    /// Take the grade back
    #[arg(long, conflicts_with = "grade")]
    none: bool,

    #[command(flatten)]
    signed: Signed,
}

pub fn run(args: &Source, everywhere: &Everywhere) -> Result<Ending> {
    match args {
        Source::Grade(args) => grade(args, everywhere),
        Source::List => list(everywhere),
    }
}

fn grade(args: &GradeSource, everywhere: &Everywhere) -> Result<Ending> {
    let mut casebook = everywhere.open_to_write()?;
    let known = sources(&casebook)?;
    let Some((name, _)) = known.get(&source_folded(&args.name)) else {
        let names: Vec<&str> = known.values().map(|(name, _)| name.as_str()).collect();
        let near = analysis::nearest(&args.name, names.iter().copied());
        let hint = near.map_or_else(
            || "`annalist source list` shows the sources".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        bail!("no report is by `{}`; {hint}", plain(&args.name));
    };
    casebook.grade_source(name, args.grade, &args.signed.by(), &now())?;
    let grade = args
        .grade
        .map_or("none".to_owned(), |grade| grade.to_string());
    output::note(&format!("{}: {grade}", plain(name)));
    Ok(Ending::Done)
}

/// Sources by folded name, with how many reports each has.
fn sources(casebook: &Casebook) -> Result<BTreeMap<String, (String, usize)>> {
    let mut sources: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for line in casebook.reports()? {
        if let Some(source) = line.source {
            let entry = sources.entry(source_folded(&source)).or_insert((source, 0));
            entry.1 += 1;
        }
    }
    Ok(sources)
}

fn list(everywhere: &Everywhere) -> Result<Ending> {
    let casebook = everywhere.open_to_read()?;
    let grades = casebook.source_grades()?;
    let mut rows = vec![["Source", "Reports", "Grade"].map(str::to_owned).to_vec()];
    for (folded, (name, reports)) in sources(&casebook)? {
        let grade = grades.get(&folded).map(Grade::to_string);
        rows.push(vec![name, reports.to_string(), grade.unwrap_or_default()]);
    }
    if rows.len() == 1 {
        return output::print("no report names its source\n").map(|()| Ending::Done);
    }
    output::print(&output::columns_of(&rows, output::for_tables()))?;
    Ok(Ending::Done)
}
