//! Answers: pages, JSON, redirects, problems.

use super::Desk;
use super::pages::ErrorPage;
use super::person::Person;
use super::problem::{Done, Problem};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

/// Which face a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Under `/api/`.
    Api,
    /// For people.
    Page,
}

impl Shape {
    /// By the path.
    pub fn of(path: &str) -> Shape {
        if path.starts_with("/api/") {
            Shape::Api
        } else {
            Shape::Page
        }
    }
}

/// JSON, marked with the `ETag` of the state that it was made of: one taken before the work began.
pub fn json(etag: &str, value: &impl Serialize) -> Response {
    let response = match serde_json::to_string(value) {
        Ok(text) => {
            let kind = HeaderValue::from_static("application/json");
            let mut response = text.into_response();
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            response
        }
        Err(error) => return Problem::broken(error.to_string()).into_response(),
    };
    marked(response, etag)
}

/// 304: the reader has the answer of this `ETag`.
pub fn unchanged(etag: &str) -> Response {
    marked(StatusCode::NOT_MODIFIED.into_response(), etag)
}

fn marked(mut response: Response, etag: &str) -> Response {
    if let Ok(etag) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

/// A drawing.
pub fn picture(svg: String) -> Response {
    let kind = HeaderValue::from_static("image/svg+xml");
    ([(header::CONTENT_TYPE, kind)], svg).into_response()
}

/// JSON that is text already.
pub fn json_text(text: &'static str) -> Response {
    let kind = HeaderValue::from_static("application/geo+json");
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// A page.
pub fn page(template: &impl Template) -> Done<Response> {
    let text = template
        .render()
        .map_err(|error| Problem::broken(format!("a page could not be drawn: {error}")))?;
    Ok(Html(text).into_response())
}

/// A problem as a page.
pub fn problem_page(desk: &Desk, person: Option<&Person>, problem: &Problem) -> Response {
    let page = ErrorPage::of(desk, person, problem);
    let text = page.render().unwrap_or_else(|_| problem.title().to_owned());
    (problem.status(), Html(text)).into_response()
}

/// 303 to an address of this desk.
pub fn redirect(to: &str) -> Response {
    let place = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

/// A file to be saved.
pub fn file(name: &str, kind: &'static str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition =
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}

/// An address within this desk, as a form gives it to come back to; the start for anything else.
pub fn own_address(text: Option<&str>) -> String {
    // Browsers leave out tabs and line ends, and take `\` for `/`: what is left may name another host.
    let fits = |text: &&str| {
        text.starts_with('/')
            && !text.starts_with("//")
            && text
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    text.filter(fits).unwrap_or("/").to_owned()
}
