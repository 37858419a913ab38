//! Records as JSON lines: what one report says, one object a line.
//!
//! The fields and their order are those of the coding rules (`docs/coding-rules.md`); a field
//! that the report does not give is absent. Beside them stand the machine's proofs:
//!
//! - `location`: the most exact place, with `latitude`, `longitude`, `precision`,
//!   `radius_km`, `geonames` and `name`; coordinates are rounded to six decimals;
//! - `sources`: for each field what its value rests on, as
//!   `{"spans": [[start, end], …], "rule": "stage/rule", "confidence": 0.93}`, in the shape of
//!   the field: a list has one entry a value, a target one entry a part; `id` and `person` of
//!   an actor stand here too. Spans are bytes of the report's text; `confidence` is the share of
//!   such values that are right, and absent where that was not worked out;
//! - `mentions`: the words that name a part of the incident, as `{"role", "span"}`.
//!
//! [`read_records`] reads such lines back.

mod parse;
mod quotes;
mod read;

pub use read::{RecordError, read_records, read_records_in};

use model::{
    Account, ActorRef, Coded, Estimate, Mention, Place, Report, Sourced, Span, Tally, Warning,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// All records of a report as JSON lines: incidents, then tallies, then warnings.
///
/// Notes are no records and are left out.
pub fn jsonl(report: &Report, coded: &Coded) -> String {
    let incidents = coded.accounts.iter().map(|a| incident_record(report, a));
    let tallies = coded.tallies.iter().map(|t| tally_record(report, t));
    let warnings = coded.warnings.iter().map(|w| warning_record(report, w));
    let mut lines = String::new();
    for record in incidents.chain(tallies).chain(warnings) {
        lines.push_str(&record.to_string());
        lines.push('\n');
    }
    lines
}

/// The passages that were not coded as JSON lines, one a language: `record` is `uncoded`, `whole` is true where
/// nothing but white space, figures and signs lies outside of them, and `sources` has their spans.
pub fn uncoded_jsonl(report: &Report, coded: &Coded) -> String {
    let mut languages: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for (language, span) in coded.not_coded() {
        languages.entry(language).or_default().push(span);
    }
    let whole = is_uncoded(report, coded);
    let mut lines = String::new();
    for (language, spans) in languages {
        let spans: Value = spans.iter().map(|span| span_json(*span)).collect();
        let line = json!({
            "record": "uncoded", "doc": report.id, "lang": language, "whole": whole,
            "sources": {"lang": {"spans": spans, "rule": "language/foreign"}},
        });
        lines.push_str(&line.to_string());
        lines.push('\n');
    }
    lines
}

/// True where no word of a report was coded, because of its language.
pub fn is_uncoded(report: &Report, coded: &Coded) -> bool {
    let mut at = 0;
    let mut any = false;
    for (_, span) in coded.not_coded() {
        let between = report.text.get(at..span.start as usize).unwrap_or_default();
        if between.chars().any(char::is_alphabetic) {
            return false;
        }
        at = span.end as usize;
        any = true;
    }
    let rest = report.text.get(at..).unwrap_or_default();
    any && !rest.chars().any(char::is_alphabetic)
}

/// An account as a record.
pub fn incident_record(report: &Report, account: &Account) -> Value {
    let mut record = Record::new(report, "incident", &account.report, &account.id);
    record.value("class", Some(&account.class), to_json);
    record.value("type", Some(&account.kind), to_json);
    record.value("status", Some(&account.status), to_json);
    record.value("suicide", account.suicide.as_ref(), to_json);
    record.value("multiple", account.multiple.as_ref(), to_json);
    record.value("date", account.date.as_ref(), to_json);
    record.value("country", account.country.as_ref(), to_json);
    record.value("admin1", account.admin1.as_ref(), to_json);
    record.value("place", account.place.as_ref(), to_json);
    record.value("site", account.site.as_ref(), to_json);
    record.value("from_country", account.from_country.as_ref(), to_json);
    if let Some(about) = &account.about {
        record.plain("about", about);
    }
    record.actors("perpetrators", &account.perpetrators);
    record.value("attribution", account.attribution.as_ref(), to_json);
    record.actors("claimed_by", &account.claimed_by);
    record.actors("denied_by", &account.denied_by);
    record.targets(account);
    record.list("weapons", &account.weapons, to_json);
    record.estimate("killed", account.killed.as_ref());
    record.estimate("injured", account.injured.as_ref());
    record.estimate("casualties", account.casualties.as_ref());
    record.estimate("killed_perpetrators", account.killed_perpetrators.as_ref());
    record.estimate("arrested", account.arrested.as_ref());
    record.estimate("attackers", account.attackers.as_ref());
    record.estimate("lead", account.lead.as_ref());
    record.evidence(&account.evidence);
    record.value("location", account.location.as_ref(), place_json);
    let mut value = record.finish();
    if !account.mentions.is_empty() {
        value["mentions"] = account.mentions.iter().map(mention_json).collect();
    }
    value
}

fn mention_json(mention: &Mention) -> Value {
    let mut value = json!({"role": mention.role, "span": span_json(mention.span)});
    if mention.person {
        value["person"] = true.into();
    }
    if let Some(effect) = mention.effect {
        value["effect"] = json!(effect);
    }
    if let Some(count) = mention.count {
        value["count"] = json!(count);
    }
    value
}

/// A tally as a record.
pub fn tally_record(report: &Report, tally: &Tally) -> Value {
    let mut record = Record::new(report, "tally", &tally.report, &tally.id);
    record.value("what", Some(&tally.what), to_json);
    record.actor("actor", tally.actor.as_ref());
    match tally.countries.as_slice() {
        [one] => record.value("country", Some(one), to_json),
        several => record.list("country", several, to_json),
    }
    record.value("admin1", tally.admin1.as_ref(), to_json);
    record.value("place", tally.place.as_ref(), to_json);
    record.value("window", tally.window.as_ref(), to_json);
    record.value("status", tally.status.as_ref(), to_json);
    record.estimate("count", Some(&tally.count));
    record.value("source", tally.source.as_ref(), to_json);
    record.evidence(&tally.evidence);
    record.finish()
}

/// A warning as a record.
pub fn warning_record(report: &Report, warning: &Warning) -> Value {
    let mut record = Record::new(report, "warning", &warning.report, &warning.id);
    record.plain("kind", "warning");
    record.actor("issued_by", Some(&warning.issued_by));
    record.value("issued_to", warning.issued_to.as_ref(), to_json);
    record.value("date", warning.date.as_ref(), to_json);
    if let Some(about) = &warning.about {
        record.plain("about", about);
    }
    record.value("heeded", warning.heeded.as_ref(), to_json);
    record.evidence(&warning.evidence);
    record.finish()
}

/// A place as an object; coordinates with six decimals (a tenth of a metre).
pub(crate) fn place_json(place: &Place) -> Value {
    let mut object = Map::new();
    object.insert("latitude".into(), rounded(place.latitude).into());
    object.insert("longitude".into(), rounded(place.longitude).into());
    object.insert("precision".into(), json!(place.precision));
    object.insert("radius_km".into(), rounded(place.radius_km).into());
    if let Some(geonames) = place.geonames {
        object.insert("geonames".into(), geonames.into());
    }
    object.insert("name".into(), place.name.clone().into());
    Value::Object(object)
}

/// The number with six decimals.
pub(crate) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

/// A record being written: its fields, and beside them what they rest on.
struct Record<'r> {
    text: &'r str,
    fields: Map<String, Value>,
    sources: Map<String, Value>,
}

