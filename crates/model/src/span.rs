use crate::Confidence;
use serde::{Deserialize, Serialize};

/// Bytes of a report's text, from `start` up to and without `end`.
///
/// Both lie on character boundaries of [`Report::text`](crate::Report::text).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to `end`; an end before the start gives an empty span.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Span {
            start,
            end: end.max(start),
        }
    }

    /// How many bytes.
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// True where it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.end <= self.start
    }

    /// The words themselves; empty where the span does not fit the text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }

    /// True where the two share a byte.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True where `other` lies wholly inside.
    pub fn contains(&self, other: &Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(&self, other: &Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A value with the words it rests on and the rule that read it.
///
/// A derived value (the country of a named town) carries the spans of what it was
/// derived from, and the rule says so (`place/country-of-settlement`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced<T> {
    /// What was read.
    pub value: T,
    /// Where it stands, in text order.
    pub spans: Vec<Span>,
    /// Which rule read it, as `stage/rule`.
    pub rule: String,
    /// How often such a value is right; absent where that was not worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

impl<T> Sourced<T> {
    /// A value read at one place by one rule.
    pub fn new(value: T, span: Span, rule: impl Into<String>) -> Self {
        Sourced {
            value,
            spans: vec![span],
            rule: rule.into(),
            confidence: None,
        }
    }

    /// A value resting on several places.
    pub fn resting_on(value: T, mut spans: Vec<Span>, rule: impl Into<String>) -> Self {
        spans.sort_unstable();
        spans.dedup();
        Sourced {
            value,
            spans,
            rule: rule.into(),
            confidence: None,
        }
    }

    /// The same words and rule with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced {
            value: change(self.value),
            spans: self.spans,
            rule: self.rule,
            confidence: self.confidence,
        }
    }
}
