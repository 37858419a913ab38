use crate::made::*;
use model::*;
use proptest::prelude::*;
use store::Entry;

/// A span of whole words of the text, by two numbers.
fn words(text: &str, a: usize, b: usize) -> Span {
    let starts: Vec<(usize, usize)> = text
        .char_indices()
        .filter(|(_, letter)| !letter.is_whitespace())
        .map(|(start, letter)| (start, start + letter.len_utf8()))
        .collect();
    let (a, b) = (a % starts.len(), b % starts.len());
    Span::new(starts[a.min(b)].0, starts[a.max(b)].1)
}

prop_compose! {
    fn any_account(text: String)(
        at in prop::collection::vec((any::<usize>(), any::<usize>()), 8),
        class in "\\PC{1,8}",
        kind in any::<String>(),
        day in prop::option::of(0_i32..700_000),
        more in 0_i32..90,
        open in 0_u8..4,
        killed in (any::<Option<u64>>(), any::<Option<u64>>(), any::<bool>()),
        place in prop::option::of((-90.0..=90.0_f64, -180.0..=180.0_f64, any::<Option<u64>>())),
        names in prop::collection::vec((any::<Option<String>>(), any::<String>(), any::<bool>()), 0..4),
        suicide in any::<Option<bool>>(),
    ) -> Account {
        let span = |index: usize| words(&text, at[index].0, at[index].1);
        let of = |value: &str, index: usize| Sourced::new(value.to_owned(), span(index), "test/any");
        let mut account = Account::new("", "", of(&class, 0), of(&kind, 1), Sourced::new(Status::Foiled, span(2), "t"));
        account.date = day.map(|day| {
            let first = jiff::civil::date(1900, 1, 1).checked_add(jiff::Span::new().days(day % 60_000)).unwrap();
            let last = first.checked_add(jiff::Span::new().days(more)).unwrap();
            let when = match open { 0 => When::since(first), 1 => When::until(last), 2 => When::between(first, last).about(), _ => When::day(first) };
            Sourced::new(when, span(3), "t")
        });
        account.killed = Some(Sourced::resting_on(Estimate { min: killed.0, max: killed.1, approx: killed.2 }, vec![span(4), span(5)], "t"));
        account.location = place.map(|(latitude, longitude, geonames)| {
            let place = Place { name: kind.clone(), geonames, latitude, longitude, precision: Precision::Admin2, radius_km: longitude.abs() };
            Sourced::new(place, span(6), "t")
        });
        account.perpetrators = names.iter().map(|(id, name, person)| {
            Sourced::new(ActorRef { id: id.clone(), name: name.clone(), person: *person }, span(7), "t")
        }).collect();
        account.suicide = suicide.map(|value| Sourced::new(value, span(0), "t"));
        account.evidence = vec![span(1)];
        account.mentions = vec![Mention::new(MentionRole::Weapon, span(2))];
        account
    }
}

fn any_report() -> impl Strategy<Value = (Report, Coded, Vec<u8>, Vec<u64>)> {
    (
        any::<String>(),
        prop::collection::vec(any::<String>(), 0..6),
    )
        .prop_flat_map(|(start, parts)| {
            let text = format!("x{start}\0{}", parts.join(" \n"));
            let accounts = prop::collection::vec(any_account(text.clone()), 0..5);
            (
                Just(text),
                accounts,
                "\\PC{1,20}",
                any::<[Option<String>; 4]>(),
                prop::collection::vec(any::<u8>(), 0..2000),
                prop::collection::vec(any::<u64>(), 0..20),
                prop::option::of("\\PC*"),
            )
        })
        .prop_filter("an id holds something", |parts| !parts.2.trim().is_empty())
        .prop_map(|(text, mut accounts, id, about, original, sketch, note)| {
            for (index, account) in accounts.iter_mut().enumerate() {
                account.id = format!("i{:02}", index + 1);
                account.report.clone_from(&id);
            }
            let [title, url, source, lang] = about;
            let published = Some(jiff::civil::date(2022, 2, 28)).filter(|_| title.is_some());
            let report = Report {
                id,
                title,
                url,
                source,
                published,
                published_from: PublishedFrom::Given,
                lang,
                text,
                sha256: store::sha256_of(&original),
            };
            let notes = note.into_iter().map(|text| Note::new(None, text)).collect();
            (
                report,
                Coded {
                    accounts,
                    notes,
                    ..Coded::default()
                },
                original,
                sketch,
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_added_comes_back_the_same((report, coded, original, sketch) in any_report()) {
        let mut desk = desk();
        let entry = Entry { report: &report, original: &original, coded: &coded, sketch: &sketch };
        desk.casebook.add(entry, &stamp(0)).unwrap();
        let path = desk.path();
        drop(desk.casebook);
        let casebook = store::Casebook::open_read_only(path).unwrap();
        prop_assert_eq!(casebook.report(&report.id).unwrap(), report.clone());
        prop_assert_eq!(casebook.coded(&report.id).unwrap(), coded.clone());
        prop_assert_eq!(casebook.original(&report.id, None).unwrap(), original);
        prop_assert_eq!(casebook.accounts().unwrap(), coded.accounts);
        let sketches: Vec<Vec<u64>> = casebook.sketches().unwrap().into_iter().map(|(_, sketch)| sketch).collect();
        prop_assert_eq!(sketches.concat(), sketch);
        prop_assert_eq!(casebook.verify().unwrap(), vec![]);
    }

    #[test]
    fn coding_again_in_another_order_keeps_every_id((report, coded, original, _) in any_report(), seed in any::<u64>()) {
        let mut desk = desk();
        let entry = Entry { report: &report, original: &original, coded: &coded, sketch: &[] };
        desk.casebook.add(entry, &stamp(0)).unwrap();
        let mut shuffled = coded.clone();
        let by = shuffled.accounts.len().max(1);
        shuffled.accounts.rotate_left(seed as usize % by);
        let recoded = desk.casebook.recode(&report.id, &shuffled, &stamp(1)).unwrap();
        prop_assert!(recoded.gone.is_empty() && recoded.new.is_empty(), "{:?}", recoded);
        prop_assert_eq!(desk.casebook.verify().unwrap(), vec![]);
    }

    #[test]
    fn a_search_never_fails_and_its_matches_lie_in_the_text(text in any::<String>(), words in any::<String>()) {
        let mut desk = desk();
        add(&mut desk.casebook, &report("a", &text), &Coded::default()).unwrap();
        for hit in desk.casebook.search(&words, 5).unwrap() {
            prop_assert_eq!(hit.span.of(&text), hit.snippet.as_str());
            for found in &hit.matches {
                prop_assert!(!found.of(&text).is_empty());
            }
            hit.marked("[", "]", str::to_owned);
        }
    }
}
