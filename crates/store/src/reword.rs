//! Words of a report in another version of it.
//!
//! Decisions and blind codings point at bytes of the text that stood when they were made. When a
//! changed page comes in, the same words stand elsewhere, or nowhere.

use crate::error::Trouble;
use model::{Decision, DecisionKind, Span};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// So many bytes to either side are looked at to tell places apart where the same words stand.
const AROUND: usize = 40;

/// Words and what stands beside them agree for so many bytes where the place is the same; fewer
/// where the old text has no more.
const ENOUGH: usize = 24;

/// Where the words of a span stand in another text; `None` where they do not, or where nothing tells
/// which of several places, or a word as short as "4", is the one that was meant.
pub(crate) fn moved(span: Span, old: &str, new: &str) -> Option<Span> {
    let words = span.of(old);
    if words.trim().is_empty() {
        return None;
    }
    let (start, end) = (span.start as usize, span.end as usize);
    let around = |text: &str, from: usize, to: usize| {
        let before = shared(
            old.as_bytes()[..start].iter().rev(),
            text.as_bytes()[..from].iter().rev(),
        );
        let after = shared(old.as_bytes()[end..].iter(), text.as_bytes()[to..].iter());
        before + after
    };
    let found = new.match_indices(words);
    let mut places: Vec<(usize, usize)> = found
        .map(|(at, _)| (around(new, at, at + words.len()), at))
        .collect();
    // The best first; of the same, the one nearest to where it was.
    places.sort_by_key(|(alike, at)| (std::cmp::Reverse(*alike), at.abs_diff(start)));
    let (alike, at) = *places.first()?;
    let most = start.min(AROUND) + (old.len() - end).min(AROUND);
    let alone = places.len() == 1
        && old.matches(words).count() == 1
        && words
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .count()
            > 3;
    let same = words.len() + alike >= ENOUGH.min(words.len() + most);
    (alone || same).then(|| Span::new(at, at + words.len()))
}

/// How many bytes two texts have in common from where they begin, up to [`AROUND`].
fn shared<'a>(one: impl Iterator<Item = &'a u8>, other: impl Iterator<Item = &'a u8>) -> usize {
    let both = one.zip(other).take(AROUND);
    both.take_while(|(a, b)| a == b).count()
}

/// The texts of versions, each read once.
pub(crate) struct Texts<'c> {
    connection: &'c Connection,
    known: BTreeMap<i64, String>,
}

impl<'c> Texts<'c> {
    pub(crate) fn of(connection: &'c Connection) -> Self {
        Texts {
            connection,
            known: BTreeMap::new(),
        }
    }

    fn read(&mut self, version: i64) -> Result<(), Trouble> {
        if !self.known.contains_key(&version) {
            let query = "SELECT text FROM version WHERE number = ?1";
            let mut statement = self.connection.prepare_cached(query)?;
            let text: String = statement.query_row([version], |row| row.get(0))?;
            self.known.insert(version, text);
        }
        Ok(())
    }

    /// Puts spans of one version where their words stand in another; those that stand nowhere go.
    pub(crate) fn put(&mut self, spans: &mut Vec<Span>, old: i64, new: i64) -> Result<(), Trouble> {
        if old == new || spans.is_empty() {
            return Ok(());
        }
        self.read(old)?;
        self.read(new)?;
        let (old, new) = (&self.known[&old], &self.known[&new]);
        *spans = spans
            .iter()
            .filter_map(|span| moved(*span, old, new))
            .collect();
        Ok(())
    }
}

/// The spans that a decision rests on.
fn spans_of(kind: &mut DecisionKind) -> Vec<&mut Vec<Span>> {
    match kind {
        DecisionKind::Correct { correction, .. } => vec![&mut correction.spans],
        DecisionKind::Add {
            evidence, fields, ..
        } => {
            let fields = fields.iter_mut().map(|field| &mut field.spans);
            std::iter::once(evidence).chain(fields).collect()
        }
        _ => Vec::new(),
    }
}

/// Puts the words of decisions where they stand in the reports as they are now.
pub(crate) fn decisions(connection: &Connection, log: &mut [Decision]) -> Result<(), Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT coding.version, report.current_version FROM decision_account
         JOIN coding ON coding.number = decision_account.coding
         JOIN report ON report.number = decision_account.report
         WHERE decision = ?1 AND position = 0 AND coding.version <> report.current_version",
    )?;
    let mut texts = Texts::of(connection);
    for decision in log {
        let mut spans = spans_of(&mut decision.kind);
        if spans.iter().all(|spans| spans.is_empty()) {
            continue;
        }
        let versions: Option<(i64, i64)> = statement
            .query_row([decision.number as i64], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        let Some((old, new)) = versions else { continue };
        for spans in &mut spans {
            texts.put(spans, old, new)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_in(words: &str, nth: usize, old: &str, new: &str) -> Option<usize> {
        let (at, _) = old.match_indices(words).nth(nth).unwrap();
        let span = moved(Span::new(at, at + words.len()), old, new)?;
        assert_eq!(span.of(new), words);
        Some(span.start as usize)
    }

    #[test]
    fn words_are_found_where_they_stand_in_a_changed_text() {
        let old = "Four died in Kabul. Later, four were hurt in Kabul.";
        let new = "UPDATE. Four died in Kabul. Later, four were hurt in Kabul. More soon.";
        assert_eq!(words_in("Kabul", 0, old, new), Some(21));
        assert_eq!(words_in("Kabul", 1, old, new), Some(53));
        assert_eq!(words_in("four", 0, old, new), Some(35));
    }

    #[test]
    fn words_that_are_gone_or_mean_another_place_are_not_found() {
        let old = "The bomb at the mill killed 4 of the millers who slept there that night.";
        assert_eq!(
            words_in("4", 0, old, "Police counted 4 checkpoints on the road."),
            None
        );
        assert_eq!(
            words_in("the mill killed", 0, old, "Nothing of it is true."),
            None
        );
        // A name that stands once in both is the same name.
        assert!(words_in("millers", 0, old, "They say that the millers fled.").is_some());
    }
}
