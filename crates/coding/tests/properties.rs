//! What holds of every text, however broken.

use codebook::{Codebook, gazetteer::Gazetteer};
use model::{Coded, Report, Sourced, Span};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::sync::OnceLock;

fn gazetteer() -> &'static Gazetteer {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    GAZETTEER.get_or_init(Gazetteer::embedded)
}

fn code(report: &Report) -> Coded {
    coding::code(report, Codebook::embedded(), gazetteer())
}

fn report(text: String) -> Report {
    Report {
        id: "r".to_owned(),
        published: Some("2022-06-15".parse().unwrap()),
        text,
        ..Report::default()
    }
}

/// Pieces that reports are made of, and some that break them.
const FRAGMENTS: &[&str] = &[
    "Boko Haram",
    "the Taliban",
    "ISIS",
    "ETA",
    "Iran",
    "Turkish forces",
    "gunmen",
    "militants",
    "a suicide bomber",
    "the U.S. embassy",
    "Maiduguri",
    "Kabul",
    "San José",
    "Mosul's",
    "Tripoli, Lebanon",
    "northern Nigeria",
    "Pakistan's",
    "on Tuesday",
    "on 5 March 2019",
    "March 5",
    "last week",
    "2014",
    "in June 2019",
    "06/07/2021",
    "early May",
    "since January",
    "hours later",
    "Sept. 11, 2001",
    "31 February 2020",
    "between 3 and 5 May",
    "30/30/3030",
    "99999999999999999999",
    "killed",
    "killing at least four",
    "wounded dozens",
    "six people",
    "1,200",
    "3.5 million",
    "some 150",
    "up to nine",
    "two staff and four others",
    "no one",
    "half a dozen",
    "bombing",
    "attacked",
    "opened fire on",
    "exploded",
    "was arrested",
    "clashes",
    "claimed responsibility for the attack",
    "denied",
    "threatened",
    "protest",
    "were foiled",
    "a car bomb",
    "rockets fired from",
    "a market",
    "three police officers",
    "soldiers",
    "the blast",
    "had warned of",
    "in a series of",
    "The",
    "said that",
    "and",
    ", ",
    ". ",
    "; ",
    ": ",
    "? ",
    " – ",
    "\n",
    "\n\n",
    "\r\n",
    "\n- ",
    "\n• ",
    "\n1. ",
    "\n## ",
    "\n> ",
    "[1]",
    "[12]:34",
    "¹",
    "(",
    ")",
    "((",
    "\"",
    "“",
    "”",
    "’",
    "«",
    "|",
    "\n| Date | Killed |\n|---|---|\n| 3 May | 7 |\n",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\u{0}",
    "e\u{301}",
    "\u{301}\u{301}",
    "داعش",
    "كابول",
    "في ٣ مايو",
    "\u{202e}",
    "喀布尔",
    "💥",
    "👨\u{200d}👩\u{200d}👧",
    "ﬁve",
    "İstanbul",
    "ẞ",
    "ALSHABAAB BOMBS HOTEL IN MOGADISHU",
    "KILLS SIX",
    "U.S.",
    "No. 5",
    "a.m.",
    "https://example.org/a?b=c",
    "Photo: AFP",
    "Share this",
    "Retrieved 4 May 2020.",
    "...",
    "…",
    "-",
    "0",
    "-1",
    "½",
    "٣",
];

fn assembled() -> impl Strategy<Value = String> {
    prop::collection::vec((select(FRAGMENTS), any::<bool>()), 0..60).prop_map(|pieces| {
        let mut text = String::new();
        for (piece, space) in pieces {
            if space {
                text.push(' ');
            }
            text.push_str(piece);
        }
        text
    })
}

