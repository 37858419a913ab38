//! What holds for any text.

use language::{Model, Sentence, sentences};
use proptest::prelude::*;

/// Texts as they come: letters and marks of several scripts, and pieces that the tokenizer has rules for.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "[a-zA-Z']{1,8}",
        "[0-9.,:/-]{1,8}",
        "[ \n\r\t.!?\"“”’()\\[\\]-]{1,4}",
        Just(" U.S. ".to_owned()),
        Just("[7]".to_owned()),
        Just("n't".to_owned()),
        Just("www.x.org/@://".to_owned()),
        Just("e\u{301}\u{200d}’s".to_owned()),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn check_tokens(text: &str, sentences: &[Sentence]) {
    let mut offset = 0;
    for sentence in sentences {
        let (Some(first), Some(last)) = (sentence.tokens.first(), sentence.tokens.last()) else {
            panic!("a sentence without tokens")
        };
        assert_eq!((sentence.start, sentence.end), (first.start, last.end));
        for token in &sentence.tokens {
            assert!(token.start < token.end, "an empty token");
            let between = text
                .get(offset..token.start as usize)
                .expect("tokens are in order and on character boundaries");
            assert!(
                between.chars().all(char::is_whitespace),
                "left out: {between:?}"
            );
            assert!(text.get(token.start as usize..token.end as usize).is_some());
            offset = token.end as usize;
        }
    }
    assert!(
        text[offset..].chars().all(char::is_whitespace),
        "left out at the end: {:?}",
        &text[offset..]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_character_but_white_space_is_in_one_token(text in any_text()) {
        check_tokens(&text, &sentences(&text));
    }

    #[test]
    fn every_sentence_has_one_tree(text in any_text()) {
        for sentence in sentences(&text) {
            let tags = language::tag(&text, &sentence);
            prop_assert_eq!(tags.len(), sentence.tokens.len());
            let tree = language::parse(&text, &sentence, &tags);
            prop_assert_eq!(tree.heads.len(), sentence.tokens.len());
            prop_assert_eq!(tree.heads.iter().filter(|head| head.is_none()).count(), 1);
            for start in 0..tree.heads.len() {
                let mut word = start;
                let mut steps = 0;
                while let Some(head) = tree.heads[word] {
                    word = head as usize;
                    steps += 1;
                    prop_assert!(steps <= tree.heads.len(), "a circle");
                }
            }
        }
    }

    #[test]
    fn tags_of_another_text_do_no_harm(text in any_text(), other in any_text()) {
        for sentence in sentences(&text) {
            let tags: Vec<_> = sentences(&other).iter().flat_map(|s| language::tag(&text, s)).collect();
            prop_assert_eq!(language::parse(&other, &sentence, &tags).heads.len(), sentence.tokens.len());
        }
    }

    #[test]
    fn the_same_text_gives_the_same_table(text in any_text()) {
        prop_assert_eq!(language::conllu(&text), language::conllu(&text));
    }

    #[test]
    fn broken_weights_are_refused_or_harmless(at in 0usize..4000, byte in any::<u8>(), cut in 0usize..4000) {
        let mut weights = include_bytes!("../../../models/english.weights").to_vec();
        weights[at] = byte;
        if let Some(model) = Model::read(&weights) {
            language::conllu_by(&model, "Two mines went off.");
        }
        prop_assert!(Model::read(&weights[..cut]).is_none());
    }

    #[test]
    fn dictionary_forms_never_fail(word in any::<String>(), pos in 0usize..17, form in 0usize..15) {
        let tag = language::Tag { pos: language::Pos::ALL[pos], form: language::Form::ALL[form] };
        language::lemma(&word, tag);
    }
}
