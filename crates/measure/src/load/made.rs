//! A made-up world of any size, the same each time: incidents over twenty-five years in sixty countries, told by
//! reports of their own and by round-ups.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use model::{
    Account, ActorRef, Coded, Estimate, Mention, MentionRole, Place, Precision, Report, Sourced,
    Span, Status, Tally, Target, Warning, When,
};
use std::collections::BTreeMap;

/// Where most of what reports tell of happens; the others are drawn from less often.
const BUSY: [&str; 14] = [
    "AF", "IQ", "SY", "UA", "NG", "PK", "SO", "YE", "ML", "CD", "SD", "MM", "IN", "PH",
];
const OTHERS: [&str; 46] = [
    "AL", "AR", "AT", "AZ", "BA", "BE", "BR", "CA", "CL", "CM", "CY", "CZ", "DE", "DK", "DZ", "EC",
    "EG", "ES", "ET", "FI", "FR", "GB", "GE", "GH", "GR", "HR", "HU", "ID", "IE", "IR", "IT", "JO",
    "JP", "KE", "KR", "KW", "LB", "LK", "MA", "MX", "NP", "PE", "SE", "TH", "TN", "TR",
];
const KINDS: [(&str, &str, &str); 8] = [
    ("attack", "bombing", "A bomb exploded"),
    ("attack", "armed_assault", "Gunmen opened fire"),
    ("attack", "shelling", "Rockets hit houses"),
    ("attack", "attack", "An attack took place"),
    ("clash", "clash", "Fighting broke out"),
    ("attack", "kidnapping", "Gunmen abducted people"),
    ("operation", "arrest", "Police arrested suspects"),
    ("operation", "raid", "Soldiers raided a hideout"),
];
const TARGETS: [&str; 8] = [
    "civilians",
    "police",
    "military",
    "government",
    "religious",
    "transport",
    "business",
    "education",
];
const WEAPONS: [&str; 4] = ["explosives", "firearm", "mortar", "knife"];
const DAYS: u64 = 9_131;
/// Of so many incidents one is a threat; of so many reports one states a count, and one tells of a warning.
const THREAT: u64 = 100;
const TALLY: u64 = 200;
const WARNING: u64 = 150;
const TOWNS: u64 = 120;

/// Numbers that look random (`SplitMix64`).
pub struct Chance(pub u64);

