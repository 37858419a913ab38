//! The review desk: the casebook as pages and as an API, `annalist serve`.
//!
//! A request goes through the [`guard`] (limits, who it is, what they may do), to a handler that
//! [`routes`] names. Handlers read a [`base::Base`], an unchanging state that all readers share,
//! or write through the store ([`writes`]); both give what `docs/api.md` says, which pages show
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
mod openapi;
mod pages;
mod person;
mod pins;
mod problem;
mod query;
mod queue;
mod regroup;
mod report;
mod review;
mod routes;
mod seen;
mod serve;
#[cfg(test)]
mod tests;
mod timeline;
mod users;
mod view;
mod writes;

pub use serve::{Setup, run};
pub use users::{hashed, one_time_password};

use crate::knowledge::Knowledge;
use crate::merged;
use base::Base;
use problem::{Done, Problem};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use store::Casebook;

/// A casebook changed by another program is noticed after so long.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Working out states takes no more than one part in so many of the time, so that readers get the
/// rest of it ...
const SHARE: u32 = 8;

/// ... but nobody who writes waits longer than this for it.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// What all requests share.
pub struct Desk {
    path: PathBuf,
    knowledge: Knowledge,
    base: RwLock<Arc<Base>>,
    looked: Mutex<Instant>,
    /// Held while a state is worked out; when the last one was done, and how long that took.
    rebuilding: Mutex<Option<(Instant, Duration)>>,
    readers: Mutex<Vec<Casebook>>,
    writer: Mutex<Option<Casebook>>,
    /// Audit lines seen last, for `ETags`.
    audit: AtomicU64,
    rules: Rules,
    secret: [u8; 32],
    tries: login::Tries,
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
        let base = Base::open(&path, rules.read_only, &knowledge)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)
            .map_err(|error| anyhow::anyhow!("no randomness from the system: {error}"))?;
        Ok(Desk {
            path,
            knowledge,
            base: RwLock::new(Arc::new(base)),
            looked: Mutex::new(Instant::now()),
            rebuilding: Mutex::new(None),
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(writer),
            audit: AtomicU64::new(0),
            rules,
            secret,
            tries: login::Tries::default(),
            sessions: Mutex::default(),
        })
    }

    /// The state that readers see now.
    fn base(&self) -> Arc<Base> {
        Arc::clone(&self.base.read().unwrap_or_else(PoisonError::into_inner))
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

    /// Puts the casebook's present state before readers, where it is not yet.
    fn refresh(&self) -> Done<Arc<Base>> {
        let turn = self.rebuilding.lock();
        let mut turn = turn.unwrap_or_else(PoisonError::into_inner);
        let present = self.base();
        if present.changes == self.moment()? {
            return Ok(present);
        }
        // What others write while this one waits is in the same state.
        if let Some((done, took)) = *turn {
            let pause = (took * (SHARE - 1)).min(LONGEST_WAIT);
            std::thread::sleep(pause.saturating_sub(done.elapsed()));
        }
        let begun = Instant::now();
        // Nobody writes meanwhile: changes and log must be of one moment.
        let next = if self.rules.read_only {
            self.read(|casebook| self.next(&present, casebook))?
        } else {
            self.write(|casebook| {
                merged::catch_up(casebook, &self.knowledge)?;
                self.next(&present, casebook)
            })?
        };
        let base = match next {
            Some(next) => Arc::new(next),
            None => Arc::new(Base::open(
                &self.path,
                self.rules.read_only,
                &self.knowledge,
            )?),
        };
        {
            let mut place = self.base.write().unwrap_or_else(PoisonError::into_inner);
            *place = Arc::clone(&base);
        }
        *turn = Some((Instant::now(), begun.elapsed()));
        Ok(base)
    }

    /// How many changes the casebook has seen by now.
    fn moment(&self) -> Done<u64> {
        let (changes, audit) = self.read(Casebook::moment)?;
        self.audit.store(audit, Ordering::Relaxed);
        Ok(changes)
    }

    /// The state after what has been decided since; `None` where all must be worked out again.
    fn next(&self, present: &Base, casebook: &Casebook) -> store::Result<Option<Base>> {
        let (changes, _) = casebook.moment()?;
        let further = casebook.decisions_after(present.decisions.len() as u64)?;
        Ok(present.after_decisions(further, changes, casebook, &self.knowledge))
    }

    /// The same, now and then: notices what other programs wrote.
    fn look(&self) -> Done<Arc<Base>> {
        {
            let looked = self.looked.lock();
            let mut looked = looked.unwrap_or_else(PoisonError::into_inner);
            if looked.elapsed() < LOOK_AGAIN {
                return Ok(self.base());
            }
            *looked = Instant::now();
        }
        if self.base().changes == self.moment()? {
            return Ok(self.base());
        }
        // Readers do not wait for a state that somebody is working out: they see the one before.
        let free = self.rebuilding.try_lock().is_ok();
        if free {
            self.refresh()
        } else {
            Ok(self.base())
        }
    }

    /// What the answers of this moment are marked with.
    fn etag(&self) -> String {
        let audit = self.audit.load(Ordering::Relaxed);
        format!("W/\"{}-{audit}\"", self.base().changes)
    }

    /// True where somebody has to sign in to see anything.
    fn must_sign_in(&self) -> Done<bool> {
        Ok(self.rules.open_to_others || self.read(Casebook::has_users)?)
    }
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
