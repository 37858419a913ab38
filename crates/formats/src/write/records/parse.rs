use super::RecordError;
use model::{ActorRef, Confidence, Mention, MentionRole, Sourced, Span, Target};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The rule of values whose record does not say where they come from.
const IMPORTED: &str = "import/record";

/// A record being read: its fields, and beside them what they rest on.
pub(super) struct Line<'l> {
    number: usize,
    fields: &'l Map<String, Value>,
    sources: Option<&'l Map<String, Value>>,
    /// Evidence found in the report, where the record gives no spans.
    pub(super) found: Vec<Span>,
}

impl<'l> Line<'l> {
    pub(super) fn new(number: usize, fields: &'l Map<String, Value>) -> Self {
        Line {
            number,
            fields,
            sources: fields.get("sources").and_then(Value::as_object),
            found: Vec::new(),
        }
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    pub(super) fn field(&self, field: &str) -> Option<&'l Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    pub(super) fn source(&self, field: &str) -> Option<&'l Value> {
        self.sources?.get(field)
    }

    pub(super) fn wrong(&self, field: &str, expected: &str) -> RecordError {
        RecordError::Field {
            line: self.number,
            field: field.to_owned(),
            expected: expected.to_owned(),
        }
    }

    /// A text that must be there.
    pub(super) fn text(&self, field: &str) -> Result<String, RecordError> {
        match self.field(field) {
            Some(Value::String(text)) if !text.is_empty() => Ok(text.clone()),
            Some(_) => Err(self.wrong(field, "it is a text")),
            None => Err(self.wrong(field, "it is missing")),
        }
    }

    pub(super) fn needed<T: DeserializeOwned>(
        &self,
        field: &str,
    ) -> Result<Sourced<T>, RecordError> {
        self.optional(field)?
            .ok_or_else(|| self.wrong(field, "it is missing"))
    }

    pub(super) fn optional<T: DeserializeOwned>(
        &self,
        field: &str,
    ) -> Result<Option<Sourced<T>>, RecordError> {
        match self.field(field) {
            None => Ok(None),
            Some(value) => self.sourced(field, value, self.source(field)).map(Some),
        }
    }

    /// The values of a list, or the one value that stands without brackets.
    pub(super) fn list<T: DeserializeOwned>(
        &self,
        field: &str,
    ) -> Result<Vec<Sourced<T>>, RecordError> {
        self.each(field, |name, value, source| {
            self.sourced(name, value, source)
        })
    }

    pub(super) fn actors(&self, field: &str) -> Result<Vec<Sourced<ActorRef>>, RecordError> {
        self.each(field, |name, value, source| self.actor(name, value, source))
    }

    pub(super) fn targets(&self) -> Result<Vec<Target>, RecordError> {
        self.each("targets", |name, value, source| {
            let part = |part: &str| {
                let value = value.get(part).filter(|value| !value.is_null())?;
                Some((
                    format!("{name}.{part}"),
                    value,
                    source.and_then(|s| s.get(part)),
                ))
            };
            let (field, kind, kind_source) =
                part("type").ok_or_else(|| self.wrong(name, "a target has a `type`"))?;
            Ok(Target {
                kind: self.sourced(&field, kind, kind_source)?,
                name: part("name")
                    .map(|(field, value, source)| self.actor(&field, value, source))
                    .transpose()?,
                nationality: part("nationality")
                    .map(|(field, value, source)| self.sourced(&field, value, source))
                    .transpose()?,
            })
        })
    }

    /// The evidence's spans: as the record gives them, else as they were found.
    pub(super) fn evidence(&self) -> Result<Vec<Span>, RecordError> {
        match self.source("evidence") {
            Some(source) => self.spans("evidence", source),
            None => Ok(self.found.clone()),
        }
    }

    pub(super) fn mentions(&self) -> Result<Vec<Mention>, RecordError> {
        self.each("mentions", |name, value, _| {
            let role = value.get("role").cloned().unwrap_or_default();
            let role: MentionRole = serde_json::from_value(role)
                .map_err(|error| self.wrong(name, &error.to_string()))?;
            let span = value.get("span").and_then(span_of);
            let span = span.ok_or_else(|| self.wrong(name, "its `span` is [start, end]"))?;
            let optional = |key: &str| value.get(key).cloned().unwrap_or_default();
            Ok(Mention {
                person: value.get("person").and_then(Value::as_bool) == Some(true),
                effect: serde_json::from_value(optional("effect"))
                    .map_err(|error| self.wrong(name, &error.to_string()))?,
                count: serde_json::from_value(optional("count"))
                    .map_err(|error| self.wrong(name, &error.to_string()))?,
                ..Mention::new(role, span)
            })
        })
    }

    fn each<'v, T>(
        &'v self,
        field: &str,
        read: impl Fn(&str, &'v Value, Option<&'v Value>) -> Result<T, RecordError>,
    ) -> Result<Vec<T>, RecordError> {
        let source = self.source(field);
        match self.field(field) {
            None => Ok(Vec::new()),
            Some(Value::Array(values)) => values
                .iter()
                .enumerate()
                .map(|(index, value)| {
                    let source = source.and_then(|source| source.get(index));
                    read(&format!("{field}.{}", index + 1), value, source)
                })
                .collect(),
            Some(value) => Ok(vec![read(field, value, source)?]),
        }
    }

    fn actor(
        &self,
        field: &str,
        value: &Value,
        source: Option<&Value>,
    ) -> Result<Sourced<ActorRef>, RecordError> {
        let name: Sourced<String> = self.sourced(field, value, source)?;
        let told = |key: &str| source.and_then(|source| source.get(key));
        let id = told("id").and_then(Value::as_str).map(str::to_owned);
        let person = told("person").and_then(Value::as_bool).unwrap_or(false);
        Ok(name.map(|name| ActorRef { id, name, person }))
    }

    fn sourced<T: DeserializeOwned>(
        &self,
        field: &str,
        value: &Value,
        source: Option<&Value>,
    ) -> Result<Sourced<T>, RecordError> {
        let value = serde_json::from_value(value.clone())
            .map_err(|error| self.wrong(field, &error.to_string()))?;
        let (spans, rule) = match source {
            Some(source) => (
                self.spans(field, source)?,
                source.get("rule").and_then(Value::as_str),
            ),
            None => (self.found.clone(), None),
        };
        Ok(Sourced {
            value,
            spans,
            rule: rule.unwrap_or(IMPORTED).to_owned(),
            confidence: source.and_then(|source| confidence_of(source.get("confidence")?)),
        })
    }

    fn spans(&self, field: &str, source: &Value) -> Result<Vec<Span>, RecordError> {
        let Some(spans) = source.get("spans") else {
            return Ok(Vec::new());
        };
        spans
            .as_array()
            .and_then(|spans| spans.iter().map(span_of).collect())
            .ok_or_else(|| self.wrong(field, "its `spans` are a list of [start, end]"))
    }
}

/// A share of 1; anything else says nothing.
fn confidence_of(value: &Value) -> Option<Confidence> {
    value.as_f64().and_then(Confidence::of_share)
}

/// `[start, end]`, neither before the other.
fn span_of(value: &Value) -> Option<Span> {
    let (start, end) = match value.as_array()?.as_slice() {
        [start, end] => (start.as_u64()?, end.as_u64()?),
        _ => return None,
    };
    let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
    (start <= end).then_some(Span { start, end })
}
