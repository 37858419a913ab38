//! What wires in capitals name, phrase by phrase.

use codebook::{Codebook, gazetteer::Gazetteer};
use model::{Harm, Mention, MentionRole, Report};

fn mentions(text: &str) -> Vec<Mention> {
    let report = Report {
        id: "wire".into(),
        text: text.into(),
        ..Report::default()
    };
    let coded = crate::code(&report, Codebook::embedded(), &Gazetteer::embedded());
    coded
        .accounts
        .into_iter()
        .flat_map(|account| account.mentions)
        .collect()
}

fn words(text: &str, roles: &[MentionRole]) -> Vec<String> {
    let mut found: Vec<String> = mentions(text)
        .iter()
        .filter(|mention| roles.contains(&mention.role))
        .map(|mention| mention.span.of(text).to_owned())
        .collect();
    found.dedup();
    found
}

fn doers(text: &str) -> Vec<String> {
    words(text, &[MentionRole::Perpetrator])
}

fn hit(text: &str) -> Vec<String> {
    words(text, &[MentionRole::Target, MentionRole::Victim])
}

#[test]
fn men_behind_by_did_it_and_were_not_hit() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] MAYOR ANA SALINAS WAS SHOT IN LIMA TODAY BY SEVERAL UNIDENTIFIED MEN.";
    assert_eq!(doers(text), ["UNIDENTIFIED MEN"]);
    assert!(!hit(text).iter().any(|words| words.contains("MEN")));
}

#[test]
fn men_with_a_clause_between_them_and_the_verb_did_it() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] FOUR HEAVILY ARMED INDIVIDUALS, WHO POSED AS AGENTS, KIDNAPPED \
                JUDGE LUISA RUGAMA IN LIMA TODAY.";
    assert!(
        doers(text)
            .iter()
            .any(|words| words.ends_with("ARMED INDIVIDUALS")),
        "{:?}",
        doers(text)
    );
}

#[test]
fn a_terrorist_attack_names_no_terrorist() {
    let text =
        "LIMA, 4 FEB 90 (EFE) -- [TEXT] A TERRORIST ATTACK KILLED TWO PEASANTS IN LIMA TODAY.";
    assert!(doers(text).is_empty(), "{:?}", doers(text));
}

#[test]
fn every_name_of_a_list_was_hit() {
    let text = "SAN SALVADOR, 4 FEB 90 (EFE) -- [TEXT] THE MURDER OF THE PRIESTS PEDRO SALINAS, LUIS ARANDA, AND \
                JUAN PABLO CORDERO, ALONG WITH MRS ELBA QUINTANA, WAS COMMITTED IN SAN SALVADOR TODAY.";
    let found = hit(text);
    for name in [
        "PEDRO SALINAS",
        "LUIS ARANDA",
        "JUAN PABLO CORDERO",
        "ELBA QUINTANA",
    ] {
        assert!(found.iter().any(|words| words == name), "{name}: {found:?}");
    }
}

#[test]
fn a_surname_is_given_in_full() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] GUERRILLAS MURDERED RUGAMA AND TWO PEASANTS IN LIMA TODAY. PEDRO LUIS \
                RUGAMA WAS A JUDGE.";
    assert!(
        hit(text).contains(&"PEDRO LUIS RUGAMA".to_owned()),
        "{:?}",
        hit(text)
    );
}

#[test]
fn whoever_escaped_an_attack_was_its_target() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] DEPUTY PEDRO CORDERO ESCAPED UNHARMED FROM A BOMB ATTACK BY GUERRILLAS IN LIMA TODAY.";
    assert!(
        hit(text).contains(&"PEDRO CORDERO".to_owned()),
        "{:?}",
        hit(text)
    );
}

#[test]
fn an_official_report_is_no_official() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] GUERRILLAS ATTACKED A BANK IN LIMA TODAY, BUT THERE WAS NO OFFICIAL REPORT.";
    assert!(
        !hit(text).iter().any(|words| words.contains("OFFICIAL")),
        "{:?}",
        hit(text)
    );
}

#[test]
fn a_court_that_its_president_is_of_was_not_hit() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] UNIDENTIFIED MEN TODAY WOUNDED PEDRO CORDERO, PRESIDENT OF THE SUPREME \
                COURT, IN LIMA.";
    assert!(
        !hit(text).iter().any(|words| words.ends_with("COURT")),
        "{:?}",
        hit(text)
    );
}

#[test]
fn a_home_is_printed_with_its_owner() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] GUERRILLAS BOMBED THE HOME OF DEPUTY PEDRO CORDERO IN LIMA TODAY.";
    assert!(
        hit(text)
            .iter()
            .any(|words| words.starts_with("HOME OF") && words.ends_with("CORDERO")),
        "{:?}",
        hit(text)
    );
}

#[test]
fn what_was_damaged_was_hit() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] A BOMB EXPLODED NEAR A BANK IN LIMA TODAY. THE BLAST DAMAGED TWO CARS.";
    assert!(hit(text).contains(&"CARS".to_owned()), "{:?}", hit(text));
}

#[test]
fn the_next_sentence_tells_who_was_hurt() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] A BOMB EXPLODED NEAR A BANK IN LIMA TODAY. THE INJURED WERE PEDRO CORDERO \
                AND LUISA RUGAMA.";
    let hurt: Vec<&str> = mentions(text)
        .iter()
        .filter(|mention| mention.person && mention.effect == Some(Harm::Injured))
        .map(|mention| mention.span.of(text))
        .collect();
    assert_eq!(hurt, ["PEDRO CORDERO", "LUISA RUGAMA"]);
}

#[test]
fn people_counted_elsewhere_are_as_many_here() {
    let text = "LIMA, 4 FEB 90 (EFE) -- [TEXT] THE PEASANTS WERE MURDERED IN LIMA ON 2 FEBRUARY BY GUNMEN. RELATIVES OF \
                THE SIX PEASANTS ASKED FOR AN INQUIRY.";
    let counted = mentions(text)
        .iter()
        .any(|mention| mention.count.is_some_and(|count| count.low() == 6));
    assert!(counted, "{:?}", mentions(text));
}
