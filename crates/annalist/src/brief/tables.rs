//! Counts as tables: by one or two fields, one below the other or the second across.

use super::cells::readable;
use super::prose::{capital, escape, so_many};
use super::scope::Chosen;
use super::template::Call;
use super::writer::Writer;
use analysis::{By, Cell, Key, KeyKind, Mistake, Table, TextField, count};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// More columns than this do not fit on a page.
const MOST_ACROSS: usize = 16;

impl<'a> Writer<'a> {
    /// `{{table by="actor" across="year"}}`
    pub(super) fn table(&mut self, call: &Call) -> Result<(), Mistake> {
        let by = self.fields(call, "by", None)?;
        if by.is_empty() {
            let hint = "write {{table by=\"month\"}} or {{table by=\"country,type\"}}";
            return Err(self
                .source
                .mistake(&call.at, "what to count by is missing", hint));
        }
        let across = self.fields(call, "across", None)?;
        if by.len() + across.len() > 2 {
            let arg = call.arg("across").or(call.arg("by"));
            let at = arg.map_or(&call.at, |arg| &arg.value_at);
            let problem = "a table counts by one or two fields";
            return Err(self.source.mistake(at, problem, "take one out"));
        }
        let top = self.count_arg(call, "top", usize::MAX)?;
        let chosen = self.chosen(call)?;
        let fields: Vec<By> = by.iter().chain(&across).copied().collect();
        let table = count(&self.asked(&chosen), &fields);
        if table.rows.is_empty() {
            let mark = self.mark_of(&chosen, "");
            let words = "No incident is on record.";
            self.log("", words, Some(words.to_owned()), &[], &[]);
            self.block(&format!("{words}{mark}\n"));
            return Ok(());
        }
        if across.is_empty() {
            self.downwards(&table, top, &chosen);
            Ok(())
        } else {
            self.crosswise(call, &table, top, &chosen)
        }
    }

    fn downwards(&mut self, table: &Table, top: usize, chosen: &Chosen<'a>) {
        let mut out = String::from("|");
        for by in &table.by {
            let _ = write!(out, " {} |", capital(&words_of(*by)));
        }
        out.push_str(" Incidents | Killed | Injured |\n|");
        out.push_str(&" --- |".repeat(table.by.len()));
        out.push_str(" ---: | ---: | ---: |\n");
        for row in table.rows.iter().take(top) {
            let keys = table.by.iter().zip(&row.keys);
            let labels: Vec<String> = keys
                .map(|(by, key)| self.shown(&table.by, *by, key))
                .collect();
            let mark = self.mark_of_cell(&row.cell);
            out.push('|');
            for label in &labels {
                let _ = write!(out, " {} |", escape(label));
            }
            self.figures(&mut out, &labels.join(", "), &row.cell, &mark);
        }
        out.push('|');
        for at in 0..table.by.len() {
            out.push_str(if at == 0 { " **All** |" } else { " |" });
        }
        self.figures(&mut out, "All", &table.total, "");
        self.caption(&mut out, table, top, chosen);
        self.block(&out);
    }

    fn figures(&mut self, out: &mut String, label: &str, cell: &Cell, mark: &str) {
        let words = format!("{} | {} | {}", cell.count(), cell.killed, cell.injured);
        let _ = writeln!(
            out,
            " {}{mark} | {} | {} |",
            cell.count(),
            cell.killed,
            cell.injured
        );
        let incidents = self.incidents_of(&cell.incidents);
        let sentence = format!(
            "{label}: {}, killed {}, injured {}",
            so_many(cell.count() as u64, "incident", "incidents"),
            cell.killed,
            cell.injured
        );
        self.log(label, &words, Some(sentence), &incidents, &[]);
    }

