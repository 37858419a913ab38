//! What an incident shows.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod common;

use codebook::merging::MergingRules;
use common::{count, decided, key, told};
use merging::{Copies, SourceInfo, copies, group, settle, sketch};
use model::{
    Account, Correction, Decision, DecisionKind, Field, Incident, Policy, Showing, Span, Value,
};
use std::collections::BTreeMap;

fn airport() -> Vec<Account> {
    vec![
        told(
            "day#i01",
            "2021-08-26 AF Kabul | attack/bombing | killed=13+ site=Kabul_airport at=airport at=military:US by=Islamic_State",
        ),
        told(
            "paper#i01",
            "2021-08-26 AF Kabul | attack/attack | killed=103+ site=Kabul_airport at=airport by=Islamic_State_Khorasan_Province",
        ),
        told(
            "year#i01",
            "2021-08 AF Kabul | attack/attack | killed=183 site=Kabul_airport at=airport at=civilians by=Islamic_State_Khorasan_Province",
        ),
        told(
            "copy#i01",
            "2021-08 AF Kabul | attack/attack | killed=183 site=Kabul_airport at=airport at=civilians by=Islamic_State_Khorasan_Province",
        ),
    ]
}

fn one(accounts: &[Account], log: &[Decision], policy: Policy) -> Incident {
    let rules = MergingRules::shipped().with_parents(
        [(
            "islamic-state-khorasan-province".to_owned(),
            "islamic-state".to_owned(),
        )]
        .into(),
    );
    let grouping = group(accounts, log, &rules);
    let sources: BTreeMap<String, SourceInfo> = [
        ("day", "2021-08-26", 3),
        ("paper", "2021-08-27", 1),
        ("year", "2024-03-27", 2),
        ("copy", "2024-03-28", 2),
    ]
    .into_iter()
    .map(|(report, day, grade)| {
        let info = SourceInfo {
            published: Some(day.parse().unwrap()),
            grade: Some(grade),
            arrived: 0,
        };
        (report.to_owned(), info)
    })
    .collect();
    let copies = [vec!["copy".to_owned(), "year".to_owned()]];
    let settled = settle(
        &grouping,
        accounts,
        log,
        &Copies::Known(&copies),
        &sources,
        policy,
        &rules,
    );
    assert_eq!(settled.incidents.len(), 1, "{:?}", grouping.groups);
    assert!(settled.notes.is_empty(), "{:?}", settled.notes);
    settled.incidents[0].clone()
}

#[test]
fn each_policy_shows_its_figure_and_says_so() {
    for (policy, shown) in [
        (Policy::Range, "183"),
        (Policy::Lowest, "13+"),
        (Policy::Highest, "183"),
        (Policy::Latest, "183"),
        (Policy::Authoritative, "103+"),
        (Policy::Majority, "13+"),
    ] {
        let incident = one(&airport(), &[], policy);
        assert_eq!(
            incident.estimate(Field::Killed),
            Some(count(shown)),
            "{policy}"
        );
        assert_eq!(incident.fields[&Field::Killed].policy, policy.word());
        assert!(!incident.fields[&Field::Killed].disputed);
    }
}

#[test]
fn figures_that_cannot_both_be_right_are_disputed() {
    let accounts = [
        told(
            "day#i01",
            "2022-09-05 AF Kabul | attack/bombing | killed=6 site=Russian_embassy at=diplomatic:RU",
        ),
        told(
            "paper#i01",
            "2022-09-05 AF Kabul | attack/bombing | killed=8 site=Russian_embassy at=diplomatic:RU",
        ),
    ];
    let killed = &one(&accounts, &[], Policy::Range).fields[&Field::Killed];
    assert_eq!(killed.value, Value::Estimate(count("6-8")));
    assert_eq!(killed.from, [key("day#i01"), key("paper#i01")]);
    assert!(killed.disputed);
}

#[test]
fn a_site_that_is_named_more_fully_is_no_dispute() {
    let at = |key: &str, site: &str| {
        told(
            key,
            &format!("2031-03-04 AF Herat | attack/bombing | killed=6 site={site}"),
        )
    };
    let mut accounts = vec![
        at("day#i01", "consulate"),
        at("paper#i01", "Uzbek_consulate"),
        at("year#i01", "the_consulate"),
    ];
    let site =
        |accounts: &[Account]| one(accounts, &[], Policy::Range).fields[&Field::Site].clone();
    let shown = site(&accounts);
    assert_eq!(shown.value, Value::Text("Uzbek consulate".into()));
    assert_eq!(shown.from, [key("paper#i01")]);
    assert!(!shown.disputed);
    accounts.reverse();
    assert_eq!(site(&accounts), shown);
    // Another name is a dispute.
    accounts[0] = at("year#i01", "Russian_consulate");
    assert!(site(&accounts).disputed);
}

