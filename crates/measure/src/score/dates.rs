//! The date stage alone, against two suites of date expressions.

use super::settings::Settings;
use super::{Figures, data, scorer};
use anyhow::Context as _;
use codebook::Codebook;
use coding::{Grain, Lean, NamedDate};
use jiff::ToSpan as _;
use jiff::civil::Date;
use model::{Report, Span, When};
use serde_json::{Value as Json, json};
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

const USUAL: &str = "corpora/dates";

/// Recognizers-Text: sentences with one date or one range of dates.
pub fn recognizers(settings: &Settings) -> anyhow::Result<Figures> {
    measure(
        settings,
        ("dates", "score_dates.py"),
        Lean::Past,
        |input, found| match input["task"].as_str() {
            Some("date") => found
                .counted
                .or(found.when.first.filter(|_| found.when.is_day()))
                .map(|day| json!({"value": day.to_string()})),
            Some("daterange") => {
                let (start, end) = as_specified(found);
                Some(json!({"start": text(start), "end": text(end)}))
            }
            _ => None,
        },
    )
}

/// duckling: phrases alone, as an assistant hears them.
pub fn duckling(settings: &Settings) -> anyhow::Result<Figures> {
    measure(
        settings,
        ("duckling", "score_duckling.py"),
        Lean::Future,
        |_, found| {
            let when = as_duckling_has_it(found);
            let end = when.last.and_then(|day| day.tomorrow().ok());
            Some(json!({"start": text(when.first), "end": text(end)}))
        },
    )
}

/// Reads every input with the date stage, and has the answers scored. A text in which several dates are
/// found answers with the longest expression, the first of equals.
fn measure(
    settings: &Settings,
    (name, script): (&str, &str),
    lean: Lean,
    answer: impl Fn(&Json, &NamedDate) -> Option<Json>,
) -> anyhow::Result<Figures> {
    let folder = data::folder(settings, USUAL)?;
    let script = data::scorer(&folder, USUAL, script)?;
    let gold = [OsStr::new("--gold"), folder.as_os_str()];
    let codebook =
        Codebook::load(Path::new("codebook")).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut lines = String::new();
    for input in scorer::inputs(&script, &gold)? {
        let Some(found) = longest(&input, &codebook, lean)? else {
            continue;
        };
        if let Some(mut answer) = answer(&input, &found) {
            answer["id"] = input["id"].clone();
            writeln!(lines, "{answer}")?;
        }
    }
    let predicted = scorer::predictions(name, &lines)?;
    let args = [
        gold[0],
        gold[1],
        OsStr::new("--pred"),
        predicted.as_os_str(),
    ];
    scorer::figures(&script, &args, settings)
}

fn longest(input: &Json, codebook: &Codebook, lean: Lean) -> anyhow::Result<Option<NamedDate>> {
    let report = Report {
        id: input["id"].as_str().unwrap_or_default().to_owned(),
        text: input["text"]
            .as_str()
            .context("an input line has no text")?
            .to_owned(),
        published: input["reference"].as_str().and_then(day_of),
        ..Report::default()
    };
    let length = |span: Span| span.end - span.start;
    Ok(coding::named_dates(&report, codebook, lean)
        .into_iter()
        .rev()
        .max_by_key(|found| length(found.span)))
}

/// The day of "2016-11-07T00:00:00"; the hour does not matter to days.
fn day_of(reference: &str) -> Option<Date> {
    reference.get(..10)?.parse().ok()
}

fn text(day: Option<Date>) -> Json {
    day.map_or(Json::Null, |day| day.to_string().into())
}

/// The suite's ends: a period ends on the day after it; "from A to B" ends on the first day of B.
/// "The last three days" are the three before today, "the next three" those after it.
fn as_specified(found: &NamedDate) -> (Option<Date>, Option<Date>) {
    let When { first, last, .. } = found.when;
    if let Some(until) = found.until {
        return (first, until.first.or(last));
    }
    let end = last.and_then(|day| day.tomorrow().ok());
    if found.grain == Grain::Quarter
        && let Some(count) = found.count
        && let Some(when) = whole_units(found, count)
    {
        return (when.first, when.last.and_then(|day| day.tomorrow().ok()));
    }
    match found.count {
        Some(count) if count < 0 => (first, last),
        Some(_) => (first.and_then(|day| day.tomorrow().ok()), end),
        None => (first, end),
    }
}

