//! What each sentence tells of events: trigger words with the people, places, dates and
//! figures that belong to them.

use crate::actors::{ActorHit, Sort};
use crate::dates::DateHit;
use crate::figures::{Effect, Figure, is_passive};
use crate::places::PlaceHit;
use crate::text::{Hit, Laid, Line, Text};
use codebook::gazetteer::Feature;
use codebook::{Argument, Cue, Form, PersonNoun, Sense, TermForm, Trigger, TriggerForm};
use language::{Pos, Relation};
use model::{Span, Status};

/// Everything found in one sentence before events are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub dates: &'a [DateHit],
    pub places: &'a [PlaceHit],
    pub actors: &'a [ActorHit],
    pub figures: &'a [Figure],
}

/// A trigger word that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Index into the codebook's triggers.
    pub trigger: usize,
    pub form: Form,
    pub first: usize,
    pub last: usize,
    pub span: Span,
}

/// Somebody or something aimed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TargetHit {
    /// Codebook target type index; `None` for an actor.
    pub target: Option<usize>,
    pub actor: Option<ActorHit>,
    pub form: TermForm,
    /// First token of the noun phrase.
    pub first: usize,
    pub last: usize,
    pub span: Span,
    pub nationality: Option<(String, Span)>,
    /// Aimed at (before those merely hit).
    pub aimed: bool,
}

/// One event as one sentence tells it.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent things that words say of an event"
)]
pub(crate) struct Told {
    pub sentence: usize,
    /// Event type index.
    pub event: usize,
    pub words: Vec<Word>,
    /// First and last token of its part of the sentence.
    pub part: (usize, usize),
    pub perpetrators: Vec<(ActorHit, &'static str)>,
    pub targets: Vec<TargetHit>,
    pub weapons: Vec<(usize, Span)>,
    pub date: Option<DateHit>,
    pub places: Vec<PlaceHit>,
    pub from: Option<PlaceHit>,
    pub site: Option<(String, Span)>,
    /// A place by a name that the gazetteer does not know: "near Al Shadaddi".
    pub unknown_place: Option<Span>,
    pub figures: Vec<Figure>,
    pub suicide: Option<Span>,
    pub multiple: Option<Span>,
    pub status: (Status, Span),
    /// Points back at something told: "the attack".
    pub definite: bool,
    /// Says it is another one: "a second attack".
    pub other: bool,
    /// A bare plural: "attacks".
    pub plural: bool,
    /// Only weak words tell of it.
    pub weak: bool,
    /// The words say it is likely, not sure.
    pub suspected: Option<Span>,
    pub threat: bool,
}

/// What the sentence tells, in text order.
pub(crate) fn told(text: &Text, sentence: usize, found: &Found) -> Vec<Told> {
    let line = &text.sentences[sentence];
    if line.line == Line::Boilerplate {
        return Vec::new();
    }
    let words = trigger_words(text, sentence, line, found);
    if words.is_empty() {
        return Vec::new();
    }
    parts(text, sentence, line, &words, found)
        .into_iter()
        .map(|(part, words)| read(text, sentence, line, part, words, found))
        .collect()
}

fn trigger<'t>(text: &'t Text, word: &Word) -> &'t Trigger {
    &text.codebook.triggers[word.trigger]
}

/// Trigger words that are not negated, not mere talk, and have the arguments they need.
fn trigger_words(text: &Text, sentence: usize, line: &Laid, found: &Found) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for hit in &line.hits {
        let Sense::Trigger { trigger, form } = hit.sense else {
            continue;
        };
        let word = Word {
            trigger: usize::from(trigger),
            form,
            first: hit.first,
            last: hit.last,
            span: hit.span,
        };
        if real(text, sentence, line, &word, found)
            && !words.iter().any(|other| {
                other.first == word.first
                    && self::trigger(text, other).form == self::trigger(text, &word).form
                    && rank(text, other) >= rank(text, &word)
            })
        {
            words.push(word);
        }
    }
    words.sort_by_key(|word| (word.first, word.last));
    words
}

fn rank(text: &Text, word: &Word) -> u8 {
    text.codebook.events[trigger(text, word).event].rank
}

