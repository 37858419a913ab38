//! Counts and lists that reports state, as blocks: `{{reconcile}}` and `{{list}}`.

use super::named::{self, Named};
use super::persons::hide;
use super::prose::{self, date};
use super::questions::{Answered, whole};
use super::template::Call;
use super::writer::Writer;
use analysis::{
    Entry, Firsts, ListSum, Mistake, Reconciled, Reconciliation, Sheet, TextField, fold, nearest,
};
use jiff::civil::Date;
use model::When;
use std::collections::BTreeSet;

impl Writer<'_> {
    /// Stated counts that the block's arguments mean, against the casebook.
    pub(super) fn reconcile(&mut self, name: &str, call: &Call) -> Result<Answered, Mistake> {
        let chosen = self.chosen_where(call)?;
        let asked = self.asked(&chosen);
        let mut found = analysis::reconcile(&asked, self.view.stated);
        let wanted = self.wanted(call)?;
        let counts: Vec<Reconciled> = std::mem::take(&mut found.counts);
        let whats: BTreeSet<String> = counts.iter().map(|count| count.what.clone()).collect();
        let (meant, others): (Vec<_>, Vec<_>) = counts
            .into_iter()
            .partition(|count| self.means(&wanted, count));
        if let Some(what) = wanted.what.as_ref().filter(|what| !whats.contains(*what)) {
            let near = nearest(what, whats.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let (line, _) = self.source.mistake(&call.at, "", "").line_and_column();
            self.notes.insert(format!(
                "{}:{line}: no report states a count of `{what}`{near}",
                self.source.name
            ));
        }
        let all: Vec<Reconciled> = meant.iter().chain(&others).cloned().collect();
        found.lists.retain(|list| {
            let total = all.iter().find(|count| count.stated_in == list.stated_in);
            total.is_some_and(|total| self.means(&wanted, total))
        });
        found.counts = meant;
        if name == "list" {
            let lists: Vec<Sheet> = found.lists.iter().map(list_sheet).collect();
            return Ok(Answered {
                sheets: lists,
                said: found.lists.iter().map(|list| self.says(list)).collect(),
                named: named::list(&found),
                leaves_out: Vec::new(),
                about: Vec::new(),
                filter: None,
            });
        }
        let named = named::reconcile(&found);
        Ok(Answered {
            leaves_out: reconcile_leaves(&found),
            said: found.lists.iter().map(|list| self.says(list)).collect(),
            ..whole(&found, named, &chosen)
        })
    }

    /// Countries in which reports count attacks of a group (of any, where none is named), and of
    /// which no row of the firsts tells.
    pub(super) fn counted_only(&self, firsts: &Firsts, actor: &str) -> Named {
        let rows = firsts.fields.iter().flat_map(|list| &list.firsts);
        let told: BTreeSet<&str> = rows.map(|first| first.code.as_str()).collect();
        let wanted = self.view.context.actor(actor);
        let (mut countries, mut stated) = (BTreeSet::new(), Vec::new());
        for count in self.view.stated {
            let tally = &count.tally;
            let of = tally.actor.as_ref().and_then(|it| it.value.id.as_ref());
            let meant = wanted.as_ref().is_none_or(|wanted| {
                of.is_some_and(|id| *id == wanted.id || wanted.under.contains(id))
            });
            let attacks = matches!(tally.what.value.as_str(), "attacks" | "incidents");
            if !meant || !attacks || tally.status.is_some() {
                continue;
            }
            for country in &tally.countries {
                let name = self
                    .view
                    .context
                    .name_of(TextField::Country, &country.value);
                let name = name.unwrap_or_else(|| country.value.clone());
                let row = told.contains(country.value.as_str());
                if !row && countries.insert(name) {
                    stated.push(format!("{}#{}", tally.report, tally.id));
                }
            }
        }
        let countries: Vec<String> = countries.into_iter().collect();
        Named {
            stated,
            ..named::named("counted_only", prose::list(&countries), &[])
        }
    }

    /// What a list adds up to, by the name of its report.
    fn says(&self, list: &ListSum) -> String {
        let report = list
            .stated_in
            .rsplit_once('#')
            .map_or("", |(report, _)| report);
        let said = list.sentence();
        let said = said
            .strip_prefix(&format!("{}: ", list.stated_in))
            .unwrap_or(&said);
        let known = self.view.reports.get(report);
        let name = known.and_then(|known| known.source.as_ref().or(known.title.as_ref()));
        let name = name.map_or(report, |name| name.as_str());
        let name = hide(name, &self.footnotes.hidden_in(report));
        let day = known.and_then(|known| known.published);
        let day = day.map_or(String::new(), |day| format!(", {}", prose::day(day)));
        format!("{name}{day}: {said}")
    }

    fn wanted(&self, call: &Call) -> Result<Wanted, Mistake> {
        let text = |key: &str| -> Result<Option<String>, Mistake> {
            let text = call.arg(key).map(|arg| self.filled(arg)).transpose()?;
            Ok(text.filter(|text| !text.trim().is_empty()))
        };
        let period = match call.arg("period") {
            Some(arg) => self.period(arg)?,
            None => None,
        };
        Ok(Wanted {
            what: text("what")?,
            actor: text("actor")?,
            place: text("place")?,
            report: text("report")?,
            period,
        })
    }

    /// True where a stated count is one of those that a block asks for.
    fn means(&self, wanted: &Wanted, count: &Reconciled) -> bool {
        let place = |place: &String| {
            let place = fold(place);
            count.place.split(", ").any(|part| fold(part) == place)
        };
        let actor = |actor: &String| {
            let Some(stated) = &count.actor else {
                return false;
            };
            let known = self.view.context.actor(actor);
            let stated_known = self.view.context.actor(stated);
            match known.zip(stated_known) {
                Some((known, stated)) => known.id == stated.id || known.under.contains(&stated.id),
                None => fold(actor) == fold(stated),
            }
        };
        let within = |period: &When| {
            let window = count.window.as_ref();
            window.is_some_and(|window| mostly_in(period, window))
        };
        wanted.what.as_ref().is_none_or(|what| *what == count.what)
            && wanted.place.as_ref().is_none_or(place)
            && wanted.actor.as_ref().is_none_or(actor)
            && wanted.period.as_ref().is_none_or(within)
            && wanted.report.as_ref().is_none_or(|report| {
                let (stated, _) = count.stated_in.rsplit_once('#').unwrap_or_default();
                stated == report
            })
    }
}

