//! Every value of an account that can be right or wrong, slot by slot.

use model::{Account, Confidence, Estimate, Sourced, Span, Status};

/// A value, what it rests on, and the place for its confidence.
#[derive(Debug)]
pub(super) struct Value<'a> {
    /// The field of the record; `target_types` for the kinds of targets.
    pub slot: &'static str,
    /// Its place in a list; 0 for a field with one value.
    pub number: usize,
    pub spans: &'a [Span],
    pub rule: &'a str,
    /// The value itself as a code, never as words of the report: "bombing", "day", "open".
    pub code: Option<String>,
    pub confidence: &'a mut Option<Confidence>,
}

/// The values of an account, in the order of its fields. Left out are values that follow from
/// others (coordinates), and "completed", which every act is that nothing else is said of.
pub(super) fn values(account: &mut Account) -> Vec<Value<'_>> {
    let mut all = Vec::with_capacity(16);
    all.push(value("class", 0, &mut account.class, String::clone));
    all.push(value("type", 0, &mut account.kind, String::clone));
    if account.status.value != Status::Completed {
        all.push(value("status", 0, &mut account.status, |status| {
            status.word().to_owned()
        }));
    }
    all.extend(plain("suicide", account.suicide.as_mut()));
    all.extend(plain("multiple", account.multiple.as_mut()));
    all.extend(
        account
            .date
            .as_mut()
            .map(|date| value("date", 0, date, super::grounds::grain)),
    );
    all.extend(plain("country", account.country.as_mut()));
    all.extend(plain("admin1", account.admin1.as_mut()));
    all.extend(plain("place", account.place.as_mut()));
    all.extend(plain("site", account.site.as_mut()));
    all.extend(plain("from_country", account.from_country.as_mut()));
    for (number, actor) in account.perpetrators.iter_mut().enumerate() {
        all.push(value("perpetrators", number, actor, super::grounds::known));
    }
    all.extend(
        account
            .attribution
            .as_mut()
            .map(|told| value("attribution", 0, told, |told| told.word().to_owned())),
    );
    for (number, actor) in account.claimed_by.iter_mut().enumerate() {
        all.push(value("claimed_by", number, actor, super::grounds::known));
    }
    for (number, actor) in account.denied_by.iter_mut().enumerate() {
        all.push(value("denied_by", number, actor, super::grounds::known));
    }
    for (number, target) in account.targets.iter_mut().enumerate() {
        all.push(value(
            "target_types",
            number,
            &mut target.kind,
            String::clone,
        ));
    }
    for (number, weapon) in account.weapons.iter_mut().enumerate() {
        all.push(value("weapons", number, weapon, String::clone));
    }
    for (slot, figure) in [
        ("killed", account.killed.as_mut()),
        ("injured", account.injured.as_mut()),
        ("killed_perpetrators", account.killed_perpetrators.as_mut()),
        ("arrested", account.arrested.as_mut()),
    ] {
        all.extend(figure.map(|figure| value(slot, 0, figure, size)));
    }
    all
}

fn value<'a, T>(
    slot: &'static str,
    number: usize,
    sourced: &'a mut Sourced<T>,
    code: impl Fn(&T) -> String,
) -> Value<'a> {
    let code = Some(code(&sourced.value));
    Value {
        code,
        ..bare(slot, number, sourced)
    }
}

fn plain<'a, T>(slot: &'static str, sourced: Option<&'a mut Sourced<T>>) -> Option<Value<'a>> {
    sourced.map(|sourced| bare(slot, 0, sourced))
}

fn bare<'a, T>(slot: &'static str, number: usize, sourced: &'a mut Sourced<T>) -> Value<'a> {
    Value {
        slot,
        number,
        spans: &sourced.spans,
        rule: &sourced.rule,
        code: None,
        confidence: &mut sourced.confidence,
    }
}

/// How a figure is printed: one exact number, an open one, or a range.
fn size(estimate: &Estimate) -> String {
    match (estimate.min, estimate.max) {
        _ if estimate.approx => "about",
        (Some(1), Some(1)) => "one",
        (Some(2), None) => "plural",
        (Some(a), Some(b)) if a == b => "exact",
        (Some(_), Some(_)) => "range",
        _ => "open",
    }
    .to_owned()
}
