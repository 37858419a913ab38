//! Footnotes: what a figure rests on, down to the quoted words. Equal notes share a number;
//! long ones point to the appendix.

use super::names::place;
use super::persons::{hide, persons_in, persons_shown};
use super::prose::{capital, code, cut, date, day, escape, so_many};
use super::{Options, View};
use model::{Account, Incident, Report};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::rc::Rc;

/// A quote has at most so many characters, and so many in a footnote, which is read at the foot
/// of a page.
pub(super) const QUOTE: usize = 300;
const NOTE_QUOTE: usize = 220;
/// A footnote quotes the reports of at most so many incidents, and so many of each; of more
/// incidents it gives the names, and the appendix the words.
const QUOTED: usize = 1;
const REPORTS: usize = 3;
/// A footnote names at most so many incidents; more stand in the appendix alone.
const NAMED: usize = 8;
/// A footnote quotes at most so many statements of reports.
const STATED: usize = 3;

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
    pub(super) view: &'a View<'a>,
    policy: &'a str,
    pub(super) options: &'a Options<'a>,
    pub(super) texts: Vec<String>,
    numbers: BTreeMap<String, usize>,
    /// Incidents behind each note that is too long to name them all.
    pub(super) long: BTreeMap<usize, Vec<&'a Incident>>,
    /// Incidents whose words stand in the appendix, by id.
    pub(super) appended: BTreeMap<&'a str, &'a Incident>,
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
            appended: BTreeMap::new(),
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
        let mut cited: Vec<String> = Vec::new();
        for id in stated.iter().take(STATED) {
            // One sentence may state several counts.
            let citation = self.statement(id);
            cited.extend(citation.filter(|citation| !cited.contains(citation)));
        }
        for citation in &cited {
            push_sentence(&mut text, citation);
        }
        if stated.len() > STATED {
            let more = so_many((stated.len() - STATED) as u64, "more", "more");
            push_sentence(&mut text, &format!("And {more} such statements"));
        }
        let long = incidents.len() > NAMED;
        if long {
            text.push_str(" They stand in the [appendix](#appendix).");
        } else if incidents.len() > QUOTED {
            let names: Vec<String> = (incidents.iter())
                .map(|incident| self.name(incident, true))
                .collect();
            push_sentence(&mut text, &names.join("; "));
        } else {
            for incident in incidents {
                let citation = self.citation(incident);
                push_sentence(&mut text, &citation);
            }
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
            if incidents.len() > QUOTED {
                let named = ids.iter().copied().zip(incidents.iter().copied());
                self.appended.extend(named);
            }
            if long {
                self.long.insert(number, incidents.to_vec());
            }
        }
        format!("[^{number}]")
    }

    /// What a report states, by `REPORT#NUMBER`: the report and its words.
    fn statement(&self, id: &str) -> Option<String> {
        let (report, words) = self.statements.get(id)?;
        let quote = cut(&hide(words, &self.hidden_in(report)), NOTE_QUOTE);
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

    /// `I0123456789 (5 September 2022, Kabul)`; a link where the appendix has it.
    fn name(&self, incident: &Incident, linked: bool) -> String {
        let id = escape(&incident.id);
        let mut text = if linked {
            format!("[{id}](#{})", slug(&incident.id))
        } else {
            format!("**{id}**")
        };
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
        text
    }

    /// `I0123456789 (5 September 2022, Kabul): *Title*, Source, 6 September 2022: “…”`
    fn citation(&self, incident: &Incident) -> String {
        let mut text = self.name(incident, false);
        let reports = self.reports(incident, REPORTS, NOTE_QUOTE);
        if !reports.is_empty() {
            let keyed = reports.iter().any(|report| report.ends_with(']'));
            let between = if keyed { " " } else { "; " };
            let _ = write!(text, ": {}", reports.join(between));
        }
        let told = told_by(incident).count();
        if told > REPORTS {
            let more = (told - REPORTS) as u64;
            let _ = write!(
                text,
                "; and {}",
                so_many(more, "further report", "further reports")
            );
        }
        text
    }

    /// The first reports of an incident with the words it was read in, cut.
    pub(super) fn reports(&self, incident: &Incident, most: usize, letters: usize) -> Vec<String> {
        let cited = told_by(incident).take(most).map(|report| {
            let quote = self.quote_of(incident, report).unwrap_or_default();
            self.quoted(report, &cut(&quote, letters))
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
}

/// The reports that tell of an incident, each once.
fn told_by(incident: &Incident) -> impl Iterator<Item = &str> {
    let mut seen = BTreeSet::new();
    let reports = incident.accounts.iter().map(|key| key.report.as_str());
    reports.filter(move |report| seen.insert(*report))
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
