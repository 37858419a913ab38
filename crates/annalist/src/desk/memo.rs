//! Answers that are worked out once for a state: as long as nobody writes, all readers share them.

use super::problem::Done;
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

/// So many answers are kept; the one asked for longest ago goes first.
const KEPT: usize = 64;

type Answer = Arc<dyn Any + Send + Sync>;

/// Answers about one state of the casebook under one policy.
#[derive(Default)]
pub struct Memo {
    answers: Mutex<Vec<Kept>>,
}

struct Kept {
    what: &'static str,
    key: String,
    answer: Arc<Mutex<Option<Answer>>>,
}

impl Memo {
    /// The answer to `what` about `key`: worked out by the first who asks, while others who ask the
    /// same wait for it.
    ///
    /// # Errors
    /// What `make` says; that is not kept.
    pub fn once<T: Any + Send + Sync>(
        &self,
        what: &'static str,
        key: &str,
        make: impl FnOnce() -> Done<T>,
    ) -> Done<Arc<T>> {
        let place = self.place(what, key);
        let mut answer = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = answer.clone()
            && let Ok(known) = known.downcast::<T>()
        {
            return Ok(known);
        }
        let made = Arc::new(make()?);
        *answer = Some(Arc::clone(&made) as Answer);
        Ok(made)
    }

    fn place(&self, what: &'static str, key: &str) -> Arc<Mutex<Option<Answer>>> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let at = answers
            .iter()
            .position(|kept| kept.what == what && kept.key == key);
        let kept = match at {
            Some(at) => answers.remove(at),
            None => Kept {
                what,
                key: key.to_owned(),
                answer: Arc::default(),
            },
        };
        if answers.len() >= KEPT {
            answers.remove(0);
        }
        let answer = Arc::clone(&kept.answer);
        answers.push(kept);
        answer
    }
}

#[cfg(test)]
mod unit {
    use super::*;
    use crate::desk::problem::Problem;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn an_answer_is_worked_out_once_however_many_ask() {
        let (memo, made) = (Memo::default(), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let answer = memo.once("sum", "a", || {
                        made.fetch_add(1, Ordering::Relaxed);
                        Ok(7_u64)
                    });
                    assert!(matches!(answer, Ok(seven) if *seven == 7));
                });
            }
        });
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_mistake_is_not_kept_and_old_answers_go() {
        let memo = Memo::default();
        let failed = memo.once::<u64>("sum", "a", || Err(Problem::broken("no")));
        assert!(failed.is_err());
        assert!(memo.once("sum", "a", || Ok(1_u64)).is_ok());
        for number in 0..2 * KEPT {
            assert!(memo.once("sum", &number.to_string(), || Ok(0_u64)).is_ok());
        }
        assert!(matches!(memo.once("sum", "a", || Ok(2_u64)), Ok(two) if *two == 2));
        assert_eq!(memo.answers.lock().unwrap().len(), KEPT);
    }
}
