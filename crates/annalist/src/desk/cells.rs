//! What an account says of a field: value, words, how sure, which rule.

use model::{Account, ActorRef, Confidence, Estimate, Field, Sourced, Span, Value};

/// What an account says of one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// As shown.
    pub value: String,
    /// As a correction would spell it.
    pub raw: String,
    /// The words it rests on, in text order.
    pub spans: Vec<Span>,
    /// Which rules read it.
    pub rule: String,
    /// The least sure part.
    pub confidence: Option<Confidence>,
}

/// What an account says of a field; `None` where it says nothing.
pub fn cell(account: &Account, field: Field) -> Option<Cell> {
    match field {
        Field::Date => account.date.as_ref().map(|v| one(v, v.value.to_string())),
        Field::Class => Some(one(&account.class, account.class.value.clone())),
        Field::Type => Some(one(&account.kind, account.kind.value.clone())),
        Field::Status => Some(one(&account.status, account.status.value.word().to_owned())),
        Field::Country => text(account.country.as_ref()),
        Field::Admin1 => text(account.admin1.as_ref()),
        Field::Place => text(account.place.as_ref()),
        Field::Site => text(account.site.as_ref()),
        Field::Location => account.location.as_ref().map(|v| Cell {
            raw: format!("{:.4}, {:.4}", v.value.latitude, v.value.longitude),
            ..one(v, Value::Place(v.value.clone()).to_string())
        }),
        Field::FromCountry => text(account.from_country.as_ref()),
        Field::Perpetrators => actors(&account.perpetrators),
        Field::Attribution => {
            let sure = account.attribution.as_ref()?;
            Some(one(sure, sure.value.word().to_owned()))
        }
        Field::ClaimedBy => actors(&account.claimed_by),
        Field::DeniedBy => actors(&account.denied_by),
        Field::Targets => {
            let kinds = account.targets.iter();
            several(
                kinds.map(|target| (&target.kind, target.kind.value.clone())),
                ", ",
            )
        }
        Field::Weapons => {
            let weapons = account.weapons.iter();
            several(weapons.map(|weapon| (weapon, weapon.value.clone())), ", ")
        }
        Field::Suicide => flag(account.suicide.as_ref()),
        Field::Multiple => flag(account.multiple.as_ref()),
        Field::Killed => number(account.killed.as_ref()),
        Field::Injured => number(account.injured.as_ref()),
        Field::Casualties => number(account.casualties.as_ref()),
        Field::KilledPerpetrators => number(account.killed_perpetrators.as_ref()),
        Field::Arrested => number(account.arrested.as_ref()),
        Field::Attackers => number(account.attackers.as_ref()),
    }
}

/// All that an account says, in table order.
pub fn cells(account: &Account) -> Vec<(Field, Cell)> {
    let all = Field::ALL.into_iter();
    all.filter_map(|field| Some((field, cell(account, field)?)))
        .collect()
}

fn one<T>(sourced: &Sourced<T>, value: String) -> Cell {
    Cell {
        raw: value.clone(),
        value,
        spans: sourced.spans.clone(),
        rule: sourced.rule.clone(),
        confidence: sourced.confidence,
    }
}

fn text(sourced: Option<&Sourced<String>>) -> Option<Cell> {
    sourced.map(|text| one(text, text.value.clone()))
}

fn flag(sourced: Option<&Sourced<bool>>) -> Option<Cell> {
    let word = |flag: bool| if flag { "yes" } else { "no" };
    sourced.map(|flag| one(flag, word(flag.value).to_owned()))
}

fn number(sourced: Option<&Sourced<Estimate>>) -> Option<Cell> {
    sourced.map(|number| one(number, number.value.to_string()))
}

fn actors(list: &[Sourced<ActorRef>]) -> Option<Cell> {
    several(
        list.iter().map(|actor| (actor, actor.value.name.clone())),
        "; ",
    )
}

fn several<'a, T: 'a>(
    parts: impl Iterator<Item = (&'a Sourced<T>, String)>,
    between: &str,
) -> Option<Cell> {
    let mut all: Option<Cell> = None;
    for (sourced, value) in parts {
        let part = one(sourced, value);
        let Some(cell) = &mut all else {
            all = Some(part);
            continue;
        };
        cell.raw = format!("{}{between}{}", cell.raw, part.raw);
        cell.spans.extend(part.spans);
        cell.confidence = match (cell.confidence, part.confidence) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if !cell.rule.contains(&part.rule) {
            cell.rule = format!("{}, {}", cell.rule, part.rule);
        }
    }
    let mut cell = all?;
    cell.value = cell.raw.replace("; ", ", ");
    cell.spans.sort_unstable();
    cell.spans.dedup();
    Some(cell)
}

/// How little sure the least sure value of an account is, from 0 to 1; 0 where nothing is known.
pub fn doubt(account: &Account) -> f64 {
    let all = cells(account).into_iter();
    let least = all.filter_map(|(_, cell)| cell.confidence).min();
    least.map_or(0.0, |least| 1.0 - least.share())
}

/// What a field is called on pages.
pub fn label(field: Field) -> &'static str {
    match field {
        Field::Date => "Date",
        Field::Class => "Class",
        Field::Type => "Type",
        Field::Status => "Status",
        Field::Country => "Country",
        Field::Admin1 => "First-level unit",
        Field::Place => "Place",
        Field::Site => "Site",
        Field::Location => "Location",
        Field::FromCountry => "Fired from",
        Field::Perpetrators => "Perpetrators",
        Field::Attribution => "Attribution",
        Field::ClaimedBy => "Claimed by",
        Field::DeniedBy => "Denied by",
        Field::Targets => "Targets",
        Field::Weapons => "Weapons",
        Field::Suicide => "Suicide attack",
        Field::Multiple => "Several acts",
        Field::Killed => "Killed",
        Field::Injured => "Injured",
        Field::Casualties => "Killed and injured",
        Field::KilledPerpetrators => "Attackers killed",
        Field::Arrested => "Arrested",
        Field::Attackers => "Attackers",
    }
}

/// How a shown value would be typed as a correction.
pub fn raw(value: &Value) -> String {
    match value {
        Value::Place(place) => format!("{:.4}, {:.4}", place.latitude, place.longitude),
        Value::Actors(actors) => {
            let names: Vec<&str> = actors.iter().map(|actor| actor.name.as_str()).collect();
            names.join("; ")
        }
        other => other.to_string(),
    }
}
