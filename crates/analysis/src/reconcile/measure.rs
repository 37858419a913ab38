use super::sum_of;
use crate::tally::Sum;
use crate::{Asked, NumberField, TextField};
use model::{Estimate, Status};

/// What of the casebook a stated count is held against.
pub(super) struct Measure {
    /// Which classes, types and statuses are meant, by number, the last of those without any.
    class: Vec<bool>,
    kind: Vec<bool>,
    status: Vec<bool>,
    figure: Option<NumberField>,
}

/// The same in words.
#[derive(Clone, Copy)]
struct Meant {
    class: Option<&'static str>,
    kinds: &'static [&'static str],
    status: Option<Status>,
    figure: Option<NumberField>,
}

impl Measure {
    /// The incidents or figures that a code of the codebook's `tallies` list counts; `None` for
    /// what no incident tells (rockets, members, the displaced).
    ///
    /// | code | counted are |
    /// |---|---|
    /// | `attacks` | class `attack`, carried out or failed |
    /// | `incidents` | all incidents |
    /// | `plots` | class `attack`, foiled |
    /// | `operations` | class `operation` |
    /// | `raids`, `strikes`, `protests` | types `raid`, `air_strike`, `protest` |
    /// | `killed`, `injured`, `casualties`, `arrests` | the figures of all incidents |
    pub fn of(asked: &Asked<'_>, what: &str, status: Option<Status>) -> Option<Measure> {
        let meant = Meant::of(what, status)?;
        let fits = |field: TextField, holds: &dyn Fn(Option<&str>) -> bool| {
            let names = asked.columns.texts(field).names.iter();
            let told = names.map(|name| holds(Some(&name.name)));
            told.chain([holds(None)]).collect()
        };
        Some(Measure {
            class: fits(TextField::Class, &|class| {
                meant.class.is_none_or(|wanted| class == Some(wanted))
            }),
            kind: fits(TextField::Type, &|kind| {
                meant.kinds.is_empty() || kind.is_some_and(|kind| meant.kinds.contains(&kind))
            }),
            status: fits(TextField::Status, &|status| match meant.status {
                Some(wanted) => status == Some(wanted.word()),
                None => meant.class != Some("attack") || status != Some(Status::Foiled.word()),
            }),
            figure: meant.figure,
        })
    }

    /// True where the incident is of that kind.
    pub fn means(&self, asked: &Asked<'_>, row: u32) -> bool {
        let fits = |field: TextField, meant: &[bool]| {
            let code = asked.columns.texts(field).of(row).first();
            let at = code.map_or(meant.len() - 1, |code| *code as usize);
            meant[at]
        };
        fits(TextField::Class, &self.class)
            && fits(TextField::Status, &self.status)
            && fits(TextField::Type, &self.kind)
    }

    /// How many the incidents amount to.
    pub fn count(&self, asked: &Asked<'_>, rows: &[u32]) -> Estimate {
        let Some(field) = self.figure else {
            return Estimate::exactly(rows.len() as u64);
        };
        let figure = |field: NumberField, row: u32| {
            let at = NumberField::FIGURES
                .iter()
                .position(|known| *known == field)?;
            asked.columns.figure(at, row)
        };
        let mut sum = Sum::default();
        for row in rows {
            let told = figure(field, *row).or_else(|| {
                // Where only killed and injured are told apart, their sum is the casualties.
                let parts = [NumberField::Killed, NumberField::Injured];
                let mut told = parts.into_iter().filter_map(|part| figure(part, *row));
                let first = told.next().filter(|_| field == NumberField::Casualties)?;
                Some(told.fold(first, |sum, part| sum.plus(&part)))
            });
            sum.add(told);
        }
        sum_of(&sum)
    }
}

impl Meant {
    fn of(what: &str, status: Option<Status>) -> Option<Meant> {
        let all = Meant {
            class: None,
            kinds: &[],
            status,
            figure: None,
        };
        let figure = |figure: NumberField| Meant {
            figure: Some(figure),
            ..all
        };
        Some(match what {
            "attacks" => Meant {
                class: Some("attack"),
                ..all
            },
            "incidents" => all,
            "plots" => Meant {
                class: Some("attack"),
                status: status.or(Some(Status::Foiled)),
                ..all
            },
            "operations" => Meant {
                class: Some("operation"),
                ..all
            },
            "raids" => Meant {
                kinds: &["raid"],
                ..all
            },
            "strikes" => Meant {
                kinds: &["air_strike"],
                ..all
            },
            "protests" => Meant {
                kinds: &["protest"],
                ..all
            },
            "killed" => figure(NumberField::Killed),
            "injured" => figure(NumberField::Injured),
            "casualties" => figure(NumberField::Casualties),
            "arrests" => figure(NumberField::Arrested),
            _ => return None,
        })
    }
}
