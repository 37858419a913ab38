use crate::record::{Codebook, record};
use analysis::{ActorSummary, Answer, Asked, Columns, Mistake};

fn actor_summary(name: &str) -> Result<ActorSummary, Mistake> {
    let columns = Columns::of(&record(), &Codebook);
    analysis::actor_summary(&Asked::new(&columns, None, &Codebook, "range"), name)
}

#[test]
fn an_actors_page_counts_those_under_it() {
    let page = actor_summary("Islamic State").unwrap();
    assert_eq!(page.name, "Islamic State");
    assert_eq!(page.total.incidents, ["a", "b"]);
    assert_eq!(page.claimed.incidents, ["a"]);
    let first = page.first.unwrap();
    assert_eq!(
        (first.0.to_string().as_str(), first.1.as_str()),
        ("2022-09", "b")
    );
    assert_eq!(page.targets.rows[0].keys[0].label, "civilians");
}

#[test]
fn an_actors_page_reads_well_in_a_terminal() {
    let page = actor_summary("TTP").unwrap();
    assert_eq!(page.denied.incidents, ["e"]);
    let text = page.to_text(false);
    assert!(
        text.starts_with("Tehrik-i-Taliban Pakistan\n  id         ttp\n"),
        "{text}"
    );
    assert!(
        text.contains("\nby year\n  year         incidents"),
        "{text}"
    );
    assert!(page.to_json().contains("\"claimed\""));
}

#[test]
fn a_private_person_has_no_page() {
    let mistake = actor_summary("john doe").unwrap_err();
    assert!(mistake.to_string().contains("private person"));
}
