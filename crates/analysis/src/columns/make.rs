use super::{Beside, Columns, Figures, NO_DAY, Strings, Texts, bit, mask, pack};
use crate::days;
use crate::filter::{NumberField, TextField};
use crate::{Context, Flag};
use model::{ActorRef, Incident};
use std::collections::HashMap;
use std::sync::OnceLock;

impl Columns {
    /// The columns of incidents, in the order given.
    pub fn of<'i>(
        incidents: impl IntoIterator<Item = &'i Incident>,
        context: &dyn Context,
    ) -> Self {
        let mut making = Making::default();
        for incident in incidents {
            making.add(incident, context);
        }
        making.columns()
    }

    /// The names of all columns that are kept.
    pub fn names() -> Vec<&'static str> {
        let empty = Making::default().columns().pack();
        empty.into_iter().map(|(name, _)| name).collect()
    }

    /// The columns by name, to be kept and given to [`Columns::kept`] again.
    pub fn pack(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut packed = vec![
            ("about", pack::pack_about(self.len)),
            ("ids", pack::pack_strings(self.id_column())),
        ];
        for field in TextField::ALL {
            if field != TextField::Id {
                packed.push((field.word(), pack::pack_texts(self.texts(field))));
            }
        }
        packed.push(("accounts", pack::pack_texts(self.account_names())));
        let days: [(&str, Cell<i32>); 3] = [
            ("firsts", |columns| &columns.firsts),
            ("lasts", |columns| &columns.lasts),
            ("claimed_on", |columns| &columns.claimed_on),
        ];
        for (name, cell) in days {
            let days = self.days(name, cell).iter();
            let zigzag: Vec<u32> = days.map(|day| pack::unsigned(*day)).collect();
            packed.push((name, pack::pack_numbers(&zigzag)));
        }
        let numbers: [(&str, Cell<u32>); 5] = [
            ("told", |columns| &columns.told),
            ("disputed", |columns| &columns.disputed),
            ("flags", |columns| &columns.flags),
            ("sources", |columns| &columns.sources),
            ("precisions", |columns| &columns.precisions),
        ];
        for (name, cell) in numbers {
            packed.push((name, pack::pack_numbers(self.numbers(name, cell))));
        }
        for (number, field) in NumberField::FIGURES.into_iter().enumerate() {
            packed.push((field.word(), pack::pack_figures(self.figure_column(number))));
        }
        packed.push(("points", pack::pack_reals(self.points())));
        packed
    }
}

/// Gives the place of a column.
type Cell<T> = fn(&Columns) -> &OnceLock<Vec<T>>;

/// Columns as they grow.
#[derive(Default)]
pub struct Making {
    ids: Strings,
    texts: [Filling; TextField::ALL.len()],
    accounts: Filling,
    firsts: Vec<i32>,
    lasts: Vec<i32>,
    told: Vec<u32>,
    disputed: Vec<u32>,
    flags: Vec<u32>,
    sources: Vec<u32>,
    figures: [Figures; NumberField::FIGURES.len()],
    precisions: Vec<u32>,
    points: Vec<f64>,
    claimed_on: Vec<i32>,
}

