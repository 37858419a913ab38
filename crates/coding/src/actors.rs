//! Who acts in a text: named groups, forces and governments, and bodies of people ("gunmen").

use crate::places::PlaceHit;
use crate::text::{Hit, Laid, Line, Text};
use codebook::{ActorKind, Cue, List, PersonNoun, Sense};
use language::Pos;
use model::{ActorRef, Span, When};
use std::collections::{BTreeMap, BTreeSet};

/// What sort of mention it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// A codebook actor by name.
    Named,
    /// "the group": stands for the one named last.
    Pointing,
    /// A state's force or government by country: "Iraqi forces".
    State,
    /// One person by full name, whom the words make the doer.
    Person,
    /// A body of people: "gunmen".
    Body,
    /// A crowd: "protesters".
    Crowd,
    /// "attackers": tells nobody.
    Nobody,
}

/// Somebody who acts, named in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ActorHit {
    pub actor: ActorRef,
    pub kind: ActorKind,
    pub sort: Sort,
    pub first: usize,
    pub last: usize,
    pub span: Span,
    /// Country of a state actor.
    pub country: Option<String>,
    /// More than one person.
    pub plural: bool,
}

impl ActorHit {
    /// What the actor is at a time: whoever rules acts as the state.
    pub fn kind_at(&self, text: &Text, when: Option<&When>) -> ActorKind {
        self.actor
            .id
            .as_deref()
            .and_then(|id| text.codebook.actor(id))
            .map_or(self.kind, |actor| actor.kind_at(when))
    }
}

/// The actors of every sentence.
pub(crate) fn actors(text: &Text, countries: &BTreeMap<String, f64>) -> Vec<Vec<ActorHit>> {
    let strong = strong_actors(text);
    let mut last_group: Option<ActorHit> = None;
    let mut subject_before: Option<usize> = None;
    let mut all = Vec::with_capacity(text.sentences.len());
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line == Line::Boilerplate {
            all.push(Vec::new());
            continue;
        }
        let mut found: Vec<ActorHit> = Vec::new();
        for hit in &line.hits {
            let actor = match hit.sense {
                Sense::Actor { actor, weak } => {
                    named(text, sentence, line, hit, actor, weak, &strong, countries)
                }
                Sense::Demonym { country } => state(text, sentence, line, hit, country)
                    .or_else(|| state_by_deed(text, line, hit, country)),
                Sense::Country { country, .. } => state_by_name(text, sentence, line, hit, country),
                Sense::Metonym { actor } => metonym(text, sentence, line, hit, actor),
                Sense::People { kind, plural } => people(text, sentence, line, hit, kind, plural),
                _ => None,
            };
            if let Some(actor) = actor {
                let covered = found
                    .iter()
                    .position(|other| other.span.overlaps(&actor.span));
                match covered {
                    Some(at)
                        if found[at].span.len() < actor.span.len()
                            && found[at].sort != Sort::Named =>
                    {
                        found[at] = actor;
                    }
                    Some(_) => {}
                    None => found.push(actor),
                }
            }
        }
        if let Some(group) = pointing(text, sentence, line, last_group.as_ref(), &found) {
            found.push(group);
        } else if let Some(group) = last_group.as_ref()
            && subject_before == Some(sentence)
            && let Some(at) = pronoun(text, sentence, line, &found)
        {
            found.push(ActorHit {
                sort: Sort::Pointing,
                first: at,
                last: at,
                span: line.bytes(at, at),
                ..group.clone()
            });
        }
        // Whoever a sentence begins with is "they" in the next one.
        if found.iter().any(|actor| {
            matches!(actor.sort, Sort::Named | Sort::Pointing)
                && actor.kind.is_armed_group()
                && (actor.first <= 1 || is_subject(line, actor))
        }) {
            subject_before = Some(sentence + 1);
        }
        found.sort_by_key(|actor| (actor.span, actor.sort));
        kin(text, sentence, &mut found);
        of_the_group(text, sentence, line, &mut found);
        of_its_own(text, sentence, &mut found, last_group.as_ref());
        if let Some(group) = found
            .iter()
            .rev()
            .find(|actor| matches!(actor.sort, Sort::Named) && actor.kind.is_armed_group())
        {
            // The first group of a sentence is what "the group" of the next one points at.
            // … and of two, the one that does not rule: "The Taliban say that they captured 40 members of it".
            let mut groups = (found.iter())
                .filter(|actor| actor.sort == Sort::Named && actor.kind.is_armed_group());
            let first = groups.clone().next();
            // … and before both, the subject: "Unlike the Front, the Falcons have …".
            let acting = groups.clone().find(|actor| {
                is_subject(line, actor)
                    && (first.is_none_or(|first| first.span == actor.span)
                        || line.pos(0) == Pos::Adp)
            });
            let subject = acting
                .filter(|actor| !rules(text, actor))
                .or_else(|| groups.find(|actor| !rules(text, actor)))
                .or(first)
                .unwrap_or(group);
            last_group = Some(subject.clone());
        }
        all.push(found);
    }
    all
}

