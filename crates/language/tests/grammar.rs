//! What a reader of reports needs from tags and trees.

use language::{Form, Pos, Relation, Tag, Tree, lemma};

fn analysed(text: &str) -> (Vec<String>, Vec<Tag>, Tree) {
    let sentence = &language::sentences(text)[0];
    let tags = language::tag(text, sentence);
    let tree = language::parse(text, sentence, &tags);
    (
        sentence
            .tokens
            .iter()
            .map(|token| token.of(text).to_owned())
            .collect(),
        tags,
        tree,
    )
}

fn place(words: &[String], word: &str) -> usize {
    words
        .iter()
        .position(|w| w == word)
        .expect("the word is in the sentence")
}

#[test]
fn who_did_it_and_to_whom_in_an_active_sentence() {
    let (words, tags, tree) = analysed("Gunmen attacked a police station in Kirkuk on Monday.");
    let verb = place(&words, "attacked");
    assert_eq!(tree.root(), Some(verb));
    assert_eq!(
        tags[verb],
        Tag {
            pos: Pos::Verb,
            form: Form::Past
        }
    );
    assert_eq!(
        (tree.heads[0], tree.relations[0]),
        (Some(verb as u16), Relation::Nsubj)
    );
    let station = place(&words, "station");
    assert_eq!(
        (tree.heads[station], tree.relations[station]),
        (Some(verb as u16), Relation::Obj)
    );
    assert_eq!(tags[place(&words, "Kirkuk")].pos, Pos::Propn);
}

#[test]
fn a_passive_has_its_own_subject_and_agent() {
    let (words, tags, tree) = analysed("Six soldiers were killed by gunmen near the border.");
    let verb = place(&words, "killed");
    assert_eq!(tags[verb].form, Form::PastParticiple);
    assert_eq!(
        tree.relations[place(&words, "soldiers")],
        Relation::NsubjPass
    );
    assert_eq!(tree.relations[place(&words, "were")], Relation::AuxPass);
    assert_eq!(tree.relations[place(&words, "gunmen")], Relation::OblAgent);
    assert_eq!(tree.relations[place(&words, "Six")], Relation::Nummod);
}

#[test]
fn capitals_are_read_like_small_letters() {
    let plain = analysed("The soldiers were killed by a mine.");
    let capitals = analysed("THE SOLDIERS WERE KILLED BY A MINE.");
    assert_eq!(plain.1, capitals.1);
    assert_eq!(plain.2, capitals.2);
}

#[test]
fn a_negated_verb_carries_its_not() {
    let (words, _, tree) = analysed("The group did not attack the village.");
    let verb = place(&words, "attack");
    assert_eq!(tree.heads[place(&words, "not")], Some(verb as u16));
}

#[test]
fn one_word_is_its_own_root() {
    let (_, _, tree) = analysed("Kabul");
    assert_eq!(tree.heads, [None]);
    assert_eq!(tree.relations, [Relation::Root]);
}

#[test]
fn dictionary_forms_of_verbs() {
    let forms = [
        (
            Form::Past,
            "attacked attack killed kill blew blow shot shoot fled flee robbed rob stopped stop exploded explode fired fire injured injure claimed claim",
        ),
        (
            Form::Past,
            "escaped escape raised raise abducted abduct executed execute denied deny carried carry destroyed destroy patrolled patrol murdered murder",
        ),
        (
            Form::Past,
            "ambushed ambush targeted target struck strike beheaded behead detonated detonate charged charge besieged besiege opened open warned warn",
        ),
        (
            Form::PastParticiple,
            "taken take wounded wound hidden hide slain slay held hold used use seized seize released release forced force captured capture",
        ),
        (
            Form::PastParticiple,
            "assassinated assassinate evacuated evacuate accused accuse declared declare created create trained train",
        ),
        (
            Form::Ing,
            "bombing bomb shooting shoot running run dying die hitting hit driving drive shelling shell killing kill being be fleeing flee raiding raid",
        ),
        (
            Form::PresentThird,
            "attacks attack clashes clash denies deny does do has have uses use passes pass goes go",
        ),
    ];
    for (form, pairs) in forms {
        let words: Vec<&str> = pairs.split(' ').collect();
        for pair in words.chunks(2) {
            assert_eq!(
                lemma(
                    pair[0],
                    Tag {
                        pos: Pos::Verb,
                        form
                    }
                ),
                pair[1]
            );
        }
    }
}

#[test]
fn dictionary_forms_of_nouns() {
    let words = "soldiers soldier men man policemen policeman bodies body buses bus knives knife bases base cities city attacks attack hostages hostage churches church boxes box lives life children child";
    for pair in words.split(' ').collect::<Vec<_>>().chunks(2) {
        assert_eq!(
            lemma(
                pair[0],
                Tag {
                    pos: Pos::Noun,
                    form: Form::Plural
                }
            ),
            pair[1]
        );
    }
}
