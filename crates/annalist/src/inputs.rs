//! Files to coded reports, for `code`, `add` and `recode`.

use crate::knowledge::Knowledge;
use crate::output::count;
use anyhow::{Result, bail};
use clap::Args;
use formats::read::{ReadOptions, Reader};
use jiff::civil::Date;
use model::{Coded, Report};
use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// What is read, and how.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Reports: files, folders with all below them, `-` for standard input
    ///
    /// Read are txt, md, html, pdf, docx, json and jsonl. Where a folder has an index.jsonl,
    /// exactly its ids are the folder's reports.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Day of publication of every report read, over what the files say
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub published: Option<Date>,

    /// Who published every report read, over what the files say
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,

    /// Threads that code; all cores where not given. The output is the same on any number
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZero<usize>>,
}

impl Inputs {
    /// The reports, one after the other.
    pub fn read(&self) -> Reader {
        let options = ReadOptions {
            published: self.published,
            source: self.source.clone().filter(|name| !name.trim().is_empty()),
            ..ReadOptions::default()
        };
        formats::read::read(&self.files, &options)
    }
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "a day is written 2022-09-05".to_owned())
}

/// What of a report was not coded for its language, in words: "not coded: language ru".
pub fn not_coded(report: &Report, coded: &Coded) -> Option<String> {
    let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
    for (language, _) in coded.not_coded() {
        *languages.entry(language).or_default() += 1;
    }
    if languages.is_empty() {
        return None;
    }
    if formats::write::records::is_uncoded(report, coded) {
        let names: Vec<&str> = languages.into_keys().collect();
        return Some(format!("not coded: language {}", names.join(", ")));
    }
    let parts: Vec<String> = languages
        .into_iter()
        .map(|(language, passages)| format!("{language} ({})", count(passages, "passage")))
        .collect();
    Some(format!("partly not coded: language {}", parts.join(", ")))
}

/// Codes a report. A mistake of the program in one report does not end the run.
pub fn code(report: &Report, knowledge: &Knowledge) -> Result<Coded> {
    let coded = catch_unwind(AssertUnwindSafe(|| {
        coding::code(report, knowledge.codebook, &knowledge.gazetteer)
    }));
    let Ok(coded) = coded else {
        bail!(
            "{}: could not be coded, which is a mistake in Annalist; please report it with this file",
            report.id
        );
    };
    Ok(coded)
}
