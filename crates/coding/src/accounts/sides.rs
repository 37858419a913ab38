//! Who did it to whom, and who says so.

use crate::actors::{ActorHit, Sort};
use crate::claims::Voices;
use crate::drafts::Draft;
use crate::events::TargetHit;
use crate::figures::Effect;
use crate::text::Text;
use codebook::{ActorKind, TermForm};
use model::{Account, ActorRef, Attribution, Sourced, Span, Target, When};

/// Of a foiled plot the state is no perpetrator, and the group acted on is one.
pub(super) fn plotters(
    text: &Text,
    draft: &Draft,
    perpetrators: &mut Vec<(Sourced<ActorRef>, ActorHit)>,
    targets: &mut Vec<Target>,
    when: Option<&When>,
) {
    perpetrators.retain(|(_, actor)| !actor.kind_at(text, when).is_state());
    if perpetrators.is_empty() {
        let group = draft
            .told
            .iter()
            .flat_map(|told| &told.targets)
            .filter_map(|target| target.actor.as_ref())
            .find(|actor| actor.sort == Sort::Named && actor.kind_at(text, when).is_armed_group());
        if let Some(actor) = group {
            perpetrators.push((
                Sourced::new(actor.actor.clone(), actor.span, "role/plotters"),
                actor.clone(),
            ));
        }
    }
    let arrested: Vec<Span> = draft
        .told
        .iter()
        .flat_map(|told| &told.figures)
        .filter(|figure| figure.effect == Effect::Arrested)
        .map(|figure| figure.span)
        .collect();
    targets.retain(|target| {
        let taken = |span: &Span| arrested.iter().any(|figure| figure.overlaps(span));
        target.kind.value != "armed_group" && !target.kind.spans.iter().all(taken)
    });
}

/// Who did it, the surest mentions only, with the sentence's own order.
pub(super) fn perpetrators(
    draft: &Draft,
    voices: &Voices,
    clashes: bool,
) -> Vec<(Sourced<ActorRef>, ActorHit)> {
    let mut all: Vec<(&ActorHit, &str)> = draft
        .told
        .iter()
        .flat_map(|told| told.perpetrators.iter().map(|(actor, rule)| (actor, *rule)))
        .filter(|(actor, _)| actor.sort != Sort::Nobody)
        .collect();
    let claimed: Vec<(&ActorHit, &str)> = voices
        .claimed
        .iter()
        .map(|(_, actor)| (actor, "claim/claimant"))
        .collect();
    let blamed: Vec<(&ActorHit, &str)> = voices
        .blamed
        .iter()
        .map(|(actor, _)| (actor, "attribution/blamed"))
        .collect();
    let best = all
        .iter()
        .chain(&claimed)
        .chain(&blamed)
        .map(|(actor, _)| class_of(actor.sort))
        .min();
    let Some(best) = best else {
        return Vec::new();
    };
    all.retain(|(actor, _)| clashes || class_of(actor.sort) == best);
    if all.is_empty() {
        all = claimed;
    }
    if all.is_empty() {
        all = blamed;
    }
    let mut list: Vec<(Sourced<ActorRef>, ActorHit)> = Vec::new();
    // More than six is a list that the words do not tell of one act.
    for (actor, rule) in all.into_iter().take(6) {
        if let Some((sourced, _)) = list
            .iter_mut()
            .find(|(sourced, _)| sourced.value == actor.actor)
        {
            sourced.spans.push(actor.span);
            continue;
        }
        list.push((
            Sourced::new(actor.actor.clone(), actor.span, rule),
            actor.clone(),
        ));
    }
    for (sourced, _) in &mut list {
        sourced.spans.sort_unstable();
        sourced.spans.dedup();
    }
    list
}

pub(super) fn class_of(sort: Sort) -> u8 {
    match sort {
        Sort::Named | Sort::Pointing => 0,
        Sort::State => 1,
        Sort::Person => 2,
        Sort::Body => 3,
        Sort::Crowd => 4,
        Sort::Nobody => 5,
    }
}

pub(super) fn targets(text: &Text, draft: &Draft, when: Option<&When>) -> Vec<Target> {
    let mut list: Vec<Target> = Vec::new();
    // Far on, much is told of "the attack"; whom it was aimed at stands near where it is told first.
    let start = draft.told.first().map_or(0, |told| told.sentence);
    let first: Vec<&TargetHit> = draft
        .told
        .iter()
        .filter(|told| !told.definite || told.sentence <= start + 3)
        .flat_map(|told| &told.targets)
        .collect();
    let mut aimed = if first.is_empty() {
        draft.told.iter().flat_map(|told| &told.targets).collect()
    } else {
        first
    };
    let doers: Vec<&ActorRef> = draft
        .told
        .iter()
        .flat_map(|told| &told.perpetrators)
        .map(|(actor, _)| &actor.actor)
        .collect();
    let own = text.codebook.events[draft.told[0].event].class == "attack";
    aimed.retain(|target| {
        target
            .actor
            .as_ref()
            .is_none_or(|actor| !own || !doers.contains(&&actor.actor))
    });
    aimed.sort_by_key(|target| !target.aimed);
    for hit in aimed {
        let kind = match (&hit.target, &hit.actor) {
            (Some(target), actor) => {
                let code = text.codebook.targets[*target].code.clone();
                match (code.as_str(), actor) {
                    // "Taliban soldiers" before and after they rule.
                    ("military" | "civilians" | "armed_group", Some(actor)) => {
                        actor_type(text, actor, when)
                    }
                    _ => code,
                }
            }
            (None, Some(actor)) => actor_type(text, actor, when),
            (None, None) => continue,
        };
        let name = target_name(text, hit);
        if let Some(known) = list.iter_mut().find(|known| known.kind.value == kind) {
            known.kind.spans.push(hit.span);
            continue;
        }
        // A vague crowd of bystanders adds nothing beside those aimed at.
        list.push(Target {
            kind: Sourced::new(kind, hit.span, "target/noun"),
            name: name.map(|name| Sourced::new(name, hit.span, "target/phrase")),
            nationality: hit
                .nationality
                .clone()
                .map(|(code, span)| Sourced::new(code, span, "target/nation")),
        });
    }
    for target in &mut list {
        target.kind.spans.sort_unstable();
        target.kind.spans.dedup();
    }
    list.truncate(4);
    list
}

