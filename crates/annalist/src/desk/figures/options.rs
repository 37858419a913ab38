//! What an address gives a question to take.

use crate::desk::problem::{Done, Problem};
use crate::desk::query::Query;
use analysis::By;
use jiff::civil::Date;

/// Chance moves days so often: fewer times than the command does, since a page is waited for.
pub const TIMES: u32 = 999;
/// The seed of chance.
pub const SEED: u64 = 1;
/// What is followed within so many days at most.
const DAYS: u32 = 3650;
/// So many deadliest incidents at most.
const TOP: u32 = 1000;

/// The fields to count by: at most so many; `usual` where none is given.
pub fn fields(query: &Query, most: usize, usual: &str) -> Done<Vec<By>> {
    let words: Vec<&str> = query.all("by").flat_map(|words| words.split(',')).collect();
    let words = if words.is_empty() { vec![usual] } else { words };
    if words.len() > most {
        let detail = format!("counted is by {most} fields at most");
        return Err(Problem::unreadable(detail).with("field", "by".into()));
    }
    let read = words.into_iter().map(|word| {
        word.trim()
            .parse::<By>()
            .map_err(|why| Problem::unreadable(why).with("field", "by".into()))
    });
    read.collect()
}

/// How long a period is: a month where nothing is given.
pub fn period(query: &Query) -> Done<By> {
    let word = query.one("every").unwrap_or("month");
    let by = word.parse::<By>().ok().filter(|by| by.is_time());
    by.ok_or_else(|| {
        let detail = format!("`{word}` is no period; use day, week, month or year");
        Problem::unreadable(detail).with("field", "every".into())
    })
}

/// The last day of the thirty that are compared with the thirty before.
pub fn until(query: &Query) -> Done<Option<Date>> {
    query.parsed("until_day", "day, as 2022-09-05")
}

/// Followed means: within so many days.
pub fn days(query: &Query) -> Done<u32> {
    number(query, "days", 30, 0..=DAYS)
}

/// How many of the deadliest incidents.
pub fn top(query: &Query) -> Done<u32> {
    number(query, "top", 10, 1..=TOP)
}

/// Only incidents of which sources give different figures.
pub fn conflicting(query: &Query) -> Done<bool> {
    match query.one("conflicting") {
        None | Some("no" | "0" | "false") => Ok(false),
        Some("yes" | "1" | "true" | "on") => Ok(true),
        Some(other) => {
            let detail = format!("`conflicting={other}`: write yes or no");
            Err(Problem::unreadable(detail).with("field", "conflicting".into()))
        }
    }
}

/// The words of one of two sides.
pub fn side<'q>(query: &'q Query, name: &str) -> Done<&'q str> {
    query
        .one(name)
        .ok_or_else(|| Problem::unreadable("name two sides").with("field", name.into()))
}

fn number(
    query: &Query,
    name: &str,
    usual: u32,
    bounds: std::ops::RangeInclusive<u32>,
) -> Done<u32> {
    let number = query.parsed(name, "number")?.unwrap_or(usual);
    if !bounds.contains(&number) {
        let detail = format!(
            "`{name}={number}`: a number from {} to {}",
            bounds.start(),
            bounds.end()
        );
        return Err(Problem::unreadable(detail).with("field", name.into()));
    }
    Ok(number)
}
