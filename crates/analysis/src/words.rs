//! Comparing words the way a reader would: without case, accents or stray spaces.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in lower case, without accents, with single spaces.
///
/// ```
/// assert_eq!(analysis::fold(" Wilāyat  KHORASAN "), "wilayat khorasan");
/// ```
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True where the folded text holds the folded pattern as whole words; a `*` at the end of a
/// word of the pattern stands for any ending.
pub(crate) fn holds(text: &str, pattern: &str) -> bool {
    let wanted: Vec<&str> = pattern.split(' ').filter(|word| !word.is_empty()).collect();
    if wanted.is_empty() {
        return false;
    }
    // Most texts hold none of the letters: told before they are cut into words.
    let may_stand = |word: &&str| text.contains(word.trim_end_matches('*'));
    if !wanted.iter().all(may_stand) {
        return false;
    }
    let words: Vec<&str> = split(text).collect();
    words.windows(wanted.len()).any(|window| {
        window
            .iter()
            .zip(&wanted)
            .all(|(word, want)| match want.strip_suffix('*') {
                Some(start) => word.starts_with(start),
                None => word == want,
            })
    })
}

/// A pattern as [`holds`] wants it: folded, with punctuation between words taken out.
pub(crate) fn pattern(text: &str) -> String {
    let folded = fold(text);
    folded
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '*'))
        .map(|word| match word.trim_matches('*') {
            "" => String::new(),
            bare if word.ends_with('*') => format!("{bare}*"),
            bare => bare.to_owned(),
        })
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_whole_unless_a_star_ends_it() {
        let text = fold("Bombings near the Embassy-compound");
        assert!(holds(&text, &pattern("the embassy")));
        assert!(holds(&text, &pattern("bomb*")));
        assert!(!holds(&text, &pattern("bomb")));
        assert!(!holds(&text, &pattern("***")));
        assert!(holds(&text, &pattern("embassy-compound")));
    }
}
