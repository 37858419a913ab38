//! Class and type of an incident, after who acts on whom is known.

use crate::actors::{ActorHit, Sort};
use crate::drafts::Draft;
use crate::events::Told;
use crate::figures::Effect;
use crate::text::Text;
use codebook::TermForm;
use model::{ActorRef, Sourced, Span, Status, Target, When};

/// Class and type, after who acts on whom is known: whoever rules, acting against an armed
/// group, is an operation; an armed group that raids is an attack.
pub(super) fn class_and_type(
    text: &Text,
    draft: &Draft,
    perpetrators: &[(Sourced<ActorRef>, ActorHit)],
    targets: &[Target],
    when: Option<&When>,
) -> Option<(Sourced<String>, Sourced<String>)> {
    let events = &text.codebook.events;
    // The arrests that ended a plot do not make an arrest of it.
    let plotted = draft
        .told
        .iter()
        .any(|told| told.status.0 == Status::Foiled && events[told.event].class == "attack");
    let telling = telling(text, draft);
    let (event, span) = telling
        .iter()
        .filter(|told| !plotted || events[told.event].class == "attack")
        .flat_map(|told| &told.words)
        .map(|word| {
            (
                &events[text.codebook.triggers[word.trigger].event],
                word.span,
            )
        })
        .max_by_key(|(event, span)| (event.rank, std::cmp::Reverse(span.start)))?;
    let state = perpetrators
        .iter()
        .any(|(_, actor)| actor.kind_at(text, when).is_state());
    let group = perpetrators.iter().any(|(_, actor)| {
        let kind = actor.kind_at(text, when);
        kind.is_armed_group() && actor.sort != Sort::Crowd
    });
    let on_group = targets
        .iter()
        .any(|target| target.kind.value == "armed_group" || target.kind.value == "prisoner");
    let on_state = targets.iter().any(|target| {
        matches!(
            target.kind.value.as_str(),
            "military" | "police" | "government"
        )
    });
    let mut class = event.class.clone();
    let mut kind = method(text, draft, event, state).to_owned();
    let mut rule = "class/trigger";
    if let Some(plot) = draft.plot {
        class = "attack".into();
        kind = "attack".into();
        rule = "class/plot";
        let weapon = draft
            .told
            .iter()
            .flat_map(|told| &told.weapons)
            .find_map(|(weapon, _)| text.codebook.weapons[*weapon].event.clone());
        if let Some(weapon) = weapon {
            kind = weapon;
        }
        return Some((
            Sourced::resting_on(class, vec![span, plot], rule),
            Sourced::resting_on(kind, vec![span, plot], rule),
        ));
    }
    // Gunmen whom a suicide bomber opens the way are an armed assault.
    // Shots that a witness tells of after a bombing do not make one of it.
    let bombed = draft
        .told
        .iter()
        .position(|told| events[told.event].code == "bombing")
        .map_or(0, |at| at + 1);
    let stormed = draft
        .told
        .iter()
        .take(bombed)
        .flat_map(|told| &told.words)
        .find(|word| {
            let rule = &text.codebook.triggers[word.trigger];
            events[rule.event].code == "armed_assault" && !rule.weak && !rule.kills
        });
    if kind == "bombing"
        && let Some(word) = stormed
        && draft.told.iter().any(|told| told.suicide.is_some())
    {
        kind = "armed_assault".into();
        return Some((
            Sourced::new(class, word.span, rule),
            Sourced::new(kind, word.span, "type/stormed"),
        ));
    }
    let crowd = !perpetrators.is_empty()
        && perpetrators
            .iter()
            .all(|(_, actor)| actor.sort == Sort::Crowd);
    match (class.as_str(), kind.as_str()) {
        // "Hundreds of students clashed with police"
        ("clash", _)
            if !group
                && perpetrators
                    .iter()
                    .any(|(_, actor)| actor.sort == Sort::Crowd)
                && perpetrators.iter().all(|(_, actor)| {
                    actor.sort == Sort::Crowd || actor.kind_at(text, when).is_state()
                }) =>
        {
            class = "unrest".into();
            kind = "riot".into();
            rule = "class/crowd";
        }
        // "Protesters stormed parliament"
        ("attack", "attack" | "armed_assault" | "arson") if crowd => {
            class = "unrest".into();
            kind = "riot".into();
            rule = "class/crowd";
        }
        ("attack", code) if state && !group && on_group => {
            class = "operation".into();
            rule = "class/state-against-group";
            kind = match code {
                "air_strike" => "air_strike",
                "shelling" | "attack" => "offensive",
                "kidnapping" => "arrest",
                _ => "raid",
            }
            .into();
        }
        ("attack", "air_strike") if state && !group && targets.is_empty() => {
            class = "operation".into();
            rule = "class/state-against-group";
        }
        // Two armed groups: whoever attacks, it is a fight between them.
        ("attack" | "operation", "attack" | "armed_assault" | "raid" | "offensive")
            if group
                && !state
                && draft.told.iter().all(|told| told.suicide.is_none())
                && targets
                    .iter()
                    .all(|target| target.kind.value == "armed_group" && target.name.is_some())
                && draft
                    .told
                    .iter()
                    .flat_map(|told| &told.targets)
                    .any(|target| {
                        target
                            .actor
                            .as_ref()
                            .is_some_and(|actor| actor.sort == Sort::Named)
                    }) =>
        {
            class = "clash".into();
            kind = "clash".into();
            rule = "class/group-against-group";
        }
        ("operation", "arrest") if group && !state => {
            class = "attack".into();
            kind = "kidnapping".into();
            rule = "class/group-acts";
        }
        // "the raid on the base": nobody but an armed group raids what is the state's.
        ("operation", "raid") if !group && !state && on_a_base(text, draft) => {
            class = "attack".into();
            kind = "armed_assault".into();
            rule = "class/raid-on-a-base";
        }
        ("operation", "raid") if group && !state => {
            class = "attack".into();
            kind = "armed_assault".into();
            rule = "class/group-acts";
        }
        ("operation", "offensive") if group && !state && (on_state || on_group) => {
            class = "clash".into();
            kind = "clash".into();
            rule = "class/group-acts";
        }
        ("operation", "offensive") if group && !state => {
            class = "attack".into();
            kind = "attack".into();
            rule = "class/group-acts";
        }
        _ => {}
    }
    if class == "attack"
        && kind == "attack"
        && let Some(span) = draft.told.iter().find_map(|told| told.suicide)
    {
        return Some((
            Sourced::new(class, span, rule),
            Sourced::new("bombing".to_owned(), span, "type/suicide"),
        ));
    }
    // "Four gunmen launch an attack on the hotel"
    if class == "attack"
        && kind == "attack"
        && let Some(gunmen) = draft
            .told
            .iter()
            .flat_map(|told| &told.perpetrators)
            .map(|(actor, _)| actor.span)
            .find(|span| armed(text, *span))
    {
        return Some((
            Sourced::new(class, span, rule),
            Sourced::resting_on(
                "armed_assault".to_owned(),
                vec![span, gunmen],
                "type/gunmen",
            ),
        ));
    }
    if class == "attack"
        && matches!(kind.as_str(), "attack" | "armed_assault")
        && let Some(victim) = singled_out(text, draft)
    {
        return Some((
            Sourced::new(class, span, rule),
            Sourced::resting_on(
                "assassination".to_owned(),
                vec![span, victim],
                "type/singled-out-person",
            ),
        ));
    }
    if class == "attack" && kind == "attack" {
        let single = draft
            .told
            .iter()
            .flat_map(|told| &told.figures)
            .any(|figure| figure.effect == Effect::Killed && figure.implied && !figure.attackers);
        let weapon = telling
            .iter()
            .flat_map(|told| &told.weapons)
            .find_map(|(weapon, span)| {
                let weapon = &text.codebook.weapons[*weapon];
                Some((weapon.event.clone()?, *span))
            });
        if let Some((code, weapon_span)) = weapon {
            return Some((
                Sourced::new(class, span, rule),
                Sourced::resting_on(code, vec![span, weapon_span], "type/weapon"),
            ));
        }
        if single
            && group
            && !targets
                .iter()
                .any(|target| target.kind.value == "civilians")
        {
            kind = "assassination".into();
            rule = "type/singled-out-person";
        }
    }
    Some((
        Sourced::new(class, span, rule),
        Sourced::new(kind, span, rule),
    ))
}

