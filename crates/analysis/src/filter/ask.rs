//! Asking incidents.
//!
//! Names are compared once a name, not once an incident: a test over a field becomes one yes
//! or no for each value that the field has anywhere.

use super::{Compare, Flag, NumberField, Part, Relation, State, Subject, TextField};
use crate::columns::{Columns, bit, mask};
use crate::days;
use crate::words::holds;
use crate::{ActorMatch, Context, fold};
use model::{ActorRef, Estimate, Field, Place, Precision, When};

/// A filter's tree with everything looked up.
pub(super) enum Ask {
    All(Vec<Ask>),
    Any(Vec<Ask>),
    Not(Box<Ask>),
    Flag(Flag),
    Is {
        subject: Subject,
        state: State,
        negated: bool,
    },
    Values {
        field: TextField,
        folded: Vec<String>,
        negated: bool,
    },
    Actors {
        field: TextField,
        wanted: Vec<Wanted>,
        negated: bool,
    },
    Like {
        field: Option<TextField>,
        pattern: String,
    },
    Number {
        field: NumberField,
        part: Part,
        compare: Compare,
        value: u64,
    },
    Date {
        relation: Relation,
        when: When,
    },
    Near {
        km: f64,
        latitude: f64,
        longitude: f64,
    },
}

/// An actor to look for.
pub(super) struct Wanted {
    pub actor: ActorMatch,
    /// The codebook knows it.
    pub known: bool,
    /// Actors under it count too.
    pub under: bool,
}

/// A test made ready for the values that some columns have.
pub(super) enum Ready<'a> {
    All(Vec<Ready<'a>>),
    Any(Vec<Ready<'a>>),
    Not(Box<Ready<'a>>),
    /// Any of the field's values is one of these; `told` where it must be told all the same.
    Codes {
        field: TextField,
        yes: Vec<bool>,
        negated: bool,
    },
    /// Cheap enough to be asked each time.
    Each(&'a Ask),
}

impl Ask {
    pub(super) fn ready<'a>(&'a self, columns: &Columns) -> Ready<'a> {
        let list = |parts: &'a [Ask]| parts.iter().map(|part| part.ready(columns)).collect();
        let codes = |field: TextField, negated: bool, yes: &dyn Fn(&ActorRef) -> bool| {
            let names = columns.texts(field).names.iter();
            Ready::Codes {
                field,
                yes: names.map(yes).collect(),
                negated,
            }
        };
        match self {
            Ask::All(parts) => Ready::All(list(parts)),
            Ask::Any(parts) => Ready::Any(list(parts)),
            Ask::Not(inner) => Ready::Not(Box::new(inner.ready(columns))),
            Ask::Values {
                field,
                folded,
                negated,
            } if *field != TextField::Id => {
                codes(*field, *negated, &|value| same(*field, &value.name, folded))
            }
            Ask::Actors {
                field,
                wanted,
                negated,
            } => codes(*field, *negated, &|actor| {
                wanted.iter().any(|wanted| wanted.is(actor))
            }),
            Ask::Like {
                field: Some(field),
                pattern,
            } if *field != TextField::Id => {
                codes(*field, false, &|value| holds(&fold(&value.name), pattern))
            }
            other => Ready::Each(other),
        }
    }
}

impl Ready<'_> {
    /// True where the incident is meant.
    pub(super) fn holds(&self, columns: &Columns, row: u32, context: &dyn Context) -> bool {
        match self {
            Ready::All(parts) => parts.iter().all(|part| part.holds(columns, row, context)),
            Ready::Any(parts) => parts.iter().any(|part| part.holds(columns, row, context)),
            Ready::Not(inner) => !inner.holds(columns, row, context),
            Ready::Codes {
                field,
                yes,
                negated,
            } => {
                let codes = columns.texts(*field).of(row);
                let found = codes.iter().any(|code| yes[*code as usize]);
                !codes.is_empty() && found != *negated
            }
            Ready::Each(ask) => ask.holds(columns, row, context),
        }
    }
}

