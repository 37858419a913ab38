//! What changed in a brief since it was made last, sentence by sentence, and why.

use super::View;
use super::kept::{Figures, KeptIncident, Logged, MOST, kept};
use model::Incident;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// So many reasons are given for a sentence.
const REASONS: usize = 12;

/// A sentence, or a row of a table, whose figures are others now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// As it was; `None` for a row that is new.
    pub was: Option<String>,
    /// As it is; `None` for a row that is gone.
    pub now: Option<String>,
    /// Why, one reason each.
    pub why: Vec<String>,
}

/// All that changed between two runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Sentences and rows whose figures changed, as they stand in the brief.
    pub changes: Vec<Change>,
    /// Figures that could be compared.
    pub compared: usize,
    /// Figures of blocks that the template did not have before, and of those that it has no more.
    pub template: (usize, usize),
}

/// Compares what a brief says with what it said.
pub fn changes(before: &Figures, now: &Figures, view: &View<'_>) -> Changes {
    let key = |figure: &Logged| (figure.call.clone(), figure.nth, figure.row.clone());
    let block = |figure: &Logged| (figure.call.clone(), figure.nth);
    let blocks = |figures: &Figures| -> BTreeSet<(String, usize)> {
        figures.figures.iter().map(block).collect()
    };
    let (old_blocks, new_blocks) = (blocks(before), blocks(now));
    let mut old: BTreeMap<_, Vec<&Logged>> = BTreeMap::new();
    for figure in &before.figures {
        old.entry(key(figure)).or_default().push(figure);
    }
    let reasons = Reasons::new(before, now, view);
    let mut found = Changes::default();
    let mut at_sentence: BTreeMap<String, usize> = BTreeMap::new();
    for figure in &now.figures {
        if !old_blocks.contains(&block(figure)) {
            found.template.0 += 1;
            continue;
        }
        found.compared += 1;
        let before = old.get_mut(&key(figure)).filter(|list| !list.is_empty());
        let before = before.map(|list| list.remove(0));
        if before.is_some_and(|before| before.value == figure.value) {
            continue;
        }
        let why = reasons.of(before, Some(figure));
        let next = found.changes.len();
        let at = *at_sentence.entry(figure.sentence.clone()).or_insert(next);
        if at == next {
            found.changes.push(Change {
                was: before.map(|before| before.sentence.clone()),
                now: Some(figure.sentence.clone()),
                why,
            });
        } else {
            let known = &mut found.changes[at].why;
            known.extend(why);
            let mut seen = BTreeSet::new();
            known.retain(|reason| seen.insert(reason.clone()));
        }
    }
    let gone = old.into_values().flatten();
    for figure in gone {
        if new_blocks.contains(&block(figure)) {
            found.changes.push(Change {
                was: Some(figure.sentence.clone()),
                now: None,
                why: reasons.of(Some(figure), None),
            });
        } else {
            found.template.1 += 1;
        }
    }
    found
}

/// Why figures change: what there was and what there is.
struct Reasons<'a> {
    before: &'a Figures,
    everywhere: Vec<String>,
    /// Values that changed, by how a block names them.
    values: Vec<(String, String)>,
    reports: BTreeSet<&'a str>,
    incidents: BTreeMap<&'a str, &'a Incident>,
    /// The incident that each account belongs to now, and before.
    of_account: BTreeMap<String, &'a str>,
    of_account_before: BTreeMap<&'a str, &'a str>,
    view: &'a View<'a>,
}

