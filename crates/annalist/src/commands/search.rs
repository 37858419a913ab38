use crate::cli::Everywhere;
use crate::output::{self, Ending, plain};
use anyhow::Result;
use clap::Args;
use std::fmt::Write as _;

/// Find reports by their words, best first
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  annalist search embassy kabul               both words
  annalist search \"\\\"suicide bomber\\\"\"       these words side by side
  annalist search 'explo*' --limit 5          beginnings of words")]
pub struct Search {
    /// Words; case and accents do not matter
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,

    /// At most so many reports
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

pub fn run(args: &Search, everywhere: &Everywhere) -> Result<Ending> {
    let casebook = everywhere.open_to_read()?;
    let hits = casebook.search(&args.words.join(" "), args.limit)?;
    let (open, close) = output::marks();
    let mut out = String::new();
    for hit in &hits {
        let title = hit
            .title
            .as_deref()
            .map(|title| format!("  {}", plain(title)));
        let _ = writeln!(
            out,
            "{}{}\n    {}",
            plain(&hit.report),
            title.unwrap_or_default(),
            hit.marked(open, close, plain)
        );
    }
    if hits.is_empty() {
        output::note("no report has all these words");
    }
    output::print(&out)?;
    Ok(Ending::Done)
}
