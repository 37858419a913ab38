//! Counts of many incidents, victims or arrests that a report states.

mod accept;
mod coordinated;
mod distribute;
mod find;
mod nouns;
mod shares;
mod sources;
mod whereabouts;
mod whose;
mod windows;

pub(crate) use whereabouts::{locate_in, locate_text};
pub(crate) use windows::sums_up;

use crate::Stages;
use crate::accounts::Context;
use crate::numbers::numbers;
use crate::text::{Line, Text};
use codebook::{Cue, Sense};
use find::Setting;
use language::Pos;
use model::{Account, ActorRef, Estimate, Sourced, Span, Status, Tally, When};
use whereabouts::{locate, own_place};
use windows::{is_range, spans_time, window, window_of};

/// A count before its actor, place and window are known.
#[derive(Debug, Clone)]
struct Count {
    what: String,
    what_span: Span,
    estimate: Estimate,
    span: Span,
    first: usize,
    last: usize,
    rule: &'static str,
    /// Part of the count told before it.
    share: bool,
    /// They were tried and did not succeed, by these words.
    failed: Option<Span>,
}

/// What the counts before a sentence were about; it may go on about it.
#[derive(Debug, Clone)]
struct Before {
    sentence: usize,
    section: usize,
    count: Count,
    actor: Option<Sourced<ActorRef>>,
    window: Option<Sourced<When>>,
    source: Option<Sourced<String>>,
    countries: Vec<Sourced<String>>,
    admin1: Option<Sourced<String>>,
    place: Option<Sourced<String>>,
    evidence: Span,
}

/// How many sentences after a count "of these" may still mean it.
const REACH: usize = 3;

