//! Where a count counts.

use super::Count;
use crate::Stages;
use crate::accounts::Context;
use crate::places::PlaceHit;
use crate::text::Text;
use codebook::Sense;
use codebook::gazetteer::Feature;
use model::{Account, Sourced, Span, Tally, When};

/// The place that the count's own clause names, or the one that opens the sentence.
pub(super) fn own_place(
    text: &Text,
    stages: &Stages,
    sentence: usize,
    count: &Count,
) -> Option<PlaceHit> {
    let places = &stages.places[sentence];
    if count.rule == "tally/bracketed" {
        return places
            .iter()
            .find(|place| place.first == count.first)
            .copied();
    }
    let in_affiliation = |place: &PlaceHit| {
        (place.first.saturating_sub(8)..place.first).any(|token| {
            matches!(
                text.word(sentence, token).to_lowercase().as_str(),
                "university" | "professor" | "formerly" | "based" | "institute" | "ambassador"
            )
        })
    };
    // The place of the count's own clause before one of another; "Termez, Uzbekistan" is one.
    let inside = |token: usize| {
        places.iter().any(|place| place.last + 1 == token)
            && places.iter().any(|place| place.first == token + 1)
    };
    let ends = |token: usize| matches!(text.word(sentence, token), ";" | ",") && !inside(token);
    let origin = |place: &PlaceHit| {
        (1..=2).any(|back| {
            place
                .first
                .checked_sub(back)
                .is_some_and(|at| text.word(sentence, at).eq_ignore_ascii_case("from"))
        })
    };
    places
        .iter()
        .filter(|place| !in_affiliation(place) && is_where(text, sentence, place))
        .min_by_key(|place| {
            let (from, to) = (place.first.min(count.first), place.first.max(count.first));
            let cuts = (from..to).filter(|token| ends(*token)).count();
            // "Kabul airport: 183; Kunduz mosque: 50": a semicolon ends what was said of the one before.
            let apart = (from..to).any(|token| text.word(sentence, token) == ";");
            (
                origin(place),
                apart,
                cuts.min(2),
                place.first.abs_diff(count.last),
            )
        })
        .copied()
}

/// Rockets, drones and bombs of one incident: in the country that it hit.
pub(super) fn locate_by_incident(
    text: &Text,
    stages: &Stages,
    sentence: usize,
    count: &Count,
    accounts: &[Account],
    tally: &mut Tally,
) -> bool {
    let Some(told) = incident_of(text, sentence, count, accounts) else {
        return false;
    };
    let Some(country) = told.country.clone() else {
        return false;
    };
    // "toward Termez in Uzbekistan": the country is what is told of the whole.
    let whole = stages.places[sentence].iter().any(|place| {
        place.record.feature == Feature::Country && place.record.country == country.value
    });
    if !whole {
        tally.admin1.clone_from(&told.admin1);
        tally.place.clone_from(&told.place);
    }
    tally.countries.push(country);
    true
}

/// When the one incident was in which what is counted was thrown.
pub(super) fn date_of_incident(
    text: &Text,
    sentence: usize,
    count: &Count,
    accounts: &[Account],
) -> Option<Sourced<When>> {
    incident_of(text, sentence, count, accounts)?.date.clone()
}

fn incident_of<'a>(
    text: &Text,
    sentence: usize,
    count: &Count,
    accounts: &'a [Account],
) -> Option<&'a Account> {
    let thrown = matches!(count.what.as_str(), "rockets" | "drones" | "bombs");
    let span = text.sentences[sentence].span;
    let mut told = accounts
        .iter()
        .filter(|account| account.class.value == "attack" && account.evidence.contains(&span));
    let only = told.next().filter(|_| thrown)?;
    told.next().is_none().then_some(only)
}

/// "Fifteen plots in India (3), Iran (4) and Turkey (8)": the whole is of all that its list names.
pub(super) fn locate_by_list(
    stages: &Stages,
    sentence: usize,
    count: &Count,
    counts: &[Count],
    tally: &mut Tally,
) -> bool {
    if count.rule == "tally/bracketed" {
        return false;
    }
    let listed = |place: &&PlaceHit| {
        counts
            .iter()
            .any(|other| other.rule == "tally/bracketed" && other.first == place.first)
    };
    for place in stages.places[sentence].iter().filter(listed) {
        let code = place.record.country;
        if !code.is_empty() && !tally.countries.iter().any(|known| known.value == code) {
            tally
                .countries
                .push(Sourced::new(code.to_owned(), place.span, "place/country"));
        }
    }
    !tally.countries.is_empty()
}

/// True for a country that is said to be where it was: "in Iraq"; not the "States" of "Karen States".
fn is_where(text: &Text, sentence: usize, place: &PlaceHit) -> bool {
    place.record.feature != Feature::Country
        || place.first.checked_sub(1).is_none_or(|at| {
            !matches!(
                text.sentences[sentence].pos(at),
                language::Pos::Propn | language::Pos::Noun | language::Pos::Adj
            ) || text.word(sentence, at).chars().all(char::is_lowercase)
        })
}

