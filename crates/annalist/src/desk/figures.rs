//! The questions of `annalist tally` and its sisters, asked by choosing.

use super::Desk;
use super::choose::{Chosen, chosen};
use super::problem::{Done, Problem};
use super::query::Query;
use super::routes::Ask;
use crate::brief;
use crate::stated::stated;
use analysis::{Answer, By, Settings, Sheet, Side};
use jiff::civil::Date;
use model::Incident;
use serde::Serialize;
use serde_json::Value as Json;
use utoipa::ToSchema;

/// Of more incidents, no footnoted sentence is made.
const SENTENCES_UP_TO: usize = 2_000;
/// Of more incidents, rows do not list theirs.
const IDS_UP_TO: usize = 20_000;

/// What a question takes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Choice {
    /// The parameter.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// by, period, day, number or side.
    pub kind: &'static str,
    /// How many it takes.
    pub many: usize,
    /// What it is where it is left open.
    pub usual: &'static str,
    /// What may be chosen; empty for free text.
    pub choices: Vec<&'static str>,
}

/// A question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Question {
    /// Its word.
    pub id: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it tells.
    pub means: &'static str,
    /// What it takes.
    pub options: Vec<Choice>,
}

/// An answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Figure {
    /// The question.
    pub question: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it says in words.
    pub sentences: Vec<String>,
    /// Its tables.
    #[schema(value_type = Vec<Object>)]
    pub sheets: Vec<Sheet>,
    /// What it is about and what it leaves out.
    pub caption: Vec<String>,
    /// A chart.
    pub svg: Option<String>,
    /// The same on the command line; none where it cannot be said there.
    pub command: Option<String>,
    /// Markdown with a footnote, to be copied into a text.
    pub sentence: Option<String>,
    /// The typed answer.
    #[schema(value_type = Object)]
    pub answer: Json,
}

/// The questions there are.
pub fn questions() -> Vec<Question> {
    let by = || By::all().into_iter().map(By::word).collect::<Vec<_>>();
    let period = |usual: &'static str| Choice {
        name: "every",
        label: "Every",
        kind: "period",
        many: 1,
        usual,
        choices: vec!["day", "week", "month", "year"],
    };
    let question = |id, label, means, options| Question {
        id,
        label,
        means,
        options,
    };
    let fields = |many, usual| Choice {
        name: "by",
        label: "By",
        kind: "by",
        many,
        usual,
        choices: by(),
    };
    let side = |name, label| Choice {
        name,
        label,
        kind: "side",
        many: 1,
        usual: "",
        choices: Vec::new(),
    };
    let number = |name, label, usual| Choice {
        name,
        label,
        kind: "number",
        many: 1,
        usual,
        choices: Vec::new(),
    };
    let until = Choice {
        name: "until_day",
        label: "Observed until",
        kind: "day",
        many: 1,
        usual: "",
        choices: Vec::new(),
    };
    vec![
        question(
            "tally",
            "How many",
            "Incidents, killed and injured by one or two fields.",
            vec![fields(2, "type")],
        ),
        question(
            "trend",
            "Trend",
            "Incidents by period, and whether the last one stands out.",
            vec![period("month"), until],
        ),
        question(
            "first",
            "First times",
            "When something was seen first: a type, a target, a weapon, a place.",
            vec![fields(4, "type")],
        ),
        question(
            "compare",
            "Two sides compared",
            "Periods (2022-01/2022-06) or filters against each other.",
            vec![side("one", "One side"), side("other", "The other side")],
        ),
        question(
            "claims",
            "Claims and denials",
            "Who claims what, how soon, and what is contested.",
            vec![period("month")],
        ),
        question(
            "warnings",
            "Warnings",
            "Warnings and what followed them.",
            vec![number("days", "Within days", "30")],
        ),
        question(
            "reconcile",
            "Stated counts checked",
            "Counts that reports state, against the record.",
            Vec::new(),
        ),
        question(
            "coverage",
            "Sources and coverage",
            "Who reports what, and what rests on one source.",
            Vec::new(),
        ),
    ]
}

/// A question by its word.
pub fn question(id: &str) -> Done<Question> {
    let mut all = questions().into_iter();
    all.find(|question| question.id == id)
        .ok_or_else(|| Problem::missing(format!("there is no question `{id}`")))
}