    fn crosswise(
        &mut self,
        call: &Call,
        table: &Table,
        top: usize,
        chosen: &Chosen<'a>,
    ) -> Result<(), Mistake> {
        let (by, across) = (table.by[0], table.by[1]);
        let mut columns: BTreeMap<Arc<Key>, usize> = BTreeMap::new();
        for row in &table.rows {
            *columns.entry(row.keys[1].clone()).or_default() += row.cell.count();
        }
        let mut heads: Vec<(Arc<Key>, usize)> = columns.into_iter().collect();
        if !across.is_time() {
            heads.sort_by_key(|(key, count)| (key.kind, std::cmp::Reverse(*count), key.clone()));
        }
        if heads.len() > MOST_ACROSS {
            let at = call.arg("across").map_or(&call.at, |arg| &arg.value_at);
            let problem = format!(
                "`{across}` has {} values here, too many for columns",
                heads.len()
            );
            let hint = format!("write by=\"{by},{across}\", or ask about fewer (period=\"…\")");
            return Err(self.source.mistake(at, problem, hint));
        }
        let mut out = format!("| {} |", capital(&words_of(by)));
        for (key, _) in &heads {
            let _ = write!(out, " {} |", escape(&self.shown(&table.by, across, key)));
        }
        out.push_str(" All |\n| --- |");
        out.push_str(&" ---: |".repeat(heads.len() + 1));
        out.push('\n');
        // The rows' own order: by how many, or by time.
        let asked = self.asked(chosen);
        let totals = count(&asked, &[by]);
        let all = count(&asked, &[across]);
        for row in totals.rows.iter().take(top) {
            let label = self.shown(&table.by, by, &row.keys[0]);
            let _ = write!(out, "| {} |", escape(&label));
            for (key, _) in &heads {
                let mut cells = table.rows.iter();
                let cell = cells.find(|cell| cell.keys[0] == row.keys[0] && cell.keys[1] == *key);
                match cell {
                    Some(cell) => {
                        let mark = self.mark_of_cell(&cell.cell);
                        let _ = write!(out, " {}{mark} |", cell.cell.count());
                        self.log_count(
                            &format!("{label}, {}", self.shown(&table.by, across, key)),
                            &cell.cell,
                        );
                    }
                    None => out.push_str(" – |"),
                }
            }
            let _ = writeln!(out, " {} |", row.cell.count());
            self.log_count(&label, &row.cell);
        }
        out.push_str("| **All** |");
        for (key, _) in &heads {
            let cell = all.rows.iter().find(|row| row.keys[0] == *key);
            let count = cell.map_or(0, |row| row.cell.count());
            let _ = write!(out, " {count} |");
        }
        let _ = writeln!(out, " {} |", table.total.count());
        self.log_count("All", &table.total);
        let mut captioned = totals;
        captioned.by = table.by.clone();
        captioned.caption.notes.clone_from(&table.caption.notes);
        self.caption(&mut out, &captioned, top, chosen);
        self.block(&out);
        Ok(())
    }

    fn log_count(&mut self, label: &str, cell: &Cell) {
        let incidents = self.incidents_of(&cell.incidents);
        let count = cell.count();
        let sentence = format!(
            "{label}: {}",
            so_many(count as u64, "incident", "incidents")
        );
        self.log(label, &count.to_string(), Some(sentence), &incidents, &[]);
    }

    fn mark_of_cell(&mut self, cell: &Cell) -> String {
        let incidents = self.incidents_of(&cell.incidents);
        self.note("", &incidents, &[])
    }

    fn caption(&mut self, out: &mut String, table: &Table, top: usize, chosen: &Chosen<'a>) {
        let caption = &table.caption;
        let mut said = Vec::new();
        if caption.undated + caption.unlocated > 0 {
            said.push(format!(
                "Of these, {} undated and {} unlocated.",
                caption.undated, caption.unlocated
            ));
        }
        let notes = caption.notes.iter();
        said.extend(notes.map(|note| format!("{}.", escape(&capital(note)))));
        let mark = self.mark_of(chosen, &said.join(" "));
        let words: Vec<String> = table.by.iter().map(|by| words_of(*by)).collect();
        let what = words.join(" and ");
        let _ = write!(out, "\n*Incidents by {what}.");
        let left = table.rows.len().saturating_sub(top);
        if left > 0 {
            let rows = so_many(left as u64, "further row is", "further rows are");
            let _ = write!(out, " {} not shown.", capital(&rows));
        }
        let _ = writeln!(out, " Counting policy: {}.*{mark}", escape(&caption.policy));
    }
}

/// A key as a reader knows it.
impl Writer<'_> {
    /// A value as a reader knows it; a town or province beside its country, or with its name.
    fn shown(&self, fields: &[By], by: By, key: &Key) -> String {
        let label = shown(key);
        let told = match by {
            By::Text(TextField::Admin1 | TextField::Place) => label.rsplit_once(", "),
            _ => None,
        };
        let is_code = |code: &str| code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase());
        let Some((name, code)) = told.filter(|(_, code)| is_code(code)) else {
            return label;
        };
        if fields.contains(&By::Text(TextField::Country)) {
            return name.to_owned();
        }
        let country = self.view.context.name_of(TextField::Country, code);
        country.map_or_else(|| label.clone(), |country| format!("{name}, {country}"))
    }
}

fn shown(key: &Key) -> String {
    match key.kind {
        KeyKind::NoneTold => "not told".to_owned(),
        KeyKind::NotExact => "not exact".to_owned(),
        KeyKind::Told if key.label.starts_with('(') => {
            key.label.trim_matches(['(', ')']).to_owned()
        }
        KeyKind::Told => readable(&key.label),
    }
}

/// What a table counts by, for a reader who does not know the field's word.
pub fn words_of(by: By) -> String {
    match by.word() {
        "admin1" => "province or state".to_owned(),
        "precision" => "exactness of the place".to_owned(),
        "actor" => "group".to_owned(),
        word => word.replace('_', " "),
    }
}
