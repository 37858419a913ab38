//! A brief as it is written: text as it stands, and what its blocks work out.

use super::document::Image;
use super::footnotes::{Footnotes, Note, by_time};
use super::kept::{Logged, MOST};
use super::prose::{capital, date, escape, sentence_at};
use super::questions::{Answered, QUESTIONS};
use super::scope::{Chosen, SCOPE};
use super::template::{Call, Piece, Source};
use super::{Options, View, charts};
use analysis::{Columns, Mistake, nearest};
use model::{Incident, When};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What templates may ask for beside questions: the arguments of each without its scope, and
/// whether it has one.
pub(super) const FIGURES: [(&str, &[&str], bool); 12] = [
    ("count", &["noun", "plural", "none"], true),
    ("sum", &["noun", "plural", "none"], true),
    ("toll", &["none"], true),
    ("table", &["by", "across", "top"], true),
    ("incidents", &["limit", "order", "none"], true),
    ("reports", &["none"], true),
    ("quote", &["n", "order"], true),
    ("map", &["caption"], true),
    ("chart", charts::KEYS, true),
    ("timeline", &["by", "caption"], true),
    ("policy", &[], false),
    ("default", &[], false),
];

/// A template worked out.
pub(super) struct Written {
    pub markdown: String,
    pub images: Vec<Image>,
    pub notes: Vec<String>,
    pub cited: BTreeSet<String>,
    pub log: Vec<Logged>,
}

/// Works all pieces out, in order, and writes the footnotes at the end.
pub(super) fn write<'a>(
    source: &'a Source<'a>,
    pieces: &[Piece],
    view: &'a View<'a>,
    columns: &'a Columns,
    policy: &'a str,
    options: &'a Options<'a>,
) -> Result<Written, Mistake> {
    let mut writer = Writer {
        source,
        view,
        columns,
        policy,
        options,
        values: options.values.clone(),
        footnotes: Footnotes::new(view, policy, options),
        answers: BTreeMap::new(),
        out: String::new(),
        mark: String::new(),
        images: Vec::new(),
        notes: BTreeSet::new(),
        log: Vec::new(),
        now: Now::default(),
        times: BTreeMap::new(),
        by_id: view
            .incidents
            .iter()
            .map(|incident| (incident.id.as_str(), incident))
            .collect(),
    };
    for piece in pieces {
        match piece {
            Piece::Text(text) => writer.text(text),
            Piece::Call(call) => writer.call(call)?,
        }
    }
    writer.text("");
    let mut markdown = writer.out.trim_end().to_owned();
    for logged in &mut writer.log {
        if let Some(at) = logged.at.take() {
            logged.sentence = sentence_at(&markdown, at);
        }
    }
    markdown.push('\n');
    markdown.push_str(&writer.footnotes.finish());
    Ok(Written {
        markdown,
        images: writer.images,
        notes: writer.notes.into_iter().collect(),
        cited: writer.footnotes.cited(),
        log: writer.log,
    })
}

/// A brief being written.
pub(super) struct Writer<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) view: &'a View<'a>,
    pub(super) columns: &'a Columns,
    pub(super) policy: &'a str,
    pub(super) options: &'a Options<'a>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) footnotes: Footnotes<'a>,
    /// Answers that were worked out already, by question and arguments.
    pub(super) answers: BTreeMap<String, Rc<Answered>>,
    pub(super) out: String,
    /// A footnote's mark that goes behind the punctuation that may follow.
    pub(super) mark: String,
    pub(super) images: Vec<Image>,
    pub(super) notes: BTreeSet<String>,
    log: Vec<Logged>,
    now: Now,
    times: BTreeMap<String, usize>,
    by_id: BTreeMap<&'a str, &'a Incident>,
}

/// The block that is being worked out.
#[derive(Default)]
struct Now {
    call: String,
    nth: usize,
}

