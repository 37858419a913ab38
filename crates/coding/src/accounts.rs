//! Drafts to accounts: every field settled, each value with its words.

use crate::actors::{ActorHit, Sort};
use crate::claims::Voices;
use crate::drafts::Draft;
use crate::events::{TargetHit, Told};
use crate::figures::{Effect, Figure};
use crate::places::PlaceHit;
use crate::text::{Line, Text};
use codebook::gazetteer::{Feature, Gazetteer};
use codebook::{ActorKind, TermForm};
use model::{
    Account, ActorRef, Attribution, Estimate, Harm, Mention, MentionRole, Sourced, Span, Status,
    Target, When,
};
use std::collections::BTreeMap;

/// Everything an account needs beside its draft.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub text: &'a Text<'a>,
    pub gazetteer: &'a Gazetteer,
    pub report: &'a model::Report,
    /// Shares of the talk by country.
    pub countries: &'a BTreeMap<String, f64>,
    /// First mention of each country as a place.
    pub first_country: BTreeMap<String, Span>,
    /// The country that the dateline names.
    pub dateline: Option<(String, Span)>,
    /// The report is a page of items of one day.
    pub roundup: bool,
}

/// One draft as an account; `None` where what is left is too thin.
pub(crate) fn account(context: &Context, draft: &Draft, voices: &Voices) -> Option<Account> {
    let text = context.text;
    let date = date(context, draft);
    let when = date.as_ref().map(|date| date.value);
    let clashes = draft
        .told
        .iter()
        .any(|told| text.codebook.events[told.event].class == "clash");
    // "police arrested five suspected members of the group": the suspected did not arrest anybody.
    let operation = draft
        .told
        .iter()
        .all(|told| text.codebook.events[told.event].class == "operation");
    let nobody = Voices::default();
    let speaking = if operation { &nobody } else { voices };
    let mut perpetrators = perpetrators(draft, speaking, clashes);
    let targets = targets(text, draft, when.as_ref());
    let foiled = draft
        .told
        .iter()
        .any(|told| told.status.0 == Status::Foiled)
        || draft.plot.is_some();
    let mut targets = targets;
    if foiled {
        plotters(text, draft, &mut perpetrators, &mut targets, when.as_ref());
    }
    let (class, kind) = class_and_type(text, draft, &perpetrators, &targets, when.as_ref())?;
    let trigger = main_word(text, draft);
    let status = draft
        .told
        .iter()
        .map(|told| told.status)
        .chain(draft.plot.map(|span| (Status::Foiled, span)))
        .find(|(status, _)| *status != Status::Completed)
        .unwrap_or((Status::Completed, trigger));
    let status = if kind.value == "threat" {
        (Status::Threatened, trigger)
    } else if draft.told.len() > 1
        && draft.told[0].status.0 == Status::Completed
        && status.0 == Status::Failed
    {
        draft.told[0].status
    } else {
        status
    };
    let mut account = Account::new(
        context.report.id.clone(),
        String::new(),
        class,
        kind,
        Sourced::new(status.0, status.1, "status/words"),
    );
    account.date = date;
    place(context, draft, &mut account);
    account.suicide = flag(draft, |told| told.suicide, "suicide/words");
    account.multiple = flag(draft, |told| told.multiple, "multiple/words");
    if draft
        .told
        .iter()
        .any(|told| told.multiple.is_none() && !told.plural && !told.weak)
    {
        account.multiple = None;
    }
    if account.class.value == "clash" {
        clash(text, &perpetrators, &targets, &mut account, when.as_ref());
    } else {
        account.targets = targets;
    }
    account.perpetrators = perpetrators
        .iter()
        .map(|(sourced, _)| sourced.clone())
        .collect();
    account.claimed_by = voices
        .claimed
        .iter()
        .map(|(sourced, _)| sourced.clone())
        .collect();
    account.denied_by = voices
        .denied
        .iter()
        .filter(|(_, actor)| {
            !account
                .claimed_by
                .iter()
                .any(|claim| claim.value == actor.actor)
        })
        .map(|(sourced, _)| sourced.clone())
        .collect();
    account.attribution = attribution(draft, voices, &account);
    weapons(text, draft, &mut account);
    tolls(draft, &mut account);
    evidence(text, draft, &mut account);
    mentions(text, draft, &mut account);
    worth_keeping(&account).then_some(account)
}