#[test]
fn copies_count_as_one_source() {
    assert_eq!(one(&airport(), &[], Policy::Range).independent_sources, 3);
}

#[test]
fn the_more_exact_value_is_shown() {
    let incident = one(&airport(), &[], Policy::Range);
    assert_eq!(incident.when().unwrap().to_string(), "2021-08-26");
    assert_eq!(incident.text(Field::Type), Some("bombing"));
    let names: Vec<&str> = incident
        .actors(Field::Perpetrators)
        .iter()
        .map(|actor| actor.name.as_str())
        .collect();
    assert_eq!(names, ["Islamic State Khorasan Province"]);
    assert!(!incident.fields[&Field::Perpetrators].disputed);
    assert_eq!(
        incident.texts(Field::Targets),
        ["airport", "civilians", "military"]
    );
}

#[test]
fn what_a_person_corrected_stands_above_the_accounts() {
    let correct = |number, field, value: Option<&str>| {
        decided(
            number,
            DecisionKind::Correct {
                account: key("day#i01"),
                correction: Correction {
                    field,
                    value: value.map(str::to_owned),
                    spans: Vec::new(),
                },
            },
        )
    };
    let log = [
        correct(1, Field::Killed, Some("180")),
        correct(2, Field::Killed, Some("182+")),
        correct(3, Field::Site, None),
        decided(
            4,
            DecisionKind::Accept {
                account: key("year#i01"),
                shown: None,
            },
        ),
    ];
    let incident = one(&airport(), &log, Policy::Range);
    assert_eq!(incident.estimate(Field::Killed), Some(count("182+")));
    assert_eq!(incident.fields[&Field::Killed].policy, "decided");
    assert!(!incident.fields.contains_key(&Field::Site));
    assert_eq!(incident.unsupported, [Field::Killed]);
}

fn accept(number: u64, account: &str, shown: Option<Showing>) -> Decision {
    decided(
        number,
        DecisionKind::Accept {
            account: key(account),
            shown,
        },
    )
}

fn correct(number: u64, field: Field, value: &str, words: bool) -> Decision {
    let spans = words.then_some(Span { start: 0, end: 5 });
    decided(
        number,
        DecisionKind::Correct {
            account: key("day#i01"),
            correction: Correction {
                field,
                value: Some(value.to_owned()),
                spans: spans.into_iter().collect(),
            },
        },
    )
}

#[test]
fn an_incident_is_accepted_while_it_shows_what_was_accepted() {
    let accounts = airport();
    let before = one(&accounts, &[], Policy::Range);
    let log = [accept(1, "year#i01", Some(before.showing()))];
    // Whatever policy it is looked at under, and whatever the order.
    for policy in Policy::ALL {
        assert!(one(&accounts, &log, policy).accepted, "{policy}");
    }
    // Another report says the same: nothing has changed.
    let mut more = accounts.clone();
    more.push(told(
        "late#i01",
        "2021-08-26 AF Kabul | attack/bombing | killed=183 site=Kabul_airport at=airport by=Islamic_State_Khorasan_Province",
    ));
    assert!(one(&more, &log, Policy::Range).accepted);
    // Another toll, of which nobody has seen anything yet.
    more.last_mut().unwrap().killed = Some(common::read(count("220")));
    for policy in Policy::ALL {
        let incident = one(&more, &log, policy);
        assert!(!incident.accepted, "{policy}");
        assert_eq!(
            incident.lapsed.as_deref(),
            Some("changed since it was accepted by decision 1: killed was 183 and is 183–220"),
            "{policy}"
        );
    }
    let shown = one(&more, &log, Policy::Range);
    more.reverse();
    assert_eq!(one(&more, &log, Policy::Range), shown);
    // Accepted as it is shown now.
    let again = [log[0].clone(), accept(2, "day#i01", Some(shown.showing()))];
    let incident = one(&more, &again, Policy::Lowest);
    assert!(incident.accepted && incident.lapsed.is_none());
}

#[test]
fn a_new_dispute_is_a_change_and_one_that_is_over_is_none() {
    let mut shown = one(&airport(), &[], Policy::Range).showing();
    let now = shown.clone();
    shown.disputed.insert(Field::Killed);
    assert_eq!(shown.changes(&now), [""; 0]);
    assert_eq!(now.changes(&shown), ["killed is disputed"]);
}

