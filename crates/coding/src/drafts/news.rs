//! News told in the present tense: "Gunmen kill six in Maiduguri" happened on the day of the page.

use super::stands::topic;
use super::{Draft, class_of};
use crate::dates::DateHit;
use crate::dates::Grain;
use crate::events::{Told, present};
use crate::text::{Line, Text};
use codebook::{Form, List, TriggerForm};
use language::Pos;
use model::{Span, When};

/// Gives an act that a page tells as news, without any day, the day of the page.
pub(super) fn of_the_page(text: &Text, told: &mut Told, dates: &[Vec<DateHit>]) {
    let Some(published) = text.published else {
        return;
    };
    // "November 2008 Mumbai attacks: Forces storm a centre": the month of the page is no day.
    let wider = |date: &DateHit| {
        date.when.days().is_some_and(|days| days >= 28) && date.when.contains(&When::day(published))
    };
    if told.date.as_ref().is_some_and(|date| !wider(date))
        || told.definite
        || told.threat
        || text.sentences[told.sentence].line != Line::Prose
        || !dates[told.sentence].iter().all(wider)
        || class_of(text, told) == "threat"
    {
        return;
    }
    if let Some((at, span)) = overnight(text, told)
        && let Ok(before) = published.yesterday()
    {
        told.date = Some(DateHit {
            when: When::between(before, published),
            first: at,
            last: at,
            span,
            rule: "date/overnight",
            own_year: false,
            grain: Grain::Day,
            counted: None,
            count: None,
            until: None,
        });
        return;
    }
    if let Some((at, span)) = happening(text, told) {
        told.date = Some(DateHit {
            when: When::day(published),
            first: at,
            last: at,
            span,
            rule: "date/present",
            own_year: false,
            grain: Grain::Day,
            counted: None,
            count: None,
            until: None,
        });
    }
}

/// "Three days after the bombing of the consulate, the group has claimed it": counted back from the day
/// that the sentence tells of, or from the page's.
pub(super) fn days_after(text: &Text, told: &mut Told, dates: &[Vec<DateHit>]) {
    let Some(word) = told.words.first() else {
        return;
    };
    let lower = |token: usize| text.word(told.sentence, token).to_lowercase();
    let line = &text.sentences[told.sentence];
    if text.codebook.triggers[word.trigger].form != TriggerForm::Noun {
        return;
    }
    // "… days after the deadly suicide bombing"
    let Some(after) = (word.first.saturating_sub(5)..word.first)
        .rev()
        .find(|at| lower(*at) == "after")
        .filter(|after| {
            *after >= 2 && !(after + 1..word.first).any(|at| line.pos(at) == Pos::Verb)
        })
    else {
        return;
    };
    // "… after the bombing of a mosque on 3 May", "… after the 3 May bombing": it has its own day.
    let own = dates[told.sentence].iter().any(|date| {
        date.first > after && date.last < word.first
            || date.first > word.last && date.first - word.last <= 8
    });
    let Some(count) = days_told(text, told.sentence, after).filter(|_| !own) else {
        return;
    };
    let base = dates[told.sentence]
        .iter()
        .filter(|date| date.when.is_day() && (date.last < after - 2 || date.first > word.last))
        .find_map(|date| date.when.first)
        .or(text.published);
    if let Some(base) = base
        && let Ok(day) = base.checked_sub(jiff::Span::new().days(i64::from(count)))
    {
        told.date = Some(DateHit {
            when: When::day(day),
            first: after - 2,
            last: after,
            span: line.bytes(after - 2, after),
            rule: "date/days-after",
            own_year: false,
            grain: Grain::Day,
            counted: None,
            count: None,
            until: None,
        });
    }
}

/// How many days "two weeks" before a word are, up to 60 units.
pub(crate) fn days_told(text: &Text, sentence: usize, before: usize) -> Option<i32> {
    let lower = |back: usize| {
        let at = before.checked_sub(back)?;
        Some(text.word(sentence, at).to_lowercase())
    };
    let days = match lower(1)?.as_str() {
        "day" | "days" => 1,
        "week" | "weeks" => 7,
        _ => return None,
    };
    let number = lower(2)?;
    let count = number.parse::<i32>().ok().or_else(|| {
        if matches!(number.as_str(), "a" | "one") {
            return Some(1);
        }
        let numbers = &text.codebook.words.numbers;
        numbers
            .iter()
            .find(|known| known.word == number && known.max == Some(known.min))
            .and_then(|known| i32::try_from(known.min).ok())
    });
    let count = count.filter(|count| (1..=60).contains(count))?;
    Some(count * days)
}

