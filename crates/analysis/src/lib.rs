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
mod asked;
mod claims;
mod columns;
mod compare;
mod context;
mod coverage;
mod days;
mod filter;
mod first;
mod mistake;
mod reconcile;
mod sheet;
pub mod stats;
mod tally;
mod timeline;
mod tolls;
mod trend;
mod warnings;
mod words;

pub use actor::{ActorSummary, Listed, actor_summary, listed};
pub use asked::Asked;
pub use claims::{Behind, Claimed, Claims, Contested, claims};
pub use columns::{Beside, Columns, Frequency, Kept, Making, Names};
pub use compare::{Comparison, Measured, Moved, Shift, Side, compare};
pub use context::{ActorMatch, Context, NoContext};
pub use coverage::{Coverage, Covered, SourceCoverage, coverage};
pub use filter::{Bound, Filter, Flag, GRAMMAR, NumberField, TextField};
pub use first::{First, Firsts, FirstsOf, first};
pub use mistake::{Mistake, nearest};
pub use reconcile::{ListSum, Reconciled, Reconciliation, Stated, Verdict, reconcile};
pub use sheet::{Answer, Entry, Line, Sheet};
pub use tally::{By, Caption, Cell, Key, KeyKind, Row, Sum, Table, count, tally, tally_chosen};
pub use timeline::{Bin, Clock, Timeline, timeline};
pub use tolls::{Conflict, Toll, TollTold, Tolls, tolls};
pub use trend::{Change, Period, Trend, trend};
pub use warnings::{
    Evaluation, PairRate, Settings, Signal, SignalKind, Unwarned, Warnings, warnings,
};
pub use words::fold;