#[test]
fn a_correction_after_the_acceptance_lets_it_lapse_until_it_is_undone() {
    let accounts = airport();
    let before = one(&accounts, &[], Policy::Range);
    let mut log = vec![
        accept(1, "year#i01", Some(before.showing())),
        correct(2, Field::Killed, "190", true),
    ];
    let incident = one(&accounts, &log, Policy::Range);
    assert!(!incident.accepted);
    assert!(
        incident
            .lapsed
            .unwrap()
            .contains("killed was 183 and is 190")
    );
    log.push(decided(3, DecisionKind::Undo { decision: 2 }));
    assert!(one(&accounts, &log, Policy::Range).accepted);
}

#[test]
fn nothing_is_accepted_while_a_value_has_no_words() {
    let accounts = airport();
    let bare = correct(1, Field::Killed, "183", false);
    let shown = one(&accounts, std::slice::from_ref(&bare), Policy::Range).showing();
    for shown in [Some(shown), None] {
        let mut log = vec![bare.clone(), accept(2, "year#i01", shown.clone())];
        let incident = one(&accounts, &log, Policy::Range);
        assert!(!incident.accepted);
        assert_eq!(incident.unsupported, [Field::Killed]);
        assert_eq!(
            incident.lapsed.as_deref(),
            Some("accepted by decision 2, but no words stand behind killed")
        );
        // The words are shown later.
        log.push(correct(3, Field::Killed, "183", true));
        assert!(one(&accounts, &log, Policy::Range).accepted);
    }
}

#[test]
fn an_acceptance_that_does_not_say_what_was_shown_holds_whatever_is_shown() {
    let log = [
        accept(1, "year#i01", None),
        correct(2, Field::Killed, "190", true),
    ];
    assert!(one(&airport(), &log, Policy::Range).accepted);
}

#[test]
fn a_correction_that_cannot_be_read_is_noted() {
    let accounts = airport();
    let rules = MergingRules::shipped();
    let log = [decided(
        1,
        DecisionKind::Correct {
            account: key("day#i01"),
            correction: Correction {
                field: Field::Killed,
                value: Some("many".into()),
                spans: Vec::new(),
            },
        },
    )];
    let grouping = group(&accounts, &log, &rules);
    let settled = settle(
        &grouping,
        &accounts,
        &log,
        &Copies::Known(&[]),
        &BTreeMap::new(),
        Policy::Range,
        &rules,
    );
    assert_eq!(settled.notes.len(), 1);
    assert!(
        settled.notes[0].text.contains("`many` is no number"),
        "{}",
        settled.notes[0].text
    );
}

#[test]
fn an_incident_without_accounts_is_none() {
    let accounts = [told("a#i01", "2022-09-05 AF Kabul | attack/bombing")];
    let rules = MergingRules::shipped();
    let log = [decided(
        1,
        DecisionKind::Reject {
            account: key("a#i01"),
        },
    )];
    let grouping = group(&accounts, &log, &rules);
    assert!(
        settle(
            &grouping,
            &accounts,
            &log,
            &Copies::Known(&[]),
            &BTreeMap::new(),
            Policy::Range,
            &rules
        )
        .incidents
        .is_empty()
    );
}

#[test]
fn an_incident_keeps_its_name_when_a_report_arrives() {
    let rules = MergingRules::shipped();
    let text = "2022-09-05 AF Kabul | attack/bombing | killed=8 site=Russian_embassy";
    let arrived = |numbers: &[(&str, u64)]| -> BTreeMap<String, SourceInfo> {
        numbers
            .iter()
            .map(|(report, arrived)| {
                (
                    (*report).to_owned(),
                    SourceInfo {
                        arrived: *arrived,
                        ..SourceInfo::default()
                    },
                )
            })
            .collect()
    };
    let sources = arrived(&[("m", 1), ("a", 2)]);
    let ids = |accounts: &[Account]| -> Vec<String> {
        let grouping = group(accounts, &[], &rules);
        settle(
            &grouping,
            accounts,
            &[],
            &Copies::Known(&[]),
            &sources,
            Policy::Range,
            &rules,
        )
        .incidents
        .into_iter()
        .map(|incident| incident.id)
        .collect()
    };
    let first = [told("m#i01", text)];
    let both = [told("a#i01", text), told("m#i01", text)];
    assert_eq!(ids(&first), ids(&both));
    assert!(ids(&first)[0].len() == 11 && ids(&first)[0].starts_with('I'));
}

