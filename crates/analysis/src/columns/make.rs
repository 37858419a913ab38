use super::{Beside, Columns, Figures, NO_DAY, Strings, Texts, bit, mask, pack};
use crate::days;
use crate::filter::{NumberField, TextField};
use crate::{Context, Flag};
use model::{ActorRef, Field, Incident};
use std::cell::OnceCell;
use std::collections::HashMap;

impl Columns {
    /// The columns of incidents, in the order given.
    pub fn of(incidents: &[Incident], context: &dyn Context) -> Self {
        let mut columns = Columns::empty(incidents.len());
        let mut ids = Strings::default();
        incidents.iter().for_each(|incident| ids.push(&incident.id));
        columns.ids = OnceCell::from(ids);
        for field in TextField::ALL.into_iter().filter(|field| *field != TextField::Id) {
            let texts = if field.is_actor() {
                actors(incidents, field)
            } else {
                words(incidents, |incident| field.values(incident, context))
            };
            columns.texts[field as usize] = OnceCell::from(texts);
        }
        columns.accounts = OnceCell::from(words(incidents, |incident| {
            let reports = TextField::Report.values(incident, context);
            let accounts = incident.accounts.iter().filter_map(|key| {
                let at = reports.iter().position(|report| **report == key.report)?;
                Some(format!("{at}#{}", key.account).into())
            });
            accounts.collect()
        }));
        let spans = incidents.iter().map(|incident| {
            let when = incident.when();
            when.map_or((days::OPEN_LAST, days::OPEN_FIRST), |when| days::span(&when))
        });
        let (firsts, lasts): (Vec<i32>, Vec<i32>) = spans.unzip();
        columns.firsts = OnceCell::from(firsts);
        columns.lasts = OnceCell::from(lasts);
        let fields = |chosen: fn(&model::Settled) -> bool| {
            let of = |incident: &Incident| {
                let fields = incident.fields.iter().filter(|(_, settled)| chosen(settled));
                fields.fold(0, |bits, (field, _)| bits | mask(*field))
            };
            OnceCell::from(incidents.iter().map(of).collect::<Vec<u32>>())
        };
        columns.told = fields(|_| true);
        columns.disputed = fields(|settled| settled.disputed);
        for (number, field) in NumberField::FIGURES.into_iter().enumerate() {
            columns.figures[number] = OnceCell::from(figures(incidents, field));
        }
        let beside: Vec<Beside> = (incidents.iter()).map(|i| context.beside(i)).collect();
        let flags = incidents.iter().zip(&beside);
        let flags = flags.map(|(incident, beside)| flags_of(incident, *beside));
        columns.flags = OnceCell::from(flags.collect::<Vec<u32>>());
        let claimed = beside.iter().map(|beside| {
            beside.claimed_on.map_or(NO_DAY, days::number)
        });
        columns.claimed_on = OnceCell::from(claimed.collect::<Vec<i32>>());
        let sources = incidents.iter().map(|incident| incident.independent_sources as u32);
        columns.sources = OnceCell::from(sources.collect::<Vec<u32>>());
        let precisions = incidents.iter().map(|incident| {
            let place = incident.location();
            place.map_or(0, |place| pack::precision_number(place.precision))
        });
        columns.precisions = OnceCell::from(precisions.collect::<Vec<u32>>());
        let points = incidents.iter().flat_map(|incident| {
            let place = incident.location();
            place.map_or([0.0; 3], |place| [place.latitude, place.longitude, place.radius_km])
        });
        columns.points = OnceCell::from(points.collect::<Vec<f64>>());
        columns
    }