impl Making {
    /// Adds an incident as the next row.
    pub fn add(&mut self, incident: &Incident, context: &dyn Context) {
        self.ids.push(&incident.id);
        for field in TextField::ALL
            .into_iter()
            .filter(|field| *field != TextField::Id)
        {
            let filling = &mut self.texts[field as usize];
            if field.is_actor() {
                for actor in field.actors(incident) {
                    filling.actor(actor);
                }
            } else {
                let values = field.values(incident, context);
                for value in &values {
                    filling.word(value);
                }
            }
            filling.end();
        }
        let reports = TextField::Report.values(incident, context);
        for key in &incident.accounts {
            if let Some(at) = reports.iter().position(|report| **report == key.report) {
                self.accounts.word(&format!("{at}#{}", key.account));
            }
        }
        self.accounts.end();
        let when = incident.when();
        // The undated end before they begin.
        let (first, last) = when.map_or((days::OPEN_LAST, days::OPEN_FIRST), |when| {
            days::span(&when)
        });
        let beside = context.beside(incident);
        // What happened on some day since then had happened when a report first told of it.
        let last = match beside.told_on.map(days::number) {
            Some(told) if when.is_some() && last == days::OPEN_LAST && told >= first => told,
            _ => last,
        };
        self.firsts.push(first);
        self.lasts.push(last);
        let mut fields = (0, 0);
        for (field, settled) in &incident.fields {
            fields.0 |= mask(*field);
            fields.1 |= if settled.disputed { mask(*field) } else { 0 };
        }
        self.told.push(fields.0);
        self.disputed.push(fields.1);
        for (figures, field) in self.figures.iter_mut().zip(NumberField::FIGURES) {
            let estimate = field.field().and_then(|field| incident.estimate(field));
            let estimate = estimate.unwrap_or_default();
            // The greatest number of all stands for none.
            let end = |end: Option<u64>| end.map_or(u64::MAX, |end| end.min(u64::MAX - 1));
            figures.min.push(end(estimate.min));
            figures.max.push(end(estimate.max));
        }
        self.flags.push(flags_of(incident, beside));
        self.claimed_on
            .push(beside.claimed_on.map_or(NO_DAY, days::number));
        self.sources.push(incident.independent_sources as u32);
        let place = incident.location();
        self.precisions
            .push(place.map_or(0, |place| pack::precision_number(place.precision)));
        self.points.extend(place.map_or([0.0; 3], |place| {
            [place.latitude, place.longitude, place.radius_km]
        }));
    }

    /// All that was added.
    pub fn columns(self) -> Columns {
        let mut columns = Columns::empty(self.ids.len());
        columns.ids = OnceLock::from(self.ids);
        columns.texts = self.texts.map(|filling| OnceLock::from(filling.texts()));
        columns.accounts = OnceLock::from(self.accounts.texts());
        columns.firsts = OnceLock::from(self.firsts);
        columns.lasts = OnceLock::from(self.lasts);
        columns.told = OnceLock::from(self.told);
        columns.disputed = OnceLock::from(self.disputed);
        columns.flags = OnceLock::from(self.flags);
        columns.sources = OnceLock::from(self.sources);
        columns.figures = self.figures.map(OnceLock::from);
        columns.precisions = OnceLock::from(self.precisions);
        columns.points = OnceLock::from(self.points);
        columns.claimed_on = OnceLock::from(self.claimed_on);
        columns
    }
}

/// One field of names as it grows.
#[derive(Default)]
struct Filling {
    names: Vec<ActorRef>,
    texts: Texts,
    words: HashMap<String, u32>,
    actors: HashMap<ActorRef, u32>,
}

impl Filling {
    fn word(&mut self, word: &str) {
        let code = if let Some(code) = self.words.get(word) {
            *code
        } else {
            let code = self.names.len() as u32;
            self.names.push(ActorRef::named(word));
            self.words.insert(word.to_owned(), code);
            code
        };
        self.texts.codes.push(code);
    }

    fn actor(&mut self, actor: &ActorRef) {
        let code = if let Some(code) = self.actors.get(actor) {
            *code
        } else {
            let code = self.names.len() as u32;
            self.names.push(actor.clone());
            self.actors.insert(actor.clone(), code);
            code
        };
        self.texts.codes.push(code);
    }

    /// Ends an incident.
    fn end(&mut self) {
        if self.texts.starts.is_empty() {
            self.texts.starts.push(0);
        }
        self.texts.starts.push(self.texts.codes.len() as u32);
    }

    fn texts(self) -> Texts {
        Texts {
            names: self.names.into(),
            ..self.texts
        }
    }
}

fn flags_of(incident: &Incident, beside: Beside) -> u32 {
    let mut flags = 0;
    let mut set = |on: bool, bit: u32| {
        if on {
            flags |= bit;
        }
    };
    set(Flag::Suicide.holds(incident), bit::SUICIDE);
    set(Flag::Multiple.holds(incident), bit::MULTIPLE);
    set(incident.accepted, bit::ACCEPTED);
    set(
        incident.when().is_some_and(|when| when.approx),
        bit::APPROX_DATE,
    );
    set(beside.own_word, bit::OWN_WORD);
    for (number, field) in NumberField::FIGURES.into_iter().enumerate() {
        let estimate = field.field().and_then(|field| incident.estimate(field));
        set(
            estimate.is_some_and(|e| e.approx),
            bit::APPROX_FIGURE << number,
        );
    }
    flags
}
