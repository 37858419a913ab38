//! The built-in codebook holds what it must, and broken ones are refused with a caret.

use codebook::{Codebook, Sense};

#[test]
fn the_built_in_codebook_has_no_mistakes() {
    let files: Vec<(String, String)> = Codebook::embedded_files()
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    match Codebook::parse(&files) {
        Ok(codebook) => assert_eq!(codebook.hash, Codebook::embedded().hash),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn it_knows_hundreds_of_actors_by_their_spellings() {
    let codebook = Codebook::embedded();
    assert!(codebook.actors.len() >= 250, "{}", codebook.actors.len());
    for spelling in ["ISKP", "IS-K", "ISIS-K", "Islamic State Khurasan Province"] {
        let actor = codebook.actor_named(spelling).unwrap();
        assert_eq!(actor.id, "islamic-state-khorasan-province", "{spelling}");
    }
}

#[test]
fn a_longer_name_is_found_beside_the_shorter_one_it_begins_with() {
    let codebook = Codebook::embedded();
    let words = codebook.phrases.words("Islamic State Khorasan Province");
    let mut lengths: Vec<usize> = codebook
        .phrases
        .scan(&words)
        .iter()
        .filter(|hit| matches!(hit.value, Sense::Actor { weak: false, .. }))
        .map(|hit| hit.after - hit.first)
        .collect();
    lengths.sort_unstable();
    assert_eq!(lengths.last(), Some(&4));
}

fn mistakes(name: &str, text: &str) -> String {
    match Codebook::parse(&[(name.to_owned(), text.to_owned())]) {
        Ok(_) => panic!("{name} was taken for good"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_name_of_two_actors_is_shown_with_file_line_and_caret() {
    let text = "[[actor]]\nid = \"a\"\nname = \"Front A\"\nkind = \"armed-group\"\naliases = [\"FA\"]\n\n\
                [[actor]]\nid = \"b\"\nname = \"Front B\"\nkind = \"armed-group\"\naliases = [\"F-A\", \"FA\"]\n";
    let said = mistakes("actors/x.toml", text);
    assert!(said.contains("actors/x.toml:11:19"), "{said}");
    assert!(
        said.contains("`FA` is already a name of `a` (actors/x.toml:5)"),
        "{said}"
    );
    assert!(said.contains("^^^^"), "{said}");
}

#[test]
fn an_unknown_code_gets_the_nearest_one() {
    let text = "[[weapon]]\nid = \"explosives\"\nname = \"E\"\nmeans = \"m\"\nexamples = [\"x\"]\n\
                [[weapon]]\nid = \"landmine\"\nname = \"L\"\nmeans = \"m\"\ncloser_than = \"explosive\"\nexamples = [\"x\"]\n";
    let said = mistakes("weapons.toml", text);
    assert!(
        said.contains("there is no weapon `explosive`: did you mean `explosives`?"),
        "{said}"
    );
}

#[test]
fn a_missing_example_and_an_unknown_key_are_mistakes() {
    let head =
        "[class]\nid = \"bombing\"\nclass = \"attack\"\nname = \"B\"\nmeans = \"m\"\nrank = 1\n";
    let said = mistakes("events/bombing.toml", head);
    assert!(said.contains("`bombing` has no [[example]]"), "{said}");
    let said = mistakes("events/bombing.toml", &format!("{head}rnk = 2\n"));
    assert!(said.contains("events/bombing.toml:7:1"), "{said}");
    assert!(said.contains("rnk"), "{said}");
}
