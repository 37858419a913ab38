//! Which incident the words point back at or tell more of.

use super::known::{Asked, Known};
use super::{Draft, REACH};
use crate::dates::DateHit;
use crate::events::Told;
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use codebook::List;
use model::{Status, When};

/// The incident that the words point back at, or that they tell more of.
pub(super) fn antecedent(
    text: &Text,
    told: &Told,
    drafts: &[Draft],
    known: &[Known],
    same_sentence: &[usize],
) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    let asked = Asked::new(text, told);
    let turns = turns(text, told);
    let goes_on = text.telegraphed() && !told.other && asked.adds_nobody;
    for (index, (draft, known)) in drafts.iter().zip(known).enumerate() {
        let Some(mut score) = compatible(text, (told, &asked), (draft, known)) else {
            continue;
        };
        let away = told.sentence - draft.last;
        let own_date = told
            .date
            .as_ref()
            .is_some_and(|date| date.rule != "date/paragraph");
        let settled = told.places.iter().any(|place| place.rank() >= 3);
        let anchored = own_date || settled;
        // "the attacks" point back at a set, not at one of several single acts; and one act with a
        // day and a place of its own is none of "attacks" told at large.
        let at_large = known.plural && draft.places.iter().all(|place| place.rank() <= 2);
        if told.plural && !anchored && !known.set && drafts.len() > 1
            || !told.plural && !told.definite && own_date && settled && at_large
        {
            continue;
        }
        if same_sentence.contains(&index) {
            // Two parts of one sentence were cut because they differ.
            score -= 4;
        }
        if told.other || turns {
            score -= 4;
        }
        // "the group's attack on Moscow last week": time and place find it however far back.
        let placed = told.places.iter().any(|place| {
            place.rank() >= 3
                && draft
                    .places
                    .iter()
                    .any(|known| known.record.id == place.record.id)
        });
        // … and "the Russian embassy attack on Monday": time and target.
        let aimed = || {
            let mut nationals = asked.nationals.iter();
            nationals.any(|target| known.nationals.contains(target))
        };
        if told.definite && (away <= REACH || own_date && (placed || aimed())) {
            score += 4;
        }
        if !anchored && away <= 2 {
            score += 3;
        }
        if told.weak && away <= 3 {
            score += 1;
        }
        // "He was shot eight times": a wire that adds neither day nor place nor anybody new goes on with its story.
        if goes_on && !anchored {
            score += 3;
        }
        score -= i32::try_from(away / 6).unwrap_or(3).min(3);
        if score >= 3
            && best.is_none_or(|(top, at)| {
                score > top || score == top && draft.last >= drafts[at].last
            })
        {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// How well the words fit an incident told before; `None` where they cannot be the same.
pub(super) fn compatible(
    text: &Text,
    (told, asked): (&Told, &Asked),
    (draft, known): (&Draft, &Known),
) -> Option<i32> {
    let mut score = 0;
    let events = &text.codebook.events;
    let new = &events[told.event];
    let main = &events[known.main];
    // "the operation" may point back at an attack.
    // "The plot was broken up. Four men were detained.": the end of the plot, not another event.
    // Where the plot was to strike and where its makers were taken are two places.
    let ended = new.code == "arrest"
        && (told.sentence - draft.last <= 1
            || told.places.iter().all(|place| {
                draft
                    .places
                    .iter()
                    .any(|known| known.record.id == place.record.id)
            }))
        && (draft.date.is_none()
            || told
                .date
                .as_ref()
                .is_none_or(|date| date.rule == "date/paragraph"))
        && told.sentence - draft.last <= 2
        && known.foiled;
    if ended {
        return Some(4);
    }
    let loose = told.definite
        && told.date.as_ref().is_none_or(|date| {
            draft
                .date
                .as_ref()
                .is_some_and(|known| known.when.overlaps(&date.when))
        });
    // "Clashes were reported … The rebels said they had killed 14 soldiers": the fight's own dead.
    let fallen = main.class == "clash"
        && new.class == "attack"
        && told.weak
        && told.sentence - draft.last <= 1
        && text.sentences[told.sentence].paragraph == text.sentences[draft.last].paragraph
        && told
            .date
            .as_ref()
            .is_none_or(|date| date.rule == "date/paragraph")
        && !told.figures.is_empty();
    // "Gunmen raided the village. The attackers shot at everything that moved."
    let raided = main.code == "raid"
        && new.class == "attack"
        && told.places.iter().all(|place| {
            draft
                .places
                .iter()
                .any(|known| known.record.id == place.record.id)
        })
        && told.sentence - draft.last <= 2
        && text.sentences[told.sentence].paragraph == text.sentences[draft.last].paragraph
        && told
            .date
            .as_ref()
            .is_none_or(|date| date.rule == "date/paragraph")
        && !draft
            .told
            .iter()
            .flat_map(|told| &told.perpetrators)
            .any(|(actor, _)| actor.kind.is_state());
    let pointed = loose
        && matches!(new.code.as_str(), "raid" | "offensive" | "attack")
        && main.class != "unrest"
        && main.code != "arrest";
    if new.class != main.class && !fallen && !raided && !pointed {
        return None;
    }
    let same_person = same_person(asked, known);
    if same_person == Some(true) {
        score += 3;
    } else if same_person == Some(false) && !told.definite {
        score -= 2;
    }
    if new.code == main.code {
        score += 1;
    } else if same_person == Some(true) {
        // Kidnapped and then murdered: one story of one person.
    } else if text.telegraphed()
        && (new.rank > 20 || asked.singles_out)
        && (main.rank > 20 || known.singles_out)
        && !told.definite
        && !asked.adds_nobody
        && told.sentence != draft.last
    {
        // A wire that tells of a house set on fire after a bomb on a bridge tells two stories.
        return None;
    } else if new.rank > 20 && main.rank > 20 {
        // Two methods: a bombing and a stabbing are two, a bombing with gunfire may be one.
        let mixes = [
            "armed_assault",
            "bombing",
            "assassination",
            "hostage_siege",
            "arson",
        ];
        let mixed = mixes.contains(&new.code.as_str()) && mixes.contains(&main.code.as_str());
        if new.class == "attack" && !raided && !mixed {
            return None;
        }
        score -= 1;
    }
    if (told.status.0 == Status::Foiled) != known.foiled && (!told.definite || told.plural) {
        return None;
    }
    if let (Some(a), Some(b)) = (&told.date, &draft.date) {
        score += dates_agree(
            &a.when,
            &b.when,
            a.rule == "date/paragraph" || b.rule == "date/paragraph",
        )?;
    }
    score += places_agree(&told.places, &draft.places)?;
    if let (Some(here), Some(there)) = (&asked.unknown_place, &known.unknown_place)
        && here != there
    {
        return None;
    }
    if asked.unknown_place.is_some() != known.unknown_place.is_some()
        && text.sentences[told.sentence].line == Line::Item
    {
        return None;
    }
    if !asked.groups.is_empty() && !known.groups.is_empty() {
        let related = asked.groups.iter().any(|a| {
            known
                .groups
                .iter()
                .any(|b| text.codebook.is_under(a, b) || text.codebook.is_under(b, a))
        });
        if related {
            score += 1;
        } else if new.class == "attack" {
            score -= 4;
        }
    }
    if asked.kinds.iter().any(|kind| known.kinds.contains(kind)) {
        score += 1;
    }
    Some(score)
}

/// Whether the persons named here are among those named before; `None` where one of the two names nobody.
fn same_person(asked: &Asked, known: &Known) -> Option<bool> {
    (!asked.names.is_empty() && !known.names.is_empty())
        .then(|| asked.names.iter().any(|word| known.names.contains(word)))
}

/// "Meanwhile, a bus was burned", "was also attacked": a wire turns to another story.
fn turns(text: &Text, told: &Told) -> bool {
    let turn = |at: usize| {
        let word = text.word(told.sentence, at).to_lowercase();
        text.codebook.words.listed(List::TurnWords, &word)
    };
    let near = told.words.first().is_some_and(|word| {
        (1..=2)
            .map_while(|back| word.first.checked_sub(back))
            .any(turn)
    });
    text.telegraphed() && !told.definite && !adds_nobody(text, told) && ((0..3).any(turn) || near)
}

/// "the murder of the judge", "murdered six peasants": no toll of a blast.
pub(super) fn singles_out(text: &Text, told: &Told) -> bool {
    told.words.iter().any(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        rule.kills
            && matches!(
                rule.phrase.as_str(),
                "murder" | "slay" | "assassinate" | "assassination"
            )
    })
}

/// Nobody is named, counted or aimed at but "him", "the victims", "the mayor".
pub(super) fn adds_nobody(text: &Text, told: &Told) -> bool {
    let lower = |at: usize| text.word(told.sentence, at).to_lowercase();
    let known = |first: usize| {
        (1..=3).map_while(|back| first.checked_sub(back)).any(|at| {
            matches!(
                lower(at).as_str(),
                "the" | "his" | "her" | "their" | "this" | "that"
            )
        })
    };
    told.named.is_empty()
        && told.figures.iter().all(|figure| figure.implied)
        && told
            .targets
            .iter()
            .all(|target| !target.aimed || known(target.first))
}

pub(super) fn dates_agree(a: &When, b: &When, soft: bool) -> Option<i32> {
    if a == b {
        return Some(if a.is_day() { 3 } else { 2 });
    }
    if a.contains(b) || b.contains(a) {
        return Some(1);
    }
    if a.overlaps(b) {
        return Some(0);
    }
    // A day taken from the paragraph may be the wrong one.
    (soft && a.days_apart(b).is_some_and(|days| days <= 2)).then_some(-2)
}

pub(super) fn places_agree(a: &[PlaceHit], b: &[PlaceHit]) -> Option<i32> {
    let (Some(first), Some(second)) = (a.first(), b.first()) else {
        return Some(0);
    };
    if first.record.id == second.record.id {
        return Some(if first.rank() >= 3 { 2 } else { 1 });
    }
    if !first.record.country.is_empty()
        && !second.record.country.is_empty()
        && first.record.country != second.record.country
    {
        return None;
    }
    let near = codebook::gazetteer::distance_km(first.record.point(), second.record.point());
    match (first.rank(), second.rank()) {
        (5, 5) if near > 25.0 => None,
        (3.., 3..) => {
            let inside = near
                <= f64::from(first.record.radius_km) + f64::from(second.record.radius_km) + 10.0;
            inside.then_some(1)
        }
        _ => Some(1),
    }
}

pub(super) fn absorb(text: &Text, draft: &mut Draft, known: &mut Known, told: Told) {
    known.add(text, &told);
    let better = match (&draft.date, &told.date) {
        (None, Some(_)) => true,
        (Some(old), Some(new)) => {
            let exact = |date: &DateHit| date.when.days().unwrap_or(u32::MAX);
            old.rule == "date/paragraph"
                && new.rule != "date/paragraph"
                && !new.when.contains(&old.when)
                || exact(new) < exact(old) && old.when.contains(&new.when)
        }
        _ => false,
    };
    if better {
        draft.date.clone_from(&told.date);
    }
    let nowhere = draft
        .places
        .iter()
        .all(|place| place.record.country.is_empty());
    if nowhere && !told.places.is_empty() {
        draft.places.clone_from(&told.places);
    } else {
        for place in &told.places {
            let fits = draft.places.iter().all(|known| {
                known.record.country == place.record.country && known.rank() != place.rank()
            });
            if fits {
                draft.places.push(*place);
            }
        }
        draft
            .places
            .sort_by_key(|place| std::cmp::Reverse(place.rank()));
    }
    draft.last = draft.last.max(told.sentence);
    draft.told.push(told);
}
