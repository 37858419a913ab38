//! Blocks that stand on lines of their own: lists of incidents, quotes, maps.

use super::document::Image;
use super::footnotes::{by_time, quote, source};
use super::prose::{capital, escape, so_many};
use super::sentences::sentence;
use super::template::Call;
use super::writer::Writer;
use analysis::Mistake;
use model::Incident;
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Writer<'_> {
    pub(super) fn incidents(&mut self, call: &Call) -> Result<(), Mistake> {
        let limit = self.count_arg(call, "limit", usize::MAX)?;
        let newest = self.newest(call)?;
        let mut chosen = self.chosen(call)?;
        if newest {
            newest_first(&mut chosen.incidents);
        }
        let mut text = String::new();
        for &incident in chosen.incidents.iter().take(limit) {
            let told = sentence(incident, self.view, self.options.names);
            let mark = self.footnotes.incident(incident);
            let _ = writeln!(text, "- {}{mark}", escape(&told));
            self.log(&incident.id, &told, Some(told.clone()), &[incident], &[]);
        }
        if chosen.incidents.is_empty() {
            let mark = self.mark_of(&chosen, "");
            let words = match call.arg("none") {
                Some(arg) => self.filled(arg)?,
                None => "No incident is on record.".to_owned(),
            };
            let _ = writeln!(text, "{}{mark}", escape(&words));
        }
        let left = chosen.incidents.len().saturating_sub(limit);
        if left > 0 {
            let mark = self.mark_of(&chosen, "");
            let left = so_many(left as u64, "further incident is", "further incidents are");
            let _ = writeln!(text, "\n{} on record.{mark}", capital(&left));
        }
        self.block(&text);
        Ok(())
    }

    /// The reports that tell of the chosen incidents, the oldest first.
    pub(super) fn reports(&mut self, call: &Call) -> Result<(), Mistake> {
        let chosen = self.chosen(call)?;
        let accounts = chosen.incidents.iter().flat_map(|it| &it.accounts);
        let told: BTreeSet<&str> = accounts.map(|key| key.report.as_str()).collect();
        let mut told: Vec<&str> = told.into_iter().collect();
        let published = |id: &str| self.view.reports.get(id).and_then(|it| it.published);
        told.sort_by_key(|id| (published(id).is_none(), published(id), *id));
        let mut text = String::new();
        for id in told {
            let hidden = self.footnotes.hidden_in(id);
            let _ = writeln!(text, "- {}", self.footnotes.cite(id, &hidden));
        }
        if text.is_empty() {
            let words = match call.arg("none") {
                Some(arg) => self.filled(arg)?,
                None => "No report tells of it.".to_owned(),
            };
            text = escape(&words);
        }
        self.block(&text);
        Ok(())
    }

    pub(super) fn quotes(&mut self, call: &Call) -> Result<(), Mistake> {
        let most = self.count_arg(call, "n", 1)?;
        let newest = self.newest(call)?;
        let mut chosen = self.chosen(call)?;
        if newest {
            newest_first(&mut chosen.incidents);
        }
        let mut text = String::new();
        let mut seen = BTreeSet::new();
        for &incident in &chosen.incidents {
            if seen.len() >= most {
                break;
            }
            let Some((words, from)) = self.first_quote(incident) else {
                continue;
            };
            if !seen.insert(words.clone()) {
                continue;
            }
            let mark = self.footnotes.incident(incident);
            let _ = writeln!(text, "> “{}”{mark}\n>\n> — {from}\n", escape(&words));
        }
        if text.is_empty() {
            let mark = self.mark_of(&chosen, "");
            let _ = writeln!(text, "No quote is on record.{mark}");
        }
        self.block(&text);
        Ok(())
    }

    fn first_quote(&self, incident: &Incident) -> Option<(String, String)> {
        incident.accounts.iter().find_map(|key| {
            let account = self.view.accounts.get(key)?;
            let report = self.view.reports.get(&key.report)?;
            let hidden = self.footnotes.hidden_in(&key.report);
            let words = quote(account, report, &hidden);
            let from = source(&key.report, Some(report), &hidden);
            (!words.is_empty()).then_some((words, from))
        })
    }

    pub(super) fn map(&mut self, call: &Call) -> Result<(), Mistake> {
        let Some(draw) = self.options.map else {
            let hint = "take the map out, or render the brief with `annalist brief`";
            return Err(self
                .source
                .mistake(&call.at, "there is nothing to draw a map with", hint));
        };
        let chosen = self.chosen(call)?;
        let located = chosen
            .incidents
            .iter()
            .filter(|i| i.location().is_some())
            .count();
        let name = format!("map-{}", self.images.len() + 1);
        let svg = draw(&chosen.incidents);
        let caption = match call.arg("caption") {
            Some(arg) => self.filled(arg)?,
            None => capital(&so_many(
                located as u64,
                "incident on the map",
                "incidents on the map",
            )),
        };
        let off = chosen.incidents.len() - located;
        let said = match off {
            0 => String::new(),
            off => format!("Not on the map, as no place is known: {off}."),
        };
        let mark = self.mark_of(&chosen, &said);
        self.log("", &caption, Some(caption.clone()), &chosen.incidents, &[]);
        self.picture(name, svg, &caption, &caption, &mark);
        Ok(())
    }

    /// A picture with its words beneath.
    pub(super) fn picture(
        &mut self,
        name: String,
        svg: String,
        alt: &str,
        caption: &str,
        mark: &str,
    ) {
        let (alt, caption) = (escape(alt), escape(caption.trim_end_matches('.')));
        let text = format!("![{alt}](figure:{name})\n\n*{caption}.*{mark}\n");
        self.block(&text);
        self.images.push(Image { name, svg, alt });
    }
}

/// Undated incidents stay last.
fn newest_first(incidents: &mut [&Incident]) {
    let dated = incidents.partition_point(|incident| !by_time(incident).0);
    incidents[..dated].reverse();
}
