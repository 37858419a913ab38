//! Reports and accounts made up for the tests.

use model::*;
use std::path::PathBuf;
use store::{Casebook, Entry, Receipt, Result, Stamp, sha256_of};

/// A casebook in a folder of its own, which goes when this does.
pub struct Desk {
    pub folder: tempfile::TempDir,
    pub casebook: Casebook,
}

impl Desk {
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("casebook.annalist")
    }
}

pub fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let casebook = Casebook::open_or_create(folder.path().join("casebook.annalist")).unwrap();
    Desk { folder, casebook }
}

pub fn stamp(minute: u32) -> Stamp {
    Stamp {
        at: format!("2022-09-05T12:{minute:02}:00Z"),
        coder: "0.1.0 4f2a".into(),
    }
}

pub fn report(id: &str, text: &str) -> Report {
    Report {
        id: id.into(),
        title: Some(format!("Report {id}")),
        source: Some("Wire".into()),
        published: Some("2022-09-05".parse().unwrap()),
        published_from: PublishedFrom::Text,
        lang: Some("en".into()),
        text: text.into(),
        sha256: sha256_of(&page(text)),
        ..Report::default()
    }
}

/// The bytes of a page with that text.
pub fn page(text: &str) -> Vec<u8> {
    format!("<html><body>{text}</body></html>").into_bytes()
}

pub fn add(casebook: &mut Casebook, report: &Report, coded: &Coded) -> Result<Receipt> {
    let original = page(&report.text);
    let entry = Entry {
        report,
        original: &original,
        coded,
        sketch: &[],
    };
    casebook.add(entry, &stamp(0))
}

/// Where words stand in a text.
pub fn span(text: &str, words: &str) -> Span {
    let start = text
        .find(words)
        .unwrap_or_else(|| panic!("no `{words}` in `{text}`"));
    Span::new(start, start + words.len())
}

/// What a sentence such as "A bomb killed six people in Kabul." tells.
pub fn account(text: &str, id: &str, sentence: &str, trigger: &str, place: &str) -> Account {
    let whole = span(text, sentence);
    let inside = |words: &str| {
        let found = span(sentence, words);
        let start = whole.start as usize;
        Span::new(start + found.start as usize, start + found.end as usize)
    };
    let of = |value: &str, words: &str| Sourced::new(value.to_owned(), inside(words), "test/made");
    let mut account = Account::new(
        "",
        id,
        of("attack", trigger),
        of("bombing", trigger),
        Sourced::new(Status::Completed, inside(trigger), "test/made"),
    );
    account.place = Some(of(place, place));
    account.country = Some(of("AF", place));
    account.evidence = vec![whole];
    account.mentions = vec![Mention::new(MentionRole::Trigger, inside(trigger))];
    account
}

pub fn coded(accounts: Vec<Account>) -> Coded {
    Coded {
        accounts,
        ..Coded::default()
    }
}

pub const KABUL: &str = "A bomb killed six people in Kabul.";
pub const HERAT: &str = "A mine exploded near Herat.";

/// A report of two incidents.
pub fn two(id: &str) -> (Report, Coded) {
    let text = format!("{KABUL} {HERAT} This is {id}.");
    let accounts = vec![
        account(&text, "i01", KABUL, "killed", "Kabul"),
        account(&text, "i02", HERAT, "exploded", "Herat"),
    ];
    (report(id, &text), coded(accounts))
}

/// The `n`th of any number of reports, with five accounts in full.
pub fn many(n: u64) -> (Report, Coded) {
    let places = ["Kabul", "Herat", "Kunduz", "Khost", "Ghazni"];
    let mut text = format!("Report number {n} of the day.\n");
    let sentences: Vec<String> = (0..5)
        .map(|k| {
            let place = places[((n + k) % 5) as usize];
            format!("On day {k} of week {n}, gunmen of group {k} attacked a police post in {place} and killed {} officers.", n % 9 + k + 1)
        })
        .collect();
    text += &sentences.join("\n");
    text += &"\nResidents said that the road was closed for hours, and officials gave no further details of what had happened.".repeat(20);
    let mut accounts = Vec::new();
    for (k, sentence) in sentences.iter().enumerate() {
        let place = places[((n + k as u64) % 5) as usize];
        let id = format!("i{:02}", k + 1);
        let mut account = account(&text, &id, sentence, "attacked", place);
        let whole = account.evidence[0];
        fill(&mut account, whole, n, k as u64);
        accounts.push(account);
    }
    (report(&format!("report-{n:06}"), &text), coded(accounts))
}

fn fill(account: &mut Account, whole: Span, n: u64, k: u64) {
    let day = jiff::civil::date(2000 + (n % 20) as i16, (n % 12 + 1) as i8, (k + 1) as i8);
    account.date = Some(Sourced::new(When::day(day), whole, "date/made"));
    account.killed = Some(Sourced::new(
        Estimate::exactly(n % 9 + k + 1),
        whole,
        "number/made",
    ));
    account.weapons = vec![Sourced::new("firearm".into(), whole, "weapon/made")];
    account.perpetrators = vec![Sourced::new(
        ActorRef {
            id: Some(format!("group-{k}")),
            name: format!("Group {k}"),
            person: false,
        },
        whole,
        "actor/made",
    )];
    account.targets = vec![Target {
        kind: Sourced::new("police".into(), whole, "target/made"),
        name: None,
        nationality: None,
    }];
    account.location = Some(Sourced::new(
        Place {
            name: "Kabul".into(),
            geonames: Some(1_138_958),
            latitude: 34.0 + (n % 100) as f64 * 0.013,
            longitude: 69.0 + k as f64 * 0.017,
            precision: Precision::Settlement,
            radius_km: 10.0,
        },
        whole,
        "place/made",
    ));
}
