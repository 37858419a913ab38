//! Footnotes: what a figure rests on, down to the quoted words. Equal notes share a number;
//! long ones point to the appendix.

use super::names::place;
use super::prose::{capital, code, cut, date, day, escape, so_many};
use super::sentences::sentence;
use super::{Options, View};
use model::{Account, ActorRef, Incident, Report};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A quote has at most so many characters.
pub const QUOTE: usize = 300;
/// A footnote cites at most so many incidents, and so many reports of each.
const CITED: usize = 5;
const REPORTS: usize = 4;

/// All footnotes of a brief.
pub struct Footnotes<'a> {
    view: &'a View<'a>,
    policy: &'a str,
    options: &'a Options<'a>,
    texts: Vec<String>,
    numbers: BTreeMap<String, usize>,
    /// Incidents behind each note that is too long to cite them all.
    long: BTreeMap<usize, Vec<&'a Incident>>,
}

impl<'a> Footnotes<'a> {
    pub fn new(view: &'a View<'a>, policy: &'a str, options: &'a Options<'a>) -> Self {
        Footnotes {
            view,
            policy,
            options,
            texts: Vec::new(),
            numbers: BTreeMap::new(),
            long: BTreeMap::new(),
        }
    }

    /// The note for a figure over these incidents; gives its mark.
    ///
    /// `said` is a sentence on how it was worked out, empty where there is nothing to say.
    pub fn figure(
        &mut self,
        incidents: &[&'a Incident],
        filter: Option<&str>,
        said: &str,
    ) -> String {
        let count = so_many(incidents.len() as u64, "incident", "incidents");
        let mut text = capital(&count);
        match filter {
            Some(filter) => {
                let _ = write!(text, " where {}.", code(filter));
            }
            None => text.push_str(" in the whole record."),
        }
        if !said.is_empty() {
            let _ = write!(text, " {said}");
        }
        let _ = write!(text, " Counting policy: {}.", escape(self.policy));
        self.add(text, incidents)
    }

    /// The note for one incident.
    pub fn incident(&mut self, incident: &'a Incident) -> String {
        let text = format!("Counting policy: {}.", escape(self.policy));
        self.add(text, &[incident])
    }

    fn add(&mut self, mut text: String, incidents: &[&'a Incident]) -> String {
        for incident in incidents.iter().take(CITED) {
            let citation = self.citation(incident);
            let ended = [".”", "!”", "?”", "…”"];
            let stop = if ended.iter().any(|end| citation.ends_with(end)) {
                ""
            } else {
                "."
            };
            let _ = write!(text, " {citation}{stop}");
        }
        let long = incidents.len() > CITED;
        if long {
            let _ = write!(
                text,
                " These are the first five; all {} stand in the [appendix](#appendix).",
                incidents.len()
            );
        }
        let ids: Vec<&str> = incidents
            .iter()
            .map(|incident| incident.id.as_str())
            .collect();
        let key = format!("{text}\n{}", ids.join(" "));
        let next = self.texts.len() + 1;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.texts.push(text);
            if long {
                self.long.insert(number, incidents.to_vec());
            }
        }
        format!("[^{number}]")
    }

    /// `I0123456789 (5 September 2022, Kabul): *Title*, Source, 6 September 2022: “…”`
    fn citation(&self, incident: &Incident) -> String {
        let mut text = format!("**{}**", escape(&incident.id));
        let mut what = Vec::new();
        if let Some(when) = incident.when() {
            what.push(date(&when));
        }
        let place = place(incident, self.view);
        if !place.is_empty() {
            what.push(place);
        }
        if !what.is_empty() {
            let _ = write!(text, " ({})", escape(&what.join(", ")));
        }
        let reports = self.reports(incident);
        let shown: Vec<String> = reports.iter().take(REPORTS).cloned().collect();
        if !shown.is_empty() {
            let _ = write!(text, ": {}", shown.join("; "));
        }
        if reports.len() > REPORTS {
            let more = (reports.len() - REPORTS) as u64;
            let _ = write!(
                text,
                "; and {}",
                so_many(more, "further report", "further reports")
            );
        }
        text
    }

    /// Each report of an incident with the words it was read in.
    fn reports(&self, incident: &Incident) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let keys = incident.accounts.iter();
        let keys = keys.filter(|key| seen.insert(key.report.as_str()));
        let cited = keys.map(|key| {
            let report = self.view.reports.get(&key.report);
            let hidden = hidden(incident, self.view, self.options.names);
            let mut text = source(&key.report, report, &hidden);
            if let Some(quote) = self.quote_of(incident, &key.report) {
                let _ = write!(text, ": “{}”", escape(&quote));
            }
            text
        });
        cited.collect()
    }

    fn quote_of(&self, incident: &Incident, report: &str) -> Option<String> {
        let key = incident.accounts.iter().find(|key| key.report == report)?;
        let account = self.view.accounts.get(key)?;
        let report = self.view.reports.get(report)?;
        let hidden = hidden(incident, self.view, self.options.names);
        let quote = quote(account, report, &hidden);
        (!quote.is_empty()).then_some(quote)
    }

    /// The definitions of all notes, then the appendix.
    pub fn finish(&self) -> String {
        let mut out = String::new();
        if !self.long.is_empty() {
            self.appendix(&mut out);
        }
        for (at, text) in self.texts.iter().enumerate() {
            let _ = writeln!(out, "\n[^{}]: {text}", at + 1);
        }
        out
    }