/// "murdered the mayor", "shot dead Judge Ana Example": the one person killed, of a kind that is chosen, where the
/// words tell no weapon but firearms and no site that was stormed.
fn singled_out(text: &Text, draft: &Draft) -> Option<Span> {
    let head = draft.told.first()?;
    let kills = head.words.iter().any(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        rule.kills
            || rule.phrase.ends_with("kill")
            || rule.phrase.ends_with("dead")
            || rule.phrase.ends_with("to death")
    });
    let chosen =
        |kind: Option<usize>| kind.is_some_and(|kind| text.codebook.targets[kind].singled_out);
    let others = draft
        .told
        .iter()
        .flat_map(|told| &told.figures)
        .any(|figure| figure.effect == Effect::Killed && !figure.attackers && !figure.implied);
    let firearms = draft
        .told
        .iter()
        .flat_map(|told| &told.weapons)
        .all(|(weapon, _)| {
            matches!(
                text.codebook.weapons[*weapon].event.as_deref(),
                None | Some("armed_assault")
            )
        });
    let stormed = draft.told.iter().flat_map(|told| &told.words).any(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        !rule.weak
            && rule.weapons.is_empty()
            && text.codebook.events[rule.event].code == "armed_assault"
    });
    let persons: Vec<_> = head
        .targets
        .iter()
        .filter(|target| target.form == TermForm::Person && target.actor.is_none())
        .collect();
    let [victim] = persons.as_slice() else {
        return None;
    };
    let singular = text.sentences[head.sentence].form(victim.last) != language::Form::Plural;
    (kills && firearms && !stormed && !others && !head.plural && singular && chosen(victim.target))
        .then_some(victim.span)
}

