//! A record of any size, the same each time: incidents of forty actors in sixty countries over
//! twenty-five years.

use analysis::{Beside, Context, Making};
use model::{
    AccountKey, ActorRef, Attribution, Estimate, Field, Incident, Place, Precision, Settled,
    Status, Value, When,
};

/// Numbers that look random (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % end
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }
}

/// Sources by the incident's number, and days of claims.
struct Told;

impl Context for Told {
    fn sources(&self, incident: &Incident) -> Vec<String> {
        let number = incident.id.len() + incident.accounts[0].report.len();
        let mut sources = vec![format!(
            "Source {}",
            (number * 7 + incident.accounts.len()) % 300
        )];
        if incident.accounts.len() > 1 {
            sources.push(format!("Source {}", number % 40));
        }
        sources
    }

    fn beside(&self, incident: &Incident) -> Beside {
        let claimed = !incident.actors(Field::ClaimedBy).is_empty();
        Beside {
            claimed_on: incident
                .when()
                .and_then(|when| when.last)
                .filter(|_| claimed),
            told_on: None,
            own_word: incident.accounts.len() == 1 && claimed,
        }
    }
}

/// So many incidents as packed columns, by date.
pub fn packed(count: u64) -> Vec<(&'static str, Vec<u8>)> {
    let mut chance = Chance(2031);
    let mut making = Making::default();
    let start = jiff::civil::date(2000, 1, 1);
    for number in 0..count {
        let day = start
            .checked_add(jiff::Span::new().days((number * 9131 / count) as i64))
            .unwrap_or(start);
        making.add(&incident(number, day, &mut chance), &Told);
    }
    making.columns().pack()
}

fn incident(number: u64, day: jiff::civil::Date, chance: &mut Chance) -> Incident {
    let key = |at: u64| AccountKey {
        report: format!("report-{}", number / 2 + at),
        account: format!("i{:02}", 1 + number % 2),
    };
    let several = chance.below(4) == 0;
    let mut incident = Incident {
        id: format!("I{number:010x}"),
        accounts: if several {
            vec![key(0), key(1)]
        } else {
            vec![key(0)]
        },
        independent_sources: if several { 2 } else { 1 },
        ..Incident::default()
    };
    let mut put = |field: Field, value: Value| {
        let settled = Settled {
            value,
            from: Vec::new(),
            policy: "range".into(),
            disputed: number.is_multiple_of(11),
        };
        incident.fields.insert(field, settled);
    };
    let month = || When::between(day.first_of_month(), day.last_of_month());
    match chance.below(20) {
        0 => {}
        1..=3 => put(Field::Date, Value::When(month())),
        _ => put(Field::Date, Value::When(When::day(day))),
    }
    let class = if chance.below(200) == 0 {
        "threat"
    } else {
        chance.one(&["attack", "attack", "attack", "clash", "operation"])
    };
    put(Field::Class, Value::Text(class.into()));
    let kind = chance.one(&[
        "bombing",
        "armed_assault",
        "shelling",
        "raid",
        "assassination",
        "attack",
    ]);
    put(Field::Type, Value::Text(kind.into()));
    let status = if chance.below(12) == 0 {
        Status::Foiled
    } else {
        Status::Completed
    };
    put(Field::Status, Value::Status(status));
    let country = chance.below(60);
    let code = format!(
        "{}{}",
        (b'A' + (country / 8) as u8) as char,
        (b'A' + (country % 8) as u8) as char
    );
    put(Field::Country, Value::Text(code));
    put(
        Field::Admin1,
        Value::Text(format!("Province {}", country * 20 + chance.below(20))),
    );
    put(
        Field::Place,
        Value::Text(format!("Town {}", country * 300 + chance.below(300))),
    );
    let place = Place {
        name: String::new(),
        geonames: None,
        latitude: chance.below(120) as f64 - 60.0,
        longitude: chance.below(360) as f64 - 180.0,
        precision: Precision::Settlement,
        radius_km: 5.0,
    };
    put(Field::Location, Value::Place(place));
    let actor = chance.below(40);
    let actor = ActorRef {
        id: Some(format!("actor-{actor}")),
        name: format!("Actor {actor}"),
        person: false,
    };
    put(Field::Perpetrators, Value::Actors(vec![actor.clone()]));
    if chance.below(5) == 0 {
        put(Field::ClaimedBy, Value::Actors(vec![actor]));
        put(Field::Attribution, Value::Attribution(Attribution::Claimed));
    }
    let target = chance.one(&["police", "military", "civilians", "government", "religious"]);
    put(
        Field::Targets,
        Value::Texts(vec![target.into(), "civilians".into()][..=usize::from(several)].to_vec()),
    );
    put(
        Field::Weapons,
        Value::Texts(vec![
            chance.one(&["explosives", "firearm", "mortar"]).into(),
        ]),
    );
    if chance.below(3) > 0 {
        let low = chance.below(12);
        put(
            Field::Killed,
            Value::Estimate(Estimate::between(low, low + chance.below(3))),
        );
        put(
            Field::Injured,
            Value::Estimate(Estimate::at_least(chance.below(30))),
        );
    }
    incident
}
