//! Filters and tables as an analyst meets them, over a small record made by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod actors;
mod ends;
mod filters;
mod odd;
mod periods;
mod questions;
mod record;
mod stated;
mod tallies;
mod told;
mod tolls;
