//! Looking a filter's names up.

use super::ask::{Ask, Wanted};
use super::{Expr, Filter, Test, TextField, Word};
use crate::words::pattern;
use crate::{ActorMatch, Columns, Context, Mistake, fold, nearest};
use model::Incident;

/// A filter whose names are looked up: ready to ask.
pub struct Bound<'c> {
    ask: Ask,
    context: &'c dyn Context,
    text: String,
    notes: Vec<String>,
}

impl Bound<'_> {
    /// The incidents that are meant, by row.
    pub fn rows(&self, columns: &Columns) -> Vec<u32> {
        let ready = self.ask.ready(columns);
        let all = 0..columns.len() as u32;
        all.filter(|row| ready.holds(columns, *row, self.context))
            .collect()
    }

    /// True where the incident is meant. Of many incidents, ask for [`rows`](Self::rows).
    pub fn matches(&self, incident: &Incident) -> bool {
        let alone = Columns::of(std::slice::from_ref(incident), self.context);
        !self.rows(&alone).is_empty()
    }

    /// True where it asks for the words of reports, which takes reading them.
    pub fn asks_words(&self) -> bool {
        self.ask.asks_words()
    }

    /// The filter in its fixed spelling.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The days that an incident must share to be meant, as far as the filter bounds them.
    pub(crate) fn bounds(&self) -> (i32, i32) {
        self.ask.bounds()
    }

    /// What a person should know: actors that the codebook does not know. Sorted.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

pub(super) fn bind<'c>(filter: &Filter, context: &'c dyn Context) -> Result<Bound<'c>, Mistake> {
    let mut binder = Binder {
        source: &filter.source,
        context,
        notes: Vec::new(),
    };
    let ask = binder.expr(&filter.expr)?;
    let mut notes = binder.notes;
    notes.sort();
    notes.dedup();
    Ok(Bound {
        ask,
        context,
        text: filter.to_string(),
        notes,
    })
}

struct Binder<'a, 'c> {
    source: &'a str,
    context: &'c dyn Context,
    notes: Vec<String>,
}

impl Binder<'_, '_> {
    fn expr(&mut self, expr: &Expr) -> Result<Ask, Mistake> {
        Ok(match expr {
            Expr::All(parts) => Ask::All(self.exprs(parts)?),
            Expr::Any(parts) => Ask::Any(self.exprs(parts)?),
            Expr::Not(inner) => Ask::Not(Box::new(self.expr(inner)?)),
            Expr::Test(test) => self.test(test)?,
        })
    }

    fn exprs(&mut self, parts: &[Expr]) -> Result<Vec<Ask>, Mistake> {
        parts.iter().map(|part| self.expr(part)).collect()
    }

    fn test(&mut self, test: &Test) -> Result<Ask, Mistake> {
        Ok(match test {
            Test::Flag(flag) => Ask::Flag(*flag),
            Test::Is {
                subject,
                state,
                negated,
            } => Ask::Is {
                subject: *subject,
                state: *state,
                negated: *negated,
            },
            Test::OneOf {
                field,
                values,
                negated,
            } if field.is_actor() => Ask::Actors {
                field: *field,
                wanted: self.actors(values, false),
                negated: *negated,
            },
            Test::OneOf {
                field,
                values,
                negated,
            } => Ask::Values {
                field: *field,
                folded: self.values(*field, values)?,
                negated: *negated,
            },
            Test::Under { field, values } => Ask::Actors {
                field: *field,
                wanted: self.actors(values, true),
                negated: false,
            },
            Test::Like { field, words } => Ask::Like {
                field: *field,
                pattern: pattern(&words.text),
            },
            Test::Number {
                field,
                part,
                compare,
                value,
            } => Ask::Number {
                field: *field,
                part: *part,
                compare: *compare,
                value: *value,
            },
            Test::Date { relation, when } => Ask::Date {
                relation: *relation,
                when: *when,
            },
            Test::Near { km, place } => {
                let (latitude, longitude) = self.place(place)?;
                Ask::Near {
                    km: *km,
                    latitude,
                    longitude,
                }
            }
        })
    }

    fn actors(&mut self, words: &[Word], under: bool) -> Vec<Wanted> {
        let found = words.iter().map(|word| {
            let known = self.context.actor(&word.text);
            if known.is_none() {
                self.notes.push(format!(
                    "no actor `{}` in the codebook: compared with names as the reports write them",
                    word.text
                ));
            }
            Wanted {
                known: known.is_some(),
                actor: known.unwrap_or_else(|| ActorMatch {
                    id: word.text.clone(),
                    name: word.text.clone(),
                    under: Vec::new(),
                }),
                under,
            }
        });
        found.collect()
    }

    fn values(&self, field: TextField, words: &[Word]) -> Result<Vec<String>, Mistake> {
        let codes = self.context.codes(field);
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let looked_up = words.iter().map(|word| {
            if field.is_country() {
                return Ok(fold(&self.country(word)?));
            }
            known_code(self.source, field, word, &codes)?;
            Ok(fold(&word.text))
        });
        looked_up.collect()
    }

    fn country(&self, word: &Word) -> Result<String, Mistake> {
        if let Some(code) = self.context.country(&word.text) {
            return Ok(code);
        }
        let text = word.text.trim();
        if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Ok(text.to_uppercase());
        }
        Err(Mistake::new(
            "filter",
            self.source,
            word.at..word.at + word.len,
            format!("unknown country `{text}`"),
            "write its English name or its ISO code of two letters: 'AF'",
        ))
    }

    fn place(&self, word: &Word) -> Result<(f64, f64), Mistake> {
        if let Some(point) = coordinates(&word.text) {
            return Ok(point);
        }
        self.context.place(&word.text).ok_or_else(|| {
            Mistake::new(
                "filter",
                self.source,
                word.at..word.at + word.len,
                format!("no place `{}` in the gazetteer", word.text),
                "write its English name, with the country after a comma where several have it, or 'LATITUDE, LONGITUDE'",
            )
        })
    }
}

/// An error where codes are known and the word is none of them.
pub(super) fn known_code(
    source: &str,
    field: TextField,
    word: &Word,
    codes: &[&str],
) -> Result<(), Mistake> {
    let folded = fold(&word.text);
    if codes.is_empty() || codes.iter().any(|code| fold(code) == folded) {
        return Ok(());
    }
    let hint = match nearest(&folded, codes.iter().copied()) {
        Some(code) => format!("did you mean `{code}`?"),
        None => format!("use one of {}", codes.join(", ")),
    };
    let problem = format!("unknown {} `{}`", field.word(), word.text);
    let at = word.at..word.at + word.len;
    Err(Mistake::new("filter", source, at, problem, hint))
}

/// `LATITUDE, LONGITUDE` in degrees.
fn coordinates(text: &str) -> Option<(f64, f64)> {
    let (latitude, longitude) = text.split_once(',')?;
    let latitude: f64 = latitude.trim().parse().ok()?;
    let longitude: f64 = longitude.trim().parse().ok()?;
    (latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some((latitude, longitude))
}
