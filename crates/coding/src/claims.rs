//! Who claims an incident and who denies it.

use crate::actors::{ActorHit, Sort};
use crate::drafts::Draft;
use crate::figures::is_passive;
use crate::persons::person;
use crate::text::{Hit, Line, Text};
use codebook::{Cue, Form, List, Sense};
use language::{Pos, Relation};
use model::{ActorRef, Sourced, Span};

/// Claims and denials of one incident.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Voices {
    pub claimed: Vec<(Sourced<ActorRef>, ActorHit)>,
    pub denied: Vec<(Sourced<ActorRef>, ActorHit)>,
    /// Whom others blame, with the word that does.
    pub blamed: Vec<(ActorHit, Span)>,
}

/// Claims and denials for every draft; notes the sentences in which they stand.
pub(crate) fn voices(text: &Text, actors: &[Vec<ActorHit>], drafts: &mut [Draft]) -> Vec<Voices> {
    let mut voices = vec![Voices::default(); drafts.len()];
    for (draft, voices) in drafts.iter().zip(&mut voices) {
        own_words(draft, voices);
    }
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line == Line::Boilerplate || line.cell.is_some() {
            continue;
        }
        for hit in &line.hits {
            if takes(text, hit)
                && let Some(person) = taken(text, sentence, hit)
                && let Some(index) = attack_before(text, sentence, drafts)
            {
                voices[index].blamed.push((person, hit.span));
                continue;
            }
            let Sense::Cue { cue, form } = hit.sense else {
                continue;
            };
            if cue == Cue::Blame && form == Form::Fixed {
                if only_said(text, sentence, hit) {
                    continue;
                }
                if let Some(index) = about(text, sentence, drafts) {
                    behind(text, sentence, hit, &actors[sentence], &mut voices[index]);
                }
                continue;
            }
            if matches!(cue, Cue::Blame | Cue::Suspect) && form != Form::Fixed {
                if let Some(actor) = blamed(text, sentence, hit, &actors[sentence])
                    && let Some(index) = about(text, sentence, drafts)
                {
                    voices[index].blamed.push((actor, hit.span));
                    if !drafts[index]
                        .told
                        .iter()
                        .any(|told| told.sentence == sentence)
                        && !drafts[index].extra.contains(&sentence)
                    {
                        drafts[index].extra.push(sentence);
                    }
                }
                continue;
            }
            if !matches!(cue, Cue::Claim | Cue::Deny) {
                continue;
            }
            if cue == Cue::Claim && !is_claim(text, sentence, hit) {
                continue;
            }
            if line.has_cue(
                Cue::Negate,
                hit.first.saturating_sub(3),
                hit.first.saturating_sub(1),
            ) {
                continue;
            }
            if cue == Cue::Claim && of_other_acts(text, sentence, hit) {
                continue;
            }
            // "dismissed the warning": the warning is not the act.
            if cue == Cue::Deny
                && line
                    .cue(Cue::Warn, hit.last + 1, hit.last + 4)
                    .is_some_and(|warning| warning.first > hit.last)
            {
                continue;
            }
            let speakers = speakers(text, sentence, hit, form, &actors[sentence]);
            if speakers.is_empty() {
                continue;
            }
            let Some(index) =
                object(sentence, hit, drafts).or_else(|| about(text, sentence, drafts))
            else {
                continue;
            };
            // "claimed several attacks, including one in Kabul and one in Herat"
            let mut about: Vec<usize> = vec![index];
            let listed = |draft: &Draft| {
                draft
                    .told
                    .iter()
                    .any(|told| told.sentence == sentence && told.listed)
            };
            // … and of the set itself, which stands before its members.
            let set = |draft: &Draft| {
                draft
                    .told
                    .iter()
                    .any(|told| told.sentence == sentence && told.plural && told.multiple.is_some())
            };
            if listed(&drafts[index]) {
                let others = (0..drafts.len()).filter(|other| *other != index);
                about.extend(others.filter(|it| listed(&drafts[*it]) || set(&drafts[*it])));
            }
            for (index, speaker) in about
                .into_iter()
                .flat_map(|index| speakers.iter().map(move |speaker| (index, speaker)))
            {
                if cue == Cue::Claim && speaker.kind.is_state() && speaker.sort == Sort::State {
                    continue;
                }
                let sourced = Sourced::resting_on(
                    speaker.actor.clone(),
                    vec![speaker.span, hit.span],
                    if cue == Cue::Claim {
                        "claim/verb"
                    } else {
                        "denial/verb"
                    },
                );
                let list = if cue == Cue::Claim {
                    &mut voices[index].claimed
                } else {
                    &mut voices[index].denied
                };
                if !list.iter().any(|(known, _)| known.value == sourced.value) {
                    list.push((sourced, speaker.clone()));
                }
                if !drafts[index]
                    .told
                    .iter()
                    .any(|told| told.sentence == sentence)
                    && !drafts[index].extra.contains(&sentence)
                {
                    drafts[index].extra.push(sentence);
                }
            }
        }
    }
    voices
}

