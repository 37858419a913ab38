//! Slots with values from short lists, dates and places.

use super::mentions::Mentions;
use super::relevance;
use codebook::{Codebook, Cue, List};
use jiff::civil::Date;
use model::{Account, Attribution, Report, Sourced, Status};

/// The scheme's type; `None` for what it does not count (operations of a state, unrest).
pub(super) fn incident_type(
    report: &Report,
    account: &Account,
    codebook: &Codebook,
) -> Option<&'static str> {
    let explosives = account
        .weapons
        .iter()
        .any(|weapon| matches!(weapon.value.as_str(), "explosives" | "vehicle_bomb"));
    // Explosives are the method where nothing else is told that kills from afar.
    let guns = account.weapons.iter().any(|weapon| {
        matches!(
            weapon.value.as_str(),
            "firearm" | "artillery" | "rocket" | "missile" | "mortar" | "aircraft" | "blade"
        )
    });
    let aircraft = account
        .weapons
        .iter()
        .any(|weapon| weapon.value == "aircraft")
        || by_a_state(account, codebook)
            && (account
                .evidence
                .iter()
                .any(|span| flies(span.of(&report.text)))
                || account.kind.spans.iter().any(|span| {
                    let word = span.of(&report.text).to_lowercase();
                    matches!(word.as_str(), "bombed" | "bombing" | "bombings")
                }));
    Some(match account.class.value.as_str() {
        "attack" => match account.kind.value.as_str() {
            // Bombs from aircraft are an attack.
            "bombing" if aircraft => "attack",
            "bombing" => "bombing",
            "arson" => "arson",
            "kidnapping" | "hostage_siege" => "kidnapping",
            "hijacking" => "hijacking",
            "air_strike" => "attack",
            _ if explosives && !guns => "bombing",
            _ => "attack",
        },
        "threat" if explosives => "bombing",
        "threat" | "clash" => "attack",
        "operation" if account.kind.value == "execution" => "attack",
        _ => return None,
    })
}

/// "the air force", "helicopters": what a state drops bombs from.
fn flies(words: &str) -> bool {
    let words = words.to_lowercase();
    ["air force", "aerial", "helicopter", "planes", "aircraft"]
        .iter()
        .any(|word| words.contains(word))
}

pub(super) fn stage(status: Status) -> &'static str {
    match status {
        Status::Completed => "ACCOMPLISHED",
        Status::Failed | Status::Foiled => "ATTEMPTED",
        Status::Threatened => "THREATENED",
    }
}

/// A day or range as `DD MMM YY`; `- DD MMM YY`, the scheme's "some time up to" the day of publication, where
/// the words give only a weekday, or nothing.
pub(super) fn date(report: &Report, account: &Account) -> Option<String> {
    let up_to = || report.published.map(|day| format!("- {}", day_text(day)));
    let Some(date) = &account.date else {
        return up_to();
    };
    if date.rule == "date/weekday" {
        return up_to();
    }
    match (date.value.first, date.value.last) {
        (Some(first), Some(last)) if first == last => Some(day_text(first)),
        (Some(first), Some(last)) => Some(format!("{} - {}", day_text(first), day_text(last))),
        (None, Some(last)) => Some(format!("- {}", day_text(last))),
        (Some(first), None) => report
            .published
            .filter(|last| first <= *last)
            .map(|last| format!("{} - {}", day_text(first), day_text(last)))
            .or_else(up_to),
        (None, None) => up_to(),
    }
}

fn day_text(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ];
    let month = usize::try_from(day.month() - 1).unwrap_or_default();
    format!(
        "{:02} {} {:02}",
        day.day(),
        MONTHS[month.min(11)],
        day.year().rem_euclid(100)
    )
}

/// The country's name in capitals. Where it is only the one that the text is mostly about, and none of the scheme's,
/// the one of the scheme's that the text names most.
pub(super) fn country(report: &Report, account: &Account, codebook: &Codebook) -> Option<String> {
    let country = account.country.as_ref()?;
    let guessed = country.rule == relevance::GUESSED
        && !relevance::COUNTRIES.contains(&country.value.as_str());
    let most = guessed.then(|| relevance::named_most(report, codebook));
    let code = most.flatten().unwrap_or_else(|| country.value.clone());
    Some(codebook.country(&code)?.name.to_uppercase())
}

/// Words that say what sort of place a name is; the scheme puts them in brackets.
const SORTS: [&str; 12] = [
    "DEPARTMENT",
    "PROVINCE",
    "STATE",
    "REGION",
    "DISTRICT",
    "MUNICIPALITY",
    "CITY",
    "TOWN",
    "VILLAGE",
    "NEIGHBORHOOD",
    "CANTON",
    "OF",
];

/// The most exact place as printed, without the word for its sort.
pub(super) fn place(report: &Report, account: &Account, codebook: &Codebook) -> Option<String> {
    let Some(place) = account.place.as_ref().or(account.admin1.as_ref()) else {
        return named_in_evidence(report, account);
    };
    let words = if place.rule == "place/named" {
        printed(report, place)
    } else {
        place.value.clone()
    };
    if let Some(quarter) = quarter(report, place) {
        return Some(quarter);
    }
    let words = words.to_uppercase();
    let city = words
        .split_whitespace()
        .next()
        .filter(|_| words.ends_with(" CITY") && words.split_whitespace().count() == 2);
    if let (Some(name), Some(country)) = (city, country(report, account, codebook))
        && name == country
    {
        // "Guatemala City"
        return Some(words);
    }
    let mut words: Vec<&str> = words.split_whitespace().collect();
    while words.len() > 1 && words.last().is_some_and(|word| SORTS.contains(word)) {
        words.pop();
    }
    while words.len() > 1 && SORTS.contains(&words[0]) {
        words.remove(0);
    }
    Some(words.join(" "))
}

