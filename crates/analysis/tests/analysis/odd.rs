//! Every question of nothing, of one incident, of undated ones, and of any record at all.

use crate::questions::*;
use crate::record::{Codebook, Made, incident};
use crate::stated::{of_iskp, stated, unit};
use analysis::{Answer, By, Columns, Filter, Settings, Side};
use model::{Estimate, Field, Incident, Value};
use proptest::prelude::*;

fn show(out: &mut Vec<String>, answer: &impl Answer) {
    out.push(answer.to_text(true));
    out.push(answer.to_json());
    out.extend(answer.sheets().iter().map(|sheet| sheet.to_csv(true)));
}

/// Everything that can be asked, as text, CSV and JSON.
pub fn everything(record: &[Incident], filter: Option<&str>) -> Vec<String> {
    let mut out = Vec::new();
    let list = [
        of_iskp(stated("t01", "killed", Estimate::about(3)), "2022/.."),
        unit(stated("t02", "killed", Estimate::exactly(1)), "Kabul"),
        unit(
            stated("t03", "killed", Estimate::at_least(u64::MAX)),
            "Takhar",
        ),
    ];
    ask(record, filter, |asked| {
        for period in ["day", "week", "month", "year"] {
            if let Ok(trend) = analysis::trend(asked, by(period), None) {
                show(&mut out, &trend);
            }
        }
        show(&mut out, &analysis::first(asked, &By::all()));
        show(&mut out, &analysis::claims(asked, by("month")));
        show(&mut out, &analysis::coverage(asked));
        show(&mut out, &analysis::reconcile(asked, &list));
        let settings = Settings {
            times: 20,
            ..Settings::default()
        };
        show(
            &mut out,
            &analysis::warnings(asked, &[], &[], settings, |_| ()),
        );
        for (one, other) in [
            ("2022", "2023"),
            ("AF", "PK"),
            ("2022/..", "AF"),
            ("ISKP", "ISKP"),
        ] {
            let side = |text: &str| Side::read(text, asked).unwrap();
            show(
                &mut out,
                &analysis::compare(asked, &side(one), &side(other)).unwrap(),
            );
        }
        show(&mut out, &analysis::actor_summary(asked, "ISKP").unwrap());
        out.push(analysis::count(asked, &[by("actor"), by("month")]).to_text(true));
    });
    out
}

pub fn is_clear(texts: &[String]) {
    for text in texts {
        for word in text.split(|letter: char| !letter.is_alphanumeric()) {
            assert!(
                !matches!(word, "NaN" | "inf" | "infinity" | "null."),
                "{text}"
            );
        }
    }
}

#[test]
fn nothing_one_incident_and_all_undated_have_clear_answers() {
    is_clear(&everything(&[], None));
    is_clear(&everything(&made(vec![incident("alone")]), None));
    is_clear(&everything(
        &made(vec![attack("alone", "2022-04-01", "AF")]),
        None,
    ));
    let undated: Vec<Made> = (0..5)
        .map(|at| attack(&format!("i{at}"), "", "AF"))
        .collect();
    is_clear(&everything(&made(undated), None));
    is_clear(&everything(
        &crate::record::record(),
        Some("killed > 1000000"),
    ));
    is_clear(&everything(&crate::record::record(), None));
}

