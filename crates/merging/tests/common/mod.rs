//! Accounts for tests, written as `when country place | class/type | field=value …`.

#![allow(dead_code, reason = "each test file uses a part")]
#![allow(missing_docs, reason = "test helpers")]

use model::{
    Account, AccountKey, ActorRef, Attribution, Decision, DecisionKind, Estimate, Place, Precision,
    Sourced, Span, Status, Target,
};

pub fn read<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Span::default(), "test")
}

/// `told("wire#i01", "2022-09-05 AF Kabul | attack/bombing | killed=6+ site=Russian_embassy")`
pub fn told(key: &str, text: &str) -> Account {
    let key: AccountKey = key.parse().unwrap();
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let (class, kind) = parts[1].split_once('/').unwrap();
    let mut account = Account::new(
        key.report,
        key.account,
        read(class.to_owned()),
        read(kind.to_owned()),
        read(Status::Completed),
    );
    let mut place = parts[0].split_whitespace().map(spaced);
    let mut next = || place.next().filter(|word| word != "-").map(read);
    account.date = next().map(|date| date.map(|date| date.parse().unwrap()));
    account.country = next();
    account.place = next();
    for (name, value) in parts
        .get(2)
        .into_iter()
        .flat_map(|rest| rest.split_whitespace())
        .map(|pair| pair.split_once('=').unwrap())
    {
        set(&mut account, name, &spaced(value));
    }
    account
}

fn spaced(word: &str) -> String {
    word.replace('_', " ")
}

fn set(account: &mut Account, name: &str, value: &str) {
    let text = || Some(read(value.to_owned()));
    let estimate = || Some(read(count(value)));
    match name {
        "site" => account.site = text(),
        "admin1" => account.admin1 = text(),
        "from" => account.from_country = text(),
        "status" => {
            account.status = read(match value {
                "foiled" => Status::Foiled,
                "failed" => Status::Failed,
                _ => Status::Completed,
            });
        }
        "by" => account.perpetrators.push(read(actor(value))),
        "claimed" => {
            account.claimed_by.push(read(actor(value)));
            account.attribution = Some(read(Attribution::Claimed));
        }
        "at" => {
            let (kind, nation) = value.split_once(':').unwrap_or((value, ""));
            account.targets.push(Target {
                kind: read(kind.to_owned()),
                name: None,
                nationality: (!nation.is_empty()).then(|| read(nation.to_owned())),
            });
        }
        "weapon" => account.weapons.push(read(value.to_owned())),
        "suicide" => account.suicide = Some(read(value == "yes")),
        "multiple" => account.multiple = Some(read(value == "yes")),
        "killed" => account.killed = estimate(),
        "injured" => account.injured = estimate(),
        "casualties" => account.casualties = estimate(),
        "arrested" => account.arrested = estimate(),
        "point" => {
            let (latitude, longitude) = value.split_once(',').unwrap();
            account.location = Some(read(Place {
                name: String::new(),
                geonames: None,
                latitude: latitude.parse().unwrap(),
                longitude: longitude.parse().unwrap(),
                precision: Precision::Settlement,
                radius_km: 5.0,
            }));
        }
        _ => panic!("no field {name}"),
    }
}

fn actor(name: &str) -> ActorRef {
    let known = name.starts_with(char::is_uppercase);
    ActorRef {
        id: known.then(|| name.to_lowercase().replace(' ', "-")),
        name: name.to_owned(),
        person: false,
    }
}

pub fn count(text: &str) -> Estimate {
    if let Some(low) = text.strip_suffix('+') {
        Estimate::at_least(low.parse().unwrap())
    } else if let Some((low, high)) = text.split_once('-') {
        Estimate::between(low.parse().unwrap(), high.parse().unwrap())
    } else {
        Estimate::exactly(text.parse().unwrap())
    }
}

pub fn key(text: &str) -> AccountKey {
    text.parse().unwrap()
}

pub fn decided(number: u64, kind: DecisionKind) -> Decision {
    Decision {
        number,
        at: "2026-01-01T00:00:00Z".into(),
        by: "reviewer".into(),
        kind,
        note: None,
    }
}
