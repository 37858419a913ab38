//! The part of an address behind `?`, in order, with names that may come more than once.

use super::problem::{Done, Problem};
use serde_json::{Map, Value};
use std::str::FromStr;

/// Names and values as they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `a=1&b=2`; empty values are left out.
    pub fn read(text: &str) -> Query {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let pairs = pairs.map(|(name, value)| (unescaped(name), unescaped(value)));
        Query(
            pairs
                .filter(|(_, value)| !value.trim().is_empty())
                .collect(),
        )
    }

    /// The first value of a name.
    pub fn one(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let (_, value) = pairs.find(|(key, _)| key == name)?;
        Some(value.trim())
    }

    /// All values of a name.
    pub fn all<'q>(&'q self, name: &'q str) -> impl Iterator<Item = &'q str> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.trim())
    }

    /// The value of a name as something else.
    ///
    /// # Errors
    /// It cannot be read as that.
    pub fn parsed<T: FromStr>(&self, name: &str, kind: &str) -> Done<Option<T>> {
        let Some(text) = self.one(name) else {
            return Ok(None);
        };
        match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(Problem::unreadable(format!("`{name}={text}` is no {kind}"))
                .with("field", name.into())),
        }
    }

    /// True where the value stands.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|found| found == value)
    }

    /// Without some names.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Query {
        let kept = self.0.iter();
        let kept = kept.filter(|(name, _)| !names.contains(&name.as_str()));
        Query(kept.cloned().collect())
    }

    /// With one value for a name, in place of all it had.
    #[must_use]
    pub fn with(&self, name: &str, value: impl ToString) -> Query {
        let mut query = self.without(&[name]);
        query.0.push((name.to_owned(), value.to_string()));
        query
    }

    /// With a value more, or, where it stood, without it.
    #[must_use]
    pub fn toggled(&self, name: &str, value: &str) -> Query {
        let mut query = self.clone();
        let before = query.0.len();
        query.0.retain(|(key, old)| key != name || old != value);
        if query.0.len() == before {
            query.0.push((name.to_owned(), value.to_owned()));
        }
        query
    }

    /// Names and values.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// For an address: with `?` before it, or empty.
    pub fn href(&self) -> String {
        let text = self.text();
        if text.is_empty() {
            text
        } else {
            format!("?{text}")
        }
    }

    /// `a=1&b=2`, escaped.
    pub fn text(&self) -> String {
        let pairs = self.0.iter();
        let pairs = pairs.map(|(name, value)| format!("{}={}", escaped(name), escaped(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// As an object of arrays.
    pub fn json(&self) -> Value {
        let mut object: Map<String, Value> = Map::new();
        for (name, value) in &self.0 {
            let list = object
                .entry(name.clone())
                .or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(list) = list {
                list.push(value.as_str().into());
            }
        }
        Value::Object(object)
    }
}

/// A piece of an address: everything but letters, digits and `-._~` is escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(byte as char);
            }
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(DIGITS[(byte >> 4) as usize] as char);
                out.push(DIGITS[(byte & 15) as usize] as char);
            }
        }
    }
    out
}

/// The text behind escapes, with `+` for spaces; what is no UTF-8 is replaced.
pub fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (b'+', ..) => {
                out.push(b' ');
                at += 1;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// From 1.
    pub page: usize,
    /// So many a page.
    pub per: usize,
}

impl Part {
    /// From `page` and `per`.
    pub fn of(query: &Query, usual: usize) -> Done<Part> {
        let page = query.parsed("page", "number")?.unwrap_or(1).max(1);
        let per = query.parsed("per", "number")?.unwrap_or(usual);
        Ok(Part {
            page,
            per: per.clamp(1, 500),
        })
    }

    /// How many pages so many make.
    pub fn pages(self, total: usize) -> usize {
        total.div_ceil(self.per).max(1)
    }

    /// The part of a list that is on the page.
    pub fn of_list<T>(self, list: &[T]) -> &[T] {
        let from = (self.page - 1).saturating_mul(self.per).min(list.len());
        let to = from.saturating_add(self.per).min(list.len());
        &list[from..to]
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn what_is_read_is_written_back() {
        let query = Query::read("q=two+killed&type=bombing&type=arrest&x=%D8%A7&empty=&%zz=1");
        assert_eq!(query.one("q"), Some("two killed"));
        assert_eq!(query.all("type").count(), 2);
        assert_eq!(Query::read(&query.text()), query);
        assert_eq!(query.toggled("type", "arrest").all("type").count(), 1);
        assert_eq!(query.one("empty"), None);
    }

    #[test]
    fn a_page_far_beyond_the_end_is_empty() {
        let part = Part::of(&Query::read("page=99999999999999999&per=9999"), 50).unwrap();
        assert_eq!(part.per, 500);
        assert_eq!(part.of_list(&[1, 2, 3]), &[] as &[i32]);
        assert!(Part::of(&Query::read("page=x"), 50).is_err());
    }
}
