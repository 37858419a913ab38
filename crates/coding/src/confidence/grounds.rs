//! What speaks for and against a value: how its words stand to the words that tell of the act, how often the report
//! says it, and what else might be meant. Never a word of the report, and never a name.

use super::values::Value;
use crate::Stages;
use crate::actors::Sort;
use crate::drafts::Draft;
use crate::events::{Told, Word};
use crate::figures::Effect;
use crate::text::{Laid, Line};
use codebook::Sense;
use model::{Account, ActorRef, Estimate, Span, When};
use std::collections::{BTreeMap, BTreeSet};

/// How exact a date is.
pub(super) fn grain(when: &When) -> String {
    match when.days() {
        _ if when.approx => "about",
        None => "open",
        Some(1) => "day",
        Some(2..=10) => "days",
        Some(11..=31) => "month",
        Some(365 | 366) => "year",
        Some(_) => "long",
    }
    .to_owned()
}

/// Whether the codebook knows an actor.
pub(super) fn known(actor: &ActorRef) -> String {
    match actor {
        ActorRef { person: true, .. } => "person",
        ActorRef { id: Some(_), .. } => "known",
        _ => "as printed",
    }
    .to_owned()
}

/// A number as the least of its size: 3 stands for 3 and 4, 5 for 5 to 8, and so on.
fn about(count: usize) -> &'static str {
    match count {
        0 => "0",
        1 => "1",
        2 => "2",
        3 | 4 => "3",
        5..=8 => "5",
        9..=16 => "9",
        _ => "17",
    }
}

/// What an account as a whole rests on.
pub(super) fn of_account(stages: &Stages, draft: &Draft, account: &Account) -> Vec<String> {
    let first = &draft.told[0];
    let line = &stages.text.sentences[first.sentence];
    let mut grounds = Vec::with_capacity(24);
    let mut add = |ground: &str, what: &str| grounds.push(format!("act/{ground}={what}"));
    add("line", layout(line));
    add("told", about(draft.told.len()));
    let figures = draft.told.iter().any(|told| !told.figures.is_empty());
    for (ground, holds) in [
        ("definite", first.definite),
        ("weak", first.weak),
        ("own date", first.date.is_some()),
        ("own place", !first.places.is_empty()),
        ("target", !account.targets.is_empty()),
        ("figure", figures),
        ("claimed", !account.claimed_by.is_empty()),
    ] {
        if holds {
            add(ground, "yes");
        }
    }
    let date = account.date.as_ref();
    let by = date.map_or("none", |date| date.rule.as_str());
    add(
        "date",
        &date.map_or("none".to_owned(), |date| grain(&date.value)),
    );
    add("date by", by);
    add("age", age(stages, account));
    let doer = first.perpetrators.first();
    add("doer", doer.map_or("none", |(actor, _)| sort(actor.sort)));
    add("actors", about(stages.actors[first.sentence].len()));
    add("words of acts", about(triggers(stages, first.sentence)));
    add("length", about(line.tokens.len() / 4));
    add("full", about(filled(account)));
    grounds
}

/// How the words of a value stand in the report.
pub(super) fn of_value(
    stages: &Stages,
    often: &Often,
    draft: &Draft,
    value: &Value,
) -> Vec<String> {
    let text = &stages.text;
    let mut grounds = Vec::with_capacity(12);
    let mut add = |ground: &str, what: &str| grounds.push(format!("{ground}={what}"));
    add("rule", value.rule);
    if let Some(code) = &value.code {
        add("code", code);
    }
    add("spans", about(value.spans.len()));
    let Some(span) = value.spans.first() else {
        return grounds;
    };
    let sentence = sentence_of(stages, *span);
    let line = &text.sentences[sentence];
    let told = draft
        .told
        .iter()
        .min_by_key(|told| told.sentence.abs_diff(sentence))
        .expect("a draft is told by something");
    let away = told.sentence.abs_diff(sentence);
    add("away", about(away));
    let sentences: BTreeSet<usize> = value
        .spans
        .iter()
        .map(|span| sentence_of(stages, *span))
        .collect();
    add("sentences", about(sentences.len()));
    let tree = text.tree(sentence);
    if let Some(relation) = tree
        .relations
        .get(line.token_at(span.end.saturating_sub(1)))
    {
        add("relation", relation.main().name());
    }
    if away == 0 {
        let at = line.token_at(span.start);
        let word = told
            .words
            .iter()
            .min_by_key(|word| gap(word, at))
            .expect("an act is told by a word");
        add("arcs", about(arcs(&tree.heads, word.last, at)));
    }
    add("rivals", about(rivals(stages, sentence, told, value.slot)));
    let again = often.again(stages, sentence, *span, value.slot);
    add("again", about(again));
    let target = told
        .targets
        .iter()
        .find(|target| target.span.overlaps(span));
    if let Some(target) = target {
        add("aimed", if target.aimed { "yes" } else { "no" });
    }
    grounds
}

fn sentence_of(stages: &Stages, span: Span) -> usize {
    let sentences = &stages.text.sentences;
    sentences
        .partition_point(|line| line.span.end <= span.start)
        .min(sentences.len().saturating_sub(1))
}

fn layout(line: &Laid) -> &'static str {
    match line.line {
        _ if line.cell.is_some() => "table",
        Line::Prose => "prose",
        Line::Heading => "heading",
        Line::Item => "item",
        Line::Row => "row",
        Line::Boilerplate => "furniture",
    }
}