impl<'r> Record<'r> {
    fn new(report: &'r Report, kind: &str, doc: &str, id: &str) -> Self {
        let mut record = Record {
            text: &report.text,
            fields: Map::new(),
            sources: Map::new(),
        };
        record.plain("record", kind);
        record.plain("doc", doc);
        record.plain("id", id);
        record
    }

    fn plain(&mut self, field: &str, value: &str) {
        self.fields.insert(field.into(), value.into());
    }

    fn put(&mut self, field: &str, value: Value, source: Value) {
        self.fields.insert(field.into(), value);
        self.sources.insert(field.into(), source);
    }

    fn value<T>(
        &mut self,
        field: &str,
        sourced: Option<&Sourced<T>>,
        to_value: impl Fn(&T) -> Value,
    ) {
        if let Some(sourced) = sourced {
            self.put(field, to_value(&sourced.value), source_json(sourced));
        }
    }

    fn estimate(&mut self, field: &str, sourced: Option<&Sourced<Estimate>>) {
        self.value(field, sourced, to_json);
    }

    fn list<T>(&mut self, field: &str, values: &[Sourced<T>], to_value: impl Fn(&T) -> Value) {
        if values.is_empty() {
            return;
        }
        let shown = values.iter().map(|sourced| to_value(&sourced.value));
        let sources = values.iter().map(source_json);
        self.put(field, shown.collect(), sources.collect());
    }