/// "the Example Falcons, an offshoot of *the Example Party*": the group that another is told by does nothing here.
fn kin(text: &Text, sentence: usize, found: &mut Vec<ActorHit>) {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let told_by = |actor: &ActorHit| {
        let mut at = actor.first;
        while at > 0 && matches!(lower(at - 1).as_str(), "the" | "of" | "to" | "group") {
            at -= 1;
        }
        at > 0 && at < actor.first && text.codebook.words.listed(List::KinNouns, &lower(at - 1))
    };
    let groups: Vec<usize> = found
        .iter()
        .filter(|actor| actor.sort == Sort::Named && actor.kind.is_armed_group())
        .map(|actor| actor.first)
        .collect();
    found.retain(|actor| {
        actor.sort != Sort::Named
            || !told_by(actor)
            || !groups.iter().any(|first| *first < actor.first)
    });
}

/// "San *Salvador*", "*Guatemala* City": a state's name inside the longer name of a place acts nowhere.
pub(crate) fn within_places(actors: &mut [Vec<ActorHit>], places: &[Vec<PlaceHit>]) {
    for (actors, places) in actors.iter_mut().zip(places) {
        actors.retain(|actor| {
            actor.sort != Sort::State
                || !places.iter().any(|place| {
                    place.first <= actor.first
                        && actor.last <= place.last
                        && place.last - place.first > actor.last - actor.first
                })
        });
    }
}

/// "the National *Unity* Government": a province's or town's name inside the name of a body is no
/// place.
pub(crate) fn within_actors(places: &mut [Vec<PlaceHit>], actors: &[Vec<ActorHit>]) {
    for (here, acting) in places.iter_mut().zip(actors) {
        here.retain(|place| {
            place.rank() <= 2
                || !acting.iter().any(|actor| {
                    actor.sort == Sort::Named
                        && actor.first < place.first
                        && place.last < actor.last
                })
        });
    }
}

/// "fighters from the Example Front", "guerrillas of the EF": the group that they are of.
fn of_the_group(text: &Text, sentence: usize, line: &Laid, found: &mut Vec<ActorHit>) {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (index, body) in found.iter().enumerate() {
        if !matches!(body.sort, Sort::Body | Sort::Nobody) || !body.plural {
            continue;
        }
        let mut next = body.last + 1;
        match lower(next).as_str() {
            "of" | "from" => next += 1,
            "belonging" if lower(next + 1) == "to" => next += 2,
            _ => continue,
        }
        if lower(next) == "the" {
            next += 1;
        }
        let group = found.iter().position(|actor| {
            actor.sort == Sort::Named && actor.kind.is_armed_group() && actor.first == next
        });
        merged.extend(group.map(|group| (index, group)));
    }
    for (body, group) in &merged {
        let (first, span) = (found[*body].first, found[*body].span);
        let group = &mut found[*group];
        group.first = first;
        group.span = line.bytes(first, group.last);
        debug_assert!(group.span.start == span.start);
    }
    let mut index = 0;
    found.retain(|_| {
        index += 1;
        !merged.iter().any(|(body, _)| *body == index - 1)
    });
    found.sort_by_key(|actor| (actor.span, actor.sort));
}

