//! Working out what stands between `{{` and `}}`.

use super::arguments::Chosen;
use super::footnotes::Footnotes;
use super::prose::{capital, date, escape, is_one, number, people, range, so_many};
use super::template::{Call, Piece, Source};
use super::{Image, Options, View};
use analysis::{Mistake, Sum, nearest};
use model::When;
use std::collections::{BTreeMap, BTreeSet};

/// What templates may ask for, and the arguments of each.
const FIGURES: [(&str, &[&str]); 10] = [
    ("count", &["where", "noun", "plural", "none"]),
    ("sum", &["where", "noun", "plural"]),
    ("toll", &["where"]),
    ("table", &["by", "where", "top"]),
    ("incidents", &["where", "limit", "order"]),
    ("quote", &["where", "n", "order"]),
    ("map", &["where", "caption"]),
    ("timeline", &["by", "where"]),
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

/// A brief being written.
pub(super) struct Writer<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) view: &'a View<'a>,
    pub(super) policy: &'a str,
    pub(super) options: &'a Options<'a>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) footnotes: Footnotes<'a>,
    pub(super) out: String,
    /// A footnote's mark that goes behind the punctuation that may follow.
    mark: String,
    pub(super) images: Vec<Image>,
    pub(super) notes: BTreeSet<String>,
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
        let value = match value.parse::<When>() {
            Ok(when) => date(&when),
            Err(_) => value.clone(),
        };
        let value = escape(&value);
        call.check(self.source, &[], 0)?;
        self.out.push_str(&value);
        Ok(())
    }

    fn count(&mut self, call: &Call) -> Result<(), Mistake> {
        let chosen = self.chosen(call)?;
        let count = chosen.incidents.len() as u64;
        let words = match (count, self.nouns(call)?) {
            (0, nouns) => match (call.arg("none"), nouns) {
                (Some(arg), _) => self.filled(arg)?,
                (None, Some((_, many))) => format!("no {many}"),
                (None, None) => "none".to_owned(),
            },
            (count, Some((one, many))) => so_many(count, &one, &many),
            (count, None) => number(count),
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
        let said = [("killed", &killed), ("injured", &injured)]
            .map(|(what, sum)| coverage(what, sum, total))
            .join(" ");
        self.say(&escape(&words), &chosen, said.trim());
        Ok(())
    }

    pub(super) fn mark_of(&mut self, chosen: &Chosen<'a>, said: &str) -> String {
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
