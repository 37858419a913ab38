//! Words that people pointed at, when a changed page comes in.

use crate::made::*;
use model::*;
use std::collections::BTreeMap;
use store::Casebook;
use store::desk::{CodedIncident, GivenValue, Role, Signature};

const AT: &str = "2022-09-06T08:00:00Z";
const ANA: Signature<'static> = Signature { by: "ana", at: AT };

/// A report, and the same page with words before those that stood in it.
fn pages() -> (Report, Report) {
    let (old, _) = two("a");
    let text = format!("UPDATE: this page was changed. {}", old.text);
    (old, report("a", &text))
}

fn key(account: &str) -> AccountKey {
    AccountKey {
        report: "a".into(),
        account: account.into(),
    }
}

fn correction(text: &str, words: &str) -> Correction {
    Correction {
        field: Field::Killed,
        value: Some("7".into()),
        spans: vec![span(text, words)],
    }
}

fn changed_to(book: &mut Casebook, page: &Report) {
    let accounts = vec![account(&page.text, "i01", KABUL, "killed", "Kabul")];
    add(book, page, &coded(accounts)).unwrap();
}

/// The words that decisions rest on, one after the other.
fn words(decisions: &[Decision], text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for decision in decisions {
        let spans: Vec<Span> = match &decision.kind {
            DecisionKind::Correct { correction, .. } => correction.spans.clone(),
            DecisionKind::Add {
                evidence, fields, ..
            } => {
                let fields = fields.iter().flat_map(|field| &field.spans);
                evidence.iter().chain(fields).copied().collect()
            }
            _ => Vec::new(),
        };
        all.extend(spans.iter().map(|span| span.of(text).to_owned()));
    }
    all
}

#[test]
fn the_words_behind_decisions_are_those_that_were_chosen_though_the_page_has_changed() {
    let mut desk = desk();
    let book = &mut desk.casebook;
    let (old, new) = pages();
    add(book, &old, &two("a").1).unwrap();
    let kinds = vec![
        DecisionKind::Correct {
            account: key("i01"),
            correction: correction(&old.text, "six people"),
        },
        DecisionKind::Add {
            account: key(""),
            evidence: vec![span(&old.text, HERAT)],
            fields: vec![correction(&old.text, "near Herat")],
        },
    ];
    book.decide_all(kinds, "ana", AT, None).unwrap();
    let chosen = ["six people", HERAT, "near Herat"];
    assert_eq!(words(&book.decisions().unwrap(), &old.text), chosen);
    let log = book.decision_log().unwrap();
    changed_to(book, &new);
    assert_eq!(words(&book.decisions().unwrap(), &new.text), chosen);
    assert_eq!(
        words(&book.decisions_after(1).unwrap(), &new.text),
        chosen[1..]
    );
    book.look_at_merging(|merging| {
        let about = merging.decided_about(&[key("i01"), key("p01")])?;
        assert_eq!(words(&about, &new.text), chosen);
        assert_eq!(words(&merging.additions()?, &new.text), chosen[1..]);
        Ok(())
    })
    .unwrap();
    assert_eq!(book.decision_log().unwrap(), log, "the log stays");

    // What no longer stands in it rests on nothing, and not on other words.
    changed_to(
        book,
        &report("a", &format!("{KABUL} Nothing else is known.")),
    );
    let now = book.report("a").unwrap().text;
    assert_eq!(words(&book.decisions().unwrap(), &now), ["six people"]);
    // Where the words come back, so does what rests on them.
    let whole = report("a", &format!("{} More soon.", new.text));
    changed_to(book, &whole);
    assert_eq!(words(&book.decisions().unwrap(), &whole.text), chosen);
    assert_eq!(book.verify().unwrap(), []);
}

#[test]
fn a_blind_coding_keeps_the_words_that_its_coder_chose_though_the_page_has_changed() {
    let mut desk = desk();
    let book = &mut desk.casebook;
    let (old, new) = pages();
    add(book, &old, &two("a").1).unwrap();
    book.add_user("ana", Role::Coder, "hash", ANA).unwrap();
    book.assign("a", "ana", ANA).unwrap();
    let given = GivenValue {
        value: "6".into(),
        spans: vec![span(&old.text, "six people")],
    };
    let coding = CodedIncident {
        id: "c01".into(),
        evidence: vec![span(&old.text, KABUL)],
        fields: BTreeMap::from([(Field::Killed, given)]),
    };
    book.save_coding("a", &[coding], true, ANA).unwrap();
    changed_to(book, &new);
    let kept = book
        .assignments(None)
        .unwrap()
        .remove(0)
        .incidents
        .remove(0);
    assert_eq!(kept.evidence[0].of(&new.text), KABUL);
    assert_eq!(
        kept.fields[&Field::Killed].spans[0].of(&new.text),
        "six people"
    );
    // Kept again, it is of the page as it is now.
    book.save_coding("a", std::slice::from_ref(&kept), false, ANA)
        .unwrap();
    assert_eq!(book.assignments(None).unwrap()[0].incidents, [kept]);
    assert_eq!(book.verify().unwrap(), []);
}
