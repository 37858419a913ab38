//! English word forms, so that the codebook lists `attack` once.

/// What a form of a verb or noun tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// attack
    Base,
    /// attacks
    Third,
    /// attacked, blew
    Past,
    /// attacked, blown
    Participle,
    /// attacking
    Gerund,
    /// attack (noun)
    Singular,
    /// attacks (noun)
    Plural,
    /// Anything that does not inflect.
    Fixed,
}

/// Past and participle of the irregular verbs that conflict reporting uses.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("be", "was", "been"),
    ("beat", "beat", "beaten"),
    ("begin", "began", "begun"),
    ("behead", "beheaded", "beheaded"),
    ("blow", "blew", "blown"),
    ("break", "broke", "broken"),
    ("bring", "brought", "brought"),
    ("burn", "burned", "burned"),
    ("catch", "caught", "caught"),
    ("come", "came", "come"),
    ("cut", "cut", "cut"),
    ("die", "died", "died"),
    ("do", "did", "done"),
    ("draw", "drew", "drawn"),
    ("drive", "drove", "driven"),
    ("fall", "fell", "fallen"),
    ("fight", "fought", "fought"),
    ("find", "found", "found"),
    ("fly", "flew", "flown"),
    ("get", "got", "got"),
    ("give", "gave", "given"),
    ("go", "went", "gone"),
    ("hang", "hanged", "hanged"),
    ("have", "had", "had"),
    ("hit", "hit", "hit"),
    ("hold", "held", "held"),
    ("hurt", "hurt", "hurt"),
    ("lay", "laid", "laid"),
    ("lead", "led", "led"),
    ("leave", "left", "left"),
    ("lie", "lay", "lain"),
    ("lose", "lost", "lost"),
    ("make", "made", "made"),
    ("overrun", "overran", "overrun"),
    ("put", "put", "put"),
    ("run", "ran", "run"),
    ("say", "said", "said"),
    ("send", "sent", "sent"),
    ("set", "set", "set"),
    ("shoot", "shot", "shot"),
    ("slay", "slew", "slain"),
    ("slit", "slit", "slit"),
    ("strike", "struck", "struck"),
    ("take", "took", "taken"),
    ("retake", "retook", "retaken"),
    ("tear", "tore", "torn"),
    ("tell", "told", "told"),
    ("throw", "threw", "thrown"),
    ("undertake", "undertook", "undertaken"),
    ("wound", "wounded", "wounded"),
    ("write", "wrote", "written"),
];

/// Verbs of more than one syllable whose last letter doubles, and others that the rule
/// below would spell wrong.
const DOUBLING: &[&str] = &[
    "abet", "admit", "commit", "compel", "deter", "expel", "kidnap", "rebel", "repel", "submit",
    "transmit",
];

/// All forms of a verb phrase whose first word inflects ("blow up" → "blew up"), or both that "and" joins.
///
/// ```
/// let forms: Vec<String> = codebook::verb_forms("blow up").into_iter().map(|(_, w)| w).collect();
/// assert_eq!(forms, ["blow up", "blows up", "blew up", "blown up", "blowing up"]);
/// ```
pub fn verb_forms(phrase: &str) -> Vec<(Form, String)> {
    // "shoot and kill": both verbs inflect.
    if let Some((one, other)) = phrase.split_once(" and ") {
        return verb_forms(one)
            .into_iter()
            .zip(verb_forms(other))
            .map(|((form, one), (_, other))| (form, format!("{one} and {other}")))
            .collect();
    }
    let (verb, rest) = match phrase.split_once(' ') {
        Some((verb, rest)) => (verb, format!(" {rest}")),
        None => (phrase, String::new()),
    };
    let (past, participle) = IRREGULAR
        .iter()
        .find(|(base, _, _)| *base == verb)
        .map_or_else(
            || (regular_past(verb), regular_past(verb)),
            |(_, past, participle)| ((*past).to_owned(), (*participle).to_owned()),
        );
    vec![
        (Form::Base, format!("{verb}{rest}")),
        (Form::Third, format!("{}{rest}", third(verb))),
        (Form::Past, format!("{past}{rest}")),
        (Form::Participle, format!("{participle}{rest}")),
        (Form::Gerund, format!("{}{rest}", gerund(verb))),
    ]
}

/// Singular and plural of a noun phrase whose last word inflects ("car bomb" → "car bombs").
pub fn noun_forms(phrase: &str) -> Vec<(Form, String)> {
    let many = plural(phrase);
    if many == phrase {
        return vec![(Form::Fixed, phrase.to_owned())];
    }
    vec![(Form::Singular, phrase.to_owned()), (Form::Plural, many)]
}

