//! Footnotes: what a figure rests on, down to the quoted words. Equal notes share a number;
//! long ones point to the appendix.

use super::excerpt::{excerpt, focus_of, focus_of_tally};
use super::names::place;
use super::persons::{persons_in, persons_shown};
use super::prose::{capital, code, cut, date, day, escape, number, so_many};
use super::{Options, View};
use model::{Account, Incident, Report, Span};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::rc::Rc;

/// A quote has at most so many characters, so many in a footnote, which is read at the foot of a
/// page, and so many in the appendix, where the words stand that a footnote has no room for.
const QUOTE: usize = 300;
const NOTE_QUOTE: usize = 320;
pub(super) const APPENDIX_QUOTE: usize = 1000;
/// A footnote quotes the reports of at most so many incidents, and so many of each; of more
/// incidents it gives the names, and the appendix the words.
const QUOTED: usize = 2;
const REPORTS: usize = 3;
/// A footnote names at most so many incidents; more stand in the appendix alone.
const NAMED: usize = 8;
/// A footnote has room for so many statements of one report.
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

/// What a figure over part of a question's incidents rests on.
pub struct Part<'n, 'a> {
    /// The part.
    pub incidents: &'n [&'a Incident],
    /// How many the question is about.
    pub all: usize,
    /// The question's filter.
    pub filter: Option<&'n str>,
    /// Which of them are meant: `that somebody claimed`.
    pub which: &'n str,
    /// Counts and warnings that reports state, cited before the incidents.
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
    /// What reports state, by `REPORT#NUMBER`.
    statements: BTreeMap<String, Statement<'a>>,
    /// Statements whose words no footnote has room for, by report and words, with the notes.
    pub(super) appended_words: BTreeMap<(&'a str, String), BTreeSet<usize>>,
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
            appended_words: BTreeMap::new(),
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

    /// The note for a figure over part of a question's incidents, or over what reports state.
    pub fn part(&mut self, part: &Part<'_, 'a>) -> String {
        let told = !part.incidents.is_empty();
        let text = if !told && !part.stated.is_empty() {
            "As reports state.".to_owned()
        } else if part.which.is_empty() {
            self.about(part.incidents, part.filter, "")
        } else {
            let all = so_many(part.all as u64, "incident", "incidents");
            let of = match part.filter {
                Some(filter) => format!("the {all} where {}", code(filter)),
                None => format!("all {all} of the record"),
            };
            let some = match part.incidents.len() {
                0 => "none".to_owned(),
                count => number(count as u64),
            };
            let some = capital(&some);
            let policy = escape(self.policy);
            let stated = match part.stated.len() {
                0 => String::new(),
                count => format!(
                    ", and {} of reports",
                    so_many(count as u64, "statement", "statements")
                ),
            };
            format!(
                "{some} of {of}: those {}{stated}. Counting policy: {policy}.",
                part.which
            )
        };
        self.add(text, part.incidents, part.stated)
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
        let citations = self.stated(stated);
        for citation in &citations {
            push_sentence(&mut text, &citation.text);
        }
        if citations.iter().any(|it| it.without_room.is_some()) {
            text.push_str(" All the words stand in the [appendix](#appendix).");
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
            // Of two incidents, one report each.
            let most = if incidents.len() > 1 { 1 } else { REPORTS };
            for incident in incidents {
                let citation = self.citation(incident, most);
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
            for citation in citations {
                if let Some(words) = citation.without_room {
                    let notes = self.appended_words.entry((citation.report, words));
                    notes.or_default().insert(number);
                }
            }
        }
        format!("[^{number}]")
    }

    /// What reports state: each report with its words, as many as a footnote has room for, and
    /// those with all their words of which it has not.
    fn stated(&self, stated: &[String]) -> Vec<Citation<'a>> {
        let mut together: Vec<(&'a str, Vec<&Statement<'a>>)> = Vec::new();
        for statement in stated.iter().filter_map(|id| self.statements.get(id)) {
            match together.iter_mut().find(|(of, _)| *of == statement.report) {
                Some((_, statements)) => statements.push(statement),
                None => together.push((statement.report, vec![statement])),
            }
        }
        let cited = together.into_iter().map(|(report, statements)| {
            let Some(known) = self.view.reports.get(report) else {
                let words = statements.first().map_or("", |statement| statement.words);
                return Citation {
                    report,
                    text: self.quoted(report, &cut(words, NOTE_QUOTE)),
                    without_room: None,
                };
            };
            let text = known.text.as_str();
            let evidence = statements.iter().flat_map(|it| it.evidence.iter().copied());
            let mut evidence: Vec<Span> = evidence.collect();
            evidence.sort_unstable_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
            evidence.dedup_by(|inner, outer| outer.contains(inner));
            let focus = statements.iter().flat_map(|it| it.focus.iter().copied());
            let focus: Vec<Span> = focus.collect();
            let hidden = self.hidden_in(report);
            let quote = |most: usize| excerpt(text, &evidence, &focus, &hidden, most);
            let shown = quote(NOTE_QUOTE * statements.len().min(STATED));
            let whole = quote(APPENDIX_QUOTE * statements.len());
            Citation {
                report,
                text: self.quoted(report, &shown),
                without_room: (shown != whole).then_some(whole),
            }
        });
        cited.collect()
    }

    /// Words with their report. A citation that a style will print stands behind them, since
    /// many styles end it with a stop.
    pub(super) fn quoted(&self, report: &str, quote: &str) -> String {
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
    fn citation(&self, incident: &Incident, most: usize) -> String {
        let mut text = self.name(incident, false);
        let reports = self.reports(incident, most, NOTE_QUOTE);
        if !reports.is_empty() {
            let keyed = reports.iter().any(|report| report.ends_with(']'));
            let between = if keyed { " " } else { "; " };
            let _ = write!(text, ": {}", reports.join(between));
        }
        let told = told_by(incident).count();
        if told > most {
            let more = (told - most) as u64;
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
            let quote = self.quote_of(incident, report, letters);
            self.quoted(report, &quote.unwrap_or_default())
        });
        cited.collect()
    }

    fn quote_of(&self, incident: &Incident, report: &str, letters: usize) -> Option<String> {
        let key = incident.accounts.iter().find(|key| key.report == report)?;
        let account = self.view.accounts.get(key)?;
        let report = self.view.reports.get(report)?;
        let hidden = self.hidden_in(&key.report);
        let quote = quote_in(account, report, &hidden, letters);
        (!quote.is_empty()).then_some(quote)
    }
}

