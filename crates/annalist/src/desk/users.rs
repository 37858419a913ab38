//! Users: who may sign in and what they may do.

use super::Desk;
use super::problem::{Done, Problem};
use super::routes::Ask;
use crate::stamp::now;
use anyhow::Result;
use argon2::{Argon2, PasswordHasher};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Casebook;
use store::desk::{Role, User};
use utoipa::ToSchema;

/// Passwords are at least so long.
const SHORTEST: usize = 10;

/// A user as the API shows them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserLine {
    /// By which they sign in.
    pub name: String,
    /// viewer, coder, reviewer or admin.
    pub role: &'static str,
    /// They may sign in.
    pub active: bool,
    /// Since when there are.
    pub at: String,
}

impl From<User> for UserLine {
    fn from(user: User) -> Self {
        UserLine {
            name: user.name,
            role: user.role.word(),
            active: user.active,
            at: user.at,
        }
    }
}

/// A user to be added.
#[derive(Clone, Deserialize, ToSchema)]
pub struct NewUser {
    /// By which they sign in.
    pub name: String,
    /// viewer, coder, reviewer or admin.
    pub role: String,
    /// At least ten letters.
    pub password: String,
}

/// What changes of a user.
#[derive(Clone, Default, Deserialize, ToSchema)]
pub struct ChangedUser {
    /// What they may do.
    pub role: Option<String>,
    /// At least ten letters.
    pub password: Option<String>,
    /// They may sign in.
    pub active: Option<bool>,
}

/// All users.
pub fn list(desk: &Desk) -> Done<Vec<UserLine>> {
    let users = desk.read(store::Casebook::users)?;
    Ok(users.into_iter().map(UserLine::from).collect())
}

/// Adds a user. The first one is an admin, or nobody could add another.
pub fn add(desk: &Desk, ask: &Ask, body: &NewUser) -> Done<UserLine> {
    let role = role(&body.role)?;
    let first = !desk.read(store::Casebook::has_users)?;
    if first && role != Role::Admin {
        return Err(Problem::misfit(
            "role",
            "the first user is an admin: from then on everybody signs in",
        ));
    }
    let hash = checked(&body.password)?;
    let at = now();
    let signature = ask.person.sign(&at);
    let work = |casebook: &mut Casebook| casebook.add_user(&body.name, role, &hash, signature);
    desk.write_for(ask, &at, work, |()| json!({"name": body.name}))?;
    let user = desk.read(|casebook| casebook.user(&body.name))?;
    user.map(UserLine::from)
        .ok_or_else(|| Problem::broken("the user is not there"))
}

/// Changes a user.
pub fn change(desk: &Desk, ask: &Ask, name: &str, body: &ChangedUser) -> Done<UserLine> {
    let role = body.role.as_deref().map(role).transpose()?;
    let password = body.password.as_deref().filter(|text| !text.is_empty());
    let hash = password.map(checked).transpose()?;
    let at = now();
    let signature = ask.person.sign(&at);
    let work = |casebook: &mut Casebook| {
        casebook.change_user(name, role, hash.as_deref(), body.active, signature)
    };
    desk.write_for(ask, &at, work, |()| json!({"name": name}))?;
    let user = desk.read(|casebook| casebook.user(name))?;
    user.map(UserLine::from)
        .ok_or_else(|| Problem::missing(format!("there is no user `{name}`")))
}

fn role(word: &str) -> Done<Role> {
    word.parse()
        .map_err(|why: String| Problem::misfit("role", why))
}

fn checked(password: &str) -> Done<String> {
    if password.chars().count() < SHORTEST || password.len() > 1_000 {
        let detail = format!("a password has at least {SHORTEST} letters");
        return Err(Problem::misfit("password", detail));
    }
    hashed(password).map_err(|error| Problem::broken(error.to_string()))
}

/// The Argon2id hash of a password, with a salt of its own.
///
/// # Errors
/// No randomness is to be had.
pub fn hashed(password: &str) -> Result<String> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| anyhow::anyhow!("the password cannot be hashed: {error}"))?;
    Ok(hash.to_string())
}

/// A password that nobody guesses: 100 random bits in letters that are not mistaken for others.
///
/// # Errors
/// No randomness is to be had.
pub fn one_time_password() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes)
        .map_err(|error| anyhow::anyhow!("no randomness from the system: {error}"))?;
    let letters = bytes.map(|byte| LETTERS[(byte % 32) as usize] as char);
    let groups: Vec<String> = letters
        .chunks(5)
        .map(|five| five.iter().collect())
        .collect();
    Ok(groups.join("-"))
}