/// Country and unit of a count: named in its sentence, or the country of the text.
pub(super) fn locate(
    context: &Context,
    stages: &Stages,
    sentence: usize,
    place: Option<PlaceHit>,
    tally: &mut Tally,
) {
    let countries: Vec<&PlaceHit> = stages.places[sentence]
        .iter()
        .filter(|place| place.record.feature == Feature::Country)
        .collect();
    match place {
        Some(place)
            if place.record.feature != Feature::Country && !place.record.country.is_empty() =>
        {
            locate_in(context.text, &place, tally);
            // "in and around Baghdad", "across Mon and Karen States": more than the one unit.
            let around = place.first.checked_sub(1).is_some_and(|at| {
                context
                    .text
                    .word(sentence, at)
                    .eq_ignore_ascii_case("around")
            });
            let several = stages.places[sentence].iter().any(|other| {
                other.record.country == place.record.country
                    && other.record.admin1.is_some()
                    && other.record.admin1 != place.record.admin1
                    && other.first.abs_diff(place.last)
                        <= if context.text.word(sentence, place.last + 1) == "(" {
                            6
                        } else {
                            4
                        }
            });
            let named = place.record.feature == Feature::Settlement
                && countries
                    .iter()
                    .any(|country| country.record.country == place.record.country);
            if (around || several || named) && tally.what.rule != "tally/bracketed" {
                tally.admin1 = None;
                tally.place = None;
            }
        }
        Some(place) if tally.what.rule == "tally/bracketed" => {
            locate_in(context.text, &place, tally);
        }
        Some(named) => {
            let clause = clause(context.text, sentence, &named);
            for place in countries {
                if !clause.contains(&place.first) && clause.contains(&named.first) {
                    continue;
                }
                if !tally
                    .countries
                    .iter()
                    .any(|known| known.value == place.record.country)
                {
                    tally.countries.push(Sourced::new(
                        place.record.country.to_owned(),
                        place.span,
                        "place/country",
                    ));
                }
            }
        }
        None => locate_text(context, tally),
    }
}

/// The tokens of the clause that a place stands in.
fn clause(text: &Text, sentence: usize, place: &PlaceHit) -> std::ops::Range<usize> {
    let length = text.sentences[sentence].tokens.len();
    let ends = |token: usize| matches!(text.word(sentence, token), ";" | "," | ":");
    let first = (0..place.first)
        .rev()
        .find(|token| ends(*token))
        .map_or(0, |token| token + 1);
    let last = (place.last + 1..length)
        .find(|token| ends(*token))
        .unwrap_or(length);
    first..last
}

/// A count in one place: its country, unit and settlement.
pub(crate) fn locate_in(text: &Text, place: &PlaceHit, tally: &mut Tally) {
    if place.record.country.is_empty() {
        return;
    }
    let is_country = place.record.feature == Feature::Country;
    tally.countries.push(Sourced::new(
        place.record.country.to_owned(),
        place.span,
        if is_country {
            "place/country"
        } else {
            "place/country-of-place"
        },
    ));
    if is_country {
        return;
    }
    if let Some(admin1) = place.record.admin1 {
        tally.admin1 = Some(Sourced::new(
            admin1.to_owned(),
            place.span,
            "place/admin1-of-place",
        ));
    }
    if place.record.feature == Feature::Settlement {
        tally.place = Some(Sourced::new(
            place.span.of(text.text).to_owned(),
            place.span,
            "place/named",
        ));
    }
}

/// The one country that the report's title names, where its text names it too.
fn country_of_title(context: &Context) -> Option<(String, Span)> {
    let title = context.report.title.as_deref()?;
    let codebook = context.text.codebook;
    let words = codebook.phrases.words(title);
    let mut codes: Vec<&str> = codebook
        .phrases
        .scan(&words)
        .into_iter()
        .filter_map(|hit| match hit.value {
            Sense::Country { country, .. } => {
                Some(codebook.countries[usize::from(country)].code.as_str())
            }
            _ => None,
        })
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let [code] = codes[..] else { return None };
    let span = context.first_country.get(code)?;
    Some((code.to_owned(), *span))
}

/// A count of no named place: in the country that the text is mostly about.
pub(crate) fn locate_text(context: &Context, tally: &mut Tally) {
    if let Some((code, span)) = country_of_title(context) {
        tally
            .countries
            .push(Sourced::new(code, span, "place/country-of-title"));
        return;
    }
    let top = context
        .countries
        .iter()
        .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    if let Some((code, share)) = top
        && *share > 0.4
        && let Some(span) = context.first_country.get(code)
    {
        tally
            .countries
            .push(Sourced::new(code.clone(), *span, "place/country-of-text"));
    }
}
