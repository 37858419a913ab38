//! A fence around parsers of hostile formats: their panics, deep recursion and endless
//! loops stay inside.

use crate::error::ReadProblem;
use std::panic;
use std::sync::Once;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// The name of guarded threads, whose panics print nothing.
const NAME: &str = "formats-read";
/// Deeply nested documents recurse deeply. Only what is used is ever backed by memory.
const STACK: usize = 256 << 20;

/// Runs `parse` on a thread of its own and waits at most `seconds` for it.
///
/// A panic is [`ReadProblem::Damaged`]. A thread that takes longer is left behind, as
/// threads cannot be stopped; it ends with the program.
pub(super) fn guarded<T: Send + 'static>(
    seconds: u64,
    parse: impl FnOnce() -> Result<T, ReadProblem> + Send + 'static,
) -> Result<T, ReadProblem> {
    silence();
    let (sender, receiver) = mpsc::sync_channel(1);
    let spawned = thread::Builder::new()
        .name(NAME.to_owned())
        .stack_size(STACK)
        .spawn(move || {
            // The receiver may have given up.
            let _ = sender.send(parse());
        });
    if let Err(error) = spawned {
        return Err(ReadProblem::Disk(error.to_string()));
    }
    match receiver.recv_timeout(Duration::from_secs(seconds)) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(ReadProblem::TooSlow { seconds }),
        Err(RecvTimeoutError::Disconnected) => {
            Err(ReadProblem::damaged("its parts do not fit together"))
        }
    }
}

/// Makes panics of guarded threads silent; all others go to the hook that was there.
fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(NAME) {
                before(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_damaged_file_and_a_loop_a_slow_one() {
        let panicked: Result<(), _> = guarded(5, || panic!("inside"));
        assert!(matches!(panicked, Err(ReadProblem::Damaged { .. })));
        let slow: Result<(), _> = guarded(0, || {
            thread::sleep(Duration::from_millis(50));
            Ok(())
        });
        assert_eq!(slow, Err(ReadProblem::TooSlow { seconds: 0 }));
        assert_eq!(guarded(5, || Ok(1)), Ok(1));
    }
}