/// A name with a verb right behind it and nothing that governs it before.
fn is_subject(line: &Laid, actor: &ActorHit) -> bool {
    let verb = matches!(line.pos(actor.last + 1), Pos::Verb | Pos::Aux);
    let governed = actor.first > 0
        && matches!(
            line.pos(actor.first - 1),
            Pos::Adp | Pos::Part | Pos::Verb | Pos::Cconj
        );
    // "Unlike other groups, such as those in the east and the south, the Front has …"
    let opening = || {
        let det = usize::from(actor.first > 0 && line.pos(actor.first - 1) == Pos::Det);
        let before = actor.first.checked_sub(det + 1);
        line.pos(0) == Pos::Adp && before.is_some_and(|at| line.pos(at) == Pos::Punct)
    };
    verb && !governed && (actor.first <= 12 || opening())
}

/// "They attacked", "On 2 November it struck the hospital": the pronoun that stands for the group.
fn pronoun(text: &Text, sentence: usize, line: &Laid, found: &[ActorHit]) -> Option<usize> {
    let at = (0..line.tokens.len().min(9)).find(|at| {
        let word = text.word(sentence, *at).to_lowercase();
        (word == "they" && *at == 0 || word == "it")
            && matches!(line.pos(*at + 1), Pos::Verb | Pos::Aux | Pos::Adv)
    })?;
    let rival = found
        .iter()
        .any(|actor| actor.first < at && actor.sort <= Sort::State);
    (!rival).then_some(at)
}

/// "Example Front said *its fighters* had …": the group's own people are the group.
fn of_its_own(text: &Text, sentence: usize, found: &mut [ActorHit], last: Option<&ActorHit>) {
    for index in 0..found.len() {
        let body = &found[index];
        let owned = matches!(body.sort, Sort::Body | Sort::State)
            && body.first > 0
            && matches!(
                text.word(sentence, body.first - 1).to_lowercase().as_str(),
                "its" | "their"
            );
        if !owned {
            continue;
        }
        let group = found[..index]
            .iter()
            .find(|actor| actor.sort == Sort::Named && actor.kind.is_armed_group())
            .or_else(|| last.filter(|_| index == 0))
            .map(|actor| (actor.actor.clone(), actor.kind));
        if let Some((actor, kind)) = group {
            found[index].actor = actor;
            found[index].kind = kind;
            found[index].sort = Sort::Pointing;
        }
    }
}

/// Actors named in full somewhere in the text.
fn strong_actors(text: &Text) -> BTreeSet<u16> {
    text.sentences
        .iter()
        .flat_map(|line| &line.hits)
        .filter_map(|hit| match hit.sense {
            Sense::Actor { actor, weak: false } => Some(actor),
            _ => None,
        })
        .collect()
}

#[expect(clippy::too_many_arguments, reason = "one call, all of it context")]
fn named(
    text: &Text,
    sentence: usize,
    line: &Laid,
    hit: &Hit,
    number: u16,
    weak: bool,
    strong: &BTreeSet<u16>,
    countries: &BTreeMap<String, f64>,
) -> Option<ActorHit> {
    let actor = &text.codebook.actors[usize::from(number)];
    if weak {
        // "Sheikh Rahim *Haqqani*": a family's name behind somebody's own.
        let word = text.word(sentence, hit.first);
        let given = |at: usize| {
            line.pos(at) == Pos::Propn
                && text.word(sentence, at).starts_with(char::is_uppercase)
                && !line.hits.iter().any(|other| {
                    other.first <= at
                        && at <= other.last
                        && matches!(
                            other.sense,
                            Sense::Actor { .. }
                                | Sense::Demonym { .. }
                                | Sense::Country { .. }
                                | Sense::Trigger { .. }
                        )
                })
        };
        if hit.first == hit.last
            && word.chars().any(char::is_lowercase)
            && word.starts_with(char::is_uppercase)
            && hit.first > 0
            && given(hit.first - 1)
        {
            return None;
        }
        let spoken_of = |code: &String| countries.get(code).copied().unwrap_or(0.0) > 0.25;
        // "IS" in a report on Afghanistan: where one of its provinces is at home, so is the group.
        let province = || {
            text.codebook.actors.iter().any(|child| {
                child.parent.as_deref() == Some(actor.id.as_str())
                    && child.countries.iter().any(spoken_of)
            })
        };
        let home = actor.countries.iter().any(spoken_of) || province();
        if !strong.contains(&number) && !home {
            return None;
        }
        // Of several that share the short name, the one named in full.
        let rival = line.hits.iter().any(|other| {
            other.span == hit.span
                && matches!(other.sense, Sense::Actor { actor, weak: true } if actor != number && strong.contains(&actor))
        });
        if rival && !strong.contains(&number) {
            return None;
        }
    }
    // "Mullah *Fatah*": somebody's name, though a party has it too.
    if hit.first == hit.last
        && hit.first > 0
        && !text.telegraphed()
        && text.codebook.words.listed(
            List::Titles,
            &text.word(sentence, hit.first - 1).to_lowercase(),
        )
    {
        return None;
    }
    let last = extend_members(text, sentence, line, hit.last);
    Some(ActorHit {
        actor: ActorRef {
            id: Some(actor.id.clone()),
            name: actor.name.clone(),
            person: false,
        },
        kind: actor.kind,
        sort: Sort::Named,
        first: hit.first,
        last,
        span: line.bytes(hit.first, last),
        country: actor
            .countries
            .first()
            .cloned()
            .filter(|_| actor.kind.is_state()),
        plural: true,
    })
}

