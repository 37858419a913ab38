//! Accounts as analysts' articles, dailies and chronicles tell well-known incidents: those of
//! one incident end as one, those easily taken for it stay apart.

#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod common;

use codebook::merging::MergingRules;
use common::told;
use merging::{Verdict, compare, group};
use model::Account;

const ISKP: &str = "by=Islamic_State_Khorasan_Province";

/// Asserts that all accounts, each of a report of its own, end in one group.
fn one_incident(tellings: &[&str]) {
    let accounts: Vec<Account> = tellings
        .iter()
        .enumerate()
        .map(|(at, text)| told(&format!("report-{at}#i01"), text))
        .collect();
    let grouping = group(&accounts, &[], &MergingRules::shipped());
    let pairs: Vec<String> = accounts
        .iter()
        .flat_map(|a| accounts.iter().map(move |b| (a, b)))
        .filter(|(a, b)| a.report < b.report)
        .map(|(a, b)| {
            let comparison = compare(a, b, &MergingRules::shipped());
            format!(
                "{} {} {:.1}: {:?}",
                a.report, b.report, comparison.score, comparison.parts
            )
        })
        .collect();
    assert_eq!(grouping.groups.len(), 1, "{}", pairs.join("\n"));
}

/// Asserts that the machine joins no two of them.
fn all_apart(tellings: &[&str]) {
    for (at, a) in tellings.iter().enumerate() {
        for b in &tellings[at + 1..] {
            let comparison = compare(
                &told("r#i01", a),
                &told("s#i01", b),
                &MergingRules::shipped(),
            );
            assert_ne!(
                comparison.verdict,
                Verdict::Same,
                "{a}\n{b}\n{}",
                comparison.text
            );
        }
    }
}

#[test]
fn the_embassy_bombing_in_kabul_is_one_incident_with_all_its_figures() {
    one_incident(&[
        &format!(
            "2022-09-05 AF Kabul | attack/bombing | killed=6+ suicide=yes site=Russian_embassy at=diplomatic:RU weapon=explosives {ISKP}"
        ),
        "2022-09-05 AF Kabul | attack/bombing | killed=8 suicide=yes site=Russian_embassy at=diplomatic:RU by=Islamic_State",
        &format!(
            "2022-09-05 AF Kabul | attack/bombing | killed=8 suicide=yes site=Russian_embassy at=diplomatic:RU {ISKP}"
        ),
    ]);
}

#[test]
fn the_airport_attack_told_by_day_and_by_year_is_one_incident() {
    one_incident(&[
        &format!(
            "2021-08-26 AF Kabul | attack/bombing | killed=13+ casualties=200+ suicide=yes site=Kabul_International_Airport at=airport at=military:US {ISKP}"
        ),
        &format!(
            "2021 AF Kabul | attack/attack | killed=183 site=Kabul_Airport at=airport at=civilians at=military:US {ISKP}"
        ),
        &format!(
            "2021-08 AF Kabul | attack/bombing | killed=183+ injured=150 site=Kabul_airport at=airport {ISKP}"
        ),
    ]);
}

#[test]
fn the_concert_hall_told_by_day_and_by_year_is_one_incident() {
    one_incident(&[
        &format!(
            "2024-03-22 RU Moscow | attack/armed_assault | killed=137 injured=100+ site=Crocus_City_Hall at=entertainment at=civilians {ISKP}"
        ),
        &format!(
            "2024 RU Moscow | attack/armed_assault | site=Crocus_City_Hall at=entertainment {ISKP}"
        ),
        &format!("2024-03 RU - | attack/attack | killed=140+ site=Crocus_City_Hall {ISKP}"),
    ]);
}

#[test]
fn kerman_told_by_day_and_by_year_is_one_incident() {
    let day = format!(
        "2024-01-03 IR Kerman | attack/bombing | killed=90+ multiple=yes at=civilians {ISKP}"
    );
    one_incident(&[&day, &format!("2024 IR Kerman | attack/attack | {ISKP}")]);
    let other_method = format!("2024 IR Kerman | attack/armed_assault | {ISKP}");
    let rules = MergingRules::shipped();
    let verdict = compare(&told("r#i01", &day), &told("s#i01", &other_method), &rules).verdict;
    assert_eq!(verdict, Verdict::Ask);
}

#[test]
fn a_year_that_two_attacks_fit_is_a_question() {
    let vague = format!("2024 IR Kerman | attack/attack | {ISKP}");
    let accounts = [
        told(
            "a#i01",
            &format!("2024-01-03 IR Kerman | attack/bombing | {ISKP}"),
        ),
        told(
            "b#i01",
            &format!("2024-07-09 IR Kerman | attack/bombing | {ISKP}"),
        ),
        told("c#i01", &vague),
    ];
    let grouping = group(&accounts, &[], &MergingRules::shipped());
    assert_eq!(grouping.groups.len(), 3);
    assert_eq!(grouping.asks.len(), 2);
}

#[test]
fn shiraz_told_by_day_and_by_month_is_one_incident_and_next_years_another() {
    let day = "2022-10-26 IR Shiraz | attack/armed_assault | killed=15 site=Shah_Cheragh_Shrine at=religious by=Islamic_State";
    let month = format!("2022-10 IR Shiraz | attack/attack | {ISKP}");
    let next_year = format!("2023-08 IR Shiraz | attack/attack | {ISKP}");
    one_incident(&[day, &month]);
    all_apart(&[day, &next_year]);
    all_apart(&[&month, &next_year]);
}