/// "The group said it had carried out the attack": what a group says of itself is a claim.
fn own_words(draft: &Draft, voices: &mut Voices) {
    for told in &draft.told {
        for (actor, rule) in &told.perpetrators {
            if *rule == "role/own-words" && actor.kind.is_armed_group() {
                let word = told.words.first().map(|word| word.span);
                let spans = std::iter::once(actor.span).chain(word).collect();
                voices.claimed.push((
                    Sourced::resting_on(actor.actor.clone(), spans, "claim/own-words"),
                    actor.clone(),
                ));
            }
        }
    }
}

/// "named ISKP as the culprit", "the group was behind it", "the group said it was behind it".
fn behind(text: &Text, sentence: usize, hit: &Hit, actors: &[ActorHit], voices: &mut Voices) {
    let line = &text.sentences[sentence];
    if line.has_cue(Cue::Negate, hit.first.saturating_sub(3), hit.last) {
        return;
    }
    let named = |actor: &&ActorHit| matches!(actor.sort, Sort::Named | Sort::Pointing);
    // "the attacker, later identified as": whoever is named behind it.
    if text.word(sentence, hit.last).eq_ignore_ascii_case("as") {
        let doer = actors.iter().any(|actor| {
            matches!(actor.sort, Sort::Nobody | Sort::Body)
                && actor.last < hit.first
                && hit.first - actor.last <= 5
        }) || line.hits.iter().any(|other| {
            other.last < hit.first && hit.first - other.last <= 6 && takes(text, other)
        });
        if doer && let Some(person) = person(text, sentence, line, hit.last + 1) {
            voices.blamed.push((person, hit.span));
            return;
        }
    }
    // "was responsible for the attack", not "for aid in the city".
    let act = text.word(sentence, hit.first).eq_ignore_ascii_case("as")
        || (hit.last + 1..=hit.last + 5).any(|at| {
            matches!(
                text.word(sentence, at).to_lowercase().as_str(),
                "it" | "this" | "them"
            ) || line
                .hits
                .iter()
                .any(|other| other.first == at && matches!(other.sense, Sense::Trigger { .. }))
        });
    if !act {
        return;
    }
    if let Some(actor) = actors
        .iter()
        .filter(|actor| actor.kind.is_armed_group() || actor.kind.is_state())
        .filter(named)
        .rfind(|actor| actor.last < hit.first && hit.first - actor.last <= 2)
    {
        voices.blamed.push((actor.clone(), hit.span));
        return;
    }
    // The pronoun before it stands for whoever speaks.
    let pronoun = hit.first.checked_sub(1).is_some_and(|at| {
        matches!(
            text.word(sentence, at).to_lowercase().as_str(),
            "it" | "they"
        )
    });
    let says = line.cue(Cue::Say, hit.first.saturating_sub(5), hit.first);
    if let (true, Some(says)) = (pronoun, says)
        && let Some(actor) = actors
            .iter()
            .filter(named)
            .filter(|actor| actor.kind.is_armed_group())
            .rfind(|actor| actor.last < says.first)
    {
        let sourced = Sourced::resting_on(
            actor.actor.clone(),
            vec![actor.span, hit.span],
            "claim/said-behind",
        );
        if !voices
            .claimed
            .iter()
            .any(|(known, _)| known.value == sourced.value)
        {
            voices.claimed.push((sourced, actor.clone()));
        }
    }
}