/// The stated counts of a report, in text order.
pub(crate) fn tallies(context: &Context, stages: &Stages, accounts: &[Account]) -> Vec<Tally> {
    let text = context.text;
    let mut found: Vec<Tally> = Vec::new();
    if accounts.is_empty() && !is_of_violence(stages) {
        return found;
    }
    let of_report = windows::of_report(text, &stages.dates);
    let mut last_window: Option<(Sourced<When>, usize, usize)> = None;
    let mut before: Option<Before> = None;
    for sentence in 0..text.sentences.len() {
        let line = &text.sentences[sentence];
        if line.line == Line::Boilerplate || line.cell.is_some() {
            continue;
        }
        let own = window(text, sentence, &stages.dates[sentence]);
        let over_before = last_window
            .as_ref()
            .filter(|(_, section, _)| *section == line.section)
            // "at least twelve have been stopped" is up to now, not of a time told a while before.
            .filter(|(_, _, told)| told + 1 >= sentence || !up_to_now(text, sentence))
            .map(|(window, ..)| window.clone());
        // A day told in passing does not end the year that the section is about.
        let longer = |window: &Sourced<When>| window.value.days().is_none_or(|days| days >= 27);
        // The days of incidents are no time that counts are of.
        let of_incidents =
            covered(line.span, accounts) && !stages.dates[sentence].iter().any(is_range);
        // "documents leaked in 2020 showed": a day in passing is no time that a section is about.
        let opens = line.line == Line::Heading
            || stages.dates[sentence]
                .iter()
                .any(|date| date.first <= 3 || is_range(date))
            || !find::counts(
                &setting(stages, accounts, sentence, own.as_ref(), own.as_ref()),
                None,
            )
            .is_empty();
        if let Some(own) = own.as_ref().filter(|_| !of_incidents && opens)
            && (longer(own)
                || !over_before
                    .as_ref()
                    .is_some_and(|over| longer(over) && over.value.contains(&own.value)))
        {
            last_window = Some((own.clone(), line.section, sentence));
        }
        let over = own.clone().or_else(|| over_before.clone());
        let mut setting = setting(stages, accounts, sentence, own.as_ref(), over.as_ref());
        let parent = before
            .as_ref()
            .filter(|before| before.section == line.section && sentence - before.sentence <= REACH)
            .cloned();
        setting.continues &= parent.is_some();
        setting.follows = own.is_none()
            && before.as_ref().is_some_and(|before| {
                before.section == line.section && before.sentence + 1 == sentence
            });
        let mut counts = bracketed(text, sentence, stages);
        for count in find::counts(&setting, parent.as_ref().map(|before| &before.count)) {
            if !counts
                .iter()
                .any(|known| known.first <= count.last && count.first <= known.last)
            {
                counts.push(count);
            }
        }
        counts.sort_by_key(|count| count.first);
        let mut whole: Option<Before> = None;
        let begin = found.len();
        for count in &counts {
            let mut tally = tally(context, stages, accounts, sentence, count, &counts);
            tally.window = window_of(text, sentence, &stages.dates[sentence], count, own.as_ref());
            if tally.window.is_none() {
                tally.window = whereabouts::date_of_incident(text, sentence, count, accounts);
            }
            if let Some(rest) = rest_of_time(text, sentence, count, &found[begin..]) {
                tally.window = Some(rest);
            }
            tally.evidence = evidence(text, sentence, count, &counts);
            let shared = whole.as_ref().or(parent.as_ref()).filter(|_| count.share);
            if let Some(shared) = shared {
                inherit(&mut tally, shared);
            }
            if tally.actor.is_none()
                && let Some(known) = whole.as_ref().or(parent.as_ref())
                && goes_on(text, sentence, count, known)
            {
                tally.actor.clone_from(&known.actor);
            }
            // "33 attacks in A and B from 17 April on. The weeks before saw four": there as well.
            if let Some(known) = whole.as_ref().or(parent.as_ref())
                && goes_on(text, sentence, count, known)
                && nowhere(&tally)
                && !count.share
                && !known.countries.is_empty()
            {
                tally.countries.clone_from(&known.countries);
                tally.admin1.clone_from(&known.admin1);
                tally.place.clone_from(&known.place);
            }
            if tally.window.is_none() {
                tally.window = over_before.clone().map(|window| {
                    Sourced::resting_on(window.value, window.spans, "tally/window-before")
                });
            }
            if tally.window.is_none() && count.rule != "tally/compared" {
                tally.window.clone_from(&of_report);
            }
            if tally.source.is_none()
                && own.is_none()
                && let Some(parent) = &parent
            {
                tally.source.clone_from(&parent.source);
            }
            let part_of_list = count.rule == "tally/bracketed" && whole.is_some();
            // "46 incidents, against 39 in the week before": a list behind is of the 46.
            let compared = whole.is_some() && compared(text, sentence, count);
            if !count.share && !part_of_list && !compared {
                whole = Some(Before {
                    sentence,
                    section: line.section,
                    count: count.clone(),
                    actor: tally.actor.clone(),
                    window: tally.window.clone(),
                    source: tally.source.clone(),
                    countries: tally.countries.clone(),
                    admin1: tally.admin1.clone(),
                    place: tally.place.clone(),
                    evidence: tally.evidence.last().copied().unwrap_or(line.span),
                });
            }
            found.push(tally);
        }
        distribute::own_places(text, stages, sentence, &counts, &mut found[begin..]);
        distribute::distribute(text, stages, sentence, &counts, &mut found[begin..]);
        // "46 incidents during the week, against 39 in the week before": what follows is of the week.
        if let Some(window) = whole.as_ref().and_then(|whole| whole.window.as_ref())
            && own.is_some()
            && window.rule == "tally/report-period"
        {
            last_window = Some((window.clone(), line.section, sentence));
        }
        if let Some(whole) = whole {
            before = Some(whole);
        } else if let Some(before) = &mut before
            && !counts.is_empty()
        {
            before.sentence = sentence;
        }
    }
    found.extend(crate::tables::counts(context, stages));
    found.sort_by_key(|tally| {
        (
            tally.evidence.last().copied(),
            tally.count.spans.first().copied(),
        )
    });
    for (index, tally) in found.iter_mut().enumerate() {
        tally.id = format!("t{:02}", index + 1);
    }
    found
}

/// A number told only to be compared with: "against 39", "down from 16", "compared with 12".
fn compared(text: &Text, sentence: usize, count: &Count) -> bool {
    let before = count.first.checked_sub(1);
    let against = before.is_some_and(|at| text.word(sentence, at).eq_ignore_ascii_case("against"));
    count.rule == "tally/compared" || against
}