/// Plural of a noun phrase's last word; phrases with "of" inflect the word before it.
pub fn plural(phrase: &str) -> String {
    if let Some((head, rest)) = phrase.split_once(" of ") {
        return format!("{} of {rest}", plural(head));
    }
    let (before, noun) = match phrase.rsplit_once(' ') {
        Some((before, noun)) => (format!("{before} "), noun),
        None => (String::new(), phrase),
    };
    if let Some(stem) = noun.strip_suffix("man")
        && noun != "human"
        && noun != "ottoman"
    {
        return format!("{before}{stem}men");
    }
    let irregular = match noun {
        "child" | "schoolchild" => Some(noun.replace("child", "children")),
        "person" => Some("people".to_owned()),
        "aircraft" | "police" | "personnel" | "staff" | "troops" | "shrapnel" | "artillery"
        | "unrest" | "violence" | "fighting" | "gunfire" | "arson" | "infantry" | "explosives" => {
            Some(noun.to_owned())
        }
        "knife" => Some("knives".to_owned()),
        _ => None,
    };
    if let Some(irregular) = irregular {
        return format!("{before}{irregular}");
    }
    let bytes = noun.as_bytes();
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| noun.ends_with(suffix));
    let plain = if ends(&["s", "x", "z", "ch", "sh"]) {
        format!("{noun}es")
    } else if noun.ends_with('y') && bytes.len() > 1 && !is_vowel(bytes[bytes.len() - 2]) {
        format!("{}ies", &noun[..noun.len() - 1])
    } else {
        format!("{noun}s")
    };
    format!("{before}{plain}")
}

fn third(verb: &str) -> String {
    match verb {
        "be" => "is".to_owned(),
        "have" => "has".to_owned(),
        "do" | "go" | "undergo" => format!("{verb}es"),
        _ => plural(verb),
    }
}

fn regular_past(verb: &str) -> String {
    let bytes = verb.as_bytes();
    if verb.ends_with('e') {
        format!("{verb}d")
    } else if verb.ends_with('y') && bytes.len() > 1 && !is_vowel(bytes[bytes.len() - 2]) {
        format!("{}ied", &verb[..verb.len() - 1])
    } else if doubles(verb) {
        format!("{verb}{}ed", &verb[verb.len() - 1..])
    } else {
        format!("{verb}ed")
    }
}

fn gerund(verb: &str) -> String {
    if let Some(stem) = verb.strip_suffix("ie") {
        format!("{stem}ying")
    } else if verb.ends_with('e') && !verb.ends_with("ee") && verb != "be" {
        format!("{}ing", &verb[..verb.len() - 1])
    } else if doubles(verb) {
        format!("{verb}{}ing", &verb[verb.len() - 1..])
    } else {
        format!("{verb}ing")
    }
}

/// One vowel and one consonant at the end of a one-syllable verb double the consonant.
fn doubles(verb: &str) -> bool {
    if DOUBLING.contains(&verb) {
        return true;
    }
    let bytes = verb.as_bytes();
    let count = bytes.len();
    if !verb.is_ascii() || count < 3 {
        return false;
    }
    let vowels = bytes.iter().filter(|byte| is_vowel(**byte)).count();
    let last = bytes[count - 1];
    vowels == 1
        && is_vowel(bytes[count - 2])
        && !is_vowel(last)
        && !matches!(last, b'w' | b'x' | b'y')
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(verb: &str) -> Vec<String> {
        verb_forms(verb).into_iter().map(|(_, form)| form).collect()
    }

    #[test]
    fn verbs_inflect_as_english_spells_them() {
        assert_eq!(
            forms("stab"),
            ["stab", "stabs", "stabbed", "stabbed", "stabbing"]
        );
        assert_eq!(
            forms("raid"),
            ["raid", "raids", "raided", "raided", "raiding"]
        );
        assert_eq!(
            forms("explode"),
            ["explode", "explodes", "exploded", "exploded", "exploding"]
        );
        assert_eq!(forms("die"), ["die", "dies", "died", "died", "dying"]);
        assert_eq!(
            forms("open fire"),
            [
                "open fire",
                "opens fire",
                "opened fire",
                "opened fire",
                "opening fire"
            ]
        );
        assert_eq!(forms("kidnap")[4], "kidnapping");
        assert_eq!(forms("bury")[2], "buried");
        assert_eq!(forms("shoot dead")[2], "shot dead");
    }

    #[test]
    fn nouns_inflect_as_english_spells_them() {
        for (one, many) in [
            ("car bomb", "car bombs"),
            ("gunman", "gunmen"),
            ("embassy", "embassies"),
            ("member of parliament", "members of parliament"),
            ("ambush", "ambushes"),
            ("aircraft", "aircraft"),
            ("child", "children"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
