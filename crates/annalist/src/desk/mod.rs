//! The review desk: the casebook as pages and as an API, `annalist serve`.
//!
//! A request goes through the [`guard`] (limits, who it is, what they may do), to a handler that
//! [`routes`] names. Handlers read the [`base::Base`] that stands in their [`routes::Ask`], an
//! unchanging state without what the one who asks may not see ([`sight`]), or write through the
//! store ([`writes`]); both give what `docs/api.md` says, which pages show
//! through the templates in `templates/` and the API as JSON. No handler holds a rule of the
//! field: those stand in `merging`, `analysis` and `store`.

mod actor_facets;
mod actors;
mod adjudicate;
mod agreement;
mod allowed;
mod answers;
mod api;
mod assets;
mod base;
mod candidates;
mod cells;
mod choose;
mod coding;
mod commit;
mod connections;
mod downloads;
mod facets;
mod figures;
mod forms;
mod guard;
mod harsh;
mod incident;
mod lists;
mod log;
mod login;
mod map;
mod markup;
mod memo;
mod notes;
mod once;
mod openapi;
mod pages;
mod person;
mod pins;
mod problem;
mod query;
mod queue;
mod quoted;
mod recall;
mod regroup;
mod report;
mod review;
mod reviewed;
mod routes;
mod seen;
mod serve;
mod sight;
mod state;
#[cfg(test)]
mod tests;
mod timeline;
mod tries;
mod users;
mod view;
mod writes;

pub use serve::{Setup, run};
pub use users::{hashed, one_time_password};

use crate::knowledge::Knowledge;
use crate::merged;
use problem::{Done, Problem};
use state::State;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use store::Casebook;

/// What all requests share.
pub struct Desk {
    path: PathBuf,
    /// The casebook's own name.
    id: String,
    knowledge: Knowledge,
    state: State,
    readers: Mutex<Vec<Casebook>>,
    writer: Mutex<Option<Casebook>>,
    rules: Rules,
    secret: [u8; 32],
    tries: tries::Tries,
    /// Who may work something out now: of those who only read, so many at a time, in the order in
    /// which they came, so that nobody waits much longer than the others.
    turns: tokio::sync::Semaphore,
    /// Sessions of a read-only desk, which writes nothing down: token to name.
    sessions: Mutex<BTreeMap<String, String>>,
}

/// How the desk is set up.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Nothing may be written.
    pub read_only: bool,
    /// Reachable from other machines: everybody signs in.
    pub open_to_others: bool,
    /// Who everybody is where nobody has to sign in.
    pub local_user: String,
}

impl Desk {
    /// Opens a casebook for the desk.
    ///
    /// # Errors
    /// The casebook cannot be opened, or no randomness is to be had.
    pub fn open(path: PathBuf, knowledge: Knowledge, rules: Rules) -> anyhow::Result<Desk> {
        let writer = if rules.read_only {
            None
        } else {
            let mut casebook = Casebook::open(&path)?;
            merged::catch_up(&mut casebook, &knowledge)?;
            Some(casebook)
        };
        let id = Casebook::open_read_only(&path)?.id()?;
        let state = State::open(&path, rules.read_only, &knowledge)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)
            .map_err(|error| anyhow::anyhow!("no randomness from the system: {error}"))?;
        Ok(Desk {
            path,
            id,
            knowledge,
            state,
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(writer),
            rules,
            secret,
            tries: tries::Tries::default(),
            turns: tokio::sync::Semaphore::new(turns()),
            sessions: Mutex::default(),
        })
    }

    /// Reads from the casebook, with a connection of its own.
    fn read<T>(&self, work: impl FnOnce(&Casebook) -> store::Result<T>) -> Done<T> {
        let idle = self.readers.lock();
        let idle = idle.unwrap_or_else(PoisonError::into_inner).pop();
        let casebook = match idle {
            Some(casebook) => casebook,
            None => Casebook::open_read_only(&self.path)?,
        };
        let result = work(&casebook);
        let readers = self.readers.lock();
        readers
            .unwrap_or_else(PoisonError::into_inner)
            .push(casebook);
        Ok(result?)
    }

    /// Writes into the casebook; readers see it when [`refresh`](Desk::refresh) has run.
    fn write<T>(&self, work: impl FnOnce(&mut Casebook) -> store::Result<T>) -> Done<T> {
        let writer = self.writer.lock();
        let mut writer = writer.unwrap_or_else(PoisonError::into_inner);
        let Some(casebook) = writer.as_mut() else {
            return Err(Problem::forbidden(
                "this desk is read-only: it was started with --read-only",
            ));
        };
        Ok(work(casebook)?)
    }

    /// True where somebody has to sign in to see anything.
    fn must_sign_in(&self) -> Done<bool> {
        Ok(self.rules.open_to_others || self.read(Casebook::has_users)?)
    }
}

/// How many readers are answered at a time: four a processor, so that those that wait for the disk leave
/// theirs to others.
fn turns() -> usize {
    4 * std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// The same for those who only read, when it is their turn.
async fn off_in_turn<T: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> Done<T> + Send + 'static,
) -> Done<T> {
    let turn = desk.turns.acquire().await;
    let result = off(desk, work).await;
    drop(turn);
    result
}

/// Runs work that reads files or counts, off the threads that serve requests.
async fn off<T: Send + 'static>(
    desk: &Arc<Desk>,
    work: impl FnOnce(&Desk) -> Done<T> + Send + 'static,
) -> Done<T> {
    let desk = Arc::clone(desk);
    match tokio::task::spawn_blocking(move || work(&desk)).await {
        Ok(result) => result,
        Err(_) => Err(Problem::broken(
            "this is a mistake in Annalist, not in what you asked; please report it",
        )),
    }
}
