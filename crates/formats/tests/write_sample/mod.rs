//! A small report with everything that a record can hold, coded by hand.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses its part, and a test may fail"
)]

pub mod book;

use model::{
    Account, ActorRef, Attribution, Coded, Estimate, Mention, MentionRole, Place, Precision,
    Report, Sourced, Span, Status, Tally, Target, Warning,
};

pub const TEXT: &str = "On 5 September 2022 a suicide bomber of the Harbour Front blew himself up \
at the Norland embassy in Kabul, killing at least six people and wounding some 10 others.\n\
The group claimed the attack; its rival, the Delta Column, denied any part in it. \
Police arrested Jan Doe on Tuesday.\n\
The front carried out 12 attacks in Kabul in 2022, the ministry said. \
Norland had warned the police of a bombing, but nobody listened.";

pub fn report() -> Report {
    Report {
        id: "wire-kabul".into(),
        title: Some("Blast at embassy".into()),
        url: Some("https://example.org/wire?a=1&b=2".into()),
        source: Some("Example Wire".into()),
        published: Some(jiff::civil::date(2022, 9, 6)),
        text: TEXT.into(),
        ..Report::default()
    }
}

/// Where the words stand in the sample.
pub fn at(words: &str) -> Span {
    let start = TEXT.find(words).expect("the sample has the words");
    Span::new(start, start + words.len())
}

pub fn read<T>(value: T, words: &str, rule: &str) -> Sourced<T> {
    Sourced::new(value, at(words), rule)
}

pub fn code(value: &str, words: &str, rule: &str) -> Sourced<String> {
    read(value.to_owned(), words, rule)
}

pub fn group(id: &str, name: &str) -> ActorRef {
    ActorRef {
        id: Some(id.into()),
        name: name.into(),
        person: false,
    }
}

pub fn bombing() -> Account {
    let mut account = Account::new(
        "wire-kabul",
        "i01",
        code("attack", "blew himself up", "events/suicide"),
        code("bombing", "blew himself up", "events/suicide"),
        read(Status::Completed, "blew himself up", "status/past-tense"),
    );
    account.suicide = Some(read(true, "suicide bomber", "events/suicide"));
    account.date = Some(read(
        "2022-09-05".parse().unwrap(),
        "5 September 2022",
        "dates/day-month-year",
    ));
    account.country = Some(code("AF", "Kabul", "place/country-of-settlement"));
    account.admin1 = Some(code("Kabul", "Kabul", "place/admin1-of-settlement"));
    account.place = Some(code("Kabul", "Kabul", "place/gazetteer"));
    account.site = Some(code("Norland embassy", "Norland embassy", "place/site"));
    account.location = Some(read(kabul(), "Kabul", "place/gazetteer"));
    account.perpetrators = vec![read(
        group("harbour-front", "Harbour Front"),
        "Harbour Front",
        "actors/of-bomber",
    )];
    account.attribution = Some(read(
        Attribution::Claimed,
        "The group claimed the attack",
        "claims/claimed",
    ));
    account.claimed_by = vec![read(
        group("harbour-front", "Harbour Front"),
        "The group",
        "claims/claimed",
    )];
    account.denied_by = vec![read(
        ActorRef::named("Delta Column"),
        "the Delta Column, denied",
        "claims/denied",
    )];
    account.targets = vec![Target {
        kind: code("diplomatic", "embassy", "targets/noun"),
        name: Some(read(
            ActorRef::named("Norland embassy"),
            "Norland embassy",
            "targets/noun",
        )),
        nationality: Some(code("NO", "Norland", "targets/nationality")),
    }];
    account.weapons = vec![code("suicide_vest", "suicide bomber", "weapons/bomber")];
    account.killed = Some(read(
        Estimate::at_least(6),
        "at least six people",
        "figures/killing",
    ));
    account.injured = Some(read(
        Estimate::about(10),
        "some 10 others",
        "figures/wounding",
    ));
    account.evidence = vec![
        Span::new(0, at("\nThe group").start as usize),
        at("The group claimed the attack; its rival, the Delta Column, denied any part in it."),
    ];
    account.mentions = vec![Mention::new(MentionRole::Trigger, at("blew himself up"))];
    account
}

pub fn arrest() -> Account {
    let mut account = Account::new(
        "wire-kabul",
        "i02",
        code("operation", "arrested", "events/arrest"),
        code("arrest", "arrested", "events/arrest"),
        read(Status::Completed, "arrested", "status/past-tense"),
    );
    account.perpetrators = vec![read(ActorRef::named("police"), "Police", "actors/subject")];
    account.targets = vec![Target {
        kind: code("armed_group", "Jan Doe", "targets/object"),
        name: Some(read(
            ActorRef {
                id: None,
                name: "Jan Doe".into(),
                person: true,
            },
            "Jan Doe",
            "targets/object",
        )),
        nationality: None,
    }];
    account.arrested = Some(read(Estimate::exactly(1), "Jan Doe", "figures/arrested"));
    account.evidence = vec![at("Police arrested Jan Doe on Tuesday.")];
    account
}

pub fn coded() -> Coded {
    Coded {
        accounts: vec![bombing(), arrest()],
        tallies: vec![Tally {
            report: "wire-kabul".into(),
            id: "t01".into(),
            what: code("attacks", "attacks in Kabul", "tallies/noun"),
            actor: Some(read(
                group("harbour-front", "Harbour Front"),
                "The front",
                "actors/short",
            )),
            countries: vec![code("AF", "Kabul in 2022", "place/country-of-settlement")],
            admin1: None,
            place: Some(code("Kabul", "Kabul in 2022", "place/gazetteer")),
            window: Some(read("2022".parse().unwrap(), "2022, the", "dates/year")),
            status: None,
            count: read(Estimate::exactly(12), "12", "figures/number"),
            source: Some(code("the ministry", "the ministry", "tallies/said")),
            evidence: vec![at("The front carried out 12 attacks in Kabul in 2022")],
        }],
        warnings: vec![Warning {
            report: "wire-kabul".into(),
            id: "w01".into(),
            issued_by: read(ActorRef::named("Norland"), "Norland had", "warnings/issuer"),
            issued_to: Some(code("police", "the police", "warnings/receiver")),
            date: None,
            about: Some("i01".into()),
            heeded: Some(read(false, "nobody listened", "warnings/ignored")),
            evidence: vec![at("Norland had warned the police of a bombing")],
        }],
        notes: Vec::new(),
    }
}

pub fn kabul() -> Place {
    Place {
        name: "Kabul".into(),
        geonames: Some(1_138_958),
        latitude: 34.52813,
        longitude: 69.17233,
        precision: Precision::Settlement,
        radius_km: 12.0,
    }
}
