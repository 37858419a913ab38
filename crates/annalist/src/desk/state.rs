//! The state that readers share, and how it follows what is written.
//!
//! Nothing outside this file gets hold of the whole state: whoever reads names a [`Sight`] and gets
//! what that one may see.

use super::Desk;
use super::base::Base;
use super::person::Person;
use super::problem::Done;
use super::sight::{Shown, Sight};
use crate::knowledge::Knowledge;
use crate::merged;
use std::collections::BTreeSet;
use std::path::Path;
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

/// So many states of people who may not see all are kept; the one made longest ago goes first.
const PARTS: usize = 16;

/// The state of the casebook that readers see.
pub struct State {
    whole: RwLock<Arc<Base>>,
    /// The same for people who may not see all of it.
    parts: Mutex<Vec<Arc<Base>>>,
    looked: Mutex<Instant>,
    /// Held while a state is worked out; when the last one was done, and how long that took.
    rebuilding: Mutex<Option<(Instant, Duration)>>,
    /// Audit lines seen last, for `ETags`.
    audit: AtomicU64,
}

impl State {
    /// Reads a casebook.
    pub fn open(path: &Path, read_only: bool, knowledge: &Knowledge) -> anyhow::Result<State> {
        let base = Base::open(path, read_only, knowledge)?;
        let (_, audit) = Casebook::open_read_only(path)?.moment()?;
        Ok(State {
            whole: RwLock::new(Arc::new(base)),
            parts: Mutex::default(),
            looked: Mutex::new(Instant::now()),
            rebuilding: Mutex::new(None),
            audit: AtomicU64::new(audit),
        })
    }

    fn whole(&self) -> Arc<Base> {
        Arc::clone(&self.whole.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The part of a state that somebody may see.
    fn part(&self, whole: Arc<Base>, sight: &Sight, knowledge: &Knowledge) -> Arc<Base> {
        if sight.hidden().is_empty() {
            return whole;
        }
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let of_this = |part: &Arc<Base>| {
            let of = part.part_of();
            of.is_some_and(|(of, _)| Arc::ptr_eq(of, &whole))
        };
        parts.retain(of_this);
        let known = parts.iter().find(|part| {
            let of = part.part_of();
            of.is_some_and(|(_, hidden)| hidden == sight.hidden().as_ref())
        });
        if let Some(known) = known {
            return Arc::clone(known);
        }
        let part = Arc::new(Base::without(&whole, sight.hidden(), knowledge));
        if parts.len() >= PARTS {
            parts.remove(0);
        }
        parts.push(Arc::clone(&part));
        part
    }
}

impl Desk {
    /// The casebook at this moment as somebody may see it; notices, now and then, what other
    /// programs wrote.
    pub fn shown_to(&self, person: &Person) -> Done<Shown> {
        self.look()?;
        // The mark first: whatever is read behind it is as new or newer.
        let audit = self.state.audit.load(Ordering::Acquire);
        let sight = Sight::of(self, person)?;
        let base = self.seen_by(&sight);
        Ok(Shown {
            etag: etag(&base, audit, &sight),
            sight,
            base,
        })
    }

    /// The present state as somebody may see it.
    pub fn seen_by(&self, sight: &Sight) -> Arc<Base> {
        self.state.part(self.state.whole(), sight, &self.knowledge)
    }

    /// Reports with all that are near-copies of one of them.
    pub fn with_copies(&self, reports: BTreeSet<String>) -> BTreeSet<String> {
        if reports.is_empty() {
            return reports;
        }
        self.state.whole().with_copies(reports, &self.knowledge)
    }

    /// What answers of this moment are marked with; for those to a write, which stand behind it.
    pub fn etag(&self, sight: &Sight) -> String {
        let audit = self.state.audit.load(Ordering::Acquire);
        etag(&self.state.whole(), audit, sight)
    }

    /// Puts the casebook's present state before readers, where it is not yet.
    pub fn refresh(&self) -> Done<()> {
        let turn = self.state.rebuilding.lock();
        let mut turn = turn.unwrap_or_else(PoisonError::into_inner);
        let present = self.state.whole();
        if present.changes == self.moment()? {
            return Ok(());
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
            let place = self.state.whole.write();
            *place.unwrap_or_else(PoisonError::into_inner) = base;
        }
        let parts = self.state.parts.lock();
        parts.unwrap_or_else(PoisonError::into_inner).clear();
        *turn = Some((Instant::now(), begun.elapsed()));
        Ok(())
    }

    /// How many changes the casebook has seen by now.
    fn moment(&self) -> Done<u64> {
        let (changes, audit) = self.read(Casebook::moment)?;
        // Of two who look at once, the one who looked earlier may come here later.
        self.state.audit.fetch_max(audit, Ordering::AcqRel);
        Ok(changes)
    }

    /// The state after what has been decided since; `None` where all must be worked out again.
    fn next(&self, present: &Base, casebook: &Casebook) -> store::Result<Option<Base>> {
        let (changes, _) = casebook.moment()?;
        let further = casebook.decisions_after(present.decisions.len() as u64)?;
        Ok(present.after_decisions(further, changes, casebook, &self.knowledge))
    }

    /// Refreshes, now and then: notices what other programs wrote.
    fn look(&self) -> Done<()> {
        {
            let looked = self.state.looked.lock();
            let mut looked = looked.unwrap_or_else(PoisonError::into_inner);
            if looked.elapsed() < LOOK_AGAIN {
                return Ok(());
            }
            *looked = Instant::now();
        }
        if self.state.whole().changes == self.moment()? {
            return Ok(());
        }
        // Readers do not wait for a state that somebody is working out: they see the one before.
        if self.state.rebuilding.try_lock().is_ok() {
            self.refresh()?;
        }
        Ok(())
    }
}

fn etag(base: &Base, audit: u64, sight: &Sight) -> String {
    format!("W/\"{}-{audit}{}\"", base.changes, sight.mark())
}
