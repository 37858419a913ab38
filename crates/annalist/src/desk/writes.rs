//! Decisions: what people write, as the API and the forms send it.
//!
//! Every decision goes into the hash-chained log under the person's name; nothing is changed in
//! place. Each answer says what has become of the incidents.

use super::Desk;
use super::base::View;
use super::incident::{find, unsupported};
use super::markup::read_spans;
use super::problem::{Done, Problem};
use super::routes::Ask;
use super::sight::blindly;
use crate::commands::decide::fitting;
use crate::stamp::now;
use model::{AccountKey, Correction, Decision, DecisionKind, Field, Incident, Link, Span};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::Casebook;
use store::desk::ReportState;
use utoipa::ToSchema;

/// What has become of a write.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Outcome {
    /// Numbers in the log.
    pub decisions: Vec<u64>,
    /// The incidents that the named accounts are in now.
    pub incidents: Vec<String>,
    /// Incidents that are no more.
    pub gone: Vec<String>,
    /// A new account, where one was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The state after it.
    pub etag: String,
}

/// Names an incident, or one of its accounts.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct Which {
    /// The incident.
    pub incident: Option<String>,
    /// One of its accounts.
    pub account: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// A value in place of what is shown.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Correct {
    /// An account of the incident.
    pub account: String,
    /// The field.
    pub field: String,
    /// Its value; none says "not told".
    pub value: Option<String>,
    /// The words it rests on.
    #[serde(default, deserialize_with = "spans")]
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
    /// Why.
    pub note: Option<String>,
    /// The version of the report whose bytes the spans are; where it has another since, the write is
    /// refused.
    #[serde(default)]
    pub version: Option<u64>,
}

/// Two incidents, by their ids or by accounts of them.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Two {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// `part_of` or `follow_up`, where they are related.
    pub relation: Option<String>,
    /// What is said of a merge candidate.
    pub verdict: Option<String>,
    /// Why.
    pub note: Option<String>,
}

/// A decision to take back.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct TakeBack {
    /// Its number; the person's last one in force where none is given.
    #[serde(default, deserialize_with = "number")]
    pub decision: Option<u64>,
    /// Why.
    pub note: Option<String>,
}

/// An incident that the machine did not read.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct New {
    /// The report.
    pub report: String,
    /// The words that tell of it.
    #[serde(deserialize_with = "spans")]
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<Span>,
    /// Values by field; `type` is needed.
    pub fields: BTreeMap<String, String>,
    /// The words behind them, by field.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub spans: BTreeMap<String, Vec<Span>>,
    /// Why.
    pub note: Option<String>,
    /// The version of the report whose bytes the spans are; where it has another since, the write is
    /// refused.
    #[serde(default)]
    pub version: Option<u64>,
}

/// Spans as an array, or as `120-140 200-220`.
fn spans<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Span>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        List(Vec<Span>),
        Text(String),
    }
    match Either::deserialize(deserializer)? {
        Either::List(list) => Ok(list),
        Either::Text(text) => read_spans(&text)
            .ok_or_else(|| serde::de::Error::custom("spans are written `120-140 200-220`")),
    }
}

/// A number, also as a form sends it.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u64),
        Text(String),
    }
    match Option::<Either>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Either::Number(number)) => Ok(Some(number)),
        Some(Either::Text(text)) => text
            .parse()
            .map(Some)
            .map_err(|_| serde::de::Error::custom("no number")),
    }
}

/// The accounts of what is named; the one named first.
fn accounts_of(view: &View, which: &Which) -> Done<(Vec<AccountKey>, bool)> {
    match (&which.account, &which.incident) {
        (Some(account), _) => Ok((vec![key(account)?], true)),
        (None, Some(id)) => Ok((find(view, id)?.accounts.clone(), false)),
        (None, None) => Err(Problem::unreadable("name an `incident` or an `account`")),
    }
}

fn key(text: &str) -> Done<AccountKey> {
    text.parse()
        .map_err(|why: String| Problem::unreadable(why).with("field", "account".into()))
}

/// The accounts of an incident that is named by its id or by one of its accounts, that one first.
fn members(view: &View, name: &str) -> Done<Vec<AccountKey>> {
    let incident = find(view, name)?;
    let mut accounts = incident.accounts.clone();
    if let Ok(first) = name.parse::<AccountKey>() {
        accounts.sort_by_key(|account| *account != first);
    }
    Ok(accounts)
}