/// "Taliban *fighters*", "ISIL *militants*", "(ISKP)".
fn extend_members(text: &Text, sentence: usize, line: &Laid, last: usize) -> usize {
    let mut end = last;
    let possessive = matches!(text.word(sentence, end + 1), "'s" | "’s" | "'" | "’");
    let next = if possessive { end + 2 } else { end + 1 };
    let word = text.word(sentence, next).to_lowercase();
    if text.codebook.words.listed(List::MemberNouns, &word)
        && !possessive
        && line.pos(next) != Pos::Verb
    {
        end = next;
    }
    end
}

/// Words after a demonym or country that make it a state actor.
fn force_kind(word: &str) -> Option<ActorKind> {
    Some(match word {
        "army" | "military" | "forces" | "troops" | "soldiers" | "navy" | "warplanes" | "jets"
        | "airstrikes" | "military forces" | "marines" | "paratroopers" | "helicopters"
        | "artillery" | "drones" | "commandos" | "tanks" => ActorKind::StateForce,
        "police" | "policemen" | "gendarmerie" | "gendarmes" => ActorKind::Police,
        "intelligence" => ActorKind::Intelligence,
        "government" | "governments" | "authorities" | "officials" | "regime" | "state"
        | "presidency" | "ministry" => ActorKind::Government,
        _ => return None,
    })
}

/// "Iraqi forces", "Russian authorities", "Uzbek government".
fn state(text: &Text, sentence: usize, line: &Laid, hit: &Hit, country: u16) -> Option<ActorHit> {
    let mut at = hit.last + 1;
    let mut kind = None;
    for _ in 0..4 {
        let word = text.word(sentence, at).to_lowercase();
        if let Some(found) = force_kind(&word) {
            kind = Some(found);
            // "security forces", "military forces": go on to the last.
            if force_kind(&text.word(sentence, at + 1).to_lowercase()).is_some() {
                at += 1;
                continue;
            }
            break;
        }
        let modifier = text.codebook.words.listed(List::ForceModifiers, &word);
        if !modifier {
            break;
        }
        at += 1;
    }
    if kind.is_none()
        && let Some(shared) = shared_kind(text, sentence, line, hit)
    {
        kind = Some(shared);
        at = hit.last;
    }
    let kind = kind?;
    if names_a_site(line, at) {
        return None;
    }
    let country = &text.codebook.countries[usize::from(country)];
    let span = line.bytes(hit.first, at);
    let words = span.of(text.text);
    // "Ukrainian drones", "Russian warplanes" stand for whose they are.
    let arms = kind == ActorKind::StateForce
        && line
            .hits
            .iter()
            .any(|hit| hit.last == at && matches!(hit.sense, Sense::Weapon { .. }));
    let actor = if kind == ActorKind::Government || arms {
        government(text, &country.code)
    } else {
        None
    }
    .or_else(|| text.codebook.actor_named(words).map(reference))
    .unwrap_or_else(|| ActorRef::named(words.split_whitespace().collect::<Vec<_>>().join(" ")));
    Some(ActorHit {
        actor,
        kind,
        sort: Sort::State,
        first: hit.first,
        last: at,
        span,
        country: Some(country.code.clone()),
        plural: true,
    })
}

