use crate::made::*;
use model::*;
use store::{Casebook, Happening};

const BLASTS: &str = "Two blasts killed six people in Kabul, and gunmen raided a bank in Herat.";

fn ids(casebook: &Casebook) -> Vec<(String, String)> {
    let coded = casebook.coded("wire").unwrap();
    let place = |account: &Account| account.place.as_ref().unwrap().value.clone();
    coded
        .accounts
        .iter()
        .map(|account| (account.id.clone(), place(account)))
        .collect()
}

fn named(id: &str, place: &str) -> (String, String) {
    (id.to_owned(), place.to_owned())
}

fn key(account: &str) -> AccountKey {
    AccountKey {
        report: "wire".into(),
        account: account.into(),
    }
}

/// A report of three incidents, one a sentence.
fn three() -> (Report, Vec<Account>) {
    let text = "A rocket struck Kunduz at dawn. A bomb killed six people in Kabul. A mine exploded near Herat.";
    let accounts = vec![
        account(
            text,
            "i01",
            "A rocket struck Kunduz at dawn.",
            "struck",
            "Kunduz",
        ),
        account(text, "i02", KABUL, "killed", "Kabul"),
        account(text, "i03", HERAT, "exploded", "Herat"),
    ];
    (report("wire", text), accounts)
}

fn with_ids(accounts: &[Account]) -> Coded {
    let mut accounts = accounts.to_vec();
    for (index, account) in accounts.iter_mut().enumerate() {
        account.id = format!("i{:02}", index + 1);
    }
    coded(accounts)
}

#[test]
fn an_account_keeps_its_id_when_a_better_coder_finds_one_before_it() {
    let mut desk = desk();
    let (report, accounts) = three();
    add(&mut desk.casebook, &report, &with_ids(&accounts[1..])).unwrap();
    let mut better = with_ids(&accounts);
    better.warnings = vec![Warning {
        report: String::new(),
        id: "w01".into(),
        issued_by: Sourced::new(ActorRef::named("the embassy"), Span::new(0, 8), "t"),
        issued_to: None,
        date: None,
        about: Some("i03".into()),
        heeded: None,
        evidence: vec![Span::new(0, 8)],
    }];
    let recoded = desk.casebook.recode("wire", &better, &stamp(1)).unwrap();
    assert_eq!(
        ids(&desk.casebook),
        [
            named("i03", "Kunduz"),
            named("i01", "Kabul"),
            named("i02", "Herat")
        ]
    );
    assert_eq!(
        (recoded.changed, recoded.new),
        (true, vec!["i03".to_owned()])
    );
    assert_eq!(recoded.kept, ["i01", "i02"]);
    let warnings = desk.casebook.warnings().unwrap();
    assert_eq!(
        warnings[0].about.as_deref(),
        Some("i02"),
        "the warning still is about Herat"
    );
    assert!(desk.casebook.verify().unwrap().is_empty());
}

#[test]
fn an_account_that_is_lost_and_found_again_has_its_id_and_decisions_again() {
    let mut desk = desk();
    let (report, accounts) = three();
    add(&mut desk.casebook, &report, &with_ids(&accounts)).unwrap();
    desk.casebook
        .decide(
            DecisionKind::Accept {
                account: key("i02"),
                shown: None,
            },
            "ana",
            "2022-09-06T00:00:00Z",
            None,
        )
        .unwrap();
    let without = coded(vec![accounts[0].clone(), accounts[2].clone()]);
    let recoded = desk.casebook.recode("wire", &without, &stamp(1)).unwrap();
    assert_eq!(recoded.gone, ["i02"]);
    assert_eq!(desk.casebook.decisions().unwrap().len(), 1);
    desk.casebook
        .recode("wire", &with_ids(&accounts), &stamp(2))
        .unwrap();
    assert_eq!(ids(&desk.casebook)[1], named("i02", "Kabul"));

    let read = |event: &store::Event| match &event.what {
        Happening::Record { account, .. } => Some(account.is_some()),
        _ => None,
    };
    let history: Vec<bool> = desk
        .casebook
        .history("wire#i02")
        .unwrap()
        .iter()
        .filter_map(read)
        .collect();
    assert_eq!(history, [true, false, true]);
}

#[test]
fn an_id_is_never_given_to_another_incident() {
    let mut desk = desk();
    let (report, accounts) = three();
    add(&mut desk.casebook, &report, &with_ids(&accounts[..1])).unwrap();
    desk.casebook
        .recode("wire", &with_ids(&accounts[2..]), &stamp(1))
        .unwrap();
    assert_eq!(ids(&desk.casebook), [named("i02", "Herat")]);
}

#[test]
fn the_ids_follow_their_incidents_into_a_changed_page() {
    let mut desk = desk();
    let (report_before, accounts) = three();
    add(&mut desk.casebook, &report_before, &with_ids(&accounts)).unwrap();
    let text = "Correction: the toll was raised. A bomb killed eight people in Kabul, the ministry said. A mine exploded on a road near Herat.";
    let changed = vec![
        account(
            text,
            "i01",
            "A bomb killed eight people in Kabul, the ministry said.",
            "killed",
            "Kabul",
        ),
        account(
            text,
            "i02",
            "A mine exploded on a road near Herat.",
            "exploded",
            "Herat",
        ),
    ];
    add(&mut desk.casebook, &report("wire", text), &coded(changed)).unwrap();
    assert_eq!(
        ids(&desk.casebook),
        [named("i02", "Kabul"), named("i03", "Herat")]
    );
}

