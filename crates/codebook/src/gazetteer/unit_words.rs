//! The words that say which kind of place a name is: "Kabul Province", "Province of Kabul", "city of Kunduz".

/// What a kind word asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Province, governorate, state: a first-level unit before a second-level one.
    First,
    /// District, county, raion: a second-level unit before a first-level one.
    Second,
    /// Region, area: a unit or a named region.
    Region,
    /// City, town, village.
    Settlement,
}

/// Kind words in English and as GeoNames leaves them in names, folded.
const WORDS: &[(&str, Kind)] = &[
    ("agency", Kind::Second),
    ("canton", Kind::First),
    ("cercle", Kind::Second),
    ("circle", Kind::Second),
    ("city", Kind::Settlement),
    ("commune", Kind::Second),
    ("county", Kind::Second),
    ("degmada", Kind::Second),
    ("departamento", Kind::First),
    ("department", Kind::First),
    ("departement", Kind::Second),
    ("dist", Kind::Second),
    ("district", Kind::Second),
    ("division", Kind::Second),
    ("emirate", Kind::First),
    ("gobolka", Kind::First),
    ("gov", Kind::First),
    ("governate", Kind::First),
    ("governorate", Kind::First),
    ("hamlet", Kind::Settlement),
    ("kabupaten", Kind::Second),
    ("krai", Kind::First),
    ("kray", Kind::First),
    ("municipality", Kind::Second),
    ("muhafazat", Kind::First),
    ("mudiriyat", Kind::Second),
    ("oblast", Kind::First),
    ("ostan", Kind::First),
    ("parish", Kind::Second),
    ("prefecture", Kind::First),
    ("province", Kind::First),
    ("provincia", Kind::First),
    ("qada", Kind::Second),
    ("raion", Kind::Second),
    ("rayon", Kind::Second),
    ("region", Kind::Region),
    ("republic", Kind::First),
    ("shahrestan", Kind::Second),
    ("state", Kind::First),
    ("subdistrict", Kind::Second),
    ("tehsil", Kind::Second),
    ("territory", Kind::First),
    ("town", Kind::Settlement),
    ("vilayet", Kind::First),
    ("village", Kind::Settlement),
    ("voivodeship", Kind::First),
    ("wilaya", Kind::First),
    ("wilayat", Kind::First),
    ("woreda", Kind::Second),
    ("zone", Kind::Second),
];

/// Joining words between a kind word and the name after it.
const OF: &[&str] = &["of", "de", "du", "des", "d", "da", "do"];

/// Names that mean nothing once their kind word is gone ("Northern Region", "Capital District").
const BARE: &[&str] = &[
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north",
    "south",
    "east",
    "west",
    "upper",
    "lower",
    "capital",
    "federal",
    "federal capital",
    "national capital",
    "national",
    "coastal",
    "coast",
    "interior",
    "metro",
    "new",
    "old",
    "great",
    "greater",
    "north eastern",
    "north western",
    "south eastern",
    "south western",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "north central",
    "first",
    "second",
    "third",
];

/// The kind word that a folded word is, if it is one. Plurals count ("Kunar and Laghman provinces").
pub fn kind_of(folded: &str) -> Option<Kind> {
    let plural = match folded {
        "provinces" | "governorates" | "states" | "oblasts" | "departments" | "prefectures" => {
            Some(Kind::First)
        }
        "districts" | "counties" | "raions" | "municipalities" => Some(Kind::Second),
        "regions" => Some(Kind::Region),
        "cities" | "towns" | "villages" => Some(Kind::Settlement),
        _ => None,
    };
    plural.or_else(|| {
        WORDS
            .iter()
            .find(|(word, _)| *word == folded)
            .map(|(_, kind)| *kind)
    })
}

/// Whether a folded word joins a kind word to the name after it.
pub fn joins(folded: &str) -> bool {
    OF.contains(&folded)
}

/// A folded unit name without its kind word: `diyala governorate` → `diyala`, `province of sulu` → `sulu`.
///
/// A name that would be left bare ("northern region") stays whole.
pub fn base_name(folded: &str) -> String {
    let words: Vec<&str> = folded.split(' ').collect();
    let is_unit = |word: &str| kind_of(word).is_some_and(|kind| kind != Kind::Settlement);
    let base = match words.as_slice() {
        [rest @ .., last] if !rest.is_empty() && is_unit(last) => rest,
        [first, of, rest @ ..] if !rest.is_empty() && is_unit(first) && joins(of) => rest,
        [first, rest @ ..] if !rest.is_empty() && is_unit(first) => rest,
        all => all,
    };
    let base = base.join(" ");
    if base.len() < 2
        || BARE.contains(&base.as_str())
        || base.bytes().all(|byte| byte.is_ascii_digit())
    {
        return folded.to_owned();
    }
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_known_without_its_kind_word() {
        for (whole, base) in [
            ("diyala governorate", "diyala"),
            ("province of sulu", "sulu"),
            ("qada samarra", "samarra"),
            ("departement de zinder", "zinder"),
            ("northern region", "northern region"),
            ("kabul", "kabul"),
            ("province", "province"),
            ("mexico city", "mexico city"),
        ] {
            assert_eq!(base_name(whole), base, "{whole}");
        }
    }
}
