//! Questions, their answers, and what is pinned to the brief.

use super::{Shell, filters};
use crate::desk::answers::{file, page, picture};
use crate::desk::base::View;
use crate::desk::figures::{Figure, Question, csv, figure, question, questions};
use crate::desk::markup::with_incidents;
use crate::desk::problem::{Done, Problem};
use crate::desk::query::Query;
use crate::desk::routes::Ask;
use crate::desk::{Desk, choose, pins};
use askama::Template;
use axum::response::Response;
use model::Policy;
use serde_json::json;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    shell: Shell,
    questions: Vec<Question>,
}

pub(super) fn figure_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let questions = questions();
    page(&FiguresPage {
        shell: Shell::of(
            desk,
            ask,
            "figures",
            "Figures",
            json!({"questions": &questions}),
        ),
        questions,
    })
}

#[derive(Template)]
#[template(path = "figure.html")]
struct FigurePage {
    shell: Shell,
    question: Question,
    query: Query,
    figure: Option<Figure>,
    /// The incidents that its tables may name.
    view: Arc<View>,
    wrong: Option<String>,
    policies: [&'static str; 6],
    text: String,
}

impl FigurePage {
    fn value(&self, name: &str) -> &str {
        self.query.one(name).unwrap_or("")
    }

    fn at(&self, name: &str, at: &usize) -> String {
        let mut values = self.query.all(name).flat_map(|words| words.split(','));
        values.nth(*at).unwrap_or_default().to_owned()
    }

    fn places(&self, many: &usize) -> Vec<usize> {
        (0..*many).collect()
    }

    /// An entry of a table, cut where it names incidents.
    fn cut(&self, entry: &analysis::Entry) -> Vec<(String, bool)> {
        with_incidents(&entry.shown().replace('_', " "), |id| {
            self.view.row(id).is_some()
        })
    }

    fn chart(&self) -> String {
        let query = self.query.without(&["done"]);
        format!("/figures/{}/chart.svg{}", self.question.id, query.href())
    }

    fn csv(&self, part: &str) -> String {
        let query = self.query.without(&["done"]).with("part", part);
        format!("/figures/{}/table.csv{}", self.question.id, query.href())
    }
}

pub(super) fn figure_page(desk: &Desk, ask: &Ask) -> Done<Response> {
    let question = question(ask.part("question"))?;
    let query = ask.query.without(&["done"]);
    let sides =
        question.id == "compare" && (query.one("one").is_none() || query.one("other").is_none());
    let (found, wrong) = if sides {
        (None, None)
    } else {
        match figure(desk, ask, question.id, &query) {
            Ok(figure) => (Some(figure), None),
            Err(problem) if problem.status().is_client_error() => (None, Some(problem.detail)),
            Err(problem) => return Err(problem),
        }
    };
    let state = found.as_ref().map_or_else(
        || json!({}),
        |figure| serde_json::to_value(figure).unwrap_or_default(),
    );
    page(&FigurePage {
        shell: Shell::of(desk, ask, "figure", question.label, state),
        text: query.text(),
        question,
        query,
        figure: found,
        view: ask.view(desk, choose::policy(&ask.query).unwrap_or_default()),
        wrong,
        policies: Policy::ALL.map(Policy::word),
    })
}

#[derive(Template)]
#[template(path = "pins.html")]
struct PinsPage {
    shell: Shell,
    pins: Vec<pins::PinOf>,
}

pub(super) fn pin_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let pins = pins::list(desk)?;
    page(&PinsPage {
        shell: Shell::of(desk, ask, "pins", "Pinned figures", json!({"pins": &pins})),
        pins,
    })
}

/// The chart of a figure.
pub(super) fn chart(desk: &Desk, ask: &Ask) -> Done<Response> {
    let found = figure(desk, ask, ask.part("question"), &ask.query)?;
    let svg = found
        .svg
        .ok_or_else(|| Problem::missing("this figure has no chart"))?;
    Ok(picture(svg))
}

/// A table of a figure as CSV.
pub(super) fn table(desk: &Desk, ask: &Ask) -> Done<Response> {
    let found = figure(
        desk,
        ask,
        ask.part("question"),
        &ask.query.without(&["part"]),
    )?;
    let text = csv(&found, ask.query.one("part"))?;
    let name = format!("{}.csv", found.question);
    Ok(file(&name, "text/csv; charset=utf-8", text))
}

/// All that is pinned, as Markdown.
pub(super) fn pins_markdown(desk: &Desk, ask: &Ask) -> Done<Response> {
    let text = pins::markdown(desk, ask)?;
    Ok(file("figures.md", "text/markdown; charset=utf-8", text))
}
