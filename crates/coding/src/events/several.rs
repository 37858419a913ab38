//! One sentence that tells of several events at once: "attacks in Kunduz, in Herat and in Kabul".

use super::whereabouts::{chain, happens_there, named_site, site};
use super::{Found, Told, said_then, trigger};
use crate::dates::DateHit;
use crate::figures::{Effect, Figure};
use crate::places::PlaceHit;
use crate::text::{Laid, Text};
use codebook::gazetteer::distance_km;
use codebook::{Cue, Form, List, Sense, TriggerForm};
use language::Pos;
use model::Span;

/// One member of an enumeration, by its tokens.
#[derive(Debug, Clone)]
struct Member {
    first: usize,
    last: usize,
    places: Vec<PlaceHit>,
    /// A name that the gazetteer does not know.
    name: Option<Span>,
    dates: Vec<DateHit>,
}

/// What was told, one by one: members with a place or a day of their own are events of their own.
pub(super) fn several(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: Told,
    found: &Found,
) -> Vec<Told> {
    let mut told = told;
    for from in enumerates(text, line, &told) {
        let end = clause_end(text, sentence, from, told.part.1);
        let members = members(text, sentence, line, &told, found, (from, end));
        let apart = by_place(text, sentence, &told, &members).or_else(|| by_date(&told, &members));
        let Some(members) = apart else {
            continue;
        };
        let together = told.weak || killed_in_all(text, sentence, line, &told, &members);
        if together && shares_a_toll(&told, &members) {
            // One record of all the places, which says that there were several.
            let span = told.words[0].span;
            told.multiple.get_or_insert(span);
            told.among = among(&members);
            told.places.retain(|place| place.rank() < 4);
            told.site = None;
            return vec![told];
        }
        return split(text, sentence, line, &told, &members);
    }
    vec![told]
}

/// One of the members' places, where all lie in one country; true where also in one unit of it.
fn among(members: &[Member]) -> Option<(PlaceHit, bool)> {
    let places: Option<Vec<&PlaceHit>> = members.iter().map(finest).collect();
    let places = places?;
    let first = *places.first()?;
    let same = |is: fn(&PlaceHit) -> Option<&str>| {
        let mut all = places.iter().map(|place| is(place));
        is(first).is_some() && all.all(|it| it == is(first))
    };
    same(|place| Some(place.record.country).filter(|code| !code.is_empty()))
        .then(|| (*first, same(|place| place.record.admin1)))
}

/// "attacks in Kabul and Herat *killed* 30 people": a toll told behind the last place by a verb of
/// which the attacks are the subject.
fn killed_in_all(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    members: &[Member],
) -> bool {
    let Some(last) = members.last() else {
        return false;
    };
    let from = last.places.last().map_or(last.first, |place| place.last);
    told.plural
        && told.words.iter().any(|word| {
            trigger(text, word).form == TriggerForm::Verb
                && word.first > from
                && line.form(word.first) == language::Form::Past
                && told.figures.iter().any(|figure| figure.first > word.first)
                && !(from + 1..word.first)
                    .any(|at| matches!(text.word(sentence, at), "that" | "which" | "who"))
        })
}

/// "killed 30 people in Kabul and Herat": the dead of both, whom nothing divides.
fn shares_a_toll(told: &Told, members: &[Member]) -> bool {
    let own = |member: &Member| {
        told.figures
            .iter()
            .any(|figure| member.first <= figure.first && figure.first <= member.last)
    };
    members.iter().any(own) && !members.iter().all(own)
}

/// The tokens behind the words that can have several places or days, verbs and plurals, the last first.
fn enumerates(text: &Text, line: &Laid, told: &Told) -> Vec<usize> {
    if text.codebook.events[told.event].class == "threat" {
        return Vec::new();
    }
    told.words
        .iter()
        .rev()
        .filter(|word| {
            let rule = trigger(text, word);
            rule.event == told.event
                && (rule.form == TriggerForm::Verb || word.form == Form::Plural)
                && !line.has_cue(Cue::Modal, word.first.saturating_sub(2), word.first)
        })
        .map(|word| word.last + 1)
        .chain(told.stopped.map(|word| word.last + 1))
        .collect()
}

