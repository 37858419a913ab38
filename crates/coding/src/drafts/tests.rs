//! What wires in capitals tell, and do not.

use codebook::{Codebook, gazetteer::Gazetteer};
use model::{Account, Report};

fn wire(text: &str) -> Vec<Account> {
    let report = Report {
        id: "wire".into(),
        text: format!("BOGOTA, 4 FEB 90 (EFE) -- [TEXT] {text}"),
        ..Report::default()
    };
    crate::code(&report, Codebook::embedded(), &Gazetteer::embedded()).accounts
}

fn place(text: &str) -> Option<String> {
    let mut accounts = wire(text);
    assert_eq!(accounts.len(), 1, "{accounts:#?}");
    Some(accounts.remove(0).place?.value)
}

#[test]
fn an_incident_is_where_the_next_sentence_says_that_it_occurred() {
    let told = "GUNMEN MURDERED JUDGE ANA SALINAS ON 2 FEBRUARY.";
    assert_eq!(
        place(&format!("{told} THE INCIDENT OCCURRED IN CALI.")),
        Some("Cali".into())
    );
    assert_eq!(place(&format!("{told} SHE HAD STUDIED IN CALI.")), None);
}

#[test]
fn a_village_that_nobody_knows_is_named_by_its_sort() {
    let told = "GUNMEN MURDERED JUDGE ANA SALINAS ON 2 FEBRUARY IN";
    assert_eq!(
        place(&format!("{told} QUIRIMOCO MUNICIPALITY.")),
        Some("QUIRIMOCO".into())
    );
}

#[test]
fn what_goes_on_is_no_act_of_a_day() {
    assert!(wire("THE ARMY IS BOMBING THE PEASANTS OF CALI.").is_empty());
    assert!(!wire("THE ARMY BOMBED THE PEASANTS OF CALI.").is_empty());
}

#[test]
fn a_question_tells_nothing() {
    assert!(wire("WHO MURDERED JUDGE ANA SALINAS IN CALI ON 2 FEBRUARY?").is_empty());
    assert_eq!(
        wire("GUNMEN MURDERED JUDGE ANA SALINAS IN CALI ON 2 FEBRUARY.").len(),
        1
    );
}

#[test]
fn what_is_feared_has_not_happened() {
    assert!(wire("THERE IS THE DANGER OF HIS BEING SHOT IN CALI.").is_empty());
}

#[test]
fn the_day_of_a_report_is_not_the_day_of_the_act() {
    let accounts =
        wire("THE POLICE REPORTED TODAY THAT GUNMEN MURDERED JUDGE ANA SALINAS IN CALI.");
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].date, None);
}