/// "the *Uzbek* and Turkmen governments", "*Afghan* and NATO troops": the noun behind the second name is of
/// both.
fn shared_kind(text: &Text, sentence: usize, line: &Laid, hit: &Hit) -> Option<ActorKind> {
    let join = hit.last + 1;
    if !matches!(text.word(sentence, join), "and" | ",") {
        return None;
    }
    let noun = (join + 2..join + 5).find(|at| {
        matches!(line.pos(*at), Pos::Noun)
            && line.form(*at) == language::Form::Plural
            && (join + 1..*at).all(|between| {
                matches!(line.pos(between), Pos::Propn | Pos::Adj)
                    || matches!(text.word(sentence, between), "and" | ",")
            })
    })?;
    force_kind(&text.word(sentence, noun).to_lowercase())
}

/// "*Moscow* denied", "*the Kremlin* said": a seat of government that speaks.
fn metonym(text: &Text, sentence: usize, line: &Laid, hit: &Hit, actor: u16) -> Option<ActorHit> {
    let verb = (hit.last + 1..=hit.last + 2).find(|at| line.pos(*at) == Pos::Verb)?;
    let speaks = [Cue::Say, Cue::Deny, Cue::Blame, Cue::Warn, Cue::Claim]
        .iter()
        .any(|cue| {
            line.cue(*cue, verb, verb)
                .is_some_and(|cue| cue.first == verb)
        });
    let direct = (hit.last + 1..verb).all(|at| matches!(line.pos(at), Pos::Aux | Pos::Adv));
    let placed = hit
        .first
        .checked_sub(1)
        .is_some_and(|at| line.pos(at) == Pos::Adp)
        || text.word(sentence, hit.last + 1) == ",";
    let actor = text.codebook.actors.get(usize::from(actor))?;
    (speaks && direct && !placed).then(|| ActorHit {
        actor: reference(actor),
        kind: actor.kind,
        sort: Sort::State,
        first: hit.first,
        last: hit.last,
        span: hit.span,
        country: actor.countries.first().cloned(),
        plural: true,
    })
}

/// Words behind which a country is a place, or whose something is.
fn places_it(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "near"
            | "from"
            | "to"
            | "toward"
            | "towards"
            | "into"
            | "across"
            | "outside"
            | "of"
            | "de"
            | "du"
            | "within"
            | "throughout"
            | "inside"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "central"
            | "over"
            | "for"
    )
}

