//! Where an event happened, where it was fired from, and the building or ground.

use super::{Found, Told, rank};
use crate::actors::Sort;
use crate::places::PlaceHit;
use crate::text::{Laid, Text};
use codebook::gazetteer::Feature;
use codebook::{Cue, List, Sense, TermForm};
use language::Pos;
use model::Span;

/// Where it happened, where it was fired from, and the building or ground.
pub(super) fn whereabouts(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    found: &Found,
) {
    let main = told.words[0].first;
    let mut places: Vec<PlaceHit> = Vec::new();
    for place in found.places {
        let own = told.part.0 <= place.first && place.first <= told.part.1;
        let opens = place.first <= 3
            && place.first < main
            && text
                .word(sentence, place.first.saturating_sub(1))
                .eq_ignore_ascii_case("in");
        if !own && !opens {
            continue;
        }
        // "fired from northern Afghanistan"
        if word_before(text, sentence, place) == "from" {
            if told.from.is_none() {
                told.from = Some(*place);
            }
            continue;
        }
        // "from Khwaja Ghar, Takhar, in Afghanistan toward Tajikistan"
        let around_origin = told.from.is_some_and(|from| {
            from.last < place.first
                && from.record.country == place.record.country
                && (from.last + 1..place.first).all(|token| {
                    text.word(sentence, token) == ","
                        || text.word(sentence, token).eq_ignore_ascii_case("in")
                        || found
                            .places
                            .iter()
                            .any(|other| other.first <= token && token <= other.last)
                })
        });
        if around_origin {
            continue;
        }
        if happens_there(text, sentence, line, told, found, place) {
            places.push(*place);
        }
    }
    measured(text, sentence, &mut places);
    told.places = chain(text, sentence, told, &places);
    told.site = site(text, told).or_else(|| named_site(text, sentence, line, told.part));
    let rank = told.places.iter().map(PlaceHit::rank).max().unwrap_or(0);
    if rank < 4 {
        told.unknown_place = unknown_place(text, sentence, line, told, found);
    }
    let shouted = !line.span.of(text.text).chars().any(char::is_lowercase);
    if rank <= 4 && shouted && told.unknown_place.is_none() {
        told.unknown_place = locality(text, sentence, line, told, found);
    }
}

/// "in Montebello municipality", "at the La Florida canton", "in Andahua, Arequipa department": in capitals, the name
/// of a place that the gazetteer does not know, by the word for its sort behind it or by what it lies in.
fn locality(text: &Text, sentence: usize, line: &Laid, told: &Told, found: &Found) -> Option<Span> {
    let lower = |at: usize| text.word(sentence, at).to_lowercase();
    let listed = |list: List, at: usize| text.codebook.words.listed(list, &lower(at));
    let leads = |at: usize| {
        matches!(
            lower(at).as_str(),
            "in" | "at" | "near" | "outside" | "of" | "between"
        )
    };
    let (from, to) = told.part;
    let known = |first: usize, last: usize| {
        let span = line.bytes(first, last);
        found.dates.iter().any(|date| date.span.overlaps(&span))
            || found.places.iter().any(|place| place.span.overlaps(&span))
            || found.actors.iter().any(|actor| actor.span.overlaps(&span))
            || line.hits.iter().any(|hit| {
                hit.span.overlaps(&span)
                    && matches!(
                        hit.sense,
                        Sense::Country { .. }
                            | Sense::Demonym { .. }
                            | Sense::Actor { .. }
                            | Sense::Target { .. }
                            | Sense::Weapon { .. }
                    )
            })
    };
    (from + 1..=to).find_map(|end| {
        let sort = listed(List::LocalityNouns, end);
        // "in Andahua, Arequipa department"
        let lies_in = text.word(sentence, end) == ","
            && found
                .places
                .iter()
                .any(|place| place.first == end + 1 && (3..=4).contains(&place.rank()));
        if !sort && !lies_in {
            return None;
        }
        let mut first = end;
        while first > from
            && end - first < 4
            && (line.pos(first - 1) == Pos::Propn || listed(List::NameLinks, first - 1))
        {
            first -= 1;
        }
        while first < end && line.pos(first) != Pos::Propn && lower(first) != "la" {
            first += 1;
        }
        if first == end {
            return None;
        }
        let led = if lies_in {
            first > from && leads(first - 1)
        } else {
            (1..=4)
                .map_while(|back| first.checked_sub(back))
                .take_while(|at| {
                    *at >= from && !matches!(line.pos(*at), Pos::Verb | Pos::Aux | Pos::Punct)
                })
                .any(leads)
        };
        let near = told
            .words
            .iter()
            .any(|word| word.first.abs_diff(first) <= LOCALITY);
        let span = line.bytes(first, end - 1);
        (led && near && span.len() >= 4 && !known(first, end - 1)).then_some(span)
    })
}

