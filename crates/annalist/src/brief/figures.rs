//! Figures in running text: how many incidents, how many people.

use super::prose::{escape, is_one, number, people, range, so_many};
use super::template::Call;
use super::writer::Writer;
use analysis::{Mistake, Sum};

impl Writer<'_> {
    pub(super) fn count(&mut self, call: &Call) -> Result<(), Mistake> {
        let chosen = self.chosen(call)?;
        let count = chosen.incidents.len() as u64;
        let words = match (count, self.nouns(call)?) {
            (0, nouns) => match (call.arg("none"), nouns) {
                (Some(arg), _) => self.filled(arg)?,
                (None, Some((_, many))) => format!("no {many}"),
                (None, None) => "none".to_owned(),
            },
            (count, Some((one, many))) => so_many(count, &one, &many),
            (count, None) => number(count),
        };
        self.say(&escape(&words), &chosen, "");
        Ok(())
    }

    pub(super) fn sum(&mut self, call: &Call) -> Result<(), Mistake> {
        let field = self.number_field(call)?;
        let chosen = self.chosen(call)?;
        let mut sum = Sum::default();
        for incident in &chosen.incidents {
            sum.add(field.field().and_then(|field| incident.estimate(field)));
        }
        let nouns = self.nouns(call)?;
        let none = call.arg("none").map(|arg| self.filled(arg)).transpose()?;
        let words = match (sum.estimate(), &nouns) {
            (None, _) if none.is_some() => none.unwrap_or_default(),
            (None, None) => "no figure".to_owned(),
            (None, Some((_, many))) => format!("no told number of {many}"),
            (Some(estimate), None) => range(&estimate),
            (Some(estimate), Some((one, many))) => {
                let noun = if is_one(&estimate) { one } else { many };
                format!("{} {noun}", range(&estimate))
            }
        };
        let said = coverage(field.word(), &sum, chosen.incidents.len());
        self.say(&escape(&words), &chosen, &said);
        Ok(())
    }

    pub(super) fn toll(&mut self, call: &Call) -> Result<(), Mistake> {
        let chosen = self.chosen(call)?;
        let (mut killed, mut injured) = (Sum::default(), Sum::default());
        for incident in &chosen.incidents {
            killed.add(incident.estimate(model::Field::Killed));
            injured.add(incident.estimate(model::Field::Injured));
        }
        let were = |estimate: &model::Estimate| {
            let one = is_one(estimate) || estimate.max == Some(0);
            if one { "was" } else { "were" }
        };
        let none = call.arg("none").map(|arg| self.filled(arg)).transpose()?;
        let words = match (killed.estimate(), injured.estimate()) {
            (None, None) if none.is_some() => none.unwrap_or_default(),
            (None, None) => "no figure of dead or injured was read".to_owned(),
            (Some(dead), None) => format!("{} {} killed", people(&dead), were(&dead)),
            (None, Some(hurt)) => format!("{} {} injured", people(&hurt), were(&hurt)),
            (Some(dead), Some(hurt)) => {
                let hurt = match hurt.max {
                    Some(0) => "nobody".to_owned(),
                    _ => range(&hurt),
                };
                format!(
                    "{} {} killed and {hurt} injured",
                    people(&dead),
                    were(&dead)
                )
            }
        };
        let total = chosen.incidents.len();
        let said = [("killed", &killed), ("injured", &injured)]
            .map(|(what, sum)| coverage(what, sum, total))
            .join(" ");
        self.say(&escape(&words), &chosen, said.trim());
        Ok(())
    }
}

/// Of how many incidents a sum is made.
fn coverage(what: &str, sum: &Sum, total: usize) -> String {
    let what = what.replace('_', " ");
    match total - sum.told {
        0 => String::new(),
        _ if sum.told == 0 => format!("None of them tells a figure of {what}."),
        left => format!(
            "{} of {total} tell a figure of {what}; {left} {} none.",
            sum.told,
            if left == 1 { "tells" } else { "tell" }
        ),
    }
}
