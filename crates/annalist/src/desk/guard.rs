//! What stands before every handler: limits, who it is, what they may do; and the headers that
//! stand on every answer.

use super::answers::{Shape, problem_page};
use super::person::{self, Person, Visitor};
use super::problem::Problem;
use super::query::{Query, escaped};
use super::{Desk, off};
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;

/// Bodies longer than this are refused.
pub const LONGEST_BODY: usize = 1024 * 1024;
/// A body that is not there after so long is given up.
pub const BODY_TIME: Duration = if cfg!(test) {
    Duration::from_millis(300)
} else {
    Duration::from_secs(10)
};

/// No inline script or style, nothing from outside, no frame around it.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// The body of a write, read to its end.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// The bytes.
    pub bytes: Bytes,
    /// It is a form.
    pub form: bool,
}

impl Sent {
    /// As text.
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// Lets a request through or not, and puts the headers on what comes back.
pub async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let shape = Shape::of(request.uri().path());
    let method = request.method().clone();
    let mut response = match admit(&desk, request, shape).await {
        Ok(Admitted { request, person }) => {
            let mut response = next.run(request).await;
            if let Some(Problem { .. }) = response.extensions().get::<Problem>()
                && shape == Shape::Page
                && let Some(problem) = response.extensions_mut().remove::<Problem>()
            {
                let wait = response.headers().get(header::RETRY_AFTER).cloned();
                response = problem_page(&desk, person.as_ref(), &problem);
                if let Some(wait) = wait {
                    response.headers_mut().insert(header::RETRY_AFTER, wait);
                }
            }
            if let Some(cookie) = person
                .filter(|person| person.fresh && shape == Shape::Page)
                .and_then(|person| person::set_cookie(&desk, &person.token))
                && !response.headers().contains_key(header::SET_COOKIE)
            {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(refusal) => refusal.into_response(&desk, shape),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
    }
    if method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

struct Admitted {
    request: Request,
    person: Option<Person>,
}

/// Why a request does not reach its handler.
enum Refusal {
    Problem(Box<Problem>),
    SignIn(String),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Refusal::Problem(Box::new(problem))
    }
}

impl Refusal {
    fn into_response(self, desk: &Desk, shape: Shape) -> Response {
        match (self, shape) {
            (Refusal::Problem(problem), Shape::Page) => problem_page(desk, None, &problem),
            (Refusal::Problem(problem), Shape::Api) => problem.into_response(),
            (Refusal::SignIn(_), Shape::Api) => {
                Problem::new(StatusCode::UNAUTHORIZED, "sign in at /login").into_response()
            }
            (Refusal::SignIn(next), Shape::Page) => {
                super::answers::redirect(&format!("/login?next={}", escaped(&next)))
            }
        }
    }
}

async fn admit(desk: &Arc<Desk>, request: Request, shape: Shape) -> Result<Admitted, Refusal> {
    check_host(desk, request.headers())?;
    let path = request.uri().path().to_owned();
    if request.uri().path().starts_with("/assets/") {
        return Ok(Admitted {
            request,
            person: None,
        });
    }
    let headers = request.headers().clone();
    let who = off(desk, move |desk| person::of(desk, &headers)).await?;
    let (csrf, who) = match who {
        Ok(person) => (person.csrf.clone(), Ok(person)),
        Err(visitor) => (visitor.csrf.clone(), Err(visitor)),
    };
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if who.is_err() && path != "/login" {
        let asked = request.uri().path_and_query().map(ToString::to_string);
        let next = if writes { None } else { asked };
        return Err(Refusal::SignIn(next.unwrap_or_else(|| "/".to_owned())));
    }
    let (mut parts, body) = request.into_parts();
    let mut sent = Sent::default();
    if writes {
        check_origin(&parts.headers)?;
        sent = receive(&parts.headers, body).await?;
        check_csrf(&parts.headers, &sent, &csrf)?;
        let session = path == "/login" || path == "/logout";
        if desk.rules.read_only && !session {
            return Err(Problem::forbidden(
                "this desk is read-only: it was started with --read-only",
            )
            .into());
        }
    }
    parts.extensions.insert(sent);
    parts.extensions.insert(shape);
    let person = match who {
        Ok(person) => {
            parts.extensions.insert(person.clone());
            Some(person)
        }
        Err(visitor) => {
            let Visitor { token, csrf, fresh } = visitor.clone();
            parts.extensions.insert(visitor);
            Some(Person {
                name: String::new(),
                role: store::desk::Role::Viewer,
                signed_in: false,
                token,
                csrf,
                fresh,
            })
        }
    };
    Ok(Admitted {
        request: Request::from_parts(parts, Body::empty()),
        person,
    })
}

/// On loopback, a name that is not the machine's own is a page elsewhere that had its name lead
/// here (DNS rebinding).
fn check_host(desk: &Desk, headers: &HeaderMap) -> Result<(), Refusal> {
    if desk.rules.open_to_others {
        return Ok(());
    }
    let host = headers.get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let own = name.is_empty()
        || name == "localhost"
        || name == "[::1]"
        || name
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback());
    if own {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::MISDIRECTED_REQUEST,
        "this desk answers at localhost only; start it with --address to be reached by name",
    )
    .into())
}

/// Refuses writes that another site sends.
fn check_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign = match text("sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => match (text("origin"), text("host")) {
            (Some(origin), Some(host)) => origin
                .split_once("://")
                .is_none_or(|(_, from)| from != host),
            _ => false,
        },
    };
    if foreign {
        return Err(Problem::forbidden("this write comes from another site").into());
    }
    Ok(())
}

/// Reads the body: not too much of it, and not for too long.
async fn receive(headers: &HeaderMap, body: Body) -> Result<Sent, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let form = kind.starts_with("application/x-www-form-urlencoded");
    let too_large = || {
        let detail = format!("a body has at most {LONGEST_BODY} bytes");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    };
    let told = headers.get(header::CONTENT_LENGTH);
    let told = told.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|length| length > LONGEST_BODY) {
        return Err(too_large().into());
    }
    let read = axum::body::to_bytes(body, LONGEST_BODY);
    let bytes = match tokio::time::timeout(BODY_TIME, read).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(_)) => return Err(too_large().into()),
        Err(_) => {
            let detail = "the body took too long to arrive";
            return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, detail).into());
        }
    };
    if !bytes.is_empty() && !form && !kind.starts_with("application/json") {
        let detail = "send JSON (Content-Type: application/json) or a form";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).into());
    }
    Ok(Sent { bytes, form })
}

fn check_csrf(headers: &HeaderMap, sent: &Sent, csrf: &str) -> Result<(), Refusal> {
    let header = headers.get("x-csrf-token");
    let header = header.and_then(|token| token.to_str().ok());
    let field = sent
        .form
        .then(|| Query::read(&String::from_utf8_lossy(&sent.bytes)));
    let field = field.as_ref().and_then(|form| form.one("csrf"));
    let given = header.or(field).unwrap_or_default();
    if person::same(given, csrf) {
        return Ok(());
    }
    let detail =
        "the form's token is missing or old; go back, load the page again and send it once more";
    // Scripts keep such a write for whoever made it.
    Err(Problem::forbidden(detail).with("stale", true.into()).into())
}