impl<'a> Writer<'a> {
    fn text(&mut self, text: &str) {
        let stops = text.len()
            - text
                .trim_start_matches(['.', ',', ';', ':', '!', '?'])
                .len();
        self.out.push_str(&text[..stops]);
        self.out.push_str(&std::mem::take(&mut self.mark));
        let rest = &text[stops..];
        // A figure on lines of its own has ended its paragraph already.
        let ended = self.out.is_empty() || self.out.ends_with("\n\n");
        let rest = if ended {
            rest.trim_start_matches(['\n', '\r'])
        } else {
            rest
        };
        self.out.push_str(rest);
    }

    fn call(&mut self, call: &Call) -> Result<(), Mistake> {
        self.text("");
        if call.name == "default" {
            return self.default(call);
        }
        let text = self.source.text[call.whole.clone()].split_whitespace();
        let text = text.collect::<Vec<&str>>().join(" ");
        let times = self.times.entry(text.clone()).or_default();
        *times += 1;
        self.now = Now {
            call: text,
            nth: *times,
        };
        let name = call.name.split('.').next().unwrap_or("");
        if QUESTIONS.iter().any(|question| question.name == name) {
            return self.question(call);
        }
        if let Some((_, keys, scoped)) = FIGURES.iter().find(|(name, ..)| *name == call.name) {
            let scope = if *scoped { &SCOPE[..] } else { &[] };
            let keys: Vec<&str> = keys.iter().chain(scope).copied().collect();
            call.check(self.source, &keys, usize::from(call.name == "sum"))?;
        }
        match call.name.as_str() {
            "count" => self.count(call),
            "sum" => self.sum(call),
            "toll" => self.toll(call),
            "table" => self.table(call),
            "incidents" => self.incidents(call),
            "reports" => self.reports(call),
            "quote" => self.quotes(call),
            "map" => self.map(call),
            "chart" => self.chart(call),
            "timeline" => self.timeline(call),
            "policy" => {
                self.out.push_str(&escape(self.policy));
                Ok(())
            }
            _ => self.value(call),
        }
    }

    /// `{{default key="value"}}`
    fn default(&mut self, call: &Call) -> Result<(), Mistake> {
        if let Some(arg) = call.words().next() {
            let hint = format!("write {{{{default {}=\"…\"}}}}", arg.value);
            return Err(self
                .source
                .mistake(&arg.key_at, "a value is missing here", hint));
        }
        for arg in &call.args {
            if blocks().any(|name| name == arg.key) {
                let problem = format!("`{}` is a block, so no value can be called so", arg.key);
                return Err(self
                    .source
                    .mistake(&arg.key_at, problem, "choose another name"));
            }
            let value = self.values.entry(arg.key.clone());
            value.or_insert_with(|| arg.value.clone());
        }
        Ok(())
    }

