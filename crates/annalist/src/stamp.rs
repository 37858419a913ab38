//! When, and by whom: the only place that asks the clock and the user's name.

use clap::Args;
use jiff::Timestamp;

/// The time, as RFC 3339 in UTC, to the microsecond; always as long, so that times sort as text.
pub fn now() -> String {
    let now = Timestamp::now();
    let micros = Timestamp::from_microsecond(now.as_microsecond());
    format!("{:.6}", micros.unwrap_or(now))
}

/// Who decides, and why.
#[derive(Debug, Args)]
pub struct Signed {
    /// Why, in your words; kept with the decision
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,

    /// Who decides; the user's name where not given
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Signed {
    /// Who decides: as given, else the name of the user who runs the program.
    pub fn by(&self) -> String {
        let given = self.by.clone();
        let given = given.filter(|name| !name.trim().is_empty());
        given.unwrap_or_else(user_of_system)
    }
}

/// The name of the user who runs the program.
pub fn user_of_system() -> String {
    let names = ["USER", "USERNAME", "LOGNAME"].into_iter();
    let mut known = names.filter_map(|name| std::env::var(name).ok());
    known
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "unknown".to_owned())
}
