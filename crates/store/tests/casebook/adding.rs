use crate::made::*;
use jiff::civil::date;
use model::*;
use store::{Added, Entry, Error, Happening, Which};

#[test]
fn the_same_bytes_twice_change_nothing() {
    let mut desk = desk();
    let (report, coded) = two("wire-kabul");
    assert_eq!(
        add(&mut desk.casebook, &report, &coded).unwrap().added,
        Added::New
    );
    let before = (
        desk.casebook.accounts().unwrap(),
        desk.casebook.history("wire-kabul").unwrap(),
    );
    let again = add(&mut desk.casebook, &report, &Coded::default()).unwrap();
    assert_eq!(again.added, Added::Unchanged);
    let after = (
        desk.casebook.accounts().unwrap(),
        desk.casebook.history("wire-kabul").unwrap(),
    );
    assert_eq!(before, after);
    assert_eq!(before.0.len(), 2);
}

#[test]
fn a_changed_page_is_a_new_version_and_the_old_one_stays() {
    let mut desk = desk();
    let (first, coded_first) = two("wire-kabul");
    add(&mut desk.casebook, &first, &coded_first).unwrap();
    let changed = report(
        "wire-kabul",
        "A bomb killed eight people in Kabul. More soon.",
    );
    let words = "A bomb killed eight people in Kabul.";
    let coded_changed = coded(vec![account(
        &changed.text,
        "i01",
        words,
        "killed",
        "Kabul",
    )]);
    let receipt = add(&mut desk.casebook, &changed, &coded_changed).unwrap();
    assert_eq!(receipt.added, Added::NewVersion { version: 2 });

    assert_eq!(desk.casebook.report("wire-kabul").unwrap(), changed);
    assert_eq!(
        desk.casebook.report_version("wire-kabul", 1).unwrap(),
        first
    );
    assert_eq!(
        desk.casebook.original("wire-kabul", Some(1)).unwrap(),
        page(&first.text)
    );
    assert_eq!(
        desk.casebook.original("wire-kabul", None).unwrap(),
        page(&changed.text)
    );
    assert_eq!(desk.casebook.accounts().unwrap().len(), 1);
    assert_eq!(desk.casebook.versions("wire-kabul").unwrap().len(), 2);
    assert!(desk.casebook.search("mine", 5).unwrap().is_empty());
    assert_eq!(desk.casebook.search("eight", 5).unwrap().len(), 1);
    assert!(desk.casebook.verify().unwrap().is_empty());

    // A folder that holds both pages can be added again and again.
    let old_again = add(&mut desk.casebook, &first, &coded_first).unwrap();
    assert_eq!(old_again.added, Added::Unchanged);
    assert_eq!(desk.casebook.report("wire-kabul").unwrap(), changed);
    let missing = desk.casebook.report_version("wire-kabul", 3).unwrap_err();
    assert_eq!(
        missing.to_string(),
        "report `wire-kabul` has no version 3; it has 1 to 2"
    );
}

#[test]
fn the_same_bytes_under_another_id_are_the_same_report() {
    let mut desk = desk();
    let (first, coded) = two("wire-kabul");
    add(&mut desk.casebook, &first, &coded).unwrap();
    let copy = Report {
        id: "copy-of-kabul".into(),
        ..first.clone()
    };
    let receipt = add(&mut desk.casebook, &copy, &coded).unwrap();
    assert_eq!(
        (receipt.added, receipt.report.as_str()),
        (Added::Unchanged, "wire-kabul")
    );
    assert_eq!(desk.casebook.reports().unwrap().len(), 1);
    assert_eq!(desk.casebook.report("copy-of-kabul").unwrap(), first);
    assert_eq!(
        desk.casebook.filed_as("copy-of-kabul").unwrap().as_deref(),
        Some("wire-kabul")
    );
    assert_eq!(desk.casebook.filed_as("elsewhere").unwrap(), None);
    let came_again = |event: &store::Event| matches!(&event.what, Happening::AlsoKnown { id } if id == "copy-of-kabul");
    assert!(
        desk.casebook
            .history("wire-kabul")
            .unwrap()
            .iter()
            .any(came_again)
    );

    // When the copy becomes a page of its own, the first stays what it was.
    let own = report(
        "copy-of-kabul",
        "A flood closed the road to Jalalabad on Monday.",
    );
    assert_eq!(
        add(&mut desk.casebook, &own, &Coded::default())
            .unwrap()
            .added,
        Added::New
    );
    assert_eq!(desk.casebook.report("wire-kabul").unwrap(), first);
    assert_eq!(desk.casebook.report("copy-of-kabul").unwrap(), own);
    assert!(desk.casebook.verify().unwrap().is_empty());
}

