//! Whether words are enough for an incident of their own.

use super::{Draft, class_of};
use crate::actors::Sort;
use crate::events::{TargetHit, Told};
use crate::figures::Effect;
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use codebook::gazetteer::Feature;
use codebook::{Cue, Form, TermForm, TriggerForm};
use language::Pos;
use model::Status;

/// Why words are not enough for an incident of their own; `None` where they are: a time or a place, and somebody
/// or something it happened to or with. `beside` is true where another attack was told shortly before.
pub(super) fn left_out(
    text: &Text,
    told: &Told,
    roundup: bool,
    beside: bool,
) -> Option<&'static str> {
    let line = &text.sentences[told.sentence];
    if line.line == Line::Heading {
        return Some("a heading");
    }
    if many(text, told) {
        return Some("a count of many acts");
    }
    if lasting(text, told) {
        return Some("it has gone on since then");
    }
    if wired(text, told) {
        return None;
    }
    // The items of a page of one day have that day.
    let of_the_day = roundup && line.line == Line::Item;
    let own_date = of_the_day
        || told
            .date
            .as_ref()
            .is_some_and(|date| date.rule != "date/paragraph" || !told.plural);
    // What a wire tells without a day of its own happened shortly before it was sent.
    let sent = sent(text, told);
    let own_date = own_date || sent;
    let close_place = told.unknown_place.is_some()
        || told.places.iter().any(|place| match place.record.feature {
            // "North Waziristan"; not "the Sahel", nor "northern Syria"
            Feature::Region => !place.record.country.is_empty() && place.direction.is_none(),
            Feature::Sea => false,
            _ => true,
        });
    let who = told
        .perpetrators
        .iter()
        .any(|(actor, _)| actor.sort != Sort::Nobody);
    let whom = !told.targets.is_empty()
        || !told.named.is_empty()
        || told.figures.iter().any(|figure| !figure.implied);
    let how = !told.weapons.is_empty() || told.suicide.is_some();
    let class = class_of(text, told);
    let settled = told.unknown_place.is_some() || told.places.iter().any(|place| place.rank() >= 3);
    let topic = topic(text, told);
    // "including attacks on schools in Kabul and a shrine in Herat": each is told apart.
    let apart = told.listed && settled && told.targets.iter().any(|target| target.target.is_some());
    let pointed = topic && told.definite;
    if told.plural && !(own_date || apart || pointed) {
        return Some("several acts at no stated time");
    }
    let wide = |place: &&PlaceHit| matches!(place.record.feature, Feature::Region | Feature::Sea);
    let at_large = told.places.len() >= 2 && told.places.iter().all(|place| wide(&place));
    if told.plural && at_large {
        return Some("acts in several parts of the world");
    }
    // "the rise of the attacks … last August" speaks of a time at large.
    if told.plural && told.definite && !told.places.iter().any(|place| place.rank() >= 3) {
        return Some("points back at several acts");
    }
    // "the attack" that was not told before needs its own time and place.
    // … but a wire speaks of "the murder of the mayor" as of something known.
    if told.definite
        && !(own_date && told.date.is_some() && (close_place || whom))
        && !(sent && aimed(text, told))
        && !(who && killed_in_it(text, told))
        && !topic
    {
        return Some("points back at nothing told before");
    }
    let narrow = of_the_day
        || told
            .date
            .as_ref()
            .is_some_and(|date| date.when.days().is_some_and(|days| days <= 31));
    if counts_many(text, told, settled) {
        return Some("a count of many acts");
    }
    // "attacks", "protests": a set of acts needs a bounded time or a place, and somebody.
    let somebody = if class == "unrest" {
        who || !told.targets.is_empty()
    } else {
        who || whom
    };
    if told.plural && !settled && !(narrow && somebody) {
        return Some("several acts without time or place");
    }
    let enough = if told.weak {
        // Ground that a force takes: the town is what it was aimed at.
        let day = told
            .date
            .as_ref()
            .is_some_and(|date| date.when.days().is_some_and(|days| days <= 8));
        // "Several explosions shake Mumbai, killing 20": chance does not strike one place so often.
        let series = narrow
            && settled
            && (told.plural || told.multiple.is_some())
            && counted(told)
            && class == "attack";
        // "Assailants killed the president at his residence in the capital on 7 July"
        let marked = day
            && settled
            && class == "attack"
            && told
                .words
                .iter()
                .any(|word| text.codebook.triggers[word.trigger].kills)
            && (conflict(text, told) || counted(told) || !told.perpetrators.is_empty());
        class == "operation" && acts(told) && own_date && settled
            || beside && day && settled && class == "attack" && hurt(told)
            // "The suspects had planned to strike a shopping mall in the capital"
            || told.status.0 == Status::Foiled && class == "attack" && settled && !told.targets.is_empty()
            || series
            || marked
            || (narrow || settled || own_date && close_place)
                && (whom || how && settled && day)
                && (acts(told)
                    || how
                    || conflict(text, told) && who
                    || sent
                        && (conflict(text, told)
                            || !told.named.is_empty()
                            || !told.perpetrators.is_empty()))
    } else {
        match class {
            "threat" => who && (!told.targets.is_empty() || close_place) && own_date,
            "unrest" => {
                own_date && (close_place || who || !told.targets.is_empty() || !told.plural)
            }
            // "military campaigns in Muslim countries": several, by nobody, nowhere.
            "operation" if told.plural && told.perpetrators.is_empty() && !close_place => false,
            "operation" | "clash" => (own_date || close_place) && (who || whom),
            _ => {
                (own_date || close_place)
                    && (who || whom || how || topic || own_date && close_place)
            }
        }
    };
    (!enough).then_some("too little is told of it")
}

