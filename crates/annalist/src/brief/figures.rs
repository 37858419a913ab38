//! Working out what stands between `{{` and `}}`.

use super::footnotes::{Footnotes, by_time, hidden, quote, source as cite};
use super::prose::{capital, escape, is_one, number, people, range, so_many};
use super::sentences::sentence;
use super::template::{Arg, Call, Piece, Source};
use super::{Image, Options, View};
use analysis::{By, Filter, Mistake, NumberField, Sum, Table, nearest, tally};
use model::Incident;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What templates may ask for, and the arguments of each.
const FIGURES: [(&str, &[&str]); 9] = [
    ("count", &["where", "noun", "plural"]),
    ("sum", &["where", "noun", "plural"]),
    ("toll", &["where"]),
    ("table", &["by", "where", "top"]),
    ("incidents", &["where", "limit", "order"]),
    ("quote", &["where", "n", "order"]),
    ("map", &["where", "caption"]),
    ("policy", &[]),
    ("default", &[]),
];

/// A template worked out.
pub struct Written {
    pub markdown: String,
    pub images: Vec<Image>,
    pub notes: Vec<String>,
}

/// Works all pieces out, in order, and writes the footnotes at the end.
pub fn write<'a>(
    source: &'a Source<'a>,
    pieces: &[Piece],
    view: &'a View<'a>,
    policy: &'a str,
    options: &'a Options<'a>,
) -> Result<Written, Mistake> {
    let mut writer = Writer {
        source,
        view,
        policy,
        options,
        values: options.values.clone(),
        footnotes: Footnotes::new(view, policy, options),
        out: String::new(),
        mark: String::new(),
        images: Vec::new(),
        notes: BTreeSet::new(),
    };
    for piece in pieces {
        match piece {
            Piece::Text(text) => writer.text(text),
            Piece::Call(call) => writer.call(call)?,
        }
    }
    writer.text("");
    let mut markdown = writer.out.trim_end().to_owned();
    markdown.push('\n');
    markdown.push_str(&writer.footnotes.finish());
    Ok(Written {
        markdown,
        images: writer.images,
        notes: writer.notes.into_iter().collect(),
    })
}

struct Writer<'a> {
    source: &'a Source<'a>,
    view: &'a View<'a>,
    policy: &'a str,
    options: &'a Options<'a>,
    values: BTreeMap<String, String>,
    footnotes: Footnotes<'a>,
    out: String,
    /// A footnote's mark that goes behind the punctuation that may follow.
    mark: String,
    images: Vec<Image>,
    notes: BTreeSet<String>,
}

/// Incidents chosen by a figure's filter.
struct Chosen<'a> {
    incidents: Vec<&'a Incident>,
    filter: Option<String>,
}

impl<'a> Writer<'a> {
    fn text(&mut self, text: &str) {
        let stops = text.len()
            - text
                .trim_start_matches(['.', ',', ';', ':', '!', '?'])
                .len();
        self.out.push_str(&text[..stops]);
        self.out.push_str(&std::mem::take(&mut self.mark));
        self.out.push_str(&text[stops..]);
    }

