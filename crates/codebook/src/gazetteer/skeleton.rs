//! What is left of a name when its romanisation is taken off: `Khugyani`, `Khogyani` and `Khugiani` are one.

/// The consonants of a folded name, with the letters that romanisations interchange made one; `None`
/// for a name with fewer than three of them, or outside Latin script.
///
/// Vowels go (but for whether the name starts with one), `q` is `k`, `w` is `v`, `gh` is `g`, doubled
/// letters are one, an `h` or `y` at the end goes, and so do the spaces.
pub fn skeleton(folded: &str) -> Option<String> {
    if !folded.is_ascii() {
        return None;
    }
    let mut sounds = String::new();
    for word in folded
        .split(' ')
        .filter(|word| !matches!(*word, "e" | "i" | "ye" | "yi" | "al" | "el"))
    {
        word_sounds(word, &mut sounds);
    }
    let consonants = sounds.bytes().filter(|byte| *byte != b'a').count();
    (consonants >= 3).then_some(sounds)
}

fn word_sounds(word: &str, sounds: &mut String) {
    let bytes = word.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied();
        let (sound, width) = match (byte, next) {
            (b'k', Some(b'h')) => (Some('x'), 2),
            (b's', Some(b'h')) => (Some('$'), 2),
            (b'c', Some(b'h')) => (Some('c'), 2),
            (b'z', Some(b'h')) | (b'd', Some(b'j')) => (Some('j'), 2),
            (b'g' | b't' | b'd', Some(b'h')) => (Some(char::from(byte)), 2),
            (b'p', Some(b'h')) => (Some('f'), 2),
            (b'a' | b'e' | b'i' | b'o' | b'u', _) => {
                ((at == 0 && sounds.is_empty()).then_some('a'), 1)
            }
            (b'y', _) => ((at == 0).then_some('y'), 1),
            (b'h', None) => (None, 1),
            (b'w', _) => (Some('v'), 1),
            (b'q', _) => (Some('k'), 1),
            _ => (Some(char::from(byte)), 1),
        };
        if let Some(sound) = sound
            && !sounds.ends_with(sound)
        {
            sounds.push(sound);
        }
        at += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_one_name_sound_alike() {
        for (a, b) in [
            ("khugyani", "khogyani"),
            ("chapah darah", "chapa dara"),
            ("surkh rod", "surkhrud"),
            ("qunduz", "kunduz"),
            ("darah ye pech", "dara i pech"),
            ("mawand", "mavand"),
            ("shahr e buzurg", "shahri buzurg"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        assert_ne!(skeleton("kunduz"), skeleton("kandahar"));
        assert_eq!(skeleton("ab"), None);
    }
}
