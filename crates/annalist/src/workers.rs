//! Work on many threads, results in order.

use anyhow::Result;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// How many items each thread may have in hand or waiting: bounds the memory.
const AHEAD: usize = 4;

/// As many threads as asked for, or as there are cores.
pub fn threads(asked: Option<NonZero<usize>>) -> usize {
    asked
        .or_else(|| thread::available_parallelism().ok())
        .map_or(1, NonZero::get)
}

/// Does `work` on the items in as many parts as there are threads, and gives the results in the
/// order of the items.
pub fn in_parts<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    if threads <= 1 || items.len() < 2 {
        return work(items);
    }
    let size = items.len().div_ceil(threads);
    thread::scope(|scope| {
        let work = &work;
        let parts: Vec<_> = items
            .chunks(size)
            .map(|part| scope.spawn(move || work(part)))
            .collect();
        let mut results = Vec::with_capacity(items.len());
        for part in parts {
            match part.join() {
                Ok(done) => results.extend(done),
                Err(panic) => resume_unwind(panic),
            }
        }
        results
    })
}

/// Does `work` on every item, on `threads` threads, and hands the results to `take` in the
/// order of the items, whatever thread was first.
///
/// Items are drawn from `items`, and results taken, on the calling thread; never more than
/// a few items a thread are under way. The first error of `take` ends it.
pub fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = T>,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<()>,
) -> Result<()> {
    if threads <= 1 {
        for item in items {
            take(work(item))?;
        }
        return Ok(());
    }
    let mut items = items.fuse();
    let (give, jobs) = mpsc::channel::<(usize, T)>();
    let (done, results) = mpsc::channel::<(usize, thread::Result<R>)>();
    let jobs = Mutex::new(jobs);
    thread::scope(|scope| {
        for _ in 0..threads {
            let done = done.clone();
            let (jobs, work) = (&jobs, &work);
            scope.spawn(move || {
                loop {
                    let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, item)) = job else { break };
                    let result = catch_unwind(AssertUnwindSafe(|| work(item)));
                    if done.send((number, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        // Owned here, so that the workers end when this is left, by an error too.
        let give = give;
        let mut waiting: BTreeMap<usize, R> = BTreeMap::new();
        let (mut given, mut taken) = (0, 0);
        loop {
            while given - taken < threads * AHEAD {
                let Some(item) = items.next() else { break };
                if give.send((given, item)).is_err() {
                    break;
                }
                given += 1;
            }
            if given == taken {
                return Ok(());
            }
            let Ok((number, result)) = results.recv() else {
                return Ok(());
            };
            let result = result.unwrap_or_else(|panic| resume_unwind(panic));
            waiting.insert(number, result);
            while let Some(result) = waiting.remove(&taken) {
                taken += 1;
                take(result)?;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items_on_any_number_of_threads() {
        for threads in [1, 2, 7] {
            let mut taken = Vec::new();
            let slow = |item: u64| {
                thread::sleep(std::time::Duration::from_micros((item * 37) % 500));
                item * 2
            };
            in_order(0..200, threads, slow, |result| {
                taken.push(result);
                Ok(())
            })
            .unwrap();
            assert_eq!(taken, (0..200).map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_an_endless_run() {
        let ended = in_order(
            0u64..,
            3,
            |item| item,
            |result| {
                anyhow::ensure!(result < 50, "enough");
                Ok(())
            },
        );
        assert_eq!(ended.unwrap_err().to_string(), "enough");
    }
}
