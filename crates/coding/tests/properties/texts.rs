//! Texts to try: noise, pieces of reports, and sentences.

use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::Write as _;

/// Pieces that reports are made of, and some that break them.
const FRAGMENTS: &[&str] = &[
    "Boko Haram",
    "the Taliban",
    "ISIS",
    "ETA",
    "Iran",
    "Turkish forces",
    "gunmen",
    "militants",
    "a suicide bomber",
    "the U.S. embassy",
    "Maiduguri",
    "Kabul",
    "San José",
    "Mosul's",
    "Tripoli, Lebanon",
    "northern Nigeria",
    "Pakistan's",
    "on Tuesday",
    "on 5 March 2019",
    "March 5",
    "last week",
    "2014",
    "in June 2019",
    "06/07/2021",
    "early May",
    "since January",
    "hours later",
    "Sept. 11, 2001",
    "31 February 2020",
    "between 3 and 5 May",
    "30/30/3030",
    "99999999999999999999",
    "killed",
    "killing at least four",
    "wounded dozens",
    "six people",
    "1,200",
    "3.5 million",
    "some 150",
    "up to nine",
    "two staff and four others",
    "no one",
    "half a dozen",
    "bombing",
    "attacked",
    "opened fire on",
    "exploded",
    "was arrested",
    "clashes",
    "claimed responsibility for the attack",
    "denied",
    "threatened",
    "protest",
    "were foiled",
    "a car bomb",
    "rockets fired from",
    "a market",
    "three police officers",
    "soldiers",
    "the blast",
    "had warned of",
    "in a series of",
    "The",
    "said that",
    "and",
    ", ",
    ". ",
    "; ",
    ": ",
    "? ",
    " – ",
    "\n",
    "\n\n",
    "\r\n",
    "\n- ",
    "\n• ",
    "\n1. ",
    "\n## ",
    "\n> ",
    "[1]",
    "[12]:34",
    "¹",
    "(",
    ")",
    "((",
    "\"",
    "“",
    "”",
    "’",
    "«",
    "|",
    "\n| Date | Killed |\n|---|---|\n| 3 May | 7 |\n",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\u{0}",
    "e\u{301}",
    "\u{301}\u{301}",
    "داعش",
    "كابول",
    "في ٣ مايو",
    "\u{202e}",
    "喀布尔",
    "💥",
    "👨\u{200d}👩\u{200d}👧",
    "ﬁve",
    "İstanbul",
    "ẞ",
    "ALSHABAAB BOMBS HOTEL IN MOGADISHU",
    "KILLS SIX",
    "U.S.",
    "No. 5",
    "a.m.",
    "https://example.org/a?b=c",
    "Photo: AFP",
    "Share this",
    "Retrieved 4 May 2020.",
    "...",
    "…",
    "-",
    "0",
    "-1",
    "½",
    "٣",
];

fn assembled() -> impl Strategy<Value = String> {
    prop::collection::vec((select(FRAGMENTS), any::<bool>()), 0..60).prop_map(|pieces| {
        let mut text = String::new();
        for (piece, space) in pieces {
            if space {
                text.push(' ');
            }
            text.push_str(piece);
        }
        text
    })
}

/// Fragments in an order that makes sentences, so that records come out.
pub fn told() -> impl Strategy<Value = String> {
    let who = select(
        &[
            "Boko Haram",
            "Gunmen",
            "The Taliban",
            "Turkish forces",
            "A suicide bomber",
            "KABUL (AP) — Police",
            "Two men",
        ][..],
    );
    let does = select(
        &[
            "bombed",
            "opened fire on",
            "attacked",
            "kidnapped",
            "raided",
            "threatened",
            "stormed",
            "shelled",
            "denied bombing",
            "arrested",
        ][..],
    );
    let whom = select(
        &[
            "a market",
            "an army convoy",
            "the U.S. embassy",
            "villagers",
            "three engineers",
            "daesh",
            "داعش",
            "a café’s “guests”",
        ][..],
    );
    let place = select(
        &[
            "in Maiduguri",
            "near the town of Bosso, Niger",
            "in San José",
            "outside Kabul",
            "in northern Mali",
            "",
            "at sea",
        ][..],
    );
    let time = select(
        &[
            "on 5 March 2019",
            "on Tuesday",
            "in June",
            "last week",
            "early on Monday",
            "",
            "hours later",
            "between 3 and 5 May 2020",
        ][..],
    );
    let after = select(
        &[
            ", killing six people",
            " and wounded at least 12",
            ", leaving dozens dead or injured",
            "",
            "; nobody claimed it",
            " (7 dead, 3 hurt)",
            "[3]",
        ][..],
    );
    let end = select(&[". ", ".\n", ".\n\n", "\n- ", " | ", "", "!\r\n", ".”\n\n“"][..]);
    prop::collection::vec((who, does, whom, place, time, after, end), 1..8).prop_map(|sentences| {
        let mut text = String::new();
        for (who, does, whom, place, time, after, end) in sentences {
            let _ = write!(text, "{who} {does} {whom} {place} {time}{after}{end}");
        }
        text
    })
}

/// Any text at all.
pub fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => any::<String>(),
        1 => "\\PC{0,200}",
        3 => assembled(),
        3 => told(),
    ]
}

/// A table with a header that names its columns, and rows of sound and broken cells.
pub fn table() -> impl Strategy<Value = String> {
    let mark = prop::sample::select(vec![" | ", "\t", "   ", ";", ", "]);
    let head = prop::sample::select(vec![
        "Date",
        "Killed",
        "Injured",
        "Location",
        "Killed by",
        "Type",
        "Province",
        "2017",
        "Attacks",
        "Notes",
        "Source",
        "Name",
        "Total",
    ]);
    let cell = prop::sample::select(vec![
        "3 May 2014",
        "05/13/2019",
        "2016–17",
        "Q3 2018",
        "",
        "\"",
        "–",
        "12",
        "30+",
        "~4",
        "7 (+1)",
        "0",
        "1,204[3]",
        "two soldiers and 3 police",
        "Mosul",
        "al-Bab, Aleppo",
        "Borno State",
        "Boko Haram",
        "ISIS?",
        "Unknown",
        "Car bomb",
        "Hostile fire",
        "Shooting.",
        "Total",
        "é|ß\u{a0}",
        "Claimed by the Taliban",
        "(+",
        "[",
        "|",
        "“Ж”",
        "99999999999999999999",
    ]);
    (
        mark,
        prop::collection::vec(head, 2..7),
        prop::collection::vec(prop::collection::vec(cell, 0..8), 0..6),
    )
        .prop_map(|(mark, heads, rows)| {
            let mut lines = vec![heads.join(mark)];
            lines.extend(rows.iter().map(|row| row.join(mark)));
            lines.join("\n")
        })
}
