//! Languages that their letters tell.

/// A writing system, as far as it tells a language from English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Han,
    Kana,
    Other(&'static str),
}

/// The script of a letter; `None` for figures, signs and marks.
pub(super) fn script(letter: char) -> Option<Script> {
    Some(match letter {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{620}'..='\u{64A}'
        | '\u{66E}'..='\u{6D3}'
        | '\u{6FA}'..='\u{6FF}'
        | '\u{750}'..='\u{77F}'
        | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}' => Script::Arabic,
        '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{2FA1F}' => Script::Han,
        '\u{3041}'..='\u{30FF}' => Script::Kana,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Other("el"),
        '\u{531}'..='\u{587}' => Script::Other("hy"),
        '\u{5D0}'..='\u{5EA}' => Script::Other("he"),
        '\u{700}'..='\u{74F}' => Script::Other("syr"),
        '\u{780}'..='\u{7B1}' => Script::Other("dv"),
        '\u{904}'..='\u{939}' => Script::Other("hi"),
        '\u{985}'..='\u{9B9}' => Script::Other("bn"),
        '\u{A05}'..='\u{A39}' => Script::Other("pa"),
        '\u{A85}'..='\u{AB9}' => Script::Other("gu"),
        '\u{B05}'..='\u{B39}' => Script::Other("or"),
        '\u{B85}'..='\u{BB9}' => Script::Other("ta"),
        '\u{C05}'..='\u{C39}' => Script::Other("te"),
        '\u{C85}'..='\u{CB9}' => Script::Other("kn"),
        '\u{D05}'..='\u{D39}' => Script::Other("ml"),
        '\u{D85}'..='\u{DC6}' => Script::Other("si"),
        '\u{E01}'..='\u{E2E}' => Script::Other("th"),
        '\u{E81}'..='\u{EAE}' => Script::Other("lo"),
        '\u{F40}'..='\u{F6C}' => Script::Other("bo"),
        '\u{1000}'..='\u{102A}' => Script::Other("my"),
        '\u{10A0}'..='\u{10FF}' => Script::Other("ka"),
        '\u{1200}'..='\u{137F}' => Script::Other("am"),
        '\u{1780}'..='\u{17B3}' => Script::Other("km"),
        '\u{1820}'..='\u{1877}' => Script::Other("mn"),
        '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' => Script::Other("ko"),
        _ => return None,
    })
}

/// Scripts that write a word with one or two letters.
pub(super) fn is_dense(script: Script) -> bool {
    matches!(script, Script::Han | Script::Kana | Script::Other("ko"))
}

/// The language of a passage in this script; empty for Latin letters, which tell none.
pub(super) fn language_of(script: Script, text: &str) -> &'static str {
    match script {
        Script::Latin => "",
        Script::Cyrillic => cyrillic(text),
        Script::Arabic => arabic(text),
        // Japanese mixes the two, Chinese has no kana.
        Script::Kana => "ja",
        Script::Han if share(text, |letter| script_is(letter, Script::Kana)) > 0.05 => "ja",
        Script::Han => "zh",
        Script::Other(code) => code,
    }
}

fn script_is(letter: char, wanted: Script) -> bool {
    script(letter) == Some(wanted)
}

/// How many of the letters are such.
fn share(text: &str, such: impl Fn(char) -> bool) -> f64 {
    let letters = text
        .chars()
        .filter(|letter| script(*letter).is_some())
        .count();
    let found = text.chars().filter(|letter| such(*letter)).count();
    found as f64 / letters.max(1) as f64
}

fn any_of(letters: &'static str) -> impl Fn(char) -> bool {
    move |letter| letters.contains(letter)
}

/// Letters that one language writes and its neighbours do not, the most telling first.
const CYRILLIC: [(&str, &str, f64); 9] = [
    ("tg", "ҷҳӣӯҶҲ", 0.01),
    ("kk", "әұһӘҰ", 0.01),
    ("ky", "ңөүҢӨҮ", 0.02),
    ("be", "ўЎ", 0.005),
    ("uk", "їєґіЇЄҐІ", 0.01),
    ("mk", "ѓќѕЃЌЅ", 0.003),
    ("sr", "ђћџљњјЂЋЏЉЊЈ", 0.01),
    ("ru", "ыэёЫЭЁ", 0.005),
    ("bg", "ъЪ", 0.01),
];

fn cyrillic(text: &str) -> &'static str {
    CYRILLIC
        .iter()
        .find(|(_, letters, least)| share(text, any_of(letters)) > *least)
        .map_or("ru", |(code, ..)| code)
}

/// Dari is written as Persian is.
const ARABIC: [(&str, &str, f64); 4] = [
    ("ps", "ټډړښځڅڼېۍ", 0.01),
    ("ku", "ێۆڕڵە", 0.02),
    ("ur", "ٹڈڑںےہھ", 0.02),
    ("fa", "پچژگکی", 0.02),
];

fn arabic(text: &str) -> &'static str {
    ARABIC
        .iter()
        .find(|(_, letters, least)| share(text, any_of(letters)) > *least)
        .map_or("ar", |(code, ..)| code)
}