/// The incident is right as shown. Refused while a shown value has no words behind it.
pub fn accept(desk: &Desk, ask: &Ask, which: &Which) -> Done<Outcome> {
    let (base, view) = desk.now(ask);
    let (accounts, _) = accounts_of(&view, which)?;
    let first = accounts[0].clone();
    if base.keeps_back(&first) {
        return Err(blindly());
    }
    let incident = view
        .incident_of(&first)
        .ok_or_else(|| Problem::conflict(format!("{first} was rejected; undo that first")))?;
    check_words(incident)?;
    let kind = DecisionKind::Accept {
        account: first,
        shown: Some(incident.showing()),
    };
    desk.commit(ask, vec![kind], which.note.as_deref())
}

/// Refuses an incident of which a shown value has no words behind it.
pub fn check_words(incident: &Incident) -> Done<()> {
    let bare = unsupported(incident);
    if bare.is_empty() {
        return Ok(());
    }
    let detail = format!(
        "no words stand behind {}; show where the report says so, or say `not told`",
        bare.join(", ")
    );
    Err(Problem::conflict(detail).with("unsupported", serde_json::json!(bare)))
}

/// It is no incident.
pub fn reject(desk: &Desk, ask: &Ask, which: &Which) -> Done<Outcome> {
    let (_, view) = desk.now(ask);
    let (accounts, _) = accounts_of(&view, which)?;
    let kinds = accounts
        .into_iter()
        .map(|account| DecisionKind::Reject { account });
    desk.commit(ask, kinds.collect(), which.note.as_deref())
}

/// A field has another value.
pub fn correct(desk: &Desk, ask: &Ask, body: &Correct) -> Done<Outcome> {
    let account = key(&body.account)?;
    check_version(desk, &account.report, body.version)?;
    let correction = correction(desk, &body.field, body.value.as_deref(), &body.spans)?;
    let kind = DecisionKind::Correct {
        account,
        correction,
    };
    desk.commit(ask, vec![kind], body.note.as_deref())
}

/// Refuses what was chosen in the words of a page that has changed since.
///
/// # Errors
/// The report has another version.
pub fn check_version(desk: &Desk, report: &str, seen: Option<u64>) -> Done<()> {
    let Some(seen) = seen else { return Ok(()) };
    let versions = desk.read(|casebook| casebook.versions(report))?;
    let now = versions.last().map(|version| u64::from(version.version));
    if now.is_none_or(|now| now == seen) {
        return Ok(());
    }
    Err(Problem::conflict(format!(
        "{report} has changed since you opened it, and its words stand elsewhere: load the page again"
    )))
}

/// A correction that the field takes.
pub fn correction(
    desk: &Desk,
    field: &str,
    value: Option<&str>,
    spans: &[Span],
) -> Done<Correction> {
    let misfit = |why: String| Problem::misfit(field, why);
    let kind: Field = field.parse().map_err(misfit)?;
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    let value = match value {
        None => None,
        Some(value) => {
            let fitted = fitting(kind, value, &desk.knowledge);
            Some(fitted.map_err(|error| misfit(error.to_string()))?)
        }
    };
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    spans.dedup();
    let correction = Correction {
        field: kind,
        value,
        spans,
    };
    merging::readable(&correction).map_err(misfit)?;
    Ok(correction)
}

/// Two incidents are one.
pub fn merge(desk: &Desk, ask: &Ask, two: &Two) -> Done<Outcome> {
    let (base, view) = desk.now(ask);
    let (one, other) = (members(&view, &two.a)?, members(&view, &two.b)?);
    let first = one[0].clone();
    if one.contains(&other[0]) {
        return Err(Problem::conflict("they are one incident already"));
    }
    let others: Vec<AccountKey> = other.iter().chain(&one[1..]).cloned().collect();
    let kinds = base.joining(&first, &others, &desk.knowledge);
    desk.commit(ask, kinds, two.note.as_deref())
}

/// An account tells of another incident than the others.
pub fn split(desk: &Desk, ask: &Ask, which: &Which) -> Done<Outcome> {
    let (_, view) = desk.now(ask);
    let account = key(which.account.as_deref().unwrap_or_default())?;
    let incident = find(&view, &account.to_string())?;
    let others = incident.accounts.iter().filter(|other| **other != account);
    let from: Vec<AccountKey> = others.cloned().collect();
    if from.is_empty() {
        return Err(Problem::conflict(format!(
            "{account} is the only account of its incident: there is nothing to split it from"
        )));
    }
    let kind = DecisionKind::Split { account, from };
    desk.commit(ask, vec![kind], which.note.as_deref())
}