/// Answers a question of what was chosen.
pub fn figure(desk: &Desk, ask: &Ask, id: &str, query: &Query) -> Done<Figure> {
    let question = question(id)?;
    let chosen = chosen(desk, ask, query)?;
    let mut figure = desk.with_seen(&chosen.base, |seen| {
        let with_ids = chosen.rows.len() <= IDS_UP_TO;
        let asked = chosen.asked(seen, with_ids);
        match id {
            "tally" => {
                let by = fields(query, 2, "type")?;
                let table = analysis::count(&asked, &by);
                let mut figure = Figure {
                    sheets: vec![sheet(&table)],
                    caption: table.caption.sentences(),
                    answer: serde_json::to_value(&table).unwrap_or_default(),
                    ..Figure::of(&question)
                };
                figure.sentences = total(&table);
                Ok(figure)
            }
            "trend" => {
                let until = query.parsed::<Date>("until_day", "day")?;
                Ok(Figure::with(
                    &question,
                    &analysis::trend(&asked, period(query)?, until)?,
                ))
            }
            "first" => {
                let by = fields(query, 4, "type")?;
                Ok(Figure::with(&question, &analysis::first(&asked, &by)))
            }
            "compare" => {
                let side = |name: &str| -> Done<Side> {
                    let text = query.one(name).ok_or_else(|| {
                        Problem::unreadable("name two sides").with("field", name.into())
                    })?;
                    Ok(Side::read(text, &asked)?)
                };
                let (one, other) = (side("one")?, side("other")?);
                Ok(Figure::with(
                    &question,
                    &analysis::compare(&asked, &one, &other)?,
                ))
            }
            "claims" => Ok(Figure::with(
                &question,
                &analysis::claims(&asked, period(query)?),
            )),
            "warnings" => {
                let warned = seen.casebook.map(store::Casebook::warnings);
                let mut warned = warned.transpose()?.unwrap_or_default();
                warned.retain(|warning| !chosen.base.hides(&warning.report));
                let days = query.parsed("days", "number")?.unwrap_or(30);
                let settings = Settings {
                    days,
                    times: 999,
                    seed: 1,
                };
                let announced = seen.casebook.map(store::Casebook::announced);
                let mut announced = announced.transpose()?.unwrap_or_default();
                announced.retain(|(threat, _)| !chosen.base.keeps_back(threat));
                let found = analysis::warnings(&asked, &warned, &announced, settings, |_| {});
                Ok(Figure::with(&question, &found))
            }
            "reconcile" => {
                let stated = seen.casebook.map(stated);
                let mut stated = stated.transpose()?.unwrap_or_default();
                stated.retain(|stated| !chosen.base.hides(&stated.tally.report));
                Ok(Figure::with(
                    &question,
                    &analysis::reconcile(&asked, &stated),
                ))
            }
            _ => Ok(Figure::with(&question, &analysis::coverage(&asked))),
        }
    })?;
    figure.svg = chart(id, query, &chosen)?;
    figure.command = command(id, query, &chosen);
    figure.sentence = sentence(desk, &chosen)?;
    Ok(figure)
}

impl Figure {
    fn of(question: &Question) -> Figure {
        Figure {
            question: question.id,
            label: question.label,
            sentences: Vec::new(),
            sheets: Vec::new(),
            caption: Vec::new(),
            svg: None,
            command: None,
            sentence: None,
            answer: Json::Null,
        }
    }

    fn with(question: &Question, answer: &impl Answer) -> Figure {
        Figure {
            sentences: answer.sentences(),
            sheets: answer.sheets(),
            caption: answer.caption().sentences(),
            answer: serde_json::to_value(answer).unwrap_or_default(),
            ..Figure::of(question)
        }
    }
}

/// The table with a column for each field that it counts by.
fn sheet(table: &analysis::Table) -> Sheet {
    let mut sheet = table.sheet("tally");
    if table.by.len() > 1 && sheet.lines.len() == table.rows.len() {
        sheet.heads.insert(1, table.dimension(1));
        for (line, row) in sheet.lines.iter_mut().zip(&table.rows) {
            let label = row.keys.get(1).map_or("", |key| key.label.as_str());
            line.entries.insert(1, analysis::Entry::text(label));
        }
    }
    sheet
}

/// Bars by period, where the question is one of time.
fn chart(id: &str, query: &Query, chosen: &Chosen) -> Done<Option<String>> {
    let every = match id {
        "trend" => Some(period(query)?),
        "tally" => fields(query, 2, "type")?
            .into_iter()
            .find(|by| by.is_time()),
        _ => None,
    };
    let step = match every {
        Some(By::Day) => charts::Step::Day,
        Some(By::Week) => charts::Step::Week,
        Some(By::Month) => charts::Step::Month,
        Some(By::Year) => charts::Step::Year,
        _ => return Ok(None),
    };
    let line = analysis::timeline(
        &chosen.view.columns,
        &chosen.rows,
        every,
        analysis::Clock::Occurred,
    );
    let exact: u64 = line.bins.iter().map(|bin| bin.exact).sum();
    let filter = chosen
        .filter
        .as_deref()
        .map(|filter| format!(" where {filter}"));
    let caption = format!(
        "{} incidents{}. Counting policy: {}.",
        chosen.rows.len(),
        filter.unwrap_or_default(),
        chosen.view.policy
    );
    let bars = line.bins.iter();
    Ok(Some(charts::bars(&charts::Bars {
        words: charts::Words::new(format!("Incidents by {}", line.bin), [caption]),
        unit: "incidents".to_owned(),
        step,
        bars: bars
            .map(|bin| charts::Bar::new(bin.start, bin.exact))
            .collect(),
        left_out: chosen.rows.len() as u64 - exact.min(chosen.rows.len() as u64),
    })))
}

