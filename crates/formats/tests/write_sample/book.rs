//! A small casebook: one embassy bombing told twice, and incidents placed less exactly.

use super::{arrest, bombing, group, kabul, report};
use formats::write::incidents::CasebookView;
use model::{
    Account, AccountKey, ActorRef, Attribution, Estimate, Field, Incident, Link, Place, Precision,
    Reason, Report, Settled, Sourced, Span, Status, Value,
};
use std::collections::BTreeMap;

pub struct Book {
    pub incidents: Vec<Incident>,
    pub accounts: BTreeMap<AccountKey, Account>,
    pub reports: BTreeMap<String, Report>,
}

impl Book {
    pub fn view(&self) -> CasebookView<'_> {
        CasebookView {
            incidents: &self.incidents,
            accounts: &self.accounts,
            reports: &self.reports,
        }
    }
}

pub fn book() -> Book {
    let second = "Eight people died when a bomb tore through the Norland embassy. Jan Doe, 31, was \
                  held, and Doe was said to be silent.";
    let other = Report {
        id: "daily".into(),
        title: Some("Jan Doe held after <blast>".into()),
        url: Some("javascript:alert(1)".into()),
        source: Some("The Daily & Sons".into()),
        published: Some(jiff::civil::date(2022, 9, 7)),
        text: second.into(),
        ..Report::default()
    };
    let at = |words: &str| {
        let start = second.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let read = |code: &str| Sourced::new(code.to_owned(), at("bomb"), "events/bomb");
    let completed = Sourced::new(Status::Completed, at("tore"), "status/past-tense");
    let mut retold = Account::new("daily", "i01", read("attack"), read("bombing"), completed);
    retold.killed = Some(Sourced::new(
        Estimate::exactly(8),
        at("Eight people died"),
        "figures/died",
    ));
    retold.perpetrators = vec![Sourced::new(person(), at("Jan Doe"), "actors/held")];
    retold.evidence = vec![Span::new(0, second.len())];
    let accounts = [bombing(), arrest(), retold];
    let reports = [report(), other];
    Book {
        incidents: vec![embassy(), province(), country(), unlocated()],
        accounts: accounts.into_iter().map(|a| (a.key(), a)).collect(),
        reports: reports.into_iter().map(|r| (r.id.clone(), r)).collect(),
    }
}

pub fn person() -> ActorRef {
    ActorRef {
        id: None,
        name: "Jan Doe".into(),
        person: true,
    }
}

pub fn incident(id: &str, accounts: &[&str], values: Vec<(Field, Value)>) -> Incident {
    let accounts: Vec<AccountKey> = accounts.iter().map(|key| key.parse().unwrap()).collect();
    let fields = values.into_iter().map(|(field, value)| {
        let settled = Settled {
            value,
            from: accounts.clone(),
            policy: "lowest".into(),
            disputed: field == Field::Killed,
        };
        (field, settled)
    });
    Incident {
        id: id.into(),
        fields: fields.collect(),
        independent_sources: accounts.len(),
        accounts,
        ..Incident::default()
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub fn embassy() -> Incident {
    let mut incident = incident(
        "I0000000001",
        &["daily#i01", "wire-kabul#i01"],
        vec![
            (Field::Date, Value::When("2022-09-05".parse().unwrap())),
            (Field::Class, text("attack")),
            (Field::Type, text("bombing")),
            (Field::Status, Value::Status(Status::Completed)),
            (Field::Country, text("AF")),
            (Field::Place, text("Kabul")),
            (Field::Site, text("=Norland embassy")),
            (Field::Location, Value::Place(kabul())),
            (
                Field::Perpetrators,
                Value::Actors(vec![group("harbour-front", "Harbour Front"), person()]),
            ),
            (Field::Attribution, Value::Attribution(Attribution::Claimed)),
            (
                Field::Targets,
                Value::Texts(vec!["diplomatic".into(), "civilians".into()]),
            ),
            (Field::Suicide, Value::Flag(true)),
            (Field::Killed, Value::Estimate(Estimate::between(6, 8))),
        ],
    );
    incident.reasons = vec![Reason {
        a: "daily#i01".parse().unwrap(),
        b: "wire-kabul#i01".parse().unwrap(),
        score: 7.25,
        text: "same settlement, 0 days apart, both name Jan Doe".into(),
    }];
    incident.links = vec![(Link::PartOf, "I0000000002".into())];
    incident
}

fn at(precision: Precision, radius_km: f64) -> Value {
    Value::Place(Place {
        precision,
        radius_km,
        latitude: 33.8,
        longitude: 66.0,
        ..kabul()
    })
}

pub fn province() -> Incident {
    incident(
        "I0000000002",
        &["wire-kabul#i02"],
        vec![
            (Field::Class, text("operation")),
            (Field::Type, text("arrest")),
            (Field::Country, text("AF")),
            (Field::Admin1, text("Bamyan")),
            (Field::Location, at(Precision::Admin1, 80.0)),
        ],
    )
}

pub fn country() -> Incident {
    incident(
        "I0000000003",
        &["wire-kabul#i02"],
        vec![
            (Field::Date, Value::When("2022-10".parse().unwrap())),
            (Field::Class, text("clash")),
            (Field::Type, text("clash")),
            (Field::Country, text("AF")),
            (Field::Location, at(Precision::Country, 600.0)),
        ],
    )
}

pub fn unlocated() -> Incident {
    incident(
        "I0000000004",
        &["gone#i01"],
        vec![
            (Field::Class, text("threat")),
            (Field::Type, text("threat")),
        ],
    )
}
