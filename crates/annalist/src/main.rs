//! The command line of Annalist: reports in, a sourced record of incidents out.
//!
//! Read [`pipeline`] first: it is the whole flow in one function. [`cli`] lists the
//! commands; each stands in a file of its own under `commands/`.

mod book;
mod brief;
mod cli;
mod commands;
mod conflicts;
mod context;
#[allow(
    clippy::unnecessary_wraps,
    clippy::unused_self,
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    clippy::struct_excessive_bools,
    clippy::inline_always,
    clippy::needless_pass_by_value,
    reason = "handlers, and what templates call, all have one shape"
)]
mod desk;
mod inputs;
mod knowledge;
mod merged;
mod output;
mod pipeline;
mod record;
mod stamp;
mod stated;
mod tolls;
mod workers;

use output::Ending;
use std::panic;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// What a panic said; shown once, at the top, instead of a trace.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    panic::set_hook(Box::new(|info| {
        let mut said = PANIC.lock().unwrap_or_else(PoisonError::into_inner);
        *said = info.to_string().replace('\n', " ");
    }));
    match panic::catch_unwind(cli::run) {
        Ok(Ok(ending)) => ending.code(),
        Ok(Err(error)) if output::is_broken_pipe(&error) => Ending::Done.code(),
        Ok(Err(error)) => {
            output::error(&format!("{error:#}"));
            ExitCode::from(2)
        }
        Err(_) => {
            let said = PANIC.lock().unwrap_or_else(PoisonError::into_inner);
            output::error(&format!(
                "this is a mistake in Annalist, not in what you gave it ({said}); please report it"
            ));
            ExitCode::from(2)
        }
    }
}
