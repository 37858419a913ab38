//! The date stage alone, against two suites of date expressions.

use super::settings::Settings;
use super::{Figures, data, scorer};
use anyhow::Context as _;
use codebook::Codebook;
use coding::NamedDate;
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
        "dates",
        "score_dates.py",
        |input, found| match input["task"].as_str() {
            Some("date") => found
                .when
                .first
                .filter(|_| found.when.is_day())
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
    measure(settings, "duckling", "score_duckling.py", |_, found| {
        let end = found.when.last.and_then(|day| day.tomorrow().ok());
        Some(json!({"start": text(found.when.first), "end": text(end)}))
    })
}

/// Reads every input with the date stage, and has the answers scored. A text in which several dates are
/// found answers with the longest expression, the first of equals.
fn measure(
    settings: &Settings,
    name: &str,
    script: &str,
    answer: impl Fn(&Json, &NamedDate) -> Option<Json>,
) -> anyhow::Result<Figures> {
    let folder = data::folder(settings, USUAL)?;
    let script = data::scorer(&folder, USUAL, script)?;
    let gold = [OsStr::new("--gold"), folder.as_os_str()];
    let codebook =
        Codebook::load(Path::new("codebook")).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut lines = String::new();
    for input in scorer::inputs(&script, &gold)? {
        let Some(found) = longest(&input, &codebook)? else {
            continue;
        };
        if let Some(mut answer) = answer(&input, &found) {
            answer["id"] = input["id"].clone();
            let _ = writeln!(lines, "{answer}");
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

fn longest(input: &Json, codebook: &Codebook) -> anyhow::Result<Option<NamedDate>> {
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
    Ok(coding::named_dates(&report, codebook)
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
fn as_specified(found: &NamedDate) -> (Option<Date>, Option<Date>) {
    let When { first, last, .. } = found.when;
    let joined = found.rule == "date/range"
        || matches!(found.when.days(), Some(2..=20)) && found.rule.contains("day");
    let end = last.and_then(|day| {
        if !joined {
            return day.checked_add(1.day()).ok();
        }
        Some(match first {
            Some(first) if whole_years(first, day) => day.first_of_year(),
            Some(first) if whole_months(first, day) => day.first_of_month(),
            _ => day,
        })
    });
    (first, end)
}

fn whole_months(first: Date, last: Date) -> bool {
    first.day() == 1 && last == last.last_of_month()
}

fn whole_years(first: Date, last: Date) -> bool {
    whole_months(first, last) && first.month() == 1 && last.month() == 12
}

#[cfg(test)]
mod tests {
    use super::*;

    fn specified(when: &str, rule: &'static str) -> (String, String) {
        let (start, end) = as_specified(&NamedDate {
            span: Span::default(),
            when: when.parse().unwrap(),
            rule,
        });
        let written = |day: Option<Date>| day.map_or("-".into(), |day| day.to_string());
        (written(start), written(end))
    }

    #[test]
    fn a_period_ends_after_its_last_day_and_a_range_with_its_last_word() {
        assert_eq!(
            specified("2016-09", "date/month"),
            ("2016-09-01".into(), "2016-10-01".into())
        );
        assert_eq!(
            specified("2018-05/2018-09", "date/range"),
            ("2018-05-01".into(), "2018-09-01".into())
        );
        assert_eq!(
            specified("2014/2018", "date/range"),
            ("2014-01-01".into(), "2018-01-01".into())
        );
        assert_eq!(
            specified("2018-11-18/2018-11-19", "date/month-day"),
            ("2018-11-18".into(), "2018-11-19".into())
        );
        assert_eq!(
            specified("2018-08-01/..", "date/since"),
            ("2018-08-01".into(), "-".into())
        );
    }
}