/// Whether a phrase tells of an arrest.
fn takes(text: &Text, hit: &Hit) -> bool {
    matches!(hit.sense, Sense::Trigger { trigger, form }
        if !matches!(form, Form::Singular | Form::Plural)
            && text.codebook.events[text.codebook.triggers[usize::from(trigger)].event].code == "arrest")
}

/// "police arrested Ali Example for the shooting", "Ali Example was charged with it": whom the police take
/// is suspected.
fn taken(text: &Text, sentence: usize, hit: &Hit) -> Option<ActorHit> {
    let line = &text.sentences[sentence];
    if is_passive(text, sentence, line, hit.first) {
        return (2..=4)
            .filter_map(|back| hit.first.checked_sub(back))
            .find_map(|at| person(text, sentence, line, at));
    }
    (hit.last + 1..=hit.last + 5).find_map(|at| person(text, sentence, line, at))
}

/// "blamed the Taliban for it", "blamed on the Taliban", "accused", "suspect".
fn blamed(text: &Text, sentence: usize, hit: &Hit, actors: &[ActorHit]) -> Option<ActorHit> {
    actors
        .iter()
        .find(|actor| actor.first > hit.last && actor.first <= hit.last + 5)
        .filter(|actor| {
            matches!(actor.sort, Sort::Named | Sort::Body | Sort::State)
                && (hit.last + 1..actor.first).all(|token| {
                    matches!(
                        text.word(sentence, token).to_lowercase().as_str(),
                        "on" | "the" | "to" | "of" | "from" | "members" | "elements"
                    )
                })
        })
        .cloned()
        // "officials blamed Ali Example": by a full name, and at once.
        .or_else(|| person(text, sentence, &text.sentences[sentence], hit.last + 1))
}

/// "support *narratives that* the army is behind it": what some say, and the report does not.
fn only_said(text: &Text, sentence: usize, hit: &Hit) -> bool {
    let lower = |at: usize| text.word(sentence, at).to_lowercase();
    (hit.first.saturating_sub(8)..hit.first).any(|at| {
        text.codebook.words.listed(List::HearsayNouns, &lower(at)) && lower(at + 1) == "that"
    })
}

