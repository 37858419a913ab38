use super::sum_of;
use crate::tally::Sum;
use crate::{Asked, NumberField, TextField};
use model::{Estimate, Status};

/// What of the casebook a stated count is held against.
pub(super) struct Measure {
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
    pub fn of(what: &str, status: Option<Status>) -> Option<Measure> {
        let all = Measure {
            class: None,
            kinds: &[],
            status,
            figure: None,
        };
        let figure = |figure: NumberField| Measure {
            figure: Some(figure),
            ..all
        };
        Some(match what {
            "attacks" => Measure {
                class: Some("attack"),
                ..all
            },
            "incidents" => all,
            "plots" => Measure {
                class: Some("attack"),
                status: status.or(Some(Status::Foiled)),
                ..all
            },
            "operations" => Measure {
                class: Some("operation"),
                ..all
            },
            "raids" => Measure {
                kinds: &["raid"],
                ..all
            },
            "strikes" => Measure {
                kinds: &["air_strike"],
                ..all
            },
            "protests" => Measure {
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

    /// True where the incident is of that kind.
    pub fn means(&self, asked: &Asked<'_>, row: u32) -> bool {
        let class = asked.text(TextField::Class, row);
        let status = asked.text(TextField::Status, row);
        let status_fits = match self.status {
            Some(wanted) => status == Some(wanted.word()),
            None => self.class != Some("attack") || status != Some(Status::Foiled.word()),
        };
        let kind = asked.text(TextField::Type, row);
        self.class.is_none_or(|wanted| class == Some(wanted))
            && (self.kinds.is_empty() || kind.is_some_and(|kind| self.kinds.contains(&kind)))
            && status_fits
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