/// The reports that tell of an incident, each once.
fn told_by(incident: &Incident) -> impl Iterator<Item = &str> {
    let mut seen = BTreeSet::new();
    let reports = incident.accounts.iter().map(|key| key.report.as_str());
    reports.filter(move |report| seen.insert(*report))
}

/// What one report states, as a footnote cites it.
struct Citation<'a> {
    report: &'a str,
    text: String,
    /// All its words, where the footnote has no room for them.
    without_room: Option<String>,
}

/// Something that a report states: a count or a warning.
struct Statement<'a> {
    report: &'a str,
    evidence: &'a [Span],
    focus: Vec<Span>,
    /// Its words, where the report itself is not at hand.
    words: &'a str,
}

/// What reports state, by `REPORT#NUMBER`.
fn statements<'a>(view: &View<'a>) -> BTreeMap<String, Statement<'a>> {
    let stated = view.stated.iter().map(|stated| {
        let tally = &stated.tally;
        let id = format!("{}#{}", tally.report, tally.id);
        let statement = Statement {
            report: &tally.report,
            evidence: &tally.evidence,
            focus: focus_of_tally(tally),
            words: &stated.quote,
        };
        (id, statement)
    });
    let warned = view.warned.iter().map(|warning| {
        let id = format!("{}#{}", warning.report, warning.id);
        let statement = Statement {
            report: &warning.report,
            evidence: &warning.evidence,
            focus: warning.issued_by.spans.clone(),
            words: "",
        };
        (id, statement)
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
        escape(&super::persons::hide(
            &cut(title.unwrap_or(id), 200),
            hidden
        ))
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
    quote_in(account, report, hidden, QUOTE)
}

fn quote_in(account: &Account, report: &Report, hidden: &[String], most: usize) -> String {
    let focus = focus_of(account);
    excerpt(&report.text, &account.evidence, &focus, hidden, most)
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
