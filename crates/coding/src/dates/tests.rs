//! What date expressions mean.

use super::{Lean, leaning};
use crate::text::Text;
use codebook::Codebook;
use proptest::prelude::*;

/// Every date of a text published on a Wednesday, 15 June 2022, as `words = days`.
fn read(words: &str) -> Vec<String> {
    read_leaning(words, Some("2022-06-15"), Lean::Past)
}

fn read_leaning(words: &str, published: Option<&str>, lean: Lean) -> Vec<String> {
    let report = model::Report {
        id: "r".to_owned(),
        text: words.to_owned(),
        published: published.map(|day| day.parse().unwrap()),
        ..model::Report::default()
    };
    let text = Text::new(&report.text, Codebook::embedded());
    leaning(&text, &report, lean)
        .into_iter()
        .flatten()
        .map(|hit| format!("{} = {}", hit.span.of(&report.text), hit.when))
        .collect()
}

/// Each sentence of a table reads as one date, or as none where that is empty.
fn table(rows: &[(&str, &str)]) {
    for (words, expected) in rows {
        let found = read(words);
        let days: Vec<&str> = found
            .iter()
            .filter_map(|found| found.split(" = ").last())
            .collect();
        assert_eq!(days.join(" "), *expected, "{words}: {found:?}");
    }
}

#[test]
fn days_and_months_read_in_every_order() {
    table(&[
        ("They struck on 5 September 2021.", "2021-09-05"),
        ("They struck on September 5, 2021.", "2021-09-05"),
        ("They struck on the 5th of September 2021.", "2021-09-05"),
        ("They struck on the fifth of September, 2021.", "2021-09-05"),
        ("They struck on Sept. 5.", "2021-09-05"),
        ("They struck on 2021-09-05.", "2021-09-05"),
        ("They struck on 05.09.2021.", "2021-09-05"),
        ("They struck on 9/5/2021.", "2021-09-05"),
        ("They struck on 05-Sep-2021.", "2021-09-05"),
        ("They struck in September 2021.", "2021-09"),
        ("They struck on Friday, September 5.", "2021-09-05"),
        (
            "They struck between 3 and 5 May 2019.",
            "2019-05-03/2019-05-05",
        ),
    ]);
}

#[test]
fn wires_in_capitals_read_as_others_do() {
    table(&[
        // The day a wire was sent is nobody's day.
        ("BOGOTA, 03 JAN 90 -- A BOMB WENT OFF.", ""),
        ("A BOMB WENT OFF LAST NIGHT.", "2022-06-14"),
        ("12 FEBRUARY - GUNMEN ATTACKED.", "2022-02-12"),
        (
            "A BOMB WENT OFF IN LATE MARCH 1989.",
            "1989-03-21/1989-03-31",
        ),
        ("THE MARCH THAT BEGAN HERE MAY END.", ""),
    ]);
}

#[test]
fn months_that_are_words_need_more_than_a_word() {
    table(&[
        ("It may rain and they march on.", ""),
        ("The sun sat low.", ""),
        ("The fall of the town came soon.", ""),
        ("In May they came.", "2022-05"),
        ("In the fall of 2019 they came.", "2019-09/2019-11"),
    ]);
}

#[test]
fn a_date_without_its_year_is_the_last_one() {
    table(&[
        ("They struck on Monday.", "2022-06-13"),
        ("They struck on Wednesday.", "2022-06-15"),
        ("They struck last Friday.", "2022-06-10"),
        ("They struck last Tuesday.", "2022-06-07"),
        ("They struck on Friday of last week.", "2022-06-10"),
        ("They struck on 20 June.", "2021-06-20"),
        ("They struck last August.", "2021-08"),
        ("They struck last summer.", "2021-06/2021-08"),
        ("They struck last week.", "2022-06-06/2022-06-12"),
        ("They struck in the first quarter.", "2022-01/2022-03"),
        ("They struck on Christmas Eve.", "2021-12-24"),
    ]);
}