/// "claimed responsibility", "claimed the attack", "claimed by": not "claimed that", "claimed lives".
fn is_claim(text: &Text, sentence: usize, hit: &Hit) -> bool {
    let line = &text.sentences[sentence];
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let covered = line.hits.iter().any(|other| {
        matches!(other.sense, Sense::Trigger { .. })
            && other.first <= hit.first
            && hit.last <= other.last
    });
    if covered {
        return false;
    }
    // Footage claims the act that it shows; "a video praising its police" claims nothing.
    if matches!(
        hit.sense,
        Sense::Cue {
            form: Form::Fixed,
            ..
        }
    ) && line.pos(hit.first) == Pos::Verb
    {
        return line.hits.iter().any(|other| {
            matches!(other.sense, Sense::Trigger { .. })
                && other.first > hit.last
                && other.first <= hit.last + 12
        });
    }
    if hit.last > hit.first || lower(hit.last + 1) == "responsibility" {
        return true;
    }
    if lower(hit.last + 1) == "by" || lower(hit.last + 1) == "credit" {
        return true;
    }
    // "an attack which the group claimed the next day"
    let relative = (hit.first.saturating_sub(8)..hit.first)
        .rev()
        .find(|at| matches!(lower(*at).as_str(), "which" | "that"));
    let acted = relative.is_some_and(|at| {
        line.hits.iter().any(|other| {
            other.last + 1 == at
                && matches!(
                    other.sense,
                    Sense::Trigger {
                        form: Form::Singular | Form::Plural | Form::Fixed,
                        ..
                    }
                )
        }) && !(at + 1..hit.first).any(|between| line.pos(between) == Pos::Verb)
    });
    if acted {
        return true;
    }
    // The object is an act, within a few words: "claimed the suicide bombing", "claimed an operation".
    let reach = hit.last + 1..=(hit.last + 6).min(line.tokens.len().saturating_sub(1));
    let act = line
        .hits
        .iter()
        .filter(|other| {
            reach.contains(&other.first) && matches!(other.sense, Sense::Trigger { .. })
        })
        .map(|other| other.first)
        .min()
        .unwrap_or(usize::MAX);
    if reach
        .clone()
        .filter(|token| *token < act)
        .any(|token| matches!(lower(token).as_str(), "that" | "to" | "it" | "they" | "he"))
    {
        return false;
    }
    line.hits.iter().any(|other| {
        reach.contains(&other.first)
            && matches!(
                other.sense,
                Sense::Trigger {
                    form: Form::Singular | Form::Plural | Form::Fixed,
                    ..
                }
            )
    })
}

/// "have claimed similar attacks in the past": not this one.
fn of_other_acts(text: &Text, sentence: usize, hit: &Hit) -> bool {
    let line = &text.sentences[sentence];
    let reach = hit.last + 1..(hit.last + 12).min(line.tokens.len());
    reach
        .take_while(|at| !matches!(text.word(sentence, *at), "," | ";" | "."))
        .any(|at| {
            text.codebook
                .words
                .listed(List::OtherActs, &text.word(sentence, at).to_lowercase())
        })
}

/// Who claims or denies: the subject, or who follows "by".
fn speakers(
    text: &Text,
    sentence: usize,
    hit: &Hit,
    form: Form,
    actors: &[ActorHit],
) -> Vec<ActorHit> {
    let line = &text.sentences[sentence];
    let usable = |actor: &&ActorHit| !matches!(actor.sort, Sort::Nobody | Sort::Crowd);
    // "released a video": whoever stands before it.
    let act = form == Form::Fixed && line.pos(hit.first) == Pos::Verb;
    let noun = matches!(form, Form::Singular | Form::Plural | Form::Fixed) && !act;
    if noun || is_passive(text, sentence, line, hit.first) {
        let by = (hit.last + 1..line.tokens.len().min(hit.last + 8)).find(|token| {
            matches!(
                text.word(sentence, *token).to_lowercase().as_str(),
                "by" | "from"
            )
        });
        return by
            .and_then(|by| {
                actors
                    .iter()
                    .filter(usable)
                    .find(|actor| actor.first > by && actor.first <= by + 5)
            })
            .into_iter()
            .cloned()
            .collect();
    }
    let tree = text.tree(sentence);
    let subject = tree
        .children(hit.first)
        .find(|child| tree.relations[*child] == Relation::Nsubj);
    let by_tree: Vec<ActorHit> = subject
        .map(|subject| {
            let low = subject.saturating_sub(8);
            actors
                .iter()
                .filter(usable)
                .filter(|actor| {
                    actor.first <= subject && subject <= actor.last
                        || actor.first >= low
                            && actor.last < hit.first
                            && under(tree, actor.last, subject)
                })
                .cloned()
                .collect()
        })
        .unwrap_or_default();
    let mut found = by_tree;
    if let Some(before) = before_the_clause(text, sentence, hit.first) {
        let whole = actors.iter().filter(usable);
        found = whole
            .filter(|actor| actor.last + 1 == before)
            .cloned()
            .collect();
    }
    if found.is_empty() {
        found.extend(
            actors
                .iter()
                .filter(usable)
                .rfind(|actor| actor.last < hit.first && hit.first - actor.last <= 4)
                .cloned(),
        );
    }
    // "both the Taliban and the Uzbek government"
    let end = found.iter().map(|known| known.last).max().unwrap_or(0);
    let end = end.max(hit.first);
    while let Some(other) = actors.iter().filter(usable).find(|other| {
        found.iter().all(|known| known.span != other.span)
            && other.last < end
            && found.iter().any(|known| {
                joined(text, sentence, other.last, known.first)
                    || joined(text, sentence, known.last, other.first)
            })
    }) {
        found.push(other.clone());
    }
    found.sort_by_key(|actor| actor.span);
    found
}

