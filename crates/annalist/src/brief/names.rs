//! Actors, targets and places as they stand in a sentence.

use super::View;
use analysis::{TextField, fold};
use model::{ActorRef, Field, Incident};

/// Where, as far as told: `at the Russian Embassy in Kabul, Afghanistan`; empty where not.
pub fn place(incident: &Incident, view: &View<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for field in [Field::Place, Field::Admin1] {
        if let Some(text) = incident.text(field) {
            let last = parts.last().map(|part| fold(part));
            if last.as_deref() != Some(&fold(text)) {
                parts.push(text.to_owned());
            }
        }
    }
    if let Some(code) = incident.text(Field::Country) {
        parts.push(country(code, view));
    }
    parts.join(", ")
}

fn country(code: &str, view: &View<'_>) -> String {
    let name = view.context.name_of(TextField::Country, code);
    let name = name.unwrap_or_else(|| code.to_owned());
    let plural = [
        "Netherlands",
        "Philippines",
        "Gambia",
        "Maldives",
        "Bahamas",
    ];
    let article = name.starts_with("United ")
        || name.ends_with(" Islands")
        || name.ends_with("Republic")
        || name.starts_with("Democratic Republic")
        || plural.contains(&name.as_str());
    if article { format!("the {name}") } else { name }
}

/// A target by its kind: `police`, `a diplomatic target`; `None` where it is not known.
pub fn target_kind(code: &str, view: &View<'_>) -> Option<String> {
    Some(match code {
        "unknown" => return None,
        "police" => "police".to_owned(),
        "civilians" => "civilians".to_owned(),
        "transport" => "transport".to_owned(),
        "infrastructure" => "infrastructure".to_owned(),
        "tourist" => "tourists".to_owned(),
        "aid_worker" => "aid workers".to_owned(),
        "prisoner" => "prisoners".to_owned(),
        "armed_group" => "an armed group".to_owned(),
        "airport" => "an airport".to_owned(),
        "business" => "a business".to_owned(),
        "ngo" => "a non-governmental organisation".to_owned(),
        "utility" => "a utility".to_owned(),
        "education" => "an educational target".to_owned(),
        "religious" => "a religious site or figure".to_owned(),
        code => {
            let name = view.context.name_of(TextField::Target, code);
            let name = name.unwrap_or_else(|| code.replace('_', " "));
            with_article(&format!("{} target", name.to_lowercase()))
        }
    })
}

/// An actor's name as it stands in a sentence: `the Taliban`, `gunmen`, `Boko Haram`.
pub fn actor_name(actor: &ActorRef) -> String {
    if actor.person {
        return actor.name.clone();
    }
    with_the(&actor.name)
}

/// `the` before names that English gives one, told by the head of the name.
pub fn with_the(name: &str) -> String {
    const HEADS: [&str; 55] = [
        "Army",
        "Front",
        "Party",
        "Movement",
        "Organization",
        "Organisation",
        "Brigade",
        "Brigades",
        "Force",
        "Forces",
        "Taliban",
        "Group",
        "Union",
        "League",
        "Council",
        "Police",
        "Guard",
        "Guards",
        "Corps",
        "Command",
        "Military",
        "Government",
        "Ministry",
        "Republic",
        "Committee",
        "Alliance",
        "Network",
        "Battalion",
        "Battalions",
        "State",
        "Province",
        "Tigers",
        "Service",
        "Services",
        "Embassy",
        "Consulate",
        "Hotel",
        "Hospital",
        "Mosque",
        "Bridge",
        "Palace",
        "Prison",
        "University",
        "Market",
        "Church",
        "Temple",
        "Cathedral",
        "Brotherhood",
        "Resistance",
        "Militia",
        "Navy",
        "Agency",
        "Directorate",
        "Parliament",
        "School",
    ];
    let first = name.split_whitespace().next().unwrap_or("");
    // `Russia’s embassy` is determined already.
    let owned = first.ends_with("’s") || first.ends_with("'s");
    if owned || is_lower(name) || ["The", "A", "An"].contains(&first) {
        return name.to_owned();
    }
    let head = [" of ", " for ", " in "]
        .iter()
        .filter_map(|word| name.split_once(word).map(|(head, _)| head))
        .min_by_key(|head| head.len())
        .unwrap_or(name);
    let last = head.split_whitespace().next_back().unwrap_or("");
    let common = last.chars().next().is_some_and(char::is_lowercase);
    if HEADS.contains(&last) || common {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

/// True where it begins with a small letter: the words of a text, not a name.
pub fn is_lower(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_lowercase)
}

/// `a bombing`, `an arrest`.
pub fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// `bombings`, `clashes`, `robberies`.
pub fn plural(noun: &str) -> String {
    if noun.ends_with(['s', 'x']) || noun.ends_with("sh") || noun.ends_with("ch") {
        return format!("{noun}es");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}
