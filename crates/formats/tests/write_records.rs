//! Records as JSON lines, and back.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod write_sample;

use formats::write::records::{jsonl, read_records, read_records_in, uncoded_jsonl};
use model::{
    Account, ActorRef, Attribution, Coded, Confidence, Estimate, Mention, MentionRole, Note, Place,
    Precision, Report, Sourced, Span, Status, Tally, Target, Warning, When,
};
use proptest::option::of;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use write_sample::{TEXT, coded, report};

fn lines() -> Vec<Value> {
    jsonl(&report(), &coded())
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_record_has_the_fields_of_the_coding_rules_in_their_order() {
    let bombing = &lines()[0];
    let fields: Vec<&str> = bombing
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        fields.join(" "),
        "record doc id class type status suicide date country admin1 place site perpetrators \
         attribution claimed_by denied_by targets weapons killed injured evidence location \
         sources mentions"
    );
    assert_eq!(bombing["date"], "2022-09-05");
    assert_eq!(
        bombing["perpetrators"],
        serde_json::json!(["Harbour Front"])
    );
    assert_eq!(bombing["killed"], serde_json::json!({"min": 6}));
    assert_eq!(
        bombing["injured"],
        serde_json::json!({"min": 10, "max": 10, "approx": true})
    );
    assert_eq!(
        bombing["targets"],
        serde_json::json!([{"type": "diplomatic", "name": "Norland embassy", "nationality": "NO"}])
    );
}

#[test]
fn every_quote_stands_verbatim_in_the_report() {
    for record in lines() {
        let quotes = record["evidence"].as_array().unwrap();
        assert!(!quotes.is_empty());
        for quote in quotes {
            assert!(TEXT.contains(quote.as_str().unwrap()), "{quote}");
        }
    }
}

#[test]
fn every_value_says_which_words_and_which_rule_it_rests_on() {
    let beside = [
        "record", "doc", "id", "kind", "about", "sources", "mentions",
    ];
    for record in lines() {
        for (field, value) in record.as_object().unwrap() {
            if beside.contains(&field.as_str()) {
                continue;
            }
            let source = &record["sources"][field];
            let sources = match (value, field.as_str()) {
                (Value::Array(values), "targets") => {
                    assert_eq!(source.as_array().unwrap().len(), values.len());
                    continue;
                }
                (Value::Array(values), name) if name != "evidence" => {
                    assert_eq!(source.as_array().unwrap().len(), values.len());
                    source.as_array().unwrap().clone()
                }
                _ => vec![source.clone()],
            };
            for source in sources {
                let span = &source["spans"][0];
                let (start, end) = (span[0].as_u64().unwrap(), span[1].as_u64().unwrap());
                assert!(!TEXT[start as usize..end as usize].is_empty(), "{field}");
                assert!(field == "evidence" || source["rule"].is_string(), "{field}");
            }
        }
    }
}

#[test]
fn one_country_of_a_tally_is_a_text_and_several_are_a_list() {
    let mut several = coded();
    assert_eq!(lines()[2]["country"], "AF");
    let more = several.tallies[0].countries[0].clone();
    several.tallies[0].countries.push(more.map(|_| "PK".into()));
    let text = jsonl(&report(), &several);
    let tally: Value = serde_json::from_str(text.lines().nth(2).unwrap()).unwrap();
    assert_eq!(tally["country"], serde_json::json!(["AF", "PK"]));
    assert_eq!(read_records(&text).unwrap(), several);
}

#[test]
fn the_sample_reads_back_as_it_was() {
    assert_eq!(read_records(&jsonl(&report(), &coded())).unwrap(), coded());
}

#[test]
fn a_hand_written_record_rests_on_its_quotes_once_they_are_found() {
    let line = r#"{"doc":"wire-kabul","id":"i01","class":"operation","type":"arrest","status":"completed","perpetrators":["police"],"arrested":{"min":1,"max":1},"evidence":["Police arrested  Jan Doe"]}"#;
    let reports = BTreeMap::from([("wire-kabul".to_owned(), report())]);
    let read = read_records_in(line, &reports).unwrap();
    let words = write_sample::at("Police arrested Jan Doe");
    assert_eq!(read.accounts[0].evidence, [words]);
    assert_eq!(read.accounts[0].perpetrators[0].spans, [words]);
    assert_eq!(read.accounts[0].perpetrators[0].rule, "import/record");
}