/// What names the type: a wire that opens with a murder or a kidnapping goes on about it, whatever bombs and fights
/// its later sentences speak of.
fn telling<'d>(text: &Text, draft: &'d Draft) -> &'d [Told] {
    let head = &draft.told[..1];
    let names = head.iter().flat_map(|told| &told.words).any(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        text.codebook.events[rule.event].rank > METHOD || rule.kills && !rule.victim_subject
    });
    if text.telegraphed() && names {
        head
    } else {
        &draft.told
    }
}

/// The rank above which an event's words name a method.
const METHOD: u8 = 20;

/// The method that the words name, where the weapon or whoever used it says otherwise: missiles are
/// no aircraft, a truck full of explosives does not ram, and "terrorist strikes" do not fly.
fn method<'t>(text: &Text, draft: &Draft, event: &'t codebook::EventType, state: bool) -> &'t str {
    let weapons: Vec<&str> = draft
        .told
        .iter()
        .flat_map(|told| &told.weapons)
        .map(|(weapon, _)| text.codebook.weapons[*weapon].code.as_str())
        .collect();
    let used = |codes: &[&str]| weapons.iter().any(|weapon| codes.contains(weapon));
    match event.code.as_str() {
        "air_strike" if !used(&["aircraft", "drone"]) => {
            let bare = draft.told.iter().all(|told| {
                told.words
                    .iter()
                    .filter(|word| text.codebook.triggers[word.trigger].event == told.event)
                    .all(|word| text.codebook.triggers[word.trigger].weak)
            });
            let terror = draft.told.iter().any(|told| {
                told.words.iter().any(|word| {
                    text.sentences[told.sentence].has_cue(
                        codebook::Cue::Political,
                        word.first.saturating_sub(1),
                        word.first,
                    )
                })
            });
            if bare && used(&["missile", "rocket", "mortar", "artillery"]) {
                "shelling"
            } else if bare && terror && !state {
                "attack"
            } else {
                "air_strike"
            }
        }
        "armed_assault"
            if used(&["missile", "rocket", "mortar", "artillery"])
                && !used(&["firearm", "suicide_vest"])
                && phrases(text, draft).all(|phrase| !phrase.starts_with("storm"))
                && phrases(text, draft).any(|phrase| phrase.starts_with("fire ")) =>
        {
            "shelling"
        }
        "bombing"
            if state
                && used(&["aircraft", "drone"])
                && !used(&["vehicle_bomb", "suicide_vest", "landmine"]) =>
        {
            "air_strike"
        }
        "vehicle_ramming" if used(&["explosives", "vehicle_bomb", "suicide_vest"]) => "bombing",
        code => code,
    }
}

/// "gunmen", "shooters": attackers whose very name says how they attack.
fn armed(text: &Text, span: model::Span) -> bool {
    let last = span
        .of(text.text)
        .rsplit(|letter: char| !letter.is_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or_default()
        .to_lowercase();
    text.codebook
        .words
        .listed(codebook::List::GunmenNouns, &last)
}

/// The phrases that tell of it, as the codebook lists them.
fn phrases<'t>(text: &'t Text, draft: &'t Draft) -> impl Iterator<Item = &'t str> {
    draft
        .told
        .iter()
        .flat_map(|told| &told.words)
        .map(|word| text.codebook.triggers[word.trigger].phrase.as_str())
}

/// True where an act was aimed at a building or ground of soldiers or police.
fn on_a_base(text: &Text, draft: &Draft) -> bool {
    let targets = draft.told.iter().flat_map(|told| &told.targets);
    let mut sites = targets.filter(|target| target.form == TermForm::Site);
    sites.any(|target| {
        target.target.is_some_and(|at| {
            let code = text.codebook.targets[at].code.as_str();
            matches!(code, "military" | "police")
        })
    })
}
