//! The deadliest incidents with each source's figures.

use crate::record::{Codebook, Made, incident};
use analysis::{Answer, Asked, Columns, Conflict, Filter, TollTold, Tolls};
use model::{AccountKey, Estimate, Field, Incident};
use proptest::prelude::*;

/// An incident of which each of these figures is told by a report of its own.
fn told(id: &str, figures: &[Estimate]) -> Made {
    let mut made = incident(id).text(Field::Type, "bombing").date("2022-09-05");
    made.0.accounts = (0..figures.len())
        .map(|at| AccountKey {
            report: format!("{id}-{at}"),
            account: "i01".into(),
        })
        .collect();
    // The range as settling shows it: from the lowest to the highest figure told.
    let shown = Estimate {
        min: figures.iter().map(Estimate::low).min(),
        max: figures.iter().map(Estimate::high).max(),
        approx: false,
    };
    made.killed(shown)
}

fn ask(record: &[(&str, Vec<Estimate>)], top: usize, conflicting: bool) -> Tolls {
    let incidents: Vec<Incident> = record
        .iter()
        .map(|(id, figures)| told(id, figures).0)
        .collect();
    let columns = Columns::of(&incidents, &Codebook);
    let asked = Asked::new(&columns, None, &Codebook, "range");
    analysis::tolls(&asked, top, conflicting, |key| {
        let (id, at) = key.report.rsplit_once('-')?;
        let (_, figures) = record.iter().find(|(known, _)| *known == id)?;
        Some(TollTold {
            report: key.report.clone(),
            source: key.report.clone(),
            killed: figures.get(at.parse::<usize>().ok()?).copied(),
            ..TollTold::default()
        })
    })
}

fn ids(tolls: &Tolls) -> Vec<&str> {
    tolls
        .tolls
        .iter()
        .map(|toll| toll.incident.as_str())
        .collect()
}

#[test]
fn the_deadliest_stand_first_by_the_highest_figure_told() {
    let record = [
        (
            "airport",
            vec![Estimate::at_least(13), Estimate::exactly(183)],
        ),
        ("hall", vec![Estimate::exactly(137)]),
        ("embassy", vec![Estimate::at_least(6), Estimate::exactly(8)]),
        ("quiet", vec![]),
    ];
    let tolls = ask(&record, 10, false);
    assert_eq!(ids(&tolls), ["airport", "hall", "embassy"]);
    assert_eq!(tolls.with_toll, 3);
    assert_eq!(
        tolls.caption.notes,
        ["1 incident tells no number of dead and stands outside"]
    );
    assert_eq!(ids(&ask(&record, 1, false)), ["airport"]);
}

#[test]
fn sources_that_differ_are_told_from_sources_that_contradict() {
    let conflict =
        |figures: &[Estimate]| ask(&[("a", figures.to_vec())], 1, false).tolls[0].conflict;
    let exactly = Estimate::exactly;
    assert_eq!(conflict(&[exactly(6)]), Conflict::OneSource);
    assert_eq!(conflict(&[exactly(6), exactly(6)]), Conflict::Same);
    assert_eq!(
        conflict(&[Estimate::at_least(6), exactly(8)]),
        Conflict::Differ
    );
    assert_eq!(conflict(&[exactly(13), exactly(183)]), Conflict::Contradict);
    assert_eq!(
        conflict(&[Estimate::about(150), exactly(152)]),
        Conflict::Differ
    );
    assert_eq!(
        conflict(&[Estimate::at_most(9), Estimate::at_least(12)]),
        Conflict::Contradict
    );
}

#[test]
fn only_conflicting_tolls_are_listed_where_these_are_asked_for() {
    let record = [
        ("one", vec![Estimate::exactly(50)]),
        ("same", vec![Estimate::exactly(40), Estimate::exactly(40)]),
        ("differ", vec![Estimate::at_least(6), Estimate::exactly(8)]),
    ];
    let tolls = ask(&record, 5, true);
    assert_eq!(ids(&tolls), ["differ"]);
    let sheets = tolls.sheets();
    assert_eq!(sheets[1].lines.len(), 2, "a row for each source");
}

#[test]
fn an_empty_record_has_no_tolls_and_says_so() {
    let tolls = ask(&[], 5, false);
    assert!(
        tolls
            .to_text(true)
            .starts_with("No incident tells a number of dead.")
    );
    let nothing: Filter = "killed > 99".parse().unwrap();
    let bound = nothing.bind(&Codebook).unwrap();
    let columns = Columns::of(&[], &Codebook);
    let asked = Asked::new(&columns, Some(&bound), &Codebook, "range");
    assert!(analysis::tolls(&asked, 0, true, |_| None).tolls.is_empty());
}

fn figure() -> impl Strategy<Value = Estimate> {
    (any::<Option<u64>>(), any::<Option<u64>>(), any::<bool>())
        .prop_map(|(min, max, approx)| Estimate { min, max, approx })
}

proptest! {
    #[test]
    fn the_order_of_reports_changes_no_verdict(figures in prop::collection::vec(figure(), 0..5)) {
        let mut other = figures.clone();
        other.reverse();
        let one = ask(&[("a", figures)], 3, false);
        let two = ask(&[("a", other)], 3, false);
        let verdicts = |tolls: &Tolls| tolls.tolls.iter().map(|toll| toll.conflict).collect::<Vec<_>>();
        prop_assert_eq!(verdicts(&one), verdicts(&two));
    }
}
