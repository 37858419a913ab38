//! Where words and sentences begin and end.

fn words(text: &str) -> Vec<&str> {
    language::sentences(text)
        .iter()
        .flat_map(|sentence| {
            sentence
                .tokens
                .iter()
                .map(|token| token.of(text))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn sentences(text: &str) -> Vec<String> {
    language::sentences(text)
        .iter()
        .map(|sentence| sentence.of(text).to_owned())
        .collect()
}

#[test]
fn a_contraction_is_two_words_with_their_own_places() {
    let text = "They didn't flee.";
    let sentence = &language::sentences(text)[0];
    assert_eq!(words(text), ["They", "did", "n't", "flee", "."]);
    assert_eq!(
        (
            sentence.tokens[2].start,
            sentence.tokens[2].end,
            sentence.tokens[2].joined
        ),
        (8, 11, true)
    );
    assert_eq!(
        words("Russia’s envoys can't say who'll pay the soldiers' wages"),
        [
            "Russia", "’s", "envoys", "ca", "n't", "say", "who", "'ll", "pay", "the", "soldiers",
            "'", "wages"
        ]
    );
}

#[test]
fn hyphens_part_words_but_not_prefixes() {
    assert_eq!(
        words("An anti-tank mine hit a well-known Al-Badr base"),
        [
            "An",
            "anti-tank",
            "mine",
            "hit",
            "a",
            "well",
            "-",
            "known",
            "Al",
            "-",
            "Badr",
            "base"
        ]
    );
    assert_eq!(
        words("a 25-year-old with an AK-47"),
        [
            "a", "25", "-", "year", "-", "old", "with", "an", "AK", "-", "47"
        ]
    );
}

#[test]
fn numbers_keep_their_commas_and_lose_their_units() {
    assert_eq!(
        words("$1,200, 7.62mm rounds, 5km off at 10:30am (up 12.5%)"),
        [
            "$", "1,200", ",", "7.62", "mm", "rounds", ",", "5", "km", "off", "at", "10:30", "am",
            "(", "up", "12.5", "%", ")"
        ]
    );
    assert_eq!(
        words("on 16/10/2004 the 3rd brigade of the 1990s"),
        [
            "on",
            "16/10/2004",
            "the",
            "3rd",
            "brigade",
            "of",
            "the",
            "1990s"
        ]
    );
}

#[test]
fn abbreviations_and_initials_do_not_end_a_sentence() {
    let text = "Gen. John W. Adams and Lt. Col. Omar Said met Mr. Haidari on Jan. 5 at 6 a.m. in Herat. No. 3 Company left.";
    assert_eq!(
        sentences(text),
        [
            "Gen. John W. Adams and Lt. Col. Omar Said met Mr. Haidari on Jan. 5 at 6 a.m. in Herat.",
            "No. 3 Company left."
        ]
    );
}

#[test]
fn an_abbreviation_may_end_a_sentence_before_a_word_that_opens_one() {
    assert_eq!(
        sentences("He fled to the U.S. The U.S. Army said no."),
        ["He fled to the U.S.", "The U.S. Army said no."]
    );
    assert_eq!(
        sentences("It fell at 5 p.m. The guards ran."),
        ["It fell at 5 p.m.", "The guards ran."]
    );
}

#[test]
fn footnote_marks_belong_to_the_sentence_they_follow() {
    assert_eq!(
        sentences("The blast was on May 7.[7] IS-KP later claimed it.[8][9] Two died."),
        [
            "The blast was on May 7.[7]",
            "IS-KP later claimed it.[8][9]",
            "Two died."
        ]
    );
    assert_eq!(
        sentences("The camp burned.[12]Guards fled."),
        ["The camp burned.[12]", "Guards fled."]
    );
}

#[test]
fn quotes_stay_with_their_sentence() {
    assert_eq!(
        sentences("\"We heard shots.\" The mayor left. \"Why now?\" he asked."),
        [
            "\"We heard shots.\"",
            "The mayor left.",
            "\"Why now?\" he asked."
        ]
    );
    assert_eq!(
        sentences("“They came at night.” Nobody slept."),
        ["“They came at night.”", "Nobody slept."]
    );
}

#[test]
fn a_headline_without_a_stop_is_a_sentence() {
    let text = "Bomb hits market in Quetta\nAt least four people died on Monday when a bomb went off in a market, officials said, and many shops were destroyed by the fire.\n";
    assert_eq!(sentences(text).len(), 2);
    assert_eq!(sentences(text)[0], "Bomb hits market in Quetta");
}

#[test]
fn wrapped_lines_are_read_on() {
    let text = "SAN MATEO, 4 MAR (WIRE) -- GUERRILLAS ATTACKED A POLICE POST IN THE\n\
                NORTH OF THE PROVINCE LAST NIGHT AND KILLED TWO AGENTS, ACCORDING TO\n\
                A MILITARY SPOKESMAN. A THIRD AGENT WAS WOUNDED WHEN HIS VEHICLE RAN\n\
                OVER A MINE NEAR THE BRIDGE.\n\n\
                THE POST WAS BURNED DOWN.";
    assert_eq!(sentences(text).len(), 3);
    let text = "The army said on Tuesday that its planes had bombed two camps of the\n\
                group near the border and that some thirty fighters were killed. It\n\
                gave no further details.";
    assert_eq!(sentences(text).len(), 2);
}

#[test]
fn list_lines_are_sentences_of_their_own() {
    let text = "Dead by province:\n- Kabul (245)\n- Herat (31)\n- Balkh (12)\n";
    assert_eq!(
        sentences(text),
        [
            "Dead by province:",
            "- Kabul (245)",
            "- Herat (31)",
            "- Balkh (12)"
        ]
    );
    assert_eq!(
        sentences("Herat\n. Near the gate, a mine.\n. In town, two shells."),
        [
            "Herat",
            ". Near the gate, a mine.",
            ". In town, two shells."
        ]
    );
    assert_eq!(
        sentences("1. A mine near the gate.\n2. Two shells."),
        ["1. A mine near the gate.", "2. Two shells."]
    );
}

#[test]
fn addresses_are_one_word() {
    assert_eq!(
        words("See https://example.org/a?b=1, www.example.org or desk@example.org."),
        [
            "See",
            "https://example.org/a?b=1",
            ",",
            "www.example.org",
            "or",
            "desk@example.org",
            "."
        ]
    );
}

#[test]
fn a_missing_space_after_a_full_stop_is_forgiven() {
    assert_eq!(
        sentences("Two men were killed.The others fled."),
        ["Two men were killed.", "The others fled."]
    );
}

#[test]
fn nothing_gives_nothing() {
    assert!(language::sentences("").is_empty());
    assert!(language::sentences(" \n\t \u{a0}\n").is_empty());
}