/// Of a foiled plot the state is no perpetrator, and the group acted on is one.
fn plotters(
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

/// The trigger word that names the type.
fn main_word(text: &Text, draft: &Draft) -> Span {
    draft
        .told
        .iter()
        .flat_map(|told| &told.words)
        .max_by_key(|word| {
            (
                text.codebook.events[text.codebook.triggers[word.trigger].event].rank,
                std::cmp::Reverse(word.span.start),
            )
        })
        .map(|word| word.span)
        .unwrap_or_default()
}

fn date(context: &Context, draft: &Draft) -> Option<Sourced<When>> {
    if let Some(date) = &draft.date {
        return Some(Sourced::new(date.when, date.span, date.rule));
    }
    // Items of a page for one day happened that day unless they say otherwise.
    let line = context.text.sentences[draft.told[0].sentence].line;
    let published = context.report.published?;
    (context.roundup && line != Line::Heading).then(|| {
        Sourced::new(
            When::day(published),
            draft.told[0].words[0].span,
            "date/roundup-page",
        )
    })
}

/// Who did it, the surest mentions only, with the sentence's own order.
fn perpetrators(
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

fn class_of(sort: Sort) -> u8 {
    match sort {
        Sort::Named | Sort::Pointing => 0,
        Sort::State => 1,
        Sort::Person => 2,
        Sort::Body => 3,
        Sort::Crowd => 4,
        Sort::Nobody => 5,
    }
}

/// Class and type, after who acts on whom is known: whoever rules, acting against an armed
/// group, is an operation; an armed group that raids is an attack.
fn class_and_type(
    text: &Text,
    draft: &Draft,
    perpetrators: &[(Sourced<ActorRef>, ActorHit)],
    targets: &[Target],
    when: Option<&When>,
) -> Option<(Sourced<String>, Sourced<String>)> {
    let events = &text.codebook.events;
    let (event, span) = draft
        .told
        .iter()
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
    let mut kind = event.code.clone();
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
    match (class.as_str(), kind.as_str()) {
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
    if class == "attack" && kind == "attack" {
        let single = draft
            .told
            .iter()
            .flat_map(|told| &told.figures)
            .any(|figure| figure.effect == Effect::Killed && figure.implied && !figure.attackers);
        let weapon = draft
            .told
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

fn flag(draft: &Draft, of: impl Fn(&Told) -> Option<Span>, rule: &str) -> Option<Sourced<bool>> {
    draft
        .told
        .iter()
        .find_map(of)
        .map(|span| Sourced::new(true, span, rule))
}

/// Where: the exactest place of the chain, its units and country by the gazetteer.
fn place(context: &Context, draft: &Draft, account: &mut Account) {
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
    let Some(best) = chain.first() else {
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
    if best.direction.is_none() || best.record.feature == Feature::Admin1 {
        if let Some(admin1) = best.record.admin1 {
            account.admin1 = Some(derived(admin1, best, "place/admin1-of-place"));
        } else if let Some(unit) = chain
            .iter()
            .find(|place| place.record.feature == Feature::Admin1)
        {
            account.admin1 = Some(derived(unit.record.name, unit, "place/admin1"));
        }
    }
    let near = chain
        .iter()
        .find(|place| matches!(place.record.feature, Feature::Settlement | Feature::Admin2));
    if let Some(near) = near {
        let name = if near.record.feature == Feature::Settlement {
            printed(near.span.of(text.text))
        } else {
            near.span
                .of(text.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        account.place = Some(derived(&name, near, "place/named"));
    }
    if account.place.is_none() {
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

/// A place whose name the gazetteer does not know: as printed, without coordinates of its own.
fn unknown_place(text: &Text, draft: &Draft, account: &mut Account) {
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
fn printed(name: &str) -> String {
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

/// No place told: the country that the text is mostly about, marked as such.
fn from_text(context: &Context, draft: &Draft, account: &mut Account) {
    if let Some((site, span)) = draft.told.iter().find_map(|told| told.site.clone()) {
        account.site = Some(Sourced::new(site, span, "place/site"));
    }
    unknown_place(context.text, draft, account);
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

fn targets(text: &Text, draft: &Draft, when: Option<&When>) -> Vec<Target> {
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

fn target_name(text: &Text, hit: &TargetHit) -> Option<ActorRef> {
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
fn actor_type(text: &Text, actor: &ActorHit, when: Option<&When>) -> String {
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
fn rules_by_arms(text: &Text, actor: &ActorHit) -> bool {
    actor
        .actor
        .id
        .as_deref()
        .and_then(|id| text.codebook.actor(id))
        .is_some_and(|known| known.kind.is_armed_group())
}

/// The attacking side are perpetrators, the other targets; where nobody attacks, both are both.
fn clash(
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

fn attribution(draft: &Draft, voices: &Voices, account: &Account) -> Option<Sourced<Attribution>> {
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

fn weapons(text: &Text, draft: &Draft, account: &mut Account) {
    let mut codes: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for (weapon, span) in draft.told.iter().flat_map(|told| &told.weapons) {
        codes
            .entry(text.codebook.weapons[*weapon].code.clone())
            .or_default()
            .push(*span);
    }
    if codes.is_empty()
        && let Some(event) = text.codebook.event(None, &account.kind.value)
    {
        for code in &event.weapons {
            codes.insert(code.clone(), account.kind.spans.clone());
        }
    }
    // A closer word takes the place of the general one.
    let general: Vec<String> = text
        .codebook
        .weapons
        .iter()
        .filter(|weapon| codes.contains_key(&weapon.code))
        .filter_map(|weapon| weapon.closer_than.clone())
        .collect();
    codes.retain(|code, _| !general.contains(code));
    if account.class.value == "unrest" || account.class.value == "threat" {
        codes.clear();
    }
    account.weapons = codes
        .into_iter()
        .map(|(code, spans)| Sourced::resting_on(code, spans, "weapon/word"))
        .collect();
}

/// Dead, hurt, taken: parts of one sentence are summed, the first sentence that tells wins.
fn tolls(draft: &Draft, account: &mut Account) {
    let operation = account.class.value == "operation";
    let sum = |effect: Effect, attackers: bool| -> Option<Sourced<Estimate>> {
        for told in &draft.told {
            let figures: Vec<&Figure> = told
                .figures
                .iter()
                .filter(|figure| {
                    figure.effect == effect && figure.attackers == attackers && !figure.part
                })
                .collect();
            let Some(first) = figures.first() else {
                continue;
            };
            // Parts stand with one word of effect; another word tells the same people again.
            let parts = figures.iter().filter(|figure| figure.word == first.word);
            let mut estimate: Option<Estimate> = None;
            let mut spans = Vec::new();
            for part in parts {
                estimate = Some(estimate.map_or(part.estimate, |sum| sum.plus(&part.estimate)));
                spans.push(part.span);
            }
            // "killed thirteen" here, "thirteen plus many others" there: the number is open.
            let open = draft
                .told
                .iter()
                .flat_map(|told| &told.figures)
                .find(|figure| {
                    figure.effect == effect
                        && figure.attackers == attackers
                        && !figure.part
                        && figure.estimate.max.is_none()
                        && estimate.is_some_and(|known| known.low() == figure.estimate.low())
                });
            if let Some(open) = open {
                estimate = Some(open.estimate);
                spans.push(open.span);
            }
            return estimate.map(|estimate| Sourced::resting_on(estimate, spans, "figure/counted"));
        }
        None
    };
    let attackers_are_victims = operation || account.class.value == "clash";
    account.killed = sum(Effect::Killed, false);
    if account.killed.is_none()
        && account.kind.value == "assassination"
        && account.status.value == Status::Completed
        && account.multiple.is_none()
        && account.injured.is_none()
    {
        // "assassinated an employee of the consulate": the word itself tells of one death.
        account.killed = Some(Sourced::resting_on(
            Estimate::exactly(1),
            account.kind.spans.clone(),
            "figure/assassination",
        ));
    }
    let attackers_killed = sum(Effect::Killed, true);
    if attackers_are_victims && account.killed.is_none() {
        account.killed = attackers_killed;
    } else if !attackers_are_victims {
        account.killed_perpetrators = attackers_killed;
    }
    account.injured = sum(Effect::Injured, false);
    account.casualties = sum(Effect::Casualties, false);
    account.arrested = sum(Effect::Arrested, false).or_else(|| sum(Effect::Arrested, true));
    if account.kind.value == "kidnapping" {
        account.arrested = None;
    }
}

/// The sentences that tell of it, in text order.
fn evidence(text: &Text, draft: &Draft, account: &mut Account) {
    let mut sentences: Vec<usize> = draft.told.iter().map(|told| told.sentence).collect();
    sentences.extend(&draft.extra);
    sentences.sort_unstable();
    sentences.dedup();
    account.evidence = sentences
        .into_iter()
        .map(|sentence| text.quote(sentence))
        .filter(|span| span.of(text.text).trim().len() >= 8)
        .collect();
    account.evidence.dedup();
}

fn mentions(text: &Text, draft: &Draft, account: &mut Account) {
    let mut mentions = Vec::new();
    let mut add = |role: MentionRole, span: Span| mentions.push(Mention::new(role, span));
    for told in &draft.told {
        for word in &told.words {
            add(MentionRole::Trigger, word.span);
        }
        for (actor, _) in &told.perpetrators {
            add(MentionRole::Perpetrator, actor.span);
        }
        for (_, span) in &told.weapons {
            add(MentionRole::Weapon, *span);
        }
        for place in &told.places {
            add(MentionRole::Place, place.span);
        }
    }
    for told in &draft.told {
        mentions.extend(told.targets.iter().map(|target| Mention {
            effect: harm(text, told, target),
            ..Mention::new(
                if target.aimed {
                    MentionRole::Target
                } else {
                    MentionRole::Victim
                },
                target.span,
            )
        }));
        mentions.extend(told.named.iter().map(|named| Mention {
            person: true,
            effect: named.harm,
            ..Mention::new(MentionRole::Victim, named.span)
        }));
        mentions.extend(told.figures.iter().map(|figure| Mention {
            effect: figure_harm(figure),
            count: (!figure.implied).then_some(figure.estimate),
            ..Mention::new(MentionRole::Victim, figure.span)
        }));
    }
    mentions.sort_by_key(|mention| (mention.span, mention.role));
    mentions.dedup();
    account.mentions = mentions;
}

fn figure_harm(figure: &Figure) -> Option<Harm> {
    match figure.effect {
        Effect::Killed => Some(Harm::Killed),
        Effect::Injured => Some(Harm::Injured),
        Effect::Abducted => Some(Harm::Abducted),
        Effect::Casualties | Effect::Arrested => None,
    }
}

/// What happened to somebody aimed at: what the figure over them says, or the word that aims at them.
fn harm(text: &Text, told: &Told, target: &TargetHit) -> Option<Harm> {
    let counted = told
        .figures
        .iter()
        .find(|figure| figure.span.overlaps(&target.span))
        .and_then(figure_harm);
    let person = target.aimed && target.form == TermForm::Person;
    counted.or_else(|| person.then(|| told.harm(text)).flatten())
}

/// An account needs a time or a place, and words to stand on.
fn worth_keeping(account: &Account) -> bool {
    !account.evidence.is_empty() && (account.date.is_some() || account.country.is_some())
}