/// "the group, which has fought the government for years, claimed": the comma behind the subject, where a relative
/// clause ends right before the verb.
fn before_the_clause(text: &Text, sentence: usize, verb: usize) -> Option<usize> {
    let word = |at: usize| text.word(sentence, at).to_lowercase();
    let end = (verb.saturating_sub(3)..verb).rfind(|at| word(*at) == ",")?;
    (1..end.saturating_sub(1)).rev().find(|at| {
        word(*at) == "," && matches!(word(at + 1).as_str(), "which" | "who" | "whose" | "whom")
    })
}

/// Only "and", commas and articles stand between two tokens.
fn joined(text: &Text, sentence: usize, last: usize, first: usize) -> bool {
    last + 1 < first
        && first - last <= 4
        && (last + 1..first).all(|token| {
            matches!(
                text.word(sentence, token).to_lowercase().as_str(),
                "and" | "," | "the" | "or" | "both"
            )
        })
}

/// True where a token hangs below another.
fn under(tree: &language::Tree, token: usize, ancestor: usize) -> bool {
    let mut at = Some(token);
    for _ in 0..12 {
        match at {
            Some(current) if current == ancestor => return true,
            Some(current) => at = tree.heads.get(current).copied().flatten().map(usize::from),
            None => return false,
        }
    }
    false
}

/// The attack that somebody was taken for: the last one told, in this sentence or a few before.
fn attack_before(text: &Text, sentence: usize, drafts: &[Draft]) -> Option<usize> {
    drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| text.codebook.events[draft.told[0].event].class == "attack")
        .filter_map(|(index, draft)| {
            let before = draft
                .told
                .iter()
                .map(|told| told.sentence)
                .filter(|told| *told <= sentence && sentence - told <= 4)
                .max()?;
            Some((before, index))
        })
        .max()
        .map(|(_, index)| index)
}

/// The incident told right behind the word: "denied that this attack took place, but spoke of a battle".
fn object(sentence: usize, hit: &Hit, drafts: &[Draft]) -> Option<usize> {
    drafts
        .iter()
        .enumerate()
        .flat_map(|(index, draft)| draft.told.iter().map(move |told| (index, told)))
        .filter(|(_, told)| told.sentence == sentence)
        .flat_map(|(index, told)| told.words.iter().map(move |word| (word.first, index)))
        .filter(|(first, _)| *first > hit.last)
        .min()
        .map(|(_, index)| index)
}

/// The incident that a claim or denial is about: one told in its sentence, or the last one before.
fn about(text: &Text, sentence: usize, drafts: &[Draft]) -> Option<usize> {
    let here = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.told.iter().any(|told| told.sentence == sentence))
        .map(|(index, _)| index)
        .next();
    here.or_else(|| {
        drafts
            .iter()
            .enumerate()
            .filter(|(_, draft)| {
                matches!(
                    text.codebook.events[draft.told[0].event].class.as_str(),
                    "attack" | "clash" | "operation"
                )
            })
            .filter_map(|(index, draft)| {
                let before = draft
                    .told
                    .iter()
                    .map(|told| told.sentence)
                    .filter(|told| *told < sentence && sentence - told <= 7)
                    .max()?;
                Some((before, index))
            })
            .max()
            .map(|(_, index)| index)
    })
}