impl Ask {
    /// True where it asks for the words of reports.
    pub(super) fn asks_words(&self) -> bool {
        match self {
            Ask::All(parts) | Ask::Any(parts) => parts.iter().any(Ask::asks_words),
            Ask::Not(inner) => inner.asks_words(),
            Ask::Like { field, .. } => field.is_none(),
            _ => false,
        }
    }

    /// First and last of the days that it allows; open ends where it leaves them open.
    ///
    /// Both of two tests allow what each does, one of two from the first to the last day of
    /// either; a test that is turned round may allow anything.
    pub(super) fn bounds(&self) -> (i32, i32) {
        const ANY: (i32, i32) = (days::OPEN_FIRST, days::OPEN_LAST);
        match self {
            Ask::Date { relation, when } => relation.bounds(days::span(when)),
            Ask::All(parts) => parts
                .iter()
                .map(Ask::bounds)
                .fold(ANY, |a, b| (a.0.max(b.0), a.1.min(b.1))),
            Ask::Any(parts) => parts
                .iter()
                .map(Ask::bounds)
                .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
                .unwrap_or(ANY),
            _ => ANY,
        }
    }

    fn holds(&self, columns: &Columns, row: u32, context: &dyn Context) -> bool {
        match self {
            Ask::Flag(asked) => flag(*asked, columns, row),
            Ask::Is {
                subject,
                state,
                negated,
            } => is(*subject, *state, columns, row) != *negated,
            // The one field of these two whose values are no names: the incident's id.
            Ask::Values {
                folded, negated, ..
            } => folded.contains(&fold(columns.id(row))) != *negated,
            Ask::Like { field, pattern } => match field {
                None => {
                    let words = context.folded(&columns.accounts(row));
                    words.iter().any(|words| holds(words, pattern))
                }
                Some(_) => holds(&fold(columns.id(row)), pattern),
            },
            Ask::Number {
                field,
                part,
                compare,
                value,
            } => number(*field, *part, columns, row)
                .is_some_and(|number| compare.holds(number, *value)),
            Ask::Date { relation, when } => {
                (columns.span(row)).is_some_and(|date| relation.holds(date, days::span(when)))
            }
            Ask::Near {
                km,
                latitude,
                longitude,
            } => (columns.location(row))
                .is_some_and(|place| surely_within(&place, *latitude, *longitude, *km)),
            Ask::All(_) | Ask::Any(_) | Ask::Not(_) | Ask::Actors { .. } => {
                self.ready(columns).holds(columns, row, context)
            }
        }
    }
}

impl Wanted {
    /// Ids decide where the codebook knows both; otherwise names do.
    fn is(&self, actor: &ActorRef) -> bool {
        if let Some(id) = &actor.id {
            let below = self.under && self.actor.under.contains(id);
            if below || *id == self.actor.id {
                return true;
            }
        }
        let named = actor.id.is_none() || !self.known;
        named && fold(&actor.name) == fold(&self.actor.name)
    }
}

/// Whether a value is one of the folded ones; a quarter counts for its city.
fn same(field: TextField, value: &str, folded: &[String]) -> bool {
    let value = fold(value);
    let city = match value.rsplit_once(", ") {
        Some((_, city)) if field == TextField::Place => Some(city),
        _ => None,
    };
    folded
        .iter()
        .any(|wanted| *wanted == value || Some(wanted.as_str()) == city)
}

/// True where the incident has it.
pub(crate) fn flag(flag: Flag, columns: &Columns, row: u32) -> bool {
    match flag {
        Flag::Suicide => columns.has(row, bit::SUICIDE),
        Flag::Multiple => columns.has(row, bit::MULTIPLE),
        Flag::Disputed => columns.disputed(row) != 0,
        Flag::Accepted => columns.has(row, bit::ACCEPTED),
        Flag::Located => columns.precision(row).is_some(),
        Flag::Unlocated => columns.precision(row).is_none(),
        Flag::Dated => columns.span(row).is_some(),
        Flag::Undated => columns.span(row).is_none(),
    }
}