fn total(table: &analysis::Table) -> Vec<String> {
    let count = table.total.count();
    let noun = if count == 1 { "incident" } else { "incidents" };
    let figure = |name: &str, sum: &analysis::Sum| {
        let estimate = sum.estimate()?;
        Some(format!("{name} {estimate}"))
    };
    let killed = figure("killed", &table.total.killed);
    let injured = figure("injured", &table.total.injured);
    let parts: Vec<String> = [Some(format!("{count} {noun}")), killed, injured]
        .into_iter()
        .flatten()
        .collect();
    vec![format!("{}.", parts.join(", "))]
}

/// The fields to count by.
fn fields(query: &Query, most: usize, usual: &str) -> Done<Vec<By>> {
    let words: Vec<&str> = query.all("by").flat_map(|words| words.split(',')).collect();
    let words = if words.is_empty() { vec![usual] } else { words };
    if words.len() > most {
        let detail = format!("counted is by {most} fields at most");
        return Err(Problem::unreadable(detail).with("field", "by".into()));
    }
    let read = words.into_iter().map(|word| {
        word.parse::<By>()
            .map_err(|why| Problem::unreadable(why).with("field", "by".into()))
    });
    read.collect()
}

fn period(query: &Query) -> Done<By> {
    let word = query.one("every").unwrap_or("month");
    let by = word.parse::<By>().ok().filter(|by| by.is_time());
    by.ok_or_else(|| {
        let detail = format!("`{word}` is no period; use day, week, month or year");
        Problem::unreadable(detail).with("field", "every".into())
    })
}

/// The same on the command line; none where `q` or `bbox` was asked, which it has no words for.
fn command(id: &str, query: &Query, chosen: &Chosen) -> Option<String> {
    if query.one("q").is_some() || query.one("bbox").is_some() {
        return None;
    }
    let mut words = format!("annalist {id}");
    let quote = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let mut put = |text: String| {
        words.push(' ');
        words.push_str(&text);
    };
    match id {
        "tally" | "first" => {
            let by: Vec<&str> = query.all("by").flat_map(|words| words.split(',')).collect();
            for by in &by {
                put(quote(by));
            }
            if by.is_empty() && id == "tally" {
                put("type".to_owned());
            }
        }
        "compare" => {
            for side in ["one", "other"] {
                put(quote(query.one(side).unwrap_or_default()));
            }
        }
        "trend" | "claims" => put(format!("--every {}", query.one("every").unwrap_or("month"))),
        _ => {}
    }
    if let Some(filter) = &chosen.filter {
        put(format!("--where {}", quote(filter)));
    }
    if chosen.view.policy != model::Policy::default() {
        put(format!("--policy {}", chosen.view.policy));
    }
    Some(words)
}

/// What was chosen in a footnoted sentence, as Markdown.
fn sentence(desk: &Desk, chosen: &Chosen) -> Done<Option<String>> {
    if chosen.rows.is_empty() || chosen.rows.len() > SENTENCES_UP_TO {
        return Ok(None);
    }
    let template =
        "{{count noun=\"incident is\" plural=\"incidents are\"}} on record; in them, {{toll}}.\n";
    Ok(Some(rendered(desk, chosen, template)?))
}

/// A template worked out over what was chosen.
pub fn rendered(desk: &Desk, chosen: &Chosen, template: &str) -> Done<String> {
    let incidents: Vec<Incident> = chosen
        .rows
        .iter()
        .filter_map(|row| Some(chosen.view.incident(*row)?.as_ref().clone()))
        .collect();
    let keys = incidents.iter().flat_map(|incident| &incident.accounts);
    let accounts = keys.clone();
    let accounts =
        accounts.filter_map(|key| Some((key.clone(), chosen.base.account(key)?.clone())));
    let accounts = accounts.collect();
    let reports = super::incident::reports(desk, keys)?;
    desk.with_seen(&chosen.base, |seen| {
        let view = brief::View {
            incidents: &incidents,
            accounts: &accounts,
            reports: &reports,
            context: seen,
            stated: &[],
            warned: &[],
        };
        let policy = chosen.view.policy.word();
        let brief = brief::render(
            template,
            "figure",
            &view,
            policy,
            &brief::Options::default(),
        )?;
        Ok(brief.markdown)
    })
}

/// A table of an answer as CSV: the first, or the one named.
pub fn csv(figure: &Figure, part: Option<&str>) -> Done<String> {
    let sheet = match part {
        None => figure.sheets.first(),
        Some(name) => figure.sheets.iter().find(|sheet| sheet.name == name),
    };
    let sheet = sheet.ok_or_else(|| Problem::missing("there is no such table in this answer"))?;
    // What a spreadsheet would take for a formula is text.
    let mut safe = sheet.clone();
    for line in &mut safe.lines {
        for entry in &mut line.entries {
            if let analysis::Entry::Text(text) = entry {
                *text = formats::write::csv::protect(text);
            }
        }
    }
    Ok(safe.to_csv(true))
}
