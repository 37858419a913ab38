//! The same template over a record that changed.

use super::*;

const TEMPLATE: &str = "# Now\n\nWe know of {{count where=\"killed >= 1\" noun=attack}}. In them, {{toll}}.\n\n{{table by=month}}\n";

fn figures(record: &Record, policy: &str) -> Figures {
    let made = render(
        TEMPLATE,
        "a.md",
        &record.view(),
        policy,
        &Options::default(),
    )
    .unwrap();
    let figures = Figures::of(
        made.figures,
        &record.view(),
        policy,
        "1 abc",
        &BTreeMap::new(),
    );
    // As it is read from the file beside the brief.
    Figures::read(&figures.to_json()).unwrap()
}

fn compared(before: &Record, now: &Record) -> Changes {
    changes(
        &figures(before, "range"),
        &figures(now, "range"),
        &now.view(),
    )
}

#[test]
fn a_brief_that_says_the_same_has_no_changes() {
    let found = compared(&embassy(), &embassy());
    assert!(found.is_empty(), "{}", found.to_text());
    assert_eq!(found.to_text(), "No figure changed; 4 were compared.\n");
}

#[test]
fn a_new_incident_is_named_with_its_report() {
    let killed = [(Field::Killed, Value::Estimate(Estimate::exactly(3)))];
    let now = embassy().add("Three died.", &kabul(&killed));
    let found = compared(&embassy(), &now);
    let first = &found.changes[0];
    assert_eq!(first.was.as_deref(), Some("We know of one attack."));
    assert_eq!(first.now.as_deref(), Some("We know of two attacks."));
    assert_eq!(
        first.why,
        ["I0000000002 (bombing, Kabul, Afghanistan, 5 September 2022) is new, told by wire-2"]
    );
    let text = found.to_text();
    assert!(
        text.contains("was: In them, at least six people were killed and ten injured."),
        "{text}"
    );
    assert!(
        text.contains("now: In them, at least nine people were killed and ten injured."),
        "{text}"
    );
}

#[test]
fn a_value_that_changed_says_from_what_to_what() {
    let mut now = embassy();
    let settled = now.incidents[0].fields.get_mut(&Field::Killed).unwrap();
    settled.value = Value::Estimate(Estimate::exactly(8));
    let found = compared(&embassy(), &now);
    let text = found.to_text();
    assert!(text.contains("killed 6+ → 8"), "{text}");
    assert!(
        !text.contains("We know of"),
        "one attack is one attack: {text}"
    );
}

#[test]
fn an_incident_that_was_merged_says_into_which() {
    let two = embassy().add(
        "A blast.",
        &kabul(&[(Field::Killed, Value::Estimate(Estimate::exactly(1)))]),
    );
    let mut one = embassy().add("A blast.", &kabul(&[]));
    let other = one.incidents.pop().unwrap();
    one.incidents[0].accounts.extend(other.accounts);
    let text = compared(&two, &one).to_text();
    assert!(text.contains("I0000000002 (bombing, Kabul, Afghanistan, 5 September 2022) was merged into I0000000001"), "{text}");
    let text = compared(&one, &two).to_text();
    assert!(text.contains("was split from I0000000001"), "{text}");
}

#[test]
fn an_incident_whose_report_is_gone_says_so() {
    let two = embassy().add(
        "A blast.",
        &kabul(&[(Field::Killed, Value::Estimate(Estimate::exactly(1)))]),
    );
    let text = compared(&two, &embassy()).to_text();
    assert!(text.contains("is gone with the report wire-2"), "{text}");
}

#[test]
fn another_policy_is_a_reason() {
    let mut lower = embassy();
    lower.incidents[0]
        .fields
        .get_mut(&Field::Killed)
        .unwrap()
        .value = Value::Estimate(Estimate::exactly(6));
    let found = changes(
        &figures(&embassy(), "range"),
        &figures(&lower, "lowest"),
        &lower.view(),
    );
    assert!(
        found
            .to_text()
            .contains("because the counting policy is lowest, it was range"),
        "{}",
        found.to_text()
    );
}

#[test]
fn rows_come_and_go() {
    let dated = |date: &str| kabul(&[(Field::Date, Value::When(date.parse().unwrap()))]);
    let one = Record::default().add("x", &dated("2022-01"));
    let other = Record::default().add("x", &dated("2022-03"));
    let text = compared(&one, &other).to_text();
    assert!(text.contains("new: March 2022: one incident"), "{text}");
    assert!(text.contains("gone: January 2022: one incident"), "{text}");
    assert!(text.contains("date 2022-01 → 2022-03"), "{text}");
}

#[test]
fn what_is_kept_of_another_make_is_refused() {
    assert!(Figures::read("{}").is_err());
    let json = figures(&embassy(), "range")
        .to_json()
        .replace("\"version\": 1", "\"version\": 99");
    assert!(Figures::read(&json).unwrap_err().contains("layout 99"));
}