#[test]
fn rockets_over_the_border_are_one_incident_a_country() {
    let uzbekistan = format!(
        "2022-04-18 UZ Termez | attack/shelling | from=AF at=military:UZ weapon=rocket {ISKP}"
    );
    let uzbekistan_later =
        format!("../2024-11-21 UZ - | attack/shelling | from=AF weapon=rocket {ISKP}");
    let tajikistan = format!(
        "2022-05-07 TJ - | attack/shelling | from=AF at=military:TJ weapon=rocket claimed=Islamic_State_Khorasan_Province {ISKP}"
    );
    let tajikistan_later =
        format!("../2024-11-21 TJ - | attack/shelling | from=AF weapon=rocket {ISKP}");
    one_incident(&[&uzbekistan, &uzbekistan_later]);
    one_incident(&[&tajikistan, &tajikistan_later]);
    all_apart(&[&uzbekistan, &tajikistan]);
    all_apart(&[&uzbekistan_later, &tajikistan_later]);
}

#[test]
fn two_attacks_in_the_maldives_stay_two() {
    all_apart(&[
        &format!("2020-02 MV - | attack/attack | {ISKP}"),
        &format!("2020-04 MV - | attack/attack | {ISKP}"),
    ]);
}

#[test]
fn the_consulate_and_its_employee_are_two() {
    all_apart(&[
        &format!(
            "2016-01 AF Jalalabad | attack/armed_assault | site=Pakistani_consulate at=diplomatic:PK suicide=yes {ISKP}"
        ),
        &format!("2021-07 AF Jalalabad | attack/assassination | killed=1 at=diplomatic:PK {ISKP}"),
        &format!(
            "2021-09 AF Jalalabad | attack/bombing | killed=3+ site=Indian_consulate at=diplomatic:IN multiple=yes {ISKP}"
        ),
    ]);
}

#[test]
fn plots_of_one_month_against_two_cities_are_two() {
    all_apart(&[
        &format!("2023-12 AT Vienna | attack/attack | status=foiled {ISKP}"),
        &format!("2023-12 DE Cologne | attack/attack | status=foiled {ISKP}"),
    ]);
}

#[test]
fn a_plot_against_another_embassy_is_not_the_bombing_of_this_one() {
    all_apart(&[
        &format!(
            "2022-09-05 AF Kabul | attack/bombing | killed=6+ suicide=yes site=Russian_embassy at=diplomatic:RU {ISKP}"
        ),
        &format!(
            "2021-08-26/.. AF Kabul | attack/bombing | status=foiled site=Turkmenistan_embassy at=diplomatic:TM {ISKP}"
        ),
    ]);
}

#[test]
fn strikes_of_two_days_on_one_town_stay_two() {
    all_apart(&[
        "2017-01-08 IQ Mosul | operation/air_strike | by=Coalition weapon=aircraft at=armed_group",
        "2017-01-09 IQ Mosul | operation/air_strike | by=Coalition weapon=aircraft at=armed_group",
    ]);
}

#[test]
fn an_arrest_is_no_second_account_of_the_attack() {
    all_apart(&[
        "2024-03-22 RU Moscow | attack/armed_assault | killed=137 site=Crocus_City_Hall",
        "2024-03-23 RU Moscow | operation/arrest | arrested=11",
    ]);
}

#[test]
fn the_reason_says_what_agrees_in_words() {
    let a = told(
        "r#i01",
        "2022-09-05 AF Kabul | attack/bombing | killed=6+ site=Russian_embassy at=diplomatic:RU",
    );
    let b = told(
        "s#i01",
        "2022-09-05 AF Kabul | attack/bombing | killed=8 site=Russian_embassy at=diplomatic:RU",
    );
    let rules = MergingRules::shipped();
    assert_eq!(
        compare(&a, &b, &rules).text,
        "same day, same settlement (Kabul), both bombing, same site (Russian embassy), both at diplomatic of RU, killed 6+ and 8"
    );
    assert_eq!(compare(&a, &b, &rules).text, compare(&b, &a, &rules).text);
}

#[test]
fn a_private_persons_name_is_no_evidence() {
    let plain = told("r#i01", "2022-09-05 AF Kabul | attack/bombing");
    let with_name = |report: &str| {
        let mut account = told(report, "2022-09-05 AF Kabul | attack/bombing");
        let mut person = model::ActorRef::named("A Private Person");
        person.person = true;
        account.perpetrators.push(common::read(person));
        account
    };
    let rules = MergingRules::shipped();
    let score = |a: &Account, b: &Account| compare(a, b, &rules).score;
    let other = told("s#i01", "2022-09-05 AF Kabul | attack/bombing");
    assert!((score(&with_name("r#i01"), &with_name("s#i01")) - score(&plain, &other)).abs() < 1e-9);
}

#[test]
fn two_methods_in_one_province_on_one_day_are_for_a_person_to_judge() {
    let post = "2031-03-10 PK Karachi | attack/bombing | injured=2 admin1=Sindh site=police_post at=police weapon=grenade";
    let station = "2031-03-10 PK - | attack/armed_assault | injured=2 admin1=Sindh site=police_station at=police";
    all_apart(&[post, station]);
    // In one town they are one attack still: a bomb, and the shots that came with it.
    one_incident(&[
        "2031-03-10 PK Karachi | attack/bombing | injured=12 site=Korangi_police_station at=police",
        "2031-03-10 PK Karachi | attack/armed_assault | injured=12 site=Korangi_police_station at=police",
    ]);
}