/// Fragments in an order that makes sentences, so that records come out.
fn told() -> impl Strategy<Value = String> {
    let who = select(
        &[
            "Boko Haram",
            "Gunmen",
            "The Taliban",
            "Turkish forces",
            "A suicide bomber",
            "KABUL (AP) — Police",
            "Two men",
        ][..],
    );
    let does = select(
        &[
            "bombed",
            "opened fire on",
            "attacked",
            "kidnapped",
            "raided",
            "threatened",
            "stormed",
            "shelled",
            "denied bombing",
            "arrested",
        ][..],
    );
    let whom = select(
        &[
            "a market",
            "an army convoy",
            "the U.S. embassy",
            "villagers",
            "three engineers",
            "daesh",
            "داعش",
            "a café’s “guests”",
        ][..],
    );
    let place = select(
        &[
            "in Maiduguri",
            "near the town of Bosso, Niger",
            "in San José",
            "outside Kabul",
            "in northern Mali",
            "",
            "at sea",
        ][..],
    );
    let time = select(
        &[
            "on 5 March 2019",
            "on Tuesday",
            "in June",
            "last week",
            "early on Monday",
            "",
            "hours later",
            "between 3 and 5 May 2020",
        ][..],
    );
    let after = select(
        &[
            ", killing six people",
            " and wounded at least 12",
            ", leaving dozens dead or injured",
            "",
            "; nobody claimed it",
            " (7 dead, 3 hurt)",
            "[3]",
        ][..],
    );
    let end = select(&[". ", ".\n", ".\n\n", "\n- ", " | ", "", "!\r\n", ".”\n\n“"][..]);
    prop::collection::vec((who, does, whom, place, time, after, end), 1..8).prop_map(|sentences| {
        let mut text = String::new();
        for (who, does, whom, place, time, after, end) in sentences {
            text += &format!("{who} {does} {whom} {place} {time}{after}{end}");
        }
        text
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => any::<String>(),
        1 => "\\PC{0,200}",
        3 => assembled(),
        3 => told(),
    ]
}

/// Every span of a record, with the name of its field.
#[derive(Default)]
struct Spans(Vec<(&'static str, Span)>);

impl Spans {
    fn take<T>(
        &mut self,
        field: &'static str,
        values: impl IntoIterator<Item = impl std::borrow::Borrow<Sourced<T>>>,
    ) {
        for value in values {
            let spans = &value.borrow().spans;
            self.0.extend(spans.iter().map(|span| (field, *span)));
        }
    }

    fn raw(&mut self, field: &'static str, spans: impl IntoIterator<Item = Span>) {
        self.0.extend(spans.into_iter().map(|span| (field, span)));
    }
}

fn spans(coded: &Coded) -> Vec<(&'static str, Span)> {
    let mut all = Spans::default();
    for account in &coded.accounts {
        all.take("class", [&account.class]);
        all.take("type", [&account.kind]);
        all.take("status", [&account.status]);
        all.take("suicide", &account.suicide);
        all.take("multiple", &account.multiple);
        all.take("date", &account.date);
        all.take("country", &account.country);
        all.take("admin1", &account.admin1);
        all.take("place", &account.place);
        all.take("site", &account.site);
        all.take("location", &account.location);
        all.take("from_country", &account.from_country);
        all.take("perpetrator", &account.perpetrators);
        all.take("attribution", &account.attribution);
        all.take("claimed_by", &account.claimed_by);
        all.take("denied_by", &account.denied_by);
        for target in &account.targets {
            all.take("target", [&target.kind]);
            all.take("target name", &target.name);
            all.take("target nationality", &target.nationality);
        }
        all.take("weapon", &account.weapons);
        all.take("killed", &account.killed);
        all.take("injured", &account.injured);
        all.take("casualties", &account.casualties);
        all.take("killed_perps", &account.killed_perpetrators);
        all.take("arrested", &account.arrested);
        all.take("attackers", &account.attackers);
        all.raw("evidence", account.evidence.iter().copied());
        all.raw(
            "mention",
            account.mentions.iter().map(|mention| mention.span),
        );
    }
    for tally in &coded.tallies {
        all.take("tally what", [&tally.what]);
        all.take("tally actor", &tally.actor);
        all.take("tally country", &tally.countries);
        all.take("tally admin1", &tally.admin1);
        all.take("tally place", &tally.place);
        all.take("tally window", &tally.window);
        all.take("tally status", &tally.status);
        all.take("tally count", [&tally.count]);
        all.take("tally source", &tally.source);
        all.raw("tally evidence", tally.evidence.iter().copied());
    }
    for warning in &coded.warnings {
        all.take("warning by", [&warning.issued_by]);
        all.take("warning to", &warning.issued_to);
        all.take("warning date", &warning.date);
        all.take("warning heeded", &warning.heeded);
        all.raw("warning evidence", warning.evidence.iter().copied());
    }
    all.raw("note", coded.notes.iter().filter_map(|note| note.span));
    all.0
}

/// Every rule of this file about one coded text.
fn sound(text: &str, coded: &Coded) -> Result<(), TestCaseError> {
    for (field, span) in spans(coded) {
        let words = text.get(span.start as usize..span.end as usize);
        prop_assert!(words.is_some(), "{field} {span:?} is not in {text:?}");
    }
    let evidence = coded
        .accounts
        .iter()
        .map(|account| &account.evidence)
        .chain(coded.tallies.iter().map(|tally| &tally.evidence))
        .chain(coded.warnings.iter().map(|warning| &warning.evidence));
    for evidence in evidence {
        prop_assert!(!evidence.is_empty(), "no evidence in {text:?}");
        for span in evidence {
            let told = span.of(text).chars().any(|c| !c.is_whitespace());
            prop_assert!(told, "empty evidence in {text:?}");
        }
    }
    for (index, account) in coded.accounts.iter().enumerate() {
        prop_assert_eq!(&account.id, &format!("i{:02}", index + 1));
        let found = account.date.is_some() || account.country.is_some();
        prop_assert!(found, "neither date nor country in {text:?}");
    }
    for (index, tally) in coded.tallies.iter().enumerate() {
        prop_assert_eq!(&tally.id, &format!("t{:02}", index + 1));
    }
    for (index, warning) in coded.warnings.iter().enumerate() {
        prop_assert_eq!(&warning.id, &format!("w{:02}", index + 1));
        let about = warning.about.as_deref();
        let known = about.is_none_or(|id| coded.accounts.iter().any(|account| account.id == id));
        prop_assert!(known, "a warning of {about:?} in {text:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_value_of_any_text_rests_on_words_of_it(text in any_text()) {
        let report = report(text);
        sound(&report.text, &code(&report))?;
    }

    #[test]
    fn sentences_in_any_order_keep_every_rule(text in told()) {
        let report = report(text);
        sound(&report.text, &code(&report))?;
    }

    #[test]
    fn the_same_text_twice_gives_the_same_records(text in any_text()) {
        let report = report(text);
        prop_assert_eq!(code(&report), code(&report));
    }

    #[test]
    fn a_text_without_a_day_of_publication_is_coded_too(text in any_text()) {
        let report = Report { published: None, ..report(text) };
        sound(&report.text, &code(&report))?;
    }

    #[test]
    fn any_text_can_be_explained(text in any_text()) {
        let report = report(text);
        let explained = coding::explain(&report, Codebook::embedded(), gazetteer());
        prop_assert!(!explained.is_empty());
    }
}

#[test]
fn most_texts_made_of_sentences_tell_of_incidents() {
    let mut runner = TestRunner::deterministic();
    let coded = (0..64).filter(|_| {
        let text = told().new_tree(&mut runner).unwrap().current();
        !code(&report(text)).accounts.is_empty()
    });
    let coded = coded.count();
    assert!(coded > 32, "only {coded} of 64: the properties say little");
}

#[test]
fn a_line_of_a_million_bytes_is_read_to_its_end() {
    let line = "gunmen attacked villagers near Maiduguri and ".repeat(1_000_000 / 45);
    let end = "Boko Haram bombed a market in Kano on 5 March 2019, killing six people.";
    let report = report(format!("{line}fled.\n\n{end}"));
    let coded = code(&report);
    sound(&report.text, &coded).unwrap();
    let last = coded.accounts.last().unwrap();
    assert_eq!(last.evidence.last().unwrap().of(&report.text), end);
}

#[test]
fn ten_thousand_lines_are_read_to_the_last_day() {
    let mut text = String::new();
    for line in 0..10_000 {
        let day = line % 28 + 1;
        let year = 2010 + line % 11;
        text += &format!(
            "- {day} March {year}: A bomb killed {} people in Kano.\n",
            line % 9 + 2
        );
    }
    let report = report(text);
    let coded = code(&report);
    sound(&report.text, &coded).unwrap();
    // Twenty-eight days of eleven years: what is told twice may be one record.
    assert!(coded.accounts.len() >= 28 * 11, "{}", coded.accounts.len());
}