impl Chance {
    /// A number below an end.
    pub fn below(&mut self, end: u64) -> u64 {
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

/// What happened, before anybody tells of it.
struct Happened {
    number: u64,
    day: Date,
    country: &'static str,
    town: u64,
    kind: usize,
    killed: u64,
    actor: u64,
    target: &'static str,
    weapon: &'static str,
}

/// Makes reports, one after the other, until so many accounts are told.
pub struct World {
    chance: Chance,
    accounts: u64,
    /// Accounts for an incident, times ten.
    each: u64,
    told: u64,
    incidents: u64,
    all: u64,
    reports: u64,
    /// By country: what the next round-up tells.
    roundups: BTreeMap<&'static str, Vec<(u64, Telling)>>,
    waiting: Vec<(Report, Coded)>,
}

/// An account on its way into a report: its words, and its fields.
struct Telling {
    sentence: String,
    account: Account,
}

impl World {
    /// A world of so many accounts of so many incidents.
    pub fn of(accounts: u64, incidents: u64) -> Self {
        World {
            chance: Chance(20_310),
            accounts,
            each: (10 * accounts / incidents.max(1)).max(10),
            told: 0,
            incidents: 0,
            all: incidents,
            reports: 0,
            roundups: BTreeMap::new(),
            waiting: Vec::new(),
        }
    }

    fn happen(&mut self) -> Happened {
        let chance = &mut self.chance;
        let country = match chance.below(10) {
            0..7 => chance.one(&BUSY),
            _ => chance.one(&OTHERS),
        };
        let day = (self.incidents * DAYS / self.all.max(1)) as i64;
        // Few towns see most of it, and few incidents kill many.
        let town = chance.below(TOWNS).min(chance.below(TOWNS));
        let rare = 1 + chance.below(1_000);
        let happened = Happened {
            number: self.incidents,
            day: date(2000, 1, 1).saturating_add(day.days()),
            country,
            town,
            kind: chance.below(KINDS.len() as u64) as usize,
            killed: (1_000 / rare).min(400) * chance.below(3) / 2,
            actor: chance.below(6),
            target: chance.one(&TARGETS),
            weapon: chance.one(&WEAPONS),
        };
        self.incidents += 1;
        happened
    }

    /// What one report tells of it, its words beginning at a byte of the report.
    fn tell(&mut self, happened: &Happened, start: usize) -> Telling {
        let chance = &mut self.chance;
        let (class, kind, words) = match happened.number % THREAT {
            0 => ("threat", "threat", "Gunmen threatened people"),
            _ => KINDS[happened.kind],
        };
        // Some reports leave the kind open.
        let kind = if class == "attack" && chance.below(6) == 0 {
            "attack"
        } else {
            kind
        };
        let town = format!("Town {}-{}", happened.country, happened.town);
        let sentence = format!(
            "{words} in {town} on {}, report {}.",
            happened.day, self.reports
        );
        let whole = Span::new(start, start + sentence.len());
        let read = |value: &str| Sourced::new(value.to_owned(), whole, "made");
        let mut account = Account::new(
            "",
            "",
            read(class),
            read(kind),
            Sourced::new(
                if class == "threat" {
                    Status::Threatened
                } else {
                    Status::Completed
                },
                whole,
                "made",
            ),
        );
        account.date = match chance.below(20) {
            0 => None,
            1 => Some(When::between(
                happened.day.first_of_month(),
                happened.day.last_of_month(),
            )),
            2 | 3 => Some(When {
                first: None,
                last: Some(happened.day.saturating_add((chance.below(3) as i64).days())),
                approx: false,
            }),
            4 => Some(When::day(happened.day.saturating_add(1.day()))),
            _ => Some(When::day(happened.day)),
        }
        .map(|when| Sourced::new(when, whole, "made"));
        account.country = Some(read(happened.country));
        if chance.below(8) > 0 {
            account.admin1 = Some(read(&format!(
                "Province {}-{}",
                happened.country,
                happened.town / 8
            )));
            account.place = Some(read(&town));
            let hash = happened.town * 31 + u64::from(happened.country.as_bytes()[0]) * 7;
            let place = Place {
                name: town,
                geonames: None,
                latitude: (hash % 120) as f64 - 60.0 + happened.town as f64 * 0.05,
                longitude: (hash * 13 % 340) as f64 - 170.0,
                precision: Precision::Settlement,
                radius_km: 5.0,
            };
            account.location = Some(Sourced::new(place, whole, "made"));
        }
        if chance.below(3) > 0 {
            let killed = match chance.below(4) {
                0 => Estimate::at_least(happened.killed * 3 / 4),
                1 => Estimate::exactly(happened.killed + chance.below(2)),
                _ => Estimate::exactly(happened.killed),
            };
            account.killed = Some(Sourced::new(killed, whole, "made"));
        }
        if chance.below(2) == 0 {
            let name = format!("Front {} of {}", happened.actor, happened.country);
            let actor = ActorRef {
                id: Some(format!("front-{}-{}", happened.country, happened.actor)),
                name,
                person: false,
            };
            account.perpetrators = vec![Sourced::new(actor, whole, "made")];
        }
        account.targets = vec![Target {
            kind: read(happened.target),
            name: None,
            nationality: None,
        }];
        account.weapons = vec![read(happened.weapon)];
        account.evidence = vec![whole];
        account.mentions = vec![Mention::new(MentionRole::Trigger, whole)];
        Telling { sentence, account }
    }

    /// One incident, with everybody who tells of it.
    fn step(&mut self) {
        let happened = self.happen();
        let spread = self.each - 10;
        let more = if spread == 0 {
            0
        } else {
            self.chance.below(2 * spread + 1)
        };
        let tellers = 1 + more / 10 + u64::from(self.chance.below(10) < more % 10);
        for _ in 0..tellers.min(self.accounts - self.told) {
            self.told += 1;
            if self.chance.below(5) < 3 {
                let telling = self.tell(&happened, 0);
                self.report(vec![telling], happened.day);
                continue;
            }
            let roundup = self.roundups.entry(happened.country).or_default();
            let again = roundup.iter().any(|(number, _)| *number == happened.number);
            if roundup.len() >= 5 || again {
                let ready = std::mem::take(roundup);
                let tellings = ready.into_iter().map(|(_, telling)| telling);
                self.report(tellings.collect(), happened.day);
            }
            let before = self.roundups.get(happened.country).into_iter().flatten();
            let start = before.map(|(_, told)| told.sentence.len() + 1).sum();
            let telling = self.tell(&happened, start);
            let roundup = self.roundups.entry(happened.country).or_default();
            roundup.push((happened.number, telling));
        }
    }

    /// What a report states besides: so many attacks of a group in the year before.
    fn tallies(&self, report: &str, accounts: &[Account], day: Date) -> Vec<Tally> {
        let Some(account) = accounts
            .first()
            .filter(|_| self.reports.is_multiple_of(TALLY))
        else {
            return Vec::new();
        };
        let whole = account.evidence.first().copied().unwrap_or_default();
        let read = |value: &str| Sourced::new(value.to_owned(), whole, "made");
        let year = When::between(day.saturating_sub(365.days()), day);
        vec![Tally {
            report: report.to_owned(),
            id: "t01".to_owned(),
            what: read("attacks"),
            actor: account.perpetrators.first().cloned(),
            countries: account.country.iter().cloned().collect(),
            admin1: account
                .admin1
                .clone()
                .filter(|_| self.reports.is_multiple_of(2 * TALLY)),
            place: None,
            window: Some(Sourced::new(year, whole, "made")),
            status: None,
            count: Sourced::new(Estimate::exactly(self.reports % 97), whole, "made"),
            source: None,
            evidence: vec![whole],
        }]
    }

    /// A warning that came a few days before what the report tells.
    fn warnings(&self, report: &str, accounts: &[Account], day: Date) -> Vec<Warning> {
        let Some(account) = accounts
            .first()
            .filter(|_| self.reports.is_multiple_of(WARNING))
        else {
            return Vec::new();
        };
        let whole = account.evidence.first().copied().unwrap_or_default();
        let country = account
            .country
            .as_ref()
            .map_or("", |country| &country.value);
        let before = day.saturating_sub(((self.reports / WARNING % 60) as i64).days());
        vec![Warning {
            report: report.to_owned(),
            id: "w01".to_owned(),
            issued_by: Sourced::new(
                ActorRef::named(format!("Police of {country}")),
                whole,
                "made",
            ),
            issued_to: None,
            date: Some(Sourced::new(When::day(before), whole, "made")),
            about: Some("i01".to_owned()),
            heeded: None,
            evidence: vec![whole],
        }]
    }

    fn report(&mut self, tellings: Vec<Telling>, day: Date) {
        let id = format!("report-{:07}", self.reports);
        let mut text = String::new();
        let mut accounts = Vec::new();
        for (number, telling) in (1..).zip(tellings) {
            let mut account = telling.account;
            account.report.clone_from(&id);
            account.id = format!("i{number:02}");
            text.push_str(&telling.sentence);
            text.push('\n');
            accounts.push(account);
        }
        let (tallies, warnings) = (
            self.tallies(&id, &accounts, day),
            self.warnings(&id, &accounts, day),
        );
        let report = Report {
            id,
            title: Some(format!("Report {}", self.reports)),
            source: Some(format!("Paper {}", self.chance.below(300))),
            published: Some(day.saturating_add(1.day())),
            text,
            ..Report::default()
        };
        self.reports += 1;
        let coded = Coded {
            accounts,
            tallies,
            warnings,
            ..Coded::default()
        };
        self.waiting.push((report, coded));
    }
}

impl Iterator for World {
    type Item = (Report, Coded);

    fn next(&mut self) -> Option<Self::Item> {
        while self.waiting.is_empty() && self.told < self.accounts {
            self.step();
        }
        if self.waiting.is_empty() {
            let (_, left) = self.roundups.pop_first()?;
            let tellings: Vec<Telling> = left.into_iter().map(|(_, telling)| telling).collect();
            if !tellings.is_empty() {
                self.report(tellings, date(2024, 12, 31));
            }
            return self.next();
        }
        self.waiting.pop()
    }
}
