//! A question as the command line asks it.

use super::options::{SEED, TIMES, conflicting, days, fields, period, side, top, until};
use crate::desk::choose::Chosen;
use crate::desk::problem::Done;
use crate::desk::query::Query;
use std::fmt::Write as _;

/// The command that gives the same answer; none where `q` or `bbox` was asked, which the command
/// line has no words for.
///
/// # Errors
/// An option that cannot be read.
pub fn command(id: &str, query: &Query, chosen: &Chosen) -> Done<Option<String>> {
    if query.one("q").is_some() || query.one("bbox").is_some() {
        return Ok(None);
    }
    let mut words = vec!["annalist".to_owned(), id.to_owned()];
    words.extend(options(id, query)?);
    if let Some(filter) = &chosen.filter {
        // In one word, so that no filter can be taken for an option.
        words.push(format!("--where={filter}"));
    }
    if chosen.view.policy != model::Policy::default() {
        words.push(format!("--policy={}", chosen.view.policy));
    }
    words.extend(sides(id, query)?);
    let mut line = String::new();
    for word in &words {
        let _ = write!(line, " {}", quoted(word));
    }
    Ok(Some(line.trim_start().to_owned()))
}

/// What the question takes beside its incidents; all of it is spelled out where the desk and the
/// command take different things for granted.
fn options(id: &str, query: &Query) -> Done<Vec<String>> {
    let mut words = Vec::new();
    match id {
        "tally" => words.extend(fields(query, 2, "type")?.iter().map(ToString::to_string)),
        "first" => {
            let fields = fields(query, 4, "type")?;
            words.extend(fields.iter().map(|by| format!("--by={by}")));
        }
        "trend" => {
            words.push(format!("--every={}", period(query)?));
            let until = until(query)?;
            words.extend(until.map(|day| format!("--until={day}")));
        }
        "claims" => words.push(format!("--every={}", period(query)?)),
        "warnings" => {
            words.push(format!("--days={}", days(query)?));
            words.push(format!("--times={TIMES}"));
            words.push(format!("--seed={SEED}"));
        }
        "tolls" => {
            words.push(format!("--top={}", top(query)?));
            if conflicting(query)? {
                words.push("--conflicting".to_owned());
            }
        }
        _ => {}
    }
    Ok(words)
}

/// The sides of a comparison, behind everything else.
fn sides(id: &str, query: &Query) -> Done<Vec<String>> {
    if id != "compare" {
        return Ok(Vec::new());
    }
    let sides = [side(query, "one")?, side(query, "other")?].map(str::to_owned);
    let mut words = Vec::new();
    if sides.iter().any(|side| side.starts_with('-')) {
        words.push("--".to_owned());
    }
    words.extend(sides);
    Ok(words)
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_=./,:".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let text = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    // The option stays readable: --where='…'.
    match word.split_once('=') {
        Some((option, value)) if option.starts_with("--") => format!("{option}={}", text(value)),
        _ => text(word),
    }
}
