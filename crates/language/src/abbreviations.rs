//! Written forms that keep their full stop, parts of words that keep their hyphen, and words that open sentences.

/// What a full stop after an abbreviation says about the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Never ends one: "Gen. Petraeus".
    Inside,
    /// Abbreviates only before a number: "No. 5", "Fig. 2", "Sat. 14".
    BeforeNumber,
    /// May end one: "in the U.S. The army", "the U.S. Army".
    Maybe,
}

/// Whether a lower-cased word without its full stop is an abbreviation, and of what sort.
pub(crate) fn abbreviation(word: &str) -> Option<Stop> {
    if word.len() > 6 {
        return None;
    }
    match word {
        // Titles and ranks.
        "mr" | "mrs" | "ms" | "dr" | "prof" | "rev" | "hon" | "gen" | "lt" | "col" | "maj"
        | "capt" | "cpt" | "sgt" | "cpl" | "pvt" | "pfc" | "brig" | "adm" | "cmdr" | "cdr"
        | "sen" | "rep" | "reps" | "sens" | "gov" | "pres" | "supt" | "insp" | "det" | "msgr"
        | "mlle" | "mme" | "messrs" | "st" | "ste" | "mt" | "ft" | "amb" | "sec" | "spc"
        | "asst" | "attn" | "vs" | "viz" | "cf" | "ca" | "approx" | "esp" | "incl" | "dept"
        | "univ" | "natl" | "intl" | "gens" | "cols"
        // Months and days.
        | "jan" | "feb" | "apr" | "jun" | "jul" | "aug" | "sep" | "sept" | "oct" | "nov" | "dec"
        | "tue" | "tues" | "wed" | "thu" | "thur" | "thurs" | "fri" => Some(Stop::Inside),
        "no" | "nos" | "fig" | "figs" | "art" | "sat" | "sun" | "mon" | "mar" | "pp" | "vol"
        | "para" | "ch" | "ext" | "tel" | "op" | "res" => Some(Stop::BeforeNumber),
        "inc" | "corp" | "ltd" | "co" | "bros" | "jr" | "sr" | "etc" | "al" | "ave" | "blvd"
        | "rd" | "hwy" | "est" | "govt" | "mins" | "hrs" | "yrs" | "lb" | "lbs" | "oz" | "ph"
        | "llc" | "plc" | "esq" | "ibid" | "div" | "regt" | "calif" | "conn" | "fla" | "ga"
        | "mich" | "minn" | "okla" | "tenn" | "tex" | "va" | "wis" => Some(Stop::Maybe),
        _ => None,
    }
}

/// Prefixes that stay with their word, as the treebanks write them: "anti-aircraft" is one token, "car-bomb" three.
pub(crate) fn keeps_hyphen(prefix: &str) -> bool {
    matches!(
        prefix,
        "e" | "non"
            | "mid"
            | "anti"
            | "re"
            | "pro"
            | "pre"
            | "co"
            | "post"
            | "over"
            | "multi"
            | "ex"
            | "counter"
            | "sub"
            | "semi"
            | "mini"
            | "neo"
            | "inter"
            | "intra"
            | "micro"
            | "socio"
            | "ultra"
            | "un"
            | "arch"
            | "psycho"
            | "de"
    )
}

/// Endings of site and file names: "annalist.org", "list.xls".
pub(crate) fn ends_name(label: &str) -> bool {
    matches!(
        label,
        "com"
            | "org"
            | "net"
            | "gov"
            | "edu"
            | "mil"
            | "info"
            | "uk"
            | "af"
            | "pk"
            | "ru"
            | "ir"
            | "iq"
            | "de"
            | "fr"
            | "eu"
            | "io"
            | "tv"
            | "ng"
            | "ua"
            | "tr"
            | "mx"
            | "cn"
            | "jp"
            | "au"
            | "ca"
            | "nl"
            | "doc"
            | "docx"
            | "xls"
            | "xlsx"
            | "csv"
            | "pdf"
            | "txt"
            | "jpg"
            | "jpeg"
            | "png"
            | "gif"
            | "html"
            | "htm"
            | "php"
            | "aspx"
            | "url"
            | "zip"
            | "exe"
            | "mp3"
            | "mp4"
            | "ppt"
    )
}

/// Words that open a sentence far more often than they follow an abbreviation inside one (lower-cased).
pub(crate) fn opens_sentence(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "he"
            | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "you"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "after"
            | "before"
            | "when"
            | "while"
            | "as"
            | "if"
            | "but"
            | "and"
            | "or"
            | "however"
            | "there"
            | "no"
            | "not"
            | "some"
            | "many"
            | "most"
            | "all"
            | "both"
            | "one"
            | "two"
            | "three"
            | "several"
            | "also"
            | "then"
            | "now"
            | "since"
            | "during"
            | "according"
            | "although"
            | "though"
            | "because"
            | "meanwhile"
            | "earlier"
            | "later"
            | "police"
            | "officials"
            | "witnesses"
            | "what"
            | "who"
            | "why"
            | "how"
            | "where"
            | "to"
            | "so"
            | "another"
            | "other"
            | "such"
            | "under"
            | "until"
            | "among"
            | "despite"
            | "following"
            | "last"
    )
}

/// What may follow a number without a space and is a word of its own: "5km", "11am".
pub(crate) fn follows_number(word: &str) -> bool {
    matches!(
        word,
        "am" | "pm"
            | "k"
            | "m"
            | "bn"
            | "mn"
            | "km"
            | "kms"
            | "kg"
            | "kgs"
            | "mm"
            | "cm"
            | "ft"
            | "lb"
            | "lbs"
            | "mph"
            | "kph"
            | "kmh"
            | "mw"
            | "hrs"
            | "hr"
            | "min"
            | "mins"
            | "sec"
            | "yrs"
            | "yr"
            | "gb"
            | "mb"
            | "tb"
            | "ml"
            | "mg"
            | "gmt"
            | "utc"
            | "est"
    )
}

/// Where a word written as one is two words: 3 for "can|not"; 0 where it is one.
pub(crate) fn halves(word: &str) -> usize {
    match word {
        "cannot" | "gonna" | "gotta" | "wanna" => 3,
        "dont" | "cant" | "wont" | "isnt" | "theyre" | "youre" | "didnt" | "doesnt" | "wasnt"
        | "werent" | "arent" | "havent" | "hasnt" | "hadnt" | "couldnt" | "wouldnt"
        | "shouldnt" => word.len() - 2,
        "im" | "ive" => 1,
        _ => 0,
    }
}