/// Where the clause of the enumeration ends.
fn clause_end(text: &Text, sentence: usize, from: usize, end: usize) -> usize {
    (from..=end)
        .find(|token| {
            matches!(
                text.word(sentence, *token).to_lowercase().as_str(),
                ";" | "after"
                    | "while"
                    | "before"
                    | "when"
                    | "because"
                    | "who"
                    | "which"
                    | "but"
                    | "since"
                    | "then"
                    | "between"
                    | "linking"
                    | "connecting"
                    | "joining"
                    | "from"
                    | "over"
            )
        })
        .map_or(end, |stop| stop.saturating_sub(1))
}

/// The members between commas and "and", each with what it names.
fn members(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    found: &Found,
    (from, end): (usize, usize),
) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let mut first = from;
    let covered = |token: usize| {
        let inside = |first: usize, last: usize| first <= token && token <= last;
        found.dates.iter().any(|date| inside(date.first, date.last))
            || found
                .places
                .iter()
                .any(|place| inside(place.first, place.last))
            || told
                .targets
                .iter()
                .any(|target| inside(target.first, target.last))
    };
    for token in from..=end + 1 {
        let word = text.word(sentence, token).to_lowercase();
        let joins = matches!(word.as_str(), "," | "and" | "&") && !covered(token);
        if token <= end && !joins {
            continue;
        }
        if token > first {
            let member = Member {
                first,
                last: token - 1,
                places: found
                    .places
                    .iter()
                    .filter(|place| first <= place.first && place.last < token)
                    .filter(|place| happens_there(text, sentence, line, told, found, place))
                    .copied()
                    .collect(),
                name: unknown_name(text, sentence, line, found, &members, (first, token - 1)),
                dates: found
                    .dates
                    .iter()
                    .filter(|date| first <= date.first && date.last < token)
                    // "the council said on 26 December"
                    .filter(|date| !said_then(text, sentence, line, date))
                    .cloned()
                    .collect(),
            };
            add(text, sentence, &mut members, member);
        }
        first = token + 1;
    }
    members
}

/// A member of its own, or more about the one before: "Shiraz, Iran".
fn add(text: &Text, sentence: usize, members: &mut Vec<Member>, member: Member) {
    let Some(last) = members.last_mut() else {
        members.push(member);
        return;
    };
    let nothing = member.places.is_empty() && member.name.is_none() && member.dates.is_empty();
    let opens_with_place = member
        .places
        .first()
        .is_some_and(|place| place.first <= member.first + 1);
    let comma = text.word(sentence, member.first - 1) == ",";
    let holds = match (member.places.first(), last.places.last()) {
        (Some(outer), Some(inner)) => {
            comma && opens_with_place && outer.rank() < inner.rank() && holds(outer, inner)
        }
        (Some(outer), None) => {
            // "in Tahtaya, Idlib": the unit of a place that nobody knows.
            comma && opens_with_place && last.name.is_some() && outer.rank() < 4
        }
        _ => false,
    };
    // "schools and mosques in Kabul" share the place that follows.
    let waits = last.places.is_empty() && last.name.is_none() && last.dates.is_empty();
    if nothing || holds || waits {
        last.last = member.last;
        last.places.extend(member.places);
        last.dates.extend(member.dates);
        last.name = last.name.or(member.name);
    } else {
        members.push(member);
    }
}

/// "the towns of Al-Sarkha and Maaloula": names in a list of places that no stage knows.
fn unknown_name(
    text: &Text,
    sentence: usize,
    line: &Laid,
    found: &Found,
    before: &[Member],
    (first, last): (usize, usize),
) -> Option<Span> {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let listed = |at: usize| {
        at >= 2
            && lower(at - 1) == "of"
            && text
                .codebook
                .words
                .listed(List::SettlementNouns, &lower(at - 2))
    };
    let mut start = (first..=last).find(|at| line.pos(*at) == Pos::Propn)?;
    let after_list = before
        .last()
        .is_some_and(|member| member.name.is_some() && start == first);
    if start > first && matches!(text.word(sentence, start - 1), "-" | "'" | "’") {
        start = first;
    }
    if !(listed(start) || after_list) {
        return None;
    }
    let mut end = start;
    while end < last
        && (matches!(line.pos(end + 1), Pos::Propn)
            || matches!(text.word(sentence, end + 1), "-" | "'" | "’"))
    {
        end += 1;
    }
    let span = line.bytes(start, end);
    let known = found.dates.iter().any(|date| date.span.overlaps(&span))
        || found.places.iter().any(|place| place.span.overlaps(&span))
        || found.actors.iter().any(|actor| actor.span.overlaps(&span))
        || line.hits.iter().any(|hit| {
            hit.span.overlaps(&span)
                && matches!(
                    hit.sense,
                    Sense::Country { .. } | Sense::Demonym { .. } | Sense::Actor { .. }
                )
        });
    (!known && span.len() >= 3).then_some(span)
}

