//! A small record: six incidents, and a codebook that knows three actors.

use analysis::{ActorMatch, Context, TextField};
use model::{
    AccountKey, ActorRef, Attribution, Estimate, Field, Incident, Place, Precision, Settled,
    Status, Value,
};
use std::borrow::Cow;

/// An incident of the one report `r`, with nothing told but its id.
pub fn incident(id: &str) -> Made {
    let key = AccountKey {
        report: format!("report-{id}"),
        account: "i01".into(),
    };
    Made(Incident {
        id: id.into(),
        accounts: vec![key],
        independent_sources: 1,
        ..Incident::default()
    })
}

pub struct Made(pub Incident);

impl Made {
    pub fn set(mut self, field: Field, value: Value) -> Self {
        let settled = Settled {
            value,
            from: self.0.accounts.clone(),
            policy: "range".into(),
            disputed: false,
        };
        self.0.fields.insert(field, settled);
        self
    }

    pub fn text(self, field: Field, text: &str) -> Self {
        self.set(field, Value::Text(text.into()))
    }

    pub fn list(self, field: Field, codes: &[&str]) -> Self {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        self.set(field, Value::Texts(codes))
    }

    pub fn date(self, text: &str) -> Self {
        self.set(Field::Date, Value::When(text.parse().unwrap()))
    }

    pub fn killed(self, estimate: Estimate) -> Self {
        self.set(Field::Killed, Value::Estimate(estimate))
    }

    pub fn by(self, field: Field, actors: &[(Option<&str>, &str)]) -> Self {
        let actors = actors.iter().map(|(id, name)| ActorRef {
            id: id.map(str::to_owned),
            name: (*name).into(),
            person: false,
        });
        self.set(field, Value::Actors(actors.collect()))
    }

    pub fn at(self, latitude: f64, longitude: f64, precision: Precision, radius_km: f64) -> Self {
        self.set(
            Field::Location,
            Value::Place(Place {
                name: "somewhere".into(),
                geonames: None,
                latitude,
                longitude,
                precision,
                radius_km,
            }),
        )
    }

    pub fn disputed(mut self, field: Field) -> Self {
        self.0.fields.get_mut(&field).unwrap().disputed = true;
        self
    }
}

const ISKP: (Option<&str>, &str) = (
    Some("islamic-state-khorasan"),
    "Islamic State Khorasan Province",
);
const TTP: (Option<&str>, &str) = (Some("ttp"), "Tehrik-i-Taliban Pakistan");

/// a, b, c in Afghanistan; d in Pakistan; e undated and unplaced; f by a private person.
pub fn record() -> Vec<Incident> {
    let kabul = |made: Made| {
        made.text(Field::Country, "AF")
            .text(Field::Admin1, "Kabul")
            .text(Field::Place, "Kabul")
    };
    let person = ActorRef {
        person: true,
        ..ActorRef::named("John Doe")
    };
    let made = [
        kabul(incident("a"))
            .date("2022-09-05")
            .text(Field::Type, "bombing")
            .list(Field::Targets, &["diplomatic", "civilians"])
            .by(Field::Perpetrators, &[ISKP])
            .by(Field::ClaimedBy, &[ISKP])
            .set(Field::Attribution, Value::Attribution(Attribution::Claimed))
            .set(Field::Status, Value::Status(Status::Completed))
            .set(Field::Suicide, Value::Flag(true))
            .killed(Estimate::at_least(6))
            .at(34.53, 69.17, Precision::Settlement, 15.0)
            .disputed(Field::Killed),
        kabul(incident("b"))
            .date("2022-09")
            .text(Field::Type, "shelling")
            .text(Field::Place, "Wazir Akbar Khan, Kabul")
            .by(Field::Perpetrators, &[ISKP, TTP])
            .killed(Estimate::between(2, 5))
            .at(34.54, 69.18, Precision::Site, 0.5),
        kabul(incident("c"))
            .date("2022-04-17/2022-05-01")
            .text(Field::Type, "bombing")
            .by(Field::Perpetrators, &[(None, "gunmen")])
            .killed(Estimate::exactly(0))
            .at(34.5, 69.2, Precision::Admin1, 80.0),
        incident("d")
            .text(Field::Country, "PK")
            .date("2021-07-14")
            .text(Field::Type, "bombing")
            .by(Field::Perpetrators, &[TTP])
            .killed(Estimate::exactly(13))
            .at(30.0, 70.0, Precision::Country, 700.0),
        incident("e")
            .text(Field::Type, "raid")
            .by(Field::Perpetrators, &[TTP])
            .by(Field::DeniedBy, &[TTP]),
        incident("f")
            .text(Field::Country, "NO")
            .date("2011-07-22")
            .set(Field::Perpetrators, Value::Actors(vec![person])),
    ];
    made.into_iter().map(|made| made.0).collect()
}

/// Knows two groups and their parent, Kabul, two countries and one quote.
pub struct Codebook;

impl Context for Codebook {
    fn actor(&self, name: &str) -> Option<ActorMatch> {
        let (id, full, under): (&str, &str, &[&str]) = match analysis::fold(name).as_str() {
            "isis-k" | "iskp" | "islamic state khorasan province" | "islamic-state-khorasan" => {
                (ISKP.0.unwrap(), ISKP.1, &[])
            }
            "islamic state" | "islamic-state" => (
                "islamic-state",
                "Islamic State",
                &["islamic-state-khorasan"],
            ),
            "ttp" | "tehrik-i-taliban pakistan" => (TTP.0.unwrap(), TTP.1, &[]),
            _ => return None,
        };
        Some(ActorMatch {
            id: id.into(),
            name: full.into(),
            under: under.iter().map(|id| (*id).to_owned()).collect(),
        })
    }

    fn place(&self, name: &str) -> Option<(f64, f64)> {
        (analysis::fold(name) == "kabul").then_some((34.53, 69.17))
    }

    fn country(&self, name: &str) -> Option<String> {
        match analysis::fold(name).as_str() {
            "af" | "afghanistan" => Some("AF".into()),
            "pk" | "pakistan" => Some("PK".into()),
            _ => None,
        }
    }

    fn words<'a>(&'a self, accounts: &[AccountKey]) -> Vec<Cow<'a, str>> {
        match accounts.first().map(|key| key.report.as_str()) {
            Some("report-a") => vec!["A bomber struck outside the Russian embassy.".into()],
            _ => Vec::new(),
        }
    }

    fn sources(&self, incident: &Incident) -> Vec<String> {
        match incident.id.as_str() {
            "a" => vec!["Daily Wire".into(), "Evening Post".into()],
            "b" => vec!["Daily Wire".into()],
            _ => Vec::new(),
        }
    }

    fn codes(&self, field: TextField) -> Vec<String> {
        match field {
            TextField::Type => ["bombing", "shelling", "raid"].map(String::from).to_vec(),
            _ => Vec::new(),
        }
    }

    fn name_of(&self, field: TextField, code: &str) -> Option<String> {
        (field == TextField::Country && code == "AF").then(|| "Afghanistan".into())
    }
}
