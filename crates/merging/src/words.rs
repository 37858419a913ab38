//! Names made comparable: small letters, no accents, no punctuation.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The words of a name, folded: "Al-Hasakah" gives `al`, `hasakah`.
pub(crate) fn fold(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in name.nfkd() {
        if letter.is_alphanumeric() {
            match letter {
                'ı' => word.push('i'),
                _ => word.extend(letter.to_lowercase().filter(|c| !is_combining_mark(*c))),
            }
        } else if !is_combining_mark(letter)
            && !matches!(letter, '\'' | '’' | '‘' | 'ʿ' | 'ʾ')
            && !word.is_empty()
        {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// FNV-1a, 64 bits: the same on every machine.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    hash_on(0xcbf2_9ce4_8422_2325, bytes)
}

/// FNV-1a carried on from an earlier hash.
pub(crate) fn hash_on(start: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// True where one spelling is a slip or a transliteration of the other: at most one letter
/// changed, added or left out in names of five letters and more, two from nine on.
pub(crate) fn is_spelling_of(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let allowed = match a.len().min(b.len()) {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    };
    a.len().abs_diff(b.len()) <= allowed && edits(&a, &b) <= allowed
}

/// Levenshtein distance.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_apostrophes_do_not_tell_names_apart() {
        assert_eq!(fold("Diyarbakır"), fold("DIYARBAKIR"));
        assert_eq!(fold("Shi‘ite"), ["shiite"]);
        assert_eq!(fold("Beşiktaş, İstanbul"), ["besiktas", "istanbul"]);
    }

    #[test]
    fn transliterations_are_one_name_and_short_names_are_not() {
        assert!(is_spelling_of("faizabad", "fayzabad"));
        assert!(!is_spelling_of("hit", "hat"));
        assert!(!is_spelling_of("homs", "hims"));
    }
}