/// Whether a trigger word tells of something that happened, was tried or was announced.
fn real(text: &Text, sentence: usize, line: &Laid, word: &Word, found: &Found) -> bool {
    let rule = trigger(text, word);
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    // "heart attack", "general strike": the longer phrase takes the word.
    if line.hits.iter().any(|hit| {
        matches!(
            hit.sense,
            Sense::Cue {
                cue: Cue::Elsewhere,
                ..
            }
        ) && hit.first <= word.first
            && word.last <= hit.last
    }) {
        return false;
    }
    // "similar to the attack on …" compares; it tells nothing itself.
    if rule.form == TriggerForm::Noun
        && line.has_cue(Cue::Compare, word.first.saturating_sub(5), word.first)
        && !line.hits.iter().any(|hit| {
            matches!(hit.sense, Sense::Trigger { .. })
                && hit.first + 5 >= word.first
                && hit.last < word.first
        })
    {
        return false;
    }
    // "33 attacks" is a count of incidents; the text lists them or it does not.
    if rule.form == TriggerForm::Noun
        && word.form == Form::Plural
        && line.line != Line::Item
        && (1..=3).any(|back| {
            word.first.checked_sub(back).is_some_and(|at| {
                let number = line.hits.iter().any(|hit| matches!(hit.sense, Sense::Number(index)
                    if text.codebook.words.numbers[usize::from(index)].min >= 3 && text.codebook.words.numbers[usize::from(index)].max.is_some())
                    && hit.last == at);
                number || text.word(sentence, at).parse::<u32>().is_ok_and(|count| (3..1900).contains(&count))
            })
        })
    {
        return false;
    }
    // "the bombing trial": the word is only part of another noun.
    let after = word.last + 1;
    if rule.form == TriggerForm::Noun
        && line.hits.iter().any(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Elsewhere,
                    ..
                }
            ) && hit.first == after
        })
    {
        return false;
    }
    // "attack aircraft", "raid leader": a noun that describes another noun.
    if rule.form == TriggerForm::Noun
        && word.form == Form::Singular
        && line.pos(after) == Pos::Noun
        && !line.hits.iter().any(|hit| {
            hit.first == after && matches!(hit.sense, Sense::Trigger { .. } | Sense::Cue { .. })
        })
    {
        return false;
    }
    // Roads, ships and peoples that bear the name, and names of other things.
    if line.pos(word.first) == Pos::Propn && rule.form == TriggerForm::Verb && word.first > 0 {
        return false;
    }
    if rule.form == TriggerForm::Verb {
        let gerund = word.form == Form::Gerund;
        let before = word.first.checked_sub(1).map(&lower).unwrap_or_default();
        // "set", "hit" and a present "storm" look like the base form: the tag tells.
        let infinitive = before == "to"
            || word.form == Form::Base && line.form(word.first) == language::Form::Base;
        if infinitive {
            let meant = intent(line, word.first);
            if !meant {
                let done = word.first >= 2
                    && matches!(
                        lower(word.first - 2).as_str(),
                        "began"
                            | "started"
                            | "proceeded"
                            | "went"
                            | "managed"
                            | "continued"
                            | "refused"
                    );
                if !done {
                    return false;
                }
            }
        } else if modal(line, word.first) {
            return false;
        }
        if line.has_cue(
            Cue::Negate,
            word.first.saturating_sub(3),
            word.first.saturating_sub(1),
        ) && !line.has_cue(Cue::Attempt, word.first.saturating_sub(3), word.first)
        {
            return false;
        }
        if gerund
            && matches!(before.as_str(), "of" | "for" | "from" | "about" | "against")
            && !line.has_cue(Cue::Suspect, 0, word.first)
            && !matches!(rule.phrase.as_str(), "kill" | "wound" | "injure")
        {
            return false;
        }
    } else if modal(line, word.first) && !intent(line, word.first) {
        return false;
    }
    if found.dates.is_empty()
        && (line.has_cue(Cue::Habit, word.first.saturating_sub(4), word.first)
            || line.hits.iter().any(|hit| {
                matches!(
                    hit.sense,
                    Sense::Cue {
                        cue: Cue::Habit,
                        form: Form::Fixed
                    }
                ) && hit.last > hit.first + 1
                    && hit.first > word.last
                    && hit.first <= word.last + 10
            }))
    {
        return false;
    }
    // Nature and chance kill too; only a named doer or a weapon makes it an act.
    if rule.weak
        && line.has_cue(Cue::Accident, 0, line.tokens.len())
        && found.actors.iter().all(|actor| actor.sort >= Sort::State)
        && !line
            .hits
            .iter()
            .any(|hit| matches!(hit.sense, Sense::Weapon { .. }))
    {
        return false;
    }
    has_arguments(text, sentence, line, word, rule)
}

/// Whether somebody planned, tried, threatened or was stopped: the clause tells of that.
fn intent(line: &Laid, before: usize) -> bool {
    let first = before.saturating_sub(8);
    [Cue::Plan, Cue::Attempt, Cue::Threaten, Cue::Foil, Cue::Fail]
        .iter()
        .any(|cue| line.has_cue(*cue, first, before))
}

/// "would", "could", "may", "risk of" right before.
fn modal(line: &Laid, before: usize) -> bool {
    line.has_cue(
        Cue::Modal,
        before.saturating_sub(4),
        before.saturating_sub(1),
    )
}

/// Whether the words that a trigger needs stand beside it.
fn has_arguments(text: &Text, sentence: usize, line: &Laid, word: &Word, rule: &Trigger) -> bool {
    let kinds = |argument: Argument, hit: &Hit| match argument {
        // "fired its rocket engine": the weapon only describes another thing.
        Argument::Weapon => {
            matches!(hit.sense, Sense::Weapon { .. })
                && (line.pos(hit.last + 1) != Pos::Noun
                    || line.hits.iter().any(|next| {
                        next.first == hit.last + 1
                            && matches!(
                                next.sense,
                                Sense::Trigger { .. } | Sense::Counted(_) | Sense::Weapon { .. }
                            )
                    }))
        }
        Argument::Person => matches!(
            hit.sense,
            Sense::Target {
                form: TermForm::Person,
                ..
            } | Sense::People { .. }
                | Sense::Actor { .. }
        ),
        Argument::Target => {
            matches!(
                hit.sense,
                Sense::Target { .. }
                    | Sense::People { .. }
                    | Sense::Actor { .. }
                    | Sense::Country { .. }
            ) || line.pos(hit.first) == Pos::Propn
        }
    };
    if let Some(argument) = rule.subject {
        let stands = line.hits.iter().any(|hit| {
            kinds(argument, hit) && hit.last < word.first && word.first - hit.last <= 8
                || kinds(argument, hit) && matches!(hit.sense, Sense::Weapon { suicide: true, .. })
        }) || suicide_bomber(text, sentence, line, word.first);
        if !stands {
            return false;
        }
    }
    if let Some(argument) = rule.object {
        let passive = is_passive(text, sentence, line, word.first);
        let stands = line.hits.iter().any(|hit| {
            kinds(argument, hit)
                && if passive {
                    hit.last < word.first && word.first - hit.last <= 6
                } else {
                    hit.first > word.last && hit.first - word.last <= 7
                }
        }) || argument == Argument::Target && line.pos(word.last + 1) == Pos::Propn;
        if !stands {
            return false;
        }
    }
    true
}

fn suicide_bomber(text: &Text, sentence: usize, line: &Laid, before: usize) -> bool {
    (0..before.min(line.tokens.len())).any(|token| {
        let word = text.word(sentence, token).to_lowercase();
        word.starts_with("bomber")
    })
}

