//! Charts of what reports tell beside each other: tolls source by source, and warnings with what
//! followed.

use super::draw::Drawn;
use super::prose::{capital, date};
use super::scope::Chosen;
use super::sentences::short;
use super::template::Call;
use super::writer::Writer;
use analysis::Settings;
use charts::{Lead, Leads, Words};

impl<'a> Writer<'a> {
    pub(super) fn draw_tolls(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let top = self.count_arg(call, "top", 10)?;
        let conflicting = self.yes(call, "conflicting")?;
        let asked = self.asked(chosen);
        let tolls = analysis::tolls(&asked, top, conflicting, |key| self.told(key));
        let rows: Vec<charts::Toll> = tolls
            .tolls
            .iter()
            .map(|toll| charts::Toll {
                label: toll.whereabouts(),
                when: toll.date.map_or("undated".to_owned(), |when| date(&when)),
                figures: (toll.told.iter())
                    .filter_map(|told| {
                        Some(charts::Figure {
                            source: told.source.clone(),
                            toll: told.killed?,
                        })
                    })
                    .collect(),
                chosen: toll.killed,
            })
            .collect();
        Ok((!rows.is_empty()).then(|| {
            charts::tolls(&charts::Tolls {
                words,
                unit: "people killed".to_owned(),
                rows,
            })
        }))
    }

    pub(super) fn draw_leads(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let standard = Settings::default();
        let settings = Settings {
            days: self.whole(call, "days", u64::from(standard.days), 0..=3650)? as u32,
            times: 1,
            ..standard
        };
        let asked = self.asked(chosen);
        let found = analysis::warnings(
            &asked,
            self.view.warned,
            &self.view.announced(),
            settings,
            |_| (),
        );
        let rows: Vec<Lead> = found
            .signals
            .iter()
            .map(|signal| {
                let tied = signal.lead_days.and_then(|(least, most)| {
                    Some((u32::try_from(least.max(0)).ok()?, u32::try_from(most).ok()?))
                });
                let unknown = match (&signal.tied_to, signal.followed) {
                    (Some(_), _) => "followed, but no day is told",
                    (None, None) => "no day, group or country is told",
                    (None, Some(_)) => "",
                };
                let about = signal.tied_to.as_ref().map(|id| self.incidents_of([id]));
                let about = about.and_then(|incidents| {
                    incidents.first().map(|incident| short(incident, self.view))
                });
                let about = about.map_or(String::new(), |about| format!(" before {about}"));
                Lead {
                    label: format!("{}: {}{about}", capital(signal.kind.word()), signal.by),
                    when: signal.date.map_or("undated".to_owned(), |when| date(&when)),
                    tied,
                    days: signal.next_after.into_iter().collect(),
                    unknown: unknown.to_owned(),
                }
            })
            .collect();
        Ok((!rows.is_empty()).then(|| {
            charts::leads(&Leads {
                words,
                within: settings.days,
                rows,
            })
        }))
    }
}
