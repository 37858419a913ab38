//! Where: the exactest place told, its units and country.

use super::Context;
use crate::drafts::Draft;
use crate::places::PlaceHit;
use crate::text::Text;
use codebook::gazetteer::Feature;
use model::{Account, Sourced};

/// Where: the exactest place of the chain, its units and country by the gazetteer.
pub(super) fn place(context: &Context, draft: &Draft, account: &mut Account) {
    let text = context.text;
    let chain = &draft.places;
    if let Some(from) = draft.told.iter().find_map(|told| told.from)
        && !from.record.country.is_empty()
    {
        let here = chain.first().map(|place| place.record.country);
        if here.is_some_and(|here| here != from.record.country) {
            account.from_country = Some(Sourced::new(
                from.record.country.to_owned(),
                from.span,
                "place/fired-from",
            ));
        }
    }
    let capital = sent_from(context, draft);
    let Some(best) = capital.as_ref().or_else(|| chain.first()) else {
        return from_text(context, draft, account);
    };
    let derived = |value: &str, place: &PlaceHit, rule: &str| {
        Sourced::new(value.to_owned(), place.span, rule)
    };
    if !best.record.country.is_empty() {
        let rule = if best.record.feature == Feature::Country {
            "place/country"
        } else {
            "place/country-of-place"
        };
        account.country = Some(derived(best.record.country, best, rule));
    }
    // "central Kabul" lies in the unit of Kabul; "northern Syria" in none.
    if best.direction.is_none()
        || matches!(best.record.feature, Feature::Admin1 | Feature::Settlement)
    {
        if let Some(admin1) = best.record.admin1 {
            account.admin1 = Some(derived(admin1, best, "place/admin1-of-place"));
        } else if let Some(unit) = chain
            .iter()
            .find(|place| place.record.feature == Feature::Admin1)
        {
            account.admin1 = Some(derived(unit.record.name, unit, "place/admin1"));
        }
    }
    let near = capital
        .as_ref()
        .into_iter()
        .chain(chain)
        .find(|place| matches!(place.record.feature, Feature::Settlement | Feature::Admin2));
    if let Some(near) = near {
        let name = if near.unnamed(text) {
            let capital = context.gazetteer.capital(near.record.country);
            capital.unwrap_or(near.record.name).to_owned()
        } else if near.record.feature == Feature::Settlement {
            quietly(&printed(near.span.of(text.text)))
        } else {
            near.span
                .of(text.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        let rule = if near.unnamed(text) {
            "place/capital"
        } else {
            "place/named"
        };
        account.place = Some(derived(&name, near, rule));
    }
    // "Montebello village, Example municipality": the village, where the gazetteer knows no more than the district.
    let district = near.is_some_and(|near| near.record.feature == Feature::Admin2);
    if account.place.is_none() || district && text.telegraphed() {
        unknown_place(text, draft, account);
    }
    if let Some((site, span)) = draft.told.iter().find_map(|told| told.site.clone()) {
        account.site = Some(Sourced::new(site, span, "place/site"));
    }
    account.location = Some(Sourced::new(
        best.place(context.gazetteer, text.text),
        best.span,
        "place/gazetteer",
    ));
}

/// "in this capital", "in the capital": of a wire, the city that it was sent from, where the words name no other.
fn sent_from(context: &Context, draft: &Draft) -> Option<PlaceHit> {
    let place = context.sent_from?;
    let fits = draft.places.iter().all(|known| {
        known.rank() < 3
            && known.record.country == place.record.country
            && known.direction.is_none()
    });
    let known = draft.told.iter().any(|told| told.unknown_place.is_some());
    let text = context.text;
    let said = draft.told.iter().any(|told| {
        let word = |at: usize| text.word(told.sentence, at).to_lowercase();
        (1..text.sentences[told.sentence].tokens.len()).any(|at| {
            let noun = word(at);
            let before = word(at - 1);
            let next = word(at + 1);
            noun == "capital"
                && matches!(before.as_str(), "the" | "this")
                && place.record.is_capital
                && !matches!(next.as_str(), "of" | "'s" | "’s" | "gains" | "flight")
                || noun == "city" && before == "this"
        })
    });
    (fits && !known && said).then_some(place)
}

/// A place whose name the gazetteer does not know: as printed, without coordinates of its own.
pub(super) fn unknown_place(text: &Text, draft: &Draft, account: &mut Account) {
    if let Some(span) = draft.told.iter().find_map(|told| told.unknown_place) {
        let name = span
            .of(text.text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        account.place = Some(Sourced::new(name, span, "place/not-in-gazetteer"));
    }
}

/// A settlement's name as printed, without "city" before or after.
pub(super) fn printed(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let plain: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(index, word)| {
            !(matches!(word.to_lowercase().as_str(), "city" | "town" | "village")
                && (*index == 0 || *index + 1 == words.len())
                && words.len() > 1)
                && !(*index == 1 && words[0].eq_ignore_ascii_case("city") && *word == &"of")
        })
        .map(|(_, word)| *word)
        .collect();
    plain.join(" ")
}

/// "SAN SALVADOR" as it is written outside wires: "San Salvador".
fn quietly(name: &str) -> String {
    let shouted = name.chars().filter(|letter| letter.is_alphabetic()).count() > 3
        && !name.chars().any(char::is_lowercase);
    if !shouted {
        return name.to_owned();
    }
    let mut start = true;
    name.chars()
        .flat_map(|letter| {
            let lower: Vec<char> = if start {
                vec![letter]
            } else {
                letter.to_lowercase().collect()
            };
            start = !letter.is_alphanumeric() && !matches!(letter, '\'' | '’' | '‘');
            lower
        })
        .collect()
}

/// No place told: the country that the text is mostly about, marked as such.
pub(super) fn from_text(context: &Context, draft: &Draft, account: &mut Account) {
    if let Some((site, span)) = draft.told.iter().find_map(|told| told.site.clone()) {
        account.site = Some(Sourced::new(site, span, "place/site"));
    }
    unknown_place(context.text, draft, account);
    // "killed 30 people in Kabul and Herat": what the places have in common.
    if let Some((place, unit)) = draft.told.iter().find_map(|told| told.among) {
        let derived = |value: &str, rule: &str| Sourced::new(value.to_owned(), place.span, rule);
        account.country = Some(derived(place.record.country, "place/country-of-places"));
        if let Some(admin1) = place.record.admin1.filter(|_| unit) {
            account.admin1 = Some(derived(admin1, "place/admin1-of-places"));
        }
        return;
    }
    // "Russian authorities arrested …": a force arrests at home.
    if account.kind.value == "arrest"
        && let Some((actor, code)) = draft
            .told
            .iter()
            .flat_map(|told| &told.perpetrators)
            .find_map(|(actor, _)| Some((actor, actor.country.clone()?)))
    {
        account.country = Some(Sourced::new(code, actor.span, "place/country-of-force"));
        return;
    }
    let Some((country, share)) = context
        .countries
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))
    else {
        return;
    };
    if *share < 0.5
        && let Some((country, span)) = &context.dateline
    {
        account.country = Some(Sourced::new(
            country.clone(),
            *span,
            "place/country-of-dateline",
        ));
        return;
    }
    if *share < 0.5 || context.roundup {
        return;
    }
    if let Some(span) = context.first_country.get(country) {
        account.country = Some(Sourced::new(
            country.clone(),
            *span,
            "place/country-of-text",
        ));
    }
}