/// A span of months with a figure is a count of many, not one act.
fn counts_many(text: &Text, told: &Told, settled: bool) -> bool {
    let days = |most: u32| {
        told.date
            .as_ref()
            .is_some_and(|date| date.when.days().is_some_and(|days| days <= most))
    };
    let long = told.date.is_some() && !days(31);
    counted(told)
        && !settled
        && (long && (told.weak || class_of(text, told) == "operation") || told.weak && !days(8))
}

/// "which has been fighting the government since 2006": a state of things, not an act.
fn lasting(text: &Text, told: &Told) -> bool {
    let open = told
        .date
        .as_ref()
        .is_some_and(|date| date.when.first.is_some() && date.when.last.is_none());
    open && told.words.iter().all(|word| {
        text.codebook.triggers[word.trigger].form == TriggerForm::Verb && word.form == Form::Gerund
    })
}

/// "an explosion in the town injured four", told beside another attack.
fn hurt(told: &Told) -> bool {
    told.figures.iter().any(|figure| {
        !figure.implied
            && !figure.attackers
            && matches!(
                figure.effect,
                Effect::Killed | Effect::Injured | Effect::Casualties
            )
    })
}

fn counted(told: &Told) -> bool {
    told.figures
        .iter()
        .any(|figure| figure.estimate.best() >= 3 && !figure.implied)
}

/// Somebody who acts as a body or a group.
fn acts(told: &Told) -> bool {
    told.perpetrators
        .iter()
        .any(|(actor, _)| !matches!(actor.sort, Sort::Nobody | Sort::Crowd | Sort::Person))
}

/// Whom only a conflict makes a target.
fn conflict(text: &Text, told: &Told) -> bool {
    told.targets.iter().any(|target| {
        target.actor.is_some()
            || target.target.is_some_and(|target| {
                matches!(
                    text.codebook.targets[target].code.as_str(),
                    "military"
                        | "police"
                        | "armed_group"
                        | "government"
                        | "diplomatic"
                        | "political"
                        | "religious"
                        | "media"
                        | "aid_worker"
                )
            })
    })
}

/// The dead from which "655 guerrillas have been killed" counts a war, where no day and place say otherwise.
const MANY: u64 = 25;

/// A wire that sums up a war: its dead, of no stated day and place.
fn many(text: &Text, told: &Told) -> bool {
    let dated = told
        .date
        .as_ref()
        .is_some_and(|date| date.when.days().is_some_and(|days| days <= 8));
    let settled = told.places.iter().any(|place| place.rank() >= 3);
    text.telegraphed()
        && told.weak
        && !(dated && settled)
        && told.figures.iter().any(|figure| {
            !figure.implied
                && matches!(figure.effect, Effect::Killed | Effect::Casualties)
                && figure.estimate.best() >= MANY
        })
}

/// A wire that tells one attack as done on somebody singled out: by name, by office, by number.
fn wired(text: &Text, told: &Told) -> bool {
    let singled = !told.named.is_empty()
        || behind_a_name(text, told)
        || was_killed(text, told)
        || told
            .targets
            .iter()
            .any(|target| target.aimed && !at_large(text, told, target))
        || told.figures.iter().any(|figure| {
            !figure.implied
                && !figure.attackers
                && matches!(figure.effect, Effect::Killed | Effect::Abducted)
        });
    let threatens = text.telegraphed() && told.threat && !told.plural;
    let person = !told.named.is_empty()
        || told
            .targets
            .iter()
            .any(|target| target.aimed && target.form == TermForm::Person);
    sent(text, told) && singled
        || threatens && person
        || launched(text, told)
            && told
                .targets
                .iter()
                .any(|target| target.aimed && !at_large(text, told, target))
}

/// "launched simultaneous attacks on the palace": several acts at one time, told as done.
fn launched(text: &Text, told: &Told) -> bool {
    let line = &text.sentences[told.sentence];
    text.telegraphed()
        && told.plural
        && !told.definite
        && class_of(text, told) == "attack"
        && told.words.first().is_some_and(|word| {
            line.cue(Cue::CarryOut, word.first.saturating_sub(4), word.first)
                .is_some_and(|hit| {
                    matches!(
                        line.form(hit.first),
                        language::Form::Past | language::Form::PastParticiple
                    )
                })
        })
}