    fn value(&mut self, call: &Call) -> Result<(), Mistake> {
        let Some(value) = self.values.get(&call.name) else {
            let values = self.values.keys().map(String::as_str);
            let mut words: Vec<&str> = blocks().collect();
            words.extend(values);
            let hint = match nearest(&call.name, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "use one of {}, or give the value (--set {}=…)",
                    words.join(", "),
                    call.name
                ),
            };
            let problem = format!("there is no block or value `{}`", call.name);
            return Err(self.source.mistake(&call.at, problem, hint));
        };
        let value = match value.parse::<When>() {
            Ok(when) => date(&when),
            Err(_) => value.clone(),
        };
        call.check(self.source, &["none"], 0)?;
        let none = call.arg("none").filter(|_| value.trim().is_empty());
        let value = escape(&none.map_or(value, |none| none.value.clone()));
        self.out.push_str(&value);
        Ok(())
    }

    /// The note of a figure over chosen incidents.
    pub(super) fn mark_of(&mut self, chosen: &Chosen<'a>, said: &str) -> String {
        self.footnotes
            .figure(&chosen.incidents, chosen.filter.as_deref(), said)
    }

    /// A figure in running text, with its footnote behind the punctuation that follows.
    pub(super) fn say(&mut self, words: &str, chosen: &Chosen<'a>, said: &str) {
        let mark = self.mark_of(chosen, said);
        self.say_with(words, mark, &chosen.incidents, &[]);
    }

    /// The same with a note of its own.
    pub(super) fn say_with(
        &mut self,
        words: &str,
        mark: String,
        incidents: &[&'a Incident],
        stated: &[String],
    ) {
        self.log("", words, None, incidents, stated);
        let words = if starts_sentence(&self.out) {
            capital(words)
        } else {
            words.to_owned()
        };
        self.out.push_str(&words);
        self.mark = mark;
    }

    /// Notes what a figure was. Without a sentence of its own it has that in which it stands.
    pub(super) fn log(
        &mut self,
        row: &str,
        value: &str,
        sentence: Option<String>,
        incidents: &[&'a Incident],
        stated: &[String],
    ) {
        self.log.push(Logged {
            call: self.now.call.clone(),
            nth: self.now.nth,
            row: row.to_owned(),
            value: value.to_owned(),
            at: sentence.is_none().then_some(self.out.len()),
            sentence: sentence.unwrap_or_default(),
            incidents: (incidents.iter())
                .filter(|_| incidents.len() <= MOST)
                .map(|incident| incident.id.clone())
                .collect(),
            count: incidents.len(),
            stated: stated.to_vec(),
        });
    }

    /// The incidents of these ids in time order; those that are none are left out.
    pub(super) fn incidents_of<'i>(
        &self,
        ids: impl IntoIterator<Item = &'i String>,
    ) -> Vec<&'a Incident> {
        let ids: BTreeSet<&str> = ids.into_iter().map(|id| id.trim_end_matches('?')).collect();
        let found = ids.into_iter().filter_map(|id| self.by_id.get(id).copied());
        let mut found: Vec<&'a Incident> = found.collect();
        found.sort_by_cached_key(|incident| by_time(incident));
        found
    }

    /// A note on some incidents and statements, without the filter.
    pub(super) fn note(
        &mut self,
        said: &str,
        incidents: &[&'a Incident],
        stated: &[String],
    ) -> String {
        self.footnotes.note(&Note {
            said,
            incidents,
            stated,
        })
    }

    /// Something that stands on lines of its own.
    pub(super) fn block(&mut self, text: &str) {
        while !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.out.push_str(text.trim_end());
        self.out.push_str("\n\n");
    }
}

/// The names of all blocks.
pub(super) fn blocks() -> impl Iterator<Item = &'static str> {
    let figures = FIGURES.iter().map(|(name, ..)| *name);
    figures.chain(QUESTIONS.iter().map(|question| question.name))
}

/// True where the next word begins a sentence, a heading or a list item.
fn starts_sentence(out: &str) -> bool {
    let line = out.rsplit('\n').next().unwrap_or("");
    let bare = line.trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_ascii_digit() || "#>*-+.)_".contains(c)
    });
    let marked = bare.len() < line.trim_start().len();
    if bare.is_empty() && (marked || line.is_empty()) {
        let above = out[..out.len() - line.len()].trim_end_matches('\n');
        let apart = out[..out.len() - line.len()].ends_with("\n\n") || above.is_empty();
        return marked || apart || ends_sentence(above);
    }
    ends_sentence(line) && line.ends_with(char::is_whitespace)
}

/// True where the last letter, footnote marks left aside, ends a sentence.
fn ends_sentence(text: &str) -> bool {
    let mut text = text.trim_end().trim_end_matches(['*', '_']);
    while let Some(open) = text.strip_suffix(']').and_then(|text| text.rfind("[^")) {
        text = text[..open].trim_end_matches(['*', '_']);
    }
    text.ends_with(['.', '!', '?'])
}
