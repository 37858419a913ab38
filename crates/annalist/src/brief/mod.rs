//! Briefs: Markdown with figures that are worked out from the record, each with a footnote to
//! the incidents, reports and quoted words it rests on.
//!
//! A template is Markdown; between `{{` and `}}` stands a block, which is worked out.
//! `docs/briefs.md` lists all blocks with their arguments. There are three kinds:
//!
//! | write | get |
//! |---|---|
//! | `{{count where="…" noun="attack"}}` | `six attacks`, in a sentence |
//! | `{{first by="country"}}` | the table that the command of that name prints |
//! | `{{first.where row="Iran"}}` | one cell or figure of it, in a sentence |
//!
//! A number or sentence at the beginning of a sentence gets a large first letter. [`render`]
//! gives the brief as Markdown with what each figure was ([`kept`]); [`document`] makes it a
//! document to be set as HTML, Word or PDF; [`changes`] tells two runs apart.

mod appendix;
mod arguments;
mod blocks;
mod cells;
mod changes;
mod charts;
mod document;
mod draw;
mod draw_told;
mod excerpt;
mod figures;
mod footnotes;
mod inline;
mod kept;
mod laid;
mod leads;
mod named;
mod names;
mod persons;
mod prose;
mod questions;
mod scope;
mod sentences;
mod sheets;
mod stated;
mod tables;
mod targets;
mod template;
#[cfg(test)]
mod tests;
mod writer;

use analysis::{Columns, Context, Mistake, Stated};
use formats::write::map::BaseOutline;
use model::{Account, AccountKey, Announced, Incident, Report, Warning};
use std::collections::{BTreeMap, BTreeSet};

pub use arguments::names_in;
pub use changes::{Changes, changes};
pub use charts::KINDS as CHARTS;
pub use document::{Image, document, keys, sources};
pub use kept::{Figures, Logged};
pub use laid::{areas, bars, labels, leads, mix, multiples, ranks, tolls};
pub use prose::{capital, code, date, escape};
pub use sentences::{sentence, short};
pub use tables::words_of;

/// The briefs that come with the program: name, what it is for, and template.
pub const SHIPPED: [(&str, &str, &str); 4] = [
    (
        "situation",
        "the situation of a month or another period (--set month=2023-03)",
        include_str!("../../../../codebook/briefs/situation.md"),
    ),
    (
        "target-history",
        "attacks on a kind of target by group and year (--set target=diplomatic)",
        include_str!("../../../../codebook/briefs/target-history.md"),
    ),
    (
        "campaign",
        "what a group did, with key takeaways (--set actor=\"Islamic State\" --set period=2022)",
        include_str!("../../../../codebook/briefs/campaign.md"),
    ),
    (
        "assessment",
        "the whole record: attacks and plots, claims, reported counts, tolls, warnings",
        include_str!("../../../../codebook/briefs/assessment.md"),
    ),
];

/// The record a brief is about.
pub struct View<'a> {
    /// Its incidents, with figures chosen by the policy.
    pub incidents: &'a [Incident],
    /// Their accounts.
    pub accounts: &'a BTreeMap<AccountKey, Account>,
    /// The reports, by id.
    pub reports: &'a BTreeMap<String, Report>,
    /// Codebook, gazetteer and words for filters.
    pub context: &'a dyn Context,
    /// Counts that reports state, by report, in text order.
    pub stated: &'a [Stated],
    /// Warnings that reports tell of.
    pub warned: &'a [Warning],
}

impl View<'_> {
    /// The threats that reports tie to an attack that came after.
    fn announced(&self) -> Vec<Announced> {
        let accounts = self.accounts.values();
        let text = |account: &Account| self.reports.get(&account.report).map_or("", |it| &it.text);
        accounts
            .filter_map(|account| account.announced(text(account)))
            .collect()
    }
}

/// Draws these incidents as an SVG document.
pub type DrawMap<'a> = &'a dyn Fn(&[&Incident]) -> String;

