use crate::record::{Codebook, record};
use analysis::Filter;
use proptest::prelude::*;

/// Ids of the incidents that a filter means, put together.
fn ids(filter: &str) -> String {
    let filter: Filter = filter.parse().unwrap_or_else(|mistake| panic!("{mistake}"));
    let bound = filter
        .bind(&Codebook)
        .unwrap_or_else(|mistake| panic!("{mistake}"));
    let record = record();
    let found = record.iter().filter(|incident| bound.matches(incident));
    found.map(|incident| incident.id.as_str()).collect()
}

/// What a person is shown for a wrong filter.
fn shown(filter: &str) -> String {
    match filter.parse::<Filter>() {
        Err(mistake) => mistake.to_string(),
        Ok(filter) => match filter.bind(&Codebook) {
            Err(mistake) => mistake.to_string(),
            Ok(_) => panic!("`{filter}` is right"),
        },
    }
}

#[test]
fn an_actor_is_found_by_id_name_and_alias() {
    for name in [
        "islamic-state-khorasan",
        "Islamic State Khorasan Province",
        "isis-k",
    ] {
        assert_eq!(ids(&format!("actor = '{name}'")), "ab");
    }
    assert_eq!(ids("actor = 'Islamic State'"), "");
    assert_eq!(ids("actor under 'Islamic State'"), "ab");
    assert_eq!(ids("actor in (iskp, ttp)"), "abde");
    assert_eq!(ids("actor = GUNMEN"), "c");
}

#[test]
fn an_actor_the_codebook_does_not_know_is_noted() {
    let filter: Filter = "actor = 'gunmen' or actor = iskp".parse().unwrap();
    let bound = filter.bind(&Codebook).unwrap();
    assert_eq!(bound.notes().len(), 1);
    assert!(bound.notes()[0].contains("`gunmen`"));
}

#[test]
fn countries_are_found_by_name_and_code() {
    assert_eq!(ids("country = Afghanistan"), "abc");
    assert_eq!(ids("country in (AF, 'pk')"), "abcd");
    assert_eq!(ids("country != AF"), "df");
}

#[test]
fn a_quarter_counts_for_its_city() {
    assert_eq!(ids("place = 'KABUL'"), "abc");
    assert_eq!(ids("place = 'Wazir Akbar Khan, Kabul'"), "b");
}

#[test]
fn dates_overlap_or_lie_inside_or_apart() {
    assert_eq!(ids("date in 2022-09-05"), "ab");
    assert_eq!(ids("date within 2022-09"), "ab");
    assert_eq!(ids("date within 2022-09-01/2022-09-15"), "a");
    assert_eq!(ids("date in 2022-05"), "c");
    assert_eq!(ids("date before 2022"), "df");
    assert_eq!(ids("date after 2022-05-01"), "ab");
    assert_eq!(ids("date in ../2021"), "df");
    assert_eq!(ids("undated"), "e");
}

#[test]
fn numbers_have_a_low_and_a_high_end() {
    assert_eq!(ids("killed >= 5"), "ad");
    assert_eq!(ids("killed.high >= 5"), "abd");
    assert_eq!(ids("killed.low = 0"), "c");
    assert_eq!(ids("killed is not told"), "ef");
    assert_eq!(ids("killed is disputed"), "a");
}

#[test]
fn a_comparison_with_what_nobody_tells_is_false_either_way() {
    assert_eq!(ids("killed < 5"), "bc");
    assert_eq!(ids("target != diplomatic"), "");
    assert_eq!(ids("not target = diplomatic"), "bcdef");
    assert_eq!(ids("killed != 0"), "abd");
}

#[test]
fn near_means_surely_near() {
    assert_eq!(ids("within 10 km of Kabul"), "ab");
    assert_eq!(ids("within 50 km of 'Kabul'"), "ab");
    assert_eq!(ids("within 100 km of '34.53, 69.17'"), "abc");
    assert_eq!(ids("within 2000km of Kabul"), "abcd");
    assert_eq!(ids("unlocated"), "ef");
}

#[test]
fn words_are_looked_for_in_the_quotes() {
    assert_eq!(ids("text ~ 'russian EMBASSY'"), "a");
    assert_eq!(ids("text ~ 'emb*'"), "a");
    assert_eq!(ids("text ~ 'emb'"), "");
    assert_eq!(ids("place ~ akbar"), "b");
    assert_eq!(ids("source = 'daily wire'"), "ab");
}

#[test]
fn and_binds_closer_than_or() {
    assert_eq!(ids("type = raid or type = bombing and country = PK"), "de");
    assert_eq!(ids("(type = raid or type = bombing) and country = PK"), "d");
    assert_eq!(ids("suicide or multiple"), "a");
}