#[test]
fn a_shortened_wire_story_is_a_copy_and_a_story_of_the_same_attack_is_not() {
    let story = "Gunmen attacked a convoy near the river crossing on Tuesday morning and killed four guards, the \
        provincial governor said at a press conference. Two of the attackers died in the fighting, which went on \
        until noon. Nobody has claimed the attack so far. Villagers told of burning trucks along the road and of \
        helicopters that came an hour later. The road was opened again in the evening.";
    let shortened = "(Wire) Gunmen attacked a convoy near the river crossing on Tuesday morning and killed four guards, the \
        provincial governor said at a press conference. Two of the attackers died in the fighting, which went on \
        until noon. Nobody has claimed the attack so far. Villagers told of burning trucks along the road.";
    let other = "Four guards lost their lives when armed men opened fire on trucks close to the river crossing. The \
        governor spoke of a planned ambush. According to local elders the army needed an hour to reach the place.";
    let sketches: BTreeMap<String, Vec<u64>> = [
        ("story", story),
        ("shortened", shortened),
        ("other", other),
        ("empty", ""),
    ]
    .into_iter()
    .map(|(id, text)| (id.to_owned(), sketch(text)))
    .collect();
    assert_eq!(
        copies(&sketches, &MergingRules::shipped()),
        [["shortened", "story"]]
    );
}

/// Two papers say Monday, one says Wednesday, one only the month.
fn disagreeing() -> Vec<Account> {
    vec![
        told(
            "day#i01",
            "2021-08-23 AF Kabul | attack/bombing | killed=13 site=Kabul_airport by=Islamic_State",
        ),
        told(
            "paper#i01",
            "2021-08-25 AF Herat | attack/bombing | killed=13 site=Kabul_airport by=Taliban",
        ),
        told(
            "year#i01",
            "2021-08-23 AF Kabul | attack/bombing | killed=13 site=Kabul_airport by=Islamic_State_Khorasan_Province",
        ),
    ]
}

/// The same accounts as one incident, whatever the machine makes of them.
fn together(policy: Policy) -> Incident {
    let same = |number: u64, b: &str| {
        let kind = DecisionKind::Same {
            a: key("day#i01"),
            b: key(b),
        };
        decided(number, kind)
    };
    one(
        &disagreeing(),
        &[same(1, "paper#i01"), same(2, "year#i01")],
        policy,
    )
}

#[test]
fn a_policy_chooses_among_dates_that_cannot_all_be_right() {
    let day = |policy: Policy| together(policy).when().unwrap().to_string();
    assert_eq!(day(Policy::Lowest), "2021-08-23");
    assert_eq!(day(Policy::Highest), "2021-08-25");
    assert_eq!(day(Policy::Majority), "2021-08-23");
    assert_eq!(day(Policy::Latest), "2021-08-23");
    assert_eq!(day(Policy::Authoritative), "2021-08-25");
    let settled = &together(Policy::Authoritative).fields[&Field::Date];
    assert_eq!(settled.policy, "authoritative");
    assert!(settled.disputed, "the others still say Monday");
    assert_eq!(settled.from, [key("paper#i01")]);
}

#[test]
fn a_policy_chooses_places_and_perpetrators() {
    let place = |policy: Policy| together(policy).text(Field::Place).unwrap().to_owned();
    assert_eq!(place(Policy::Range), "Kabul");
    assert_eq!(place(Policy::Authoritative), "Herat");
    let names = |policy: Policy| {
        let incident = together(policy);
        let actors = incident.actors(Field::Perpetrators).iter();
        actors
            .map(|actor| actor.name.clone())
            .collect::<Vec<String>>()
            .join("; ")
    };
    assert_eq!(
        names(Policy::Range),
        "Islamic State Khorasan Province; Taliban"
    );
    assert_eq!(
        names(Policy::Highest),
        "Islamic State Khorasan Province; Taliban"
    );
    assert_eq!(names(Policy::Authoritative), "Taliban");
    assert_eq!(names(Policy::Latest), "Islamic State Khorasan Province");
}

#[test]
fn near_copies_have_one_vote() {
    let mut accounts = disagreeing();
    accounts[0].date = accounts[1].date.clone();
    // "copy" repeats "year": the two Mondays are one source against two for Wednesday.
    let mut copy = accounts[2].clone();
    copy.report = "copy".into();
    accounts.push(copy);
    let same = |number: u64, b: &str| {
        decided(
            number,
            DecisionKind::Same {
                a: key("day#i01"),
                b: key(b),
            },
        )
    };
    let log = [
        same(1, "paper#i01"),
        same(2, "year#i01"),
        same(3, "copy#i01"),
    ];
    let incident = one(&accounts, &log, Policy::Majority);
    assert_eq!(incident.when().unwrap().to_string(), "2021-08-25");
    assert_eq!(incident.independent_sources, 3);
}