/// A country's name as one who acts: "Turkey began an offensive", "Tajikistan denied".
fn state_by_name(
    text: &Text,
    sentence: usize,
    line: &Laid,
    hit: &Hit,
    country: u16,
) -> Option<ActorHit> {
    let word_before = |first: usize| {
        let at = first.checked_sub(1);
        at.map_or("", |at| text.word(sentence, at)).to_lowercase()
    };
    let before = word_before(hit.first);
    // "attacked targets in *the* Philippines"
    let placed = match before.as_str() {
        "the" => places_it(&word_before(hit.first - 1)),
        before => before == "," || places_it(before),
    };
    // "Air *Canada* Flight 12": part of another name.
    let large = |at: usize| {
        matches!(line.pos(at), Pos::Propn | Pos::Noun)
            && text.word(sentence, at).starts_with(char::is_uppercase)
            && !line
                .hits
                .iter()
                .any(|other| other.first <= at && at <= other.last)
    };
    let in_a_name = hit.first > 0 && large(hit.first - 1) && large(hit.last + 1);
    if placed || in_a_name {
        return None;
    }
    // "in Afghanistan and Pakistan", "those of China, India, and Iran": a list of places, told as one.
    let head = (0..hit.first).rev().take_while(|at| {
        line.pos(*at) == Pos::Propn
            || matches!(text.word(sentence, *at), "," | "and" | "or" | "the" | "&")
    });
    let listed = matches!(before.as_str(), "and" | "or" | "&");
    if listed
        && head
            .last()
            .is_some_and(|head| places_it(&word_before(head)))
    {
        return None;
    }
    // "Mexico: gunmen shot …": what a note opens with is where it is.
    if text.word(sentence, hit.last + 1) == ":" {
        return None;
    }
    // "the border with Afghanistan", "relations with Russia"
    if before == "with"
        && hit.first >= 2
        && matches!(
            text.word(sentence, hit.first - 2).to_lowercase().as_str(),
            "border" | "borders" | "frontier" | "relations" | "ties"
        )
    {
        return None;
    }
    // "during the U.S. withdrawal": what the state did then, not who acts or is aimed at here.
    let of_its_act = line.pos(hit.last + 1) == Pos::Noun
        && word_before(hit.first) == "the"
        && matches!(
            word_before(hit.first - 1).as_str(),
            "during" | "after" | "before" | "since"
        );
    if of_its_act {
        return None;
    }
    // "the US embassies", "the UK and US embassies": the country only says whose they are.
    if line.hits.iter().any(|other| {
        (other.first == hit.last + 1
            || matches!(text.word(sentence, hit.last + 1), "and" | ",")
                && (hit.last + 3..=hit.last + 4).contains(&other.first)
                && line.form(other.last) == language::Form::Plural)
            && matches!(
                other.sense,
                Sense::Target {
                    form: codebook::TermForm::Site,
                    ..
                }
            )
    }) && line.hits.iter().any(|other| {
        matches!(other.sense, Sense::Trigger { .. })
            && other.last < hit.first
            && hit.first - other.last <= 4
    }) {
        return None;
    }
    let code = &text.codebook.countries[usize::from(country)].code;
    Some(ActorHit {
        actor: government(text, code)?,
        kind: ActorKind::Government,
        sort: Sort::State,
        first: hit.first,
        last: hit.last,
        span: line.bytes(hit.first, hit.last),
        country: Some(code.clone()),
        plural: true,
    })
}

/// "Israeli air strikes", "Russian shelling", "a Turkish drone strike": only a state does such things.
fn state_by_deed(text: &Text, line: &Laid, hit: &Hit, country: u16) -> Option<ActorHit> {
    let deed = line.hits.iter().find(|other| {
        other.first > hit.last
            && other.first <= hit.last + 3
            && (arms_act(text, line, other)
                || matches!(other.sense, Sense::Trigger { trigger, .. } if {
                    let rule = &text.codebook.triggers[usize::from(trigger)];
                    rule.form == codebook::TriggerForm::Noun
                        && matches!(
                            text.codebook.events[rule.event].code.as_str(),
                            "air_strike" | "shelling" | "offensive"
                        )
                }))
    })?;
    let between = hit.last + 1..deed.first;
    if !between
        .into_iter()
        .all(|at| matches!(line.pos(at), Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num))
    {
        return None;
    }
    let code = &text.codebook.countries[usize::from(country)].code;
    Some(ActorHit {
        actor: government(text, code)?,
        kind: ActorKind::Government,
        sort: Sort::State,
        first: hit.first,
        last: hit.last,
        span: hit.span,
        country: Some(code.clone()),
        plural: true,
    })
}

/// "Russian *missiles* hit", "Israeli *warplanes* bombed": arms of war that act stand for whose they are.
fn arms_act(text: &Text, line: &Laid, hit: &Hit) -> bool {
    let Sense::Weapon { weapon, .. } = hit.sense else {
        return false;
    };
    let event = text.codebook.weapons[usize::from(weapon)].event.as_deref();
    matches!(event, Some("air_strike" | "shelling"))
        && matches!(line.pos(hit.last + 1), Pos::Verb | Pos::Aux)
}

/// The codebook's government of a country.
pub(crate) fn government(text: &Text, code: &str) -> Option<ActorRef> {
    text.codebook
        .actors
        .iter()
        .find(|actor| {
            actor.kind == ActorKind::Government
                && actor.country_alias
                && actor.countries.first().is_some_and(|first| first == code)
        })
        .map(reference)
}

fn reference(actor: &codebook::Actor) -> ActorRef {
    ActorRef {
        id: Some(actor.id.clone()),
        name: actor.name.clone(),
        person: false,
    }
}

