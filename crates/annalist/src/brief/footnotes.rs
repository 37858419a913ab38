//! Footnotes: what a figure rests on, down to the quoted words. Equal notes share a number;
//! long ones point to the appendix.

use super::names::place;
use super::persons::{hide, persons_in, persons_shown};
use super::prose::{capital, code, cut, date, day, escape, list, so_many};
use super::sentences::sentence;
use super::{Options, View};
use model::{Account, Incident, Report};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::rc::Rc;

/// A quote has at most so many characters.
pub const QUOTE: usize = 300;
/// A footnote cites at most so many incidents, and so many reports of each.
const CITED: usize = 5;
const REPORTS: usize = 4;

/// What a footnote says.
pub struct Note<'n, 'a> {
    /// How the figure was worked out, as sentences of Markdown; may be empty.
    pub said: &'n str,
    /// The incidents behind it.
    pub incidents: &'n [&'a Incident],
    /// Counts and warnings that reports state behind it, as `REPORT#NUMBER`.
    pub stated: &'n [String],
}

/// All footnotes of a brief.
pub struct Footnotes<'a> {
    view: &'a View<'a>,
    policy: &'a str,
    options: &'a Options<'a>,
    texts: Vec<String>,
    numbers: BTreeMap<String, usize>,
    /// Incidents behind each note that is too long to cite them all.
    long: BTreeMap<usize, Vec<&'a Incident>>,
    cited: RefCell<BTreeSet<String>>,
    persons: RefCell<BTreeMap<String, Rc<[String]>>>,
    /// Private persons that incidents show, by the reports that tell of them.
    shown: BTreeMap<&'a str, BTreeSet<String>>,
    /// Report and words of what reports state, by `REPORT#NUMBER`.
    statements: BTreeMap<String, (&'a str, String)>,
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
            cited: RefCell::default(),
            persons: RefCell::default(),
            shown: persons_shown(view),
            statements: statements(view),
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
        let text = self.about(incidents, filter, said);
        self.add(text, incidents, &[])
    }

    /// The same with counts and warnings that reports state, cited before the incidents.
    pub fn figure_stated(
        &mut self,
        incidents: &[&'a Incident],
        filter: Option<&str>,
        said: &str,
        stated: &[String],
    ) -> String {
        let text = self.about(incidents, filter, said);
        self.add(text, incidents, stated)
    }

    fn about(&self, incidents: &[&'a Incident], filter: Option<&str>, said: &str) -> String {
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
        text
    }

    /// The note for one incident.
    pub fn incident(&mut self, incident: &'a Incident) -> String {
        let text = format!("Counting policy: {}.", escape(self.policy));
        self.add(text, &[incident], &[])
    }

    /// A note without a filter.
    pub fn note(&mut self, note: &Note<'_, 'a>) -> String {
        let mut text = note.said.to_owned();
        if !note.incidents.is_empty() {
            if !text.is_empty() {
                text.push(' ');
            }
            let _ = write!(text, "Counting policy: {}.", escape(self.policy));
        }
        if text.is_empty() && note.stated.is_empty() {
            text.push_str("No incident is behind this.");
        }
        self.add(text, note.incidents, note.stated)
    }

    fn add(&mut self, mut text: String, incidents: &[&'a Incident], stated: &[String]) -> String {
        for id in stated.iter().take(CITED) {
            if let Some(citation) = self.statement(id) {
                push_sentence(&mut text, &citation);
            }
        }
        if stated.len() > CITED {
            let more = so_many((stated.len() - CITED) as u64, "more", "more");
            push_sentence(&mut text, &format!("And {more} such statements"));
        }
        for incident in incidents.iter().take(CITED) {
            let citation = self.citation(incident);
            push_sentence(&mut text, &citation);
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

    /// What a report states, by `REPORT#NUMBER`: the report and its words.
    fn statement(&self, id: &str) -> Option<String> {
        let (report, words) = self.statements.get(id)?;
        let quote = cut(&hide(words, &self.hidden_in(report)), QUOTE);
        Some(self.quoted(report, &quote))
    }

    /// Words with their report. A citation that a style will print stands behind them, since
    /// many styles end it with a stop.
    fn quoted(&self, report: &str, quote: &str) -> String {
        let cited = self.cite(report, &self.hidden_in(report));
        if quote.is_empty() {
            return cited;
        }
        let quote = escape(quote);
        if self.options.keys.contains_key(report) {
            format!("“{quote}” {cited}")
        } else {
            format!("{cited}: “{quote}”")
        }
    }

    /// The reports that notes cite, by id.
    pub fn cited(&self) -> BTreeSet<String> {
        self.cited.borrow().clone()
    }

    /// A report in a note: in full, or by the key that a list of sources has it under.
    pub fn cite(&self, report: &str, hidden: &[String]) -> String {
        self.cited.borrow_mut().insert(report.to_owned());
        match self.options.keys.get(report) {
            Some(key) => format!("[@{key}]"),
            None => source(report, self.view.reports.get(report), hidden),
        }
    }

    /// Names of private persons that a report's accounts hold; none where names are wanted.
    pub fn hidden_in(&self, report: &str) -> Rc<[String]> {
        if self.options.names {
            return Rc::default();
        }
        let mut persons = self.persons.borrow_mut();
        let known = persons.entry(report.to_owned()).or_insert_with(|| {
            let shown = self.shown.get(report).cloned().unwrap_or_default();
            persons_in(report, self.view, shown).into()
        });
        Rc::clone(known)
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
            let keyed = shown.iter().any(|report| report.ends_with(']'));
            let between = if keyed { " " } else { "; " };
            let _ = write!(text, ": {}", shown.join(between));
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
            let quote = self.quote_of(incident, &key.report);
            self.quoted(&key.report, quote.as_deref().unwrap_or_default())
        });
        cited.collect()
    }

    fn quote_of(&self, incident: &Incident, report: &str) -> Option<String> {
        let key = incident.accounts.iter().find(|key| key.report == report)?;
        let account = self.view.accounts.get(key)?;
        let report = self.view.reports.get(report)?;
        let quote = quote(account, report, &self.hidden_in(&key.report));
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

    /// The long notes, those that rest on the same incidents together.
    fn same_incidents(&self) -> Vec<(Vec<usize>, &[&'a Incident])> {
        let mut found: Vec<(Vec<usize>, &[&'a Incident])> = Vec::new();
        let mut at: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for (number, incidents) in &self.long {
            let ids = incidents.iter().map(|incident| incident.id.as_str());
            let next = found.len();
            let place = *at.entry(ids.collect()).or_insert(next);
            if place == next {
                found.push((Vec::new(), incidents));
            }
            found[place].0.push(*number);
        }
        found
    }

    /// Which incidents each long note rests on, then each of them with all its words.
    fn appendix(&self, out: &mut String) {
        out.push_str("\n## Appendix\n\nFigures that rest on more than five incidents, by the number of their footnote.\n\n");
        let mut all: BTreeMap<&str, &Incident> = BTreeMap::new();
        for (numbers, incidents) in self.same_incidents() {
            let limit = self.options.appendix_limit;
            let names = incidents.iter().take(limit).map(|incident| {
                let id = escape(&incident.id);
                format!("[{id}](#{})", slug(&incident.id))
            });
            let names: Vec<String> = names.collect();
            let plural = if numbers.len() == 1 { "" } else { "s" };
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let numbers = list(&numbers);
            let _ = write!(out, "- Footnote{plural} {numbers}: {}", names.join(", "));
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

/// What reports state, by `REPORT#NUMBER`.
fn statements<'a>(view: &View<'a>) -> BTreeMap<String, (&'a str, String)> {
    let stated = view.stated.iter().map(|stated| {
        let tally = &stated.tally;
        let id = format!("{}#{}", tally.report, tally.id);
        (id, (tally.report.as_str(), stated.quote.clone()))
    });
    let warned = view.warned.iter().map(|warning| {
        let id = format!("{}#{}", warning.report, warning.id);
        let text = view.reports.get(&warning.report);
        let text = text.map_or("", |report| report.text.as_str());
        let quotes = warning.evidence.iter().map(|span| span.of(text).trim());
        let words = quotes.collect::<Vec<&str>>().join(" … ");
        (id, (warning.report.as_str(), words))
    });
    stated.chain(warned).collect()
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

/// Adds a sentence, with a stop where it has none.
fn push_sentence(text: &mut String, sentence: &str) {
    // A key stands for a citation, which its style ends.
    let ended = [".”", "!”", "?”", "…”", "]"];
    let stop = if ended.iter().any(|end| sentence.ends_with(end)) {
        ""
    } else {
        "."
    };
    if !text.is_empty() {
        text.push(' ');
    }
    let _ = write!(text, "{sentence}{stop}");
}
