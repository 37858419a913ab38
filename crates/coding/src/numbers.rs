//! Numbers as printed, with their hedges: "at least four", "some 150", "dozens of".

use crate::text::{Laid, Text};
use codebook::{HedgeKind, Sense};
use language::Pos;
use model::{Estimate, Span};

/// A number and the tokens it stands in, hedges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub estimate: Estimate,
    /// First token, the hedge where there is one.
    pub first: usize,
    /// Last token of the number itself.
    pub last: usize,
    pub span: Span,
    /// "a", "an", "one": may be an article.
    pub article: bool,
}

/// The numbers of a sentence, in order. Dates, years, times and measures are left out by
/// the callers that know them.
pub(crate) fn numbers(text: &Text, sentence: usize) -> Vec<Number> {
    let line = &text.sentences[sentence];
    let mut found: Vec<Number> = Vec::new();
    let mut token = 0;
    while token < line.tokens.len() {
        let Some((estimate, last, article)) = number_at(text, sentence, token) else {
            token += 1;
            continue;
        };
        let mut number = Number {
            estimate,
            first: token,
            last,
            span: line.bytes(token, last),
            article,
        };
        // "three to five", "87–90", "3-4,000", "between three and five"
        let between = token
            .checked_sub(1)
            .is_some_and(|before| text.word(sentence, before).eq_ignore_ascii_case("between"));
        if let Some((high, end)) = upper_end(text, sentence, last, between) {
            number.estimate = Estimate {
                approx: number.estimate.approx,
                ..Estimate::between(estimate.low(), high)
            };
            number.last = end;
        }
        hedge_before(text, line, &mut number);
        hedge_after(text, line, &mut number);
        number.span = line.bytes(number.first, number.last);
        token = number.last + 1;
        found.push(number);
    }
    found
}

/// A number that begins at a token: digits, words, or both ("1.2 million", "two hundred").
fn number_at(text: &Text, sentence: usize, token: usize) -> Option<(Estimate, usize, bool)> {
    let line = &text.sentences[sentence];
    let word = text.word(sentence, token);
    let mut last = token;
    // "[12]" is a note, "12 %" and "± 12" are no count.
    let before = token
        .checked_sub(1)
        .map_or("", |at| text.word(sentence, at));
    let after = text.word(sentence, token + 1);
    if before == "["
        || matches!(after, "%" | "percent")
        || before.ends_with('±')
        || matches!(before, "+/-" | "$" | "€" | "£")
    {
        return None;
    }
    if before == "-" && token >= 2 && matches!(text.word(sentence, token - 2), "/" | "+/") {
        return None;
    }
    let (mut value, mut estimate, article) = if let Some(value) = digits(word) {
        (value, Estimate::exactly(value as u64), false)
    } else {
        let hit = line
            .hits
            .iter()
            .filter(|hit| hit.first == token && matches!(hit.sense, Sense::Number(_)))
            .max_by_key(|hit| hit.last)?;
        let Sense::Number(index) = hit.sense else {
            return None;
        };
        let number = &text.codebook.words.numbers[usize::from(index)];
        if number.word == "no" && !matches!(line.pos(token), Pos::Det | Pos::Num) {
            return None;
        }
        last = hit.last;
        let article = matches!(number.word.as_str(), "a" | "an");
        let estimate = Estimate {
            min: Some(number.min),
            max: number.max,
            approx: false,
        };
        if number.multiplies && number.max.is_none() {
            return Some((estimate, last, false));
        }
        (number.min as f64, estimate, article)
    };
    // "two hundred and fifty", "3.5 million", "twenty-one"
    let mut grew = false;
    loop {
        let mut next = last + 1;
        let mut joined = text.word(sentence, next);
        if matches!(joined, "-" | "and") {
            next += 1;
            joined = text.word(sentence, next);
        }
        let Some(number) = word_number(text, line, next) else {
            break;
        };
        let (min, multiplies) = number;
        if multiplies && next == last + 1 && min > 1.0 {
            value *= min;
        } else if !multiplies
            && tens_then_unit(value, min)
            && (joined.len() < 10)
            && estimate.max.is_some()
            && !article
        {
            let hyphen = text.word(sentence, last + 1) == "-";
            let after_hundred = value >= 100.0;
            if !(hyphen || after_hundred || next == last + 1) {
                break;
            }
            value += min;
        } else {
            break;
        }
        grew = true;
        last = next;
        estimate = Estimate::exactly(value as u64);
    }
    if value.fract() != 0.0 && !grew {
        return None; // "3.5" alone counts nothing
    }
    Some((estimate, last, article && !grew))
}

