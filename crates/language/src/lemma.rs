//! Words to dictionary forms: a list of irregular forms, then rules for the endings.

use std::borrow::Cow;

use crate::irregular;
use crate::pos::{Form, Pos, Tag};

/// The dictionary form of a word with that tag: lower case, but for names.
///
/// ```
/// use language::{Form, Pos, Tag, lemma};
///
/// let past = Tag { pos: Pos::Verb, form: Form::Past };
/// assert_eq!(lemma("attacked", past), "attack");
/// assert_eq!(lemma("blew", past), "blow");
/// assert_eq!(lemma("soldiers", Tag { pos: Pos::Noun, form: Form::Plural }), "soldier");
/// assert_eq!(lemma("Kabul", Tag { pos: Pos::Propn, form: Form::Singular }), "Kabul");
/// ```
pub fn lemma(word: &str, tag: Tag) -> Cow<'_, str> {
    if matches!(
        tag.pos,
        Pos::Propn | Pos::X | Pos::Num | Pos::Sym | Pos::Punct
    ) {
        return Cow::Borrowed(word);
    }
    let plain = lower(word);
    let found = match (tag.pos, tag.form) {
        (Pos::Verb | Pos::Aux, form) => verb(&plain, form),
        (Pos::Noun, Form::Plural) => {
            irregular::noun(&plain).map_or_else(|| plural(&plain), |noun| Some(noun.to_owned()))
        }
        (_, Form::Comparative) => irregular::degree(&plain)
            .map(str::to_owned)
            .or_else(|| compared(&plain, "er")),
        (_, Form::Superlative) => irregular::degree(&plain)
            .map(str::to_owned)
            .or_else(|| compared(&plain, "est")),
        (Pos::Part, _) if matches!(&*plain, "n't" | "n’t" | "nt") => Some("not".to_owned()),
        (Pos::Pron, _) => irregular::pronoun(&plain).map(str::to_owned),
        (Pos::Det, _) if plain == "an" => Some("a".to_owned()),
        _ => None,
    };
    found.map_or(plain, Cow::Owned)
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.chars().any(char::is_uppercase) {
        word.to_lowercase().into()
    } else {
        word.into()
    }
}

fn verb(word: &str, form: Form) -> Option<String> {
    if matches!(form, Form::Base) && !word.contains(['\'', '’']) {
        return irregular::auxiliary(word).map(str::to_owned);
    }
    if let Some(verb) = irregular::auxiliary(word).or_else(|| irregular::verb(word)) {
        return Some(verb.to_owned());
    }
    match form {
        Form::PresentThird => third(word),
        Form::Past | Form::PastParticiple => word
            .strip_suffix("ied")
            .filter(|stem| stem.len() > 1)
            .map(|stem| format!("{stem}y"))
            .or_else(|| {
                let stem = word.strip_suffix("ed").filter(|stem| has_vowel(stem))?;
                Some(restored(stem))
            }),
        Form::Ing => {
            let stem = word.strip_suffix("ing").filter(|stem| has_vowel(stem))?;
            Some(restored(stem))
        }
        _ => None,
    }
}

/// "attacks", "clashes", "flies" to the verb.
fn third(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("es").filter(|stem| {
        stem.ends_with(['s', 'x', 'z', 'o']) && !stem.ends_with("us") && !ends_in_se(stem)
            || stem.ends_with("sh")
            || stem.ends_with("ch")
    }) {
        return Some(stem.to_owned());
    }
    word.strip_suffix('s')
        .filter(|stem| !stem.ends_with('s') && !stem.is_empty())
        .map(str::to_owned)
}

/// Whether what stands before "es" ends a verb in "-se" or "-ze", as in "uses", "seizes", and not in a hiss, as in "passes".
fn ends_in_se(stem: &str) -> bool {
    stem.ends_with(['s', 'z']) && !stem.ends_with("ss") && !stem.ends_with("zz") && stem.len() > 2
}

/// "bodies", "buses", "knives", "attacks" to the noun; `None` where it has no plural's ending.
fn plural(word: &str) -> Option<String> {
    for (ending, one) in [
        ("ies", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("zzes", "zz"),
        ("oes", "o"),
        ("men", "man"),
    ] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 1) {
            return Some(format!("{stem}{one}"));
        }
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let word = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .map_or(word, |stem| stem);
    word.strip_suffix('s')
        .filter(|stem| !stem.is_empty() && !stem.ends_with(['s', 'u']))
        .map(str::to_owned)
}

