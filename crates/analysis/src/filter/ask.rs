//! Asking an incident.

use super::{Compare, Flag, NumberField, Part, Relation, State, Subject, TextField};
use crate::words::holds;
use crate::{ActorMatch, Context, fold};
use model::{Field, Incident, Place, Precision, When};

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

impl Ask {
    /// True where the incident is meant.
    pub fn holds(&self, incident: &Incident, context: &dyn Context) -> bool {
        match self {
            Ask::All(parts) => parts.iter().all(|part| part.holds(incident, context)),
            Ask::Any(parts) => parts.iter().any(|part| part.holds(incident, context)),
            Ask::Not(inner) => !inner.holds(incident, context),
            Ask::Flag(flag) => flag.holds(incident),
            Ask::Is {
                subject,
                state,
                negated,
            } => is(*subject, *state, incident, context) != *negated,
            Ask::Values {
                field,
                folded,
                negated,
            } => {
                let values = field.values(incident, context);
                let found = values.iter().any(|value| same(*field, value, folded));
                !values.is_empty() && found != *negated
            }
            Ask::Actors {
                field,
                wanted,
                negated,
            } => {
                let actors = field.actors(incident);
                let found = actors
                    .iter()
                    .any(|actor| wanted.iter().any(|wanted| wanted.is(actor)));
                !actors.is_empty() && found != *negated
            }
            Ask::Like { field, pattern } => match field {
                None => {
                    let words = context.words(incident);
                    words.iter().any(|words| holds(&fold(words), pattern))
                }
                Some(field) if field.is_actor() => {
                    let mut actors = field.actors(incident).iter();
                    actors.any(|actor| holds(&fold(&actor.name), pattern))
                }
                Some(field) => {
                    let values = field.values(incident, context);
                    values.iter().any(|value| holds(&fold(value), pattern))
                }
            },
            Ask::Number {
                field,
                part,
                compare,
                value,
            } => {
                number(*field, *part, incident).is_some_and(|number| compare.holds(number, *value))
            }
            Ask::Date { relation, when } => incident
                .when()
                .is_some_and(|date| relation.holds(&date, when)),
            Ask::Near {
                km,
                latitude,
                longitude,
            } => incident
                .location()
                .is_some_and(|place| surely_within(place, *latitude, *longitude, *km)),
        }
    }
}

impl Wanted {
    /// Ids decide where the codebook knows both; otherwise names do.
    fn is(&self, actor: &model::ActorRef) -> bool {
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

fn is(subject: Subject, state: State, incident: &Incident, context: &dyn Context) -> bool {
    let field = match subject {
        Subject::Text(field) => match field.field() {
            Some(field) => field,
            None => return state == State::Told && !field.values(incident, context).is_empty(),
        },
        Subject::Number(field) => match field.field() {
            Some(field) => field,
            None => return state == State::Told,
        },
        Subject::Date => Field::Date,
        Subject::Location => Field::Location,
    };
    match (state, incident.fields.get(&field)) {
        (_, None) => false,
        (State::Told, Some(_)) => true,
        (State::Disputed, Some(settled)) => settled.disputed,
    }
}

fn number(field: NumberField, part: Part, incident: &Incident) -> Option<u64> {
    let Some(field) = field.field() else {
        return Some(incident.independent_sources as u64);
    };
    let estimate = incident
        .estimate(field)
        .filter(|estimate| !estimate.is_empty())?;
    Some(match part {
        Part::Low => estimate.low(),
        Part::Best => estimate.best(),
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
    fn holds(self, date: &When, asked: &When) -> bool {
        let ends_before =
            |a: &When, b: &When| matches!((a.last, b.first), (Some(a), Some(b)) if a < b);
        match self {
            Relation::In => date.overlaps(asked),
            Relation::Within => asked.contains(date),
            Relation::Before => ends_before(date, asked),
            Relation::After => ends_before(asked, date),
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

/// Great-circle distance (haversine, mean Earth radius 6371 km) of two points in degrees.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let north = half(lat_b - lat_a);
    let east = half((b.1 - a.1).to_radians());
    let chord = north + lat_a.cos() * lat_b.cos() * east;
    2.0 * 6371.0 * chord.clamp(0.0, 1.0).sqrt().asin()
}