/// Tokens within which the name of a locality belongs to an act.
const LOCALITY: usize = 18;

/// "in La Oroya, 190 km east of Lima": what a distance is measured from is not where it happened, where a wire
/// names another place.
fn measured(text: &Text, sentence: usize, places: &mut Vec<PlaceHit>) {
    let distant = |place: &PlaceHit| {
        let lower = |at: usize| text.word(sentence, at).to_lowercase();
        matches!(word_before(text, sentence, place).as_str(), "of" | "from")
            && (2..=6)
                .map_while(|back| place.first.checked_sub(back))
                .any(|at| matches!(lower(at).as_str(), "km" | "kms" | "kilometers" | "miles"))
    };
    let other = places
        .iter()
        .any(|place| place.rank() >= 3 && !distant(place));
    if text.telegraphed() && other {
        places.retain(|place| !distant(place));
    }
}

/// The word before a place and its direction, in lower case.
fn word_before(text: &Text, sentence: usize, place: &PlaceHit) -> String {
    place
        .first
        .checked_sub(if place.direction.is_some() { 2 } else { 1 })
        .map_or("", |at| text.word(sentence, at))
        .to_lowercase()
}

/// False for a dateline, the country of a group, a state that acts or speaks, a nationality, and
/// a place that something is only compared with.
pub(super) fn happens_there(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    found: &Found,
    place: &PlaceHit,
) -> bool {
    let main = told.words[0].first;
    let before = word_before(text, sentence, place);
    let bordered = before == "with"
        && (place.first.saturating_sub(4)..place.first)
            .any(|at| matches!(text.word(sentence, at), "border" | "borders" | "frontier"));
    if before == "from" || bordered {
        return false;
    }
    // "a flight to Nicaragua", "ambassador to Spain": where somebody was bound for.
    if before == "to" && text.telegraphed() {
        return false;
    }
    // A dateline is no place of the event: "ALGIERS, Dec 28 (Wire) - Gunmen …".
    let dateline = place.first <= 3
        && place.last < main
        && (place.last + 1..main.min(16))
            .any(|token| matches!(text.word(sentence, token), "-" | "–" | "—" | "--" | ":"))
        && !(0..=place.first).any(|token| {
            matches!(
                text.word(sentence, token).to_lowercase().as_str(),
                "in" | "near" | "at"
            )
        })
        && text
            .word(sentence, place.first)
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .all(char::is_uppercase);
    if dateline {
        return false;
    }
    // "Moscow denied it": a city that speaks is a government.
    let speaks = place.rank() >= 3
        && found
            .actors
            .iter()
            .any(|actor| actor.span == place.span && actor.sort == Sort::State);
    let acts = speaks
        || found.actors.iter().any(|actor| {
            actor.first <= place.first && place.last <= actor.last && actor.last > place.last
                || actor.first == place.first
                    && actor.sort == Sort::State
                    && told
                        .perpetrators
                        .iter()
                        .any(|(who, _)| who.span == actor.span)
        });
    let national = place.record.feature == Feature::Country
        && (matches!(line.pos(place.last + 1), Pos::Noun | Pos::Propn)
            || matches!(text.word(sentence, place.last + 1), "'s" | "’s"))
        && !matches!(
            before.as_str(),
            "in" | "into" | "across" | "toward" | "towards" | "inside"
        );
    let said = matches!(
        text.word(sentence, place.last + 1).to_lowercase().as_str(),
        "said" | "denied" | "says" | "claimed"
    );
    // "citizens of Tajikistan and Uzbekistan"
    let of = (place.first.saturating_sub(4)..place.first)
        .rev()
        .find(|at| text.word(sentence, *at) == "of")
        .filter(|of| {
            (of + 1..place.first).all(|at| {
                matches!(
                    line.pos(at),
                    Pos::Propn | Pos::Cconj | Pos::Punct | Pos::Det
                )
            })
        });
    let nation = place.record.feature == Feature::Country
        && of.is_some_and(|of| {
            of > 0
                && text.codebook.words.listed(
                    List::NationalNouns,
                    &text.word(sentence, of - 1).to_lowercase(),
                )
        });
    // "the chairman of Jos North *council*": whose, not where.
    let of_a_body = matches!(line.pos(place.last + 1), Pos::Noun)
        && before == "of"
        && text.codebook.words.listed(
            List::OrganisationNouns,
            &text.word(sentence, place.last + 1).to_lowercase(),
        );
    // "the town of Adan Yabal": Adan is only the half of its name.
    let half = place.first >= 2
        && before == "of"
        && line.pos(place.last + 1) == Pos::Propn
        && text.codebook.words.listed(
            List::SettlementNouns,
            &text.word(sentence, place.first - 2).to_lowercase(),
        );
    !(acts
        || of_a_body
        || half
        || national
        || nation
        || said
        || exemplary(text, sentence, line, place)
        || compared(text, sentence, line, main, place.first))
}