/// True where a member names what was hit.
fn aims(told: &Told, member: &Member) -> bool {
    let mut targets = told.targets.iter().filter(|target| target.target.is_some());
    targets.any(|target| member.first <= target.first && target.last <= member.last)
}

/// True where the first place lies around the second.
fn holds(outer: &PlaceHit, inner: &PlaceHit) -> bool {
    outer.record.country == inner.record.country
        && (outer.rank() == 1
            || outer.record.admin1.is_some() && outer.record.admin1 == inner.record.admin1)
        || outer.rank() == 2
}

/// The finest place of a member.
fn finest(member: &Member) -> Option<&PlaceHit> {
    member
        .places
        .iter()
        .max_by_key(|place| (place.rank(), std::cmp::Reverse(place.first)))
}

/// Members with places of their own, none in another; what has none goes to the member before it.
fn by_place(text: &Text, sentence: usize, told: &Told, members: &[Member]) -> Option<Vec<Member>> {
    let mut apart: Vec<Member> = Vec::new();
    for member in members {
        let anchored = member.name.is_some()
            || finest(member).is_some_and(|place| place.rank() != 2 && place.direction.is_none());
        if anchored || apart.is_empty() {
            apart.push(member.clone());
        } else if let Some(last) = apart.last_mut() {
            last.last = member.last;
            last.dates.extend(member.dates.clone());
        }
    }
    // "on Christmas Eve and New Year's Eve in Vienna and Cologne": which day is for which, nobody says.
    let loose = members.iter().any(|member| {
        !member.dates.is_empty() && finest(member).is_none() && member.name.is_none()
    });
    if loose {
        for member in &mut apart {
            member.dates.clear();
        }
    }
    let first = apart.first()?;
    if finest(first).is_none() && first.name.is_none() {
        return None;
    }
    // "in the town of Guire, Koulikoro Region": commas alone make an address, not a list.
    let last = apart.last()?;
    let joined = last.first > 0 && matches!(text.word(sentence, last.first - 1), "and" | "&")
        || matches!(
            text.word(sentence, last.first),
            "in" | "near" | "at" | "on" | "outside" | "and"
        );
    if !joined {
        return None;
    }
    let differ = |one: &Member, other: &Member| match (finest(one), finest(other)) {
        // "attacks on schools in Kabul, and a mosque in Kabul"
        (Some(a), Some(b)) if a.record.id == b.record.id => {
            a.first != b.first && aims(told, one) && aims(told, other)
        }
        (Some(a), Some(b)) => {
            a.record.id != b.record.id
                && (a.rank() == b.rank()
                    || a.rank().min(b.rank()) >= 3 && !holds(a, b) && !holds(b, a))
                && !(a.rank() == 5
                    && b.rank() == 5
                    && distance_km(a.record.point(), b.record.point()) < 2.0)
        }
        _ => match (one.name, other.name) {
            (Some(a), Some(b)) => a.of(text.text) != b.of(text.text),
            _ => true,
        },
    };
    let all = apart
        .iter()
        .enumerate()
        .all(|(at, a)| apart[at + 1..].iter().all(|b| differ(a, b)));
    (apart.len() >= 2 && apart.len() <= 8 && all).then_some(apart)
}

/// "in October 2022 and August 2023": members that share everything but the day.
fn by_date(told: &Told, members: &[Member]) -> Option<Vec<Member>> {
    // A verb has several days only where nothing but "and" stands between them.
    let together = |a: &DateHit, b: &DateHit| b.first.saturating_sub(a.last) <= 3;
    let mut apart: Vec<Member> = Vec::new();
    for member in members {
        if member.dates.is_empty() || apart.is_empty() {
            match apart.last_mut() {
                Some(last) => last.last = member.last,
                None => apart.push(member.clone()),
            }
        } else if apart.last().is_some_and(|last| last.dates.is_empty()) {
            let last = apart.last_mut().expect("the list is not empty here");
            last.last = member.last;
            last.dates.clone_from(&member.dates);
        } else {
            apart.push(member.clone());
        }
    }
    let single = |member: &Member| {
        member.dates.len() == 1
            && member.dates[0].when.days().is_some_and(|days| days <= 31)
            && member.dates[0].rule != "date/range"
    };
    let differ = apart.iter().enumerate().all(|(at, a)| {
        apart[at + 1..].iter().all(|b| {
            !a.dates.is_empty()
                && !b.dates.is_empty()
                && !a.dates[0].when.overlaps(&b.dates[0].when)
        })
    });
    let noun = told.plural
        || apart.windows(2).all(|pair| {
            pair.iter().all(|member| !member.dates.is_empty())
                && together(&pair[0].dates[0], &pair[1].dates[0])
        });
    (noun && apart.len() >= 2 && apart.len() <= 6 && apart.iter().all(single) && differ)
        .then_some(apart)
}