#[test]
fn mistakes_say_where_and_what_would_be_right() {
    assert_eq!(
        shown("country = AF and actr = 'X'"),
        "unknown field `actr`\n \
         --> filter:1:18\n  \
         |\n\
         1 | country = AF and actr = 'X'\n  \
         |                  ^^^^ did you mean `actor`?"
    );
    for (filter, hint) in [
        ("type = bombign", "did you mean `bombing`?"),
        ("status = complete", "did you mean `completed`?"),
        ("killed ~ 3", "write killed >= 10"),
        ("killed.most > 3", ".low, .best or .high"),
        ("date = 2022", "date in 2022-09"),
        ("date in 5.9.2022", "write 2022-09-05"),
        ("actor = 'X", "end the value with '"),
        ("actor = ", "write it in quotes"),
        ("actor = 'A' 'B'", "join tests"),
        ("(actor = 'A'", "close the group"),
        ("actor = 'A')", "take it out"),
        ("country = Atlantis", "English name or its ISO code"),
        ("within 5 km of Nowhere", "LATITUDE, LONGITUDE"),
        ("within Kabul", "within 50 km of 'Kabul'"),
        ("suicide = yes", "write suicide or not suicide"),
        ("place = ‘Kabul’", "straight quotes"),
        ("", "country = 'AF'"),
        ("not", "country = 'AF'"),
        ("weather = fine", "use one of id, actor"),
    ] {
        let text = shown(filter);
        assert!(text.contains(hint), "{filter}: {text}");
    }
}

#[test]
fn a_mistake_in_the_second_of_two_joined_filters_points_there() {
    let first: Filter = "suicide".parse().unwrap();
    let second: Filter = "country = Atlantis".parse().unwrap();
    let joined = first.and(&second);
    let mistake = joined.bind(&Codebook).err().unwrap().to_string();
    assert!(mistake.contains("filter:1:23"), "{mistake}");
}

#[test]
fn a_thousand_parentheses_are_refused() {
    let text = format!("{}suicide{}", "(".repeat(1000), ")".repeat(1000));
    assert!(shown(&text).contains("write it flatter"));
    assert!(shown(&"not ".repeat(100_000)).contains("write it flatter"));
}

/// Any filter, as text.
fn any_filter() -> impl Strategy<Value = String> {
    let name = "[ -~éß]{0,6}[a-z]".prop_map(|name| format!("'{}'", name.replace('\'', "''")));
    let test = prop_oneof![
        Just("suicide".to_owned()),
        Just("Date IS NOT told".to_owned()),
        Just("location is disputed".to_owned()),
        name.clone().prop_map(|name| format!("actor under {name}")),
        name.clone().prop_map(|name| format!("place!={name}")),
        name.clone().prop_map(|name| format!("text ~ {name}")),
        (name.clone(), name.clone()).prop_map(|(a, b)| format!("target not in ({a},{b})")),
        (0u64..99, 0u64..99).prop_map(|(a, b)| format!("killed.high<{a} or injured = {b}")),
        (1i16..2100, 1i8..13).prop_map(|(y, m)| format!("date within {y:04}-{m:02}~/..")),
        (1u32..20_000, name).prop_map(|(km, name)| format!("within {km}.5km of {name}")),
    ];
    test.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} and {b}")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) or ({b})")),
            inner.clone().prop_map(|a| format!("not ({a})")),
            inner.prop_map(|a| format!("({a}) and (({a}))")),
        ]
    })
}

proptest! {
    #[test]
    fn a_printed_filter_reads_as_the_same_filter(text in any_filter()) {
        let filter: Filter = text.parse().unwrap_or_else(|mistake| panic!("{mistake}"));
        let printed = filter.to_string();
        let again: Filter = printed.parse().unwrap_or_else(|mistake| panic!("{mistake}"));
        prop_assert_eq!(again.to_string(), printed);
        // Same answers, also where the spelling would hide a difference.
        if let (Ok(a), Ok(b)) = (filter.bind(&Codebook), again.bind(&Codebook)) {
            for incident in record() {
                prop_assert_eq!(a.matches(&incident), b.matches(&incident));
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_of_filters_fall_over(text in "\\PC{0,40}", words in any_filter(), cut in 0usize..60) {
        if let Err(mistake) = text.parse::<Filter>() {
            prop_assert!(!mistake.to_string().is_empty());
        }
        let cut: String = words.chars().take(cut).collect();
        if let Err(mistake) = cut.parse::<Filter>() {
            prop_assert!(mistake.to_string().contains('^'));
        }
    }

    #[test]
    fn a_filter_and_its_opposite_share_the_record(text in any_filter()) {
        let opposite: Filter = format!("not ({text})").parse().unwrap();
        let filter: Filter = text.parse().unwrap();
        if let (Ok(a), Ok(b)) = (filter.bind(&Codebook), opposite.bind(&Codebook)) {
            for incident in record() {
                prop_assert!(a.matches(&incident) != b.matches(&incident));
            }
        }
    }
}
