//! Every address of the desk, in one table: what it is for, who may use it, and its handler.

use super::answers::{json, own_address, redirect, unchanged};
use super::base::{Base, View};
use super::guard::{Sent, guard};
use super::once::{Once, answered, said_once};
use super::person::Person;
use super::problem::{Done, Problem};
use super::query::Query;
use super::sight::Shown;
use super::{Desk, api, assets, forms, login, off, off_in_turn, openapi, pages};
use axum::Router;
use axum::extract::{FromRequestParts, RawPathParams, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use model::Policy;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::desk::Role;

/// What a request asks, and who.
#[derive(Clone)]
pub struct Ask {
    /// Who.
    pub person: Person,
    /// What they may see, the casebook's state as far as they may see it, and its mark.
    pub shown: Shown,
    /// Behind the `?`.
    pub query: Query,
    /// The pieces of the path that stand for something, by name.
    pub path: BTreeMap<String, String>,
    /// Its headers.
    pub headers: HeaderMap,
    /// The body.
    pub sent: Sent,
    /// Path and query as they came.
    pub address: String,
    /// How often, and on what, a write is done.
    pub once: Arc<Once>,
}

impl Ask {
    /// The casebook's state, as far as the one who asks may see it.
    pub fn base(&self) -> &Arc<Base> {
        &self.shown.base
    }

    /// Its incidents.
    pub fn view(&self, desk: &Desk, policy: Policy) -> Arc<View> {
        self.shown.base.view(policy, &desk.knowledge)
    }

    /// A piece of the path.
    pub fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// The body as something.
    ///
    /// # Errors
    /// It is none, and why.
    pub fn body<T: DeserializeOwned>(&self) -> Done<T> {
        let value = if self.sent.form {
            Value::Object(self.form())
        } else if self.sent.bytes.is_empty() {
            Value::Object(Map::new())
        } else {
            serde_json::from_slice(&self.sent.bytes)
                .map_err(|error| Problem::unreadable(format!("the body is no JSON: {error}")))?
        };
        serde_json::from_value(value)
            .map_err(|error| Problem::unreadable(format!("the body does not fit: {error}")))
    }

    /// The form as an object; what was left empty is left out.
    fn form(&self) -> Map<String, Value> {
        let form = self.fields();
        let pairs = form.pairs().iter();
        pairs
            .filter(|(name, _)| !matches!(name.as_str(), "csrf" | "back" | "key"))
            .map(|(name, value)| (name.clone(), value.trim().into()))
            .collect()
    }

    /// The form's fields.
    pub fn fields(&self) -> Query {
        Query::read(&self.sent.text())
    }
}

impl FromRequestParts<Arc<Desk>> for Ask {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Self, Problem> {
        let raw = RawPathParams::from_request_parts(parts, desk).await;
        let raw = raw.map_err(|_| Problem::unreadable("the address is no UTF-8"))?;
        let person = parts.extensions.get::<Person>().cloned();
        let sent = parts.extensions.get::<Sent>().cloned();
        let address = parts.uri.path_and_query();
        let person =
            person.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "sign in at /login"))?;
        let who = person.clone();
        let shown = off(desk, move |desk| desk.shown_to(&who)).await?;
        let address = address.map_or_else(String::new, ToString::to_string);
        let sent = sent.unwrap_or_default();
        let once = if matches!(parts.method, Method::GET | Method::HEAD) {
            Once::default()
        } else {
            let method = parts.method.as_str().as_bytes();
            let form = sent.form.then(|| sent.text());
            let form = form.as_deref().map(Query::read);
            let key = form.as_ref().and_then(|form| form.one("key"));
            let asked = [method, address.as_bytes(), &sent.bytes];
            Once::of(&parts.headers, key, &asked)?
        };
        Ok(Ask {
            once: Arc::new(once),
            person,
            shown,
            query: Query::read(parts.uri.query().unwrap_or_default()),
            path: raw
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            headers: parts.headers.clone(),
            sent,
            address,
        })
    }
}

/// One address with one method.
pub struct Route {
    /// GET, POST, PUT or DELETE.
    pub method: Method,
    /// With `{names}`.
    pub path: &'static str,
    /// Who may use it.
    pub role: Role,
    /// What it is for, in a line.
    pub summary: &'static str,
    /// Parameters behind the `?`.
    pub parameters: &'static [&'static str],
    /// The body and the answer, as schemas.
    pub schemas: openapi::Schemas,
    handler: MethodRouter<Arc<Desk>>,
}

