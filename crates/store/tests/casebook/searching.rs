use crate::made::*;
use model::Coded;

fn desk_with(texts: &[(&str, &str)]) -> Desk {
    let mut desk = desk();
    for (id, text) in texts {
        add(&mut desk.casebook, &report(id, text), &Coded::default()).unwrap();
    }
    desk
}

#[test]
fn words_phrases_beginnings_and_accents_are_found_where_they_stand() {
    let desk = desk_with(&[
        (
            "a",
            "Früh am Morgen: an explosion in Médéa killed six people.",
        ),
        (
            "b",
            "Six were hurt when a shell exploded; people fled Medea.",
        ),
        ("c", "Nothing of note."),
    ]);
    let found = |words: &str| -> Vec<String> {
        let mut ids: Vec<String> = desk
            .casebook
            .search(words, 9)
            .unwrap()
            .into_iter()
            .map(|hit| hit.report)
            .collect();
        ids.sort();
        ids
    };
    assert_eq!(found("medea"), ["a", "b"]);
    assert_eq!(found("explo*"), ["a", "b"]);
    assert_eq!(found("explo"), [""; 0]);
    assert_eq!(found("\"six people\""), ["a"]);
    assert_eq!(found("six people"), ["a", "b"]);
    assert_eq!(found("REPORT c"), ["c"], "headlines count");
    let hit = &desk.casebook.search("medea kill*", 9).unwrap()[0];
    let text = desk.casebook.report("a").unwrap().text;
    let words: Vec<&str> = hit.matches.iter().map(|span| span.of(&text)).collect();
    assert_eq!(words, ["Médéa", "killed"]);
    assert_eq!(hit.span.of(&text), hit.snippet);
    let marked = hit.marked("<b>", "</b>", str::to_uppercase);
    assert_eq!(
        marked,
        "FRÜH AM MORGEN: AN EXPLOSION IN <b>MÉDÉA</b> <b>KILLED</b> SIX PEOPLE."
    );
    assert_eq!(desk.casebook.search("medea", 1).unwrap().len(), 1);
}

#[test]
fn whatever_is_typed_is_words_and_never_an_error() {
    let desk = desk_with(&[(
        "a",
        "NEAR the AND gate: 'x' OR \"y\" (z) {title} a:b c-d e^f *",
    )]);
    for words in [
        "",
        "\"",
        "\"\"",
        "*",
        "a\"b",
        "NEAR(",
        "title:gate",
        "AND",
        "OR OR",
        "-",
        "\u{301}",
        "x' ; DROP",
        "a\0b",
        "{",
        "(z",
        "c-d",
        "^e",
        "+",
        "\"AND gate",
        "ﷺ",
        "😀",
    ] {
        desk.casebook
            .search(words, 5)
            .unwrap_or_else(|error| panic!("{words:?}: {error}"));
    }
    assert_eq!(desk.casebook.search("AND gate", 5).unwrap().len(), 1);
    assert_eq!(desk.casebook.search("c-d", 5).unwrap().len(), 1);
    assert!(desk.casebook.search("\u{301}", 5).unwrap().is_empty());
}

#[test]
fn the_snippet_of_a_long_text_is_the_passage_with_the_most_of_the_words() {
    let filler = "Residents spoke of a quiet night on the road. ".repeat(60);
    let text = format!("Kabul. {filler} Bombs shook Kabul and killed guards. {filler}");
    let desk = desk_with(&[("a", &text)]);
    let hit = &desk.casebook.search("kabul bombs killed", 5).unwrap()[0];
    assert!(
        hit.snippet.contains("Bombs shook Kabul and killed guards."),
        "{}",
        hit.snippet
    );
    assert!(hit.snippet.len() <= 260);
    assert_eq!(hit.matches.len(), 4);
}
