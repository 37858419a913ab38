//! What goes wrong, as `application/problem+json` (RFC 9457) or as a page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

/// Why a request was not answered.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    status: u16,
    /// What a person can do about it.
    pub detail: String,
    /// Further members.
    #[serde(flatten)]
    more: serde_json::Map<String, Value>,
}

/// A result with a [`Problem`].
pub type Done<T> = Result<T, Problem>;

impl Problem {
    /// A problem with a status and a sentence.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Problem {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
            more: serde_json::Map::new(),
        }
    }

    /// The request cannot be read.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::BAD_REQUEST, detail)
    }

    /// There is no such thing.
    pub fn missing(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::NOT_FOUND, detail)
    }

    /// Not allowed.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::FORBIDDEN, detail)
    }

    /// It does not fit what stands.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::CONFLICT, detail)
    }

    /// A value that a field does not take.
    pub fn misfit(field: &str, detail: impl Into<String>) -> Self {
        let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail);
        problem.with("field", field.into())
    }

    /// Something of ours failed; the sentence says what.
    pub fn broken(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    /// With a further member.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What would be right, where one can say.
    pub fn hint(&self) -> Option<&str> {
        self.more.get("hint").and_then(Value::as_str)
    }

    /// A further member.
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.more.get(name)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        use store::Error;
        let status = match &error {
            Error::NoReport { .. } | Error::NoAccount { .. } | Error::NoVersion { .. } => {
                StatusCode::NOT_FOUND
            }
            Error::Decision { .. } | Error::Repeated { .. } => StatusCode::CONFLICT,
            Error::Locked { .. } | Error::Full { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Error::ReadOnly { .. } => StatusCode::FORBIDDEN,
            Error::Changed => StatusCode::PRECONDITION_FAILED,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let problem = Problem::new(status, error.to_string());
        match error {
            // What does not fit, without the words of the command line.
            Error::Decision { why } => Problem::conflict(why),
            _ => problem,
        }
    }
}

impl From<analysis::Mistake> for Problem {
    fn from(mistake: analysis::Mistake) -> Self {
        let (at, hint) = (mistake.at.clone(), mistake.hint.clone());
        Problem::unreadable(mistake.problem.clone())
            .with("at", serde_json::json!([at.start, at.end]))
            .with("hint", hint.into())
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<store::Error>() {
            Ok(error) => error.into(),
            Err(error) => Problem::broken(format!("{error:#}")),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        // The guard makes a page of it where a page was asked for.
        response.extensions_mut().insert(self);
        response
    }
}