fn is(subject: Subject, state: State, columns: &Columns, row: u32) -> bool {
    let field = match subject {
        Subject::Text(TextField::Id) => return state == State::Told,
        Subject::Text(field) => match field.field() {
            Some(field) => field,
            None => return state == State::Told && !columns.texts(field).of(row).is_empty(),
        },
        Subject::Number(field) => match field.field() {
            Some(field) => field,
            None => return state == State::Told,
        },
        Subject::Date => Field::Date,
        Subject::Location => Field::Location,
    };
    match state {
        State::Told => columns.tells(row, field),
        State::Disputed => columns.disputed(row) & mask(field) != 0,
    }
}

fn number(field: NumberField, part: Part, columns: &Columns, row: u32) -> Option<u64> {
    let Some(at) = NumberField::FIGURES
        .iter()
        .position(|known| *known == field)
    else {
        return Some(columns.independent_sources(row) as u64);
    };
    let estimate = columns.figure(at, row)?;
    Some(match part {
        Part::Low => estimate.low(),
        Part::Best => Estimate::best(&estimate),
        Part::High => estimate.high(),
    })
}

impl Compare {
    fn holds(self, left: u64, right: u64) -> bool {
        match self {
            Compare::Equal => left == right,
            Compare::Unequal => left != right,
            Compare::Less => left < right,
            Compare::AtMost => left <= right,
            Compare::More => left > right,
            Compare::AtLeast => left >= right,
        }
    }
}

impl Relation {
    /// Of first and last days; open ends are the outermost numbers, which no day has.
    fn holds(self, date: (i32, i32), asked: (i32, i32)) -> bool {
        let open = |end: i32| end == days::OPEN_FIRST || end == days::OPEN_LAST;
        let ends_before = |a: (i32, i32), b: (i32, i32)| !open(a.1) && !open(b.0) && a.1 < b.0;
        match self {
            Relation::In => date.0 <= asked.1 && asked.0 <= date.1,
            Relation::Within => asked.0 <= date.0 && date.1 <= asked.1,
            Relation::Before => ends_before(date, asked),
            Relation::After => ends_before(asked, date),
        }
    }
}

impl Relation {
    /// The days that it allows beside those asked.
    fn bounds(self, (first, last): (i32, i32)) -> (i32, i32) {
        match self {
            Relation::In | Relation::Within => (first, last),
            Relation::Before if first == days::OPEN_FIRST => (first, first),
            Relation::Before => (days::OPEN_FIRST, first - 1),
            Relation::After if last == days::OPEN_LAST => (last, last),
            Relation::After => (last + 1, days::OPEN_LAST),
        }
    }
}

/// A point counts by its centre; anything vaguer only where its whole radius lies inside.
fn surely_within(place: &Place, latitude: f64, longitude: f64, km: f64) -> bool {
    let distance = kilometres((place.latitude, place.longitude), (latitude, longitude));
    let point = matches!(place.precision, Precision::Site | Precision::Settlement);
    let reach = if point { 0.0 } else { place.radius_km };
    distance + reach <= km
}

/// Great-circle distance in kilometres of two points in degrees: haversine formula (Sinnott 1984,
/// Sky and Telescope 68, 159), mean Earth radius 6371 km.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let north = half(lat_b - lat_a);
    let east = half((b.1 - a.1).to_radians());
    let chord = north + lat_a.cos() * lat_b.cos() * east;
    2.0 * 6371.0 * chord.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Published: the worked example of Rosetta Code's task "Haversine formula": from Nashville
    /// airport (36.12, -86.67) to Los Angeles (33.94, -118.40) it is 2887.2599506071 km on a
    /// globe of 6372.8 km, so 6371 / 6372.8 of it here.
    #[test]
    fn the_published_distance_comes_out() {
        let got = kilometres((36.12, -86.67), (33.94, -118.40));
        let wanted = 2_887.259_950_607_1 * 6371.0 / 6372.8;
        assert!((got - wanted).abs() < 1e-6, "{got}");
    }

    proptest! {
        #[test]
        fn a_distance_is_the_same_both_ways_and_half_round_at_most(
            a in (-90.0f64..=90.0, -180.0f64..=180.0), b in (-90.0f64..=90.0, -180.0f64..=180.0),
        ) {
            let there = kilometres(a, b);
            prop_assert!((there - kilometres(b, a)).abs() < 1e-6);
            prop_assert!((0.0..=20_015.1).contains(&there));
        }
    }
}