fn word_number(text: &Text, line: &Laid, token: usize) -> Option<(f64, bool)> {
    line.hits.iter().find_map(|hit| match hit.sense {
        Sense::Number(index) if hit.first == token && hit.last == token => {
            let number = &text.codebook.words.numbers[usize::from(index)];
            number.max?;
            (!matches!(number.word.as_str(), "a" | "an" | "no" | "both"))
                .then_some((number.min as f64, number.multiplies))
        }
        _ => None,
    })
}

fn tens_then_unit(value: f64, unit: f64) -> bool {
    (20.0..100.0).contains(&value) && value % 10.0 == 0.0 && (1.0..10.0).contains(&unit)
        || value >= 100.0 && value % 100.0 == 0.0 && unit < 100.0 && unit > 0.0
        || value >= 1000.0 && value % 1000.0 == 0.0 && unit < 1000.0 && unit > 0.0
}

/// "1,234", "1234", "3.5"; not "107mm", "7/7" or "12:30".
fn digits(word: &str) -> Option<f64> {
    let bytes = word.as_bytes();
    if bytes.is_empty() || !bytes[0].is_ascii_digit() {
        return None;
    }
    if !bytes
        .iter()
        .all(|byte| byte.is_ascii_digit() || *byte == b',' || *byte == b'.')
    {
        return None;
    }
    let groups: Vec<&str> = word.split(',').collect();
    if groups.len() > 1
        && groups[1..]
            .iter()
            .any(|group| group.len() != 3 || group.contains('.'))
    {
        return None;
    }
    let plain: String = groups.concat();
    let value: f64 = plain.trim_end_matches('.').parse().ok()?;
    (value < 1e12).then_some(value)
}

/// The upper end of a range: "to five", "-90", "– 12", "or four"; "between three and five".
fn upper_end(text: &Text, sentence: usize, last: usize, between: bool) -> Option<(u64, usize)> {
    let join = text.word(sentence, last + 1);
    let joins = matches!(join, "to" | "-" | "–" | "—" | "or") || between && join == "and";
    if !joins {
        return None;
    }
    let (estimate, end, article) = number_at(text, sentence, last + 2)?;
    let low = number_at(text, sentence, last)?.0;
    (!article && estimate.max.is_some() && estimate.low() > low.low() && estimate.low() < 2_000_000)
        .then_some((estimate.low(), end))
}

fn hedge_before(text: &Text, line: &Laid, number: &mut Number) {
    // Two hedges may stand: "at least some 150", "reportedly at least four".
    for _ in 0..2 {
        let found = line.hits.iter().find(|hit| {
            matches!(hit.sense, Sense::Hedge(index)
                if !text.codebook.words.hedges[usize::from(index)].after)
                && hit.last + 1 == number.first
        });
        let Some(hit) = found else { break };
        let Sense::Hedge(index) = hit.sense else {
            break;
        };
        let word = hit.span.of(text.text).to_lowercase();
        apply(
            &mut number.estimate,
            text.codebook.words.hedges[usize::from(index)].kind,
            &word,
        );
        number.first = hit.first;
    }
    // "between 5 and 7" is a range already; "a further 12", "another 30", "other 4" keep the number.
}

fn hedge_after(text: &Text, line: &Laid, number: &mut Number) {
    let found = line.hits.iter().find(|hit| {
        matches!(hit.sense, Sense::Hedge(index)
            if text.codebook.words.hedges[usize::from(index)].after)
            && hit.first == number.last + 1
    });
    if let Some(hit) = found
        && hit.span.of(text.text) != "at least"
    {
        number.estimate.max = None;
        number.last = hit.last;
    }
}

fn apply(estimate: &mut Estimate, kind: HedgeKind, word: &str) {
    let value = estimate.best();
    *estimate = match kind {
        HedgeKind::AtLeast => Estimate {
            approx: false,
            ..Estimate::at_least(value)
        },
        HedgeKind::AtMost => Estimate::at_most(value),
        HedgeKind::About if word == "reportedly" => *estimate,
        HedgeKind::About if estimate.max.is_none() => Estimate {
            approx: false,
            ..*estimate
        },
        HedgeKind::About => Estimate {
            approx: true,
            ..*estimate
        },
    };
}