#[test]
fn the_same_words_lean_forward_where_asked() {
    let ahead = |words: &str| read_leaning(words, Some("2022-06-15"), Lean::Future).join(" ");
    assert_eq!(ahead("on Monday"), "Monday = 2022-06-20");
    assert_eq!(ahead("in August"), "August = 2022-08");
    assert_eq!(ahead("at Christmas"), "Christmas = 2022-12-25");
}

#[test]
fn a_weekday_tells_the_year() {
    // 12 May was a Wednesday in 2021, and a Thursday in 2022.
    table(&[
        ("They struck on Thursday, 12 May.", "2022-05-12"),
        ("They struck on Wednesday, May 12.", "2021-05-12"),
    ]);
}

#[test]
fn days_are_counted_from_the_day_told_last() {
    table(&[
        (
            "They struck on 4 March 2020. Two days later they left. The following day all was calm.",
            "2020-03-04 2020-03-06 2020-03-07",
        ),
        (
            "They struck on 4 March 2020. The day before, a warning came.",
            "2020-03-04 2020-03-03",
        ),
        (
            "In 1988 they struck again. It was revenge for the year before.",
            "1988 1987",
        ),
        (
            "They struck on 9 September 2020. Later that month they left.",
            "2020-09-09 2020-09-09/2020-09-30",
        ),
        (
            "They struck on 4 March 2020. Some thirty hours later they left.",
            "2020-03-04 2020-03-04/2020-03-06",
        ),
        (
            "They struck two weeks before Christmas 2020.",
            "2020-12-08/2020-12-14",
        ),
        ("They struck the day before yesterday.", "2022-06-13"),
    ]);
}

#[test]
fn parts_and_ordinals_of_months_and_years_read() {
    table(&[
        (
            "They struck in early December 2021.",
            "2021-12-01/2021-12-10",
        ),
        ("They struck in mid-January 2021.", "2021-01-15~"),
        ("They struck in the late 1930s.", "1936/1939"),
        ("They struck at the end of 2003.", "2003-09/2003-12"),
        ("They struck on the third Friday of May 2019.", "2019-05-17"),
        ("They struck on the last Sunday of May 2019.", "2019-05-26"),
        (
            "In the first six months of 2011 they struck.",
            "2011-01/2011-06",
        ),
        (
            "In the last week of July 2021 they struck.",
            "2021-07-19/2021-07-25",
        ),
    ]);
}

#[test]
fn ranges_and_open_ends_read() {
    table(&[
        (
            "They struck from April 17 to May 1.",
            "2022-04-17/2022-05-01",
        ),
        ("They struck from 2000 to 2004.", "2000/2004"),
        ("They struck from 2001 through May 2008.", "2001-01/2008-05"),
        (
            "They struck between November and March 2020.",
            "2019-11/2020-03",
        ),
        ("They have struck since 19 September.", "2021-09-19/.."),
        ("All was calm until March 2020.", "../2020-03-31"),
        ("They struck in May 2020 or later.", "2020-05-01/.."),
        (
            "They struck in the past three days.",
            "2022-06-12/2022-06-15",
        ),
    ]);
}

#[test]
fn feasts_fall_on_their_days() {
    table(&[
        ("They struck on Easter Sunday 2019.", "2019-04-21"),
        ("They struck on Orthodox Easter 2018.", "2018-04-08"),
        ("They struck on Thanksgiving 2016.", "2016-11-24"),
        ("They struck on Eid al-Fitr 2019.", "2019-06-04~"),
        ("They struck on the day of Ashura 2017.", "2017-09-30~"),
        ("They struck on Yom Kippur 1973.", "1973-10-06"),
        ("They struck on Diwali 2019.", "2019-10-27~"),
        ("They struck on Chinese New Year 2014.", "2014-01-31"),
        ("They struck on Nowruz 2018.", "2018-03-21~"),
        (
            "They struck during Ramadan 2018.",
            "2018-05-16~/2018-06-14~",
        ),
    ]);
}