/// "overnight": the day of the page and the one before.
fn overnight(text: &Text, told: &Told) -> Option<(usize, Span)> {
    let line = &text.sentences[told.sentence];
    (told.part.0..=told.part.1)
        .find(|at| {
            text.word(told.sentence, *at)
                .eq_ignore_ascii_case("overnight")
        })
        .map(|at| (at, line.bytes(at, at)))
}

/// "We condemn the attack in Moscow": what a page points at without a day was done when it appeared.
pub(super) fn before_the_page(text: &Text, draft: &mut Draft) {
    let Some(published) = text.published else {
        return;
    };
    let told = &draft.told[0];
    if draft.date.is_none()
        && draft.told.len() == 1
        && topic(text, told)
        && told.definite
        && let Some(word) = told.words.first()
    {
        draft.date = Some(DateHit {
            when: When::until(published),
            first: word.first,
            last: word.last,
            span: word.span,
            rule: "date/before-page",
            own_year: false,
            grain: Grain::Day,
            counted: None,
            count: None,
            until: None,
        });
    }
}

/// The present verb that tells it: "kills", "are killed", "a blast rocks".
fn happening(text: &Text, told: &Told) -> Option<(usize, Span)> {
    let line = &text.sentences[told.sentence];
    let lower = |token: usize| text.word(told.sentence, token).to_lowercase();
    let listed = |token: usize, list: List| text.codebook.words.listed(list, &lower(token));
    // "is", "are" right before, with nothing but an adverb between.
    let passive = |token: usize| {
        let be = (0..token)
            .rev()
            .find(|at| line.pos(*at) != Pos::Adv)
            .filter(|at| matches!(lower(*at).as_str(), "is" | "are"));
        be.is_some()
    };
    // "hit" and "burst" have one form for now and then: what else the sentence says decides.
    let past = (0..line.tokens.len()).any(|at| {
        line.form(at) == language::Form::Past && !matches!(lower(at).as_str(), "hit" | "burst")
    });
    let now = |token: usize| match line.form(token) {
        language::Form::Past => !past && matches!(lower(token).as_str(), "hit" | "burst"),
        language::Form::PresentThird | language::Form::Present => true,
        language::Form::Base | language::Form::None => present(text, told.sentence, line, token),
        _ => false,
    };
    let by_word = told.words.iter().find_map(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        let finite = rule.form == TriggerForm::Verb
            && match word.form {
                Form::Third => true,
                Form::Base => now(word.first),
                Form::Past | Form::Participle => passive(word.first),
                _ => false,
            };
        if finite {
            return Some((word.first, word.span));
        }
        if rule.form != TriggerForm::Noun {
            return None;
        }
        // "Russia launches missile strikes on Kyiv": the verb that the noun is the object of.
        let light = (told.part.0..word.first)
            .rev()
            .take(8)
            .find(|at| matches!(line.pos(*at), Pos::Verb | Pos::Aux))
            .filter(|at| listed(*at, List::LaunchingVerbs))
            .filter(|at| now(*at));
        if let Some(verb) = light {
            return Some((verb, line.bytes(verb, verb)));
        }
        // "An explosion near the base kills two": the verb that the noun is the subject of.
        let verb = (word.last + 1..=told.part.1).find(|at| {
            matches!(line.pos(*at), Pos::Verb | Pos::Aux) && line.pos(*at - 1) != Pos::Pron
        })?;
        let happens = listed(verb, List::HappeningVerbs) && now(verb);
        // "three blasts are reported"
        let reported = matches!(lower(verb).as_str(), "is" | "are")
            && (verb + 1..=verb + 2).any(|at| listed(at, List::HappeningVerbs));
        (happens || reported).then(|| (verb, line.bytes(verb, verb)))
    });
    // "At least 80 people are dead in strikes across the city"
    by_word.or_else(|| {
        told.figures.iter().find_map(|figure| {
            let state = (figure.first..figure.first + 8)
                .find(|at| matches!(lower(*at).as_str(), "is" | "are"))
                .filter(|at| (at + 1..=at + 2).any(|next| listed(next, List::HappeningVerbs)))?;
            Some((state, line.bytes(state, state)))
        })
    })
}