/// The parts of a sentence, each with the words of one event.
///
/// Two words tell of two events where each has its own date or its own place; else they
/// tell of one ("opened fire … killing").
fn parts(
    text: &Text,
    sentence: usize,
    line: &Laid,
    words: &[Word],
    found: &Found,
) -> Vec<((usize, usize), Vec<Word>)> {
    let end = line.tokens.len().saturating_sub(1);
    let mut parts: Vec<((usize, usize), Vec<Word>)> = vec![((0, end), vec![words[0]])];
    for word in &words[1..] {
        let last = parts.len() - 1;
        let previous = *parts[last].1.last().expect("a part holds a word");
        let cut = boundary(text, sentence, line, previous.last, word.first);
        let Some(cut) = cut else {
            parts[last].1.push(*word);
            continue;
        };
        let before = (parts[last].0.0, cut);
        let after = (cut + 1, end);
        // Look only as far as the next trigger for what belongs to this one.
        let reach = words
            .iter()
            .find(|next| next.first > word.first)
            .and_then(|next| boundary(text, sentence, line, word.last, next.first))
            .unwrap_or(end);
        if distinct(
            text,
            line,
            before,
            (cut + 1, reach),
            &parts[last].1,
            word,
            found,
        ) {
            parts[last].0.1 = cut;
            parts.push((after, vec![*word]));
        } else {
            parts[last].1.push(*word);
        }
    }
    parts
}

/// The token at which one clause ends and the next begins between two trigger words.
fn boundary(text: &Text, sentence: usize, line: &Laid, from: usize, to: usize) -> Option<usize> {
    (from + 1..to).rev().find(|token| {
        let word = text.word(sentence, *token).to_lowercase();
        matches!(
            word.as_str(),
            "," | ";"
                | "and"
                | "while"
                | "but"
                | "before"
                | "after"
                | "when"
                | "then"
                | "following"
                | "–"
                | "—"
                | ":"
        ) && !(word == "and" && line.pos(token + 1) == Pos::Num)
    })
}

fn distinct(
    text: &Text,
    line: &Laid,
    before: (usize, usize),
    after: (usize, usize),
    earlier: &[Word],
    word: &Word,
    found: &Found,
) -> bool {
    let inside = |part: (usize, usize), first: usize| part.0 <= first && first <= part.1;
    let date = |part: (usize, usize)| {
        found.dates.iter().find(|date| {
            inside(part, date.first) && date.when.days().is_some_and(|days| days <= 366)
        })
    };
    if let (Some(a), Some(b)) = (date(before), date(after))
        && a.when != b.when
        && !a.when.overlaps(&b.when)
    {
        return true;
    }
    let place = |part: (usize, usize)| {
        found
            .places
            .iter()
            .filter(|place| inside(part, place.first))
            .max_by_key(|place| place.rank())
    };
    let differs = match (place(before), place(after)) {
        (Some(a), Some(b)) => {
            a.record.country != b.record.country
                || a.rank() >= 3
                    && b.rank() >= 3
                    && a.record.id != b.record.id
                    && a.record.admin1 != b.record.admin1
                || a.rank() == 5 && b.rank() == 5 && a.record.id != b.record.id
        }
        _ => false,
    };
    // An arrest after an attack is an event of its own even at the same place.
    let class = |word: &Word| {
        text.codebook.events[trigger(text, word).event]
            .class
            .as_str()
    };
    let arrest = class(word) == "operation"
        && earlier
            .iter()
            .any(|earlier| class(earlier) == "attack" && !trigger(text, earlier).weak)
        && !line.has_cue(Cue::Plan, 0, line.tokens.len());
    differs || arrest && trigger(text, word).form == TriggerForm::Verb
}

/// Reads one event out of its part of the sentence.
fn read(
    text: &Text,
    sentence: usize,
    line: &Laid,
    part: (usize, usize),
    words: Vec<Word>,
    found: &Found,
) -> Told {
    let inside = |first: usize| part.0 <= first && first <= part.1;
    let main = words
        .iter()
        .max_by_key(|word| (rank(text, word), std::cmp::Reverse(word.first)))
        .copied()
        .expect("a part holds a word");
    let mut told = Told {
        sentence,
        event: trigger(text, &main).event,
        part,
        perpetrators: Vec::new(),
        targets: Vec::new(),
        weapons: Vec::new(),
        date: date_of(part, &words, found),
        places: Vec::new(),
        from: None,
        site: None,
        unknown_place: None,
        figures: found
            .figures
            .iter()
            .filter(|figure| inside(figure.first))
            .cloned()
            .collect(),
        suicide: None,
        multiple: None,
        status: (Status::Completed, main.span),
        definite: definite(text, sentence, line, &main),
        other: line.has_cue(Cue::Other, main.first.saturating_sub(4), main.first),
        plural: trigger(text, &main).form == TriggerForm::Noun && main.form == Form::Plural,
        weak: words.iter().all(|word| trigger(text, word).weak),
        suspected: line
            .hits
            .iter()
            .filter(|hit| {
                matches!(
                    hit.sense,
                    Sense::Cue {
                        cue: Cue::Suspect,
                        ..
                    }
                )
            })
            .filter(|hit| part.0 <= hit.first && hit.first <= part.1)
            .find(|hit| {
                let near = |first: usize, last: usize| {
                    hit.last < first && first - hit.last <= 4
                        || hit.first > last && hit.first - last <= 4
                };
                near(main.first, main.last)
                    || found
                        .actors
                        .iter()
                        .any(|actor| near(actor.first, actor.last))
            })
            .map(|hit| hit.span),
        threat: text.codebook.events[trigger(text, &main).event].class == "threat",
        words,
    };
    weapons(text, line, &mut told);
    roles(text, sentence, line, &mut told, found);
    where_(text, sentence, line, &mut told, found);
    status(text, sentence, line, &mut told);
    set_of_acts(text, sentence, line, &mut told);
    told
}

/// The date in its part nearest to the trigger, or the one that opens the sentence.
fn date_of(part: (usize, usize), words: &[Word], found: &Found) -> Option<DateHit> {
    let main = words.first()?;
    let usable = |date: &&DateHit| date.rule != "date/decade";
    let own = found
        .dates
        .iter()
        .filter(|date| part.0 <= date.first && date.first <= part.1)
        .filter(usable)
        .min_by_key(|date| {
            let distance = date.first.abs_diff(main.first);
            // A year alone gives way to a day; a bounded date to a plain one.
            let vague = usize::from(date.when.days().is_none_or(|days| days > 62)) * 30;
            (distance + vague, date.first)
        });
    own.or_else(|| {
        found
            .dates
            .iter()
            .filter(usable)
            .find(|date| date.first < main.first && date.first <= 6)
    })
    .cloned()
}