/// "partners such as Germany, India and Qatar": examples, not where it happened.
pub(super) fn exemplary(text: &Text, sentence: usize, line: &Laid, place: &PlaceHit) -> bool {
    (1..place.first)
        .rev()
        .take(16)
        .find(|at| {
            text.word(sentence, *at) == "as"
                || !matches!(
                    line.pos(*at),
                    Pos::Propn | Pos::Punct | Pos::Cconj | Pos::Det
                )
        })
        .is_some_and(|at| text.word(sentence, at) == "as" && text.word(sentence, at - 1) == "such")
}

/// A number, with or without a word such as "about" before it.
fn counts(line: &Laid, at: usize) -> bool {
    line.pos(at) == Pos::Num
        || line.pos(at) == Pos::Adv && line.pos(at + 1) == Pos::Num
        || line
            .hits
            .iter()
            .any(|hit| hit.first == at && matches!(hit.sense, Sense::Number(_)))
}

/// "Similar to the attack on Uzbekistan, …": up to the comma, another event is told.
fn compared(text: &Text, sentence: usize, line: &Laid, main: usize, at: usize) -> bool {
    line.hits.iter().any(|hit| {
        matches!(
            hit.sense,
            Sense::Cue {
                cue: Cue::Compare,
                ..
            }
        ) && hit.last < at
            // "more than 100 others in Baghdad" compares nothing.
            && !counts(line, hit.last + 1)
            && at - hit.last <= 12
            && (at < main || hit.first > main)
            && !(hit.last + 1..at).any(|token| matches!(text.word(sentence, token), "," | ";"))
    })
}