/// Two incidents stay two and are related.
pub fn relate(desk: &Desk, ask: &Ask, two: &Two) -> Done<Outcome> {
    let (_, view) = desk.now(ask);
    let (one, other) = (members(&view, &two.a)?, members(&view, &two.b)?);
    if one.contains(&other[0]) {
        return Err(Problem::conflict("they are one incident; split it first"));
    }
    let link = match two.relation.as_deref() {
        Some("part_of") => Link::PartOf,
        Some("follow_up") => Link::FollowUp,
        _ => return Err(Problem::misfit("relation", "use part_of or follow_up")),
    };
    let kind = DecisionKind::Relate {
        a: one[0].clone(),
        b: other[0].clone(),
        link,
    };
    desk.commit(ask, vec![kind], two.note.as_deref())
}

/// Two incidents are not the same; that is remembered.
pub fn apart(desk: &Desk, ask: &Ask, two: &Two) -> Done<Outcome> {
    let (_, view) = desk.now(ask);
    let (one, other) = (members(&view, &two.a)?, members(&view, &two.b)?);
    if one.contains(&other[0]) {
        return Err(Problem::conflict("they are one incident; split it instead"));
    }
    let kind = DecisionKind::NotSame {
        a: one[0].clone(),
        b: other[0].clone(),
    };
    desk.commit(ask, vec![kind], two.note.as_deref())
}

/// What somebody says of a merge candidate.
pub fn judge(desk: &Desk, ask: &Ask, two: &Two) -> Done<Outcome> {
    let (a, b) = (key(&two.a)?, key(&two.b)?);
    let relate = |a: &AccountKey, b: &AccountKey, link: Link| {
        let (a, b) = (a.clone(), b.clone());
        let apart = DecisionKind::NotSame {
            a: a.clone(),
            b: b.clone(),
        };
        vec![apart, DecisionKind::Relate { a, b, link }]
    };
    let kinds = match two.verdict.as_deref() {
        Some("same") => return merge(desk, ask, two),
        Some("different") => return apart(desk, ask, two),
        Some("part_of") => relate(&a, &b, Link::PartOf),
        Some("part_of_other") => relate(&b, &a, Link::PartOf),
        Some("follow_up") => relate(&a, &b, Link::FollowUp),
        Some("follow_up_other") => relate(&b, &a, Link::FollowUp),
        Some("unsure") => {
            let (base, _) = desk.now(ask);
            if base.keeps_back(&a) || base.keeps_back(&b) {
                return Err(blindly());
            }
            let at = now();
            let (a, b) = (a.to_string(), b.to_string());
            let signature = ask.person.sign(&at);
            let work = |casebook: &mut Casebook| casebook.note_unsure(&a, &b, signature);
            desk.write_for(ask, &at, work, |()| nothing_decided())?;
            desk.refresh()?;
            return Ok(Outcome {
                etag: desk.etag(&ask.shown.sight),
                ..Outcome::default()
            });
        }
        _ => {
            return Err(Problem::misfit(
                "verdict",
                "use same, part_of, part_of_other, follow_up, follow_up_other, different or unsure",
            ));
        }
    };
    desk.commit(ask, kinds, two.note.as_deref())
}