/// "the attack", "this bombing", "the July attack" point at something known.
fn definite(text: &Text, sentence: usize, line: &Laid, word: &Word) -> bool {
    if trigger(text, word).form == TriggerForm::Verb {
        return false;
    }
    for back in 1..=4 {
        let Some(at) = word.first.checked_sub(back) else {
            return false;
        };
        let before = text.word(sentence, at).to_lowercase();
        if matches!(
            before.as_str(),
            "the" | "this" | "that" | "these" | "those" | "its" | "their" | "both"
        ) {
            return true;
        }
        if !matches!(line.pos(at), Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num) {
            return false;
        }
    }
    false
}

fn weapons(text: &Text, line: &Laid, told: &mut Told) {
    let (first, last) = told.part;
    for hit in &line.hits {
        if let Sense::Weapon { weapon, suicide } = hit.sense
            && first <= hit.first
            && hit.first <= last
        {
            told.weapons.push((usize::from(weapon), hit.span));
            if suicide {
                told.suicide = Some(hit.span);
            }
        }
    }
    for word in &told.words {
        let rule = &text.codebook.triggers[word.trigger];
        if rule.suicide {
            told.suicide = Some(word.span);
        }
        for code in &rule.weapons {
            if let Some(index) = text
                .codebook
                .weapons
                .iter()
                .position(|weapon| &weapon.code == code)
            {
                told.weapons.push((index, word.span));
            }
        }
    }
    let sentence = told.sentence;
    for token in first..=last {
        let word = text.word(sentence, token).to_lowercase();
        let next = text.word(sentence, token + 1).to_lowercase();
        if word == "suicide"
            && (next.starts_with("bomb")
                || next.starts_with("attack")
                || next.starts_with("car")
                || next == "-"
                || next == "terrorist")
        {
            told.suicide = Some(line.bytes(token, token + 1));
        }
        if word == "blew"
            && matches!(
                next.as_str(),
                "himself" | "herself" | "themselves" | "itself"
            )
        {
            told.suicide = Some(line.bytes(token, token + 1));
        }
    }
}

/// Who did it and whom it was aimed at, by the words' places around the triggers.
fn roles(text: &Text, sentence: usize, line: &Laid, told: &mut Told, found: &Found) {
    let words = told.words.clone();
    for word in &words {
        let rule = trigger(text, word);
        match rule.form {
            TriggerForm::Verb => verb_roles(text, sentence, line, told, word, found),
            TriggerForm::Noun => noun_roles(text, sentence, line, told, word, found),
        }
    }
    for figure in told.figures.clone() {
        if figure.attackers && !matches!(figure.effect, Effect::Arrested) {
            continue;
        }
        if let Some(hit) = figure.target
            && let Sense::Target { target, form, .. } = hit.sense
        {
            push_target(
                text,
                sentence,
                line,
                told,
                usize::from(target),
                form,
                &hit,
                false,
            );
        }
    }
    told.perpetrators.sort_by_key(|(actor, _)| actor.span);
    told.perpetrators
        .dedup_by(|a, b| a.0.span == b.0.span || a.0.actor == b.0.actor);
    // Who is both stays what the first word says.
    let perpetrators: Vec<Span> = told
        .perpetrators
        .iter()
        .map(|(actor, _)| actor.span)
        .collect();
    told.targets
        .retain(|target| !perpetrators.iter().any(|span| span.overlaps(&target.span)));
    told.targets
        .sort_by_key(|target| (!target.aimed, target.span));
    told.targets.dedup_by(|a, b| a.span.overlaps(&b.span));
}

/// The head of the clause of a verb: where it shares its subject ("stormed … and killed").
fn subject_of(text: &Text, sentence: usize, line: &Laid, verb: usize) -> Option<(usize, bool)> {
    let tree = text.tree(sentence);
    let mut at = verb;
    for _ in 0..6 {
        let subject = tree.children(at).find(|child| {
            matches!(
                tree.relations[*child],
                Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter
            )
        });
        if let Some(subject) = subject {
            return Some((subject, tree.relations[subject] == Relation::NsubjPass));
        }
        let head = tree.heads[at]?;
        let relation = tree.relations[at];
        let shares = matches!(
            relation,
            Relation::Conj
                | Relation::Xcomp
                | Relation::Advcl
                | Relation::Acl
                | Relation::AclRelcl
                | Relation::Ccomp
                | Relation::Parataxis
        );
        if !shares {
            return None;
        }
        if relation == Relation::AclRelcl || relation == Relation::Acl {
            // "gunmen who killed": the noun itself.
            return (line.pos(usize::from(head)) != Pos::Verb)
                .then_some((usize::from(head), false));
        }
        at = usize::from(head);
    }
    None
}

fn actor_at<'a>(found: &Found<'a>, token: usize) -> Option<&'a ActorHit> {
    found
        .actors
        .iter()
        .filter(|actor| actor.first <= token && token <= actor.last)
        .min_by_key(|actor| actor.sort)
}

/// The actor whose noun phrase has this head: the head itself, or a name just before or in it.
fn actor_of_phrase<'a>(
    text: &Text,
    sentence: usize,
    found: &Found<'a>,
    head: usize,
) -> Option<&'a ActorHit> {
    if let Some(actor) = actor_at(found, head) {
        return Some(actor);
    }
    let tree = text.tree(sentence);
    found.actors.iter().find(|actor| {
        (actor.first..=actor.last).any(|token| {
            tree.heads.get(token).copied().flatten() == Some(head as u16)
                && matches!(
                    tree.relations[token],
                    Relation::Compound
                        | Relation::Flat
                        | Relation::Appos
                        | Relation::Amod
                        | Relation::NmodDesc
                        | Relation::NmodPoss
                )
        })
    })
}

