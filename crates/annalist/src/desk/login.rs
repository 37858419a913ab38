//! Signing in and out.

use super::answers::{Shape, own_address, page, redirect};
use super::connections::Client;
use super::guard::Sent;
use super::pages::LoginPage;
use super::person::{self, Person, Visitor};
use super::problem::{Done, Problem};
use super::query::Query;
use super::tries::{Try, Whose};
use super::{Desk, off};
use crate::stamp::now;
use argon2::{Argon2, PasswordVerifier};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::{Timestamp, ToSpan as _};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

/// A hash of no password, so that an unknown name takes as long as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$Hf4wB1hdf6wPqnHWzG2j9j4U6Fh5rD0zCqzv6H0sQ3o";

/// `GET /login`
pub async fn form(
    State(desk): State<Arc<Desk>>,
    person: Option<Extension<Person>>,
    visitor: Option<Extension<Visitor>>,
    RawQuery(query): RawQuery,
) -> Done<Response> {
    let query = Query::read(query.as_deref().unwrap_or_default());
    if person.is_some() {
        return Ok(redirect("/"));
    }
    let csrf = visitor.map(|Extension(visitor)| visitor.csrf);
    page(&LoginPage::of(
        &desk,
        csrf.unwrap_or_default(),
        own_address(query.one("next")),
        None,
    ))
}

/// `POST /login`
pub async fn sign_in(
    State(desk): State<Arc<Desk>>,
    visitor: Option<Extension<Visitor>>,
    client: Option<Extension<Client>>,
    Extension(sent): Extension<Sent>,
) -> Done<Response> {
    let form = Query::read(&String::from_utf8_lossy(&sent.bytes));
    let next = own_address(form.one("next"));
    let Some(Extension(visitor)) = visitor else {
        return Ok(redirect(&next));
    };
    let (name, password) = (
        form.one("name").unwrap_or_default().to_owned(),
        form.one("password").unwrap_or_default().to_owned(),
    );
    let whose = Whose {
        client: client.map_or_else(Client::here, |Extension(client)| client),
        name: name.chars().take(64).collect(),
    };
    let this: Try = match desk.tries.begin(&whose) {
        Ok(this) => this,
        Err(wait) => return Ok(too_many(wait)),
    };
    let found = off(&desk, move |desk| begin(desk, &name, &password)).await;
    let token = found.inspect_err(|_| desk.tries.broken(&whose, this))?;
    let Some(token) = token else {
        let refused = LoginPage::of(
            &desk,
            visitor.csrf,
            next,
            Some("There is nobody of that name and password.".to_owned()),
        );
        let mut response = page(&refused)?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    };
    desk.tries.right(&whose, this);
    let mut response = redirect(&next);
    if let Some(cookie) = person::set_cookie(&desk, &token) {
        // A session of its own, whatever cookie came: nobody can hand theirs to another.
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn too_many(wait: Duration) -> Response {
    let detail = "too many wrong passwords; wait a few minutes";
    let mut response = Problem::new(StatusCode::TOO_MANY_REQUESTS, detail).into_response();
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, (wait.as_secs() + 1).into());
    response
}

/// The token of a new session where name and password fit.
fn begin(desk: &Desk, name: &str, password: &str) -> Done<Option<String>> {
    let user = desk.read(|casebook| casebook.user(name))?;
    let user = user.filter(|user| user.active);
    let hash = user.as_ref().map_or(NOBODY, |user| user.hash.as_str());
    let fits = Argon2::default().verify_password(password.as_bytes(), hash);
    let (Some(user), Ok(())) = (user, fits) else {
        return Ok(None);
    };
    let token = person::random()?;
    let at = now();
    let until = Timestamp::now()
        .checked_add(12.hours())
        .map_err(|error| Problem::broken(error.to_string()))?;
    let until = format!("{until:.6}");
    let signature = store::desk::Signature {
        by: &user.name,
        at: &at,
    };
    if desk.rules.read_only {
        let mut sessions = desk.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(token.clone(), user.name);
        return Ok(Some(token));
    }
    desk.write(|casebook| casebook.begin_session(&token, &until, signature))?;
    Ok(Some(token))
}

/// `POST /logout`
pub async fn sign_out(
    State(desk): State<Arc<Desk>>,
    Extension(person): Extension<Person>,
    Extension(_): Extension<Shape>,
) -> Done<Response> {
    if person.signed_in {
        off(&desk, move |desk| {
            let at = now();
            let sessions = desk.sessions.lock();
            sessions
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&person.token);
            if desk.rules.read_only {
                return Ok(());
            }
            desk.write(|casebook| casebook.end_session(&person.token, person.sign(&at)))
        })
        .await?;
    }
    let mut response = redirect("/login");
    if let Some(gone) = person::no_cookie(&desk) {
        response.headers_mut().insert(header::SET_COOKIE, gone);
    }
    Ok(response)
}