/// "gunmen", "Islamist militants", "police".
fn people(
    text: &Text,
    sentence: usize,
    line: &Laid,
    hit: &Hit,
    kind: PersonNoun,
    plural: bool,
) -> Option<ActorHit> {
    let sort = match kind {
        PersonNoun::Body if plural => Sort::Body,
        PersonNoun::Body | PersonNoun::Nobody => Sort::Nobody,
        PersonNoun::Crowd => Sort::Crowd,
        PersonNoun::State => Sort::State,
    };
    if line.pos(hit.last) == Pos::Adj || names_a_site(line, hit.last) {
        return None;
    }
    // Adjectives and nouns before it belong to the name, numbers and articles do not.
    let mut first = hit.first;
    while first > 0 {
        let before = first - 1;
        let word = text.word(sentence, before);
        let lower = word.to_lowercase();
        let joins = word == "-"
            && before > 0
            && matches!(line.pos(before - 1), Pos::Adj | Pos::Noun | Pos::Propn);
        let modifier = matches!(line.pos(before), Pos::Adj | Pos::Propn | Pos::Noun)
            && !crate::places::weekday_or_month(word)
            && !text.codebook.words.listed(List::LooseModifiers, &lower)
            && !text.codebook.words.listed(List::MeasureNouns, &lower)
            && !line
                .hits
                .iter()
                .any(|hit| hit.first == before && matches!(hit.sense, Sense::Number(_)))
            && !word.chars().all(|letter| letter.is_ascii_digit());
        if !(modifier || joins) {
            break;
        }
        first = before;
    }
    let unknown = first > 0
        && matches!(
            text.word(sentence, first - 1).to_lowercase().as_str(),
            "unknown" | "unidentified"
        );
    let sort = if unknown { Sort::Nobody } else { sort };
    let span = line.bytes(first, hit.last);
    let name = span
        .of(text.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    Some(ActorHit {
        actor: ActorRef::named(name),
        kind: match sort {
            Sort::State => ActorKind::StateForce,
            Sort::Crowd => ActorKind::Movement,
            _ => ActorKind::ArmedGroup,
        },
        sort,
        first,
        last: hit.last,
        span,
        country: None,
        plural,
    })
}

/// "the police *academy*", "an army *base*": the people only say what the building is for.
fn names_a_site(line: &Laid, last: usize) -> bool {
    line.pos(last + 1) == Pos::Noun
        && line.hits.iter().any(|hit| {
            hit.first <= last + 1
                && last < hit.last
                && matches!(
                    hit.sense,
                    Sense::Target {
                        form: codebook::TermForm::Site,
                        ..
                    }
                )
        })
}

/// "the group", "the organisation", "the militants" after a group was named.
/// Whether an actor is a government on the day of the report.
fn rules(text: &Text, actor: &ActorHit) -> bool {
    let day = text.published.map(model::When::day);
    let entry = actor.actor.id.as_deref();
    let entry = entry.and_then(|id| text.codebook.actor(id));
    entry.is_some_and(|entry| entry.kind_at(day.as_ref()).is_state())
}

fn pointing(
    text: &Text,
    sentence: usize,
    line: &Laid,
    last: Option<&ActorHit>,
    found: &[ActorHit],
) -> Option<ActorHit> {
    let group = last?;
    for token in 0..line.tokens.len().saturating_sub(1) {
        let determiner = text.word(sentence, token).to_lowercase();
        if !matches!(determiner.as_str(), "the" | "this") {
            continue;
        }
        // "the group", "the armed group"
        let noun = (token + 1..=token + 2).find(|at| {
            text.codebook
                .words
                .listed(List::GroupNouns, &text.word(sentence, *at).to_lowercase())
                && (token + 1..*at).all(|between| line.pos(between) == Pos::Adj)
        });
        let Some(noun) = noun else {
            continue;
        };
        let span = line.bytes(token, noun);
        if found
            .iter()
            .any(|actor| actor.sort <= Sort::State && actor.span.overlaps(&span))
        {
            continue;
        }
        return Some(ActorHit {
            sort: Sort::Pointing,
            first: token,
            last: noun,
            span,
            ..group.clone()
        });
    }
    None
}