fn verb_roles(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    word: &Word,
    found: &Found,
) {
    let passive = is_passive(text, sentence, line, word.first);
    let rule = trigger(text, word);
    if rule.victim_subject {
        targets_between(
            text,
            sentence,
            line,
            told,
            word.first.saturating_sub(8),
            word.first.saturating_sub(1),
            false,
        );
        return;
    }
    if passive {
        // By whom?
        for back in 1..=8 {
            let at = word.last + back;
            if text.word(sentence, at).eq_ignore_ascii_case("by") {
                if let Some(actor) = found
                    .actors
                    .iter()
                    .find(|actor| actor.first > at && actor.first <= at + 5)
                {
                    told.perpetrators.push((actor.clone(), "role/by"));
                }
                break;
            }
        }
        targets_between(
            text,
            sentence,
            line,
            told,
            word.first.saturating_sub(12).max(told.part.0),
            word.first.saturating_sub(1),
            true,
        );
        targets_between(
            text,
            sentence,
            line,
            told,
            word.last + 1,
            (word.last + 10).min(told.part.1),
            false,
        );
        return;
    }
    let subject = subject_of(text, sentence, line, word.first);
    let by_tree = subject
        .filter(|(token, passive)| !passive && *token < word.first)
        .and_then(|(token, _)| actor_of_phrase(text, sentence, found, token));
    let nearest = || {
        found
            .actors
            .iter()
            .rev()
            .find(|actor| {
                actor.last < word.first
                    && actor.first >= told.part.0
                    && !after_by_or_of(text, sentence, actor.first)
            })
            .filter(|actor| {
                word.first - actor.last <= 6
                    && !(actor.last + 1..word.first).any(|token| {
                        matches!(text.word(sentence, token), "," | ";" | "that" | "said")
                    })
            })
    };
    let actor = by_tree.or_else(nearest);
    if let Some(actor) = actor {
        told.perpetrators.push((actor.clone(), "role/subject"));
        if actor.sort != Sort::Nobody {
            coordinated(text, sentence, told, actor, found);
        }
    }
    let reach = object_end(text, sentence, line, word, told.part.1);
    targets_between(text, sentence, line, told, word.last + 1, reach, true);
    actor_targets(text, sentence, told, word.last + 1, reach, found);
}

/// "Jund al-Aqsa and al-Nusra": the others of the list.
fn coordinated(text: &Text, sentence: usize, told: &mut Told, actor: &ActorHit, found: &Found) {
    for other in found.actors {
        let gap = if other.first > actor.last {
            actor.last + 1..other.first
        } else if actor.first > other.last {
            other.last + 1..actor.first
        } else {
            continue;
        };
        let joined = gap.len() <= 5
            && !gap.is_empty()
            && gap.clone().all(|token| {
                matches!(
                    text.word(sentence, token).to_lowercase().as_str(),
                    "and" | "," | "the" | "along" | "with" | "or"
                )
            });
        let clash = text.codebook.events[told.event].class == "clash";
        if joined && (other.sort == actor.sort || clash && other.sort != Sort::Nobody) {
            told.perpetrators.push((other.clone(), "role/coordinated"));
        }
    }
}

fn after_by_or_of(text: &Text, sentence: usize, first: usize) -> bool {
    first > 0
        && matches!(
            text.word(sentence, first - 1).to_lowercase().as_str(),
            "of" | "against" | "in" | "at" | "from" | "for" | "with" | "on" | "to"
        )
}

/// How far the object of a verb can reach: to the next clause.
fn object_end(text: &Text, sentence: usize, line: &Laid, word: &Word, end: usize) -> usize {
    let mut at = word.last + 1;
    while at <= end && at <= word.last + 16 {
        let next = text.word(sentence, at).to_lowercase();
        if matches!(
            next.as_str(),
            ";" | "after"
                | "while"
                | "before"
                | "when"
                | "because"
                | "who"
                | "which"
                | "that"
                | "but"
                | "said"
                | "following"
                | "since"
                | "then"
        ) || matches!(line.pos(at), Pos::Verb)
            && matches!(
                line.form(at),
                language::Form::Past | language::Form::PresentThird
            )
            && at > word.last + 2
        {
            return at.saturating_sub(1);
        }
        at += 1;
    }
    at.min(end)
}

