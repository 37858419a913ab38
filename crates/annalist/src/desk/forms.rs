//! What plain forms send: the same writes as the API's, then back to the page.

use super::adjudicate::{self, Settled, SettledRow, SettledValue};
use super::coding::{self, Given};
use super::notes;
use super::problem::{Done, Problem};
use super::query::Query;
use super::quoted::Quoted;
use super::routes::{Ask, Route, sends};
use super::users::{self, ChangedUser};
use super::writes::{self, Correct, New, Outcome, Two};
use super::{Desk, pins};
use model::{Field, Span};
use std::collections::BTreeMap;
use store::desk::Role::{Admin, Coder, Reviewer};
use store::desk::{CodedIncident, GivenValue};

/// The address to go back to, with what was done.
pub fn back_to(back: &str, said: &str) -> String {
    let (address, anchor) = back.split_once('#').unwrap_or((back, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let query = Query::read(query).without(&["done"]);
    let query = if said.is_empty() {
        query
    } else {
        query.with("done", said)
    };
    let anchor = if anchor.is_empty() {
        String::new()
    } else {
        format!("#{anchor}")
    };
    format!("{path}{}{anchor}", query.href())
}

/// The addresses.
pub fn routes() -> Vec<Route> {
    let mut all = vec![
        sends("/do/accept", Reviewer, "Right as shown", |d, a| {
            said(&writes::accept(d, a, &a.body()?)?)
        }),
        sends("/do/reject", Reviewer, "No incident", |d, a| {
            said(&writes::reject(d, a, &a.body()?)?)
        }),
        sends("/do/correct", Reviewer, "Another value", |d, a| {
            said(&writes::correct(d, a, &correct(d, a)?)?)
        }),
        sends("/do/merge", Reviewer, "Two are one", |d, a| {
            said(&writes::merge(d, a, &a.body()?)?)
        }),
        sends("/do/split", Reviewer, "One stands apart", |d, a| {
            said(&writes::split(d, a, &a.body()?)?)
        }),
        sends("/do/relate", Reviewer, "Two are related", |d, a| {
            said(&writes::relate(d, a, &a.body()?)?)
        }),
        sends("/do/apart", Reviewer, "Not the same", |d, a| {
            said(&writes::apart(d, a, &a.body()?)?)
        }),
        sends("/do/undo", Reviewer, "Take one back", |d, a| {
            said(&writes::undo(d, a, &a.body()?)?)
        }),
        sends("/do/judge", Reviewer, "Answer a merge card", |d, a| {
            let two: Two = a.body()?;
            said(&writes::judge(d, a, &two)?)
        }),
        sends(
            "/do/add",
            Reviewer,
            "An incident the machine did not read",
            |d, a| said(&writes::add(d, a, &new(d, a)?)?),
        ),
        sends("/do/close", Reviewer, "Say how far a report is", |d, a| {
            let fields = a.fields();
            let report = fields.one("report").unwrap_or_default();
            let state = fields.one("state").unwrap_or_default();
            writes::close(d, a, report, state)?;
            Ok("state".to_owned())
        }),
        sends("/do/note", Coder, "Keep a note", |d, a| {
            let fields = a.fields();
            let about = fields.one("about").unwrap_or_default();
            let note = notes::note(d, a, about, fields.one("text").unwrap_or_default())?;
            Ok(format!("note-{}", note.number))
        }),
    ];
    all.extend(others());
    all
}

fn others() -> Vec<Route> {
    vec![
        sends("/do/pin", Coder, "Pin a figure", |d, a| {
            pins::pin(d, a, &a.body()?)?;
            Ok("pin".to_owned())
        }),
        sends("/do/unpin", Coder, "Take a pin away", |d, a| {
            pins::unpin(d, a, a.fields().one("number").unwrap_or_default())?;
            Ok("unpin".to_owned())
        }),
        sends("/do/assign", Admin, "Assign reports", |d, a| {
            let fields = a.fields();
            let words = |name: &'static str| -> Vec<String> {
                let all = fields.all(name).flat_map(str::lines);
                all.map(|word| word.trim().to_owned())
                    .filter(|word| !word.is_empty())
                    .collect()
            };
            let body = coding::Assign {
                reports: words("reports"),
                coders: words("coders"),
            };
            coding::assign(d, a, &body)?;
            Ok("assigned".to_owned())
        }),
        sends("/do/unassign", Admin, "Take an assignment back", |d, a| {
            let fields = a.fields();
            let report = fields.one("report").unwrap_or_default();
            coding::unassign(d, a, report, fields.one("coder").unwrap_or_default())?;
            Ok("unassigned".to_owned())
        }),
        sends(
            "/do/code",
            Coder,
            "Keep your reading of a report",
            |d, a| {
                let fields = a.fields();
                let report = fields.one("report").unwrap_or_default();
                coding::save(d, a, report, &given(d, report, &fields)?)?;
                Ok("coding".to_owned())
            },
        ),
        sends("/do/settle", Reviewer, "Settle a report", |d, a| {
            let fields = a.fields();
            let report = fields.one("report").unwrap_or_default();
            let settled = settled(d, report, &fields)?;
            said(&adjudicate::settle(d, a, report, &settled)?)
        }),
        sends("/do/user", Admin, "Add a user", |d, a| {
            users::add(d, a, &a.body()?)?;
            Ok("user".to_owned())
        }),
        sends("/do/change-user", Admin, "Change a user", |d, a| {
            let fields = a.fields();
            let body = ChangedUser {
                role: fields.one("role").map(str::to_owned),
                password: fields.one("password").map(str::to_owned),
                active: fields.one("active").map(|word| word == "1"),
            };
            users::change(d, a, fields.one("name").unwrap_or_default(), &body)?;
            Ok("user".to_owned())
        }),
    ]
}

/// The decisions' numbers, which the page says in words.
fn said(outcome: &Outcome) -> Done<String> {
    let numbers: Vec<String> = outcome.decisions.iter().map(ToString::to_string).collect();
    Ok(numbers.join(","))
}

/// `f.killed` is a value, `q.killed` its words (`s.killed`: as bytes).
fn fields_of(
    form: &Query,
    before: &str,
    quoted: &mut Quoted<'_>,
) -> Done<BTreeMap<String, (String, Vec<Span>)>> {
    let mut found: BTreeMap<String, (String, Vec<Span>)> = BTreeMap::new();
    for (name, value) in form.pairs() {
        let Some(field) = name
            .strip_prefix(before)
            .and_then(|rest| rest.strip_prefix("f."))
        else {
            continue;
        };
        let entry = found.entry(field.to_owned()).or_default();
        // Several boxes of one field are its list.
        if entry.0.is_empty() {
            entry.0 = value.trim().to_owned();
        } else {
            entry.0 = format!("{}, {}", entry.0, value.trim());
        }
    }
    for (field, (_, spans)) in &mut found {
        *spans = quoted.spans(&format!("{before}q.{field}"), &format!("{before}s.{field}"))?;
    }
    Ok(found)
}

/// The words of a report as it is now.
fn text_of(desk: &Desk, report: &str) -> Done<String> {
    Ok(desk.read(|casebook| casebook.report(report))?.text)
}

/// The version that a form was drawn from.
fn version(form: &Query) -> Option<u64> {
    form.one("version")?.parse().ok()
}

fn correct(desk: &Desk, ask: &Ask) -> Done<Correct> {
    let form = ask.fields();
    let one = |name: &str| form.one(name).map(str::to_owned);
    let account = one("account").unwrap_or_default();
    let report = account.rsplit_once('#').map_or("", |(report, _)| report);
    let text = text_of(desk, report)?;
    let mut quoted = Quoted::of(&form, &text);
    let spans = quoted.spans("quote", "spans")?;
    quoted.done()?;
    Ok(Correct {
        account,
        field: one("field").unwrap_or_default(),
        value: one("value"),
        spans,
        note: one("note"),
        version: None,
    })
}

fn new(desk: &Desk, ask: &Ask) -> Done<New> {
    let form = ask.fields();
    let report = form.one("report").unwrap_or_default().to_owned();
    let text = text_of(desk, &report)?;
    let mut quoted = Quoted::of(&form, &text);
    let evidence = quoted.spans("quote", "evidence")?;
    let fields = fields_of(&form, "", &mut quoted)?;
    quoted.done()?;
    Ok(New {
        report,
        evidence,
        spans: fields
            .iter()
            .map(|(field, (_, spans))| (field.clone(), spans.clone()))
            .collect(),
        fields: fields
            .into_iter()
            .map(|(field, (value, _))| (field, value))
            .collect(),
        note: form.one("note").map(str::to_owned),
        version: None,
    })
}

/// Incidents by number: `i1.evidence`, `i1.f.killed`, `i1.s.killed`.
fn numbered(form: &Query) -> Vec<String> {
    let mut found: Vec<(u32, String)> = Vec::new();
    for (name, _) in form.pairs() {
        let Some((before, _)) = name.split_once('.') else {
            continue;
        };
        let number = before
            .strip_prefix('i')
            .and_then(|number| number.parse().ok());
        if let Some(number) = number
            && !found.iter().any(|(other, _)| *other == number)
        {
            found.push((number, format!("{before}.")));
        }
    }
    found.sort();
    found.into_iter().map(|(_, before)| before).collect()
}

fn given(desk: &Desk, report: &str, form: &Query) -> Done<Given> {
    let text = text_of(desk, report)?;
    let mut quoted = Quoted::of(form, &text);
    let mut incidents = Vec::new();
    for before in numbered(form) {
        let mut incident = CodedIncident {
            evidence: quoted.spans(&format!("{before}quote"), &format!("{before}evidence"))?,
            ..CodedIncident::default()
        };
        for (field, (value, spans)) in fields_of(form, &before, &mut quoted)? {
            let kind: Field = field
                .parse()
                .map_err(|why: String| Problem::misfit(&field, why))?;
            incident.fields.insert(kind, GivenValue { value, spans });
        }
        if !incident.fields.is_empty() || !incident.evidence.is_empty() {
            incidents.push(incident);
        }
    }
    quoted.done()?;
    Ok(Given {
        state: form.one("state").unwrap_or("open").to_owned(),
        incidents,
        version: version(form),
        page: form.one("key").map(str::to_owned),
        seen: form.one("seen").map(str::to_owned),
    })
}

fn settled(desk: &Desk, report: &str, form: &Query) -> Done<Settled> {
    let text = text_of(desk, report)?;
    let mut quoted = Quoted::of(form, &text);
    let mut rows = Vec::new();
    for before in numbered(form) {
        let evidence = quoted.spans(&format!("{before}quote"), &format!("{before}evidence"))?;
        let given = fields_of(form, &before, &mut quoted)?;
        // A field of the form that holds nothing is settled as not told.
        let asked = form.one(&format!("{before}fields")).unwrap_or_default();
        let mut fields: BTreeMap<String, SettledValue> = asked
            .split_whitespace()
            .map(|field| (field.to_owned(), SettledValue::default()))
            .collect();
        for (field, (value, spans)) in given {
            fields.insert(field, SettledValue { value, spans });
        }
        rows.push(SettledRow {
            account: form.one(&format!("{before}account")).map(str::to_owned),
            evidence,
            fields,
            reject: form.one(&format!("{before}reject")).is_some(),
        });
    }
    quoted.done()?;
    Ok(Settled {
        rows,
        note: form.one("note").map(str::to_owned),
        version: version(form),
    })
}