/// "Four emerged before the takeover, but the other eleven after it": the others have the time that the
/// part before them leaves.
fn rest_of_time(
    text: &Text,
    sentence: usize,
    count: &Count,
    told: &[Tally],
) -> Option<Sourced<When>> {
    let word = |back: usize| {
        (count.first.checked_sub(back))
            .map_or(String::new(), |at| text.word(sentence, at).to_lowercase())
    };
    if word(1) != "other" || word(2) != "the" {
        return None;
    }
    let before = told.last()?.window.as_ref()?;
    match (before.value.first, before.value.last) {
        (None, Some(last)) => Some(Sourced::resting_on(
            When::since(last),
            before.spans.clone(),
            "tally/rest-of-time",
        )),
        _ => None,
    }
}

/// A sentence that tells what has been so far: "have been stopped", "has claimed".
fn up_to_now(text: &Text, sentence: usize) -> bool {
    let line = &text.sentences[sentence];
    (0..line.tokens.len()).any(|at| {
        let word = text.word(sentence, at).to_lowercase();
        matches!(word.as_str(), "has" | "have")
            && (at + 1..=at + 3)
                .take_while(|next| matches!(line.pos(*next), Pos::Aux | Pos::Adv | Pos::Verb))
                .any(|next| line.form(next) == language::Form::PastParticiple)
    })
}

/// Whether a report without incidents still speaks of armed violence.
fn is_of_violence(stages: &Stages) -> bool {
    let lines = &stages.text.sentences;
    let signs = lines
        .iter()
        .filter(|line| line.line != Line::Boilerplate)
        .flat_map(|line| &line.hits)
        .filter(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Political,
                    ..
                } | Sense::Weapon { .. }
            )
        })
        .count();
    let armed = stages
        .actors
        .iter()
        .flatten()
        .any(|actor| actor.kind.is_armed_group() || actor.sort == crate::actors::Sort::State);
    let attacks = lines
        .iter()
        .flat_map(|line| &line.hits)
        .any(|hit| match hit.sense {
            Sense::Trigger { trigger, .. } => {
                let trigger = &stages.text.codebook.triggers[usize::from(trigger)];
                let class = &stages.text.codebook.events[trigger.event].class;
                !trigger.weak && (class == "attack" || class == "clash")
            }
            _ => false,
        });
    // "Of the 310 people killed, 150 were militants", "340 incidents that involved the group".
    let counted = lines.iter().flat_map(|line| &line.hits).any(|hit| {
        matches!(hit.sense, Sense::Counted(_))
            || find::effect_of(&stages.text, hit.sense) == Some("killed")
    });
    // "the mission documented 700 civilians killed"
    let documented = || {
        lines.iter().any(|line| {
            let mut hits = line.hits.iter();
            let civilians = |hit: &crate::text::Hit| match hit.sense {
                Sense::Target { target, .. } => {
                    stages.text.codebook.targets[usize::from(target)].code == "civilians"
                }
                _ => false,
            };
            line.has_cue(Cue::Count, 0, line.tokens.len()) && hits.any(civilians)
        })
    };
    // "37 aid workers were killed", "1,200 people have been killed in violence"
    let of_conflict = || {
        lines
            .iter()
            .flat_map(|line| &line.hits)
            .any(|hit| match hit.sense {
                Sense::Target { target, .. } => matches!(
                    stages.text.codebook.targets[usize::from(target)]
                        .code
                        .as_str(),
                    "aid_worker"
                        | "media"
                        | "military"
                        | "police"
                        | "armed_group"
                        | "religious"
                        | "political"
                ),
                _ => false,
            })
            || (0..lines.len()).any(|sentence| {
                (0..lines[sentence].tokens.len()).any(|at| {
                    stages.text.codebook.words.listed(
                        codebook::List::ViolenceNouns,
                        &stages.text.word(sentence, at).to_lowercase(),
                    )
                })
            })
    };
    attacks
        || counted && (of_conflict() || documented())
        || signs >= 2
        || armed && signs + stages.told.len() > 0
        || counted && (armed || signs > 0)
        || !stages.text.tables.is_empty()
}