    fn call(&mut self, call: &Call) -> Result<(), Mistake> {
        self.text("");
        if call.name == "default" {
            return self.default(call);
        }
        if let Some((_, keys)) = FIGURES.iter().find(|(name, _)| *name == call.name) {
            call.check(self.source, keys, usize::from(call.name == "sum"))?;
        }
        match call.name.as_str() {
            "count" => self.count(call),
            "sum" => self.sum(call),
            "toll" => self.toll(call),
            "table" => self.table(call),
            "incidents" => self.incidents(call),
            "quote" => self.quotes(call),
            "map" => self.map(call),
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
            if FIGURES.iter().any(|(name, _)| *name == arg.key) {
                let problem = format!("`{}` is a figure, so no value can be called so", arg.key);
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
            let known = FIGURES.iter().map(|(name, _)| *name);
            let words: Vec<&str> = known
                .chain(self.values.keys().map(String::as_str))
                .collect();
            let hint = match nearest(&call.name, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", words.join(", ")),
            };
            let problem = format!("unknown figure `{}`", call.name);
            return Err(self.source.mistake(&call.at, problem, hint));
        };
        let value = escape(value);
        call.check(self.source, &[], 0)?;
        self.out.push_str(&value);
        Ok(())
    }

    fn count(&mut self, call: &Call) -> Result<(), Mistake> {
        let chosen = self.chosen(call)?;
        let count = chosen.incidents.len() as u64;
        let words = match self.nouns(call)? {
            Some((one, many)) => so_many(count, &one, &many),
            None => match count {
                0 => "no".to_owned(),
                count => number(count),
            },
        };
        self.say(&escape(&words), &chosen, "");
        Ok(())
    }

    fn sum(&mut self, call: &Call) -> Result<(), Mistake> {
        let field = self.number_field(call)?;
        let chosen = self.chosen(call)?;
        let mut sum = Sum::default();
        for incident in &chosen.incidents {
            sum.add(field.field().and_then(|field| incident.estimate(field)));
        }
        let nouns = self.nouns(call)?;
        let words = match (sum.estimate(), &nouns) {
            (None, None) => "no figure".to_owned(),
            (None, Some((_, many))) => format!("no told number of {many}"),
            (Some(estimate), None) => range(&estimate),
            (Some(estimate), Some((one, many))) => {
                let noun = if is_one(&estimate) { one } else { many };
                format!("{} {noun}", range(&estimate))
            }
        };
        let said = coverage(field.word(), &sum, chosen.incidents.len());
        self.say(&escape(&words), &chosen, &said);
        Ok(())
    }

    fn toll(&mut self, call: &Call) -> Result<(), Mistake> {
        let chosen = self.chosen(call)?;
        let (mut killed, mut injured) = (Sum::default(), Sum::default());
        for incident in &chosen.incidents {
            killed.add(incident.estimate(model::Field::Killed));
            injured.add(incident.estimate(model::Field::Injured));
        }
        let were = |estimate: &model::Estimate| {
            let one = is_one(estimate) || estimate.max == Some(0);
            if one { "was" } else { "were" }
        };
        let words = match (killed.estimate(), injured.estimate()) {
            (None, None) => "no figure of dead or injured is given".to_owned(),
            (Some(dead), None) => format!("{} {} killed", people(&dead), were(&dead)),
            (None, Some(hurt)) => format!("{} {} injured", people(&hurt), were(&hurt)),
            (Some(dead), Some(hurt)) => {
                let hurt = match hurt.max {
                    Some(0) => "nobody".to_owned(),
                    _ => range(&hurt),
                };
                format!(
                    "{} {} killed and {hurt} injured",
                    people(&dead),
                    were(&dead)
                )
            }
        };
        let total = chosen.incidents.len();
        let said = format!(
            "{} {}",
            coverage("killed", &killed, total),
            coverage("injured", &injured, total)
        );
        self.say(&escape(&words), &chosen, &said);
        Ok(())
    }

    fn table(&mut self, call: &Call) -> Result<(), Mistake> {
        let Some(arg) = call.arg("by") else {
            let hint = "write {{table by=\"month\"}} or {{table by=\"country,type\"}}";
            return Err(self
                .source
                .mistake(&call.at, "what to count by is missing", hint));
        };
        let mut by = Vec::new();
        for word in arg.value.split(',') {
            let one: By = word.parse().map_err(|problem: String| {
                let (problem, hint) = problem.split_once(": ").unwrap_or((&problem, ""));
                self.source.mistake(&arg.value_at, problem, hint)
            })?;
            by.push(one);
        }
        if by.len() > 2 {
            let problem = "a table counts by one or two fields";
            return Err(self.source.mistake(&arg.value_at, problem, "take one out"));
        }
        let top = self.count_arg(call, "top", usize::MAX)?;
        let chosen = self.chosen(call)?;
        let incidents: Vec<Incident> = chosen.incidents.iter().map(|i| (*i).clone()).collect();
        let table = tally(&incidents, &by, None, self.view.context, self.policy);
        let caption = &table.caption;
        let mut said = Vec::new();
        if caption.undated + caption.unlocated > 0 {
            said.push(format!(
                "Of these, {} undated and {} unlocated.",
                caption.undated, caption.unlocated
            ));
        }
        said.extend(
            caption
                .notes
                .iter()
                .map(|note| format!("{}.", escape(&capital(note)))),
        );
        let mark = self.mark_of(&chosen, &said.join(" "));
        self.block(&markdown_table(&table, top, &mark));
        Ok(())
    }

    fn incidents(&mut self, call: &Call) -> Result<(), Mistake> {
        let limit = self.count_arg(call, "limit", usize::MAX)?;
        let newest = self.newest(call)?;
        let mut chosen = self.chosen(call)?;
        if newest {
            newest_first(&mut chosen.incidents);
        }
        let mut text = String::new();
        for &incident in chosen.incidents.iter().take(limit) {
            let told = escape(&sentence(incident, self.view, self.options.names));
            let mark = self.footnotes.incident(incident);
            let _ = writeln!(text, "- {told}{mark}");
        }
        if chosen.incidents.is_empty() {
            let mark = self.mark_of(&chosen, "");
            let _ = writeln!(text, "No incident is on record.{mark}");
        }
        let left = chosen.incidents.len().saturating_sub(limit);
        if left > 0 {
            let mark = self.mark_of(&chosen, "");
            let left = so_many(left as u64, "further incident is", "further incidents are");
            let _ = writeln!(text, "\n{} on record.{mark}", capital(&left));
        }
        self.block(&text);
        Ok(())
    }

    fn quotes(&mut self, call: &Call) -> Result<(), Mistake> {
        let most = self.count_arg(call, "n", 1)?;
        let newest = self.newest(call)?;
        let mut chosen = self.chosen(call)?;
        if newest {
            newest_first(&mut chosen.incidents);
        }
        let mut text = String::new();
        let mut seen = BTreeSet::new();
        for &incident in &chosen.incidents {
            if seen.len() >= most {
                break;
            }
            let Some((words, from)) = self.first_quote(incident) else {
                continue;
            };
            if !seen.insert(words.clone()) {
                continue;
            }
            let mark = self.footnotes.incident(incident);
            let _ = writeln!(text, "> “{}”{mark}\n>\n> — {from}\n", escape(&words));
        }
        if text.is_empty() {
            let mark = self.mark_of(&chosen, "");
            let _ = writeln!(text, "No quote is on record.{mark}");
        }
        self.block(&text);
        Ok(())
    }

    fn first_quote(&self, incident: &Incident) -> Option<(String, String)> {
        let hidden = hidden(incident, self.view, self.options.names);
        incident.accounts.iter().find_map(|key| {
            let account = self.view.accounts.get(key)?;
            let report = self.view.reports.get(&key.report)?;
            let words = quote(account, report, &hidden);
            let from = cite(&key.report, Some(report), &hidden);
            (!words.is_empty()).then_some((words, from))
        })
    }

    fn map(&mut self, call: &Call) -> Result<(), Mistake> {
        let Some(draw) = self.options.map else {
            let hint = "take the map out, or render the brief with `annalist brief`";
            return Err(self
                .source
                .mistake(&call.at, "there is nothing to draw a map with", hint));
        };
        let chosen = self.chosen(call)?;
        let located = chosen
            .incidents
            .iter()
            .filter(|i| i.location().is_some())
            .count();
        let name = format!(
            "{}-map-{}.svg",
            self.options.image_prefix,
            self.images.len() + 1
        );
        let svg = draw(&chosen.incidents);
        let caption = match call.arg("caption") {
            Some(arg) => self.filled(arg)?,
            None => capital(&so_many(
                located as u64,
                "incident on the map",
                "incidents on the map",
            )),
        };
        let off = chosen.incidents.len() - located;
        let said = match off {
            0 => String::new(),
            off => format!("Not on the map, as no place is known: {off}."),
        };
        let mark = self.mark_of(&chosen, &said);
        let caption = escape(&caption);
        self.block(&format!("![{caption}](<{name}>)\n\n*{caption}.*{mark}\n"));
        self.images.push(Image { name, svg });
        Ok(())
    }

    /// The incidents a figure is about, in time order.
    fn chosen(&mut self, call: &Call) -> Result<Chosen<'a>, Mistake> {
        let view = self.view;
        let mut chosen = Chosen {
            incidents: view.incidents.iter().collect(),
            filter: None,
        };
        if let Some(arg) = call.arg("where") {
            let text = self.filled_filter(arg)?;
            let asked: Result<Filter, Mistake> = text.parse();
            let bound = asked
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|filter| filter.bind(view.context));
            let bound = bound.map_err(|mistake| self.in_template(arg, &text, &mistake))?;
            chosen.incidents.retain(|incident| bound.matches(incident));
            chosen.filter = Some(bound.text().to_owned());
            self.notes.extend(bound.notes().iter().cloned());
        }
        chosen
            .incidents
            .sort_by_cached_key(|incident| by_time(incident));
        Ok(chosen)
    }

    /// A mistake in a filter, shown in the template where it stands.
    fn in_template(&self, arg: &Arg, filter: &str, mistake: &Mistake) -> Mistake {
        if filter == arg.value {
            let start = arg.value_at.start;
            let at = start + mistake.at.start..start + mistake.at.end;
            return self.source.mistake(&at, &*mistake.problem, &*mistake.hint);
        }
        let problem = format!("{} in the filter {filter}", mistake.problem);
        self.source.mistake(&arg.value_at, problem, &*mistake.hint)
    }

    fn filled(&self, arg: &Arg) -> Result<String, Mistake> {
        self.fill(arg, str::to_owned)
    }

    /// Values inside a filter stand inside its quotes, so their own quotes are doubled.
    fn filled_filter(&self, arg: &Arg) -> Result<String, Mistake> {
        self.fill(arg, |value| value.replace('\'', "''"))
    }

    /// The argument's value with each `{name}` replaced.
    fn fill(&self, arg: &Arg, put: impl Fn(&str) -> String) -> Result<String, Mistake> {
        let mut out = String::new();
        let mut at = 0;
        let text = arg.value.as_str();
        while let Some(open) = text[at..].find('{').map(|offset| at + offset) {
            let Some(close) = text[open..].find('}').map(|offset| open + offset) else {
                break;
            };
            let name = &text[open + 1..close];
            let Some(value) = self.values.get(name) else {
                let start = arg.value_at.start;
                let problem = format!("no value `{name}` is given");
                let hint = format!(
                    "give one (--set {name}=…), or put {{{{default {name}=\"…\"}}}} at the top"
                );
                return Err(self
                    .source
                    .mistake(&(start + open..start + close + 1), problem, hint));
            };
            out.push_str(&text[at..open]);
            out.push_str(&put(value));
            at = close + 1;
        }
        out.push_str(&text[at..]);
        Ok(out)
    }

    fn nouns(&self, call: &Call) -> Result<Option<(String, String)>, Mistake> {
        let Some(noun) = call.arg("noun") else {
            return match call.arg("plural") {
                Some(arg) => {
                    let hint = "give both: noun=\"attack\" plural=\"attacks\"";
                    Err(self
                        .source
                        .mistake(&arg.key_at, "`plural` needs a `noun`", hint))
                }
                None => Ok(None),
            };
        };
        let one = self.filled(noun)?;
        let many = match call.arg("plural") {
            Some(plural) => self.filled(plural)?,
            None => format!("{one}s"),
        };
        Ok(Some((one, many)))
    }

    fn number_field(&self, call: &Call) -> Result<NumberField, Mistake> {
        let fields = NumberField::ALL
            .into_iter()
            .filter(|field| field.field().is_some());
        let words: Vec<&str> = fields.map(NumberField::word).collect();
        let Some(arg) = call.words().next() else {
            let hint = format!("write {{{{sum killed}}}}; there are {}", words.join(", "));
            return Err(self
                .source
                .mistake(&call.at, "what to add up is missing", hint));
        };
        let known = NumberField::of(&arg.value).filter(|field| field.field().is_some());
        known.ok_or_else(|| {
            let hint = match nearest(&arg.value, words.iter().copied()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => format!("use one of {}", words.join(", ")),
            };
            let problem = format!("`{}` cannot be added up", arg.value);
            self.source.mistake(&arg.value_at, problem, hint)
        })
    }

    fn count_arg(&self, call: &Call, key: &str, otherwise: usize) -> Result<usize, Mistake> {
        let Some(arg) = call.arg(key) else {
            return Ok(otherwise);
        };
        let count = arg.value.parse().ok().filter(|count| *count > 0);
        count.ok_or_else(|| {
            let problem = format!("`{}` is not a number from 1", arg.value);
            self.source
                .mistake(&arg.value_at, problem, format!("write {key}=5"))
        })
    }

    fn newest(&self, call: &Call) -> Result<bool, Mistake> {
        match call.arg("order") {
            None => Ok(false),
            Some(arg) if arg.value == "oldest" => Ok(false),
            Some(arg) if arg.value == "newest" => Ok(true),
            Some(arg) => {
                let problem = format!("unknown order `{}`", arg.value);
                let hint = "write order=oldest or order=newest";
                Err(self.source.mistake(&arg.value_at, problem, hint))
            }
        }
    }

    fn mark_of(&mut self, chosen: &Chosen<'a>, said: &str) -> String {
        self.footnotes
            .figure(&chosen.incidents, chosen.filter.as_deref(), said)
    }

    /// A figure in running text, with its footnote behind the punctuation that follows.
    fn say(&mut self, words: &str, chosen: &Chosen<'a>, said: &str) {
        let words = if starts_sentence(&self.out) {
            capital(words)
        } else {
            words.to_owned()
        };
        self.out.push_str(&words);
        self.mark = self.mark_of(chosen, said);
    }

    /// Something that stands on lines of its own.
    fn block(&mut self, text: &str) {
        while !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.out.push_str(text.trim_end());
        self.out.push_str("\n\n");
    }
}