fn compared(word: &str, ending: &str) -> Option<String> {
    let stem = word
        .strip_suffix(ending)
        .filter(|stem| has_vowel(stem) && stem.len() > 1)?;
    if let Some(stem) = stem.strip_suffix('i') {
        return Some(format!("{stem}y"));
    }
    if is_doubled(stem) && !stem.ends_with("ll") {
        return Some(stem[..stem.len() - 1].to_owned());
    }
    let silent = stem.ends_with(['v', 'c', 'g', 's', 'u'])
        || stem.ends_with("ar") && stem.len() < 4
        || stem.ends_with("at") && stem.len() == 3
        || stem.ends_with("rg")
        || stem.ends_with("saf")
        || stem.ends_with("id")
        || stem.ends_with("bl")
        || stem.ends_with("mpl");
    Some(if silent && !stem.ends_with("ng") {
        format!("{stem}e")
    } else {
        stem.to_owned()
    })
}

/// The verb of a stem that "-ed" or "-ing" was taken from: "bomb", "rob" of "robb", "strike" of "strik".
fn restored(stem: &str) -> String {
    if irregular::keeps_stem(stem) {
        return stem.to_owned();
    }
    if is_doubled(stem)
        && !stem.ends_with("ss")
        && !stem.ends_with("zz")
        && !stem.ends_with("ff")
        && (!stem.ends_with("ll") || irregular::single_l(stem))
    {
        return stem[..stem.len() - 1].to_owned();
    }
    if takes_e(stem) {
        format!("{stem}e")
    } else {
        stem.to_owned()
    }
}

/// Whether a stem wants its "e" back: "escap", "rais", "charg", "execut".
fn takes_e(stem: &str) -> bool {
    if irregular::takes_e(stem) {
        return true;
    }
    let bytes = stem.as_bytes();
    let at = |from_end: usize| bytes.len().checked_sub(from_end).map_or(b' ', |i| bytes[i]);
    let vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u');
    let (last, second, third) = (at(1), at(2), at(3));
    match last {
        b'v' | b'u' | b'c' => true,
        b'z' => second != b'z',
        b's' => second != b's' && (vowel(second) || matches!(second, b'n' | b'p' | b'l' | b'r')),
        b'g' => {
            matches!(second, b'd' | b'r' | b'l' | b'a' | b'u')
                || second == b'n' && irregular::ends_in_nge(stem)
        }
        b'l' => matches!(
            second,
            b'b' | b'd' | b'g' | b'k' | b'p' | b't' | b'f' | b'c' | b'z'
        ),
        // One vowel before one consonant: a stem that ended so had the consonant doubled ("robb"), so this one had its "e" ("rat").
        b'd' | b't' | b'r' | b'n' | b'p' | b'k' | b'm' | b'b' => {
            let short = vowel(second) && !vowel(third) && syllables(stem) == 1;
            let long = |ending: &str| {
                let rest = stem.strip_suffix(ending);
                rest.is_some_and(|rest| {
                    !ending.starts_with(['a', 'i', 'u'])
                        || !rest.ends_with(['a', 'e', 'i', 'o', 'u'])
                })
            };
            short || LONG_ENDINGS.iter().any(|ending| long(ending))
        }
        _ => false,
    }
}

/// Endings of longer stems that come from "-ate", "-ute", "-ire", "-ine" and the like.
const LONG_ENDINGS: [&str; 37] = [
    "rat", "cat", "gat", "lat", "nat", "vat", "tat", "dat", "pat", "mat", "sat", "iat", "uat",
    "creat", "ut", "ir", "um", "ur", "vad", "lud", "cid", "vid", "sid", "lod", "clar", "par",
    "plor", "stor", "quar", "plet", "scrib", "vok", "in", "lik", "nam", "quir", "bat",
];

fn syllables(stem: &str) -> usize {
    let mut count = 0;
    let mut before = false;
    for byte in stem.bytes() {
        let vowel = matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        count += usize::from(vowel && !before);
        before = vowel;
    }
    count
}

fn has_vowel(stem: &str) -> bool {
    stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn is_doubled(stem: &str) -> bool {
    let bytes = stem.as_bytes();
    bytes.len() > 2
        && bytes[bytes.len() - 1] == bytes[bytes.len() - 2]
        && bytes[bytes.len() - 1].is_ascii_alphabetic()
        && !matches!(bytes[bytes.len() - 1], b'e' | b'o' | b'a')
}
