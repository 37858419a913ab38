//! The pages: what each shows, and its template.

mod browse;
mod door;
mod double;
mod figures;
mod keeping;
mod review;
mod shell;

pub use door::{ErrorPage, LoginPage};
pub use review::choose;
use shell::{PageLink, Shell, pager};

use super::answers::{json_text, redirect};
use super::choose::chosen;
use super::downloads::download;
use super::problem::Done;
use super::routes::{Ask, Route, shows};
use super::{Desk, map};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use store::desk::Role::{Admin, Coder, Reviewer, Viewer};

/// The addresses.
pub fn routes() -> Vec<Route> {
    vec![
        shows("/", Viewer, "Leads to the incidents", |_, _| {
            Ok(redirect("/incidents"))
        }),
        shows(
            "/incidents",
            Viewer,
            "Incidents: list, map, timeline",
            browse::incidents,
        ),
        shows(
            "/incidents.csv",
            Viewer,
            "What is seen, as CSV",
            |desk, ask| seen(desk, ask, "csv"),
        ),
        shows(
            "/incidents.geojson",
            Viewer,
            "What is seen, as GeoJSON",
            |desk, ask| seen(desk, ask, "geojson"),
        ),
        shows(
            "/incidents.jsonl",
            Viewer,
            "What is seen, as JSON lines",
            |desk, ask| seen(desk, ask, "jsonl"),
        ),
        shows("/incidents/{id}", Viewer, "One incident", browse::incident),
        shows("/actors", Viewer, "Actors", browse::actor_list),
        shows("/actors/{id}", Viewer, "One actor", browse::actor),
        shows("/reports", Viewer, "Reports", browse::report_list),
        shows("/reports/{id}", Viewer, "One report", browse::report_page),
        shows("/review", Viewer, "What to review first", review::queued),
        shows(
            "/review/{report}",
            Viewer,
            "Text, form, context",
            review::review_report,
        ),
        shows(
            "/candidates",
            Viewer,
            "Pairs that may be one incident",
            review::candidate_list,
        ),
        shows("/coding", Coder, "Reports to be coded", double::coding_list),
        shows(
            "/coding/{report}",
            Coder,
            "Your reading of a report",
            double::coding_report,
        ),
        shows(
            "/agreement",
            Reviewer,
            "How far coders agree",
            double::agreement,
        ),
        shows(
            "/adjudicate/{report}",
            Reviewer,
            "Readings side by side",
            double::adjudicate_page,
        ),
        shows("/figures", Viewer, "Questions", figures::figure_list),
        shows(
            "/figures/{question}",
            Viewer,
            "A question answered",
            figures::figure_page,
        ),
        shows(
            "/figures/{question}/chart.svg",
            Viewer,
            "A chart of a figure",
            figures::chart,
        ),
        shows(
            "/figures/{question}/table.csv",
            Viewer,
            "A table as CSV",
            figures::table,
        ),
        shows(
            "/api/v1/figures/{question}/table.csv",
            Viewer,
            "A table as CSV",
            figures::table,
        ),
        shows("/api/v1/basemap", Viewer, "Outlines of countries", basemap).takes(&["detail"]),
        shows("/pins", Viewer, "Pinned figures", figures::pin_list),
        shows(
            "/pins.md",
            Viewer,
            "Pinned figures as Markdown",
            figures::pins_markdown,
        ),
        shows("/log", Viewer, "What was decided", keeping::decided),
        shows("/users", Admin, "Who may sign in", keeping::user_list),
    ]
}

/// What is seen, as a file.
fn seen(desk: &Desk, ask: &Ask, ending: &str) -> Done<Response> {
    download(desk, &chosen(desk, ask, &ask.query)?, &ask.query, ending)
}

/// The outlines of countries, which are the same for a day.
fn basemap(_desk: &Desk, ask: &Ask) -> Done<Response> {
    let fine = ask.query.has("detail", "fine");
    let mut response = json_text(map::basemap(fine));
    let kept = HeaderValue::from_static("public, max-age=86400");
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    Ok(response)
}

/// What templates write in their own way.
mod filters {
    use askama::Values;
    use serde_json::Value;
    use std::fmt::Display;

    /// A time to the minute, with its zone.
    #[askama::filter_fn]
    pub fn minute(at: impl Display, _: &dyn Values) -> askama::Result<String> {
        let at = at.to_string();
        Ok(match (at.get(..10), at.get(11..16)) {
            (Some(day), Some(minute)) => format!("{day} {minute} UTC"),
            _ => at,
        })
    }

    /// A piece of an address.
    #[askama::filter_fn]
    pub fn path(piece: impl Display, _: &dyn Values) -> askama::Result<String> {
        Ok(crate::desk::query::escaped(&piece.to_string()))
    }

    /// The report of an account's key, as a piece of an address with the account's anchor.
    #[askama::filter_fn]
    pub fn split_report(key: impl Display, _: &dyn Values) -> askama::Result<String> {
        let key = key.to_string();
        let (report, account) = key.rsplit_once('#').unwrap_or((&key, ""));
        Ok(format!(
            "{}#a-{account}",
            crate::desk::query::escaped(report)
        ))
    }

    /// A code or the name of a column in words: `armed_assault`.
    #[askama::filter_fn]
    pub fn spaced(code: impl Display, _: &dyn Values) -> askama::Result<String> {
        Ok(code.to_string().replace('_', " "))
    }

    /// What makes a word one of several: nothing after 1.
    #[askama::filter_fn]
    pub fn s(count: impl Display, _: &dyn Values) -> askama::Result<&'static str> {
        Ok(if count.to_string() == "1" { "" } else { "s" })
    }

    /// JSON in words: text as it is, nothing for null.
    #[askama::filter_fn]
    pub fn plain(value: &Value, _: &dyn Values) -> askama::Result<String> {
        Ok(match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }
}