/// Of how many incidents a sum is made.
fn coverage(what: &str, sum: &Sum, total: usize) -> String {
    let what = what.replace('_', " ");
    match total - sum.told {
        0 => String::new(),
        _ if sum.told == 0 => format!("None of them tells a figure of {what}."),
        left => format!(
            "{} of {total} tell a figure of {what}; {left} {} none.",
            sum.told,
            if left == 1 { "tells" } else { "tell" }
        ),
    }
}

/// Undated incidents stay last.
fn newest_first(incidents: &mut [&Incident]) {
    let dated = incidents.partition_point(|incident| !by_time(incident).0);
    incidents[..dated].reverse();
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

/// A pipe table, the total last, its caption below.
fn markdown_table(table: &Table, top: usize, mark: &str) -> String {
    let mut out = String::from("|");
    for by in &table.by {
        let _ = write!(out, " {} |", capital(&by.word().replace('_', " ")));
    }
    out.push_str(" Incidents | Killed | Injured |\n|");
    out.push_str(&" --- |".repeat(table.by.len()));
    out.push_str(" ---: | ---: | ---: |\n");
    for row in table.rows.iter().take(top) {
        out.push('|');
        for key in &row.keys {
            let _ = write!(out, " {} |", escape(&key.label));
        }
        push_figures(&mut out, &row.cell);
    }
    out.push('|');
    for at in 0..table.by.len() {
        out.push_str(if at == 0 { " **All** |" } else { " |" });
    }
    push_figures(&mut out, &table.total);
    let left = table.rows.len().saturating_sub(top);
    let words: Vec<&str> = table.by.iter().map(|by| by.word()).collect();
    let what = words.join(" and ").replace('_', " ");
    let _ = write!(out, "\n*Incidents by {what}.");
    if left > 0 {
        let rows = so_many(left as u64, "further row is", "further rows are");
        let _ = write!(out, " {} not shown.", capital(&rows));
    }
    let _ = writeln!(
        out,
        " Counting policy: {}.*{mark}",
        escape(&table.caption.policy)
    );
    out
}

fn push_figures(out: &mut String, cell: &analysis::Cell) {
    let _ = writeln!(
        out,
        " {} | {} | {} |",
        cell.count(),
        cell.killed,
        cell.injured
    );
}
