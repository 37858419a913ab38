//! Blind double coding: what each coder reads in the reports assigned to them.

use super::Desk;
use super::cells::label;
use super::harsh::passages;
use super::markup::pieces;
use super::person::Person;
use super::problem::{Done, Problem};
use super::query::escaped;
use super::report::{Page, VersionOf};
use super::review::{Form, form};
use super::routes::Ask;
use super::sight::Sight;
use super::writes::{check_version, correction};
use crate::stamp::now;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use store::desk::{Assignment, CodedIncident, CodingPage, GivenValue, ReportState, Role};
use utoipa::ToSchema;

/// An assignment in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AssignmentLine)]
pub struct Line {
    /// The report.
    pub report: String,
    /// Who codes it.
    pub coder: String,
    /// open or done.
    pub state: &'static str,
    /// Since when.
    pub assigned_at: String,
    /// How many incidents they read; not told of others to those who code the report blindly.
    pub incidents: Option<usize>,
    /// Where it is coded.
    pub href: String,
}

/// Assignments.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AssignmentList)]
pub struct Lines {
    /// By report and coder.
    pub items: Vec<Line>,
}

/// Reports for coders.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Assign {
    /// Report ids.
    pub reports: Vec<String>,
    /// Names of users.
    pub coders: Vec<String>,
}

/// A coder's reading of a report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Coding {
    /// The report, without what the machine read.
    pub report: Page,
    /// open or done.
    pub state: &'static str,
    /// When it was changed last.
    pub changed: String,
    /// What they read.
    #[schema(value_type = Vec<Object>)]
    pub incidents: Vec<CodedIncident>,
    /// What the fields take.
    pub form: Form,
}

/// What a coder sends.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Given {
    /// open or done.
    pub state: String,
    /// What they read.
    #[schema(value_type = Vec<Object>)]
    pub incidents: Vec<CodedIncident>,
    /// The version of the report whose bytes the spans are.
    #[serde(default)]
    pub version: Option<u64>,
    /// The name of the page that sends it; any that no other page has.
    #[serde(default)]
    pub page: Option<String>,
    /// When the coding that the page showed first was changed last: where another page has written
    /// since, it is refused.
    #[serde(default)]
    pub seen: Option<String>,
}

/// Reports that somebody has coded and nobody has settled, with those who have not finished: for those
/// who adjudicate, and do not code them blindly themselves.
pub fn to_be_adjudicated(desk: &Desk, ask: &Ask) -> Done<Vec<(String, Vec<String>)>> {
    let all = desk.read(|casebook| casebook.assignments(None))?;
    let states = super::reviewed::states(desk, ask.base())?;
    let open = |report: &str| {
        let state = states.get(report);
        state.is_none_or(|state| state.state == ReportState::Open)
    };
    let mut found: BTreeMap<String, (bool, Vec<String>)> = BTreeMap::new();
    for one in all {
        if ask.shown.sight.hides(&one.report) || !open(&one.report) {
            continue;
        }
        let (done, waiting) = found.entry(one.report).or_default();
        if one.done {
            *done = true;
        } else {
            waiting.push(one.coder);
        }
    }
    let done = found.into_iter().filter(|(_, (done, _))| *done);
    Ok(done
        .map(|(report, (_, waiting))| (report, waiting))
        .collect())
}

/// The assignments that somebody may see: an admin all, others their own.
pub fn list(desk: &Desk, ask: &Ask) -> Done<Lines> {
    let person = &ask.person;
    let own = (!person.may(Role::Admin)).then_some(person.name.as_str());
    let all = desk.read(|casebook| casebook.assignments(own))?;
    // Not that of the request: they may have just assigned a report to themselves.
    let sight = Sight::of(desk, person)?;
    let items = all.into_iter().map(|one| Line {
        state: word(one.done),
        assigned_at: one.at,
        // How many others found is part of what they found.
        incidents: (one.coder == person.name || !sight.hides(&one.report))
            .then_some(one.incidents.len()),
        href: format!("/coding/{}", escaped(&one.report)),
        report: one.report,
        coder: one.coder,
    });
    Ok(Lines {
        items: items.collect(),
    })
}

fn word(done: bool) -> &'static str {
    if done { "done" } else { "open" }
}

/// Assigns reports to coders.
pub fn assign(desk: &Desk, ask: &Ask, body: &Assign) -> Done<Lines> {
    if body.reports.is_empty() || body.coders.is_empty() {
        return Err(Problem::misfit("reports", "name reports and coders"));
    }
    let pairs: Vec<(&str, &str)> = body
        .reports
        .iter()
        .flat_map(|report| body.coders.iter().map(|coder| (&**report, &**coder)))
        .collect();
    let at = now();
    let signature = ask.person.sign(&at);
    let work = |casebook: &mut store::Casebook| casebook.assign_all(&pairs, signature);
    desk.write_for(ask, &at, work, |()| json!({}))?;
    desk.refresh()?;
    list(desk, ask)
}

