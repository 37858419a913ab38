use super::{Signature, audit, refuse, sealed};
use crate::hash::sha256;
use crate::write::check_time;
use crate::{Casebook, Result};
use rusqlite::{OptionalExtension, Row, params};
use std::fmt;
use std::str::FromStr;

/// What somebody may do; each role includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads.
    Viewer,
    /// Codes the reports assigned to them, and writes notes.
    Coder,
    /// Decides, merges, corrects, closes reports and adjudicates.
    Reviewer,
    /// Manages users and assignments.
    Admin,
}

impl Role {
    /// All, from the least.
    pub const ALL: [Role; 4] = [Role::Viewer, Role::Coder, Role::Reviewer, Role::Admin];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Coder => "coder",
            Role::Reviewer => "reviewer",
            Role::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Role::ALL.into_iter().find(|role| role.word() == text);
        found.ok_or_else(|| format!("`{text}` is no role: use viewer, coder, reviewer or admin"))
    }
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// By which they sign in, and which stands on what they decide.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Argon2 hash of the password (PHC string).
    pub hash: String,
    /// May sign in.
    pub active: bool,
    /// Since when.
    pub at: String,
}

/// A session that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub user: String,
    /// What they may do now.
    pub role: Role,
}

impl Casebook {
    /// All users, by name.
    pub fn users(&self) -> Result<Vec<User>> {
        self.read(|connection| {
            let query = "SELECT name, role, hash, active, at FROM user ORDER BY name";
            let mut statement = connection.prepare_cached(query)?;
            let users = statement.query_map([], user_of)?;
            Ok(users.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// A user by name.
    pub fn user(&self, name: &str) -> Result<Option<User>> {
        self.read(|connection| {
            let query = "SELECT name, role, hash, active, at FROM user WHERE name = ?1";
            let mut statement = connection.prepare_cached(query)?;
            Ok(statement.query_row([name], user_of).optional()?)
        })
    }

    /// True where somebody may sign in.
    pub fn has_users(&self) -> Result<bool> {
        self.read(|connection| {
            let query = "SELECT 1 FROM user WHERE active = 1 LIMIT 1";
            Ok(connection.prepare_cached(query)?.exists([])?)
        })
    }

    /// Adds a user; `hash` is the Argon2 hash of the password.
    ///
    /// # Errors
    /// The name is taken, empty, or holds what would not stand in a line.
    pub fn add_user(
        &mut self,
        name: &str,
        role: Role,
        hash: &str,
        signature: Signature<'_>,
    ) -> Result<()> {
        self.sign(signature, "add user", name, |connection| {
            let fits = !name.is_empty()
                && name.len() <= 64
                && name.trim() == name
                && name != "machine"
                && !name.contains([',', '/', '#'])
                && !name.chars().any(char::is_control);
            if !fits {
                return Err(refuse(
                    "a name has 1 to 64 letters without commas, slashes or `#`, and is not `machine`",
                ));
            }
            let there = connection
                .prepare_cached("SELECT 1 FROM user WHERE name = ?1")?
                .exists([name])?;
            if there {
                return Err(refuse(format!("there is a user `{name}` already")));
            }
            connection.execute(
                "INSERT INTO user (name, role, hash, active, at) VALUES (?1, ?2, ?3, 1, ?4)",
                params![name, role.word(), hash, signature.at],
            )?;
            sealed::seal(connection, sealed::USERS, "WHERE name = ?1", &[&name])?;
            Ok(())
        })
    }

    /// Changes a user: role, hash of the password, whether they may sign in. A new password or a
    /// closed account ends their sessions. Each has a line of its own in the audit.
    ///
    /// # Errors
    /// There is no such user; or nobody would be left to manage users.
    pub fn change_user(
        &mut self,
        name: &str,
        role: Option<Role>,
        hash: Option<&str>,
        active: Option<bool>,
        signature: Signature<'_>,
    ) -> Result<()> {
        let active_now = active.map(|active| if active { "open" } else { "close" });
        let lines = [
            role.map(|role| format!("change role to {role}")),
            hash.map(|_| "change password".to_owned()),
            active_now.map(|word| format!("{word} account")),
        ];
        check_time(signature.at)?;
        self.write_unchanging(|connection| {
            let changed = connection.execute(
                "UPDATE user SET role = coalesce(?2, role), hash = coalesce(?3, hash),
                    active = coalesce(?4, active) WHERE name = ?1",
                params![name, role.map(Role::word), hash, active],
            )?;
            if changed == 0 {
                return Err(refuse(format!("there is no user `{name}`")));
            }
            sealed::seal(connection, sealed::USERS, "WHERE name = ?1", &[&name])?;
            let admins = connection
                .prepare_cached("SELECT 1 FROM user WHERE role = 'admin' AND active = 1")?
                .exists([])?;
            if !admins {
                return Err(refuse("no admin would be left: make another one first"));
            }
            if hash.is_some() || active == Some(false) {
                connection.execute("DELETE FROM session WHERE user = ?1", [name])?;
            }
            // A line for each thing that was set: whoever reads the audit misses none.
            for what in lines.into_iter().flatten() {
                audit::append(connection, signature, &what, name)?;
            }
            Ok(())
        })
    }

    /// Begins a session; only the hash of its token is kept. Sessions that have ended go.
    pub fn begin_session(
        &mut self,
        token: &str,
        until: &str,
        signature: Signature<'_>,
    ) -> Result<()> {
        check_time(until)?;
        self.sign(signature, "sign in", signature.by, |connection| {
            connection.execute("DELETE FROM session WHERE until <= ?1", [signature.at])?;
            connection.execute(
                "INSERT INTO session (token_sha256, user, at, until) VALUES (?1, ?2, ?3, ?4)",
                params![sha256(token.as_bytes()), signature.by, signature.at, until],
            )?;
            Ok(())
        })
    }

    /// Who a token belongs to, where its session holds at that time.
    pub fn session(&self, token: &str, now: &str) -> Result<Option<Session>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT name, role FROM session JOIN user ON user.name = session.user
                 WHERE token_sha256 = ?1 AND until > ?2 AND active = 1",
            )?;
            let found = statement.query_row([&sha256(token.as_bytes()), now], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            });
            Ok(found.optional()?.and_then(|(user, role)| {
                let role = role.parse().ok()?;
                Some(Session { user, role })
            }))
        })
    }

    /// Ends a session.
    pub fn end_session(&mut self, token: &str, signature: Signature<'_>) -> Result<()> {
        self.sign(signature, "sign out", signature.by, |connection| {
            connection.execute(
                "DELETE FROM session WHERE token_sha256 = ?1",
                [sha256(token.as_bytes())],
            )?;
            Ok(())
        })
    }
}

fn user_of(row: &Row<'_>) -> rusqlite::Result<User> {
    let role: String = row.get(1)?;
    Ok(User {
        name: row.get(0)?,
        // A role that is none gives no rights.
        role: role.parse().unwrap_or(Role::Viewer),
        hash: row.get(2)?,
        active: row.get(3)?,
        at: row.get(4)?,
    })
}