    fn actor(&mut self, field: &str, actor: Option<&Sourced<ActorRef>>) {
        if let Some(actor) = actor {
            self.put(
                field,
                actor.value.name.clone().into(),
                actor_source_json(actor),
            );
        }
    }

    fn actors(&mut self, field: &str, actors: &[Sourced<ActorRef>]) {
        if actors.is_empty() {
            return;
        }
        let names = actors.iter().map(|actor| json!(actor.value.name));
        let sources = actors.iter().map(actor_source_json);
        self.put(field, names.collect(), sources.collect());
    }

    fn targets(&mut self, account: &Account) {
        if account.targets.is_empty() {
            return;
        }
        let (mut shown, mut sources) = (Vec::new(), Vec::new());
        for target in &account.targets {
            let (mut value, mut source) = (Map::new(), Map::new());
            value.insert("type".into(), target.kind.value.clone().into());
            source.insert("type".into(), source_json(&target.kind));
            if let Some(name) = &target.name {
                value.insert("name".into(), name.value.name.clone().into());
                source.insert("name".into(), actor_source_json(name));
            }
            if let Some(nationality) = &target.nationality {
                value.insert("nationality".into(), nationality.value.clone().into());
                source.insert("nationality".into(), source_json(nationality));
            }
            shown.push(Value::Object(value));
            sources.push(Value::Object(source));
        }
        self.put("targets", shown.into(), sources.into());
    }

    fn evidence(&mut self, spans: &[Span]) {
        let quotes = spans
            .iter()
            .map(|span| span.of(self.text))
            .filter(|quote| !quote.is_empty())
            .map(Value::from);
        self.fields.insert("evidence".into(), quotes.collect());
        let spans: Value = spans.iter().map(|span| span_json(*span)).collect();
        self.sources
            .insert("evidence".into(), json!({"spans": spans}));
    }

    fn finish(mut self) -> Value {
        self.fields.insert("sources".into(), self.sources.into());
        Value::Object(self.fields)
    }
}

fn to_json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("codes, dates and numbers are plain JSON")
}

fn span_json(span: Span) -> Value {
    json!([span.start, span.end])
}

fn source_json<T>(sourced: &Sourced<T>) -> Value {
    let spans: Value = sourced.spans.iter().map(|span| span_json(*span)).collect();
    let mut source = json!({"spans": spans, "rule": sourced.rule});
    if let Some(confidence) = sourced.confidence {
        source["confidence"] = confidence.share().into();
    }
    source
}

fn actor_source_json(actor: &Sourced<ActorRef>) -> Value {
    let mut source = source_json(actor);
    if let Some(id) = &actor.value.id {
        source["id"] = id.clone().into();
    }
    if actor.value.person {
        source["person"] = true.into();
    }
    source
}
