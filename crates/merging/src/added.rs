//! Accounts that people added: incidents of a report that the machine did not read.

use crate::settle::corrections;
use model::{
    Account, Correction, Decision, DecisionKind, Field, Note, Sourced, Span, Status, Target, Value,
};

/// The rule that stands on values which a person gave.
const RULE: &str = "person/added";

/// The accounts that decisions in force added, and what could not be read of them.
///
/// They are grouped and settled like those that were read. `class_of` gives the class of a type
/// of the codebook.
pub fn added(
    decisions: &[Decision],
    class_of: impl Fn(&str) -> Option<String>,
) -> (Vec<Account>, Vec<Note>) {
    let (mut accounts, mut notes) = (Vec::new(), Vec::new());
    for decision in Decision::in_force(decisions) {
        let DecisionKind::Add {
            account,
            evidence,
            fields,
        } = &decision.kind
        else {
            continue;
        };
        let kind = fields.iter().find(|field| field.field == Field::Type);
        let kind = kind
            .and_then(|kind| kind.value.clone())
            .unwrap_or_else(|| "other".to_owned());
        let class = class_of(&kind).unwrap_or_else(|| "attack".to_owned());
        let mut made = Account::new(
            &account.report,
            &account.account,
            told(class, evidence),
            told(kind, evidence),
            told(Status::Completed, evidence),
        );
        made.evidence.clone_from(evidence);
        made.evidence.sort_unstable();
        for field in fields {
            if let Err(why) = put(&mut made, field) {
                let what = format!("decision {} could not be applied: {why}", decision.number);
                notes.push(Note::new(None, what));
            }
        }
        accounts.push(made);
    }
    accounts.sort_by_key(Account::key);
    (accounts, notes)
}

/// What a correction means, in the field's own spelling; `None` where it says "not told".
///
/// # Errors
/// Says what the field takes.
pub fn readable(correction: &Correction) -> Result<Option<Value>, String> {
    corrections::read(correction)
}

fn told<T>(value: T, spans: &[Span]) -> Sourced<T> {
    Sourced::resting_on(value, spans.to_vec(), RULE)
}

/// Writes one value into the account.
fn put(account: &mut Account, correction: &Correction) -> Result<(), String> {
    let Some(value) = corrections::read(correction)? else {
        return Ok(());
    };
    let spans = &correction.spans;
    match (correction.field, value) {
        (Field::Date, Value::When(when)) => account.date = Some(told(when, spans)),
        (Field::Class, Value::Text(text)) => account.class = told(text, spans),
        (Field::Type, Value::Text(text)) if !spans.is_empty() => account.kind = told(text, spans),
        (Field::Status, Value::Status(status)) => account.status = told(status, spans),
        (Field::Country, Value::Text(text)) => account.country = Some(told(text, spans)),
        (Field::Admin1, Value::Text(text)) => account.admin1 = Some(told(text, spans)),
        (Field::Place, Value::Text(text)) => account.place = Some(told(text, spans)),
        (Field::Site, Value::Text(text)) => account.site = Some(told(text, spans)),
        (Field::FromCountry, Value::Text(text)) => account.from_country = Some(told(text, spans)),
        (Field::Location, Value::Place(place)) => account.location = Some(told(place, spans)),
        (Field::Attribution, Value::Attribution(sure)) => {
            account.attribution = Some(told(sure, spans));
        }
        (Field::Suicide, Value::Flag(flag)) => account.suicide = Some(told(flag, spans)),
        (Field::Multiple, Value::Flag(flag)) => account.multiple = Some(told(flag, spans)),
        (field, Value::Actors(actors)) => {
            let actors = actors.into_iter().map(|actor| told(actor, spans)).collect();
            match field {
                Field::Perpetrators => account.perpetrators = actors,
                Field::ClaimedBy => account.claimed_by = actors,
                _ => account.denied_by = actors,
            }
        }
        (Field::Targets, Value::Texts(kinds)) => {
            let target = |kind| Target {
                kind: told(kind, spans),
                name: None,
                nationality: None,
            };
            account.targets = kinds.into_iter().map(target).collect();
        }
        (_, Value::Texts(codes)) => {
            account.weapons = codes.into_iter().map(|code| told(code, spans)).collect();
        }
        (field, Value::Estimate(estimate)) => {
            let cell = Some(told(estimate, spans));
            match field {
                Field::Killed => account.killed = cell,
                Field::Injured => account.injured = cell,
                Field::Casualties => account.casualties = cell,
                Field::KilledPerpetrators => account.killed_perpetrators = cell,
                Field::Arrested => account.arrested = cell,
                _ => account.attackers = cell,
            }
        }
        _ => {}
    }
    Ok(())
}