/// One event for every member; what stands before them belongs to all.
fn split(text: &Text, sentence: usize, line: &Laid, told: &Told, members: &[Member]) -> Vec<Told> {
    let from = members.first().map_or(0, |member| member.first);
    let end = members.last().map_or(0, |member| member.last);
    let counted = number_before(text, sentence, told) == Some(members.len());
    let shared_tail = members
        .last()
        .filter(|last| {
            last.dates.len() == 1
                && members[..members.len() - 1]
                    .iter()
                    .all(|m| m.dates.is_empty())
        })
        .and_then(|last| last.dates.first().cloned());
    members
        .iter()
        .map(|member| {
            let inside = |first: usize| member.first <= first && first <= member.last;
            let outside = |first: usize| first < from || first > end;
            let mut one = told.clone();
            if !member.places.is_empty() {
                one.places = chain(text, sentence, told, &member.places);
                one.unknown_place = member.name;
            } else if member.name.is_some() {
                one.places
                    .retain(|place| place.rank() < 4 && outside(place.first));
                one.unknown_place = member.name;
            }
            if let [date] = member.dates.as_slice() {
                one.date = Some(date.clone());
            } else if let Some(date) = &shared_tail {
                one.date = Some(date.clone());
            }
            one.targets
                .retain(|target| inside(target.first) || outside(target.first));
            // A figure before the first place counts the dead of all places.
            let shared = shares_a_toll(told, members);
            let place = member.places.first().map_or(0, |place| place.first);
            // "bombed A and B, killing 224 people": told behind the last place, of all of them.
            let of_all = |figure: &Figure| {
                shared
                    && members.last().is_some_and(|last| {
                        last.first == member.first
                            && (last.first..figure.first)
                                .any(|at| text.word(sentence, at) == "," && at > place)
                    })
            };
            // "three were detained in Vienna and one in Cologne": the first number stands before the places.
            let first_of_all = |figure: &Figure| {
                told.stopped.is_some()
                    && figure.first < from
                    && figure.effect == Effect::Arrested
                    && members
                        .first()
                        .is_some_and(|first| first.first == member.first)
            };
            one.figures.retain(|figure| {
                first_of_all(figure)
                    || inside(figure.first) && (!shared || figure.first > place) && !of_all(figure)
            });
            one.perpetrators
                .retain(|(actor, _)| inside(actor.first) || outside(actor.first));
            one.site = site(text, &one)
                .or_else(|| named_site(text, sentence, line, (member.first, member.last)));
            one.listed = true;
            let series = one
                .multiple
                .is_some_and(|span| one.words.iter().all(|word| word.span != span));
            // "several of these, including attacks on … and a mosque": the mosque is one.
            let single = one.targets.iter().any(|target| {
                target.target.is_some()
                    && inside(target.first)
                    && line.form(target.last) == language::Form::Singular
            });
            if counted || !series || single {
                // The plural is the list itself.
                one.multiple = None;
            }
            one.plural &= !counted && !series;
            one
        })
        .collect()
}

/// "two attacks in Shiraz and in Kerman".
fn number_before(text: &Text, sentence: usize, told: &Told) -> Option<usize> {
    let word = told.words.iter().find(|word| word.form == Form::Plural)?;
    (1..=3).find_map(|back| {
        let at = word.first.checked_sub(back)?;
        let number = text.word(sentence, at).to_lowercase();
        let spelled = text
            .codebook
            .words
            .numbers
            .iter()
            .find(|known| known.word == number && known.max == Some(known.min));
        spelled
            .map(|known| known.min as usize)
            .or_else(|| number.parse().ok())
    })
}