/// What stands around the counts of a sentence.
fn setting<'a>(
    stages: &'a Stages<'a>,
    accounts: &'a [Account],
    sentence: usize,
    own: Option<&Sourced<When>>,
    over: Option<&Sourced<When>>,
) -> Setting<'a> {
    let text = &stages.text;
    let line = &text.sentences[sentence];
    let is_long = |window: &Sourced<When>| window.value.days().is_none_or(|days| days >= 27);
    let dates = &stages.dates[sentence];
    let cue = |wanted: &[Cue]| {
        line.hits
            .iter()
            .any(|hit| matches!(hit.sense, Sense::Cue { cue, .. } if wanted.contains(&cue)))
    };
    let according = (0..line.tokens.len())
        .any(|token| text.word(sentence, token).eq_ignore_ascii_case("according"));
    let total = cue(&[Cue::Tally]);
    Setting {
        text,
        stages,
        accounts,
        sentence,
        line,
        long: dates.iter().any(|date| spans_time(text, sentence, date)),
        range: dates
            .iter()
            .any(|date| is_range(date) && spans_time(text, sentence, date)),
        very_long: own.is_some_and(|window| window.value.days().is_none_or(|days| days >= 180)),
        total,
        reported: according || cue(&[Cue::Say, Cue::Count]),
        covered: covered(line.span, accounts),
        follows: false,
        listed: listed(text, stages, sentence),
        continues: own.is_none() && over.is_some_and(is_long),
    }
}

/// The last token of the place that opens a line of a list: "- Kabul: 24 killed, 60 injured".
fn listed(text: &Text, stages: &Stages, sentence: usize) -> Option<usize> {
    let line = &text.sentences[sentence];
    if line.line == Line::Prose && line.tokens.len() > 16 {
        return None;
    }
    let place = stages.places[sentence]
        .iter()
        .find(|place| place.first <= 1)?;
    let mark = matches!(text.word(sentence, place.last + 1), ":" | "–" | "—" | "-");
    let number = text
        .word(sentence, place.last + 2)
        .starts_with(|letter: char| letter.is_ascii_digit());
    (mark && number).then_some(place.last)
}

fn covered(span: Span, accounts: &[Account]) -> bool {
    accounts
        .iter()
        .any(|account| account.evidence.contains(&span))
}

/// True for a count that is placed by what the report is about, and by nothing else.
fn nowhere(tally: &Tally) -> bool {
    let mut countries = tally.countries.iter();
    tally.place.is_none()
        && tally.admin1.is_none()
        && countries.all(|country| {
            matches!(
                country.rule.as_str(),
                "place/country-of-text" | "place/country-of-title"
            )
        })
}

/// True where a sentence goes on counting the acts that the one before it counted, and names nobody else.
fn goes_on(text: &Text, sentence: usize, count: &Count, before: &Before) -> bool {
    let line = &text.sentences[sentence];
    let somebody = line.hits.iter().any(|hit| {
        hit.first < count.first
            && matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Claim | Cue::CarryOut | Cue::Say | Cue::Count,
                    ..
                } | Sense::People { .. }
            )
    });
    let here = before.sentence == sentence;
    before.sentence + 1 >= sentence
        && before.count.what == count.what
        && !find::is_toll(&count.what)
        && count.rule != "tally/bracketed"
        && (here || !somebody)
}

/// A part of a count has its actor, time and source, unless it tells its own.
fn inherit(tally: &mut Tally, whole: &Before) {
    if tally.actor.is_none() {
        tally.actor.clone_from(&whole.actor);
    }
    if tally.window.is_none() {
        tally.window.clone_from(&whole.window);
    }
    if tally.source.is_none() {
        tally.source.clone_from(&whole.source);
    }
    if !tally.evidence.contains(&whole.evidence)
        && !tally
            .evidence
            .iter()
            .any(|own| own.contains(&whole.evidence) || whole.evidence.contains(own))
    {
        tally.evidence.insert(0, whole.evidence);
    }
}

/// Sentences longer than this are quoted by their parts.
const LONG: usize = 200;

