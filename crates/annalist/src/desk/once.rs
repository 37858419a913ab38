//! Writes that a browser may send several times, and those that hold only for what was seen.
//!
//! A write with an `Idempotency-Key` is done once: the key is kept in the casebook, in the
//! transaction of what it writes, with what is told of it. A write with `If-Match` is refused where
//! the casebook is another by then; that is looked at in the same transaction.

use super::Desk;
use super::answers::json;
use super::problem::{Done, Problem};
use super::routes::Ask;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use store::Casebook;
use store::desk::Terms;

/// The header that names a write.
pub const KEY: &str = "idempotency-key";
/// Says that an answer is that of the first time.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// Keys are no longer than this.
const LONGEST_KEY: usize = 100;

/// Under what a request writes.
#[derive(Debug, Default)]
pub struct Once {
    terms: Terms,
    /// The state it is for, as its `ETag`.
    seen: Option<String>,
    /// The first write of the request has been made; those behind it go with it.
    begun: AtomicBool,
}

impl Once {
    /// What the headers of a write ask for; `asked` is all that tells it from another. A form has a
    /// key of its own since it was drawn (`form`): sent twice as it is, it is done once; filled in
    /// otherwise, it is another write.
    ///
    /// # Errors
    /// The key cannot be one.
    pub fn of(headers: &HeaderMap, form: Option<&str>, asked: &[&[u8]]) -> Done<Once> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let key = headers.contains_key(KEY).then(|| text(KEY));
        let key = match key {
            None => None,
            Some(Some(key))
                if !key.is_empty()
                    && key.len() <= LONGEST_KEY
                    && key.bytes().all(|byte| byte.is_ascii_graphic()) =>
            {
                Some(key.to_owned())
            }
            Some(_) => {
                return Err(Problem::unreadable(format!(
                    "an Idempotency-Key has 1 to {LONGEST_KEY} letters, digits or signs without spaces"
                )));
            }
        };
        let seen = text(header::IF_MATCH.as_str()).filter(|etag| *etag != "*");
        let asked = store::sha256_of(&asked.join(&0));
        let fits = |key: &&str| key.len() <= 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        let drawn = form.filter(fits);
        let drawn = drawn.map(|drawn| format!("form-{drawn}-{}", &asked[..16]));
        Ok(Once {
            terms: Terms {
                key: key.or(drawn),
                asked,
                unchanged: seen.map(|etag| moment(etag).unwrap_or((u64::MAX, u64::MAX))),
            },
            seen: seen.map(str::to_owned),
            begun: AtomicBool::new(false),
        })
    }
}

/// The numbers that stand in an `ETag`.
fn moment(etag: &str) -> Option<(u64, u64)> {
    let inner = etag.strip_prefix("W/\"")?.strip_suffix('"')?;
    let mut parts = inner.splitn(3, '-');
    let mut number = || parts.next()?.parse().ok();
    Some((number()?, number()?))
}

/// Does a write of the API and answers it: as the first time, where it was done before.
pub fn answered<T: Serialize>(
    desk: &Desk,
    ask: &Ask,
    status: StatusCode,
    work: impl FnOnce(&Desk, &Ask) -> Done<T>,
) -> Done<Response> {
    let replay = |told| {
        let value = desk.told_again(ask, told)?;
        let mut response = json(&desk.etag(&ask.shown.sight), &value);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
        Ok(response)
    };
    if let Some(told) = before(desk, ask)? {
        return replay(told);
    }
    match checked(ask).and_then(|()| work(desk, ask)) {
        Ok(value) => {
            let mut response = json(&desk.etag(&ask.shown.sight), &value);
            *response.status_mut() = status;
            Ok(response)
        }
        // The same write, sent at the same time, may have been faster.
        Err(problem) => match before(desk, ask)? {
            Some(told) => replay(told),
            None => Err(problem),
        },
    }
}

/// Does a write of a form and gives what its page says of it: as the first time, where it was done
/// before.
pub fn said_once(
    desk: &Desk,
    ask: &Ask,
    work: impl FnOnce(&Desk, &Ask) -> Done<String>,
) -> Done<String> {
    if let Some(told) = before(desk, ask)? {
        return Ok(said_of(ask, &told));
    }
    match checked(ask).and_then(|()| work(desk, ask)) {
        Ok(said) => Ok(said),
        Err(problem) => match before(desk, ask)? {
            Some(told) => Ok(said_of(ask, &told)),
            None => Err(problem),
        },
    }
}

/// What a page says of a write that was done before.
fn said_of(ask: &Ask, told: &Value) -> String {
    let numbers = told["decisions"].as_array().into_iter().flatten();
    let numbers: Vec<String> = numbers.map(ToString::to_string).collect();
    if !numbers.is_empty() {
        return numbers.join(",");
    }
    match ask.address.as_str() {
        "/do/note" => format!("note-{}", told["number"]),
        "/do/close" => "state".to_owned(),
        "/do/pin" => "pin".to_owned(),
        "/do/unpin" => "unpin".to_owned(),
        "/do/assign" => "assigned".to_owned(),
        "/do/unassign" => "unassigned".to_owned(),
        "/do/code" => "coding".to_owned(),
        "/do/user" | "/do/change-user" => "user".to_owned(),
        _ => String::new(),
    }
}

/// What was told where the request was done before.
fn before(desk: &Desk, ask: &Ask) -> Done<Option<Value>> {
    let terms = &ask.once.terms;
    if terms.key.is_none() {
        return Ok(None);
    }
    let found = desk.read(|casebook| casebook.answered(&ask.person.name, terms))?;
    let Some(found) = found else { return Ok(None) };
    if found.asked != terms.asked {
        let detail = "this Idempotency-Key stands for another write; take a new one";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail));
    }
    Ok(Some(serde_json::from_str(&found.told).unwrap_or_default()))
}

/// Refuses a write for another state of the casebook before it is worked out. What is written
/// between here and its transaction is found there.
///
/// # Errors
/// The state is another.
pub fn checked(ask: &Ask) -> Done<()> {
    let seen = ask.once.seen.as_deref();
    if seen.is_none_or(|seen| seen == ask.shown.etag) {
        Ok(())
    } else {
        Err(store::Error::Changed.into())
    }
}

impl Desk {
    /// Writes what a request asks, in one transaction with its key and what is `told` of it. A
    /// further write of the same request is its own transaction.
    ///
    /// # Errors
    /// It was done before, the casebook is not as the request has it, or it cannot be written.
    pub(super) fn write_for<T>(
        &self,
        ask: &Ask,
        at: &str,
        work: impl FnOnce(&mut Casebook) -> store::Result<T>,
        told: impl FnOnce(&T) -> Value,
    ) -> Done<T> {
        if ask.once.begun.swap(true, Ordering::AcqRel) {
            return self.write(work);
        }
        let told = |value: &T| told(value).to_string();
        self.write(|casebook| casebook.once(&ask.once.terms, ask.person.sign(at), work, told))
    }
}
