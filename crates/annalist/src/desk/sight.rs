//! Who may see what: everything, but for the reading of reports that somebody codes blindly.

use super::Desk;
use super::base::Base;
use super::person::Person;
use super::problem::{Done, Problem};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::desk::{Assignment, Role};

/// What somebody may see.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    /// The reports whose reading by the machine and by others is kept from them.
    hidden: Arc<BTreeSet<String>>,
    /// Tells answers to different people apart; empty where nobody signs in.
    mark: String,
}

impl Sight {
    /// What somebody may see at this moment.
    ///
    /// A report that is assigned to a coder is hidden until it is adjudicated, and so are its
    /// near-copies, in which much the same is read. Reviewers and admins adjudicate, so that it is
    /// hidden from them until their own reading is done.
    ///
    /// # Errors
    /// The casebook cannot be read.
    pub fn of(desk: &Desk, person: &Person) -> Done<Sight> {
        if !person.signed_in {
            return Ok(Sight::default());
        }
        let own = desk.read(|casebook| casebook.assignments(Some(&person.name)))?;
        let sees = |one: &Assignment| one.opened || one.done && person.may(Role::Reviewer);
        let blind: BTreeSet<String> = own
            .into_iter()
            .filter(|one| !sees(one))
            .map(|one| one.report)
            .collect();
        let hidden = desk.with_copies(blind);
        Ok(Sight {
            mark: mark(person, &hidden),
            hidden: Arc::new(hidden),
        })
    }

    /// The reports whose reading is hidden.
    pub fn hidden(&self) -> &Arc<BTreeSet<String>> {
        &self.hidden
    }

    /// Stands at the end of this person's `ETag`s.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// True where the reading of a report is hidden.
    pub fn hides(&self, report: &str) -> bool {
        self.hidden.contains(report)
    }

    /// Refuses what is hidden.
    ///
    /// # Errors
    /// The reading of the report is hidden.
    pub fn open_to(&self, report: &str) -> Done<()> {
        if self.hides(report) {
            return Err(blindly());
        }
        Ok(())
    }
}

/// Somebody asks for what they code blindly.
pub fn blindly() -> Problem {
    Problem::forbidden(
        "you code this report blindly, or one that is nearly the same: what others read in it opens up when that is adjudicated",
    )
}

/// Two people at one browser, or one with another role, never share what the browser keeps.
fn mark(person: &Person, hidden: &BTreeSet<String>) -> String {
    use std::fmt::Write as _;
    let mut hasher = Sha256::new();
    for part in [person.name.as_str(), person.role.word()]
        .into_iter()
        .chain(hidden.iter().map(String::as_str))
    {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let digest = hasher.finalize();
    let mut mark = String::from("-");
    for byte in &digest[..4] {
        let _ = write!(mark, "{byte:02x}");
    }
    mark
}

/// The casebook as the one who asks may see it, at the moment of asking.
#[derive(Clone)]
pub struct Shown {
    /// What they may see.
    pub sight: Sight,
    /// The state, without what they may not see.
    pub base: Arc<Base>,
    /// What an answer out of it is marked with. It is taken before anything is read: what is
    /// written meanwhile makes the mark older than the answer, never newer.
    pub etag: String,
}