/// Takes an assignment back.
pub fn unassign(desk: &Desk, ask: &Ask, report: &str, coder: &str) -> Done<()> {
    let at = now();
    let signature = ask.person.sign(&at);
    let work = |casebook: &mut store::Casebook| casebook.unassign(report, coder, signature);
    desk.write_for(
        ask,
        &at,
        work,
        |()| json!({"report": report, "coder": coder}),
    )?;
    desk.refresh()?;
    Ok(())
}

/// A coder's own reading.
pub fn own(desk: &Desk, person: &Person, report: &str) -> Done<Coding> {
    let assignment = assignment(desk, &person.name, report)?;
    let (report, versions) = desk.read(|casebook| {
        let report = casebook.report(&assignment.report)?;
        let versions = casebook.versions(&report.id)?;
        Ok((report, versions))
    })?;
    let sensitive = passages(&report.text, &desk.knowledge.codebook.disturbing);
    let marks: Vec<super::markup::Mark> = assignment
        .incidents
        .iter()
        .flat_map(|incident| {
            let evidence = incident.evidence.iter().map(|span| super::markup::Mark {
                span: *span,
                cell: format!("{}.evidence", incident.id),
            });
            let given = incident.fields.iter().flat_map(|(field, given)| {
                given.spans.iter().map(|span| super::markup::Mark {
                    span: *span,
                    cell: format!("{}.{}", incident.id, field.word()),
                })
            });
            evidence.chain(given).collect::<Vec<_>>()
        })
        .collect();
    Ok(Coding {
        state: word(assignment.done),
        changed: assignment.changed,
        incidents: assignment.incidents,
        form: form(desk),
        report: Page {
            pieces: pieces(&report.text, &marks, &sensitive),
            id: report.id,
            title: report.title,
            source: report.source,
            published: report.published.map(|day| day.to_string()),
            url: report.url,
            lang: report.lang,
            sha256: report.sha256,
            state: "open",
            state_by: None,
            state_at: None,
            text: report.text,
            sensitive,
            accounts: Vec::new(),
            tallies: Vec::new(),
            warnings: Vec::new(),
            notes: Vec::new(),
            versions: versions.into_iter().map(VersionOf::from).collect(),
        },
    })
}

fn assignment(desk: &Desk, coder: &str, report: &str) -> Done<Assignment> {
    let (report, own) = desk.read(|casebook| {
        let report = casebook.report(report)?.id;
        Ok((report, casebook.assignments(Some(coder))?))
    })?;
    let mut own = own.into_iter();
    own.find(|one| one.report == report)
        .ok_or_else(|| Problem::missing(format!("{report} is not assigned to you")))
}

/// Keeps a coder's reading. Values must fit their fields; a reading that is done has words behind
/// every value.
pub fn save(desk: &Desk, ask: &Ask, report: &str, given: &Given) -> Done<Coding> {
    let person = &ask.person;
    let before = assignment(desk, &person.name, report)?;
    if before.done && person.may(Role::Reviewer) {
        return Err(Problem::conflict(
            "it is done, and what others read in the report is open to you since; an admin can take the assignment back",
        ));
    }
    if before.done && given.state == "done" {
        return Err(Problem::conflict(
            "it is done already; open it again to change it",
        ));
    }
    check_version(desk, &before.report, given.version)?;
    let mut incidents = Vec::new();
    let mut bare = Vec::new();
    for (number, incident) in (1..).zip(&given.incidents) {
        let mut kept = CodedIncident {
            id: format!("c{number:02}"),
            evidence: incident.evidence.clone(),
            fields: BTreeMap::new(),
        };
        kept.evidence.sort_unstable();
        if kept.evidence.is_empty() {
            bare.push(format!("{} evidence", kept.id));
        }
        for (field, value) in &incident.fields {
            if value.value.trim().is_empty() {
                continue;
            }
            let fitted = correction(desk, field.word(), Some(&value.value), &value.spans)?;
            if fitted.spans.is_empty() {
                bare.push(format!("{} {}", kept.id, label(*field)));
            }
            let value = GivenValue {
                value: fitted.value.unwrap_or_default(),
                spans: fitted.spans,
            };
            kept.fields.insert(*field, value);
        }
        incidents.push(kept);
    }
    let done = given.state == "done";
    if done && !bare.is_empty() {
        let detail = format!("no words stand behind {}", bare.join(", "));
        return Err(Problem::conflict(detail).with("unsupported", serde_json::json!(bare)));
    }
    let at = now();
    let id = before.report;
    let signature = person.sign(&at);
    let both = given.page.as_deref().zip(given.seen.as_deref());
    let page = both.map(|(name, changed)| CodingPage { name, changed });
    let work = |casebook: &mut store::Casebook| {
        casebook.save_coding_from(&id, &incidents, done, page, signature)
    };
    desk.write_for(
        ask,
        &at,
        work,
        |()| json!({"state": word(done), "incidents": incidents}),
    )?;
    desk.refresh()?;
    own(desk, person, &id)
}