pub(super) fn target_name(text: &Text, hit: &TargetHit) -> Option<ActorRef> {
    if let Some(actor) = &hit.actor
        && hit.target.is_none()
    {
        return Some(actor.actor.clone());
    }
    let words = hit
        .span
        .of(text.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let bare = !words.contains(' ') && hit.form == TermForm::Person;
    (!bare).then(|| ActorRef::named(words))
}

/// Target type of an actor acted on.
pub(super) fn actor_type(text: &Text, actor: &ActorHit, when: Option<&When>) -> String {
    match actor.kind_at(text, when) {
        ActorKind::ArmedGroup | ActorKind::Criminal | ActorKind::Movement
            if actor.sort == Sort::Crowd =>
        {
            "civilians"
        }
        ActorKind::ArmedGroup | ActorKind::Criminal | ActorKind::Movement => "armed_group",
        ActorKind::StateForce | ActorKind::Coalition => {
            if actor.actor.name.to_lowercase().contains("police") {
                "police"
            } else {
                "military"
            }
        }
        ActorKind::Police => "police",
        // Whoever rules and is an armed group by nature fights with its own men: its members are military.
        ActorKind::Government if rules_by_arms(text, actor) => "military",
        ActorKind::Government | ActorKind::Intelligence | ActorKind::Intergovernmental => {
            "government"
        }
        ActorKind::Political => "political",
    }
    .to_owned()
}

/// True for an armed group of the codebook that is a government for a time.
pub(super) fn rules_by_arms(text: &Text, actor: &ActorHit) -> bool {
    actor
        .actor
        .id
        .as_deref()
        .and_then(|id| text.codebook.actor(id))
        .is_some_and(|known| known.kind.is_armed_group())
}

/// The attacking side are perpetrators, the other targets; where nobody attacks, both are both.
pub(super) fn clash(
    text: &Text,
    perpetrators: &[(Sourced<ActorRef>, ActorHit)],
    targets: &[Target],
    account: &mut Account,
    when: Option<&When>,
) {
    account.targets = targets
        .iter()
        .filter(|target| {
            matches!(
                target.kind.value.as_str(),
                "armed_group" | "military" | "police" | "government"
            )
        })
        .cloned()
        .collect();
    if perpetrators.len() >= 2 && account.targets.is_empty() {
        for (sourced, actor) in perpetrators {
            let kind = actor_type(text, actor, when);
            account.targets.push(Target {
                kind: Sourced::resting_on(kind, sourced.spans.clone(), "target/side"),
                name: Some(sourced.clone()),
                nationality: None,
            });
        }
    }
}

/// "Students clashed with police": the police is whom the crowd fights, before those who were hit.
pub(super) fn fought_by_a_crowd(
    text: &Text,
    perpetrators: &[(Sourced<ActorRef>, ActorHit)],
    account: &mut Account,
    when: Option<&When>,
) {
    let forces = perpetrators
        .iter()
        .filter(|(_, actor)| actor.kind_at(text, when).is_state());
    for (at, (sourced, actor)) in forces.enumerate() {
        let kind = actor_type(text, actor, when);
        if account
            .targets
            .iter()
            .all(|target| target.kind.value != kind)
        {
            account.targets.insert(
                at,
                Target {
                    kind: Sourced::resting_on(kind, sourced.spans.clone(), "target/side"),
                    name: None,
                    nationality: None,
                },
            );
        }
    }
}

pub(super) fn attribution(
    draft: &Draft,
    voices: &Voices,
    account: &Account,
) -> Option<Sourced<Attribution>> {
    if matches!(account.class.value.as_str(), "operation" | "threat")
        || account.perpetrators.is_empty()
    {
        return None;
    }
    if let Some(claim) = account.claimed_by.first() {
        return Some(Sourced::resting_on(
            Attribution::Claimed,
            claim.spans.clone(),
            "attribution/claim",
        ));
    }
    if matches!(account.class.value.as_str(), "attack" | "clash")
        && let Some(span) = draft
            .told
            .iter()
            .filter(|told| !told.perpetrators.is_empty())
            .find_map(|told| told.suspected)
    {
        return Some(Sourced::new(
            Attribution::Suspected,
            span,
            "attribution/hedge",
        ));
    }
    if account.perpetrators[0].rule == "attribution/blamed"
        && let Some((_, span)) = voices.blamed.first()
    {
        return Some(Sourced::new(
            Attribution::Suspected,
            *span,
            "attribution/blamed",
        ));
    }
    let spans = account.perpetrators[0].spans.clone();
    Some(Sourced::resting_on(
        Attribution::Attributed,
        spans,
        "attribution/told",
    ))
}
