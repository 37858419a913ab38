//! `{{chart kind="timeline"}}`: incidents counted and laid out for a drawing.

use super::prose::{capital, code, so_many};
use super::scope::Chosen;
use super::tables::words_of;
use super::template::Call;
use super::writer::Writer;
use analysis::{By, Mistake, nearest};
use charts::Words;

/// The arguments of a chart beside its scope.
pub(super) const KEYS: &[&str] = &[
    "kind",
    "by",
    "every",
    "title",
    "top",
    "days",
    "conflicting",
    "none",
];

/// The kinds there are, and what each shows.
pub const KINDS: [(&str, &str); 10] = [
    ("timeline", "Incidents in time"),
    ("bars", "Incidents"),
    ("ranks", "Incidents"),
    ("multiples", "Incidents"),
    ("mix", "What each period is made of"),
    ("map", "Incidents"),
    ("band", "People killed"),
    ("calendar", "Incidents day by day"),
    ("tolls", "Tolls by source"),
    ("leads", "Days from warning to attack"),
];

impl<'a> Writer<'a> {
    /// `{{chart kind="…"}}`
    pub(super) fn chart(&mut self, call: &Call) -> Result<(), Mistake> {
        let kind = self.kind(call)?;
        let chosen = self.chosen(call)?;
        let title = self.title(call, kind)?;
        let words = self.words(&title, &chosen);
        let svg = match kind {
            "timeline" => self.draw_timeline(call, &chosen, words)?,
            "bars" => self.draw_bars(call, &chosen, words)?,
            "ranks" => self.draw_ranks(call, &chosen, words)?,
            "multiples" => self.draw_multiples(call, &chosen, words)?,
            "mix" => self.draw_mix(call, &chosen, words)?,
            "map" => self.draw_areas(call, &chosen, words)?,
            "band" => self.draw_band(call, &chosen, words)?,
            "calendar" => self.draw_calendar(&chosen, words),
            "tolls" => self.draw_tolls(call, &chosen, words)?,
            _ => self.draw_leads(call, &chosen, words)?,
        };
        self.show(call, kind, &title, svg, &chosen)
    }

    /// `{{timeline by="month"}}`: bars.
    pub(super) fn timeline(&mut self, call: &Call) -> Result<(), Mistake> {
        let every = match call.arg("by") {
            None => By::Month,
            Some(arg) if ["day", "week", "month", "year"].contains(&&*arg.value) => {
                self.step(call, "by", By::Month)?
            }
            Some(arg) => {
                let problem = format!(
                    "a timeline goes by day, week, month or year, not by `{}`",
                    arg.value
                );
                let hint = "write by=month or by=year";
                return Err(self.source.mistake(&arg.value_at, problem, hint));
            }
        };
        let chosen = self.chosen(call)?;
        let title = match call.arg("caption") {
            Some(arg) => self.filled(arg)?,
            None => format!("Incidents by {every}"),
        };
        let words = self.words(&title, &chosen);
        let svg = self.bars_of(call, &chosen, words, every)?;
        self.show(call, "bars", &title, svg, &chosen)
    }

    /// The drawing in the text, with a note to what it rests on; words where there is nothing
    /// to draw.
    fn show(
        &mut self,
        call: &Call,
        kind: &str,
        title: &str,
        svg: Option<String>,
        chosen: &Chosen<'a>,
    ) -> Result<(), Mistake> {
        let mark = self.mark_of(chosen, "");
        let Some(svg) = svg else {
            let words = match call.arg("none") {
                Some(arg) => self.filled(arg)?,
                None => format!("{title}: there is nothing to draw."),
            };
            self.log("", &words, Some(words.clone()), &chosen.incidents, &[]);
            let words = super::prose::escape(&words);
            self.block(&format!("{words}{mark}\n"));
            return Ok(());
        };
        let number = self.images.len() + 1;
        let count = so_many(chosen.incidents.len() as u64, "incident", "incidents");
        let alt = format!("{title}: {count}");
        self.log("", &alt, Some(alt.clone()), &chosen.incidents, &[]);
        let caption = format!("Figure {number}. {title}");
        self.picture(format!("{kind}-{number}"), svg, &alt, &caption, &mark);
        Ok(())
    }

    fn kind(&self, call: &Call) -> Result<&'static str, Mistake> {
        let names: Vec<&'static str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        let Some(arg) = call.arg("kind") else {
            let hint = format!(
                "write {{{{chart kind=\"timeline\"}}}}; there are {}",
                names.join(", ")
            );
            return Err(self
                .source
                .mistake(&call.at, "the kind of chart is missing", hint));
        };
        let wanted = self.filled(arg)?;
        let known = names.iter().find(|name| **name == wanted);
        known.copied().ok_or_else(|| {
            let hint = match nearest(&wanted, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", names.join(", ")),
            };
            let problem = format!("there is no chart `{wanted}`");
            self.source.mistake(&arg.value_at, problem, hint)
        })
    }

    fn title(&self, call: &Call, kind: &str) -> Result<String, Mistake> {
        if let Some(arg) = call.arg("title") {
            return self.filled(arg);
        }
        let known = KINDS.iter().find(|(name, _)| *name == kind);
        let mut title = known.map_or("", |(_, title)| *title).to_owned();
        let by = |key: &str, otherwise: &str| -> Result<String, Mistake> {
            let fields = self.fields(call, key, Some(otherwise))?;
            Ok(fields.first().map_or(String::new(), |by| words_of(*by)))
        };
        match kind {
            "bars" | "band" => title.push_str(&format!(" by {}", by("every", "month")?)),
            "multiples" => title.push_str(&format!(
                " by {} and {}",
                by("by", "actor")?,
                by("every", "month")?
            )),
            "mix" => {
                title = format!(
                    "{} by {}",
                    capital(&by("by", "target")?),
                    by("every", "year")?
                );
            }
            "ranks" => title.push_str(&format!(" by {}", by("by", "type")?)),
            "map" => title.push_str(&format!(" by {}", by("by", "admin1")?)),
            _ => {}
        }
        Ok(title)
    }

    /// Headline and caption: the filter, the counts, the policy.
    fn words(&self, title: &str, chosen: &Chosen<'a>) -> Words {
        let caption = self.asked(chosen).caption;
        let mut sentences = caption.sentences();
        if let (Some(first), Some(filter)) = (sentences.first_mut(), &caption.filter) {
            *first = format!(
                "{} of {} incidents where {}.",
                caption.matched,
                caption.considered,
                code(filter).trim_matches('`')
            );
        }
        Words::new(title, sentences)
    }
}