/// The sentence of a count, or of a long one the clause it stands in and the clause that opens it.
fn evidence(text: &Text, sentence: usize, count: &Count, counts: &[Count]) -> Vec<Span> {
    let line = &text.sentences[sentence];
    if line.span.len() <= LONG || counts.len() < 2 {
        return vec![line.span];
    }
    let ends = |token: usize| matches!(text.word(sentence, token), "," | ";" | ":" | "—" | "–");
    let first = (0..count.first)
        .rev()
        .find(|token| ends(*token))
        .map_or(0, |token| token + 1);
    let last = (count.last + 1..line.tokens.len())
        .find(|token| ends(*token))
        .map_or(line.tokens.len().saturating_sub(1), |token| token - 1);
    let clause = line.bytes(first, last);
    if clause.len() < 8 || clause.of(text.text).trim().len() < 8 {
        return vec![line.span];
    }
    vec![clause]
}

/// "Kabul (245)", "India (3), Iran (4)": a place and its count in brackets, in a list of such.
fn bracketed(text: &Text, sentence: usize, stages: &Stages) -> Vec<Count> {
    let mut counts = Vec::new();
    for place in &stages.places[sentence] {
        let open = place.last + 1;
        if text.word(sentence, open) != "(" || text.word(sentence, open + 2) != ")" {
            continue;
        }
        let Some(number) = numbers(text, sentence)
            .into_iter()
            .find(|number| number.first == open + 1)
        else {
            continue;
        };
        // "Kabul (2015)" is a year; "Kabul (2,015)" and a count beside others is none.
        if year_like(number.span.of(text.text)) {
            continue;
        }
        counts.push(Count {
            what: "attacks".into(),
            what_span: place.span,
            estimate: number.estimate,
            span: place.span.join(&number.span),
            first: place.first,
            last: open + 2,
            rule: "tally/bracketed",
            share: false,
            failed: None,
        });
    }
    if counts.len() < 2 {
        counts.clear();
    }
    // What the list counts is said before it.
    let line = &text.sentences[sentence];
    let what = line
        .hits
        .iter()
        .chain(
            sentence
                .checked_sub(1)
                .map(|before| text.sentences[before].hits.iter())
                .into_iter()
                .flatten(),
        )
        .find_map(|hit| match hit.sense {
            Sense::Counted(code) => {
                Some((text.codebook.counted[usize::from(code)].clone(), hit.span))
            }
            _ => None,
        });
    if let Some((what, span)) = what {
        for count in &mut counts {
            count.what.clone_from(&what);
            count.what_span = span;
        }
    }
    counts
}

fn year_like(words: &str) -> bool {
    words.len() == 4
        && words
            .parse::<u16>()
            .is_ok_and(|value| (1900..=2100).contains(&value))
}

fn tally(
    context: &Context,
    stages: &Stages,
    accounts: &[Account],
    sentence: usize,
    count: &Count,
    counts: &[Count],
) -> Tally {
    let text = context.text;
    let place = own_place(text, stages, sentence, count);
    let foiled = whose::foiled(text, sentence, count);
    let next = counts.iter().find(|other| other.first > count.first);
    let mut tally = Tally {
        report: context.report.id.clone(),
        id: String::new(),
        what: Sourced::new(count.what.clone(), count.what_span, count.rule),
        actor: match foiled {
            Some(_) => whose::of_count(stages, sentence, count),
            None => whose::actor(stages, sentence, count, next),
        },
        countries: Vec::new(),
        admin1: None,
        place: None,
        window: None,
        status: foiled
            .map(|span| Sourced::new(Status::Foiled, span, "status/words"))
            .or_else(|| {
                let failed = count.failed?;
                Some(Sourced::new(Status::Failed, failed, "status/words"))
            }),
        count: Sourced::new(count.estimate, count.span, "number/printed"),
        source: sources::source(text, stages, sentence),
        evidence: Vec::new(),
    };
    if whereabouts::locate_by_incident(text, stages, sentence, count, accounts, &mut tally)
        || whereabouts::locate_by_list(stages, sentence, count, counts, &mut tally)
    {
        return tally;
    }
    locate(context, stages, sentence, place, &mut tally);
    if tally.countries.is_empty()
        && let Some(state) = stages.actors[sentence]
            .iter()
            .find(|actor| actor.kind.is_state() && actor.country.is_some())
        && let Some(code) = &state.country
    {
        tally.countries.push(Sourced::new(
            code.clone(),
            state.span,
            "place/country-of-state",
        ));
    }
    tally
}