fn noun_roles(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    word: &Word,
    found: &Found,
) {
    let (part_first, part_last) = told.part;
    // "ISKP attack", "the Taliban's raid", "the January 3 ISKP bombings"
    if let Some(actor) = found.actors.iter().rev().find(|actor| {
        actor.last < word.first
            && word.first - actor.last <= 4
            && (actor.last + 1..word.first).all(|token| {
                matches!(
                    line.pos(token),
                    Pos::Adj | Pos::Num | Pos::Part | Pos::Noun | Pos::Punct | Pos::Propn
                ) && !matches!(text.word(sentence, token), "," | ";" | "." | "(" | ")")
            })
    }) {
        told.perpetrators.push((actor.clone(), "role/possessor"));
    }
    // "attack by X", "claimed by X", "carried out by X"
    for token in word.last + 1..=part_last.min(word.last + 14) {
        if text.word(sentence, token).eq_ignore_ascii_case("by")
            && let Some(actor) = found
                .actors
                .iter()
                .find(|actor| actor.first > token && actor.first <= token + 5)
        {
            told.perpetrators.push((actor.clone(), "role/by"));
            coordinated(text, sentence, told, actor, found);
            break;
        }
    }
    // "X carried out an attack", "X conducted a series of bombings"
    if let Some(cue) = line.hits.iter().rev().find(|hit| {
        matches!(hit.sense, Sense::Cue { cue: Cue::CarryOut | Cue::Claim, form } if !matches!(form, Form::Singular | Form::Plural))
            && hit.last < word.first
            && word.first - hit.last <= 8
            && hit.first >= part_first
    }) {
        let passive = is_passive(text, sentence, line, cue.first);
        let subject = subject_of(text, sentence, line, cue.first)
            .filter(|(_, passive_subject)| !passive_subject)
            .and_then(|(token, _)| actor_of_phrase(text, sentence, found, token))
            .or_else(|| {
                found
                    .actors
                    .iter()
                    .rev()
                    .find(|actor| actor.last < cue.first && cue.first - actor.last <= 5)
            });
        if !passive && let Some(actor) = subject {
            told.perpetrators.push((actor.clone(), "role/carried-out"));
            coordinated(text, sentence, told, actor, found);
        }
    }
    // "was carried out by X" after the noun is read by "by" above.
    let rule_class = text.codebook.events[trigger(text, word).event]
        .class
        .clone();
    if rule_class == "clash" {
        clash_sides(text, sentence, told, word, found);
    }
    // The target: "attack on X", "bombing of X", "attack that struck X"
    let mut at = word.last + 1;
    while at <= part_last && at <= word.last + 6 {
        let preposition = text.word(sentence, at).to_lowercase();
        if matches!(
            preposition.as_str(),
            "on" | "against"
                | "of"
                | "at"
                | "targeting"
                | "in"
                | "outside"
                | "inside"
                | "near"
                | "targeted"
                | "struck"
                | "hit"
                | "upon"
                | "toward"
                | "engaged"
                | "destroyed"
                | "damaged"
                | "killed"
        ) {
            let aimed = !matches!(preposition.as_str(), "in" | "near");
            let reach = object_end(text, sentence, line, &Word { last: at, ..*word }, part_last)
                .min(at + 12);
            targets_between(text, sentence, line, told, at + 1, reach, aimed);
            if aimed {
                actor_targets(text, sentence, told, at + 1, reach.min(at + 8), found);
            }
            break;
        }
        at += 1;
    }
    // "embassy bombing", "Kabul airport attack"
    if word.first > 0 {
        targets_between(
            text,
            sentence,
            line,
            told,
            word.first.saturating_sub(2),
            word.first - 1,
            true,
        );
    }
}

/// "clashes between A and B", "A clashed with B", "fighting with B".
fn clash_sides(text: &Text, sentence: usize, told: &mut Told, word: &Word, found: &Found) {
    for token in word.last + 1..=(word.last + 8).min(told.part.1) {
        let preposition = text.word(sentence, token).to_lowercase();
        if preposition == "between" {
            for actor in found
                .actors
                .iter()
                .filter(|actor| actor.first > token && actor.first <= token + 16)
            {
                told.perpetrators.push((actor.clone(), "role/side"));
            }
            return;
        }
        if matches!(preposition.as_str(), "with" | "against") {
            if let Some(actor) = found
                .actors
                .iter()
                .find(|actor| actor.first > token && actor.first <= token + 6)
            {
                push_actor_target(told, actor, true);
            }
            return;
        }
    }
}