/// How long before the report it was.
fn age(stages: &Stages, account: &Account) -> &'static str {
    let (Some(published), Some(date)) = (stages.published, &account.date) else {
        return "unknown";
    };
    let Some(day) = date.value.last.or(date.value.first) else {
        return "unknown";
    };
    match day.until(published).map_or(0, |span| span.get_days()) {
        ..0 => "after",
        0 => "that day",
        1..=10 => "days",
        11..=62 => "weeks",
        63..=400 => "months",
        401..=3660 => "years",
        _ => "decades",
    }
}

fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Named => "named",
        Sort::Pointing => "pointing",
        Sort::State => "state",
        Sort::Person => "person",
        Sort::Body => "body",
        Sort::Crowd => "crowd",
        Sort::Nobody => "nobody",
    }
}

fn triggers(stages: &Stages, sentence: usize) -> usize {
    stages.text.sentences[sentence]
        .hits
        .iter()
        .filter(|hit| matches!(hit.sense, Sense::Trigger { .. }))
        .count()
}

/// How many fields are filled.
fn filled(account: &Account) -> usize {
    [
        account.date.is_some(),
        account.country.is_some(),
        account.admin1.is_some(),
        account.place.is_some(),
        account.site.is_some(),
        !account.perpetrators.is_empty(),
        !account.targets.is_empty(),
        !account.weapons.is_empty(),
        account.killed.is_some(),
        account.injured.is_some(),
        account.suicide.is_some(),
    ]
    .into_iter()
    .filter(|filled| *filled)
    .count()
}

/// What else of its kind the sentence names.
fn rivals(stages: &Stages, sentence: usize, told: &Told, slot: &str) -> usize {
    match slot {
        "date" => stages.dates[sentence].len(),
        "country" | "admin1" | "place" => stages.places[sentence].len(),
        "perpetrators" | "claimed_by" | "denied_by" | "attribution" => {
            stages.actors[sentence].len()
        }
        "killed" | "injured" | "killed_perpetrators" | "arrested" => stages.figures[sentence].len(),
        "class" | "type" => triggers(stages, sentence),
        "target_types" => told.targets.len(),
        "weapons" => told.weapons.len(),
        _ => 0,
    }
}

/// In how many sentences a report names each place, day, actor and figure.
pub(super) struct Often<'s> {
    places: BTreeMap<u64, usize>,
    dates: BTreeMap<When, usize>,
    actors: BTreeMap<&'s ActorRef, usize>,
    figures: BTreeMap<(Effect, Estimate), usize>,
}

impl<'s> Often<'s> {
    /// Counts once through the report.
    pub fn new(stages: &'s Stages) -> Self {
        Often {
            places: sentences(&stages.places, |place| place.record.id),
            dates: sentences(&stages.dates, |date| date.when),
            actors: sentences(&stages.actors, |actor| &actor.actor),
            figures: sentences(&stages.figures, |figure| (figure.effect, figure.estimate)),
        }
    }

    /// In how many other sentences the report names the same.
    fn again(&self, stages: &Stages, sentence: usize, span: Span, slot: &str) -> usize {
        let named = match slot {
            "country" | "admin1" | "place" => stages.places[sentence]
                .iter()
                .find(|place| place.span.overlaps(&span))
                .and_then(|place| self.places.get(&place.record.id)),
            "date" => stages.dates[sentence]
                .iter()
                .find(|date| date.span.overlaps(&span))
                .and_then(|date| self.dates.get(&date.when)),
            "perpetrators" | "claimed_by" | "denied_by" | "attribution" => stages.actors[sentence]
                .iter()
                .find(|actor| actor.span.overlaps(&span))
                .and_then(|actor| self.actors.get(&actor.actor)),
            "killed" | "injured" | "arrested" | "killed_perpetrators" => stages.figures[sentence]
                .iter()
                .find(|figure| figure.span.overlaps(&span))
                .and_then(|figure| self.figures.get(&(figure.effect, figure.estimate))),
            _ => None,
        };
        named.map_or(0, |sentences| sentences.saturating_sub(1))
    }
}

/// How many sentences have something of each key.
fn sentences<'s, T, K: Ord>(all: &'s [Vec<T>], key: impl Fn(&'s T) -> K) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for hits in all {
        let keys: BTreeSet<K> = hits.iter().map(&key).collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    counts
}

fn gap(word: &Word, at: usize) -> usize {
    if at < word.first {
        word.first - at
    } else {
        at.saturating_sub(word.last)
    }
}

/// The longest way up a tree that is followed.
const STEPS: usize = 24;

/// Arcs on the way from one word to another.
fn arcs(heads: &[Option<u16>], from: usize, to: usize) -> usize {
    let path = |start: usize| {
        let mut all = vec![start];
        let mut at = start;
        while let Some(head) = heads.get(at).copied().flatten()
            && all.len() < STEPS
        {
            at = usize::from(head);
            all.push(at);
        }
        all
    };
    let (a, b) = (path(from), path(to));
    a.iter()
        .enumerate()
        .find_map(|(up, node)| {
            b.iter()
                .position(|other| other == node)
                .map(|down| up + down)
        })
        .unwrap_or(STEPS)
}
