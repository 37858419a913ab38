//! Statistics over incidents: which incidents, how many, how many dead, and what was left out.
//!
//! A [`Filter`] says which incidents; [`tally`] counts them by one or two [`By`]s into a
//! [`Table`] whose every cell knows its incidents; [`actor_summary`] gathers what the record
//! holds on one actor. What only a dictionary or a casebook knows (aliases, coordinates,
//! the reports' words) comes in through [`Context`], so this crate reads no data and knows
//! no format.
//!
//! ```
//! use analysis::{Filter, NoContext, tally};
//! let filter: Filter = "country = 'AF' and killed.high >= 10".parse().unwrap();
//! let bound = filter.bind(&NoContext).unwrap();
//! let table = tally(&[], &["month".parse().unwrap()], Some(&bound), &NoContext, "range");
//! assert_eq!(table.total.count(), 0);
//! ```
//!
//! Read first: `filter/mod.rs` for the language, `tally/mod.rs` for what counts where.

mod actor;
mod context;
mod filter;
mod mistake;
mod tally;
mod words;

pub use actor::{ActorSummary, actor_summary};
pub use context::{ActorMatch, Context, NoContext};
pub use filter::{Bound, Filter, Flag, GRAMMAR, NumberField, TextField};
pub use mistake::{Mistake, nearest};
pub use tally::{By, Caption, Cell, Key, KeyKind, Row, Sum, Table, tally, tally_chosen};
pub use words::fold;
