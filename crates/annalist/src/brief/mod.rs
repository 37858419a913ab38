//! Briefs: Markdown with figures that are worked out from the record, each with a footnote to
//! the incidents, reports and quoted words it rests on.
//!
//! A template is Markdown; between `{{` and `}}` stands what is to be worked out:
//!
//! | write | get |
//! |---|---|
//! | `{{count where="…" noun="attack" plural="attacks"}}` | `six attacks`; `none="…"` says what none reads as |
//! | `{{sum killed where="…" noun="person" plural="people"}}` | `between 24 and 31 people` |
//! | `{{toll where="…"}}` | `at least six people were killed and ten injured` |
//! | `{{table by="type,year" where="…" top=10}}` | a table |
//! | `{{incidents where="…" limit=20 order=newest}}` | a list, one sentence an incident |
//! | `{{quote where="…" n=3}}` | quotes with their reports |
//! | `{{map where="…"}}` | a map |
//! | `{{timeline by=month where="…"}}` | bars by month or year |
//! | `{{policy}}` | the counting policy's name |
//! | `{{default actor="…"}}` | nothing; a value where the caller gives none |
//! | `{{actor}}` | the value; `{actor}` puts it into a filter |
//!
//! `where` is a filter ([`analysis::GRAMMAR`]); without it all incidents count. A number or
//! sentence at the beginning of a sentence gets a large first letter. [`render`] gives the
//! brief as Markdown and as one HTML file.

mod arguments;
mod blocks;
mod figures;
mod footnotes;
mod html;
mod names;
mod prose;
mod sentences;
mod template;
#[cfg(test)]
mod tests;
mod timeline;

use analysis::{Context, Mistake};
use model::{Account, AccountKey, Incident, Report};
use std::collections::BTreeMap;

pub use prose::escape;
pub use sentences::sentence;

/// The briefs that come with the program: file name and template.
pub const SHIPPED: [(&str, &str); 3] = [
    (
        "situation.md",
        include_str!("../../../../codebook/briefs/situation.md"),
    ),
    (
        "target-history.md",
        include_str!("../../../../codebook/briefs/target-history.md"),
    ),
    (
        "campaign.md",
        include_str!("../../../../codebook/briefs/campaign.md"),
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
    /// Begins the names of image files: `brief` gives `brief-map-1.svg`.
    pub image_prefix: String,
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
            image_prefix: "brief".to_owned(),
            names: false,
            appendix_limit: 2000,
        }
    }
}

/// A drawing that the Markdown names; the HTML holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// File name, to be written beside the Markdown.
    pub name: String,
    /// The SVG document.
    pub svg: String,
}

/// A brief, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Markdown with `[^1]` footnotes.
    pub markdown: String,
    /// One HTML file with everything in it.
    pub html: String,
    /// Drawings that the Markdown needs beside it.
    pub images: Vec<Image>,
    /// What a person should know: actors that the codebook does not know. Sorted.
    pub notes: Vec<String>,
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
    let written = figures::write(&source, &pieces, view, policy, options)?;
    let html = html::page(&written.markdown, &written.images);
    Ok(Brief {
        markdown: written.markdown,
        html,
        images: written.images,
        notes: written.notes,
    })
}

/// One HTML file out of Markdown that was made here; the first heading is its title.
pub fn page(markdown: &str) -> String {
    html::page(markdown, &[])
}
