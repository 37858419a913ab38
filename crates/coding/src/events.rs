//! What each sentence tells of events: trigger words with the people, places, dates and
//! figures that belong to them.

mod beside;
mod fronted;
mod roles;
mod several;
mod victims;
mod when;
mod whereabouts;
mod words;

use crate::actors::{ActorHit, Sort};
use crate::dates::DateHit;
use crate::figures::Figure;
use crate::places::PlaceHit;
use crate::text::{Hit, Laid, Line, Text};
use codebook::{Cue, Form, List, Sense, TermForm, Trigger, TriggerForm};
use fronted::fronted;
use language::Pos;
use model::{Span, Status};
use roles::roles;
pub(crate) use roles::subject_of;
use several::several;
use victims::victims;
pub(crate) use victims::{Named, names_before, names_behind};
use when::{date_of, said_then, when_stopped};
pub(crate) use whereabouts::named_site;
use whereabouts::whereabouts;
pub(crate) use words::present;
use words::trigger_words;

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

impl TargetHit {
    /// An actor aimed at.
    pub fn of(actor: ActorHit) -> Self {
        Self {
            target: None,
            form: TermForm::Body,
            first: actor.first,
            last: actor.last,
            span: actor.span,
            nationality: actor.country.clone().map(|code| (code, actor.span)),
            aimed: true,
            actor: Some(actor),
        }
    }
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
    /// Names of persons to whom it happened.
    pub named: Vec<Named>,
    pub weapons: Vec<(usize, Span)>,
    pub date: Option<DateHit>,
    pub places: Vec<PlaceHit>,
    pub from: Option<PlaceHit>,
    pub site: Option<(String, Span)>,
    /// A place by a name that the gazetteer does not know: "near Al Shadaddi".
    pub unknown_place: Option<Span>,
    /// Of acts told together, in several places: one of these, where all lie in one country, and
    /// whether all lie in one unit of it.
    pub among: Option<(PlaceHit, bool)>,
    pub figures: Vec<Figure>,
    pub suicide: Option<Span>,
    pub multiple: Option<Span>,
    pub status: (Status, Span),
    /// Points back at something told: "the attack".
    pub definite: bool,
    /// Says it is another one: "a second attack".
    pub other: bool,
    /// The word of the arrests that stopped it: "detained in Vienna and in Cologne over plans to attack".
    pub stopped: Option<Word>,
    /// One of several that a sentence lists.
    pub listed: bool,
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
    let mut all: Vec<Told> = Vec::new();
    for (part, words) in parts(text, sentence, line, &words, found) {
        let mut told = read(text, sentence, line, part, words, found);
        // "the group has carried out many attacks, including the one on the airport"
        if told.listed
            && told.perpetrators.is_empty()
            && let Some(set) = all.last()
            && set.plural
        {
            told.perpetrators.clone_from(&set.perpetrators);
        }
        // "Several attacks were claimed last month, including a blast in the capital"
        if told.listed
            && told.date.is_none()
            && let Some(set) = all.iter().rev().find(|set| set.plural)
        {
            told.date.clone_from(&set.date);
        }
        // "The group often attacks schools, such as the one in …": the habit is no event.
        if told.perpetrators.is_empty() {
            let group = of_habit(text, sentence, line, &told, found);
            told.perpetrators.extend(group);
        }
        let mut told = several(text, sentence, line, told, found);
        for told in &mut told {
            when_stopped(text, sentence, line, told, found);
        }
        all.extend(told);
    }
    all
}

/// "attacks on the young, *such as* the shooting at a school": where the example of a habit begins.
fn example(text: &Text, sentence: usize, line: &Laid, act: usize) -> Option<usize> {
    let is = |token: usize, word: &str| text.word(sentence, token).eq_ignore_ascii_case(word);
    (act.saturating_sub(10)..act)
        .rev()
        .take_while(|at| line.pos(*at) != Pos::Verb)
        .find(|at| is(*at, "such") && is(at + 1, "as") || is(*at, "for") && is(at + 1, "example"))
}