/// Two accounts of one sentence, and the one that a later coder makes of them.
fn both_and_one() -> (Report, Vec<Account>, Account) {
    let text = format!("{BLASTS} Police gave no details.");
    let blasts = account(&text, "i01", BLASTS, "blasts", "Kabul");
    let killed = account(&text, "i02", BLASTS, "killed", "Kabul");
    let raid = account(&text, "i03", BLASTS, "raided", "Herat");
    let mut whole = blasts.clone();
    whole.mentions.extend(killed.mentions.iter().copied());
    (report("wire", &text), vec![blasts, killed, raid], whole)
}

#[test]
fn decisions_on_an_account_that_went_up_in_another_follow_it() {
    let mut desk = desk();
    let (report, accounts, whole) = both_and_one();
    add(&mut desk.casebook, &report, &coded(accounts.clone())).unwrap();
    let at = "2022-09-06T00:00:00Z";
    let kinds = [
        DecisionKind::Accept {
            account: key("i02"),
            shown: None,
        },
        DecisionKind::NotSame {
            a: key("i02"),
            b: key("i03"),
        },
        DecisionKind::Same {
            a: key("i01"),
            b: key("i02"),
        },
        DecisionKind::Reject {
            account: key("i02"),
        },
    ];
    for kind in kinds.clone() {
        desk.casebook.decide(kind, "ana", at, None).unwrap();
    }
    let recoded = desk
        .casebook
        .recode("wire", &coded(vec![whole, accounts[2].clone()]), &stamp(1))
        .unwrap();
    assert_eq!(
        (recoded.kept, recoded.gone),
        (
            vec!["i01".to_owned(), "i03".to_owned()],
            vec!["i02".to_owned()]
        )
    );

    let now: Vec<DecisionKind> = desk
        .casebook
        .decisions()
        .unwrap()
        .into_iter()
        .map(|d| d.kind)
        .collect();
    assert_eq!(
        now[0],
        DecisionKind::Accept {
            account: key("i01"),
            shown: None,
        }
    );
    assert_eq!(
        now[1],
        DecisionKind::NotSame {
            a: key("i01"),
            b: key("i03")
        }
    );
    assert_eq!(
        now[2..],
        kinds[2..],
        "a pair that is one now and a rejected part stay as they were"
    );
    let log: Vec<DecisionKind> = desk
        .casebook
        .decision_log()
        .unwrap()
        .into_iter()
        .map(|d| d.kind)
        .collect();
    assert_eq!(log, kinds);
    let later = desk
        .casebook
        .decide(
            DecisionKind::Accept {
                account: key("i02"),
                shown: None,
            },
            "ana",
            at,
            None,
        )
        .unwrap();
    assert_eq!(
        later.kind,
        DecisionKind::Accept {
            account: key("i01"),
            shown: None,
        }
    );
    assert!(desk.casebook.verify().unwrap().is_empty());

    desk.casebook
        .recode("wire", &coded(accounts), &stamp(2))
        .unwrap();
    let again: Vec<DecisionKind> = desk
        .casebook
        .decisions()
        .unwrap()
        .into_iter()
        .map(|d| d.kind)
        .collect();
    assert_eq!(again[..4], kinds, "parted again, each has its own");
}

#[test]
fn another_incident_of_the_same_sentence_does_not_take_over_what_was_rejected() {
    let mut desk = desk();
    let (report, accounts, _) = both_and_one();
    add(&mut desk.casebook, &report, &coded(accounts.clone())).unwrap();
    desk.casebook
        .decide(
            DecisionKind::Accept {
                account: key("i03"),
                shown: None,
            },
            "ana",
            "2022-09-06T00:00:00Z",
            None,
        )
        .unwrap();
    desk.casebook
        .recode("wire", &coded(accounts[..2].to_vec()), &stamp(1))
        .unwrap();
    let decisions = desk.casebook.decisions().unwrap();
    assert_eq!(
        decisions[0].kind,
        DecisionKind::Accept {
            account: key("i03"),
            shown: None,
        }
    );
    assert_eq!(
        ids(&desk.casebook),
        [named("i01", "Kabul"), named("i02", "Kabul")]
    );
}

#[test]
fn reading_the_same_again_notes_only_that() {
    let mut desk = desk();
    let (report, accounts) = three();
    add(&mut desk.casebook, &report, &with_ids(&accounts)).unwrap();
    let before = desk.casebook.accounts().unwrap();
    let mut newer = stamp(1);
    assert!(
        !desk
            .casebook
            .recode("wire", &with_ids(&accounts), &newer)
            .unwrap()
            .changed
    );
    assert_eq!(desk.casebook.history("wire").unwrap().len(), 2);
    newer.coder = "0.2.0 77aa".into();
    assert!(
        !desk
            .casebook
            .recode("wire", &with_ids(&accounts), &newer)
            .unwrap()
            .changed
    );
    let history = desk.casebook.history("wire").unwrap();
    assert_eq!(history.len(), 3);
    assert_eq!(history[2].what.line(), "version 1 coded by 0.2.0 77aa");
    assert_eq!(desk.casebook.accounts().unwrap(), before);
    assert!(desk.casebook.verify().unwrap().is_empty());
}