/// "a sound technician was also killed": one person, whom no stage needs to know.
fn was_killed(text: &Text, told: &Told) -> bool {
    let line = &text.sentences[told.sentence];
    let nobody = told
        .targets
        .iter()
        .all(|target| !at_large(text, told, target));
    nobody
        && told.words.iter().any(|word| {
            let rule = &text.codebook.triggers[word.trigger];
            rule.form == TriggerForm::Verb
                && rule.kills
                && matches!(word.form, Form::Past | Form::Participle)
                && (1..=2)
                    .map_while(|back| word.first.checked_sub(back))
                    .take_while(|at| line.pos(*at) != Pos::Noun)
                    .any(|at| text.word(told.sentence, at).eq_ignore_ascii_case("was"))
        })
}

/// "Luis Vargas, who was killed last Friday": the relative clause of a name.
fn behind_a_name(text: &Text, told: &Told) -> bool {
    let line = &text.sentences[told.sentence];
    let is = |at: usize, words: &[&str]| {
        words
            .iter()
            .any(|word| text.word(told.sentence, at).eq_ignore_ascii_case(word))
    };
    told.words.iter().any(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        rule.form == TriggerForm::Verb
            && matches!(word.form, Form::Past | Form::Participle)
            && word.first >= 4
            && is(word.first - 1, &["was"])
            && is(word.first - 2, &["who"])
            && is(word.first - 3, &[","])
            && line.pos(word.first - 4) == Pos::Propn
    })
}

/// "civilians", "the people": nobody in particular; nor are those who fight, whose deaths end fights.
fn at_large(text: &Text, told: &Told, target: &TargetHit) -> bool {
    let line = &text.sentences[told.sentence];
    if target
        .target
        .is_some_and(|kind| text.codebook.targets[kind].code == "armed_group")
    {
        return true;
    }
    target.actor.is_none()
        && target
            .target
            .is_none_or(|kind| text.codebook.targets[kind].code == "civilians")
        && target.form == TermForm::Person
        && matches!(line.form(target.last), language::Form::Plural)
}

/// "We condemn the attack in Moscow", "The toll of the attack on the airport rises to 42": what a page
/// of a known day opens with, and places, is known to its readers.
pub(super) fn topic(text: &Text, told: &Told) -> bool {
    let opens = text
        .sentences
        .iter()
        .take(told.sentence)
        .filter(|line| line.line == Line::Prose)
        .count()
        <= 1;
    text.published.is_some()
        && opens
        && !told.weak
        && class_of(text, told) == "attack"
        && told.places.iter().any(|place| place.rank() >= 3)
}

/// "An explosion near the base is reported": no attack yet, but the next words may call it one.
pub(super) fn may_yet(text: &Text, told: &Told) -> bool {
    told.weak
        && !told.definite
        && text.sentences[told.sentence].line == Line::Prose
        && class_of(text, told) == "attack"
        && text.codebook.events[told.event].code != "attack"
        && told.places.iter().any(|place| place.rank() >= 3)
}

/// Whether what is told now makes an incident of what was told before.
pub(super) fn confirmed(text: &Text, draft: &Draft, told: &Told, roundup: bool) -> bool {
    let near = text.sentences[told.sentence].section == text.sentences[draft.last].section
        && told.sentence - draft.last <= 2;
    let mut whole = draft.told[0].clone();
    whole.figures.extend(told.figures.iter().cloned());
    whole.targets.extend(told.targets.iter().cloned());
    whole.named.extend(told.named.iter().copied());
    whole.perpetrators.extend(told.perpetrators.iter().cloned());
    whole.weapons.extend(told.weapons.iter().copied());
    whole.weak &= told.weak || !near;
    whole.date = whole.date.or_else(|| told.date.clone());
    left_out(text, told, roundup, false).is_none()
        || near && left_out(text, &whole, roundup, false).is_none()
}

/// One attack that a wire with a dateline tells as done: in the past, or by a noun.
pub(super) fn sent(text: &Text, told: &Told) -> bool {
    let done = told.words.iter().any(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        match rule.form {
            TriggerForm::Noun => word.form != Form::Plural,
            TriggerForm::Verb => {
                matches!(word.form, Form::Past | Form::Participle | Form::Gerund)
                    || told.status.0 == Status::Failed
            }
        }
    });
    text.telegraphed() && !told.plural && class_of(text, told) == "attack" && done
}

/// "the murder of the mayor", "the attack on the plant": whom or what it was aimed at stands beside it.
pub(super) fn aimed(text: &Text, told: &Told) -> bool {
    let kills = || {
        told.words
            .iter()
            .any(|word| text.codebook.triggers[word.trigger].kills)
    };
    !told.named.is_empty()
        || told.targets.iter().any(|target| target.aimed)
        || kills() && !told.figures.is_empty()
}

/// "the group killed 27 soldiers in the barracks assault": the verb and its number tell it whole.
fn killed_in_it(text: &Text, told: &Told) -> bool {
    let verb = told.words.iter().find(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        rule.form == TriggerForm::Verb && rule.kills
    });
    verb.is_some_and(|verb| {
        (told.figures.iter()).any(|figure| !figure.implied && figure.word == verb.first)
    })
}
