//! How often a password may be tried.

use super::connections::Client;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many wrong passwords for one name from one address before it must wait there ...
const TRIES: usize = 5;
/// ... so many for all names from one address ...
const FROM_ONE: usize = 30;
/// ... and so many from everywhere, before those wait who have not signed in lately from where they
/// are: a stranger with many addresses keeps nobody out who has.
const IN_ALL: usize = 1_000;
/// How long wrong passwords are remembered.
const MEMORY: Duration = Duration::from_mins(5);
/// So many who signed in rightly are remembered, with where from.
const KNOWN: usize = 10_000;

/// Whose try it is: a name, and where from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whose {
    /// The machine.
    pub client: Client,
    /// The name that is tried.
    pub name: String,
}

/// Passwords tried of late: those that were wrong, and those that are being looked at.
#[derive(Debug, Default)]
pub struct Tries(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    tried: BTreeMap<Whose, Vec<Instant>>,
    known: BTreeSet<Whose>,
}

impl Tries {
    /// Counts a try before its password is looked at, so that many at once are no way around the
    /// limit.
    ///
    /// # Errors
    /// How long it has to wait.
    pub fn begin(&self, whose: &Whose) -> Result<Try, Duration> {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        book.tried.retain(|_, tried| {
            tried.retain(|at| at.elapsed() < MEMORY);
            !tried.is_empty()
        });
        let known = book.known.contains(whose);
        let (mut own, mut here) = (Vec::<Instant>::new(), Vec::<Instant>::new());
        let mut all = Vec::<Instant>::new();
        for (other, tried) in &book.tried {
            all.extend(tried);
            if other.client == whose.client {
                here.extend(tried);
            }
            if other == whose {
                own.extend(tried);
            }
        }
        let full = [
            (own, TRIES, true),
            (here, FROM_ONE, true),
            (all, IN_ALL, !known),
        ];
        let full = full
            .into_iter()
            .find(|(tried, most, counts)| *counts && tried.len() >= *most);
        if let Some((tried, ..)) = full {
            let first = tried.into_iter().min();
            return Err(first.map_or(MEMORY, |at| MEMORY.saturating_sub(at.elapsed())));
        }
        let at = Instant::now();
        book.tried.entry(whose.clone()).or_default().push(at);
        Ok(Try { at })
    }

    /// The password was right: what was tried for the name from there before is forgotten with it.
    /// What others try meanwhile stays counted.
    pub fn right(&self, whose: &Whose, this: Try) {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tried) = book.tried.get_mut(whose) {
            tried.retain(|at| *at > this.at);
        }
        if book.known.len() >= KNOWN {
            book.known.pop_first();
        }
        book.known.insert(whose.clone());
    }

    /// The password could not be looked at: the try does not count.
    pub fn broken(&self, whose: &Whose, this: Try) {
        let mut book = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tried = book.tried.get_mut(whose);
        if let Some(tried) = tried
            && let Some(at) = tried.iter().position(|at| *at == this.at)
        {
            tried.remove(at);
        }
    }
}

/// A try that was counted.
#[derive(Debug, Clone, Copy)]
pub struct Try {
    at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whose(address: &str, name: &str) -> Whose {
        Whose {
            client: Client::of(address.parse().unwrap()),
            name: name.to_owned(),
        }
    }

    #[test]
    fn a_stranger_locks_nobody_out_who_is_elsewhere() {
        let tries = Tries::default();
        let stranger = whose("192.0.2.7", "anna");
        for _ in 0..TRIES {
            tries.begin(&stranger).unwrap();
        }
        tries.begin(&stranger).unwrap_err();
        tries.begin(&whose("192.0.2.8", "anna")).unwrap();
        tries.begin(&whose("192.0.2.7", "ben")).unwrap();
    }

    #[test]
    fn one_address_tries_no_more_names_than_a_house_has_people() {
        let tries = Tries::default();
        let allowed = (0..100)
            .filter(|n| tries.begin(&whose("192.0.2.7", &format!("n{n}"))).is_ok())
            .count();
        assert_eq!(allowed, FROM_ONE);
    }

    #[test]
    fn many_addresses_at_once_are_held_up_and_keep_nobody_out_who_signed_in_before() {
        let tries = Tries::default();
        let anna = whose("198.51.100.1", "anna");
        let right = tries.begin(&anna).unwrap();
        tries.right(&anna, right);
        let allowed = (0..2 * IN_ALL)
            .filter(|n| {
                let address = format!("10.0.{}.{}", n / 250, n % 250);
                tries.begin(&whose(&address, "anna")).is_ok()
            })
            .count();
        assert_eq!(allowed, IN_ALL);
        tries.begin(&anna).unwrap();
    }
}