    /// The columns by name, to be kept and given to [`Columns::kept`] again.
    pub fn pack(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut packed = vec![("about", pack::pack_about(self.len))];
        if self.len > 0 {
            // Reads what is kept into memory where it is not yet.
            let _ = self.id(0);
            let _ = self.accounts(0);
            let _ = (self.span(0), self.disputed(0), self.independent_sources(0));
            let _ = (self.location(0), self.claimed_on(0), self.tells(0, Field::Date));
            let _ = (self.has(0, bit::SUICIDE), self.precision(0));
            for number in 0..NumberField::FIGURES.len() {
                let _ = self.figure(number, 0);
            }
        }
        let ids = self.ids.get().cloned().unwrap_or_default();
        packed.push(("ids", pack::pack_strings(&ids)));
        for field in TextField::ALL {
            if field != TextField::Id {
                packed.push((field.word(), pack::pack_texts(self.texts(field))));
            }
        }
        let accounts = self.accounts.get().cloned().unwrap_or_default();
        packed.push(("accounts", pack::pack_texts(&accounts)));
        for (name, cell) in [
            ("firsts", &self.firsts),
            ("lasts", &self.lasts),
            ("claimed_on", &self.claimed_on),
        ] {
            let zigzag: Vec<u32> = (cell.get().into_iter().flatten())
                .map(|number| pack::unsigned(*number))
                .collect();
            packed.push((name, pack::pack_numbers(&zigzag)));
        }
        for (name, cell) in [
            ("told", &self.told),
            ("disputed", &self.disputed),
            ("flags", &self.flags),
            ("sources", &self.sources),
            ("precisions", &self.precisions),
        ] {
            let numbers = cell.get().map_or(&[][..], Vec::as_slice);
            packed.push((name, pack::pack_numbers(numbers)));
        }
        for (number, field) in NumberField::FIGURES.into_iter().enumerate() {
            let figures = self.figures[number].get().cloned().unwrap_or_default();
            packed.push((field.word(), pack::pack_figures(&figures)));
        }
        let points = self.points.get().map_or(&[][..], Vec::as_slice);
        packed.push(("points", pack::pack_reals(points)));
        packed
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
    set(incident.when().is_some_and(|when| when.approx), bit::APPROX_DATE);
    set(beside.own_word, bit::OWN_WORD);
    for (number, field) in NumberField::FIGURES.into_iter().enumerate() {
        let estimate = field.field().and_then(|field| incident.estimate(field));
        set(estimate.is_some_and(|e| e.approx), bit::APPROX_FIGURE << number);
    }
    flags
}

fn figures(incidents: &[Incident], field: NumberField) -> Figures {
    let mut figures = Figures::default();
    for incident in incidents {
        let estimate = field.field().and_then(|field| incident.estimate(field));
        let estimate = estimate.unwrap_or_default();
        // The greatest number of all stands for none.
        let end = |end: Option<u64>| end.map_or(u64::MAX, |end| end.min(u64::MAX - 1));
        figures.min.push(end(estimate.min));
        figures.max.push(end(estimate.max));
    }
    figures
}

fn actors(incidents: &[Incident], field: TextField) -> Texts {
    let mut numbers: HashMap<ActorRef, u32> = HashMap::new();
    let mut texts = Texts {
        starts: vec![0],
        ..Texts::default()
    };
    for incident in incidents {
        for actor in field.actors(incident) {
            let code = if let Some(code) = numbers.get(actor) {
                *code
            } else {
                let code = numbers.len() as u32;
                texts.names.push(actor.clone());
                numbers.insert(actor.clone(), code);
                code
            };
            texts.codes.push(code);
        }
        texts.starts.push(texts.codes.len() as u32);
    }
    texts
}

fn words<'i>(
    incidents: &'i [Incident],
    of: impl Fn(&'i Incident) -> Vec<std::borrow::Cow<'i, str>>,
) -> Texts {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut texts = Texts {
        starts: vec![0],
        ..Texts::default()
    };
    for incident in incidents {
        for word in of(incident) {
            let code = if let Some(code) = numbers.get(word.as_ref()) {
                *code
            } else {
                let code = numbers.len() as u32;
                texts.names.push(ActorRef::named(word.as_ref()));
                numbers.insert(word.into_owned(), code);
                code
            };
            texts.codes.push(code);
        }
        texts.starts.push(texts.codes.len() as u32);
    }
    texts
}