/// A name behind "near" or "in" that no stage knows: a place all the same.
fn unknown_place(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    found: &Found,
) -> Option<Span> {
    let (first, last) = told.part;
    for at in first..last {
        let preposition = text.word(sentence, at).to_lowercase();
        if !matches!(preposition.as_str(), "in" | "near" | "outside" | "at") {
            continue;
        }
        // "in the town of Al-Sarkha", "in the village of Tlangzawl"
        let start = (at + 1..(at + 5).min(last + 1))
            .rev()
            .find(|token| {
                text.word(sentence, *token) == "of"
                    && text
                        .codebook
                        .words
                        .listed(List::SettlementNouns, text.word(sentence, token - 1))
            })
            .map_or(at + 1, |of| of + 1);
        let mut end = start;
        while end <= last
            && (line.pos(end) == Pos::Propn
                || text.word(sentence, end) == "-" && line.pos(end + 1) == Pos::Propn)
        {
            end += 1;
        }
        if end == start {
            continue;
        }
        let span = line.bytes(start, end - 1);
        // "AT DAWN", "IN MIDAIR": where all is in capitals, only a noun before it makes a name of a place.
        let shouted = !line.span.of(text.text).chars().any(char::is_lowercase);
        let street = text.codebook.words.listed(
            List::RoadNouns,
            &text.word(sentence, end - 1).to_lowercase(),
        );
        if shouted && start == at + 1 || street {
            continue;
        }
        // "shouted in Arabic"
        if text.codebook.words.listed(
            List::LanguageNames,
            &text.word(sentence, start).to_lowercase(),
        ) {
            continue;
        }
        let known = found.dates.iter().any(|date| date.span.overlaps(&span))
            || found
                .places
                .iter()
                .any(|place| place.span.overlaps(&span) && place.last + 1 >= end)
            || found.actors.iter().any(|actor| actor.span.overlaps(&span))
            || line.hits.iter().any(|hit| {
                hit.span.overlaps(&span)
                    && matches!(
                        hit.sense,
                        Sense::Country { .. }
                            | Sense::Demonym { .. }
                            | Sense::Actor { .. }
                            | Sense::Target { .. }
                    )
            });
        let near_trigger = told
            .words
            .iter()
            .any(|word| word.first.abs_diff(start) <= 12);
        if !known && near_trigger && span.len() >= 4 {
            return Some(span);
        }
    }
    None
}

/// The places that lie in one another, nearest to the trigger first.
pub(super) fn chain(
    text: &Text,
    sentence: usize,
    told: &Told,
    places: &[PlaceHit],
) -> Vec<PlaceHit> {
    let main = told
        .words
        .iter()
        .max_by_key(|word| rank(text, word))
        .map_or(0, |word| word.first);
    let Some(anchor) = places.iter().min_by_key(|place| {
        let before = place
            .first
            .checked_sub(1)
            .map_or("", |at| text.word(sentence, at))
            .to_lowercase();
        let locative = matches!(
            before.as_str(),
            "in" | "at"
                | "near"
                | "outside"
                | "inside"
                | "around"
                | "on"
                | "of"
                | "toward"
                | "towards"
                | "into"
        );
        let distance = place.first.abs_diff(main);
        distance + usize::from(!locative) * 4 + usize::from(place.rank() == 1) * 3
    }) else {
        return Vec::new();
    };
    let mut chain: Vec<PlaceHit> = places
        .iter()
        .filter(|place| {
            place.record.id == anchor.record.id
                || place.record.country == anchor.record.country
                    && (place.rank() != anchor.rank()
                        || place.record.admin1.is_some()
                            && place.record.admin1 == anchor.record.admin1
                            && place.rank() < 5)
        })
        .copied()
        .collect();
    chain.sort_by_key(|place| (std::cmp::Reverse(place.rank()), place.first.abs_diff(main)));
    // Two settlements: the nearer one.
    let mut seen_rank = 0u8;
    chain.retain(|place| {
        let keep = place.rank() != seen_rank;
        seen_rank = place.rank();
        keep
    });
    // A finer place of another unit than the anchor's is not where it happened.
    chain
}