/// What duckling counts otherwise than the news does: feasts that begin the evening before begin with that
/// day, "the last two weeks" are whole weeks before this one, "a week ago" is one day and "two years
/// ago" one month, and a year begins with three months.
fn as_duckling_has_it(found: &NamedDate) -> When {
    let mut when = found.when;
    let Some(first) = when.first else {
        return when;
    };
    if found.rule == "date/feast-from-the-evening-before" {
        let eve = first.yesterday().ok();
        return When {
            first: eve,
            last: if when.is_day() { eve } else { when.last },
            approx: false,
        };
    }
    if let Some(count) = found.count {
        return whole_units(found, count).unwrap_or(when);
    }
    if let Some(day) = found.counted {
        return match found.grain {
            Grain::Year => When::month(day.year(), day.month()).unwrap_or(when),
            Grain::Month => when,
            _ => When::day(day),
        };
    }
    if found.rule == "date/part-of-year" && when.first == Some(first.first_of_year()) {
        when.last = Date::new(first.year(), 3, 31).ok();
    }
    when
}

/// So many whole units before or after the one that holds the day of reference.
fn whole_units(found: &NamedDate, count: i32) -> Option<When> {
    // A count leads from the day of reference to another.
    let today = if count < 0 {
        found.when.last?
    } else {
        found.when.first?
    };
    let here = match found.grain {
        Grain::Day => today,
        Grain::Week => today
            .checked_sub(today.weekday().since(jiff::civil::Weekday::Monday).days())
            .ok()?,
        Grain::Month => today.first_of_month(),
        Grain::Quarter => Date::new(today.year(), (today.month() - 1) / 3 * 3 + 1, 1).ok()?,
        Grain::Year => today.first_of_year(),
        _ => return None,
    };
    let shift = |count: i32| {
        let span = match found.grain {
            Grain::Day => count.days(),
            Grain::Week => count.weeks(),
            Grain::Month => count.months(),
            Grain::Quarter => (3 * count).months(),
            _ => count.years(),
        };
        here.checked_add(span).ok()
    };
    let (from, to) = if count < 0 {
        (count, 0)
    } else {
        (1, count + 1)
    };
    Some(When::between(shift(from)?, shift(to)?.yesterday().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(when: &str, rule: &'static str) -> NamedDate {
        NamedDate {
            span: Span::default(),
            when: when.parse().unwrap(),
            rule,
            grain: Grain::Month,
            counted: None,
            count: None,
            until: None,
        }
    }

    fn specified(found: &NamedDate) -> (String, String) {
        let (start, end) = as_specified(found);
        let written = |day: Option<Date>| day.map_or("-".into(), |day| day.to_string());
        (written(start), written(end))
    }

    #[test]
    fn a_period_ends_after_its_last_day_and_a_range_with_its_last_word() {
        assert_eq!(
            specified(&named("2016-09", "date/month")),
            ("2016-09-01".into(), "2016-10-01".into())
        );
        let range = NamedDate {
            until: Some("2018-09".parse().unwrap()),
            ..named("2018-05/2018-09", "date/range")
        };
        assert_eq!(
            specified(&range),
            ("2018-05-01".into(), "2018-09-01".into())
        );
        assert_eq!(
            specified(&named("2018-08-01/..", "date/since")),
            ("2018-08-01".into(), "-".into())
        );
    }

    #[test]
    fn duckling_counts_whole_units_and_from_the_evening_before() {
        let weeks = NamedDate {
            grain: Grain::Week,
            count: Some(-2),
            ..named("2013-01-29/2013-02-12", "date/past-units")
        };
        assert_eq!(
            as_duckling_has_it(&weeks).to_string(),
            "2013-01-28/2013-02-10"
        );
        let feast = named("2018-09-19", "date/feast-from-the-evening-before");
        assert_eq!(as_duckling_has_it(&feast).to_string(), "2018-09-18");
    }
}