impl<'a> Reasons<'a> {
    fn new(before: &'a Figures, now: &'a Figures, view: &'a View<'a>) -> Self {
        let mut everywhere = Vec::new();
        if before.policy != now.policy {
            everywhere.push(format!(
                "the counting policy is {}, it was {}",
                now.policy, before.policy
            ));
        }
        if before.coder != now.coder {
            everywhere.push(format!(
                "program and codebook are {}, they were {}",
                now.coder, before.coder
            ));
        }
        let values = now.values.iter().filter_map(|(name, value)| {
            let had = before.values.get(name);
            let said = had.map_or("not given", String::as_str);
            (had != Some(value)).then(|| {
                let why = format!("the value {name} is {value}, it was {said}");
                (format!("{{{name}}}"), why)
            })
        });
        let values = values.collect();
        let accounts = view.incidents.iter().flat_map(|incident| {
            let accounts = incident.accounts.iter();
            accounts.map(|key| (key.to_string(), incident.id.as_str()))
        });
        let before_accounts = before.incidents.iter().flat_map(|(id, incident)| {
            let accounts = incident.accounts.iter();
            accounts.map(|key| (key.as_str(), id.as_str()))
        });
        Reasons {
            before,
            everywhere,
            values,
            reports: view.reports.keys().map(String::as_str).collect(),
            incidents: (view.incidents.iter())
                .map(|incident| (incident.id.as_str(), incident))
                .collect(),
            of_account: accounts.collect(),
            of_account_before: before_accounts.collect(),
            view,
        }
    }

    fn of(&self, before: Option<&Logged>, now: Option<&Logged>) -> Vec<String> {
        let ids = |figure: Option<&Logged>| -> BTreeSet<String> {
            let figure = figure.into_iter();
            figure.flat_map(|figure| figure.incidents.clone()).collect()
        };
        let (mut was, mut is) = (ids(before), ids(now));
        let many = |figure: Option<&Logged>| figure.map_or(0, |figure| figure.count);
        let (had, has) = (many(before), many(now));
        if had.max(has) > MOST {
            (was, is) = (BTreeSet::new(), BTreeSet::new());
        }
        let mut why = self.everywhere.clone();
        let call = now.or(before).map_or("", |figure| figure.call.as_str());
        let values = self.values.iter().filter(|(name, _)| call.contains(name));
        why.extend(values.map(|(_, reason)| reason.clone()));
        if had.max(has) > MOST {
            why.push(format!(
                "it rests on {has} incidents, {had} before: too many to be kept one by one"
            ));
        }
        why.extend(was.difference(&is).map(|id| self.gone(id)));
        why.extend(is.difference(&was).map(|id| self.come(id)));
        why.extend(was.intersection(&is).filter_map(|id| self.changed(id)));
        let stated = |figure: Option<&Logged>| -> BTreeSet<String> {
            let figure = figure.into_iter();
            figure.flat_map(|figure| figure.stated.clone()).collect()
        };
        let (said, says) = (stated(before), stated(now));
        let new = says.difference(&said);
        why.extend(new.map(|id| format!("{id} states it now")));
        let old = said.difference(&says);
        why.extend(old.map(|id| format!("{id} states it no more")));
        if why.is_empty() {
            why.push(
                "its incidents are the same; what is shown of them is worked out anew".to_owned(),
            );
        }
        if why.len() > REASONS {
            let more = why.len() - REASONS;
            why.truncate(REASONS);
            why.push(format!("and {more} more"));
        }
        why
    }

    /// Why an incident counts no more.
    fn gone(&self, id: &str) -> String {
        let Some(old) = self.before.incidents.get(id) else {
            return format!("{id} counts no more");
        };
        let label = &old.label;
        if let Some(incident) = self.incidents.get(id) {
            let now = kept(incident, self.view);
            return match differences(old, &now) {
                changed if changed.is_empty() => format!("{id} ({label}) counts no more"),
                changed => format!("{id} ({label}) counts no more: {changed}"),
            };
        }
        let into = old.accounts.iter().find_map(|key| self.of_account.get(key));
        if let Some(into) = into {
            let now = self.incidents.get(into);
            let now = now.map_or(String::new(), |incident| {
                format!(" ({})", super::sentences::short(incident, self.view))
            });
            return format!("{id} ({label}) was merged into {into}{now}");
        }
        let left: Vec<&str> = old.accounts.iter().map(|key| report_of(key)).collect();
        let left: BTreeSet<&str> = left.into_iter().collect();
        let missing: Vec<&str> = left
            .iter()
            .copied()
            .filter(|report| !self.reports.contains(report))
            .collect();
        if missing.is_empty() {
            let reports: Vec<&str> = left.into_iter().collect();
            format!(
                "{id} ({label}) is gone: rejected, or read no more in {}",
                reports.join(", ")
            )
        } else {
            format!(
                "{id} ({label}) is gone with the report {}",
                missing.join(", ")
            )
        }
    }