#[test]
fn numbers_of_other_things_are_no_dates() {
    table(&[
        ("Some 2000 soldiers came to 1,900 people.", ""),
        ("They paid $2000 for 3/4 of it.", ""),
        ("They met at 1800 UTC.", ""),
        ("They live on the 15th floor.", ""),
        ("They left Christmas Island.", ""),
        ("The file is at example.org/1.2.2019.44/3.", ""),
    ]);
}

#[test]
fn every_fixed_feast_of_the_codebook_is_a_day_of_some_year() {
    for feast in &Codebook::embedded().times.feasts {
        let words = format!("They struck on {} 2020.", feast.words[0]);
        assert!(!read(&words).is_empty(), "{words}");
        assert!(
            read(&words)[0].contains("= 2020"),
            "{words} {:?}",
            read(&words)
        );
    }
}

proptest! {
    #[test]
    fn any_text_reads_without_a_panic_and_with_sound_spans(
        words in prop::collection::vec(prop::sample::select(WORDS), 1..14),
        odd in "\\PC{0,6}",
    ) {
        let text = format!("{} {odd} {}", words.join(" "), words.concat());
        let report = model::Report {
            id: "r".to_owned(),
            text: text.clone(),
            published: Some(jiff::civil::date(2020, 2, 29)),
            ..model::Report::default()
        };
        let laid = Text::new(&report.text, Codebook::embedded());
        for lean in [Lean::Past, Lean::Future] {
            for hit in leaning(&laid, &report, lean).iter().flatten() {
                let (start, end) = (hit.span.start as usize, hit.span.end as usize);
                prop_assert!(text.get(start..end).is_some_and(|words| !words.is_empty()));
                prop_assert!(hit.first <= hit.last);
                if let (Some(first), Some(last)) = (hit.when.first, hit.when.last) {
                    prop_assert!(first <= last);
                }
            }
        }
    }

    #[test]
    fn a_later_publication_never_makes_a_date_earlier(
        days in 0i32..2000,
        more in 0i32..400,
        phrase in prop::sample::select(&["on Friday", "on 5 May", "in March", "last week", "yesterday",
            "last summer", "two months ago", "at Easter", "on 29 February", "last year"][..]),
    ) {
        use jiff::ToSpan as _;
        let on = |days: i32| {
            let day = jiff::civil::date(2015, 1, 1).checked_add(days.days()).unwrap().to_string();
            let found = read_leaning(&format!("They struck {phrase}."), Some(&day), Lean::Past);
            let when: model::When = found[0].split(" = ").last().unwrap().parse().unwrap();
            when.first.unwrap()
        };
        prop_assert!(on(days) <= on(days + more));
    }
}

/// What the random texts are made of.
const WORDS: &[&str] = &[
    "the",
    "last",
    "next",
    "this",
    "week",
    "month",
    "year",
    "years",
    "two",
    "3",
    "31",
    "2019",
    "1990s",
    "30",
    "of",
    "in",
    "on",
    "May",
    "march",
    "february",
    "Friday",
    "Sun",
    ",",
    ".",
    "-",
    "/",
    "'",
    "’",
    "–",
    "from",
    "to",
    "until",
    "since",
    "before",
    "after",
    "and",
    "between",
    "early",
    "mid",
    "late",
    "end",
    "first",
    "twenty",
    "second",
    "third",
    "day",
    "days",
    "ago",
    "later",
    "earlier",
    "Easter",
    "Eid",
    "al",
    "Fitr",
    "Diwali",
    "Q",
    "4",
    "0",
    "99",
    "9/11",
    "20161016",
    "weekend",
    "hours",
    "quarter",
    "a",
    "few",
    "that",
    "same",
    "following",
    "previous",
    "9999",
    "summer",
    "winter",
    "nineteen",
    "hundred",
    "thousand",
    "today",
    "now",
    "s",
    "th",
    "é",
    "日",
    "EOM",
    "from now",
];