#[test]
fn words_that_no_report_holds_are_refused() {
    let line = r#"{"doc":"wire-kabul","id":"i01","class":"attack","type":"bombing","status":"completed","evidence":["A bomb in Paris"]}"#;
    let reports = BTreeMap::from([("wire-kabul".to_owned(), report())]);
    let error = read_records_in(line, &reports).unwrap_err().to_string();
    assert!(
        error.contains("line 1") && error.contains("A bomb in Paris"),
        "{error}"
    );
    let error = read_records_in(line, &BTreeMap::new())
        .unwrap_err()
        .to_string();
    assert!(error.contains("no report `wire-kabul`"), "{error}");
}

#[test]
fn what_is_wrong_with_a_line_is_said_with_its_number_and_field() {
    let good = jsonl(&report(), &coded());
    for (line, expected) in [
        ("{", "no JSON object"),
        ("[1]", "no JSON object"),
        (r#"{"doc":"a"}"#, "field `id`"),
        (
            r#"{"record":"rumour","doc":"a","id":"i"}"#,
            "field `record`",
        ),
        (
            r#"{"doc":"a","id":"i","class":"attack","type":"bombing","status":"done"}"#,
            "field `status`",
        ),
        (
            r#"{"doc":"a","id":"i","class":"attack","type":"bombing","status":"failed","date":"5.9.22"}"#,
            "write 2022-09-05",
        ),
        (
            r#"{"doc":"a","id":"i","class":"attack","type":"bombing","status":"failed","targets":[{"name":"x"}]}"#,
            "field `targets.1`",
        ),
        (
            r#"{"doc":"a","id":"i","class":"attack","type":"bombing","status":"failed","sources":{"class":{"spans":[[5,2]]}}}"#,
            "field `class`",
        ),
        (
            r#"{"record":"warning","doc":"a","id":"w"}"#,
            "field `issued_by`",
        ),
    ] {
        let error = read_records(&format!("{good}\n{line}\n"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("line 6") && error.contains(expected),
            "{error}"
        );
    }
}

fn sourced<T: std::fmt::Debug + Clone>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Sourced<T>> {
    let spans = prop::collection::vec((0usize..500, 0usize..60), 0..3);
    (value, spans, "[a-z]{1,8}/[a-z-]{1,8}").prop_map(|(value, spans, rule)| {
        let spans = spans
            .iter()
            .map(|(start, len)| Span::new(*start, start + len));
        Sourced::resting_on(value, spans.collect(), rule)
    })
}

fn word() -> impl Strategy<Value = String> {
    "\\PC{1,12}|[a-z\"\\\\\n\u{0}-\u{1f}é”]{1,6}"
}

fn actor() -> impl Strategy<Value = ActorRef> {
    (of("[a-z-]{1,8}"), word(), any::<bool>()).prop_map(|(id, name, person)| ActorRef {
        id,
        name,
        person,
    })
}

fn estimate() -> impl Strategy<Value = Estimate> {
    (of(any::<u64>()), of(any::<u64>()), any::<bool>()).prop_map(|(min, max, approx)| Estimate {
        min,
        max,
        approx,
    })
}

fn when() -> impl Strategy<Value = When> {
    let day = (1i16..2100, 1i8..13, 1i8..29).prop_map(|(y, m, d)| jiff::civil::date(y, m, d));
    (day.clone(), of(day), 0..5).prop_map(|(a, b, kind)| match (kind, b) {
        (0, Some(b)) => When::between(a, b),
        (1, _) => When::since(a).about(),
        (2, _) => When::until(a),
        (3, _) => When::month(a.year(), a.month()).unwrap().about(),
        (4, _) => When::year(a.year()).unwrap(),
        _ => When::day(a),
    })
}

fn place() -> impl Strategy<Value = Place> {
    let precision = prop::sample::select(vec![
        Precision::Site,
        Precision::Settlement,
        Precision::Admin2,
        Precision::Sea,
    ]);
    let degrees = -9_000_000i64..9_000_000;
    (
        word(),
        of(any::<u64>()),
        degrees.clone(),
        degrees,
        precision,
        0u32..9000,
    )
        .prop_map(
            |(name, geonames, latitude, longitude, precision, radius)| Place {
                name,
                geonames,
                latitude: latitude as f64 / 1e5,
                longitude: longitude as f64 / 1e5,
                precision,
                radius_km: f64::from(radius) / 10.0,
            },
        )
}

fn target() -> impl Strategy<Value = Target> {
    (sourced(word()), of(sourced(actor())), of(sourced(word()))).prop_map(
        |(kind, name, nationality)| Target {
            kind,
            name,
            nationality,
        },
    )
}

fn list<T: std::fmt::Debug>(one: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(one, 0..3)
}

fn status() -> impl Strategy<Value = Status> {
    prop::sample::select(vec![Status::Completed, Status::Foiled, Status::Threatened])
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    list((0usize..500, 0usize..60).prop_map(|(start, len)| Span::new(start, start + len)))
}

prop_compose! {
    fn account()(
        (class, kind, status) in (sourced(word()), sourced(word()), sourced(status())),
        (suicide, multiple) in (of(sourced(any::<bool>())), of(sourced(any::<bool>()))),
        (date, location) in (of(sourced(when())), of(sourced(place()))),
        texts in prop::collection::vec(of(sourced(word())), 5),
        actors in prop::collection::vec(list(sourced(actor())), 3),
        claimed in of(sourced(Just(Attribution::Claimed))),
        targets in list(target()),
        weapons in list(sourced(word())),
        figures in prop::collection::vec(of(sourced(estimate())), 7),
        about in of(word()),
        evidence in spans(),
        mentions in spans(),
    ) -> Account {
        let mut account = Account::new("r", "i01", class, kind, status);
        (account.suicide, account.multiple) = (suicide, multiple);
        (account.date, account.location) = (date, location);
        let [country, admin1, place, site, from] = texts.try_into().unwrap();
        (account.country, account.admin1, account.place) = (country, admin1, place);
        (account.site, account.from_country) = (site, from);
        let [perpetrators, claimed_by, denied_by] = actors.try_into().unwrap();
        (account.perpetrators, account.claimed_by) = (perpetrators, claimed_by);
        (account.denied_by, account.attribution) = (denied_by, claimed);
        (account.targets, account.weapons) = (targets, weapons);
        let [killed, injured, casualties, dead, arrested, attackers, lead] =
            figures.try_into().unwrap();
        (account.killed, account.injured, account.casualties) = (killed, injured, casualties);
        (account.killed_perpetrators, account.arrested) = (dead, arrested);
        (account.attackers, account.lead, account.about) = (attackers, lead, about);
        account.evidence = evidence;
        account.mentions = mentions
            .into_iter()
            .map(|span| Mention::new(MentionRole::Victim, span))
            .collect();
        account
    }
}

prop_compose! {
    fn tally()(
        (what, actor, countries) in (sourced(word()), of(sourced(actor())), list(sourced(word()))),
        (admin1, place, source) in (of(sourced(word())), of(sourced(word())), of(sourced(word()))),
        (window, status, count) in (of(sourced(when())), of(sourced(status())), sourced(estimate())),
        evidence in spans(),
    ) -> Tally {
        Tally {
            report: "r".into(), id: "t01".into(), what, actor, countries, admin1, place, window,
            status, count, source, evidence,
        }
    }
}

prop_compose! {
    fn warning()(
        (issued_by, issued_to) in (sourced(actor()), of(sourced(word()))),
        (date, about, heeded) in (of(sourced(when())), of(word()), of(sourced(any::<bool>()))),
        evidence in spans(),
    ) -> Warning {
        Warning {
            report: "r".into(), id: "w01".into(), issued_by, issued_to, date, about, heeded,
            evidence,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_reads_back_the_same(
        accounts in list(account()), tallies in list(tally()), warnings in list(warning()),
    ) {
        let coded = Coded { accounts, tallies, warnings, notes: Vec::new() };
        let report = Report { id: "r".into(), text: TEXT.repeat(2), ..Report::default() };
        let lines = jsonl(&report, &coded);
        let read = read_records(&lines).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&read, &coded);
        prop_assert_eq!(jsonl(&report, &read), lines);
    }

    #[test]
    fn no_line_makes_the_reader_fall_over(line in "\\PC{0,40}|[\\{\\}\\[\\]\":,a-z0-9]{0,60}") {
        let _ = read_records(&line);
    }
}

#[test]
fn how_sure_a_value_is_goes_out_and_comes_back() {
    let mut coded = coded();
    coded.accounts[0].class.confidence = Some(Confidence::of_hundred(93));
    let lines = jsonl(&report(), &coded);
    assert!(lines.contains("\"confidence\":0.93"));
    assert_eq!(read_records(&lines).unwrap().accounts, coded.accounts);
}

#[test]
fn what_was_not_coded_goes_out_and_comes_back() {
    let report = Report {
        text: "Погибли трое.\n12".into(),
        ..report()
    };
    let coded = Coded {
        notes: vec![Note::not_coded(Span::new(0, 24), "ru")],
        ..Coded::default()
    };
    let line = uncoded_jsonl(&report, &coded);
    let value: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["whole"], true, "figures are no words");
    assert_eq!(read_records(&line).unwrap(), coded);
}