/// A building by its full name, whatever it is for: "Example City Hall".
pub(crate) fn named_site(
    text: &Text,
    sentence: usize,
    line: &Laid,
    part: (usize, usize),
) -> Option<(String, Span)> {
    let name = |at: usize| {
        text.word(sentence, at)
            .chars()
            .next()
            .is_some_and(char::is_uppercase)
            && matches!(line.pos(at), Pos::Propn | Pos::Noun)
    };
    let words = &text.codebook.words;
    let noun = |at: usize| {
        let word = text.word(sentence, at).to_lowercase();
        words.listed(List::SiteNouns, &word)
            // "on Karl Marx Avenue": a road where something happened on it.
            || words.listed(List::RoadNouns, &word)
                && (part.0..at).rev().take(6).any(|before| {
                    matches!(text.word(sentence, before).to_lowercase().as_str(), "on" | "at" | "near" | "along")
                        && (before + 1..at).all(|token| name(token) || text.word(sentence, token) == "the")
                })
    };
    (part.0..=part.1)
        .filter(|at| name(*at) && noun(*at) && !name(at + 1))
        .find_map(|last| {
            let mut first = last;
            while first > part.0 && name(first - 1) {
                first -= 1;
            }
            let span = line.bytes(first, last);
            let words: Vec<&str> = span.of(text.text).split_whitespace().collect();
            (first < last && words.len() <= 6).then(|| (words.join(" "), span))
        })
}

/// The building or ground that a target phrase names.
pub(super) fn site(text: &Text, told: &Told) -> Option<(String, Span)> {
    told.targets
        .iter()
        .filter(|target| target.form == TermForm::Site && target.target.is_some())
        .filter(|target| !of_somebody(text, told.sentence, target.first))
        .map(|target| {
            let words = target.span.of(text.text);
            let plain = words.split_whitespace().collect::<Vec<_>>().join(" ");
            (plain, target.span)
        })
        .map(|(name, span)| owned(text, told, name, span))
        .find(|(name, _)| {
            let last = name.rsplit(' ').next().unwrap_or("").to_lowercase();
            let words = &text.codebook.words;
            !words.listed(List::BareSites, &name.to_lowercase())
                && !words.listed(List::VagueSites, &last)
                && !words.listed(List::SettlementNouns, &last)
        })
}

/// "an employee of the same consulate": whose they are, not where it was.
fn of_somebody(text: &Text, sentence: usize, first: usize) -> bool {
    let line = &text.sentences[sentence];
    let of = (0..first)
        .rev()
        .take(4)
        .find(|at| !matches!(line.pos(*at), Pos::Det | Pos::Adj))
        .filter(|at| text.word(sentence, *at) == "of");
    of.and_then(|of| of.checked_sub(1)).is_some_and(|head| {
        let word = text.word(sentence, head).to_lowercase();
        text.codebook.words.listed(List::PlainPeople, &word)
            || line.hits.iter().any(|hit| {
                hit.last == head
                    && matches!(
                        hit.sense,
                        Sense::People { .. }
                            | Sense::Target {
                                form: TermForm::Person,
                                ..
                            }
                    )
            })
    })
}

/// "an Ahrar al-Sham base", "the headquarters of the Falcons": a ground too common to name alone, with whose
/// it is.
fn owned(text: &Text, told: &Told, name: String, span: Span) -> (String, Span) {
    let words = &text.codebook.words;
    if !words.listed(List::BareSites, &name.to_lowercase()) {
        return (name, span);
    }
    let line = &text.sentences[told.sentence];
    let first = line.token_at(span.start);
    let last = line.token_at(span.end.saturating_sub(1));
    let actors = || {
        line.hits
            .iter()
            .filter(|hit| matches!(hit.sense, Sense::Actor { .. }))
    };
    let before = actors().find(|hit| hit.last + 1 == first);
    let of = text.word(told.sentence, last + 1) == "of";
    let behind = actors().find(|hit| of && (last + 2..=last + 3).contains(&hit.first));
    let whole = match (before, behind) {
        (Some(owner), _) => line.bytes(owner.first, last),
        (None, Some(owner)) => line.bytes(first, owner.last),
        (None, None) => return (name, span),
    };
    let printed: Vec<&str> = whole.of(text.text).split_whitespace().collect();
    (printed.join(" "), whole)
}
