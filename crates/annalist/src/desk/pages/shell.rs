//! What stands around every page: who reads, what was just done, the way to the next part.

use crate::commands::history::in_words;
use crate::desk::markup::embedded;
use crate::desk::person::{self, Person};
use crate::desk::query::Query;
use crate::desk::routes::Ask;
use crate::desk::{Desk, assets};
use serde_json::{Value, json};
use store::desk::Role::{self, Admin, Coder, Reviewer};

/// What every page has around it.
pub struct Shell {
    /// The page's name.
    pub name: &'static str,
    /// Its headline.
    pub title: String,
    /// Who reads; nobody on pages before signing in.
    pub person: Option<Person>,
    /// Nothing may be written.
    pub read_only: bool,
    /// What forms carry.
    pub csrf: String,
    /// The key under which a form of this page is done once.
    pub key: String,
    /// JSON for scripts.
    pub state: String,
    /// What was just done.
    pub notice: Vec<String>,
    /// Decisions that were just written and can be taken back.
    pub undo: Vec<u64>,
    /// Where forms lead back to.
    pub back: String,
    /// The scripts were built.
    pub scripts: bool,
    /// The early script and the scripts' style sheet.
    pub theme: bool,
    /// Their style sheet was built.
    pub sheet: bool,
    /// Program version.
    pub version: &'static str,
}

impl Shell {
    /// Around a page, with what its scripts need.
    pub(super) fn of(
        desk: &Desk,
        ask: &Ask,
        name: &'static str,
        title: impl Into<String>,
        state: Value,
    ) -> Shell {
        let mut whole = json!({
            "me": ask.person.me(desk),
            "version": env!("CARGO_PKG_VERSION"),
            "etag": ask.shown.etag,
        });
        if let (Value::Object(whole), Value::Object(state)) = (&mut whole, state) {
            whole.extend(state);
        }
        let (notice, undo) = notice(ask);
        let back = Query::read(ask.address.split_once('?').map_or("", |(_, query)| query));
        let path = ask.address.split('?').next().unwrap_or("/");
        Shell {
            name,
            title: title.into(),
            person: Some(ask.person.clone()),
            read_only: desk.rules.read_only,
            csrf: ask.person.csrf.clone(),
            key: person::random().unwrap_or_default(),
            state: embedded(&whole),
            notice,
            undo,
            back: format!("{path}{}", back.without(&["done"]).href()),
            scripts: assets::has("desk.js"),
            theme: assets::has("theme.js"),
            sheet: assets::has("web.css"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// Around a page for somebody of whom nothing is known yet.
    pub(super) fn bare(desk: &Desk, name: &'static str, title: &str, csrf: String) -> Shell {
        Shell {
            name,
            title: title.to_owned(),
            person: None,
            read_only: desk.rules.read_only,
            csrf,
            key: String::new(),
            state: "{}".to_owned(),
            notice: Vec::new(),
            undo: Vec::new(),
            back: "/".to_owned(),
            scripts: false,
            theme: assets::has("theme.js"),
            sheet: assets::has("web.css"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// The reader's role.
    pub fn role(&self) -> &'static str {
        self.person.as_ref().map_or("", |person| person.role.word())
    }

    /// The reader's name.
    pub fn reader(&self) -> &str {
        self.person
            .as_ref()
            .map_or("", |person| person.name.as_str())
    }

    /// The reader has signed in.
    pub fn signed_in(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.signed_in)
    }

    fn may(&self, role: Role) -> bool {
        !self.read_only && self.person.as_ref().is_some_and(|person| person.may(role))
    }

    /// The reader may decide.
    pub fn decides(&self) -> bool {
        self.may(Reviewer)
    }

    /// The reader may code and note.
    pub fn codes(&self) -> bool {
        self.may(Coder)
    }

    /// The reader may manage.
    pub fn manages(&self) -> bool {
        self.may(Admin)
    }

    /// The reader may see what reviewers see.
    pub fn reviews(&self) -> bool {
        self.person
            .as_ref()
            .is_some_and(|person| person.may(Reviewer))
    }
}

/// What was just done, by the address: decisions by their numbers, other writes by a word.
fn notice(ask: &Ask) -> (Vec<String>, Vec<u64>) {
    let base = ask.base();
    let (mut said, mut undo) = (Vec::new(), Vec::new());
    for word in ask
        .query
        .one("done")
        .unwrap_or_default()
        .split(',')
        .take(50)
    {
        let fixed = match word {
            "state" => "The report's state is kept.",
            "pin" => "The figure is pinned.",
            "unpin" => "The pin is gone.",
            "assigned" => "The reports are assigned.",
            "unassigned" => {
                "The assignment is taken back. What was coded is kept, and is there again when the report is assigned to the same coder again."
            }
            "coding" => "Your reading is kept.",
            "user" => "The user is kept.",
            word if word.starts_with("note-") => "The note is kept.",
            _ => "",
        };
        if !fixed.is_empty() {
            said.push(fixed.to_owned());
        }
        let number = word.parse::<u64>().ok();
        let decision =
            number.and_then(|number| base.decisions.iter().find(|one| one.number == number));
        if let Some(decision) = decision {
            said.push(in_words(decision));
            undo.push(decision.number);
        }
    }
    (said, undo)
}

/// A link of the pager.
pub struct PageLink {
    /// Where to.
    pub href: String,
    /// What it says.
    pub label: String,
    /// It is the page shown.
    pub here: bool,
}

/// Links to the pages around this one, the first and the last.
pub(super) fn pager(path: &str, query: &Query, at: usize, pages: usize) -> Vec<PageLink> {
    let link = |page: usize, label: String| PageLink {
        href: format!(
            "{path}{}",
            query.without(&["done"]).with("page", page).href()
        ),
        label,
        here: page == at,
    };
    if pages < 2 {
        return Vec::new();
    }
    let mut links = Vec::new();
    if at > 1 {
        links.push(link(at - 1, "‹ before".to_owned()));
    }
    let near = at.saturating_sub(2).max(1)..=(at + 2).min(pages);
    if *near.start() > 1 {
        links.push(link(1, "1".to_owned()));
    }
    links.extend(near.clone().map(|page| link(page, page.to_string())));
    if *near.end() < pages {
        links.push(link(pages, pages.to_string()));
    }
    if at < pages {
        links.push(link(at + 1, "next ›".to_owned()));
    }
    links
}