#[test]
fn rows_of_one_table_are_reports_of_their_own_and_share_its_bytes() {
    let mut desk = desk();
    let table = b"two rows".as_slice();
    for (id, text) in [("row-1", "A bomb went off."), ("row-2", "A mine went off.")] {
        let report = Report {
            sha256: String::new(),
            ..report(id, text)
        };
        let entry = Entry {
            report: &report,
            original: table,
            coded: &Coded::default(),
            sketch: &[],
        };
        assert_eq!(
            desk.casebook.add(entry, &stamp(0)).unwrap().added,
            Added::New
        );
        assert_eq!(
            desk.casebook.add(entry, &stamp(0)).unwrap().added,
            Added::Unchanged
        );
    }
    assert_eq!(desk.casebook.original("row-2", None).unwrap(), table);
    assert_eq!(desk.casebook.reports().unwrap().len(), 2);
}

#[test]
fn a_page_saved_again_under_another_name_is_a_new_version_of_its_address() {
    let mut desk = desk();
    let url = Some("https://wire.example/kabul".to_owned());
    let text = "A bomb killed six people in Kabul on Monday, police said, and the road was closed.";
    let first = Report {
        url: url.clone(),
        ..report("monday", text)
    };
    let later = Report {
        url: url.clone(),
        ..report("tuesday", &text.replace("six", "eight"))
    };
    let other = Report {
        url,
        ..report(
            "other",
            "Floods in the north have cut off several villages since last week.",
        )
    };
    add(&mut desk.casebook, &first, &Coded::default()).unwrap();
    let receipt = add(&mut desk.casebook, &later, &Coded::default()).unwrap();
    assert_eq!(
        (receipt.report.as_str(), receipt.added),
        ("monday", Added::NewVersion { version: 2 })
    );
    let receipt = add(&mut desk.casebook, &other, &Coded::default()).unwrap();
    assert_eq!(receipt.added, Added::New, "an address alone is not a page");
    for report in [&first, &later, &other] {
        assert_eq!(
            add(&mut desk.casebook, report, &Coded::default())
                .unwrap()
                .added,
            Added::Unchanged
        );
    }
    assert_eq!(desk.casebook.reports().unwrap().len(), 2);
}

#[test]
fn a_day_that_the_user_gives_later_is_a_new_version_of_the_same_bytes() {
    let mut desk = desk();
    let (mut report, coded) = two("wire-kabul");
    add(&mut desk.casebook, &report, &coded).unwrap();
    report.published = Some(date(2022, 9, 4));
    report.published_from = PublishedFrom::Given;
    let original = page(&report.text);
    let entry = Entry {
        report: &report,
        original: &original,
        coded: &coded,
        sketch: &[],
    };
    let receipt = desk.casebook.revise(entry, &stamp(1)).unwrap();
    assert_eq!(receipt.added, Added::NewVersion { version: 2 });
    assert_eq!(
        desk.casebook.revise(entry, &stamp(2)).unwrap().added,
        Added::Unchanged
    );
    assert_eq!(desk.casebook.report("wire-kabul").unwrap(), report);
    let ids: Vec<String> = desk
        .casebook
        .accounts()
        .unwrap()
        .into_iter()
        .map(|a| a.id)
        .collect();
    assert_eq!(ids, ["i01", "i02"]);
    assert!(desk.casebook.verify().unwrap().is_empty());
}

#[test]
fn a_value_whose_words_are_not_in_the_text_is_refused_and_leaves_no_trace() {
    let mut desk = desk();
    let (report, good) = two("wire-kabul");
    let mut outside = good.clone();
    outside.accounts[1].evidence[0].end = 9_999;
    let mut bare = good.clone();
    bare.accounts[0].country.as_mut().unwrap().spans.clear();
    let mut nowhere = good.clone();
    nowhere.accounts[0].location = many(1).1.accounts[0].location.clone();
    nowhere.accounts[0].location.as_mut().unwrap().spans = good.accounts[0].evidence.clone();
    nowhere.accounts[0]
        .location
        .as_mut()
        .unwrap()
        .value
        .latitude = f64::NAN;
    let mut twice = good.clone();
    twice.accounts[1].id = "i01".into();
    for (coded, why) in [
        (
            outside,
            "cannot add report `wire-kabul`: account i02: evidence[0]: bytes 35 to 9999 reach past",
        ),
        (bare, "account i01: country names no words"),
        (nowhere, "account i01: its coordinates are not on the globe"),
        (twice, "two records have the account id i01"),
    ] {
        let error = add(&mut desk.casebook, &report, &coded)
            .unwrap_err()
            .to_string();
        assert!(error.contains(why), "{error}");
        assert_eq!(desk.casebook.size().unwrap(), (0, 0));
    }
    let error = add(
        &mut desk.casebook,
        &Report {
            sha256: "00".into(),
            ..report.clone()
        },
        &good,
    );
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("its hash is not that of the bytes")
    );
    let entry = Entry {
        report: &report,
        original: &page(&report.text),
        coded: &good,
        sketch: &[],
    };
    let when = store::Stamp {
        at: "yesterday".into(),
        coder: String::new(),
    };
    assert!(matches!(
        desk.casebook.add(entry, &when),
        Err(Error::Time { .. })
    ));
}

