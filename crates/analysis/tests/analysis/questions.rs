//! What the tests of questions share: incidents in a line, and how to ask.

use crate::record::{Codebook, Made, incident};
use analysis::{Asked, By, Columns, Filter};
use model::{Field, Incident, Status, Value};

pub const ISKP: (Option<&str>, &str) = (
    Some("islamic-state-khorasan"),
    "Islamic State Khorasan Province",
);
pub const TTP: (Option<&str>, &str) = (Some("ttp"), "Tehrik-i-Taliban Pakistan");

pub fn attack(id: &str, date: &str, country: &str) -> Made {
    let made = incident(id)
        .text(Field::Class, "attack")
        .text(Field::Type, "bombing")
        .text(Field::Country, country)
        .set(Field::Status, Value::Status(Status::Completed))
        .by(Field::Perpetrators, &[ISKP]);
    if date.is_empty() {
        made
    } else {
        made.date(date)
    }
}

pub fn made(list: Vec<Made>) -> Vec<Incident> {
    list.into_iter().map(|made| made.0).collect()
}

/// Asks a question of incidents, under a filter where there is one.
pub fn ask<T>(
    incidents: &[Incident],
    filter: Option<&str>,
    question: impl FnOnce(&Asked<'_>) -> T,
) -> T {
    let columns = Columns::of(incidents, &Codebook);
    let filter = filter.map(|text| text.parse::<Filter>().unwrap().bind(&Codebook).unwrap());
    question(&Asked::new(&columns, filter.as_ref(), &Codebook, "range"))
}

pub fn by(word: &str) -> By {
    word.parse().unwrap()
}