/// A quarter, or else a campus or an airport by its name, in the sentence that tells of it.
fn named_in_evidence(report: &Report, account: &Account) -> Option<String> {
    let told = account.kind.spans.first()?;
    let sentence = account
        .evidence
        .iter()
        .find(|span| span.start <= told.start && told.end <= span.end)?;
    let site = || {
        let site = account.site.as_ref()?;
        let words = site.value.to_uppercase();
        let named = words.split_whitespace().count() >= 3;
        let grounds = ["UNIVERSITY", "AIRPORT"];
        (named && grounds.iter().any(|kind| words.ends_with(kind))).then_some(words)
    };
    quarter_in(sentence.of(&report.text)).or_else(site)
}

/// "in the Teusaquillo neighborhood of Bogota": the quarter, which the scheme counts as the most exact place.
fn quarter(report: &Report, place: &Sourced<String>) -> Option<String> {
    let span = place.spans.first()?;
    let text = report.text.get(..report.text.len())?;
    let start = text[..span.start as usize]
        .rfind(['.', ';'])
        .map_or(0, |at| at + 1);
    let end = text[span.end as usize..]
        .find(". ")
        .map_or(text.len(), |at| span.end as usize + at);
    quarter_in(&text[start..end])
}

fn quarter_in(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let at = words.iter().position(|word| {
        word.trim_end_matches(',')
            .eq_ignore_ascii_case("neighborhood")
    })?;
    let stops = [
        "the",
        "in",
        "of",
        "at",
        "and",
        "near",
        "on",
        "to",
        "from",
        "a",
        "residential",
        "s",
        "exclusive",
        "densely",
        "populated",
        "same",
        "this",
        "that",
        "his",
        "her",
        "their",
        "its",
    ];
    let name: Vec<&str> = words[..at]
        .iter()
        .rev()
        .take(4)
        .take_while(|word| {
            !word.ends_with([',', ';', ':', ']', ')'])
                && !stops.iter().any(|stop| word.eq_ignore_ascii_case(stop))
                && word.chars().next().is_some_and(char::is_uppercase)
        })
        .copied()
        .collect();
    (!name.is_empty() && name.len() <= 3).then(|| {
        name.into_iter()
            .rev()
            .collect::<Vec<_>>()
            .join(" ")
            .to_uppercase()
    })
}

fn printed(report: &Report, value: &Sourced<String>) -> String {
    let words = value
        .spans
        .first()
        .and_then(|span| report.text.get(span.start as usize..span.end as usize));
    words.map_or_else(
        || value.value.clone(),
        |words| words.split_whitespace().collect::<Vec<_>>().join(" "),
    )
}

pub(super) fn category(account: &Account, codebook: &Codebook) -> &'static str {
    if by_a_state(account, codebook) {
        "STATE-SPONSORED VIOLENCE"
    } else {
        "TERRORIST ACT"
    }
}

/// True where one of the perpetrators acts for a state.
pub(super) fn by_a_state(account: &Account, codebook: &Codebook) -> bool {
    let when = account.date.as_ref().map(|date| date.value);
    account.perpetrators.iter().any(|actor| {
        let known = actor.value.id.as_deref().and_then(|id| codebook.actor(id));
        match known {
            Some(known) => known.kind_at(when.as_ref()).is_state(),
            None => super::phrases::acts_for_a_state(&actor.value.name, codebook),
        }
    })
}

/// How sure an organisation is: by its own claim, and by the words that hedge it.
pub(super) fn confidence(
    account: &Account,
    id: &str,
    suspected: bool,
    mentions: &Mentions,
) -> &'static str {
    let claimed = account
        .claimed_by
        .iter()
        .any(|actor| actor.value.id.as_deref() == Some(id));
    let denied = account
        .denied_by
        .iter()
        .any(|actor| actor.value.id.as_deref() == Some(id));
    let attribution = account.attribution.as_ref().map(|found| found.value);
    if claimed
        || mentions.says(account, id, Cue::Claim)
        || attribution == Some(Attribution::Claimed)
    {
        return "CLAIMED OR ADMITTED";
    }
    let hedged = suspected
        || denied
        || attribution == Some(Attribution::Suspected)
        || mentions.says(account, id, Cue::Suspect)
        || mentions.says(account, id, Cue::Blame);
    if hedged && mentions.authorities_accuse(account) {
        "SUSPECTED OR ACCUSED BY AUTHORITIES"
    } else if hedged {
        "SUSPECTED OR ACCUSED"
    } else {
        "REPORTED AS FACT"
    }
}

/// What happened to a thing that was attacked, by the words of the sentence that names it.
pub(super) fn damage(
    report: &Report,
    account: &Account,
    codebook: &Codebook,
    incident_type: &str,
    thing: &str,
) -> Option<&'static str> {
    let one_line = |words: &str| {
        let words: Vec<&str> = words.split_whitespace().collect();
        words.join(" ").to_lowercase()
    };
    let thing = one_line(thing);
    let says = |list: List| {
        account
            .evidence
            .iter()
            .map(|span| one_line(span.of(&report.text)))
            .filter(|words| words.contains(&thing))
            .any(|words| {
                words
                    .split(|letter: char| !letter.is_alphanumeric())
                    .any(|word| codebook.words.listed(list, word))
            })
    };
    if says(List::RuiningWords) {
        Some("DESTROYED")
    } else if account.status.value == Status::Completed
        && (says(List::DamagingWords) || matches!(incident_type, "bombing" | "arson"))
    {
        Some("SOME DAMAGE")
    } else {
        None
    }
}