/// What a caller may choose.
#[derive(Clone)]
pub struct Options<'a> {
    /// Values for the template: the day, an actor, a period.
    pub values: BTreeMap<String, String>,
    /// Draws maps; without it a template with a map is refused.
    pub map: Option<DrawMap<'a>>,
    /// Countries for charts on a map.
    pub outlines: &'a [BaseOutline],
    /// Reports are cited by these keys, by id; where it has none, in full.
    pub keys: BTreeMap<String, String>,
    /// Names of private persons are printed.
    pub names: bool,
    /// At most so many incidents in the appendix; it says how many more there are.
    pub appendix_limit: usize,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            values: BTreeMap::new(),
            map: None,
            outlines: &[],
            keys: BTreeMap::new(),
            names: false,
            appendix_limit: 2000,
        }
    }
}

/// A brief, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Markdown with `[^1]` footnotes and `figure:NAME` pictures.
    pub markdown: String,
    /// Drawings that the Markdown names.
    pub images: Vec<Image>,
    /// What a person should know: actors that the codebook does not know, rows that are not
    /// there. Sorted.
    pub notes: Vec<String>,
    /// Ids of the reports that it cites.
    pub cited: BTreeSet<String>,
    /// Names that are left out of what is printed of each of these.
    pub hidden: BTreeMap<String, Vec<String>>,
    /// What each of its figures was.
    pub figures: Vec<Logged>,
}

/// Works a template out over a record.
///
/// `name` is the template's file name, `policy` the name of the counting policy that chose
/// the incidents' figures. Same input, same bytes: the clock is not asked.
///
/// # Errors
/// A mistake in the template or in one of its filters, with line, caret and what would be
/// right.
pub fn render(
    template: &str,
    name: &str,
    view: &View<'_>,
    policy: &str,
    options: &Options<'_>,
) -> Result<Brief, Mistake> {
    let source = template::Source {
        name,
        text: template,
    };
    let pieces = template::read(&source)?;
    let columns = Columns::of(view.incidents, view.context);
    let written = writer::write(&source, &pieces, view, &columns, policy, options)?;
    let footnotes = footnotes::Footnotes::new(view, policy, options);
    let hidden = written.cited.iter().map(|report| {
        let names = footnotes.hidden_in(report);
        (report.clone(), names.to_vec())
    });
    Ok(Brief {
        hidden: hidden.collect(),
        markdown: written.markdown,
        images: written.images,
        notes: written.notes,
        cited: written.cited,
        figures: written.log,
    })
}

/// A sentence with a footnote to what it rests on, as Markdown: the notes, and where these are
/// long an appendix, stand below it.
///
/// `about` says in Markdown which incidents were asked about; `incidents` are the ids of those
/// behind the sentence, `stated` the counts and warnings of reports behind it (`REPORT#NUMBER`).
pub fn footnoted(
    sentence: &str,
    about: &str,
    incidents: &BTreeSet<String>,
    stated: &[String],
    view: &View<'_>,
    policy: &str,
) -> String {
    let options = Options::default();
    let mut notes = footnotes::Footnotes::new(view, policy, &options);
    let chosen = view.incidents.iter();
    let chosen = chosen.filter(|incident| incidents.contains(&incident.id));
    let mut chosen: Vec<&Incident> = chosen.collect();
    chosen.sort_by_cached_key(|incident| footnotes::by_time(incident));
    let mark = notes.note(&footnotes::Note {
        said: about,
        incidents: &chosen,
        stated,
    });
    format!("{}{mark}\n{}", escape(sentence), notes.finish())
}

impl Brief {
    /// The Markdown with its pictures as files of these names beside it.
    pub fn markdown_with(&self, file: impl Fn(&Image) -> String) -> String {
        let mut text = self.markdown.clone();
        for image in &self.images {
            let named = format!("](figure:{})", image.name);
            text = text.replace(&named, &format!("](<{}>)", file(image)));
        }
        text
    }
}

/// One HTML file out of Markdown that was made here; the first heading is its title.
///
/// # Errors
/// The Markdown names a figure or a source.
pub fn page(markdown: &str) -> Result<String, typeset::Error> {
    let document = typeset::Document {
        markdown: markdown.to_owned(),
        ..typeset::Document::default()
    };
    typeset::html(&document, &typeset::Options::default())
}
