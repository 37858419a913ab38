//! Records with their text: JSON Lines, or one JSON array or object.

use super::parsed::{self, Parsed, Row};
use super::{Found, Media, ReadOptions, encoding, ids, sort, title};
use crate::error::{ReadError, ReadProblem};
use serde_json::{Map, Value};

/// The keys that the words may stand under, best first.
const TEXT: [&str; 6] = [
    "text",
    "body",
    "content",
    "article",
    "full_text",
    "articleBody",
];

/// The reports of a whole file, each good or bad.
pub(super) fn reports(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Vec<Result<Found, ReadError>> {
    if let Some(values) = whole(bytes) {
        return values
            .into_iter()
            .enumerate()
            .map(|(at, value)| {
                let original = serde_json::to_vec(&value).unwrap_or_default();
                record(name, at + 1, original, value, options)
            })
            .collect();
    }
    let decoded;
    let bytes = if encoding::is_utf16(bytes) {
        decoded = encoding::decode(bytes, None).text;
        decoded.as_bytes()
    } else {
        bytes
    };
    let reports: Vec<_> = bytes
        .split(|byte| *byte == b'\n')
        .enumerate()
        .filter_map(|(at, bytes)| line(name, at + 1, bytes, options))
        .collect();
    if reports.is_empty() {
        return vec![Err(ReadError::new(name, ReadProblem::NoWords))];
    }
    reports
}

/// The report on one line; nothing for a blank one.
pub(super) fn line(
    name: &str,
    number: usize,
    bytes: &[u8],
    options: &ReadOptions,
) -> Option<Result<Found, ReadError>> {
    let bytes = bytes.trim_ascii();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.is_empty() {
        return None;
    }
    Some(match value(bytes) {
        Ok(value) => record(name, number, bytes.to_vec(), value, options),
        Err(error) => Err(ReadError::new(
            &at_line(name, number),
            ReadProblem::bad_json(&reason(&error)),
        )),
    })
}

/// A JSON value from bytes in any encoding.
pub(super) fn value(bytes: &[u8]) -> serde_json::Result<Value> {
    match std::str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_str(&encoding::decode(bytes, None).text),
    }
}

/// What `serde_json` says, without its line and column, which count within the line.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or("");
    format!("{words} at column {}", error.column())
}

/// `path:line`.
pub(super) fn at_line(name: &str, number: usize) -> String {
    format!("{name}:{number}")
}

/// The objects of a file that is one JSON value over several lines.
fn whole(bytes: &[u8]) -> Option<Vec<Value>> {
    let head = encoding::decode(&bytes[..bytes.len().min(4096)], None).text;
    let head = head.trim_start();
    let first_line = head.lines().next().unwrap_or("");
    let array =
        head.starts_with('[') && (sort::is_json(head) || head[1..].trim_start().starts_with(']'));
    let spread = head.starts_with('{') && serde_json::from_str::<Value>(first_line).is_err();
    if !array && !spread {
        return None;
    }
    match serde_json::from_str(&encoding::decode(bytes, None).text).ok()? {
        Value::Array(values) if !values.is_empty() => Some(values),
        value @ Value::Object(_) => Some(vec![value]),
        _ => None,
    }
}

fn record(
    name: &str,
    number: usize,
    original: Vec<u8>,
    value: Value,
    options: &ReadOptions,
) -> Result<Found, ReadError> {
    let path = at_line(name, number);
    let Value::Object(mut object) = value else {
        return Err(ReadError::new(
            &path,
            ReadProblem::bad_json("it is another kind of value"),
        ));
    };
    let text =
        take_words(&mut object).ok_or_else(|| ReadError::new(&path, ReadProblem::NoTextKey))?;
    super::check_length(&text, options).map_err(|problem| ReadError::new(&path, problem))?;
    let row = Row::from_object(&object);
    let parsed = Parsed {
        title: title::first_line(&text).map(str::to_owned),
        text,
        ..Parsed::default()
    };
    let stem = format!("{}-{number}", ids::stem(name));
    Ok(Found {
        report: parsed::report(&stem, &original, parsed, Some(&row), options),
        original,
        path,
        media: Media::JsonLines,
        notes: Vec::new(),
    })
}

/// Whether a record has words.
pub(super) fn has_words(object: &Map<String, Value>) -> bool {
    key_of_words(object).is_some()
}

/// The words of a record, as they stand in it, taken out of it.
fn take_words(object: &mut Map<String, Value>) -> Option<String> {
    let key = key_of_words(object)?;
    match object.get_mut(key) {
        Some(Value::String(text)) => Some(encoding::plain_lines(std::mem::take(text))),
        _ => None,
    }
}

fn key_of_words(object: &Map<String, Value>) -> Option<&'static str> {
    TEXT.into_iter().find(|key| {
        object
            .get(*key)
            .and_then(Value::as_str)
            .is_some_and(|text| !text.trim().is_empty())
    })
}