impl Route {
    /// With parameters behind the `?`.
    #[must_use]
    pub fn takes(mut self, parameters: &'static [&'static str]) -> Self {
        self.parameters = parameters;
        self
    }

    /// With a described answer.
    #[must_use]
    pub fn gives<T: utoipa::ToSchema>(mut self) -> Self {
        self.schemas.answer = Some(openapi::described::<T>());
        self
    }

    /// With a described body.
    #[must_use]
    pub fn sent<T: utoipa::ToSchema>(mut self) -> Self {
        self.schemas.body = Some(openapi::described::<T>());
        self
    }
}

fn route(
    method: Method,
    path: &'static str,
    role: Role,
    summary: &'static str,
    handler: MethodRouter<Arc<Desk>>,
) -> Route {
    Route {
        method,
        path,
        role,
        summary,
        parameters: &[],
        schemas: openapi::Schemas::default(),
        handler,
    }
}

type Work<T> = fn(&Desk, &Ask) -> Done<T>;

/// JSON for everybody who may read.
pub fn reads<T: Serialize + 'static>(
    path: &'static str,
    role: Role,
    summary: &'static str,
    work: Work<T>,
) -> Route {
    let handler = get(move |State(desk): State<Arc<Desk>>, ask: Ask| async move {
        off_in_turn(&desk, move |desk| {
            ask.person.must(role)?;
            let etag = ask.shown.etag.as_str();
            let known = ask.headers.get(header::IF_NONE_MATCH);
            let known = known.and_then(|etag| etag.to_str().ok());
            if known == Some(etag) {
                return Ok(unchanged(etag));
            }
            Ok(json(etag, &work(desk, &ask)?))
        })
        .await
    });
    route(Method::GET, path, role, summary, handler)
}

/// A write through the API.
pub fn writes<T: Serialize + 'static>(
    method: Method,
    path: &'static str,
    role: Role,
    summary: &'static str,
    work: Work<T>,
) -> Route {
    let filter = match method {
        Method::PUT => MethodFilter::PUT,
        Method::DELETE => MethodFilter::DELETE,
        _ => MethodFilter::POST,
    };
    let created = method == Method::POST && path.ends_with("/notes");
    let status = if created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let handler = on(
        filter,
        move |State(desk): State<Arc<Desk>>, ask: Ask| async move {
            off(&desk, move |desk| {
                ask.person.must(role)?;
                answered(desk, &ask, status, work)
            })
            .await
        },
    );
    route(method, path, role, summary, handler)
}

/// A page, or a file.
pub fn shows(path: &'static str, role: Role, summary: &'static str, work: Work<Response>) -> Route {
    let handler = get(move |State(desk): State<Arc<Desk>>, ask: Ask| async move {
        off_in_turn(&desk, move |desk| {
            ask.person.must(role)?;
            work(desk, &ask)
        })
        .await
    });
    route(Method::GET, path, role, summary, handler)
}

/// A write from a form: does it, and goes back to where the form stood.
pub fn sends(path: &'static str, role: Role, summary: &'static str, work: Work<String>) -> Route {
    let handler = post(move |State(desk): State<Arc<Desk>>, ask: Ask| async move {
        off(&desk, move |desk| {
            ask.person.must(role)?;
            let said = match said_once(desk, &ask, work) {
                Err(problem) if problem.member("choices").is_some() => {
                    return pages::choose(desk, &ask, &problem);
                }
                said => said?,
            };
            let back = own_address(ask.fields().one("back"));
            Ok(redirect(&forms::back_to(&back, &said)))
        })
        .await
    });
    route(Method::POST, path, role, summary, handler)
}

/// All addresses but those of signing in and the assets.
pub fn table() -> Vec<Route> {
    let mut all = api::routes();
    all.extend(pages::routes());
    all.extend(forms::routes());
    all
}

/// The table as axum takes it, behind the guard.
pub fn router(desk: Arc<Desk>) -> Router {
    serving(desk, table())
}

/// Some addresses, and those of signing in and the assets, behind the guard.
pub fn serving(desk: Arc<Desk>, routes: Vec<Route>) -> Router {
    let mut router: Router<Arc<Desk>> = Router::new();
    let mut by_path: BTreeMap<&'static str, MethodRouter<Arc<Desk>>> = BTreeMap::new();
    for route in routes {
        let handlers = by_path.remove(route.path).unwrap_or_default();
        by_path.insert(route.path, handlers.merge(route.handler));
    }
    for (path, handlers) in by_path {
        router = router.route(path, handlers);
    }
    router
        .route("/login", get(login::form).post(login::sign_in))
        .route("/logout", post(login::sign_out))
        .route("/assets/{name}", get(assets::asset))
        .fallback(|| async { Problem::missing("there is no such page").into_response() })
        .method_not_allowed_fallback(|| async {
            let detail = "this address does not take that method";
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail).into_response()
        })
        .layer(from_fn_with_state(Arc::clone(&desk), guard))
        .with_state(desk)
}