/// The armed group that a sentence is about, where it names an act as an example of what the group does.
fn of_habit(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &Told,
    found: &Found,
) -> Option<(ActorHit, &'static str)> {
    let example = example(text, sentence, line, told.words.last()?.first)?;
    let verb = (0..example).find(|at| line.pos(*at) == Pos::Verb)?;
    let group = found.actors.iter().rfind(|actor| {
        actor.last < verb && actor.sort < Sort::Crowd && actor.kind.is_armed_group()
    })?;
    let acts = line
        .hits
        .iter()
        .any(|hit| hit.first < example && matches!(hit.sense, Sense::Trigger { .. }));
    acts.then(|| (group.clone(), "role/example"))
}

fn trigger<'t>(text: &'t Text, word: &Word) -> &'t Trigger {
    &text.codebook.triggers[word.trigger]
}

fn rank(text: &Text, word: &Word) -> u8 {
    text.codebook.events[trigger(text, word).event].rank
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
    let other = comparison(text, sentence, line)
        .or_else(|| fronted(text, sentence, line, found).map(|(_, comma)| comma));
    for word in &words[1..] {
        let last = parts.len() - 1;
        if let Some(comma) = other.filter(|comma| parts[0].1[0].first < *comma)
            && last == 0
            && word.first > comma
        {
            parts[0].0.1 = comma;
            parts.push(((comma + 1, end), vec![*word]));
            continue;
        }
        let previous = *parts[last].1.last().expect("a part holds a word");
        let cut = boundary(text, sentence, line, previous.last, word.first, found).or_else(|| {
            (previous.last + 1 < word.first && crime(text, sentence, &parts[last].1, word))
                .then(|| word.first - 2.min(word.first - previous.last - 1))
        });
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
            .and_then(|next| boundary(text, sentence, line, word.last, next.first, found))
            .unwrap_or(end);
        if distinct(
            text,
            sentence,
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
    // "the Example Front (EF, which hijacked a ferry in 1994), the Falcons and …"
    for (part, words) in &mut parts {
        if let Some(close) = closes(text, sentence, words[0].first, part.1) {
            part.1 = close;
            words.retain(|word| word.first < close);
        }
    }
    parts
}

/// The bracket that closes the one in which a token stands.
fn closes(text: &Text, sentence: usize, token: usize, end: usize) -> Option<usize> {
    let opened = (0..token)
        .rev()
        .find(|at| matches!(text.word(sentence, *at), "(" | ")"))?;
    (text.word(sentence, opened) == "(")
        .then(|| (token..=end).find(|at| text.word(sentence, *at) == ")"))
        .flatten()
}

/// "As with the bombing in January, …", "Unlike the attack on the mayor, …": where a comparison that opens a
/// sentence ends. Its days are of the other act.
pub(crate) fn comparison(text: &Text, sentence: usize, line: &Laid) -> Option<usize> {
    let hit = line.cue(Cue::Compare, 0, 1).filter(|hit| hit.first == 0)?;
    let finite = |at: &usize| {
        line.pos(*at) == Pos::Aux
            || line.pos(*at) == Pos::Verb
                && matches!(
                    line.form(*at),
                    language::Form::Past | language::Form::PresentThird
                )
    };
    let verb = (hit.last + 1..line.tokens.len()).find(finite)?;
    // "Like the killing of the mayor, Ana Example, in May, the shooting was …"
    (hit.last + 1..verb).rev().find(|at| {
        text.word(sentence, *at) == ","
            && (*at + 1..verb).any(|at| matches!(line.pos(at), Pos::Noun | Pos::Propn | Pos::Pron))
    })
}

/// "arrested in connection with *the murder of* a judge", "protested *the attack on* the union": the crime that
/// others than those who did it are told of.
fn crime(text: &Text, sentence: usize, earlier: &[Word], word: &Word) -> bool {
    let class = |word: &Word| {
        text.codebook.events[trigger(text, word).event]
            .class
            .as_str()
    };
    text.telegraphed()
        && class(word) == "attack"
        && trigger(text, word).form == TriggerForm::Noun
        && word.form != Form::Plural
        && matches!(
            text.word(sentence, word.last + 1).to_lowercase().as_str(),
            "of" | "on" | "against"
        )
        && earlier
            .iter()
            .all(|word| matches!(class(word), "operation" | "unrest"))
}

/// "such *as*", "for *example*"
fn opens_example(text: &Text, sentence: usize, at: usize) -> bool {
    let is = |at: usize, word: &str| text.word(sentence, at).eq_ignore_ascii_case(word);
    at > 0 && (is(at, "as") && is(at - 1, "such") || is(at, "example") && is(at - 1, "for"))
}

/// The token at which one clause ends and the next begins between two trigger words.
fn boundary(
    text: &Text,
    sentence: usize,
    line: &Laid,
    from: usize,
    to: usize,
    found: &Found,
) -> Option<usize> {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    // "attacks in Gwoza and Bama killed 14": no clause ends between two places.
    let listed = |token: usize| {
        let mut places = found.places.iter();
        found.places.iter().any(|place| place.last + 1 == token)
            && places.any(|place| place.first == token + 1)
            && !matches!(line.pos(to), Pos::Noun | Pos::Propn)
    };
    // "…, while later in September, the group bombed": the conjunction, not the last comma.
    let conjunction = (from + 1..to).rev().find(|token| {
        matches!(lower(*token).as_str(), ";" | "while" | "but" | "including")
            || opens_example(text, sentence, *token)
    });
    conjunction.or_else(|| {
        (from + 1..to).rev().find(|token| {
            let word = lower(*token);
            matches!(
                word.as_str(),
                "," | "and" | "before" | "after" | "when" | "then" | "following" | "–" | "—" | ":"
            ) && !(word == "and" && (line.pos(token + 1) == Pos::Num || listed(*token)))
        })
    })
}

/// "took 79 hostage, *who were freed a day later*": the day of what became of them.
fn of_whom(text: &Text, sentence: usize, line: &Laid, date: &DateHit) -> bool {
    let lower = |at: usize| text.word(sentence, at).to_lowercase();
    let relative = (date.first.saturating_sub(8)..date.first)
        .rev()
        .take_while(|at| lower(*at) != ";")
        .find(|at| matches!(lower(*at).as_str(), "who" | "whom"));
    relative.is_some_and(|who| {
        who > 0
            && lower(who - 1) == ","
            && !line.hits.iter().any(|hit| {
                who < hit.first
                    && hit.first < date.first
                    && matches!(hit.sense, Sense::Trigger { .. })
            })
    })
}

#[expect(clippy::too_many_arguments, reason = "one call, all of it context")]
fn distinct(
    text: &Text,
    sentence: usize,
    line: &Laid,
    before: (usize, usize),
    after: (usize, usize),
    earlier: &[Word],
    word: &Word,
    found: &Found,
) -> bool {
    // "foiled a plot to attack the base during the feast, arresting five on 10 March": one thing, whose days differ.
    let class_of = |word: &Word| {
        let event = trigger(text, word).event;
        text.codebook.events[event].class.as_str()
    };
    if class_of(word) == "operation"
        && word.form == Form::Gerund
        && earlier.iter().all(|earlier| class_of(earlier) == "attack")
        && earlier
            .first()
            .is_some_and(|first| line.has_cue(Cue::Foil, before.0, first.first))
    {
        return false;
    }
    let inside = |part: (usize, usize), first: usize| part.0 <= first && first <= part.1;
    let date = |part: (usize, usize)| {
        found.dates.iter().find(|date| {
            inside(part, date.first)
                && date.when.days().is_some_and(|days| days <= 366)
                && !said_then(text, sentence, line, date)
                && !of_whom(text, sentence, line, date)
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
            // "soldiers from Chad were killed when their base in Mali was overrun"
            .filter(|place| {
                place.first == 0
                    || place.rank() > 1
                    || !text
                        .word(sentence, place.first - 1)
                        .eq_ignore_ascii_case("from")
            })
            // "The United States killed him in Kabul": a state that acts is no place.
            .filter(|place| {
                !found.actors.iter().any(|actor| {
                    actor.sort == crate::actors::Sort::State
                        && place.rank() == 1
                        && actor.first == place.first
                        && actor.last >= place.last
                })
            })
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
    // "several attacks, including a blast in Kabul and one in Herat"
    let member = text.word(sentence, word.first).eq_ignore_ascii_case("one")
        || text
            .word(sentence, before.1)
            .eq_ignore_ascii_case("including")
            && earlier.iter().all(|earlier| earlier.form == Form::Plural)
            && word.form != Form::Plural
            && trigger(text, word).form == TriggerForm::Noun;
    // "it focuses on attacks against hospitals, such as the shelling of a clinic"
    let general = |earlier: &Word| match trigger(text, earlier).form {
        TriggerForm::Noun => earlier.form == Form::Plural,
        TriggerForm::Verb => line.form(earlier.first) != language::Form::Past,
    };
    let example = opens_example(text, sentence, before.1)
        && earlier.iter().all(general)
        && word.form != Form::Plural
        && trigger(text, word).form == TriggerForm::Noun;
    if member || example || crime(text, sentence, earlier, word) {
        return true;
    }
    // An arrest after an attack is an event of its own even at the same place.
    let class = |word: &Word| {
        text.codebook.events[trigger(text, word).event]
            .class
            .as_str()
    };
    // "were killed when armed men raided the camp": the raid is how.
    let means = text.codebook.events[trigger(text, word).event].code == "raid"
        && matches!(
            text.word(sentence, before.1).to_lowercase().as_str(),
            "when" | "as"
        )
        && !found.actors.iter().any(|actor| {
            actor.sort == crate::actors::Sort::State
                && actor.last < word.first
                && word.first - actor.last <= 4
        });
    let arrest = class(word) == "operation"
        && !means
        && earlier
            .iter()
            .any(|earlier| class(earlier) == "attack" && !trigger(text, earlier).weak)
        && !line.has_cue(Cue::Plan, 0, line.tokens.len());
    // The place of an arrest and the place that the plot was for are two sides of one thing.
    let stopped = class(word) == "attack"
        && line.has_cue(Cue::Plan, word.first.saturating_sub(6), word.first)
        && earlier.iter().all(|earlier| class(earlier) == "operation");
    // "denied this attack, but spoke of a gun battle": the fight is not the attack pointed at.
    let rival = class(word) == "clash"
        && earlier
            .iter()
            .all(|earlier| class(earlier) == "attack" && definite(text, sentence, line, earlier))
        && !definite(text, sentence, line, word);
    differs && !stopped || rival || arrest && trigger(text, word).form == TriggerForm::Verb
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
        named: Vec::new(),
        weapons: Vec::new(),
        date: date_of(text, sentence, line, part, &words, found),
        places: Vec::new(),
        from: None,
        site: None,
        unknown_place: None,
        among: None,
        figures: found
            .figures
            .iter()
            .filter(|figure| inside(figure.first))
            .cloned()
            .collect(),
        suicide: None,
        multiple: None,
        status: (Status::Completed, main.span),
        definite: definite(
            text,
            sentence,
            line,
            &pointing(text, sentence, &words, main),
        ),
        other: line.has_cue(Cue::Other, main.first.saturating_sub(4), main.first),
        stopped: None,
        listed: part.0 > 0 && of_a_list(text, sentence, part.0),
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
    whereabouts(text, sentence, line, &mut told, found);
    // Whoever defuses a bomb has not laid it.
    if told.words.iter().all(|word| {
        let rule = trigger(text, word);
        rule.planned && rule.object == Some(codebook::Argument::Weapon)
    }) {
        told.perpetrators.clear();
    }
    status(text, line, &mut told);
    plot(text, line, &mut told);
    set_of_acts(text, line, &mut told);
    told.named = victims(text, sentence, line, &told, found);
    told
}

/// "Several of these attacks were not claimed, including attacks on a school": the word that says
/// whether an act is one told before is that of the example.
fn pointing(text: &Text, sentence: usize, words: &[Word], main: Word) -> Word {
    let named = words.iter().find(|word| {
        word.first > main.last
            && (main.last + 1..word.first)
                .any(|at| text.word(sentence, at).eq_ignore_ascii_case("including"))
    });
    named.copied().unwrap_or(main)
}

/// "several attacks, including a blast in Kabul and one in Herat"
fn of_a_list(text: &Text, sentence: usize, first: usize) -> bool {
    let is = |token: usize, word: &str| text.word(sentence, token).eq_ignore_ascii_case(word);
    let example = opens_example(text, sentence, first - 1);
    is(first, "one") || is(first + 1, "one") || is(first - 1, "including") || example
}

/// "the attack", "this bombing", "the July attack" point at something known.
fn definite(text: &Text, sentence: usize, line: &Laid, word: &Word) -> bool {
    if trigger(text, word).form == TriggerForm::Verb {
        // "the rockets were fired from there", "these rockets targeted"
        return line.hits.iter().any(|hit| {
            matches!(hit.sense, Sense::Weapon { .. })
                && hit.last < word.first
                && word.first - hit.last <= 3
                && hit.first > 0
                && matches!(
                    text.word(sentence, hit.first - 1).to_lowercase().as_str(),
                    "the" | "these" | "those"
                )
        });
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
        if !matches!(
            line.pos(at),
            Pos::Adj | Pos::Noun | Pos::Propn | Pos::Num | Pos::Part
        ) {
            return false;
        }
    }
    false
}

/// "a gold *mine*": a word for a weapon inside a longer one for what was hit.
fn in_a_target(line: &Laid, weapon: &Hit) -> bool {
    line.hits.iter().any(|hit| {
        matches!(hit.sense, Sense::Target { .. })
            && hit.span.contains(&weapon.span)
            && hit.span.len() > weapon.span.len()
    })
}

fn weapons(text: &Text, line: &Laid, told: &mut Told) {
    let (first, last) = told.part;
    for hit in &line.hits {
        if let Sense::Weapon { weapon, suicide } = hit.sense
            && first <= hit.first
            && hit.first <= last
            && !in_a_target(line, hit)
            && !(hit.first >= 2
                && text.word(told.sentence, hit.first - 1) == "of"
                && text.codebook.words.listed(
                    List::OfficeNouns,
                    &text.word(told.sentence, hit.first - 2).to_lowercase(),
                ))
            && !(told.words[0].last + 1..hit.first).any(|token| {
                text.codebook
                    .words
                    .listed(List::DestroyingVerbs, text.word(told.sentence, token))
            })
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
        // "mortar rounds were fired at the airport": what was fired is told.
        let fired = rule.phrase.starts_with("fire ")
            && told.weapons.iter().any(|(weapon, _)| {
                text.codebook.weapons[*weapon]
                    .event
                    .as_deref()
                    .is_some_and(|event| event == "shelling")
            });
        for code in rule.weapons.iter().filter(|_| !fired) {
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

/// Completed, failed, foiled or announced.
fn status(text: &Text, line: &Laid, told: &mut Told) {
    let (first, last) = told.part;
    let main = told.words[0];
    if told.threat {
        told.status = (Status::Threatened, main.span);
        return;
    }
    if let Some(word) = told.words.iter().find(|word| trigger(text, word).planned) {
        told.status = (Status::Foiled, word.span);
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
    // "intercepted two rockets": they were fired.
    let fired = matches!(
        text.codebook.events[told.event].code.as_str(),
        "shelling" | "air_strike"
    );
    if let Some(span) = around(Cue::Foil) {
        let status = if fired {
            Status::Failed
        } else {
            Status::Foiled
        };
        told.status = (status, span);
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

/// "arrested two men who had planned an attack": the plot and the arrest that stopped it are one.
fn plot(text: &Text, line: &Laid, told: &mut Told) {
    let class = |word: &Word| {
        text.codebook.events[trigger(text, word).event]
            .class
            .as_str()
    };
    if !told.words.iter().any(|word| class(word) == "operation") {
        return;
    }
    let planned = told
        .words
        .iter()
        .filter(|word| class(word) == "attack")
        .find_map(|word| {
            let before = word.first.saturating_sub(6);
            let cue = line.cue(Cue::Plan, before, word.first);
            let cue = cue.or_else(|| line.cue(Cue::Foil, before, word.first))?;
            Some((*word, cue.span))
        });
    if let Some((word, span)) = planned {
        told.event = trigger(text, &word).event;
        told.stopped = told
            .words
            .iter()
            .find(|word| class(word) == "operation")
            .copied();
        told.words.retain(|word| class(word) != "operation");
        told.status = (Status::Foiled, span);
        // "the arrest of nationals of two countries who were planning": they were not aimed at.
        let sentence = told.sentence;
        let planning = line.token_at(span.start);
        let who = (planning.saturating_sub(5)..planning).rev().find(|at| {
            let word = text.word(sentence, *at).to_lowercase();
            matches!(word.as_str(), "who" | "that")
        });
        if let Some(who) = who {
            told.targets.retain(|target| target.first > who);
        }
        // "A man was arrested in May on suspicion of planning an attack": he is no target.
        if let Some(stopped) = told.stopped {
            told.targets
                .retain(|target| target.first > stopped.last || target.form == TermForm::Site);
        }
    }
}

/// "a series of bombings", "attacks in Kunduz", "two explosions".
fn set_of_acts(text: &Text, line: &Laid, told: &mut Told) {
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
}