/// A decision no longer holds, and with it those of the same act: "no incident" rejects every account
/// of one, a card that says "part of" also that they are two.
pub fn undo(desk: &Desk, ask: &Ask, body: &TakeBack) -> Done<Outcome> {
    let (base, _) = desk.now(ask);
    let in_force = Decision::in_force(&base.decisions);
    let own = in_force
        .iter()
        .rev()
        .find(|decision| decision.by == ask.person.name);
    let decision = match (body.decision, own) {
        (Some(number), _) => number,
        (None, Some(own)) => own.number,
        (None, None) => {
            return Err(Problem::conflict("none of your decisions is in force"));
        }
    };
    // An act of which the person may not see all is refused where it is written.
    let whole = base.part_of().map(|(whole, _)| whole);
    let log = &whole.unwrap_or(&base).decisions;
    let act = log.iter().find(|one| one.number == decision);
    let together =
        |other: &&Decision| act.is_some_and(|act| act.by == other.by && act.at == other.at);
    let holding = Decision::holding(log).into_iter();
    let mut numbers: Vec<u64> = holding.filter(together).map(|one| one.number).collect();
    if !numbers.contains(&decision) {
        // It is refused, with a reason.
        numbers = vec![decision];
    }
    let undoing = numbers.into_iter().rev();
    let kinds = undoing.map(|decision| DecisionKind::Undo { decision });
    // A report that the act closed is open again.
    let states = desk.read(store::Casebook::report_states)?;
    let closed = states
        .into_iter()
        .filter(|(_, state)| act.is_some_and(|act| act.by == state.by && act.at == state.at));
    let open: Vec<_> = closed
        .map(|(report, _)| (report, ReportState::Open))
        .collect();
    desk.commit_act(&now(), ask, kinds.collect(), &open, body.note.as_deref())
}

/// A report tells of an incident that the machine did not read.
pub fn add(desk: &Desk, ask: &Ask, body: &New) -> Done<Outcome> {
    check_version(desk, &body.report, body.version)?;
    let kind = addition(desk, body)?;
    desk.commit(ask, vec![kind], body.note.as_deref())
}

/// The decision that adds it, whose fields are as they should be.
pub fn addition(desk: &Desk, body: &New) -> Done<DecisionKind> {
    if body.evidence.is_empty() {
        return Err(Problem::misfit(
            "evidence",
            "select the words that tell of it",
        ));
    }
    let mut fields = Vec::new();
    for (field, value) in &body.fields {
        if value.trim().is_empty() {
            continue;
        }
        let none = Vec::new();
        let spans = body.spans.get(field).unwrap_or(&none);
        // What is not shown to stand elsewhere rests on the words that tell of the incident.
        let spans = if spans.is_empty() {
            &body.evidence
        } else {
            spans
        };
        fields.push(correction(desk, field, Some(value), spans)?);
    }
    if !fields.iter().any(|field| field.field == Field::Type) {
        return Err(Problem::misfit("type", "say of which type it is"));
    }
    let report = desk.read(|casebook| casebook.report(&body.report))?;
    Ok(DecisionKind::Add {
        // The casebook names it as it is written, so that two who add at once do not clash.
        account: AccountKey {
            report: report.id,
            account: String::new(),
        },
        evidence: body.evidence.clone(),
        fields,
    })
}

/// What is told of a write that is no decision.
fn nothing_decided() -> Value {
    json!({"decisions": [], "incidents": [], "gone": [], "etag": ""})
}

/// A report is reviewed to its end, or tells of nothing, or is open again.
pub fn close(desk: &Desk, ask: &Ask, report: &str, state: &str) -> Done<Outcome> {
    let state: ReportState = state
        .parse()
        .map_err(|why: String| Problem::misfit("state", why))?;
    let (base, view) = desk.now(ask);
    let report = desk.read(|casebook| casebook.report(report))?.id;
    ask.shown.sight.open_to(&report)?;
    let keys = base.accounts_of(&report);
    if keys.iter().any(|account| base.keeps_back(&account.key())) {
        return Err(blindly());
    }
    let incidents: Vec<_> = keys
        .iter()
        .filter_map(|account| view.incident_of(&account.key()))
        .collect();
    if state == ReportState::Nothing && !incidents.is_empty() {
        return Err(Problem::conflict(format!(
            "{} of its accounts are not rejected: reject them first",
            incidents.len()
        )));
    }
    if state == ReportState::Coded {
        let bare: BTreeSet<&str> = incidents
            .iter()
            .flat_map(|incident| unsupported(incident))
            .collect();
        if !bare.is_empty() {
            let bare: Vec<&str> = bare.into_iter().collect();
            let detail = format!("no words stand behind {}", bare.join(", "));
            return Err(Problem::conflict(detail).with("unsupported", serde_json::json!(bare)));
        }
    }
    let at = now();
    let signature = ask.person.sign(&at);
    let work = |casebook: &mut Casebook| casebook.set_report_state(&report, state, signature);
    desk.write_for(ask, &at, work, |()| nothing_decided())?;
    desk.refresh()?;
    Ok(Outcome {
        etag: desk.etag(&ask.shown.sight),
        ..Outcome::default()
    })
}
