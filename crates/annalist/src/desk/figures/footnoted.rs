//! A figure as a sentence with its footnote, and templates worked out over what was chosen.

use super::SENTENCES_UP_TO;
use super::answers::Answered;
use crate::brief;
use crate::desk::Desk;
use crate::desk::base::Base;
use crate::desk::choose::Chosen;
use crate::desk::incident::reports;
use crate::desk::problem::Done;
use crate::stated::stated;
use analysis::Caption;
use model::{Account, AccountKey, Incident, Report};
use std::collections::{BTreeMap, BTreeSet};

/// What the figure says, with a footnote to the incidents and quotes that it rests on; of very
/// many, to the filter alone.
///
/// # Errors
/// The casebook cannot be read.
pub fn sentence(desk: &Desk, chosen: &Chosen, answered: &Answered) -> Done<String> {
    let said = answered.figure.sentences.join(" ");
    let (about, policy) = (about(&answered.caption), chosen.view.policy.word());
    if chosen.rows.len() > SENTENCES_UP_TO {
        let said = brief::escape(&said);
        return Ok(format!(
            "{said}[^1]\n\n[^1]: {about} Counting policy: {policy}.\n"
        ));
    }
    let incidents = answered.incidents.iter().filter_map(|id| {
        let row = chosen.view.row(id)?;
        Some(chosen.view.incident(row)?.as_ref().clone())
    });
    let incidents: Vec<Incident> = incidents.collect();
    let about = if incidents.is_empty() {
        format!("{about} Counting policy: {policy}.")
    } else {
        about
    };
    let stated_in = answered.stated.iter().filter_map(|id| id.rsplit_once('#'));
    let behind = Behind::of(
        desk,
        &chosen.base,
        &incidents,
        stated_in.map(|(report, _)| report),
    )?;
    desk.with_seen(&chosen.base, |seen| {
        let (mut counts, mut warned) = (Vec::new(), Vec::new());
        if let Some(casebook) = seen.casebook.filter(|_| !answered.stated.is_empty()) {
            (counts, warned) = (stated(casebook)?, casebook.warnings()?);
        }
        let view = brief::View {
            stated: &counts,
            warned: &warned,
            ..behind.view(&incidents, seen)
        };
        Ok(brief::footnoted(
            &said,
            &about,
            &answered.incidents,
            &answered.stated,
            &view,
            policy,
        ))
    })
}

/// A template worked out over what was chosen; `values` stand in it by their names.
///
/// # Errors
/// The casebook cannot be read, or the template.
pub fn rendered(
    desk: &Desk,
    chosen: &Chosen,
    template: &str,
    values: &[(&str, &str)],
) -> Done<String> {
    let incidents = chosen.rows.iter();
    let incidents = incidents.filter_map(|row| Some(chosen.view.incident(*row)?.as_ref().clone()));
    let incidents: Vec<Incident> = incidents.collect();
    let behind = Behind::of(desk, &chosen.base, &incidents, std::iter::empty())?;
    let values = values.iter();
    let options = brief::Options {
        values: values
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..brief::Options::default()
    };
    desk.with_seen(&chosen.base, |seen| {
        let view = behind.view(&incidents, seen);
        let policy = chosen.view.policy.word();
        Ok(brief::render(template, "figure", &view, policy, &options)?.markdown)
    })
}

/// Which incidents were asked about, as Markdown.
fn about(caption: &Caption) -> String {
    let mut sentences = caption.sentences();
    // The policy is told by the note itself.
    sentences.truncate(1);
    let mut about = match &caption.filter {
        Some(filter) => format!(
            "{} of {} incidents where {}.",
            caption.matched,
            caption.considered,
            brief::code(filter)
        ),
        None => brief::escape(&sentences.concat()),
    };
    for note in &caption.notes {
        about.push_str(&format!(" {}.", brief::escape(&brief::capital(note))));
    }
    about
}

/// The reports behind incidents with all their accounts, so that every name of a private person
/// in them is known and left out of quotes.
struct Behind {
    accounts: BTreeMap<AccountKey, Account>,
    reports: BTreeMap<String, Report>,
}

impl Behind {
    fn of<'r>(
        desk: &Desk,
        base: &Base,
        incidents: &'r [Incident],
        further: impl Iterator<Item = &'r str>,
    ) -> Done<Behind> {
        let keys = incidents.iter().flat_map(|incident| &incident.accounts);
        let ids: BTreeSet<&str> = keys.map(|key| key.report.as_str()).chain(further).collect();
        let accounts = ids.iter().flat_map(|report| base.accounts_of(report));
        let accounts = accounts
            .map(|account| (account.key(), account.clone()))
            .collect();
        let keys: Vec<AccountKey> = ids
            .into_iter()
            .map(|report| AccountKey {
                report: report.to_owned(),
                account: String::new(),
            })
            .collect();
        Ok(Behind {
            accounts,
            reports: reports(desk, keys.iter())?,
        })
    }

    fn view<'v>(
        &'v self,
        incidents: &'v [Incident],
        context: &'v dyn analysis::Context,
    ) -> brief::View<'v> {
        brief::View {
            incidents,
            accounts: &self.accounts,
            reports: &self.reports,
            context,
            stated: &[],
            warned: &[],
        }
    }
}