/// True where the larger part of a window lies in the period: a count from 17 April to 1 May is
/// one for April.
fn mostly_in(period: &When, window: &When) -> bool {
    let (Some(first), Some(last)) = (window.first, window.last) else {
        return period.contains(window);
    };
    let from = period.first.map_or(first, |day| day.max(first));
    let until = period.last.map_or(last, |day| day.min(last));
    let days = |from: Date, until: Date| (until - from).get_days() + 1;
    days(from, until) * 2 > days(first, last)
}

/// Which stated counts a block means.
struct Wanted {
    what: Option<String>,
    actor: Option<String>,
    place: Option<String>,
    report: Option<String>,
    period: Option<When>,
}

/// A stated list as a table: its parts, their sum, the stated total and what no part names.
fn list_sheet(list: &ListSum) -> Sheet {
    let head = match list.by.as_str() {
        "provinces" => "province",
        "countries" => "country",
        "periods" => "period",
        _ => "place",
    };
    let what = list.what.replace('_', " ");
    let mut title = format!("{what} by {head} as reported");
    if let Some(actor) = &list.actor {
        title.push_str(&format!(", of {}", super::names::with_the(actor)));
    }
    if let Some(counter) = &list.counted_by {
        title.push_str(&format!(", as counted by {counter}"));
    }
    if let Some(window) = list.window {
        title.push_str(&format!(", {}", date(&window)));
    }
    let said = list.sentence();
    let said = said
        .strip_prefix(&format!("{}: ", list.stated_in))
        .unwrap_or(&said);
    title.push_str(": ");
    title.push_str(said.trim_end_matches('.'));
    let mut sheet = Sheet::new("list", title, &[head, "stated", "stated_in"]);
    let mut push = |label: String, count: Entry, stated_in: &str| {
        let entries = vec![Entry::Text(label), count, Entry::Text(stated_in.to_owned())];
        sheet.push(entries, &[]);
    };
    for ((name, count), stated_in) in list.parts.iter().zip(&list.parts_stated_in) {
        push(name.clone(), named::estimate(count), stated_in);
    }
    let total = list.stated_in.as_str();
    let sum = format!("Sum of {} {}", list.parts.len(), list.by);
    push(sum, named::estimate(&list.sum), total);
    push(
        "Total stated".to_owned(),
        named::estimate(&list.stated),
        total,
    );
    let rest = Entry::Count(list.missing.unsigned_abs());
    if list.missing > 0 {
        push("In none of them".to_owned(), rest, total);
    } else if list.missing < 0 {
        push("More than the total".to_owned(), rest, total);
    }
    sheet
}

/// What a reader of the table of stated counts must know.
fn reconcile_leaves(found: &Reconciliation) -> Vec<String> {
    let mut said = found.caption.notes.clone();
    let not = found.counts.iter().filter(|count| count.counted.is_none());
    let not = not.count();
    if not > 0 {
        said.push(format!(
            "{not} of the stated counts are of what no incident tells"
        ));
    }
    if found.counts.iter().any(|count| count.perhaps > 0) {
        said.push(
            "“perhaps” are incidents without a date, place or perpetrator, or with one too vague to tell"
                .to_owned(),
        );
    }
    said
}
