//! Who asks, and the token that their forms carry.

use super::Desk;
use super::problem::{Done, Problem};
use crate::stamp::now;
use axum::http::{HeaderMap, HeaderValue, header};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use std::sync::PoisonError;
use store::desk::{Role, Signature, User};

/// The name of the cookie: another for each casebook, as browsers send the cookies of a host to all
/// its ports, and for a read-only desk, which keeps sessions of its own.
fn cookie_name(desk: &Desk) -> String {
    let id = desk.id.get(..12).unwrap_or_default();
    let kind = if desk.rules.read_only { "_read" } else { "" };
    format!("annalist_{id}{kind}")
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their name; that of the system's user where nobody has to sign in.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// By a session; false where nobody has to.
    pub signed_in: bool,
    /// The cookie's value.
    pub token: String,
    /// What their writes must carry.
    pub csrf: String,
    /// The cookie is new and must be set.
    pub fresh: bool,
}

/// What the API and pages say of the reader.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Me {
    /// Their name.
    pub name: String,
    /// viewer, coder, reviewer or admin.
    pub role: &'static str,
    /// By a session.
    pub signed_in: bool,
    /// Nothing may be written.
    pub read_only: bool,
    /// The casebook's own name.
    pub casebook: String,
    /// What writes must carry.
    pub csrf: String,
}

impl Person {
    /// Refuses those whose role is less.
    pub fn must(&self, role: Role) -> Done<()> {
        if self.role < role {
            return Err(Problem::forbidden(format!(
                "this takes a {role}; you are a {}",
                self.role
            )));
        }
        Ok(())
    }

    /// True where the role is enough.
    pub fn may(&self, role: Role) -> bool {
        self.role >= role
    }

    /// For a write at this moment.
    pub fn sign<'p>(&'p self, at: &'p str) -> Signature<'p> {
        Signature { by: &self.name, at }
    }

    /// What pages and the API say of them.
    pub fn me(&self, desk: &Desk) -> Me {
        Me {
            name: self.name.clone(),
            role: self.role.word(),
            signed_in: self.signed_in,
            read_only: desk.rules.read_only,
            casebook: desk.id.clone(),
            csrf: self.csrf.clone(),
        }
    }
}

/// Who a request is from: nobody where they have to sign in and have not.
pub fn of(desk: &Desk, headers: &HeaderMap) -> Done<Result<Person, Visitor>> {
    let given = cookie(&cookie_name(desk), headers);
    let must = desk.must_sign_in()?;
    if let Some(token) = given.as_deref().filter(|_| must)
        && let Some(session) = desk.read(|casebook| casebook.session(token, &now()))?
    {
        return Ok(Ok(Person {
            name: session.user,
            role: session.role,
            signed_in: true,
            csrf: csrf(desk, token),
            token: token.to_owned(),
            fresh: false,
        }));
    }
    if let Some(token) = given.as_deref().filter(|_| must && desk.rules.read_only)
        && let Some(user) = in_memory(desk, token)?
    {
        return Ok(Ok(Person {
            name: user.name,
            role: user.role,
            signed_in: true,
            csrf: csrf(desk, token),
            token: token.to_owned(),
            fresh: false,
        }));
    }
    let fresh = given.is_none();
    let token = match given {
        Some(token) => token,
        None => random()?,
    };
    let csrf = csrf(desk, &token);
    if must {
        return Ok(Err(Visitor { token, csrf, fresh }));
    }
    Ok(Ok(Person {
        name: desk.rules.local_user.clone(),
        role: if desk.rules.read_only {
            Role::Viewer
        } else {
            Role::Admin
        },
        signed_in: false,
        token,
        csrf,
        fresh,
    }))
}

/// Whose session it is at a read-only desk.
fn in_memory(desk: &Desk, token: &str) -> Done<Option<User>> {
    let name = {
        let sessions = desk.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.get(token).cloned()
    };
    let Some(name) = name else { return Ok(None) };
    let user = desk.read(|casebook| casebook.user(&name))?;
    Ok(user.filter(|user| user.active))
}

/// Somebody who has yet to sign in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The cookie's value.
    pub token: String,
    /// What the log-in form carries.
    pub csrf: String,
    /// The cookie must be set.
    pub fresh: bool,
}

/// The session's cookie.
fn cookie(wanted: &str, headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(name, _)| *name == wanted)?;
    let fits = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| token.to_owned())
}

/// The cookie as it is set; gone with the browser, or after twelve hours.
pub fn set_cookie(desk: &Desk, token: &str) -> Option<HeaderValue> {
    kept(desk, token, 43_200)
}

/// The cookie as it is taken away.
pub fn no_cookie(desk: &Desk) -> Option<HeaderValue> {
    kept(desk, "", 0)
}

fn kept(desk: &Desk, token: &str, seconds: u32) -> Option<HeaderValue> {
    let name = cookie_name(desk);
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}");
    HeaderValue::from_str(&text).ok()
}

/// 256 random bits in hexadecimal.
pub fn random() -> Done<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Problem::broken(format!("no randomness from the system: {error}")))?;
    Ok(hexadecimal(&bytes))
}

/// The token that goes with a cookie; only this desk can work it out.
fn csrf(desk: &Desk, token: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"csrf");
    hasher.update(desk.secret);
    hasher.update(token.as_bytes());
    hexadecimal(&hasher.finalize())
}

/// True where the two are the same, in a time that does not tell where they differ.
pub fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