#[test]
fn many_at_once_are_all_there_or_none() {
    let mut desk = desk();
    let made: Vec<(Report, Coded)> = (0..20).map(many).collect();
    let pages: Vec<Vec<u8>> = made.iter().map(|(report, _)| page(&report.text)).collect();
    let mut entries: Vec<Entry<'_>> = (made.iter().zip(&pages))
        .map(|((report, coded), original)| Entry {
            report,
            original,
            coded,
            sketch: &[],
        })
        .collect();
    let nameless = Report {
        id: " ".into(),
        ..made[0].0.clone()
    };
    let good = entries[7];
    entries[7].report = &nameless;
    desk.casebook.add_many(&entries, &stamp(0)).unwrap_err();
    assert_eq!(desk.casebook.size().unwrap(), (0, 0));
    entries[7] = good;
    let receipts = desk.casebook.add_many(&entries, &stamp(0)).unwrap();
    assert!(receipts.iter().all(|receipt| receipt.added == Added::New));
    assert_eq!(desk.casebook.size().unwrap(), (20, 100));
    assert!(desk.casebook.verify().unwrap().is_empty());
}

#[test]
fn near_copy_numbers_come_back_with_their_report() {
    let mut desk = desk();
    let (report, coded) = two("wire-kabul");
    let sketch = [0, 7, u64::MAX];
    let entry = Entry {
        report: &report,
        original: &page(&report.text),
        coded: &coded,
        sketch: &sketch,
    };
    desk.casebook.add(entry, &stamp(0)).unwrap();
    add(&mut desk.casebook, &two("other").0, &Coded::default()).unwrap();
    assert_eq!(
        desk.casebook.sketches().unwrap(),
        [("wire-kabul".to_owned(), sketch.to_vec())]
    );
}

#[test]
fn accounts_are_found_by_day_place_type_and_actor() {
    let mut desk = desk();
    for n in 0..40 {
        let (report, coded) = many(n);
        add(&mut desk.casebook, &report, &coded).unwrap();
    }
    let all = desk.casebook.accounts().unwrap();
    assert_eq!(all.len(), 200);
    assert!(all.is_sorted_by_key(Account::key));
    let (since, until) = (date(2003, 1, 1), date(2007, 6, 3));
    let south_west = [34.05, 69.01, 34.3, 69.04];
    let is = |account: &Account, which: &Which| {
        let when = account.date.as_ref().unwrap().value;
        let place = &account.location.as_ref().unwrap().value;
        which.since.is_none_or(|day| when.last.unwrap() >= day)
            && which.until.is_none_or(|day| when.first.unwrap() <= day)
            && which.actor.as_ref().is_none_or(|name| {
                let actor = &account.perpetrators[0].value;
                actor.id.as_ref() == Some(name) || actor.name.to_lowercase() == name.to_lowercase()
            })
            && which.within.is_none_or(|[south, west, north, east]| {
                (south..=north).contains(&place.latitude)
                    && (west..=east).contains(&place.longitude)
            })
    };
    let questions = [
        Which {
            since: Some(since),
            ..Which::default()
        },
        Which {
            since: Some(since),
            until: Some(until),
            ..Which::default()
        },
        Which {
            actor: Some("group-3".into()),
            ..Which::default()
        },
        Which {
            actor: Some("GROUP 2".into()),
            until: Some(until),
            ..Which::default()
        },
        Which {
            within: Some(south_west),
            ..Which::default()
        },
        Which {
            country: Some("AF".into()),
            class: Some("attack".into()),
            kind: Some("bombing".into()),
            within: Some(south_west),
            ..Which::default()
        },
    ];
    for which in questions {
        let found = desk.casebook.accounts_where(&which).unwrap();
        let expected: Vec<Account> = all.iter().filter(|a| is(a, &which)).cloned().collect();
        assert_eq!(found, expected, "{which:?}");
        assert!(!found.is_empty() && found.len() < 200, "{which:?}");
    }
    let over_the_date_line = Which {
        within: Some([-90.0, 170.0, 90.0, 69.02]),
        ..Which::default()
    };
    assert_eq!(
        desk.casebook
            .accounts_where(&over_the_date_line)
            .unwrap()
            .len(),
        80
    );
    let elsewhere = Which {
        country: Some("PK".into()),
        ..Which::default()
    };
    assert!(desk.casebook.accounts_where(&elsewhere).unwrap().is_empty());
}

#[test]
fn a_private_person_has_no_page() {
    let mut desk = desk();
    let (report, mut coded) = two("wire-kabul");
    let words = span(&report.text, "people");
    let named = |name: &str, person| {
        Sourced::new(
            ActorRef {
                person,
                ..ActorRef::named(name)
            },
            words,
            "t",
        )
    };
    coded.accounts[0].perpetrators = vec![named("Émile Roe", true), named("Élan Front", false)];
    add(&mut desk.casebook, &report, &coded).unwrap();
    assert_eq!(desk.casebook.actor("élan FRONT").unwrap().len(), 1);
    assert!(desk.casebook.actor("Émile Roe").unwrap().is_empty());
}