    /// Which incidents each long note rests on, then each of them with all its words.
    fn appendix(&self, out: &mut String) {
        out.push_str("\n## Appendix\n\nFigures that rest on more than five incidents, by the number of their footnote.\n\n");
        let mut all: BTreeMap<&str, &Incident> = BTreeMap::new();
        for (number, incidents) in &self.long {
            let limit = self.options.appendix_limit;
            let names = incidents.iter().take(limit).map(|incident| {
                let id = escape(&incident.id);
                format!("[{id}](#{})", slug(&incident.id))
            });
            let names: Vec<String> = names.collect();
            let _ = write!(out, "- Footnote {number}: {}", names.join(", "));
            out.push_str(&more(incidents.len(), limit));
            out.push('\n');
            all.extend(
                incidents
                    .iter()
                    .map(|incident| (incident.id.as_str(), *incident)),
            );
        }
        let mut all: Vec<&Incident> = all.into_values().collect();
        all.sort_by_key(|incident| by_time(incident));
        let count = all.len();
        for incident in all.iter().take(self.options.appendix_limit) {
            let told = sentence(incident, self.view, self.options.names);
            let _ = write!(out, "\n### {}\n\n{}", escape(&incident.id), escape(&told));
            let sources = incident.independent_sources as u64;
            if incident.accounts.len() as u64 > sources && sources > 0 {
                let sources = so_many(sources, "independent source", "independent sources");
                let _ = write!(out, " ({}.)", capital(&sources));
            }
            out.push_str("\n\n");
            for report in self.reports(incident) {
                let _ = writeln!(out, "- {report}");
            }
        }
        let rest = more(count, self.options.appendix_limit);
        if !rest.is_empty() {
            let _ = writeln!(out, "\nThe appendix is cut here{rest}.");
        }
    }
}

fn more(count: usize, limit: usize) -> String {
    match count.saturating_sub(limit) {
        0 => String::new(),
        left => format!(", and {left} more (`annalist tally --rows` lists them)"),
    }
}

/// The address of a heading within a page.
pub fn slug(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase);
    letters
        .filter_map(|letter| match letter {
            ' ' | '-' => Some('-'),
            letter if letter.is_alphanumeric() || letter == '_' => Some(letter),
            _ => None,
        })
        .collect()
}

/// Incidents in time order; undated ones last.
pub fn by_time(incident: &Incident) -> (bool, Option<jiff::civil::Date>, String) {
    let day = incident.when().and_then(|when| when.sort_day());
    (day.is_none(), day, incident.id.clone())
}

/// `[Title](<url>), Source, 6 September 2022`
pub fn source(id: &str, report: Option<&Report>, hidden: &[String]) -> String {
    let Some(report) = report else {
        return format!("report {}", escape(id));
    };
    let title = report
        .title
        .as_deref()
        .filter(|title| !title.trim().is_empty());
    let title = format!(
        "*{}*",
        escape(&hide(&cut(title.unwrap_or(id), 200), hidden))
    );
    let url = report.url.as_deref().filter(|url| {
        let web = url.starts_with("https://") || url.starts_with("http://");
        web && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\\".contains(c))
    });
    let mut parts = vec![match url {
        Some(url) => format!("[{title}](<{url}>)"),
        None => title,
    }];
    parts.extend(report.source.as_deref().map(escape));
    parts.push(match report.published {
        Some(published) => day(published),
        None => "undated".to_owned(),
    });
    parts.join(", ")
}

/// The words an account was coded from, at most 300 characters, without hidden names.
pub fn quote(account: &Account, report: &Report, hidden: &[String]) -> String {
    let parts = account
        .evidence
        .iter()
        .map(|span| span.of(&report.text).trim());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    cut(&hide(&parts.join(" … "), hidden), QUOTE)
}

/// Names of private persons in an incident's record, longest first; none where names are wanted.
pub fn hidden(incident: &Incident, view: &View<'_>, names: bool) -> Vec<String> {
    if names {
        return Vec::new();
    }
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut note = |actor: &ActorRef| {
        if !actor.person {
            return;
        }
        let words = actor.name.split_whitespace();
        let proper: Vec<&str> = words
            .skip_while(|word| !word.starts_with(char::is_uppercase))
            .collect();
        let last = proper
            .last()
            .filter(|last| last.chars().count() >= 3 && last.starts_with(char::is_uppercase));
        found.extend(last.map(|last| (*last).to_owned()));
        if !proper.is_empty() {
            found.insert(proper.join(" "));
        }
    };
    for settled in incident.fields.values() {
        if let model::Value::Actors(actors) = &settled.value {
            actors.iter().for_each(&mut note);
        }
    }
    for account in incident
        .accounts
        .iter()
        .filter_map(|key| view.accounts.get(key))
    {
        let acting = account.perpetrators.iter();
        let said = account.claimed_by.iter().chain(&account.denied_by);
        acting.chain(said).for_each(|actor| note(&actor.value));
        let targets = account
            .targets
            .iter()
            .filter_map(|target| target.name.as_ref());
        targets.for_each(|actor| note(&actor.value));
    }
    let mut found: Vec<String> = found.into_iter().collect();
    found.sort_by_key(|name| std::cmp::Reverse(name.len()));
    found
}

/// The text with each hidden name, where it stands as whole words, taken out.
pub fn hide(text: &str, hidden: &[String]) -> String {
    let mut text = text.to_owned();
    for name in hidden {
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find(name.as_str()) {
            let (before, after) = (&rest[..at], &rest[at + name.len()..]);
            out.push_str(before);
            let starts = !out.ends_with(char::is_alphanumeric);
            let ends = !after.starts_with(char::is_alphanumeric);
            out.push_str(if starts && ends {
                "[name left out]"
            } else {
                name
            });
            rest = after;
        }
        out.push_str(rest);
        text = out;
    }
    text
}
