//! Charts of what reports tell beside each other: tolls source by source, and warnings with what
//! followed.

use super::draw::Drawn;
use super::laid;
use super::scope::Chosen;
use super::sentences::short;
use super::template::Call;
use super::writer::Writer;
use analysis::Settings;
use charts::Words;

impl<'a> Writer<'a> {
    pub(super) fn draw_tolls(&self, call: &Call, chosen: &Chosen<'a>, words: Words) -> Drawn {
        let top = self.count_arg(call, "top", 10)?;
        let conflicting = self.yes(call, "conflicting")?;
        let asked = self.asked(chosen);
        let tolls = analysis::tolls(&asked, top, conflicting, |key| self.told(key));
        Ok(laid::tolls(&tolls, words))
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
        let about = |id: &str| {
            let incidents = self.incidents_of([&id.to_owned()]);
            let told = incidents.first();
            told.map(|incident| short(incident, self.view))
        };
        Ok(laid::leads(&found, settings.days, about, words))
    }
}
