//! The word lists and tables that single rules ask for.

use codebook::{Codebook, List};

#[test]
fn every_list_that_a_rule_asks_for_has_words_in_lower_case() {
    let words = &Codebook::embedded().words;
    for list in List::ALL {
        let found = words.lists.get(list);
        assert!(
            found.is_some_and(|found| !found.is_empty()),
            "{list:?} is empty in codebook/words"
        );
        for word in found.into_iter().flatten() {
            assert_eq!(word, &word.to_lowercase(), "{list:?}");
        }
    }
}

#[test]
fn quiet_and_busy_countries_are_countries_and_never_both() {
    let book = Codebook::embedded();
    let rules = codebook::merging::MergingRules::shipped();
    for code in rules.quiet.keys().chain(rules.busy.keys()) {
        assert!(
            book.countries.iter().any(|country| &country.code == code),
            "{code} is no country of the codebook"
        );
    }
    for code in rules.quiet.keys() {
        assert!(!rules.busy.contains_key(code), "{code} is quiet and busy");
    }
}