/// One incident of accounts whose reports are graded so; the machine's opinion is left out.
fn graded(accounts: &[Account], grades: &[(&str, Option<&str>)], policy: Policy) -> Incident {
    let rules = MergingRules::shipped();
    let first = accounts[0].key();
    let log: Vec<Decision> = (1..)
        .zip(&accounts[1..])
        .map(|(number, account)| {
            let (a, b) = (first.clone(), account.key());
            decided(number, DecisionKind::Same { a, b })
        })
        .collect();
    let sources: BTreeMap<String, SourceInfo> = grades
        .iter()
        .map(|(report, grade)| {
            let grade: Option<model::Grade> = grade.map(|grade| grade.parse().unwrap());
            let info = SourceInfo {
                grade: grade.and_then(model::Grade::rank),
                ..SourceInfo::default()
            };
            ((*report).to_owned(), info)
        })
        .collect();
    let grouping = group(accounts, &log, &rules);
    let copies = Copies::Known(&[]);
    let settled = settle(&grouping, accounts, &log, &copies, &sources, policy, &rules);
    assert_eq!(settled.incidents.len(), 1);
    settled.incidents[0].clone()
}

#[test]
fn an_unreliable_source_does_not_silence_those_nobody_graded() {
    let accounts = [
        told(
            "wire#i01",
            "2022-09-05 AF Kabul | attack/bombing | killed=6",
        ),
        told(
            "post#i01",
            "2022-09-05 AF Kabul | attack/bombing | killed=8",
        ),
        told(
            "rumour#i01",
            "2022-09-05 AF Kabul | attack/bombing | killed=90",
        ),
    ];
    let killed = |grades: &[(&str, Option<&str>)]| {
        let incident = graded(&accounts, grades, Policy::Authoritative);
        incident.estimate(Field::Killed).unwrap()
    };
    let one = [("wire", None), ("post", None), ("rumour", Some("E5"))];
    assert_eq!(killed(&one), count("6-8"));
    let two = [("wire", None), ("post", Some("C3")), ("rumour", Some("E5"))];
    assert_eq!(killed(&two), count("8"));
    let bad = [
        ("wire", Some("E2")),
        ("post", Some("D4")),
        ("rumour", Some("E5")),
    ];
    assert_eq!(killed(&bad), count("8"), "the best of the bad");
}

#[test]
fn policies_choose_class_attribution_and_claims_too() {
    let mut accounts = [
        told("a#i01", "2022-09-05 AF Kabul | clash/clash | by=Taliban"),
        told(
            "b#i01",
            "2022-09-05 AF Kabul | attack/bombing | by=Taliban claimed=Islamic_State",
        ),
        told("c#i01", "2022-09-05 AF Kabul | clash/clash | by=Taliban"),
    ];
    for account in [0, 2] {
        let suspected = common::read(model::Attribution::Suspected);
        accounts[account].attribution = Some(suspected);
    }
    accounts[0].claimed_by = vec![common::read(model::ActorRef::named("Taliban"))];
    accounts[2].claimed_by = accounts[0].claimed_by.clone();
    let grades = [("a", None), ("b", Some("A1")), ("c", None)];
    let shown = |policy: Policy| {
        let incident = graded(&accounts, &grades, policy);
        let claims: Vec<&str> = incident
            .actors(Field::ClaimedBy)
            .iter()
            .map(|actor| actor.name.as_str())
            .collect();
        format!(
            "{} {} {} {}",
            incident.text(Field::Class).unwrap(),
            incident.text(Field::Type).unwrap(),
            incident.text(Field::Attribution).unwrap(),
            claims.join("+")
        )
    };
    assert_eq!(
        shown(Policy::Range),
        "clash clash claimed Islamic State+Taliban"
    );
    assert_eq!(
        shown(Policy::Authoritative),
        "attack bombing claimed Islamic State"
    );
    assert_eq!(shown(Policy::Majority), "clash clash suspected Taliban");
    let incident = graded(&accounts, &grades, Policy::Authoritative);
    let class = &incident.fields[&Field::Class];
    assert_eq!(class.policy, "authoritative");
    assert!(class.disputed, "the others still say clash");
}
