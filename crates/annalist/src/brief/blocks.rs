//! Figures that stand on lines of their own: tables, lists, quotes, maps.

use super::figures::Writer;
use super::footnotes::{by_time, hidden, quote, source as cite};
use super::prose::{capital, escape, so_many};
use super::sentences::sentence;
use super::template::Call;
use super::{Image, timeline};
use analysis::{By, KeyKind, Mistake, Table, tally_chosen};
use model::Incident;
use std::collections::BTreeSet;
use std::fmt::Write;

impl Writer<'_> {
    pub(super) fn table(&mut self, call: &Call) -> Result<(), Mistake> {
        let Some(arg) = call.arg("by") else {
            let hint = "write {{table by=\"month\"}} or {{table by=\"country,type\"}}";
            return Err(self
                .source
                .mistake(&call.at, "what to count by is missing", hint));
        };
        let mut by = Vec::new();
        for word in arg.value.split(',') {
            let one: By = word.parse().map_err(|problem: String| {
                let (problem, hint) = problem.split_once(": ").unwrap_or((&problem, ""));
                self.source.mistake(&arg.value_at, problem, hint)
            })?;
            by.push(one);
        }
        if by.len() > 2 {
            let problem = "a table counts by one or two fields";
            return Err(self.source.mistake(&arg.value_at, problem, "take one out"));
        }
        let top = self.count_arg(call, "top", usize::MAX)?;
        let chosen = self.chosen(call)?;

        let chosen_here = chosen.incidents.iter().copied();
        let table = tally_chosen(chosen_here, &by, self.view.context, self.policy);
        let caption = &table.caption;
        let mut said = Vec::new();
        if caption.undated + caption.unlocated > 0 {
            said.push(format!(
                "Of these, {} undated and {} unlocated.",
                caption.undated, caption.unlocated
            ));
        }
        said.extend(
            caption
                .notes
                .iter()
                .map(|note| format!("{}.", escape(&capital(note)))),
        );
        let mark = self.mark_of(&chosen, &said.join(" "));
        self.block(&markdown_table(&table, top, &mark));
        Ok(())
    }

    pub(super) fn incidents(&mut self, call: &Call) -> Result<(), Mistake> {
        let limit = self.count_arg(call, "limit", usize::MAX)?;
        let newest = self.newest(call)?;
        let mut chosen = self.chosen(call)?;
        if newest {
            newest_first(&mut chosen.incidents);
        }
        let mut text = String::new();
        for &incident in chosen.incidents.iter().take(limit) {
            let told = escape(&sentence(incident, self.view, self.options.names));
            let mark = self.footnotes.incident(incident);
            let _ = writeln!(text, "- {told}{mark}");
        }
        if chosen.incidents.is_empty() {
            let mark = self.mark_of(&chosen, "");
            let _ = writeln!(text, "No incident is on record.{mark}");
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
        let hidden = hidden(incident, self.view, self.options.names);
        incident.accounts.iter().find_map(|key| {
            let account = self.view.accounts.get(key)?;
            let report = self.view.reports.get(&key.report)?;
            let words = quote(account, report, &hidden);
            let from = cite(&key.report, Some(report), &hidden);
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
        let name = format!(
            "{}-map-{}.svg",
            self.options.image_prefix,
            self.images.len() + 1
        );
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
        let caption = escape(&caption);
        self.block(&format!("![{caption}](<{name}>)\n\n*{caption}.*{mark}\n"));
        self.images.push(Image { name, svg });
        Ok(())
    }

    pub(super) fn timeline(&mut self, call: &Call) -> Result<(), Mistake> {
        let by = match call.arg("by") {
            None => By::Month,
            Some(arg) if arg.value == "month" => By::Month,
            Some(arg) if arg.value == "year" => By::Year,
            Some(arg) => {
                let problem = format!("a timeline goes by month or year, not by `{}`", arg.value);
                let hint = "write by=month or by=year";
                return Err(self.source.mistake(&arg.value_at, problem, hint));
            }
        };
        let chosen = self.chosen(call)?;
        let here = chosen.incidents.iter().copied();
        let table = tally_chosen(here, &[by], self.view.context, self.policy);
        let off = table
            .rows
            .iter()
            .filter(|row| row.keys[0].kind != KeyKind::Told);
        let off: usize = off.map(|row| row.cell.count()).sum();
        let said = match off {
            0 => String::new(),
            off => format!("Not drawn, as no exact {by} is known: {off}."),
        };
        let mark = self.mark_of(&chosen, &said);
        let Some(svg) = timeline::draw(&table) else {
            self.block(&format!("No timeline can be drawn.{mark}"));
            return Ok(());
        };
        let number = self.images.len() + 1;
        let name = format!("{}-timeline-{number}.svg", self.options.image_prefix);
        let text = format!("![Incidents by {by}](<{name}>)\n\n*Incidents by {by}.*{mark}\n");
        self.block(&text);
        self.images.push(Image { name, svg });
        Ok(())
    }

    /// Something that stands on lines of its own.
    fn block(&mut self, text: &str) {
        while !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.out.push_str(text.trim_end());
        self.out.push_str("\n\n");
    }
}

/// Undated incidents stay last.
fn newest_first(incidents: &mut [&Incident]) {
    let dated = incidents.partition_point(|incident| !by_time(incident).0);
    incidents[..dated].reverse();
}

/// A pipe table, the total last, its caption below.
fn markdown_table(table: &Table, top: usize, mark: &str) -> String {
    let mut out = String::from("|");
    for by in &table.by {
        let _ = write!(out, " {} |", capital(&words_of(*by)));
    }
    out.push_str(" Incidents | Killed | Injured |\n|");
    out.push_str(&" --- |".repeat(table.by.len()));
    out.push_str(" ---: | ---: | ---: |\n");
    for row in table.rows.iter().take(top) {
        out.push('|');
        for key in &row.keys {
            let _ = write!(out, " {} |", escape(&key.label.replace('_', " ")));
        }
        push_figures(&mut out, &row.cell);
    }
    out.push('|');
    for at in 0..table.by.len() {
        out.push_str(if at == 0 { " **All** |" } else { " |" });
    }
    push_figures(&mut out, &table.total);
    let left = table.rows.len().saturating_sub(top);
    let words: Vec<String> = table.by.iter().map(|by| words_of(*by)).collect();
    let what = words.join(" and ");
    let _ = write!(out, "\n*Incidents by {what}.");
    if left > 0 {
        let rows = so_many(left as u64, "further row is", "further rows are");
        let _ = write!(out, " {} not shown.", capital(&rows));
    }
    let _ = writeln!(
        out,
        " Counting policy: {}.*{mark}",
        escape(&table.caption.policy)
    );
    out
}

fn push_figures(out: &mut String, cell: &analysis::Cell) {
    let _ = writeln!(
        out,
        " {} | {} | {} |",
        cell.count(),
        cell.killed,
        cell.injured
    );
}

/// What a table counts by, for a reader who does not know the field's word.
fn words_of(by: By) -> String {
    match by.word() {
        "admin1" => "province or state".to_owned(),
        "precision" => "exactness of the place".to_owned(),
        word => word.replace('_', " "),
    }
}