pub fn any_incident() -> impl Strategy<Value = Incident> {
    let dates = prop_oneof![
        Just(String::new()),
        (1990i32..2030, 1u32..=12, 1u32..=28).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        (1990i32..2030, 1u32..=12).prop_map(|(y, m)| format!("{y}-{m:02}~")),
        (1990i32..2030).prop_map(|y| format!("{y}/..")),
        (1990i32..2030).prop_map(|y| format!("../{y}")),
    ];
    let estimate = prop::option::of((
        prop::option::of(0u64..99),
        prop::option::of(99u64..200),
        any::<bool>(),
    ));
    (
        0u32..1_000_000,
        dates,
        0usize..4,
        0usize..4,
        estimate,
        any::<[bool; 4]>(),
        prop::option::of((-90.0..90.0, -180.0..180.0, 0usize..7)),
    )
        .prop_map(|(id, date, country, actor, estimate, flags, point)| {
            let mut made = incident(&format!("I{id}"));
            if !date.is_empty() {
                made = made.date(&date);
            }
            if country < 3 {
                made = made.text(Field::Country, ["AF", "PK", "NO"][country]);
            }
            made = made.text(Field::Class, if flags[0] { "attack" } else { "threat" });
            match actor {
                0 => made = made.by(Field::Perpetrators, &[ISKP]),
                1 => {
                    made = made
                        .by(Field::Perpetrators, &[ISKP, TTP])
                        .by(Field::ClaimedBy, &[TTP]);
                }
                2 => made = made.by(Field::DeniedBy, &[(None, "Gunmen")]),
                _ => {}
            }
            if let Some((min, max, approx)) = estimate {
                made = made.killed(Estimate { min, max, approx });
            }
            if flags[1] {
                made = made.set(Field::Suicide, Value::Flag(flags[2]));
            }
            if let Some((latitude, longitude, precision)) = point {
                use model::Precision::{Admin1, Admin2, Country, Region, Sea, Settlement, Site};
                let all = [Site, Settlement, Admin2, Admin1, Region, Country, Sea];
                made = made.at(latitude, longitude, all[precision], 10.0);
            }
            made.0.accepted = flags[3];
            if flags[0] && date_is_told(&made.0) {
                made = made.disputed(Field::Date);
            }
            made.0
        })
}