/// Target nouns between two tokens.
fn targets_between(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    first: usize,
    last: usize,
    aimed: bool,
) {
    let mut hits: Vec<&Hit> = line
        .hits
        .iter()
        .filter(|hit| {
            matches!(hit.sense, Sense::Target { .. }) && hit.first >= first && hit.last <= last
        })
        .collect();
    hits.sort_by_key(|hit| hit.first);
    for hit in hits {
        if let Sense::Target { target, form, .. } = hit.sense {
            // "provincial officials said": who speaks was not aimed at.
            let speaks = line.has_cue(Cue::Say, hit.last + 1, hit.last + 2)
                || hit.first > 0 && line.has_cue(Cue::Say, hit.first - 1, hit.first - 1);
            // "taken to the hospital": a place is a target only where it was aimed at.
            let start = phrase_start(text, sentence, line, hit.first).0;
            let before = (1..=2)
                .filter_map(|back| start.checked_sub(back))
                .map(|at| text.word(sentence, at).to_lowercase())
                .find(|word| {
                    !matches!(
                        word.as_str(),
                        "the" | "a" | "an" | "his" | "her" | "their" | "its"
                    )
                })
                .unwrap_or_default();
            let moved = matches!(before.as_str(), "to" | "from" | "of" | "with" | "for");
            if speaks || !aimed && form == TermForm::Site && moved {
                continue;
            }
            // "the embassy guards": the phrase's last noun names it, the highest rank types it.
            push_target(
                text,
                sentence,
                line,
                told,
                usize::from(target),
                form,
                hit,
                aimed,
            );
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "one call, all of it context")]
fn push_target(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    target: usize,
    form: TermForm,
    hit: &Hit,
    aimed: bool,
) {
    // People who did it are no targets.
    if line.hits.iter().any(|other| {
        other.first == hit.first
            && matches!(
                other.sense,
                Sense::People {
                    kind: PersonNoun::Nobody | PersonNoun::Body,
                    ..
                }
            )
            && told
                .figures
                .iter()
                .all(|figure| figure.first > hit.last || figure.last < hit.first)
    }) && !aimed
    {
        return;
    }
    let (first, nationality) = phrase_start(text, sentence, line, hit.first);
    let span = line.bytes(first, hit.last);
    if let Some(other) = told.targets.iter_mut().find(|other| {
        other.span.overlaps(&span)
            || other.last + 1 == hit.first && other.target.is_some()
            || hit.last + 1 == other.first
    }) {
        if let Some(known) = other.target {
            let stronger = text.codebook.targets[target].rank > text.codebook.targets[known].rank;
            if stronger {
                other.target = Some(target);
            }
            other.span = other.span.join(&span);
            other.first = other.first.min(first);
            other.last = other.last.max(hit.last);
            other.aimed |= aimed;
            if other.form != TermForm::Site {
                other.form = form;
            }
            if other.nationality.is_none() {
                other.nationality = nationality;
            }
        }
        return;
    }
    told.targets.push(TargetHit {
        target: Some(target),
        actor: None,
        form,
        first,
        last: hit.last,
        span,
        nationality,
        aimed,
    });
}

/// First token of a noun phrase, and the nation its modifiers name.
fn phrase_start(
    text: &Text,
    sentence: usize,
    line: &Laid,
    noun: usize,
) -> (usize, Option<(String, Span)>) {
    let mut first = noun;
    let mut nationality = None;
    for back in 1..=6 {
        let Some(at) = noun.checked_sub(back) else {
            break;
        };
        let word = text.word(sentence, at);
        let national = line.hits.iter().find(|hit| {
            hit.first <= at
                && at <= hit.last
                && matches!(hit.sense, Sense::Demonym { .. } | Sense::Country { .. })
        });
        if let Some(hit) = national
            && let Sense::Demonym { country } | Sense::Country { country, .. } = hit.sense
        {
            let possessive = matches!(text.word(sentence, at + 1), "'s" | "’s");
            if matches!(hit.sense, Sense::Demonym { .. })
                || possessive
                || line.pos(at) == Pos::Propn
            {
                nationality = Some((
                    text.codebook.countries[usize::from(country)].code.clone(),
                    hit.span,
                ));
                first = hit.first;
            }
            break;
        }
        let modifier = matches!(line.pos(at), Pos::Adj | Pos::Noun | Pos::Propn)
            || matches!(word, "-" | "'s" | "’s" | "&")
            || word.eq_ignore_ascii_case("and")
                && line.pos(at.saturating_sub(1)) == Pos::Propn
                && line.pos(at + 1) == Pos::Propn;
        if !modifier {
            break;
        }
        first = at;
    }
    if matches!(text.word(sentence, first), "-" | "'s" | "’s") {
        first += 1;
    }
    (first, nationality)
}

/// Actors between two tokens as targets.
fn actor_targets(
    text: &Text,
    sentence: usize,
    told: &mut Told,
    first: usize,
    last: usize,
    found: &Found,
) {
    for actor in found.actors {
        let by = actor.first > 0
            && text
                .word(sentence, actor.first - 1)
                .eq_ignore_ascii_case("by");
        if actor.first >= first && actor.last <= last && !by && actor.sort != Sort::Nobody {
            push_actor_target(told, actor, true);
        }
    }
}

fn push_actor_target(told: &mut Told, actor: &ActorHit, aimed: bool) {
    if told
        .perpetrators
        .iter()
        .any(|(other, _)| other.actor == actor.actor && other.sort != Sort::Body)
    {
        return;
    }
    // "Taliban soldiers": the noun is the type, the actor the name.
    if let Some(target) = told
        .targets
        .iter_mut()
        .find(|target| target.span.overlaps(&actor.span) || target.first == actor.last + 1)
    {
        target.actor.get_or_insert_with(|| actor.clone());
        return;
    }
    told.targets.push(TargetHit {
        target: None,
        actor: Some(actor.clone()),
        form: TermForm::Body,
        first: actor.first,
        last: actor.last,
        span: actor.span,
        nationality: actor.country.clone().map(|code| (code, actor.span)),
        aimed,
    });
}

/// Where it happened, where it was fired from, and the building or ground.
fn where_(text: &Text, sentence: usize, line: &Laid, told: &mut Told, found: &Found) {
    let main = told.words[0].first;
    let mut places: Vec<PlaceHit> = Vec::new();
    for place in found.places {
        let own = told.part.0 <= place.first && place.first <= told.part.1;
        let opens = place.first <= 3
            && place.first < main
            && text
                .word(sentence, place.first.saturating_sub(1))
                .eq_ignore_ascii_case("in");
        if !own && !opens {
            continue;
        }
        let before = place
            .first
            .checked_sub(1)
            .map_or("", |at| text.word(sentence, at))
            .to_lowercase();
        let before = if place.direction.is_some() {
            place
                .first
                .checked_sub(2)
                .map_or("", |at| text.word(sentence, at))
                .to_lowercase()
        } else {
            before
        };
        // "fired from northern Afghanistan"
        if before == "from" {
            if told.from.is_none() {
                told.from = Some(*place);
            }
            continue;
        }
        // A dateline is no place of the event: "ALGIERS, Dec 28 (Wire) - Gunmen …".
        let dateline = place.first <= 3
            && place.last < main
            && (place.last + 1..main.min(16))
                .any(|token| matches!(text.word(sentence, token), "-" | "–" | "—" | "--"))
            && !(0..=place.first).any(|token| {
                matches!(
                    text.word(sentence, token).to_lowercase().as_str(),
                    "in" | "near" | "at"
                )
            })
            && text
                .word(sentence, place.first)
                .chars()
                .filter(|letter| letter.is_alphabetic())
                .all(char::is_uppercase);
        if dateline {
            continue;
        }
        // The country of a group, a state that acts, or a nationality is no place of the event.
        let acts = found.actors.iter().any(|actor| {
            actor.first <= place.first && place.last <= actor.last && actor.last > place.last
                || actor.first == place.first
                    && actor.sort == Sort::State
                    && told
                        .perpetrators
                        .iter()
                        .any(|(who, _)| who.span == actor.span)
        });
        if acts {
            continue;
        }
        let national = place.record.feature == Feature::Country
            && (matches!(line.pos(place.last + 1), Pos::Noun | Pos::Propn)
                || matches!(text.word(sentence, place.last + 1), "'s" | "’s"))
            && !matches!(
                before.as_str(),
                "in" | "into" | "across" | "toward" | "towards" | "inside"
            );
        if national {
            continue;
        }
        let said = matches!(
            text.word(sentence, place.last + 1).to_lowercase().as_str(),
            "said" | "denied" | "says" | "claimed"
        );
        if said {
            continue;
        }
        places.push(*place);
    }
    told.places = best_chain(&places, told, text, sentence);
    told.site = site(text, told);
    if told.places.iter().all(|place| place.rank() < 4) {
        told.unknown_place = unknown_place(text, sentence, line, told, found);
    }
}

/// A name behind "near" or "in" that no stage knows: a place all the same.
fn unknown_place(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    found: &Found,
) -> Option<Span> {
    let (first, last) = told.part;
    for at in first..last {
        let preposition = text.word(sentence, at).to_lowercase();
        if !matches!(preposition.as_str(), "in" | "near" | "outside" | "at") {
            continue;
        }
        // "in the town of Al-Sarkha", "in the village of Tlangzawl"
        let start = (at + 1..(at + 5).min(last + 1))
            .rev()
            .find(|token| {
                text.word(sentence, *token) == "of"
                    && matches!(
                        text.word(sentence, token - 1),
                        "town" | "village" | "towns" | "villages" | "city" | "district" | "area"
                    )
            })
            .map_or(at + 1, |of| of + 1);
        let mut end = start;
        while end <= last
            && (line.pos(end) == Pos::Propn
                || text.word(sentence, end) == "-" && line.pos(end + 1) == Pos::Propn)
        {
            end += 1;
        }
        if end == start {
            continue;
        }
        let span = line.bytes(start, end - 1);
        let known = found.dates.iter().any(|date| date.span.overlaps(&span))
            || found.places.iter().any(|place| place.span.overlaps(&span))
            || found.actors.iter().any(|actor| actor.span.overlaps(&span))
            || line.hits.iter().any(|hit| {
                hit.span.overlaps(&span)
                    && matches!(
                        hit.sense,
                        Sense::Country { .. }
                            | Sense::Demonym { .. }
                            | Sense::Actor { .. }
                            | Sense::Target { .. }
                    )
            });
        let near_trigger = told
            .words
            .iter()
            .any(|word| word.first.abs_diff(start) <= 12);
        if !known && near_trigger && span.len() >= 4 {
            return Some(span);
        }
    }
    None
}

/// The places that lie in one another, nearest to the trigger first.
fn best_chain(places: &[PlaceHit], told: &Told, text: &Text, sentence: usize) -> Vec<PlaceHit> {
    let main = told
        .words
        .iter()
        .max_by_key(|word| rank(text, word))
        .map_or(0, |word| word.first);
    let Some(anchor) = places.iter().min_by_key(|place| {
        let before = place
            .first
            .checked_sub(1)
            .map_or("", |at| text.word(sentence, at))
            .to_lowercase();
        let locative = matches!(
            before.as_str(),
            "in" | "at"
                | "near"
                | "outside"
                | "inside"
                | "around"
                | "on"
                | "of"
                | "toward"
                | "towards"
                | "into"
        );
        let distance = place.first.abs_diff(main);
        distance + usize::from(!locative) * 4 + usize::from(place.rank() == 1) * 3
    }) else {
        return Vec::new();
    };
    let mut chain: Vec<PlaceHit> = places
        .iter()
        .filter(|place| {
            place.record.id == anchor.record.id
                || place.record.country == anchor.record.country
                    && (place.rank() != anchor.rank()
                        || place.record.admin1.is_some()
                            && place.record.admin1 == anchor.record.admin1
                            && place.rank() < 5)
        })
        .copied()
        .collect();
    chain.sort_by_key(|place| (std::cmp::Reverse(place.rank()), place.first.abs_diff(main)));
    // Two settlements: the nearer one.
    let mut seen_rank = 0u8;
    chain.retain(|place| {
        let keep = place.rank() != seen_rank;
        seen_rank = place.rank();
        keep
    });
    // A finer place of another unit than the anchor's is not where it happened.
    chain
}

/// The building or ground that a target phrase names.
fn site(text: &Text, told: &Told) -> Option<(String, Span)> {
    told.targets
        .iter()
        .filter(|target| target.form == TermForm::Site && target.target.is_some())
        .map(|target| {
            let words = target.span.of(text.text);
            let plain = words.split_whitespace().collect::<Vec<_>>().join(" ");
            (plain, target.span)
        })
        .find(|(name, _)| {
            !matches!(
                name.to_lowercase().as_str(),
                "village"
                    | "street"
                    | "home"
                    | "house"
                    | "road"
                    | "square"
                    | "checkpoint"
                    | "base"
                    | "camp"
                    | "headquarters"
                    | "port"
                    | "neighborhood"
                    | "neighbourhood"
            )
        })
}

/// Completed, failed, foiled or announced.
fn status(_text: &Text, _sentence: usize, line: &Laid, told: &mut Told) {
    let (first, last) = told.part;
    let main = told.words[0];
    if told.threat {
        told.status = (Status::Threatened, main.span);
        return;
    }
    let around = |cue: Cue| {
        line.hits
            .iter()
            .find(|hit| {
                matches!(hit.sense, Sense::Cue { cue: found, .. } if found == cue)
                    && hit.first >= first
                    && hit.first <= last
                    && hit.first < main.first
                    && main.first - hit.first <= 9
            })
            .map(|hit| hit.span)
    };
    if let Some(span) = around(Cue::Foil) {
        told.status = (Status::Foiled, span);
    } else if let Some(span) = around(Cue::Plan) {
        told.status = (Status::Foiled, span);
    } else if let Some(span) = around(Cue::Fail).or_else(|| around(Cue::Attempt)) {
        told.status = (Status::Failed, span);
    } else if let Some(hit) = line.hits.iter().find(|hit| {
        matches!(hit.sense, Sense::Cue { cue: Cue::Foil, form } if form != Form::Base)
            && hit.first > main.last
            && hit.first <= main.last + 6
            && hit.first <= last
    }) {
        told.status = (Status::Foiled, hit.span);
    }
}

/// "a series of bombings", "attacks in Kunduz", "two explosions".
fn set_of_acts(text: &Text, sentence: usize, line: &Laid, told: &mut Told) {
    let main = told.words[0];
    let series = line
        .cue(Cue::Series, main.first.saturating_sub(5), main.first)
        .map(|hit| hit.span);
    if let Some(span) = series.filter(|_| told.plural) {
        told.multiple = Some(span);
    } else if told.plural
        && told
            .words
            .iter()
            .any(|word| word.form == Form::Plural && trigger(text, word).form == TriggerForm::Noun)
        && !matches!(
            text.codebook.events[told.event].class.as_str(),
            "clash" | "unrest" | "threat"
        )
    {
        told.multiple = Some(main.span);
    }
    let _ = sentence;
}
