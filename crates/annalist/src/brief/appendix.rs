//! The appendix of a brief: what long footnotes rest on, and every incident's words.

use super::footnotes::{APPENDIX_QUOTE, Footnotes, by_time, slug};
use super::prose::{capital, escape, list, so_many};
use super::sentences::sentence;
use model::Incident;
use std::collections::BTreeMap;
use std::fmt::Write;

impl<'a> Footnotes<'a> {
    /// The definitions of all notes, then the appendix.
    pub fn finish(&self) -> String {
        let mut out = String::new();
        if !self.appended.is_empty() || !self.appended_words.is_empty() {
            self.appendix(&mut out);
        }
        for (at, text) in self.texts.iter().enumerate() {
            let _ = writeln!(out, "\n[^{}]: {text}", at + 1);
        }
        out
    }

    /// The long notes, those that rest on the same incidents together.
    fn same_incidents(&self) -> Vec<(Vec<usize>, &[&'a Incident])> {
        let mut found: Vec<(Vec<usize>, &[&'a Incident])> = Vec::new();
        let mut at: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for (number, incidents) in &self.long {
            let ids = incidents.iter().map(|incident| incident.id.as_str());
            let next = found.len();
            let place = *at.entry(ids.collect()).or_insert(next);
            if place == next {
                found.push((Vec::new(), incidents));
            }
            found[place].0.push(*number);
        }
        found
    }

    /// The words of what reports state that no footnote has room for.
    fn statements(&self, out: &mut String) {
        if self.appended_words.is_empty() {
            return;
        }
        out.push_str("\n### What reports state\n\n");
        for ((report, words), numbers) in &self.appended_words {
            let numbers: Vec<usize> = numbers.iter().copied().collect();
            let quoted = self.quoted(report, words);
            let _ = writeln!(out, "- {}: {quoted}", footnotes(&numbers));
        }
    }

    /// Which incidents each long note rests on, then each of them with all its words.
    fn appendix(&self, out: &mut String) {
        out.push_str("\n## Appendix\n\n");
        if !self.long.is_empty() {
            out.push_str(
                "Figures that rest on more incidents than a footnote holds, by its number.\n\n",
            );
        }
        for (numbers, incidents) in self.same_incidents() {
            let limit = self.options.appendix_limit;
            let names = incidents.iter().take(limit).map(|incident| {
                let id = escape(&incident.id);
                format!("[{id}](#{})", slug(&incident.id))
            });
            let names: Vec<String> = names.collect();
            let _ = write!(out, "- {}: {}", footnotes(&numbers), names.join(", "));
            out.push_str(&more(incidents.len(), limit));
            out.push('\n');
        }
        self.statements(out);
        let mut all: Vec<&Incident> = self.appended.values().copied().collect();
        all.sort_by_key(|incident| by_time(incident));
        let count = all.len();
        for incident in all.iter().take(self.options.appendix_limit) {
            let told = sentence(incident, self.view, self.options.names);
            let _ = write!(out, "\n### {}\n\n{}", escape(&incident.id), escape(&told));
            let sources = incident.independent_sources as u64;
            if incident.accounts.len() as u64 > sources && sources > 0 {
                let sources = so_many(sources, "independent source", "independent sources");
                let _ = write!(out, " ({}.)", capital(&sources));
            }
            out.push_str("\n\n");
            for report in self.reports(incident, usize::MAX, APPENDIX_QUOTE) {
                let _ = writeln!(out, "- {report}");
            }
        }
        let rest = more(count, self.options.appendix_limit);
        if !rest.is_empty() {
            let _ = writeln!(out, "\nThe appendix is cut here{rest}.");
        }
    }
}

/// `Footnotes 1, 4 and 45`
fn footnotes(numbers: &[usize]) -> String {
    let plural = if numbers.len() == 1 { "" } else { "s" };
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("Footnote{plural} {}", list(&numbers))
}

fn more(count: usize, limit: usize) -> String {
    match count.saturating_sub(limit) {
        0 => String::new(),
        left => format!(", and {left} more (`annalist tally --rows` lists them)"),
    }
}