fn date_is_told(incident: &Incident) -> bool {
    incident.when().is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn columns_written_down_and_read_again_answer_the_same(record in prop::collection::vec(any_incident(), 0..25)) {
        let columns = Columns::of(&record, &Codebook);
        let kept: std::collections::BTreeMap<&str, Vec<u8>> = columns.pack().into_iter().collect();
        let again = Columns::kept(Box::new(move |name| {
        kept.get(name).cloned().ok_or_else(|| "not kept".to_owned())
    })).unwrap();
        prop_assert_eq!(again.len(), record.len());
        for (row, incident) in (0..).zip(&record) {
            prop_assert_eq!(again.id(row), incident.id.as_str());
            prop_assert_eq!(again.when(row), incident.when());
            prop_assert_eq!(again.killed(row), incident.estimate(Field::Killed).filter(|e| !e.is_empty()));
            prop_assert_eq!(again.accounts(row), incident.accounts.clone());
            prop_assert_eq!(again.precision(row), incident.location().map(|place| place.precision));
        }
        for text in ["date in 2001/2010", "actor under 'Islamic State'", "killed >= 50", "suicide", "date is disputed",
            "within 3000 km of 'Kabul'", "source = 'Daily Wire'", "report = 'report-I5'", "not (country = 'AF')", "accepted", "undated",
            "id = 'I5'", "text ~ 'embassy'", "date before 2005", "country != 'AF'", "killed is told"] {
            let bound = text.parse::<Filter>().unwrap().bind(&Codebook).unwrap();
            let rows = bound.rows(&columns);
            prop_assert_eq!(&rows, &bound.rows(&again));
            let single: Vec<u32> = (0..).zip(&record).filter(|(_, i)| bound.matches(i)).map(|(row, _)| row).collect();
            prop_assert_eq!(rows, single);
        }
        let keys: Vec<model::AccountKey> = record.iter().map(|incident| incident.accounts[0].clone()).collect();
        let rows = again.rows_of_accounts(&keys);
        for (row, key) in rows.iter().zip(&keys) {
            prop_assert!(again.accounts(row.unwrap()).contains(key));
        }
    }

    #[test]
    fn columns_after_a_change_are_those_of_the_record_after_it(
        old in prop::collection::vec(any_incident(), 0..20),
        new in prop::collection::vec(any_incident(), 0..8),
        gone in prop::collection::vec(any::<bool>(), 20),
    ) {
        let place = |incident: &Incident| {
            let day = incident.when().and_then(|when| when.sort_day());
            (day.unwrap_or(jiff::civil::Date::MAX), incident.id.clone())
        };
        let named = |mut all: Vec<Incident>, letter: &str| {
            for (number, incident) in all.iter_mut().enumerate() {
                incident.id = format!("{letter}{number:03}");
            }
            all.sort_by_key(place);
            all
        };
        let (old, new) = (named(old, "I"), named(new, "H"));
        let rows: Vec<u32> = (0..old.len() as u32).filter(|row| gone[*row as usize]).collect();
        let stay = old.iter().zip(0u32..).filter(|(_, row)| !rows.contains(row)).map(|(incident, _)| incident);
        let mut whole: Vec<Incident> = stay.chain(&new).cloned().collect();
        whole.sort_by_key(place);
        let wanted = Columns::of(&whole, &Codebook);
        let changed = Columns::of(&old, &Codebook).changed(&rows, Columns::of(&new, &Codebook));
        // What is in no order, made whole.
        let shuffled = Columns::of(whole.iter().rev(), &Codebook).sorted();
        for columns in [changed, shuffled] {
            prop_assert_eq!(columns.ids(&columns.all()), wanted.ids(&wanted.all()));
            for text in ["date in 2001/2010", "actor under 'Islamic State'", "killed >= 50", "suicide", "source = 'Daily Wire'",
                "within 3000 km of 'Kabul'", "country = 'AF'", "accepted", "date is disputed", "claimed by 'Islamic State'"] {
                let Ok(filter) = text.parse::<Filter>() else { continue };
                let bound = filter.bind(&Codebook).unwrap();
                prop_assert_eq!(bound.rows(&columns), bound.rows(&wanted), "{}", text);
            }
            for (row, incident) in (0..).zip(&whole) {
                prop_assert_eq!(columns.accounts(row), incident.accounts.clone());
                prop_assert_eq!(columns.when(row), incident.when());
            }
            prop_assert_eq!(columns.failure(), None);
        }
    }

    #[test]
    fn no_record_makes_an_answer_unclear(record in prop::collection::vec(any_incident(), 0..12)) {
        is_clear(&everything(&record, None));
        is_clear(&everything(&record, Some("country = 'AF' and dated")));
    }

    #[test]
    fn a_trend_counts_each_incident_once(record in prop::collection::vec(any_incident(), 0..25)) {
        let trend = ask(&record, None, |asked| analysis::trend(asked, by("year"), None).unwrap());
        let counted: usize = trend.periods.iter().map(|period| period.count).sum();
        prop_assert_eq!(counted + trend.not_exact + trend.caption.undated, record.len());
    }

    #[test]
    fn the_shares_of_a_comparison_are_shares(record in prop::collection::vec(any_incident(), 0..25)) {
        let found = ask(&record, None, |asked| {
            let side = |text: &str| Side::read(text, asked).unwrap();
            analysis::compare(asked, &side("AF"), &side("PK")).unwrap()
        });
        for value in found.shifts.iter().flat_map(|shift| &shift.values) {
            for share in [value.one_share, value.other_share].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&share));
            }
        }
    }
}

#[test]
fn a_column_that_cannot_be_read_or_is_too_short_is_a_failure_and_not_an_answer() {
    let record: Vec<Incident> = (0..4)
        .map(|number| Incident {
            id: format!("I{number}"),
            ..Incident::default()
        })
        .collect();
    let packed: std::collections::BTreeMap<&str, Vec<u8>> =
        Columns::of(&record, &Codebook).pack().into_iter().collect();
    for broken in ["killed", "firsts", "country", "ids", "points", "flags"] {
        for missing in [true, false] {
            let mut packed = packed.clone();
            if missing {
                packed.remove(broken);
            } else if let Some(bytes) = packed.get_mut(broken) {
                bytes.pop();
            }
            let columns = Columns::kept(Box::new(move |name| {
                packed
                    .get(name)
                    .cloned()
                    .ok_or_else(|| "run this".to_owned())
            }))
            .unwrap();
            assert_eq!(columns.failure(), None);
            let _ = columns.pack();
            let failure = columns.failure().unwrap();
            assert!(
                failure.starts_with(&format!("column `{broken}`: ")),
                "{failure}"
            );
            assert_eq!(missing, failure.contains("run this"), "{failure}");
        }
    }
}
