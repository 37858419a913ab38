//! Sentences on one incident.

use super::*;

#[test]
fn a_claimed_attack_reads_as_one_sentence() {
    let record = embassy();
    assert_eq!(
        sentence(&record.incidents[0], &record.view(), false),
        "On 5 September 2022, a suicide bombing claimed by the Islamic State Khorasan Province \
         targeted the Russian Embassy in Kabul, Afghanistan, killing at least six people and injuring ten."
    );
}

#[test]
fn attribution_keeps_its_strength() {
    let by = |name: &str, attribution| {
        told(&[
            (Field::Perpetrators, known(name)),
            (Field::Attribution, Value::Attribution(attribution)),
            (Field::Killed, Value::Estimate(Estimate::between(6, 8))),
        ])
    };
    assert_eq!(
        by("Boko Haram", Attribution::Suspected),
        "On 5 September 2022, a bombing, for which suspicion fell on Boko Haram, targeted a diplomatic \
         target in Kabul, Afghanistan, killing between six and eight people."
    );
    assert!(
        by("Taliban", Attribution::Attributed)
            .contains("a bombing attributed to the Taliban targeted")
    );
    let gunmen = told(&[
        (Field::Perpetrators, actors(&["gunmen"])),
        (
            Field::Attribution,
            Value::Attribution(Attribution::Attributed),
        ),
        (Field::DeniedBy, known("Taliban")),
    ]);
    assert_eq!(
        gunmen,
        "On 5 September 2022, a bombing by gunmen targeted a diplomatic target in Kabul, Afghanistan; \
         no figure of dead or injured was read; the Taliban denied it."
    );
}

#[test]
fn plots_arrests_clashes_threats_and_protests_have_their_own_words() {
    assert_eq!(
        told(&[
            (Field::Status, Value::Status(Status::Foiled)),
            (Field::Perpetrators, known("Boko Haram")),
            (
                Field::Attribution,
                Value::Attribution(Attribution::Suspected)
            ),
            (Field::Arrested, Value::Estimate(Estimate::exactly(1))),
        ]),
        "On 5 September 2022, a plan for a bombing against a diplomatic target in Kabul, Afghanistan, \
         for which suspicion fell on Boko Haram, was foiled; one person was arrested."
    );
    assert_eq!(
        told(&[
            (Field::Class, text("operation")),
            (Field::Type, text("arrest")),
            (Field::Perpetrators, actors(&["police"])),
            (Field::Targets, Value::Texts(vec!["armed_group".into()])),
            (Field::Arrested, Value::Estimate(Estimate::exactly(12))),
        ]),
        "On 5 September 2022, police arrested 12 people in an operation against an armed group in Kabul, Afghanistan."
    );
    assert_eq!(
        told(&[
            (Field::Class, text("clash")),
            (Field::Type, text("clash")),
            (Field::Perpetrators, actors(&["rebels", "soldiers"])),
            (Field::Killed, Value::Estimate(Estimate::about(150))),
        ]),
        "On 5 September 2022, rebels and soldiers clashed in Kabul, Afghanistan, with about 150 people killed."
    );
    assert_eq!(
        told(&[
            (Field::Class, text("threat")),
            (Field::Perpetrators, known("Taliban")),
            (Field::Targets, Value::Texts(vec!["police".into()])),
        ]),
        "On 5 September 2022, the Taliban threatened police in Kabul, Afghanistan."
    );
    assert_eq!(
        told(&[
            (Field::Class, text("unrest")),
            (Field::Type, text("protest")),
            (Field::Multiple, Value::Flag(true)),
            (Field::Targets, Value::Texts(vec![])),
            (Field::Killed, Value::Estimate(Estimate::exactly(0))),
        ]),
        "On 5 September 2022, a series of protests took place in Kabul, Afghanistan, with nobody killed."
    );
}

#[test]
fn an_incident_of_which_nothing_is_told_still_reads() {
    let record = Record::default().add("x", &[]);
    assert_eq!(
        sentence(&record.incidents[0], &record.view(), false),
        "On a date that is not told, an attack took place."
    );
}

#[test]
fn figures_that_differ_are_said_to_differ() {
    let mut record = embassy();
    let settled = record.incidents[0].fields.get_mut(&Field::Killed).unwrap();
    settled.disputed = true;
    let told = sentence(&record.incidents[0], &record.view(), false);
    assert!(told.ends_with("; reports differ on the toll."), "{told}");
}

#[test]
fn nobody_assassinates_a_consulate() {
    let kind = |kind: &str, status: Status| {
        [
            (Field::Type, text(kind)),
            (Field::Status, Value::Status(status)),
        ]
    };
    let aimed = |fields: &[(Field, Value)], name: &str| {
        let record = Record::default().add("x", &kabul(fields));
        let record = record.aimed_at("diplomatic", ActorRef::named(name));
        sentence(&record.incidents[0], &record.view(), false)
    };
    let done = kind("assassination", Status::Completed);
    assert!(!aimed(&done, "the Pakistani consulate").contains("assassination of"));
    assert!(
        aimed(&done, "Pakistani Consulate")
            .contains("an assassination targeted the Pakistani Consulate")
    );
    assert!(
        aimed(&done, "the ambassador")
            .contains("an assassination of the ambassador was carried out")
    );
    let foiled = kind("kidnapping", Status::Foiled);
    assert!(
        aimed(&foiled, "French Embassy")
            .contains("a plan for a kidnapping against the French Embassy")
    );
}