    /// Why an incident counts that did not.
    fn come(&self, id: &str) -> String {
        let Some(incident) = self.incidents.get(id) else {
            return format!("{id} counts now");
        };
        let now = kept(incident, self.view);
        let label = &now.label;
        if let Some(old) = self.before.incidents.get(id) {
            return match differences(old, &now) {
                changed if changed.is_empty() => format!("{id} ({label}) counts now"),
                changed => format!("{id} ({label}) counts now: {changed}"),
            };
        }
        let reports: BTreeSet<&str> = now.accounts.iter().map(|key| report_of(key)).collect();
        let known = |report: &&str| self.before.reports.contains(*report);
        if !reports.iter().any(known) {
            let reports: Vec<&str> = reports.into_iter().collect();
            return format!("{id} ({label}) is new, told by {}", reports.join(", "));
        }
        let from = now
            .accounts
            .iter()
            .find_map(|key| self.of_account_before.get(key.as_str()));
        match from {
            Some(from) => format!("{id} ({label}) was split from {from}"),
            None => format!("{id} ({label}) counts now and did not before"),
        }
    }

    /// What changed in an incident that counts as before.
    fn changed(&self, id: &str) -> Option<String> {
        let old = self.before.incidents.get(id)?;
        let now = kept(self.incidents.get(id)?, self.view);
        let mut said = differences(old, &now);
        let new = now
            .accounts
            .iter()
            .filter(|key| !old.accounts.contains(key));
        let new: BTreeSet<&str> = new.map(|key| report_of(key)).collect();
        if !new.is_empty() {
            let new: Vec<&str> = new.into_iter().collect();
            let and = if said.is_empty() { "" } else { "; " };
            let _ = write!(said, "{and}now told by {} too", new.join(", "));
        }
        (!said.is_empty()).then(|| format!("{id} ({}): {said}", now.label))
    }
}

/// `killed 6 → 8, date 2022-04 → 2022-05`.
fn differences(old: &KeptIncident, now: &KeptIncident) -> String {
    let fields: BTreeSet<&String> = old.fields.keys().chain(now.fields.keys()).collect();
    let told = |fields: &BTreeMap<String, String>, field: &String| {
        fields
            .get(field)
            .map_or("not told".to_owned(), Clone::clone)
    };
    let changed = fields.into_iter().filter_map(|field| {
        let (had, has) = (told(&old.fields, field), told(&now.fields, field));
        (had != has).then(|| format!("{} {had} → {has}", field.replace('_', " ")))
    });
    changed.collect::<Vec<String>>().join(", ")
}

fn report_of(account: &str) -> &str {
    account
        .rsplit_once('#')
        .map_or(account, |(report, _)| report)
}

impl Changes {
    /// True where every figure is as it was.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The list as lines to read.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let lines = |count: usize| {
            if count == 1 {
                "sentence or row"
            } else {
                "sentences and rows"
            }
        };
        let count = self.changes.len();
        if count == 0 {
            let _ = writeln!(out, "No figure changed; {} were compared.", self.compared);
        } else {
            let _ = writeln!(
                out,
                "{count} {} changed; {} figures were compared.",
                lines(count),
                self.compared
            );
        }
        for change in &self.changes {
            out.push('\n');
            match (&change.was, &change.now) {
                (Some(was), Some(now)) => {
                    let _ = writeln!(out, "was: {was}\nnow: {now}");
                }
                (None, Some(now)) => {
                    let _ = writeln!(out, "new: {now}");
                }
                (was, _) => {
                    let _ = writeln!(out, "gone: {}", was.as_deref().unwrap_or_default());
                }
            }
            for why in &change.why {
                let _ = writeln!(out, "  because {why}");
            }
        }
        let (new, gone) = self.template;
        if new + gone > 0 {
            let _ = writeln!(
                out,
                "\nThe template changed: {new} figures are new in it, {gone} are in it no more."
            );
        }
        out
    }
}
