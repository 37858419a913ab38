//! What waits for a person: the queue, a report's review, merge cards.

use super::{PageLink, Shell, filters, pager};
use crate::desk::Desk;
use crate::desk::allowed::review_of;
use crate::desk::answers::{own_address, page};
use crate::desk::candidates::{Cards, cards};
use crate::desk::lists::capital;
use crate::desk::problem::{Done, Problem};
use crate::desk::query::Query;
use crate::desk::queue::{Queue, queue};
use crate::desk::quoted::Choice;
use crate::desk::review::Review;
use crate::desk::routes::Ask;
use askama::Template;
use axum::response::Response;
use model::Policy;
use serde_json::json;

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    shell: Shell,
    query: Query,
    queue: Queue,
    pager: Vec<PageLink>,
}

pub(super) fn queued(desk: &Desk, ask: &Ask) -> Done<Response> {
    let view = ask.view(desk, Policy::default());
    let queue = queue(desk, ask.base(), &view, &ask.query)?;
    page(&ReviewPage {
        shell: Shell::of(desk, ask, "review", "Review", json!({"queue": &queue})),
        query: ask.query.clone(),
        pager: pager("/review", &ask.query, queue.page, queue.pages),
        queue,
    })
}

#[derive(Template)]
#[template(path = "review-report.html")]
struct ReviewReportPage {
    shell: Shell,
    review: Review,
    chosen: String,
}

pub(super) fn review_report(desk: &Desk, ask: &Ask) -> Done<Response> {
    let review = review_of(desk, ask, ask.part("report"))?;
    let title = review.report.title.clone();
    let title = title.unwrap_or_else(|| review.report.id.clone());
    let state = serde_json::to_value(&review).unwrap_or_default();
    page(&ReviewReportPage {
        shell: Shell::of(
            desk,
            ask,
            "review-report",
            format!("Review: {title}"),
            state,
        ),
        chosen: ask.query.one("incident").unwrap_or_default().to_owned(),
        review,
    })
}

#[derive(Template)]
#[template(path = "candidates.html")]
struct CandidatesPage {
    shell: Shell,
    cards: Cards,
    pager: Vec<PageLink>,
}

pub(super) fn candidate_list(desk: &Desk, ask: &Ask) -> Done<Response> {
    let view = ask.view(desk, Policy::default());
    let cards = cards(desk, ask.base(), &view, &ask.query)?;
    page(&CandidatesPage {
        shell: Shell::of(
            desk,
            ask,
            "candidates",
            "May be one incident",
            json!({"candidates": &cards}),
        ),
        pager: pager("/candidates", &ask.query, cards.page, cards.pages),
        cards,
    })
}

#[derive(Template)]
#[template(path = "choose.html")]
struct ChoosePage {
    shell: Shell,
    detail: String,
    choices: Vec<Choice>,
    /// What the form held.
    fields: Vec<(String, String)>,
    action: String,
    back: String,
}

/// Asks which of several places is meant, and sends the form again then.
pub fn choose(desk: &Desk, ask: &Ask, problem: &Problem) -> Done<Response> {
    let choices = problem.member("choices").cloned().unwrap_or_default();
    let choices: Vec<Choice> = serde_json::from_value(choices).unwrap_or_default();
    let form = ask.fields();
    let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
    let form = form.without(&names).without(&["csrf"]);
    let back = own_address(form.one("back"));
    let mut shell = Shell::of(desk, ask, "choose", "Which words are meant?", json!({}));
    shell.back.clone_from(&back);
    let mut response = page(&ChoosePage {
        shell,
        detail: capital(&format!("{}.", problem.detail)),
        fields: form.pairs().to_vec(),
        action: ask.address.clone(),
        choices,
        back,
    })?;
    *response.status_mut() = problem.status();
    Ok(response)
}
